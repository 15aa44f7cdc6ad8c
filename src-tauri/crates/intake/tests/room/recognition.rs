//! Reading pictures of pages with a real Tesseract: words with places, a searchable copy, stacks.

use std::io::Read;

use domain::textebene::{Seitentext, Textquelle, Wort};
use domain::{Eingang, EingangState, Quelle, Zeitpunkt};
use intake::recognition::{ReadError, Reader, Splitter};
use ocr::{CancelFlag, Tesseract};
use page::PageImage;
use page::source::{Limits, Pages};
use page::trennblatt::{TrennblattArt, trennblaetter};
use pdfa::{Level, Meta, PagePicture, Turn, Writer};
use store::Store;
use uuid::Uuid;

use crate::desk::Room;
use crate::pdfs;

/// Draws the pages of a PDF as pictures.
fn drawn(pdf: Vec<u8>) -> Vec<PageImage> {
    let pages = Pages::open(pdf, "application/pdf", None).unwrap();
    (0..pages.len()).map(|n| pages.page(n, &Limits::default()).unwrap().image).collect()
}

/// A scanned stack: pictures without any text.
fn scan(pictures: &[PageImage]) -> Vec<u8> {
    scan_with(pictures, None)
}

/// The same, but the first page brings its text along.
fn scan_with(pictures: &[PageImage], first: Option<&Seitentext>) -> Vec<u8> {
    let meta = Meta {
        titel: "Scan".into(),
        erstellt_um: Zeitpunkt::UNIX_EPOCH,
        sprache: "de-DE".into(),
        programm: "Kopierer".into(),
    };
    let mut writer = Writer::new(Vec::new(), &meta, Level::A2u).unwrap();
    for (number, picture) in pictures.iter().enumerate() {
        let inch = f32::from(picture.dpi()) / 72.0;
        let (w, h) = (picture.width() as f32 / inch, picture.height() as f32 / inch);
        let text = first.filter(|_| number == 0);
        writer.page(PagePicture::Pixels(picture), w, h, Turn::None, text).unwrap();
    }
    writer.finish().unwrap()
}

fn letter(text: &str) -> PageImage {
    drawn(pdfs::simple(&[text])).remove(0)
}

struct Office {
    room: Room,
    tesseract: Tesseract,
}

impl Office {
    fn new() -> Self {
        Self { room: Room::new(), tesseract: Tesseract::find().unwrap() }
    }

    fn reader(&self) -> Reader<'_> {
        let Room { store, worker, .. } = &self.room;
        Reader { store, worker, tesseract: &self.tesseract }
    }

    fn take(&self, bytes: &[u8]) -> Uuid {
        let path = self.room.write("Scan_0001.pdf", bytes);
        self.room.custody().take(&path, Quelle::Ordner, false, None).unwrap().eingang
    }

    fn item(&self, id: Uuid) -> Eingang {
        self.room.store.read(|db| db.load::<Eingang>(id)).unwrap().0
    }

    /// Does what the service does with the next original.
    fn read(&self, id: Uuid, cancel: &CancelFlag) -> Result<Vec<Uuid>, ReadError> {
        let store = &self.room.store;
        let item = self.item(id);
        let job = store.read(|db| db.next_recognition(store.env().now())).unwrap().unwrap();
        assert_eq!(job.sha256, item.sha256);
        assert!(store.write(|tx| tx.begin_recognition(&job.sha256)).unwrap());
        let reader = self.reader();
        let mut seen = Vec::new();
        let mime = item.merkmale.mime.clone();
        let mut progress = |done, all| seen.push((done, all));
        let read = reader.run(&job, &mime, &item.titel, cancel, &mut progress)?;
        let pages = item.merkmale.seiten.unwrap();
        assert_eq!((seen.first(), seen.last()), (Some(&(0, pages)), Some(&(pages, pages))));
        let custody = self.room.custody();
        Ok(Splitter { reader: &reader, custody: &custody }.run(id, &read).unwrap())
    }
}

