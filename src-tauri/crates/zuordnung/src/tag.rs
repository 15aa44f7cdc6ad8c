//! The date of a letter, and the day until which it asks for something.
//!
//! A term of weeks or months runs from the letter's date or from its receipt, as it says (BGB
//! §§ 187, 188); it is not moved off a weekend, because what is asked for decides about that.

use domain::Datum;
use domain::suchform::suchform;
use jiff::{Span, ToSpan};

use crate::blatt::{Lage, Stelle};
use crate::datum::{self, Tag};
use crate::gelesen::Gelesen;
use crate::gewichte::{Frist, Messung as _, Tag as Merkmal};
use crate::modell;

/// Days compared.
const MOST: usize = 60;
/// Days before the receipt at which a letter's own date can lie.
const OLDEST: i32 = 800;

/// A day that may be the answer.
#[derive(Debug, Clone)]
pub(crate) struct Kandidat {
    pub(crate) datum: Datum,
    pub(crate) stelle: Stelle,
    pub(crate) werte: Vec<f32>,
    pub(crate) anteil: f64,
}

fn days(from: Datum, to: Datum) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Returns the days that may be the letter's, the most probable first.
pub(crate) fn datum(gelesen: &Gelesen<'_>) -> Vec<Kandidat> {
    let eingang = gelesen.schreiben.eingang;
    let fits = |tag: &&Tag| {
        eingang.is_none_or(|eingang| (-3..=OLDEST).contains(&days(tag.datum, eingang)))
    };
    let mut found: Vec<Kandidat> = Vec::new();
    let youngest = gelesen.tage.iter().filter(fits).map(|tag| tag.datum).max();
    for tag in gelesen.tage.iter().filter(fits).take(MOST) {
        let mut werte = own_date(gelesen, tag);
        Merkmal::Erster.set(&mut werte, f64::from(u8::from(found.is_empty())));
        Merkmal::Juengster.set(&mut werte, f64::from(u8::from(Some(tag.datum) == youngest)));
        if let Some(eingang) = eingang {
            Merkmal::Alter.set(&mut werte, f64::from(days(tag.datum, eingang).max(0)).ln_1p());
        }
        // The same day in several places is one answer, with the best of its places.
        match found.iter_mut().find(|other| other.datum == tag.datum) {
            Some(other) => {
                let better = modell::summe(Merkmal::GEWICHTE, &werte)
                    > modell::summe(Merkmal::GEWICHTE, &other.werte);
                if better {
                    (other.werte, other.stelle) = (werte, tag.stelle);
                }
                Merkmal::Mehrmals.set(&mut other.werte, 1.0);
            }
            None => {
                found.push(Kandidat { datum: tag.datum, stelle: tag.stelle, werte, anteil: 0.0 })
            }
        }
    }
    ranked(found, Merkmal::GEWICHTE, kein_datum())
}

/// The candidate that the letter has no date.
pub(crate) fn kein_datum() -> Vec<f32> {
    let mut werte = Merkmal::leer();
    Merkmal::Keiner.set(&mut werte, 1.0);
    werte
}

/// The candidate that the letter asks for nothing until a day.
pub(crate) fn keine_frist() -> Vec<f32> {
    let mut werte = Frist::leer();
    Frist::Keine.set(&mut werte, 1.0);
    werte
}

fn ranked(mut found: Vec<Kandidat>, gewichte: &[f32], keiner: Vec<f32>) -> Vec<Kandidat> {
    let mut all: Vec<Vec<f32>> = found.iter().map(|kandidat| kandidat.werte.clone()).collect();
    all.push(keiner);
    for (kandidat, anteil) in found.iter_mut().zip(modell::anteile(gewichte, &all)) {
        kandidat.anteil = anteil;
    }
    found.sort_by(|a, b| b.anteil.total_cmp(&a.anteil).then(a.stelle.cmp(&b.stelle)));
    found
}

