//! What the office's rules let through, and what they hold up.

use std::collections::BTreeMap;
use std::convert::Infallible;

use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::brief::fassung;

/// Records that lie about.
#[derive(Default)]
struct Buero(BTreeMap<Uuid, (RecType, Fields)>);

impl Buero {
    fn legt(&mut self, n: u128, kind: RecType, fields: Value) -> Uuid {
        let id = Uuid::from_u128(n);
        self.0.insert(id, (kind, serde_json::from_value(fields).unwrap()));
        id
    }
}

impl Umfeld for Buero {
    type Error = Infallible;

    fn felder(&mut self, rec_id: Uuid) -> Result<Option<Fields>, Infallible> {
        Ok(self.0.get(&rec_id).map(|(_, fields)| fields.clone()))
    }

    fn kinder(&mut self, parent: Uuid, kind: RecType) -> Result<Vec<Fields>, Infallible> {
        let Some((field, _)) = kind.parent() else { return Ok(Vec::new()) };
        let parent = parent.to_string();
        let inside = |(k, fields): &&(RecType, Fields)| *k == kind && text(fields, field) == parent;
        Ok(self.0.values().filter(inside).map(|(_, fields)| fields.clone()).collect())
    }
}

/// Lets somebody change a record that lies about.
fn tut(
    buero: &mut Buero,
    id: Uuid,
    akteur: &str,
    grund: Option<&str>,
    set: Value,
) -> Result<(), Verstoss> {
    let (kind, before) = buero.0[&id].clone();
    let mut after = before.clone();
    let set: Fields = serde_json::from_value(set).unwrap();
    for (name, value) in set {
        if is_empty(&value) {
            after.remove(&name)
        } else {
            after.insert(name, value)
        };
    }
    let change = Aenderung {
        kind,
        rec_id: id,
        op: Op::Transition,
        vorher: Some(&before),
        nachher: &after,
        akteur,
        grund,
        bereich: "registratur",
        heute: date(2026, 11, 22),
    };
    match pruefen(buero, &change) {
        Ok(()) => {
            buero.0.insert(id, (kind, after));
            Ok(())
        }
        Err(Einwand::Verstoss(verstoss)) => Err(verstoss),
        Err(Einwand::Umfeld(never)) => match never {},
    }
}

/// A file with a case, and a draft with two co-signatures and the final one.
fn entwurf() -> (Buero, [Uuid; 6]) {
    let mut buero = Buero::default();
    let akte = buero.legt(1, RecType::Akte, json!({"status": "offen"}));
    let vorgang = buero.legt(2, RecType::Vorgang, json!({"status": "offen", "akte": akte}));
    let brief = json!({"status": "entwurf", "vorgang": vorgang, "brief_text": "Alt"});
    let brief = buero.legt(3, RecType::Dokument, brief);
    let mut punkt = |n: u128, art: &str, schritt: u32, adressat: &str| {
        let point = json!({
            "vorgang": vorgang, "dokument": brief, "nummer": n, "schritt": schritt, "art": art,
            "adressat": adressat, "status": "offen",
        });
        buero.legt(n, RecType::Verfuegung, point)
    };
    let kasse = punkt(4, "mitzeichnung", 1, "Kasse");
    let amt = punkt(5, "mitzeichnung", 2, "Amtsleitung");
    let chefin = punkt(6, "schlusszeichnung", 3, "Bürgermeisterin");
    (buero, [akte, vorgang, brief, kasse, amt, chefin])
}

fn zeichnet(buero: &mut Buero, punkt: Uuid, wer: &str) -> Result<(), Verstoss> {
    let stand = fassung(&buero.0[&Uuid::from_u128(3)].1);
    let done = json!({"status": "erledigt", "erledigung": {"von": wer, "fassung": stand}});
    tut(buero, punkt, wer, None, done)
}

fn schluss(buero: &mut Buero, brief: Uuid, wer: &str) -> Result<(), Verstoss> {
    let stand = fassung(&buero.0[&brief].1);
    let signed =
        json!({"status": "gezeichnet", "schlusszeichnung": {"von": wer, "fassung": stand}});
    tut(buero, brief, wer, None, signed)
}

