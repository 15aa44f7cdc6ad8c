//! What recognition confuses: keys under which near strings meet, and how far apart two are.
//!
//! Never used for showing text; never decides alone, because different signs may share a key.

use domain::suchform::suchform;

/// Letter groups that are read for one another, in search form, longest first.
const GRUPPEN: &[(&str, &str)] =
    &[("rn", "m"), ("nn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"), ("ss", "b")];

/// Returns the key of a word or name: what recognition makes of it mostly has the same.
pub(crate) fn wort(text: &str) -> String {
    let mut form = suchform(text).replace(' ', "");
    for (read, meant) in GRUPPEN {
        if form.contains(read) {
            form = form.replace(read, meant);
        }
    }
    form.chars()
        .map(|c| match c {
            'l' | 'j' | '1' => 'i',
            'c' => 'e',
            'f' => 't',
            'h' | '8' | '6' => 'b',
            '0' | 'q' => 'o',
            '5' => 's',
            '2' => 'z',
            '9' => 'g',
            other => other,
        })
        .collect()
}

/// Returns the key of a sign: letters and digits alone, letters that are misread digits as digits.
pub(crate) fn zahl(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(ziffer).collect()
}

/// Returns the digit that a letter is read for.
pub(crate) const fn ziffer(c: char) -> char {
    match c {
        'o' | 'O' | 'q' | 'Q' => '0',
        'i' | 'I' | 'l' | 'L' | 'j' | 'J' => '1',
        'z' | 'Z' => '2',
        's' | 'S' | 'ß' => '5',
        'b' | 'B' => '8',
        'g' => '9',
        other => other,
    }
}

/// Returns how many letters have to be changed, added or left out to make one text of the other;
/// none if it is more than `most`.
pub(crate) fn abstand(a: &str, b: &str, most: usize) -> Option<usize> {
    let b: Vec<char> = b.chars().collect();
    if a.chars().count().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        let mut best = left;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let change = corner + usize::from(x != *y);
            corner = *cell;
            *cell = change.min(corner + 1).min(left + 1);
            left = *cell;
            best = best.min(left);
        }
        if best > most {
            return None;
        }
    }
    row.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_strings_meet() {
        for (a, b) in [("Müller", "Miiller"), ("Straße", "StraBe"), ("Kammer", "Karnmer")] {
            assert_eq!(wort(a), wort(b), "{a} and {b}");
        }
        assert_eq!(zahl("4.2-17/2026"), zahl("4.2 - l7 / 2O26"));
        assert_ne!(zahl("4.2-17/2026-3"), zahl("4.2-17/2026-8"));
    }

    #[test]
    fn distances_are_bounded() {
        for (a, b, expected) in [
            ("", "", Some(0)),
            ("abc", "abd", Some(1)),
            ("abc", "bc", Some(1)),
            ("abc", "xabcy", Some(2)),
            ("abcdef", "ghijkl", None),
            ("a", "abcd", None),
        ] {
            assert_eq!(abstand(a, b, 2), expected, "{a} {b}");
            assert_eq!(abstand(b, a, 2), expected, "{b} {a}");
        }
    }
}
