//! The picture beside the XML: does what a person reads agree with what a program reads?
//!
//! Never decides which of them is right (the XML is), and never proves agreement: a value counts
//! as found if it stands anywhere on the page.

use domain::rechnung::{Betrag, cent_deutsch};
use domain::{Datum, Rechnung};

use crate::worte;

const MONATE: [(&str, &str); 12] = [
    ("januar", "jan"),
    ("februar", "feb"),
    ("märz", "mär"),
    ("april", "apr"),
    ("mai", "mai"),
    ("juni", "jun"),
    ("juli", "jul"),
    ("august", "aug"),
    ("september", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("dezember", "dez"),
];

/// Text of a page without spaces; a flag says where one stood.
struct Seite {
    chars: Vec<char>,
    nach_luecke: Vec<bool>,
}

impl Seite {
    fn neu(text: &str) -> Self {
        let mut seite = Self { chars: Vec::new(), nach_luecke: Vec::new() };
        let mut gap = true;
        for c in text.chars() {
            // Spaces of any width, and the marks that OCR and PDF put between digits.
            if c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}') {
                gap = true;
                continue;
            }
            for lower in c.to_lowercase() {
                seite.chars.push(lower);
                seite.nach_luecke.push(gap);
                gap = false;
            }
        }
        seite
    }

    /// Tells whether a text stands on the page and `grenze` holds on both sides of it. It gets
    /// the neighbour and the one beyond, both absent behind a gap.
    fn hat(&self, text: &str, grenze: fn(char, Option<char>) -> bool) -> bool {
        let needle: Vec<char> =
            text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        let Some(first) = needle.first() else { return false };
        let gap = |at: usize| self.nach_luecke.get(at).copied().unwrap_or(true);
        let at = |at: usize| self.chars.get(at).copied();
        let free = |start: usize| {
            let end = start + needle.len();
            let before = match start.checked_sub(1).filter(|_| !gap(start)) {
                None => true,
                Some(one) => at(one).is_none_or(|c| {
                    let beyond = one.checked_sub(1).filter(|_| !gap(one)).and_then(at);
                    grenze(c, beyond)
                }),
            };
            let after = gap(end)
                || at(end).is_none_or(|c| {
                    let beyond = if gap(end + 1) { None } else { at(end + 1) };
                    grenze(c, beyond)
                });
            before && after
        };
        self.chars.iter().enumerate().any(|(start, c)| {
            c == first
                && self.chars.get(start..).is_some_and(|rest| rest.starts_with(&needle))
                && free(start)
        })
    }
}

/// Beside a word no letter and no digit.
fn wortgrenze(c: char, _: Option<char>) -> bool {
    !c.is_alphanumeric()
}

/// Beside a number no digit, and no point or comma with another digit behind.
fn zahlgrenze(c: char, beyond: Option<char>) -> bool {
    match c {
        '.' | ',' | '\'' | '’' => !beyond.is_some_and(|c| c.is_ascii_digit()),
        _ => !c.is_ascii_digit(),
    }
}

/// Returns spellings of an amount: German, English, Swiss, without groups, and whole euros.
fn betraege(cent: i64) -> Vec<String> {
    let german = cent_deutsch(cent.checked_abs().unwrap_or(i64::MAX));
    let (whole, places) = german.split_once(',').unwrap_or((&german, "00"));
    let plain = whole.replace('.', "");
    let mut out = Vec::new();
    for point in [",", "."] {
        out.push(format!("{plain}{point}{places}"));
    }
    out.push(german.clone());
    out.push(format!("{},{places}", whole.replace('.', "'")));
    out.push(format!("{}.{places}", whole.replace('.', ",")));
    out.push(format!("{}.{places}", whole.replace('.', "'")));
    out.push(format!("{}.{places}", whole.replace('.', "’")));
    if places == "00" {
        for whole in [whole, &plain] {
            for end in [",-", ",–", ",—", "€", "eur"] {
                out.push(format!("{whole}{end}"));
            }
        }
    }
    out
}

/// Returns spellings of a date.
fn daten(datum: Datum) -> Vec<String> {
    let (d, m, y) = (datum.day(), datum.month(), datum.year());
    let mut out = vec![format!("{y:04}-{m:02}-{d:02}")];
    for point in [".", "/", "-"] {
        out.push(format!("{d:02}{point}{m:02}{point}{y:04}"));
        out.push(format!("{d}{point}{m}{point}{y:04}"));
        out.push(format!("{d:02}{point}{m:02}{point}{:02}", y.rem_euclid(100)));
    }
    let month = usize::try_from(m - 1).ok().and_then(|at| MONATE.get(at));
    for day in [format!("{d}"), format!("{d:02}")] {
        if let Some((long, short)) = month {
            for name in [*long, *short, "maerz"] {
                if name == "maerz" && m != 3 {
                    continue;
                }
                for (point, end) in [(".", ""), (".", "."), ("", "")] {
                    out.push(format!("{day}{point}{name}{end}{y:04}"));
                }
            }
        }
    }
    out
}

