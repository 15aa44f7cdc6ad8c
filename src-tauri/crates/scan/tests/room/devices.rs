//! Devices over eSCL: what they can, what they are asked, both sides, ten pages; and how they
//! announce themselves.
//!
//! Never over a real network.

use std::time::Duration;

use domain::transfervermerk::Farbe;
use mdns_sd::{IfKind, ServiceDaemon, ServiceInfo};
use scan::run::Auftrag;
use scan::stack::{Ende, Ziel};
use scan::{Cancel, Papier, Scanner, Zufuhr, discovery};

use crate::desk::{Desk, auftrag, on_table, profil, scanner};
use escl::sheet;
use escl::{EsclServer, Faults};

#[test]
fn a_device_says_what_it_is_and_can() {
    let server = EsclServer::start();
    let found = scanner(&server).faehigkeiten(&Cancel::new()).unwrap();
    let geraet = &found.geraet;
    let named = (geraet.hersteller.as_str(), geraet.modell.as_str(), geraet.seriennummer.as_str());
    assert_eq!(named, ("Werkstatt", "Papierwolf 12", "PW-0007"));
    assert!(found.glas.is_some() && found.beidseitig.is_some());
    assert_eq!(found.einzug.unwrap().papier, Papier { breite: 2159, hoehe: 3556 });
}

#[test]
fn ten_pages_come_one_after_another_each_safe_before_the_next() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    let sheets: Vec<_> = (1..11).map(sheet).collect();
    server.load(&sheets);
    server.faults(Faults { foreign_host: true, busy: 2, ..Faults::default() });
    let mut stapel = desk.stapel();
    let folder = stapel.folder().join("seiten");
    let mut safe = Vec::new();
    let (scanner, cancel) = (scanner(&server), Cancel::new());
    let mut progress = |_: &scan::stack::Tisch| {
        safe.push((std::fs::read_dir(&folder).unwrap().count(), server.given()));
    };
    let (worker, progress) = (&desk.worker, &mut progress);
    let lauf = scan::run::Lauf { scanner: &scanner, worker, cancel: &cancel, progress };
    let bericht = lauf.run(&mut stapel, &auftrag(Ziel::Anhaengen)).unwrap();
    assert_eq!(bericht.ende, Ende::Fertig, "{:?}", bericht.hinweise);
    assert_eq!(on_table(&stapel, &sheets), (0..10).collect::<Vec<_>>());
    // The last one is told once more when it was looked at.
    safe.dedup();
    // Whenever a page was told, it lay there, and no later one had been asked for.
    assert_eq!(safe, (1..11).map(|n| (n, n)).collect::<Vec<_>>());
}

#[test]
fn a_device_is_asked_for_what_the_profile_says() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    let sheets: Vec<_> = (1..5).map(sheet).collect();
    server.load(&sheets);
    let mut stapel = desk.stapel();
    let mut wish = profil(Zufuhr::EinzugBeidseitig);
    wish.einstellung.farbe = Farbe::Farbe;
    wish.einstellung.dpi = 200;
    let wish = Auftrag { profil: wish, gezaehlt: Some(5), ..auftrag(Ziel::Anhaengen) };
    let bericht = desk.run_with(&mut stapel, &scanner(&server), &wish, &Cancel::new());
    let asked = &server.wishes()[0];
    for word in [
        "<pwg:InputSource>Feeder<",
        "<scan:Duplex>true<",
        "<scan:ColorMode>RGB24<",
        "<scan:XResolution>300<",
        "<pwg:Width>2480<",
        "<pwg:Height>3507<",
        "<pwg:DocumentFormat>image/jpeg<",
    ] {
        assert!(asked.contains(word), "{word} in {asked}");
    }
    let said =
        ["Gescannt wird mit 300 statt 200 dpi.", "Gezählt wurden 5 Seiten, gekommen sind 4."];
    assert_eq!(bericht.hinweise, said);
}

#[test]
fn the_glass_gives_one_page() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    server.lay(&sheet(1));
    let mut stapel = desk.stapel();
    let wish = Auftrag { profil: profil(Zufuhr::Glas), ..auftrag(Ziel::Anhaengen) };
    let bericht = desk.run_with(&mut stapel, &scanner(&server), &wish, &Cancel::new());
    assert_eq!((bericht.ende, bericht.seiten.len()), (Ende::Fertig, 1));
}

#[test]
fn a_device_that_announces_itself_is_found_and_answers() {
    let server = EsclServer::start();
    let daemon = ServiceDaemon::new().unwrap();
    daemon.disable_interface(IfKind::All).unwrap();
    daemon.enable_interface(IfKind::LoopbackV4).unwrap();
    let said = [
        ("rs", "eSCL"),
        ("ty", "Werkstatt Papierwolf 12"),
        ("note", "Zimmer 7"),
        ("uuid", "00000000-0000-4000-8000-000000000007"),
        ("duplex", "T"),
    ];
    let (kind, host) = ("_uscan._tcp.local.", "papierwolf.local.");
    let service =
        ServiceInfo::new(kind, "Papierwolf", host, "127.0.0.1", server.port(), &said[..]).unwrap();
    daemon.register(service).unwrap();
    let time = Duration::from_secs(5);
    let found = discovery::search(time, true, &Cancel::new()).unwrap();
    let ours = found.iter().find(|device| device.name == "Werkstatt Papierwolf 12").unwrap();
    assert_eq!(
        (ours.adresse.as_str(), ours.standort.as_str()),
        (server.root().as_str(), "Zimmer 7")
    );
    assert!(ours.beidseitig);
    drop(daemon.shutdown());
}
