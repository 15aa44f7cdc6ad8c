//! A letter compared with what the office knows: references, signs, words, parties.
//!
//! Never weighs anything: what was found stands here with its place, once for all questions.

use std::collections::{BTreeMap, BTreeSet};

use domain::aktenzeichen::vergleichsform;
use domain::lernmerkmale::{Lernmerkmale, WOERTER_MAX, ZEICHEN_MAX, Zeichen, Zeichenart};
use uuid::Uuid;

use crate::aehnlich::Treffer;
use crate::bestand::{Bestand, Bezug};
use crate::blatt::{Blatt, Lage, Stelle};
use crate::datum::{self, Tag};
use crate::ketten::ketten;
use crate::nah;
use crate::partei::{self, Nennung};
use crate::vorschlag::Schreiben;
use crate::{konfusion, worte, zeichen};

/// Different words of a letter that are compared.
const STAEMME_MAX: usize = 600;
/// Letters nearest by their words that are looked at.
const NACHBARN: usize = 40;
/// References and known signs of one letter.
const SIGNS_MAX: usize = 40;

/// A word of the letter without its ending.
#[derive(Debug, Clone)]
pub(crate) struct Stamm {
    pub(crate) form: String,
    pub(crate) anzahl: u32,
    pub(crate) betreff: bool,
    /// It stands in the text, not only in the head.
    pub(crate) text: bool,
    /// Where it first stands.
    pub(crate) stelle: Stelle,
}

/// A reference of ours that stands in the letter.
#[derive(Debug, Clone)]
pub(crate) struct Bezugsfund {
    /// The Akte or Vorgang that has it.
    pub(crate) id: Uuid,
    pub(crate) genau: bool,
    /// It stands where references stand: in the head, in the subject, behind its label.
    pub(crate) kopf: bool,
    /// In comparison form.
    pub(crate) form: String,
    pub(crate) stelle: Stelle,
}

/// A reference of ours that a damaged one may have been.
#[derive(Debug, Clone)]
pub(crate) struct Nahfund {
    /// The Akte or Vorgang that has it.
    pub(crate) id: Uuid,
    /// In comparison form.
    pub(crate) form: String,
    pub(crate) stelle: Stelle,
    /// How likely it was this one, 0 to 1.
    pub(crate) wert: f64,
}

/// A sign in the letter that filed letters carry.
#[derive(Debug, Clone)]
pub(crate) struct Bekannt {
    pub(crate) key: String,
    /// Number of the sign as this letter writes it, if another writes it so.
    pub(crate) form: Option<u32>,
    /// Where it stands; none if it is known without reading.
    pub(crate) stelle: Option<Stelle>,
    /// The letter has another one that may be this, damaged.
    pub(crate) nah: bool,
}

/// A letter and what was found in it.
#[derive(Debug)]
pub(crate) struct Gelesen<'a> {
    pub(crate) schreiben: &'a Schreiben<'a>,
    pub(crate) blatt: Blatt<'a>,
    pub(crate) tage: Vec<Tag>,
    pub(crate) staemme: Vec<Stamm>,
    /// Numbers of the known ones among them.
    pub(crate) worte: Vec<u32>,
    pub(crate) bezuege: Vec<Bezugsfund>,
    /// References of ours that may be what the letter has, damaged.
    pub(crate) nah: Vec<Nahfund>,
    pub(crate) zeichen: Vec<zeichen::Fund>,
    pub(crate) bekannt: Vec<Bekannt>,
    pub(crate) nennungen: Vec<Nennung>,
    pub(crate) anschriften: BTreeSet<String>,
    /// Addresses, plates, days and numbers that the letter names, each where it first stands.
    pub(crate) dinge: BTreeMap<String, Stelle>,
    pub(crate) absenderworte: Vec<String>,
    pub(crate) nachbarn: Vec<Treffer>,
    pub(crate) absendernachbarn: Vec<Treffer>,
}

