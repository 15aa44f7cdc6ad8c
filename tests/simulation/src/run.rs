//! One seeded run: acts, crashes, faults and a bad line, then healing and checking.
//!
//! Never stops at the first odd thing: every seed is checked in full.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::path::PathBuf;

use desk::Desk;
use desk::views::{
    AblehnungArgs, AkteAnlegenArgs, Ausschnitt, BetreffArgs, EingangFilter, EinzelheitenArgs, Id,
    KonfliktLoesenArgs, KonfliktWahl, Leer, PosteingangArgs, VorgangAnlegenArgs, Ziel, ZielArt,
    ZuordnenArgs,
};
use domain::RecType;
use uuid::Uuid;

use crate::aussonderung;
use crate::check;
use crate::geschaeftsgang;
use crate::line::Weather;
use crate::office::{DeskId, Office};
use crate::planted::Planted;
use crate::registratur;
use crate::sortieren;
use crate::violation::{Kind, found};

/// Steps of one run.
const STEPS: usize = 70;

/// What the run itself knows about changes, beside what the programs say.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Every mutation ever journalled, with the value of the subject its author saw.
    pub seen_betreff: BTreeMap<Uuid, Option<String>>,
    /// What happened.
    pub counts: Counts,
}

/// How often what happened.
#[derive(Debug, Default, Clone, Copy)]
pub struct Counts {
    /// Acts that were answered with success.
    pub acts: u32,
    /// Power cuts in acts.
    pub cuts: u32,
    /// Rounds that failed.
    pub failed_rounds: u32,
    /// Desks that were killed.
    pub kills: u32,
    /// Clocks that were set wrong.
    pub clocks: u32,
    /// Lines that were cut.
    pub partitions: u32,
    /// Late requests that were delivered.
    pub zombies: u32,
    /// Commits of the centre that were lost, as by a crash or a full disk.
    pub centre_faults: u32,
    /// Centres that were stopped and started.
    pub centre_restarts: u32,
    /// Centres that were restored from a backup.
    pub restored: u32,
    /// Desks that fell back to an old image.
    pub fallbacks: u32,
    /// Desks that lost and regained their rights.
    pub revoked: u32,
    /// Desks that ran an old program for a while.
    pub old_programs: u32,
    /// Logs that were shortened.
    pub compactions: u32,
    /// Runs of disposal that two persons have carried out.
    pub destructions: u32,
}

