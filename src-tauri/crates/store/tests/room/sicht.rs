//! One office, two municipalities with the same words everywhere: a list shows one of them.

use std::collections::BTreeSet;

use domain::mandant::mandant_id;
use domain::{Edit, RecType, Zeitpunkt};
use serde_json::{Value, json};
use store::{Act, Db, DbError, Env, KeySource, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Sicht, Store};
use uuid::Uuid;

const OTHER: &str = "nebelrode";
/// Where the lists are; every public question of theirs is asked below.
const SOURCES: [&str; 2] =
    [include_str!("../../src/lists.rs"), include_str!("../../src/umfeld.rs")];

/// What one municipality has.
struct Bestand {
    scope: &'static str,
    ids: Vec<Uuid>,
}

impl Bestand {
    fn id(&self, n: usize) -> Uuid {
        self.ids[n]
    }
}

fn act() -> Act {
    Act {
        akteur: "Anna".to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion: "anlegen",
        bemerkung: None,
        group: None,
        konflikt: None,
    }
}

/// Fills a scope: the same records, words and references for everybody.
fn fill(store: &Store, scope: &'static str, unit: Uuid) -> Bestand {
    let mut ids = Vec::new();
    let by = json!({ "angelegt_um": "2026-11-02T07:00:00Z", "angelegt_von": "Anna" });
    let mut put = |kind: RecType, value: Value| {
        let mut fields: domain::Fields = serde_json::from_value(value).unwrap();
        fields.extend(serde_json::from_value::<domain::Fields>(by.clone()).unwrap());
        let id = store.env().id();
        let edit = Edit::create(fields);
        store.write(|tx| tx.edit(&act(), kind, id, scope, edit, Vec::new())).unwrap();
        ids.push(id);
        id
    };
    let akte = put(
        RecType::Akte,
        json!({ "betreff": "Hundesteuer", "aktenplaneinheit": unit, "status": "offen",
            "aktenzeichen_vorlaeufig": "V-K01-1" }),
    );
    let part = put(RecType::Teilakte, json!({ "betreff": "Hunde", "akte": akte, "art": "band" }));
    let case = |part: Value| {
        json!({ "betreff": "Hundesteuer", "akte": akte, "status": "offen", "teilakte": part,
            "aktenzeichen_vorlaeufig": "V-K01-2" })
    };
    let vorgang = put(RecType::Vorgang, case(json!(part)));
    put(RecType::Vorgang, case(Value::Null));
    let sha = "ab".repeat(32);
    put(
        RecType::Dokument,
        json!({ "titel": "Hundesteuer", "vorgang": vorgang, "status": "abgelegt",
            "selbsttaetig": { "prozent": 97, "begruendung": "Aktenzeichen" }, "eingang": vorgang,
            "versionen": [{ "nummer": 1, "sha256": sha, "groesse_bytes": 3, "mime": "text/plain",
                "dateiname": "a.txt", "angelegt_um": "2026-11-02T07:00:00Z",
                "angelegt_von": "Anna" }] }),
    );
    put(
        RecType::Verfuegung,
        json!({ "vorgang": vorgang, "nummer": 1, "schritt": 1, "art": "zk", "status": "offen",
            "text": "Hunde" }),
    );
    put(RecType::Kontakt, json!({ "name": "Hollerbusch", "ort": "Nebelrode" }));
    let item = |papier: Value, stapel: Value| {
        json!({ "titel": "Hundesteuer", "eingegangen_um": "2026-11-02T07:00:00Z", "sha256": sha,
            "herkunft": { "quelle": "ordner", "dateiname": "a.txt", "ordner": "/post" },
            "groesse_bytes": 3, "hinweise": [], "merkmale": { "mime": "text/plain" },
            "pruefung_noetig": false, "status": "offen", "papieroriginal": papier,
            "stapel": stapel })
    };
    let stack = put(RecType::Eingang, item(json!({ "stand": "vorhanden" }), Value::Null));
    put(RecType::Eingang, item(Value::Null, json!({ "eingang": stack, "seiten": [1] })));
    let konflikt = store.env().id();
    let open = json!({ "rec_type": "vorgang", "rec_id": vorgang, "feld": "betreff",
        "ausgangsstand": "a", "zentrale": "b", "eigener": "c", "akteur": "Anna",
        "arbeitsplatz": "K01", "geaendert_um": "2026-11-02T07:00:00Z", "status": "offen" });
    crate::said(store, scope, RecType::Konflikt, konflikt, &open);
    ids.push(konflikt);
    Bestand { scope, ids }
}