#[test]
fn closed_akte_refuses_new_vorgang() {
    let akte = Fields::from([("status".to_owned(), "zda".into())]);
    assert_eq!(unterbringen(RecType::Vorgang, &akte), Err(Verstoss::AkteGeschlossen));
    assert_eq!(unterbringen(RecType::Vorgang, &Fields::new()), Ok(()));
}

#[test]
fn subject_is_trimmed_and_bounded() {
    assert_eq!(betreff("  Hundesteuer "), Ok("Hundesteuer".to_owned()));
    assert_eq!(betreff(" \t"), Err(Verstoss::BetreffFehlt));
    assert_eq!(betreff(&"ä".repeat(501)), Err(Verstoss::BetreffZuLang));
}

#[test]
fn signatures_are_given_in_order_by_who_is_asked() {
    let (mut buero, [_, _, brief, kasse, amt, chefin]) = entwurf();
    assert_eq!(zeichnet(&mut buero, amt, "Amtsleitung"), Err(Verstoss::ReihenfolgeOffen));
    assert_eq!(zeichnet(&mut buero, kasse, "Anna"), Err(Verstoss::NichtAdressat));
    assert_eq!(zeichnet(&mut buero, kasse, "kasse "), Ok(()));
    assert_eq!(zeichnet(&mut buero, kasse, "Kasse"), Err(Verstoss::BereitsErledigt));
    assert_eq!(schluss(&mut buero, brief, "Bürgermeisterin"), Err(Verstoss::MitzeichnungFehlt));
    assert_eq!(zeichnet(&mut buero, amt, "Amtsleitung"), Ok(()));
    assert_eq!(zeichnet(&mut buero, chefin, "Bürgermeisterin"), Ok(()));
    assert_eq!(schluss(&mut buero, brief, "Bürgermeisterin"), Ok(()));
    let later = json!({"brief_text": "Ganz anders"});
    assert_eq!(tut(&mut buero, brief, "Anna", None, later), Err(Verstoss::BereitsGezeichnet));
}

#[test]
fn a_changed_draft_has_to_be_co_signed_again() {
    let (mut buero, [_, _, brief, kasse, amt, chefin]) = entwurf();
    zeichnet(&mut buero, kasse, "Kasse").unwrap();
    zeichnet(&mut buero, amt, "Amtsleitung").unwrap();
    tut(&mut buero, brief, "Anna", None, json!({"brief_text": "Neu"})).unwrap();
    zeichnet(&mut buero, chefin, "Bürgermeisterin").unwrap();
    assert_eq!(schluss(&mut buero, brief, "Bürgermeisterin"), Err(Verstoss::MitzeichnungFehlt));
    for (point, who) in [(kasse, "Kasse"), (amt, "Amtsleitung")] {
        tut(&mut buero, point, "Anna", None, json!({"status": "offen", "erledigung": null}))
            .unwrap();
        zeichnet(&mut buero, point, who).unwrap();
    }
    assert_eq!(schluss(&mut buero, brief, "Bürgermeisterin"), Ok(()));
}

