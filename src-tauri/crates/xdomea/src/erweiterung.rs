//! Fields that only the sending program knows.
//!
//! Never interpreted: they are carried along.

use jiff::civil::Date;

use crate::code::Datentyp;
use crate::element::Element;
use crate::error::ReadError;
use crate::leser::Leser;
use crate::schreiber::Schreiber;
use crate::wert::{Wert, satz};

satz! {
    /// Fields of the sending program (`AnwendungsspezifischeErweiterungType`).
    Erweiterung {
        /// Identifier.
        kennung: String = "Kennung",
        /// Name.
        name: String = "Name",
        /// In words.
        beschreibung: Option<String> = "Beschreibung",
        /// Version.
        versionsnummer: Option<String> = "Versionsnummer",
        /// Day of the version.
        versionsdatum: Option<Date> = "Versionsdatum",
        /// Groups.
        feldgruppen: Vec<Feldgruppe> = "Feldgruppe",
        /// Fields.
        felder: Vec<Zusatzfeld> = "Feld",
    }
}

satz! {
    /// A group of fields (`FeldgruppeType`).
    Feldgruppe {
        /// Name.
        name: String = "Name",
        /// In words.
        beschreibung: String = "Beschreibung",
        /// Groups in the group.
        unterfeldgruppen: Vec<Feldgruppe> = "Unterfeldgruppe",
        /// Fields.
        felder: Vec<Zusatzfeld> = "Feld",
    }
}

satz! {
    /// A field (`FeldType`).
    Zusatzfeld {
        /// Name.
        name: String = "Name",
        /// In words.
        beschreibung: Option<String> = "Beschreibung",
        /// Type of the value.
        datentyp: Option<Datentyp> = "Datentyp",
        /// The value.
        wert: Option<String> = "Wert",
    }
}

/// XML of the sending program (`AnwendungsspezifischeErweiterungXMLType`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErweiterungXml {
    /// The elements as they stand there.
    pub elemente: Vec<Element>,
}

impl Wert for ErweiterungXml {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let mut elemente = Vec::new();
        while leser.kind()? {
            elemente.push(leser.roh()?);
        }
        leser.schliessen();
        Ok(Some(Self { elemente }))
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.oeffnen(name);
        for element in &self.elemente {
            schreiber.roh(element);
        }
        schreiber.schliessen(name);
    }
}
