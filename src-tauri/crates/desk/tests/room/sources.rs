//! Sources besides the plain file: late writers, rules for what is left, folders, the clipboard.

use std::io::Write;

use desk::views::{EinfuegenArgs, Id, Leer, MandantArgs, OrdnerArgs, OrdnerRegel, UebernehmenArgs};
use intake::worker::{Limits, Worker};
use store::{SCOPE_REGISTRATUR, SCOPE_STAMMDATEN};

use crate::{Room, quick, sha256};

#[test]
fn what_a_late_writer_adds_is_not_lost() {
    let room = Room::new(quick(), None);
    let path = room.path("Protokoll.txt");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(b"Anfang\n").unwrap();
    room.wait_for("the first part", || (!room.post().is_empty()).then_some(()));
    // The pause was longer than the quiet window, and the file is still open.
    file.write_all(b"und der Rest\n").unwrap();
    drop(file);
    room.wait_for("both parts", || (room.post().len() == 2).then_some(()));
    room.wait_for("an empty folder", || {
        std::fs::read_dir(room.folder.path()).unwrap().next().is_none().then_some(())
    });
    let whole = wire::sha256_hex(b"Anfang\nund der Rest\n");
    let items = room.post();
    let all: Vec<_> =
        items.iter().map(|i| room.desk.eingang(Id { id: i.id.clone() }).unwrap()).collect();
    let complete = all.iter().find(|item| item.sha256 == whole).unwrap();
    assert!(complete.hinweise.iter().any(|h| h.contains("weitergeschrieben")), "{complete:?}");
}

#[test]
fn a_folder_s_rule_decides_what_is_left_of_a_source() {
    let room = Room::new(quick(), None);
    let done = tempfile::tempdir().unwrap();
    let folder = room.folder.path().to_str().unwrap().to_owned();
    let ziel = done.path().to_str().unwrap().to_owned();
    let rule = |regel, ziel| OrdnerArgs { pfad: folder.clone(), regel, ziel, besitzer: None };
    let view = room.desk.eingangsordner_setzen(rule(OrdnerRegel::Verschieben, Some(ziel))).unwrap();
    assert_eq!(view.ordner.len(), 1);
    std::fs::write(done.path().join("Brief.txt"), "schon da").unwrap();
    std::fs::write(room.path("Brief.txt"), "zum Verschieben").unwrap();
    let moved = done.path().join("(1) Brief.txt");
    room.wait_for("the moved file", || moved.exists().then_some(()));
    assert_eq!(std::fs::read_to_string(&moved).unwrap(), "zum Verschieben");
    assert_eq!(std::fs::read_to_string(done.path().join("Brief.txt")).unwrap(), "schon da");

    room.desk.eingangsordner_setzen(rule(OrdnerRegel::Behalten, None)).unwrap();
    std::fs::write(room.path("Aushang.txt"), "bleibt liegen").unwrap();
    room.wait_for("the second item", || (room.post().len() == 2).then_some(()));
    assert!(room.path("Aushang.txt").exists());

    let view = room.desk.eingangsordner_entfernen(rule(OrdnerRegel::Behalten, None)).unwrap();
    assert!(view.ordner.is_empty());
    assert_eq!(room.post().len(), 2);
    assert!(room.desk.eingangsordner_setzen(rule(OrdnerRegel::Verschieben, None)).is_err());
}

#[test]
fn a_dropped_folder_comes_in_with_everything_below_it() {
    let room = Room::new(quick(), None);
    let dropped = tempfile::tempdir().unwrap();
    let deep = dropped.path().join("2026/Oktober");
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::write(dropped.path().join("a.txt"), "eins").unwrap();
    std::fs::write(deep.join("b.txt"), "zwei").unwrap();
    std::fs::write(deep.join(".versteckt"), "nein").unwrap();
    let pfade = vec![dropped.path().to_str().unwrap().to_owned()];
    let rows = room.desk.dateien_uebernehmen(UebernehmenArgs { pfade }).unwrap().zeilen;
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| !row.fehlgeschlagen), "{rows:?}");
    // What was dropped stays where it is.
    assert!(deep.join("b.txt").exists());
}