#[test]
fn a_letter_is_signed_then_copied_then_sent_and_never_goes_back() {
    let (mut buero, [_, vorgang, brief, ..]) = entwurf();
    let to = |status: &str| json!({"status": status});
    assert_eq!(
        tut(&mut buero, brief, "Anna", None, to("versandt")),
        Err(Verstoss::NichtGezeichnet)
    );
    for point in [4, 5, 6].map(Uuid::from_u128) {
        tut(&mut buero, point, "Anna", Some("Nicht nötig"), to("entfallen")).unwrap();
    }
    assert_eq!(tut(&mut buero, brief, "Anna", None, to("storniert")), Ok(()));
    let forged = tut(&mut buero, brief, "Anna", None, to("gezeichnet"));
    assert_eq!(forged, Err(Verstoss::NichtGezeichnet), "it never was");
    assert_eq!(tut(&mut buero, brief, "Anna", None, to("entwurf")), Ok(()));
    let copy = |fassung: &str| json!({"reinschrift": {"fassung": fassung, "sha256": "ab"}});
    let early = tut(&mut buero, brief, "Anna", None, copy("x"));
    assert_eq!(early, Err(Verstoss::ReinschriftFalsch), "nobody has signed");
    schluss(&mut buero, brief, "Anna").unwrap();
    assert_eq!(
        tut(&mut buero, brief, "Anna", None, to("entwurf")),
        Err(Verstoss::BereitsGezeichnet)
    );
    let other = tut(&mut buero, brief, "Anna", None, copy("x"));
    assert_eq!(other, Err(Verstoss::ReinschriftFalsch));
    let stand = fassung(&buero.0[&brief].1);
    assert_eq!(tut(&mut buero, brief, "Anna", None, copy(&stand)), Ok(()));
    assert_eq!(tut(&mut buero, brief, "Anna", None, to("versandt")), Ok(()));
    let back = tut(&mut buero, brief, "Anna", None, to("storniert"));
    assert_eq!(back, Err(Verstoss::BereitsVersandt));
    let post = buero.legt(9, RecType::Dokument, json!({"status": "abgelegt", "vorgang": vorgang}));
    assert_eq!(
        tut(&mut buero, post, "Anna", None, to("entwurf")),
        Err(Verstoss::BereitsGezeichnet)
    );
    assert_eq!(tut(&mut buero, post, "Anna", None, to("storniert")), Ok(()));
    assert_eq!(tut(&mut buero, post, "Anna", None, to("abgelegt")), Ok(()));
}

#[test]
fn a_stand_in_says_for_whom_and_signs_with_the_own_name() {
    let (mut buero, [_, _, brief, kasse, ..]) = entwurf();
    let stand = fassung(&buero.0[&brief].1);
    let done = |von: &str, fuer: &str| {
        json!({"status": "erledigt",
            "erledigung": {"von": von, "in_vertretung_fuer": fuer, "fassung": stand}})
    };
    let other = done("Bernd", "Amtsleitung");
    assert_eq!(tut(&mut buero, kasse, "Bernd", None, other), Err(Verstoss::NichtAdressat));
    let forged = done("Kasse", "Kasse");
    assert_eq!(tut(&mut buero, kasse, "Bernd", None, forged), Err(Verstoss::FremderName));
    assert_eq!(tut(&mut buero, kasse, "Bernd", None, done("Bernd", "Kasse")), Ok(()));
}

#[test]
fn a_case_closes_when_nothing_is_open_and_opens_with_a_reason() {
    let (mut buero, [akte, vorgang, brief, kasse, amt, chefin]) = entwurf();
    let close = || json!({"status": "zda", "zda_datum": "2026-11-22"});
    let open = || json!({"status": "offen", "zda_datum": null});
    assert_eq!(tut(&mut buero, akte, "Anna", None, close()), Err(Verstoss::VorgaengeOffen));
    assert_eq!(tut(&mut buero, vorgang, "Anna", None, close()), Err(Verstoss::EntwuerfeOffen));
    zeichnet(&mut buero, kasse, "Kasse").unwrap();
    zeichnet(&mut buero, amt, "Amtsleitung").unwrap();
    let early = schluss(&mut buero, brief, "Anna");
    assert_eq!(early, Err(Verstoss::SchlusszeichnungFehlt), "somebody else was asked");
    zeichnet(&mut buero, chefin, "Bürgermeisterin").unwrap();
    schluss(&mut buero, brief, "Bürgermeisterin").unwrap();
    let wv = json!({"vorgang": vorgang, "nummer": 1, "schritt": 1, "art": "wiedervorlage",
        "status": "offen", "termin": "2026-12-15", "angelegt_von": "Anna"});
    let wv = buero.legt(7, RecType::Verfuegung, wv);
    assert_eq!(tut(&mut buero, vorgang, "Anna", None, close()), Err(Verstoss::PunkteOffen));
    tut(&mut buero, wv, "Bernd", None, json!({"status": "entfallen"})).unwrap();
    assert_eq!(tut(&mut buero, vorgang, "Anna", None, close()), Ok(()));
    let send = json!({"status": "versandt"});
    assert_eq!(tut(&mut buero, brief, "Anna", None, send), Err(Verstoss::VorgangGeschlossen));
    let rename = json!({"betreff": "Anders"});
    assert_eq!(tut(&mut buero, vorgang, "Anna", None, rename), Err(Verstoss::VorgangGeschlossen));
    assert_eq!(tut(&mut buero, vorgang, "Anna", Some(" "), open()), Err(Verstoss::GrundFehlt));
    assert_eq!(tut(&mut buero, vorgang, "Anna", Some("Nachtrag"), open()), Ok(()));
    tut(&mut buero, vorgang, "Anna", None, close()).unwrap();
    assert_eq!(tut(&mut buero, akte, "Anna", None, close()), Ok(()));
    let again = tut(&mut buero, vorgang, "Anna", Some("Nachtrag"), open());
    assert_eq!(again, Err(Verstoss::AkteGeschlossen));
}

