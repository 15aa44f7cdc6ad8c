//! Transfer note of a scanned document (TR-03138 RESISCAN): who scanned what, when, with what and
//! how it was checked, so that the picture may replace the paper.
//!
//! Never computes a hash and never looks at pages: it holds what others measured, and tells
//! whether that is complete. The XML form is described in `transfervermerk.xsd`.

mod papier;
mod stichprobe;
mod xml;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Datum, Zeitpunkt};

pub use papier::{Ausnahmegrund, Papieroriginal, Papierverstoss, Umstaende};
pub use stichprobe::{Entscheidung, Folge, Stichprobe, Stichprobenprotokoll, Stichprobenpruefung};
pub use xml::NAMESPACE;

/// Version of the note's form that this program writes.
pub const SCHEMA_VERSION: u32 = 1;

/// What a transfer note lacks, or contradicts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Vermerkverstoss {
    /// The document has no page.
    #[error("document has no page")]
    OhneSeiten,
    /// Nobody said before scanning how many pages there are.
    #[error("pages were not counted before scanning")]
    NichtVorgezaehlt,
    /// Scanned and removed pages are fewer than declared.
    #[error("{erklaert} pages declared, only {gezaehlt} found")]
    SeitenFehlen {
        /// Pages counted before scanning.
        erklaert: u32,
        /// Pages kept and blank pages removed.
        gezaehlt: u32,
    },
    /// Scanned and removed pages are more than declared.
    #[error("{erklaert} pages declared, but {gezaehlt} found")]
    SeitenZuviel {
        /// Pages counted before scanning.
        erklaert: u32,
        /// Pages kept and blank pages removed.
        gezaehlt: u32,
    },
    /// A removed blank page has a number that cannot be, or is named twice.
    #[error("removed blank page {seite} cannot be")]
    LeerseiteUnmoeglich {
        /// Its number in the stack.
        seite: u32,
    },
    /// Not every page has its hash.
    #[error("{seiten} pages, but {pruefsummen} page hashes")]
    PruefsummenUnvollstaendig {
        /// Pages of the document.
        seiten: u32,
        /// Hashes of pages.
        pruefsummen: usize,
    },
    /// A hash is not 64 hexadecimal digits.
    #[error("a hash is none")]
    PruefsummeUngueltig,
    /// Something that has to be said is missing.
    #[error("{angabe} is missing")]
    AngabeFehlt {
        /// Name of the field.
        angabe: &'static str,
    },
    /// Nobody checked the picture.
    #[error("quality check is missing")]
    PruefungFehlt,
    /// The document was drawn for the sample, but not checked.
    #[error("document was drawn for the sample, but not checked")]
    StichprobeUmgangen,
    /// The sampler is the person who scanned.
    #[error("sampler and scanning clerk are the same person")]
    PrueferIstErsteller,
    /// The check found the picture wanting.
    #[error("quality check failed")]
    PruefungMangelhaft,
}

/// Person of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ersteller {
    /// Name or id of the person.
    pub kennung: String,
    /// The office.
    pub organisation: String,
    /// Short name of the workstation; empty if there was none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub arbeitsplatz: String,
}

/// Scanner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Geraet {
    /// Maker.
    pub hersteller: String,
    /// Model.
    pub modell: String,
    /// Serial number; empty if the device does not tell.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seriennummer: String,
}

/// Program with its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Software {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
}

/// Colours of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Farbe {
    /// Black and white.
    SchwarzWeiss,
    /// Grey.
    Graustufen,
    /// Colour.
    Farbe,
}

/// Settings with which was scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanprofil {
    /// Name of the profile, as the Verfahrensanweisung has it.
    pub name: String,
    /// Dots per inch.
    pub dpi: u16,
    /// Colours.
    pub farbe: Farbe,
    /// Form of the result, such as `PDF/A-2u`.
    pub format: String,
}

