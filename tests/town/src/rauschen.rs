//! What reading a scan does to a text: letters mistaken for others, spaces lost, columns torn
//! apart, small print gone, lines of dirt.
//!
//! Never touches a letter that came as a file, and never needs a picture: a year has its texts in
//! seconds.

use paper::Rng;

/// How well a page was scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Guete {
    /// Black and white, 300 dpi, hardly a speck.
    Sauber,
    /// Black and white, 200 dpi, a little askew.
    Ueblich,
    /// Grey, 200 dpi.
    Grau,
    /// Black and white, 200 dpi, askew, pale and dirty.
    Schlecht,
}

impl Guete {
    /// Draws as scans come.
    pub(crate) fn ziehen(rng: &mut Rng) -> Self {
        match rng.between(1, 100) {
            1..=30 => Self::Sauber,
            31..=65 => Self::Ueblich,
            66..=85 => Self::Grau,
            _ => Self::Schlecht,
        }
    }

    fn raten(self, hand: bool) -> Raten {
        let raten = |text, klein, verloren, schmutz| Raten { text, klein, verloren, schmutz };
        match self {
            _ if hand => raten(260, 400, 5, 30),
            Self::Sauber => raten(12, 900, 6, 25),
            Self::Ueblich => raten(150, 2500, 25, 40),
            Self::Grau => raten(12, 900, 6, 25),
            Self::Schlecht => raten(480, 3000, 40, 60),
        }
    }
}

/// How often something goes wrong.
#[derive(Debug, Clone, Copy)]
struct Raten {
    /// Characters of the text in ten thousand.
    text: u64,
    /// Characters of small print in ten thousand.
    klein: u64,
    /// Lines of small print in a hundred that are not read at all.
    verloren: u64,
    /// Pages in a hundred with a line of dirt.
    schmutz: u64,
}

/// What one character, or a pair, is read as.
const VERWECHSLUNGEN: &[(&str, &[&str])] = &[
    ("rn", &["m"]),
    ("m", &["in", "ni", "rn", "n"]),
    ("n", &["u", "i", "ı"]),
    ("u", &["n", "a"]),
    ("ü", &["u", "ii", "i"]),
    ("ä", &["a", "à"]),
    ("ö", &["o", "6"]),
    ("ß", &["B", "8", "fs"]),
    ("e", &["c", "o"]),
    ("c", &["e"]),
    ("l", &["I", "i", "1", "t"]),
    ("i", &["ı", "l", "t"]),
    ("t", &["l", "r", "f"]),
    ("f", &["l", "t"]),
    ("a", &["u", "o", "n"]),
    ("h", &["li", "b", "n"]),
    ("b", &["h", "6"]),
    ("g", &["q", "p"]),
    ("w", &["vv", "v"]),
    ("r", &["v", "t"]),
    ("I", &["l", "1", "T"]),
    ("S", &["5", "8"]),
    ("B", &["8", "E"]),
    ("E", &["F", "B", "K"]),
    ("K", &["R", "X"]),
    ("H", &["II", "11"]),
    ("V", &["v", "Y"]),
    ("Z", &["2"]),
    ("0", &["O", "9", "6"]),
    ("1", &["I", "l", "4"]),
    ("2", &["7", "Z"]),
    ("3", &["8", "5"]),
    ("4", &["1", "-1", "A"]),
    ("5", &["S", "6", "3"]),
    ("6", &["0", "8", "5"]),
    ("7", &["1", "/"]),
    ("8", &["3", "B", "6"]),
    ("9", &["0", "3"]),
    ("/", &["7", "I", ""]),
    ("-", &["–", "", "."]),
    ("–", &["-", "—"]),
    (".", &[",", "", ":"]),
    (",", &["."]),
    (";", &[":", ","]),
    (":", &[".", ""]),
    ("§", &["8", "$"]),
    ("€", &["E", "£", "C"]),
    (" ", &["", ". ", "  "]),
];

