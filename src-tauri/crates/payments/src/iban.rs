//! Account numbers (ISO 13616).
//!
//! Never knows whether an account exists.

use crate::pruefziffer::mod97;

/// Returns an account number without blanks and in capitals.
pub fn bereinigt(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Tells whether length, shape and check digits are right; blanks do not matter.
pub fn stimmt(text: &str) -> bool {
    let iban = bereinigt(text);
    let (Some(head), Some(rest)) = (iban.get(..4), iban.get(4..)) else { return false };
    let shape = (15..=34).contains(&iban.len())
        && head.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && head.bytes().skip(2).all(|byte| byte.is_ascii_digit())
        // Of the lengths that differ by country, the one of nearly every account here is checked.
        && (!iban.starts_with("DE") || iban.len() == 22);
    shape && mod97(&format!("{rest}{head}")) == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_numbers_are_checked_by_shape_and_digits() {
        for good in ["DE89 3704 0044 0532 0130 00", "gb82 WEST 1234 5698 7654 32"] {
            assert!(stimmt(good), "{good}");
        }
        for bad in
            ["", "DE", "DE89370400440532013001", "DE8937040044053201300", "ÄÖÜß", "é1é1é1é1é1é1é1"]
        {
            assert!(!stimmt(bad), "{bad}");
        }
    }
}
