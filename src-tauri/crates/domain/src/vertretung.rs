//! Who stands in for whom, and when.
//!
//! Never gives a right by itself: what a stand-in does carries "i.V." and the name it was done for.

use serde::{Deserialize, Serialize};

use crate::record::{RecType, Record};
use crate::{Datum, Zeitpunkt};

/// A substitution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vertretung {
    /// Who is away.
    pub fuer: String,
    /// Who stands in.
    pub durch: String,
    /// First day.
    pub von: Datum,
    /// Last day.
    pub bis: Datum,
    /// When it was entered, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who entered it.
    pub angelegt_von: String,
}

impl Vertretung {
    /// Tells whether it counts on a day.
    pub fn gilt(&self, tag: Datum) -> bool {
        self.von <= tag && tag <= self.bis
    }
}

impl Record for Vertretung {
    const TYPE: RecType = RecType::Vertretung;
}