impl Counts {
    /// Returns what was counted, with its name.
    pub const fn named(&self) -> [(&'static str, u32); 15] {
        [
            ("acts", self.acts),
            ("power cuts in acts", self.cuts),
            ("rounds cut off", self.failed_rounds),
            ("desks killed", self.kills),
            ("clocks set wrong", self.clocks),
            ("lines cut", self.partitions),
            ("late requests", self.zombies),
            ("centre: steps with lost commits or a full disk", self.centre_faults),
            ("centre: restarts", self.centre_restarts),
            ("centre: restored from a backup", self.restored),
            ("desks back to an old image", self.fallbacks),
            ("rights withdrawn and given again", self.revoked),
            ("old programs", self.old_programs),
            ("logs shortened", self.compactions),
            ("runs of disposal carried out", self.destructions),
        ]
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let pairs: [(&mut u32, u32); 15] = [
            (&mut self.acts, other.acts),
            (&mut self.cuts, other.cuts),
            (&mut self.failed_rounds, other.failed_rounds),
            (&mut self.kills, other.kills),
            (&mut self.clocks, other.clocks),
            (&mut self.partitions, other.partitions),
            (&mut self.zombies, other.zombies),
            (&mut self.centre_faults, other.centre_faults),
            (&mut self.centre_restarts, other.centre_restarts),
            (&mut self.restored, other.restored),
            (&mut self.fallbacks, other.fallbacks),
            (&mut self.revoked, other.revoked),
            (&mut self.old_programs, other.old_programs),
            (&mut self.compactions, other.compactions),
            (&mut self.destructions, other.destructions),
        ];
        for (sum, part) in pairs {
            *sum += part;
        }
    }
}

/// Runs a seed and checks it.
pub fn seed(seed: u64) -> Counts {
    with_fault(seed, None)
}

/// Runs a seed with a fault built in; panics if the checks are worth anything.
pub fn with_fault(seed: u64, fault: Option<Planted>) -> Counts {
    let mut office = Office::new(seed);
    if office.random.chance(50) {
        office.join("Clara");
    }
    if let Some(fault) = fault {
        office.plant(fault);
    }
    let mut run = Run { office, known: Knowledge::default(), images: BTreeMap::new() };
    for id in run.office.desks() {
        let random = run.office.random.clone();
        let weather = Weather {
            lose_request: random.below(15),
            lose_answer: random.below(15),
            double: random.below(15),
            delay: random.below(10),
        };
        run.office.mend(id, weather);
    }
    let first = run.office.desks()[0];
    aussonderung::old_files(&run.office.desk(first));
    remember(&run.office.desk(first), &mut run.known);
    for _ in 0..STEPS {
        run.step();
        for id in run.office.desks() {
            remember(&run.office.desk(id), &mut run.known);
        }
    }
    run.give_all_rights();
    if let Err(why) = run.office.try_heal() {
        found(Kind::Stalled, format!("L1: {why}"));
    }
    check::all(&mut run.office, &run.known);
    run.known.counts.destructions = aussonderung::carried_out(&run.office.desk(first));
    run.known.counts
}

struct Run {
    office: Office,
    known: Knowledge,
    /// Images of desks, made when nothing of theirs could be lost any more.
    images: BTreeMap<DeskId, PathBuf>,
}

impl Run {
    fn step(&mut self) {
        let random = self.office.random.clone();
        let desks = self.office.desks();
        let id = desks[random.below(desks.len())];
        self.office.wait(i64::try_from(random.below(600_000)).unwrap());
        match random.below(100) {
            0..4 => self.kill(id),
            4..7 => self.skew(id),
            7..10 => {
                self.known.counts.partitions += 1;
                self.office.cut(id);
            }
            10..16 => {
                let weather = Weather { lose_answer: 10, delay: 5, ..Weather::default() };
                self.office.mend(id, weather);
            }
            16..20 => {
                self.known.counts.zombies += 1;
                self.office.deliver_zombies();
            }
            20..26 => self.trouble_at_centre(),
            26..28 => self.office.centre.back_up(),
            28..29 => self.restore_centre(),
            29..31 => self.image_or_fall_back(id),
            31..32 => self.withdraw_rights(id),
            32..33 => self.old_program(id),
            33..34 => self.shorten_log(),
            34..58 => self.round(id),
            _ => self.act(id),
        }
    }

    fn kill(&mut self, id: DeskId) {
        self.known.counts.kills += 1;
        self.office.kill(id);
    }

    fn skew(&mut self, id: DeskId) {
        const TWO_DAYS: i64 = 2 * 86_400_000;
        const TEN_YEARS: i64 = 10 * 365 * 86_400_000;
        self.known.counts.clocks += 1;
        let random = self.office.random.clone();
        let near = i64::try_from(random.below(400_000_000)).unwrap() - 200_000_000;
        let skew = *random.pick(&[near, near, TWO_DAYS, -TEN_YEARS, 0]).unwrap();
        self.office.skew(id, skew);
    }

    fn trouble_at_centre(&mut self) {
        let random = self.office.random.clone();
        if random.chance(50) {
            self.known.counts.centre_faults += 1;
            self.office.centre.power(if random.chance(50) { 15 } else { 0 });
        } else {
            self.known.counts.centre_restarts += 1;
            self.office.centre.power(0);
            self.office.centre.start();
        }
    }

    fn restore_centre(&mut self) {
        if self.office.restore_centre() {
            self.known.counts.restored += 1;
        }
    }

    /// An old image is a loss only for what was nowhere else: so it comes back only when all of
    /// the desk's work is at the centre and in every backup.
    fn image_or_fall_back(&mut self, id: DeskId) {
        if let Some(image) = self.images.remove(&id) {
            if self.everything_is_safe(id) {
                self.known.counts.fallbacks += 1;
                self.office.fall_back(id, &image);
            }
            return;
        }
        let image = self.office.image(id);
        self.images.insert(id, image);
    }

