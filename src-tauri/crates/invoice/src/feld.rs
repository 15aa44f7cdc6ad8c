//! Fields taken out of a tree: bounded, trimmed, typed.
//!
//! Never drops anything silently: what was cut or could not be read is remembered as a Hinweis.

use std::cell::{Cell, RefCell};

use domain::Datum;
use domain::rechnung::{Betrag, Rechnungshinweis, Summen};
use roxmltree::Node;

use crate::xml::{find, raw};

/// Longest single field in characters.
const FELD_MAX: usize = 500;
/// Longest number in characters.
const BETRAG_MAX: usize = 40;
/// Longest note or terms of payment in characters.
const TEXT_MAX: usize = 4_000;
/// Most accounts.
const KONTEN_MAX: usize = 20;
/// Most notes.
const ABSAETZE_MAX: usize = 20;

/// Reads fields and remembers what went wrong.
#[derive(Default)]
pub(crate) struct Leser {
    gekuerzt: Cell<bool>,
    hinweise: RefCell<Vec<Rechnungshinweis>>,
}

impl Leser {
    /// Returns the first text at the end of a path, on one line; empty if there is none.
    pub(crate) fn text(&self, node: Node<'_, '_>, path: &[&'static str]) -> String {
        find(node, path).map(|node| self.eine_zeile(&raw(node))).unwrap_or_default()
    }

    /// Returns text on one line.
    pub(crate) fn eine_zeile(&self, text: &str) -> String {
        self.verbunden(text.split_whitespace(), ' ', FELD_MAX)
    }

    /// Returns text with its line breaks.
    pub(crate) fn absatz(&self, text: &str) -> String {
        self.verbunden(text.trim().lines().map(str::trim), '\n', TEXT_MAX)
    }

    /// Joins parts until there is enough: a stranger may send millions of them.
    fn verbunden<'t>(
        &self,
        parts: impl Iterator<Item = &'t str>,
        between: char,
        max: usize,
    ) -> String {
        let mut out = String::new();
        for part in parts {
            if !out.is_empty() {
                out.push(between);
            }
            // One more than allowed says that there was more; a character has up to four bytes.
            out.extend(part.chars().filter(|c| zeigbar(*c)).take(max + 1));
            if out.len() > 4 * (max + 1) {
                break;
            }
        }
        self.kurz(&out, max)
    }

    /// Cuts what is too long.
    fn kurz(&self, text: &str, max: usize) -> String {
        let mut chars = text.chars();
        let out: String = chars.by_ref().take(max).collect();
        if chars.next().is_some() {
            self.gekuerzt.set(true);
        }
        out
    }

    /// Returns the amount at the end of a path.
    pub(crate) fn betrag(&self, node: Node<'_, '_>, path: &[&'static str]) -> Option<Betrag> {
        let text = raw(find(node, path)?);
        let text = self.verbunden(text.split_whitespace(), ' ', BETRAG_MAX);
        (!text.is_empty()).then(|| Betrag::lesen(&text))
    }

    /// Returns the sum of amounts; absent without any, or where one is no amount.
    pub(crate) fn summe<'a, 'i: 'a>(
        &self,
        nodes: impl Iterator<Item = Node<'a, 'i>>,
    ) -> Option<Betrag> {
        let cents = |node| self.betrag(node, &[]).and_then(|betrag| betrag.cent);
        let mut nodes = nodes.peekable();
        nodes.peek()?;
        let cent = nodes.map(cents).try_fold(0_i64, |sum, cent| sum.checked_add(cent?))?;
        let sign = if cent < 0 { "-" } else { "" };
        let (whole, part) = (cent.unsigned_abs() / 100, cent.unsigned_abs() % 100);
        Some(Betrag::lesen(&format!("{sign}{whole}.{part:02}")))
    }

