//! Office documents: macros and passwords, seen from the outside of their containers.
//!
//! Never unpacks a member and never reads the document itself.

use domain::merkmale::{AktiverInhalt, Schutz};

use crate::sniff::{self, head};
use crate::{Befund, hinweis};

/// Most members of a container whose names are looked at.
const MEMBERS_MAX: usize = 20_000;
/// Most bytes of an OLE container or RTF that are searched.
const SEARCH_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Says what there is to say about an office document.
pub(crate) fn read(bytes: &[u8], befund: &mut Befund) {
    befund.note(hinweis::OFFICE_OHNE_VORSCHAU);
    let macros = if sniff::is_zip(bytes) {
        members(bytes).any(|name| {
            let name = name.to_ascii_lowercase();
            name.ends_with(b"vbaproject.bin") || name.starts_with(b"basic/")
        })
    } else if sniff::is_ole(bytes) {
        if ole_has(bytes, "EncryptedPackage") || ole_has(bytes, "EncryptedSummary") {
            befund.merkmale.verschluesselt = true;
            befund.merkmale.schutz = Schutz::Kennwort;
            befund.check(hinweis::OFFICE_KENNWORT);
        }
        ["Macros", "_VBA_PROJECT", "_VBA_PROJECT_CUR"].iter().any(|name| ole_has(bytes, name))
    } else {
        false
    };
    if macros {
        befund.merkmale.aktive_inhalte.push(AktiverInhalt::Makro);
        befund.note(hinweis::MAKRO);
    }
}

/// Returns the names in the central directory of a ZIP file.
pub(crate) fn members(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    const END_WITHIN: usize = 66 * 1024;
    const ENTRY: usize = 46;
    let number = move |at: usize, count: usize| {
        let part = bytes.get(at..at.checked_add(count)?)?;
        let value = part.iter().rev().fold(0_u32, |value, byte| (value << 8) | u32::from(*byte));
        usize::try_from(value).ok()
    };
    let from = bytes.len().saturating_sub(END_WITHIN);
    let end = bytes
        .get(from..)
        .and_then(|tail| tail.windows(4).rposition(|window| window == b"PK\x05\x06"))
        .map(|at| from + at);
    let mut at = end.and_then(|end| number(end + 16, 4));
    let next = move || {
        let start = at?;
        if bytes.get(start..start + 4)? != b"PK\x01\x02" {
            return None;
        }
        let name = number(start + 28, 2)?;
        let rest = number(start + 30, 2)? + number(start + 32, 2)?;
        at = Some(start + ENTRY + name + rest);
        bytes.get(start + ENTRY..start + ENTRY + name)
    };
    std::iter::from_fn(next).take(MEMBERS_MAX)
}

/// Whether an OLE container has an entry of this name, as far as its directory tells.
///
/// Directory entries begin on multiples of 128 bytes with a name in UTF-16.
pub(crate) fn ole_has(bytes: &[u8], name: &str) -> bool {
    const ENTRY: usize = 128;
    const LENGTH_AT: usize = 64;
    let mut wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    wanted.extend([0, 0]);
    let length = u16::try_from(wanted.len()).unwrap_or(u16::MAX).to_le_bytes();
    head(bytes, SEARCH_BYTES_MAX).chunks_exact(ENTRY).any(|entry| {
        entry.starts_with(&wanted) && entry.get(LENGTH_AT..LENGTH_AT + 2) == Some(&length)
    })
}
