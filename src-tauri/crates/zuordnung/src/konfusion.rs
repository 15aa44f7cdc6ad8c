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

/// Digits that recognition takes for one another.
const ZIFFERN: [(char, &str); 10] = [
    ('0', "698"),
    ('1', "47"),
    ('2', "7"),
    ('3', "859"),
    ('4', "19"),
    ('5', "638"),
    ('6', "085"),
    ('7', "12"),
    ('8', "360"),
    ('9', "034"),
];

/// Calls back with the keys ([`zahl`]) that a misread one may have been, with how likely it is
/// misread so: 1 for one digit taken for another like it or for a separator, less for two of them
/// and for any other digit changed, added or left out.
pub(crate) fn lesarten(key: &str, mut found: impl FnMut(&str, f64)) {
    const TWICE: f64 = 0.6;
    const OTHER: f64 = 0.5;
    let read: Vec<char> = key.chars().collect();
    let once = misread(&read, 0);
    for (at, meant) in &once {
        found(&meant.iter().collect::<String>(), 1.0);
        for (_, meant) in misread(meant, *at) {
            found(&meant.iter().collect::<String>(), TWICE);
        }
    }
    for at in 0..=read.len() {
        let mut added = read.clone();
        added.insert(at, '0');
        let mut changed = read.clone();
        for digit in '0'..='9' {
            if let Some(place) = added.get_mut(at) {
                *place = digit;
                found(&added.iter().collect::<String>(), OTHER);
            }
            if let Some(place) = changed.get_mut(at) {
                *place = digit;
                found(&changed.iter().collect::<String>(), OTHER);
            }
        }
        let mut left_out = read.clone();
        if at < read.len() {
            left_out.remove(at);
            found(&left_out.iter().collect::<String>(), OTHER);
        }
    }
}

/// Calls back with the keys that were misread in one digit taken for another like it or for a
/// separator.
pub(crate) fn einmal(key: &str, mut found: impl FnMut(&str)) {
    let read: Vec<char> = key.chars().collect();
    for (_, meant) in misread(&read, 0) {
        found(&meant.iter().collect::<String>());
    }
}

/// What may have been read with one confusion, each with the place behind it.
fn misread(read: &[char], from: usize) -> Vec<(usize, Vec<char>)> {
    let mut found = Vec::new();
    for (at, c) in read.iter().enumerate().skip(from) {
        let like = ZIFFERN.iter().find(|(digit, _)| digit == c).map_or("", |(_, like)| like);
        for digit in like.chars() {
            let mut meant = read.to_vec();
            if let Some(place) = meant.get_mut(at) {
                *place = digit;
            }
            found.push((at + 1, meant));
        }
        // A stroke that parts two numbers is read as a digit.
        if matches!(c, '1' | '7') {
            let mut meant = read.to_vec();
            meant.remove(at);
            found.push((at, meant));
        }
    }
    found
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
    fn readings_hold_what_recognition_takes_for_what_was_written() {
        let likely = |key: &str, meant: &str| {
            let mut best = 0.0_f64;
            lesarten(key, |found, likely| {
                if found == meant {
                    best = best.max(likely);
                }
            });
            best
        };
        assert!(likely("411", "111") == 1.0 && likely("4172", "412") == 1.0);
        assert!(likely("8426", "3126") < 1.0 && likely("8426", "3126") > 0.0);
        assert!(
            likely("426", "526") > 0.0 && likely("426", "42") > 0.0 && likely("42", "492") > 0.0
        );
        assert!(likely("22222", "55555") == 0.0);
        let mut once = Vec::new();
        einmal("41", |meant| once.push(meant.to_owned()));
        assert!(once.contains(&"11".to_owned()) && !once.contains(&"51".to_owned()));
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
