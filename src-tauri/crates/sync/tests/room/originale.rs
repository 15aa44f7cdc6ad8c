//! Originals between two workstations and the centre: sent, fetched, resumed, grown, let go.

use std::cell::{Cell, RefCell};
use std::io::{Read, Write};
use std::rc::Rc;

use domain::{Dokument, Dokumentversion, Edit, RecType, Record, Vorgang};
use store::bestand::Haltung;
use store::{Act, BlobState, SCOPE_REGISTRATUR};
use uuid::Uuid;
use wire::{Method, PIECE_BYTES, Request, Response};

use crate::office::{Desk, Office, status};

/// Bytes that no packer makes smaller, the same for the same seed.
fn noise(seed: u64, size: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    let mut bytes: Vec<u8> =
        std::iter::repeat_with(&mut next).take(size / 8 + 1).flatten().collect();
    bytes.truncate(size);
    bytes
}

fn edit(desk: &Desk<'_>, kind: RecType, id: Uuid, edit: Edit, requires: Vec<String>) {
    let act = Act {
        akteur: "Anna".to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion: "dokument_ablegen",
        bemerkung: None,
        group: None,
        konflikt: None,
    };
    desk.store.write(|tx| tx.edit(&act, kind, id, SCOPE_REGISTRATUR, edit, requires)).unwrap();
}

fn make_vorgang(desk: &Desk<'_>) -> Uuid {
    let (env, akte) = (desk.store.env(), desk.make("Bauakte"));
    let (betreff, zeichen) = ("Bauantrag".to_owned(), "V-K01-2".to_owned());
    let vorgang = Vorgang::neu(betreff, akte, zeichen, env.now(), "Anna".to_owned());
    let id = env.id();
    edit(desk, RecType::Vorgang, id, Edit::create(vorgang.to_fields()), Vec::new());
    id
}

fn store(desk: &Desk<'_>, bytes: &[u8]) -> String {
    let mut writer = desk.store.blob_writer(SCOPE_REGISTRATUR).unwrap();
    writer.write_all(bytes).unwrap();
    let stored = writer.finish().unwrap();
    desk.store.write(|tx| tx.put_blob(&stored, false)).unwrap();
    stored.sha256
}

fn version(desk: &Desk<'_>, nummer: u32, bytes: &[u8]) -> Dokumentversion {
    Dokumentversion {
        nummer,
        sha256: store(desk, bytes),
        groesse_bytes: bytes.len() as u64,
        mime: "application/pdf".to_owned(),
        dateiname: "Bescheid.pdf".to_owned(),
        rolle: None,
        angelegt_um: desk.store.env().now(),
        angelegt_von: "Anna".to_owned(),
    }
}

/// Files bytes as a document; returns its id and their hash.
fn file(desk: &Desk<'_>, vorgang: Uuid, bytes: &[u8]) -> (Uuid, String) {
    let version = version(desk, 1, bytes);
    let sha256 = version.sha256.clone();
    let (titel, um) = ("Bescheid".to_owned(), desk.store.env().now());
    let dokument = Dokument {
        versionen: vec![version],
        ..Dokument::neu(titel, vorgang, um, "Anna".to_owned())
    };
    let id = desk.store.env().id();
    edit(desk, RecType::Dokument, id, Edit::create(dokument.to_fields()), vec![sha256.clone()]);
    (id, sha256)
}

/// Adds a version to a document; returns its hash.
fn add_version(desk: &Desk<'_>, dokument: Uuid, bytes: &[u8]) -> String {
    let nummer = u32::try_from(versions(desk, dokument).len()).unwrap() + 1;
    let version = version(desk, nummer, bytes);
    let sha256 = version.sha256.clone();
    let added = Edit::append("versionen", serde_json::to_value(version).unwrap());
    edit(desk, RecType::Dokument, dokument, added, vec![sha256.clone()]);
    sha256
}

fn versions(desk: &Desk<'_>, dokument: Uuid) -> Vec<String> {
    let (dokument, _) = desk.store.read(|db| db.load::<Dokument>(dokument)).unwrap();
    dokument.versionen.into_iter().map(|version| version.sha256).collect()
}