impl<'a> Gelesen<'a> {
    /// Reads a letter.
    pub(crate) fn new(schreiben: &'a Schreiben<'a>, bestand: &Bestand) -> Self {
        let blatt = Blatt::new(schreiben);
        let staemme = staemme(&blatt);
        let worte = bestand.texte.finde(staemme.iter().map(|stamm| stamm.form.as_str()));
        let id = |platz| bestand.id(platz);
        let nachbarn =
            bestand.texte.index.naechste(&worte, staemme.len() - worte.len(), NACHBARN, id);
        let absenderworte = partei::absenderworte(&blatt, schreiben.mail);
        let names = bestand.absender.finde(absenderworte.iter().map(String::as_str));
        let neu = absenderworte.len() - names.len();
        let absendernachbarn = bestand.absender.index.naechste(&names, neu, NACHBARN, id);
        let (zeichen, labelled) = own_and_others(&blatt, bestand);
        let (bezuege, bekannt) = known(&blatt, bestand, schreiben, &zeichen);
        let nah = near(bestand, &unclear(&blatt, bestand, labelled, &bezuege));
        Self {
            schreiben,
            tage: datum::tage(&blatt),
            staemme,
            worte,
            bezuege,
            nah,
            zeichen,
            bekannt,
            nennungen: partei::nennungen(&blatt, &bestand.namen, &bestand.parteien),
            anschriften: partei::anschriften(&blatt),
            dinge: dinge(&blatt),
            absenderworte,
            nachbarn,
            absendernachbarn,
            blatt,
        }
    }

    /// Returns what the letter teaches once it is filed.
    pub(crate) fn merkmale(&self, bestand: &Bestand) -> Lernmerkmale {
        let mut signs: Vec<Zeichen> = Vec::new();
        let given = self.schreiben.zeichen.iter().map(|z| zeichen::normal(z.art, &z.wert));
        let mails = self.schreiben.mail.iter().map(|mail| zeichen::normal(Zeichenart::Mail, mail));
        for sign in given.chain(mails).chain(self.zeichen.iter().map(|fund| fund.zeichen.clone())) {
            if signs.len() < ZEICHEN_MAX && !signs.contains(&sign) && !sign.wert.is_empty() {
                signs.push(sign);
            }
        }
        let index = &bestand.texte.index;
        let telling = |stamm: &Stamm| {
            // A word that nobody wrote before may be misread: it counts as one that two wrote.
            let nummer = bestand.texte.nummer(&stamm.form);
            let haeufig = nummer.map_or(0, |nummer| index.haeufig(nummer)).max(2);
            let often = (1.0 + f64::from(stamm.anzahl).ln()).sqrt();
            index.gewicht(haeufig) * often * if stamm.betreff { 1.7 } else { 1.0 }
        };
        let mut ranked: Vec<(f64, &Stamm)> =
            self.staemme.iter().map(|stamm| (telling(stamm), stamm)).collect();
        // The sort is stable: equals stay in the letter's order.
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let woerter = ranked.into_iter().take(WOERTER_MAX).map(|(_, stamm)| stamm.form.clone());
        Lernmerkmale {
            zeichen: signs,
            absender: self.absenderworte.clone(),
            woerter: woerter.collect(),
        }
    }

    /// Returns the sender's own sign: the first that a label calls so, or that none calls ours;
    /// of an invoice its number.
    pub(crate) fn fremdzeichen(&self) -> Option<&zeichen::Fund> {
        let of = |art| self.zeichen.iter().find(|fund| fund.zeichen.art == art);
        of(Zeichenart::Fremdzeichen).or_else(|| of(Zeichenart::Rechnungsnummer))
    }
}

