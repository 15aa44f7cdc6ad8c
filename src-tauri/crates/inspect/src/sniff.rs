//! What kind of document some bytes are, told from the bytes.
//!
//! Never trusts the file name, except to name a kind of text or of packed office document.

use crate::{office, text};

/// How much of the start is looked at.
const START_BYTES: usize = 4096;
/// Readers tolerate this much before `%PDF-`.
const PDF_HEADER_WITHIN: usize = 1024;

/// The kind of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// No bytes at all.
    Empty,
    /// PDF.
    Pdf,
    /// A single image that is decoded.
    Image(ImageKind),
    /// TIFF, which may have many pages.
    Tiff,
    /// An image that is kept but not decoded.
    OtherImage(&'static str),
    /// Some kind of readable text.
    Text(&'static str),
    /// A document of an office program; kept, not read.
    Office(&'static str),
    /// A letter with its enclosures; opened elsewhere.
    Mail(&'static str),
    /// Packed files; opened elsewhere.
    Zip,
    /// Anything else.
    Other(&'static str),
}

/// The kind of a single image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ImageKind {
    Png,
    Jpeg,
    Gif,
    Webp,
}

impl Format {
    /// Returns the media type.
    pub(crate) fn mime(self) -> &'static str {
        match self {
            Format::Empty => "application/x-empty",
            Format::Pdf => "application/pdf",
            Format::Image(ImageKind::Png) => "image/png",
            Format::Image(ImageKind::Jpeg) => "image/jpeg",
            Format::Image(ImageKind::Gif) => "image/gif",
            Format::Image(ImageKind::Webp) => "image/webp",
            Format::Tiff => "image/tiff",
            Format::Zip => "application/zip",
            Format::OtherImage(mime)
            | Format::Text(mime)
            | Format::Office(mime)
            | Format::Mail(mime)
            | Format::Other(mime) => mime,
        }
    }
}

/// Returns the lower-case extension of a file name, or nothing.
pub(crate) fn extension(file_name: &str) -> String {
    match file_name.rsplit_once('.') {
        Some((_, extension)) => extension.to_lowercase(),
        None => String::new(),
    }
}

/// Recognises a document.
pub(crate) fn format(bytes: &[u8], file_name: &str) -> Format {
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
    if is_zip(start) {
        return packed(bytes, start, &extension);
    }
    if is_ole(start) {
        return ole(bytes, &extension);
    }
    if headless_pdf(bytes, start) {
        return Format::Pdf;
    }
    if start.starts_with(b"{\\rtf") {
        return Format::Office("application/rtf");
    }
    if text::is_text(bytes) {
        return text_kind(start, &extension);
    }
    Format::Other("application/octet-stream")
}

/// Whether some bytes begin like a ZIP file.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether some bytes begin like an OLE container.
pub(crate) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// Whether all of a PDF is there but the first line.
fn headless_pdf(bytes: &[u8], start: &[u8]) -> bool {
    contains(start, b" obj") && contains(tail(bytes, PDF_HEADER_WITHIN), b"startxref")
}

fn by_magic(start: &[u8]) -> Option<Format> {
    const IMAGES: [(&[u8], Format); 7] = [
        (b"\x89PNG\r\n\x1a\n", Format::Image(ImageKind::Png)),
        (b"\xFF\xD8\xFF", Format::Image(ImageKind::Jpeg)),
        (b"II*\0", Format::Tiff),
        (b"MM\0*", Format::Tiff),
        (b"GIF87a", Format::Image(ImageKind::Gif)),
        (b"GIF89a", Format::Image(ImageKind::Gif)),
        (b"BM", Format::OtherImage("image/bmp")),
    ];
    let found = IMAGES.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, f)| *f);
    match found {
        // Two letters are no proof: a bitmap also has four reserved zero bytes.
        Some(Format::OtherImage("image/bmp")) => {
            (start.get(6..10) == Some(&[0; 4])).then_some(Format::OtherImage("image/bmp"))
        }
        None if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") => {
            Some(Format::Image(ImageKind::Webp))
        }
        None if start.get(4..8) == Some(b"ftyp")
            && matches!(
                start.get(8..12),
                Some(b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1")
            ) =>
        {
            Some(Format::OtherImage("image/heic"))
        }
        found => found,
    }
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// Tells what a ZIP file is from the names in it, and from its own name where it has no list.
fn packed(bytes: &[u8], start: &[u8], extension: &str) -> Format {
    const OPEN_DOCUMENT: [(&[u8], &str); 3] = [
        (
            b"mimetypeapplication/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.text",
        ),
        (
            b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        (
            b"mimetypeapplication/vnd.oasis.opendocument.presentation",
            "application/vnd.oasis.opendocument.presentation",
        ),
    ];
    if let Some((_, mime)) = OPEN_DOCUMENT.iter().find(|(mark, _)| contains(start, mark)) {
        return Format::Office(mime);
    }
    let members: Vec<&[u8]> = office::members(bytes).collect();
    for (folder, mime) in [(&b"word/"[..], DOCX), (b"xl/", XLSX), (b"ppt/", PPTX)] {
        let listed = members.iter().any(|name| name.starts_with(folder));
        if listed || (members.is_empty() && contains(start, folder)) {
            return Format::Office(mime);
        }
    }
    match (members.is_empty(), by_extension(extension)) {
        (true, Some(mime)) => Format::Office(mime),
        _ => Format::Zip,
    }
}

fn by_extension(extension: &str) -> Option<&'static str> {
    match extension {
        "docx" | "docm" => Some(DOCX),
        "xlsx" | "xlsm" => Some(XLSX),
        "pptx" | "pptm" => Some(PPTX),
        _ => None,
    }
}

/// Tells what an OLE container is from the names of its streams.
fn ole(bytes: &[u8], extension: &str) -> Format {
    if office::ole_has(bytes, "__properties_version1.0") || extension == "msg" {
        return Format::Mail("application/vnd.ms-outlook");
    }
    for (stream, mime) in [
        ("WordDocument", "application/msword"),
        ("Workbook", "application/vnd.ms-excel"),
        ("Book", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ] {
        if office::ole_has(bytes, stream) {
            return Format::Office(mime);
        }
    }
    if office::ole_has(bytes, "EncryptedPackage") {
        return Format::Office(by_extension(extension).unwrap_or("application/x-ole-storage"));
    }
    match extension {
        "doc" => Format::Office("application/msword"),
        "xls" => Format::Office("application/vnd.ms-excel"),
        "ppt" => Format::Office("application/vnd.ms-powerpoint"),
        _ => Format::Other("application/x-ole-storage"),
    }
}

fn text_kind(start: &[u8], extension: &str) -> Format {
    if start.starts_with(b"\xFF\xFE<\0?\0x\0") || start.starts_with(b"\xFE\xFF\0<\0?\0x") {
        return Format::Text("application/xml");
    }
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let lower = head(start, 64).to_ascii_lowercase();
    if start.starts_with(b"<?xml")
        || (start.starts_with(b"<") && (contains(start, b" xmlns") || extension == "xml"))
            && !lower.starts_with(b"<html")
    {
        return Format::Text("application/xml");
    }
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
        return Format::Text("text/html");
    }
    match extension {
        "eml" => Format::Mail("message/rfc822"),
        _ if is_mail(start) => Format::Mail("message/rfc822"),
        "csv" => Format::Text("text/csv"),
        "htm" | "html" => Format::Text("text/html"),
        _ => Format::Text("text/plain"),
    }
}

/// Whether a text begins with the head of an e-mail: only header lines, and some that only
/// machines write.
fn is_mail(start: &[u8]) -> bool {
    const BY_MACHINES: [&[u8]; 5] =
        [b"received", b"return-path", b"message-id", b"mime-version", b"delivered-to"];
    const BY_PEOPLE: [&[u8]; 5] = [b"from", b"to", b"subject", b"date", b"content-type"];
    let (mut machines, mut all) = (0, 0);
    for line in start.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            // The last line that is looked at may be cut.
            return machines > 0 && all > 2;
        };
        let name = line.get(..colon).unwrap_or_default().to_ascii_lowercase();
        if !name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
            return false;
        }
        machines += u32::from(BY_MACHINES.contains(&name.as_slice()));
        all += u32::from(
            BY_MACHINES.contains(&name.as_slice()) || BY_PEOPLE.contains(&name.as_slice()),
        );
    }
    machines > 0 && all > 1
}

/// Returns at most the first `count` bytes.
pub(crate) fn head(bytes: &[u8], count: usize) -> &[u8] {
    bytes.get(..count).unwrap_or(bytes)
}

/// Returns at most the last `count` bytes.
pub(crate) fn tail(bytes: &[u8], count: usize) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(count)..).unwrap_or(bytes)
}

/// Whether `needle` occurs in `bytes`.
pub(crate) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
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
        check(b"{\\rtf1 ...", "a.doc", "application/rtf");
        check(b"<Invoice xmlns=\"urn:x\">", "a", "application/xml");
        check(b"\xFF\xFE<\0?\0x\0m\0l\0", "a", "application/xml");
        check(b"Received: by x\r\n  more\r\nFrom: a@b\r\n\r\nGuten Tag", "a", "message/rfc822");
        check(b"From: Amt\nTo: Bauhof\n\nGuten Tag", "a.txt", "text/plain");
        check(b"1 0 obj <<>> endobj ... startxref 12 %%EOF", "a", "application/pdf");
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
