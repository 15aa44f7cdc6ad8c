//! One seeded run: acts, crashes and a bad line, then healing and checking.
//!
//! Never stops at the first odd thing: every seed is checked in full.

use std::collections::BTreeMap;

use desk::Desk;
use desk::views::{
    AblehnungArgs, AkteAnlegenArgs, Ausschnitt, BetreffArgs, EingangFilter, Id, KonfliktLoesenArgs,
    Leer, PosteingangArgs, VorgangAnlegenArgs, Ziel, ZielArt, ZuordnenArgs,
};
use domain::RecType;
use uuid::Uuid;

use crate::check;
use crate::line::{Planted, Weather};
use crate::office::{DeskId, Office};

/// Steps of one run.
const STEPS: usize = 70;

/// What the run itself knows about changes, beside what the programs say.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Every mutation ever journalled, with the value of the subject its author saw.
    pub seen_betreff: BTreeMap<Uuid, Option<String>>,
    /// Acts that were answered with success.
    pub acts: u32,
    /// Power cuts met.
    pub cuts: u32,
    /// Rounds that failed.
    pub failed_rounds: u32,
}

/// Runs a seed and checks it.
pub fn seed(seed: u64) -> Knowledge {
    with_fault(seed, None)
}

/// Runs a seed with a fault built in; panics if the checks are worth anything.
pub fn with_fault(seed: u64, fault: Option<Planted>) -> Knowledge {
    let mut office = Office::new(seed);
    if let Some(fault) = fault {
        office.plant(fault);
    }
    let mut known = Knowledge::default();
    for id in office.desks() {
        let random = office.random.clone();
        office.mend(
            id,
            Weather {
                lose_request: random.below(15),
                lose_answer: random.below(15),
                double: random.below(15),
                delay: random.below(10),
            },
        );
    }
    for _ in 0..STEPS {
        step(&mut office, &mut known);
        for id in office.desks() {
            remember(&office.desk(id), &mut known);
        }
    }
    office.heal();
    check::all(&mut office, &known);
    known
}

fn step(office: &mut Office, known: &mut Knowledge) {
    let random = office.random.clone();
    let id = DeskId(random.below(office.desks().len()));
    office.wait(i64::try_from(random.below(600_000)).unwrap());
    match random.below(100) {
        0..5 => office.kill(id),
        5..8 => office.skew(id, i64::try_from(random.below(400_000_000)).unwrap() - 200_000_000),
        8..12 => office.cut(id),
        12..18 => {
            let weather = Weather { lose_answer: 10, delay: 5, ..Weather::default() };
            office.mend(id, weather);
        }
        18..22 => office.deliver_zombies(),
        22..50 => {
            office.power(id, if random.chance(30) { 10 } else { 0 });
            if office.round(id).is_err() {
                known.failed_rounds += 1;
                // Whatever stopped the round, the next start finds only the files.
                office.kill(id);
            }
            office.power(id, 0);
        }
        _ => {
            office.power(id, if random.chance(25) { 20 } else { 0 });
            if act(office, id) {
                known.acts += 1;
            } else {
                known.cuts += 1;
                office.kill(id);
            }
            office.power(id, 0);
        }
    }
}

/// Does one act as a clerk would; false if it failed for a reason other than a rule.
fn act(office: &mut Office, id: DeskId) -> bool {
    let random = office.random.clone();
    let word = format!("Betreff {}", random.below(1000));
    if random.chance(30) {
        let text = format!("Brief {} {}", random.below(40), "Text ".repeat(random.below(20)));
        return office.take_in(id, &text);
    }
    let desk = office.desk(id);
    let result = match random.below(6) {
        0 => pick(&desk, RecType::Akte, &random).map(|akte| {
            desk.vorgang_anlegen(VorgangAnlegenArgs { akte, betreff: word }).map(|_| ())
        }),
        1 => pick(&desk, RecType::Aktenplaneinheit, &random).map(|aktenplaneinheit| {
            desk.akte_anlegen(AkteAnlegenArgs { aktenplaneinheit, betreff: word }).map(|_| ())
        }),
        2 => pick_few(&desk, RecType::Vorgang, &random).map(|id| {
            desk.betreff_aendern(BetreffArgs { art: ZielArt::Vorgang, id, betreff: word })
                .map(|_| ())
        }),
        3 => open_eingang(&desk, EingangFilter::Offen, &random).and_then(|eingang| {
            let ziel = Ziel::Vorgang { id: pick(&desk, RecType::Vorgang, &random)? };
            let args = ZuordnenArgs { eingang, ziel, titel: None };
            Some(desk.eingang_zuordnen(args).map(|_| ()))
        }),
        4 => open_eingang(&desk, EingangFilter::Zugeordnet, &random)
            .map(|id| desk.zuordnung_zuruecknehmen(Id { id }).map(|_| ())),
        _ => decide(&desk, &random),
    };
    match result {
        None | Some(Ok(())) => true,
        // A rule of the office, or a word on a record that is gone: the clerk is told.
        Some(Err(fehler)) => !matches!(fehler.code, desk::views::Code::Internal),
    }
}

fn decide(desk: &Desk, random: &crate::Random) -> Option<Result<(), desk::views::Fehler>> {
    let view = desk.abgleich(Leer {}).ok()?;
    if let Some(konflikt) = random.pick(&view.konflikte) {
        let wert = if random.chance(50) { &konflikt.eigener } else { &konflikt.zentrale };
        let args = KonfliktLoesenArgs { id: konflikt.id.clone(), wert: wert.clone() };
        return Some(desk.konflikt_loesen(args).map(|_| ()));
    }
    let row = random.pick(&view.abgelehnte)?;
    Some(desk.ablehnung_bestaetigen(AblehnungArgs { mid: row.mid.clone() }).map(|_| ()))
}

fn pick(desk: &Desk, kind: RecType, random: &crate::Random) -> Option<String> {
    let ids = desk.store().read(|db| db.all(kind)).ok()?;
    random.pick(&ids).map(ToString::to_string)
}

/// Picks among the first three, so that two desks often mean the same record.
fn pick_few(desk: &Desk, kind: RecType, random: &crate::Random) -> Option<String> {
    let ids = desk.store().read(|db| db.all(kind)).ok()?;
    random.pick(&ids[..ids.len().min(3)]).map(ToString::to_string)
}

fn open_eingang(desk: &Desk, filter: EingangFilter, random: &crate::Random) -> Option<String> {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 50 };
    let list = desk.posteingang(PosteingangArgs { filter, ausschnitt }).ok()?;
    random.pick(&list.zeilen).map(|row| row.id.clone())
}

/// Notes what stands in the journal: from here on every one of these must come to an end.
pub fn remember(desk: &Desk, known: &mut Knowledge) {
    for (mutation, _) in desk.store().read(|db| db.journal()).unwrap() {
        let base = mutation.edit.base.get("betreff").and_then(|v| v.as_str()).map(str::to_owned);
        known.seen_betreff.entry(mutation.mid).or_insert(base);
    }
}
