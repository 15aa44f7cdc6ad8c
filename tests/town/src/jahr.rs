//! The year: matters begin, go on and end; their letters arrive, each on its way and with its
//! reference.
//!
//! Never looks at the words of a letter: they are put together afterwards.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use domain::{Datum, aktenzeichen::Aktenzeichen};
use jiff::ToSpan;
use jiff::civil::date;
use paper::Rng;
use uuid::Uuid;

use crate::bezug::{ANTEILE, Bezug, Quote, verdreht};
use crate::fall::{Anlass, Ereignis, Fall, spielen};
use crate::leute::{self, Gruppe, Korrespondent, Schrift};
use crate::plan::AKTEN;
use crate::verlauf::{self, Verlauf};

/// The year whose post it is.
pub(crate) const JAHR: i16 = 2026;
/// Matters begin from this day on; what came of them before the year is not in the post.
const FRUEHESTENS: Datum = date(2025, 5, 1);
/// Days on which a matter may begin.
const TAGE: u64 = 605;
/// Last day on which a matter may begin: there are no Akten for the year after.
const SPAETESTENS: Datum = date(2026, 12, 31);
/// Most letters of a year.
const BRIEFE_MAX: usize = 20_000;

/// The way on which a letter came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weg {
    /// On paper, and then through the scanner.
    Papier,
    /// As a PDF.
    Datei,
    /// By e-mail.
    Mail,
}

const WEGE: [(Weg, f64); 3] = [(Weg::Papier, 60.0), (Weg::Datei, 25.0), (Weg::Mail, 15.0)];

/// A letter of the year, before it has words.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(crate) fall: usize,
    pub(crate) ereignis: Ereignis,
    pub(crate) bezug: Bezug,
    /// Our reference or Kassenzeichen as it should stand on it, right or wrong.
    pub(crate) verweis: Option<String>,
    /// The sender's own sign on it.
    pub(crate) zeichen: Option<String>,
    pub(crate) weg: Weg,
    /// Letters of one number came through the scanner as one stack.
    pub(crate) stapel: Option<usize>,
}

/// A year of a town.
#[derive(Debug)]
pub(crate) struct Jahr {
    pub(crate) seed: u64,
    pub(crate) leute: Vec<Korrespondent>,
    pub(crate) faelle: Vec<Fall>,
    /// Id and Aktenzeichen of each Akte, in the plan's order.
    pub(crate) akten: Vec<(Uuid, String)>,
    /// Id and Aktenzeichen of each matter's Vorgang.
    pub(crate) vorgaenge: Vec<(Uuid, String)>,
    /// Letters in the order of their arrival.
    pub(crate) post: Vec<Post>,
}

impl Jahr {
    /// Plays a year with so many letters.
    pub(crate) fn neu(seed: u64, briefe: usize) -> Result<Self> {
        ensure!(briefe <= BRIEFE_MAX, "at most {BRIEFE_MAX} letters");
        let leute = leute::alle(seed);
        let faelle = faelle(seed, &leute, briefe)?;
        let mut rng = Rng::new(seed ^ 0xa47e);
        let akten = akten(&mut rng);
        let vorgaenge = vorgaenge(&mut rng, &faelle, &akten);
        let post = Vec::new();
        let mut jahr = Self { seed, leute, faelle, akten, vorgaenge, post };
        jahr.verteilen()?;
        jahr.stapeln();
        Ok(jahr)
    }

    /// Sorts the letters by arrival and gives each its reference and its way.
    fn verteilen(&mut self) -> Result<()> {
        let mut letters: Vec<(usize, Ereignis)> = Vec::new();
        for (fall, case) in self.faelle.iter().enumerate() {
            letters.extend(case.ereignisse.iter().map(|letter| (fall, letter.clone())));
        }
        letters.retain(|(_, letter)| letter.eingang.year() == JAHR);
        letters.sort_by_key(|(fall, letter)| (letter.eingang, *fall, letter.datum));
        let mut rng = Rng::new(self.seed ^ 0xbe2e);
        let mut kinds = Quote::new(&ANTEILE);
        let mut ways = Quote::new(&WEGE);
        // Who has shown the sign of a matter in a letter of this year.
        let mut shown: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (fall, ereignis) in letters {
            let case = self.faelle.get(fall).context("a letter without its matter")?;
            let sender = self.leute.get(ereignis.absender).context("a letter without sender")?;
            let key = (fall, ereignis.absender);
            let sign = case.zeichen.get(&ereignis.absender);
            let known = sign.is_some() && shown.contains(&key);
            let weights = |kind| gewicht(kind, case, &ereignis, sender, known);
            let bezug = kinds.ziehen(&mut rng, weights).unwrap_or(Bezug::Keiner);
            let verweis = self.verweis(&mut rng, bezug, fall, &ereignis);
            let signed = match bezug {
                Bezug::Fremd => true,
                // A second letter that shows its sign would refer by it.
                Bezug::Keiner => !known,
                _ => rng.chance(85),
            };
            let zeichen = sign.filter(|_| signed).cloned();
            if zeichen.is_some() {
                shown.insert(key);
            }
            let weg = ways.ziehen(&mut rng, |way| wegegewicht(way, sender, bezug));
            let weg = weg.unwrap_or(Weg::Papier);
            self.post.push(Post { fall, ereignis, bezug, verweis, zeichen, weg, stapel: None });
        }
        Ok(())
    }

