//! Scanning at the desk: from a device that speaks eSCL into the Posteingang, and everything that
//! goes wrong on the way.
//!
//! Never a real device, and never a wait for time to pass: a device that falls silent in the middle
//! of a page holds a scan where the test wants it.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use desk::views::{
    BytesArgs, Code, Fassung, Id, Leer, MandantArgs, ScanEnde, ScanGriff, ScanGriffArgs, ScanGrund,
    ScanProfileArgs, ScanPruefenArgs, ScanReihenfolge, ScanStartenArgs, ScanTischView,
    ScanUebernehmenArgs, ScanVerwerfenArgs, ScanZiel, ScannerArt, ScannerEinrichtenArgs,
    ScannerRef,
};
use desk::views::{ScanDuplexStand, ScanZufuhr};
use desk::{Desk, DeskOptions, Services};
use domain::Eingang;
use escl::{EsclServer, Faults, blank, sheet};
use intake::worker::Worker;
use store::meta::Meta;
use store::{Env, KeySource, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN};

use crate::ersetzend::amt::pruefen;
use crate::{DEADLINE, quick};

const ANNA: &str = "Anna Beispiel";
const BERND: &str = "Bernd Beispiel";

/// A desk with a scanner beside it.
struct Buero {
    desk: Arc<Desk>,
    changed: Receiver<()>,
    services: Option<Services>,
    server: EsclServer,
    data: tempfile::TempDir,
}

fn open(data: &Path) -> (Arc<Desk>, Receiver<()>, Services) {
    let desk = Desk::open(DeskOptions {
        folder: data.to_owned(),
        key: KeySource::passphrase("test"),
        env: Env::system(),
        worker: Some(Worker::find().unwrap()),
    });
    let desk = desk.unwrap();
    let (tell, changed) = channel();
    let tell = std::sync::Mutex::new(tell);
    desk.on_changed(move |_| {
        // A test that has ended no longer listens.
        let _ = tell.lock().unwrap().send(());
    });
    let services = Services::start(&desk, quick()).unwrap();
    (desk, changed, services)
}

impl Buero {
    fn new() -> Self {
        let buero = Self::without_scanner();
        let args = ScannerRef { art: ScannerArt::Escl, adresse: buero.server.root() };
        let probe = buero.desk.scanner_pruefen(args).unwrap();
        assert!(probe.hinweis.unwrap().contains("nicht verschlüsselt"));
        let args = ScannerEinrichtenArgs {
            art: probe.art,
            adresse: probe.adresse,
            name: "Scanner im Flur".to_owned(),
            zertifikat: probe.zertifikat,
        };
        let view = buero.desk.scanner_einrichten(args).unwrap();
        assert!(view.geraete[0].gewaehlt);
        buero
    }

    fn without_scanner() -> Self {
        let data = tempfile::tempdir().unwrap();
        let (desk, changed, services) = open(data.path());
        desk.store().write(|tx| tx.set_meta(Meta::Mandant, "Stadt Beispiel")).unwrap();
        desk.set_benutzer(ANNA, "K01").unwrap();
        let server = EsclServer::start();
        Self { desk, changed, services: Some(services), server, data }
    }

    fn load(&self, seeds: std::ops::Range<u32>) {
        self.server.load(&seeds.map(sheet).collect::<Vec<_>>());
    }

    fn stapel(&self) -> String {
        self.desk.scanstapel_beginnen(Leer {}).unwrap().id
    }

    fn tisch(&self, id: &str) -> ScanTischView {
        self.desk.scantisch(Id { id: id.to_owned() }).unwrap()
    }

    fn start(&self, id: &str, ziel: ScanZiel) -> ScanTischView {
        self.desk.scan_starten(starten(id, ziel)).unwrap()
    }

    /// Scans to the end.
    fn scan(&self, id: &str, ziel: ScanZiel) -> ScanTischView {
        assert!(self.start(id, ziel).lauf.is_some());
        self.ended(id)
    }

