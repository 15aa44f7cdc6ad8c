//! The end of a stack: the intake has it, then the pages go, and never before.
//!
//! Never one document twice.

use domain::{Eingang, Quelle};
use intake::custody::TakeError;
use lopdf::{Document, Object};
use scan::Cancel;
use scan::StackError;
use scan::abgabe::{Abgabe, Scanbericht};
use scan::run::Auftrag;
use scan::stack::{Griff, Stapel, Ziel};
use store::Store;

use crate::desk::{Desk, auftrag, scanner};
use escl::EsclServer;
use escl::{blank, sheet};

struct Office {
    desk: Desk,
    server: EsclServer,
    store: Store,
}

impl Office {
    fn new() -> Self {
        let desk = Desk::new();
        let store = desk.store();
        Self { desk, server: EsclServer::start(), store }
    }

    fn scanned(&self, sheets: &[Vec<u8>]) -> Stapel {
        self.server.load(sheets);
        let mut stapel = self.desk.stapel();
        let gezaehlt = u32::try_from(sheets.len()).ok();
        let wish = Auftrag { gezaehlt, ..auftrag(Ziel::Anhaengen) };
        self.desk.run_with(&mut stapel, &scanner(&self.server), &wish, &Cancel::new());
        stapel
    }

    fn abgeben(
        &self,
        stapel: &mut Stapel,
        dokument: usize,
    ) -> Result<scan::abgabe::Abgegeben, StackError> {
        let custody = self.desk.custody(&self.store);
        Abgabe { custody: &custody }.abgeben(stapel, dokument)
    }

    fn original(&self, sha256: &str) -> Document {
        let mut bytes = Vec::new();
        let mut reader = self.store.blob_reader(sha256).unwrap();
        std::io::Read::read_to_end(&mut reader, &mut bytes).unwrap();
        Document::load_mem(&bytes).unwrap()
    }

    fn items(&self) -> usize {
        self.store.read(|db| db.eingaenge(None, 0, 100)).unwrap().1.len()
    }
}

/// Returns the pictures of a PDF as they lie in it, page by page.
fn pictures(pdf: &Document) -> Vec<Vec<u8>> {
    let pages = pdf.get_pages();
    let picture = |page: &lopdf::ObjectId| {
        let images = pdf.get_page_images(*page).unwrap();
        images[0].content.to_vec()
    };
    pages.values().map(picture).collect()
}

#[test]
fn a_stack_becomes_an_item_whose_pictures_are_those_of_the_scanner() {
    let office = Office::new();
    let sheets = vec![sheet(1), blank(2), sheet(3)];
    let mut stapel = office.scanned(&sheets);
    stapel.leerseiten_entfernen().unwrap();
    let done = office.abgeben(&mut stapel, 0).unwrap();
    let pdf = office.original(&done.taken.sha256);
    assert_eq!(pictures(&pdf), [sheets[0].clone(), sheets[2].clone()]);
    let (eingang, _) = office.store.read(|db| db.load::<Eingang>(done.taken.eingang)).unwrap();
    assert_eq!(eingang.herkunft.quelle, Quelle::Scanner);
    assert_eq!(eingang.merkmale.seiten, Some(2));
    assert_eq!(eingang.merkmale.pdfa.as_deref(), Some("2u"));
    assert!(!eingang.pruefung_noetig, "{:?}", eingang.hinweise);
    // What the transfer note wants to know, kept for whoever writes it.
    let kept = office.store.read(|db| db.scanbericht(done.taken.eingang)).unwrap().unwrap();
    let bericht: Scanbericht = serde_json::from_str(&kept).unwrap();
    assert_eq!(bericht, done.bericht);
    assert_eq!((bericht.seiten, bericht.seiten_vorbereitung), (2, Some(3)));
    assert_eq!(bericht.leerseiten, [2]);
    assert_eq!(bericht.geraet.unwrap().modell, "Papierwolf 12");
    assert_eq!(bericht.profil.unwrap().dpi, 100);
    assert_eq!(bericht.hash.gesamt, done.taken.sha256);
    assert_eq!(bericht.hash.seiten.len(), 2);
}

#[test]
fn turned_pages_are_shown_turned() {
    let office = Office::new();
    let mut stapel = office.scanned(&[sheet(1)]);
    let seite = stapel.tisch().seiten()[0];
    stapel.griff(Griff::Drehen { seite, grad: 90 }).unwrap();
    let done = office.abgeben(&mut stapel, 0).unwrap();
    let pdf = office.original(&done.taken.sha256);
    let page = pdf.get_dictionary(*pdf.get_pages().values().next().unwrap()).unwrap();
    let Object::Array(sides) = page.get(b"MediaBox").unwrap() else { panic!("no size") };
    assert!(sides[2].as_float().unwrap() > sides[3].as_float().unwrap(), "{sides:?}");
}