    /// The reference of ours that a letter is to carry.
    fn verweis(
        &self,
        rng: &mut Rng,
        bezug: Bezug,
        fall: usize,
        letter: &Ereignis,
    ) -> Option<String> {
        let case = self.faelle.get(fall)?;
        let akte = &self.akten.get(case.akte)?.1;
        let vorgang = &self.vorgaenge.get(fall)?.1;
        match bezug {
            Bezug::Unser if letter.neu || rng.chance(18) => Some(akte.clone()),
            Bezug::Unser => Some(vorgang.clone()),
            Bezug::Kasse => Some(case.kasse.as_ref()?.0.clone()),
            Bezug::Falsch => Some(self.falsch(rng, fall, letter)),
            Bezug::Fremd | Bezug::Code | Bezug::Keiner => None,
        }
    }

    /// A reference of ours that is not this matter's: of another matter of the same people, of
    /// any other, or of none.
    fn falsch(&self, rng: &mut Rng, fall: usize, letter: &Ereignis) -> String {
        let own = self.faelle.get(fall).map(|case| case.akte);
        let others: Vec<usize> = self
            .faelle
            .iter()
            .enumerate()
            .filter(|(other, case)| *other != fall && case.angelegt < letter.eingang)
            .filter(|(_, case)| Some(case.akte) != own || rng.chance(30))
            .map(|(other, _)| other)
            .collect();
        let same: Vec<usize> = others
            .iter()
            .copied()
            .filter(|other| {
                let case = self.faelle.get(*other);
                case.is_some_and(|case| case.rollen.values().any(|who| *who == letter.absender))
            })
            .collect();
        let from = if !same.is_empty() && rng.chance(60) { same } else { others };
        let reference = |case: usize| self.vorgaenge.get(case).map(|(_, reference)| reference);
        if let Some(other) = from.get(rng.pick_index(from.len()))
            && rng.chance(65)
            && let Some(found) = reference(*other)
        {
            return found.clone();
        }
        let right = reference(fall).cloned().unwrap_or_default();
        let taken = |text: &String| {
            self.vorgaenge.iter().chain(&self.akten).any(|(_, reference)| reference == text)
        };
        let mut wrong = verdreht(rng, &right);
        while taken(&wrong) {
            wrong = verdreht(rng, &wrong);
        }
        wrong
    }

    /// Puts some letters of one day into one stack of the scanner.
    fn stapeln(&mut self) {
        let mut rng = Rng::new(self.seed ^ 0x57a9);
        let mut days: BTreeMap<Datum, Vec<usize>> = BTreeMap::new();
        for (place, letter) in self.post.iter().enumerate() {
            if letter.weg == Weg::Papier {
                days.entry(letter.ereignis.eingang).or_default().push(place);
            }
        }
        let mut stack = 0;
        for places in days.into_values() {
            let size = usize::try_from(rng.between(2, 5)).unwrap_or(2);
            let (true, Some(chosen)) = (rng.chance(38), places.get(..size.min(places.len())))
            else {
                continue;
            };
            if chosen.len() < 2 {
                continue;
            }
            for place in chosen {
                if let Some(letter) = self.post.get_mut(*place) {
                    letter.stapel = Some(stack);
                }
            }
            stack += 1;
        }
    }
}

/// How likely a letter refers in this way; 0 where it cannot.
fn gewicht(
    kind: Bezug,
    case: &Fall,
    letter: &Ereignis,
    sender: &Korrespondent,
    known: bool,
) -> f64 {
    let private = matches!(sender.gruppe, Gruppe::Privat | Gruppe::Verein);
    let third = !case.rollen.values().any(|who| *who == letter.absender);
    let asked = case.kasse.as_ref().is_some_and(|(_, from)| *from < letter.datum);
    if letter.neu {
        return match kind {
            Bezug::Keiner => 20.0,
            Bezug::Unser => 0.25,
            Bezug::Falsch => 0.3,
            _ => 0.0,
        };
    }
    match kind {
        Bezug::Unser if third => 0.5,
        Bezug::Unser => 4.0,
        Bezug::Kasse if asked => {
            if private {
                3.0
            } else {
                0.8
            }
        }
        Bezug::Fremd if known => 5.0,
        Bezug::Code if private && !third => 0.6,
        Bezug::Falsch => 0.3,
        Bezug::Keiner if private => 1.2,
        Bezug::Keiner => 0.5,
        Bezug::Kasse | Bezug::Fremd | Bezug::Code => 0.0,
    }
}

