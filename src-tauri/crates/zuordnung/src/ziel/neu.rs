//! What speaks for a new Vorgang in an Akte.

use std::collections::BTreeMap;

use domain::suchform::suchform;
use uuid::Uuid;

use super::rede;
use super::spuren::word_of;
use super::{Betreffworte, Hinweis, Spur, Umfeld, age, fit};
use crate::bestand::{Bestand, Gewohnheit, Zahl};
use crate::blatt::Stelle;
use crate::gewichte::{Messung as _, Ziel as Merkmal};
use crate::{partei, sachgebiet};

/// Akten that are looked at because their words fit, their subject fits, or the sender is known.
const EACH_MAX: usize = 15;
/// Letters that a habit is lent from all letters.
const LENT: f64 = 3.0;

type Akten = BTreeMap<Uuid, Spur>;

/// Returns every open Akte that something speaks for. Gives each Vorgang's Akte its words, too.
pub(super) fn akten(umfeld: &Umfeld<'_>, vorgaenge: &BTreeMap<Uuid, Spur>) -> Akten {
    let mut akten = Akten::new();
    for id in vorgaenge.keys() {
        if let Some(vorgang) = umfeld.bestand.vorgaenge.get(id) {
            akten.entry(vorgang.akte).or_default();
        }
    }
    words(umfeld, &mut akten);
    subjects(umfeld, &mut akten);
    fields(umfeld, &mut akten);
    own_words(umfeld, &mut akten);
    things(umfeld, &mut akten);
    matters(umfeld, vorgaenge, &mut akten);
    sender(umfeld, &mut akten);
    for fund in &umfeld.gelesen.bezuege {
        if umfeld.bestand.akten.contains_key(&fund.id) {
            let wert = if fund.genau { 1.0 } else { 0.6 };
            let hinweis = Hinweis::at(Some(fund.stelle));
            akten.entry(fund.id).or_default().see(Merkmal::NeuAz, wert, hinweis);
        }
    }
    for nah in umfeld.gelesen.nah.iter().filter(|nah| umfeld.bestand.akten.contains_key(&nah.id)) {
        let hinweis = Hinweis::at(Some(nah.stelle));
        akten.entry(nah.id).or_default().see(Merkmal::NeuAz, nah.wert * 0.5, hinweis);
    }
    akten.retain(|id, _| umfeld.bestand.akte_offen(*id));
    parts(umfeld, &mut akten);
    party(umfeld, &mut akten);
    neighbours(umfeld, &mut akten);
    closed(umfeld, vorgaenge, &mut akten);
    let doch = doubts(umfeld, vorgaenge, &mut akten);
    let (begins, goes_on) = rede::ton(umfeld);
    let beginning = rede::anfang(umfeld);
    for (id, spur) in &mut akten {
        habits(umfeld, *id, spur);
        Merkmal::Neu.set(&mut spur.werte, 1.0);
        Merkmal::NeuDochBekannt.set(&mut spur.werte, doch.bekannt);
        Merkmal::NeuDochBezug.set(&mut spur.werte, doch.bezug);
        Merkmal::NeuDochZeichen.set(&mut spur.werte, doch.zeichen);
        spur.see(Merkmal::NeuAnfang, begins, Hinweis::at(beginning));
        Merkmal::NeuFortsetzung.set(&mut spur.werte, goes_on);
    }
    akten
}

/// Akten whose letters have such words.
fn words(umfeld: &Umfeld<'_>, akten: &mut Akten) {
    let verdict = umfeld.bestand.nach_akte.urteil(&umfeld.gelesen.worte);
    let of = |klasse: u32| verdict.get(klasse as usize).copied().unwrap_or_default();
    let mut all: Vec<(f64, Uuid)> =
        umfeld.bestand.klassen().map(|(akte, klasse)| (of(klasse), akte)).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, akte) in all.iter().take(EACH_MAX) {
        akten.entry(*akte).or_default();
    }
    for (akte, spur) in akten {
        let Some(klasse) = umfeld.bestand.klasse(*akte) else { continue };
        let letters = umfeld.bestand.nach_akte.letters(klasse);
        Merkmal::NeuWorte.set(&mut spur.werte, of(klasse));
        spur.hinweise.insert(Merkmal::NeuWorte as usize, Hinweis::count(letters as usize));
    }
}

