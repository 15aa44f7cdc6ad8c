//! Text of a payment in the form in which references are looked for.
//!
//! Never finds a reference in the middle of a longer number.

use sha2::{Digest, Sha256};

/// Returns the ASCII letters and digits of a text, in capitals.
pub(crate) fn form(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Returns a short name of a text; two texts have the same one if they are equal.
pub(crate) fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    hex::encode(digest.get(..16).unwrap_or_default())
}

/// Letters and digits of a text, and where something may begin or end.
#[derive(Debug)]
pub(crate) struct Suchtext {
    zeichen: Vec<char>,
    /// Before each character, and at the end: a word or a number begins or ends here.
    schnitt: Vec<bool>,
    /// Before each character: what stands here never stands inside a reference.
    sperre: Vec<bool>,
}

impl Suchtext {
    pub(crate) fn new(text: &str) -> Self {
        let mut found = Self { zeichen: Vec::new(), schnitt: Vec::new(), sperre: Vec::new() };
        let (mut schnitt, mut sperre) = (true, false);
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                let changes = found
                    .zeichen
                    .last()
                    .is_some_and(|last| last.is_ascii_digit() != c.is_ascii_digit());
                found.zeichen.push(c.to_ascii_uppercase());
                found.schnitt.push(schnitt || changes);
                found.sperre.push(sperre);
                (schnitt, sperre) = (false, false);
            } else {
                schnitt = true;
                // People group numbers with these; banks break lines anywhere.
                sperre |= !(c.is_whitespace() || matches!(c, '.' | '-' | '/'));
            }
        }
        found.schnitt.push(true);
        found
    }

    /// Returns each run of so many characters that could be a reference of its own, however it is
    /// grouped.
    pub(crate) fn fenster(&self, laenge: usize) -> impl Iterator<Item = String> + '_ {
        let count = (self.zeichen.len() + 1).saturating_sub(laenge.max(1));
        let cut = |at: usize| self.schnitt.get(at).copied().unwrap_or_default();
        (0..count).filter(move |&from| cut(from) && cut(from + laenge)).filter_map(move |from| {
            let inside = self.sperre.get(from + 1..from + laenge)?;
            let run = self.zeichen.get(from..from + laenge)?;
            (!inside.contains(&true)).then(|| run.iter().collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, found: bool) {
        let there = Suchtext::new(text).fenster(11).any(|run| run == "12600001238");
        assert_eq!(there, found, "{text}");
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        for text in [
            "12600001238",
            "KZ12600001238",
            "Kassenz. 1 26 000012 38, danke",
            "Kassenzeichen: 126-0000.1238/",
            "SVWZ+12600001238",
            "1260000\n1238 Hundesteuer",
            "47 12600001238",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn it_is_not_found_inside_another() {
        for text in
            ["4712600001238", "126000012380", "1260000:1238", "126000123", "", "1260000Ä1238"]
        {
            check(text, false);
        }
        assert_eq!(Suchtext::new("12").fenster(0).count(), 0);
        assert_eq!(Suchtext::new("").fenster(5).count(), 0);
    }
}
