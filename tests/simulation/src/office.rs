//! Desks around one centre, with names for what happens to them.
//!
//! Never more than one thing at a time.

mod administration;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};

use desk::{Desk, DeskOptions, Herkunftsart};
use domain::Zeitpunkt;
use intake::worker::Worker;
use store::meta::Meta;
use store::{Clock, CommitFate, Env, IdSource, KeySource, uuid_v7};
use sync::{Round, RoundError};
use uuid::Uuid;

use crate::centre::SimCentre;
use crate::line::{Exchange, SimLine, Weather};
use crate::planted::{Planted, Saboteur};
use crate::random::Random;

/// 2026-11-02 07:00 UTC.
const MONDAY_MORNING: i64 = 1_793_602_800_000;
/// Rounds after which a healed office has to be at rest.
const ROUNDS_TO_REST: u32 = 14;
/// A key that is opened with the passphrase "sim" and next to no work: desks are killed often.
const KEY: &str = include_str!("schluessel.json");

/// One of the desks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeskId(pub usize);

/// An office.
pub struct Office {
    /// Chance.
    pub random: Random,
    /// The centre.
    pub centre: SimCentre,
    /// Files taken in so far: bytes by SHA-256.
    pub taken: BTreeMap<String, Vec<u8>>,
    folder: tempfile::TempDir,
    exchange: Rc<Exchange>,
    planted: Rc<Saboteur>,
    seats: Vec<Seat>,
    now: Arc<AtomicI64>,
    names: u32,
}

struct Seat {
    desk: Option<Arc<Desk>>,
    folder: PathBuf,
    line: SimLine,
    skew_ms: i64,
    /// Percent of transactions that meet a power cut.
    cuts: Arc<AtomicU32>,
    rights_withdrawn: bool,
}

impl Seat {
    fn new(folder: PathBuf, line: SimLine) -> Self {
        let cuts = Arc::default();
        Self { desk: None, folder, line, skew_ms: 0, cuts, rights_withdrawn: false }
    }
}

/// A clock that shows the office's time, right or wrong.
#[derive(Clone)]
pub struct SimClock {
    now: Arc<AtomicI64>,
    skew_ms: i64,
}

