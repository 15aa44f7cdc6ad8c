//! Amounts as decimal text, with cents beside it where they are exact.
//!
//! Never rounds and never computes with floats.

use serde::{Deserialize, Serialize};

/// An amount, or another decimal number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Betrag {
    /// Decimal text as written.
    pub text: String,
    /// The same in cents; absent where the text is no number, has parts of a cent or is too large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cent: Option<i64>,
}

impl Betrag {
    /// Takes the text and reads its cents.
    pub fn lesen(text: &str) -> Self {
        Self { text: text.to_owned(), cent: cents(text) }
    }

    /// Returns the number in German spelling, without currency: `1.234,56`. At least two places
    /// stand after the comma; what is no number is returned as written.
    pub fn deutsch(&self) -> String {
        let Some((negative, whole, places)) = decimal(&self.text) else {
            return self.text.clone();
        };
        let places = places.trim_end_matches('0');
        let negative = negative && !(whole.trim_start_matches('0').is_empty() && places.is_empty());
        let sign = if negative { "-" } else { "" };
        format!("{sign}{},{places:0<2}", grouped(whole))
    }
}

/// Returns cents in German spelling, without currency.
pub fn cent_deutsch(cent: i64) -> String {
    let sign = if cent < 0 { "-" } else { "" };
    let cent = cent.unsigned_abs();
    format!("{sign}{},{:02}", grouped(&(cent / 100).to_string()), cent % 100)
}

/// Puts a point before each group of three digits.
fn grouped(digits: &str) -> String {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Splits a decimal text into sign, digits before and digits after the point.
fn decimal(text: &str) -> Option<(bool, &str, &str)> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let some = !whole.is_empty() || !places.is_empty();
    (some && digits(whole) && digits(places)).then_some((negative, whole, places))
}

/// Returns the cents of a decimal text that has no parts of a cent.
fn cents(text: &str) -> Option<i64> {
    let (negative, whole, places) = decimal(text)?;
    let places = places.trim_end_matches('0');
    if places.len() > 2 {
        return None;
    }
    let digits = format!("{}{places:0<2}", whole.trim_start_matches('0'));
    let cent: i64 = digits.parse().ok()?;
    Some(if negative { -cent } else { cent })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cent(text: &str) -> Option<i64> {
        Betrag::lesen(text).cent
    }

    #[test]
    fn cents_are_exact_or_absent() {
        assert_eq!(cent("12.6"), Some(1260));
        assert_eq!(cent("120"), Some(12_000));
        assert_eq!(cent(" 198.0000 "), Some(19_800));
        assert_eq!(cent("-0.05"), Some(-5));
        assert_eq!(cent(".5"), Some(50));
        assert_eq!(cent("9.905"), None);
        assert_eq!(cent("1,50"), None);
        assert_eq!(cent("1e3"), None);
        assert_eq!(cent(""), None);
        assert_eq!(cent("."), None);
        assert_eq!(cent("99999999999999999999"), None);
    }

    #[test]
    fn amounts_are_spelled_as_in_germany() {
        let deutsch = |text: &str| Betrag::lesen(text).deutsch();
        assert_eq!(deutsch("1234567.5"), "1.234.567,50");
        assert_eq!(deutsch("-0.05"), "-0,05");
        assert_eq!(deutsch("-0.00"), "0,00");
        assert_eq!(deutsch("9.9050"), "9,905");
        assert_eq!(deutsch("007"), "7,00");
        assert_eq!(deutsch("zwölf"), "zwölf");
        assert_eq!(cent_deutsch(-123_456), "-1.234,56");
        assert_eq!(cent_deutsch(i64::MIN), "-92.233.720.368.547.758,08");
    }
}
