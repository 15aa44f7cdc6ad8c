//! What kind of document a letter is, in the office's own words for kinds.
//!
//! The kinds and what they look like come from what the office filed; a few built-in words help
//! until there is enough of it.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::bestand::{Bestand, Gewohnheit};
use crate::blatt::{Lage, Stelle};
use crate::gelesen::Gelesen;
use crate::gewichte::{Messung as _, Typ, gewogen};
use crate::{modell, worte};

/// Kinds that offices know, each with stems that stand in its subject.
const GRUND: &[(&str, &str)] = &[
    ("Rechnung", "rechnung abschlag abrechnung faktura gutschrift zahlungsplan honorarrechnung"),
    ("Mahnung", "mahnung zahlungserinnerung erinnerung mahnverfahren"),
    ("Antrag", "antrag beantragung beantrage gesuch bauantrag"),
    ("Widerspruch", "widerspruch einspruch"),
    ("Bescheid", "bescheid festsetzung verfugung genehmigung"),
    ("Einladung", "einladung tagesordnung sitzung"),
    ("Stellungnahme", "stellungnahme beteiligung trager belange"),
    ("Anfrage", "anfrage frage auskunft nachfrage"),
    ("Beschwerde", "beschwerde larm ruhestorung missstand"),
    ("Kündigung", "kundigung"),
    ("Angebot", "angebot kostenvoranschlag"),
    ("Bewerbung", "bewerbung lebenslauf"),
    ("Anmeldung", "anmeldung"),
    ("Abmeldung", "abmeldung"),
    ("Anzeige", "anzeige gewerbeanzeige"),
    ("Vertrag", "vertrag vereinbarung"),
    ("Gutachten", "gutachten prufbericht"),
    ("Protokoll", "protokoll niederschrift"),
    ("Vollmacht", "vollmacht"),
    ("Mitteilung", "mitteilung information hinweis"),
];
/// Kinds compared.
const MOST: usize = 60;
/// Letters after which the built-in kinds are no longer proposed unless the office uses them.
const ENOUGH: u32 = 50;

/// A kind that the letter may be.
#[derive(Debug, Clone)]
pub(crate) struct Kandidat {
    pub(crate) typ: String,
    pub(crate) werte: Vec<f32>,
    pub(crate) anteil: f64,
    pub(crate) stelle: Option<Stelle>,
}

/// Returns the kinds that a letter may be, the most probable first.
pub(crate) fn kandidaten(
    gelesen: &Gelesen<'_>,
    bestand: &Bestand,
    absender: Option<Uuid>,
) -> Vec<Kandidat> {
    let gewichte = gewogen(Typ::ANFANG, Typ::GEWICHTE, bestand.anzahl());
    let mut found: Vec<Kandidat> = kinds(bestand)
        .into_iter()
        .map(|(typ, nummer)| {
            let (werte, stelle) = werte(gelesen, bestand, absender, &typ, nummer);
            let anteil = modell::summe(&gewichte, &werte);
            Kandidat { typ, werte, anteil, stelle }
        })
        .collect();
    compare_words(gelesen, bestand, &gewichte, &mut found);
    found.sort_by(|a, b| b.anteil.total_cmp(&a.anteil).then_with(|| a.typ.cmp(&b.typ)));
    found.truncate(MOST);
    let mut all: Vec<Vec<f32>> = found.iter().map(|kandidat| kandidat.werte.clone()).collect();
    all.push(keiner());
    for (kandidat, anteil) in found.iter_mut().zip(modell::anteile(&gewichte, &all)) {
        kandidat.anteil = anteil;
    }
    found
}

/// The candidate that is none of the kinds known.
pub(crate) fn keiner() -> Vec<f32> {
    let mut werte = Typ::leer();
    Typ::Keiner.set(&mut werte, 1.0);
    werte
}

