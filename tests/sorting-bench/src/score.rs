//! Counting what was right, and printing it.

use std::time::Duration;

use domain::suchform::suchform;
use zuordnung::Ziel;

use crate::play::{Answers, right};
use crate::town::{Bezug, Brief, Town};

/// Certainty at which a clerk would confirm without looking.
const SURE: f64 = 0.95;
/// Letters of the learning curve, and of each of its steps.
const CURVE: usize = 500;
const STEP: usize = 100;

/// What came of one letter.
#[derive(Clone)]
struct Row {
    bezug: Bezug,
    neu: bool,
    gescannt: bool,
    mail: bool,
    first: bool,
    third: bool,
    sure: f64,
    nearest: (bool, bool),
    reference: (bool, bool),
    time: Duration,
    nearest_time: Duration,
}

/// Right answers to a question, of those that were given, of those that could be given.
#[derive(Default, Clone, Copy)]
struct Tally {
    right: u32,
    given: u32,
    all: u32,
    /// None was right, and one was given.
    invented: u32,
    none: u32,
}

impl Tally {
    fn count<T: PartialEq>(&mut self, given: Option<&T>, truth: Option<&T>) {
        match truth {
            Some(truth) => {
                self.all += 1;
                self.given += u32::from(given.is_some());
                self.right += u32::from(given == Some(truth));
            }
            None => {
                self.none += 1;
                self.invented += u32::from(given.is_some());
            }
        }
    }

    fn print(&self, name: &str) {
        println!(
            "  {name:24} right {:5.1} % of {:5}, given {:5.1} %; said though there is none {:5.1} % of {}",
            percent(self.right, self.all),
            self.all,
            percent(self.given, self.all),
            percent(self.invented, self.none),
            self.none,
        );
    }
}

/// What came of all letters.
#[derive(Default)]
pub(crate) struct Scores {
    rows: Vec<Row>,
    typ: Tally,
    absender: Tally,
    name: Tally,
    datum: Tally,
    frist: Tally,
    zeichen: Tally,
}

fn percent(part: u32, whole: u32) -> f64 {
    if whole == 0 { f64::NAN } else { f64::from(part) * 100.0 / f64::from(whole) }
}

fn share<'a>(rows: impl Iterator<Item = &'a Row>, hit: impl Fn(&Row) -> bool) -> (f64, usize) {
    let (mut hits, mut all) = (0, 0);
    for row in rows {
        all += 1;
        hits += usize::from(hit(row));
    }
    (hits as f64 * 100.0 / all as f64, all)
}

fn rank(ziele: &[Ziel], right: Ziel) -> (bool, bool) {
    (ziele.first() == Some(&right), ziele.iter().take(3).any(|ziel| *ziel == right))
}

impl Scores {
    pub(crate) fn count(&mut self, town: &Town, brief: &Brief, answers: &Answers) {
        let right = right(town, brief);
        let ziele: Vec<Ziel> = answers.ours.ziele.iter().map(|ziel| ziel.ziel).collect();
        let (first, third) = rank(&ziele, right);
        self.rows.push(Row {
            bezug: brief.bezug,
            neu: brief.neu,
            gescannt: brief.gescannt,
            mail: !brief.mail.is_empty(),
            first,
            third,
            sure: answers.ours.ziele.first().map_or(0.0, |ziel| ziel.sicherheit),
            nearest: rank(&answers.nearest, right),
            reference: rank(&answers.reference, right),
            time: answers.time,
            nearest_time: answers.nearest_time,
        });
        let ours = &answers.ours;
        self.typ.count(ours.typ.as_ref().map(|a| &a.wert), brief.typ.as_ref());
        self.datum.count(ours.datum.as_ref().map(|a| &a.wert), brief.datum.as_ref());
        self.frist.count(ours.frist.as_ref().map(|a| &a.wert), brief.frist.as_ref());
        let zeichen = |text: &String| suchform(text).replace(' ', "");
        self.zeichen.count(
            ours.fremdzeichen.as_ref().map(|a| zeichen(&a.wert)).as_ref(),
            brief.fremdzeichen.as_ref().map(zeichen).as_ref(),
        );
        let known = brief.absender.filter(|_| answers.sender_known);
        self.absender.count(ours.absender.as_ref().map(|a| &a.wert), known.as_ref());
        if known.is_none() {
            let (own, truth) = (ours.absender_name.as_ref(), suchform(&brief.absender_name));
            let same = own.map(|own| {
                let own = suchform(&own.wert);
                if own.contains(&truth) || truth.contains(&own) { truth.clone() } else { own }
            });
            self.name.count(same.as_ref(), Some(&truth));
        }
    }

