//! The letter as lines and words with their places, and which part of a letter each line is.
//!
//! Never reads more than a bounded part of what a stranger sent, and never changes it: places are
//! ranges of the lines as they came.

use std::ops::Range;

use domain::suchform::suchform;

use crate::vorschlag::{Fundstelle, Schreiben};

/// Pages read from the beginning; the last one is read besides.
const SEITEN_MAX: usize = 8;
/// Bytes read of all pages.
const BYTES_MAX: usize = 200_000;
/// Bytes read of a line.
const ZEILE_MAX: usize = 1000;
/// Lines read.
const ZEILEN_MAX: usize = 4000;
/// Words read.
const WORTE_MAX: usize = 30_000;
/// Lines of the first page that can be its head.
const KOPF_MAX: usize = 40;
/// Lines after the greeting that can name who wrote.
const SCHLUSS_MAX: usize = 7;
/// Lines of an address.
const ANSCHRIFT_MAX: usize = 7;

/// Which part of the letter a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Lage {
    /// Letterhead, return line, address of who writes.
    Absender,
    /// Address of the one written to.
    Empfaenger,
    /// The rest of the head: references, date.
    Kopf,
    /// Subject.
    Betreff,
    /// What is said.
    Text,
    /// Behind the greeting.
    Schluss,
}

/// A line of the letter.
#[derive(Debug, Clone)]
pub(crate) struct Zeile<'a> {
    /// Page, from 1; 0 for the subject of the message.
    pub(crate) seite: u32,
    /// Line of the page, from 1.
    pub(crate) nummer: u32,
    pub(crate) text: &'a str,
    pub(crate) lage: Lage,
    /// Its words among all.
    pub(crate) worte: Range<usize>,
}

/// A range of bytes in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stelle {
    /// Number of the line among all that were read.
    pub(crate) zeile: usize,
    pub(crate) von: usize,
    pub(crate) bis: usize,
}

/// A word of the letter.
#[derive(Debug, Clone)]
pub(crate) struct Wort {
    pub(crate) stelle: Stelle,
    /// In search form.
    pub(crate) form: String,
}

/// A letter.
#[derive(Debug, Default)]
pub(crate) struct Blatt<'a> {
    pub(crate) zeilen: Vec<Zeile<'a>>,
    pub(crate) worte: Vec<Wort>,
}

impl<'a> Blatt<'a> {
    /// Reads a letter.
    pub(crate) fn new(schreiben: &Schreiben<'a>) -> Self {
        let mut blatt = Self::default();
        let mut left = BYTES_MAX;
        if let Some(betreff) = schreiben.betreff {
            blatt.push(0, 1, betreff, &mut left);
        }
        let last = schreiben.seiten.len().saturating_sub(1);
        for (nummer, seite) in schreiben.seiten.iter().enumerate() {
            if nummer >= SEITEN_MAX && nummer != last {
                continue;
            }
            for (zeile, text) in seite.split('\n').enumerate() {
                blatt.push(count(nummer), count(zeile), text, &mut left);
            }
        }
        blatt.parts();
        blatt
    }

    fn push(&mut self, seite: u32, nummer: u32, text: &'a str, left: &mut usize) {
        if self.zeilen.len() >= ZEILEN_MAX || *left == 0 {
            return;
        }
        let text = cut(text.trim_end(), ZEILE_MAX.min(*left));
        *left -= text.len().min(*left);
        let zeile = self.zeilen.len();
        let from = self.worte.len();
        let room = WORTE_MAX.saturating_sub(from);
        self.worte.extend(
            worte(text)
                .map(|(von, bis)| Wort {
                    stelle: Stelle { zeile, von, bis },
                    form: suchform(text.get(von..bis).unwrap_or_default()),
                })
                .take(room),
        );
        let lage = if seite == 0 { Lage::Betreff } else { Lage::Text };
        self.zeilen.push(Zeile { seite, nummer, text, lage, worte: from..self.worte.len() });
    }

