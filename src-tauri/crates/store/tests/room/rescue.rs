//! A database that was damaged: what only this workstation has is there again after opening.

use std::io::{Read, Write};
use std::path::Path;

use store::{DbError, Env, KeySource, SCOPE_REGISTRATUR, Store, VorfallArt};
use uuid::Uuid;

use crate::{make_akte, open, rename};

const PAGE: usize = 4096;
const MADE: usize = 40;

/// What was done before the damage.
struct Before {
    made: Vec<Uuid>,
    mids: Vec<Uuid>,
    original: String,
}

fn work(store: &Store) -> Before {
    let made: Vec<Uuid> = (0..MADE).map(|n| make_akte(store, &format!("Akte {n}"))).collect();
    rename(store, made[0], "Umbenannt").unwrap();
    let mut writer = store.blob_writer(SCOPE_REGISTRATUR).unwrap();
    writer.write_all(b"Nur auf diesem Arbeitsplatz").unwrap();
    let blob = writer.finish().unwrap();
    store.write(|tx| tx.put_blob(&blob, false)).unwrap();
    Before { made, mids: mids(store), original: blob.sha256 }
}

fn mids(store: &Store) -> Vec<Uuid> {
    let journal = store.read(|db| db.journal()).unwrap();
    let mut mids: Vec<Uuid> = journal.into_iter().map(|(mutation, _)| mutation.mid).collect();
    mids.sort();
    mids
}

/// Everything that only this workstation has is still here, and will be sent.
fn nothing_is_lost(store: &Store, before: &Before, what: &str) {
    assert_eq!(mids(store), before.mids, "{what}: changes");
    let pending = store.read(|db| db.mutations_to_push(1000)).unwrap();
    assert_eq!(pending.len(), before.mids.len(), "{what}: all of them are sent");
    assert!(pending.iter().zip(1..).all(|(mutation, n)| mutation.n == n), "{what}: without gaps");
    for id in &before.made {
        assert!(store.read(|db| db.seen(*id)).unwrap().is_some(), "{what}: {id} is seen");
    }
    let title = store.read(|db| db.seen(before.made[0])).unwrap().unwrap();
    assert_eq!(title.fields["betreff"], "Umbenannt", "{what}");
    let mut bytes = Vec::new();
    store.blob_reader(&before.original).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"Nur auf diesem Arbeitsplatz", "{what}: original");
    let unsent = store.read(|db| db.blobs_to_send(10)).unwrap();
    assert_eq!(unsent.len(), 1, "{what}: it is sent");
}

fn rescued(store: &Store) -> bool {
    let incidents = store.read(|db| db.incidents(10)).unwrap();
    incidents.iter().any(|vorfall| vorfall.art == VorfallArt::DatenbankGerettet)
}

fn set_aside(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap();
    let aside = |name: &str| name.starts_with("beschaedigt-");
    entries.filter(|entry| aside(&entry.as_ref().unwrap().file_name().to_string_lossy())).count()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A small generator, so that a seed tells everything.
fn random(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 16).unwrap()
}

#[test]
fn scenario_25_zeroed_pages_lose_nothing_that_only_this_workstation_has() {
    let good = tempfile::tempdir().unwrap();
    let before = work(&open(good.path()));
    let mut rescues = 0;
    for seed in 1..=8_u64 {
        let folder = tempfile::tempdir().unwrap();
        copy(good.path(), folder.path());
        let path = folder.path().join("forsthaus.db");
        let mut bytes = std::fs::read(&path).unwrap();
        let pages = bytes.len() / PAGE;
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for _ in 0..4 {
            let page = random(&mut state) % pages;
            bytes[page * PAGE..(page + 1) * PAGE].fill(0);
        }
        std::fs::write(&path, bytes).unwrap();
        let store = open(folder.path());
        nothing_is_lost(&store, &before, &format!("seed {seed}"));
        rescues += usize::from(rescued(&store));
        assert_eq!(set_aside(folder.path()), usize::from(rescued(&store)), "seed {seed}");
        drop(store);
        let store = open(folder.path());
        nothing_is_lost(&store, &before, &format!("seed {seed}, opened again"));
    }
    assert!(rescues > 0, "no seed hit a page in use");
}

#[test]
fn scenario_25_destroyed_first_page_is_rescued_from_the_second_copy() {
    let folder = tempfile::tempdir().unwrap();
    let before = work(&open(folder.path()));
    let path = folder.path().join("forsthaus.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..PAGE].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    let store = open(folder.path());
    nothing_is_lost(&store, &before, "first page");
    assert!(rescued(&store));
    assert_eq!(set_aside(folder.path()), 1, "the damaged file is kept");
    // Work goes on.
    make_akte(&store, "Danach");
    assert_eq!(store.read(|db| db.mutations_to_push(1000)).unwrap().len(), before.mids.len() + 1);
}

#[test]
fn scenario_25_cut_off_log_and_live_copy_lose_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let before = work(&store);
    for (seed, keep) in [(1_u64, 100), (2, 60), (3, 20), (4, 0)] {
        // A backup program copies the files of the running program, and gets a part of the log.
        let live = tempfile::tempdir().unwrap();
        copy(folder.path(), live.path());
        let wal = live.path().join("forsthaus.db-wal");
        let bytes = std::fs::read(&wal).unwrap();
        std::fs::write(&wal, &bytes[..bytes.len() * keep / 100]).unwrap();
        let copied = open(live.path());
        let what = format!("seed {seed}: {keep} % of the log");
        assert_eq!(mids(&copied), before.mids, "{what}");
        for id in &before.made {
            assert!(copied.read(|db| db.seen(*id)).unwrap().is_some(), "{what}");
        }
    }
}

#[test]
fn crash_in_the_middle_of_a_rescue_is_made_up_for() {
    let folder = tempfile::tempdir().unwrap();
    let before = work(&open(folder.path()));
    let path = folder.path().join("forsthaus.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..PAGE].fill(0);
    std::fs::write(&path, bytes).unwrap();
    // The machine stops at the transaction that brings everything over.
    let env = Env::system().with_fates(|| store::CommitFate::LostBefore);
    let stopped = Store::open(folder.path(), &KeySource::passphrase("test"), env);
    assert!(matches!(stopped, Err(store::OpenError::Db(DbError::PowerCut))));
    let store = open(folder.path());
    nothing_is_lost(&store, &before, "second try");
    assert!(rescued(&store));
}
