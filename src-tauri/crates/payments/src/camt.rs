//! What the bank says: camt.052, .053 and .054 (ISO 20022), versions .02 to .08 and, marked as
//! untried, newer ones.
//!
//! Never expands an entity, never computes with floats, and never drops what it cannot use: odd
//! content is kept as written, with a Befund.

mod auszug;
mod buch;
mod gruppe;
mod leser;
mod pruefung;
mod umsatz;
mod zahlung;

use domain::Datum;
use domain::rechnung::Betrag;
use serde::{Deserialize, Serialize};

pub use auszug::read;
pub use buch::{Buch, Buchhinweis, Fundstelle, Gebucht, buchen};
pub use leser::{BYTES_MAX, CamtError, DEPTH_MAX, POSTEN_MAX, TEXT_BYTES_MAX};
pub use pruefung::{Saldenpruefung, saldenpruefung};
pub use zahlung::{Unverwertbar, Zahlung, Zahlungsart, zahlungen};

/// Newest version of the messages that was tried.
pub const VERSION_GEPRUEFT: u8 = 8;

/// Kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nachrichtart {
    /// camt.052: report of the running day.
    Bericht,
    /// camt.053: statement.
    Auszug,
    /// camt.054: advice of single bookings.
    Avis,
}

/// Something odd about what the bank wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "art", rename_all = "snake_case")]
pub enum Befund {
    /// A version newer than [`VERSION_GEPRUEFT`].
    VersionUngeprueft {
        /// The version.
        version: u8,
    },
    /// The message goes on in another file.
    WeitereSeiten,
    /// Something stands there again, with another value; the first one is used.
    Mehrfach {
        /// Name of the element.
        feld: String,
        /// The further value.
        wert: String,
    },
    /// A text was longer than [`TEXT_BYTES_MAX`] bytes, and was cut.
    Gekuerzt {
        /// How many.
        anzahl: u32,
    },
    /// Elements of other standards, which were not read.
    Fremdes {
        /// How many.
        anzahl: u32,
    },
    /// Text between elements, where none belongs.
    LoserText {
        /// The first of it.
        text: String,
    },
    /// Without account number.
    OhneKonto,
    /// No amount in whole cents, or none at all.
    Betrag {
        /// As written.
        text: String,
    },
    /// Neither credit nor debit.
    Richtung {
        /// As written.
        text: String,
    },
    /// No day of booking, or none that can be read.
    Tag {
        /// As written.
        text: String,
    },
    /// The details do not add up to the entry.
    Summe {
        /// The entry, in cents.
        buchung_cent: i64,
        /// The details, in cents.
        einzeln_cent: i64,
    },
    /// A detail in another currency than its entry.
    Waehrung {
        /// Currency of the detail.
        waehrung: String,
    },
    /// The bank counts other details than it names.
    Anzahl {
        /// As written.
        gemeldet: String,
        /// Details that are there.
        gelesen: usize,
    },
    /// Opening balance and bookings do not make the closing balance.
    Saldo {
        /// Opening balance and bookings together, in cents.
        gerechnet_cent: i64,
        /// Closing balance, in cents.
        gemeldet_cent: i64,
    },
}

/// An amount with its currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Geld {
    /// Amount, as written, with cents beside it where they are exact.
    pub betrag: Betrag,
    /// Currency (ISO 4217).
    pub waehrung: String,
}

/// Credit or debit, as seen from the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Richtung {
    /// `CRDT`: money came.
    Haben,
    /// `DBIT`: money went.
    Soll,
}

impl Richtung {
    pub(crate) fn lesen(text: &str) -> Option<Self> {
        match text {
            "CRDT" => Some(Self::Haben),
            "DBIT" => Some(Self::Soll),
            _ => None,
        }
    }

    /// Returns cents with the sign of the direction.
    pub fn mit_vorzeichen(self, cent: i64) -> i64 {
        if self == Self::Haben { cent } else { cent.saturating_neg() }
    }
}

/// Whether an entry is booked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Buchungsstatus {
    /// `BOOK`.
    Gebucht,
    /// `PDNG` or `FUTR`: announced, not booked.
    Vorgemerkt,
    /// `INFO`: told, never booked.
    Information,
    /// Another one, or none.
    Anderer(String),
    /// None.
    #[default]
    Keiner,
}

/// Somebody on the other side, or the account's owner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Partei {
    /// Name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// For whom it was done, where that is somebody else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub im_auftrag: String,
    /// IBAN, or the account in another form.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub konto: String,
}

/// A structured reference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Referenz {
    /// Kind, such as `SCOR`; empty if not named.
    pub art: String,
    /// The reference.
    pub wert: String,
}