fn own_date(gelesen: &Gelesen<'_>, tag: &Tag) -> Vec<f32> {
    let mut werte = Merkmal::leer();
    let mut see = |merkmal: Merkmal, seen: bool| merkmal.set(&mut werte, f64::from(u8::from(seen)));
    let blatt = &gelesen.blatt;
    let before = datum::davor(blatt, tag.stelle);
    let last = before.last().map_or("", String::as_str);
    let line = blatt.worte_in(tag.stelle.zeile);
    let gap = blatt.text(tag.stelle.zeile).get(..tag.stelle.von).unwrap_or_default().trim_end();
    let lage = blatt.lage(tag.stelle);
    let first = line.iter().all(|wort| wort.stelle.bis > tag.stelle.von);
    see(Merkmal::Kopf, matches!(lage, Lage::Kopf | Lage::Absender | Lage::Empfaenger));
    see(Merkmal::Allein, first && line.len() <= 4);
    see(Merkmal::NachOrt, gap.ends_with(',') || matches!(last, "den" | "am") && gap.contains(','));
    see(
        Merkmal::Benannt,
        last == "datum" || before.iter().rev().take(2).any(|w| w == "rechnungsdatum"),
    );
    see(Merkmal::Vom, last == "vom" || before.iter().rev().take(2).any(|word| word == "vom"));
    see(Merkmal::Geburt, before.iter().any(|word| word.starts_with("geb")));
    see(
        Merkmal::Bis,
        before.iter().rev().take(2).any(|word| matches!(&**word, "bis" | "seit" | "ab")),
    );
    see(Merkmal::Schluss, lage == Lage::Schluss);
    werte
}

/// Returns the days until which the letter may ask for something, the most probable first.
pub(crate) fn frist(gelesen: &Gelesen<'_>, datum: Option<Datum>) -> Vec<Kandidat> {
    let base = datum.or(gelesen.schreiben.eingang);
    let mut found: Vec<Kandidat> = Vec::new();
    for tag in gelesen.tage.iter().take(MOST) {
        if base.is_some_and(|base| tag.datum < base) && Some(tag.datum) != base {
            continue;
        }
        let werte = absolute(gelesen, tag, base);
        found.push(Kandidat { datum: tag.datum, stelle: tag.stelle, werte, anteil: 0.0 });
    }
    found.extend(spans(gelesen, datum));
    found.sort_by_key(|kandidat| kandidat.stelle);
    if let Some(first) = found.first_mut() {
        Frist::Erste.set(&mut first.werte, 1.0);
    }
    ranked(found, Frist::GEWICHTE, keine_frist())
}

fn absolute(gelesen: &Gelesen<'_>, tag: &Tag, base: Option<Datum>) -> Vec<f32> {
    let mut werte = Frist::leer();
    let before = datum::davor(&gelesen.blatt, tag.stelle);
    let after = datum::danach(&gelesen.blatt, tag.stelle);
    let near: Vec<&str> = before.iter().rev().take(3).map(String::as_str).collect();
    let any =
        |words: &[String], list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let late = any(&before, &["spatestens", "langstens"])
        || after.first().is_some_and(|w| w == "spatestens");
    let until = near.contains(&"bis");
    let due = before.iter().any(|word| word.starts_with("fallig") || word.starts_with("zahlbar"));
    let named = any(&before, &["frist", "fristablauf", "fristende", "zahlungsziel", "abgabe"])
        || before.iter().any(|word| word.ends_with("frist") || word.ends_with("schluss"));
    let mut see = |merkmal: Frist, seen: bool| merkmal.set(&mut werte, f64::from(u8::from(seen)));
    see(Frist::Spaetestens, late);
    see(Frist::Bis, until);
    see(Frist::Faellig, due);
    see(Frist::Wort, named);
    see(Frist::Bitte, asks(&before) || asks(&after));
    see(Frist::Zeitraum, until && any(&before, &["vom", "von", "ab"]));
    see(
        Frist::Gueltig,
        before.iter().chain(&after).any(|word| {
            ["gultig", "gebund", "laufzeit", "befristet", "uhr", "geoffnet", "voraussichtlich"]
                .iter()
                .any(|start| word.starts_with(start))
        }),
    );
    see(Frist::Nackt, !(late || until || due || named));
    see(Frist::Vorbei, base.is_some_and(|base| tag.datum <= base));
    see(Frist::Fern, base.is_some_and(|base| days(base, tag.datum) > 200));
    werte
}

