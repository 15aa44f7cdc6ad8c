//! A record's history for people.
//!
//! Never leaves out an entry; it only finds words for it.

use domain::Protokolleintrag;
use store::{Db, DbError};
use uuid::Uuid;

use crate::views::VerlaufZeile;
use crate::{ersetzend, geschaeftsgang, worte};

pub(crate) fn verlauf(db: &Db<'_>, rec_id: Uuid) -> Result<Vec<VerlaufZeile>, DbError> {
    Ok(db.verlauf(rec_id)?.into_iter().map(zeile).collect())
}

fn zeile(entry: Protokolleintrag) -> VerlaufZeile {
    let aktion = worte::aktion(&entry.aktion);
    let was = match &entry.metadatum_name {
        Some(name) => format!("{aktion}: {}", worte::feld(name)),
        None => aktion.to_owned(),
    };
    let name = entry.metadatum_name.as_deref().unwrap_or_default();
    let people = |text: String| {
        let known =
            ersetzend::wert(name, &text).or_else(|| geschaeftsgang::worte::wert(name, &text));
        known.unwrap_or(text)
    };
    VerlaufZeile {
        um: entry.um.to_string(),
        zentrale_um: entry.zentrale_um.map(|um| um.to_string()),
        akteur: entry.akteur,
        arbeitsplatz: entry.arbeitsplatz,
        was,
        alt: entry.alter_wert.map(people),
        neu: entry.neuer_wert.map(people),
        bemerkung: entry.bemerkung,
    }
}
