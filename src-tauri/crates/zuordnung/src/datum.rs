//! Days in a text, the date of a letter and the day until which it asks for something.
//!
//! Never a birth date, and never the day of somebody else's letter.

use domain::Datum;
use domain::suchform::suchform;

use crate::blatt::{Blatt, Stelle};

const MONATE: [&str; 12] = [
    "januar",
    "februar",
    "marz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
];
/// Days found in a letter at most.
const MOST: usize = 200;

/// A day in the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) datum: Datum,
    pub(crate) stelle: Stelle,
}

/// Returns the days of a letter in reading order.
pub(crate) fn tage(blatt: &Blatt<'_>) -> Vec<Tag> {
    let mut found = Vec::new();
    for zeile in 0..blatt.zeilen.len() {
        let text = blatt.text(zeile);
        let mut at = 0;
        while let Some(next) = next_digit(text, at) {
            let rest = text.get(next..).unwrap_or_default();
            if let Some((datum, len)) = am_anfang(rest) {
                found.push(Tag { datum, stelle: Stelle { zeile, von: next, bis: next + len } });
                at = next + len;
            } else {
                at = next + rest.bytes().take_while(u8::is_ascii_digit).count().max(1);
            }
            if found.len() == MOST {
                return found;
            }
        }
    }
    found
}

/// Finds the next digit that begins a number.
fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let starts = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        bytes.get(*at).is_some_and(u8::is_ascii_digit)
            && !before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-'))
    };
    (from..bytes.len()).find(starts)
}

/// Reads the day that a text begins with, and how many bytes it takes.
pub(crate) fn am_anfang(text: &str) -> Option<(Datum, usize)> {
    iso(text).or_else(|| deutsch(text))
}

fn iso(text: &str) -> Option<(Datum, usize)> {
    let day = text.get(..10)?;
    let number = |range: std::ops::Range<usize>| day.get(range)?.parse::<i16>().ok();
    let dashes = day.as_bytes().get(4) == Some(&b'-') && day.as_bytes().get(7) == Some(&b'-');
    let ends = !text.get(10..)?.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    if !dashes || !ends {
        return None;
    }
    Some((tag(number(8..10)?, number(5..7)?, number(0..4)?)?, 10))
}

fn deutsch(text: &str) -> Option<(Datum, usize)> {
    let mut leser = Leser { text, at: 0 };
    let day = leser.number(2)?;
    let slash = leser.text.get(leser.at..)?.starts_with('/');
    leser.separator(if slash { '/' } else { '.' })?;
    let (month, named) = match leser.number(2) {
        Some(month) => {
            leser.separator(if slash { '/' } else { '.' })?;
            (month, false)
        }
        None => (leser.month()?, true),
    };
    let from = leser.at;
    let year = leser.number(4)?;
    let year = match leser.at - from {
        4 => year,
        2 if !named => 2000 + year,
        _ => return None,
    };
    let rest = leser.text.get(leser.at..)?;
    // A number goes on where a day ends: 1.2.2026.17 is no day.
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric())
        || rest
            .strip_prefix(['.', '-', '/'])
            .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    if goes_on || slash && year < 1900 {
        return None;
    }
    Some((tag(day, month, year)?, leser.at))
}

fn tag(day: i16, month: i16, year: i16) -> Option<Datum> {
    let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
    (1900..=2100).contains(&year).then(|| Datum::new(year, month, day).ok())?
}

/// Reads a date piece by piece.
struct Leser<'a> {
    text: &'a str,
    at: usize,
}