/// Asks every list; what is in sight of it, by the name of the question.
fn asked(db: &Db<'_>, unit: Uuid, of: &Bestand) -> Result<Vec<(&'static str, Vec<Uuid>)>, DbError> {
    let (akte, part, vorgang, stack) = (of.id(0), of.id(1), of.id(2), of.id(7));
    let many = |n: u32| (0..n).map(|_| Uuid::nil()).collect::<Vec<_>>();
    let rows = |rows: Vec<store::lists::ZeichenRow>| rows.iter().map(|row| row.rec_id).collect();
    let sha = "ab".repeat(32);
    Ok(vec![
        ("eingaenge", db.eingaenge(None, 0, 100)?.1),
        ("eingaenge", db.eingaenge(Some("offen"), 0, 100)?.1),
        ("eingaenge", many(db.eingaenge(None, 0, 0)?.0)),
        ("eingaenge_with_bytes", many(db.eingaenge_with_bytes(&sha)?)),
        ("cut_from", db.cut_from(stack)?),
        ("mit_vermerk", db.mit_vermerk(Zeitpunkt::UNIX_EPOCH)?),
        ("letzter_vermerk", db.letzter_vermerk()?.into_iter().collect()),
        ("akten_in", db.akten_in(unit)?),
        ("vorgaenge_in", db.vorgaenge_in(akte)?),
        ("vorgaenge_in_teilakte", db.vorgaenge_in_teilakte(part)?),
        ("vorgaenge_lose", db.vorgaenge_lose(akte)?),
        ("teilakten_in", db.teilakten_in(akte)?),
        ("dokumente_in", db.dokumente_in(vorgang)?),
        ("child_count", many(db.child_count(RecType::Aktenplaneinheit, unit)?)),
        ("child_count", many(db.child_count(RecType::Akte, akte)?)),
        ("child_count", many(db.child_count(RecType::Teilakte, part)?)),
        ("child_count", many(db.child_count(RecType::Vorgang, vorgang)?)),
        ("zeichen_starting", rows(db.zeichen_starting("v-k01", 100)?)),
        ("vorgaenge_benutzt", rows(db.vorgaenge_benutzt(100)?)),
        ("selbsttaetige", db.selbsttaetige(false, 0, 100)?.2),
        ("war_zugeordnet", many(u32::from(db.war_zugeordnet(vorgang)?))),
        ("konflikte", db.konflikte(None)?),
        ("konflikte", db.konflikte(Some(vorgang))?),
        ("kontakte", db.kontakte("holler nebel", 0, 100)?.1),
        ("kontakte", many(db.kontakte("", 0, 0)?.0)),
        ("all", db.all(RecType::Akte)?),
        ("kinder", db.kinder(unit, RecType::Akte)?),
        ("kinder", db.kinder(akte, RecType::Vorgang)?),
        ("kinder", db.kinder(vorgang, RecType::Verfuegung)?),
        ("found_by", db.found_by("hundesteuer")?),
        ("suchfolge_nach", db.suchfolge_nach(0, 100)?.iter().map(|row| row.1).collect()),
        ("records_naming", db.records_naming(&sha)?.iter().map(|row| row.1).collect()),
        ("seen", of.ids.iter().filter_map(|id| db.seen(*id).unwrap()).map(|s| s.rec_id).collect()),
    ])
}

/// Makes master data as the centre would.
fn unit(store: &Store, id: Uuid, number: &str, mandant: Option<&str>) {
    let body = json!({ "kennzeichen": number, "bezeichnung": "Steuern", "stillgelegt": false,
        "mandant": mandant.map(mandant_id) });
    crate::said(store, SCOPE_STAMMDATEN, RecType::Aktenplaneinheit, id, &body);
}

