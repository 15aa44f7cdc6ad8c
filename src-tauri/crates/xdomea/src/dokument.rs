//! A document with its versions, formats and files.
//!
//! Never holds bytes: a format names its file, and the package holds it.

use std::fmt;

use jiff::civil::Date;

use crate::code::Dateiformat;
use crate::error::{Grund, ReadError};
use crate::erweiterung::{Erweiterung, ErweiterungXml};
use crate::geschaeftsgang::Geschaeftsgang;
use crate::id::ObjektId;
use crate::kontakt::Kontakt;
use crate::leser::Leser;
use crate::metadaten::{AllgemeineMetadaten, Historieneintrag, Identifikation, Verweis};
use crate::schreiber::Schreiber;
use crate::wert::{Satz, Wert, satz};
use crate::zeit::Zeitangabe;

satz! {
    /// A document (`DokumentType`).
    Dokument {
        /// Which one it is.
        identifikation: Identifikation = "Identifikation",
        /// What it is about.
        metadaten: Option<AllgemeineMetadaten> = "AllgemeineMetadaten",
        /// The sender's own reference.
        fremdes_geschaeftszeichen: Option<String> = "FremdesGeschaeftszeichen",
        /// Day it came in.
        posteingangsdatum: Option<Date> = "Posteingangsdatum",
        /// Day it went out.
        postausgangsdatum: Option<Date> = "Postausgangsdatum",
        /// Day it bears.
        datum_des_schreibens: Option<Date> = "DatumDesSchreibens",
        /// What it answers.
        bezug: Option<String> = "Bezug",
        /// Subject in more detail.
        hier: Option<String> = "Hier",
        /// Who works on it.
        bearbeiter: Option<String> = "Bearbeiter",
        /// What kind of document.
        typ: Option<String> = "Typ",
        /// Its history.
        historie: Vec<Historieneintrag> = "HistorienProtokollInformation",
        /// Its way through people.
        interner_geschaeftsgang: Option<Geschaeftsgang> = "InternerGeschaeftsgang",
        /// Its versions.
        versionen: Vec<Version> = "Version",
        /// References to other objects.
        verweise: Vec<Verweis> = "Verweis",
        /// Enclosures.
        anlagen: Vec<Anlage> = "Anlage",
        /// Who sent it.
        absender: Vec<Kontakt> = "Absender",
        /// Who received it.
        empfaenger: Vec<Kontakt> = "Empfaenger",
        /// Who else takes part.
        weitere_kontakte: Vec<Kontakt> = "WeitererKontakt",
        /// Fields of the sending program.
        erweiterungen: Vec<Erweiterung> = "AnwendungsspezifischeErweiterung",
        /// XML of the sending program.
        erweiterung_xml: Option<ErweiterungXml> = "AnwendungsspezifischeErweiterungXML",
    }
}

impl Dokument {
    /// Makes a document without anything.
    #[must_use]
    pub fn neu(id: ObjektId) -> Self {
        Self {
            identifikation: id.into(),
            metadaten: None,
            fremdes_geschaeftszeichen: None,
            posteingangsdatum: None,
            postausgangsdatum: None,
            datum_des_schreibens: None,
            bezug: None,
            hier: None,
            bearbeiter: None,
            typ: None,
            historie: Vec::new(),
            interner_geschaeftsgang: None,
            versionen: Vec::new(),
            verweise: Vec::new(),
            anlagen: Vec::new(),
            absender: Vec::new(),
            empfaenger: Vec::new(),
            weitere_kontakte: Vec::new(),
            erweiterungen: Vec::new(),
            erweiterung_xml: None,
        }
    }
}

/// An enclosure: a document with a number of its own (`AnlageDokumentType`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anlage {
    /// The document.
    pub dokument: Dokument,
    /// Number among the enclosures.
    pub nummer: Option<String>,
}

impl Wert for Anlage {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let mut plaetze = <Dokument as Satz>::Plaetze::default();
        let mut nummer = None;
        while leser.kind()? {
            if leser.name() == "Nummer" {
                if nummer.is_some() {
                    return Err(leser.doppelt());
                }
                nummer = String::lesen(leser)?;
            } else if !Dokument::feld(&mut plaetze, leser)? {
                leser.unbekannt()?;
            }
        }
        let dokument = Dokument::fertig(plaetze, leser)?;
        leser.schliessen();
        Ok(Some(Self { dokument, nummer }))
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.oeffnen(name);
        self.dokument.felder(schreiber);
        if let Some(nummer) = &self.nummer {
            nummer.schreiben("Nummer", schreiber);
        }
        schreiber.schliessen(name);
    }
}

satz! {
    /// A state of a document (`VersionType`).
    Version {
        /// Its number.
        nummer: String = "Nummer",
        /// The same in several formats; at least one.
        formate: Vec<Format> = "Format",
    }
}

satz! {
    /// A format of a version, with its file (`FormatType`).
    Format {
        /// Which format.
        name: Dateiformat = "Name",
        /// Its name, where the list does not know it.
        sonstiger_name: Option<String> = "SonstigerName",
        /// Version of the format, such as `1.4`.
        version: String = "Version",
        /// The file.
        primaerdokument: Primaerdokument = "Primaerdokument",
    }
}

