//! Tells whether some bytes are an envelope, and of which kind.
//!
//! Never opens it: an Office document is packed, too, but is one document.

use crate::{archive_entry, mail_head, xjustiz};

/// How many entries of an archive are looked at to tell its kind.
const ENTRIES_LOOKED_AT: usize = 5000;

/// A kind of envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Art {
    /// A message as RFC 5322 has it.
    Email,
    /// A message as Outlook saves it.
    OutlookNachricht,
    /// An archive.
    Zip,
    /// An archive with the export of a court mailbox.
    XJustiz,
}

/// Returns what kind of envelope this is; nothing where it is none.
///
/// `mime` is what a look at the bytes gave, `file_name` only helps.
pub fn art(bytes: &[u8], mime: &str, file_name: &str) -> Option<Art> {
    let ending = file_name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
    let ending = ending.unwrap_or_default();
    match mime {
        "message/rfc822" => Some(Art::Email),
        "application/vnd.ms-outlook" => outlook(bytes).then_some(Art::OutlookNachricht),
        "application/x-ole-storage" => outlook(bytes).then_some(Art::OutlookNachricht),
        "application/zip" | "application/x-zip-compressed" => zip(bytes, &ending),
        _ if ending == "eml" && !mime.starts_with("image/") && mime != "application/pdf" => {
            mail_head::kopf(mail_head::split(bytes).0).map(|_| Art::Email)
        }
        _ => None,
    }
}

/// Whether a compound file holds a message: its directory names the table of properties.
fn outlook(bytes: &[u8]) -> bool {
    let name: Vec<u8> =
        "__properties_version1.0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
        && bytes.windows(name.len()).any(|window| window == name)
}

fn zip(bytes: &[u8], ending: &str) -> Option<Art> {
    const DOCUMENTS: [&str; 17] = [
        "docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "pptm", "odt", "ods", "odp", "odg", "ott",
        "epub", "jar", "apk", "vsdx", "pages",
    ];
    if DOCUMENTS.contains(&ending) {
        return None;
    }
    let Some(listing) = archive_entry::list(bytes, ENTRIES_LOOKED_AT) else {
        return bytes.starts_with(b"PK\x03\x04").then_some(Art::Zip);
    };
    let named = |wanted: &str| listing.entries.iter().any(|e| e.pfad.eq_ignore_ascii_case(wanted));
    let open_document = named("META-INF/manifest.xml") && named("mimetype") && named("content.xml");
    if named("[Content_Types].xml") || open_document || named("META-INF/container.xml") {
        return None;
    }
    Some(if named(xjustiz::XJUSTIZ_DATEI) { Art::XJustiz } else { Art::Zip })
}