    /// Returns the words of a line.
    pub(crate) fn worte_in(&self, zeile: usize) -> &[Wort] {
        let range = self.zeilen.get(zeile).map_or(0..0, |zeile| zeile.worte.clone());
        self.worte.get(range).unwrap_or_default()
    }

    /// Returns the part of the letter in which a place lies.
    pub(crate) fn lage(&self, stelle: Stelle) -> Lage {
        self.zeilen.get(stelle.zeile).map_or(Lage::Text, |zeile| zeile.lage)
    }

    /// Returns what stands at a place.
    pub(crate) fn wortlaut(&self, stelle: Stelle) -> &'a str {
        let zeile = self.zeilen.get(stelle.zeile);
        zeile.and_then(|zeile| zeile.text.get(stelle.von..stelle.bis)).unwrap_or_default()
    }

    /// Returns page and line of a place; none in the subject of the message.
    pub(crate) fn fundstelle(&self, stelle: Stelle) -> Option<Fundstelle> {
        let zeile = self.zeilen.get(stelle.zeile).filter(|zeile| zeile.seite > 0)?;
        Some(Fundstelle { seite: zeile.seite, zeile: zeile.nummer })
    }

    /// Returns the lines of one part.
    pub(crate) fn zeilen_in(&self, lage: Lage) -> impl Iterator<Item = usize> + '_ {
        let all = self.zeilen.iter().enumerate();
        all.filter(move |(_, zeile)| zeile.lage == lage).map(|(at, _)| at)
    }

    /// Returns a line's text.
    pub(crate) fn text(&self, zeile: usize) -> &'a str {
        self.zeilen.get(zeile).map_or("", |zeile| zeile.text)
    }

    /// Returns a line's words in search form, joined by spaces.
    pub(crate) fn form(&self, zeile: usize) -> String {
        let words = self.worte_in(zeile).iter().map(|wort| wort.form.as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    fn mark(&mut self, zeile: usize, lage: Lage) {
        if let Some(zeile) = self.zeilen.get_mut(zeile) {
            zeile.lage = lage;
        }
    }

    /// Finds out which part each line is.
    fn parts(&mut self) {
        let first = self.zeilen.iter().position(|zeile| zeile.seite == 1).unwrap_or(0);
        let page = self.zeilen.iter().skip(first).take_while(|zeile| zeile.seite == 1).count();
        let salutation = (first..first + page).find(|at| is_salutation(&self.form(*at)));
        // It names who is written to, not what it is about.
        salutation.into_iter().for_each(|at| self.mark(at, Lage::Empfaenger));
        if self.message_head(first) {
            return self.ends(first);
        }
        let end = salutation.unwrap_or_else(|| first + page.min(KOPF_MAX) * 2 / 3);
        for at in first..end {
            self.mark(at, Lage::Kopf);
        }
        self.addresses(first, end);
        self.subject(first, end, salutation.is_some());
        self.ends(end);
    }

    /// Marks the lines of a printed message's head; says whether the page begins with one.
    fn message_head(&mut self, first: usize) -> bool {
        const LINES: usize = 8;
        let mut from = false;
        for at in first..first + LINES {
            let form = self.form(at);
            let lage = match form.split(' ').next().unwrap_or_default() {
                "von" | "from" => Lage::Absender,
                "an" | "cc" | "to" => Lage::Empfaenger,
                "betreff" | "subject" => Lage::Betreff,
                "gesendet" | "datum" | "sent" | "date" => Lage::Kopf,
                _ if from => return true,
                _ => return false,
            };
            from |= lage == Lage::Absender;
            if !self.text(at).contains(':') || !from {
                return false;
            }
            self.mark(at, lage);
        }
        from
    }

    /// Marks who writes and who is written to, by the lines with postal code and place.
    fn addresses(&mut self, first: usize, end: usize) {
        let mut blocks: Vec<Range<usize>> = Vec::new();
        for at in first..end {
            if postal(self.text(at)).is_none() || is_labelled(&self.form(at)) {
                continue;
            }
            let floor = blocks.last().map_or(first, |block| block.end);
            let mut from = at;
            while from > floor && at - from < ANSCHRIFT_MAX {
                let above = self.text(from - 1);
                if above.trim().is_empty() && from < at || is_labelled(&self.form(from - 1)) {
                    break;
                }
                from -= 1;
            }
            blocks.push(from..at + 1);
        }
        let ours = |block: &Range<usize>| block.clone().any(|at| is_office(&self.form(at)));
        let to = (blocks.len() > 1 || blocks.first().is_some_and(ours))
            .then(|| blocks.iter().rposition(ours).unwrap_or(blocks.len().saturating_sub(1)));
        // What stands above the first address is the letterhead.
        let top = blocks.first().map_or(end.min(first + 4), |block| block.start);
        for at in first..top {
            self.mark(at, Lage::Absender);
        }
        for (nummer, block) in blocks.into_iter().enumerate() {
            let lage = if Some(nummer) == to { Lage::Empfaenger } else { Lage::Absender };
            for at in block {
                self.mark(at, lage);
            }
        }
    }

    /// Marks the subject: what is called so, or what stands last before the salutation.
    fn subject(&mut self, first: usize, end: usize, salutation: bool) {
        let called = (first..end).find(|at| {
            let form = self.form(*at);
            ["betreff", "betr", "betrifft", "wegen"].iter().any(|w| starts_with_word(&form, w))
        });
        if let Some(at) = called {
            return self.mark(at, Lage::Betreff);
        }
        if !salutation {
            return;
        }
        let mut marked = 0;
        for at in (first..end).rev() {
            let form = self.form(at);
            if form.is_empty() {
                if marked > 0 {
                    break;
                }
                continue;
            }
            let lage = self.zeilen.get(at).map(|zeile| zeile.lage);
            if marked == 3 || lage != Some(Lage::Kopf) || is_date_line(&form) {
                break;
            }
            // A line with references below the subject belongs to it, but is none.
            if !is_labelled(&form) && !starts_with_word(&form, "bezug") {
                self.mark(at, Lage::Betreff);
                marked += 1;
            } else if marked > 0 {
                break;
            }
        }
    }

    /// Marks what stands behind the greetings.
    fn ends(&mut self, from: usize) {
        let mut left = 0;
        for at in from..self.zeilen.len() {
            let form = self.form(at);
            if is_greeting(&form) {
                left = SCHLUSS_MAX;
            } else if left > 0 && !form.is_empty() {
                left -= 1;
                self.mark(at, Lage::Schluss);
            }
        }
    }
}

fn count(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX - 1) + 1
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Returns where the words of a line stand: letters and digits without anything between.
pub(crate) fn worte(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let von = at + rest.find(char::is_alphanumeric)?;
        let rest = text.get(von..)?;
        let in_word = |c: char| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}');
        at = von + rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        Some((von, at))
    })
}