    /// Waits until nothing runs in a stack any more.
    fn ended(&self, id: &str) -> ScanTischView {
        self.until(id, "the end", |tisch| tisch.lauf.is_none() && tisch.uebernahme.is_none())
    }

    /// Waits until the table is as wanted, looking again after every change.
    fn until(&self, id: &str, what: &str, holds: impl Fn(&ScanTischView) -> bool) -> ScanTischView {
        let start = Instant::now();
        loop {
            let tisch = self.tisch(id);
            if holds(&tisch) {
                return tisch;
            }
            assert!(start.elapsed() < DEADLINE, "{what}: never; {tisch:?}");
            let _ = self.changed.recv_timeout(Duration::from_millis(500));
        }
    }

    fn griff(&self, id: &str, griff: ScanGriff) -> ScanTischView {
        self.desk.scantisch_griff(ScanGriffArgs { stapel: id.to_owned(), griff }).unwrap()
    }

    fn abgeben(&self, id: &str, dokument: Option<u32>) -> ScanTischView {
        let args = ScanUebernehmenArgs { stapel: id.to_owned(), dokument };
        self.desk.scanstapel_uebernehmen(args).unwrap();
        self.ended(id)
    }

    fn item(&self, id: &str) -> Eingang {
        let id = id.parse().unwrap();
        self.desk.store().read(|db| db.load::<Eingang>(id)).unwrap().0
    }

    fn open_stacks(&self) -> Vec<String> {
        let list = self.desk.scanstapel(Leer {}).unwrap();
        list.stapel.into_iter().map(|row| row.id).collect()
    }
}

fn starten(id: &str, ziel: ScanZiel) -> ScanStartenArgs {
    ScanStartenArgs {
        stapel: id.to_owned(),
        profil: "Post".to_owned(),
        ziel,
        gezaehlt: None,
        wiederholungen_erlaubt: false,
    }
}

fn pages(tisch: &ScanTischView) -> Vec<u32> {
    tisch.seiten.iter().map(|seite| seite.seite).collect()
}