fn bytes_of(desk: &Desk<'_>, sha256: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    desk.store.blob_reader(sha256).ok()?.read_to_end(&mut bytes).unwrap();
    Some(bytes)
}

fn rounds(desk: &Desk<'_>) {
    while desk.round().unwrap().more {}
}

fn state(desk: &Desk<'_>, sha256: &str) -> BlobState {
    desk.store.read(|db| db.blob_progress(sha256)).unwrap().unwrap().state
}

fn range(request: &Request) -> Option<(u64, u64)> {
    let (_, value) = request.headers.iter().find(|(name, _)| *name == "range")?;
    let (from, to) = value.strip_prefix("bytes=")?.split_once('-')?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

#[test]
fn small_originals_go_in_one_request_each_and_known_ones_not_at_all() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let vorgang = make_vorgang(&anna);
    let letters: Vec<Vec<u8>> = (0..60).map(|seed| noise(seed, 20_000 + seed as usize)).collect();
    let filed: Vec<_> = letters.iter().map(|bytes| file(&anna, vorgang, bytes).1).collect();
    let round = anna.round().unwrap();
    assert_eq!((round.sent, round.more), (60, false), "{round:?}");
    let log = anna.log.borrow().clone();
    let about = |text: &str| log.iter().filter(|path| path.contains(text)).count();
    assert_eq!((about("blobs/have"), about("/v1/blobs")), (1, 61));
    rounds(&bernd);
    for (bytes, sha256) in letters.iter().zip(&filed) {
        assert_eq!(bytes_of(&bernd, sha256).as_ref(), Some(bytes));
    }
    // Bernd has one of them from another source as well: the question is enough.
    store(&bernd, &letters[3]);
    bernd.store.write(|tx| tx.confirm_blobs_again(SCOPE_REGISTRATUR)).unwrap();
    bernd.round().unwrap();
    assert!(!bernd.log.borrow().iter().any(|path| path.contains("/v1/blobs/registratur")));
    anna.at_rest();
    bernd.at_rest();
}

#[test]
fn more_originals_than_a_round_takes_go_on_at_once_unless_nothing_moves() {
    let office = Office::new();
    let anna = office.desk("K01");
    rounds(&anna);
    for seed in 0..600 {
        store(&anna, &noise(seed, 100));
    }
    anna.disturb(|request| (request.method == Method::Patch).then(|| status(413)));
    let refused = anna.round().unwrap();
    assert_eq!((refused.sent, refused.more), (0, false), "no hurry where nothing moves");
    anna.calm();
    let first = anna.round().unwrap();
    assert_eq!((first.sent, first.more), (500, true));
    let second = anna.round().unwrap();
    assert_eq!((second.sent, second.more), (100, false));
    anna.at_rest();
}

#[test]
fn large_original_goes_on_where_the_line_broke_in_both_directions() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let size = usize::try_from(PIECE_BYTES).unwrap() * 2 + 12_345;
    let bytes = noise(7, size);
    let (_, sha256) = file(&anna, make_vorgang(&anna), &bytes);
    for desk in [&anna, &bernd] {
        let pieces = Rc::new(RefCell::new(Vec::new()));
        let (seen, broken) = (Rc::clone(&pieces), Cell::new(false));
        desk.disturb(move |request| {
            let piece = match request.method {
                Method::Patch => request.headers.iter().find(|h| h.0 == "upload-offset")?.1.parse(),
                _ => Ok(range(request)?.0),
            };
            if seen.borrow().len() == 2 && !broken.replace(true) {
                return Some(status(0));
            }
            seen.borrow_mut().push(piece.unwrap());
            None
        });
        assert!(desk.round().is_err(), "the line broke");
        rounds(desk);
        desk.calm();
        assert_eq!(*pieces.borrow(), [0, PIECE_BYTES, 2 * PIECE_BYTES], "no piece went twice");
    }
    assert_eq!(bytes_of(&bernd, &sha256), Some(bytes));
    anna.at_rest();
    bernd.at_rest();
}