/// What dirt, staples and punch holes are read as.
const SCHMUTZ: &[&str] =
    &["r|\\", "-", "EN", "j", ".", "’ ‘", "Sa", "| ı", "_—", "® e", "= .", "i"];

/// Returns what a reader gets of a page; `hand`: it was written by hand.
pub(crate) fn gelesen(text: &str, guete: Guete, hand: bool, rng: &mut Rng) -> String {
    let raten = guete.raten(hand);
    let mut out: Vec<String> = Vec::new();
    // Right halves of lines that are read as a column of their own.
    let mut spalte: Vec<String> = Vec::new();
    for line in text.split('\n') {
        if line.is_empty() {
            out.append(&mut spalte);
            continue;
        }
        let klein = line.contains('·') || line.contains("IBAN") && line.contains("Bank ");
        if klein && rng.chance(raten.verloren) {
            continue;
        }
        let rate = if klein { raten.klein } else { strecke(raten.text, rng) };
        let read: Vec<String> = line.split('\t').map(|piece| verlesen(piece, rate, rng)).collect();
        match read.split_first() {
            Some((left, right)) if !right.is_empty() && rng.chance(22) => {
                out.push(left.clone());
                spalte.push(right.join(" "));
            }
            _ => out.push(read.join(" ")),
        }
    }
    out.append(&mut spalte);
    if rng.chance(raten.schmutz) {
        let place = rng.pick_index(out.len() + 1);
        out.insert(place, rng.pick(SCHMUTZ).to_owned());
    }
    out.join("\n")
}

/// Errors crowd: most lines have fewer than the rate says, some many more.
fn strecke(rate: u64, rng: &mut Rng) -> u64 {
    match rng.between(1, 100) {
        1..=70 => rate * 4 / 10,
        71..=92 => rate * 14 / 10,
        _ => rate * 5,
    }
}

/// Reads a piece of a line with so many errors in ten thousand characters.
fn verlesen(piece: &str, rate: u64, rng: &mut Rng) -> String {
    let mut out = String::new();
    let mut rest = piece;
    while let Some(c) = rest.chars().next() {
        let hit = rng.between(1, 10_000) <= rate;
        let found = VERWECHSLUNGEN.iter().find(|(right, _)| hit && rest.starts_with(right));
        let taken = match found {
            Some((right, wrong)) => {
                out.push_str(rng.pick(wrong));
                right.len()
            }
            // A character without a double is lost, or read as dirt.
            None if hit && rng.chance(60) => c.len_utf8(),
            None => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out.replace('·', if rng.chance(50) { "-" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEITE: &str = "Tiefbau Rohrdommel GmbH\n\nGemeinde Erlenquell\tIhr Zeichen: 4.2-17/2026-3\n\n\
                         seit drei Wochen ist die Sperrung in der Marktstraße zu Ende, und noch immer\n\
                         stehen dort die Schilder. Bitte lassen Sie sie wegräumen.";

    fn fehler(guete: Guete) -> usize {
        let mut rng = Rng::new(9);
        let worte: Vec<&str> = SEITE.split_whitespace().collect();
        (0..200)
            .map(|_| {
                let read = gelesen(SEITE, guete, false, &mut rng);
                worte.iter().filter(|word| !read.split_whitespace().any(|w| w == **word)).count()
            })
            .sum()
    }

    #[test]
    fn worse_scans_lose_more_words() {
        let lost = [Guete::Sauber, Guete::Ueblich, Guete::Schlecht].map(fehler);
        assert!(lost[0] < lost[1] && lost[1] < lost[2], "{lost:?}");
        assert!(lost[0] > 0);
    }

    #[test]
    fn same_numbers_give_the_same_reading() {
        let read = |seed| gelesen(SEITE, Guete::Schlecht, false, &mut Rng::new(seed));
        assert_eq!(read(1), read(1));
        assert_ne!(read(1), read(2));
    }
}