/// Akten whose subject, or whose place in the plan, is what the letter is about.
fn subjects(umfeld: &Umfeld<'_>, akten: &mut Akten) {
    let bestand = umfeld.bestand;
    let words = Betreffworte::new(umfeld);
    let mut all: Vec<(f64, Uuid)> = bestand
        .akten
        .iter()
        .filter(|(_, akte)| !akte.geschlossen)
        .map(|(id, _)| {
            let shared = words.shared(bestand, *id);
            (shared.alle + shared.zeile, *id)
        })
        .filter(|(shared, _)| *shared > 0.0)
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, akte) in all.iter().take(EACH_MAX) {
        akten.entry(*akte).or_default();
    }
    for (akte, spur) in akten {
        let shared = words.shared(bestand, *akte);
        let stelle = word_of(umfeld, *akte);
        spur.see(Merkmal::NeuBetreff, shared.alle + shared.zeile, Hinweis::at(stelle));
        spur.see(Merkmal::NeuBetreffText, shared.text, Hinweis::at(stelle));
    }
}

/// Akten about the field of work that the letter is about.
fn fields(umfeld: &Umfeld<'_>, akten: &mut Akten) {
    let said = umfeld.gelesen.staemme.iter().filter(|stamm| stamm.text);
    let said = said
        .map(|stamm| (stamm.form.as_str(), if stamm.betreff { 2.0 } else { 1.0 }, stamm.stelle));
    let mut own: BTreeMap<usize, (f64, Stelle)> = BTreeMap::new();
    for (stem, weight, stelle) in said {
        for (field, weight) in sachgebiet::gebiete(std::iter::once((stem, weight))) {
            own.entry(field).or_insert((0.0, stelle)).0 += weight;
        }
    }
    let all: f64 = own.values().map(|(weight, _)| weight).sum();
    for (id, fields) in &umfeld.bestand.sachgebiete {
        let share = |(field, much): (&usize, &f64)| {
            let (weight, stelle) = own.get(field)?;
            Some((weight * much / (all + 1.0), *stelle))
        };
        let best = fields.iter().filter_map(share).max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((fit, stelle)) = best else { continue };
        if akten.contains_key(id) || fit > 0.1 {
            let hinweis = Hinweis::at(Some(stelle));
            akten.entry(*id).or_default().see(Merkmal::NeuSache, fit, hinweis);
        }
    }
}

/// Akten whose subject has a word of the letter that few others have, and those that hold the rest
/// of what one of them holds a part of: "Talstraße", "übrige Gemeindestraßen".
fn own_words(umfeld: &Umfeld<'_>, akten: &mut Akten) {
    const REST: [&str; 5] = ["ubrig", "sonstig", "verschieden", "ander", "allgemein"];
    let bestand = umfeld.bestand;
    let said = umfeld.gelesen.staemme.iter().filter(|stamm| stamm.text);
    let said: BTreeMap<u32, Stelle> = said
        .filter_map(|stamm| Some((bestand.betreffe.nummer(&stamm.form)?, stamm.stelle)))
        .collect();
    let mut with: BTreeMap<u32, Vec<Uuid>> = BTreeMap::new();
    for id in bestand.akten.keys().filter(|id| bestand.akte_offen(**id)) {
        for wort in bestand.betreff_worte(*id).iter().filter(|wort| said.contains_key(wort)) {
            with.entry(*wort).or_default().push(*id);
        }
    }
    let mut parts: BTreeMap<&str, f64> = BTreeMap::new();
    for (wort, ids) in &with {
        let own = 1.0 / ids.len() as f64;
        for id in ids.iter().take(EACH_MAX) {
            let hinweis = Hinweis::at(said.get(wort).copied());
            akten.entry(*id).or_default().see(Merkmal::NeuEigen, own, hinweis);
            if let Some(akte) = bestand.akten.get(id) {
                let part = parts.entry(&akte.plan).or_default();
                *part = part.max(own);
            }
        }
    }
    for (id, spur) in akten {
        let Some(akte) = bestand.akten.get(id) else { continue };
        let rest = suchform(&akte.betreff);
        let rest = rest.split(' ').any(|wort| REST.iter().any(|rest| wort.starts_with(rest)));
        if let Some(part) = parts.get(akte.plan.as_str()).filter(|_| rest) {
            let more = (part - Merkmal::NeuEigen.get(&spur.werte)).max(0.0);
            Merkmal::NeuRest.set(&mut spur.werte, more);
        }
    }
}

