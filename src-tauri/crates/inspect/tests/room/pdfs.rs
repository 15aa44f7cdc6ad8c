//! PDFs made for the tests, good and bad.
//!
//! Never copies anyone's document.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::{Compress, Compression, FlushCompress};
use lopdf::content::{Content, Operation};
use lopdf::{
    Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary,
};

pub(crate) const TITEL: &str = "Bescheid über Gebühren";

/// A document with one page per text; each line of a text is a line on the page.
pub(crate) fn document(pages: &[&str]) -> Document {
    let mut document = Document::with_version("1.7");
    let pages_id = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    });
    let kids: Vec<Object> = pages
        .iter()
        .map(|text| {
            let mut operations = vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 12.into()]),
                Operation::new("Td", vec![72.into(), 760.into()]),
            ];
            for line in text.lines() {
                let codes: Vec<u8> = line.chars().map(|c| u8::try_from(c).unwrap()).collect();
                operations.push(Operation::new("Tj", vec![Object::string_literal(codes)]));
                operations.push(Operation::new("Td", vec![0.into(), (-16).into()]));
            }
            operations.push(Operation::new("ET", vec![]));
            let content = Content { operations }.encode().unwrap();
            let content = document.add_object(Stream::new(dictionary! {}, content));
            document.add_object(page(pages_id, content.into(), font.into())).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    document.objects.insert(
        pages_id,
        dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages_id });
    let info = document.add_object(dictionary! {
        "Title" => lopdf::text_string(TITEL),
        "CreationDate" => Object::string_literal("D:20260930101500+02'00'"),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let id = || Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id(), id()]);
    document
}

fn page(parent: (u32, u16), content: Object, font: Object) -> lopdf::Dictionary {
    dictionary! {
        "Type" => "Page", "Parent" => parent,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        "Contents" => content,
    }
}

pub(crate) fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

pub(crate) fn simple(pages: &[&str]) -> Vec<u8> {
    saved(document(pages))
}

/// A document locked with a password; an empty one only forbids things.
pub(crate) fn locked(password: &str) -> Vec<u8> {
    let mut document = document(&["Geheimes Schreiben"]);
    let state = EncryptionState::try_from(EncryptionVersion::V2 {
        document: &document,
        owner_password: "amt",
        user_password: password,
        key_length: 128,
        permissions: Permissions::PRINTABLE,
    })
    .unwrap();
    document.encrypt(&state).unwrap();
    saved(document)
}

/// A compressed stream that begins with `start` and unpacks to `start` and 2.5 GiB of zeros.
fn bomb(start: &[u8]) -> Vec<u8> {
    const PART: usize = 64 * 1024 * 1024;
    let mut bytes = vec![0x78, 0x9c];
    bytes.extend(flushed(start));
    let zeros = flushed(&vec![0; PART]);
    for _ in 0..40 {
        bytes.extend(&zeros);
    }
    bytes
}

/// Deflated bytes that end on a byte and need nothing before them.
fn flushed(part: &[u8]) -> Vec<u8> {
    let mut compress = Compress::new(Compression::fast(), false);
    let mut bytes = Vec::with_capacity(part.len() / 500 + 1024);
    compress.compress_vec(part, &mut bytes, FlushCompress::Full).unwrap();
    bytes
}

/// A page whose content unpacks beyond reason.
pub(crate) fn content_bomb() -> Vec<u8> {
    let mut document = document(&["harmlos", "x"]);
    let last = document.page_iter().last().unwrap();
    let content = *document.get_page_contents(last).first().unwrap();
    let bomb = bomb(b"BT /F1 12 Tf (x) Tj ET ");
    document
        .objects
        .insert(content, Stream::new(dictionary! { "Filter" => "FlateDecode" }, bomb).into());
    saved(document)
}

/// A file whose objects are packed in a stream that unpacks beyond reason.
pub(crate) fn object_stream_bomb() -> Vec<u8> {
    let objects =
        b"1 0 2 40 <</Type/Catalog/Pages 2 0 R>>           <</Type/Pages/Kids[]/Count 0>>";
    let packed = bomb(objects);
    let mut file = b"%PDF-1.7\n".to_vec();
    let stream_at = file.len();
    let length = packed.len();
    write!(
        file,
        "3 0 obj\n<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length {length}>>\nstream\n"
    )
    .unwrap();
    file.extend(&packed);
    file.extend(b"\nendstream\nendobj\n");
    let table_at = file.len();
    let mut table = vec![0, 0, 0, 0, 0, 0];
    for (kind, at, index) in [(2_u8, 3_usize, 0_u8), (2, 3, 1), (1, stream_at, 0), (1, table_at, 0)]
    {
        table.push(kind);
        table.extend(u32::try_from(at).unwrap().to_be_bytes());
        table.push(index);
    }
    let length = table.len();
    write!(file, "4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length {length}>>\nstream\n")
        .unwrap();
    file.extend(&table);
    write!(file, "\nendstream\nendobj\nstartxref\n{table_at}\n%%EOF\n").unwrap();
    file
}

/// The PDFs of others that lie beside the repository, where there are any.
pub(crate) fn material() -> Vec<PathBuf> {
    let found = material_of(&["pdf"]);
    if found.is_empty() {
        eprintln!("no documents of others on this machine: nothing was tried");
    }
    found
}

/// The files of others with one of these extensions.
pub(crate) fn material_of(extensions: &[&str]) -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/material");
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if path.is_dir() {
                folders.push(path);
            } else if extensions.contains(&extension.as_str()) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
