//! Custody over real folders: what is removed, what is given back, what is left alone.

use std::path::Path;

use domain::Quelle;
use intake::custody::{TakeError, Taken};
use intake::release::release;
use intake::watch::{Kind, Seen};
use store::quelle::TakenSource;

use crate::desk::Room;

impl Room {
    fn take(&self, path: &Path) -> Result<Taken, TakeError> {
        self.custody().take(path, Quelle::Ordner, true, None)
    }

    fn source(&self, path: &Path) -> TakenSource {
        self.store.read(|db| db.source(path.to_str().unwrap())).unwrap().unwrap()
    }

    /// Returns names and contents of the files beside the data folder.
    fn left(&self) -> Vec<(String, String)> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap().map(Result::unwrap);
        let files = entries.filter(|entry| entry.path().is_file());
        let mut left: Vec<(String, String)> = files
            .map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                (name, std::fs::read_to_string(entry.path()).unwrap())
            })
            .collect();
        left.sort();
        left
    }
}

#[test]
fn two_files_with_the_same_bytes_are_both_released() {
    let room = Room::new();
    for name in ["a.txt", "b.txt"] {
        let path = room.folder.path().join(name);
        std::fs::write(&path, "derselbe Brief").unwrap();
        room.take(&path).unwrap();
    }
    for name in ["a.txt", "b.txt"] {
        release(&room.store, &room.source(&room.folder.path().join(name))).unwrap();
    }
    assert_eq!(room.left(), []);
}

#[test]
fn a_newcomer_under_the_old_name_is_left_alone() {
    let room = Room::new();
    let path = room.folder.path().join("scan.txt");
    std::fs::write(&path, "erster").unwrap();
    room.take(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, "zweiter Brief").unwrap();
    release(&room.store, &room.source(&path)).unwrap();
    assert_eq!(room.left(), [("scan.txt".to_owned(), "zweiter Brief".to_owned())]);
}

/// The newcomer came between the look and the renaming, and then the program stopped.
#[test]
fn a_stranger_under_the_claim_gets_its_name_back() {
    let room = Room::new();
    let path = room.folder.path().join("scan.txt");
    std::fs::write(&path, "erster").unwrap();
    room.take(&path).unwrap();
    let source = room.source(&path);
    let claim = room.claim(&path, &source);
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&claim, "zweiter Brief").unwrap();
    release(&room.store, &source).unwrap();
    assert_eq!(room.left(), [("scan.txt".to_owned(), "zweiter Brief".to_owned())]);
    assert!(room.source(&path).freigegeben);
}

impl Room {
    /// Finds the claim's name by letting a release stop right behind the renaming: a source whose
    /// original is missing is claimed, not proved, and given back, so the name is computed here
    /// the way the release documents it.
    fn claim(&self, path: &Path, source: &TakenSource) -> std::path::PathBuf {
        let named = format!("{}\n{}", source.pfad, source.kennung);
        let name = wire::sha256_hex(named.as_bytes());
        path.with_file_name(format!(".forsthaus-freigabe-{}", name.get(..16).unwrap()))
    }
}

#[test]
fn a_source_stays_if_its_original_does_not_prove_good() {
    let room = Room::new();
    let path = room.folder.path().join("scan.txt");
    std::fs::write(&path, "der einzige").unwrap();
    let taken = room.take(&path).unwrap();
    let fan = taken.sha256.get(..2).unwrap();
    let stored = format!("daten/originale/registratur/{fan}/{}.fhb", taken.sha256);
    std::fs::write(room.folder.path().join(stored), b"kaputt").unwrap();
    assert!(release(&room.store, &room.source(&path)).is_err());
    assert_eq!(room.left(), [("scan.txt".to_owned(), "der einzige".to_owned())]);
}

#[test]
fn a_file_that_changed_since_it_was_found_complete_is_not_taken() {
    let room = Room::new();
    let path = room.folder.path().join("scan.txt");
    std::fs::write(&path, "Seite 1").unwrap();
    let other =
        Seen { kind: Kind::File, len: 3, mtime_ns: 0, identity: (0, 0), tail_complete: true };
    let result = room.custody().take(&path, Quelle::Ordner, true, Some(&other));
    assert!(matches!(result, Err(TakeError::Changing)), "{result:?}");
}
