//! Desks around one centre, with names for what happens to them.
//!
//! Never more than one thing at a time.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use center::{Center, Ledger, LedgerTx, Originals, Surroundings, seed};
use desk::{Desk, DeskOptions, Herkunftsart};
use domain::Zeitpunkt;
use intake::worker::Worker;
use serde_json::Value;
use store::meta::Meta;
use store::{Clock, CommitFate, Env, IdSource, KeySource, uuid_v7};
use sync::{Round, RoundError};
use uuid::Uuid;
use wire::Change;

use crate::line::{Exchange, Planted, SimLine, Weather};
use crate::random::Random;

/// Tenant of the office's centre.
pub const TENANT: &str = "mandant";
/// 2026-11-02 07:00 UTC.
const MONDAY_MORNING: i64 = 1_793_602_800_000;

/// One of the desks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeskId(pub usize);

/// An office.
pub struct Office {
    /// Chance.
    pub random: Random,
    /// The centre's database.
    pub ledger: Arc<Ledger>,
    /// Files taken in so far: bytes by SHA-256.
    pub taken: BTreeMap<String, Vec<u8>>,
    folder: tempfile::TempDir,
    exchange: Rc<Exchange>,
    seats: Vec<Seat>,
    now: Arc<AtomicI64>,
    names: u32,
    database: PathBuf,
}

struct Seat {
    desk: Option<Arc<Desk>>,
    folder: PathBuf,
    line: SimLine,
    skew_ms: i64,
    /// Percent of transactions that meet a power cut.
    cuts: Arc<AtomicU32>,
}

#[derive(Clone)]
struct SimClock {
    now: Arc<AtomicI64>,
    skew_ms: i64,
}

impl Clock for SimClock {
    fn now(&self) -> Zeitpunkt {
        let millis = self.now.fetch_add(1, Ordering::Relaxed) + self.skew_ms;
        Zeitpunkt::from_millisecond(millis).unwrap()
    }
}

struct SimIds(Random);

impl IdSource for SimIds {
    fn id(&self, now: Zeitpunkt) -> Uuid {
        let mut bytes = [0; 10];
        self.0.fill(&mut bytes);
        uuid_v7(now, bytes)
    }
}

impl Office {
    /// Opens an office with two desks, Anna's and Bernd's, both reconciled once.
    pub fn new(seed: u64) -> Self {
        let random = Random::new(seed);
        let folder = temporary();
        let now = Arc::new(AtomicI64::new(MONDAY_MORNING));
        let database = folder.path().join("zentrale.db");
        let surroundings = surroundings(&now, &random);
        let (ledger, exchange) = open_centre(folder.path(), &database, &surroundings);
        furnish(&ledger, &surroundings);
        let mut office = Self {
            random,
            ledger,
            taken: BTreeMap::new(),
            folder,
            exchange,
            seats: Vec::new(),
            now,
            names: 0,
            database,
        };
        for name in ["Anna", "Bernd"] {
            office.join(name);
        }
        office
    }

    /// Adds a desk and returns it.
    pub fn join(&mut self, name: &str) -> DeskId {
        let id = DeskId(self.seats.len());
        let line = SimLine {
            exchange: Rc::clone(&self.exchange),
            random: self.random.clone(),
            weather: Weather::default(),
            cut: false,
            token: None,
            planted: None,
            pieces_left: Cell::new(None),
        };
        self.seats.push(Seat {
            desk: None,
            folder: self.folder.path().join(format!("desk-{}", id.0)),
            line,
            skew_ms: 0,
            cuts: Arc::default(),
        });
        let desk = self.desk(id);
        desk.set_benutzer(name, &format!("K{:02}", id.0 + 1)).unwrap();
        desk.als_uebung().unwrap();
        desk.einrichten(&self.seats[id.0].line, "PLATZ", "http://127.0.0.1").unwrap();
        self.seats[id.0].line.token = desk.store().read(|db| db.meta(Meta::Token)).unwrap();
        self.round(id).unwrap();
        id
    }

    /// Returns the desks.
    pub fn desks(&self) -> Vec<DeskId> {
        (0..self.seats.len()).map(DeskId).collect()
    }

    /// Returns an open desk, opening it from its file if it was killed.
    pub fn desk(&mut self, id: DeskId) -> Arc<Desk> {
        let clock = SimClock { now: Arc::clone(&self.now), skew_ms: self.seats[id.0].skew_ms };
        let seat = &mut self.seats[id.0];
        if let Some(desk) = &seat.desk {
            return Arc::clone(desk);
        }
        let (cuts, random) = (Arc::clone(&seat.cuts), self.random.clone());
        let env = Env::new(Arc::new(clock), Arc::new(SimIds(self.random.clone())));
        let env = env.with_fates(move || {
            let percent = usize::try_from(cuts.load(Ordering::Relaxed)).unwrap();
            match (random.chance(percent), random.chance(50)) {
                (false, _) => CommitFate::Good,
                (true, true) => CommitFate::LostBefore,
                (true, false) => CommitFate::LostAfter,
            }
        });
        let key = KeySource::passphrase("sim");
        let worker = Some(Worker::find().expect("forsthaus-worker has been built"));
        let options = DeskOptions { folder: seat.folder.clone(), key, env, worker };
        let desk = Desk::open(options).expect("a killed desk opens again");
        seat.desk = Some(Arc::clone(&desk));
        desk
    }

