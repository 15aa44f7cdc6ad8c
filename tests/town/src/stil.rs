//! How people spell: old rules, slips, missing umlauts, all as the writer is used to.
//!
//! Never touches a word with a digit in it: references go wrong elsewhere and on purpose.

use paper::Rng;

use crate::leute::Stil;

/// Spellings from before the reform, and those of people who never had one.
const ALT: &[(&str, &str)] = &[
    ("dass", "daß"),
    ("Dass", "Daß"),
    ("muss", "muß"),
    ("müsste", "müßte"),
    ("lässt", "läßt"),
    ("Missverständnis", "Mißverständnis"),
    ("bisschen", "bißchen"),
    ("Anschluss", "Anschluß"),
    ("Beschluss", "Beschluß"),
    ("Riss", "Riß"),
    ("gewusst", "gewußt"),
    ("wieviel", "wieviel"),
    ("Telefon", "Telephon"),
];

/// What is misspelt most.
const FEHLER: &[(&str, &str)] = &[
    ("dass", "das"),
    ("vielleicht", "vieleicht"),
    ("Widerspruch", "Wiederspruch"),
    ("seit", "seid"),
    ("nämlich", "nähmlich"),
    ("Termin", "Temin"),
    ("Rechnung", "Rechnug"),
    ("Grundstück", "Grundstük"),
    ("Versicherung", "Versicherrung"),
    ("Adresse", "Addresse"),
    ("nicht", "nich"),
    ("habe", "hab"),
    ("bitte", "Bitte"),
    ("Bescheid", "Bescheit"),
    ("Nachbar", "Nachber"),
    ("Straße", "Strase"),
    ("wirklich", "wircklich"),
    ("Entscheidung", "Endscheidung"),
    ("außerdem", "ausserdem"),
    ("wieder", "wider"),
];

/// Spells a text as its writer would.
pub(crate) fn verschrieben(text: &str, stil: &Stil, rng: &mut Rng) -> String {
    if !stil.alt && stil.fehler == 0 {
        return text.to_owned();
    }
    let word = |word: &str, rng: &mut Rng| -> String {
        if word.contains(|c: char| c.is_ascii_digit() || c == '@') {
            return word.to_owned();
        }
        let old = ALT.iter().find(|(new, _)| stil.alt && word.contains(new));
        let word = old.map_or_else(|| word.to_owned(), |(new, old)| word.replace(new, old));
        if rng.chance(stil.fehler) { vertippt(&word, rng) } else { bekannt(&word, stil, rng) }
    };
    let line = |line: &str, rng: &mut Rng| -> String {
        let words: Vec<String> = line.split(' ').map(|part| word(part, rng)).collect();
        words.join(" ")
    };
    let lines: Vec<String> = text.split('\n').map(|part| line(part, rng)).collect();
    lines.join("\n")
}

/// Words that somebody who errs gets wrong most times.
fn bekannt(word: &str, stil: &Stil, rng: &mut Rng) -> String {
    let usual = FEHLER.iter().find(|(right, _)| stil.fehler > 0 && word.starts_with(right));
    match usual {
        Some((right, wrong)) if rng.chance(6 * stil.fehler) => word.replace(right, wrong),
        _ => word.to_owned(),
    }
}

/// A slip of the hand: two letters change places, one is lost or doubled.
fn vertippt(word: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return word.to_owned();
    }
    let place = 1 + rng.pick_index(letters.len() - 2);
    match rng.between(0, 3) {
        0 => letters.swap(place, place - 1),
        1 => {
            letters.remove(place);
        }
        2 => {
            let again = letters.get(place).copied().unwrap_or('e');
            letters.insert(place, again);
        }
        _ => {
            let plain: String = letters.iter().collect();
            return plain
                .replace('ß', "ss")
                .replace('ü', "ue")
                .replace('ö', "oe")
                .replace('ä', "ae");
        }
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leute::Schrift;

    fn stil(alt: bool, fehler: u64) -> Stil {
        Stil {
            schrift: Schrift::Hand,
            alt,
            fehler,
            betreff: 0,
            datum: 0,
            tagesform: 0,
            mail: false,
        }
    }

    #[test]
    fn old_spelling_is_consistent_and_references_are_left_alone() {
        let mut rng = Rng::new(2);
        let text = "dass ich 4.2-17/2026-3 zahlen muss";
        assert_eq!(
            verschrieben(text, &stil(true, 0), &mut rng),
            "daß ich 4.2-17/2026-3 zahlen muß"
        );
        assert_eq!(verschrieben(text, &stil(false, 0), &mut rng), text);
        for _ in 0..50 {
            assert!(verschrieben(text, &stil(false, 50), &mut rng).contains("4.2-17/2026-3"));
        }
    }
}
