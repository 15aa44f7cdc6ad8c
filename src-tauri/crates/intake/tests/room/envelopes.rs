//! Post that holds post: parts become originals of their own, and nothing is lost on the way.

use std::io::Read;

use domain::{Eingang, Quelle, Teilrolle};
use store::Store;

use crate::desk::Room;
use crate::pdfs;

fn eingang(store: &Store, id: uuid::Uuid) -> Eingang {
    store.read(|db| db.load::<Eingang>(id)).unwrap().0
}

fn original(store: &Store, sha256: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.blob_reader(sha256).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn found(store: &Store, words: &str) -> usize {
    store.read(|db| db.found_by(words)).unwrap().len()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number =
            three.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - three.len()));
        for digit in 0..4 {
            let value = (number >> (18 - 6 * digit)) & 63;
            let sign = DIGITS.get(value as usize).filter(|_| digit <= three.len());
            text.push(sign.map_or('=', |sign| char::from(*sign)));
        }
        if text.len() % 78 == 76 {
            text.push_str("\r\n");
        }
    }
    text
}

fn mail(attachments: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut mail = "From: Karla Beispiel <karla@example.org>\r\nTo: post@musterstadt.example\r\n\
         Subject: =?utf-8?Q?Antrag_f=C3=BCr_das_Fest?=\r\nDate: Mon, 9 Nov 2026 10:00:00 +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=grenze\r\n\r\n\
         --grenze\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGuten Tag, anbei der Lageplan.\r\n"
        .to_owned();
    for (name, mime, bytes) in attachments {
        mail.push_str(&format!(
            "--grenze\r\nContent-Type: {mime}; name=\"{name}\"\r\nContent-Disposition: attachment; \
             filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            base64(bytes)
        ));
    }
    mail.push_str("--grenze--\r\n");
    mail.into_bytes()
}

#[test]
fn a_mail_becomes_one_item_with_parts() {
    let room = Room::new();
    let plan = pdfs::simple(&["Lageplan Marktplatz Musterstadt"]);
    let path = room.write("anfrage.eml", &mail(&[("plan.pdf", "application/pdf", &plan)]));
    let taken = room.custody().take(&path, Quelle::Ordner, false, None).unwrap();
    let item = eingang(&room.store, taken.eingang);
    assert_eq!(item.titel, "Antrag für das Fest");
    assert!(!item.pruefung_noetig, "{:?}", item.hinweise);
    let head = item.nachricht.unwrap();
    assert_eq!(head.von, ["Karla Beispiel <karla@example.org>"]);
    let enclosed: Vec<_> = item.teile.iter().filter(|t| t.rolle == Teilrolle::Anlage).collect();
    assert_eq!(enclosed.len(), 1);
    assert_eq!((enclosed[0].name.as_str(), enclosed[0].merkmale.seiten), ("plan.pdf", Some(1)));
    assert_eq!(original(&room.store, &enclosed[0].sha256), plan);
    assert_eq!(original(&room.store, &item.sha256), std::fs::read(&path).unwrap());
    // Body, sender and enclosed document are all found, and lead to the one item.
    for words in ["Lageplan Marktplatz", "anbei", "Karla Beispiel"] {
        assert_eq!(found(&room.store, words), 1, "{words}");
    }
    assert!(room.store.verify().unwrap().befunde.is_empty());
}

#[test]
fn a_damaged_enclosure_does_not_cost_its_neighbours() {
    let room = Room::new();
    let good = pdfs::simple(&["Der gute Bescheid"]);
    let bad = &good[..200];
    let mail =
        mail(&[("kaputt.pdf", "application/pdf", bad), ("gut.pdf", "application/pdf", &good)]);
    let path = room.write("zwei.eml", &mail);
    let taken = room.custody().take(&path, Quelle::Ordner, true, None).unwrap();
    assert!(taken.pruefung_noetig);
    let item = eingang(&room.store, taken.eingang);
    let part = |name: &str| item.teile.iter().find(|teil| teil.name == name).unwrap();
    assert!(part("gut.pdf").hinweise.is_empty());
    assert!(part("kaputt.pdf").hinweise[0].starts_with("Die PDF-Datei ist unvollständig"));
    assert_eq!(found(&room.store, "guter Bescheid") + found(&room.store, "gute Bescheid"), 1);
}

#[test]
fn an_unreadable_message_is_kept_and_a_person_looks() {
    let room = Room::new();
    let path = room.write("kaputt.msg", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0, 9]);
    let taken = room.custody().take(&path, Quelle::Ordner, true, None).unwrap();
    assert!(taken.pruefung_noetig);
    let item = eingang(&room.store, taken.eingang);
    assert!(item.hinweise.iter().any(|h| h.contains("unverändert gespeichert")), "{item:?}");
    assert_eq!(original(&room.store, &item.sha256).len(), 11);
}

const COURT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<nachricht.gds.uebermittlungSchriftgutobjekte.0005005 xmlns="http://www.xjustiz.de">
 <nachrichtenkopf><erstellungszeitpunkt>2026-11-09T10:00:00</erstellungszeitpunkt>
  <eigeneNachrichtenID>abc-1</eigeneNachrichtenID></nachrichtenkopf>
 <schriftgutobjekte>
  <dokument><fachspezifischeDaten><anzeigename>Beschluss</anzeigename>
   <datei><dateiname>beschluss.pdf</dateiname></datei></fachspezifischeDaten></dokument>
  <dokument><fachspezifischeDaten><anzeigename>Anlage 1</anzeigename>
   <datei><dateiname>anlage1.pdf</dateiname></datei></fachspezifischeDaten></dokument>
 </schriftgutobjekte>
</nachricht.gds.uebermittlungSchriftgutobjekte.0005005>"#;

#[test]
fn a_court_mailbox_export_is_one_item_and_says_what_is_missing() {
    let room = Room::new();
    let folder = room.folder.path().join("nachricht-1");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("xjustiz_nachricht.xml"), COURT).unwrap();
    std::fs::write(folder.join("beschluss.pdf"), pdfs::simple(&["Beschluss des Gerichts"]))
        .unwrap();
    std::fs::write(folder.join("notiz.txt"), "Handzettel").unwrap();
    let taken = room.custody().take_export(&folder, Quelle::Ordner, true).unwrap();
    let item = eingang(&room.store, taken.eingang);
    assert_eq!(item.teile.len(), 2);
    assert!(item.teile.iter().any(|teil| teil.name == "Beschluss.pdf"), "{:?}", item.teile);
    assert!(item.pruefung_noetig);
    assert!(item.hinweise.iter().any(|h| h.contains("anlage1.pdf")), "{:?}", item.hinweise);
    assert!(item.hinweise.iter().any(|h| h.contains("notiz.txt")), "{:?}", item.hinweise);
    // Every file has a row of its own, so that each is released only with its own proof.
    let waiting = room.store.read(|db| db.sources_to_release()).unwrap();
    assert_eq!(waiting.len(), 3);
    // Again: nothing new.
    let again = room.custody().take_export(&folder, Quelle::Ordner, true).unwrap();
    assert!(again.bereits_vorhanden && again.eingang == taken.eingang);
}
