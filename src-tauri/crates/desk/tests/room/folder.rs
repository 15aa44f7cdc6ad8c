//! The watched folder: each file once, complete, and only then gone from its source.

use std::io::Write;
use std::time::Duration;

use desk::Timing;
use desk::views::Id;
use intake::worker::{Limits, Worker};

use crate::{Room, quick, sha256};

#[test]
fn growing_file_is_taken_once_and_complete() {
    let timing = Timing { quiet: Duration::from_secs(2), ..quick() };
    let room = Room::new(timing, None);
    let path = room.path("Stapel.txt");
    let mut file = std::fs::File::create(&path).unwrap();
    // A writer that takes ten seconds and never pauses for longer than a second.
    for page in 0..20 {
        writeln!(file, "Seite {page}").unwrap();
        file.sync_all().unwrap();
        std::thread::park_timeout(Duration::from_millis(500));
        assert!(room.post().is_empty(), "taken while it was still growing");
    }
    let expected = sha256(&path);
    room.wait_for("the grown file", || (!path.exists()).then_some(()));
    let post = room.post();
    assert_eq!(post.len(), 1);
    let item = room.desk.eingang(Id { id: post.first().unwrap().id.clone() }).unwrap();
    assert_eq!(item.sha256, expected);
}

#[test]
fn many_files_at_once_are_each_taken_once() {
    let room = Room::new(quick(), None);
    for n in 0..120 {
        std::fs::write(room.path(&format!("Brief {n}.txt")), format!("Brief Nummer {n}")).unwrap();
    }
    let empty = || std::fs::read_dir(room.folder.path()).unwrap().next().is_none();
    room.wait_for("all files", || empty().then_some(()));
    assert_eq!(room.post().len(), 120);
    assert!(room.post().iter().all(|row| !row.mehrfach));
}

#[test]
fn known_file_again_makes_no_second_item_and_no_work_after_a_restart() {
    let mut room = Room::new(quick(), None);
    let path = room.path("Brief.txt");
    for _ in 0..2 {
        std::fs::write(&path, "immer derselbe").unwrap();
        room.wait_for("the file", || (!path.exists()).then_some(()));
        room.restart();
    }
    let post = room.post();
    assert_eq!(post.len(), 1);
    assert!(post.first().unwrap().mehrfach, "the second arrival is shown");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_reported_until_it_is_gone() {
    let room = Room::new(quick(), None);
    std::fs::write(room.path("leer.pdf"), b"").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", room.path("verknuepfung.pdf")).unwrap();
    let pipe = room.path("roehre");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let all = room.wait_for("three reports", || {
        let problems = room.problems();
        (problems.len() == 3).then_some(problems)
    });
    let text = |name: &str| {
        all.iter().find(|row| row.pfad.ends_with(name)).map(|row| row.meldung.clone()).unwrap()
    };
    assert!(text("leer.pdf").contains("Die Datei ist leer"));
    assert!(text("verknuepfung.pdf").contains("Verknüpfungen werden nicht übernommen"));
    assert!(text("roehre").contains("keine gewöhnliche Datei"));
    assert!(room.post().is_empty());
    for name in ["leer.pdf", "verknuepfung.pdf", "roehre"] {
        assert!(room.path(name).symlink_metadata().is_ok(), "{name} is left alone");
        std::fs::remove_file(room.path(name)).unwrap();
    }
    room.wait_for("no reports", || room.problems().is_empty().then_some(()));
}

#[test]
fn without_a_worker_files_stay_and_are_taken_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("forsthaus-worker");
    let worker = Worker { program: program.clone(), limits: Limits::default() };
    let room = Room::new(quick(), Some(worker));
    let path = room.path("Brief.txt");
    std::fs::write(&path, "Ein Brief").unwrap();
    let problem = room.wait_for("a report", || room.problems().pop());
    assert!(problem.meldung.contains("liegt unverändert an ihrem Ort"), "{}", problem.meldung);
    assert!(path.exists() && room.post().is_empty());
    std::fs::copy(Worker::find().unwrap().program, &program).unwrap();
    room.wait_for("the file", || (!path.exists()).then_some(()));
    assert_eq!(room.post().len(), 1);
    assert!(room.problems().is_empty());
}
