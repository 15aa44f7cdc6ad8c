//! The filing plan as master data: read from a file, compared with what is there, taken over.
//!
//! Never deletes a unit: what is gone from the file takes no new files from then on, and a number
//! keeps its id for ever.

mod datei;
mod tabelle;

use std::collections::{BTreeMap, BTreeSet};

use domain::aussonderung::Aussonderungsart;
use domain::mandant::mandant_id;
use domain::{Aktenplaneinheit, Datum, Fields, RecType, Record};
use serde::Deserialize;
use uuid::Uuid;

pub use datei::lesen;

use crate::error::CenterError;
use crate::ledger::{Draft, Tx};
use crate::{SCOPE_STAMMDATEN, Surroundings};

/// Units of one plan.
pub const UNITS_MAX: usize = 20_000;
/// Longest text of a unit in characters.
const TEXT_MAX: usize = 2_000;
/// Longest retention; more is for ever.
const JAHRE_MAX: u32 = 500;
/// How deep a plan may be.
const TIEFE_MAX: usize = 20;
/// Records read at once.
const PAGE: usize = 1_000;

/// A unit as a file names it; the unit above is found by its number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Planzeile {
    /// Number, such as `4.2`.
    pub kennzeichen: String,
    /// Name.
    pub bezeichnung: String,
    /// Number of the unit above; none: found by this one's own number.
    #[serde(default)]
    pub uebergeordnet: Option<String>,
    /// What belongs there.
    #[serde(default)]
    pub inhaltsangabe: Option<String>,
    /// Years to keep; none means for ever.
    #[serde(default)]
    pub aufbewahrung_jahre: Option<u32>,
    /// Appraisal: `A`, `B` or `V`.
    #[serde(default)]
    pub aussonderungsart: Option<Aussonderungsart>,
    /// First day in force.
    #[serde(default)]
    pub gueltig_ab: Option<Datum>,
    /// Last day in force.
    #[serde(default)]
    pub gueltig_bis: Option<Datum>,
    /// Takes no new files.
    #[serde(default)]
    pub stillgelegt: bool,
    /// Letters need a second person; none: as it is.
    #[serde(default)]
    pub vier_augen: Option<bool>,
}

/// Why a plan cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Larger than a plan can be.
    #[error("Die Datei ist zu groß für einen Aktenplan.")]
    Size,
    /// Neither table nor message.
    #[error("Die Datei ist weder eine CSV-Tabelle noch eine xdomea-Nachricht 0301.")]
    Unknown,
    /// A column is missing.
    #[error("Die Spalte „{0}“ fehlt in der ersten Zeile.")]
    Column(&'static str),
    /// A cell cannot be understood.
    #[error("Zeile {line}: „{text}“ ist keine gültige Angabe in der Spalte „{column}“.")]
    Cell {
        /// Line of the file, from 1.
        line: usize,
        /// Name of the column.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// A quotation mark is not closed.
    #[error("Zeile {0}: Ein Anführungszeichen wird nicht geschlossen.")]
    Quote(usize),
    /// Two units have one number.
    #[error("Das Kennzeichen „{0}“ kommt zweimal vor.")]
    Twice(String),
    /// A unit lacks number or name.
    #[error("Eine Einheit hat kein Kennzeichen oder keine Bezeichnung („{0}“).")]
    Nameless(String),
    /// The unit above is not in the file.
    #[error("„{0}“ gehört unter „{1}“, das in der Datei nicht vorkommt.")]
    Parent(String, String),
    /// Units lie in one another, or too deep.
    #[error("„{0}“ liegt in sich selbst oder zu tief.")]
    Circle(String),
    /// Too many units, or a text that is too long.
    #[error("Der Aktenplan ist zu umfangreich ({0}).")]
    Bounds(String),
    /// The message of the standard is broken or another one.
    #[error("Die xdomea-Nachricht kann nicht gelesen werden: {0}")]
    Message(String),
}

/// What taking a plan over changes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Vorschau {
    /// New units: "4.3 Bäume".
    pub neu: Vec<String>,
    /// Changed ones: "4.2: bezeichnung Straßen → Straßen und Wege".
    pub geaendert: Vec<String>,
    /// Units that are gone from the file.
    pub stillgelegt: Vec<String>,
    /// Units that stay as they are.
    pub unveraendert: usize,
}