#[test]
fn scan_becomes_an_item_whose_note_knows_device_count_and_blanks() {
    let buero = Buero::new();
    buero.server.load(&[sheet(1), blank(2), sheet(3)]);
    let id = buero.stapel();
    let args = ScanStartenArgs { gezaehlt: Some(3), ..starten(&id, ScanZiel::Anhaengen) };
    buero.desk.scan_starten(args).unwrap();
    let tisch = buero.ended(&id);
    let ergebnis = tisch.ergebnis.clone().unwrap();
    assert_eq!((ergebnis.ende, ergebnis.seiten), (ScanEnde::Fertig, 3), "{:?}", ergebnis.saetze);
    assert_eq!(ergebnis.saetze[0], "3 Seiten sind gekommen.");
    assert_eq!((pages(&tisch), tisch.leerseiten), (vec![1, 2, 3], 1));

    // A page is shown small and large, and never lies on the disk as a picture.
    let sha256 = tisch.seiten[0].sha256.clone();
    let picture = |fassung| {
        let args = BytesArgs { sha256: sha256.clone(), fassung };
        buero.desk.bytes(&args).unwrap()
    };
    let (small, large) = (picture(Fassung::ScanKlein), picture(Fassung::ScanGross));
    assert!(small.starts_with(b"\x89PNG") && large.starts_with(b"\x89PNG"));
    assert!(small.len() < large.len(), "{} {}", small.len(), large.len());
    assert_eq!(jpegs_below(&buero.data.path().join("scan")), 0);

    let tisch = buero.griff(&id, ScanGriff::Leerseiten);
    assert_eq!((pages(&tisch), tisch.entfernt[0].entfernt), (vec![1, 3], Some(ScanGrund::Leer)));
    let tisch = buero.abgeben(&id, None);
    assert_eq!((tisch.abgegeben.len(), tisch.abgegeben[0].seiten), (1, 2));
    assert!(!tisch.geschlossen, "a page is in it that is nowhere else");
    assert!(tisch.hinweise[0].contains("Eine herausgenommene Seite"), "{:?}", tisch.hinweise);
    let eingang = tisch.abgegeben[0].eingang.clone();
    let discard = ScanVerwerfenArgs { stapel: id, seiten: 1 };
    assert!(buero.desk.scanstapel_verwerfen(discard).unwrap().stapel.is_empty());

    let item = buero.item(&eingang);
    assert_eq!(item.herkunft.ordner, "Werkstatt Papierwolf 12");
    assert!(item.herkunft.dateiname.starts_with("Scan 20"), "{}", item.herkunft.dateiname);
    let view = buero.desk.eingang(Id { id: eingang.clone() }).unwrap().ersetzend.unwrap();
    assert_eq!((view.hindernis, view.gezaehlt, view.leerseiten), (None, Some(3), 1));
    assert_eq!(
        (view.vorgaben.modell.as_str(), view.vorgaben.profil.as_str()),
        ("Papierwolf 12", "Post")
    );
    let mut umgebung = view.vorgaben;
    umgebung.anweisung = "VA-Scan".to_owned();
    umgebung.anweisung_version = "2".to_owned();
    buero.desk.scan_pruefen(ScanPruefenArgs { umgebung, ..pruefen(&eingang, 3) }).unwrap();
    let vermerk = buero.item(&eingang).transfervermerk.unwrap();
    assert_eq!(vermerk.vollstaendig(), Ok(()));
    assert_eq!((vermerk.seiten, vermerk.leerseiten), (2, vec![2]));
    assert_eq!(vermerk.geraet.seriennummer, "PW-0007");
    assert!(buero.desk.store().verify().unwrap().befunde.is_empty());
}

/// Counts files below a folder in which a JPEG can be recognised.
fn jpegs_below(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| match path.is_dir() {
            true => jpegs_below(&path),
            false => {
                let bytes = std::fs::read(&path).unwrap();
                usize::from(bytes.windows(4).any(|head| head == b"JFIF"))
            }
        })
        .sum()
}

#[test]
fn cancelled_scan_keeps_its_pages_and_the_next_one_works() {
    let buero = Buero::new();
    buero.load(1..6);
    buero.server.faults(Faults { silent_in: Some(3), ..Faults::default() });
    let id = buero.stapel();
    buero.start(&id, ScanZiel::Anhaengen);
    // The pages stream in while the feeder runs.
    buero.until(&id, "two pages", |tisch| tisch.lauf.as_ref().is_some_and(|lauf| lauf.seiten == 2));
    assert_eq!(buero.tisch(&id).seiten.len(), 2);
    buero.server.wait_given(3);

    // One job at a time, and nobody moves a page under it.
    let other = buero.desk.scanstapel_beginnen(Leer {}).unwrap();
    assert_ne!(other.id, id);
    assert!(other.gesperrt.unwrap().contains("einem anderen Stapel"));
    let refused = buero.desk.scan_starten(starten(&other.id, ScanZiel::Anhaengen)).unwrap_err();
    assert_eq!(refused.code, Code::Conflict, "{refused:?}");
    let griff = ScanGriff::Loeschen { seiten: vec![1] };
    let griff = ScanGriffArgs { stapel: id.clone(), griff };
    assert_eq!(buero.desk.scantisch_griff(griff).unwrap_err().code, Code::Conflict);
    assert!(buero.desk.scanstapel(Leer {}).unwrap().stapel.iter().any(|row| row.laeuft));

    buero.desk.scan_abbrechen(Id { id: id.clone() }).unwrap();
    let tisch = buero.ended(&id);
    let ergebnis = tisch.ergebnis.clone().unwrap();
    assert_eq!((ergebnis.ende, ergebnis.seiten), (ScanEnde::Abgebrochen, 2));
    assert!(ergebnis.saetze[0].contains("abgebrochen"), "{:?}", ergebnis.saetze);

    buero.server.faults(Faults::default());
    buero.load(11..14);
    let tisch = buero.scan(&id, ScanZiel::Anhaengen);
    assert_eq!(tisch.ergebnis.clone().unwrap().ende, ScanEnde::Fertig);
    assert_eq!(tisch.seiten.len(), 5);
    let tisch = buero.abgeben(&id, None);
    assert!(tisch.geschlossen, "{:?}", tisch.hinweise);
    assert_eq!(buero.item(&tisch.abgegeben[0].eingang).merkmale.seiten, Some(5));
    assert_eq!(buero.open_stacks(), [other.id]);
}

