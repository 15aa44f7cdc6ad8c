//! Who writes: among the Kontakte that the letter names, whose signs it carries, or whose earlier
//! letters look like it.
//!
//! Never takes somebody for the sender because the letter is about them.

use std::collections::{BTreeMap, BTreeSet};

use domain::lernmerkmale::Zeichenart;
use uuid::Uuid;

use crate::bestand::{Bestand, Gewohnheit};
use crate::blatt::{Lage, Stelle};
use crate::gelesen::Gelesen;
use crate::gewichte::{Absender, Messung as _, gewogen};
use crate::modell;
use crate::partei;
use crate::{konfusion, zeichen};

/// Kontakte compared for one letter.
const MOST: usize = 40;
/// Letters that carry one sign beyond which it tells nothing of the sender.
const COMMON: usize = 5000;

/// A Kontakt that may have written the letter.
#[derive(Debug, Clone)]
pub(crate) struct Kandidat {
    pub(crate) kontakt: Uuid,
    pub(crate) werte: Vec<f32>,
    pub(crate) anteil: f64,
    /// Where the letter says so.
    pub(crate) stelle: Option<Stelle>,
}

/// What was seen of a Kontakt, and where the strongest of it stands.
type Gesehen = (Vec<f32>, Option<(f64, Stelle)>);

/// Features of Kontakte, gathered from all sides.
#[derive(Default)]
struct Sammler {
    werte: BTreeMap<Uuid, Gesehen>,
}

impl Sammler {
    /// Notes the larger of what is known and what is seen now.
    fn see(&mut self, kontakt: Uuid, merkmal: Absender, wert: f64, stelle: Option<Stelle>) {
        let (werte, place) = self.werte.entry(kontakt).or_insert_with(|| (Absender::leer(), None));
        let known = merkmal.get(werte);
        merkmal.set(werte, known.max(wert));
        if let Some(stelle) = stelle
            && place.is_none_or(|(best, _)| wert > best)
        {
            *place = Some((wert, stelle));
        }
    }
}

/// Returns who may have written the letter, the most probable first; what is missing to 1 is
/// somebody whom nobody knows.
pub(crate) fn kandidaten(gelesen: &Gelesen<'_>, bestand: &Bestand) -> Vec<Kandidat> {
    let gewichte = gewogen(Absender::ANFANG, Absender::GEWICHTE, bestand.anzahl());
    let mut sammler = Sammler::default();
    names(&mut sammler, gelesen);
    own_signs(&mut sammler, gelesen, bestand);
    earlier_signs(&mut sammler, gelesen, bestand);
    earlier_letters(&mut sammler, gelesen, bestand);
    parties(&mut sammler, gelesen, bestand);
    let mut found: Vec<Kandidat> = sammler
        .werte
        .into_iter()
        .map(|(kontakt, (mut werte, place))| {
            address(&mut werte, gelesen, bestand, kontakt);
            let letters = bestand.zahl(Gewohnheit::Absender(kontakt)).alle;
            Absender::Haeufig.set(&mut werte, f64::from(letters).ln_1p());
            let stelle = place.map(|(_, stelle)| stelle);
            let anteil = modell::summe(&gewichte, &werte);
            Kandidat { kontakt, werte, anteil, stelle }
        })
        .collect();
    found.sort_by(|a, b| b.anteil.total_cmp(&a.anteil).then(a.kontakt.cmp(&b.kontakt)));
    found.truncate(MOST);
    let mut all: Vec<Vec<f32>> = found.iter().map(|kandidat| kandidat.werte.clone()).collect();
    all.push(niemand());
    for (kandidat, anteil) in found.iter_mut().zip(modell::anteile(&gewichte, &all)) {
        kandidat.anteil = anteil;
    }
    found
}

/// The candidate that is nobody of those known.
pub(crate) fn niemand() -> Vec<f32> {
    let mut werte = Absender::leer();
    Absender::Niemand.set(&mut werte, 1.0);
    werte
}

fn names(sammler: &mut Sammler, gelesen: &Gelesen<'_>) {
    for nennung in &gelesen.nennungen {
        let merkmal = match nennung.lage {
            Lage::Absender => Absender::NameKopf,
            Lage::Schluss => Absender::NameSchluss,
            Lage::Empfaenger => Absender::NameEmpfaenger,
            Lage::Kopf | Lage::Betreff | Lage::Text => Absender::NameSonst,
        };
        sammler.see(nennung.kontakt, merkmal, nennung.staerke, Some(nennung.stelle));
    }
}

