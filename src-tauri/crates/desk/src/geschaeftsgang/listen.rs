//! What is up to a clerk over all cases: the day's list and the folder of signatures.
//!
//! Never more than 500 rows at once.

use domain::Datum;
use domain::regeln::selbe_person;
use store::geschaeftsgang::Zeitraum;
use store::{Db, DbError};
use uuid::Uuid;

use super::{Leser, Zeilen, tag};
use crate::Desk;
use crate::desk::count;
use crate::eingang::ROWS_MAX;
use crate::views::{
    AufgabeZeile, Fehler, Leer, MitzeichnungenView, PunktStand, WiedervorlagenArgs,
    WiedervorlagenView,
};
use crate::ziel::ziel;

/// What is done on its day, whoever works on the case.
const ARTEN: [&str; 8] = [
    "wiedervorlage",
    "ruecksprache",
    "kenntnis",
    "veranlassung",
    "absenden",
    "kopie",
    "zudenakten",
    "sonstige",
];
const ZEICHNUNGEN: [&str; 2] = ["mitzeichnung", "schlusszeichnung"];

impl Desk {
    /// What is due: mine, and what is up to those whom I stand in for, the oldest first.
    pub fn wiedervorlagen(&self, args: WiedervorlagenArgs) -> Result<WiedervorlagenView, Fehler> {
        let day = |text: Option<&str>| text.filter(|day| !day.is_empty()).map(tag).transpose();
        let (von, bis) = (day(args.von.as_deref())?, day(args.bis.as_deref())?);
        let heute = self.heute();
        let bis = bis.unwrap_or(heute);
        self.store.read(|db| {
            let von = von.map(|day| day.to_string());
            let (von, last) = (von.as_deref(), bis.to_string());
            let ids = due(db, heute, Zeitraum { von, bis: Some(&last) })?;
            let gesamt = count(ids.len());
            let mut zeilen = Zeilen::new(db, heute)?;
            let rows = ids.into_iter().take(ROWS_MAX as usize);
            let rows = rows.map(|id| aufgabe(db, &mut zeilen, id));
            Ok(WiedervorlagenView {
                heute: heute.to_string(),
                bis: last.clone(),
                gesamt,
                zeilen: rows.collect::<Result<_, DbError>>()?,
            })
        })
    }

    /// The folder of signatures: what waits for mine, and what I have asked others for.
    pub fn mitzeichnungen(&self, _: Leer) -> Result<MitzeichnungenView, Fehler> {
        let heute = self.heute();
        self.store.read(|db| {
            let leser = Leser::new(db, heute)?;
            let mut zeilen = Zeilen::new(db, heute)?;
            let mut zu_zeichnen = asked(db, &leser, &mut zeilen)?;
            zu_zeichnen.sort_by_key(|row| row.punkt.wartet);
            let mut erbeten = Vec::new();
            let ids = db.erbetene_zeichnungen(&leser.name.trim().to_lowercase())?;
            for id in ids.into_iter().take(ROWS_MAX as usize) {
                let row = aufgabe(db, &mut zeilen, id)?;
                let own = row
                    .punkt
                    .adressat
                    .as_deref()
                    .is_none_or(|to| to.trim().is_empty() || selbe_person(to, &leser.name));
                if !own || row.punkt.stand != PunktStand::Offen {
                    erbeten.push(row);
                }
            }
            Ok(MitzeichnungenView { zu_zeichnen, erbeten })
        })
    }
}

/// Counts what is due today or overdue.
pub(crate) fn faellig(db: &Db<'_>, heute: Datum) -> Result<u32, DbError> {
    let today = heute.to_string();
    Ok(count(due(db, heute, Zeitraum { von: None, bis: Some(&today) })?.len()))
}

/// Counts what can be signed now.
pub(crate) fn zu_zeichnen(db: &Db<'_>, heute: Datum) -> Result<u32, DbError> {
    let leser = Leser::new(db, heute)?;
    let rows = asked(db, &leser, &mut Zeilen::new(db, heute)?)?;
    Ok(count(rows.iter().filter(|row| !row.punkt.wartet).count()))
}

/// Points that are due. One without addressee and day is nobody's to do on a day: it stands in
/// its case; so does one that waits for a signature.
fn due(db: &Db<'_>, heute: Datum, zeitraum: Zeitraum<'_>) -> Result<Vec<Uuid>, DbError> {
    let mut zeilen = Zeilen::new(db, heute)?;
    let mut found = Vec::new();
    for id in db.offene_punkte(&ARTEN, &zeilen.leser.namen(), true, zeitraum)? {
        let row = zeilen.zeile(id)?;
        if row.termin.is_some() || !row.wartet {
            found.push(id);
        }
    }
    Ok(found)
}

fn asked(
    db: &Db<'_>,
    leser: &Leser,
    zeilen: &mut Zeilen<'_>,
) -> Result<Vec<AufgabeZeile>, DbError> {
    let ids = db.offene_punkte(&ZEICHNUNGEN, &leser.namen(), false, Zeitraum::default())?;
    ids.into_iter().take(ROWS_MAX as usize).map(|id| aufgabe(db, zeilen, id)).collect()
}

fn aufgabe(db: &Db<'_>, zeilen: &mut Zeilen<'_>, id: Uuid) -> Result<AufgabeZeile, DbError> {
    let (punkt, _) = db.load::<domain::Verfuegung>(id)?;
    Ok(AufgabeZeile { punkt: zeilen.zeile(id)?, vorgang: ziel(db, punkt.vorgang)? })
}
