//! The address book, and the truth put together.
//!
//! Never complete: an office knows part of those who write, and spells some of them its own way.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use domain::Datum;
use jiff::ToSpan;
use jiff::civil::date;
use paper::Rng;
use uuid::Uuid;

use crate::ablage::Abgelegt;
use crate::jahr::{Jahr, Post, Weg, id};
use crate::leute::{Gruppe, Korrespondent};
use crate::plan::{AKTEN, GEMEINDE, planstelle};
use crate::wahrheit::{Absender, Akte, Brief, FASSUNG, Kontakt, Vorgang, Wahrheit};

/// The address book was begun on this day.
const BEGINN: Datum = date(2024, 3, 1);

/// Entries by whom they are about.
struct Adressbuch {
    kontakte: Vec<Kontakt>,
    /// Entry of each correspondent who has one.
    von: BTreeMap<usize, usize>,
}

impl Wahrheit {
    /// Puts the truth about a year together.
    pub(crate) fn von(jahr: &Jahr, briefe: &[Abgelegt]) -> Result<Self> {
        let mut rng = Rng::new(jahr.seed ^ 0xad5e);
        let buch = adressbuch(jahr, &mut rng);
        let akten = AKTEN.iter().zip(&jahr.akten).map(|((plan, betreff, _, _), (id, sign))| Akte {
            id: *id,
            aktenzeichen: sign.clone(),
            betreff: (*betreff).to_owned(),
            plan: format!("{plan} {}", planstelle(plan)),
        });
        let letters = jahr.post.iter().zip(briefe).enumerate();
        let letters = letters.map(|(place, (post, done))| brief(jahr, &buch, place, post, done));
        Ok(Self {
            fassung: FASSUNG,
            seed: jahr.seed,
            gemeinde: GEMEINDE.to_owned(),
            akten: akten.collect(),
            vorgaenge: vorgaenge(jahr, &buch)?,
            briefe: letters.collect::<Result<Vec<Brief>>>()?,
            kontakte: buch.kontakte,
        })
    }
}

fn vorgaenge(jahr: &Jahr, buch: &Adressbuch) -> Result<Vec<Vorgang>> {
    let mut all = Vec::new();
    for (case, (id, aktenzeichen)) in jahr.faelle.iter().zip(&jahr.vorgaenge) {
        let akte = jahr.akten.get(case.akte).context("a matter without its Akte")?.0;
        // Only who was there at the beginning: what came later is told by the letters.
        let opener = case.ereignisse.first().filter(|first| first.neu).map(|first| first.absender);
        let lead = case.verlauf.rollen.first().and_then(|(role, _)| case.rollen.get(role)).copied();
        let mut parties: Vec<Uuid> = opener
            .into_iter()
            .chain(lead)
            .filter_map(|who| buch.von.get(&who))
            .filter_map(|place| buch.kontakte.get(*place))
            .filter(|kontakt| kontakt.bekannt_ab <= case.angelegt)
            .map(|kontakt| kontakt.id)
            .collect();
        parties.dedup();
        all.push(Vorgang {
            id: *id,
            akte,
            aktenzeichen: aktenzeichen.clone(),
            betreff: case.betreff.clone(),
            beteiligte: parties,
            angelegt: case.angelegt,
            geschlossen: case.geschlossen,
            art: Some(case.verlauf.art.to_owned()),
            kassenzeichen: case.kasse.as_ref().map(|(number, _)| number.clone()),
            kassenzeichen_ab: case.kasse.as_ref().map(|(_, from)| *from),
        });
    }
    Ok(all)
}

