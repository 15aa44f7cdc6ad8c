//! The registry as a clerk works with it: metadata, parts, moving, parties, references, contacts.

use std::path::Path;

use desk::Desk;
use desk::views::{
    AendernArgs, AkteAnlegenArgs, AkteView, BaumArgs, BeteiligteArgs, BytesArgs, Code,
    DokumentUmhaengenArgs, Fassung, Feld, Id, KnotenArt, KnotenRef, KontaktAendernArgs,
    KontaktEingabe, KontakteArgs, Leer, MetadatenView, ObjektArgs, ObjektArt, StornierenArgs,
    TeilakteAnlegenArgs, TeilakteArt, VersionArgs, VerweisArgs, VorgangAnlegenArgs,
    VorgangUmhaengenArgs,
};
use uuid::Uuid;

use crate::mandanten::{filed, office};

fn akte(desk: &Desk, unit: Uuid, betreff: &str) -> String {
    let aktenplaneinheit = unit.to_string();
    desk.akte_anlegen(AkteAnlegenArgs { aktenplaneinheit, betreff: betreff.to_owned() }).unwrap().id
}

fn vorgang(desk: &Desk, akte: &str, betreff: &str) -> String {
    let args = VorgangAnlegenArgs { akte: akte.to_owned(), betreff: betreff.to_owned() };
    desk.vorgang_anlegen(args).unwrap().id
}

fn set(id: &str, feld: Feld, wert: &str) -> AendernArgs {
    AendernArgs { id: id.to_owned(), feld, wert: wert.to_owned(), vorher: None }
}

fn wert(view: &MetadatenView, feld: Feld) -> (String, Option<String>) {
    let row = view.felder.iter().find(|row| row.feld == feld).unwrap();
    (row.wert.clone(), row.vorgabe.clone())
}

fn view(desk: &Desk, id: &str) -> AkteView {
    desk.akte(Id { id: id.to_owned() }).unwrap()
}

/// Changes here that are on their way, and the fields of the last one.
fn sent(desk: &Desk) -> (usize, Vec<String>) {
    let journal = desk.store().read(|db| db.journal()).unwrap();
    let edit = &journal.last().unwrap().0.edit;
    let names = edit.set.keys().chain(edit.add.keys()).chain(edit.remove.keys());
    (journal.len(), names.cloned().collect())
}

#[test]
fn metadata_are_changed_field_by_field_and_nothing_else_is_sent() {
    let data = tempfile::tempdir().unwrap();
    let (desk, unit) = office(data.path());
    let id = akte(&desk, unit, "Hundesteuer");
    let (before, _) = sent(&desk);
    let plan = wert(&view(&desk, &id).metadaten, Feld::AufbewahrungJahre);
    assert_eq!(plan, (String::new(), Some("10".to_owned())), "the plan says ten years");

    desk.akte_aendern(set(&id, Feld::AufbewahrungJahre, " 30 ")).unwrap();
    assert_eq!(sent(&desk), (before + 1, vec!["aufbewahrung_jahre".to_owned()]));
    desk.akte_aendern(set(&id, Feld::AufbewahrungJahre, "30")).unwrap();
    assert_eq!(sent(&desk).0, before + 1, "what is as it was is not sent");
    let kept = view(&desk, &id).aufbewahrung;
    assert_eq!((kept.jahre, kept.aus_plan), (Some(30), false));
    assert!(kept.satz.starts_with("30 Jahre ab Ende des Jahres"), "{}", kept.satz);
    desk.akte_aendern(set(&id, Feld::AufbewahrungJahre, "")).unwrap();
    let kept = view(&desk, &id).aufbewahrung;
    assert_eq!((kept.jahre, kept.aus_plan), (Some(10), true), "taken away, the plan holds again");

    desk.akte_aendern(set(&id, Feld::LaufzeitBeginn, "2020-01-01")).unwrap();
    let seen = desk.akte_aendern(set(&id, Feld::LaufzeitEnde, "2024-12-31")).unwrap();
    assert_eq!(wert(&seen, Feld::LaufzeitBeginn).0, "2020-01-01");
    let refused = desk.akte_aendern(set(&id, Feld::LaufzeitEnde, "2019-12-31")).unwrap_err();
    assert!(refused.meldung.contains("vor ihrem Beginn"), "{}", refused.meldung);

    desk.akte_aendern(set(&id, Feld::Schlagworte, "Hund; Steuer ;Hund;")).unwrap();
    let seen = desk.akte_aendern(set(&id, Feld::Schlagworte, "Steuer; Abgabe")).unwrap();
    assert_eq!(wert(&seen, Feld::Schlagworte).0, "Steuer; Abgabe");
    for (feld, wrong) in [
        (Feld::Betreff, "  "),
        (Feld::AufbewahrungJahre, "viele"),
        (Feld::Vertraulichkeitsstufe, "sehr"),
        (Feld::LaufzeitBeginn, "31.2.2020"),
        (Feld::Absender, "wer"),
    ] {
        let refused = desk.akte_aendern(set(&id, feld, wrong)).unwrap_err();
        assert_eq!(refused.code, Code::Invalid, "{feld:?}");
    }
}

