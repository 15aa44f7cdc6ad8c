//! What speaks for each Vorgang, open or closed.

use std::collections::{BTreeMap, BTreeSet};

use domain::aktenzeichen::vergleichsform;
use domain::lernmerkmale::Zeichenart;
use uuid::Uuid;

use super::{Betreffworte, Hinweis, Spur, Umfeld, VORGAENGE_MAX, age};
use super::{rede, verlauf};
use crate::blatt::{Lage, Stelle};
use crate::gelesen::Bezugsfund;
use crate::gewichte::{Messung as _, Ziel as Merkmal};
use crate::partei::Nennung;

/// Vorgänge that one sign, party or Akte leads to.
const EACH_MAX: usize = 80;
/// Letters that carry a sign beyond which it leads nowhere.
const COMMON: usize = 4000;
/// Subjects that are compared because they share words.
const SUBJECTS: usize = 60;
/// Probability below which somebody is not taken for the sender.
const DOUBTFUL: f64 = 0.05;

type Spuren = BTreeMap<Uuid, Spur>;

/// Returns every Vorgang that something speaks for.
pub(super) fn vorgaenge(umfeld: &Umfeld<'_>) -> Spuren {
    let mut spuren = Spuren::new();
    references(umfeld, &mut spuren);
    signs(umfeld, &mut spuren);
    senders(umfeld, &mut spuren);
    neighbours(umfeld, &mut spuren);
    named(umfeld, &mut spuren);
    things(umfeld, &mut spuren);
    near_references(umfeld, &mut spuren);
    subjects(umfeld, &mut spuren);
    spuren.retain(|id, _| umfeld.bestand.vorgaenge.contains_key(id));
    let arten = rede::arten(umfeld);
    let genannte = verlauf::genannte(umfeld);
    for (id, spur) in &mut spuren {
        around(umfeld, *id, spur);
        verlauf::see(umfeld, &genannte, *id, spur);
        if rede::anderes(umfeld, &arten, *id) {
            Merkmal::DingAnderes.set(&mut spur.werte, 1.0);
        }
    }
    spuren
}

fn see(spuren: &mut Spuren, id: Uuid, merkmal: Merkmal, wert: f64, hinweis: Hinweis) {
    if spuren.len() < VORGAENGE_MAX || spuren.contains_key(&id) {
        spuren.entry(id).or_default().see(merkmal, wert, hinweis);
    }
}

/// Our code, and our references.
fn references(umfeld: &Umfeld<'_>, spuren: &mut Spuren) {
    let bestand = umfeld.bestand;
    if let Some(code) = umfeld.gelesen.schreiben.code {
        see(spuren, code, Merkmal::Code, 1.0, Hinweis::default());
    }
    for fund in &umfeld.gelesen.bezuege {
        let hinweis = Hinweis {
            erkannt: reference(umfeld, fund.id, &fund.form, fund.stelle),
            ..Hinweis::at(Some(fund.stelle))
        };
        if bestand.vorgaenge.contains_key(&fund.id) {
            let merkmal = match (is_ours(umfeld, fund), fund.genau, fund.kopf) {
                (false, true, _) => Merkmal::Fremdzeichen,
                (false, ..) => Merkmal::ZeichenUngenau,
                (_, true, true) => Merkmal::AzKopf,
                (_, true, false) => Merkmal::AzText,
                (_, false, _) => Merkmal::AzUngenau,
            };
            see(spuren, fund.id, merkmal, 1.0, hinweis);
        } else if let Some(all) = bestand.vorgaenge_in.get(&fund.id) {
            let wert = if fund.genau { 1.0 } else { 0.6 };
            for id in recent(umfeld, all.iter().copied()) {
                see(spuren, id, Merkmal::AzVonAkte, wert, hinweis.clone());
            }
        }
    }
}

/// Returns a reference as the record has it, if the letter writes it differently.
fn reference(umfeld: &Umfeld<'_>, id: Uuid, form: &str, stelle: Stelle) -> Option<String> {
    let bestand = umfeld.bestand;
    let vorgang = bestand.vorgaenge.get(&id).map(|vorgang| &vorgang.zeichen);
    let zeichen = vorgang.or_else(|| bestand.akten.get(&id).map(|akte| &akte.zeichen))?;
    let own = zeichen.iter().find(|own| vergleichsform(own).trim_matches('-') == form)?;
    (umfeld.gelesen.blatt.wortlaut(stelle) != own).then(|| own.clone())
}

