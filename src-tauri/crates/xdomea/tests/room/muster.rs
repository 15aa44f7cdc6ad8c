//! Messages for the tests: small ones, and one of each kind with every field filled.
//!
//! Never random: ids are counted, so that a failure looks the same twice.

use std::io::{Cursor, Read, Seek, Write};

use jiff::civil::{date, time};
use uuid::Uuid;
use xdomea::akte::{Akte, Vorgang};
use xdomea::aktenplan::{Aktenplan, Aktenplaneinheit, Planeinheit};
use xdomea::code::{
    Anschriftstyp, Beteiligungsstatus, Bewertung, Bewertungsvorschlag, Code, Dateiformat, Datentyp,
    Kanal, Land, Medium, Schriftgutobjekttyp, Vertraulichkeitsstufe,
};
use xdomea::dokument::{
    Anlage, Dateiname, Dokument, Format, Primaerdokument, SignaturSiegel, Version,
};
use xdomea::element::{Element, Knoten};
use xdomea::erweiterung::{Erweiterung, ErweiterungXml, Feldgruppe, Zusatzfeld};
use xdomea::geschaeftsgang::{Bearbeitung, Beteiligungsschritt, Geschaeftsgang, Verfuegung};
use xdomea::kontakt::{
    AllgemeinerName, Anschrift, Geburt, Kommunikation, Kontakt, NameNatuerlichePerson,
    Organisationseinheit, Staat, UnstrukturierteAnschrift,
};
use xdomea::kopf::System;
use xdomea::metadaten::{
    AllgemeineMetadaten, ArchivspezifischeMetadaten, Aufbewahrungsdauer, Aussonderungsart,
    Historieneintrag, Identifikation, Verweis, Zeitraum,
};
use xdomea::nachricht::{Schriftgutobjekt, Uebergabe};
use xdomea::{Fassung, Kopf, Nachricht, ObjektId, PaketSchreiber, Zeitangabe};

/// Counts ids.
#[derive(Default)]
pub(crate) struct Ids(u128);

impl Ids {
    pub(crate) fn next(&mut self) -> ObjektId {
        self.0 += 1;
        Uuid::from_u128(0x5eed_0000_0000_7000_8000_0000_0000_0000 + self.0).into()
    }
}

pub(crate) fn id(number: u128) -> ObjektId {
    Uuid::from_u128(0x1d00_0000_0000_7000_8000_0000_0000_0000 + number).into()
}

pub(crate) fn um() -> Zeitangabe {
    Zeitangabe::parse("2026-03-02T10:15:00+01:00").unwrap()
}

pub(crate) fn behoerde() -> Kontakt {
    Kontakt::behoerde("Stadtverwaltung Musterroda", "16099999", "ags")
}

pub(crate) fn archiv() -> Kontakt {
    Kontakt::behoerde("Landesarchiv", "LATh", "archiv")
}

