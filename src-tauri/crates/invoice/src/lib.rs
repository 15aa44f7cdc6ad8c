//! E-invoices (EN 16931: XRechnung in UBL and CII, ZUGFeRD, Factur-X): XML in, fields out.
//!
//! Never does I/O, never computes with floats and never corrects what a sender wrote.

mod anlagen;
mod cii;
mod darstellung;
mod error;
mod feld;
pub mod leitweg;
mod profil;
mod regeln;
mod skonto;
mod ubl;
mod vergleich;
mod worte;
mod xml;

use domain::Rechnung;
use domain::rechnung::{Betrag, Rechnungsformat};
use roxmltree::Node;

pub use anlagen::{ANLAGEN_MAX, Anhang, attachments};
pub use darstellung::{Abschnitt, Spalte, Tabelle, darstellung};
pub use error::InvoiceError;
pub use vergleich::compare;
pub use xml::{BYTES_MAX, DEPTH_MAX};

/// Namespace of UBL invoices.
const UBL_RECHNUNG: &str = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
/// Namespace of UBL credit notes.
const UBL_GUTSCHRIFT: &str = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";
/// Namespace of CII invoices.
const CII: &str = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100";
/// Namespace of ZUGFeRD 1.
const ZUGFERD_1: &str = "urn:ferd:CrossIndustryDocument:invoice:1p0";

/// Most lines that are kept; how many there are is counted.
pub const POSITIONEN_MAX: usize = 300;
/// Most parts of a VAT breakdown.
const STEUERN_MAX: usize = 30;

/// Reads an invoice. `Ok(None)`: well-formed XML that is no invoice.
pub fn read(xml: &[u8]) -> Result<Option<Rechnung>, InvoiceError> {
    let text = xml::decode(xml)?;
    let document = xml::parse(&text)?;
    let root = document.root_element();
    let Some(format) = format(root) else {
        return Ok(None);
    };
    let leser = feld::Leser::default();
    let (mut rechnung, terms) = match format {
        Rechnungsformat::UblRechnung => ubl::lesen(root, false, &leser),
        Rechnungsformat::UblGutschrift => ubl::lesen(root, true, &leser),
        Rechnungsformat::Cii => cii::lesen(root, &cii::CII, &leser),
        Rechnungsformat::Zugferd1 => cii::lesen(root, &cii::ZUGFERD_1, &leser),
    };
    (rechnung.profil, rechnung.profil_name) = profil::erkennen(&rechnung.profil_kennung, format);
    let fund = skonto::suchen(&terms);
    rechnung.skonto.clone_from(&fund.skonto);
    rechnung.hinweise = regeln::pruefen(&rechnung, &fund, positionssumme(root, format));
    rechnung.hinweise.extend(leser.fertig());
    Ok(Some(rechnung))
}

/// Recognises an invoice by the name of its root.
fn format(root: Node<'_, '_>) -> Option<Rechnungsformat> {
    match (root.tag_name().namespace()?, root.tag_name().name()) {
        (UBL_RECHNUNG, "Invoice") => Some(Rechnungsformat::UblRechnung),
        (UBL_GUTSCHRIFT, "CreditNote") => Some(Rechnungsformat::UblGutschrift),
        (CII, "CrossIndustryInvoice") => Some(Rechnungsformat::Cii),
        (ZUGFERD_1, "CrossIndustryDocument") => Some(Rechnungsformat::Zugferd1),
        _ => None,
    }
}

/// Returns what hangs on an invoice; nothing if it is none.
fn anhaenge<'a, 'i>(root: Node<'a, 'i>) -> Vec<anlagen::Quelle<'a, 'i>> {
    match format(root) {
        Some(Rechnungsformat::UblRechnung | Rechnungsformat::UblGutschrift) => {
            ubl::anhaenge(root).collect()
        }
        Some(Rechnungsformat::Cii) => cii::anhaenge(root, &cii::CII).collect(),
        Some(Rechnungsformat::Zugferd1) => cii::anhaenge(root, &cii::ZUGFERD_1).collect(),
        None => Vec::new(),
    }
}

/// Adds up the net amounts of all lines in cents; absent where one is missing or not exact.
fn positionssumme(root: Node<'_, '_>, format: Rechnungsformat) -> Option<i64> {
    let add = |sum: i64, node: Option<Node<'_, '_>>| {
        sum.checked_add(Betrag::lesen(&xml::raw(node?)).cent?)
    };
    match format {
        Rechnungsformat::UblRechnung => ubl::nettobetraege(root, false).try_fold(0, add),
        Rechnungsformat::UblGutschrift => ubl::nettobetraege(root, true).try_fold(0, add),
        Rechnungsformat::Cii => cii::nettobetraege(root, &cii::CII).try_fold(0, add),
        Rechnungsformat::Zugferd1 => cii::nettobetraege(root, &cii::ZUGFERD_1).try_fold(0, add),
    }
}