#[test]
fn after_a_sudden_end_all_pages_are_offered_and_handed_over() {
    let mut buero = Buero::new();
    buero.load(1..6);
    buero.server.faults(Faults { silent_in: Some(4), ..Faults::default() });
    let id = buero.stapel();
    buero.start(&id, ScanZiel::Anhaengen);
    buero.until(&id, "three pages", |tisch| tisch.seiten.len() == 3);
    buero.server.wait_given(4);
    // As if the power had gone: the folder as it lies there in the middle of a page.
    let after = tempfile::tempdir().unwrap();
    copy(buero.data.path(), after.path());
    buero.services = None;
    (buero.desk, buero.changed) = {
        let (desk, changed, services) = open(after.path());
        buero.services = Some(services);
        (desk, changed)
    };
    buero.data = after;

    assert_eq!(buero.open_stacks(), std::slice::from_ref(&id));
    let tisch = buero.tisch(&id);
    assert_eq!(pages(&tisch), [1, 2, 3]);
    assert_eq!(tisch.ergebnis.clone().unwrap().ende, ScanEnde::Unterbrochen);
    let said = tisch.hinweise.join(" ");
    assert!(said.contains("Eine Seite kam nicht vollständig an"), "{said}");
    buero.server.faults(Faults::default());
    buero.load(4..6);
    buero.scan(&id, ScanZiel::Anhaengen);
    let tisch = buero.abgeben(&id, None);
    assert!(tisch.geschlossen, "{:?}", tisch.hinweise);
    assert_eq!(buero.item(&tisch.abgegeben[0].eingang).merkmale.seiten, Some(5));
    assert!(buero.open_stacks().is_empty());
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn stacks_of_two_persons_and_of_two_municipalities_do_not_mix() {
    let buero = Buero::new();
    buero.load(1..3);
    let hers = buero.stapel();
    let tisch = buero.scan(&hers, ScanZiel::Anhaengen);
    let sha256 = tisch.seiten[0].sha256.clone();
    let denied = |code: Code| {
        let id = || Id { id: hers.clone() };
        let griff = ScanGriff::Loeschen { seiten: vec![1] };
        let codes = [
            buero.desk.scantisch(id()).map(|_| ()).unwrap_err().code,
            buero.desk.scan_starten(starten(&hers, ScanZiel::Anhaengen)).unwrap_err().code,
            buero
                .desk
                .scantisch_griff(ScanGriffArgs { stapel: hers.clone(), griff })
                .unwrap_err()
                .code,
            buero
                .desk
                .scanstapel_uebernehmen(ScanUebernehmenArgs {
                    stapel: hers.clone(),
                    dokument: None,
                })
                .unwrap_err()
                .code,
            buero
                .desk
                .scanstapel_verwerfen(ScanVerwerfenArgs { stapel: hers.clone(), seiten: 2 })
                .unwrap_err()
                .code,
        ];
        assert_eq!(codes, [code; 5]);
        let args = BytesArgs { sha256: sha256.clone(), fassung: Fassung::ScanKlein };
        assert_eq!(buero.desk.bytes(&args).unwrap_err().code, Code::NotFound);
        assert!(!buero.open_stacks().contains(&hers));
    };
    buero.desk.set_benutzer(BERND, "K01").unwrap();
    denied(Code::Denied);
    buero.load(11..14);
    let his = buero.stapel();
    assert_eq!(buero.scan(&his, ScanZiel::Anhaengen).seiten.len(), 3);
    let tisch = buero.abgeben(&his, None);
    assert_eq!(buero.item(&tisch.abgegeben[0].eingang).angelegt_von, BERND);

    // Her own, but for another municipality.
    buero.desk.set_benutzer(ANNA, "K01").unwrap();
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR, "nebelrode"].map(str::to_owned);
    buero.desk.store().write(|tx| tx.follow(&scopes)).unwrap();
    let choose = |bereich: &str| {
        buero.desk.mandant_waehlen(MandantArgs { bereich: bereich.to_owned() }).unwrap();
    };
    choose("nebelrode");
    denied(Code::Denied);
    choose(SCOPE_REGISTRATUR);
    assert_eq!(buero.open_stacks(), std::slice::from_ref(&hers));
    let tisch = buero.abgeben(&hers, None);
    assert_eq!((tisch.geschlossen, tisch.abgegeben[0].seiten), (true, 2));
}