/// Says whether a reference of a Vorgang is formed from its Akte's, or provisional.
fn is_ours(umfeld: &Umfeld<'_>, fund: &Bezugsfund) -> bool {
    let vorgang = umfeld.bestand.vorgaenge.get(&fund.id);
    let akte = vorgang.and_then(|vorgang| umfeld.bestand.akten.get(&vorgang.akte));
    fund.form.starts_with("v-")
        || akte.is_none_or(|akte| {
            let mut forms = akte.zeichen.iter().map(|zeichen| vergleichsform(zeichen));
            forms.any(|form| fund.form.starts_with(form.trim_matches('-')))
        })
}

/// The most recently used of some Vorgänge, open ones first.
fn recent(umfeld: &Umfeld<'_>, ids: impl Iterator<Item = Uuid>) -> Vec<Uuid> {
    let mut all: Vec<(bool, Option<domain::Datum>, Uuid)> = ids
        .filter_map(|id| {
            let vorgang = umfeld.bestand.vorgaenge.get(&id)?;
            let last = umfeld.bestand.orte.get(&id).and_then(|ort| ort.zuletzt);
            Some((umfeld.bestand.vorgang_offen(vorgang), last.max(vorgang.begonnen), id))
        })
        .collect();
    all.sort_by(|a, b| b.cmp(a));
    all.into_iter().take(EACH_MAX).map(|(.., id)| id).collect()
}

/// Signs that filed letters carry.
fn signs(umfeld: &Umfeld<'_>, spuren: &mut Spuren) {
    for sign in &umfeld.gelesen.bekannt {
        let traeger = umfeld.bestand.traeger(&sign.key);
        if traeger.len() > COMMON {
            continue;
        }
        let mut places: BTreeMap<Uuid, (u32, bool, Zeichenart)> = BTreeMap::new();
        for traeger in traeger {
            let Some(dokument) = umfeld.bestand.dokument(traeger.platz) else { continue };
            if sign.nah && !is_reference(traeger.art) {
                continue;
            }
            let exact = sign.form == Some(traeger.form);
            let place = places.entry(dokument.vorgang).or_insert((0, exact, traeger.art));
            place.0 += 1;
            place.1 |= exact;
            place.2 = place.2.min(traeger.art);
        }
        if places.len() > EACH_MAX {
            continue;
        }
        let rare = 1.0 / (1.0 + (places.len() as f64).ln());
        for (vorgang, (anzahl, exact, art)) in places {
            let hinweis = Hinweis { anzahl, ..Hinweis::at(sign.stelle) };
            let merkmal = match art {
                _ if !exact => Merkmal::ZeichenUngenau,
                Zeichenart::Fremdzeichen => Merkmal::Fremdzeichen,
                Zeichenart::Kassenzeichen | Zeichenart::Rechnungsnummer => Merkmal::Kasse,
                Zeichenart::Kundennummer => Merkmal::Kunde,
                Zeichenart::Gegenstand => Merkmal::Gegenstand,
                Zeichenart::Iban
                | Zeichenart::Mail
                | Zeichenart::Telefon
                | Zeichenart::Steuernummer => Merkmal::Kennung,
            };
            // A short sign is soon somebody else's, too.
            let long = (sign.key.len() as f64 / 6.0).min(1.0);
            see(spuren, vorgang, merkmal, rare * long, hinweis);
        }
    }
}

/// Says whether a sign of this kind stands for one matter.
fn is_reference(art: Zeichenart) -> bool {
    matches!(
        art,
        Zeichenart::Fremdzeichen | Zeichenart::Kassenzeichen | Zeichenart::Rechnungsnummer
    )
}

/// Where the sender is a party, and where the sender's letters lie.
fn senders(umfeld: &Umfeld<'_>, spuren: &mut Spuren) {
    let bestand = umfeld.bestand;
    for sender in umfeld.absender.iter().filter(|s| s.anteil > DOUBTFUL).take(3) {
        let name = bestand.parteien.get(&sender.kontakt).map(|partei| partei.name.clone());
        let hinweis = Hinweis { erkannt: name, ..Hinweis::at(sender.stelle) };
        let party = bestand.beteiligt.get(&sender.kontakt).into_iter().flatten().copied();
        for id in recent(umfeld, party) {
            see(spuren, id, Merkmal::AbsenderBeteiligt, sender.anteil, hinweis.clone());
        }
        let letters: BTreeMap<Uuid, u32> = bestand.vorgaenge_von(sender.kontakt).collect();
        let last = recent(umfeld, letters.keys().copied());
        for (at, id) in last.into_iter().enumerate() {
            let anzahl = letters.get(&id).copied().unwrap_or_default();
            let often = f64::from(anzahl) / (f64::from(anzahl) + 0.5);
            let hinweis = Hinweis { anzahl, ..hinweis.clone() };
            see(spuren, id, Merkmal::Absender, sender.anteil * often, hinweis);
            if at == 0 {
                see(spuren, id, Merkmal::AbsenderLetzter, sender.anteil, Hinweis::default());
            }
        }
    }
}