/// Akten whose subject names a thing that the letter names.
fn things(umfeld: &Umfeld<'_>, akten: &mut Akten) {
    for (ding, stelle) in &umfeld.gelesen.dinge {
        let ids = umfeld.bestand.dinge.get(ding).into_iter().flatten();
        let ids: Vec<&Uuid> = ids.filter(|id| umfeld.bestand.akten.contains_key(id)).collect();
        let rare = 1.0 / (1.0 + (ids.len().max(1) as f64).ln());
        for id in ids.into_iter().take(EACH_MAX) {
            let spur = akten.entry(*id).or_default();
            spur.see(Merkmal::NeuDing, rare, Hinweis::at(Some(*stelle)));
        }
    }
}

/// How well the subjects of an Akte's Vorgänge fit.
#[derive(Default)]
struct Passend {
    beste: f64,
    /// The one that fits best.
    vorgang: Option<Uuid>,
    /// Of the squares.
    summe: f64,
}

/// Akten whose Vorgänge have subjects that fit, and the share of all that fit.
fn matters(umfeld: &Umfeld<'_>, vorgaenge: &BTreeMap<Uuid, Spur>, akten: &mut Akten) {
    let mut all = 0.3;
    let mut fits: BTreeMap<Uuid, Passend> = BTreeMap::new();
    for (id, spur) in vorgaenge {
        let Some(vorgang) = umfeld.bestand.vorgaenge.get(id) else { continue };
        let fit = Merkmal::BetreffText.get(&spur.werte) + Merkmal::BetreffZeile.get(&spur.werte);
        if fit > 0.0 {
            let known = fits.entry(vorgang.akte).or_default();
            if fit > known.beste {
                (known.beste, known.vorgang) = (fit, Some(*id));
            }
            known.summe += fit * fit;
            all += fit * fit;
        }
    }
    for (akte, fits) in fits {
        let spur = akten.entry(akte).or_default();
        let subject = fits.vorgang.and_then(|id| umfeld.bestand.vorgaenge.get(&id));
        let hinweis = Hinweis {
            erkannt: subject.map(|vorgang| vorgang.betreff.clone()),
            ..Hinweis::at(fits.vorgang.and_then(|id| word_of(umfeld, id)))
        };
        spur.see(Merkmal::NeuVorgang, fits.beste, hinweis.clone());
        spur.see(Merkmal::NeuVorgaenge, fits.summe / all, hinweis);
    }
}

/// Akten that hold a part of what is alike: a year, a half of it, names from one letter to another.
fn parts(umfeld: &Umfeld<'_>, akten: &mut Akten) {
    let initial = initial(umfeld);
    let grave = grave(umfeld);
    let at_name = partei::name(&umfeld.gelesen.blatt);
    for (id, spur) in akten {
        let Some(akte) = umfeld.bestand.akten.get(id) else { continue };
        let sign = |fits: bool| if fits { 1.0 } else { -1.0 };
        if let (Some(day), Some(year)) = (umfeld.gelesen.schreiben.eingang, jahr(&akte.betreff)) {
            let half =
                match (akte.betreff.contains("erstes Halb"), akte.betreff.contains("zweites Halb"))
                {
                    (true, _) => day.month() <= 6,
                    (_, true) => day.month() > 6,
                    _ => true,
                };
            Merkmal::NeuJahr.set(&mut spur.werte, sign(year == day.year() && half));
        }
        if let Some((from, to)) = range(&akte.betreff) {
            let (letter, stelle) = match grave.filter(|_| akte.betreff.contains("Feld")) {
                Some((letter, stelle)) => (Some(letter), Some(stelle)),
                None if akte.betreff.contains("Feld") => (None, None),
                None => (initial, at_name),
            };
            let fits = letter.map(|letter| sign((from..=to).contains(&letter)));
            Merkmal::NeuBuchstabe.set(&mut spur.werte, fits.unwrap_or_default());
            spur.hinweise.insert(Merkmal::NeuBuchstabe as usize, Hinweis::at(stelle));
        }
    }
}