satz! {
    /// A file (`PrimaerdokumentType`).
    Primaerdokument {
        /// Its name in the package.
        dateiname: Dateiname = "Dateiname",
        /// Its name when it came in.
        dateiname_original: Option<String> = "DateinameOriginal",
        /// Who made it.
        ersteller: Option<String> = "Ersteller",
        /// When it was made.
        um: Option<Zeitangabe> = "DatumUhrzeit",
        /// Signature or seal.
        signatur_siegel: Option<SignaturSiegel> = "SignaturSiegel",
    }
}

impl Primaerdokument {
    /// Makes a file that has nothing but its name.
    #[must_use]
    pub fn neu(dateiname: Dateiname) -> Self {
        Self {
            dateiname,
            dateiname_original: None,
            ersteller: None,
            um: None,
            signatur_siegel: None,
        }
    }
}

/// Where the signature or seal of a file is (`SignaturSiegelType`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignaturSiegel {
    /// In the file, where it says so.
    Eingebettet(bool),
    /// In files beside it; at least one.
    Dateien(Vec<Dateiname>),
}

impl Wert for SignaturSiegel {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let mut eingebettet = None;
        let mut dateien = Vec::new();
        let mut there = false;
        while leser.kind()? {
            match leser.name() {
                "SignaturSiegelEingebettet" if there => return Err(leser.doppelt()),
                "SignaturSiegelEingebettet" => {
                    (eingebettet, there) = (bool::lesen(leser)?, true);
                }
                "SignaturSiegelDatei" if there && dateien.is_empty() => {
                    return Err(leser.doppelt());
                }
                "SignaturSiegelDatei" => {
                    let Some(datei) = Dateiname::lesen(leser)? else {
                        return Err(leser.abgelehnt());
                    };
                    dateien.push(datei);
                    there = true;
                }
                _ => leser.unbekannt()?,
            }
        }
        if !there {
            return Err(leser.fehlt("SignaturSiegelEingebettet"));
        }
        leser.schliessen();
        Ok(if dateien.is_empty() {
            eingebettet.map(Self::Eingebettet)
        } else {
            Some(Self::Dateien(dateien))
        })
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.oeffnen(name);
        match self {
            Self::Eingebettet(wahr) => wahr.schreiben("SignaturSiegelEingebettet", schreiber),
            Self::Dateien(dateien) => {
                for datei in dateien {
                    datei.schreiben("SignaturSiegelDatei", schreiber);
                }
            }
        }
        schreiber.schliessen(name);
    }
}

/// Longest name of a file in a package.
const DATEINAME_BYTES_MAX: usize = 255;
/// Longest ending that is taken over from an original name.
const ENDUNG_CHARS_MAX: usize = 10;

/// Name of a file in a package: a UUID of the file, then an ending or a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dateiname {
    // Invariant: begins with a UUID and is no path.
    name: String,
}

impl Dateiname {
    /// Reads a name; nothing if the standard does not form it like this.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let uuid = name.get(..36).and_then(ObjektId::parse).is_some();
        let path = name.contains(['/', '\\', '\u{fffd}']) || name.chars().any(char::is_control);
        (uuid && !path && name.len() <= DATEINAME_BYTES_MAX).then(|| Self { name: name.to_owned() })
    }

    /// Makes the name of a file of the package's own: `<uuid>.<ending of the original>`.
    #[must_use]
    pub fn neu(datei: ObjektId, original: &str) -> Self {
        let ending = original.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let ending = ending.filter(|ending| {
            let chars = ending.chars().count();
            (1..=ENDUNG_CHARS_MAX).contains(&chars)
                && ending.chars().all(|c| c.is_ascii_alphanumeric())
        });
        let name = match ending {
            Some(ending) => format!("{datei}.{ending}"),
            None => datei.to_string(),
        };
        Self { name }
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Dateiname {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Wert for Dateiname {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        leser.blatt(Self::parse, Grund::Dateiname)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.text(name, &self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::Dateiname;
    use crate::ObjektId;

    #[test]
    fn names_begin_with_a_uuid_and_are_no_paths() {
        let uuid = "f4bcaaf7-d7cb-11ef-a278-005056871b7c";
        for good in ["", ".txt", "_Bauantrag Mühlweg.pdf"] {
            assert!(Dateiname::parse(&format!("{uuid}{good}")).is_some(), "{good}");
        }
        for wrong in ["_a/b.pdf", "\\..\\x", "\n"] {
            assert_eq!(Dateiname::parse(&format!("{uuid}{wrong}")), None, "{wrong}");
        }
        assert_eq!(Dateiname::parse("brief.pdf"), None);
        let id = ObjektId::parse(uuid).unwrap();
        assert_eq!(Dateiname::neu(id, "Brief.PDF").as_str(), format!("{uuid}.pdf"));
        assert_eq!(Dateiname::neu(id, "x.ganz/../anders").as_str(), uuid);
        assert_eq!(Dateiname::neu(id, "ohne").as_str(), uuid);
    }
}
