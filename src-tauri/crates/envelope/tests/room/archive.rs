//! ZIP archives, whole, sloppy, broken and hostile.
//!
//! Never writes a file.

use envelope::{Art, Limits, OpenError, Rolle, art};

use crate::zip_file::{Entry, archive, zeros};
use crate::{Opened, opened, try_open};

fn zip(entries: &[Entry]) -> Opened {
    opened(&archive(entries), Art::Zip)
}

#[test]
fn files_come_out_and_folders_do_not() {
    let opened = zip(&[
        Entry::new("ordner/", ""),
        Entry::new("ordner/brief.txt", "Guten Tag"),
        zeros("null.bin", 100_000),
    ]);
    assert_eq!(opened.is_whole().names(), ["brief.txt", "null.bin"]);
    let brief = opened.part("brief.txt");
    assert_eq!((brief.pfad.as_str(), brief.rolle), ("ordner/brief.txt", Rolle::Anlage));
    assert_eq!(brief.bytes, b"Guten Tag");
    assert_eq!(opened.part("null.bin").bytes, vec![0; 100_000]);
    assert_eq!(opened.inhalt.kopf, None);
}

#[test]
fn no_name_is_a_way_out() {
    let opened = zip(&[
        Entry::new("../../etc/passwd", "1"),
        Entry::new("/absolut.txt", "2"),
        Entry::new("C:\\Windows\\x.dll", "3"),
        Entry::new("a/../b.txt", "4"),
        Entry::new("Rechnung\u{202e}fdp.exe", "5"),
        Entry::new("..", "6"),
        Entry::new("con\0trol\n.txt", "7"),
    ]);
    assert_eq!(
        opened.names(),
        ["passwd", "absolut.txt", "x.dll", "b.txt", "Rechnungfdp.exe", "Datei", "control.txt"]
    );
    let pfade: Vec<_> = opened.parts.iter().map(|part| part.pfad.as_str()).collect();
    assert_eq!(pfade[..4], ["etc/passwd", "absolut.txt", "Windows/x.dll", "a/b.txt"]);
}

#[test]
fn old_and_new_spellings_of_names_are_read() {
    let mut flagged = Entry::new("Grüße.txt", "1");
    flagged.flags = 0x800;
    let opened = zip(&[flagged, Entry::new("Größe.txt", "2"), Entry::new(b"Geb\x81hr.txt", "3")]);
    assert_eq!(opened.is_whole().names(), ["Grüße.txt", "Größe.txt", "Gebühr.txt"]);
}

#[test]
fn two_files_of_one_name_both_come_out() {
    let opened =
        zip(&[Entry::new("a.txt", "1"), Entry::new("a.txt", "2"), Entry::new("x/A.txt", "3")]);
    assert_eq!(opened.is_whole().names(), ["a.txt", "a (2).txt", "A (3).txt"]);
    assert_eq!(opened.part("a (2).txt").bytes, b"2");
}

#[test]
fn what_cannot_be_unpacked_is_named_and_the_rest_goes_on() {
    let mut locked = Entry::new("geheim.pdf", "????????????");
    locked.flags = 1;
    let mut link = Entry::new("link.txt", "/etc/passwd");
    link.attributes = 0o120_777 << 16;
    let mut exotic = Entry::new("fremd.txt", "x");
    exotic.method = 14;
    let opened = zip(&[locked, link, exotic, Entry::new("gut.txt", "gut")]);
    assert_eq!(opened.names(), ["gut.txt"]);
    opened.lacks("„geheim.pdf“ ist mit einem Kennwort geschützt");
    opened.lacks("„link.txt“ ist nur eine Verknüpfung");
    opened.lacks("„fremd.txt“ ist mit einem Verfahren gepackt");
}

#[test]
fn a_damaged_file_leaves_its_neighbours_alone() {
    let mut wrong = Entry::new("falsch.txt", "falsch");
    wrong.crc ^= 1;
    let mut broken = zeros("kaputt.bin", 50_000);
    broken.content.truncate(20);
    let opened = zip(&[Entry::new("a.txt", "a"), wrong, broken, Entry::new("z.txt", "z")]);
    opened.lacks("„falsch.txt“ ist unvollständig oder beschädigt");
    opened.lacks("„kaputt.bin“");
    assert_eq!(
        (opened.part("a.txt").bytes.clone(), opened.part("z.txt").bytes.clone()),
        (b"a".to_vec(), b"z".to_vec())
    );
}