    pub(crate) fn print(&self, town: &Town) {
        let rows = &self.rows;
        let new = share(rows.iter(), |row| row.neu).0;
        let scanned = share(rows.iter(), |row| row.gescannt).0;
        println!(
            "\n{}, seed {}: {} letters, {new:.0} % open a Vorgang, {scanned:.0} % scanned; {} Akten, {} Vorgänge, {} Kontakte",
            town.name,
            town.seed,
            rows.len(),
            town.akten.len(),
            town.vorgaenge.len(),
            town.kontakte.len(),
        );
        self.destinations();
        self.targets();
        self.curve();
        self.reliability();
        self.details();
        self.times();
    }

    fn destinations(&self) {
        println!(
            "\n{:34} {:>6} {:>8} {:>8}   {:>8} {:>8}   {:>8} {:>8}   {:>6} {:>6}",
            "first proposal right, top-3; %",
            "",
            "ours",
            "top-3",
            "TF-IDF",
            "top-3",
            "search",
            "top-3",
            "sure",
            "wrong"
        );
        let line = |name: &str, fits: &dyn Fn(&Row) -> bool| {
            let of =
                |hit: &dyn Fn(&Row) -> bool| share(self.rows.iter().filter(|r| fits(r)), hit).0;
            let count = self.rows.iter().filter(|row| fits(row)).count();
            if count == 0 {
                return;
            }
            println!(
                "{name:34} {count:>6} {:>8.1} {:>8.1}   {:>8.1} {:>8.1}   {:>8.1} {:>8.1}   {:>6.1} {:>6.2}",
                of(&|row| row.first),
                of(&|row| row.third),
                of(&|row| row.nearest.0),
                of(&|row| row.nearest.1),
                of(&|row| row.reference.0),
                of(&|row| row.reference.1),
                of(&|row| row.sure >= SURE),
                of(&|row| row.sure >= SURE && !row.first),
            );
        };
        line("all", &|_| true);
        line("carries a reference", &|row| row.bezug.leads());
        line("does not", &|row| !row.bezug.leads());
        for bezug in Bezug::ALL {
            line(&format!("  {}", bezug.name()), &|row| row.bezug == bezug);
        }
        line("  nothing, goes on", &|row| row.bezug == Bezug::Keiner && !row.neu);
        line("  nothing, opens a Vorgang", &|row| row.bezug == Bezug::Keiner && row.neu);
        line("by mail, carries a reference", &|row| row.mail && row.bezug.leads());
        line("by mail, does not", &|row| row.mail && !row.bezug.leads());
        line("scanned, carries a reference", &|row| row.gescannt && row.bezug.leads());
        line("scanned, does not", &|row| row.gescannt && !row.bezug.leads());
    }

    fn targets(&self) {
        let with = || self.rows.iter().filter(|row| row.bezug.leads());
        let without = || self.rows.iter().filter(|row| !row.bezug.leads());
        let p50 = percentile(self.rows.iter().map(|row| row.time), 0.5);
        println!("\nTargets");
        let least = |name: &str, is: f64, least: f64| {
            let verdict = if is >= least { "met" } else { "MISSED" };
            println!("  {name:44} {is:>7.2}  at least {least:>5.1}  {verdict}");
        };
        least("with a reference: first right, %", share(with(), |row| row.first).0, 95.0);
        least("without: first right, %", share(without(), |row| row.first).0, 75.0);
        least("without: top-3, %", share(without(), |row| row.third).0, 90.0);
        let wrong = share(self.rows.iter(), |row| row.sure >= SURE && !row.first).0;
        let sure = share(self.rows.iter().filter(|r| r.sure >= SURE), |row| !row.first).0;
        let verdict = |met: bool| if met { "met" } else { "MISSED" };
        println!(
            "  {:44} {wrong:>7.2}  below      0.5  {}  ({sure:.2} % of the sure ones)",
            "wrong although sure, % of all letters",
            verdict(wrong < 0.5)
        );
        println!(
            "  {:44} {p50:>7.2}  below     50.0  {}",
            "time per letter, p50 ms",
            verdict(p50 < 50.0)
        );
    }