impl Leser<'_> {
    /// Reads up to so many digits; a letter that is misread for a digit counts beside one.
    fn number(&mut self, most: usize) -> Option<i16> {
        let mut value = 0_i16;
        let mut digits = 0;
        let mut real = false;
        let rest = self.text.get(self.at..)?;
        let mut end = 0;
        for (at, c) in rest.char_indices().take(most) {
            let misread = matches!(c, 'O' | 'o' | 'l' | 'I');
            let digit =
                crate::konfusion::ziffer(c).to_digit(10).filter(|_| c.is_ascii_digit() || misread);
            let Some(digit) = digit else { break };
            real |= c.is_ascii_digit();
            value = value * 10 + i16::try_from(digit).ok()?;
            digits += 1;
            end = at + c.len_utf8();
        }
        if digits == 0 || !real {
            return None;
        }
        self.at += end;
        Some(value)
    }

    fn spaces(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches(' ');
        self.at += (rest.len() - trimmed.len()).min(2);
    }

    fn separator(&mut self, c: char) -> Option<()> {
        self.spaces();
        let rest = self.text.get(self.at..)?;
        // Recognition reads a comma for a stop, and now and then none at all.
        let found = rest.starts_with(c) || c == '.' && rest.starts_with(',');
        found.then(|| self.at += 1)?;
        self.spaces();
        Some(())
    }

    fn month(&mut self) -> Option<i16> {
        let rest = self.text.get(self.at..)?;
        let len = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let name = suchform(rest.get(..len)?);
        let at = MONATE.iter().position(|month| {
            let short = month
                .get(..3)
                .is_some_and(|short| name == short || name == "marz" && short == "mar");
            short || *month == name || name == "sept" && *month == "september"
        })?;
        self.at += len;
        if self.text.get(self.at..)?.starts_with('.') {
            self.at += 1;
        }
        self.spaces();
        i16::try_from(at + 1).ok()
    }
}

/// Says whether a word in search form is a month's name.
pub(crate) fn monat(form: &str) -> bool {
    MONATE.contains(&form)
}

/// Returns up to six words before a place, in search form, the nearest last; over the line's
/// beginning into the line above.
pub(crate) fn davor(blatt: &Blatt<'_>, stelle: Stelle) -> Vec<String> {
    const WORDS: usize = 6;
    let here = blatt.worte_in(stelle.zeile).iter().filter(|w| w.stelle.bis <= stelle.von);
    let mut words: Vec<String> = here.map(|wort| wort.form.clone()).collect();
    if words.len() < 3
        && let Some(above) = stelle.zeile.checked_sub(1)
    {
        let mut more: Vec<String> = blatt.worte_in(above).iter().map(|w| w.form.clone()).collect();
        more.append(&mut words);
        words = more;
    }
    words.split_off(words.len().saturating_sub(WORDS))
}

/// Returns up to six words behind a place, in search form; over the line's end into the next.
pub(crate) fn danach(blatt: &Blatt<'_>, stelle: Stelle) -> Vec<String> {
    const WORDS: usize = 6;
    let here = blatt.worte_in(stelle.zeile).iter().filter(|w| w.stelle.von >= stelle.bis);
    let next = blatt.worte_in(stelle.zeile + 1).iter();
    here.chain(next).take(WORDS).map(|wort| wort.form.clone()).collect()
}

#[cfg(test)]
mod tests {
    use domain::Datum;

    use super::am_anfang;

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = |year, month, day| Some(Datum::new(year, month, day).unwrap());
        for (text, expected) in [
            ("15.03.2026", day(2026, 3, 15)),
            ("15. 3. 2026,", day(2026, 3, 15)),
            ("5.3.26 und", day(2026, 3, 5)),
            ("15. März 2026", day(2026, 3, 15)),
            ("3. Dez. 2025", day(2025, 12, 3)),
            ("1S.03.2026", None),
            ("1O.O3.2O26", day(2026, 3, 10)),
            ("2026-03-15", day(2026, 3, 15)),
            ("15/03/2026", day(2026, 3, 15)),
            ("31.02.2026", None),
            ("4.2-17/2026", None),
            ("1.179,05", None),
            ("12.03.2026.17", None),
            ("7 Tage", None),
        ] {
            assert_eq!(am_anfang(text).map(|(datum, _)| datum), expected, "{text}");
        }
    }
}
