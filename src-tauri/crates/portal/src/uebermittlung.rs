//! One application on its way from the service into the office, step by step.
//!
//! Never rejects, and never accepts before the content was read back from two places. Every step can
//! be done again: what was fetched is kept first, what was signed is noted before it is sent, and
//! nothing that is kept is replaced.

mod annahme;
mod empfang;
mod frist;
mod oeffnen;
mod pruefgrund;
mod verwahrung;

pub use empfang::{Empfang, Fortgang, SchrittError};
pub use frist::{Loeschregeln, Restzeit};
pub use oeffnen::{Einreichung, Inhaltspruefung, NurForm, Schadurteil, Schemaurteil};
pub use pruefgrund::Pruefgrund;
pub use verwahrung::{Form, Ort, Stueck, Teil, VerwahrError, Verwahrort};

use std::collections::BTreeMap;

use domain::Zeitpunkt;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dienst::{Ankuendigung, Leistungsbezug, Liste};
use crate::ereignis::Pruefmarken;

/// What is done with an application next, when it is done again or by a person's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Schritt {
    /// Fetching its parts.
    Abholen,
    /// Checking event log and tags.
    Pruefen,
    /// Opening it and looking into it.
    Entschluesseln,
    /// Telling the service that it was taken.
    Annehmen,
}

/// How the service ended what the office has not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ende {
    /// Accepted for this destination by another workstation or program.
    Anderswo,
    /// Refused: after 14 days by the service itself, or by another program.
    Abgewiesen,
    /// Removed from the service.
    Geloescht,
    /// Gone, and the service does not say why.
    Verschwunden,
}

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "stand")]
pub enum Stand {
    /// The service has it; nothing is here yet.
    Angekuendigt,
    /// Every part is kept here as it came, still encrypted.
    Abgeholt,
    /// Event log and tags are in order.
    Geprueft,
    /// Opened and looked into; kept at the first place.
    Entschluesselt,
    /// Kept at both places and read back.
    Verwahrt,
    /// The acceptance is signed and noted, and not sent yet.
    AnnahmeBereit,
    /// The service knows that it was taken.
    Angenommen,
    /// A person has to look; nothing goes on by itself.
    PruefungNoetig {
        /// Step that is done again.
        bei: Schritt,
    },
    /// Kept at both places, but not accepted: the service had ended it.
    OhneAnnahme {
        /// How.
        ende: Ende,
    },
    /// Ended by the service before it could be fetched: its content is not here, or not all of it.
    Entgangen {
        /// How.
        ende: Ende,
    },
}

/// A person's word that an application is taken although something does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freigabe {
    /// Who.
    pub von: String,
    /// When.
    pub um: Zeitpunkt,
    /// What the person had before them.
    pub gruende: Vec<Pruefgrund>,
}

/// Why a person's word changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// Nobody asked.
    #[error("nothing to release")]
    NothingToRelease,
    /// Without a key, or without its content, it cannot be taken.
    #[error("not readable")]
    Unreadable,
}

/// An application on its way. The caller keeps it durably after every step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uebermittlung {
    /// Its ids.
    pub ankuendigung: Ankuendigung,
    /// Where it stands.
    pub stand: Stand,
    /// When it was first seen here.
    pub entdeckt_um: Zeitpunkt,
    /// When it was sent, by the proven event log.
    #[serde(default)]
    pub eingereicht_um: Option<Zeitpunkt>,
    /// What it is about, as the service says.
    #[serde(default)]
    pub leistung: Option<Leistungsbezug>,
    /// Region it was sent for.
    #[serde(default)]
    pub region: Option<String>,
    /// Which fetch its parts come from; each one has its own names at the places of custody.
    pub lieferung: u32,
    /// Announced attachments.
    #[serde(default)]
    pub anlagen: Vec<Uuid>,
    /// Announced attachments that the service did not give.
    #[serde(default)]
    pub fehlend: Vec<Uuid>,
    /// Whether it has data besides attachments.
    #[serde(default)]
    pub mit_fachdaten: bool,
    /// The event log as it came last.
    #[serde(default)]
    pub protokoll: Vec<String>,
    /// Tags of the parts that are here.
    #[serde(default)]
    pub marken: Pruefmarken,
    /// SHA-512 of the opened parts.
    #[serde(default)]
    pub summen: BTreeMap<Stueck, String>,
    /// What a person has to look at.
    #[serde(default)]
    pub pruefgruende: Vec<Pruefgrund>,
    /// What persons have released.
    #[serde(default)]
    pub freigaben: Vec<Freigabe>,
    /// Whether a parked application is kept at the second place as well, as it came.
    #[serde(default)]
    pub zweitkopie: bool,
    /// How the service ended it meanwhile.
    #[serde(default)]
    pub ende: Option<Ende>,
    /// Whether the data were compared with their schema.
    #[serde(default)]
    pub schema_geprueft: bool,
    /// Whether every part was looked at by a scanner.
    #[serde(default)]
    pub auf_schadprogramme_geprueft: bool,
    /// The signed acceptance, noted before it is sent.
    #[serde(default)]
    pub annahme: Option<String>,
    /// Ids of every acceptance that was ever signed here for it.
    #[serde(default)]
    pub annahme_kennungen: Vec<Uuid>,
    /// When the service was seen to know it.
    #[serde(default)]
    pub angenommen_um: Option<Zeitpunkt>,
    /// Attempts since the last step that succeeded.
    #[serde(default)]
    pub versuche: u32,
}

