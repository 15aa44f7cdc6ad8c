//! The responsibility finder over an own small country: forty services, nested areas, invented names.
//!
//! Never anything of a real editorial system.

use domain::Datum;
use portal::antwort::Antwortweg;
use portal::metadaten::Rueckkanal;
use portal::zustaendigkeit::{
    AbgabeError, Bestand, Ebene, Gebietsschluessel, ImportError, SnapshotError,
};
use serde_json::json;

/// Names of services; the number of each is its id, and part of its LeiKa key.
const LEISTUNGEN: [&str; 40] = [
    "Hundesteuer anmelden",
    "Hundesteuer abmelden",
    "Gewerbe anmelden",
    "Gewerbe ummelden",
    "Gewerbe abmelden",
    "Wohnsitz anmelden",
    "Wohnsitz abmelden",
    "Personalausweis beantragen",
    "Reisepass beantragen",
    "Führungszeugnis beantragen",
    "Meldebescheinigung ausstellen",
    "Sondernutzung von Straßen erlauben",
    "Fundsache anzeigen",
    "Grundsteuer festsetzen",
    "Gewerbesteuer festsetzen",
    "Grab erwerben",
    "Grabmal genehmigen",
    "Baugenehmigung erteilen",
    "Bauvoranfrage bescheiden",
    "Abgeschlossenheit bescheinigen",
    "Denkmal ändern",
    "Kraftfahrzeug zulassen",
    "Kraftfahrzeug abmelden",
    "Wunschkennzeichen reservieren",
    "Führerschein erstmalig erteilen",
    "Führerschein umtauschen",
    "Wohngeld bewilligen",
    "Elterngeld bewilligen",
    "Unterhaltsvorschuss bewilligen",
    "Kindertagesbetreuung vermitteln",
    "Schulanmeldung",
    "Schülerbeförderung",
    "Jagdschein erteilen",
    "Fischereischein erteilen",
    "Waffenbesitzkarte erteilen",
    "Gaststätte erlauben",
    "Lärm ausnahmsweise zulassen",
    "Verkehrsrechtliche Anordnung",
    "Eheschließung anmelden",
    "Geburt beurkunden",
];

/// Offices by number: name and key of the area it stands for.
const STELLEN: [(&str, &str); 7] = [
    ("Gemeinde Fennwald, Ordnungsamt", "990641001001"),
    ("Gemeinde Moorbach, Bürgerbüro", "990641001002"),
    ("Verwaltungsgemeinschaft Am Fenn", "990641001000"),
    ("Landratsamt Torfkreis, Straßenverkehr", "990640000000"),
    ("Landratsamt Torfkreis, Bauaufsicht", "99064"),
    ("Landesamt für Soziales", "990000000000"),
    ("Stadt Hochfenn, Bürgeramt", "990510000000"),
];

/// Service, office, area: who is entered for what.
const ZUSTAENDIG: [(usize, usize, &str); 16] = [
    (0, 0, "990641001001"),
    (0, 1, "990641001002"),
    (0, 6, "990510000000"),
    (2, 2, "990641001000"),
    (5, 2, "990641001"),
    (5, 6, "99051"),
    (17, 4, "99064"),
    (17, 6, "990510000000"),
    (21, 3, "990640000000"),
    (27, 5, "99"),
    (26, 4, "99064"),
    (26, 0, "990641001001"),
    (26, 5, "99"),
    (33, 0, "99064001"),
    (12, 0, "990641001001"),
    (12, 1, "990641001001"),
];

fn leika(number: usize) -> String {
    format!("99{number:03}001012000")
}

fn competence((service, _, area): &(usize, usize, &str)) -> String {
    format!(
        "<x:zustaendigkeit><x:leistungID schemeAgencyID=\"F\">{service}</x:leistungID>\
         <x:gebietID schemeID=\"ars\">urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:{area}\
         </x:gebietID></x:zustaendigkeit>"
    )
}