#[test]
fn a_case_with_an_asked_signature_stays_open() {
    let (mut buero, [_, vorgang, brief, kasse, ..]) = entwurf();
    tut(&mut buero, brief, "Anna", None, json!({"status": "storniert"})).unwrap();
    let close = json!({"status": "zda", "zda_datum": "2026-11-22"});
    let closed = tut(&mut buero, vorgang, "Anna", None, close);
    assert_eq!(closed, Err(Verstoss::ZeichnungenOffen));
    let back = |why: &str| json!({"status": "zurueckgegeben", "erledigung": {"von": "Kasse", "vermerk": why}});
    assert_eq!(tut(&mut buero, kasse, "Kasse", None, back(" ")), Err(Verstoss::GrundFehlt));
    assert_eq!(tut(&mut buero, kasse, "Kasse", None, back("Betrag fehlt")), Ok(()));
}

#[test]
fn nobody_is_asked_to_sign_what_is_signed_or_no_draft() {
    let (mut buero, [_, vorgang, brief, ..]) = entwurf();
    let signs = |buero: &mut Buero, dokument: Value, status: &str| {
        let point = json!({"vorgang": vorgang, "dokument": dokument, "nummer": 9, "schritt": 9,
            "art": "mitzeichnung", "status": status, "angelegt_von": "Anna"});
        let after: Fields = serde_json::from_value(point).unwrap();
        let change = Aenderung {
            kind: RecType::Verfuegung,
            rec_id: Uuid::from_u128(9),
            op: Op::Create,
            vorher: None,
            nachher: &after,
            akteur: "Anna",
            grund: None,
            bereich: "registratur",
            heute: date(2026, 11, 22),
        };
        pruefen(buero, &change).map_err(|refusal| match refusal {
            Einwand::Verstoss(verstoss) => verstoss,
            Einwand::Umfeld(never) => match never {},
        })
    };
    let asks = |buero: &mut Buero, dokument: Value| signs(buero, dokument, "offen");
    assert_eq!(asks(&mut buero, Value::Null), Err(Verstoss::EntwurfFehlt));
    let given = signs(&mut buero, json!(brief), "erledigt");
    assert_eq!(given, Err(Verstoss::BereitsErledigt), "given without being asked for");
    assert_eq!(asks(&mut buero, json!(brief)), Ok(()));
    buero.0.get_mut(&brief).unwrap().1.insert("status".to_owned(), json!("gezeichnet"));
    assert_eq!(asks(&mut buero, json!(brief)), Err(Verstoss::BereitsGezeichnet));
}

#[test]
fn who_did_it_takes_it_back_and_nobody_else_does() {
    let (mut buero, [_, vorgang, brief, kasse, ..]) = entwurf();
    let open = || json!({"status": "offen", "erledigung": null});
    zeichnet(&mut buero, kasse, "Kasse").unwrap();
    let other = tut(&mut buero, kasse, "Anna", None, open());
    assert_eq!(other, Err(Verstoss::BereitsErledigt), "it counts for the draft as it stands");
    assert_eq!(tut(&mut buero, kasse, "Kasse", None, open()), Ok(()));
    let wv = json!({"vorgang": vorgang, "nummer": 1, "schritt": 1, "art": "wiedervorlage",
        "status": "erledigt", "erledigung": {"von": "Anna"}, "angelegt_von": "Anna"});
    let wv = buero.legt(7, RecType::Verfuegung, wv);
    assert_eq!(tut(&mut buero, wv, "Bernd", None, open()), Err(Verstoss::BereitsErledigt));
    assert_eq!(tut(&mut buero, wv, "Anna", None, open()), Ok(()));
    let drop = || json!({"status": "entfallen"});
    assert_eq!(tut(&mut buero, kasse, "Bernd", None, drop()), Err(Verstoss::GrundFehlt));
    assert_eq!(tut(&mut buero, kasse, "Bernd", Some("Nicht zuständig"), drop()), Ok(()));
    buero.0.get_mut(&brief).unwrap().1.insert("status".to_owned(), json!("gezeichnet"));
    let late = tut(&mut buero, kasse, "Bernd", None, open());
    assert_eq!(late, Err(Verstoss::BereitsGezeichnet));
}

