//! A power cut at every single thing that the index does to the disk.
//!
//! Never lets a name or a byte survive that was not flushed: what a disk may lose is lost.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard};

use domain::RecType;
use search::disk::{Disk, DiskRead, DiskWrite};
use search::{Eintrag, Index, Oeffnung};
use uuid::Uuid;

use crate::office::{KEY, hits};

type Bytes = Arc<Mutex<Content>>;

#[derive(Debug, Default, Clone)]
struct Content {
    written: Vec<u8>,
    /// What was there at the last flush.
    durable: Vec<u8>,
}

#[derive(Debug, Default)]
struct State {
    names: BTreeMap<String, Bytes>,
    durable_names: BTreeMap<String, Bytes>,
    steps: usize,
    /// The step at which the power goes.
    cut: Option<usize>,
}

/// A disk in memory that can lose its power.
#[derive(Debug, Default, Clone)]
struct Flaky(Arc<Mutex<State>>);

impl Flaky {
    /// Counts a step; after the cut there is no disk any more.
    fn step(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.0.lock().unwrap();
        state.steps += 1;
        match state.cut {
            Some(cut) if state.steps > cut => Err(io::Error::other("no power")),
            _ => Ok(state),
        }
    }

    fn steps(&self) -> usize {
        self.0.lock().unwrap().steps
    }

    /// What is found when the power is back: flushed bytes under flushed names. `kept` says that
    /// the disk had written names and half of every file of its own accord, as it may.
    fn after(&self, kept: bool) -> Self {
        let state = self.0.lock().unwrap();
        let names = if kept { &state.names } else { &state.durable_names };
        let files = names.iter().map(|(name, content)| {
            let content = content.lock().unwrap();
            let torn = content.written[..content.written.len() / 2].to_vec();
            let flushed = content.durable == content.written || !kept;
            let durable = if flushed { content.durable.clone() } else { torn };
            let content = Content { written: durable.clone(), durable };
            (name.clone(), Arc::new(Mutex::new(content)))
        });
        let names: BTreeMap<String, Bytes> = files.collect();
        Self(Arc::new(Mutex::new(State {
            durable_names: names.clone(),
            names,
            ..State::default()
        })))
    }

    fn cut_at(self, cut: usize) -> Self {
        self.0.lock().unwrap().cut = Some(cut);
        self
    }
}

struct Writing(Flaky, Bytes);

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // No step of its own: what was not flushed is lost or torn, wherever the power went.
        self.1.lock().unwrap().written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl DiskWrite for Writing {
    fn sync(&mut self) -> io::Result<()> {
        let _power = self.0.step()?;
        let mut content = self.1.lock().unwrap();
        content.durable = content.written.clone();
        Ok(())
    }
}

#[derive(Debug)]
struct Reading(Vec<u8>);

impl DiskRead for Reading {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> io::Result<()> {
        let at = usize::try_from(at).unwrap();
        let bytes = self.0.get(at..at + buffer.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(bytes);
        Ok(())
    }
}

impl Disk for Flaky {
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskWrite>> {
        let mut state = self.step()?;
        if state.names.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let bytes = Bytes::default();
        state.names.insert(name.to_owned(), Arc::clone(&bytes));
        Ok(Box::new(Writing(self.clone(), bytes)))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskRead>> {
        let state = self.0.lock().unwrap();
        let content = state.names.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Reading(content.lock().unwrap().written.clone())))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.step()?;
        let bytes = state.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
        state.names.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.step()?;
        state.names.remove(name).map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.lock().unwrap().names.keys().cloned().collect())
    }

    fn sync_names(&self) -> io::Result<()> {
        let mut state = self.step()?;
        state.durable_names = state.names.clone();
        Ok(())
    }
}

/// Changes of the store, one for each position: most put an entry in, some replace or remove one.
const CHANGES: u64 = 5;

fn feed(index: &Index, from: u64) -> Result<(), search::WriteError> {
    for stand in from + 1..=CHANGES {
        let mut batch = index.batch()?;
        match stand {
            3 => batch.remove(Uuid::from_u128(1))?,
            4 => batch.put(&entry(2, "Brunnen"))?,
            _ => batch.put(&entry(u128::from(stand), "Laterne"))?,
        }
        batch.commit(stand)?;
    }
    index.compact()
}

fn entry(number: u128, titel: &str) -> Eintrag {
    Eintrag::new(Uuid::from_u128(number), RecType::Eingang, titel)
}

/// What the index holds at a position of the store.
fn laternen(stand: u64) -> Vec<Uuid> {
    let there = |number: &u64| match number {
        1 => stand < 3,
        2 => stand < 4,
        3 | 4 => false,
        _ => true,
    };
    (1..=stand).filter(there).map(|number| Uuid::from_u128(number.into())).collect()
}

fn sorted(index: &Index) -> Vec<Uuid> {
    let mut found = hits(index, "laterne");
    found.sort();
    found
}

fn open(disk: &Flaky) -> Result<Index, search::OpenError> {
    Ok(Index::open_on(Arc::new(disk.clone()), &KEY, CHANGES)?.index())
}

#[test]
fn after_a_power_cut_anywhere_the_index_says_what_it_has_and_takes_the_rest() {
    let whole = Flaky::default();
    let index = open(&whole).unwrap();
    feed(&index, 0).unwrap();
    assert_eq!(sorted(&index), laternen(CHANGES));
    drop(index);
    let steps = whole.steps();
    let (mut anew, mut kept_all) = (0, 0);
    // Threads of the engine put parts together beside the writer, so a run more or less may differ
    // by some steps; cuts behind the end change nothing.
    for cut in 0..steps {
        let disk = Flaky::default().cut_at(cut);
        if let Ok(index) = open(&disk) {
            let _ = feed(&index, 0);
        }
        for kept in [false, true] {
            let disk = disk.after(kept);
            let opened = Index::open_on(Arc::new(disk.clone()), &KEY, CHANGES).unwrap();
            anew += usize::from(matches!(opened, Oeffnung::Neu(..)));
            let index = opened.index();
            let stand = index.stand();
            assert_eq!(sorted(&index), laternen(stand), "cut at {cut}, position {stand}");
            kept_all += usize::from(stand == CHANGES);
            feed(&index, stand).unwrap();
            assert_eq!(sorted(&index), laternen(CHANGES), "cut at {cut}, fed from {stand}");
            assert!(index.verify(), "cut at {cut}");
            drop(index);
            assert_eq!(sorted(&open(&disk).unwrap()), laternen(CHANGES), "cut at {cut}, again");
        }
    }
    println!("{steps} steps, {anew} openings anew, {kept_all} with everything");
    assert!(steps > 60, "only {steps} steps");
}

/// Nothing that was committed is lost: the position after a cut is never before a commit that
/// had answered.
#[test]
fn a_commit_that_answered_survives_a_power_cut() {
    for cut in (0..300).step_by(7) {
        let disk = Flaky::default().cut_at(cut);
        let mut answered = 0;
        if let Ok(index) = open(&disk) {
            for stand in 1..=CHANGES {
                let Ok(mut batch) = index.batch() else { break };
                if batch.put(&entry(u128::from(stand), "Laterne")).is_err() {
                    break;
                }
                if batch.commit(stand).is_err() {
                    break;
                }
                answered = stand;
            }
        }
        let index = open(&disk.after(false)).unwrap();
        assert!(index.stand() >= answered, "cut at {cut}: {answered} answered, {}", index.stand());
        assert!(sorted(&index).len() as u64 >= answered, "cut at {cut}");
    }
}