fn message() -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <x:transfer xmlns:x=\"http://xoev.de/schemata/xzufi/2_2_0\" xzufiVersion=\"2.2.0\">\
         <x:nachrichtenkopf><x:nachrichtenUUID>1</x:nachrichtenUUID></x:nachrichtenkopf>",
    );
    for (number, name) in LEISTUNGEN.iter().enumerate() {
        xml += &format!(
            "<x:schreibe><x:leistung><x:id schemeAgencyID=\"F\">{number}</x:id>\
             <x:referenzLeiKa><code>{}</code></x:referenzLeiKa>\
             <x:modulText><x:leikaTextmodul><code>02</code></x:leikaTextmodul>\
             <x:inhalt>{name}</x:inhalt></x:modulText></x:leistung></x:schreibe>",
            leika(number)
        );
    }
    for (number, (name, area)) in STELLEN.iter().enumerate() {
        let own: String =
            ZUSTAENDIG.iter().filter(|entry| entry.1 == number).map(competence).collect();
        xml += &format!(
            "<x:schreibe><x:organisationseinheit><x:id schemeAgencyID=\"F\">S{number}</x:id>\
             <x:name><x:name>{name}</x:name></x:name><x:anschrift><x:strasse>Am Markt</x:strasse>\
             <x:hausnummer>{number}</x:hausnummer><x:postleitzahl>00001</x:postleitzahl>\
             <x:ort>Fennwald</x:ort><x:verwaltungspolitischeKodierung><x:regionalschluessel>\
             <code>{area}</code></x:regionalschluessel></x:verwaltungspolitischeKodierung>\
             </x:anschrift><x:kommunikation><x:kennung>stelle{number}@fennwald.invalid</x:kennung>\
             </x:kommunikation>{own}</x:organisationseinheit></x:schreibe>"
        );
    }
    xml += "<x:schreibe><x:onlinedienst><x:id schemeAgencyID=\"F\">O1</x:id>\
        <x:bezeichnung>Hund online</x:bezeichnung><x:link><x:link>https://hund.invalid</x:link>\
        </x:link></x:onlinedienst></x:schreibe>\
        <x:schreibe><x:zustaendigkeitTransferObjekt>\
        <x:uebergeordnetesObjektID schemeAgencyID=\"F\">O1</x:uebergeordnetesObjektID>\
        <x:zustaendigkeit><x:leistungID schemeAgencyID=\"F\">0</x:leistungID>\
        <x:gebietID>99</x:gebietID></x:zustaendigkeit></x:zustaendigkeitTransferObjekt></x:schreibe>\
        <x:schreibe><x:spezialisierung/></x:schreibe></x:transfer>";
    xml
}

const GEBIETE: &str = "Schlüssel;Name\n990641001001;Fennwald\n990641001002;Moorbach\n\
    990641001000;VG Am Fenn\n990642002001;Moorbach am Berg\n99064;Torfkreis\n99051;Hochfenn\n\
    99;Fennland\n";

fn day() -> Datum {
    "2026-03-28".parse().unwrap()
}

fn bestand() -> Bestand {
    let mut bestand = Bestand::neu(day(), "eigene Probe");
    let read = bestand.xzufi_einlesen(message().as_bytes()).unwrap();
    assert_eq!((read.leistungen, read.stellen, read.onlinedienste), (40, 7, 1));
    assert_eq!((read.zustaendigkeiten, read.uebergangen), (17, 1));
    let read = bestand.gebiete_einlesen(GEBIETE.as_bytes()).unwrap();
    assert_eq!((read.gebiete, read.uebergangen), (7, 1));
    bestand
}

fn key(text: &str) -> Gebietsschluessel {
    Gebietsschluessel::lesen(text).unwrap()
}

/// Returns the offices for a service at a place, and the level that decided.
fn who(bestand: &Bestand, service: usize, place: &str) -> (Vec<String>, Option<Ebene>) {
    let answer = bestand.zustaendig(&leika(service), &key(place));
    let offices = answer.stellen.iter().map(|(id, _)| (*id).to_owned()).collect();
    (offices, answer.begruendung.gebiet.map(|area| area.ebene()))
}