#[test]
fn what_was_signed_never_becomes_a_draft_again() {
    let (mut buero, [_, _, brief, kasse, amt, chefin]) = entwurf();
    let unsigned = json!({"status": "gezeichnet"});
    let forged = tut(&mut buero, brief, "Anna", None, unsigned.clone());
    assert_eq!(forged, Err(Verstoss::FassungGeaendert), "signed by nobody");
    for (point, who) in [(kasse, "Kasse"), (amt, "Amtsleitung"), (chefin, "Bürgermeisterin")] {
        zeichnet(&mut buero, point, who).unwrap();
    }
    schluss(&mut buero, brief, "Bürgermeisterin").unwrap();
    let to = |status: &str| json!({"status": status});
    let draft = Err(Verstoss::BereitsGezeichnet);
    assert_eq!(tut(&mut buero, brief, "Anna", None, to("entwurf")), draft);
    tut(&mut buero, brief, "Anna", None, to("storniert")).unwrap();
    assert_eq!(tut(&mut buero, brief, "Anna", None, to("entwurf")), draft);
    assert_eq!(tut(&mut buero, brief, "Anna", None, unsigned), Ok(()), "taken in again");
}

#[test]
fn the_plan_can_want_a_second_person_to_sign() {
    let (mut buero, [akte, _, brief, kasse, amt, chefin]) = entwurf();
    let plan = json!({"kennzeichen": "9.1", "bezeichnung": "Kasse", "vier_augen": true});
    let plan = buero.legt(8, RecType::Aktenplaneinheit, plan);
    buero.0.get_mut(&akte).unwrap().1.insert("aktenplaneinheit".to_owned(), json!(plan));
    let author = ("angelegt_von".to_owned(), json!("Bürgermeisterin"));
    buero.0.get_mut(&brief).unwrap().1.extend([author]);
    for (point, who) in [(kasse, "Kasse"), (amt, "Amtsleitung"), (chefin, "Bürgermeisterin")] {
        zeichnet(&mut buero, point, who).unwrap();
    }
    assert_eq!(schluss(&mut buero, brief, "Bürgermeisterin"), Err(Verstoss::VierAugen));
    let other = ("angelegt_von".to_owned(), json!("Anna"));
    buero.0.get_mut(&brief).unwrap().1.extend([other]);
    assert_eq!(schluss(&mut buero, brief, "Bürgermeisterin"), Ok(()));
}

/// A closed file of long ago, and a run for it.
fn altakte() -> (Buero, Uuid, Uuid) {
    let mut buero = Buero::default();
    let plan = json!({"kennzeichen": "9", "bezeichnung": "Finanzen", "aufbewahrung_jahre": 10,
        "aussonderungsart": "V"});
    let plan = buero.legt(1, RecType::Aktenplaneinheit, plan);
    let at = "2012-01-01T08:00:00Z";
    let akte = json!({"betreff": "Alt", "aktenplaneinheit": plan, "aktenzeichen_vorlaeufig": "V-1",
        "status": "zda", "zda_datum": "2015-06-30", "aussonderung": "vorgemerkt",
        "angelegt_um": at, "angelegt_von": "Anna"});
    let akte = buero.legt(2, RecType::Akte, akte);
    let lauf = json!({"zweck": "vernichtung", "prozess": plan, "status": "laufend",
        "objekte": [{"akte": akte, "aktenzeichen": "9-1/2012", "vorgaenge": 1, "dokumente": 3}],
        "angelegt_um": at, "angelegt_von": "Anna"});
    let lauf = buero.legt(3, RecType::Aussonderung, lauf);
    (buero, akte, lauf)
}

