//! PDFs written byte by byte, for what a library would not write.
//!
//! Never copies anyone's document.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A file of these objects, the first one being the catalog.
pub(crate) fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        writeln!(file, "{} 0 obj", index + 1).unwrap();
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    let size = objects.len() + 1;
    write!(file, "xref\n0 {size}\n0000000000 65535 f \n").unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(file, "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").unwrap();
    file
}

/// A stream with these entries in its dictionary.
pub(crate) fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut stream = format!("<<{entries}/Length {}>>stream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    stream
}

/// A file with one page of this content; `page` and `catalog` add entries, `more` objects come
/// from number 5 on.
pub(crate) fn page(content: &str, page: &str, catalog: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>").into_bytes(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{page}>>")
            .into_bytes(),
        stream("", content.as_bytes()),
    ];
    objects.extend_from_slice(more);
    file(&objects)
}

pub(crate) const HELVETICA: &str = "/Resources<</Font<</F<</Type/Font/Subtype/Type1\
     /BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>";

/// A page whose whole area is one image.
pub(crate) fn image(entries: &str, packed: &[u8], page_entries: &str) -> Vec<u8> {
    let image = stream(&format!("/Type/XObject/Subtype/Image{entries}"), packed);
    let resources = format!("/Resources<</XObject<</I 5 0 R>>>>{page_entries}");
    page("q 595 0 0 842 0 0 cm /I Do Q", &resources, "", &[image])
}

/// Deflated rows.
pub(crate) fn deflated<'a>(rows: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    rows.for_each(|row| encoder.write_all(row).unwrap());
    encoder.finish().unwrap()
}