#[test]
fn a_bomb_does_not_go_off() {
    let bomb = zeros("bombe", 65 << 20);
    let opened = zip(&[Entry::new("vorher.txt", "x"), bomb.clone()]);
    assert_eq!(opened.names(), ["vorher.txt"]);
    opened.lacks("ungewöhnlich stark gepackte Daten");
    // A liar about its size gives no more than it said.
    let opened = zip(&[Entry { size: 10, ..bomb }]);
    assert!(!opened.inhalt.vollstaendig);
    assert!(opened.parts.iter().all(|part| part.bytes.len() <= 64 << 20));
}

#[test]
fn many_small_bombs_are_one() {
    let bomb = zeros("x", 30 << 20);
    let opened = zip(&[bomb.clone(), bomb.clone(), bomb]);
    assert_eq!(opened.names(), ["x", "x (2)"]);
    opened.lacks("ungewöhnlich stark gepackte Daten");
}

#[test]
fn entries_that_share_their_bytes_come_out_once() {
    let mut twice = Entry::new("b.txt", "Inhalt");
    twice.at = Some(0);
    let opened = zip(&[Entry::new("a.txt", "Inhalt"), twice.clone(), twice]);
    assert_eq!(opened.names(), ["a.txt"]);
    opened.lacks("die sich überlappen");
}

#[test]
fn too_many_files_are_cut_and_said() {
    let entries: Vec<Entry> = (0..700).map(|n| Entry::new(format!("{n}.txt"), "x")).collect();
    let opened = zip(&entries);
    assert_eq!(opened.parts.len(), 500);
    opened.lacks("ungewöhnlich viele Teile");
}

#[test]
fn a_cut_archive_gives_what_is_whole() {
    let bytes =
        archive(&[Entry::new("a.txt", "erste"), zeros("b.bin", 5000), Entry::new("c", "c")]);
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let opened = opened(&bytes[..directory], Art::Zip);
    opened.lacks("Das Archiv ist unvollständig oder beschädigt");
    assert_eq!(opened.names(), ["a.txt", "b.bin", "c"]);
    for end in 1..bytes.len() {
        match try_open(&bytes[..end], Art::Zip, &Limits::default()) {
            Ok(opened) => assert!(!opened.inhalt.vollstaendig, "cut at {end}"),
            Err(error) => assert!(matches!(error, OpenError::Broken(_)) && end < 4, "{end}"),
        }
    }
}

#[test]
fn kinds_of_envelopes_are_told_apart() {
    const ZIP: &str = "application/zip";
    let plain = archive(&[Entry::new("a.txt", "a")]);
    assert_eq!(art(&plain, ZIP, "a.zip"), Some(Art::Zip));
    assert_eq!(art(&plain, ZIP, "a.docx"), None);
    let office = archive(&[Entry::new("[Content_Types].xml", "x"), Entry::new("ppt/x.xml", "x")]);
    assert_eq!(art(&office, ZIP, "folien"), None);
    let odt = ["mimetype", "META-INF/manifest.xml", "content.xml"].map(|n| Entry::new(n, "x"));
    assert_eq!(art(&archive(&odt), ZIP, "folien"), None);
    let court = archive(&[Entry::new("XJustiz_Nachricht.xml", "x")]);
    assert_eq!(art(&court, ZIP, "a.zip"), Some(Art::XJustiz));
    let deeper = archive(&[Entry::new("x/xjustiz_nachricht.xml", "x")]);
    assert_eq!(art(&deeper, ZIP, "a.zip"), Some(Art::Zip));
    assert_eq!(art(b"From: a@example.org\n\n", "message/rfc822", "a.eml"), Some(Art::Email));
    assert_eq!(art(b"From: a@example.org\n\n", "text/plain", "a.txt"), None);
    assert_eq!(art(b"%PDF-1.7", "application/pdf", "a.eml"), None);
    assert_eq!(art(b"\xD0\xCF\x11\xE0", "application/vnd.ms-outlook", "a.msg"), None);
}