    fn curve(&self) {
        println!("\nlearning curve: first right, % ({STEP} letters each)");
        let count = CURVE.min(self.rows.len());
        for (at, rows) in self.rows.iter().take(count).collect::<Vec<_>>().chunks(STEP).enumerate()
        {
            let of = |leads: bool| {
                let rows = rows.iter().copied().filter(|row| row.bezug.leads() == leads);
                share(rows, |row| row.first)
            };
            let ((with, n), (without, m)) = (of(true), of(false));
            println!(
                "  {:>4} to {:>4}: with a reference {with:5.1} ({n:3}), without {without:5.1} ({m:3})",
                at * STEP + 1,
                at * STEP + rows.len()
            );
        }
        let rest: Vec<&Row> = self.rows.iter().skip(count).collect();
        if !rest.is_empty() {
            let of = |leads: bool| {
                share(rest.iter().copied().filter(|row| row.bezug.leads() == leads), |row| {
                    row.first
                })
                .0
            };
            println!(
                "  afterwards  : with a reference {:5.1}      , without {:5.1}",
                of(true),
                of(false)
            );
        }
    }

    fn reliability(&self) {
        println!("\nreliability: certainty of the first proposal, how often it was right");
        let bins = [0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.01];
        for pair in bins.windows(2) {
            let [from, to] = pair else { continue };
            let rows: Vec<&Row> =
                self.rows.iter().filter(|row| (*from..*to).contains(&row.sure)).collect();
            if rows.is_empty() {
                continue;
            }
            let mean = rows.iter().map(|row| row.sure).sum::<f64>() * 100.0 / rows.len() as f64;
            let right = share(rows.iter().copied(), |row| row.first).0;
            println!(
                "  {from:4.2} to {:4.2}: said {mean:5.1} %, right {right:5.1} % of {}",
                to.min(1.0),
                rows.len()
            );
        }
    }

    fn details(&self) {
        println!("\nother questions");
        self.typ.print("kind");
        self.absender.print("sender, if known");
        self.name.print("sender's name, if not");
        self.datum.print("date of the letter");
        self.frist.print("deadline");
        self.zeichen.print("sender's own sign");
    }

    fn times(&self) {
        println!("\ntime per letter, ms");
        for (name, time) in [
            ("ours", (|row: &Row| row.time) as fn(&Row) -> Duration),
            ("TF-IDF", |row: &Row| row.nearest_time),
        ] {
            let of = |share| percentile(self.rows.iter().map(time), share);
            println!("  {name:8} p50 {:7.2}  p99 {:7.2}  max {:7.2}", of(0.5), of(0.99), of(1.0));
        }
    }
}

/// Milliseconds below which a share of the times lies.
pub(crate) fn percentile(times: impl Iterator<Item = Duration>, share: f64) -> f64 {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    let at = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
    times.get(at).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
}

/// Prints a letter whose first proposal is wrong.
pub(crate) fn show_wrong(town: &Town, brief: &Brief, answers: &Answers) {
    let right = right(town, brief);
    if answers.ours.ziele.first().is_some_and(|ziel| ziel.ziel == right) {
        return;
    }
    let name = |ziel: Ziel| match ziel {
        Ziel::Vorgang(id) => town.vorgaenge.get(&id).map_or_else(String::new, |vorgang| {
            format!("{} {}", vorgang.aktenzeichen, vorgang.betreff)
        }),
        Ziel::NeuIn(id) => town.akten.get(&id).map_or_else(String::new, |akte| {
            format!("NEW in {} {}", akte.aktenzeichen, akte.betreff)
        }),
    };
    println!("\n#{} {} {:?} {}", brief.nr, brief.bezug.name(), brief.typ, brief.absender_name);
    println!("   right: {}", name(right));
    for ziel in answers.ours.ziele.iter().take(3) {
        println!("   {:.3}  {}", ziel.sicherheit, name(ziel.ziel));
        for beleg in &ziel.belege {
            println!(
                "          {:+.2} {:?} {:?} {:?} {:?} {}",
                beleg.gewicht,
                beleg.art,
                beleg.wortlaut,
                beleg.stelle.map(|s| (s.seite, s.zeile)),
                beleg.erkannt,
                beleg.anzahl
            );
        }
    }
}
