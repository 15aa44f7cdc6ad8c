//! Numbers with separators: references, tax numbers, invoice numbers, dates.
//!
//! Never knows what a number means; it is compared without separators and with misread digits
//! put right.

use std::collections::BTreeSet;

/// Numbers of one text that are kept.
const MOST: usize = 4096;
/// Bytes of a number.
const LONGEST: usize = 48;
/// Digits of a number.
const FEWEST: usize = 3;

/// Says whether a character stands between the parts of a number.
pub(crate) fn is_separator(c: char) -> bool {
    matches!(c, '.' | '-' | '/' | '–' | ':' | '_')
}

/// Returns a number in the form in which it is compared: one `-` for every separator; where most of
/// it is digits, letters that are misread digits are put right.
pub(crate) fn number_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            form.push(c);
        } else if !form.is_empty() && !form.ends_with('-') {
            form.push('-');
        }
    }
    let form = form.trim_end_matches('-');
    let count = form.chars().filter(char::is_ascii_digit).count();
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    let right = |c| match c {
        'o' if letters <= count => '0',
        'i' | 'l' if letters <= count => '1',
        'z' if letters <= count => '2',
        's' if letters <= count => '5',
        'b' if letters <= count => '8',
        other => other,
    };
    form.chars().map(right).collect()
}

/// Returns a number without separators.
pub(crate) fn digits(text: &str) -> String {
    number_form(text).replace('-', "")
}

/// Returns the numbers with separators that stand in a text.
pub(crate) fn numbers(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for chunk in text.split_whitespace() {
        let chunk = chunk.trim_matches(|c: char| !c.is_alphanumeric());
        if is_number(chunk) {
            found.insert(number_form(chunk));
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// Says whether this is a number with separators.
pub(crate) fn is_number(chunk: &str) -> bool {
    let count = chunk.chars().filter(char::is_ascii_digit).count();
    chunk.len() <= LONGEST
        && count >= FEWEST
        && chunk.contains(is_separator)
        && chunk.chars().all(|c| c.is_alphanumeric() || is_separator(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_without_separators() {
        assert_eq!(digits("4.2-17/2026"), "42172026");
        assert_eq!(digits("4.2-l7/2O26"), "42172026");
        assert_eq!(number_form(" 4.2 - l7 / 2O26."), "4-2-17-2026");
        assert_eq!(digits("V-K07-3"), "vk073");
    }

    #[test]
    fn numbers_are_found_in_text() {
        let found = numbers("Ihr Zeichen: (4.2-17/2026), am 3. Mai und/oder RE-2026-0815.");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["4-2-17-2026", "re-2026-0815"]);
    }
}