/// Bytes of originals that went up, and those that were asked for.
fn count_bytes(desk: &Desk<'_>) -> Rc<Cell<(u64, u64)>> {
    let moved = Rc::new(Cell::new((0, 0)));
    let count = Rc::clone(&moved);
    desk.disturb(move |request: &Request| -> Option<Response> {
        let (mut up, mut down) = count.get();
        if request.method == Method::Patch {
            up += request.body.len() as u64;
        }
        down += range(request).map_or(0, |(from, to)| to + 1 - from);
        count.set((up, down));
        None
    });
    moved
}

#[test]
fn stamped_version_moves_without_what_was_there_before() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let vorgang = make_vorgang(&anna);
    let large = usize::try_from(PIECE_BYTES).unwrap() + 500_000;
    for (seed, size) in [(1, 275_000), (2, large)] {
        let paper = noise(seed, size);
        let (dokument, _) = file(&anna, vorgang, &paper);
        rounds(&anna);
        rounds(&bernd);
        let stamped = [paper.clone(), noise(seed + 10, 9_000)].concat();
        let sha256 = add_version(&anna, dokument, &stamped);
        let (up, down) = (count_bytes(&anna), count_bytes(&bernd));
        rounds(&anna);
        rounds(&bernd);
        assert_eq!((up.get().0, down.get().1), (9_000, 9_000), "only the stamp");
        assert_eq!(bytes_of(&bernd, &sha256), Some(stamped));
        anna.calm();
        bernd.calm();
        // Another stamp on the same paper shares the paper, and not the first stamp.
        let other = [paper, noise(seed + 20, 30_000)].concat();
        let sha256 = add_version(&anna, dokument, &other);
        let (up, down) = (count_bytes(&anna), count_bytes(&bernd));
        rounds(&anna);
        rounds(&bernd);
        assert_eq!(up.get().0, 30_000, "up, the paper itself is the beginning");
        assert_eq!(bytes_of(&bernd, &sha256), Some(other));
        if seed == 1 {
            assert_eq!(down.get().1, 30_000, "down, the first stamp is found not to fit");
        }
        anna.calm();
        bernd.calm();
    }
    anna.at_rest();
    bernd.at_rest();
}

#[test]
fn stamped_versions_go_in_one_request_each_even_if_the_centre_misjudges_the_beginning() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let vorgang = make_vorgang(&anna);
    let papers: Vec<Vec<u8>> = (1..5).map(|seed| noise(seed, 100_000)).collect();
    let filed: Vec<_> = papers.iter().map(|paper| file(&anna, vorgang, paper).0).collect();
    rounds(&anna);
    let stamped: Vec<Vec<u8>> =
        papers.iter().map(|paper| [paper.clone(), noise(90, 7_000)].concat()).collect();
    let add = |which: usize| add_version(&anna, filed[which], &stamped[which]);
    let mut names = vec![add(0), add(1)];
    anna.log.borrow_mut().clear();
    let up = count_bytes(&anna);
    rounds(&anna);
    let about = anna.log.borrow().iter().filter(|path| path.contains("/v1/blobs/regis")).count();
    assert_eq!((about, up.get().0), (2, 14_000), "one request each, with the stamp alone");
    // Whatever the centre says against the beginning, the whole follows in the same round.
    for (which, said) in [(2, 409), (3, 422)] {
        names.push(add(which));
        anna.disturb(move |request| {
            request.headers.iter().any(|(name, _)| *name == "prefix-of").then(|| status(said))
        });
        let round = anna.round().unwrap();
        assert_eq!((round.sent, round.stuck.len()), (1, 0), "{said}");
    }
    anna.calm();
    rounds(&bernd);
    for (name, bytes) in names.iter().zip(&stamped) {
        assert_eq!(bytes_of(&bernd, name).as_ref(), Some(bytes));
    }
    anna.at_rest();
    bernd.at_rest();
}