/// Words of the letter but those of our own address; words cut by a line's end are put together.
fn staemme(blatt: &Blatt<'_>) -> Vec<Stamm> {
    let mut found: Vec<Stamm> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut at = 0;
    while let Some(wort) = blatt.worte.get(at) {
        let next = blatt.worte.get(at + 1).filter(|next| cut(blatt, wort.stelle, next.stelle));
        let joined = next.map(|next| [wort.form.as_str(), next.form.as_str()].concat());
        at += if joined.is_some() { 2 } else { 1 };
        let lage = blatt.lage(wort.stelle);
        let Some(stem) = worte::stamm(joined.as_deref().unwrap_or(&wort.form)) else { continue };
        if lage == Lage::Empfaenger {
            continue;
        }
        if let Some(known) = places.get(stem).and_then(|at| found.get_mut(*at)) {
            known.anzahl += 1;
            known.betreff |= lage == Lage::Betreff;
            known.text |= matches!(lage, Lage::Betreff | Lage::Text);
        } else if found.len() < STAEMME_MAX {
            places.insert(stem.to_owned(), found.len());
            found.push(Stamm {
                form: stem.to_owned(),
                anzahl: 1,
                betreff: lage == Lage::Betreff,
                text: matches!(lage, Lage::Betreff | Lage::Text),
                stelle: wort.stelle,
            });
        }
    }
    found
}

/// What the letter names that subjects name, too; not what it says of us.
fn dinge(blatt: &Blatt<'_>) -> BTreeMap<String, Stelle> {
    let mut found = BTreeMap::new();
    for (zeile, line) in blatt.zeilen.iter().enumerate() {
        if line.lage != Lage::Empfaenger {
            zeichen::dinge(line.text, blatt.worte_in(zeile), |von, bis, ding| {
                found.entry(ding).or_insert(Stelle { zeile, von, bis });
            });
        }
    }
    found
}

/// Says whether the line's end cut one word into these two.
fn cut(blatt: &Blatt<'_>, first: Stelle, second: Stelle) -> bool {
    second.zeile == first.zeile + 1
        && blatt.text(first.zeile).get(first.bis..) == Some("-")
        && blatt.wortlaut(second).starts_with(char::is_lowercase)
}

/// Returns the signs that are not ours, and the places of those that a label calls ours.
fn own_and_others(blatt: &Blatt<'_>, bestand: &Bestand) -> (Vec<zeichen::Fund>, Vec<Stelle>) {
    let all = zeichen::finde(blatt);
    let foreign = |fund: &zeichen::Fund| fund.zeichen.art == Zeichenart::Fremdzeichen;
    let known = |fund: &zeichen::Fund| {
        foreign(fund) && !references(bestand, blatt.wortlaut(fund.stelle)).is_empty()
    };
    // Where our reference is called the writer's own, the letter is ours.
    let outgoing = all.iter().any(|fund| !fund.ihr && known(fund));
    let mut labelled = Vec::new();
    let mut others = Vec::new();
    for fund in all {
        let text = blatt.wortlaut(fund.stelle);
        if !foreign(&fund) {
            others.push(fund);
        } else if known(&fund) || fund.ihr != outgoing || bestand.eigen(text) {
            labelled.push(fund.stelle);
        } else {
            others.push(fund);
        }
    }
    (others, labelled)
}

/// Returns our references that a text may be, with what may be cut off behind it.
fn references<'b>(bestand: &'b Bestand, text: &str) -> Vec<(&'b Bezug, bool, usize)> {
    let mut found = Vec::new();
    let mut end = text.len();
    for _ in 0..4 {
        let Some(part) = text.get(..end).filter(|part| part.len() > 2) else { break };
        let form = vergleichsform(part);
        let form = form.trim_matches('-');
        if let Some(bezuege) = bestand.bezuege.get(&konfusion::zahl(part)) {
            // Blanks part the pieces of a reference as well as its separators do.
            let parts = part.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
            let separators = parts.count().saturating_sub(1);
            for bezug in bezuege {
                let genau = bezug.form == form;
                // Digits alone may be a telephone number.
                let enough = separators * 2 >= bezug.form.matches('-').count();
                if genau || enough {
                    found.push((bezug, genau, end));
                }
            }
        }
        let cut = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        match cut.rfind(|c: char| !c.is_alphanumeric()) {
            Some(at) => end = at,
            None => break,
        }
    }
    found
}