#[test]
fn device_that_goes_away_is_told_and_its_pages_stay() {
    let mut buero = Buero::new();
    buero.load(1..6);
    buero.server.faults(Faults { breaks_in: Some(3), ..Faults::default() });
    let id = buero.stapel();
    let tisch = buero.scan(&id, ScanZiel::Anhaengen);
    let ergebnis = tisch.ergebnis.clone().unwrap();
    assert_eq!((ergebnis.ende, ergebnis.seiten), (ScanEnde::Fehler, 2));
    assert!(ergebnis.saetze[0].contains("abgerissen"), "{:?}", ergebnis.saetze);
    assert_eq!(ergebnis.saetze.last().unwrap(), "2 Seiten sind gekommen. Alle sind da.");
    // Switched off altogether; another one stands somewhere else.
    buero.server = EsclServer::start();
    let tisch = buero.scan(&id, ScanZiel::Anhaengen);
    let ergebnis = tisch.ergebnis.clone().unwrap();
    assert_eq!((ergebnis.ende, ergebnis.seiten), (ScanEnde::Fehler, 0));
    assert!(ergebnis.saetze[0].contains("nicht erreichbar"), "{:?}", ergebnis.saetze);
    assert_eq!(pages(&tisch), [1, 2]);
    assert!(buero.abgeben(&id, None).geschlossen);
}

#[test]
fn empty_feeder_and_one_that_lies_are_told() {
    let buero = Buero::new();
    let id = buero.stapel();
    let ergebnis = buero.scan(&id, ScanZiel::Anhaengen).ergebnis.unwrap();
    assert_eq!(ergebnis.saetze, ["Im Einzug liegt kein Papier."]);
    buero.load(1..4);
    buero.server.faults(Faults { repeats: 20, ..Faults::default() });
    let tisch = buero.scan(&id, ScanZiel::Anhaengen);
    let ergebnis = tisch.ergebnis.clone().unwrap();
    assert_eq!(ergebnis.ende, ScanEnde::Wiederholung);
    assert!(ergebnis.saetze[0].contains("wurde angehalten"), "{:?}", ergebnis.saetze);
    assert_eq!(tisch.seiten.len(), 1);
    assert!(tisch.entfernt.iter().all(|page| page.entfernt == Some(ScanGrund::Wiederholung)));
    buero.server.faults(Faults::default());
    buero.load(2..4);
    assert_eq!(buero.scan(&id, ScanZiel::Anhaengen).seiten.len(), 3);
}

