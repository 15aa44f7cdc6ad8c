//! An office with a clock of its own, scans made for the test, and what is inside a copy.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use desk::views::{
    Gleichheit, Leer, PapierZeile, ScanPruefenArgs, ScanUmgebung, SchutzArgs, UebernehmenArgs,
};
use desk::{Desk, DeskOptions};
use domain::transfervermerk::Stichprobe;
use domain::{Datum, Zeitpunkt};
use intake::worker::Worker;
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};
use page::source::{Limits, Pages};
use page::{PageImage, Pixels};
use pdfa::{Level, Meta as PdfMeta, PagePicture, Turn, Writer};
use store::meta::Meta;
use store::{Clock, Env, KeySource, SystemIds};

pub(crate) const AMT: &str = "Stadt Beispiel & Söhne";
pub(crate) const ANNA: &str = "Anna Beispiel";
pub(crate) const BERND: &str = "Bernd Beispiel";
pub(crate) const CARLA: &str = "Carla Beispiel";
/// Of a hundred documents so many are drawn.
pub(crate) const QUOTE: u8 = 10;

/// A clock that stands until somebody moves it.
pub(crate) struct Uhr(Mutex<Zeitpunkt>);

impl Clock for Uhr {
    fn now(&self) -> Zeitpunkt {
        self.jetzt()
    }
}

impl Uhr {
    pub(crate) fn jetzt(&self) -> Zeitpunkt {
        *self.0.lock().unwrap()
    }

    pub(crate) fn weiter(&self, tage: i64) {
        let mut now = self.0.lock().unwrap();
        *now += jiff::SignedDuration::from_hours(24 * tage);
    }
}

pub(crate) struct Amt {
    pub(crate) desk: Arc<Desk>,
    pub(crate) uhr: Arc<Uhr>,
    data: tempfile::TempDir,
    folder: tempfile::TempDir,
}

impl Amt {
    pub(crate) fn new() -> Self {
        let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let uhr = Arc::new(Uhr(Mutex::new("2026-02-02T08:00:00Z".parse().unwrap())));
        let env = Env::new(Arc::clone(&uhr) as Arc<dyn Clock>, Arc::new(SystemIds));
        let desk = Desk::open(DeskOptions {
            folder: data.path().to_owned(),
            key: KeySource::passphrase("test"),
            env,
            worker: Some(Worker::find().unwrap()),
        })
        .unwrap();
        desk.store().write(|tx| tx.set_meta(Meta::Mandant, AMT)).unwrap();
        let amt = Self { desk, uhr, data, folder };
        amt.als(ANNA);
        amt
    }

    /// Somebody else sits down.
    pub(crate) fn als(&self, person: &str) {
        self.desk.set_benutzer(person, "K01").unwrap();
    }

    /// Takes a file in; returns the item.
    pub(crate) fn nimm(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let pfade = vec![path.to_str().unwrap().to_owned()];
        let taken = self.desk.dateien_uebernehmen(UebernehmenArgs { pfade }).unwrap();
        taken.zeilen.first().and_then(|row| row.eingang.clone()).unwrap()
    }

    /// Reads all pictures that wait.
    pub(crate) fn erkenne(&self) {
        assert!(self.desk.erkennen(&AtomicBool::new(false)).unwrap() > 0, "Tesseract is needed");
    }

    /// The day in so many days.
    pub(crate) fn tag(&self, tage: i64) -> Datum {
        let then = self.uhr.jetzt() + jiff::SignedDuration::from_hours(24 * tage);
        then.to_zoned(domain::aktenzeichen::amtszeit()).date()
    }

    /// The item's row in the list of papers.
    pub(crate) fn zeile(&self, id: &str) -> PapierZeile {
        let list = self.desk.papieroriginale(Leer {}).unwrap();
        list.zeilen.into_iter().find(|row| row.eingang == id).unwrap()
    }

    /// Changes one byte of a stored original.
    pub(crate) fn verfaelsche(&self, sha256: &str) {
        let path = find(self.data.path(), sha256).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        *bytes.get_mut(middle).unwrap() ^= 1;
        std::fs::write(&path, bytes).unwrap();
    }
}

