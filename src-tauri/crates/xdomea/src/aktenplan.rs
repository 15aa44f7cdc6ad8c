//! The Aktenplan and its units.
//!
//! Never a plan of somebody's in here: the published ones are copyrighted.

use crate::dokument::Format;
use crate::erweiterung::{Erweiterung, ErweiterungXml};
use crate::metadaten::{Aufbewahrungsdauer, Aussonderungsart, Zeitraum};
use crate::wert::satz;

satz! {
    /// A place in the Aktenplan, as records name it (`AktenplaneinheitType`).
    #[derive(Default)]
    Aktenplaneinheit {
        /// Its number.
        kennzeichen: Option<String> = "Kennzeichen",
        /// What belongs there.
        inhaltsangabe: Option<String> = "Inhaltsangabe",
        /// The same in short.
        betreff_kurz: Option<String> = "BetreffKurz",
    }
}

satz! {
    /// The Aktenplan (`AktenplanType`).
    Aktenplan {
        /// Its name.
        bezeichnung: String = "Bezeichnung",
        /// What kind of plan.
        typ: Option<String> = "Typ",
        /// Its version.
        version: String = "Version",
        /// Its units.
        einheiten: Vec<Planeinheit> = "Einheit",
        /// From when until when it is in force.
        gueltigkeit: Option<Zeitraum> = "Gueltigkeit",
        /// The plan as a file.
        aktenplandateien: Vec<Format> = "Aktenplandatei",
    }
}

satz! {
    /// A unit of the Aktenplan, with what is below it (`AktenplaneinheitAktenplanType`).
    Planeinheit {
        /// Its number.
        kennzeichen: Option<String> = "Kennzeichen",
        /// What belongs there.
        inhaltsangabe: Option<String> = "Inhaltsangabe",
        /// The same in short.
        betreff_kurz: Option<String> = "BetreffKurz",
        /// How its records are appraised.
        aussonderungsart: Aussonderungsart = "Aussonderungsart",
        /// From when until when it is in force.
        gueltigkeit: Option<Zeitraum> = "Gueltigkeit",
        /// Takes nothing new any more.
        stillgelegt: bool = "Stillgelegt",
        /// How long its records are kept.
        aufbewahrungsdauer: Aufbewahrungsdauer = "Aufbewahrungsdauer",
        /// What is below it.
        einheiten: Vec<Planeinheit> = "Einheit",
        /// Other units that belong to the matter.
        verweise: Vec<String> = "VerweisAktenplaneinheit",
        /// Fields of the sending program.
        erweiterung: Option<Erweiterung> = "AnwendungsspezifischeErweiterung",
        /// XML of the sending program.
        erweiterung_xml: Option<ErweiterungXml> = "AnwendungsspezifischeErweiterungXML",
    }
}
