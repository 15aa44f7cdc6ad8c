//! What the other side says about single objects: its appraisal, and what became of them.
//!
//! Never takes silence for success.

use crate::code::Code;
use crate::error::ReadError;
use crate::hinweis::Befund;
use crate::id::ObjektId;
use crate::leser::Leser;
use crate::metadaten::Aussonderungsart;
use crate::schreiber::Schreiber;
use crate::wert::{Wert, satz};

satz! {
    /// The archive's appraisal of an object (`RueckgabeparameterAnbietungType`).
    BewertetesObjekt {
        /// The object.
        id: ObjektId = "ID",
        /// What becomes of it.
        aussonderungsart: Aussonderungsart = "Aussonderungsart",
    }
}

satz! {
    /// What became of an object (`ErfolgOderMisserfolg…Type`).
    Ergebnis {
        /// The object.
        id: ObjektId = "IDSGO",
        /// Was taken in.
        erfolgreich: bool = "Erfolgreich",
        /// Why not.
        meldungen: Vec<String> = "Fehlermeldung",
        /// Why not, as codes.
        meldung_codes: Vec<Code> = "FehlermeldungCode",
        /// The archive's identifier (0506).
        archivkennung: Option<String> = "Archivkennung",
    }
}

impl Ergebnis {
    /// Makes the result of an object that was taken in.
    #[must_use]
    pub fn erfolg(id: ObjektId, archivkennung: Option<String>) -> Self {
        Self {
            id,
            erfolgreich: true,
            meldungen: Vec::new(),
            meldung_codes: Vec::new(),
            archivkennung,
        }
    }

    /// Makes the result of an object that was not taken in.
    #[must_use]
    pub fn misserfolg(id: ObjektId, meldung: String) -> Self {
        Self { erfolgreich: false, meldungen: vec![meldung], ..Self::erfolg(id, None) }
    }

    /// These codes must name their list, were it without a word.
    fn listen_nennen(&mut self) {
        for code in &mut self.meldung_codes {
            code.liste.get_or_insert_default();
            code.fassung.get_or_insert_default();
        }
    }
}

/// What became of what was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rueckmeldung {
    /// Object by object.
    pub objekte: Vec<Ergebnis>,
    /// All at once: versions before 3.0.0 say only this.
    pub gesamt: Option<Gesamtergebnis>,
}

satz! {
    /// The archive's identifier of an object (`RueckgabeparameterAussonderungType`).
    Archivkennung {
        /// The object.
        id: ObjektId = "ID",
        /// The identifier.
        archivkennung: String = "Archivkennung",
    }
}

satz! {
    /// What became of a whole message, in versions before 3.0.0.
    Gesamtergebnis {
        /// Was taken in.
        erfolgreich: bool = "Erfolgreich",
        /// Why not.
        meldung: Option<String> = "Fehlermeldung",
        /// The archive's identifiers.
        archivkennungen: Vec<Archivkennung> = "Rueckgabeparameter",
    }
}

impl Rueckmeldung {
    /// Whether nothing is said.
    #[must_use]
    pub fn leer(&self) -> bool {
        self.objekte.is_empty() && self.gesamt.is_none()
    }

    /// Reads the open element, if it is a result.
    pub(crate) fn feld(&mut self, leser: &mut Leser<'_>) -> Result<bool, ReadError> {
        let alt = leser.fassung().alt();
        let archive = leser.name() == "AusgesondertesSGO";
        match leser.name() {
            "AbgegebenesObjekt" | "AusgesondertesSGO" if !alt => {
                let Some(mut ergebnis) = Ergebnis::lesen(leser)? else { return Ok(true) };
                if let Some(kennung) = ergebnis.archivkennung.take_if(|_| !archive) {
                    leser.notieren(Befund::Text(kennung))?;
                }
                ergebnis.listen_nennen();
                self.objekte.push(ergebnis);
            }
            "ErfolgOderMisserfolg" if alt && self.gesamt.is_some() => return Err(leser.doppelt()),
            "ErfolgOderMisserfolg" if alt => self.gesamt = Gesamtergebnis::lesen(leser)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub(crate) fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        for ergebnis in &self.objekte {
            let mut ergebnis = ergebnis.clone();
            // Only archives have identifiers.
            ergebnis.archivkennung.take_if(|_| name == "AbgegebenesObjekt");
            ergebnis.listen_nennen();
            Wert::schreiben(&ergebnis, name, schreiber);
        }
    }
}
