//! What is written is valid by the published schemas, and reads back as what it was.
//!
//! Never compares our writer with our reader alone.

use xdomea::code::{Bewertung, Code};
use xdomea::dokument::{SignaturSiegel, Version};
use xdomea::error::WriteError;
use xdomea::kontakt::Kontakt;
use xdomea::metadaten::Aussonderungsart;
use xdomea::nachricht::{Schriftgutobjekt, Uebergabe};
use xdomea::rueckmeldung::{BewertetesObjekt, Ergebnis, Rueckmeldung};
use xdomea::{Fassung, Inhalt, Nachricht, Nachrichtentyp};

use crate::muster::{self, Ids, id, kopf};
use crate::pruefer::validate;

fn uebergabe() -> Uebergabe {
    let (mut ids, mut dateien) = (Ids::default(), Vec::new());
    let anschreiben = vec![muster::dokument(&mut ids, "Anschreiben", &mut dateien)];
    let akte = muster::volle_akte(&mut ids, &mut dateien);
    let vorgang = muster::vorgang(&mut ids, "Vorgang", &mut dateien);
    let dokument = muster::dokument(&mut ids, "Dokument", &mut dateien);
    let objekte = vec![
        Schriftgutobjekt::Akte(Box::new(akte)),
        Schriftgutobjekt::Vorgang(Box::new(vorgang)),
        Schriftgutobjekt::Dokument(Box::new(dokument)),
    ];
    Uebergabe { anschreiben, objekte, aktenplan: Some(muster::aktenplan()) }
}

fn rueckmeldung(archiv: bool) -> Rueckmeldung {
    let kennung = archiv.then(|| "LATh 1".to_owned());
    let mut failed = Ergebnis::misserfolg(id(2), "Format unbekannt".to_owned());
    failed.meldung_codes = vec![Code {
        code: "0000018".to_owned(),
        name: None,
        liste: Some("urn:muster".to_owned()),
        fassung: Some("1".to_owned()),
    }];
    Rueckmeldung { objekte: vec![Ergebnis::erfolg(id(1), kennung), failed], gesamt: None }
}

/// One message of each kind.
pub(crate) fn alle() -> Vec<Nachricht> {
    let bewertet = vec![
        BewertetesObjekt {
            id: id(1),
            aussonderungsart: Aussonderungsart::Bewertung(Bewertung::Archivwuerdig),
        },
        BewertetesObjekt {
            id: id(2),
            aussonderungsart: Aussonderungsart::Konfigurierbar("Auswahl".to_owned()),
        },
    ];
    let inhalte = [
        Inhalt::Aktenplan(muster::aktenplan()),
        Inhalt::AktenplanEmpfangen,
        Inhalt::Abgabe(uebergabe()),
        Inhalt::AbgabeImportiert(rueckmeldung(false)),
        Inhalt::AbgabeEmpfangen,
        Inhalt::Anbieteverzeichnis(uebergabe()),
        Inhalt::Bewertungsverzeichnis(bewertet),
        Inhalt::Aussonderung(uebergabe()),
        Inhalt::AnbietungEmpfangen,
        Inhalt::BewertungEmpfangen,
        Inhalt::AussonderungImportiert(rueckmeldung(true)),
        Inhalt::AussonderungEmpfangen,
    ];
    let mut kopf = kopf(500);
    kopf.weitere_empfaenger = vec![Kontakt::behoerde("Landratsamt", "16000", "ags")];
    kopf.hinweis = Some("zur Kenntnis".to_owned());
    inhalte.into_iter().map(|inhalt| Nachricht::neu(kopf.clone(), inhalt)).collect()
}

#[test]
fn every_message_is_valid_and_reads_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    let messages = alle();
    assert_eq!(messages.len(), Nachrichtentyp::ALLE.len());
    for fassung in [Fassung::V3_0, Fassung::V3_1] {
        for nachricht in &messages {
            let geschrieben = nachricht.write(fassung).unwrap();
            let path = folder.path().join(format!(
                "{}-{}.xml",
                fassung.nummer(),
                nachricht.inhalt.typ().code()
            ));
            std::fs::write(&path, &geschrieben.xml).unwrap();
            paths.push(path);
            let gelesen = Nachricht::read(&geschrieben.xml).unwrap();
            assert_eq!(gelesen.hinweise, []);
            assert_eq!(gelesen.fassung, fassung);
            assert_eq!(geschrieben.ersetzte_zeichen, 0);
            similar(&gelesen.nachricht, nachricht);
        }
    }
    validate(&paths);
}

/// Equality that names the message instead of printing both.
fn similar(one: &Nachricht, other: &Nachricht) {
    let (one, other) = (format!("{one:#?}"), format!("{other:#?}"));
    for (line, (left, right)) in one.lines().zip(other.lines()).enumerate() {
        assert_eq!(left, right, "line {line}");
    }
    assert_eq!(one.len(), other.len());
}