/// Finds our references, and the signs that filed letters carry.
fn known(
    blatt: &Blatt<'_>,
    bestand: &Bestand,
    schreiben: &Schreiben<'_>,
    zeichen: &[zeichen::Fund],
) -> (Vec<Bezugsfund>, Vec<Bekannt>) {
    let mut bezuege: Vec<Bezugsfund> = Vec::new();
    let mut signs: Vec<Bekannt> = Vec::new();
    let given = schreiben.zeichen.iter().map(|z| (zeichen::normal(z.art, &z.wert).wert, None));
    let mails = schreiben.mail.iter().map(|m| (zeichen::normal(Zeichenart::Mail, m).wert, None));
    let read = zeichen.iter().map(|fund| (fund.zeichen.wert.clone(), Some(fund.stelle)));
    for (wert, stelle) in given.chain(mails).chain(read) {
        add_sign(bestand, &mut signs, &wert, stelle);
    }
    ketten(blatt, |stelle, run| {
        let whole_day = datum::am_anfang(run).is_some_and(|(_, len)| len == run.len());
        if whole_day {
            return;
        }
        for (bezug, genau, end) in references(bestand, run) {
            let stelle = Stelle { bis: stelle.bis.min(stelle.von + end), ..stelle };
            let kopf = is_head(blatt, stelle);
            let (id, form) = (bezug.id, bezug.form.clone());
            bezuege.push(Bezugsfund { id, genau, kopf, form, stelle });
        }
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 3 && run.len() >= 5 && !zeichen::is_postal(blatt, stelle) {
            add_sign(bestand, &mut signs, run, Some(stelle));
        }
    });
    let bezuege = longest(bezuege);
    let ours = |stelle: Stelle| bezuege.iter().any(|bezug| overlap(bezug.stelle, stelle));
    signs.retain(|sign| !sign.stelle.is_some_and(ours));
    add_near_signs(blatt, bestand, &mut signs, zeichen, ours);
    signs.truncate(SIGNS_MAX);
    (bezuege, signs)
}

fn add_sign(bestand: &Bestand, signs: &mut Vec<Bekannt>, wert: &str, stelle: Option<Stelle>) {
    let key = konfusion::zahl(wert);
    if signs.iter().all(|sign| sign.key != key) && !bestand.traeger(&key).is_empty() {
        signs.push(Bekannt { form: bestand.zeichenform(wert), key, stelle, nah: false });
    }
}

/// Adds what signs may have been that stand where signs stand and are none that is known.
fn add_near_signs(
    blatt: &Blatt<'_>,
    bestand: &Bestand,
    signs: &mut Vec<Bekannt>,
    zeichen: &[zeichen::Fund],
    ours: impl Fn(Stelle) -> bool,
) {
    const MOST: usize = 12;
    let mut asked: Vec<(String, Stelle)> = Vec::new();
    let mut ask = |text: &str, stelle: Stelle| {
        let key = konfusion::zahl(text);
        let known = signs.iter().any(|s| s.stelle.is_some_and(|place| overlap(place, stelle)));
        if asked.len() < MOST && !known && !ours(stelle) && asked.iter().all(|(k, _)| *k != key) {
            asked.push((key, stelle));
        }
    };
    use Zeichenart::{Fremdzeichen, Kassenzeichen, Rechnungsnummer};
    let labelled = |fund: &&zeichen::Fund| {
        matches!(fund.zeichen.art, Fremdzeichen | Kassenzeichen | Rechnungsnummer)
    };
    zeichen.iter().filter(labelled).for_each(|fund| ask(&fund.zeichen.wert, fund.stelle));
    ketten(blatt, |stelle, run| {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        let day = datum::am_anfang(run).is_some();
        let parted = run.trim_matches(char::is_alphanumeric).len() > 1;
        if digits >= 6 && parted && !day && blatt.lage(stelle) == Lage::Betreff {
            ask(run, stelle);
        }
    });
    for (key, stelle) in asked {
        for key in nah::zeichen(bestand, &key) {
            if signs.iter().all(|sign| sign.key != key) {
                signs.push(Bekannt { key, form: None, stelle: Some(stelle), nah: true });
            }
        }
    }
}