fn asks(words: &[String]) -> bool {
    words.iter().any(|word| {
        [
            "bitte",
            "bitten",
            "gebeten",
            "uberweis",
            "vorlieg",
            "einreich",
            "mitteil",
            "mitzuteil",
            "zahlen",
        ]
        .iter()
        .any(|start| word.starts_with(start))
    })
}

/// Terms: "innerhalb von zwei Wochen", "binnen eines Monats nach Zustellung".
fn spans(gelesen: &Gelesen<'_>, datum: Option<Datum>) -> Vec<Kandidat> {
    let mut found = Vec::new();
    let worte = &gelesen.blatt.worte;
    for (at, wort) in worte.iter().enumerate() {
        let Some(unit) = unit(&wort.form) else { continue };
        let Some((count, from)) =
            at.checked_sub(1).and_then(|at| number(&worte.get(at)?.form)).zip(Some(at))
        else {
            continue;
        };
        let before: Vec<&str> =
            worte.iter().take(from).skip(from.saturating_sub(6)).map(|w| w.form.as_str()).collect();
        let after: Vec<&str> = worte.iter().skip(at + 1).take(6).map(|w| w.form.as_str()).collect();
        let opens = |word: &&str| {
            matches!(
                *word,
                "innerhalb" | "binnen" | "innert" | "zahlungsziel" | "frist" | "zahlbar"
            )
        };
        if !before.iter().any(opens) && after.first().is_none_or(|word| *word != "netto") {
            continue;
        }
        let receipt = after.iter().any(|word| {
            ["zustell", "zugang", "erhalt", "bekanntgab", "eingang", "empfang"]
                .iter()
                .any(|w| word.starts_with(w))
        });
        let base = if receipt {
            gelesen.schreiben.eingang.or(datum)
        } else {
            datum.or(gelesen.schreiben.eingang)
        };
        let Some(day) = base.and_then(|base| base.checked_add(unit(count)).ok()) else { continue };
        let first = worte.get(from - 1).map_or(wort.stelle, |number| number.stelle);
        let same = first.zeile == wort.stelle.zeile;
        let stelle = if same { Stelle { bis: wort.stelle.bis, ..first } } else { wort.stelle };
        let mut werte = Frist::leer();
        let context: Vec<String> = before.iter().chain(&after).map(|w| (*w).to_owned()).collect();
        Frist::Spanne.set(&mut werte, 1.0);
        Frist::Bitte.set(&mut werte, f64::from(u8::from(asks(&context))));
        let remedy = ["widerspruch", "klage", "rechtsbehelf", "einspruch", "bekanntgab"];
        let remedy = context.iter().any(|word| remedy.iter().any(|start| word.starts_with(start)));
        Frist::Rechtsbehelf.set(&mut werte, f64::from(u8::from(remedy)));
        found.push(Kandidat { datum: day, stelle, werte, anteil: 0.0 });
        if found.len() == MOST {
            break;
        }
    }
    found
}

fn unit(form: &str) -> Option<fn(i64) -> Span> {
    match form {
        "tag" | "tage" | "tagen" | "kalendertagen" => Some(|count| count.days()),
        "woche" | "wochen" => Some(|count| count.weeks()),
        "monat" | "monats" | "monate" | "monaten" => Some(|count| count.months()),
        _ => None,
    }
}

fn number(form: &str) -> Option<i64> {
    const WORDS: [(&str, i64); 20] = [
        ("ein", 1),
        ("einer", 1),
        ("eines", 1),
        ("einem", 1),
        ("zwei", 2),
        ("zweier", 2),
        ("drei", 3),
        ("dreier", 3),
        ("vier", 4),
        ("fünf", 5),
        ("sechs", 6),
        ("sieben", 7),
        ("acht", 8),
        ("neun", 9),
        ("zehn", 10),
        ("zwölf", 12),
        ("vierzehn", 14),
        ("zwanzig", 20),
        ("einundzwanzig", 21),
        ("dreißig", 30),
    ];
    let named = WORDS.iter().find(|(word, _)| suchform(word) == form).map(|(_, count)| *count);
    named.or_else(|| form.parse().ok().filter(|count| (1..=365).contains(count)))
}