fn find(folder: &Path, name: &str) -> Option<std::path::PathBuf> {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = if path.is_dir() {
            find(&path, name)
        } else {
            path.to_str().is_some_and(|path| path.contains(name)).then_some(path)
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What a clerk says who counted so many pages.
pub(crate) fn pruefen(id: &str, seiten: u32) -> ScanPruefenArgs {
    ScanPruefenArgs {
        eingang: id.to_owned(),
        seiten_vorbereitung: seiten,
        sichtpruefung: true,
        bildgleichheit: Gleichheit::Bildlich,
        auffaelligkeiten: Vec::new(),
        schutzbedarf: SchutzArgs::default(),
        umgebung: ScanUmgebung {
            hersteller: "Muster".to_owned(),
            modell: "S-100 <Duplex>".to_owned(),
            anweisung: "VA-Scan".to_owned(),
            anweisung_version: "2".to_owned(),
            ..ScanUmgebung::default()
        },
    }
}

/// A document that somebody has typed.
pub(crate) fn born_digital(text: &str) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    });
    let operations = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 18.into()]),
        Operation::new("Td", vec![72.into(), 700.into()]),
        Operation::new("Tj", vec![Object::string_literal(text)]),
        Operation::new("ET", vec![]),
    ];
    let content = Content { operations }.encode().unwrap();
    let content = document.add_object(Stream::new(dictionary! {}, content));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    });
    let kids: Vec<Object> = vec![page.into()];
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 };
    document.objects.insert(pages, tree.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A page with words, as a scanner sees it.
pub(crate) fn letter(text: &str) -> PageImage {
    let pages = Pages::open(born_digital(text), "application/pdf", None).unwrap();
    pages.page(0, &Limits::default()).unwrap().image
}

/// A white sheet.
pub(crate) fn leer() -> PageImage {
    PageImage::new(1240, 1754, 150, Pixels::Grey(vec![255; 1240 * 1754])).unwrap()
}

/// A separator sheet, as a scanner sees it.
pub(crate) fn trennblatt() -> PageImage {
    let sheet = page::trennblatt::trennblaetter(page::trennblatt::TrennblattArt::Trenner, 1);
    let pages = Pages::open(sheet.unwrap(), "application/pdf", None).unwrap();
    pages.page(0, &Limits::default()).unwrap().image
}

/// A small picture without words; each number gives another.
pub(crate) fn bild(nummer: u8) -> PageImage {
    let pixels = (0..200_u32 * 280)
        .map(|at| if (at / 9) % 17 == u32::from(nummer) { 40 } else { 250 })
        .collect();
    PageImage::new(200, 280, 24, Pixels::Grey(pixels)).unwrap()
}

/// A scanned stack: pictures without any text.
pub(crate) fn scan(pictures: &[PageImage], titel: &str) -> Vec<u8> {
    let meta = PdfMeta {
        titel: titel.to_owned(),
        erstellt_um: Zeitpunkt::UNIX_EPOCH,
        sprache: "de-DE".to_owned(),
        programm: "Kopierer".to_owned(),
    };
    let mut writer = Writer::new(Vec::new(), &meta, Level::A2u).unwrap();
    for picture in pictures {
        let inch = f32::from(picture.dpi()) / 72.0;
        let (w, h) = (picture.width() as f32 / inch, picture.height() as f32 / inch);
        writer.page(PagePicture::Pixels(picture), w, h, Turn::None, None).unwrap();
    }
    writer.finish().unwrap()
}

/// A scan of one page that the office's rule draws for the sample, or does not.
pub(crate) fn drawn(wanted: bool) -> Vec<u8> {
    let regel = Stichprobe { quote_prozent: QUOTE };
    (0..1_000)
        .map(|number| scan(&[bild(3)], &format!("Scan {number}")))
        .find(|bytes| regel.gezogen(&wire::sha256_hex(bytes)) == wanted)
        .unwrap()
}

/// A white picture of eight by eight pixels.
pub(crate) fn png() -> Vec<u8> {
    const PNG: &[u8] =
        b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x08\x00\
        \x00\x00\x08\x08\x00\x00\x00\x00\xe1\x64\xe1\x57\x00\x00\x00\x0e\x49\x44\x41\x54\x78\
        \xda\x63\xf8\x0f\x05\x0c\x94\x31\x00\xf7\xc0\x3f\xc1\xaf\x5c\x0f\xcd\x00\x00\x00\x00\
        \x49\x45\x4e\x44\xae\x42\x60\x82";
    PNG.to_vec()
}

/// Takes the embedded file out of a PDF.
pub(crate) fn embedded(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let catalog = document.catalog().unwrap();
    let (_, specs) = document.dereference(catalog.get(b"AF").unwrap()).unwrap();
    let spec = specs.as_array().unwrap().first().unwrap();
    let spec = document.dereference(spec).unwrap().1.as_dict().unwrap();
    let files = document.get_dict_in_dict(spec, b"EF").unwrap();
    let stream = document.dereference(files.get(b"F").unwrap()).unwrap().1.as_stream().unwrap();
    let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    String::from_utf8(bytes).unwrap()
}

/// Has the note judged by its schema, if a judge is installed.
pub(crate) fn validate(xml: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("transfervermerk.xml");
    std::fs::write(&file, xml).unwrap();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src/transfervermerk.xsd");
    let mut xmllint = Command::new("xmllint");
    match xmllint.args(["--noout", "--schema"]).arg(&schema).arg(&file).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{said}\n{xml}");
        }
        Err(error) => {
            eprintln!("NOT CHECKED: the note against its schema; xmllint is not here: {error}");
        }
    }
}