#[test]
fn a_file_is_divided_and_its_cases_lie_in_its_parts() {
    let data = tempfile::tempdir().unwrap();
    let (desk, unit) = office(data.path());
    let (id, other) = (akte(&desk, unit, "Straßen"), akte(&desk, unit, "Wege"));
    let part = |akte: &str, betreff: &str| {
        let args = TeilakteAnlegenArgs {
            akte: akte.to_owned(),
            art: TeilakteArt::Band,
            betreff: betreff.to_owned(),
        };
        desk.teilakte_anlegen(args).unwrap().id
    };
    let (band, foreign) = (part(&id, "Bis 2020"), part(&other, "Ab 2021"));
    let (first, second) = (vorgang(&desk, &id, "Schlagloch"), vorgang(&desk, &id, "Bordstein"));
    let put = |vorgang: &str, teilakte: Option<&str>| {
        let teilakte = teilakte.map(str::to_owned);
        desk.vorgang_umhaengen(VorgangUmhaengenArgs { vorgang: vorgang.to_owned(), teilakte })
    };
    let seen = put(&first, Some(&band)).unwrap();
    assert_eq!((seen.teilakte, seen.teilakten.len()), (Some(band.clone()), 1));
    let refused = put(&first, Some(&foreign)).unwrap_err();
    assert!(refused.meldung.contains("gehört nicht zur Akte"), "{}", refused.meldung);
    let children = |art: KnotenArt, id: &str| {
        let knoten = Some(KnotenRef { art, id: id.to_owned() });
        let rows = desk.aktenbaum(BaumArgs { knoten }).unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(children(KnotenArt::Akte, &id), [band.clone(), second]);
    assert_eq!(children(KnotenArt::Teilakte, &band), std::slice::from_ref(&first));
    let above: Vec<String> =
        desk.baumpfad(Id { id: first.clone() }).unwrap().into_iter().map(|node| node.id).collect();
    assert_eq!(above, [unit.to_string(), id.clone(), band.clone()]);
    let seen = view(&desk, &id);
    assert_eq!((seen.vorgaenge, seen.vorgaenge_offen, seen.teilakten.len()), (2, 2, 1));
    assert_eq!(seen.einheit.pfad, ["1.2 Steuern"]);
    assert_eq!(put(&first, None).unwrap().teilakte, None);
    assert!(children(KnotenArt::Teilakte, &band).is_empty());
}

#[test]
fn a_document_is_moved_taken_out_and_gets_a_newer_file() {
    let (data, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, unit) = office(data.path());
    let id = akte(&desk, unit, "Straßen");
    let (from, to) = (vorgang(&desk, &id, "Schlagloch"), vorgang(&desk, &id, "Bordstein"));
    let dokument = filed(&desk, files.path(), &from, "Foto vom Schlagloch").zeile.id;
    let moved = desk.dokument_umhaengen(DokumentUmhaengenArgs {
        dokument: dokument.clone(),
        vorgang: to.clone(),
        grund: Some("falsch abgelegt".to_owned()),
    });
    let moved = moved.unwrap();
    assert_eq!(moved.vorgang.id, to);
    let last = moved.verlauf.last().unwrap();
    assert_eq!(last.bemerkung.as_deref(), Some("falsch abgelegt"), "the history says why");

    newer(&desk, files.path(), &dokument);

    let out = |grund: &str| {
        let args = StornierenArgs { dokument: dokument.clone(), grund: grund.to_owned() };
        desk.dokument_stornieren(args)
    };
    assert_eq!(out(" ").unwrap_err().code, Code::Invalid, "a reason is asked for");
    assert!(out("doppelt").unwrap().zeile.storniert);
    let args = DokumentUmhaengenArgs { dokument, vorgang: from, grund: None };
    let refused = desk.dokument_umhaengen(args).unwrap_err();
    assert!(refused.meldung.contains("storniert"), "{}", refused.meldung);
}

/// A newer file becomes the second version, byte for byte, and stays where it lay.
fn newer(desk: &Desk, files: &Path, dokument: &str) {
    let path = files.join("neu.txt");
    std::fs::write(&path, "Foto vom Schlagloch, heller").unwrap();
    let add = |path: &Path| {
        let pfad = path.to_str().unwrap().to_owned();
        desk.dokument_version_anfuegen(VersionArgs { dokument: dokument.to_owned(), pfad })
    };
    let zeile = add(&path).unwrap().zeile;
    assert_eq!((zeile.versionen, zeile.dateiname.as_str()), (2, "neu.txt"));
    let args = BytesArgs { sha256: zeile.sha256.clone(), fassung: Fassung::Original };
    assert_eq!(desk.bytes(&args).unwrap(), std::fs::read(&path).unwrap());
    let journal = desk.store().read(|db| db.journal()).unwrap();
    let requires = &journal.last().unwrap().0.requires;
    assert_eq!(requires, &[zeile.sha256], "the centre waits for the bytes");
    let twice = add(&path).unwrap_err();
    assert!(twice.meldung.contains("schon die Fassung 2"), "{}", twice.meldung);
    let missing = add(&files.join("fehlt.txt")).unwrap_err();
    assert_eq!(missing.code, Code::Invalid);
}

#[test]
fn parties_and_references_are_named_and_lead_somewhere() {
    let data = tempfile::tempdir().unwrap();
    let (desk, unit) = office(data.path());
    let id = akte(&desk, unit, "Hundesteuer");
    let case = vorgang(&desk, &id, "Bescheid");
    let person = KontaktEingabe {
        name: "Wendrach".to_owned(),
        vorname: "Ottilie".to_owned(),
        strasse: "Birkenweg 4".to_owned(),
        plz: "00417".to_owned(),
        ort: "Lindenhain".to_owned(),
        ..KontaktEingabe::default()
    };
    let kontakt = desk.kontakt_anlegen(person.clone()).unwrap().zeile.id;
    let beteiligte = BeteiligteArgs {
        art: ObjektArt::Vorgang,
        id: case.clone(),
        kontakt: kontakt.clone(),
        rolle: " Halterin ".to_owned(),
    };
    let seen = desk.beteiligte_setzen(beteiligte.clone()).unwrap();
    assert_eq!(seen.beteiligte[0].name, "Ottilie Wendrach");
    assert_eq!(seen.beteiligte[0].rolle, "Halterin");
    let gone = BeteiligteArgs { rolle: "Halterin".to_owned(), ..beteiligte };
    assert!(desk.beteiligte_entfernen(gone.clone()).unwrap().beteiligte.is_empty());
    assert_eq!(desk.beteiligte_entfernen(gone).unwrap_err().code, Code::NotFound);

    let verweis = VerweisArgs {
        art: ObjektArt::Vorgang,
        id: case.clone(),
        ziel: id.clone(),
        grund: Some("Vorgeschichte".to_owned()),
    };
    let seen = desk.verweis_setzen(verweis.clone()).unwrap();
    assert!(seen.verweise[0].name.ends_with("Hundesteuer"), "{}", seen.verweise[0].name);
    let own = VerweisArgs { ziel: case.clone(), ..verweis.clone() };
    assert_eq!(desk.verweis_setzen(own).unwrap_err().code, Code::Invalid);
    assert!(desk.verweis_entfernen(verweis).unwrap().verweise.is_empty());

    people(&desk, &kontakt, person);
    let absent = ObjektArgs { art: ObjektArt::Akte, id: case };
    assert_eq!(desk.metadaten(absent).unwrap_err().code, Code::NotFound, "a case is no file");
    assert!(!desk.mandanten(Leer {}).unwrap().is_empty());
}

/// Contacts are found by any part of name or place, and only what differs is sent.
fn people(desk: &Desk, kontakt: &str, person: KontaktEingabe) {
    let found = |text: &str| {
        let ausschnitt = desk::views::Ausschnitt { ab: 0, anzahl: 50 };
        desk.kontakte(KontakteArgs { text: text.to_owned(), ausschnitt }).unwrap().gesamt
    };
    for (words, n) in [("wend", 1), ("ottilie wendrach", 1), ("417 birken", 1), ("müller", 0)] {
        assert_eq!(found(words), n, "{words}");
    }
    let change = |kontakt_eingabe: KontaktEingabe| {
        let args =
            KontaktAendernArgs { id: kontakt.to_owned(), kontakt: kontakt_eingabe, vorher: None };
        desk.kontakt_aendern(args)
    };
    let (before, _) = sent(desk);
    change(person.clone()).unwrap();
    assert_eq!(sent(desk).0, before, "nothing differs");
    let seen = change(KontaktEingabe { ort: "Nebelrode".to_owned(), ..person.clone() }).unwrap();
    assert_eq!(sent(desk), (before + 1, vec!["ort".to_owned()]));
    assert_eq!(seen.zeile.anschrift.as_deref(), Some("Birkenweg 4, 00417 Nebelrode"));
    // A form that was opened before that change leaves it as it is now.
    let args = KontaktAendernArgs {
        id: kontakt.to_owned(),
        kontakt: KontaktEingabe { telefon: "036 1".to_owned(), ..person.clone() },
        vorher: Some(person.clone()),
    };
    let seen = desk.kontakt_aendern(args).unwrap();
    assert_eq!(sent(desk), (before + 2, vec!["telefon".to_owned()]));
    assert_eq!((seen.kontakt.ort.as_str(), seen.kontakt.telefon.as_str()), ("Nebelrode", "036 1"));
    let wrong = KontaktEingabe { iban: "DE00 1234".to_owned(), ..person };
    assert_eq!(change(wrong).unwrap_err().code, Code::Invalid);
}
