//! The end of files, drawn at random: what is ripe is proposed by one person and agreed to by
//! another, taken back, or found to have been changed meanwhile.
//!
//! Never looks at what a program claims.

use desk::Desk;
use desk::views::{AussonderungAnlegenArgs, Fehler, Id, LaufStand, LaufZweck, Leer};
use domain::aussonderung::Aussonderungsart;
use domain::{Akte, Edit, Op, RecType, Record, Vorgang};
use serde_json::json;
use store::{Act, DbError, SCOPE_REGISTRATUR, Tx};
use uuid::Uuid;

use crate::Random;

/// What became of a drawn act; nothing if there was nothing to do it to.
type Drawn = Option<Result<(), Fehler>>;

/// Files that were closed long ago.
const OLD: usize = 3;

/// Brings files in that were closed so long ago that they may go.
pub fn old_files(desk: &Desk) {
    desk.store()
        .write(|tx| {
            let Some(unit) = tx.all(RecType::Aktenplaneinheit)?.first().copied() else {
                return Ok(());
            };
            (0..OLD).try_for_each(|number| old_file(tx, unit, number))
        })
        .unwrap();
}

fn old_file(tx: &Tx<'_>, unit: Uuid, number: usize) -> Result<(), DbError> {
    let um = "2011-03-01T09:00:00Z".parse().unwrap();
    let von = || "Anna".to_owned();
    let akte = Akte {
        aufbewahrung_jahre: Some(1),
        aussonderungsart: Some(Aussonderungsart::V),
        ..Akte::neu(format!("Altakte {number}"), unit, format!("V-alt-{number}"), um, von())
    };
    let akte = create(tx, RecType::Akte, &akte)?;
    let vorgang = format!("Altvorgang {number}");
    let vorgang = Vorgang::neu(vorgang, akte, format!("V-alt-{number}-1"), um, von());
    let vorgang = create(tx, RecType::Vorgang, &vorgang)?;
    for (kind, id) in [(RecType::Vorgang, vorgang), (RecType::Akte, akte)] {
        let seen = tx.seen(id)?.ok_or(DbError::NotFound)?;
        let set = serde_json::from_value(json!({"status": "zda", "zda_datum": "2012-01-01"}))?;
        let edit = Edit::set(Op::Transition, &seen.fields, set);
        tx.edit(&by_anna(), kind, id, SCOPE_REGISTRATUR, edit, Vec::new())?;
    }
    Ok(())
}

fn create(tx: &Tx<'_>, kind: RecType, record: &impl Record) -> Result<Uuid, DbError> {
    let (id, edit) = (tx.env().id(), Edit::create(record.to_fields()));
    tx.edit(&by_anna(), kind, id, SCOPE_REGISTRATUR, edit, Vec::new())?;
    Ok(id)
}

fn by_anna() -> Act {
    Act {
        akteur: "Anna".to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion: "akte_anlegen",
        bemerkung: None,
        group: None,
        konflikt: None,
    }
}

/// Does one act as a clerk would: mostly what is next.
pub fn act(desk: &Desk, random: &Random) -> Drawn {
    if random.chance(10) {
        return end(desk, random);
    }
    let released = step(desk, random, LaufStand::Vorgeschlagen).filter(|_| random.chance(90));
    let proposed = || step(desk, random, LaufStand::Laufend);
    released.or_else(proposed).or_else(|| begin(desk, random))
}

fn begin(desk: &Desk, random: &Random) -> Drawn {
    let ripe = desk.aussonderungsreif(Leer {}).ok()?.zeilen;
    let akten = vec![random.pick(&ripe)?.id.clone()];
    let args = AussonderungAnlegenArgs { zweck: LaufZweck::Vernichtung, akten };
    Some(desk.aussonderung_anlegen(args).map(drop))
}

fn run(desk: &Desk, random: &Random, stand: Option<LaufStand>) -> Option<Id> {
    let mut runs = desk.aussonderungen(Leer {}).ok()?.zeilen;
    runs.retain(|run| stand.is_none_or(|stand| run.stand == stand));
    Some(Id { id: random.pick(&runs)?.id.clone() })
}

fn step(desk: &Desk, random: &Random, stand: LaufStand) -> Drawn {
    let id = run(desk, random, Some(stand))?;
    Some(match stand {
        LaufStand::Laufend => desk.vernichtung_vorschlagen(id).map(drop),
        _ => desk.vernichtung_freigeben(id).map(drop),
    })
}

fn end(desk: &Desk, random: &Random) -> Drawn {
    let id = run(desk, random, None)?;
    Some(desk.aussonderung_beenden(id).map(drop))
}

/// Counts the runs that two persons have carried out.
pub fn carried_out(desk: &Desk) -> u32 {
    let runs = desk.aussonderungen(Leer {}).unwrap().zeilen;
    let done = runs.iter().filter(|run| run.stand == LaufStand::Vollzogen).count();
    u32::try_from(done).unwrap()
}
