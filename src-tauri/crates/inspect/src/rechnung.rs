//! The e-invoice that a document is or holds.
//!
//! Never judges an invoice: what differs between picture and XML is said, not resolved.

use domain::Rechnung;

use crate::{Befund, guarded, hinweis};

/// Most bytes of an embedded or plain XML invoice.
pub(crate) const XML_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Whether a file inside a PDF is an invoice by its agreed name.
pub(crate) fn is_name(file_name: &str) -> bool {
    const NAMES: [&str; 3] = ["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"];
    NAMES.iter().any(|name| file_name.eq_ignore_ascii_case(name))
}

/// Looks whether an XML document is an invoice; that it is none is nothing to say.
pub(crate) fn of_document(xml: &[u8], befund: &mut Befund) {
    if xml.len() <= XML_BYTES_MAX
        && let Some(Ok(Some(rechnung))) = guarded(|| invoice::read(xml))
    {
        befund.note(hinweis::RECHNUNG);
        befund.merkmale.rechnung = Some(rechnung);
    }
}

/// Reads the invoice that a PDF holds, and compares it with the text of the pages.
pub(crate) fn embedded(xml: &[u8], befund: &mut Befund) {
    match guarded(|| invoice::read(xml)) {
        Some(Ok(Some(rechnung))) => {
            befund.note(hinweis::RECHNUNG);
            compare(&rechnung, befund);
            befund.merkmale.rechnung = Some(rechnung);
        }
        _ => befund.check(hinweis::RECHNUNG_UNLESBAR),
    }
}

fn compare(rechnung: &Rechnung, befund: &mut Befund) {
    // A picture without text says nothing that could differ.
    if befund.text.is_empty() {
        return;
    }
    for difference in guarded(|| invoice::compare(rechnung, &befund.text)).unwrap_or_default() {
        befund.note(&difference);
    }
}
