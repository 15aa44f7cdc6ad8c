//! What clerks and the program do with proposals: confirmed, corrected, filed without a person.
//!
//! Never a letter without a chance of being proposed wrongly: the office's files have few words.

use desk::Desk;
use desk::views::{
    Ausschnitt, EingangFilter, Fehler, Id, PosteingangArgs, SelbsttaetigArgs, Ziel, ZielArt,
    ZuordnenAngaben, ZuordnenArgs,
};

use crate::Random;

/// Does one of these acts; nothing if there is nothing to do it with.
pub(crate) fn act(desk: &Desk, random: &Random) -> Option<Result<(), Fehler>> {
    match random.below(4) {
        0 | 1 => confirm(desk, random),
        2 => Some(desk.selbst_ablegen().map(|_| ())),
        _ => look_through(desk, random),
    }
}

/// Files a letter where it was proposed, with a day to come back to it.
fn confirm(desk: &Desk, random: &Random) -> Option<Result<(), Fehler>> {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 50 };
    let list = desk.posteingang(PosteingangArgs { filter: EingangFilter::Offen, ausschnitt });
    let eingang = random.pick(&list.ok()?.zeilen)?.id.clone();
    let view = match desk.eingang(Id { id: eingang.clone() }) {
        Ok(view) => view,
        Err(fehler) => return Some(Err(fehler)),
    };
    let ziel = random.pick(&view.vorschlaege)?.ziel.clone();
    let ziel = match ziel.art {
        ZielArt::Vorgang => Ziel::Vorgang { id: ziel.id },
        ZielArt::Akte => Ziel::NeuerVorgang { akte: ziel.id, betreff: view.zeile.titel },
    };
    let angaben = ZuordnenAngaben {
        typ: Some("Brief".to_owned()),
        wiedervorlage: random.chance(30).then(|| "2026-12-01".to_owned()),
        ..ZuordnenAngaben::default()
    };
    let args = ZuordnenArgs { eingang, ziel, titel: None, angaben };
    Some(desk.eingang_zuordnen(args).map(|_| ()))
}

/// Looks at what the program filed: lets it stand, or takes it back.
fn look_through(desk: &Desk, random: &Random) -> Option<Result<(), Fehler>> {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 50 };
    let list = desk.selbsttaetig(SelbsttaetigArgs { offen: true, ausschnitt }).ok()?;
    let row = random.pick(&list.zeilen)?;
    Some(if random.chance(60) {
        desk.selbsttaetig_bestaetigen(Id { id: row.dokument.clone() }).map(|_| ())
    } else {
        desk.zuordnung_zuruecknehmen(Id { id: row.eingang.clone() }).map(|_| ())
    })
}