#[test]
fn the_most_specific_area_wins() {
    let bestand = bestand();
    let check = |service: usize, place: &str, office: &str, level: Ebene| {
        let (offices, decided) = who(&bestand, service, place);
        assert_eq!(
            (offices, decided),
            (vec![format!("F/{office}")], Some(level)),
            "{service} {place}"
        );
    };
    check(0, "990641001001", "S0", Ebene::Gemeinde);
    check(0, "990641001002", "S1", Ebene::Gemeinde);
    check(2, "990641001001", "S2", Ebene::Verwaltungsgemeinschaft);
    check(5, "990641001002", "S2", Ebene::Verwaltungsgemeinschaft);
    check(17, "990641001001", "S4", Ebene::Kreis);
    check(21, "990642002001", "S3", Ebene::Kreis);
    check(27, "990641001001", "S5", Ebene::Land);
    check(0, "990510000000", "S6", Ebene::Kreis);
    check(26, "990641001001", "S0", Ebene::Gemeinde);
    check(26, "990642002001", "S4", Ebene::Kreis);
    check(26, "99051", "S5", Ebene::Land);
}

#[test]
fn an_answer_says_why_and_why_not() {
    let bestand = bestand();
    let answer = bestand.zustaendig(&leika(26), &key("990641001001"));
    assert_eq!(
        answer.begruendung.verdraengt,
        [(Ebene::Kreis, "F/S4".to_owned()), (Ebene::Land, "F/S5".to_owned())]
    );
    let answer = bestand.zustaendig(&leika(17), &key("990641001001"));
    assert_eq!(answer.begruendung.ohne_eintrag, [Ebene::Gemeinde, Ebene::Verwaltungsgemeinschaft]);
    assert_eq!(bestand.stand_am, day());
    // Nobody is entered: that is said, and nobody is invented.
    let nobody = bestand.zustaendig(&leika(39), &key("990641001001"));
    assert!(nobody.stellen.is_empty() && nobody.begruendung.gebiet.is_none());
    assert_eq!(nobody.begruendung.ohne_eintrag.len(), 6);
    // A whole Kreis is asked for, and parts of it are somebody's.
    let kreis = bestand.zustaendig(&leika(0), &key("99064"));
    assert!(kreis.stellen.is_empty());
    assert_eq!(kreis.begruendung.teilgebiete, 2);
    // Two offices at one level are both named.
    assert_eq!(who(&bestand, 12, "990641001001").0, ["F/S0", "F/S1"]);
    let online = bestand.zustaendig(&leika(0), &key("990641001001"));
    assert_eq!(online.onlinedienste[0].link, "https://hund.invalid");
}

#[test]
fn an_ags_is_as_good_as_the_table_of_areas() {
    let bestand = bestand();
    // The table knows the union of the municipality.
    assert_eq!(who(&bestand, 2, "99064001").0, ["F/S2"]);
    assert_eq!(bestand.ort(&key("99064001")).name, "Fennwald");
    // Without the table the union's entry must not count, and that is said.
    let mut bare = bestand.clone();
    bare.gebiete.clear();
    let answer = bare.zustaendig(&leika(2), &key("99064001"));
    assert!(answer.stellen.is_empty() && answer.begruendung.verband_unbekannt);
    assert_eq!(who(&bare, 0, "99064001").0, ["F/S0"]);
    // An entry that was written as an AGS counts for the ARS.
    assert_eq!(who(&bestand, 33, "990641001001").0, ["F/S0"]);
    assert_eq!(who(&bestand, 17, "99064001").0, ["F/S4"]);
}