    /// Kills a desk: nothing but its files is left.
    pub fn kill(&mut self, id: DeskId) {
        self.seats[id.0].desk = None;
    }

    /// Lets power cuts hit this percentage of a desk's transactions.
    pub fn power(&mut self, id: DeskId, cut_percent: u32) {
        self.seats[id.0].cuts.store(cut_percent, Ordering::Relaxed);
    }

    /// Cuts a desk's line.
    pub fn cut(&mut self, id: DeskId) {
        self.seats[id.0].line.cut = true;
    }

    /// Lets only so many pieces of uploads through, until the line is mended.
    pub fn break_uploads(&mut self, id: DeskId, pieces: u32) {
        self.seats[id.0].line.pieces_left.set(Some(pieces));
    }

    /// Mends a desk's line and gives it this weather.
    pub fn mend(&mut self, id: DeskId, weather: Weather) {
        self.seats[id.0].line.cut = false;
        self.seats[id.0].line.pieces_left.set(None);
        self.seats[id.0].line.weather = weather;
    }

    /// Builds a fault into every line.
    pub fn plant(&mut self, fault: Planted) {
        for seat in &mut self.seats {
            seat.line.planted = Some(fault);
        }
    }

    /// Sets a desk's clock wrong from its next start on.
    pub fn skew(&mut self, id: DeskId, millis: i64) {
        self.seats[id.0].skew_ms = millis;
        self.kill(id);
    }

