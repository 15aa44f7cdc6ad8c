//! Where post belongs: proposed with its reason, learned from what people decide, filed without a
//! person where the office wants it, and never across municipalities.

use std::path::Path;
use std::sync::Arc;

use desk::Desk;
use desk::views::{
    AkteAnlegenArgs, Ausschnitt, DokumentUmhaengenArgs, EingangFilter, EingangView, Id,
    KontaktEingabe, MandantArgs, PosteingangArgs, SelbsttaetigArgs, SelbsttaetigListe,
    UebernehmenArgs, Vertrauen, VorgangAnlegenArgs, Ziel, ZielArt, ZuordnenAngaben, ZuordnenArgs,
};
use domain::RecType;
use domain::mandant::mandant_id;
use serde_json::json;
use store::{SCOPE_REGISTRATUR, SCOPE_STAMMDATEN};
use uuid::Uuid;

use crate::mandanten::{office, said};

const OTHER: &str = "nebelrode";

struct Amt {
    desk: Arc<Desk>,
    unit: Uuid,
    folder: tempfile::TempDir,
}

impl Amt {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (desk, unit) = office(&folder.path().join("daten"));
        Self { desk, unit, folder }
    }

    fn vorgang(&self, betreff: &str) -> String {
        let akte = AkteAnlegenArgs {
            aktenplaneinheit: self.unit.to_string(),
            betreff: format!("Akte {betreff}"),
        };
        let akte = self.desk.akte_anlegen(akte).unwrap().id;
        let args = VorgangAnlegenArgs { akte, betreff: betreff.to_owned() };
        self.desk.vorgang_anlegen(args).unwrap().id
    }

    /// Takes a letter in and returns its item.
    fn letter(&self, name: &str, text: &str) -> String {
        take(&self.desk, self.folder.path(), name, text)
    }

    fn look(&self, id: &str) -> EingangView {
        self.desk.eingang(Id { id: id.to_owned() }).unwrap()
    }

    fn file(&self, eingang: &str, vorgang: &str) -> String {
        let args = ZuordnenArgs {
            eingang: eingang.to_owned(),
            ziel: Ziel::Vorgang { id: vorgang.to_owned() },
            titel: None,
            angaben: ZuordnenAngaben::default(),
        };
        self.desk.eingang_zuordnen(args).unwrap().zeile.id
    }

    fn reference(&self, vorgang: &str) -> String {
        self.desk.vorgang(Id { id: vorgang.to_owned() }).unwrap().aktenzeichen
    }

    fn by_itself(&self) -> SelbsttaetigListe {
        let ausschnitt = Ausschnitt { ab: 0, anzahl: 10 };
        self.desk.selbsttaetig(SelbsttaetigArgs { offen: false, ausschnitt }).unwrap()
    }

    /// Has the centre say from how many percent on post is filed without a person.
    fn threshold(&self, prozent: u8) {
        let body = json!({ "kuerzel": "LH", "name": "Gemeinde Lindenhain",
            "bereich": SCOPE_REGISTRATUR, "muster_akte": "{plan}-{lfd}/{jahr}",
            "muster_vorgang": "{akte}-{lfd}", "briefkopf": { "name": "Gemeinde Lindenhain" },
            "selbsttaetig_ab": prozent });
        let id = mandant_id(SCOPE_REGISTRATUR);
        said(&self.desk, SCOPE_STAMMDATEN, RecType::Mandant, id, &body);
    }
}

fn take(desk: &Desk, folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    let pfade = vec![path.to_str().unwrap().to_owned()];
    let taken = desk.dateien_uebernehmen(UebernehmenArgs { pfade }).unwrap();
    assert!(!taken.zeilen[0].fehlgeschlagen, "{:?}", taken.zeilen);
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 100 };
    let rows = desk.posteingang(PosteingangArgs { filter: EingangFilter::Offen, ausschnitt });
    let rows = rows.unwrap().zeilen;
    rows.into_iter().find(|row| row.dateiname == name).unwrap().id
}

fn about_bello(what: &str) -> String {
    format!(
        "Ines Holler\nAm Anger 4\n00417 Lindenhain\n\nGemeinde Lindenhain\n\n{what}\n\n\
         Sehr geehrte Damen und Herren,\n\nmein Schäferhund Bello wurde im Mai von mir übernommen. \
         Bitte prüfen Sie die Hundesteuer für den Schäferhund.\n\nMit freundlichen Grüßen\n\
         Ines Holler\n"
    )
}

#[test]
fn our_reference_in_a_letter_is_shown_with_its_line_and_its_words() {
    let amt = Amt::new();
    let vorgang = amt.vorgang("Hundesteuer Holler");
    amt.vorgang("Straßenbeleuchtung Anger");
    let reference = amt.reference(&vorgang);
    let id = amt.letter("brief.txt", &about_bello(&format!("Ihr Zeichen: {reference}")));
    let best = amt.look(&id).vorschlaege.remove(0);
    assert_eq!(best.ziel.id, vorgang);
    assert_eq!(best.begruendung, format!("Aktenzeichen {reference} gefunden, Zeile 5"));
    let place = best.belege[0].stelle.clone().unwrap();
    assert_eq!((place.seite, place.zeile), (1, 5));
    assert!(place.wortlaut.contains(&reference), "{}", place.wortlaut);
}

