//! Handing a misdirected Eingang on: to whom, why, and how its sender is told.
//!
//! Never hands on to an office that the finder did not name, and never to ourselves.

use domain::Datum;

use super::{Auskunft, Begruendung, Bestand, Stelle};
use crate::antwort::{Antwortweg, antwortweg};
use crate::metadaten::Rueckkanal;

/// That something goes to another office.
#[derive(Debug, Clone)]
pub struct Abgabe {
    /// Id of the office.
    pub an: String,
    /// The office.
    pub stelle: Stelle,
    /// Why it is the one.
    pub begruendung: Begruendung,
    /// Day of the data that say so.
    pub stand_am: Datum,
    /// How the sender gets the note about it.
    pub hinweis: Antwortweg,
}

/// Why something is not handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AbgabeError {
    /// The finder does not name this office for it.
    #[error("not competent")]
    NotCompetent,
    /// It is ours.
    #[error("ours")]
    Ours,
}

impl Bestand {
    /// Prepares handing something on to one of the offices of an answer.
    ///
    /// `eigene` tells which ids are offices of ours; `kanal` is the sender's wish for answers.
    pub fn abgabe(
        &self,
        auskunft: &Auskunft<'_>,
        an: &str,
        eigene: impl Fn(&str) -> bool,
        kanal: Option<&Rueckkanal>,
    ) -> Result<Abgabe, AbgabeError> {
        if eigene(an) {
            return Err(AbgabeError::Ours);
        }
        let named = auskunft.stellen.iter().find(|(id, _)| *id == an);
        let (id, stelle) = named.ok_or(AbgabeError::NotCompetent)?;
        Ok(Abgabe {
            an: (*id).to_owned(),
            stelle: (*stelle).clone(),
            begruendung: auskunft.begruendung.clone(),
            stand_am: self.stand_am,
            hinweis: antwortweg(kanal),
        })
    }
}