/// Where letters with such a head, and letters with such words, lie.
fn neighbours(umfeld: &Umfeld<'_>, spuren: &mut Spuren) {
    let gelesen = umfeld.gelesen;
    for nachbar in gelesen.absendernachbarn.iter().filter(|nachbar| nachbar.naehe > 0.3) {
        if let Some(dokument) = umfeld.bestand.dokument(nachbar.platz) {
            let hinweis = Hinweis::default();
            see(spuren, dokument.vorgang, Merkmal::AbsenderWorte, nachbar.naehe, hinweis);
        }
    }
    let best = gelesen.nachbarn.first().map_or(1.0, |nachbar| nachbar.naehe).max(0.1);
    let mut count: BTreeMap<Uuid, usize> = BTreeMap::new();
    for nachbar in &gelesen.nachbarn {
        let Some(dokument) = umfeld.bestand.dokument(nachbar.platz) else { continue };
        let vorgang = dokument.vorgang;
        *count.entry(vorgang).or_default() += 1;
        see(spuren, vorgang, Merkmal::Naehe, nachbar.naehe, Hinweis::default());
        see(
            spuren,
            vorgang,
            Merkmal::NaeheErste,
            (nachbar.naehe / best).powi(2),
            Hinweis::default(),
        );
    }
    for (vorgang, anzahl) in count {
        let often = (anzahl as f64).ln_1p();
        see(spuren, vorgang, Merkmal::NaeheAnzahl, often, Hinweis::count(anzahl));
        if let Some(hinweis) = spuren
            .get_mut(&vorgang)
            .and_then(|spur| spur.hinweise.get_mut(&(Merkmal::Naehe as usize)))
        {
            *hinweis = Hinweis::count(anzahl);
        }
    }
}

/// Whom the letter is about.
fn named(umfeld: &Umfeld<'_>, spuren: &mut Spuren) {
    const STRONG: f64 = 0.45;
    const MOST: usize = 12;
    let sender = umfeld.absender.first().filter(|s| s.anteil > 0.5).map(|s| s.kontakt);
    let mut people: Vec<&Nennung> =
        umfeld.gelesen.nennungen.iter().filter(|nennung| nennung.staerke > STRONG).collect();
    people.retain(|nennung| Some(nennung.kontakt) != sender && nennung.lage != Lage::Empfaenger);
    people.sort_by(|a, b| b.staerke.total_cmp(&a.staerke).then(a.kontakt.cmp(&b.kontakt)));
    let mut done: BTreeSet<Uuid> = BTreeSet::new();
    for nennung in people.into_iter().take(MOST) {
        if !done.insert(nennung.kontakt) {
            continue;
        }
        let bestand = umfeld.bestand;
        let name = bestand.parteien.get(&nennung.kontakt).map(|partei| partei.name.clone());
        let hinweis = Hinweis { erkannt: name, ..Hinweis::at(Some(nennung.stelle)) };
        let party = bestand.beteiligt.get(&nennung.kontakt).into_iter().flatten().copied();
        for id in recent(umfeld, party) {
            see(spuren, id, Merkmal::Genannt, nennung.staerke, hinweis.clone());
        }
        let letters = bestand.vorgaenge_von(nennung.kontakt).map(|(id, _)| id);
        for id in recent(umfeld, letters) {
            see(spuren, id, Merkmal::Genannt, nennung.staerke * 0.7, hinweis.clone());
        }
    }
}

/// Whose subject names a thing that the letter names.
fn things(umfeld: &Umfeld<'_>, spuren: &mut Spuren) {
    for (ding, stelle) in &umfeld.gelesen.dinge {
        let Some(ids) = umfeld.bestand.dinge.get(ding) else { continue };
        let rare = 1.0 / (1.0 + (ids.len() as f64).ln());
        let lage = umfeld.gelesen.blatt.lage(*stelle);
        let said = matches!(lage, Lage::Text | Lage::Betreff);
        let merkmal = if said { Merkmal::Ding } else { Merkmal::DingKopf };
        for id in recent(umfeld, ids.iter().copied()) {
            see(spuren, id, merkmal, rare, Hinweis::at(Some(*stelle)));
        }
    }
}

