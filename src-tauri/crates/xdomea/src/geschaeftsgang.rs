//! The way of an object through people: who was to do what, and did it.
//!
//! Never a plan of our own: it is told as it was.

use jiff::civil::{Date, Time};

use crate::code::Beteiligungsstatus;
use crate::dokument::Dokument;
use crate::kontakt::Kontakt;
use crate::metadaten::Identifikation;
use crate::wert::satz;

satz! {
    /// The way of an object through people (`GeschaeftsgangType`).
    Geschaeftsgang {
        /// Which one it is.
        identifikation: Identifikation = "Identifikation",
        /// Its steps; at least one.
        schritte: Vec<Beteiligungsschritt> = "Beteiligungsschritt",
    }
}

satz! {
    /// A step of it (`BeteiligungsschrittType`).
    Beteiligungsschritt {
        /// Its number.
        nummer: String = "Nummer",
        /// Where it stands.
        status: Beteiligungsstatus = "Status",
        /// What was to be done.
        verfuegung: Verfuegung = "Verfuegung",
        /// What was done.
        bearbeitung: Option<Bearbeitung> = "Bearbeitung",
    }
}

satz! {
    /// What was to be done (`VerfuegungType`).
    Verfuegung {
        /// Who wished it.
        ersteller: Kontakt = "Ersteller",
        /// Who was to do it.
        adressat: Kontakt = "Adressat",
        /// On which day it was wished.
        erstellungsdatum: Date = "Erstellungsdatum",
        /// At what time.
        erstellungsuhrzeit: Option<Time> = "Erstellungsuhrzeit",
        /// In words: z.K., z.w.V., z.Mz.
        verfuegung: Option<String> = "Verfuegung",
        /// Until which day.
        termin_am: Option<Date> = "TerminDatum",
        /// Until what time.
        termin_um: Option<Time> = "TerminUhrzeit",
        /// Anything else.
        notiz: Option<String> = "Notiz",
    }
}

satz! {
    /// What was done (`BearbeitungType`).
    Bearbeitung {
        /// By whom.
        bearbeiter: Kontakt = "Bearbeiter",
        /// On which day.
        datum: Date = "Datum",
        /// At what time.
        uhrzeit: Option<Time> = "Uhrzeit",
        /// Note for the way.
        vermerk: Option<String> = "Vermerk",
        /// Anything else.
        notiz: Option<String> = "Notiz",
        /// Documents added.
        anlagen: Vec<Dokument> = "Anlage",
    }
}
