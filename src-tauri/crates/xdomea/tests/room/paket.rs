//! Packages: good ones are opened and copied out, broken ones are refused with a reason.
//!
//! Never takes a refusal without looking at which it is.

use std::io::{Cursor, Write};

use xdomea::error::PaketError;
use xdomea::{Fassung, Inhalt, Nachricht, Paket, PaketSchreiber, Paketname, worte};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::muster::{self, Datei, id, kopf};
use crate::pruefer::{judge, material};

fn aussonderung() -> (Nachricht, Vec<Datei>) {
    let (uebergabe, dateien) = muster::schriftgut();
    (Nachricht::neu(kopf(9), Inhalt::Aussonderung(uebergabe)), dateien)
}

/// The entries of a package, to be changed and packed again.
fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut file, &mut content).unwrap();
        entries.push((file.name().unwrap().into_owned(), content));
    }
    entries
}

fn pack(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn open(name: &str, bytes: &[u8]) -> Result<Paket<Cursor<Vec<u8>>>, PaketError> {
    Paket::open(name, Cursor::new(bytes.to_vec()))
}

#[test]
fn package_is_opened_and_its_files_are_copied_out() {
    let (nachricht, dateien) = aussonderung();
    let bytes = muster::packen(&nachricht, Fassung::V3_1, &dateien);
    let name = Paketname::von(&nachricht).to_string();
    assert_eq!(name, format!("{}_Aussonderung.Aussonderung.0503.zip", id(9)));
    let mut paket = open(&name, &bytes).unwrap();
    assert_eq!(paket.gelesen().nachricht, nachricht);
    assert_eq!(paket.dateien().count(), dateien.len());
    for (name, content) in &dateien {
        let mut copied = Vec::new();
        assert_eq!(paket.kopieren(name, &mut copied).unwrap(), content.len() as u64);
        assert_eq!(copied, *content);
    }
    // Short names and the other ending are taken, too.
    assert!(open(&format!("{}_0503.xdomea", id(9)), &bytes).is_ok());
}

#[test]
fn the_judge_takes_what_we_pack() {
    let Some(program) = material("checks/check_xdomea.py") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (nachricht, dateien) = aussonderung();
    for fassung in [Fassung::V3_0, Fassung::V3_1] {
        let path = folder.path().join(Paketname::von(&nachricht).to_string());
        std::fs::write(&path, muster::packen(&nachricht, fassung, &dateien)).unwrap();
        assert!(judge(&program, &[&path]).contains(" OK"));
    }
}

#[test]
fn package_is_not_finished_while_a_file_is_missing() {
    let (nachricht, dateien) = aussonderung();
    let mut paket =
        PaketSchreiber::neu(Cursor::new(Vec::new()), &nachricht, Fassung::V3_0).unwrap();
    let (name, content) = &dateien[0];
    paket.datei(name, &mut content.as_slice()).unwrap();
    let twice = paket.datei(name, &mut content.as_slice());
    assert!(matches!(twice, Err(PaketError::Unassigned { .. })));
    assert!(matches!(paket.fertig(), Err(PaketError::Missing { .. })));
}

type Entries = Vec<(String, Vec<u8>)>;

fn replaced(entries: &Entries, from: &str, to: &str) -> Entries {
    let mut changed = entries.clone();
    let xml = String::from_utf8(changed[0].1.clone()).unwrap();
    assert!(xml.contains(from), "{from}");
    changed[0].1 = xml.replacen(from, to, 1).into_bytes();
    changed
}

#[test]
fn broken_packages_are_refused_with_a_reason() {
    let (nachricht, dateien) = aussonderung();
    let name = Paketname::von(&nachricht).to_string();
    let whole = entries(&muster::packen(&nachricht, Fassung::V3_0, &dateien));
    let with = |more: &str| [whole.clone(), vec![(more.to_owned(), b"1".to_vec())]].concat();
    let other = id(10).to_string();
    let first = dateien[0].0.to_string();
    let without: Entries = whole.iter().filter(|(name, _)| *name != first).cloned().collect();
    let twice = replaced(&whole, &dateien[1].0.to_string(), &first);
    let twice = twice.into_iter().filter(|(name, _)| *name != dateien[1].0.to_string()).collect();
    let cases: [(&str, Entries, &str); 12] = [
        (&name, without, "fehlt im Paket"),
        (&name, with("x.pdf"), "aber die Nachricht nennt sie nicht"),
        (&name, with("ordner/b.pdf"), "erlaubt sind nur Dateien"),
        (&name, with("..\\b.pdf"), "erlaubt sind nur Dateien"),
        (&name, replaced(&whole, &id(9).to_string(), &other), "der Dateiname nennt einen anderen"),
        (
            &name,
            replaced(&whole, "<code>0503</code>", "<code>0501</code>"),
            "verschiedene Nachrichtentypen",
        ),
        (&name, replaced(&whole, "schema:3.0.0", "schema:9.0.0"), "xdomea-Version 9.0.0"),
        (&name, replaced(&whole, "<xdomea:Kopf>", "<xdomea:Kopf"), "beschädigt"),
        (&name, twice, "zweimal"),
        (&name, whole[1..].to_vec(), "fehlt die xdomea-Nachricht"),
        ("aussonderung.zip", whole.clone(), "entspricht nicht dem Muster"),
        (
            &format!("{other}_Aussonderung.Aussonderung.0503.zip"),
            whole.clone(),
            "fehlt die xdomea-Nachricht",
        ),
    ];
    for (name, entries, reason) in cases {
        let refused = worte::paket(&open(name, &pack(&entries)).unwrap_err());
        assert!(refused.contains(reason), "{refused:?} instead of {reason:?}");
    }
}

#[test]
fn hostile_archives_are_refused() {
    let (nachricht, dateien) = aussonderung();
    let name = Paketname::von(&nachricht).to_string();
    let bytes = muster::packen(&nachricht, Fassung::V3_0, &dateien);
    for cut in [0, 10, bytes.len() / 2, bytes.len() - 1] {
        assert!(open(&name, &bytes[..cut]).is_err(), "{cut}");
    }

    // A second entry of one name, by changing a name in place.
    let (one, other) = (dateien[0].0.to_string(), dateien[1].0.to_string());
    let doubled = change(&bytes, one.as_bytes(), other.as_bytes());
    assert!(matches!(open(&name, &doubled), Err(PaketError::Bomb)));

    // Names that are not UTF-8, and no paths by surprise.
    let latin = change(&bytes, one.as_bytes(), &[vec![0xe4; 36], b".txt".to_vec()].concat());
    assert!(matches!(open(&name, &latin), Err(PaketError::EntryName { .. })));

    // Content that was changed after it was packed.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in entries(&bytes) {
        zip.start_file(name, stored).unwrap();
        zip.write_all(&content).unwrap();
    }
    let stored = zip.finish().unwrap().into_inner();
    let content = &dateien[0].1;
    let mut swapped = content.clone();
    swapped[0] ^= 1;
    let flipped = change(&stored, content, &swapped);
    let mut paket = open(&name, &flipped).unwrap();
    assert!(paket.kopieren(&dateien[0].0, &mut Vec::new()).is_err());
    let missing = xdomea::dokument::Dateiname::neu(id(99), "x.pdf");
    assert!(paket.kopieren(&missing, &mut Vec::new()).is_err());
}

/// Replaces every occurrence by something of the same length.
fn change(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut changed = bytes.to_vec();
    let places: Vec<usize> = bytes
        .windows(from.len())
        .enumerate()
        .filter(|(_, w)| *w == from)
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        changed[at..at + to.len()].copy_from_slice(to);
    }
    changed
}

#[test]
fn names_are_read_as_the_archive_reads_them() {
    let process = "9fde4e7a-b41b-11ec-9225-005056871b7c";
    for good in
        ["0501.zip", "Aussonderung.Anbieteverzeichnis.0501.zip", "Abgabe.Abgabe.0401.xdomea"]
    {
        assert!(Paketname::parse(&format!("{process}_{good}")).is_ok(), "{good}");
    }
    for wrong in [
        "0501.zip.part",
        "Aussonderung.Anbieteverzeichnis.0503.zip",
        "0101.zip",
        "0501",
        "_0501.zip",
    ] {
        assert!(Paketname::parse(&format!("{process}_{wrong}")).is_err(), "{wrong}");
    }
    assert!(Paketname::parse("0501.zip").is_err());
}