#[test]
fn answer_without_a_reference_follows_what_was_filed_and_what_was_corrected() {
    let amt = Amt::new();
    let dog = amt.vorgang("Anmeldung eines Hundes");
    let other = amt.vorgang("Beschwerde über Gebell");
    for name in ["Straßenbau", "Friedhof", "Wasser", "Märkte"] {
        amt.vorgang(name);
    }
    let first = amt.letter("eins.txt", &about_bello("Anmeldung meines Hundes"));
    let document = amt.file(&first, &dog);
    let second = amt.letter("zwei.txt", &about_bello("Nachfrage zu meinem Schreiben"));
    let best = amt.look(&second).vorschlaege.remove(0);
    assert_eq!(best.ziel.id, dog, "{best:?}");
    assert_ne!(best.vertrauen, Vertrauen::Sicher, "one letter is not much: {best:?}");
    assert!(!best.begruendung.is_empty());
    // What was filed was wrong: the letters are about the neighbours' complaint.
    let move_it = DokumentUmhaengenArgs { dokument: document, vorgang: other.clone(), grund: None };
    amt.desk.dokument_umhaengen(move_it).unwrap();
    let best = amt.look(&second).vorschlaege.remove(0);
    assert_eq!(best.ziel.id, other, "{best:?}");
}

#[test]
fn what_was_read_fills_the_document_and_sets_its_reminder() {
    let amt = Amt::new();
    let vorgang = amt.vorgang("Hundesteuer Holler");
    let person = KontaktEingabe {
        name: "Holler".to_owned(),
        vorname: "Ines".to_owned(),
        strasse: "Am Anger 4".to_owned(),
        ..KontaktEingabe::default()
    };
    let kontakt = amt.desk.kontakt_anlegen(person).unwrap().zeile.id;
    let text = about_bello("Lindenhain, den 03.11.2026\nMein Zeichen: H-17/26\n\nWiderspruch");
    let text = text.replace("Bitte prüfen", "Bitte antworten Sie bis zum 15.12.2026 und prüfen");
    let id = amt.letter("brief.txt", &text);
    let read = amt.look(&id).ablesungen;
    assert_eq!(read.absender.unwrap().wert, kontakt);
    assert_eq!(read.datum.unwrap().wert, "2026-11-03");
    assert_eq!(read.frist.unwrap().wert, "2026-12-15");
    let args = ZuordnenArgs {
        eingang: id,
        ziel: Ziel::Vorgang { id: vorgang.clone() },
        titel: Some("Widerspruch".to_owned()),
        angaben: ZuordnenAngaben {
            typ: Some("Widerspruch".to_owned()),
            absender: Some(kontakt),
            datum_des_schreibens: Some("2026-11-03".to_owned()),
            fremdes_geschaeftszeichen: Some("H-17/26".to_owned()),
            wiedervorlage: Some("2026-12-15".to_owned()),
        },
    };
    let document = amt.desk.eingang_zuordnen(args).unwrap();
    let fields = amt.desk.store().read(|db| db.seen(document.zeile.id.parse().unwrap()));
    let fields = fields.unwrap().unwrap().fields;
    assert_eq!(fields["typ"], "Widerspruch");
    assert_eq!(fields["datum_des_schreibens"], "2026-11-03");
    assert_eq!(fields["fremdes_geschaeftszeichen"], "H-17/26");
    assert!(!fields["lernmerkmale"]["woerter"].as_array().unwrap().is_empty());
    let case = amt.desk.vorgang(Id { id: vorgang }).unwrap();
    let reminder = case.verfuegungen.iter().find(|row| row.termin.is_some()).unwrap();
    assert_eq!(reminder.termin.as_deref(), Some("2026-12-15"));
}

#[test]
fn nothing_is_filed_without_a_person_unless_the_office_says_so() {
    let amt = Amt::new();
    let vorgang = amt.vorgang("Hundesteuer Holler");
    amt.vorgang("Friedhof");
    let reference = amt.reference(&vorgang);
    let line = format!("Hundesteuer Holler, Ihr Zeichen: {reference}");
    let first = amt.letter("eins.txt", &about_bello(&line));
    amt.file(&first, &vorgang);
    let second = amt.letter("zwei.txt", &about_bello(&format!("Nachtrag\n{line}")));
    let best = amt.look(&second).vorschlaege.remove(0);
    assert_eq!(best.vertrauen, Vertrauen::Sicher, "{best:?}");
    assert_eq!(amt.desk.selbst_ablegen().unwrap(), 0);
    assert_eq!(amt.by_itself().ab_prozent, None);
    amt.threshold(95);
    assert_eq!(amt.desk.selbst_ablegen().unwrap(), 1);
    let list = amt.by_itself();
    assert_eq!((list.ab_prozent, list.gesamt, list.ungesehen), (Some(95), 1, 1));
    let row = &list.zeilen[0];
    assert_eq!((row.eingang.as_str(), row.ziel.id.as_str()), (second.as_str(), vorgang.as_str()));
    assert!(row.prozent >= 95 && row.begruendung.contains(&reference), "{row:?}");
    let said = amt.desk.dokument(Id { id: row.dokument.clone() }).unwrap().verlauf;
    let told = |line: &desk::views::VerlaufZeile| {
        line.bemerkung.as_deref().is_some_and(|text| text.starts_with("Selbsttätig abgelegt"))
    };
    assert!(said.iter().any(told), "{said:?}");
}