/// Returns the words of a text that is one line.
pub(crate) fn worte_von(text: &str) -> Vec<Wort> {
    let word = |(von, bis)| Wort {
        stelle: Stelle { zeile: 0, von, bis },
        form: suchform(text.get(von..bis).unwrap_or_default()),
    };
    worte(text).map(word).collect()
}

/// Finds a postal code with its place: five digits and a name behind them.
pub(crate) fn postal(text: &str) -> Option<(&str, &str)> {
    let mut words = worte(text).peekable();
    while let Some((von, bis)) = words.next() {
        let code = text.get(von..bis)?;
        let digits = code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit());
        let Some((next, to)) = words.peek().filter(|_| digits) else { continue };
        let gap = text.get(bis..*next)?;
        let place = text.get(*next..*to)?;
        if gap.trim().is_empty() && place.len() > 1 && place.starts_with(char::is_uppercase) {
            return Some((code, place));
        }
    }
    None
}

pub(crate) fn starts_with_word(form: &str, word: &str) -> bool {
    form.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn is_salutation(form: &str) -> bool {
    const WORDS: [&str; 9] = [
        "sehr geehrt",
        "sehr verehrt",
        "sehr gechrt",
        "guten tag",
        "guten morgen",
        "hallo",
        "liebe",
        "lieber",
        "werte",
    ];
    WORDS.iter().any(|word| form.starts_with(word))
}

fn is_greeting(form: &str) -> bool {
    const WORDS: [&str; 10] = [
        "mit freundlich",
        "freundliche gr",
        "mit besten gr",
        "beste gr",
        "viele gr",
        "mit vorzuglich",
        "mit kollegial",
        "hochachtungsvoll",
        "herzliche gr",
        "mfg",
    ];
    WORDS.iter().any(|word| form.starts_with(word))
}

/// Says whether a line of the head is one of a block of references.
fn is_labelled(form: &str) -> bool {
    const WORDS: [&str; 22] = [
        "ihr zeichen",
        "ihre zeichen",
        "unser zeichen",
        "unsere zeichen",
        "mein zeichen",
        "ihre nachricht",
        "ihr schreiben",
        "datum",
        "telefon",
        "tel",
        "telefax",
        "fax",
        "e mail",
        "mail",
        "bearbeiter",
        "bearbeiterin",
        "ansprechpartner",
        "az",
        "aktenzeichen",
        "geschaftszeichen",
        "kundennummer",
        "rechnungsnummer",
    ];
    WORDS.iter().any(|word| starts_with_word(form, word))
}

/// Says whether a line of an address names an office such as ours.
fn is_office(form: &str) -> bool {
    const WORDS: [&str; 15] = [
        "gemeinde",
        "stadt",
        "markt",
        "stadtverwaltung",
        "gemeindeverwaltung",
        "verwaltungsgemeinschaft",
        "samtgemeinde",
        "verbandsgemeinde",
        "burgermeister",
        "burgermeisterin",
        "rathaus",
        "kammerei",
        "gemeindekasse",
        "stadtkasse",
        "vg",
    ];
    form.split(' ').any(|word| WORDS.contains(&word))
}

/// Says whether a line says little but a date.
fn is_date_line(form: &str) -> bool {
    let years = |word: &str| word.len() == 4 && (word.starts_with("20") || word.starts_with("19"));
    form.split(' ').count() <= 6 && form.split(' ').next_back().is_some_and(years)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lagen(text: &str) -> Vec<(Lage, &str)> {
        let seiten = [text.to_owned()];
        let schreiben = Schreiben { seiten: &seiten, ..Schreiben::default() };
        let blatt = Blatt::new(&schreiben);
        let all = blatt.zeilen.iter().filter(|zeile| !zeile.text.is_empty());
        all.map(|zeile| (zeile.lage, text.split('\n').find(|t| *t == zeile.text).unwrap()))
            .collect()
    }

    #[test]
    fn the_parts_of_a_letter_are_told_apart() {
        let text = "Tannert Haustechnik\nHohlweg 30 · 00417 Lindenhain · Tel. 00000 41730\n\n\
             Gemeinde Lindenhain\nAm Anger 1\n00417 Lindenhain\n\n\
             Lindenhain, 16. Oktober 2026\n\nRechnung Nr. 26-0384: Heizung\n\
             Bezug: Ihr Zeichen 4.4-1/2026-1\n\nSehr geehrte Damen und Herren,\n\n\
             wir berechnen Ihnen:\n\nMit freundlichen Grüßen\n\nTannert Haustechnik";
        let found: Vec<Lage> = lagen(text).into_iter().map(|(lage, _)| lage).collect();
        use Lage::{Absender, Betreff, Empfaenger, Kopf, Schluss, Text};
        assert_eq!(
            found,
            [
                Absender, Absender, Empfaenger, Empfaenger, Empfaenger, Kopf, Betreff, Kopf,
                Empfaenger, Text, Text, Schluss
            ]
        );
    }

    #[test]
    fn a_postal_code_has_a_place_behind_it() {
        assert_eq!(postal("Hohlweg 30 · 00417 Lindenhain"), Some(("00417", "Lindenhain")));
        assert_eq!(postal("Rechnung 12345 vom 3.5."), None);
        assert_eq!(postal("Zähler 12345"), None);
    }
}