/// Signs that the Kontakt itself names: mail, account, telephone.
fn own_signs(sammler: &mut Sammler, gelesen: &Gelesen<'_>, bestand: &Bestand) {
    for mail in gelesen.schreiben.mail {
        let key = konfusion::zahl(&zeichen::normal(Zeichenart::Mail, mail).wert);
        for kontakt in bestand.kontaktzeichen.get(&key).into_iter().flatten() {
            sammler.see(*kontakt, Absender::MailKopf, 1.0, None);
        }
    }
    for fund in &gelesen.zeichen {
        let key = konfusion::zahl(&fund.zeichen.wert);
        for kontakt in bestand.kontaktzeichen.get(&key).into_iter().flatten() {
            sammler.see(*kontakt, Absender::Zeichen, 1.0, Some(fund.stelle));
        }
    }
}

/// Whose letters carried the signs of this one.
fn earlier_signs(sammler: &mut Sammler, gelesen: &Gelesen<'_>, bestand: &Bestand) {
    for sign in &gelesen.bekannt {
        let traeger = bestand.traeger(&sign.key);
        if traeger.len() > COMMON {
            continue;
        }
        let mut letters: BTreeMap<Uuid, u32> = BTreeMap::new();
        let mut all = 0_u32;
        for traeger in traeger.iter().filter(|traeger| traeger.art != Zeichenart::Gegenstand) {
            let absender = bestand.dokument(traeger.platz).and_then(|dokument| dokument.absender);
            if let Some(absender) = absender {
                *letters.entry(absender).or_default() += 1;
                all += 1;
            }
        }
        for (absender, count) in letters {
            // One letter alone is half of a proof.
            let share = f64::from(count) / f64::from(all + 1);
            sammler.see(absender, Absender::FrueherZeichen, share, sign.stelle);
        }
    }
}

/// Whose letters had such a head, or such words.
fn earlier_letters(sammler: &mut Sammler, gelesen: &Gelesen<'_>, bestand: &Bestand) {
    let lists = [
        (Absender::FrueherWorte, &gelesen.absendernachbarn),
        (Absender::FrueherText, &gelesen.nachbarn),
    ];
    for (merkmal, nachbarn) in lists {
        for nachbar in nachbarn {
            let absender = bestand.dokument(nachbar.platz).and_then(|dokument| dokument.absender);
            if let Some(absender) = absender {
                sammler.see(absender, merkmal, nachbar.naehe, None);
            }
        }
    }
}

/// Who is a party of the Vorgang that the letter names.
fn parties(sammler: &mut Sammler, gelesen: &Gelesen<'_>, bestand: &Bestand) {
    let named = gelesen.bezuege.iter().map(|bezug| bezug.id).chain(gelesen.schreiben.code);
    for id in named.collect::<BTreeSet<Uuid>>() {
        let Some(vorgang) = bestand.vorgaenge.get(&id) else { continue };
        for kontakt in vorgang.beteiligte.iter().take(MOST) {
            sammler.see(*kontakt, Absender::Bezug, 1.0, None);
        }
    }
}

/// Whether address and domain fit.
fn address(werte: &mut [f32], gelesen: &Gelesen<'_>, bestand: &Bestand, kontakt: Uuid) {
    let Some(partei) = bestand.parteien.get(&kontakt) else { return };
    let street = partei.strasse.as_ref().is_some_and(|street| gelesen.anschriften.contains(street));
    Absender::Strasse.set(werte, f64::from(u8::from(street)));
    let head = gelesen.blatt.zeilen_in(Lage::Absender);
    let place = !partei.plz.is_empty()
        && head.into_iter().any(|at| gelesen.blatt.text(at).contains(&partei.plz));
    Absender::Plz.set(werte, f64::from(u8::from(place)));
    let own = partei.zeichen.iter().filter(|zeichen| zeichen.art == Zeichenart::Mail);
    let domains: BTreeSet<&str> = own.filter_map(|mail| partei::domaene(&mail.wert)).collect();
    let letters = gelesen.schreiben.mail.iter().map(String::as_str);
    let read = gelesen.zeichen.iter().filter(|fund| fund.zeichen.art == Zeichenart::Mail);
    let mut named = letters.chain(read.map(|fund| fund.zeichen.wert.as_str()));
    let same = named.any(|mail| {
        let mail = mail.to_lowercase();
        partei::domaene(&mail).is_some_and(|domain| domains.contains(domain))
    });
    Absender::MailDomaene.set(werte, f64::from(u8::from(same)));
}