/// Puts units in order, each behind the one above it, with that one's number.
pub fn ordnen(mut units: Vec<Planzeile>) -> Result<Vec<Planzeile>, PlanError> {
    if units.len() > UNITS_MAX {
        return Err(PlanError::Bounds(format!("mehr als {UNITS_MAX} Einheiten")));
    }
    let mut numbers = BTreeSet::new();
    for unit in &units {
        if unit.kennzeichen.is_empty() || unit.bezeichnung.is_empty() {
            let either = [unit.kennzeichen.as_str(), &unit.bezeichnung].concat();
            return Err(PlanError::Nameless(either));
        }
        if !numbers.insert(unit.kennzeichen.clone()) {
            return Err(PlanError::Twice(unit.kennzeichen.clone()));
        }
        let texts = [Some(&unit.bezeichnung), unit.inhaltsangabe.as_ref()];
        let long = |text: &&String| text.chars().count() > TEXT_MAX;
        let years = unit.aufbewahrung_jahre.is_some_and(|years| years > JAHRE_MAX);
        if texts.into_iter().flatten().any(|text| long(&text)) || years {
            return Err(PlanError::Bounds(unit.kennzeichen.clone()));
        }
    }
    for unit in &mut units {
        let above = unit.uebergeordnet.take().filter(|above| !above.is_empty());
        unit.uebergeordnet = match above {
            Some(above) if !numbers.contains(&above) => {
                return Err(PlanError::Parent(unit.kennzeichen.clone(), above));
            }
            Some(above) => Some(above),
            None => ueber(&unit.kennzeichen, &numbers),
        };
    }
    tiefe(units)
}

/// Finds the unit above by the number: `4.2` lies in `4`, and in a plan of digits `021` in `02`.
fn ueber(kennzeichen: &str, numbers: &BTreeSet<String>) -> Option<String> {
    let digits = kennzeichen.chars().all(|c| c.is_ascii_digit());
    let ends = kennzeichen.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
    let starts = ends.rev().filter_map(|at| {
        let (head, rest) = kennzeichen.split_at(at);
        let cut = rest.starts_with(['.', '-', '/', ' ']);
        (digits || cut).then_some(head)
    });
    starts.map(str::trim_end).find(|head| numbers.contains(*head)).map(str::to_owned)
}

/// Sorts by depth; a unit that never comes to a root lies in itself.
fn tiefe(units: Vec<Planzeile>) -> Result<Vec<Planzeile>, PlanError> {
    let above: BTreeMap<&str, &str> = units
        .iter()
        .filter_map(|unit| Some((unit.kennzeichen.as_str(), unit.uebergeordnet.as_deref()?)))
        .collect();
    let mut depths = BTreeMap::new();
    for unit in &units {
        let (mut at, mut depth) = (unit.kennzeichen.as_str(), 0);
        while let Some(next) = above.get(at) {
            (at, depth) = (next, depth + 1);
            if depth > TIEFE_MAX {
                return Err(PlanError::Circle(unit.kennzeichen.clone()));
            }
        }
        depths.insert(unit.kennzeichen.clone(), depth);
    }
    let mut units = units;
    units.sort_by_key(|unit| depths.get(&unit.kennzeichen).copied().unwrap_or(0));
    Ok(units)
}

/// Takes a plan over, for one municipality (by the scope it lives in) or for all; with `pruefen`
/// it only says what would change.
pub fn uebernehmen(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    units: &[Planzeile],
    bereich: Option<&str>,
    pruefen: bool,
) -> Result<Vorschau, CenterError> {
    abgleichen(tx, surroundings, units, bereich, pruefen).map(|(vorschau, _)| vorschau)
}

/// Takes a plan over and returns the units' ids by their numbers besides.
pub(crate) fn abgleichen(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    units: &[Planzeile],
    bereich: Option<&str>,
    pruefen: bool,
) -> Result<(Vorschau, BTreeMap<String, Uuid>), CenterError> {
    let mandant = bereich.map(mandant_id);
    let mut here = bestand(tx, mandant)?;
    let mut vorschau = Vorschau::default();
    let mut ids: BTreeMap<String, Uuid> =
        here.iter().map(|(number, (id, _))| (number.clone(), *id)).collect();
    for unit in units {
        let above = unit.uebergeordnet.as_ref().and_then(|number| ids.get(number)).copied();
        let old = here.remove(&unit.kennzeichen);
        let before = old.as_ref().map(|(_, fields)| fields);
        let fields = einheit(unit, above, mandant, before).to_fields();
        let name = format!("{} {}", unit.kennzeichen, unit.bezeichnung);
        let id = match &old {
            Some((id, _)) => *id,
            None => surroundings.id(),
        };
        ids.insert(unit.kennzeichen.clone(), id);
        match &old {
            Some((_, before)) if *before == fields => {
                vorschau.unveraendert += 1;
                continue;
            }
            Some((_, before)) => {
                vorschau.geaendert.push(unterschied(&unit.kennzeichen, before, &fields));
            }
            None => vorschau.neu.push(name),
        }
        if !pruefen {
            schreiben(tx, surroundings, id, fields)?;
        }
    }
    for (number, (id, mut fields)) in here {
        if fields.get("stillgelegt").is_some_and(|value| value == true) {
            vorschau.unveraendert += 1;
            continue;
        }
        let name = domain::record::text(&fields, "bezeichnung");
        vorschau.stillgelegt.push(format!("{number} {name}"));
        fields.insert("stillgelegt".to_owned(), true.into());
        if !pruefen {
            schreiben(tx, surroundings, id, fields)?;
        }
    }
    Ok((vorschau, ids))
}

