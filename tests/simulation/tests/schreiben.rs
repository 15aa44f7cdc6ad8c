//! Stories of letters that two workstations write, sign and send.
//!
//! Never random: the same office every time.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use desk::Desk;
use desk::views::{
    BytesArgs, DokumentStand, EinzelheitenArgs, EntwurfAnlegenArgs, EntwurfFelder,
    EntwurfSpeichernArgs, EntwurfView, Fassung, Id, KontaktEingabe, Versandart, VersendenArgs,
    ZeichnenArgs, ZieleArgs,
};
use domain::Dokument;
use simulation_tests::{DeskId, Office};

fn two() -> (Office, DeskId, DeskId) {
    (Office::new(0x5c), DeskId(0), DeskId(1))
}

/// A letter in a case of the practice office, complete but for its signature.
fn letter(desk: &Desk) -> EntwurfView {
    let ziele = desk.ziele(ZieleArgs { text: "Hundebestandsaufnahme".to_owned() }).unwrap();
    let eingabe = KontaktEingabe {
        name: "Müller".to_owned(),
        anrede: "Frau".to_owned(),
        strasse: "Mühlweg 3 a".to_owned(),
        plz: "00000".to_owned(),
        ort: "Lindenhain".to_owned(),
        ..KontaktEingabe::default()
    };
    let kontakt = desk.kontakt_anlegen(eingabe).unwrap().zeile.id;
    let args = EntwurfAnlegenArgs {
        vorgang: ziele.first().unwrap().id.clone(),
        vorlage: None,
        empfaenger: Some(kontakt),
    };
    let view = desk.entwurf_anlegen(args).unwrap();
    save(desk, &view, |felder| felder.text = "wir bestätigen die Anmeldung.".to_owned())
}

fn save(desk: &Desk, view: &EntwurfView, change: impl FnOnce(&mut EntwurfFelder)) -> EntwurfView {
    let mut neu = view.felder.clone();
    change(&mut neu);
    let args = EntwurfSpeichernArgs { id: view.id.clone(), vorher: view.felder.clone(), neu };
    desk.entwurf_speichern(args).unwrap()
}

fn seen(desk: &Desk, id: &str) -> EntwurfView {
    desk.entwurf(Id { id: id.to_owned() }).unwrap()
}

/// Signs a letter finally, as it stands.
fn sign(desk: &Desk, id: &str) {
    let fassung = desk.entwurf(Id { id: id.to_owned() }).unwrap().fassung;
    let args = ZeichnenArgs {
        punkt: None,
        dokument: Some(id.to_owned()),
        fassung,
        vermerk: None,
        in_vertretung_fuer: None,
    };
    desk.zeichnen(args).unwrap();
}

#[test]
fn fair_copy_stands_at_the_other_desk_byte_for_byte() {
    let (mut office, anna, bernd) = two();
    let desk = office.desk(anna);
    let id = letter(&desk).id;
    sign(&desk, &id);
    let copy = desk.reinschrift(Id { id: id.clone() }).unwrap().reinschrift.unwrap();
    let args = VersendenArgs {
        id: id.clone(),
        am: desk.store().env().now().to_string().get(..10).unwrap().to_owned(),
        weg: Versandart::Post,
        vermerk: String::new(),
    };
    desk.versenden(args).unwrap();
    drop(desk);
    office.heal();
    for id_of_desk in [anna, bernd] {
        let desk = office.desk(id_of_desk);
        let view = seen(&desk, &id);
        assert_eq!(view.stand, DokumentStand::Versandt);
        assert!(!view.ausstehend, "the centre has taken it");
        let (dokument, _) =
            desk.store().read(|db| db.load::<Dokument>(id.parse().unwrap())).unwrap();
        assert_eq!(dokument.versionen.len(), 2);
        assert_eq!(view.reinschrift.unwrap().sha256, copy.sha256);
        for version in &dokument.versionen {
            let args = BytesArgs { sha256: version.sha256.clone(), fassung: Fassung::Original };
            let bytes = desk.bytes(&args).unwrap();
            assert_eq!(wire::sha256_hex(&bytes), version.sha256);
            assert_eq!(bytes.len() as u64, version.groesse_bytes);
        }
    }
}

#[test]
fn two_authors_of_one_draft_meet_field_by_field() {
    let (mut office, anna, bernd) = two();
    let id = letter(&office.desk(anna)).id;
    office.heal();
    let view = seen(&office.desk(anna), &id);
    save(&office.desk(anna), &view, |felder| felder.text = "Annas Text.".to_owned());
    let view = seen(&office.desk(bernd), &id);
    save(&office.desk(bernd), &view, |felder| {
        felder.text = "Bernds Text.".to_owned();
        felder.betreff = "Bernds Betreff".to_owned();
    });
    office.round(anna).unwrap();
    office.round(bernd).unwrap();
    office.heal();
    for desk in [anna, bernd] {
        let desk = office.desk(desk);
        let view = seen(&desk, &id);
        assert_eq!(view.felder.betreff, "Bernds Betreff", "nobody else has changed it");
        assert_eq!(view.felder.text, "Annas Text.", "until a person decides");
        assert!(view.konflikt_offen);
        let args = EinzelheitenArgs { anzahl: 50 };
        let open = desk.abgleich_einzelheiten(args).unwrap();
        let row = open.konflikte.iter().find(|row| row.feld == "Text").unwrap();
        assert_eq!((row.eigener.as_str(), row.frei), ("Bernds Text.", true));
    }
}

#[test]
fn two_fair_copies_of_one_letter_become_one_and_the_second_author_learns_it() {
    let (mut office, anna, bernd) = two();
    let desk = office.desk(anna);
    let id = letter(&desk).id;
    sign(&desk, &id);
    drop(desk);
    office.heal();
    let first = office.desk(anna).reinschrift(Id { id: id.clone() }).unwrap();
    office.desk(bernd).reinschrift(Id { id: id.clone() }).unwrap();
    office.round(anna).unwrap();
    office.round(bernd).unwrap();
    office.heal();
    for desk in [anna, bernd] {
        let desk = office.desk(desk);
        let (dokument, _) =
            desk.store().read(|db| db.load::<Dokument>(id.parse().unwrap())).unwrap();
        assert_eq!(dokument.versionen.len(), 2, "one draft and one fair copy");
        let copy = seen(&desk, &id).reinschrift.unwrap();
        assert_eq!(copy.sha256, first.reinschrift.clone().unwrap().sha256);
    }
    let refusals = office.desk(bernd).store().read(|db| db.refusals()).unwrap();
    assert_eq!(refusals.len(), 1, "Bernd is told");
}