impl SimClock {
    /// Returns a clock that is right.
    pub fn right(now: &Arc<AtomicI64>) -> Self {
        Self { now: Arc::clone(now), skew_ms: 0 }
    }
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
        let mut office = Self::empty(seed);
        for name in ["Anna", "Bernd"] {
            office.join(name);
        }
        office
    }

    /// Opens an office with a centre and no desk.
    pub fn empty(seed: u64) -> Self {
        let random = Random::new(seed);
        let folder = temporary();
        let now = Arc::new(AtomicI64::new(MONDAY_MORNING));
        let exchange = Rc::new(Exchange::default());
        let centre = SimCentre::new(folder.path(), &now, &random, Rc::clone(&exchange));
        let planted = Rc::<Saboteur>::default();
        planted.centre_lies_at(centre.database().to_owned());
        Self {
            random,
            centre,
            taken: BTreeMap::new(),
            folder,
            exchange,
            planted,
            seats: Vec::new(),
            now,
            names: 0,
        }
    }

    /// Adds a desk and returns it.
    pub fn join(&mut self, name: &str) -> DeskId {
        let id = self.take_seat(name);
        self.round(id).unwrap();
        id
    }

    /// Adds a desk that is enrolled and has not made its first round.
    pub fn take_seat(&mut self, name: &str) -> DeskId {
        let id = DeskId(self.seats.len());
        let folder = self.new_folder(&format!("desk-{}", id.0));
        let line = self.new_line(None);
        self.seats.push(Seat::new(folder, line));
        let desk = self.desk(id);
        desk.set_benutzer(name, &format!("K{:02}", id.0 + 1)).unwrap();
        desk.als_uebung().unwrap();
        desk.einrichten(&self.seats[id.0].line, "PLATZ", "http://127.0.0.1").unwrap();
        self.seats[id.0].line.token = desk.store().read(|db| db.meta(Meta::Token)).unwrap();
        id
    }

    /// Makes a data folder whose key is cheap to open.
    fn new_folder(&self, name: &str) -> PathBuf {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("schluessel.json"), KEY).unwrap();
        folder
    }

    fn new_line(&self, token: Option<String>) -> SimLine {
        SimLine {
            exchange: Rc::clone(&self.exchange),
            random: self.random.clone(),
            weather: Weather::default(),
            cut: false,
            token,
            planted: Rc::clone(&self.planted),
            pieces_left: Cell::new(None),
            break_behind_upload: Cell::new(false),
            no_pull: Cell::new(false),
            old_program: false,
            poison: RefCell::default(),
            asked: RefCell::default(),
        }
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
        let desk = open(&seat.folder, &env);
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

    /// Runs a round whose line breaks for good when an upload has become complete: the desk knows
    /// that its original is there, and nothing of what was decided then.
    pub fn finish_upload_without_hearing(&mut self, id: DeskId) {
        self.seats[id.0].line.break_behind_upload.set(true);
        self.round(id).unwrap_err();
        self.seats[id.0].line.break_behind_upload.set(false);
        self.mend(id, Weather::default());
    }

    /// Runs a round in which a desk hears what was decided, and the rows of the log do not come.
    pub fn hear_without_pull(&mut self, id: DeskId) {
        self.seats[id.0].line.no_pull.set(true);
        self.round(id).unwrap_err();
        self.seats[id.0].line.no_pull.set(false);
    }

    /// Mends a desk's line and gives it this weather.
    pub fn mend(&mut self, id: DeskId, weather: Weather) {
        self.seats[id.0].line.cut = false;
        self.seats[id.0].line.pieces_left.set(None);
        self.seats[id.0].line.weather = weather;
    }

    /// Lets a desk run a program that knows none of the newer fields of the centre's answers.
    pub fn runs_old_program(&mut self, id: DeskId, old: bool) {
        self.seats[id.0].line.old_program = old;
    }

    /// Builds a fault in.
    pub fn plant(&mut self, fault: Planted) {
        self.planted.plant(Some(fault));
    }

    /// Returns the planted fault.
    pub fn planted(&self) -> Option<Planted> {
        self.planted.fault()
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
        self.exchange.deliver_zombies(&self.planted);
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
        let name = format!("brief-{}.txt", self.names + 1);
        self.take_in_named(id, &name, text)
    }

    /// The same with a name of its own.
    pub fn take_in_named(&mut self, id: DeskId, name: &str, text: &str) -> bool {
        self.names += 1;
        let path = self.folder.path().join(name);
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

    /// Puts a desk back to a copy of its data folder that was made before.
    pub fn fall_back(&mut self, id: DeskId, image: &Path) {
        self.kill(id);
        let folder = self.seats[id.0].folder.clone();
        std::fs::remove_dir_all(&folder).unwrap();
        copy_folder(image, &folder);
        self.planted.numbers_are_forgotten();
    }

    /// Copies a desk's data folder.
    pub fn image(&mut self, id: DeskId) -> PathBuf {
        self.kill(id);
        self.names += 1;
        let image = self.folder.path().join(format!("abbild-{}", self.names));
        copy_folder(&self.seats[id.0].folder, &image);
        image
    }

    /// Copies a desk's data folder, as a cloned machine would; both work on with one identity.
    pub fn clone_desk(&mut self, of: DeskId) -> DeskId {
        self.kill(of);
        let id = DeskId(self.seats.len());
        let folder = self.folder.path().join(format!("desk-{}", id.0));
        copy_folder(&self.seats[of.0].folder, &folder);
        let line = self.new_line(self.seats[of.0].line.token.clone());
        self.seats.push(Seat::new(folder, line));
        id
    }

    /// Mends everything and runs rounds until nothing is left to do; says why if that never comes.
    pub fn try_heal(&mut self) -> Result<(), String> {
        self.centre.power(0);
        self.centre.start();
        for id in self.desks() {
            self.mend(id, Weather::default());
            self.power(id, 0);
            self.kill(id);
            self.runs_old_program(id, false);
        }
        self.deliver_zombies();
        let mut last = Vec::new();
        for _ in 0..ROUNDS_TO_REST {
            let mut quiet = true;
            last.clear();
            for id in self.desks() {
                match self.round(id) {
                    Ok(round) => {
                        let busy = round.pushed + round.pulled() + round.sent + round.fetched > 0;
                        quiet &= !busy && round.stuck.is_empty();
                        last.push(format!("{id:?}: {round:?}"));
                    }
                    Err(RoundError::Brake { .. }) => {
                        // A person has looked at what would go, and lets it go on.
                        quiet = false;
                        self.release_brakes(id);
                    }
                    Err(error) => {
                        quiet = false;
                        last.push(format!("{id:?}: {error:?}"));
                    }
                }
            }
            if quiet {
                return Ok(());
            }
        }
        Err(format!("the office does not come to rest; last {}", last.join(", ")))
    }

    /// Mends everything; panics if the office does not come to rest.
    pub fn heal(&mut self) {
        self.try_heal().unwrap();
    }

    /// Opens a desk that has no centre yet.
    pub fn unregistered(&mut self, practice: bool) -> Arc<Desk> {
        self.names += 1;
        let clock = SimClock::right(&self.now);
        let env = Env::new(Arc::new(clock), Arc::new(SimIds(self.random.clone())));
        let folder = self.new_folder(&format!("neu-{}", self.names));
        let desk = Desk::open(options(folder, env)).unwrap();
        if practice {
            desk.als_uebung().unwrap();
        }
        desk
    }
}

/// Opens a desk. Another seed's thread may be starting a worker at this very moment, and until that
/// runs, it holds copies of all locks of this process: then once more.
fn open(folder: &Path, env: &Env) -> Arc<Desk> {
    const ATTEMPTS: u32 = 1_000_000;
    for _ in 0..ATTEMPTS {
        match Desk::open(options(folder.to_owned(), env.clone())) {
            Err(fehler) if fehler.0.meldung.contains("schon in Benutzung") => {
                std::thread::yield_now();
            }
            desk => return desk.expect("a killed desk opens again"),
        }
    }
    panic!("{} stays locked", folder.display())
}

fn options(folder: PathBuf, env: Env) -> DeskOptions {
    let worker = Some(Worker::find().expect("forsthaus-worker has been built"));
    DeskOptions { folder, key: KeySource::passphrase("sim"), env, worker }
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

/// Memory, where the machine offers a folder in it: thousands of flushes then cost nothing.
fn temporary() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}