pub(crate) fn kopf(prozess: u128) -> Kopf {
    let mut kopf = Kopf::neu(id(prozess), um(), behoerde(), archiv());
    kopf.system = Some(System {
        instanz: Some("musterroda-1".to_owned()),
        produktname: Some("Forsthaus".to_owned()),
        version: Some("0.1.0".to_owned()),
    });
    kopf.empfangsbestaetigung = Some(true);
    kopf.importbestaetigung = Some(true);
    kopf.rueckmeldung_archivkennung = Some(true);
    kopf
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A file's name and bytes.
pub(crate) type Datei = (Dateiname, Vec<u8>);

/// A Dokument with one file.
pub(crate) fn dokument(ids: &mut Ids, betreff: &str, dateien: &mut Vec<Datei>) -> Dokument {
    let mut dokument = Dokument::neu(ids.next());
    dokument.metadaten =
        Some(AllgemeineMetadaten { betreff: some(betreff), ..AllgemeineMetadaten::default() });
    let name = Dateiname::neu(ids.next(), &format!("{betreff}.txt"));
    dateien.push((name.clone(), format!("Inhalt von {betreff}").into_bytes()));
    dokument.versionen = vec![Version {
        nummer: "1".to_owned(),
        formate: vec![Format {
            name: Dateiformat::aus_endung("txt"),
            sonstiger_name: None,
            version: "1.0".to_owned(),
            primaerdokument: Primaerdokument::neu(name),
        }],
    }];
    dokument
}

pub(crate) fn vorgang(ids: &mut Ids, betreff: &str, dateien: &mut Vec<Datei>) -> Vorgang {
    let mut vorgang = Vorgang::neu(ids.next());
    vorgang.metadaten =
        Some(AllgemeineMetadaten { betreff: some(betreff), ..AllgemeineMetadaten::default() });
    vorgang.dokumente = vec![
        dokument(ids, &format!("{betreff} Antrag"), dateien),
        dokument(ids, &format!("{betreff} Bescheid"), dateien),
    ];
    vorgang
}

/// An Akte with two Vorgänge and a Teilakte with one more.
pub(crate) fn akte(ids: &mut Ids, betreff: &str, dateien: &mut Vec<Datei>) -> Akte {
    let mut akte = Akte::neu(ids.next());
    akte.metadaten = Some(AllgemeineMetadaten {
        betreff: some(betreff),
        kennzeichen: some("022-1/2019"),
        ..AllgemeineMetadaten::default()
    });
    akte.inhalt.vorgaenge = vec![
        vorgang(ids, &format!("{betreff} Erster"), dateien),
        vorgang(ids, &format!("{betreff} Zweiter"), dateien),
    ];
    let mut teilakte = Akte::neu(ids.next());
    teilakte.inhalt.vorgaenge = vec![vorgang(ids, &format!("{betreff} Band"), dateien)];
    akte.inhalt.teilakten = vec![teilakte];
    akte
}

/// Two Akten and a Vorgang by itself, with their files.
pub(crate) fn schriftgut() -> (Uebergabe, Vec<Datei>) {
    let (mut ids, mut dateien) = (Ids::default(), Vec::new());
    let akten =
        ["Mühlweg", "Spielplätze & „Bäume“"].map(|betreff| akte(&mut ids, betreff, &mut dateien));
    let mut objekte: Vec<Schriftgutobjekt> =
        akten.into_iter().map(|akte| Schriftgutobjekt::Akte(Box::new(akte))).collect();
    let vorgang = vorgang(&mut ids, "Hundesteuer", &mut dateien);
    objekte.push(Schriftgutobjekt::Vorgang(Box::new(vorgang)));
    (Uebergabe { objekte, ..Uebergabe::default() }, dateien)
}

/// Packs a message with the files it names.
pub(crate) fn packen(nachricht: &Nachricht, fassung: Fassung, dateien: &[Datei]) -> Vec<u8> {
    let mut paket = PaketSchreiber::neu(Cursor::new(Vec::new()), nachricht, fassung).unwrap();
    fuellen(&mut paket, dateien);
    paket.fertig().unwrap().into_inner()
}

pub(crate) fn fuellen<W: Write + Seek>(paket: &mut PaketSchreiber<W>, dateien: &[Datei]) {
    let wanted: Vec<Dateiname> = paket.offen().cloned().collect();
    for name in wanted {
        let (_, bytes) = dateien.iter().find(|(there, _)| *there == name).unwrap();
        let quelle: &mut dyn Read = &mut bytes.as_slice();
        assert_eq!(paket.datei(&name, quelle).unwrap(), bytes.len() as u64);
    }
}

/// A contact with every field.
pub(crate) fn kontakt() -> Kontakt {
    let name = |text: &str| Some(AllgemeinerName { name: some(text) });
    Kontakt {
        organisationseinheit: Some(Organisationseinheit { name: "Bauamt".to_owned() }),
        name: Some(NameNatuerlichePerson {
            anrede: some("Frau"),
            titel: some("Dr."),
            familienname: name("Ćwikła-Müller"),
            vorname: name("Anna"),
        }),
        taetigkeit: some("Sachbearbeiterin"),
        zustaendigkeit: some("Straßen"),
        anschriften: vec![Anschrift {
            staat: Some(Staat {
                staat: Land {
                    code: "DE".to_owned(),
                    name: some("Deutschland"),
                    fassung: "7".to_owned(),
                },
            }),
            strasse: some("Mühlweg"),
            hausnummer: some("3 a"),
            postfach: some("12"),
            postleitzahl: some("99999"),
            ort: some("Musterroda"),
            zusatz: some("Hinterhaus"),
            typ: Some(Anschriftstyp::Hauptsitz),
        }],
        kommunikation: vec![Kommunikation {
            dienstlich: Some(true),
            kanal: Some(Kanal::Fax),
            kennung: some("+49 36 1"),
            zusatz: some("bis 16 Uhr"),
            institution: Some(false),
        }],
        rolle: Some(Code {
            code: "antragsteller".to_owned(),
            name: some("Antragstellerin"),
            liste: some("urn:muster:rolle"),
            fassung: some("1"),
        }),
        unstrukturierte_anschriften: vec![UnstrukturierteAnschrift {
            typ: Some(Anschriftstyp::Zweitsitz),
            zeile1: some("Poste restante"),
            zeile2: some("2"),
            zeile3: some("3"),
            zeile4: some("4"),
            zeile5: some("5"),
            zeile6: some("6"),
            zusatz: some("z"),
        }],
        geburt: Some(Geburt { datum: date(1970, 1, 31) }),
        ..behoerde()
    }
}

fn erweiterung() -> Erweiterung {
    let feld = Zusatzfeld {
        name: "Flur".to_owned(),
        beschreibung: some("Flurstück"),
        datentyp: Datentyp::aus_code("044"),
        wert: some("12/3"),
    };
    Erweiterung {
        kennung: "fh".to_owned(),
        name: "Forsthaus".to_owned(),
        beschreibung: some("Zusatz"),
        versionsnummer: some("1"),
        versionsdatum: Some(date(2026, 1, 2)),
        feldgruppen: vec![Feldgruppe {
            name: "Lage".to_owned(),
            beschreibung: "Wo".to_owned(),
            unterfeldgruppen: vec![Feldgruppe {
                name: "Innen".to_owned(),
                beschreibung: "-".to_owned(),
                unterfeldgruppen: Vec::new(),
                felder: vec![feld.clone()],
            }],
            felder: vec![feld.clone()],
        }],
        felder: vec![feld],
    }
}

fn erweiterung_xml() -> ErweiterungXml {
    let element = |name: &str, inhalt: Vec<Knoten>| Element {
        name: name.to_owned(),
        attribute: vec![("wert".to_owned(), "a<b\"c\nd".to_owned())],
        inhalt,
    };
    let mut outer = element(
        "geo:punkt",
        vec![
            Knoten::Text("  vor & ".to_owned()),
            Knoten::Element(element("geo:ost", vec![Knoten::Text("4,5".to_owned())])),
            Knoten::Text("\nnach ".to_owned()),
            Knoten::Element(element("leer", Vec::new())),
        ],
    );
    outer.attribute.push(("xmlns:geo".to_owned(), "urn:muster:geo".to_owned()));
    // What is in force in the message is in force here, too.
    outer.attribute.push(("xmlns:xdomea".to_owned(), Fassung::V3_1.namensraum()));
    ErweiterungXml { elemente: vec![outer] }
}

fn metadaten() -> AllgemeineMetadaten {
    AllgemeineMetadaten {
        betreff: some("Straße & Weg <1>\n\tzweite Zeile\r ]]>"),
        kennzeichen: some("022-4/2026"),
        federfuehrung: some("Bauamt"),
        aktenfuehrung: some("Registratur"),
        vertraulichkeitsstufe: Some(Vertraulichkeitsstufe::Nfd),
        bemerkung: some(""),
        medium: Some(Medium::Hybrid),
        aktenplaneinheit: Some(Aktenplaneinheit {
            kennzeichen: some("022"),
            inhaltsangabe: some("Straßen und Wege"),
            betreff_kurz: some("Straßen"),
        }),
    }
}

fn archivspezifisch() -> ArchivspezifischeMetadaten {
    ArchivspezifischeMetadaten {
        aufbewahrungsdauer: Some(Aufbewahrungsdauer::Jahre(10)),
        aussonderungsart: Some(Aussonderungsart::Bewertung(Bewertung::Bewerten)),
        kennung: some("LATh 7"),
        bewertungsvorschlag: Some(Bewertungsvorschlag::Archivwuerdig),
        aufbewahrungsende: Some(date(2036, 12, 31)),
    }
}

fn historie() -> Vec<Historieneintrag> {
    vec![Historieneintrag {
        metadatum_name: some("betreff"),
        alter_wert: some("Alt"),
        neuer_wert: some("Neu"),
        akteur: "Anna".to_owned(),
        um: um(),
        bemerkung: some("Tippfehler"),
        aktion: "vorgang_aendern".to_owned(),
    }]
}

fn verweise() -> Vec<Verweis> {
    vec![Verweis {
        id: Some(id(77)),
        typ: Schriftgutobjekttyp::Vorgang,
        kennzeichen: some("022-3/2025"),
        bemerkung: some("Vorgänger"),
    }]
}

fn geschaeftsgang(ids: &mut Ids, dateien: &mut Vec<Datei>) -> Geschaeftsgang {
    Geschaeftsgang {
        identifikation: Identifikation { id: ids.next(), nummer: Some(1) },
        schritte: vec![Beteiligungsschritt {
            nummer: "1".to_owned(),
            status: Beteiligungsstatus::Abgeschlossen,
            verfuegung: Verfuegung {
                ersteller: kontakt(),
                adressat: behoerde(),
                erstellungsdatum: date(2026, 2, 1),
                erstellungsuhrzeit: Some(time(9, 30, 0, 0)),
                verfuegung: some("z.Mz."),
                termin_am: Some(date(2026, 2, 8)),
                termin_um: Some(time(12, 0, 0, 0)),
                notiz: some("eilt"),
            },
            bearbeitung: Some(Bearbeitung {
                bearbeiter: behoerde(),
                datum: date(2026, 2, 3),
                uhrzeit: Some(time(8, 0, 1, 0)),
                vermerk: some("gez."),
                notiz: some("i.V."),
                anlagen: vec![dokument(ids, "Stellungnahme", dateien)],
            }),
        }],
    }
}

/// A Dokument with every field; its signature is in the file.
fn volles_dokument(ids: &mut Ids, dateien: &mut Vec<Datei>) -> Dokument {
    let mut voll = dokument(ids, "Bescheid", dateien);
    let anlage = dokument(ids, "Plan", dateien);
    voll.identifikation.nummer = Some(17);
    voll.metadaten = Some(metadaten());
    voll.fremdes_geschaeftszeichen = some("XY-1");
    voll.posteingangsdatum = Some(date(2026, 1, 5));
    voll.postausgangsdatum = Some(date(2026, 1, 6));
    voll.datum_des_schreibens = Some(date(2026, 1, 4));
    voll.bezug = some("Ihr Schreiben");
    voll.hier = some("Anhörung");
    voll.bearbeiter = some("Anna");
    voll.typ = some("Bescheid");
    voll.historie = historie();
    voll.interner_geschaeftsgang = Some(geschaeftsgang(ids, dateien));
    voll.verweise = verweise();
    voll.anlagen = vec![Anlage { dokument: anlage, nummer: some("A1") }];
    voll.absender = vec![kontakt()];
    voll.empfaenger = vec![behoerde(), kontakt()];
    voll.weitere_kontakte = vec![kontakt()];
    voll.erweiterungen = vec![erweiterung(), erweiterung()];
    voll.erweiterung_xml = Some(erweiterung_xml());
    for format in voll.versionen.iter_mut().flat_map(|version| &mut version.formate) {
        format.sonstiger_name = some("Notiz");
        let datei = &mut format.primaerdokument;
        datei.dateiname_original = some("Bescheid (Entwurf).txt");
        datei.ersteller = some("Anna");
        datei.um = Some(um());
        datei.signatur_siegel = Some(SignaturSiegel::Eingebettet(true));
    }
    voll
}

fn voller_vorgang(ids: &mut Ids, dateien: &mut Vec<Datei>) -> Vorgang {
    let mut voll = Vorgang::neu(ids.next());
    voll.metadaten = Some(metadaten());
    voll.archiv = Some(archivspezifisch());
    voll.aktenbetreff = some("Straßen");
    voll.typ = some("Bauantrag");
    voll.zda = Some(true);
    voll.zda_am = Some(date(2026, 3, 1));
    voll.laufzeit = Some(Zeitraum { beginn: Some(date(2025, 1, 1)), ende: Some(date(2026, 3, 1)) });
    voll.historie = historie();
    voll.interner_geschaeftsgang = Some(geschaeftsgang(ids, dateien));
    voll.dokumente = vec![volles_dokument(ids, dateien)];
    voll.verweise = verweise();
    voll.kontakte = vec![kontakt()];
    voll.teilvorgaenge = vec![vorgang(ids, "Teil", dateien)];
    voll.erweiterung = Some(erweiterung());
    voll.erweiterung_xml = Some(erweiterung_xml());
    voll
}

/// An Akte with every field.
pub(crate) fn volle_akte(ids: &mut Ids, dateien: &mut Vec<Datei>) -> Akte {
    let mut voll = akte(ids, "Voll", dateien);
    voll.metadaten = Some(metadaten());
    voll.archiv = Some(ArchivspezifischeMetadaten {
        aufbewahrungsdauer: Some(Aufbewahrungsdauer::Unbefristet(true)),
        aussonderungsart: Some(Aussonderungsart::Konfigurierbar("Übernahme".to_owned())),
        ..archivspezifisch()
    });
    voll.standort = some("Keller");
    voll.typ = some("Sachakte");
    voll.laufzeit = Some(Zeitraum { beginn: Some(date(2020, 1, 1)), ende: None });
    voll.historie = historie();
    voll.interner_geschaeftsgang = Some(geschaeftsgang(ids, dateien));
    voll.inhalt.dokumente = vec![volles_dokument(ids, dateien)];
    voll.inhalt.vorgaenge = vec![voller_vorgang(ids, dateien)];
    voll.verweise = verweise();
    voll.kontakte = vec![kontakt(), Kontakt::default()];
    voll.zda = Some(false);
    voll.zda_am = Some(date(2026, 3, 2));
    voll.erweiterung = Some(erweiterung());
    voll.erweiterung_xml = Some(erweiterung_xml());
    voll
}

pub(crate) fn aktenplan() -> Aktenplan {
    let einheit = |kennzeichen: &str, einheiten: Vec<Planeinheit>| Planeinheit {
        kennzeichen: some(kennzeichen),
        inhaltsangabe: some("Straßen und Wege"),
        betreff_kurz: some("Straßen"),
        aussonderungsart: Aussonderungsart::Bewertung(Bewertung::Vernichten),
        gueltigkeit: Some(Zeitraum { beginn: Some(date(2020, 1, 1)), ende: None }),
        stillgelegt: false,
        aufbewahrungsdauer: Aufbewahrungsdauer::Jahre(30),
        einheiten,
        verweise: vec!["021".to_owned(), "alt 7".to_owned()],
        erweiterung: Some(erweiterung()),
        erweiterung_xml: Some(erweiterung_xml()),
    };
    Aktenplan {
        bezeichnung: "Musterplan".to_owned(),
        typ: some("Teilaktenplan"),
        version: "2026".to_owned(),
        einheiten: vec![einheit("0", vec![einheit("02", vec![einheit("022", Vec::new())])])],
        gueltigkeit: Some(Zeitraum { beginn: Some(date(2026, 1, 1)), ende: None }),
        aktenplandateien: Vec::new(),
    }
}