#[test]
fn no_list_and_no_id_shows_what_another_municipality_has() {
    let folder = tempfile::tempdir().unwrap();
    let key = KeySource::passphrase("test");
    let store = Store::open(folder.path(), &key, Env::system()).unwrap();
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR, OTHER].map(str::to_owned);
    store.write(|tx| tx.follow(&scopes)).unwrap();
    let [common, own, others] = [1, 2, 3].map(Uuid::from_u128);
    unit(&store, common, "1", None);
    unit(&store, own, "2", Some(SCOPE_REGISTRATUR));
    unit(&store, others, "3", Some(OTHER));
    let all = [fill(&store, SCOPE_REGISTRATUR, common), fill(&store, OTHER, common)];

    let whole = store.read(|db| asked(db, common, &all[0])).unwrap();
    for (mine, foreign, plan) in [(&all[0], &all[1], own), (&all[1], &all[0], others)] {
        store.write(|tx| tx.choose(mine.scope)).unwrap();
        let see = |of: &Bestand| store.read_seeing(Sicht::Mandant, |db| asked(db, common, of));
        let (inside, outside) = (see(mine).unwrap(), see(foreign).unwrap());
        for ((name, found), (_, both)) in inside.iter().zip(&whole) {
            assert!(!found.is_empty(), "{name} shows what is there");
            assert!(found.iter().all(|id| !foreign.ids.contains(id)), "{name} leaks");
            assert!(found.len() <= both.len(), "{name}");
        }
        for (name, found) in &outside {
            assert!(found.iter().all(|id| !foreign.ids.contains(id)), "{name} leaks by id");
        }
        let units = store.read_seeing(Sicht::Mandant, |db| db.aktenplan_unter(None)).unwrap();
        assert_eq!(units, [common, plan], "the plan of everybody, and its own");
    }
    // Everything is there twice for whoever may see all of it.
    let double = |name: &str| whole.iter().find(|(known, _)| *known == name).unwrap().1.len();
    assert_eq!((double("eingaenge"), double("akten_in"), double("found_by")), (4, 2, 12));
    names_are_complete(&whole);
}

/// A list that is new has to be asked above.
fn names_are_complete(asked: &[(&str, Vec<Uuid>)]) {
    let mut asked: BTreeSet<&str> = asked.iter().map(|(name, _)| *name).collect();
    asked.insert("aktenplan_unter");
    for source in SOURCES {
        for line in source.lines().filter_map(|line| line.trim().strip_prefix("pub fn ")) {
            let name = line.split(['(', '<']).next().unwrap();
            assert!(asked.contains(name), "{name} is not asked whether it keeps to its own");
        }
    }
}

#[test]
fn nothing_is_written_into_another_municipality() {
    let folder = tempfile::tempdir().unwrap();
    let key = KeySource::passphrase("test");
    let store = Store::open(folder.path(), &key, Env::system()).unwrap();
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR, OTHER].map(str::to_owned);
    store.write(|tx| tx.follow(&scopes)).unwrap();
    let fields = json!({ "name": "Hollerbusch", "angelegt_um": "2026-11-02T07:00:00Z",
        "angelegt_von": "Anna" });
    let make = |scope: &str| {
        let edit = Edit::create(serde_json::from_value(fields.clone()).unwrap());
        let id = store.env().id();
        store.write_seeing(Sicht::Mandant, |tx| {
            tx.edit(&act(), RecType::Kontakt, id, scope, edit, Vec::new())
        })
    };
    assert!(make(SCOPE_REGISTRATUR).is_ok());
    assert!(matches!(make(OTHER), Err(DbError::NotFound)));
    assert!(matches!(store.write(|tx| tx.choose("quittenau")), Err(DbError::NotFound)));
    store.write(|tx| tx.choose(OTHER)).unwrap();
    assert!(make(OTHER).is_ok() && make(SCOPE_REGISTRATUR).is_err());
}
