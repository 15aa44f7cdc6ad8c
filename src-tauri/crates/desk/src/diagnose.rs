//! A report on the reconciliation for IT: states, counts, versions, positions.
//!
//! Never content: no titles, no names, no file names, no reasons people wrote. Identities and
//! hashes are cut short; they tell whether two reports belong together and nothing else.

use std::io::Write;

use domain::{SCHEMA, Zeitpunkt};
use serde_json::{Map, Value, json};
use store::meta::Meta;
use store::{Db, DbError};

use crate::Desk;
use crate::desk::AbgleichStand;
use crate::views::{Code, DiagnoseArgs, Fehler, Leer};

/// Digits that are left of a hash or an identity.
const SHORT: usize = 8;
/// Incidents in the report.
const INCIDENTS: u32 = 50;

impl Desk {
    /// Writes a report that holds no content, where a person wants it.
    pub fn diagnose_speichern(&self, args: DiagnoseArgs) -> Result<Leer, Fehler> {
        let stand = self.stand(|stand| stand.clone());
        let now = self.store.env().now();
        let report = self.store.read(|db| report(db, &stand, now))?;
        let text = serde_json::to_vec_pretty(&report).map_err(DbError::from)?;
        // The dialog has asked before it named a file that is there.
        let written = std::fs::File::create(&args.pfad).and_then(|mut file| {
            file.write_all(&text)?;
            file.sync_all()
        });
        written.map_err(|error| {
            let meldung = "Die Diagnose konnte nicht gespeichert werden.";
            Fehler::new(Code::Invalid, meldung, &error.to_string())
        })?;
        Ok(Leer {})
    }
}

fn report(db: &Db<'_>, stand: &AbgleichStand, now: Zeitpunkt) -> Result<Value, DbError> {
    let meta = |name| Ok::<_, DbError>(db.meta(name)?.unwrap_or_default());
    let identity = |name| Ok::<_, DbError>(short(&meta(name)?));
    Ok(json!({
        "bericht": "Forsthaus-Diagnose 1, ohne Inhalte",
        "erstellt": now.to_string(),
        "programm": {
            "version": env!("CARGO_PKG_VERSION"),
            "schema": SCHEMA,
            "schema_mindestens": meta(Meta::MinSchema)?,
            "system": format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        },
        "kennungen": {
            "arbeitsplatz": identity(Meta::Client)?,
            "zentrale": identity(Meta::Ledger)?,
            "uebung": meta(Meta::Uebung)? == "1",
        },
        "abgleich": {
            "laeuft": stand.laeuft,
            "fehlversuche": stand.fehlversuche,
            "fehler": stand.fehler.as_ref().map(|fehler| fehler.kurz.clone()),
            "fehler_seit": stand.fehler.as_ref().map(|fehler| fehler.seit.to_string()),
            "originale_haengen": stand.haengend,
            "naechster_versuch": stand.naechster_um.map(|um| um.to_string()),
            "zuletzt_vollstaendig": meta(Meta::ZuletztUm)?,
            "nachweis_gleich": meta(Meta::NachweisGleich)?,
            "naechste_nummer": meta(Meta::NextN)?,
        },
        "siegel": seal(db)?,
        "bereiche": scopes(db)?,
        "bremsen": brakes(db)?,
        "vorfaelle": incidents(db)?,
        "zaehler": db.tally()?.into_iter().map(|(name, n)| (name, n.into()))
            .collect::<Map<String, Value>>(),
    }))
}

fn short(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_hexdigit).collect();
    // The end: what comes first in an identity is its time.
    digits.iter().skip(digits.len().saturating_sub(SHORT)).collect()
}

/// Names a scope; one that was made for a single restricted file may carry a person's name.
fn scope_name(scope: &str) -> String {
    match scope {
        store::SCOPE_STAMMDATEN | store::SCOPE_REGISTRATUR => scope.to_owned(),
        other => format!("#{}", short(&wire::sha256_hex(other.as_bytes()))),
    }
}

fn scopes(db: &Db<'_>) -> Result<Vec<Value>, DbError> {
    let mut rows = Vec::new();
    for state in db.scopes()? {
        let cursor = state.cursor;
        rows.push(json!({
            "bereich": scope_name(&cursor.scope),
            "seq": cursor.seq,
            "kette": short(&cursor.chain),
            "pruefsumme": short(&db.digest(&cursor.scope)?.hex()),
            "eintraege": db.base_count(&cursor.scope)?,
            "erster_abruf_fertig": state.geholt,
            "abzug_noetig": state.abzug.map(|anlass| format!("{anlass:?}")),
        }));
    }
    Ok(rows)
}

fn seal(db: &Db<'_>) -> Result<Value, DbError> {
    let Some(seal) = db.seal()? else { return Ok(Value::Null) };
    let heads = seal.heads.iter().map(|head| {
        json!({ "bereich": scope_name(&head.scope), "seq": head.seq, "kette": short(&head.chain) })
    });
    Ok(json!({
        "um": seal.at.to_string(),
        "protokoll_nr": seal.audit_no,
        "schluessel": short(&seal.key),
        "bereiche": heads.collect::<Vec<_>>(),
    }))
}

fn brakes(db: &Db<'_>) -> Result<Vec<Value>, DbError> {
    let row = |braked: store::Braked| {
        json!({
            "bereich": scope_name(&braked.scope),
            "richtung": format!("{:?}", braked.richtung),
            "betroffen": braked.betroffen,
            "von": braked.von,
            "um": braked.um.to_string(),
        })
    };
    Ok(db.brakes()?.into_iter().map(row).collect())
}

/// Kinds, instants and numbers; what is text in an incident stays here.
fn incidents(db: &Db<'_>) -> Result<Vec<Value>, DbError> {
    let numbers = |parameter: &Value| -> Map<String, Value> {
        let fields = parameter.as_object().into_iter().flatten();
        let numbers = fields.filter(|(_, value)| value.is_number());
        numbers.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let row = |vorfall: store::vorfall::Vorfall| {
        json!({
            "art": vorfall.art.as_str(),
            "um": vorfall.um.to_string(),
            "gesehen": vorfall.gesehen,
            "zahlen": numbers(&vorfall.parameter),
        })
    };
    Ok(db.incidents(INCIDENTS)?.into_iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_cut_short_and_scopes_of_one_file_are_not_named() {
        assert_eq!(short("019a42c1-5d10-7a31-9c55-0c4f5a6b7c8d"), "5a6b7c8d");
        assert_eq!(short(""), "");
        assert_eq!(scope_name("registratur"), "registratur");
        let name = scope_name("personal-fennwald");
        assert!(name.starts_with('#') && !name.contains("fennwald"), "{name}");
    }
}