#[test]
fn signatures_beside_a_file_are_files_of_the_package() {
    let (mut ids, mut dateien) = (Ids::default(), Vec::new());
    let mut dokument = muster::dokument(&mut ids, "Vertrag", &mut dateien);
    let signatur = xdomea::dokument::Dateiname::neu(ids.next(), "vertrag.p7s");
    let format = &mut dokument.versionen[0].formate[0];
    format.primaerdokument.signatur_siegel = Some(SignaturSiegel::Dateien(vec![signatur.clone()]));
    let objekte = vec![Schriftgutobjekt::Dokument(Box::new(dokument))];
    let inhalt = Inhalt::Abgabe(Uebergabe { objekte, ..Uebergabe::default() });
    let nachricht = Nachricht::neu(kopf(1), inhalt);
    dateien.push((signatur, b"signatur".to_vec()));
    let paket = muster::packen(&nachricht, Fassung::V3_1, &dateien);
    let name = xdomea::Paketname::von(&nachricht).to_string();
    let paket = xdomea::Paket::open(&name, std::io::Cursor::new(paket)).unwrap();
    assert_eq!(paket.dateien().count(), 2);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("0401.xml");
    std::fs::write(&path, nachricht.write(Fassung::V3_1).unwrap().xml).unwrap();
    validate(&[path]);
}

#[test]
fn characters_xml_does_not_know_are_replaced_and_counted() {
    let (mut ids, mut dateien) = (Ids::default(), Vec::new());
    let mut vorgang = muster::vorgang(&mut ids, "x", &mut dateien);
    vorgang.aktenbetreff = Some("vor\u{2}nach\u{ffff}".to_owned());
    let objekte = vec![Schriftgutobjekt::Vorgang(Box::new(vorgang))];
    let inhalt = Inhalt::Abgabe(Uebergabe { objekte, ..Uebergabe::default() });
    let geschrieben = Nachricht::neu(kopf(1), inhalt).write(Fassung::V3_0).unwrap();
    assert_eq!(geschrieben.ersetzte_zeichen, 2);
    let text = String::from_utf8(geschrieben.xml).unwrap();
    assert!(text.contains("vor\u{fffd}nach\u{fffd}"));
}

#[test]
fn what_the_schema_or_the_archive_would_refuse_is_not_written() {
    let write = |inhalt: Inhalt| Nachricht::neu(kopf(1), inhalt).write(Fassung::V3_1);
    let (gut, _) = muster::schriftgut();

    assert_eq!(
        Nachricht::neu(kopf(1), Inhalt::AbgabeEmpfangen).write(Fassung::V2_4),
        Err(WriteError::Version { fassung: "2.4.0" })
    );
    assert_eq!(
        write(Inhalt::Abgabe(Uebergabe::default())),
        Err(WriteError::Empty { element: "Schriftgutobjekt" })
    );
    assert_eq!(
        write(Inhalt::AussonderungImportiert(Rueckmeldung::default())),
        Err(WriteError::Empty { element: "AusgesondertesSGO" })
    );
    let mut doppelt = gut.clone();
    doppelt.objekte.push(doppelt.objekte[0].clone());
    assert!(matches!(write(Inhalt::Aussonderung(doppelt)), Err(WriteError::Twice { .. })));

    let (mut ids, mut dateien) = (Ids::default(), Vec::new());
    let mut dokument = muster::dokument(&mut ids, "x", &mut dateien);
    dokument.versionen.push(Version { nummer: "2".to_owned(), formate: Vec::new() });
    let objekte = |dokument| vec![Schriftgutobjekt::Dokument(Box::new(dokument))];
    let leer = Uebergabe { objekte: objekte(dokument.clone()), ..Uebergabe::default() };
    assert_eq!(write(Inhalt::Abgabe(leer)), Err(WriteError::Empty { element: "Format" }));

    dokument.versionen[1] = dokument.versionen[0].clone();
    let zweimal = Uebergabe { objekte: objekte(dokument), ..Uebergabe::default() };
    assert!(matches!(write(Inhalt::Abgabe(zweimal)), Err(WriteError::FileTwice { .. })));

    let mut tief = xdomea::akte::Vorgang::neu(ids.next());
    for _ in 0..5 {
        let mut aussen = xdomea::akte::Vorgang::neu(ids.next());
        aussen.teilvorgaenge = vec![tief];
        tief = aussen;
    }
    let tief = Uebergabe {
        objekte: vec![Schriftgutobjekt::Vorgang(Box::new(tief))],
        ..Uebergabe::default()
    };
    assert!(matches!(
        write(Inhalt::Anbieteverzeichnis(tief.clone())),
        Err(WriteError::TooDeep { max: 5, .. })
    ));
    assert!(write(Inhalt::Abgabe(tief)).is_ok(), "only archives have this limit");
}