impl Uebermittlung {
    /// Begins with an application that the service announced.
    pub fn neu(ankuendigung: Ankuendigung, jetzt: Zeitpunkt) -> Self {
        Self {
            ankuendigung,
            stand: Stand::Angekuendigt,
            entdeckt_um: jetzt,
            eingereicht_um: None,
            leistung: None,
            region: None,
            lieferung: 1,
            anlagen: Vec::new(),
            fehlend: Vec::new(),
            mit_fachdaten: false,
            protokoll: Vec::new(),
            marken: Pruefmarken::default(),
            summen: BTreeMap::new(),
            pruefgruende: Vec::new(),
            freigaben: Vec::new(),
            zweitkopie: false,
            ende: None,
            schema_geprueft: false,
            auf_schadprogramme_geprueft: false,
            annahme: None,
            annahme_kennungen: Vec::new(),
            angenommen_um: None,
            versuche: 0,
        }
    }

    /// Returns the applications of a list that nobody here knows yet.
    ///
    /// The service announces an application until it is accepted; announced twice, it is still one.
    pub fn neue(liste: &Liste, bekannt: impl Fn(Uuid) -> bool, jetzt: Zeitpunkt) -> Vec<Self> {
        let mut neue: Vec<Self> = Vec::new();
        for ankuendigung in &liste.ankuendigungen {
            let id = ankuendigung.submission;
            if !bekannt(id) && neue.iter().all(|one| one.ankuendigung.submission != id) {
                neue.push(Self::neu(*ankuendigung, jetzt));
            }
        }
        neue
    }

    /// Returns the pieces that are here.
    pub fn stuecke(&self) -> Vec<Stueck> {
        let here = self.anlagen.iter().filter(|id| !self.fehlend.contains(id));
        let data = self.mit_fachdaten.then_some(Stueck::Fachdaten);
        let head = std::iter::once(Stueck::Metadaten).chain(data);
        head.chain(here.map(|id| Stueck::Anlage(*id))).collect()
    }

    /// Returns the name of a piece at the places of custody.
    pub fn teil(&self, form: Form, stueck: Stueck) -> Teil {
        Teil { submission: self.ankuendigung.submission, lieferung: self.lieferung, form, stueck }
    }

    /// Takes an application although something does not fit: the step is done again, and what the
    /// person saw no longer stops it. Something new stops it again.
    pub fn freigeben(&mut self, von: &str, jetzt: Zeitpunkt) -> Result<(), ReleaseError> {
        let Stand::PruefungNoetig { bei } = self.stand else {
            return Err(ReleaseError::NothingToRelease);
        };
        if !self.pruefgruende.iter().all(Pruefgrund::freigebbar) {
            return Err(ReleaseError::Unreadable);
        }
        let gruende = self.pruefgruende.clone();
        self.freigaben.push(Freigabe { von: von.to_owned(), um: jetzt, gruende });
        self.zurueck(bei);
        Ok(())
    }

    /// Has the step that was stopped done again, such as after a key came back from its backup.
    pub fn erneut(&mut self) -> Result<(), ReleaseError> {
        let Stand::PruefungNoetig { bei } = self.stand else {
            return Err(ReleaseError::NothingToRelease);
        };
        self.pruefgruende.clear();
        self.zurueck(bei);
        Ok(())
    }

    /// Has everything fetched anew; what was fetched before stays where it is kept, and counts again
    /// if the service no longer has it.
    pub fn erneut_abholen(&mut self) -> Result<(), ReleaseError> {
        match self.stand {
            Stand::Abgeholt
            | Stand::Geprueft
            | Stand::Entschluesselt
            | Stand::Verwahrt
            | Stand::PruefungNoetig { .. } => {}
            Stand::Angekuendigt
            | Stand::AnnahmeBereit
            | Stand::Angenommen
            | Stand::OhneAnnahme { .. }
            | Stand::Entgangen { .. } => return Err(ReleaseError::NothingToRelease),
        }
        self.pruefgruende.clear();
        self.lieferung = self.lieferung.saturating_add(1);
        self.fehlend.clear();
        self.summen.clear();
        self.zweitkopie = false;
        self.zurueck(Schritt::Abholen);
        Ok(())
    }

    fn zurueck(&mut self, bei: Schritt) {
        self.versuche = 0;
        self.stand = match bei {
            Schritt::Abholen => Stand::Angekuendigt,
            Schritt::Pruefen => Stand::Abgeholt,
            Schritt::Entschluesseln => Stand::Geprueft,
            Schritt::Annehmen => Stand::Verwahrt,
        };
    }

    /// Goes on after a step, unless something was found that no person has released.
    fn fortsetzen(&mut self, bei: Schritt, gefunden: Vec<Pruefgrund>, weiter: Stand) {
        let released = |grund: &Pruefgrund| {
            grund.freigebbar() && self.freigaben.iter().any(|one| one.gruende.contains(grund))
        };
        let stopped = gefunden.iter().any(|grund| !released(grund));
        // What was released stays noted: the application is shown with it.
        for grund in gefunden {
            if !self.pruefgruende.contains(&grund) {
                self.pruefgruende.push(grund);
            }
        }
        self.stand = if stopped { Stand::PruefungNoetig { bei } } else { weiter };
    }
}
