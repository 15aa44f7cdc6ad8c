//! One matter: who takes part, its words, and which letters come when.
//!
//! Never a reference: Aktenzeichen are given when all matters are known.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use domain::Datum;
use jiff::ToSpan;
use jiff::civil::Weekday;
use paper::Rng;

use crate::leute::Korrespondent;
use crate::plan;
use crate::sache::{Amtsworte, Sache};
use crate::verlauf::{Schritt, Verlauf};
use crate::vorlage::fuellen;

/// A matter, which the town keeps as one Vorgang.
#[derive(Debug, Clone)]
pub(crate) struct Fall {
    pub(crate) verlauf: &'static Verlauf,
    /// Who has which role, by their place among all.
    pub(crate) rollen: BTreeMap<&'static str, usize>,
    pub(crate) sache: Sache,
    /// Place of the Akte in the plan's list.
    pub(crate) akte: usize,
    pub(crate) betreff: String,
    pub(crate) angelegt: Datum,
    pub(crate) geschlossen: Option<Datum>,
    /// What we ask money under, and from when.
    pub(crate) kasse: Option<(String, Datum)>,
    /// The signs that others keep the matter under.
    pub(crate) zeichen: BTreeMap<usize, String>,
    pub(crate) ereignisse: Vec<Ereignis>,
}

/// A letter that comes.
#[derive(Debug, Clone)]
pub(crate) struct Ereignis {
    pub(crate) typ: &'static str,
    pub(crate) absender: usize,
    pub(crate) datum: Datum,
    pub(crate) eingang: Datum,
    /// Day of our letter, or of the sender's own one, that it refers to.
    pub(crate) vorher: Datum,
    /// Whether it opens the Vorgang.
    pub(crate) neu: bool,
}

/// Who leads a matter and when it begins, where that is not left to chance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anlass {
    pub(crate) beginn: Datum,
    /// Leads the matter, if it fits.
    pub(crate) wer: Option<usize>,
}

/// Plays one matter through.
pub(crate) fn spielen(
    rng: &mut Rng,
    verlauf: &'static Verlauf,
    leute: &[Korrespondent],
    anlass: Anlass,
) -> Result<Fall> {
    let rollen = besetzen(rng, verlauf, leute, anlass.wer)?;
    let by_role = rollen.iter().filter_map(|(role, who)| Some((*role, leute.get(*who)?))).collect();
    let sache = Sache::neu(rng, verlauf, &by_role, anlass.beginn);
    let mut words = Amtsworte(&sache);
    let key = fuellen(verlauf.akte, &mut words, rng)?;
    let akte = plan::akte(verlauf.plan, &key)
        .with_context(|| format!("no Akte for {key} at {}", verlauf.plan))?;
    let betreff = fuellen(verlauf.betreff, &mut words, rng)?;
    let ereignisse = ereignisse(rng, verlauf, leute, &rollen, anlass.beginn)?;
    let first = ereignisse.first().map_or(anlass.beginn, |first| first.eingang);
    let angelegt = if verlauf.von_uns { anlass.beginn } else { first };
    let kasse = rng.chance(verlauf.kasse).then(|| {
        let days = if verlauf.von_uns { 0 } else { tage(rng, 6, 16) };
        (kassenzeichen(rng, verlauf), angelegt.saturating_add(days.days()))
    });
    let zeichen = rollen
        .values()
        .filter_map(|&who| Some((who, zeichen(rng, leute.get(who)?, anlass.beginn)?)))
        .collect();
    let last = ereignisse.last().map_or(anlass.beginn, |last| last.eingang);
    let geschlossen = match rng.between(1, 100) {
        1..=12 => None,
        // Somebody thought it was over, and then one more letter came.
        13..=16 if ereignisse.len() > 1 => Some(last.saturating_sub(4.days())),
        _ => Some(last.saturating_add(tage(rng, 12, 50).days())),
    };
    Ok(Fall {
        verlauf,
        rollen,
        sache,
        akte,
        betreff,
        angelegt,
        geschlossen,
        kasse,
        zeichen,
        ereignisse,
    })
}

/// Finds somebody for every role; nobody has two, and no two of one household meet.
fn besetzen(
    rng: &mut Rng,
    verlauf: &Verlauf,
    leute: &[Korrespondent],
    wer: Option<usize>,
) -> Result<BTreeMap<&'static str, usize>> {
    let mut cast = BTreeMap::new();
    let mut houses = BTreeSet::new();
    for (role, faecher) in verlauf.rollen {
        let faecher: Vec<&str> = faecher.split(' ').collect();
        let fits = |one: &Korrespondent| {
            faecher.contains(&one.fach)
                && !one.haushalt.is_some_and(|house| houses.contains(&house))
        };
        let able: Vec<usize> = leute
            .iter()
            .enumerate()
            .filter(|(place, one)| fits(one) && !cast.values().any(|taken| taken == place))
            .map(|(place, _)| place)
            .collect();
        let wanted = wer.filter(|wer| cast.is_empty() && able.contains(wer));
        let chosen = match wanted {
            Some(wer) => wer,
            None => oft(rng, &able).with_context(|| format!("nobody can be {role}"))?,
        };
        houses.extend(leute.get(chosen).and_then(|one| one.haushalt));
        cast.insert(*role, chosen);
    }
    Ok(cast)
}

