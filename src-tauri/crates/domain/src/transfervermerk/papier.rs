//! The paper after it was scanned: kept, to be kept until, free for destruction, destroyed.
//!
//! Never destroyed in one step, and never freed by the one who scanned it.

use serde::{Deserialize, Serialize};

use super::{
    Entscheidung, Stichprobe, Stichprobenpruefung, Transfervermerk, Vermerkverstoss, gleiche_person,
};
use crate::{Datum, Zeitpunkt};

/// Why paper stays although it was scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ausnahmegrund {
    /// Deed, certificate, or other paper that counts only as original.
    Urkunde,
    /// Bears a seal or a qualified stamp.
    Siegel,
    /// Enforceable title of a court.
    Titel,
    /// Belongs to somebody else and has to be given back.
    Fremdeigentum,
    /// Worth keeping for the archive.
    Archivwuerdig,
    /// Another reason, in words.
    Sonstiges(String),
}

/// Where the paper of a scanned document stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stand", rename_all = "snake_case")]
pub enum Papieroriginal {
    /// It is here.
    Vorhanden,
    /// It is here and stays at least until the end of a day.
    AufbewahrungBis {
        /// The day.
        bis: Datum,
    },
    /// It may be destroyed.
    ZurVernichtungFrei,
    /// It is gone.
    Vernichtet {
        /// Who destroyed it.
        wer: String,
        /// When, by the workstation's clock.
        um: Zeitpunkt,
    },
    /// It is never destroyed.
    Ausnahme {
        /// Why.
        grund: Ausnahmegrund,
    },
}

/// Why a step is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Papierverstoss {
    /// There is no such step.
    #[error("no such step")]
    KeinSchritt,
    /// The day lies in the past.
    #[error("day lies in the past")]
    TagVergangen,
    /// A day once set may only be moved later.
    #[error("keeping time may not be shortened")]
    FristVerkuerzt,
    /// The paper has to be kept longer.
    #[error("paper has to be kept until {bis}")]
    FristLaeuft {
        /// The last day.
        bis: Datum,
    },
    /// Nobody is named.
    #[error("person is missing")]
    PersonFehlt,
    /// The one who scanned may not do this.
    #[error("scanning clerk may not do this")]
    NichtDerErsteller,
    /// The reason is empty.
    #[error("reason is missing")]
    GrundFehlt,
    /// The transfer note does not bear it.
    #[error("transfer note: {0}")]
    Vermerk(#[from] Vermerkverstoss),
    /// The check of the second person is about another document.
    #[error("check is about another document")]
    FremdePruefung,
    /// The second person wants it scanned again or kept.
    #[error("sample found a defect")]
    StichprobeMangelhaft,
}

/// What a step is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Umstaende<'a> {
    /// Today.
    pub heute: Datum,
    /// Who acts.
    pub person: &'a str,
    /// Transfer note of the document.
    pub vermerk: &'a Transfervermerk,
    /// The office's rule of drawing.
    pub regel: Stichprobe,
    /// The newest check by a second person, if there was one.
    pub stichprobe: Option<&'a Stichprobenpruefung>,
}

impl Papieroriginal {
    /// Takes a step, or says why not.
    pub fn schritt(&self, ziel: Self, u: &Umstaende<'_>) -> Result<Self, Papierverstoss> {
        use Papieroriginal as P;
        if u.person.trim().is_empty() {
            return Err(Papierverstoss::PersonFehlt);
        }
        match (self, &ziel) {
            (P::Vorhanden, P::AufbewahrungBis { bis }) => {
                if *bis < u.heute {
                    return Err(Papierverstoss::TagVergangen);
                }
            }
            (P::AufbewahrungBis { bis: alt }, P::AufbewahrungBis { bis }) => {
                if bis < alt {
                    return Err(Papierverstoss::FristVerkuerzt);
                }
            }
            (P::AufbewahrungBis { bis }, P::ZurVernichtungFrei) => freigabe(*bis, u)?,
            // Doubts are always in time: what was freed can be taken back.
            (P::ZurVernichtungFrei, P::Vorhanden) => {}
            (P::ZurVernichtungFrei, P::Vernichtet { wer, .. }) => {
                if wer.trim().is_empty() {
                    return Err(Papierverstoss::PersonFehlt);
                }
                // A sample may have found a defect since it was freed.
                zweite_pruefung(u)?;
            }
            (
                P::Vorhanden | P::AufbewahrungBis { .. } | P::ZurVernichtungFrei,
                P::Ausnahme { grund },
            ) => {
                if matches!(grund, Ausnahmegrund::Sonstiges(text) if text.trim().is_empty()) {
                    return Err(Papierverstoss::GrundFehlt);
                }
            }
            // Lifting an exception takes a second person, as freeing does.
            (P::Ausnahme { .. }, P::Vorhanden) => anderer(u)?,
            _ => return Err(Papierverstoss::KeinSchritt),
        }
        Ok(ziel)
    }
}

/// Freeing needs the end of the keeping time, a person who did not scan, a complete note and,
/// where the rule draws the document, a second person's good word.
fn freigabe(bis: Datum, u: &Umstaende<'_>) -> Result<(), Papierverstoss> {
    if u.heute <= bis {
        return Err(Papierverstoss::FristLaeuft { bis });
    }
    anderer(u)?;
    u.vermerk.vollstaendig()?;
    zweite_pruefung(u)
}

/// What was drawn needs a second person's good word, and a bad one always counts.
fn zweite_pruefung(u: &Umstaende<'_>) -> Result<(), Papierverstoss> {
    if let Some(pruefung) = u.stichprobe {
        if pruefung.dokument != u.vermerk.dokument {
            return Err(Papierverstoss::FremdePruefung);
        }
        if gleiche_person(&pruefung.pruefer, &u.vermerk.erstellt_von.kennung) {
            return Err(Vermerkverstoss::PrueferIstErsteller.into());
        }
        if pruefung.entscheidung != Entscheidung::InOrdnung {
            return Err(Papierverstoss::StichprobeMangelhaft);
        }
    } else if u.regel.gezogen(&u.vermerk.hash.gesamt) {
        return Err(Vermerkverstoss::StichprobeUmgangen.into());
    }
    Ok(())
}

fn anderer(u: &Umstaende<'_>) -> Result<(), Papierverstoss> {
    if gleiche_person(u.person, &u.vermerk.erstellt_von.kennung) {
        return Err(Papierverstoss::NichtDerErsteller);
    }
    Ok(())
}
