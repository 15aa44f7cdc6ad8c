//! What kind of document some bytes are, told from the bytes.
//!
//! Never trusts the file name, except to name a kind of text or of packed office document.

use super::text;

/// How much of the start is looked at.
const START_BYTES: usize = 4096;
/// Readers tolerate this much before `%PDF-`.
const PDF_HEADER_WITHIN: usize = 1024;

/// The kind of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// No bytes at all.
    Empty,
    /// PDF.
    Pdf,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// An image that is kept but not decoded.
    OtherImage(&'static str),
    /// Some kind of readable text.
    Text(&'static str),
    /// Anything else.
    Other(&'static str),
}

impl Format {
    /// Returns the media type.
    pub(super) fn mime(self) -> &'static str {
        match self {
            Format::Empty => "application/x-empty",
            Format::Pdf => "application/pdf",
            Format::Png => "image/png",
            Format::Jpeg => "image/jpeg",
            Format::OtherImage(mime) | Format::Text(mime) | Format::Other(mime) => mime,
        }
    }
}

/// Returns the lower-case extension of a file name, or nothing.
pub(super) fn extension(file_name: &str) -> String {
    match file_name.rsplit_once('.') {
        Some((_, extension)) => extension.to_lowercase(),
        None => String::new(),
    }
}

/// Recognises a document.
pub(super) fn format(bytes: &[u8], file_name: &str) -> Format {
    let start = head(bytes, START_BYTES);
    if start.is_empty() {
        return Format::Empty;
    }
    if contains(head(start, PDF_HEADER_WITHIN), b"%PDF-") {
        return Format::Pdf;
    }
    if let Some(format) = by_magic(start) {
        return format;
    }
    let extension = extension(file_name);
    if start.starts_with(b"PK\x03\x04") {
        return Format::Other(packed(start, &extension));
    }
    if start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Format::Other(if extension == "msg" {
            "application/vnd.ms-outlook"
        } else {
            "application/x-ole-storage"
        });
    }
    if text::is_text(bytes) {
        return Format::Text(text_kind(start, &extension));
    }
    Format::Other("application/octet-stream")
}

fn by_magic(start: &[u8]) -> Option<Format> {
    const IMAGES: [(&[u8], Format); 7] = [
        (b"\x89PNG\r\n\x1a\n", Format::Png),
        (b"\xFF\xD8\xFF", Format::Jpeg),
        (b"II*\0", Format::OtherImage("image/tiff")),
        (b"MM\0*", Format::OtherImage("image/tiff")),
        (b"GIF87a", Format::OtherImage("image/gif")),
        (b"GIF89a", Format::OtherImage("image/gif")),
        (b"BM", Format::OtherImage("image/bmp")),
    ];
    let found = IMAGES.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, f)| *f);
    match found {
        // Two letters are no proof: a bitmap also has four reserved zero bytes.
        Some(Format::OtherImage("image/bmp")) => {
            (start.get(6..10) == Some(&[0; 4])).then_some(Format::OtherImage("image/bmp"))
        }
        None if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") => {
            Some(Format::OtherImage("image/webp"))
        }
        None if start.get(4..8) == Some(b"ftyp")
            && matches!(start.get(8..12), Some(b"heic" | b"heix" | b"mif1")) =>
        {
            Some(Format::OtherImage("image/heic"))
        }
        found => found,
    }
}

fn packed(start: &[u8], extension: &str) -> &'static str {
    if contains(start, b"mimetypeapplication/vnd.oasis.opendocument.text") {
        "application/vnd.oasis.opendocument.text"
    } else if contains(start, b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
        "application/vnd.oasis.opendocument.spreadsheet"
    } else if contains(start, b"word/") || extension == "docx" {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    } else if contains(start, b"xl/") || extension == "xlsx" {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else {
        "application/zip"
    }
}

fn text_kind(start: &[u8], extension: &str) -> &'static str {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    if start.starts_with(b"<?xml") {
        return "application/xml";
    }
    let lower = head(start, 64).to_ascii_lowercase();
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
        return "text/html";
    }
    match extension {
        "eml" => "message/rfc822",
        "csv" => "text/csv",
        "htm" | "html" => "text/html",
        _ => "text/plain",
    }
}

/// Returns at most the first `count` bytes.
pub(super) fn head(bytes: &[u8], count: usize) -> &[u8] {
    bytes.get(..count).unwrap_or(bytes)
}

/// Returns at most the last `count` bytes.
pub(super) fn tail(bytes: &[u8], count: usize) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(count)..).unwrap_or(bytes)
}

/// Whether `needle` occurs in `bytes`.
pub(super) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], file_name: &str, mime: &str) {
        assert_eq!(format(bytes, file_name).mime(), mime);
    }

    #[test]
    fn kinds_are_told_from_the_bytes() {
        check(b"", "a.pdf", "application/x-empty");
        check(b"%PDF-1.7\n", "a.txt", "application/pdf");
        check(b"junk before\n%PDF-1.4\n", "a", "application/pdf");
        check(b"\x89PNG\r\n\x1a\n....", "a.jpg", "image/png");
        check(b"\xFF\xD8\xFF\xE0", "a", "image/jpeg");
        check(b"II*\0....", "scan.tif", "image/tiff");
        check(b"BM\x10\0\0\0\0\0\0\0", "a.bmp", "image/bmp");
        check(b"BMW Rechnung", "a.txt", "text/plain");
        check(b"RIFF\0\0\0\0WEBPVP8 ", "a", "image/webp");
        check(b"PK\x03\x04..word/document.xml", "a", OFFICE_TEXT);
        check(b"PK\x03\x04..", "a.docx", OFFICE_TEXT);
        check(b"PK\x03\x04..", "a", "application/zip");
        check(b"\xD0\xCF\x11\xE0....", "a.MSG", "application/vnd.ms-outlook");
        check(b"\xEF\xBB\xBF<?xml version=\"1.0\"?>", "a", "application/xml");
        check(b"From: a@example.org\r\n\r\nGuten Tag", "a.eml", "message/rfc822");
        check("Grüße".as_bytes(), "a", "text/plain");
        check(b"Gr\xFC\xDFe", "a", "text/plain");
        check(&[7, 1, 0, 3, 200, 0, 0, 9], "a.pdf", "application/octet-stream");
    }

    const OFFICE_TEXT: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
}