/// Letters from one to another in a subject: "Hundesteuer A bis K".
fn range(text: &str) -> Option<(char, char)> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(3).find_map(|run| {
        let [from, "bis", to] = run else { return None };
        let one = |word: &str| {
            let mut letters = word.chars();
            letters.next().filter(|c| letters.next().is_none() && c.is_ascii_uppercase())
        };
        Some((one(from)?, one(to)?))
    })
}

/// First letter of the name under which the sender is kept: the family's, or the institution's.
fn initial(umfeld: &Umfeld<'_>) -> Option<char> {
    let sender = umfeld.absender.first().filter(|sender| sender.anteil > 0.5);
    let known = sender.and_then(|sender| umfeld.bestand.parteien.get(&sender.kontakt));
    let name = known.map(|partei| partei.name.as_str());
    let name =
        name.or_else(|| Some(umfeld.gelesen.blatt.wortlaut(partei::name(&umfeld.gelesen.blatt)?)))?;
    let last = name.split_whitespace().next_back()?;
    suchform(last).chars().next().map(|c| c.to_ascii_uppercase())
}

/// The field of a grave that the letter names: "Grab E 5-40".
fn grave(umfeld: &Umfeld<'_>) -> Option<(char, Stelle)> {
    umfeld.gelesen.blatt.worte.windows(2).find_map(|run| {
        let [label, field] = run else { return None };
        let named = label.form.contains("grab") || label.form.starts_with("feld");
        let letter = field.form.chars().next().filter(|_| named && field.form.len() == 1)?;
        Some((letter.to_ascii_uppercase(), field.stelle))
    })
}

/// Returns the year that a subject names.
fn jahr(text: &str) -> Option<i16> {
    let years = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4);
    years.filter_map(|word| word.parse().ok()).find(|year| (1990..2100).contains(year))
}

/// Akten in which the sender's letters lie.
fn sender(umfeld: &Umfeld<'_>, akten: &mut Akten) {
    for sender in umfeld.absender.iter().filter(|sender| sender.anteil > 0.05).take(3) {
        let all = umfeld.bestand.zahl(Gewohnheit::Absender(sender.kontakt)).alle;
        let mut places: Vec<(u32, Uuid)> =
            umfeld.bestand.akten_von(sender.kontakt).map(|(akte, anzahl)| (anzahl, akte)).collect();
        places.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        for (anzahl, akte) in places.into_iter().take(EACH_MAX) {
            let share = f64::from(anzahl) / (f64::from(all) + 1.0);
            let name = umfeld.bestand.parteien.get(&sender.kontakt).map(|p| p.name.clone());
            let hinweis = Hinweis { stelle: sender.stelle, erkannt: name, anzahl };
            let spur = akten.entry(akte).or_default();
            spur.see(Merkmal::NeuAbsender, share * sender.anteil, hinweis);
        }
    }
}

/// Akten in whose Vorgänge the sender is a party.
fn party(umfeld: &Umfeld<'_>, akten: &mut Akten) {
    for sender in umfeld.absender.iter().filter(|sender| sender.anteil > 0.05).take(3) {
        let ids = umfeld.bestand.beteiligt.get(&sender.kontakt).into_iter().flatten();
        let mut places: BTreeMap<Uuid, usize> = BTreeMap::new();
        for vorgang in ids.filter_map(|id| umfeld.bestand.vorgaenge.get(id)) {
            *places.entry(vorgang.akte).or_default() += 1;
        }
        let all: usize = places.values().sum();
        for (akte, anzahl) in places {
            let Some(spur) = akten.get_mut(&akte) else { continue };
            let share = anzahl as f64 / (all as f64 + 1.0);
            let name = umfeld.bestand.parteien.get(&sender.kontakt).map(|p| p.name.clone());
            let hinweis = Hinweis { erkannt: name, ..Hinweis::at(sender.stelle) };
            spur.see(Merkmal::NeuBeteiligt, share * sender.anteil, hinweis);
        }
    }
}

