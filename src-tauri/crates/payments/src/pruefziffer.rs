//! Check digits: ISO 7064 (mod 97-10 and mod 11,10) and modulus 10.
//!
//! Never guesses: what is neither a digit nor an ASCII letter has no value.

/// Returns the values of the characters; a letter counts as two digits from A = 10.
fn values(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.is_ascii().then(|| c.to_digit(36)).flatten()).collect()
}

/// Returns the digits of the characters, letters as two.
fn digits(text: &str) -> Option<Vec<u32>> {
    let two = |value| if value < 10 { vec![value] } else { vec![value / 10, value % 10] };
    Some(values(text)?.into_iter().flat_map(two).collect())
}

/// Returns the remainder of ISO 7064 mod 97; a text with its right check digits has 1.
pub(crate) fn mod97(text: &str) -> Option<u32> {
    let digits = digits(text)?;
    Some(digits.into_iter().fold(0, |rest, digit| (rest * 10 + digit) % 97))
}

/// Returns the two check digits of ISO 7064 mod 97-10 that belong behind the text.
pub(crate) fn pruef97(text: &str) -> Option<u32> {
    mod97(&format!("{text}00")).map(|rest| 98 - rest)
}

/// Returns the check digit of ISO 7064 mod 11,10 that belongs behind the text.
pub(crate) fn pruef11(text: &str) -> Option<u32> {
    let product = digits(text)?.into_iter().fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    Some((11 - product) % 10)
}

/// Returns the check digit of modulus 10 (ISO/IEC 7812-1) that belongs behind the text.
pub(crate) fn pruef10(text: &str) -> Option<u32> {
    let digits = digits(text)?;
    let sum: u32 = digits
        .into_iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    Some((10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_have_their_digits() {
        // A German tax number and a VAT number as their descriptions print them.
        assert_eq!(pruef11("8609574271"), Some(9));
        assert_eq!(pruef11("13669597"), Some(6));
        assert_eq!(pruef10("7992739871"), Some(3));
        assert_eq!(mod97("539007547034RF18"), Some(1));
        assert_eq!(pruef97("539007547034RF"), Some(18));
        assert_eq!(mod97("370400440532013000DE89"), Some(1));
    }

    #[test]
    fn other_characters_have_no_value() {
        for text in ["12 3", "ä", "１２"] {
            assert_eq!((mod97(text), pruef10(text), pruef11(text)), (None, None, None), "{text}");
        }
    }
}