#[test]
fn what_was_filed_without_a_person_is_taken_back_once_and_for_all() {
    let amt = Amt::new();
    let vorgang = amt.vorgang("Hundesteuer Holler");
    amt.threshold(95);
    let line = format!("Hundesteuer Holler, Ihr Zeichen: {}", amt.reference(&vorgang));
    let first = amt.letter("eins.txt", &about_bello(&line));
    amt.file(&first, &vorgang);
    let second = amt.letter("zwei.txt", &about_bello(&format!("Nachtrag\n{line}")));
    assert_eq!(amt.desk.selbst_ablegen().unwrap(), 1);
    amt.desk.zuordnung_zuruecknehmen(Id { id: second.clone() }).unwrap();
    assert_eq!(amt.desk.selbst_ablegen().unwrap(), 0, "a person has said no");
    let list = amt.by_itself();
    assert!(list.zeilen[0].zurueckgenommen && list.ungesehen == 0, "{list:?}");
    assert!(!amt.look(&second).zeile.zugeordnet);
    // What stands is confirmed by whoever looks at it.
    let third = amt.letter("drei.txt", &about_bello(&format!("Zweiter Nachtrag\n{line}")));
    assert_eq!(amt.desk.selbst_ablegen().unwrap(), 1);
    let list = amt.by_itself();
    assert_eq!((list.zeilen[0].eingang.as_str(), list.ungesehen), (third.as_str(), 1));
    amt.desk.selbsttaetig_bestaetigen(Id { id: list.zeilen[0].dokument.clone() }).unwrap();
    let list = amt.by_itself();
    assert_eq!(list.ungesehen, 0);
    assert_eq!(list.zeilen[0].gesehen_von.as_deref(), Some("Anna Fennwald"));
}

#[test]
fn one_municipality_learns_nothing_from_another() {
    let amt = Amt::new();
    let here = amt.vorgang("Hundesteuer Holler");
    let first = amt.letter("eins.txt", &about_bello("Anmeldung meines Hundes"));
    amt.file(&first, &here);
    amt.desk.mandant_waehlen(MandantArgs { bereich: OTHER.to_owned() }).unwrap();
    let there = amt.vorgang("Winterdienst");
    let second = amt.letter("zwei.txt", &about_bello("Nachfrage zu meinem Schreiben"));
    let view = amt.look(&second);
    let places: Vec<_> = view
        .vorschlaege
        .iter()
        .map(|one| (one.ziel.art == ZielArt::Vorgang).then_some(one.ziel.id.as_str()))
        .collect();
    assert!(!places.contains(&Some(here.as_str())), "{places:?}");
    for one in &view.vorschlaege {
        assert!(one.ziel.betreff.contains("Winterdienst"), "{one:?}");
        assert!(!one.begruendung.contains("Holler"), "{one:?}");
    }
    let _ = there;
}

#[test]
fn what_was_learned_is_known_again_after_a_start_and_goes_with_its_document() {
    let amt = Amt::new();
    let dog = amt.vorgang("Anmeldung eines Hundes");
    for name in ["Straßenbau", "Friedhof"] {
        amt.vorgang(name);
    }
    let first = amt.letter("eins.txt", &about_bello("Anmeldung meines Hundes"));
    amt.file(&first, &dog);
    let second = amt.letter("zwei.txt", &about_bello("Nachfrage zu meinem Schreiben"));
    let before = amt.look(&second).vorschlaege;
    let Amt { desk, folder, .. } = amt;
    drop(desk);
    let desk = Desk::open(desk::DeskOptions {
        folder: folder.path().join("daten"),
        key: store::KeySource::passphrase("test"),
        env: store::Env::system(),
        worker: Some(intake::worker::Worker::find().unwrap()),
    });
    let desk = desk.unwrap();
    let after = desk.eingang(Id { id: second.clone() }).unwrap().vorschlaege;
    assert_eq!(after[0].ziel.id, dog);
    assert_eq!(after[0].prozent, before[0].prozent, "the same knowledge says the same");
    desk.zuordnung_zuruecknehmen(Id { id: first }).unwrap();
    let without = desk.eingang(Id { id: second }).unwrap().vorschlaege;
    let similar = |one: &desk::views::VorschlagView| one.begruendung.starts_with("Ähnlich");
    assert!(!without.iter().any(similar), "{without:?}");
}
