//! What hangs on an invoice: names and sizes at once, bytes only when asked for.
//!
//! Never opens an attachment and never fetches one from an address.

use std::ops::ControlFlow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Rechnung;
use domain::rechnung::Anlage;
use roxmltree::Node;

use crate::error::InvoiceError;
use crate::feld::Leser;
use crate::xml::{self, raw};

/// Most attachments that are listed or taken out.
pub const ANLAGEN_MAX: usize = 100;
/// Longest file name in characters.
const NAME_MAX: usize = 120;

/// Where an attachment stands in the tree.
pub(crate) struct Quelle<'a, 'i> {
    pub(crate) kennung: Option<Node<'a, 'i>>,
    pub(crate) beschreibung: Option<Node<'a, 'i>>,
    pub(crate) inhalt: Option<Node<'a, 'i>>,
    pub(crate) verweis: Option<Node<'a, 'i>>,
}

impl Quelle<'_, '_> {
    fn anlage(&self, leser: &Leser) -> Anlage {
        let text =
            |node: Option<Node<'_, '_>>| node.map(|node| leser.text(node, &[])).unwrap_or_default();
        let attribute =
            |name| self.inhalt.and_then(|node| node.attribute(name)).unwrap_or_default();
        let mut name = dateiname(attribute("filename"));
        if name.is_empty() {
            name = dateiname(&text(self.kennung));
        }
        Anlage {
            name,
            beschreibung: text(self.beschreibung),
            mime: leser.eine_zeile(attribute("mimeCode")),
            groesse_bytes: self.inhalt.map(groesse),
            verweis: text(self.verweis),
        }
    }
}

/// One attachment with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anhang {
    /// Name, description and media type as claimed.
    pub anlage: Anlage,
    /// The bytes; absent where the text that should hold them is no base64.
    pub bytes: Option<Vec<u8>>,
}

/// Takes the attachments out, one after the other, until the sink has enough. What lies elsewhere
/// has no bytes here and is passed over.
pub fn attachments(
    xml: &[u8],
    sink: &mut dyn FnMut(Anhang) -> ControlFlow<()>,
) -> Result<(), InvoiceError> {
    let text = xml::decode(xml)?;
    let document = xml::parse(&text)?;
    let leser = Leser::default();
    for quelle in crate::anhaenge(document.root_element()).into_iter().take(ANLAGEN_MAX) {
        let Some(inhalt) = quelle.inhalt else { continue };
        let mut packed = raw(inhalt);
        packed.retain(|c| !c.is_ascii_whitespace());
        let bytes = STANDARD.decode(packed).ok();
        if sink(Anhang { anlage: quelle.anlage(&leser), bytes }).is_break() {
            break;
        }
    }
    Ok(())
}

/// Lists the attachments.
pub(crate) fn lesen<'a, 'i: 'a>(
    quellen: impl Iterator<Item = Quelle<'a, 'i>>,
    leser: &Leser,
    rechnung: &mut Rechnung,
) {
    for quelle in quellen {
        rechnung.anlagen_anzahl = rechnung.anlagen_anzahl.saturating_add(1);
        if rechnung.anlagen.len() < ANLAGEN_MAX {
            rechnung.anlagen.push(quelle.anlage(leser));
        } else {
            leser.kuerzen();
        }
    }
}

/// Computes the size of base64 text without decoding it.
fn groesse(node: Node<'_, '_>) -> u64 {
    let texts = node.children().filter(Node::is_text).filter_map(|child| child.text());
    let (mut chars, mut padding) = (0_u64, 0_u64);
    for byte in texts.flat_map(str::bytes) {
        chars += u64::from(!byte.is_ascii_whitespace());
        padding += u64::from(byte == b'=');
    }
    (chars / 4 * 3).saturating_sub(padding)
}

/// Returns the last part of a path, without characters that mean something to a file system.
fn dateiname(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
                && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                    | '\u{2060}'..='\u{2069}' | '\u{feff}')
        })
        .collect();
    let clean = clean.trim_matches([' ', '.']);
    // The end is kept, since it says what the file is.
    let skip = clean.chars().count().saturating_sub(NAME_MAX);
    clean.chars().skip(skip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_lead_nowhere() {
        assert_eq!(dateiname("../../etc/passwd"), "passwd");
        assert_eq!(dateiname("C:\\Windows\\x.exe"), "x.exe");
        assert_eq!(dateiname("Stunden\u{202e}fdp.exe"), "Stundenfdp.exe");
        assert_eq!(dateiname(".."), "");
        assert_eq!(dateiname(" Aufmaß 1.pdf "), "Aufmaß 1.pdf");
        assert!(dateiname(&format!("{}.pdf", "a".repeat(500))).ends_with("a.pdf"));
    }
}