/// Text recognition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texterkennung {
    /// Program.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// Languages it was told to expect.
    pub sprache: String,
}

/// How much protection a kind of document needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schutzstufe {
    /// Base module of TR-03138.
    #[default]
    Normal,
    /// With additional modules.
    Hoch,
    /// With all of them.
    SehrHoch,
}

/// Need of protection of a kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Schutzbedarf {
    /// Confidentiality.
    pub vertraulichkeit: Schutzstufe,
    /// Integrity.
    pub integritaet: Schutzstufe,
    /// Availability.
    pub verfuegbarkeit: Schutzstufe,
}

/// The written procedure that was followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verfahrensanweisung {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
}

/// How many documents are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qsart {
    /// Each; the scanning clerk may do it.
    Voll,
    /// Those that are drawn; another person does it.
    Stichprobe,
}

/// What the check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qsergebnis {
    /// The picture is what the paper shows.
    InOrdnung,
    /// It is not.
    Mangelhaft,
    /// Not drawn for the sample, therefore not looked at.
    NichtGezogen,
}

/// Check of the picture against the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qualitaetssicherung {
    /// Each document, or a sample.
    pub art: Qsart,
    /// Rate of the sample in percent; 100 for all.
    pub quote_prozent: u8,
    /// Who looked; empty where nobody had to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pruefer: String,
    /// What was found.
    pub ergebnis: Qsergebnis,
    /// In words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auffaelligkeiten: Vec<String>,
}

/// In what picture and paper agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bildgleichheit {
    /// It looks the same (letters received, §17 ThürEGovG).
    Bildlich,
    /// It says the same.
    Inhaltlich,
}

/// Hashes, SHA-256 in 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pruefsummen {
    /// Of each kept page, in order: the bytes of its picture as the scanner gave it (JPEG, CCITT);
    /// where its format cannot be carried over as it is, `WIDTH HEIGHT BITS\n` and the pixels.
    pub seiten: Vec<String>,
    /// Of the stored file; where the note is embedded in it, of the file before that.
    pub gesamt: String,
}

/// Something noticed about the paper or while scanning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Auffaelligkeit {
    /// Page of the document; absent if it is about all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seite: Option<u32>,
    /// In words.
    pub text: String,
}

/// Transfer note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfervermerk {
    /// Version of this form, [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The document.
    pub dokument: Uuid,
    /// Pages it has.
    pub seiten: u32,
    /// Pages counted before scanning, blank ones included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seiten_vorbereitung: Option<u32>,
    /// Legally decisive day of receipt.
    pub eingangsdatum: Datum,
    /// Who scanned.
    pub erstellt_von: Ersteller,
    /// When, by the workstation's clock.
    pub erstellt_um: Zeitpunkt,
    /// Scanner.
    pub geraet: Geraet,
    /// This program.
    pub software: Software,
    /// Settings.
    pub profil: Scanprofil,
    /// Text recognition, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocr: Option<Texterkennung>,
    /// Need of protection.
    pub schutzbedarf: Schutzbedarf,
    /// Written procedure.
    pub verfahrensanweisung: Verfahrensanweisung,
    /// Check of the picture; absent until somebody did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qs: Option<Qualitaetssicherung>,
    /// In what picture and paper agree.
    pub bildgleichheit: Bildgleichheit,
    /// Hashes.
    pub hash: Pruefsummen,
    /// Blank pages taken out, by their numbers in the stack, from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leerseiten: Vec<u32>,
    /// What was noticed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auffaelligkeiten: Vec<Auffaelligkeit>,
}

