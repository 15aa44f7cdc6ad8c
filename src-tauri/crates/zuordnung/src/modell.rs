//! How much each kind of evidence counts: a choice among candidates by weighed sums (multinomial
//! logit), and what an office's decisions have moved.
//!
//! Never learns anything but weights: no word, name or sign is in it. One decision moves a weight
//! by little, and none leaves the neighbourhood of what was delivered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::gewichte::{Richtung, Ziel, gewogen};

/// What this program writes.
const FASSUNG: u32 = 1;
/// How far one decision moves a weight.
const SCHRITT: f64 = 0.02;
/// How much of what was learned each decision lets go.
const VERGESSEN: f64 = 0.0005;
/// How far a weight may leave the delivered one.
const WEITE: f32 = 1.5;

/// How far each kind of evidence can be trusted: numbers and nothing else.
///
/// Written and read as JSON ([`Modell::to_json`]); what a newer program wrote is refused, and the
/// office begins with the delivered weights. It holds what was learned as differences from the
/// delivered weights, so that an update of the program that delivers better ones helps everybody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Modell {
    fassung: u32,
    /// Decisions learned from.
    #[serde(default)]
    entscheidungen: u32,
    /// Differences from the delivered weights by name.
    #[serde(default)]
    gelernt: BTreeMap<String, f32>,
}

/// A stored model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModellError {
    /// It is not a model.
    #[error("the stored model is damaged: {0}")]
    Form(#[from] serde_json::Error),
    /// A newer program wrote it.
    #[error("the stored model has version {0}, which this program does not know")]
    Fassung(u32),
}

impl Default for Modell {
    fn default() -> Self {
        Self { fassung: FASSUNG, entscheidungen: 0, gelernt: BTreeMap::new() }
    }
}

impl Modell {
    /// Reads what [`Modell::to_json`] wrote.
    ///
    /// # Errors
    ///
    /// What is no model, and what a newer program wrote.
    pub fn from_json(text: &str) -> Result<Self, ModellError> {
        let mut modell: Self = serde_json::from_str(text)?;
        if modell.fassung > FASSUNG {
            return Err(ModellError::Fassung(modell.fassung));
        }
        modell.fassung = FASSUNG;
        modell
            .gelernt
            .retain(|name, wert| Ziel::NAMEN.contains(&name.as_str()) && wert.is_finite());
        for wert in modell.gelernt.values_mut() {
            *wert = wert.clamp(-WEITE, WEITE);
        }
        Ok(modell)
    }

    /// Returns the model for keeping.
    ///
    /// # Errors
    ///
    /// None that is known: all of it can be written as JSON.
    pub fn to_json(&self) -> Result<String, ModellError> {
        Ok(serde_json::to_string(self)?)
    }

    /// Returns how many decisions it has learned from.
    pub fn entscheidungen(&self) -> u32 {
        self.entscheidungen
    }

    /// Returns the weights for choosing among destinations in an office that has filed so much.
    pub(crate) fn ziel(&self, letters: usize) -> Vec<f32> {
        let gewichte = gewogen(Ziel::ANFANG, Ziel::GEWICHTE, letters);
        let delivered = Ziel::NAMEN.iter().zip(gewichte);
        delivered
            .zip(Ziel::RICHTUNGEN)
            .map(|((name, gewicht), richtung)| {
                let learned = self.gelernt.get(*name).copied().unwrap_or_default();
                bounded(gewicht + learned.clamp(-WEITE, WEITE), *richtung)
            })
            .collect()
    }

    /// Learns that among candidates one was right.
    pub(crate) fn lernen(&mut self, kandidaten: &[Vec<f32>], richtig: usize, letters: usize) {
        let shares = anteile(&self.ziel(letters), kandidaten);
        let Some(right) = kandidaten.get(richtig) else { return };
        self.entscheidungen = self.entscheidungen.saturating_add(1);
        for (at, name) in Ziel::NAMEN.iter().enumerate() {
            let value = |werte: &Vec<f32>| werte.get(at).copied().map_or(0.0, f64::from);
            let expected: f64 = kandidaten.iter().zip(&shares).map(|(k, p)| value(k) * p).sum();
            let step = SCHRITT * (value(right) - expected);
            let learned = self.gelernt.get(*name).copied().map_or(0.0, f64::from);
            let learned = (learned * (1.0 - VERGESSEN) + step) as f32;
            if learned.abs() > 1e-6 {
                self.gelernt.insert((*name).to_owned(), learned.clamp(-WEITE, WEITE));
            } else {
                self.gelernt.remove(*name);
            }
        }
    }
}

fn bounded(gewicht: f32, richtung: Richtung) -> f32 {
    match richtung {
        Richtung::Plus => gewicht.max(0.0),
        Richtung::Minus => gewicht.min(0.0),
        Richtung::Frei => gewicht,
    }
}

/// Returns the weighed sum of what was seen.
pub(crate) fn summe(gewichte: &[f32], werte: &[f32]) -> f64 {
    gewichte.iter().zip(werte).map(|(g, w)| f64::from(*g) * f64::from(*w)).sum()
}

/// Returns the probability of each candidate.
pub(crate) fn anteile(gewichte: &[f32], kandidaten: &[Vec<f32>]) -> Vec<f64> {
    let sums: Vec<f64> = kandidaten.iter().map(|werte| summe(gewichte, werte)).collect();
    let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = sums.iter().map(|sum| (sum - most).exp()).collect();
    let all: f64 = powers.iter().sum();
    powers.into_iter().map(|power| if all > 0.0 { power / all } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gewichte::Messung as _;

    fn seen(merkmal: Ziel) -> Vec<f32> {
        let mut werte = Ziel::leer();
        merkmal.set(&mut werte, 1.0);
        werte
    }

    #[test]
    fn decisions_move_weights_a_little_and_not_far() {
        let mut modell = Modell::default();
        let both = [seen(Ziel::Naehe), seen(Ziel::Absender)];
        let before = anteile(&modell.ziel(100), &both);
        modell.lernen(&both, 1, 100);
        let after = anteile(&modell.ziel(100), &both);
        assert!(after[1] > before[1] && after[1] < before[1] + 0.02, "{before:?} {after:?}");
        for _ in 0..100_000 {
            modell.lernen(&both, 1, 100);
        }
        let furthest = modell.gelernt.values().fold(0.0_f32, |most, wert| most.max(wert.abs()));
        assert!(furthest <= WEITE, "{furthest}");
        assert_eq!(modell.entscheidungen(), 100_001);
    }

    #[test]
    fn a_model_survives_being_kept() {
        let mut modell = Modell::default();
        modell.lernen(&[seen(Ziel::Naehe), seen(Ziel::Absender)], 0, 100);
        let text = modell.to_json().unwrap();
        assert_eq!(Modell::from_json(&text).unwrap(), modell);
    }

    #[test]
    fn a_newer_or_damaged_model_is_refused() {
        let newer = r#"{"fassung":2,"gelernt":{}}"#;
        assert!(matches!(Modell::from_json(newer), Err(ModellError::Fassung(2))));
        assert!(matches!(Modell::from_json("{"), Err(ModellError::Form(_))));
        let odd = r#"{"fassung":1,"gelernt":{"Naehe":1e30,"Unbekannt":1}}"#;
        let weights = Modell::from_json(odd).unwrap().ziel(100);
        assert!(weights.iter().all(|gewicht| gewicht.abs() < 30.0));
    }
}
