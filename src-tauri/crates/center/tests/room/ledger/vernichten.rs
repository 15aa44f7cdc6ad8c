//! Destruction by two persons: what goes, what stays, and what proves both.

use std::sync::Arc;

use center::ledger::Abfallart;
use center::originals::Name;
use center::{
    CenterError, Originals, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings, loeschen, seed,
};
use domain::merge::Rejection;
use domain::{Edit, Fields, Op, RecType};
use serde_json::{Value, json};
use uuid::Uuid;
use wire::{Mutation, SnapshotRecord, VerdictKind};

use super::place::{Desk, Place, TENANT, fields_of, id, kinds, now, record};

super::for_both!(
    everything_about_a_destroyed_file_goes_and_the_proof_stays,
    what_waits_and_what_was_disputed_goes_with_its_file,
    nobody_destroys_alone_or_elsewhere_or_by_writing_it_down,
    what_comes_too_late_is_refused_and_not_kept,
    a_redaction_without_a_destruction_is_refused_and_found,
    originals_go_unless_something_living_names_them,
    a_stack_goes_with_the_last_of_its_cuttings,
);

/// Stands in everything that is to go.
const WORT: &str = "Zwetschgenknoedel";

/// A closed file of long ago with everything that can hang on one.
struct Fall {
    anna: Desk,
    akte: Uuid,
    vorgang: Uuid,
    dokument: Uuid,
    eingang: Uuid,
    lauf: Uuid,
}

fn put(place: &Place, desk: &Desk, mutations: &[Mutation]) {
    let answer = desk.push(place.ledger(), mutations);
    for verdict in &answer.verdicts {
        assert!(verdict.kind.seq().is_some(), "{verdict:?}");
    }
    assert_eq!(answer.verdicts.len(), mutations.len());
}

fn step(desk: &mut Desk, place: &Place, kind: RecType, rec: Uuid, set: Value) -> Mutation {
    let before = record(place.ledger(), rec).unwrap();
    desk.mutation(kind, rec, Edit::set(Op::Transition, &before, fields_of(set)))
}

fn create(desk: &mut Desk, kind: RecType, fields: Value) -> Mutation {
    let mut fields = fields_of(fields);
    fields.insert("angelegt_um".to_owned(), json!(now()));
    fields.insert("angelegt_von".to_owned(), json!("Anna"));
    desk.mutation(kind, id(), Edit::create(fields))
}

fn original(place: &Place, text: &str) -> String {
    let sha256 = wire::sha256_hex(text.as_bytes());
    place
        .ledger()
        .write(TENANT, |tx| tx.put_blob(SCOPE_REGISTRATUR, &sha256, text.len() as u64, now()))
        .unwrap();
    sha256
}

fn version(sha256: &str) -> Value {
    json!({"nummer": 1, "sha256": sha256, "groesse_bytes": 3, "mime": "text/plain",
        "dateiname": format!("{WORT}.txt"), "angelegt_um": now(), "angelegt_von": "Anna"})
}

