//! Amounts of money that rules compute with.
//!
//! Never a float, never negative, never so large that a sum could overflow.

use domain::rechnung::Betrag;
use serde::{Deserialize, Serialize};

/// Amount in euro cents, from nothing to [`Cent::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Cent(
    // Invariant: 0..=MAX, so that a sum over millions of them fits an i64.
    i64,
);

/// Why a number is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not between 0 and {} cents", Cent::MAX)]
pub struct CentError;

impl Cent {
    /// Largest amount: ten billion euros.
    pub const MAX: i64 = 1_000_000_000_000;
    /// Nothing.
    pub const NULL: Self = Self(0);

    /// Takes a number of cents.
    pub fn neu(cent: i64) -> Result<Self, CentError> {
        if (0..=Self::MAX).contains(&cent) { Ok(Self(cent)) } else { Err(CentError) }
    }

    /// Takes an amount as it was written; nothing if that is no whole number of cents.
    pub fn lesen(betrag: &Betrag) -> Option<Self> {
        betrag.cent.and_then(|cent| Self::neu(cent).ok())
    }

    /// Returns the number of cents.
    pub const fn wert(self) -> i64 {
        self.0
    }
}

impl TryFrom<i64> for Cent {
    type Error = CentError;

    fn try_from(cent: i64) -> Result<Self, CentError> {
        Self::neu(cent)
    }
}

impl From<Cent> for i64 {
    fn from(cent: Cent) -> Self {
        cent.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_outside_the_bounds_do_not_exist() {
        assert_eq!(Cent::neu(1250).map(Cent::wert), Ok(1250));
        assert_eq!(Cent::neu(-1), Err(CentError));
        assert_eq!(Cent::neu(Cent::MAX + 1), Err(CentError));
        assert_eq!(Cent::lesen(&Betrag::lesen("12.5")), Cent::neu(1250).ok());
        assert_eq!(Cent::lesen(&Betrag::lesen("12.505")), None);
        assert_eq!(Cent::lesen(&Betrag::lesen("-1")), None);
        assert!(serde_json::from_str::<Cent>("-5").is_err());
    }
}