/// Compares what the XML says with what a person sees on the page; one German sentence for each
/// value that does not stand there.
pub fn compare(rechnung: &Rechnung, page_text: &str) -> Vec<String> {
    let seite = Seite::neu(page_text);
    if seite.chars.is_empty() {
        return vec![
            "Die Seiten haben keinen lesbaren Text und konnten nicht mit den Rechnungsdaten \
             verglichen werden."
                .to_owned(),
        ];
    }
    let mut out = Vec::new();
    let mut fehlt = |was: &str, wert: &str| {
        out.push(format!(
            "{was} {wert} aus den Rechnungsdaten steht nicht im sichtbaren Text. \
             Maßgeblich sind die Rechnungsdaten. Bitte vergleichen."
        ));
    };
    if let Some(brutto) = &rechnung.summen.brutto
        && !steht(&seite, brutto)
    {
        fehlt("Der Gesamtbetrag", &worte::geld(brutto, &rechnung.waehrung));
    }
    if !rechnung.nummer.is_empty() && !seite.hat(&rechnung.nummer, wortgrenze) {
        fehlt("Die Rechnungsnummer", &rechnung.nummer);
    }
    for iban in rechnung.iban.iter().filter(|iban| !seite.hat(iban, wortgrenze)) {
        fehlt("Die IBAN", &worte::iban(iban));
    }
    if let Some(datum) = rechnung.datum
        && !daten(datum).iter().any(|text| seite.hat(text, zahlgrenze))
    {
        fehlt("Das Rechnungsdatum", &worte::datum(datum));
    }
    out
}

fn steht(seite: &Seite, betrag: &Betrag) -> bool {
    match betrag.cent {
        Some(cent) => betraege(cent).iter().any(|text| seite.hat(text, zahlgrenze)),
        None => seite.hat(&betrag.text, zahlgrenze),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rechnung(brutto: &str) -> Rechnung {
        let mut rechnung = Rechnung {
            nummer: "RE-2018/17".to_owned(),
            datum: Some(jiff::civil::date(2018, 3, 5)),
            waehrung: "EUR".to_owned(),
            iban: vec!["DE79000000001234567890".to_owned()],
            ..Rechnung::default()
        };
        rechnung.summen.brutto = Some(Betrag::lesen(brutto));
        rechnung
    }

    const REST: &str = "Rechnung RE-2018/17 vom 5. März 2018, IBAN DE79 0000 0000 1234 5678 90.";

    #[track_caller]
    fn check(brutto: &str, seen: &str, found: bool) {
        let out = compare(&rechnung(brutto), &format!("{REST} Summe {seen} inkl. MwSt."));
        assert_eq!(out.is_empty(), found, "{brutto} in {seen}: {out:?}");
    }

    #[test]
    fn amounts_are_found_in_every_usual_spelling() {
        for seen in [
            "1234,56",
            "1.234,56 €",
            "1234.56",
            "1,234.56",
            "1 234,56",
            "1'234.56",
            "EUR1.234,56",
            "1.234,56.",
            "1\u{a0}234,56",
            "-1.234,56",
        ] {
            check("1234.56", seen, true);
        }
        check("120", "120,00", true);
        check("120", "120,- €", true);
        check("1200", "1.200 EUR", true);
    }

    #[test]
    fn another_amount_is_not_the_amount() {
        for seen in ["1.234,57", "11.234,56", "1.234,567", "234,56", "21234,56", "1234,561"] {
            check("1234.56", seen, false);
        }
        check("234.56", "1.234,56", false);
        check("120", "120 Stück", false);
        let out = compare(&rechnung("529.87"), REST);
        assert_eq!(
            out,
            ["Der Gesamtbetrag 529,87 € aus den Rechnungsdaten steht nicht im \
            sichtbaren Text. Maßgeblich sind die Rechnungsdaten. Bitte vergleichen."]
        );
    }

    #[test]
    fn number_account_and_date_are_looked_for() {
        let look = |text: &str| compare(&rechnung("1.00"), &format!("{text} 1,00 €"));
        assert!(look("re-2018/17 05.03.2018 DE79000000001234567890").is_empty());
        assert!(look("RE-2018/17 5.3.2018 DE79 0000 0000 1234 5678 90").is_empty());
        assert!(look("RE-2018/17 05.03.18 DE79 0000 0000 1234 5678 90").is_empty());
        assert!(look("RE-2018/17 2018-03-05 DE79 0000 0000 1234 5678 90").is_empty());
        assert_eq!(look("RE-2018/17 15.03.2018 DE79 0000 0000 1234 5678 90").len(), 1);
        assert_eq!(look("RE-2018/171 05.03.2018 DE79 0000 0000 1234 5678 91").len(), 2);
        let all = look("nichts");
        assert_eq!(all.len(), 3);
        assert!(all.iter().any(|satz| satz.contains("IBAN DE79 0000 0000 1234 5678 90")));
        assert!(all.iter().any(|satz| satz.contains("05.03.2018")));
    }

    #[test]
    fn page_without_text_is_said_to_have_none() {
        let out = compare(&rechnung("1.00"), " \n\u{c}");
        assert_eq!(out.len(), 1);
        assert!(out[0].contains("keinen lesbaren Text"));
    }
}