/// Keeps of references that overlap the longest, and of equals the exact ones; one for each record.
fn longest(mut all: Vec<Bezugsfund>) -> Vec<Bezugsfund> {
    all.sort_by(|a, b| {
        let rank = |fund: &Bezugsfund| (fund.form.len(), fund.genau, fund.kopf);
        rank(b).cmp(&rank(a)).then(a.stelle.cmp(&b.stelle)).then(a.id.cmp(&b.id))
    });
    let mut kept: Vec<Bezugsfund> = Vec::new();
    for fund in all {
        let worse = kept.iter().any(|other| {
            other.id == fund.id && (other.genau || !fund.genau) && (other.kopf || !fund.kopf)
                || overlap(other.stelle, fund.stelle)
                    && (other.form.len() > fund.form.len() || other.genau && !fund.genau)
        });
        if !worse && kept.len() < SIGNS_MAX {
            kept.push(fund);
        }
    }
    kept
}

pub(crate) fn overlap(a: Stelle, b: Stelle) -> bool {
    a.zeile == b.zeile && a.von < b.bis && b.von < a.bis
}

/// Says whether references stand here: the head, the subject, or right behind a label.
fn is_head(blatt: &Blatt<'_>, stelle: Stelle) -> bool {
    if blatt.lage(stelle) != Lage::Text && blatt.lage(stelle) != Lage::Schluss {
        return true;
    }
    let before = blatt.worte_in(stelle.zeile).iter().rev().filter(|w| w.stelle.bis <= stelle.von);
    let labels = ["az", "aktenzeichen", "zeichen", "geschaftszeichen", "gz", "bezug", "vorgang"];
    before.take(2).any(|wort| labels.contains(&wort.form.as_str()))
}

/// Returns the references that damaged ones may have been; what may have been many is less likely
/// to have been each.
fn near(bestand: &Bestand, unklar: &[(String, Stelle)]) -> Vec<Nahfund> {
    let mut found = Vec::new();
    for (read, stelle) in unklar {
        let near = nah::bezuege(bestand, read);
        let rare = 1.0 / (1.0 + (near.len().max(1) as f64).ln());
        found.extend(near.into_iter().map(|(bezug, likely)| {
            let (id, form) = (bezug.id, bezug.form.clone());
            Nahfund { id, form, stelle: *stelle, wert: likely * rare }
        }));
    }
    found
}

/// Returns what stands where our reference should, or is formed like one, and is none.
fn unclear(
    blatt: &Blatt<'_>,
    bestand: &Bestand,
    labelled: Vec<Stelle>,
    bezuege: &[Bezugsfund],
) -> Vec<(String, Stelle)> {
    const MOST: usize = 12;
    let mut found: Vec<(String, Stelle)> = Vec::new();
    let mut push = |stelle: Stelle, text: &str| {
        let form = vergleichsform(text).trim_matches('-').to_owned();
        let whole = bezuege
            .iter()
            .any(|bezug| overlap(bezug.stelle, stelle) && bezug.form.len() >= form.len());
        if found.len() < MOST
            && !whole
            && form.len() >= 6
            && found.iter().all(|(known, _)| *known != form)
        {
            found.push((form, stelle));
        }
    };
    labelled.into_iter().for_each(|stelle| push(stelle, blatt.wortlaut(stelle)));
    ketten(blatt, |stelle, run| {
        if bestand.eigene_form(run) && !run.contains(' ') {
            push(stelle, run);
        }
    });
    ketten(blatt, |stelle, run| {
        if nah::like_ours(run) && is_head(blatt, stelle) {
            push(stelle, run);
        }
    });
    found
}
