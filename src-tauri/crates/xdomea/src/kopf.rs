//! The head of every message: which process, from whom, to whom, when.
//!
//! Never reads a clock: the time of a message is the caller's.

use crate::erweiterung::{Erweiterung, ErweiterungXml};
use crate::id::ObjektId;
use crate::kontakt::Kontakt;
use crate::typ::Nachrichtentyp;
use crate::wert::satz;
use crate::zeit::Zeitangabe;

satz! {
    /// The head of a message (`NkBasisType` and what is built on it).
    Kopf {
        /// Process that question and answer share.
        prozess: ObjektId = "ProzessID",
        /// Which message it is.
        typ: Nachrichtentyp = "Nachrichtentyp",
        /// When it was made.
        um: Zeitangabe = "Erstellungszeitpunkt",
        /// From whom.
        absender: Kontakt = "Absender",
        /// To whom.
        empfaenger: Kontakt = "Empfaenger",
        /// Which program made it.
        system: Option<System> = "SendendesSystem",
        /// Anything else.
        hinweis: Option<String> = "Hinweis",
        /// Fields of the sending program.
        erweiterung: Option<Erweiterung> = "AnwendungsspezifischeErweiterung",
        /// XML of the sending program.
        erweiterung_xml: Option<ErweiterungXml> = "AnwendungsspezifischeErweiterungXML",
        /// To whom besides (0301, 0401).
        weitere_empfaenger: Vec<Kontakt> = "WeitererEmpfaenger",
        /// Wishes to hear what became of it (0401, 0503).
        importbestaetigung: Option<bool> = "Importbestaetigung",
        /// Wishes to hear the archive's identifiers (0503).
        rueckmeldung_archivkennung: Option<bool> = "RueckmeldungArchivkennung",
        /// Wishes to hear that it arrived (0301, 0401, 0501, 0502, 0503).
        empfangsbestaetigung: Option<bool> = "Empfangsbestaetigung",
    }
}

impl Kopf {
    /// Makes the head of a message; `Nachricht::neu` says which one.
    #[must_use]
    pub fn neu(prozess: ObjektId, um: Zeitangabe, absender: Kontakt, empfaenger: Kontakt) -> Self {
        Self {
            prozess,
            typ: Nachrichtentyp::Abgabe,
            um,
            absender,
            empfaenger,
            system: None,
            hinweis: None,
            erweiterung: None,
            erweiterung_xml: None,
            weitere_empfaenger: Vec::new(),
            importbestaetigung: None,
            rueckmeldung_archivkennung: None,
            empfangsbestaetigung: None,
        }
    }

    /// Sets the message and leaves exactly the wishes that it can carry.
    pub(crate) fn fuer(&mut self, typ: Nachrichtentyp) {
        use Nachrichtentyp as T;
        let wish = |carries: bool, wish: Option<bool>| carries.then(|| wish.unwrap_or(false));
        self.typ = typ;
        let empfang = [
            T::Aktenplan,
            T::Abgabe,
            T::Anbieteverzeichnis,
            T::Bewertungsverzeichnis,
            T::Aussonderung,
        ];
        self.empfangsbestaetigung = wish(empfang.contains(&typ), self.empfangsbestaetigung);
        let import = [T::Abgabe, T::Aussonderung];
        self.importbestaetigung = wish(import.contains(&typ), self.importbestaetigung);
        self.rueckmeldung_archivkennung =
            wish(typ == T::Aussonderung, self.rueckmeldung_archivkennung);
        if ![T::Aktenplan, T::Abgabe].contains(&typ) {
            self.weitere_empfaenger.clear();
        }
    }
}

satz! {
    /// The program that made a message (`SystemType`).
    #[derive(Default)]
    System {
        /// Which installation.
        instanz: Option<String> = "InstanzID",
        /// Name of the product.
        produktname: Option<String> = "Produktname",
        /// Its version.
        version: Option<String> = "Version",
    }
}
