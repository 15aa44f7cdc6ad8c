//! Scans as PDF files, and what a signature or a stamp makes of them: an incremental update that
//! leaves every byte before it as it was (ISO 32000-1, 7.5.6).
//!
//! Never compressible: the picture is noise, as a scanned page's compressed picture is.

use std::fmt::Write;

use crate::rng::Rng;

/// A file under construction, and where its objects begin.
struct Writer {
    bytes: Vec<u8>,
    /// Number and offset of the objects of this section.
    objects: Vec<(usize, usize)>,
}

impl Writer {
    fn object(&mut self, number: usize, dictionary: &str, stream: Option<&[u8]>) {
        self.objects.push((number, self.bytes.len()));
        let mut head = format!("{number} 0 obj\n<< {dictionary}");
        if let Some(stream) = stream {
            _ = write!(head, " /Length {} >>\nstream\n", stream.len());
            self.bytes.extend_from_slice(head.as_bytes());
            self.bytes.extend_from_slice(stream);
            self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        } else {
            head.push_str(" >>\nendobj\n");
            self.bytes.extend_from_slice(head.as_bytes());
        }
    }

    fn close(mut self, size: usize, previous: Option<usize>) -> Vec<u8> {
        let start = self.bytes.len();
        let mut tail = "xref\n".to_owned();
        if previous.is_none() {
            tail.push_str("0 1\n0000000000 65535 f \n");
        }
        for (number, offset) in &self.objects {
            _ = write!(tail, "{number} 1\n{offset:010} 00000 n \n");
        }
        let before = previous.map(|at| format!(" /Prev {at}")).unwrap_or_default();
        _ = write!(
            tail,
            "trailer\n<< /Size {size} /Root 1 0 R{before} >>\nstartxref\n{start}\n%%EOF\n"
        );
        self.bytes.extend_from_slice(tail.as_bytes());
        self.bytes
    }
}

/// Bytes that nothing compresses.
pub(crate) fn noise(rng: &mut Rng, bytes: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes + 8);
    while out.len() < bytes {
        out.extend_from_slice(&rng.next_u64().to_le_bytes());
    }
    out.truncate(bytes);
    out
}

/// Makes a scanned page of about this size.
pub(crate) fn scan(rng: &mut Rng, bytes: usize) -> Vec<u8> {
    let mut pdf = Writer { bytes: b"%PDF-1.7\n".to_vec(), objects: Vec::new() };
    pdf.object(1, "/Type /Catalog /Pages 2 0 R", None);
    pdf.object(2, "/Type /Pages /Kids [3 0 R] /Count 1", None);
    let page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
                /Resources << /XObject << /S 5 0 R >> >>";
    pdf.object(3, page, None);
    pdf.object(4, "", Some(b"q 595 0 0 842 0 0 cm /S Do Q"));
    let width = 500;
    let height = (bytes.saturating_sub(900) / width).max(1);
    let picture = format!(
        "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray \
         /BitsPerComponent 8"
    );
    pdf.object(5, &picture, Some(&noise(rng, width * height)));
    pdf.close(6, None)
}

/// Grows a file as a signature (about 18 KB) or a stamp (about 6 KB) does.
pub(crate) fn grown(rng: &mut Rng, before: &[u8]) -> Vec<u8> {
    let previous = last_section(before);
    let mut pdf = Writer { bytes: before.to_vec(), objects: Vec::new() };
    let page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
                /Resources << /XObject << /S 5 0 R >> >> /Annots [6 0 R]";
    pdf.object(3, page, None);
    if rng.between(0, 1) == 0 {
        let contents = hex::encode(noise(rng, 8 * 1024 + 512));
        let value = format!("/Type /Sig /Filter /Adobe.PPKLite /Contents <{contents}>");
        pdf.object(6, "/Type /Annot /Subtype /Widget /FT /Sig /Rect [40 40 240 90] /V 7 0 R", None);
        pdf.object(7, &value, None);
    } else {
        pdf.object(6, "/Type /Annot /Subtype /Stamp /Rect [40 40 240 90] /AP << /N 7 0 R >>", None);
        let look = "/Type /XObject /Subtype /Form /BBox [0 0 200 50]";
        pdf.object(7, look, Some(&noise(rng, 6 * 1024)));
    }
    pdf.close(8, Some(previous))
}

/// The offset that the last `startxref` names.
fn last_section(bytes: &[u8]) -> usize {
    let tail = bytes.get(bytes.len().saturating_sub(64)..).unwrap_or_default();
    let tail = String::from_utf8_lossy(tail);
    let after = tail.rsplit("startxref\n").next().unwrap_or_default();
    after.lines().next().and_then(|line| line.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growing_keeps_every_byte_and_names_the_section_before() {
        let mut rng = Rng::new(3);
        let before = scan(&mut rng, 60_000);
        let after = grown(&mut rng, &before);
        assert!(after.starts_with(&before));
        let start = last_section(&before);
        assert!(before[start..].starts_with(b"xref\n"));
        assert!(String::from_utf8_lossy(&after).contains(&format!("/Prev {start} >>")));
    }
}
