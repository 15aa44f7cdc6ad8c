//! The centre of the office: it can be switched off, fail, run full, be backed up and restored.
//!
//! Never a stand-in: the real router over the real ledger in a real file.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use center::ledger::CommitFate;
use center::mandant::einrichten;
use center::{Center, Ledger, Originals, Surroundings, seed};
use domain::Mandant;
use domain::aktenzeichen::{MUSTER_AKTE, MUSTER_VORGANG};
use domain::mandant::{Briefkopf, SELBSTTAETIG_MIN};
use store::Clock;

use crate::line::Exchange;
use crate::office::SimClock;
use crate::random::Random;

/// Tenant of the office's centre.
pub const TENANT: &str = "mandant";
/// Backups that are kept; older ones are forgotten.
const BACKUPS: usize = 3;

/// A centre in a folder.
pub struct SimCentre {
    /// Its database.
    pub ledger: Arc<Ledger>,
    exchange: Rc<Exchange>,
    surroundings: Surroundings,
    folder: PathBuf,
    database: PathBuf,
    backups: Vec<PathBuf>,
    made: u32,
    /// Percent of commits that are lost.
    cuts: Arc<AtomicU32>,
    random: Random,
}

impl SimCentre {
    /// Starts a furnished centre.
    pub fn new(
        folder: &Path,
        now: &Arc<AtomicI64>,
        random: &Random,
        exchange: Rc<Exchange>,
    ) -> Self {
        let database = folder.join("zentrale.db");
        let clock = SimClock::right(now);
        let chance = random.clone();
        let surroundings = Surroundings::new(move || clock.now(), move |bytes| chance.fill(bytes));
        let cuts = Arc::default();
        let ledger = open(&database, &cuts, random);
        furnish(&ledger, &surroundings);
        let mut centre = Self {
            ledger,
            exchange,
            surroundings,
            folder: folder.to_owned(),
            database,
            backups: Vec::new(),
            made: 0,
            cuts,
            random: random.clone(),
        };
        centre.start();
        centre
    }

    /// Returns where the database lies.
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// Lets this percentage of commits be lost.
    pub fn power(&self, cut_percent: u32) {
        self.cuts.store(cut_percent, Ordering::Relaxed);
    }

    /// Does something at the centre without a power cut, as an administrator would.
    pub fn calmly<T>(&self, f: impl FnOnce(&Ledger) -> T) -> T {
        let before = self.cuts.swap(0, Ordering::Relaxed);
        let result = f(&self.ledger);
        self.cuts.store(before, Ordering::Relaxed);
        result
    }

    /// Stops the centre: nothing but its files is left.
    pub fn stop(&self) {
        self.exchange.serve(None);
    }

    /// Starts it from its files.
    pub fn start(&mut self) {
        self.exchange.serve(None);
        self.ledger = open(&self.database, &self.cuts, &self.random);
        let originals = self.folder.join("originale");
        std::fs::create_dir_all(&originals).unwrap();
        let originals = Originals::folder(&originals).unwrap();
        let ledger = Arc::clone(&self.ledger);
        let center = Center::new(ledger, originals, self.surroundings.clone());
        self.exchange.serve(Some(center::router(center)));
    }

    /// Makes a backup that the centre knows of.
    pub fn back_up(&mut self) {
        self.made += 1;
        let file = self.folder.join(format!("sicherung-{}.db", self.made));
        self.power(0);
        self.ledger.backup(&file, self.surroundings.now()).unwrap();
        self.backups.push(file);
        if self.backups.len() > BACKUPS {
            let oldest = self.backups.remove(0);
            assert!(self.ledger.forget_backup(&oldest.display().to_string()).unwrap());
        }
    }

    /// Forgets all backups but the newest.
    pub fn only_newest_backup(&mut self) {
        let newest = self.backups.pop();
        for file in self.backups.drain(..) {
            assert!(self.ledger.forget_backup(&file.display().to_string()).unwrap());
        }
        self.backups.extend(newest);
    }

    /// Restores one of the backups; false if there is none.
    pub fn restore(&mut self) -> bool {
        let Some(at) = (!self.backups.is_empty()).then(|| self.random.below(self.backups.len()))
        else {
            return false;
        };
        // What was made after it is gone with the machine.
        self.backups.truncate(at + 1);
        let copy = self.copy(&self.backups[at].clone());
        self.run_from(copy);
        true
    }

    /// Keeps a copy of the database, as a backup nobody registered.
    pub fn copy_now(&mut self) -> PathBuf {
        self.made += 1;
        let copy = self.folder.join(format!("kopie-{}.db", self.made));
        copy_database(&self.database, &copy);
        copy
    }

    fn copy(&mut self, from: &Path) -> PathBuf {
        self.made += 1;
        let copy = self.folder.join(format!("eingespielt-{}.db", self.made));
        copy_database(from, &copy);
        copy
    }

    /// Runs from another database from now on.
    pub fn run_from(&mut self, database: PathBuf) {
        self.database = database;
        self.start();
    }

    /// Replaces the centre by one that was set up anew.
    pub fn set_up_anew(&mut self) {
        self.made += 1;
        self.database = self.folder.join(format!("neu-{}.db", self.made));
        let ledger = open(&self.database, &self.cuts, &self.random);
        furnish(&ledger, &self.surroundings);
        self.backups.clear();
        drop(ledger);
        self.start();
    }

    /// Returns the centre's surroundings.
    pub fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }
}

fn copy_database(from: &Path, to: &Path) {
    let mut target = rusqlite::Connection::open(to).unwrap();
    let source = rusqlite::Connection::open(from).unwrap();
    let backup = rusqlite::backup::Backup::new(&source, &mut target).unwrap();
    backup.run_to_completion(1000, std::time::Duration::ZERO, None).unwrap();
}

fn open(database: &Path, cuts: &Arc<AtomicU32>, random: &Random) -> Arc<Ledger> {
    let (cuts, random) = (Arc::clone(cuts), random.clone());
    let ledger = Ledger::open(database).unwrap().with_fates(move || {
        let percent = usize::try_from(cuts.load(Ordering::Relaxed)).unwrap();
        match (percent > 0 && random.chance(percent), random.chance(50)) {
            (false, _) => CommitFate::Good,
            (true, true) => CommitFate::LostBefore,
            (true, false) => CommitFate::LostAfter,
        }
    });
    Arc::new(ledger)
}

fn furnish(ledger: &Ledger, surroundings: &Surroundings) {
    let scopes = [center::SCOPE_STAMMDATEN, center::SCOPE_REGISTRATUR];
    ledger
        .add_tenant(TENANT, "Gemeinde Lindenhain (Übung)", true, &scopes, surroundings.id())
        .unwrap();
    ledger.add_code(TENANT, "PLATZ", 100).unwrap();
    let uebung = seed::Uebung::shipped().unwrap();
    ledger.write(TENANT, |tx| seed::uebung(tx, surroundings, &uebung)).unwrap();
    ledger
        .write(TENANT, |tx| {
            einrichten(tx, surroundings, &mandant()).unwrap();
            Ok(())
        })
        .unwrap();
}

/// The municipality lets the program file what it is sure of.
fn mandant() -> Mandant {
    Mandant {
        kuerzel: "LH".to_owned(),
        name: "Gemeinde Lindenhain (Übung)".to_owned(),
        bereich: center::SCOPE_REGISTRATUR.to_owned(),
        muster_akte: MUSTER_AKTE.to_owned(),
        muster_vorgang: MUSTER_VORGANG.to_owned(),
        briefkopf: Briefkopf::default(),
        selbsttaetig_ab: Some(SELBSTTAETIG_MIN),
    }
}