#[test]
fn version_that_shares_nothing_is_fetched_whole_and_nothing_in_vain() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let (dokument, _) = file(&anna, make_vorgang(&anna), &noise(1, 100_000));
    rounds(&anna);
    rounds(&bernd);
    let scanned_again = noise(2, 150_000);
    let sha256 = add_version(&anna, dokument, &scanned_again);
    let down = count_bytes(&bernd);
    rounds(&anna);
    rounds(&bernd);
    assert_eq!(down.get().1, 150_000);
    assert_eq!(bytes_of(&bernd, &sha256), Some(scanned_again));
    bernd.at_rest();
}

#[test]
fn original_damaged_on_its_way_is_not_named_and_comes_with_the_next_round() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let vorgang = make_vorgang(&anna);
    let (_, bad) = file(&anna, vorgang, &noise(1, 1_000));
    let (_, good) = file(&anna, vorgang, &noise(2, 2_000));
    rounds(&anna);
    let path = format!("/v1/blobs/registratur/{bad}");
    bernd.disturb(move |request| {
        (request.path == path).then(|| Response {
            status: 200,
            headers: Vec::new(),
            body: vec![7; 1_000],
        })
    });
    let round = bernd.round().unwrap();
    assert_eq!(round.stuck, std::slice::from_ref(&bad));
    assert!(bytes_of(&bernd, &good).is_some(), "others are not held up");
    assert_eq!(bytes_of(&bernd, &bad), None);
    assert_eq!(bernd.store.verify().unwrap().befunde, [], "nothing wrong lies about");
    bernd.calm();
    rounds(&bernd);
    assert!(bytes_of(&bernd, &bad).is_some());
    bernd.at_rest();
}

#[test]
fn scenario_23_two_uploads_of_one_document_keep_both_versions() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let (dokument, first) = file(&anna, make_vorgang(&anna), &noise(1, 50_000));
    rounds(&anna);
    rounds(&bernd);
    let (of_anna, of_bernd) = (noise(2, 60_000), noise(3, 70_000));
    let second = add_version(&anna, dokument, &of_anna);
    let third = add_version(&bernd, dokument, &of_bernd);
    rounds(&anna);
    rounds(&bernd);
    assert_eq!(versions(&bernd, dokument), [&*first, &second, &third], "the later one sees both");
    rounds(&anna);
    for desk in [&anna, &bernd] {
        assert_eq!(versions(desk, dokument), [&*first, &second, &third]);
        assert_eq!(bytes_of(desk, &second).as_ref(), Some(&of_anna));
        assert_eq!(bytes_of(desk, &third).as_ref(), Some(&of_bernd));
        desk.at_rest();
    }
}

#[test]
fn scenario_23_edit_during_a_download_leaves_both_versions_whole() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let paper = noise(1, usize::try_from(PIECE_BYTES).unwrap() * 2);
    let (dokument, first) = file(&anna, make_vorgang(&anna), &paper);
    rounds(&anna);
    // Bernd has half of it when Anna changes the document.
    bernd.disturb(|request| range(request).filter(|part| part.0 > 0).map(|_| status(0)));
    assert!(bernd.round().is_err());
    let stamped = [paper.clone(), noise(2, 5_000)].concat();
    let second = add_version(&anna, dokument, &stamped);
    rounds(&anna);
    bernd.calm();
    rounds(&bernd);
    assert_eq!(versions(&bernd, dokument), [&*first, &second]);
    assert_eq!(bytes_of(&bernd, &first), Some(paper));
    assert_eq!(bytes_of(&bernd, &second), Some(stamped));
    anna.at_rest();
    bernd.at_rest();
}

/// Notes that all originals were looked into, as the desk's service would.
fn look_into(desk: &Desk<'_>, names: &[String]) {
    for sha256 in names {
        desk.store.write(|tx| tx.put_derived(sha256, "", None)).unwrap();
    }
}