/// Whose subject shares words with the letter.
fn subjects(umfeld: &Umfeld<'_>, spuren: &mut Spuren) {
    let words = Betreffworte::new(umfeld);
    let asked: Vec<u32> = words.alle.iter().copied().collect();
    let bestand = umfeld.bestand;
    let hits =
        bestand.betreffe.index.naechste(&asked, 0, SUBJECTS, |platz| bestand.betreff_id(platz));
    for hit in hits {
        let id = bestand.betreff_id(hit.platz);
        if bestand.vorgaenge.contains_key(&id)
            && (spuren.len() < VORGAENGE_MAX || spuren.contains_key(&id))
        {
            spuren.entry(id).or_default();
        }
    }
    for (id, spur) in spuren {
        let shared = words.shared(bestand, *id);
        let stelle = word_of(umfeld, *id);
        spur.see(Merkmal::Betreff, shared.alle, Hinweis::at(stelle));
        spur.see(Merkmal::BetreffText, shared.text, Hinweis::at(stelle));
        spur.see(Merkmal::BetreffZeile, shared.zeile, Hinweis::at(stelle));
        spur.see(Merkmal::BetreffName, shared.name, Hinweis::at(stelle));
    }
}

/// Where the letter first has a word of a record's subject.
pub(super) fn word_of(umfeld: &Umfeld<'_>, id: Uuid) -> Option<crate::blatt::Stelle> {
    let bestand = umfeld.bestand;
    let words = bestand.betreff_worte(id);
    let index = &bestand.betreffe.index;
    let hits = umfeld.gelesen.staemme.iter().filter_map(|stamm| {
        let nummer = bestand.betreffe.nummer(&stamm.form)?;
        // What the letter says tells more than the address above it.
        words.contains(&nummer).then(|| (!stamm.text, index.haeufig(nummer), stamm.stelle))
    });
    hits.min().map(|(.., stelle)| stelle)
}

/// References that may be what the letter has, damaged.
fn near_references(umfeld: &Umfeld<'_>, spuren: &mut Spuren) {
    /// What a Vorgang of an Akte gets whose reference is near.
    const AKTE: f64 = 0.5;
    let bestand = umfeld.bestand;
    for nah in &umfeld.gelesen.nah {
        let erkannt = reference(umfeld, nah.id, &nah.form, nah.stelle);
        let hinweis = Hinweis { erkannt, ..Hinweis::at(Some(nah.stelle)) };
        if bestand.vorgaenge.contains_key(&nah.id) {
            see(spuren, nah.id, Merkmal::AzNah, nah.wert, hinweis);
        } else if let Some(all) = bestand.vorgaenge_in.get(&nah.id) {
            for id in recent(umfeld, all.iter().copied()) {
                see(spuren, id, Merkmal::AzVonAkte, nah.wert * AKTE, hinweis.clone());
            }
        }
    }
}

/// What is known of the Vorgang itself: how lately it was used, what its Akte is about.
fn around(umfeld: &Umfeld<'_>, id: Uuid, spur: &mut Spur) {
    let Some(vorgang) = umfeld.bestand.vorgaenge.get(&id) else { return };
    let people = [
        Merkmal::Absender,
        Merkmal::AbsenderBeteiligt,
        Merkmal::AbsenderWorte,
        Merkmal::Genannt,
        Merkmal::Gegenstand,
        Merkmal::Ding,
    ];
    let words = [Merkmal::Naehe, Merkmal::Betreff, Merkmal::BetreffZeile];
    let both = (spur.most(&people) * spur.most(&words)).sqrt();
    Merkmal::AbsenderUndNaehe.set(&mut spur.werte, both);
    let last = umfeld.bestand.orte.get(&id).and_then(|ort| ort.zuletzt);
    if let Some(days) = age(umfeld, last.max(vorgang.begonnen)) {
        Merkmal::Frisch.set(&mut spur.werte, (-days / 45.0).exp());
        Merkmal::Alt.set(&mut spur.werte, (days / 30.0).ln_1p());
    }
    let empty = !umfeld.bestand.orte.contains_key(&id);
    Merkmal::VorgangLeer.set(&mut spur.werte, f64::from(u8::from(empty)));
}