/// Why money came back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rueckgabegrund {
    /// Reason as code, such as `AC04` (ISO 20022 ExternalReturnReason1Code).
    pub code: String,
    /// What the bank adds.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// One detail of an entry (`TxDtls`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Umsatz {
    /// Amount; absent where the bank names none.
    pub betrag: Option<Geld>,
    /// Direction, where it is named.
    pub richtung: Option<Richtung>,
    /// Amount that was asked for in the first place (`InstdAmt`).
    pub auftragsbetrag: Option<Geld>,
    /// Charges (`Chrgs`), each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gebuehren: Vec<Geld>,
    /// Reference from end to end; `NOTPROVIDED` is left out.
    pub end_to_end: String,
    /// Mandate of a direct debit.
    pub mandat: String,
    /// Transaction in the clearing.
    pub transaktion: String,
    /// The bank's own reference.
    pub bankreferenz: String,
    /// Order it belonged to (`PmtInfId`).
    pub auftrag: String,
    /// Debtor.
    pub schuldner: Partei,
    /// Creditor.
    pub glaeubiger: Partei,
    /// Text for the payee, in its lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verwendungszweck: Vec<String>,
    /// Structured references.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub referenzen: Vec<Referenz>,
    /// Why it came back; absent where it did not.
    pub rueckgabe: Option<Rueckgabegrund>,
    /// Code of the transaction, where it differs from the entry's.
    pub code: String,
    /// What the bank adds.
    pub zusatz: String,
}

/// What is said about a batch (`Btch`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sammler {
    /// Order it was (`PmtInfId`), else its message (`MsgId`).
    pub auftrag: String,
    /// How many details it has, as written.
    pub anzahl: String,
}

/// One entry (`Ntry`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Buchung {
    /// Place within its statement, from 1.
    pub nummer: usize,
    /// `NtryRef`.
    pub referenz: String,
    /// Amount.
    pub betrag: Geld,
    /// Direction; absent where it cannot be read.
    pub richtung: Option<Richtung>,
    /// The entry takes an earlier one back (`RvslInd`).
    pub storno: bool,
    /// Whether it is booked.
    pub status: Buchungsstatus,
    /// Day of booking.
    pub gebucht_am: Option<Datum>,
    /// Day of value.
    pub wertstellung_am: Option<Datum>,
    /// The bank's own reference (`AcctSvcrRef`); what says nothing is left out.
    pub bankreferenz: String,
    /// Code of the transaction: domain, family and sub-family with points between, else the
    /// bank's own.
    pub code: String,
    /// What is said about batches; as a rule one, if it is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sammler: Vec<Sammler>,
    /// Charges of the entry as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gebuehren: Vec<Geld>,
    /// Its details.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub umsaetze: Vec<Umsatz>,
    /// What the bank adds.
    pub zusatz: String,
    /// What is odd about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub befunde: Vec<Befund>,
}

/// A balance (`Bal`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Saldo {
    /// Kind as code: `OPBD`, `CLBD`, `PRCD`, `ITBD`, `CLAV` …
    pub art: String,
    /// Amount.
    pub betrag: Geld,
    /// Direction; absent where it cannot be read.
    pub richtung: Option<Richtung>,
    /// Day.
    pub tag: Option<Datum>,
}

/// One statement, report or advice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Auszug {
    /// Its id; banks use ids again.
    pub id: String,
    /// Number in the electronic sequence, as written.
    pub elektronische_nummer: String,
    /// Number in the legal sequence, as written.
    pub gesetzliche_nummer: String,
    /// When it was made, as written.
    pub erstellt: String,
    /// Begin and end of what it covers, as written.
    pub zeitraum: (String, String),
    /// Copy or duplicate, as code.
    pub kopie: String,
    /// IBAN of the account, or the account in another form.
    pub konto: String,
    /// Currency of the account.
    pub waehrung: String,
    /// Owner of the account.
    pub inhaber: String,
    /// Balances.
    pub salden: Vec<Saldo>,
    /// Entries, in their order.
    pub buchungen: Vec<Buchung>,
    /// What the bank adds.
    pub zusatz: String,
    /// What is odd about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub befunde: Vec<Befund>,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nachricht {
    /// Kind.
    pub art: Nachrichtart,
    /// Version, as in `camt.053.001.08`.
    pub version: u8,
    /// Id of the message.
    pub id: String,
    /// When it was made, as written.
    pub erstellt: String,
    /// Its statements, at least one.
    pub auszuege: Vec<Auszug>,
    /// What is odd about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub befunde: Vec<Befund>,
}