#[test]
fn notebook_keeps_what_is_near_and_fetches_the_rest_when_it_is_looked_at() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let (near, far) = (make_vorgang(&anna), make_vorgang(&anna));
    let mut filed = Vec::new();
    for (seed, vorgang) in [(1, near), (2, far), (3, far)] {
        filed.push(file(&anna, vorgang, &noise(seed, 100_000)).1);
    }
    rounds(&anna);
    let few = Haltung::Bedarf { budget_bytes: 150_000 };
    bernd.store.write(|tx| tx.set_haltung(few)).unwrap();
    rounds(&bernd);
    assert!(filed.iter().all(|sha256| state(&bernd, sha256) == BlobState::Fehlt));
    bernd.store.write(|tx| tx.note_opened(near)).unwrap();
    rounds(&bernd);
    let here = |desk: &Desk<'_>| -> Vec<bool> {
        filed.iter().map(|sha256| bytes_of(desk, sha256).is_some()).collect()
    };
    assert_eq!(here(&bernd), [true, false, false], "the Vorgang that was opened");
    for sha256 in &filed[1..] {
        bernd.store.write(|tx| tx.want_blob(sha256)).unwrap();
        rounds(&bernd);
        look_into(&bernd, &filed);
    }
    rounds(&bernd);
    assert_eq!(here(&bernd), [true, false, false], "beyond the budget only what is near stays");
    assert_eq!(state(&bernd, &filed[1]), BlobState::Entfernt);
    bernd.store.write(|tx| tx.pin(far)).unwrap();
    rounds(&bernd);
    assert_eq!(here(&bernd), [true, true, true], "pinned, whatever the budget says");
    bernd.store.write(|tx| tx.unpin(far)).unwrap();
    rounds(&bernd);
    assert_eq!(here(&bernd), [true, false, false]);
    bernd.store.write(|tx| tx.set_haltung(Haltung::Alle)).unwrap();
    rounds(&bernd);
    assert_eq!(here(&bernd), [true, true, true]);
    bernd.at_rest();
}

#[test]
fn original_that_the_centre_lost_does_not_make_room_but_is_sent_again() {
    let office = Office::new();
    let anna = office.desk("K01");
    rounds(&anna);
    let bytes = noise(1, 300_000);
    let (_, sha256) = file(&anna, make_vorgang(&anna), &bytes);
    rounds(&anna);
    look_into(&anna, std::slice::from_ref(&sha256));
    anna.store.write(|tx| tx.set_haltung(Haltung::Bedarf { budget_bytes: 100_000 })).unwrap();
    let lost = sha256.clone();
    anna.disturb(move |request| {
        let missing = serde_json::json!({ "missing": [lost] });
        let body = serde_json::to_vec(&missing).unwrap();
        (request.path == "/v1/blobs/have").then(|| Response {
            status: 200,
            headers: Vec::new(),
            body,
        })
    });
    anna.round().unwrap();
    assert_eq!(bytes_of(&anna, &sha256).as_ref(), Some(&bytes), "the only copy stays");
    assert_eq!(anna.store.read(|db| db.blob_counts()).unwrap().0, 1, "and is to be sent again");
    anna.calm();
    rounds(&anna);
    rounds(&anna);
    assert_eq!(state(&anna, &sha256), BlobState::Entfernt, "now the centre has it");
    assert_eq!(anna.store.verify().unwrap().originals_removed, 1);
    anna.at_rest();
}

#[test]
fn what_a_person_waits_for_comes_before_everything_else() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    rounds(&anna);
    let vorgang = make_vorgang(&anna);
    let filed: Vec<String> =
        (1..9).map(|seed| file(&anna, vorgang, &noise(seed, 1_000 * seed as usize)).1).collect();
    rounds(&anna);
    // A first round learns of them and gets none.
    bernd.disturb(|request| {
        (request.method == Method::Get && request.path.contains("/blobs/")).then(|| status(0))
    });
    bernd.round().unwrap_err();
    bernd.calm();
    let largest = filed.last().unwrap();
    bernd.store.write(|tx| tx.want_blob(largest)).unwrap();
    rounds(&bernd);
    let log = bernd.log.borrow();
    let first = log.iter().find(|path| path.contains("/blobs/")).unwrap();
    assert!(first.ends_with(largest.as_str()), "{first}");
}