#[test]
fn table_is_worked_on_and_taken_back_and_each_document_goes_by_itself() {
    let buero = Buero::new();
    buero.load(1..5);
    let id = buero.stapel();
    buero.scan(&id, ScanZiel::Anhaengen);
    buero.griff(&id, ScanGriff::Verschieben { seite: 4, vor: Some(1) });
    buero.griff(&id, ScanGriff::Drehen { seite: 4, grad: 90 });
    let tisch = buero.griff(&id, ScanGriff::Loeschen { seiten: vec![2] });
    assert_eq!((pages(&tisch), tisch.seiten[0].grad), (vec![4, 1, 3], 90));
    assert_eq!(tisch.entfernt[0].seite, 2);
    let tisch = buero.griff(&id, ScanGriff::Zurueck);
    assert_eq!(pages(&tisch), [4, 1, 2, 3]);
    // One page again, another one in between.
    buero.load(21..22);
    let tisch = buero.scan(&id, ScanZiel::Ersetzen { seite: 2 });
    assert_eq!((pages(&tisch), tisch.entfernt[0].seite), (vec![4, 1, 5, 3], 2));
    buero.load(22..23);
    let tisch = buero.scan(&id, ScanZiel::Einfuegen { vor: 3 });
    assert_eq!(pages(&tisch), [4, 1, 5, 6, 3]);
    let tisch = buero.griff(&id, ScanGriff::Teilen { vor: 5 });
    let documents: Vec<_> = tisch.dokumente.iter().map(|d| (d.erste, d.seiten)).collect();
    assert_eq!(documents, [(4, 2), (5, 3)]);
    let tisch = buero.abgeben(&id, Some(5));
    assert_eq!((pages(&tisch), tisch.abgegeben[0].seiten), (vec![4, 1], 3));
    let refused = ScanUebernehmenArgs { stapel: id.clone(), dokument: Some(5) };
    assert_eq!(buero.desk.scanstapel_uebernehmen(refused).unwrap_err().code, Code::Invalid);
    // The question named another number than there is.
    let discard = |seiten| ScanVerwerfenArgs { stapel: id.clone(), seiten };
    let refused = buero.desk.scanstapel_verwerfen(discard(2)).unwrap_err();
    assert!(refused.meldung.contains("3 Seiten"), "{refused:?}");
    assert_eq!(pages(&buero.tisch(&id)), [4, 1]);
    assert!(buero.desk.scanstapel_verwerfen(discard(3)).unwrap().stapel.is_empty());
    assert_eq!(buero.desk.scantisch(Id { id }).unwrap_err().code, Code::NotFound);
}

#[test]
fn guided_duplex_says_which_sheet_is_missing_and_lays_nothing_together_by_itself() {
    let buero = Buero::new();
    let id = buero.stapel();
    buero.load(1..4);
    let duplex = buero.scan(&id, ScanZiel::Vorderseiten).duplex.unwrap();
    assert_eq!((duplex.stand, duplex.vorderseiten.len()), (ScanDuplexStand::Wartet, 3));
    assert!(duplex.satz.contains("drehen Sie den Stapel um"), "{}", duplex.satz);
    // The backs of sheets 3 and 2; that of sheet 1 stuck to its neighbour.
    buero.load(12..14);
    let duplex = buero.scan(&id, ScanZiel::Rueckseiten).duplex.unwrap();
    assert_eq!((duplex.stand, duplex.rueckseiten.len()), (ScanDuplexStand::Fehlt, 2));
    assert!(duplex.satz.contains("3 Vorderseiten, aber 2 Rückseiten"), "{}", duplex.satz);
    let refused = ScanUebernehmenArgs { stapel: id.clone(), dokument: None };
    assert_eq!(buero.desk.scanstapel_uebernehmen(refused).unwrap_err().code, Code::Invalid);
    let lay =
        |luecken| ScanGriff::Verschraenken { reihenfolge: ScanReihenfolge::Umgekehrt, luecken };
    let args = ScanGriffArgs { stapel: id.clone(), griff: lay(vec![]) };
    let refused = buero.desk.scantisch_griff(args).unwrap_err();
    assert!(refused.meldung.contains("Nichts wurde zusammengelegt"), "{refused:?}");
    let tisch = buero.griff(&id, lay(vec![1]));
    assert_eq!((pages(&tisch), tisch.duplex.is_none()), (vec![1, 2, 5, 3, 4], true));
    // Taken back after further fronts have come: every page still lies somewhere.
    buero.load(31..33);
    buero.scan(&id, ScanZiel::Vorderseiten);
    let tisch = buero.griff(&id, ScanGriff::Zurueck);
    let waiting = tisch.duplex.as_ref().unwrap().vorderseiten.len();
    assert_eq!((tisch.seiten.len(), waiting), (5, 2));
}