impl Transfervermerk {
    /// Checks whether the note is complete and agrees with itself; names the first defect.
    pub fn vollstaendig(&self) -> Result<(), Vermerkverstoss> {
        self.seiten_pruefen()?;
        self.pruefsummen_pruefen()?;
        let fields = [
            (&self.erstellt_von.kennung, "erstellt_von.kennung"),
            (&self.erstellt_von.organisation, "erstellt_von.organisation"),
            (&self.geraet.modell, "geraet.modell"),
            (&self.software.name, "software.name"),
            (&self.software.version, "software.version"),
            (&self.profil.format, "profil.format"),
            (&self.verfahrensanweisung.id, "verfahrensanweisung.id"),
            (&self.verfahrensanweisung.version, "verfahrensanweisung.version"),
        ];
        if let Some((_, angabe)) = fields.into_iter().find(|(value, _)| value.trim().is_empty()) {
            return Err(Vermerkverstoss::AngabeFehlt { angabe });
        }
        if self.profil.dpi == 0 {
            return Err(Vermerkverstoss::AngabeFehlt { angabe: "profil.dpi" });
        }
        self.qs_pruefen()
    }

    /// What was counted before has to be what was kept and what was taken out.
    fn seiten_pruefen(&self) -> Result<(), Vermerkverstoss> {
        if self.seiten == 0 {
            return Err(Vermerkverstoss::OhneSeiten);
        }
        let erklaert = self.seiten_vorbereitung.ok_or(Vermerkverstoss::NichtVorgezaehlt)?;
        let mut seen = BTreeSet::new();
        for seite in self.leerseiten.iter().copied() {
            if seite == 0 || seite > erklaert || !seen.insert(seite) {
                return Err(Vermerkverstoss::LeerseiteUnmoeglich { seite });
            }
        }
        let leer = u32::try_from(self.leerseiten.len()).unwrap_or(u32::MAX);
        let gezaehlt = self.seiten.saturating_add(leer);
        match gezaehlt.cmp(&erklaert) {
            std::cmp::Ordering::Less => Err(Vermerkverstoss::SeitenFehlen { erklaert, gezaehlt }),
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => {
                Err(Vermerkverstoss::SeitenZuviel { erklaert, gezaehlt })
            }
        }
    }

    fn pruefsummen_pruefen(&self) -> Result<(), Vermerkverstoss> {
        let pruefsummen = self.hash.seiten.len();
        if usize::try_from(self.seiten) != Ok(pruefsummen) {
            let seiten = self.seiten;
            return Err(Vermerkverstoss::PruefsummenUnvollstaendig { seiten, pruefsummen });
        }
        let all = self.hash.seiten.iter().chain([&self.hash.gesamt]);
        if all.into_iter().all(|hash| stichprobe::ist_sha256(hash)) {
            Ok(())
        } else {
            Err(Vermerkverstoss::PruefsummeUngueltig)
        }
    }

    fn qs_pruefen(&self) -> Result<(), Vermerkverstoss> {
        let qs = self.qs.as_ref().ok_or(Vermerkverstoss::PruefungFehlt)?;
        let stichprobe = Stichprobe { quote_prozent: qs.quote_prozent };
        match (qs.art, qs.ergebnis) {
            (Qsart::Voll, Qsergebnis::NichtGezogen) => return Err(Vermerkverstoss::PruefungFehlt),
            (Qsart::Stichprobe, Qsergebnis::NichtGezogen) => {
                return if stichprobe.gezogen(&self.hash.gesamt) {
                    Err(Vermerkverstoss::StichprobeUmgangen)
                } else {
                    Ok(())
                };
            }
            _ => {}
        }
        if qs.pruefer.trim().is_empty() {
            return Err(Vermerkverstoss::AngabeFehlt { angabe: "qs.pruefer" });
        }
        if qs.art == Qsart::Stichprobe && gleiche_person(&qs.pruefer, &self.erstellt_von.kennung) {
            return Err(Vermerkverstoss::PrueferIstErsteller);
        }
        if qs.ergebnis == Qsergebnis::Mangelhaft {
            return Err(Vermerkverstoss::PruefungMangelhaft);
        }
        Ok(())
    }
}

/// Tells whether two ids name one person: spaces around and capitals make no other one.
fn gleiche_person(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests;
