//! A claim on a Vorgang, what was said about it by whom, and the status that follows.
//!
//! Never books: the treasury's own system does; here stands what each place has said.

mod ablauf;
mod ereignis;
mod geld;
mod rechner;
mod stand;

use domain::Datum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Cent;

pub use ereignis::{Beleg, Ereignis, Nebenforderungsart, Portalstatus, Rate, Stelle, Vorfall};
pub use stand::{
    Geltung, Lage, Portallage, Stand, Standhinweis, Stundungsstand, Verlaufszeile, stand,
};

/// Most positions of a claim.
pub const POSITIONEN_MAX: usize = 99;

/// Which law a claim follows; it decides who may enforce it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rechtsnatur {
    /// Fees, taxes, contributions: one Mahnung is enough before the office's own enforcement.
    #[default]
    OeffentlichRechtlich,
    /// Rent, hall hire: civil reminder, no enforcement of the office's own.
    Privatrechtlich,
}

/// One position of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// What it is for.
    pub bezeichnung: String,
    /// Account of the budget, as the treasury writes it; empty if unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub buchungsstelle: String,
    /// Amount.
    pub betrag: Cent,
}

/// Why positions do not make a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PositionenError {
    /// None, or more than [`POSITIONEN_MAX`].
    #[error("a claim has 1 to {POSITIONEN_MAX} positions")]
    Anzahl,
    /// A position over nothing.
    #[error("position {0} has no amount")]
    OhneBetrag(usize),
    /// Together more than an amount can be.
    #[error("the positions are more than {} cents together", Cent::MAX)]
    Summe,
}

/// Positions of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Position>", into = "Vec<Position>")]
pub struct Positionen {
    // Invariant: 1 to POSITIONEN_MAX, each above nothing, and their sum.
    alle: Vec<Position>,
    summe: Cent,
}

impl Positionen {
    /// Returns them in their order.
    pub fn alle(&self) -> &[Position] {
        &self.alle
    }

    /// Returns what they are together.
    pub fn summe(&self) -> Cent {
        self.summe
    }
}

impl TryFrom<Vec<Position>> for Positionen {
    type Error = PositionenError;

    fn try_from(alle: Vec<Position>) -> Result<Self, PositionenError> {
        if !(1..=POSITIONEN_MAX).contains(&alle.len()) {
            return Err(PositionenError::Anzahl);
        }
        if let Some(at) = alle.iter().position(|position| position.betrag == Cent::NULL) {
            return Err(PositionenError::OhneBetrag(at + 1));
        }
        let summe = alle.iter().map(|position| position.betrag.wert()).sum();
        Ok(Self { summe: Cent::neu(summe).map_err(|_| PositionenError::Summe)?, alle })
    }
}

impl From<Positionen> for Vec<Position> {
    fn from(positionen: Positionen) -> Self {
        positionen.alle
    }
}

/// Who owes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Schuldner {
    /// Name as on the notice.
    pub name: String,
    /// Account, where it is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub iban: String,
}

/// A claim on a Vorgang.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forderung {
    /// Its id.
    pub id: Uuid,
    /// Vorgang whose notice makes it.
    pub vorgang: Uuid,
    /// Kassenzeichen, as the house spells it.
    pub kassenzeichen: String,
    /// Which law it follows.
    #[serde(default)]
    pub rechtsnatur: Rechtsnatur,
    /// Who owes.
    pub schuldner: Schuldner,
    /// Day of the notice.
    pub festgesetzt_am: Datum,
    /// Last day on which it can be paid without being late.
    pub faellig_am: Datum,
    /// What it consists of.
    pub positionen: Positionen,
}
