//! One numbered point of the instructions at a case or under a draft (xdomea 3.1.0
//! `BeteiligungsschrittType` with its `Verfuegung` and `Bearbeitung`).
//!
//! Never knows whether a co-signature still counts: that follows from the draft it was given for
//! ([`Erledigung::fassung`] beside [`crate::brief::fassung`]).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::record::{RecType, Record};
use crate::{Datum, Zeitpunkt};

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verfuegungsart {
    /// z.K.: for information.
    Kenntnis,
    /// z.w.V.: for further action.
    Veranlassung,
    /// z.Mz.: for co-signature.
    Mitzeichnung,
    /// z.U.: for the final signature.
    Schlusszeichnung,
    /// b.R.: please see me about it.
    Ruecksprache,
    /// Wv.: bring it up again on a day.
    Wiedervorlage,
    /// Send it off.
    Absenden,
    /// A copy goes to somebody.
    Kopie,
    /// z.d.A.: close the case.
    ZuDenAkten,
    /// Anything else, said by its text.
    Sonstige,
}

impl Verfuegungsart {
    /// Tells whether it is a signature under a draft.
    pub const fn zeichnung(self) -> bool {
        matches!(self, Self::Mitzeichnung | Self::Schlusszeichnung)
    }
}

/// Where a point stands (xdomea `Beteiligungsstatus`: current, done, skipped).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VerfuegungState {
    /// To be done.
    Offen,
    /// Done.
    Erledigt,
    /// Sent back by who should have signed, with the reason as its note.
    Zurueckgegeben,
    /// Taken out by its author before it was done.
    Entfallen,
}

/// That a point was done, or sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erledigung {
    /// Who.
    pub von: String,
    /// When, by the workstation's clock.
    pub um: Zeitpunkt,
    /// For whom, if the one who did it stands in for the addressee ("i.V.").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_vertretung_fuer: Option<String>,
    /// `Vermerk`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vermerk: Option<String>,
    /// Hash of the draft that was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fassung: Option<String>,
}

/// A point of the instructions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verfuegung {
    /// The case.
    pub vorgang: Uuid,
    /// The document under which it stands; none for the case as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dokument: Option<Uuid>,
    /// `Nummer`: its number among the instructions, from 1.
    pub nummer: u32,
    /// Points of the same step run side by side; signatures of a later step wait for the earlier.
    pub schritt: u32,
    /// What is to be done.
    pub art: Verfuegungsart,
    /// `Verfuegung`: the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `Adressat`; none means whoever works on the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adressat: Option<String>,
    /// `TerminDatum`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub termin: Option<Datum>,
    /// Open, done, sent back or dropped.
    pub status: VerfuegungState,
    /// `Bearbeitung`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erledigung: Option<Erledigung>,
    /// `Erstellungsdatum`, `Erstellungsuhrzeit`, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// `Ersteller`.
    pub angelegt_von: String,
}

impl Record for Verfuegung {
    const TYPE: RecType = RecType::Verfuegung;
}