fn wegegewicht(way: Weg, sender: &Korrespondent, bezug: Bezug) -> f64 {
    let paper = sender.stil.schrift != Schrift::Computer || bezug == Bezug::Code;
    let private = sender.gruppe == Gruppe::Privat;
    match way {
        Weg::Papier => 1.0,
        Weg::Datei if paper => 0.0,
        Weg::Datei => {
            if private {
                0.3
            } else {
                1.0
            }
        }
        Weg::Mail if paper || !sender.stil.mail => 0.0,
        Weg::Mail => 0.8,
    }
}

/// Plays matters until the year has its letters.
fn faelle(seed: u64, leute: &[Korrespondent], briefe: usize) -> Result<Vec<Fall>> {
    let kinds = verlauf::alle();
    let mut cases: Vec<Fall> = Vec::new();
    let mut count = 0;
    let mut before: Option<Anlass> = None;
    while count < briefe {
        // Every matter draws from its own numbers: the first are the same however many follow.
        let mut rng = Rng::new(seed ^ Rng::new(cases.len() as u64 + 1).next_u64());
        let anlass = anlass(&mut rng, before);
        let kind = gewichtet(&mut rng, &kinds).context("no kinds of matters")?;
        let mut case = spielen(&mut rng, kind, leute, anlass)?;
        let in_year = |letter: &Ereignis| letter.eingang.year() == JAHR;
        let room = briefe - count;
        let mut taken = 0;
        case.ereignisse.retain(|letter| {
            taken += usize::from(in_year(letter));
            !in_year(letter) || taken <= room
        });
        let letters = case.ereignisse.iter().filter(|letter| in_year(letter)).count();
        count += letters;
        let lead = kind.rollen.first().and_then(|(role, _)| case.rollen.get(role)).copied();
        before = Some(Anlass { beginn: anlass.beginn, wer: lead });
        // What begins after the year is not known in it.
        if case.angelegt.year() > JAHR {
            case.ereignisse.clear();
        }
        case.geschlossen = case.geschlossen.filter(|day| day.year() <= JAHR);
        cases.push(case);
    }
    cases.retain(|case| case.angelegt.year() <= JAHR);
    Ok(cases)
}

/// When a matter begins; some people come with two at a time.
fn anlass(rng: &mut Rng, before: Option<Anlass>) -> Anlass {
    if let Some(before) = before.filter(|_| rng.chance(14)) {
        let days = i64::try_from(rng.between(0, 5)).unwrap_or(0);
        let beginn = before.beginn.saturating_add(days.days()).min(SPAETESTENS);
        return Anlass { beginn, ..before };
    }
    let days = i64::try_from(rng.between(0, TAGE)).unwrap_or(0);
    Anlass { beginn: FRUEHESTENS.saturating_add(days.days()), wer: None }
}

fn gewichtet(rng: &mut Rng, kinds: &[&'static Verlauf]) -> Option<&'static Verlauf> {
    let sum: u64 = kinds.iter().map(|kind| kind.gewicht).sum();
    let mut left = rng.between(0, sum.saturating_sub(1));
    kinds.iter().copied().find(|kind| {
        let hit = left < kind.gewicht;
        left = left.saturating_sub(kind.gewicht);
        hit
    })
}

/// Gives every Akte its id and Aktenzeichen.
fn akten(rng: &mut Rng) -> Vec<(Uuid, String)> {
    let mut last: BTreeMap<(&str, i16), u64> = BTreeMap::new();
    AKTEN
        .iter()
        .map(|(plan, _, _, year)| {
            let number = last.entry((plan, *year)).or_insert(0);
            *number += rng.between(1, 6);
            (id(rng), Aktenzeichen::akte(plan, *number, *year).to_string())
        })
        .collect()
}

/// Gives every Vorgang its id and Aktenzeichen, in the order in which they were created.
fn vorgaenge(rng: &mut Rng, faelle: &[Fall], akten: &[(Uuid, String)]) -> Vec<(Uuid, String)> {
    let mut order: Vec<usize> = (0..faelle.len()).collect();
    order.sort_by_key(|place| faelle.get(*place).map(|case| (case.angelegt, *place)));
    // Older Vorgänge had the numbers before.
    let mut last: Vec<u64> = akten.iter().map(|_| rng.between(0, 7)).collect();
    let mut given: BTreeMap<usize, (Uuid, String)> = BTreeMap::new();
    for place in order {
        let Some(case) = faelle.get(place) else { continue };
        let (Some((_, akte)), Some(number)) = (akten.get(case.akte), last.get_mut(case.akte))
        else {
            continue;
        };
        *number += 1;
        given.insert(place, (id(rng), Aktenzeichen::vorgang(akte, *number).to_string()));
    }
    given.into_values().collect()
}

/// An id that the seed decides.
pub(crate) fn id(rng: &mut Rng) -> Uuid {
    let bytes = (u128::from(rng.next_u64()) << 64) | u128::from(rng.next_u64());
    uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid()
}
