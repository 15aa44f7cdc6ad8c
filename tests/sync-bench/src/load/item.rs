//! One item of post and what an office does with it: ten changes, ten rows.
//!
//! Never with its original: 36 GB of scans a day are the object store's business.

use domain::{
    Dokument, Dokumentversion, Edit, Eingang, EingangState, Fields, Herkunft, Merkmale, Op, Quelle,
    RecType, Record, Vorgang,
};
use serde_json::{Value, json};
use store::Env;
use uuid::Uuid;
use wire::Mutation;

use super::station::Station;
use crate::rng::Rng;

const SUBJECTS: &[&str] = &[
    "Bauantrag Einfamilienhaus Mühlweg",
    "Widerspruch Grundsteuerbescheid",
    "Anmeldung Gewerbe Bäckerei",
    "Sondernutzung Marktplatz",
    "Beschwerde Straßenbeleuchtung",
    "Antrag Kindergartenplatz",
];

/// The pushes of an item: taken in at the scanner, filed by a clerk, worked on; or all at once.
pub(super) fn pushes(
    station: &mut Station,
    seed: u64,
    number: u64,
    count: usize,
) -> Vec<Vec<Mutation>> {
    let mut rng = Rng::new(seed ^ (number << 16));
    let env = Env::system();
    let subject = format!("{} {}", rng.pick(SUBJECTS), rng.between(1, 9999));
    let [eingang_id, vorgang_id, dokument_id] = [env.id(), env.id(), env.id()];
    let eingang = eingang(&mut rng, &env, &subject);
    let fields = eingang.to_fields();
    let taken = vec![create(station, "eingang_uebernehmen", eingang_id, &eingang)];
    let vorgang = vorgang(&env, station.akte, &subject);
    let dokument = dokument(&env, eingang_id, vorgang_id, &eingang);
    let step = Fields::from([
        ("status".to_owned(), json!("zugeordnet")),
        ("dokument".to_owned(), json!(dokument_id)),
    ]);
    let step = Edit::set(Op::Transition, &fields, step);
    let mut filed = vec![
        create(station, "eingang_zuordnen", vorgang_id, &vorgang),
        create(station, "eingang_zuordnen", dokument_id, &dokument),
        station.mutation("eingang_zuordnen", RecType::Eingang, eingang_id, 1, step),
    ];
    let group = Some(env.id());
    filed.iter_mut().for_each(|mutation| mutation.group = group);
    let worked = work(station, vorgang_id, dokument_id, &subject);
    let all = vec![taken, filed, worked];
    if count > 1 { all } else { vec![all.into_iter().flatten().collect()] }
}

fn create<R: Record>(station: &mut Station, aktion: &str, rec_id: Uuid, record: &R) -> Mutation {
    station.mutation(aktion, R::TYPE, rec_id, 0, Edit::create(record.to_fields()))
}

/// What a clerk changes on the way: six fields of two records.
fn work(station: &mut Station, vorgang: Uuid, dokument: Uuid, subject: &str) -> Vec<Mutation> {
    let set = |name: &str, before: Option<&str>, after: &str| {
        let fields = |text: &str| Fields::from([(name.to_owned(), Value::from(text))]);
        Edit::set(Op::Set, &before.map(fields).unwrap_or_default(), fields(after))
    };
    let mut keyword = Edit::set(Op::Set, &Fields::new(), Fields::new());
    keyword.add.insert("schlagworte".to_owned(), vec![json!("Eilt")]);
    let better = format!("{subject}, Nachbarn angehört");
    let of = [
        (RecType::Vorgang, vorgang, 1, set("bearbeiter", None, "Bernd Moor")),
        (RecType::Vorgang, vorgang, 2, set("betreff", Some(subject), &better)),
        (RecType::Vorgang, vorgang, 3, keyword),
        (RecType::Dokument, dokument, 1, set("titel", Some(subject), &better)),
        (RecType::Dokument, dokument, 2, set("typ", None, "Antrag")),
        (RecType::Vorgang, vorgang, 4, set("bemerkung", None, "Unterlagen vollständig.")),
    ];
    of.into_iter()
        .map(|(kind, id, ver, edit)| station.mutation("vorgang_aendern", kind, id, ver, edit))
        .collect()
}

fn eingang(rng: &mut Rng, env: &Env, subject: &str) -> Eingang {
    let digits: Vec<u8> = (0..4).flat_map(|_| rng.next_u64().to_be_bytes()).collect();
    Eingang {
        titel: subject.to_owned(),
        eingegangen_um: env.now(),
        herkunft: Herkunft {
            quelle: Quelle::Ordner,
            dateiname: format!("scan-{:06}.pdf", rng.between(0, 999_999)),
            ordner: "Posteingang".to_owned(),
            geaendert_um: None,
        },
        sha256: hex::encode(digits),
        groesse_bytes: rng.between(50_000, 500_000),
        merkmale: Merkmale {
            mime: "application/pdf".to_owned(),
            seiten: Some(2),
            ..Merkmale::default()
        },
        teile: Vec::new(),
        nachricht: None,
        stapel: None,
        archivnummer: None,
        vorgang_aus_code: None,
        hinweise: Vec::new(),
        pruefung_noetig: false,
        status: EingangState::Offen,
        dokument: None,
        dublette_von: None,
        zugaenge: Vec::new(),
        transfervermerk: None,
        nachweis: None,
        papieroriginal: None,
        stichproben: Vec::new(),
        angelegt_von: "Scanner".to_owned(),
        angelegt_um: env.now(),
    }
}

fn vorgang(env: &Env, akte: Uuid, subject: &str) -> Vorgang {
    let person = "Anna Fennwald".to_owned();
    Vorgang::neu(subject.to_owned(), akte, String::new(), env.now(), person)
}

fn dokument(env: &Env, id: Uuid, vorgang: Uuid, eingang: &Eingang) -> Dokument {
    let person = "Anna Fennwald".to_owned();
    let version = Dokumentversion {
        nummer: 1,
        sha256: eingang.sha256.clone(),
        groesse_bytes: eingang.groesse_bytes,
        mime: eingang.merkmale.mime.clone(),
        dateiname: eingang.herkunft.dateiname.clone(),
        rolle: None,
        angelegt_um: env.now(),
        angelegt_von: person.clone(),
    };
    Dokument {
        eingang: Some(id),
        versionen: vec![version],
        ..Dokument::neu(eingang.titel.clone(), vorgang, env.now(), person)
    }
}
