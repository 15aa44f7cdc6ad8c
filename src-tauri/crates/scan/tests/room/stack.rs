//! The stack on the table: what is done to it, undone, and found again after an end in the middle.
//!
//! Never loses a page, whatever is done.

use std::io::Write;

use scan::StackError;
use scan::stack::{Ende, Griff, SeiteId, Stapel, Ziel};

use crate::desk::{Desk, on_table, scanner};
use escl::EsclServer;
use escl::sheet;

/// A stack of five pages, and what is on them.
fn five(desk: &Desk, server: &EsclServer) -> (Stapel, Vec<Vec<u8>>) {
    let sheets: Vec<_> = (1..6).map(sheet).collect();
    server.load(&sheets);
    let mut stapel = desk.stapel();
    desk.run(&mut stapel, &scanner(server), Ziel::Anhaengen);
    (stapel, sheets)
}

fn at(stapel: &Stapel, place: usize) -> SeiteId {
    stapel.tisch().seiten()[place]
}

#[test]
fn pages_are_moved_turned_taken_off_split_and_joined() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    let (mut stapel, all) = five(&desk, &server);
    let (first, second, last) = (at(&stapel, 0), at(&stapel, 1), at(&stapel, 4));
    stapel.griff(Griff::Verschieben { seite: last, vor: Some(second) }).unwrap();
    assert_eq!(on_table(&stapel, &all), [0, 4, 1, 2, 3]);
    stapel.griff(Griff::Verschieben { seite: first, vor: None }).unwrap();
    assert_eq!(on_table(&stapel, &all), [4, 1, 2, 3, 0]);
    stapel.griff(Griff::Drehen { seite: last, grad: 90 }).unwrap();
    stapel.griff(Griff::Drehen { seite: last, grad: 270 }).unwrap();
    stapel.griff(Griff::Drehen { seite: last, grad: 180 }).unwrap();
    assert_eq!(stapel.tisch().plaetze()[0].grad, 180);
    stapel.griff(Griff::Teilen { vor: at(&stapel, 2) }).unwrap();
    let lengths = |s: &Stapel| s.tisch().dokumente().iter().map(|d| d.len()).collect::<Vec<_>>();
    assert_eq!(lengths(&stapel), [2, 3]);
    let begins = at(&stapel, 2);
    stapel.griff(Griff::Loeschen { seiten: vec![begins] }).unwrap();
    assert_eq!(on_table(&stapel, &all), [4, 1, 3, 0]);
    assert_eq!(lengths(&stapel), [2, 3], "its place still begins the second document");
    stapel.griff(Griff::Zurueckholen { seiten: vec![begins] }).unwrap();
    stapel.griff(Griff::Verbinden { vor: begins }).unwrap();
    assert_eq!(lengths(&stapel), [5]);
    assert_eq!(on_table(&stapel, &all), [4, 1, 2, 3, 0]);
    assert!(matches!(
        stapel.griff(Griff::Drehen { seite: SeiteId(99), grad: 90 }),
        Err(StackError::NoSuchPage)
    ));
}

#[test]
fn everything_can_be_undone_to_the_beginning_even_after_a_new_start() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    let (mut stapel, all) = five(&desk, &server);
    let page = |stapel: &Stapel, n| at(stapel, n);
    let mut seen = vec![on_table(&stapel, &all)];
    let mut chance = 7_usize;
    for _ in 0..40 {
        chance = chance.wrapping_mul(25_214_903_917).wrapping_add(11);
        let lying = stapel.tisch().seiten().len();
        let (a, b) = ((chance >> 16) % lying, (chance >> 24) % lying);
        let (a, b) = (page(&stapel, a), page(&stapel, b));
        let griff = match (chance >> 32) % 4 {
            0 if lying > 2 => Griff::Loeschen { seiten: vec![a] },
            1 => Griff::Teilen { vor: a },
            2 => Griff::Drehen { seite: a, grad: 90 },
            _ if a != b => Griff::Verschieben { seite: a, vor: Some(b) },
            _ => Griff::Verschieben { seite: a, vor: None },
        };
        stapel.griff(griff).unwrap();
        seen.push(on_table(&stapel, &all));
    }
    let mut stapel = desk.again(stapel);
    for before in seen.into_iter().rev() {
        assert_eq!(on_table(&stapel, &all), before);
        if stapel.zurueck().is_err() {
            break;
        }
    }
    assert_eq!(on_table(&stapel, &all), [0, 1, 2, 3, 4]);
    assert!(matches!(stapel.zurueck(), Err(StackError::NothingToUndo)));
}

