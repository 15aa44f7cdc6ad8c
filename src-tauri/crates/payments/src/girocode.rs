//! GiroCode: what the QR code on a notice says, so that a bank's app fills in the transfer
//! (EPC069-12, version 002).
//!
//! Never draws it, and never cuts what is too long: a payment with half a reference is lost.

use crate::Cent;
use crate::iban;
use crate::kassenzeichen::traegt;
use crate::rf::Rf;

/// Most bytes of the whole, so that the code stays within QR version 13 at error level M.
pub const BYTES_MAX: usize = 331;
/// Longest name of the payee, in characters.
pub const NAME_MAX: usize = 70;
/// Longest free text, in characters.
pub const TEXT_MAX: usize = 140;
/// Longest hint for the payer, in characters.
pub const HINWEIS_MAX: usize = 70;
/// Largest amount: 999 999 999.99 euros.
pub const BETRAG_MAX_CENT: i64 = 99_999_999_999;
/// Countries of the European Economic Area; elsewhere version 002 needs the BIC, too.
const EWR: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT \
                   RO SE SI SK";

/// Reference of the payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verwendung {
    /// Creditor reference (ISO 11649).
    Strukturiert(Rf),
    /// Free text, such as the Kassenzeichen.
    Text(String),
}

/// Content of a GiroCode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Girocode {
    /// Name of the payee.
    pub name: String,
    /// Account of the payee.
    pub iban: String,
    /// Bank of the payee; may be empty within the European Economic Area.
    pub bic: String,
    /// Amount.
    pub betrag: Cent,
    /// Purpose as code of ISO 20022, such as `GOVT`; empty if none.
    pub zweck: String,
    /// Reference.
    pub verwendung: Verwendung,
    /// Hint that the payer sees and the payee does not get; empty if none.
    pub hinweis: String,
}

/// Why there is no GiroCode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GirocodeError {
    /// No account number, or a wrong one.
    #[error("the account number is wrong")]
    Iban,
    /// Not 8 or 11 letters and digits, or missing where it is needed.
    #[error("the bic is wrong or missing")]
    Bic,
    /// Nothing, or more than a transfer can carry.
    #[error("the amount is not between 0.01 and 999999999.99 euros")]
    Betrag,
    /// Not up to four letters.
    #[error("the purpose is not a code of up to four letters")]
    Zweck,
    /// Empty where something is needed.
    #[error("{feld} is empty")]
    Leer {
        /// Which.
        feld: &'static str,
    },
    /// Longer than the standard allows.
    #[error("{feld} is longer than {max} characters")]
    ZuLang {
        /// Which.
        feld: &'static str,
        /// The limit.
        max: usize,
    },
    /// A line break or another control character would move every later field.
    #[error("{feld} holds a control character")]
    Steuerzeichen {
        /// Which.
        feld: &'static str,
    },
    /// The free text has characters that banks do not carry to the payee.
    #[error("the text holds a character that banks do not carry")]
    Zeichen,
    /// All fields together are too long.
    #[error("together longer than {BYTES_MAX} bytes")]
    Gesamt,
}

impl Girocode {
    /// Returns the text that the QR code (error level M) has to carry.
    pub fn payload(&self) -> Result<String, GirocodeError> {
        let iban = iban::bereinigt(&self.iban);
        if !iban::stimmt(&iban) {
            return Err(GirocodeError::Iban);
        }
        let bic = iban::bereinigt(&self.bic);
        let shape = matches!(bic.len(), 8 | 11) && bic.bytes().all(|b| b.is_ascii_alphanumeric());
        let inside = EWR.split_whitespace().any(|land| iban.starts_with(land));
        if !(shape || bic.is_empty() && inside) {
            return Err(GirocodeError::Bic);
        }
        let cent = self.betrag.wert();
        if !(1..=BETRAG_MAX_CENT).contains(&cent) {
            return Err(GirocodeError::Betrag);
        }
        let letters = self.zweck.bytes().all(|byte| byte.is_ascii_uppercase());
        if self.zweck.len() > 4 || !letters {
            return Err(GirocodeError::Zweck);
        }
        let name = feld("name", &self.name, NAME_MAX)?;
        if name.is_empty() {
            return Err(GirocodeError::Leer { feld: "name" });
        }
        let (rf, text) = match &self.verwendung {
            Verwendung::Strukturiert(rf) => (rf.as_str(), ""),
            Verwendung::Text(text) => ("", feld("text", text, TEXT_MAX)?),
        };
        if rf.is_empty() && text.is_empty() {
            return Err(GirocodeError::Leer { feld: "text" });
        }
        if !text.chars().all(|c| traegt(c) || "ÄÖÜäöüß&*$%".contains(c)) {
            return Err(GirocodeError::Zeichen);
        }
        let hinweis = feld("hint", &self.hinweis, HINWEIS_MAX)?;
        let betrag = format!("EUR{}.{:02}", cent / 100, cent % 100);
        let lines = ["BCD", "002", "1", "SCT", &bic, name, &iban, &betrag, &self.zweck, rf, text];
        let mut payload = lines.join("\n");
        if !hinweis.is_empty() {
            payload.push('\n');
            payload.push_str(hinweis);
        }
        // The last element that is filled has nothing behind it.
        payload.truncate(payload.trim_end_matches('\n').len());
        if payload.len() > BYTES_MAX { Err(GirocodeError::Gesamt) } else { Ok(payload) }
    }
}

fn feld<'a>(feld: &'static str, text: &'a str, max: usize) -> Result<&'a str, GirocodeError> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(GirocodeError::Steuerzeichen { feld });
    }
    if text.chars().count() > max { Err(GirocodeError::ZuLang { feld, max }) } else { Ok(text) }
}