/// How many of the nearest letters lie in each Akte, and how near the nearest is.
fn neighbours(umfeld: &Umfeld<'_>, akten: &mut Akten) {
    let mut all = 0.3;
    let mut shares: BTreeMap<Uuid, (f64, f64, usize)> = BTreeMap::new();
    for nachbar in umfeld.gelesen.nachbarn.iter().take(20) {
        let dokument = umfeld.bestand.dokument(nachbar.platz);
        let vorgang = dokument.and_then(|d| umfeld.bestand.vorgaenge.get(&d.vorgang));
        let Some(vorgang) = vorgang else { continue };
        let weight = nachbar.naehe.powi(2);
        all += weight;
        let share = shares.entry(vorgang.akte).or_default();
        share.0 += weight;
        share.1 = share.1.max(nachbar.naehe);
        share.2 += 1;
    }
    for (akte, (share, best, count)) in shares {
        let Some(spur) = akten.get_mut(&akte) else { continue };
        spur.see(Merkmal::NeuStimmen, share / all, Hinweis::count(count));
        spur.see(Merkmal::NeuNaehe, best, Hinweis::count(count));
    }
}

/// What leads to a closed Vorgang speaks for another one in the same Akte.
fn closed(umfeld: &Umfeld<'_>, vorgaenge: &BTreeMap<Uuid, Spur>, akten: &mut Akten) {
    let references = [Merkmal::Code, Merkmal::AzKopf, Merkmal::AzText, Merkmal::AzUngenau];
    let signs = [Merkmal::Fremdzeichen, Merkmal::Kasse, Merkmal::Kunde, Merkmal::Gegenstand];
    for (id, spur) in vorgaenge {
        let Some(vorgang) = umfeld.bestand.vorgaenge.get(id) else { continue };
        if umfeld.bestand.vorgang_offen(vorgang) {
            continue;
        }
        let Some(akte) = akten.get_mut(&vorgang.akte) else { continue };
        for (merkmal, from) in [(Merkmal::NeuAzZu, &references), (Merkmal::NeuZeichen, &signs)] {
            let best = from.iter().max_by(|a, b| a.get(&spur.werte).total_cmp(&b.get(&spur.werte)));
            let Some(best) = best else { continue };
            let hinweis = spur.hinweise.get(&(*best as usize)).cloned().unwrap_or_default();
            akte.see(merkmal, best.get(&spur.werte), hinweis);
        }
        if Merkmal::NeuAzZu.get(&akte.werte) > 0.0 {
            Merkmal::NeuHaltlos.set(&mut akte.werte, Merkmal::AzHaltlos.get(&spur.werte));
            Merkmal::NeuAndere.set(&mut akte.werte, Merkmal::AzAndere.get(&spur.werte));
        }
    }
}

/// How surely the letter belongs to something that is open.
#[derive(Default)]
struct Doch {
    /// By sender and words.
    bekannt: f64,
    /// By our references.
    bezug: f64,
    /// By other signs.
    zeichen: f64,
}