/// Picks so that the first of a list come often and the last seldom.
fn oft(rng: &mut Rng, able: &[usize]) -> Option<usize> {
    let one = rng.between(0, 9_999);
    let two = rng.between(0, 9_999);
    let share = usize::try_from(one.min(two)).ok()?;
    able.get(share * able.len() / 10_000).copied()
}

fn ereignisse(
    rng: &mut Rng,
    verlauf: &Verlauf,
    leute: &[Korrespondent],
    rollen: &BTreeMap<&'static str, usize>,
    beginn: Datum,
) -> Result<Vec<Ereignis>> {
    let mut came: Vec<Ereignis> = Vec::new();
    let mut last = beginn;
    for schritt in verlauf.schritte {
        let Some((typ, rolle)) = gewaehlt(rng, schritt, &came) else { continue };
        let absender = *rollen.get(rolle).with_context(|| format!("no role {rolle}"))?;
        let absender = mitbewohner(rng, leute, absender);
        let gap = tage(rng, schritt.tage.0, schritt.tage.1);
        let datum = werktag(last.saturating_add(gap.days()));
        let eingang = werktag(datum.saturating_add(tage(rng, 1, 4).days()));
        let own = came.iter().rev().find(|before| before.absender == absender);
        // Reminders refer to the sender's own letter, answers to ours.
        let erinnert = ["sachstand", "mahnung", "erinnerung"].iter().any(|word| typ.contains(word));
        let vorher = match own {
            Some(own) if erinnert => own.datum,
            _ => last.saturating_add((gap / 2).days()),
        };
        let neu = came.is_empty() && !verlauf.von_uns;
        let vorher = if neu { datum.saturating_sub(tage(rng, 4, 20).days()) } else { vorher };
        came.push(Ereignis { typ, absender, datum, eingang, vorher, neu });
        last = eingang;
    }
    Ok(came)
}

/// What comes of a step: its own letter, the other one, or none.
fn gewaehlt(
    rng: &mut Rng,
    schritt: &Schritt,
    came: &[Ereignis],
) -> Option<(&'static str, &'static str)> {
    let happens = rng.chance(schritt.chance);
    if schritt.nach.is_some_and(|typ| !came.iter().any(|before| before.typ == typ)) {
        return None;
    }
    if happens { Some((schritt.typ, schritt.rolle)) } else { schritt.sonst }
}

/// Now and then somebody else of the household writes.
fn mitbewohner(rng: &mut Rng, leute: &[Korrespondent], who: usize) -> usize {
    let house = leute.get(who).and_then(|one| one.haushalt);
    let other = [who + 1, who.saturating_sub(1)].into_iter().find(|&other| {
        other != who && house.is_some() && leute.get(other).is_some_and(|one| one.haushalt == house)
    });
    match other {
        Some(other) if rng.chance(7) => other,
        _ => who,
    }
}

/// The first day from this one on on which post is written and brought.
fn werktag(day: Datum) -> Datum {
    match day.weekday() {
        Weekday::Saturday => day.saturating_add(2.days()),
        Weekday::Sunday => day.saturating_add(1.day()),
        _ => day,
    }
}

fn tage(rng: &mut Rng, least: u64, most: u64) -> i64 {
    i64::try_from(rng.between(least, most)).unwrap_or(0)
}

/// The number of a claim: node of the plan, running number, check digit; rents and leases have
/// an invoice instead.
fn kassenzeichen(rng: &mut Rng, verlauf: &Verlauf) -> String {
    let number = rng.between(10_000, 999_999);
    if verlauf.plan == "4.4" {
        return format!("R26-{number:06}");
    }
    let node = verlauf.plan.replace('.', "");
    let sum: u64 = format!("{node}{number:06}")
        .bytes()
        .zip([1_u64, 2].into_iter().cycle())
        .map(|(digit, weight)| u64::from(digit - b'0') * weight)
        .sum();
    format!("{node}.{number:06}.{}", sum % 10)
}

/// The sign under which somebody keeps the matter; persons and clubs have none.
fn zeichen(rng: &mut Rng, who: &Korrespondent, beginn: Datum) -> Option<String> {
    let mut sign = who.zeichen?.replace("{jahr}", &beginn.year().to_string());
    sign = sign.replace("{jj}", &format!("{:02}", beginn.year().rem_euclid(100)));
    let initials: String = familie(who, rng).chars().take(2).collect();
    sign = sign.replace("{kz}", &initials);
    while let Some((before, rest)) = sign.split_once('{') {
        let (count, after) = rest.split_once('}')?;
        let digits: usize = count.parse().ok()?;
        let number: String = (0..digits).map(|_| rng.between(1, 9).to_string()).collect();
        sign = format!("{before}{number}{after}");
    }
    Some(sign)
}

/// The family name of somebody who handles things there.
fn familie(who: &Korrespondent, rng: &mut Rng) -> String {
    let name = who.bearbeiter.get(rng.pick_index(who.bearbeiter.len()));
    name.and_then(|name| name.split(' ').next_back()).unwrap_or("Xx").to_owned()
}