#[test]
fn pages_go_only_when_they_are_safe_and_the_stack_only_when_all_are() {
    let office = Office::new();
    let mut stapel = office.scanned(&[sheet(1), sheet(2), sheet(3)]);
    let seiten = stapel.tisch().seiten();
    let files: Vec<_> = seiten.iter().map(|seite| stapel.datei(*seite).unwrap()).collect();
    stapel.griff(Griff::Teilen { vor: seiten[2] }).unwrap();
    stapel.griff(Griff::Loeschen { seiten: vec![seiten[1]] }).unwrap();
    office.abgeben(&mut stapel, 0).unwrap();
    let there: Vec<bool> = files.iter().map(|file| file.exists()).collect();
    assert_eq!(there, [false, true, true], "what was taken off is not safe anywhere else");
    let (lager, folder) = (&office.desk.lager, stapel.folder().to_owned());
    assert!(matches!(lager.schliessen(stapel, true), Err(StackError::NotHandedOver(1))));
    let id = lager.offene(&office.desk.besitzer).unwrap()[0];
    let mut stapel = lager.oeffnen(id, &office.desk.besitzer).unwrap();
    office.abgeben(&mut stapel, 0).unwrap();
    assert!(matches!(lager.schliessen(stapel, false), Err(StackError::NotHandedOver(1))));
    let stapel = lager.oeffnen(id, &office.desk.besitzer).unwrap();
    lager.schliessen(stapel, true).unwrap();
    assert!(!folder.exists());
    assert_eq!(office.items(), 2);
}

#[test]
fn an_end_between_intake_and_journal_makes_no_second_item() {
    let office = Office::new();
    let mut stapel = office.scanned(&[sheet(1), sheet(2)]);
    let folder = stapel.folder().to_owned();
    let saved = folder.join("seiten-kopie");
    std::fs::create_dir(&saved).unwrap();
    for seite in stapel.tisch().seiten() {
        let file = stapel.datei(seite).unwrap();
        std::fs::copy(&file, saved.join(file.file_name().unwrap())).unwrap();
    }
    let pdf = folder.join("abgabe");
    let done = office.abgeben(&mut stapel, 0).unwrap();
    // As if the power had gone right behind the intake: the pages and the PDF are still there,
    // and the journal ends with the question.
    drop(stapel);
    let mut bytes = Vec::new();
    let mut reader = office.store.blob_reader(&done.taken.sha256).unwrap();
    std::io::Read::read_to_end(&mut reader, &mut bytes).unwrap();
    office.desk.seal(&pdf.join("Scan 2026-03-02 09-00 ab Seite 1.pdf.fhb"), &bytes);
    for file in std::fs::read_dir(&saved).unwrap().map(Result::unwrap) {
        std::fs::rename(file.path(), folder.join("seiten").join(file.file_name())).unwrap();
    }
    let journal = folder.join("journal.jsonl");
    let lines = std::fs::read_to_string(&journal).unwrap();
    let (before, _) = lines.trim_end().rsplit_once('\n').unwrap();
    std::fs::write(&journal, format!("{before}\n")).unwrap();
    let id = office.desk.lager.offene(&office.desk.besitzer).unwrap()[0];
    let mut stapel = office.desk.lager.oeffnen(id, &office.desk.besitzer).unwrap();
    assert_eq!(stapel.tisch().seiten().len(), 2);
    // The clerk even changes the order before trying again.
    let seite = stapel.tisch().seiten()[0];
    stapel.griff(Griff::Verschieben { seite, vor: None }).unwrap();
    assert!(matches!(office.abgeben(&mut stapel, 0), Err(StackError::NoSuchDocument)));
    assert!(stapel.tisch().nicht_abgegeben().is_empty());
    assert_eq!(office.items(), 1);
    office.desk.lager.schliessen(stapel, false).unwrap();
}

#[test]
fn an_intake_that_cannot_takes_nothing_away() {
    let office = Office::new();
    let mut stapel = office.scanned(&[sheet(1), sheet(2)]);
    let mut custody = office.desk.custody(&office.store);
    let worker = intake::worker::Worker {
        program: office.desk.folder.path().join("fehlt"),
        ..office.desk.worker.clone()
    };
    custody.worker = &worker;
    let abgabe = Abgabe { custody: &custody };
    let refused = abgabe.abgeben(&mut stapel, 0);
    assert!(matches!(refused, Err(StackError::Take(TakeError::Worker(_)))), "{refused:?}");
    let stapel = &mut office.desk.again(stapel);
    assert_eq!(stapel.tisch().seiten().len(), 2);
    let seite = stapel.tisch().seiten()[0];
    assert_eq!(stapel.bytes(seite).unwrap(), sheet(1));
    office.abgeben(stapel, 0).unwrap();
    assert_eq!(office.items(), 1);
}