#[test]
fn what_was_pasted_is_an_item_and_leaves_nothing_behind() {
    let room = Room::new(quick(), None);
    let paste = |inhalt: &str| {
        let args = EinfuegenArgs { name: "../Notiz: 1.txt".into(), inhalt: inhalt.into() };
        room.desk.zwischenablage_uebernehmen(args)
    };
    let rows = paste("R3V0ZW4gVGFn").unwrap().zeilen;
    assert!(!rows[0].fehlgeschlagen, "{rows:?}");
    let item = room.desk.eingang(Id { id: rows[0].eingang.clone().unwrap() }).unwrap();
    assert_eq!(item.sha256, wire::sha256_hex(b"Guten Tag"));
    assert_eq!(
        (item.zeile.dateiname.as_str(), item.zeile.quelle.as_str()),
        ("..Notiz 1.txt", "Zwischenablage")
    );
    let left = room._data.path().join("eingefuegt").join(SCOPE_REGISTRATUR);
    assert_eq!(std::fs::read_dir(left).unwrap().count(), 0);
    assert!(paste("kein base64!").is_err());
}

#[test]
fn what_could_not_be_pasted_comes_in_by_itself_where_it_was_pasted() {
    let programs = tempfile::tempdir().unwrap();
    let program = programs.path().join("forsthaus-worker");
    let worker = Worker { program: program.clone(), limits: Limits::default() };
    let mut room = Room::new(quick(), Some(worker));
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR, "nebelrode"].map(str::to_owned);
    room.desk.store().write(|tx| tx.follow(&scopes)).unwrap();
    let choose = |room: &Room, bereich: &str| {
        room.desk.mandant_waehlen(MandantArgs { bereich: bereich.to_owned() }).unwrap();
    };
    choose(&room, "nebelrode");
    let args = EinfuegenArgs { name: "Notiz.txt".into(), inhalt: "R3V0ZW4gVGFn".into() };
    let rows = room.desk.zwischenablage_uebernehmen(args).unwrap().zeilen;
    assert!(rows[0].fehlgeschlagen, "{rows:?}");
    assert_eq!(room.problems()[0].pfad, rows[0].pfad);

    choose(&room, SCOPE_REGISTRATUR);
    assert!(room.problems().is_empty(), "another municipality's failure");
    std::fs::copy(Worker::find().unwrap().program, &program).unwrap();
    room.restart();
    choose(&room, "nebelrode");
    room.wait_for("the item", || (room.post().len() == 1).then_some(()));
    room.wait_for("no problem", || room.problems().is_empty().then_some(()));
    let path = std::path::Path::new(&rows[0].pfad);
    room.wait_for("an empty place", || (!path.exists()).then_some(()));
    choose(&room, SCOPE_REGISTRATUR);
    assert!(room.post().is_empty());
}

/// Somebody's mail program writes the message into the folder; only then may it be gone there.
#[test]
fn a_mail_file_is_one_item_with_parts_and_goes_when_it_is_safe() {
    let room = Room::new(quick(), None);
    let mail = "From: a@example.org\r\nSubject: Antrag\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n\
        Guten Tag\r\n--x\r\nContent-Type: text/plain; name=liste.txt\r\n\
        Content-Disposition: attachment; filename=liste.txt\r\n\r\nPosten\r\n--x--\r\n";
    let path = room.path("antrag.eml");
    std::fs::write(&path, mail).unwrap();
    let original = sha256(&path);
    room.wait_for("the mail", || (!path.exists()).then_some(()));
    let post = room.post();
    let item = room.desk.eingang(Id { id: post[0].id.clone() }).unwrap();
    assert_eq!((post.len(), item.sha256.as_str()), (1, original.as_str()));
    assert!(item.teile.iter().any(|teil| teil.name == "liste.txt"), "{:?}", item.teile);
    let head = item.nachricht.unwrap();
    assert!(head.angaben.iter().any(|a| a.name == "Von" && a.wert == "a@example.org"));
    assert!(room.desk.erkennungen(Leer {}).unwrap().zeilen.is_empty());
}
