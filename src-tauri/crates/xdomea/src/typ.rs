//! The messages that are read and written.
//!
//! Never one whose content is not understood.

use crate::code::codeliste;

codeliste! {
    /// A message of the standard.
    Nachrichtentyp "nachrichtentyp" "2.0" {
        /// An Aktenplan.
        Aktenplan = "0301" "Aktenplan.Aktenplan",
        /// An Aktenplan was received.
        AktenplanEmpfangen = "0302" "Aktenplan.EmpfangBestaetigen",
        /// Records are handed over.
        Abgabe = "0401" "Abgabe.Abgabe",
        /// Records that were handed over were taken in.
        AbgabeImportiert = "0402" "Abgabe.ImportBestaetigen",
        /// Records that were handed over were received.
        AbgabeEmpfangen = "0403" "Abgabe.EmpfangBestaetigen",
        /// Records are offered to the archive.
        Anbieteverzeichnis = "0501" "Aussonderung.Anbieteverzeichnis",
        /// The archive appraised what was offered.
        Bewertungsverzeichnis = "0502" "Aussonderung.Bewertungsverzeichnis",
        /// Records are handed over to the archive.
        Aussonderung = "0503" "Aussonderung.Aussonderung",
        /// The archive received the offer.
        AnbietungEmpfangen = "0504" "Aussonderung.AnbietungEmpfangBestaetigen",
        /// The office received the appraisal.
        BewertungEmpfangen = "0505" "Aussonderung.BewertungEmpfangBestaetigen",
        /// The archive took in what was handed over, or did not.
        AussonderungImportiert = "0506" "Aussonderung.AussonderungImportBestaetigen",
        /// The archive received what was handed over.
        AussonderungEmpfangen = "0507" "Aussonderung.AussonderungEmpfangBestaetigen",
    }
}