    fn everything_is_safe(&mut self, id: DeskId) -> bool {
        self.office.power(id, 0);
        if self.office.round(id).is_err() {
            return false;
        }
        let desk = self.office.desk(id);
        remember(&desk, &mut self.known);
        let Ok(view) = desk.abgleich(Leer {}) else { return false };
        if view.offene_aenderungen + view.offene_originale + view.zu_klaeren > 0 {
            return false;
        }
        self.office.centre.back_up();
        self.office.centre.only_newest_backup();
        true
    }

    /// Rights are withdrawn from a desk only while nothing of its own is on the way; what happens
    /// to work on the way is told as a story of its own.
    fn withdraw_rights(&mut self, id: DeskId) {
        if self.office.rights_withdrawn(id) {
            self.office.give_rights(id);
        } else if self.everything_is_safe(id) {
            self.known.counts.revoked += 1;
            self.images.remove(&id);
            self.office.withdraw_rights(id);
        }
    }

    fn give_all_rights(&mut self) {
        for id in self.office.desks() {
            if self.office.rights_withdrawn(id) {
                self.office.give_rights(id);
            }
        }
    }

    fn old_program(&mut self, id: DeskId) {
        self.known.counts.old_programs += 1;
        self.office.runs_old_program(id, true);
    }

    fn shorten_log(&mut self) {
        if self.office.shorten_log() {
            self.known.counts.compactions += 1;
        }
    }

    fn round(&mut self, id: DeskId) {
        let random = self.office.random.clone();
        self.office.power(id, if random.chance(30) { 10 } else { 0 });
        if self.office.round(id).is_err() {
            self.known.counts.failed_rounds += 1;
            self.office.cursor_runs_ahead(id);
            // Mostly whatever stopped the round stops the program, too: the next start finds only
            // the files. A full disk does not.
            if random.chance(70) {
                self.office.kill(id);
            }
        }
        self.office.power(id, 0);
    }

    fn act(&mut self, id: DeskId) {
        let random = self.office.random.clone();
        self.office.power(id, if random.chance(25) { 20 } else { 0 });
        if act(&mut self.office, id) {
            self.known.counts.acts += 1;
        } else {
            self.known.counts.cuts += 1;
            self.office.kill(id);
        }
        self.office.power(id, 0);
    }
}

/// Does one act as a clerk would; false if it failed for a reason other than a rule.
fn act(office: &mut Office, id: DeskId) -> bool {
    let random = office.random.clone();
    let word = format!("Betreff {}", random.below(1000));
    if office.rights_withdrawn(id) {
        return true;
    }
    if random.chance(30) {
        // Some answer a letter of ours.
        let az = if random.chance(30) { "zu 4.2-1/2026-2 " } else { "" };
        let text = format!("Brief {} {az}{}", random.below(40), "Text ".repeat(random.below(20)));
        return office.take_in(id, &text);
    }
    let desk = office.desk(id);
    let result = match random.below(15) {
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
            let args = ZuordnenArgs { eingang, ziel, titel: None, angaben: Default::default() };
            Some(desk.eingang_zuordnen(args).map(|_| ()))
        }),
        4 => open_eingang(&desk, EingangFilter::Zugeordnet, &random)
            .map(|id| desk.zuordnung_zuruecknehmen(Id { id }).map(|_| ())),
        5..8 => geschaeftsgang::act(&desk, &random),
        8..10 => registratur::act(&desk, &random),
        10..12 => aussonderung::act(&desk, &random),
        12..14 => sortieren::act(&desk, &random),
        _ => decide(&desk, &random),
    };
    match result {
        None | Some(Ok(())) => true,
        // A rule of the office, or a word on a record that is gone: the clerk is told.
        Some(Err(fehler)) => !matches!(fehler.code, desk::views::Code::Internal),
    }
}

fn decide(desk: &Desk, random: &crate::Random) -> Option<Result<(), desk::views::Fehler>> {
    let view = desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl: 500 }).ok()?;
    if let Some(konflikt) = random.pick(&view.konflikte) {
        let wahl = if random.chance(50) { KonfliktWahl::Eigener } else { KonfliktWahl::Zentrale };
        let id = konflikt.id.clone();
        let args = KonfliktLoesenArgs { id, wahl, ..KonfliktLoesenArgs::default() };
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