#[test]
fn devices_and_profiles_are_set_up_by_a_person() {
    let buero = Buero::without_scanner();
    let id = buero.stapel();
    assert!(buero.tisch(&id).gesperrt.unwrap().contains("kein Scanner gewählt"));
    let refused = buero.desk.scan_starten(starten(&id, ScanZiel::Anhaengen)).unwrap_err();
    assert!(refused.meldung.contains("kein Scanner gewählt"), "{refused:?}");
    // Without a scheme TLS is tried first; this one speaks without.
    let adresse = buero.server.root().replace("http://", "").replace("/eSCL", "");
    let args = ScannerRef { art: ScannerArt::Escl, adresse };
    let probe = buero.desk.scanner_pruefen(args).unwrap();
    assert_eq!((probe.adresse.as_str(), probe.zertifikat), (buero.server.root().as_str(), None));
    assert_eq!(probe.modell, "Werkstatt Papierwolf 12");
    assert_eq!(
        probe.zufuhren,
        [ScanZufuhr::Glas, ScanZufuhr::Einzug, ScanZufuhr::EinzugBeidseitig]
    );
    let set_up = |adresse: &str| {
        buero.desk.scanner_einrichten(ScannerEinrichtenArgs {
            art: ScannerArt::Escl,
            adresse: adresse.to_owned(),
            name: String::new(),
            zertifikat: None,
        })
    };
    let refused = set_up("https://192.0.2.7/eSCL").unwrap_err();
    assert!(refused.meldung.contains("noch nicht bestätigt"), "{refused:?}");
    set_up(&probe.adresse).unwrap();
    let view = set_up(&probe.adresse).unwrap();
    assert_eq!(view.geraete.len(), 1, "the same address is the same device");
    let second = EsclServer::start();
    let view = set_up(&second.root()).unwrap();
    let ids: Vec<String> = view.geraete.iter().map(|geraet| geraet.id.clone()).collect();
    let view = buero.desk.scanner_waehlen(Id { id: ids[1].clone() }).unwrap();
    assert_eq!(view.geraete.iter().map(|g| g.gewaehlt).collect::<Vec<_>>(), [false, true]);
    let view = buero.desk.scanner_entfernen(Id { id: ids[1].clone() }).unwrap();
    assert!(view.geraete[0].gewaehlt && view.geraete.len() == 1);

    let mut profile = view.profile.clone();
    profile.truncate(1);
    profile[0].name = "Rechnungen".to_owned();
    let view = buero.desk.scanprofile_setzen(ScanProfileArgs { profile: Some(profile) }).unwrap();
    assert_eq!((view.profile.len(), view.profile_werk), (1, false));
    let refused = buero.desk.scan_starten(starten(&id, ScanZiel::Anhaengen)).unwrap_err();
    assert!(refused.meldung.contains("„Post“"), "{refused:?}");
    let view = buero.desk.scanprofile_setzen(ScanProfileArgs { profile: None }).unwrap();
    assert_eq!((view.profile.len(), view.profile_werk), (4, true));
}
