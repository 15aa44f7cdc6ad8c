//! Creditor reference that payers' banks check and carry unchanged (ISO 11649).
//!
//! Never repairs one: a wrong check digit means another claim.

use crate::pruefziffer::{mod97, pruef97};

/// Longest reference behind `RF` and its check digits.
pub const REFERENZ_MAX: usize = 21;

/// A creditor reference whose check digits fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rf(
    // Invariant: "RF", two check digits that fit, 1 to 21 ASCII capitals or digits.
    String,
);

/// Why something is no creditor reference, or none can be formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RfError {
    /// Not `RF`, two digits, and one to 21 letters or digits.
    #[error("not RF, two digits, and 1 to {REFERENZ_MAX} letters or digits")]
    Aufbau,
    /// The check digits do not fit the rest.
    #[error("the check digits do not fit")]
    Pruefziffer,
}

impl Rf {
    /// Forms the reference that carries a Kassenzeichen; its blanks, points, hyphens and slashes
    /// are left out.
    pub fn bilden(kassenzeichen: &str) -> Result<Self, RfError> {
        let kept = kassenzeichen.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '/'));
        let referenz: String = kept.map(|c| c.to_ascii_uppercase()).collect();
        let shape = (1..=REFERENZ_MAX).contains(&referenz.len());
        let pruef = pruef97(&format!("{referenz}RF")).filter(|_| shape).ok_or(RfError::Aufbau)?;
        Ok(Self(format!("RF{pruef:02}{referenz}")))
    }

    /// Reads a reference; blanks and case do not matter.
    pub fn lesen(text: &str) -> Result<Self, RfError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.to_ascii_uppercase();
        let (head, referenz) = text.split_at_checked(4).ok_or(RfError::Aufbau)?;
        let pruef = head.strip_prefix("RF").ok_or(RfError::Aufbau)?;
        let digits = pruef.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !(1..=REFERENZ_MAX).contains(&referenz.len()) {
            return Err(RfError::Aufbau);
        }
        match mod97(&format!("{referenz}{head}")) {
            Some(1) => Ok(Self(text)),
            Some(_) => Err(RfError::Pruefziffer),
            None => Err(RfError::Aufbau),
        }
    }

    /// Returns it without blanks, as it travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what stands behind the check digits.
    pub fn referenz(&self) -> &str {
        self.0.get(4..).unwrap_or_default()
    }

    /// Returns it in groups of four, as it is printed.
    pub fn gedruckt(&self) -> String {
        let mut out = String::with_capacity(self.0.len() * 5 / 4);
        for (at, c) in self.0.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                out.push(' ');
            }
            out.push(c);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_is_formed_and_read() {
        let rf = Rf::bilden("539007547034").unwrap();
        assert_eq!(rf.as_str(), "RF18539007547034");
        assert_eq!(rf.gedruckt(), "RF18 5390 0754 7034");
        assert_eq!(Rf::lesen("rf18 5390 0754 7034"), Ok(rf));
        assert_eq!(Rf::bilden("07.26/000123-4").unwrap().referenz(), "07260001234");
    }

    #[test]
    fn others_are_refused() {
        assert_eq!(Rf::lesen("RF19539007547034"), Err(RfError::Pruefziffer));
        for text in ["", "RF", "RF18", "XX18539007547034", "RF1ä5", "RFAA1", "RF18Ä"] {
            assert_eq!(Rf::lesen(text), Err(RfError::Aufbau), "{text}");
        }
        assert_eq!(Rf::lesen(&format!("RF18{}", "1".repeat(22))), Err(RfError::Aufbau));
        for text in ["", " ", "Ä", "a,b", "1234567890123456789012"] {
            assert_eq!(Rf::bilden(text), Err(RfError::Aufbau), "{text}");
        }
    }
}