/// Kinds of the office, and at the start those that every office has; by name.
fn kinds(bestand: &Bestand) -> BTreeMap<String, Option<u32>> {
    let mut kinds: BTreeMap<String, Option<u32>> = BTreeMap::new();
    if bestand.zahl(Gewohnheit::Alle).alle < ENOUGH {
        kinds.extend(GRUND.iter().map(|(name, _)| ((*name).to_owned(), None)));
    }
    for nummer in 0..u32::try_from(bestand.typen.len()).unwrap_or(0) {
        if bestand.zahl(Gewohnheit::Typ(nummer)).alle > 0 {
            kinds.insert(bestand.typen.wort(nummer).to_owned(), Some(nummer));
        }
    }
    kinds
}

fn werte(
    gelesen: &Gelesen<'_>,
    bestand: &Bestand,
    absender: Option<Uuid>,
    typ: &str,
    nummer: Option<u32>,
) -> (Vec<f32>, Option<Stelle>) {
    let mut werte = Typ::leer();
    let mut stelle = None;
    let mut see = |merkmal: Typ, words: &[String], lage: Option<Lage>| {
        let hit = gelesen.staemme.iter().find(|stamm| {
            let here = match lage {
                Some(Lage::Betreff) => stamm.betreff,
                _ => true,
            };
            here && words.iter().any(|word| stamm.form.ends_with(word.as_str()))
        });
        if let Some(hit) = hit {
            merkmal.set(&mut werte, 1.0);
            stelle.get_or_insert(hit.stelle);
        }
    };
    let own = worte::staemme(typ);
    see(Typ::NameBetreff, &own, Some(Lage::Betreff));
    see(Typ::NameText, &own, None);
    if let Some((_, words)) = GRUND.iter().find(|(name, _)| *name == typ) {
        let words: Vec<String> = worte::staemme(words);
        see(Typ::Grundwort, &words, Some(Lage::Betreff));
    }
    if nummer.is_none() {
        // The more kinds the office has given, the less it needs one that it never gave.
        let given = bestand.zahl(Gewohnheit::Alle).alle;
        Typ::Ungenutzt.set(&mut werte, f64::from(given).ln_1p());
    }
    if let Some(nummer) = nummer {
        let all = f64::from(bestand.zahl(Gewohnheit::Alle).alle);
        let with = f64::from(bestand.zahl(Gewohnheit::Typ(nummer)).alle);
        let share = (with + 0.5) / (all + 20.0);
        Typ::Haeufig.set(&mut werte, (share / 0.05).ln().max(-3.0));
        if let Some(absender) = absender {
            let of = f64::from(bestand.zahl(Gewohnheit::Absender(absender)).alle);
            let such = f64::from(bestand.zahl(Gewohnheit::AbsenderTyp(absender, nummer)).alle);
            Typ::VomAbsender.set(&mut werte, such / (of + 1.0));
        }
        Typ::Nachbarn.set(&mut werte, neighbours(gelesen, bestand, nummer));
    }
    (werte, stelle)
}

/// Share of the nearest letters that are of this kind, the nearer the more.
fn neighbours(gelesen: &Gelesen<'_>, bestand: &Bestand, nummer: u32) -> f64 {
    let (mut such, mut all) = (0.0, 0.3);
    for nachbar in gelesen.nachbarn.iter().take(12) {
        let Some(typ) = bestand.dokument(nachbar.platz).and_then(|dokument| dokument.typ) else {
            continue;
        };
        let weight = nachbar.naehe * nachbar.naehe;
        all += weight;
        such += if typ == nummer { weight } else { 0.0 };
    }
    such / all
}

/// How far the words speak for each kind.
fn compare_words(
    gelesen: &Gelesen<'_>,
    bestand: &Bestand,
    gewichte: &[f32],
    found: &mut [Kandidat],
) {
    let verdict = bestand.nach_typ.urteil(&gelesen.worte);
    for kandidat in found {
        let nummer = bestand.typen.finde(&kandidat.typ);
        let own = nummer.and_then(|nummer| verdict.get(nummer as usize)).copied();
        Typ::Worte.set(&mut kandidat.werte, own.unwrap_or_default());
        kandidat.anteil = modell::summe(gewichte, &kandidat.werte);
    }
}