fn einheit(
    unit: &Planzeile,
    above: Option<Uuid>,
    mandant: Option<Uuid>,
    before: Option<&Fields>,
) -> Aktenplaneinheit {
    let kept = before.and_then(|fields| fields.get("vier_augen")) == Some(&true.into());
    Aktenplaneinheit {
        kennzeichen: unit.kennzeichen.clone(),
        bezeichnung: unit.bezeichnung.clone(),
        uebergeordnet: above,
        aufbewahrung_jahre: unit.aufbewahrung_jahre,
        inhaltsangabe: unit.inhaltsangabe.clone(),
        aussonderungsart: unit.aussonderungsart,
        gueltig_ab: unit.gueltig_ab,
        gueltig_bis: unit.gueltig_bis,
        mandant,
        stillgelegt: unit.stillgelegt,
        vier_augen: unit.vier_augen.unwrap_or(kept),
    }
}

type Bestand = BTreeMap<String, (Uuid, Fields)>;

/// Returns the units of a municipality's plan, or of everybody's, by their numbers.
fn bestand(tx: &mut Tx<'_>, mandant: Option<Uuid>) -> Result<Bestand, CenterError> {
    let mut found = Bestand::new();
    let mut after = None;
    loop {
        let page = tx.records_after(SCOPE_STAMMDATEN, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.rec_id);
        for record in page {
            if record.rec_type != RecType::Aktenplaneinheit {
                continue;
            }
            let fields: Fields = serde_json::from_str(&record.body)?;
            let unit = Aktenplaneinheit::from_fields(&fields);
            if let Some(unit) = unit.ok().filter(|unit| unit.mandant == mandant) {
                found.insert(unit.kennzeichen, (record.rec_id, fields));
            }
        }
    }
}

/// Says what becomes of a unit: "4.2: bezeichnung Straßen → Straßen und Wege".
fn unterschied(number: &str, before: &Fields, after: &Fields) -> String {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let show = |fields: &Fields, name: &String| match fields.get(name) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "–".to_owned(),
    };
    let changes = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    // An id tells nobody anything.
    let words = changes.map(|name| match name.as_str() {
        "uebergeordnet" => "an anderer Stelle".to_owned(),
        _ => format!("{name} {} → {}", show(before, name), show(after, name)),
    });
    format!("{number}: {}", words.collect::<Vec<_>>().join(", "))
}

/// Appends one record to the log of the master data.
pub(crate) fn schreiben(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    rec_id: Uuid,
    fields: Fields,
) -> Result<(), CenterError> {
    stammdatum(tx, surroundings, RecType::Aktenplaneinheit, "aktenplan_importieren", rec_id, fields)
}

/// Appends one record of the centre's own to the log of the master data.
pub(crate) fn stammdatum(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    rec_type: RecType,
    aktion: &str,
    rec_id: Uuid,
    fields: Fields,
) -> Result<(), CenterError> {
    let now = surroundings.now();
    let draft = Draft {
        rec_type,
        rec_id,
        fields,
        mid: surroundings.id(),
        akteur: "Zentrale".to_owned(),
        arbeitsplatz: "Zentrale".to_owned(),
        aktion: aktion.to_owned(),
        claimed_at: now,
        at: now,
    };
    tx.append(SCOPE_STAMMDATEN, draft).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(kennzeichen: &str, above: Option<&str>) -> Planzeile {
        Planzeile {
            kennzeichen: kennzeichen.to_owned(),
            bezeichnung: "Etwas".to_owned(),
            uebergeordnet: above.map(str::to_owned),
            ..Planzeile::default()
        }
    }

    #[test]
    fn a_unit_finds_the_one_above_by_its_number() {
        let units = ["021", "02", "0", "4.10", "4", "4.10.1", "10", "1"].map(|n| unit(n, None));
        let sorted = ordnen(units.to_vec()).unwrap();
        let above = |number: &str| {
            let found = sorted.iter().find(|unit| unit.kennzeichen == number).unwrap();
            found.uebergeordnet.clone().unwrap_or_default()
        };
        let found = ["021", "02", "4.10.1", "4.10", "4", "10"].map(above);
        assert_eq!(found, ["02", "0", "4.10", "4", "", "1"]);
        let place = |number: &str| sorted.iter().position(|unit| unit.kennzeichen == number);
        assert!(place("02") < place("021") && place("4") < place("4.10.1"));
    }

    #[test]
    fn a_plan_that_makes_no_sense_is_refused_with_its_number() {
        let said = |units: &[Planzeile]| ordnen(units.to_vec()).unwrap_err().to_string();
        assert!(said(&[unit("1", None), unit("1", None)]).contains("„1“ kommt zweimal"));
        assert!(said(&[unit("1", Some("9"))]).contains("„9“"));
        assert!(said(&[unit("1", Some("2")), unit("2", Some("1"))]).contains("in sich selbst"));
        assert!(said(&[unit("", None)]).contains("kein Kennzeichen"));
        let long = Planzeile { inhaltsangabe: Some("x".repeat(3_000)), ..unit("1", None) };
        assert!(said(&[long]).contains("zu umfangreich"));
    }
}