    /// Sorts the totals of VAT by currency: that of the invoice, and that of accounting.
    pub(crate) fn steuersummen<'a, 'i: 'a>(
        &self,
        nodes: impl Iterator<Item = Node<'a, 'i>>,
        waehrung: &str,
        summen: &mut Summen,
    ) {
        for node in nodes {
            let own = node.attribute("currencyID").is_none_or(|code| code == waehrung);
            let place = if own { &mut summen.steuer } else { &mut summen.steuer_buchwaehrung };
            if place.is_none() {
                *place = self.betrag(node, &[]);
            }
        }
    }

    /// Collects accounts, each once and without spaces.
    pub(crate) fn konten<'a, 'i: 'a>(
        &self,
        nodes: impl Iterator<Item = Node<'a, 'i>>,
        iban: &mut Vec<String>,
    ) {
        for node in nodes {
            let konto: String = self.text(node, &[]).split_whitespace().collect();
            if konto.is_empty() || iban.contains(&konto) {
                continue;
            }
            if iban.len() >= KONTEN_MAX {
                return self.kuerzen();
            }
            iban.push(konto);
        }
    }

    /// Returns notes that are not empty.
    pub(crate) fn absaetze<'a, 'i: 'a>(
        &self,
        nodes: impl Iterator<Item = Node<'a, 'i>>,
    ) -> Vec<String> {
        let notes = self.hoechstens(nodes, ABSAETZE_MAX).map(|node| self.absatz(&raw(node)));
        notes.filter(|text| !text.is_empty()).collect()
    }

    /// Passes the first few on and remembers if there were more.
    pub(crate) fn hoechstens<T>(
        &self,
        items: impl Iterator<Item = T>,
        max: usize,
    ) -> impl Iterator<Item = T> {
        items.enumerate().map_while(move |(at, item)| {
            if at >= max {
                self.kuerzen();
                return None;
            }
            Some(item)
        })
    }

    /// Reads a date: `2018-03-05` (perhaps with a time zone) or, in CII, `20180305`.
    pub(crate) fn datum(
        &self,
        node: Node<'_, '_>,
        path: &[&'static str],
        name: &str,
    ) -> Option<Datum> {
        let text = self.text(node, path);
        if text.is_empty() {
            return None;
        }
        let datum = datum(&text);
        if datum.is_none() {
            self.hinweis("Datum", format!("Das {name} „{text}“ ist kein lesbares Datum."));
        }
        datum
    }

    /// Remembers something a person has to know.
    pub(crate) fn hinweis(&self, regel: &str, text: String) {
        self.hinweise.borrow_mut().push(Rechnungshinweis { regel: regel.to_owned(), text });
    }

    /// Remembers that something was left out.
    pub(crate) fn kuerzen(&self) {
        self.gekuerzt.set(true);
    }

    /// Returns what was remembered.
    pub(crate) fn fertig(self) -> Vec<Rechnungshinweis> {
        if self.gekuerzt.get() {
            self.hinweis(
                "Umfang",
                "Die Rechnung ist ungewöhnlich umfangreich; angezeigt wird nur ein Teil. \
                 Das Original ist vollständig gespeichert."
                    .to_owned(),
            );
        }
        self.hinweise.into_inner()
    }
}

/// Tells whether a character may be shown: marks that turn the direction of writing can make a
/// number look like another one.
fn zeigbar(c: char) -> bool {
    c == '\n'
        || !(c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}'))
}

fn datum(text: &str) -> Option<Datum> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Datum::strptime("%Y%m%d", text).ok();
    }
    let (day, zone) = text.split_at_checked(10)?;
    let zone_ok = matches!(zone, "" | "Z") || zone.starts_with(['+', '-', 'T']) && zone.len() <= 24;
    zone_ok.then(|| Datum::strptime("%Y-%m-%d", day).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_both_syntaxes_are_read() {
        let day = Some(jiff::civil::date(2018, 3, 5));
        assert_eq!(datum("20180305"), day);
        assert_eq!(datum("2018-03-05"), day);
        assert_eq!(datum("2018-03-05+01:00"), day);
        assert_eq!(datum("2018-03-05Z"), day);
        assert_eq!(datum("2018-02-30"), None);
        assert_eq!(datum("05.03.2018"), None);
        assert_eq!(datum("2018-03-05 oder später"), None);
        assert_eq!(datum("ä2018-03-0"), None);
    }

    #[test]
    fn what_is_cut_is_said() {
        let leser = Leser::default();
        assert_eq!(leser.eine_zeile(&"ä".repeat(501)).chars().count(), 500);
        assert_eq!(leser.fertig().len(), 1);
        let leser = Leser::default();
        assert_eq!(leser.eine_zeile(" 12\u{202e}34\n\t5 "), "1234 5");
        assert!(leser.fertig().is_empty());
    }
}