fn original(store: &Store, sha256: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.blob_reader(sha256).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_scan_is_found_by_its_words_and_gets_a_copy_beside_it() {
    let office = Office::new();
    let bytes =
        scan(&[letter("Bescheid nach § 46 Abs. 1 StVO\nGebühr: 12,50 Euro\nFrühjahrsmarkt")]);
    let id = office.take(&bytes);
    let item = office.item(id);
    assert!(!item.merkmale.textebene && item.merkmale.seiten_ohne_text == 1);
    assert!(office.read(id, &CancelFlag::new()).unwrap().is_empty());
    let store = &office.room.store;
    for words in ["Frühjahrsmarkt", "Gebühr", "§ 46"] {
        assert_eq!(store.read(|db| db.found_by(words)).unwrap().len(), 1, "{words}");
    }
    // The original is what it was; the copy beside it carries the words.
    assert_eq!(original(store, &item.sha256), bytes);
    let copy = store.read(|db| db.copy_of(&item.sha256)).unwrap().unwrap();
    let copied = inspect::inspect(original(store, &copy.kopie), "kopie.pdf").befund;
    assert!(copied.text.contains("Frühjahrsmarkt"), "{}", copied.text);
    assert_eq!(copied.merkmale.pdfa.as_deref(), Some("2u"));
    let page = store.read(|db| db.page_text(&item.sha256, 0)).unwrap().unwrap();
    let word = page.zeilen.iter().flatten().find(|wort| wort.text.contains("Frühjahr")).unwrap();
    // Lines stand where the letter has them: from the left, below one another.
    assert!(word.x < page.breite / 3 && word.y < page.hoehe / 3, "{word:?}");
    assert!(store.verify().unwrap().befunde.is_empty());
    // Nothing of it waits to be sent: only the original is the office's.
    assert_eq!(store.read(|db| db.blob_counts()).unwrap().0, 1);
}

#[test]
fn a_second_reading_replaces_the_first() {
    let office = Office::new();
    let id = office.take(&scan(&[letter("Wasserbuch Forstweg")]));
    office.read(id, &CancelFlag::new()).unwrap();
    let store = &office.room.store;
    let item = office.item(id);
    let first = store.read(|db| db.blob_text(&item.sha256)).unwrap().unwrap();
    store.write(|tx| tx.restart_recognition(&item.sha256, true)).unwrap();
    office.read(id, &CancelFlag::new()).unwrap();
    assert_eq!(store.read(|db| db.blob_text(&item.sha256)).unwrap().unwrap(), first);
    store.sweep_pieces().unwrap();
    assert!(store.verify().unwrap().befunde.is_empty());
}

#[test]
fn a_stopped_reading_leaves_nothing_half_done() {
    let office = Office::new();
    let id = office.take(&scan(&[letter("Wasserbuch"), letter("Forstweg")]));
    let cancel = CancelFlag::new();
    cancel.cancel();
    assert!(matches!(office.read(id, &cancel), Err(ReadError::Cancelled)));
    let store = &office.room.store;
    let item = office.item(id);
    assert!(store.read(|db| db.copy_of(&item.sha256)).unwrap().is_none());
    assert!(store.read(|db| db.page_texts(&item.sha256)).unwrap().is_empty());
    assert!(store.read(|db| db.found_by("Wasserbuch")).unwrap().is_empty());
}

#[test]
fn scenario_12_a_stack_becomes_items_at_its_sheets() {
    let office = Office::new();
    let sheet = drawn(trennblaetter(TrennblattArt::Trenner, 1).unwrap()).remove(0);
    let stack = scan(&[
        letter("Bauantrag Garage"),
        letter("Bauantrag Seite zwei"),
        sheet,
        letter("Widerspruch gegen den Bescheid"),
    ]);
    let id = office.take(&stack);
    let cut = office.read(id, &CancelFlag::new()).unwrap();
    let items: Vec<Eingang> = cut.iter().map(|id| office.item(*id)).collect();
    let pages: Vec<_> = items.iter().map(|i| i.stapel.clone().unwrap().seiten).collect();
    assert_eq!(pages, [vec![1, 2], vec![4]]);
    let stapel = office.item(id);
    assert_eq!(stapel.status, EingangState::Aufgeteilt);
    let store = &office.room.store;
    assert_eq!(original(store, &stapel.sha256), stack);
    // Each is found by its own words and by no other's.
    for (words, item) in [("Garage", cut[0]), ("Widerspruch", cut[1])] {
        assert_eq!(store.read(|db| db.found_by(words)).unwrap(), [item], "{words}");
    }
    for item in &items {
        assert_eq!(
            item.merkmale.seiten,
            u32::try_from(item.stapel.clone().unwrap().seiten.len()).ok()
        );
        let found = inspect::inspect(original(store, &item.sha256), "teil.pdf").befund;
        assert_eq!(found.merkmale.seiten, item.merkmale.seiten);
    }
    assert!(store.verify().unwrap().befunde.is_empty());
}

/// The copier saves the next scan under the same name while the first is still being read.
#[test]
fn scenario_08_a_second_scan_under_the_same_name_is_a_second_document() {
    let office = Office::new();
    let path = office.room.folder.path().join("Scan_0001.pdf");
    let custody = || office.room.custody();
    let (first, second) = (scan(&[letter("Erster Stapel")]), scan(&[letter("Zweiter Brief")]));
    let take = |bytes: &[u8]| {
        // As the copier does: it takes the name only if it is free.
        let mut file = std::fs::File::create_new(&path).unwrap();
        std::io::Write::write_all(&mut file, bytes).unwrap();
        drop(file);
        let taken = custody().take(&path, Quelle::Ordner, true, None).unwrap();
        let source = office.room.store.read(|db| db.source(path.to_str().unwrap())).unwrap();
        intake::release::release(&office.room.store, &source.unwrap()).unwrap();
        assert!(!path.exists());
        taken
    };
    let one = take(&first);
    // The first waits for its words; the second comes in meanwhile.
    let store = &office.room.store;
    assert!(store.read(|db| db.recognition(&one.sha256)).unwrap().is_some());
    let two = take(&second);
    assert_ne!(one.eingang, two.eingang);
    office.read(one.eingang, &CancelFlag::new()).unwrap();
    office.read(two.eingang, &CancelFlag::new()).unwrap();
    for (words, item) in [("Stapel", one.eingang), ("Zweiter", two.eingang)] {
        assert_eq!(store.read(|db| db.found_by(words)).unwrap(), [item], "{words}");
    }
    assert_eq!(original(store, &one.sha256), first);
    assert_eq!(original(store, &two.sha256), second);
}

#[test]
fn pages_with_text_of_their_own_are_not_read_again() {
    let office = Office::new();
    let wort = Wort { text: "Deckblatt".into(), x: 700, y: 700, b: 900, h: 120, sicher: None };
    let zeilen = vec![vec![wort]];
    let own = Seitentext { breite: 5950, hoehe: 8420, quelle: Textquelle::Original, zeilen };
    let id = office.take(&scan_with(&[letter("Titelseite"), letter("Wasserbuch")], Some(&own)));
    let item = office.item(id);
    assert_eq!((item.merkmale.seiten, item.merkmale.seiten_ohne_text), (Some(2), 1));
    let store = &office.room.store;
    let job = store.read(|db| db.next_recognition(store.env().now())).unwrap().unwrap();
    store.write(|tx| tx.begin_recognition(&job.sha256)).unwrap();
    let (mime, cancel) = (item.merkmale.mime.as_str(), CancelFlag::new());
    let read = office.reader().run(&job, mime, &item.titel, &cancel, &mut |_, _| ()).unwrap();
    assert_eq!(read.pages.iter().map(|(page, _)| *page).collect::<Vec<_>>(), [1]);
    let found = |words: &str| store.read(|db| db.found_by(words)).unwrap().len();
    assert_eq!((found("Deckblatt"), found("Wasserbuch"), found("Titelseite")), (1, 1, 0));
}