fn plan(place: &Place) -> Uuid {
    let nodes: Vec<seed::PlanNode> =
        serde_json::from_str(r#"[{"kennzeichen":"9","bezeichnung":"Finanzen"}]"#).unwrap();
    let surroundings = Surroundings::system();
    place.ledger().write(TENANT, |tx| seed::aktenplan(tx, &surroundings, &nodes)).unwrap()["9"]
}

impl Fall {
    fn new(place: &Place) -> Self {
        Self::with(place, &[original(place, WORT)])
    }

    fn with(place: &Place, originals: &[String]) -> Self {
        let mut anna = place.desk();
        let akte = create(
            &mut anna,
            RecType::Akte,
            json!({"betreff": format!("Akte {WORT}"), "aktenplaneinheit": plan(place),
                "aktenzeichen_vorlaeufig": "V-1", "status": "offen", "aufbewahrung_jahre": 1,
                "aussonderungsart": "V"}),
        );
        let vorgang = create(
            &mut anna,
            RecType::Vorgang,
            json!({"betreff": format!("Vorgang {WORT}"), "akte": akte.rec_id,
                "aktenzeichen_vorlaeufig": "V-2", "status": "offen"}),
        );
        let mut eingang = anna.eingang(&originals[0]);
        eingang.edit.set.insert("titel".to_owned(), WORT.into());
        let versionen: Vec<Value> = originals.iter().map(|sha256| version(sha256)).collect();
        let dokument = create(
            &mut anna,
            RecType::Dokument,
            json!({"titel": format!("Dokument {WORT}"), "vorgang": vorgang.rec_id,
                "status": "abgelegt", "eingang": eingang.rec_id, "versionen": versionen}),
        );
        let punkt = create(
            &mut anna,
            RecType::Verfuegung,
            json!({"vorgang": vorgang.rec_id, "nummer": 1, "schritt": 1, "art": "sonstige",
                "text": format!("Bitte {WORT}"), "status": "offen"}),
        );
        let [a, v, e, d, p] = [&akte, &vorgang, &eingang, &dokument, &punkt].map(|m| m.rec_id);
        put(place, &anna, &[akte, vorgang, eingang, dokument, punkt]);
        let filed = json!({"status": "zugeordnet", "dokument": d});
        let mut steps = vec![step(&mut anna, place, RecType::Eingang, e, filed)];
        let done = json!({"status": "erledigt", "erledigung": {"von": "Anna", "um": now()}});
        steps.push(step(&mut anna, place, RecType::Verfuegung, p, done));
        put(place, &anna, &steps);
        let zda = json!({"status": "zda", "zda_datum": "2015-06-30"});
        let mut close = vec![step(&mut anna, place, RecType::Vorgang, v, zda.clone())];
        close.push(step(&mut anna, place, RecType::Akte, a, zda));
        put(place, &anna, &close);
        let lauf = create(
            &mut anna,
            RecType::Aussonderung,
            json!({"zweck": "vernichtung", "prozess": id(), "status": "laufend", "objekte":
                [{"akte": a, "aktenzeichen": "9-1/2012", "vorgaenge": 1, "dokumente": 1}]}),
        );
        let l = lauf.rec_id;
        let marked = json!({"aussonderung": "vorgemerkt"});
        let marked = step(&mut anna, place, RecType::Akte, a, marked);
        put(place, &anna, &[lauf, marked]);
        Self { anna, akte: a, vorgang: v, dokument: d, eingang: e, lauf: l }
    }

    fn propose(&mut self, place: &Place) {
        let set = json!({"status": "vorgeschlagen", "zu_loeschen": [self.akte],
            "vorschlag": {"von": "Anna", "um": now()}});
        let step = step(&mut self.anna, place, RecType::Aussonderung, self.lauf, set);
        put(place, &self.anna, &[step]);
    }

    fn agree(&self, desk: &mut Desk, place: &Place, who: &str, named: &str) -> VerdictKind {
        let set = json!({"status": "vollzogen", "freigabe": {"von": named, "um": now()}});
        let mut step = step(desk, place, RecType::Aussonderung, self.lauf, set);
        step.akteur = who.to_owned();
        kinds(&desk.push(place.ledger(), &[step])).remove(0)
    }

    fn destroy(&mut self, place: &Place) {
        self.propose(place);
        let mut bernd = place.desk();
        let agreed = self.agree(&mut bernd, place, "Bernd", "Bernd");
        assert!(matches!(agreed, VerdictKind::Applied { .. }), "{agreed:?}");
    }

    fn all(&self) -> [Uuid; 4] {
        [self.akte, self.vorgang, self.dokument, self.eingang]
    }
}

fn everything_about_a_destroyed_file_goes_and_the_proof_stays(place: &Place) {
    let mut fall = Fall::new(place);
    assert!(place.holds(WORT), "the test looks where the word stands");
    fall.destroy(place);
    assert!(!place.holds(WORT), "the word is still somewhere");
    let rest = domain::aussonderung::rest(fall.lauf);
    for rec in fall.all() {
        assert_eq!(record(place.ledger(), rec), Some(rest.clone()), "{rec}");
    }
    let rows = place.ledger().read(TENANT, |tx| tx.changes_after(SCOPE_REGISTRATUR, 0, 1 << 20));
    let (gone, left): (Vec<_>, Vec<_>) =
        rows.unwrap().into_iter().partition(|row| row.body.is_none());
    assert!(gone.iter().all(|row| row.body_sha256.len() == 64), "the chain holds");
    assert!(gone.iter().any(|row| row.rec_id == fall.dokument));
    assert!(left.iter().any(|row| row.rec_id == fall.lauf), "the run stays as the proof");
    let last = left.last().unwrap();
    assert_eq!((last.rec_id, last.aktion.as_str()), (fall.akte, "testen"), "the file goes last");
    place.sound();
    let redacted = place.ledger().read(TENANT, |tx| tx.redactions()).unwrap();
    assert!(redacted.len() == 1 && redacted[0].0 == fall.lauf && redacted[0].1 > 3, "{redacted:?}");
}

fn what_waits_and_what_was_disputed_goes_with_its_file(place: &Place) {
    let mut fall = Fall::new(place);
    let mut bernd = place.desk();
    let before = record(place.ledger(), fall.dokument).unwrap();
    // A difference about the document, and a change of it that waits for an original.
    let other = |titel: &str| Fields::from([("titel".to_owned(), json!(titel))]);
    let open = place.ledger().read(TENANT, |tx| tx.record(fall.vorgang)).unwrap().unwrap();
    assert_eq!(open.fields["status"], "zda");
    let mut waits = bernd.mutation(
        RecType::Dokument,
        fall.dokument,
        Edit::set(Op::Set, &before, other(&format!("Nachtrag {WORT}"))),
    );
    waits.requires = vec!["ab".repeat(32)];
    let parked = bernd.push(place.ledger(), std::slice::from_ref(&waits));
    assert!(matches!(kinds(&parked)[..], [VerdictKind::Parked { .. }]), "{parked:?}");
    let lost = SnapshotRecord {
        rec_type: RecType::Dokument,
        rec_id: fall.dokument,
        ver: 9,
        body: json!({"titel": WORT}).to_string(),
    };
    let client = bernd.client;
    let salvage = |tx: &mut center::Tx<'_>| tx.salvage(client, SCOPE_REGISTRATUR, &[lost], now());
    place.ledger().write(TENANT, salvage).unwrap();
    fall.destroy(place);
    assert!(!place.holds(WORT));
    let verdict = place.ledger().read(TENANT, |tx| tx.verdict(waits.mid)).unwrap();
    let refused =
        VerdictKind::Rejected { code: Rejection::Rule, regel: Some("vernichtet".to_owned()) };
    assert_eq!(verdict, Some(refused), "its author learns why");
    assert_eq!(place.ledger().read(TENANT, |tx| tx.parked_count()).unwrap(), 0);
    assert!(place.ledger().read(TENANT, |tx| tx.salvaged()).unwrap().is_empty());
    place.sound();
}

fn nobody_destroys_alone_or_elsewhere_or_by_writing_it_down(place: &Place) {
    let mut fall = Fall::new(place);
    fall.propose(place);
    let mut bernd = place.desk();
    let rule =
        |name: &str| VerdictKind::Rejected { code: Rejection::Rule, regel: Some(name.to_owned()) };
    let mut anna = fall.anna.clone();
    assert_eq!(fall.agree(&mut anna, place, "Anna", "Anna"), rule("vierAugen"));
    assert_eq!(fall.agree(&mut bernd, place, "Anna", "Bernd"), rule("fremderName"));
    let forged = json!({"vernichtet": fall.lauf});
    let forged = step(&mut bernd, place, RecType::Akte, fall.akte, forged);
    let protected = VerdictKind::Rejected { code: Rejection::FieldProtected, regel: None };
    assert_eq!(kinds(&bernd.push(place.ledger(), &[forged])), [protected]);
    let mut elsewhere = create(
        &mut bernd,
        RecType::Aussonderung,
        json!({"zweck": "vernichtung", "prozess": id(), "status": "laufend", "objekte":
            [{"akte": fall.akte, "aktenzeichen": "x", "vorgaenge": 0, "dokumente": 0}]}),
    );
    SCOPE_STAMMDATEN.clone_into(&mut elsewhere.scope);
    let forbidden = VerdictKind::Rejected { code: Rejection::Forbidden, regel: None };
    assert_eq!(kinds(&bernd.push(place.ledger(), &[elsewhere])), [forbidden]);
    assert!(place.holds(WORT), "nothing is gone");
    place.sound();
}

fn what_comes_too_late_is_refused_and_not_kept(place: &Place) {
    let mut fall = Fall::new(place);
    let mut offline = place.desk();
    let reopen = json!({"status": "offen", "zda_datum": null});
    let mut late = vec![step(&mut offline, place, RecType::Akte, fall.akte, reopen)];
    late[0].bemerkung = Some(format!("Nachtrag {WORT}"));
    late.push(create(
        &mut offline,
        RecType::Verfuegung,
        json!({"vorgang": fall.vorgang, "nummer": 2, "schritt": 1, "art": "sonstige",
            "text": "Zu spät", "status": "offen"}),
    ));
    fall.destroy(place);
    let answer = offline.push(place.ledger(), &late);
    let refused =
        VerdictKind::Rejected { code: Rejection::Rule, regel: Some("vernichtet".to_owned()) };
    assert_eq!(kinds(&answer), [refused.clone(), refused]);
    assert!(!place.holds(WORT), "what was refused is not kept either");
    place.sound();
}

fn a_redaction_without_a_destruction_is_refused_and_found(place: &Place) {
    let fall = Fall::new(place);
    let setting = if place.is_postgres() {
        format!("SET forsthaus.tenant = '{TENANT}'; ")
    } else {
        String::new()
    };
    let redact = "UPDATE audit SET zitat = NULL, salz = NULL WHERE zitat IS NOT NULL";
    let refused = place.as_service(&format!("{setting}{redact}")).unwrap_err();
    assert_eq!(refused, "audit only grows");
    place.sound();
    let trigger = if place.is_postgres() {
        "ALTER TABLE audit DISABLE TRIGGER ALL"
    } else {
        "DROP TRIGGER audit_stays"
    };
    place.tamper(trigger);
    place.tamper(redact);
    place.tamper("UPDATE change_log SET body = NULL WHERE seq = 2");
    let wrong = place.ledger().verify().unwrap().join("\n");
    assert!(wrong.contains("quotation of entry") && wrong.contains("is missing"), "{wrong}");
    assert!(wrong.contains("registratur: body of row 2 is missing"), "{wrong}");
    drop(fall);
}

/// Objects beside the ledger.
struct Objekte {
    _folder: tempfile::TempDir,
    originals: Originals,
    runtime: tokio::runtime::Runtime,
    ledger: Arc<center::Ledger>,
}

impl Objekte {
    fn new(place: &Place) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let originals = Originals::folder(folder.path()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        Self { _folder: folder, originals, runtime, ledger: Arc::new(place.again()) }
    }

    fn name(text: &str) -> Name {
        let (tenant, scope) = (TENANT.to_owned(), SCOPE_REGISTRATUR.to_owned());
        Name { tenant, scope, sha256: wire::sha256_hex(text.as_bytes()) }
    }

    fn put(&self, text: &str) {
        let bytes = bytes::Bytes::copy_from_slice(text.as_bytes());
        self.runtime.block_on(self.originals.put_whole(&Self::name(text), bytes)).unwrap();
    }

    fn has(&self, text: &str) -> bool {
        self.runtime.block_on(self.originals.beginning(&Self::name(text), 1)).is_ok()
    }

    fn sweep(&self, seconds: i64) -> usize {
        let later = domain::Zeitpunkt::from_second(now().as_second() + seconds).unwrap();
        let sweep = loeschen::sweep(&self.ledger, &self.originals, TENANT, later);
        self.runtime.block_on(sweep).unwrap()
    }
}

fn originals_go_unless_something_living_names_them(place: &Place) {
    let objects = Objekte::new(place);
    let (mine, shared) = (format!("nur hier {WORT}"), "auch anderswo".to_owned());
    objects.put(&mine);
    objects.put(&shared);
    let hashes = [original(place, &mine), original(place, &shared)];
    let mut fall = Fall::with(place, &hashes);
    let mut bernd = place.desk();
    let other = bernd.eingang(&hashes[1]);
    put(place, &bernd, &[other]);
    fall.destroy(place);
    assert!(objects.has(&mine), "the commit comes first");
    assert_eq!(objects.sweep(0), 1);
    assert_eq!((objects.has(&mine), objects.has(&shared)), (false, true));
    let known = |sha256: &str| {
        place.ledger().read(TENANT, |tx| tx.has_blob(SCOPE_REGISTRATUR, sha256)).unwrap()
    };
    assert_eq!((known(&hashes[0]), known(&hashes[1])), (false, true));
    // The same bytes may come again, but not while an upload may have seen the old object.
    objects.put(&mine);
    let again = |place: &Place| {
        place.ledger().write(TENANT, |tx| tx.put_blob(SCOPE_REGISTRATUR, &hashes[0], 3, now()))
    };
    assert!(matches!(again(place), Err(CenterError::Going)));
    assert_eq!(objects.sweep(3601), 0);
    again(place).unwrap();
    let waste = place.ledger().read(TENANT, |tx| tx.waste()).unwrap();
    assert!(waste.iter().all(|one| one.art != Abfallart::Original), "{waste:?}");
    assert!(objects.has(&mine), "what came again stays");
    place.sound();
}

fn a_stack_goes_with_the_last_of_its_cuttings(place: &Place) {
    let objects = Objekte::new(place);
    objects.put("Stapel");
    let bytes = original(place, "Stapel");
    let mut fall = Fall::new(place);
    // The filed item turns out to be one of two cuttings of a stack.
    let mut bernd = place.desk();
    let stack = bernd.eingang(&bytes);
    let cut = |bernd: &mut Desk, text: &str| {
        let mut cut = bernd.eingang(&original(place, text));
        let of = json!({"eingang": stack.rec_id, "seiten": [1]});
        cut.edit.set.insert("stapel".to_owned(), of);
        cut
    };
    let (first, second) = (cut(&mut bernd, "eins"), cut(&mut bernd, "zwei"));
    let (eins, zwei) = (first.rec_id, second.rec_id);
    put(place, &bernd, &[stack.clone(), first, second]);
    let file = |bernd: &mut Desk, item: Uuid, document: Uuid| {
        let filed = json!({"status": "zugeordnet", "dokument": document});
        let filed = step(bernd, place, RecType::Eingang, item, filed);
        put(place, bernd, &[filed]);
    };
    file(&mut bernd, eins, fall.dokument);
    fall.destroy(place);
    assert!(record(place.ledger(), stack.rec_id).unwrap().contains_key("sha256"), "one is left");
    let mut next = Fall::with(place, &[original(place, "noch eins")]);
    file(&mut bernd, zwei, next.dokument);
    next.destroy(place);
    let gone = record(place.ledger(), stack.rec_id).unwrap();
    assert_eq!(domain::aussonderung::vernichtet(&gone), Some(next.lauf));
    objects.sweep(0);
    assert!(!objects.has("Stapel"));
    place.sound();
}
