//! How long the service still keeps an application.
//!
//! Never counts from the day something was fetched: the service counts from the day it was sent.

use domain::Zeitpunkt;

use super::{Stand, Uebermittlung};

/// Days after which the service acts, as published; a setting, because the service may change them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loeschregeln {
    /// Days after which what nobody accepted is refused by the service.
    pub abweisung_tage: i64,
    /// Days after which it is removed.
    pub loeschung_tage: i64,
    /// Days after which accepted content is removed.
    pub nach_annahme_tage: i64,
}

impl Default for Loeschregeln {
    fn default() -> Self {
        Self { abweisung_tage: 14, loeschung_tage: 21, nach_annahme_tage: 7 }
    }
}

/// What is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restzeit {
    /// Whole days until the service refuses it; 0 on the last day, negative when it has passed.
    /// Absent once it is accepted.
    pub abweisung_tage: Option<i64>,
    /// Whole days until its content is removed.
    pub loeschung_tage: i64,
    /// Whether the day it was sent is proven; otherwise less may be left.
    pub genau: bool,
}

impl Uebermittlung {
    /// Returns how many days are left; nothing once there is nothing left to lose at the service.
    pub fn restzeit(&self, regeln: &Loeschregeln, jetzt: Zeitpunkt) -> Option<Restzeit> {
        let left = |from: Zeitpunkt, days: i64| {
            let seconds = jetzt.duration_since(from).as_secs();
            days.saturating_mul(86_400).saturating_sub(seconds).div_euclid(86_400)
        };
        if let Some(from) = self.angenommen_um {
            let loeschung_tage = left(from, regeln.nach_annahme_tage);
            return Some(Restzeit { abweisung_tage: None, loeschung_tage, genau: true });
        }
        if matches!(self.stand, Stand::Entgangen { .. } | Stand::OhneAnnahme { .. }) {
            return None;
        }
        let from = self.eingereicht_um.unwrap_or(self.entdeckt_um);
        Some(Restzeit {
            abweisung_tage: Some(left(from, regeln.abweisung_tage)),
            loeschung_tage: left(from, regeln.loeschung_tage),
            genau: self.eingereicht_um.is_some(),
        })
    }
}