/// Looks how surely the letter belongs to something that is open: in each Akte, and anywhere.
fn doubts(umfeld: &Umfeld<'_>, vorgaenge: &BTreeMap<Uuid, Spur>, akten: &mut Akten) -> Doch {
    let references = [Merkmal::Code, Merkmal::AzKopf, Merkmal::AzText, Merkmal::AzUngenau];
    let signs = [Merkmal::Fremdzeichen, Merkmal::Kasse];
    let mut doch = Doch::default();
    for (id, spur) in vorgaenge {
        let Some(vorgang) = umfeld.bestand.vorgaenge.get(id) else { continue };
        if !umfeld.bestand.vorgang_offen(vorgang) {
            continue;
        }
        let both = Merkmal::AbsenderUndNaehe.get(&spur.werte);
        doch.bekannt = doch.bekannt.max(both);
        doch.bezug = doch.bezug.max(spur.most(&references));
        doch.zeichen = doch.zeichen.max(spur.most(&signs));
        if let Some(akte) = akten.get_mut(&vorgang.akte) {
            let here = Merkmal::NeuDochHier.get(&akte.werte).max(both);
            Merkmal::NeuDochHier.set(&mut akte.werte, here);
            let named = Merkmal::NeuAz.get(&akte.werte) * fit(spur);
            let named = Merkmal::NeuDochVonAkte.get(&akte.werte).max(named);
            Merkmal::NeuDochVonAkte.set(&mut akte.werte, named);
        }
    }
    doch
}

/// What kinds of letter, this sender's letters and this Akte's letters usually do.
fn habits(umfeld: &Umfeld<'_>, akte: Uuid, spur: &mut Spur) {
    let bestand = umfeld.bestand;
    let here = bestand.zahl(Gewohnheit::Akte(akte));
    let all = bestand.zahl(Gewohnheit::Alle);
    let share = (f64::from(here.alle) + 0.5) / (f64::from(all.alle) + 20.0);
    Merkmal::NeuHaeufig.set(&mut spur.werte, (share / 0.05).ln().max(-3.0));
    Merkmal::NeuAnfangAkte.set(&mut spur.werte, beginning(bestand, here));
    let mut of_kind = 0.0;
    let mut begins = 0.0;
    let mut letters = 0;
    for typ in umfeld.typen.iter().take(3) {
        let Some(nummer) = bestand.typen.finde(&typ.typ) else { continue };
        let kind = bestand.zahl(Gewohnheit::Typ(nummer));
        let both = bestand.zahl(Gewohnheit::AkteTyp(akte, nummer));
        of_kind += typ.anteil * f64::from(both.alle) / (f64::from(kind.alle) + 2.0);
        begins += typ.anteil * beginning(bestand, kind);
        letters = letters.max(both.alle);
    }
    spur.see(Merkmal::NeuTyp, of_kind, Hinweis::count(letters as usize));
    Merkmal::NeuAnfangTyp.set(&mut spur.werte, begins);
    let sender = umfeld.absender.first();
    let begins = sender.map_or(0.0, |sender| {
        sender.anteil * beginning(bestand, bestand.zahl(Gewohnheit::Absender(sender.kontakt)))
    });
    Merkmal::NeuAnfangAbsender.set(&mut spur.werte, begins);
    let verdict = bestand.nach_anfang.urteil(&umfeld.gelesen.worte);
    if let [goes_on, begins] = verdict.as_slice() {
        Merkmal::NeuAnfangWorte.set(&mut spur.werte, begins - goes_on);
    }
    let used = bestand.vorgaenge_in.get(&akte).into_iter().flatten();
    let begun = |id: &Uuid| bestand.vorgaenge.get(id).and_then(|vorgang| vorgang.begonnen);
    let last =
        used.filter_map(|id| bestand.orte.get(id).and_then(|ort| ort.zuletzt).max(begun(id)));
    let last = last.max();
    if let Some(days) = age(umfeld, last) {
        Merkmal::NeuFrisch.set(&mut spur.werte, (-days / 120.0).exp());
    }
}

/// How much oftener than usual such letters open a Vorgang: a difference of log odds.
fn beginning(bestand: &Bestand, zahl: Zahl) -> f64 {
    let odds = |first: f64, all: f64| (first / (all - first).max(f64::MIN_POSITIVE)).ln();
    let all = bestand.zahl(Gewohnheit::Alle);
    let usual = (f64::from(all.erste) + 1.0) / (f64::from(all.alle) + 2.0);
    let first = f64::from(zahl.erste) + LENT * usual;
    odds(first, f64::from(zahl.alle) + LENT) - odds(usual, 1.0)
}