#[test]
fn pages_are_put_between_and_scanned_again() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    let (mut stapel, mut all) = five(&desk, &server);
    all.extend((10..14).map(sheet));
    server.load(&all[5..7]);
    let vor = at(&stapel, 2);
    desk.run(&mut stapel, &scanner(&server), Ziel::Einfuegen { vor });
    assert_eq!(on_table(&stapel, &all), [0, 1, 5, 6, 2, 3, 4]);
    server.load(&all[7..8]);
    let seite = at(&stapel, 1);
    desk.run(&mut stapel, &scanner(&server), Ziel::Ersetzen { seite });
    assert_eq!(on_table(&stapel, &all), [0, 7, 5, 6, 2, 3, 4]);
    // The one that was replaced is still in the stack.
    assert_eq!(stapel.bytes(seite).unwrap(), all[1]);
    let stapel = desk.again(stapel);
    assert_eq!(on_table(&stapel, &all), [0, 7, 5, 6, 2, 3, 4]);
}

#[test]
fn after_an_end_in_the_middle_all_pages_are_found() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    let (stapel, mut all) = five(&desk, &server);
    let (id, folder) = (stapel.id(), stapel.folder().to_owned());
    drop(stapel);
    // As if the power had gone: the run has no end, the last line is half there, one page has its
    // name but no line, another is still coming.
    let journal = folder.join("journal.jsonl");
    let lines = std::fs::read_to_string(&journal).unwrap();
    let kept: Vec<&str> = lines.lines().collect();
    let kept = &kept[..kept.len() - 1];
    std::fs::write(&journal, kept.join("\n") + "\n{\"schritt\":\"sei").unwrap();
    all.push(sheet(77));
    desk.seal(&folder.join("seiten/L0001-00006.jpg.fhb"), &all[5]);
    let mut half = std::fs::File::create(folder.join("seiten/teil-L0001-00007")).unwrap();
    half.write_all(&all[0][..500]).unwrap();
    let stapel = desk.lager.oeffnen(id, &desk.besitzer).unwrap();
    assert_eq!(on_table(&stapel, &all), [0, 1, 2, 3, 4, 5]);
    let said = stapel.hinweise().join(" ");
    assert!(said.contains("1 Seiten wurden nach einem Abbruch wiedergefunden"), "{said}");
    assert!(said.contains("Eine Seite kam nicht vollständig an"), "{said}");
    assert_eq!(stapel.tisch().lauf(1).unwrap().ende, Some(Ende::Unterbrochen));
    // A second time finds the same.
    let stapel = desk.again(stapel);
    assert_eq!(on_table(&stapel, &all), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_journal_cut_off_anywhere_still_has_every_page() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    let (stapel, all) = five(&desk, &server);
    let (id, folder) = (stapel.id(), stapel.folder().to_owned());
    drop(stapel);
    let journal = folder.join("journal.jsonl");
    let whole = std::fs::read(&journal).unwrap();
    for cut in (0..whole.len()).step_by(97) {
        std::fs::write(&journal, &whole[..cut]).unwrap();
        let stapel = desk.lager.oeffnen(id, &desk.besitzer).unwrap();
        assert_eq!(on_table(&stapel, &all), [0, 1, 2, 3, 4], "cut at {cut}");
    }
    // And one that has a hole in its midst.
    let mut holed = whole.clone();
    let hole = whole.len() / 2;
    holed[hole..hole + 40].fill(b'#');
    std::fs::write(&journal, &holed).unwrap();
    let stapel = desk.lager.oeffnen(id, &desk.besitzer).unwrap();
    let mut found = on_table(&stapel, &all);
    found.sort_unstable();
    assert_eq!(found, [0, 1, 2, 3, 4]);
    assert!(!stapel.hinweise().is_empty());
}