fn vorschlag(akte: Uuid, wer: &str) -> Value {
    json!({"status": "vorgeschlagen", "zu_loeschen": [akte],
        "vorschlag": {"von": wer, "um": "2026-11-22T08:00:00Z"}})
}

fn freigabe(wer: &str) -> Value {
    json!({"status": "vollzogen", "freigabe": {"von": wer, "um": "2026-11-22T09:00:00Z"}})
}

#[test]
fn destruction_takes_two_persons() {
    let (mut buero, akte, lauf) = altakte();
    let agreed = tut(&mut buero, lauf, "Bernd", None, freigabe("Bernd"));
    assert_eq!(agreed, Err(Verstoss::AussonderungFolge), "nobody has proposed it");
    tut(&mut buero, lauf, "Anna", None, vorschlag(akte, "Anna")).unwrap();
    let same = tut(&mut buero, lauf, "Anna", None, freigabe("Anna"));
    assert_eq!(same, Err(Verstoss::VierAugen));
    let forged = tut(&mut buero, lauf, "Anna", None, freigabe("Bernd"));
    assert_eq!(forged, Err(Verstoss::FremderName));
    assert_eq!(tut(&mut buero, lauf, "Bernd", None, freigabe("Bernd")), Ok(()));
}

#[test]
fn nothing_is_destroyed_before_its_time_or_against_its_appraisal() {
    let (mut buero, akte, lauf) = altakte();
    let with = |buero: &mut Buero, field: &str, value: Value| {
        buero.0.get_mut(&akte).unwrap().1.insert(field.to_owned(), value);
    };
    let propose = |buero: &mut Buero| tut(buero, lauf, "Anna", None, vorschlag(akte, "Anna"));
    with(&mut buero, "zda_datum", json!("2016-01-01"));
    assert_eq!(propose(&mut buero), Err(Verstoss::AufbewahrungLaeuft), "until 31 December 2026");
    with(&mut buero, "zda_datum", json!("2015-12-31"));
    with(&mut buero, "aussonderungsart", json!("B"));
    assert_eq!(propose(&mut buero), Err(Verstoss::AussonderungFolge));
    with(&mut buero, "aussonderung", json!("archiviert"));
    assert_eq!(propose(&mut buero), Ok(()), "the archive has it");
}

#[test]
fn the_archives_appraisal_counts_with_its_message_only() {
    let (mut buero, akte, _) = altakte();
    let art = json!({"aussonderungsart": "A"});
    assert_eq!(tut(&mut buero, akte, "Anna", None, art), Err(Verstoss::AkteGeschlossen));
    for stand in ["angeboten", "empfangen"] {
        tut(&mut buero, akte, "Anna", None, json!({"aussonderung": stand})).unwrap();
    }
    let appraised = json!({"aussonderung": "bewertet", "aussonderungsart": "A"});
    assert_eq!(tut(&mut buero, akte, "Anna", None, appraised), Ok(()));
}

#[test]
fn nothing_comes_to_live_in_what_was_destroyed() {
    let rest = crate::aussonderung::rest(Uuid::from_u128(3));
    assert_eq!(unterbringen(RecType::Dokument, &rest), Err(Verstoss::Vernichtet));
}

#[test]
fn a_file_on_its_way_out_keeps_the_order_of_steps() {
    let (mut buero, akte, _) = altakte();
    let to = |stand: &str| json!({"aussonderung": stand});
    let open = json!({"status": "offen", "zda_datum": null});
    let opened = tut(&mut buero, akte, "Anna", Some("Nachtrag"), open);
    assert_eq!(opened, Err(Verstoss::InAussonderung));
    let jump = tut(&mut buero, akte, "Anna", None, to("archiviert"));
    assert_eq!(jump, Err(Verstoss::AussonderungFolge));
    for stand in ["angeboten", "empfangen", "bewertet", "abgegeben", "angekommen", "archiviert"] {
        assert_eq!(tut(&mut buero, akte, "Anna", None, to(stand)), Ok(()), "{stand}");
    }
}
