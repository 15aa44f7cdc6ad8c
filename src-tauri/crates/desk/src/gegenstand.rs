//! Records as people name them.
//!
//! Never shows an id to people.

use std::collections::BTreeMap;

use domain::record::text;
use domain::{Fields, RecType};
use serde_json::Value;
use store::{Db, DbError};
use uuid::Uuid;

use crate::views::{GegenstandView, TrefferArt};
use crate::worte;
use crate::ziel::aktenzeichen;

/// Names a record for people.
pub(crate) fn gegenstand(
    db: &Db<'_>,
    kind: RecType,
    rec_id: Uuid,
) -> Result<GegenstandView, DbError> {
    gegenstand_of(db, kind, rec_id, &Fields::new())
}

/// Names a record for people; what was never accepted is named by what its author wrote.
pub(crate) fn gegenstand_of(
    db: &Db<'_>,
    kind: RecType,
    rec_id: Uuid,
    written: &Fields,
) -> Result<GegenstandView, DbError> {
    let seen = db.seen(rec_id)?;
    let art = seen.as_ref().and_then(|seen| treffer_art(seen.rec_type));
    let fields = seen.as_ref().map_or(written, |seen| &seen.fields);
    Ok(GegenstandView { name: name_of(kind, fields), id: rec_id.to_string(), art })
}

/// Names a record by its fields: "Vorgang 4.2-17/2026-3 Hundesteuer".
pub(crate) fn name_of(kind: RecType, fields: &Fields) -> String {
    let (zeichen, _) = aktenzeichen(fields);
    let name = match kind {
        RecType::Kontakt => crate::kontakt::name(fields),
        RecType::Aktenplaneinheit => {
            format!("{} {}", text(fields, "kennzeichen"), text(fields, "bezeichnung"))
        }
        RecType::Verfuegung => crate::geschaeftsgang::worte::punkt(fields),
        RecType::Vertretung => format!("{} für {}", text(fields, "durch"), text(fields, "fuer")),
        _ => [text(fields, "betreff"), text(fields, "titel")].concat(),
    };
    let words = [worte::art(kind), zeichen.as_str(), name.as_str()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

const fn treffer_art(kind: RecType) -> Option<TrefferArt> {
    match kind {
        RecType::Akte => Some(TrefferArt::Akte),
        RecType::Vorgang => Some(TrefferArt::Vorgang),
        RecType::Dokument => Some(TrefferArt::Dokument),
        RecType::Eingang => Some(TrefferArt::Eingang),
        RecType::Kontakt => Some(TrefferArt::Kontakt),
        RecType::Aktenplaneinheit
        | RecType::Mandant
        | RecType::Teilakte
        | RecType::Verfuegung
        | RecType::Vertretung
        | RecType::Aussonderung
        | RecType::Konflikt => None,
    }
}

/// Names of records that values refer to, each read once.
#[derive(Debug, Default)]
pub(crate) struct Namen(BTreeMap<Uuid, Option<String>>);

impl Namen {
    /// Returns a value as people read it: a reference by the name of what it points to.
    pub(crate) fn value(&mut self, db: &Db<'_>, value: &Value) -> Result<String, DbError> {
        let Value::String(text) = value else {
            return Ok(match value {
                Value::Null => String::new(),
                Value::Bool(true) => "ja".to_owned(),
                Value::Bool(false) => "nein".to_owned(),
                Value::Array(list) => {
                    let parts: Result<Vec<String>, _> =
                        list.iter().map(|part| self.value(db, part)).collect();
                    parts?.join(", ")
                }
                Value::Object(map) => {
                    let part = |(name, part): (&String, &Value)| {
                        Ok::<_, DbError>(format!("{name}: {}", self.value(db, part)?))
                    };
                    map.iter().map(part).collect::<Result<Vec<_>, _>>()?.join(", ")
                }
                other => other.to_string(),
            });
        };
        let Ok(id) = Uuid::parse_str(text) else { return Ok(text.clone()) };
        if let Some(known) = self.0.get(&id) {
            return Ok(known.clone().unwrap_or_else(|| text.clone()));
        }
        let name = db.seen(id)?.map(|seen| name_of(seen.rec_type, &seen.fields));
        self.0.insert(id, name.clone());
        Ok(name.unwrap_or_else(|| text.clone()))
    }
}