fn brief(
    jahr: &Jahr,
    buch: &Adressbuch,
    place: usize,
    post: &Post,
    done: &Abgelegt,
) -> Result<Brief> {
    let case = jahr.faelle.get(post.fall).context("a letter without its matter")?;
    let sender = jahr.leute.get(post.ereignis.absender).context("a letter without sender")?;
    let (vorgang, _) = jahr.vorgaenge.get(post.fall).context("a matter without its Vorgang")?;
    let (akte, _) = jahr.akten.get(case.akte).context("a matter without its Akte")?;
    let known = buch.von.get(&post.ereignis.absender).and_then(|at| buch.kontakte.get(*at));
    let known = known.filter(|kontakt| kontakt.bekannt_ab <= post.ereignis.eingang);
    Ok(Brief {
        nr: u32::try_from(place + 1)?,
        datei: done.datei.clone(),
        seiten: done.seiten,
        text: Some(done.text.clone()),
        eingegangen: post.ereignis.eingang,
        gescannt: post.weg == Weg::Papier,
        mail: (post.weg == Weg::Mail).then(|| sender.email.clone()),
        code: done.schreiben.code,
        bezug: post.bezug,
        vorgang: *vorgang,
        neu: post.ereignis.neu,
        akte: *akte,
        typ: post.ereignis.typ.to_owned(),
        absender: Absender { kontakt: known.map(|kontakt| kontakt.id), name: sender.name.clone() },
        datum: post.ereignis.datum,
        undatiert: done.schreiben.undatiert,
        frist: done.schreiben.frist,
        fremdzeichen: post.zeichen.clone(),
    })
}

/// Enters part of those who write; departments of one house share an entry.
fn adressbuch(jahr: &Jahr, rng: &mut Rng) -> Adressbuch {
    let mut first: BTreeMap<usize, Datum> = BTreeMap::new();
    for case in &jahr.faelle {
        for letter in &case.ereignisse {
            let day = first.entry(letter.absender).or_insert(letter.eingang);
            *day = letter.eingang.min(*day);
        }
    }
    let mut houses: BTreeMap<&str, usize> = BTreeMap::new();
    let mut buch = Adressbuch { kontakte: Vec::new(), von: BTreeMap::new() };
    for (place, one) in jahr.leute.iter().enumerate() {
        let house = houses.get(one.name.as_str()).filter(|_| one.person.is_none());
        if let Some(entry) = house {
            buch.von.insert(place, *entry);
            continue;
        }
        let chance = if one.gruppe == Gruppe::Privat { 52 } else { 80 };
        if !rng.chance(chance) {
            continue;
        }
        // Some have been known for long, others since their first letter.
        let since = match first.get(&place) {
            Some(day) if rng.chance(45) => *day,
            _ => BEGINN.saturating_add(i64::try_from(rng.between(0, 400)).unwrap_or(0).days()),
        };
        let entry = buch.kontakte.len();
        buch.kontakte.push(eintrag(one, since, rng));
        buch.von.insert(place, entry);
        houses.insert(&one.name, entry);
    }
    buch
}

/// An entry as a clerk typed it: fields are missing, some are spelt in another way.
fn eintrag(one: &Korrespondent, bekannt_ab: Datum, rng: &mut Rng) -> Kontakt {
    let mut keep = |text: &str, chance: u64| rng.chance(chance).then(|| text.to_owned());
    let mut entry = Kontakt {
        id: Uuid::nil(),
        name: one.person.map_or_else(|| one.name.clone(), |(_, family)| family.to_owned()),
        vorname: one.person.and_then(|(given, _)| keep(given, 92)),
        institution: None,
        strasse: keep(&one.strasse, 82),
        plz: keep(&one.plz, 82),
        ort: keep(&one.ort, 86),
        email: keep(&one.email, if one.stil.mail { 45 } else { 3 }),
        iban: keep(&one.iban, 30),
        telefon: keep(&one.telefon, 50),
        bekannt_ab,
    };
    if one.person.is_none() {
        entry.institution = Some(entry.name.clone());
    }
    entry.id = id(rng);
    if rng.chance(14) {
        anders(&mut entry, rng);
    }
    entry
}

/// Spells something in another way than the letters do.
fn anders(entry: &mut Kontakt, rng: &mut Rng) {
    match rng.between(0, 3) {
        0 => {
            let street = entry.strasse.take();
            entry.strasse = street.map(|text| text.replace("straße", "str."));
        }
        1 => {
            entry.vorname =
                entry.vorname.take().and_then(|text| text.chars().next()).map(String::from)
        }
        2 => entry.name = entry.name.replace('ß', "ss").replace('ü', "ue").replace('ö', "oe"),
        _ => entry.name = entry.name.replace(" e. V.", "").replace(" GmbH", "").replace("tt", "t"),
    }
}
