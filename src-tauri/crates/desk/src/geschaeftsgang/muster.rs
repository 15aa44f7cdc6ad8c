//! Usual sets of instructions, and names to address them to.
//!
//! Never sets anything: a set is a proposal that a person changes before it is used.

use domain::regeln::selbe_person;
use domain::{Datum, RecType, Verfuegung, Vertretung};
use jiff::ToSpan;
use store::{Db, DbError};

use crate::Desk;
use crate::desk::benutzer;
use crate::views::{Fehler, Leer, MusterView, PunktArgs, PunktArt, Verfuegungsmuster};

/// Names offered at most.
const NAMES: u32 = 50;

/// A point of a set: what, to whom, after so many days.
type Punkt = (PunktArt, Option<&'static str>, Option<i64>);

const MUSTER: &[(&str, &[Punkt])] = &[
    (
        "Bescheid mit Mitzeichnung",
        &[
            (PunktArt::Mitzeichnung, None, None),
            (PunktArt::Schlusszeichnung, None, None),
            (PunktArt::Absenden, None, None),
            (PunktArt::Wiedervorlage, None, Some(30)),
            (PunktArt::ZuDenAkten, None, None),
        ],
    ),
    (
        "Schreiben mit Antwortfrist",
        &[
            (PunktArt::Schlusszeichnung, None, None),
            (PunktArt::Absenden, None, None),
            (PunktArt::Wiedervorlage, None, Some(14)),
        ],
    ),
    (
        "Zur Kenntnis und weglegen",
        &[(PunktArt::Kenntnis, None, None), (PunktArt::ZuDenAkten, None, None)],
    ),
    (
        "Rücksprache",
        &[(PunktArt::Ruecksprache, None, None), (PunktArt::Wiedervorlage, None, Some(7))],
    ),
];

impl Desk {
    /// Usual sets of instructions, and names to choose from.
    pub fn verfuegungsmuster(&self, _: Leer) -> Result<MusterView, Fehler> {
        let heute = self.heute();
        let muster = MUSTER
            .iter()
            .map(|(name, punkte)| Verfuegungsmuster {
                name: (*name).to_owned(),
                punkte: punkte.iter().map(|punkt| args(*punkt, heute)).collect(),
            })
            .collect();
        self.store.read(|db| Ok(MusterView { muster, namen: namen(db)? }))
    }
}

fn args((art, adressat, tage): Punkt, heute: Datum) -> PunktArgs {
    PunktArgs {
        art,
        text: None,
        adressat: adressat.map(str::to_owned),
        termin: tage.map(|tage| heute.saturating_add(tage.days()).to_string()),
        parallel: false,
    }
}

fn namen(db: &Db<'_>) -> Result<Vec<String>, DbError> {
    let mut found: Vec<String> = Vec::new();
    let mut offer = |name: String| {
        if !name.trim().is_empty() && !found.iter().any(|known| selbe_person(known, &name)) {
            found.push(name);
        }
    };
    offer(benutzer(db)?);
    for id in db.all(RecType::Vertretung)? {
        let (vertretung, _) = db.load::<Vertretung>(id)?;
        offer(vertretung.fuer);
        offer(vertretung.durch);
    }
    for id in db.adressaten(NAMES)? {
        let (punkt, _) = db.load::<Verfuegung>(id)?;
        offer(punkt.adressat.unwrap_or_default());
    }
    Ok(found)
}