    /// Lets time pass.
    pub fn wait(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::Relaxed);
    }

    /// Delivers what the lines have delayed.
    pub fn deliver_zombies(&self) {
        self.exchange.deliver_zombies();
    }

    /// Runs one round of a desk.
    pub fn round(&mut self, id: DeskId) -> Result<Round, RoundError> {
        let desk = self.desk(id);
        desk.round(&self.seats[id.0].line, &AtomicBool::new(false))
    }

    /// Returns a desk's line.
    pub fn line(&self, id: DeskId) -> &SimLine {
        &self.seats[id.0].line
    }

    /// Takes in a new small file at a desk, as its watched folder would: if a power cut comes
    /// between, the desk starts again and the file, if it still lies there, is offered again.
    /// Returns whether all went well at the first attempt.
    pub fn take_in(&mut self, id: DeskId, text: &str) -> bool {
        self.names += 1;
        let path = self.folder.path().join(format!("brief-{}.txt", self.names));
        std::fs::write(&path, text).unwrap();
        self.taken.insert(wire::sha256_hex(text.as_bytes()), text.as_bytes().to_vec());
        let first = self.desk(id).uebernehmen(&path, Herkunftsart::Ordner, true);
        let well = first.as_ref().is_ok_and(|row| !row.fehlgeschlagen) && !path.exists();
        if !well {
            self.kill(id);
            self.power(id, 0);
            let desk = self.desk(id);
            assert_eq!(desk.ausstehende_freigaben().unwrap(), 0);
            if path.exists() {
                let row = desk.uebernehmen(&path, Herkunftsart::Ordner, true).unwrap();
                assert!(!row.fehlgeschlagen, "{}", row.meldung);
            }
        }
        assert!(!path.exists(), "the source of a safe file is gone");
        well
    }

    /// Mends everything and runs rounds until nothing is left to do; panics if that never comes.
    pub fn heal(&mut self) {
        for id in self.desks() {
            self.mend(id, Weather::default());
            self.power(id, 0);
            self.kill(id);
        }
        self.deliver_zombies();
        for _ in 0..12 {
            let mut quiet = true;
            for id in self.desks() {
                let round = self.round(id).expect("a healed round succeeds");
                let busy = round.pushed + round.pulled() + round.sent + round.fetched > 0;
                quiet &= !busy && round.stuck.is_empty();
            }
            if quiet {
                return;
            }
        }
        panic!("the office does not come to rest");
    }

    /// Opens a desk that has no centre yet.
    pub fn unregistered(&mut self, practice: bool) -> Arc<Desk> {
        self.names += 1;
        let clock = SimClock { now: Arc::clone(&self.now), skew_ms: 0 };
        let env = Env::new(Arc::new(clock), Arc::new(SimIds(self.random.clone())));
        let folder = self.folder.path().join(format!("neu-{}", self.names));
        let worker = Some(Worker::find().expect("forsthaus-worker has been built"));
        let key = KeySource::passphrase("sim");
        let desk = Desk::open(DeskOptions { folder, key, env, worker }).unwrap();
        if practice {
            desk.als_uebung().unwrap();
        }
        desk
    }

    /// Appends a row to the centre's log that this program would not have written.
    pub fn rewrite_at_centre(&self, rec_id: &str, change: impl Fn(&mut Value)) {
        let rec_id = Uuid::parse_str(rec_id).unwrap();
        let now = Zeitpunkt::from_millisecond(self.now.load(Ordering::Relaxed)).unwrap();
        let append = |tx: &mut center::ledger::SqliteTx<'_>| {
            let old = tx.record(rec_id)?.unwrap();
            let head = tx.head(&old.scope)?.unwrap();
            let mut fields = serde_json::to_value(&old.fields)?;
            change(&mut fields);
            let body = fields.to_string();
            let mut row = Change {
                seq: head.seq + 1,
                rec_type: old.rec_type,
                rec_id,
                ver: old.ver + 1,
                body_sha256: wire::sha256_hex(body.as_bytes()),
                body: Some(body),
                mid: uuid_v7(now, [9; 10]),
                akteur: "Neueres Programm".to_owned(),
                arbeitsplatz: "K99".to_owned(),
                aktion: "eingang_uebernehmen".to_owned(),
                claimed_at: now,
                at: now,
                chain: String::new(),
            };
            row.chain = hex::encode(wire::chain_next(&head.chain, &old.scope, &row));
            tx.append(&old.scope, &row, Some(&old))
        };
        self.ledger.transact(TENANT, append).unwrap();
    }

    /// Returns where the centre's database lies.
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// Keeps a copy of the centre's database, as a backup nobody registered.
    pub fn copy_centre(&self, name: &str) -> PathBuf {
        let copy = self.folder.path().join(name);
        let mut target = rusqlite::Connection::open(&copy).unwrap();
        let source = rusqlite::Connection::open(&self.database).unwrap();
        let backup = rusqlite::backup::Backup::new(&source, &mut target).unwrap();
        backup.run_to_completion(1000, Duration::ZERO, None).unwrap();
        copy
    }

    /// Runs the centre from another database from now on.
    pub fn run_centre_from(&mut self, database: PathBuf) {
        let surroundings = surroundings(&self.now, &self.random);
        let (ledger, exchange) = open_centre(self.folder.path(), &database, &surroundings);
        self.ledger = ledger;
        for seat in &mut self.seats {
            seat.line.exchange = Rc::clone(&exchange);
        }
        self.exchange = exchange;
        self.database = database;
    }

    /// Copies a desk's data folder, as a cloned machine would; both work on with one identity.
    pub fn clone_desk(&mut self, of: DeskId) -> DeskId {
        self.kill(of);
        let id = DeskId(self.seats.len());
        let folder = self.folder.path().join(format!("desk-{}", id.0));
        copy_folder(&self.seats[of.0].folder, &folder);
        let line = &self.seats[of.0].line;
        let line = SimLine {
            exchange: Rc::clone(&line.exchange),
            random: self.random.clone(),
            weather: Weather::default(),
            cut: false,
            token: line.token.clone(),
            planted: None,
            pieces_left: Cell::new(None),
        };
        self.seats.push(Seat { desk: None, folder, line, skew_ms: 0, cuts: Arc::default() });
        id
    }
}

fn surroundings(now: &Arc<AtomicI64>, random: &Random) -> Surroundings {
    let clock = SimClock { now: Arc::clone(now), skew_ms: 0 };
    let chance = random.clone();
    Surroundings::new(move || clock.now(), move |bytes| chance.fill(bytes))
}

fn open_centre(
    folder: &Path,
    database: &Path,
    surroundings: &Surroundings,
) -> (Arc<Ledger>, Rc<Exchange>) {
    let ledger = Arc::new(Ledger::open(database).unwrap());
    let originals = folder.join("originale");
    std::fs::create_dir_all(&originals).unwrap();
    let originals = Originals::folder(&originals).unwrap();
    let center = Center::new(Arc::clone(&ledger), originals, surroundings.clone());
    let exchange = Exchange::new(center::router(center), database.to_owned());
    (ledger, Rc::new(exchange))
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn furnish(ledger: &Ledger, surroundings: &Surroundings) {
    let scopes = [center::SCOPE_STAMMDATEN, center::SCOPE_REGISTRATUR];
    ledger.add_tenant(TENANT, "Gemeinde Lindenhain (Übung)", true, &scopes).unwrap();
    ledger.add_code(TENANT, "PLATZ", 100).unwrap();
    let uebung = seed::Uebung::shipped().unwrap();
    ledger.transact(TENANT, |tx| seed::uebung(tx, surroundings, &uebung)).unwrap();
}

/// Memory, where the machine offers a folder in it: thousands of flushes then cost nothing.
fn temporary() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}