#[test]
fn keys_of_areas_have_one_form() {
    let check = |text: &str, digits: &str, level: Ebene| {
        let key = key(text);
        assert_eq!((key.ziffern(), key.ebene()), (digits, level), "{text}");
    };
    check("990641001001", "990641001001", Ebene::Gemeinde);
    check("990641001000", "990641001", Ebene::Verwaltungsgemeinschaft);
    check("990640000000", "99064", Ebene::Kreis);
    check("99064000", "99064", Ebene::Kreis);
    check("990", "99", Ebene::Land);
    check("990000000000", "99", Ebene::Land);
    check("991", "991", Ebene::Bezirk);
    check("000000000000", "", Ebene::Bund);
    check("99064001", "99064001", Ebene::Gemeinde);
    check("DE99064", "99064", Ebene::Kreis);
    check("urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:99064", "99064", Ebene::Kreis);
    for wrong in ["", "9", "9906", "99064a", "1234567890123", "Fennwald"] {
        assert_eq!(Gebietsschluessel::lesen(wrong), None, "{wrong}");
    }
    assert!(key("000000000000").umfasst(&key("99064001")));
    assert!(!key("99064").umfasst(&key("99")));
    assert!(!key("99064").umfasst(&key("99051")));
}

#[test]
fn services_are_found_by_words_and_by_key() {
    let bestand = bestand();
    let check = |text: &str, expected: &[&str]| {
        let found: Vec<&str> = bestand
            .leistungen_suchen(text)
            .iter()
            .map(|(_, one)| one.bezeichnung.as_str())
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    check("Hund anmelden", &["Hundesteuer anmelden"]);
    check("FUEHRERSCHEIN", &["Führerschein erstmalig erteilen", "Führerschein umtauschen"]);
    check("steuer festsetzen", &["Gewerbesteuer festsetzen", "Grundsteuer festsetzen"]);
    check(&leika(15), &["Grab erwerben"]);
    check("urn:de:fim:leika:leistung:99015001012000", &["Grab erwerben"]);
    check("Hund Katze", &[]);
    check("  ", &[]);
    assert_eq!(bestand.leistungen_suchen("gewerbe")[0].1.bezeichnung, "Gewerbe abmelden");
}

#[test]
fn places_are_found_by_name_and_none_is_chosen_silently() {
    let bestand = bestand();
    let names = |text: &str| -> Vec<String> {
        bestand.orte_suchen(text).into_iter().map(|ort| ort.name).collect()
    };
    assert_eq!(names("moorbach"), ["Moorbach", "Moorbach am Berg"]);
    assert_eq!(names("fenn"), ["Fennland", "Fennwald", "VG Am Fenn"]);
    assert_eq!(names("990641001002"), ["Moorbach"]);
    assert_eq!(names("nirgends"), Vec::<String>::new());
}

#[test]
fn services_of_the_fim_portal_stand_beside_and_are_joined_by_their_key() {
    let mut bestand = bestand();
    let page = json!({
        "items": [
            { "redaktion_id": "L1", "leistung_id": "7", "title": "Hundehaltung besteuern",
              "leistungsschluessel": [leika(0)], "leistungsbezeichnung": "Vierbeiner melden",
              "leistungsbezeichnung_2": null },
            { "redaktion_id": "L1" },
        ],
        "offset": 0, "limit": 200, "count": 2, "total_count": 2,
    });
    let read = bestand.fim_einlesen(page.to_string().as_bytes()).unwrap();
    assert_eq!((read.leistungen, read.uebergangen), (1, 1));
    let found = bestand.leistungen_suchen("vierbeiner");
    let (id, _) = found[0];
    let answer = bestand.zustaendig(id, &key("990641001001"));
    assert_eq!(answer.stellen[0].0, "F/S0");
}

#[test]
fn a_snapshot_is_compact_and_comes_back_as_it_was() {
    let bestand = bestand();
    let bytes = bestand.schreiben().unwrap();
    assert!(bytes.len() < message().len() / 4, "{} bytes", bytes.len());
    assert_eq!(Bestand::lesen(&bytes).unwrap(), bestand);
    assert_eq!(Bestand::lesen(b"anderes"), Err(SnapshotError::Form));
    assert_eq!(Bestand::lesen(&bytes[..bytes.len() - 5]), Err(SnapshotError::Damaged));
}

#[test]
fn a_single_object_of_the_fim_portal_is_read_like_one_of_a_message() {
    let mut bestand = Bestand::neu(day(), "eigene Probe");
    let xml = "<x:leistung xmlns:x=\"http://xoev.de/schemata/xzufi/2_2_0\">\
        <x:id schemeAgencyID=\"F\">7</x:id><x:modulText><x:leikaTextmodul><code>02</code>\
        </x:leikaTextmodul><x:inhalt>Fundsache anzeigen</x:inhalt></x:modulText></x:leistung>";
    let read = bestand.xzufi_einlesen(xml.as_bytes()).unwrap();
    assert_eq!((read.leistungen, read.uebergangen), (1, 0));
    assert_eq!(bestand.leistungen["F/7"].bezeichnung, "Fundsache anzeigen");
    // A deletion is not carried out, and said to have been passed over.
    let deleted = "<x:transfer xmlns:x=\"http://xoev.de/schemata/xzufi/2_2_0\">\
        <x:nachrichtenkopf/><x:loesche><x:leistung/></x:loesche></x:transfer>";
    let read = bestand.xzufi_einlesen(deleted.as_bytes()).unwrap();
    assert_eq!((read.leistungen, read.uebergangen), (0, 1));
    assert_eq!(bestand.leistungen.len(), 1);
}

#[test]
fn messages_one_after_another_make_one_snapshot() {
    let mut bestand = bestand();
    let once = bestand.clone();
    // The same message again changes nothing, and a table's names stay before an address's.
    bestand.xzufi_einlesen(message().as_bytes()).unwrap();
    assert_eq!(bestand, once);
    let later =
        message().replace("Am Markt", "Am Fenn").replace("Gemeinde Fennwald", "Stadt Fennwald");
    bestand.xzufi_einlesen(later.as_bytes()).unwrap();
    assert_eq!(bestand.stellen.len(), once.stellen.len());
    assert_eq!(bestand.stellen["F/S0"].name, "Stadt Fennwald, Ordnungsamt");
    assert_eq!(bestand.gebiete, once.gebiete);
}

#[test]
fn a_broken_file_changes_nothing() {
    let mut bestand = bestand();
    let before = bestand.clone();
    let message = message();
    let cut = &message.as_bytes()[..message.len() - 40];
    assert!(matches!(bestand.xzufi_einlesen(cut), Err(ImportError::Xml(_))));
    assert_eq!(bestand.xzufi_einlesen(b"<x/>"), Err(ImportError::NotXzufi));
    assert_eq!(bestand.fim_einlesen(b"{}"), Err(ImportError::Json));
    assert_eq!(bestand.gebiete_einlesen(b"\xff"), Err(ImportError::Encoding));
    let bomb = message.replace("<x:nachrichtenkopf>", "<!DOCTYPE x [<!ENTITY a \"b\">]>");
    assert!(bestand.xzufi_einlesen(bomb.as_bytes()).is_err());
    assert_eq!(bestand, before);
    // The same message again is the same.
    bestand.xzufi_einlesen(message.as_bytes()).unwrap();
    assert_eq!(bestand, before);
}

#[test]
fn a_misdirected_item_is_handed_on_with_a_note_to_its_sender() {
    let bestand = bestand();
    let answer = bestand.zustaendig(&leika(17), &key("990641001001"));
    let ours = |id: &str| id == "F/S0";
    let mailbox = Rueckkanal::BundId { postfach: uuid::Uuid::from_u128(7) };
    let on = bestand.abgabe(&answer, "F/S4", ours, Some(&mailbox)).unwrap();
    assert_eq!(on.stelle.name, "Landratsamt Torfkreis, Bauaufsicht");
    assert_eq!(on.stelle.anschrift, ["Am Markt 4", "00001 Fennwald"]);
    assert_eq!(on.stand_am, day());
    assert!(matches!(on.hinweis, Antwortweg::Postfach { .. }));
    let refused = bestand.abgabe(&answer, "F/S3", ours, None).unwrap_err();
    assert_eq!(refused, AbgabeError::NotCompetent);
    let dogs = bestand.zustaendig(&leika(0), &key("990641001001"));
    assert_eq!(bestand.abgabe(&dogs, "F/S0", ours, None).unwrap_err(), AbgabeError::Ours);
}
