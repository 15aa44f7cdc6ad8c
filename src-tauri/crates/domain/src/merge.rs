//! The merge rules: which field may change how, and what becomes of a change whose author saw an
//! older state. The one place that knows them; workstation, centre and simulation all call it.
//!
//! Never looks at a clock: ancestry (the base values an author saw) decides, or a clerk does.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::aussonderung::VERNICHTET;
use crate::edit::{Edit, Op};
use crate::record::{Fields, RecType, is_empty};

/// How a field may change after the record exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldClass {
    /// Set once at creation.
    Immutable,
    /// Grows by elements that never change.
    AppendOnly,
    /// One value, merged three-way.
    Scalar,
    /// A set of values: additions and removals commute.
    Set,
    /// A state machine: changes only by a transition whose precondition holds.
    State,
    /// Empty until one transition fills it, and never changed after: a note that binds a scan to
    /// its hash is worth nothing if anybody can replace it, not even who wrote it.
    Once,
    /// Written by the centre alone.
    Centre,
}

/// Returns the class of a field. Unknown fields are scalars, so that a newer program's fields
/// pass through an older one unharmed.
pub fn field_class(kind: RecType, field: &str) -> FieldClass {
    use FieldClass::{AppendOnly, Centre, Immutable, Once, Scalar, Set, State};
    match (kind, field) {
        // What says that a record was destroyed is the centre's word alone.
        (_, VERNICHTET) => Centre,
        (RecType::Aktenplaneinheit | RecType::Mandant | RecType::Konflikt, _) => Centre,
        (_, "angelegt_um" | "angelegt_von" | "aktenzeichen_vorlaeufig") => Immutable,
        (_, "status") => State,
        (_, "schlagworte" | "beteiligte" | "verweise") => Set,
        (RecType::Akte | RecType::Vorgang, "aktenzeichen") => Centre,
        (RecType::Akte, "aktenplaneinheit") => Immutable,
        (RecType::Akte, "aussonderung") => State,
        (RecType::Akte, "archivkennung") => Once,
        (RecType::Dokument, "schlusszeichnung" | "reinschrift") => Once,
        (RecType::Akte | RecType::Vorgang, "zda_datum") => State,
        (RecType::Vorgang, "akte") | (RecType::Teilakte, "akte" | "art") => Immutable,
        (RecType::Teilakte, "nummer") | (RecType::Dokument, "heftungsnummer") => Centre,
        (RecType::Dokument, "vorgang" | "postausgangsdatum") => State,
        (
            RecType::Dokument,
            "eingang" | "posteingangsdatum" | "anlagen" | "art" | "selbsttaetig",
        ) => Immutable,
        (RecType::Dokument, "versionen" | "versand") => AppendOnly,
        (RecType::Verfuegung, "text" | "adressat" | "termin") => Scalar,
        (RecType::Verfuegung, "erledigung") => State,
        (RecType::Vertretung, "von" | "bis") => Scalar,
        (RecType::Aussonderung, "zu_loeschen" | "vorschlag" | "freigabe") => State,
        (RecType::Aussonderung, "nachrichten") => AppendOnly,
        (RecType::Verfuegung | RecType::Vertretung | RecType::Aussonderung, _) => Immutable,
        (RecType::Eingang, "dublette_von" | "eingangsnummer") => Centre,
        (RecType::Eingang, "zugaenge" | "stichproben") => AppendOnly,
        (RecType::Eingang, "transfervermerk" | "nachweis") => Once,
        (RecType::Eingang, "titel" | "archivnummer" | "vorgang_aus_code") => Scalar,
        (RecType::Eingang, "dokument" | "papieroriginal") => State,
        (RecType::Eingang, _) => Immutable,
        _ => Scalar,
    }
}

/// One field on which two authors disagree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldConflict {
    /// The field's name.
    pub field: String,
    /// What the author saw.
    pub base: Value,
    /// What the record holds now.
    pub theirs: Value,
    /// What the author wanted.
    pub mine: Value,
}

/// Why a change was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rejection {
    /// The record already exists.
    Exists,
    /// The record is not known.
    Unknown,
    /// The state from which the step was meant no longer holds.
    Precondition,
    /// A field may not be changed this way.
    FieldProtected,
    /// A record it refers to is missing or was refused.
    Reference,
    /// A rule of the office forbids it (closed file, wrong state).
    Rule,
    /// Another part of the same act was refused.
    Group,
    /// The change is malformed or too large.
    Invalid,
    /// The author has no right to this scope.
    Forbidden,
}

/// What becomes of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Everything took effect.
    Applied {
        /// The new fields.
        fields: Fields,
    },
    /// The undisputed part took effect; the rest waits for a clerk.
    Conflict {
        /// The new fields, with the disputed ones as they were.
        fields: Fields,
        /// The disputed fields.
        conflicts: Vec<FieldConflict>,
    },
    /// Nothing took effect.
    Rejected(Rejection),
}

/// Decides one change against the current fields (`None`: the record does not exist yet).
///
/// A scalar is taken iff the record still holds what the author saw, or already holds what the
/// author wants; otherwise it is a conflict and the record keeps its value.
pub fn apply(kind: RecType, current: Option<&Fields>, edit: &Edit) -> Outcome {
    match (edit.op, current) {
        (Op::Create, Some(_)) => Outcome::Rejected(Rejection::Exists),
        (Op::Create, None) => create(kind, edit),
        (_, None) => Outcome::Rejected(Rejection::Unknown),
        (Op::Transition, Some(current)) => transition(kind, current, edit),
        (Op::Set | Op::Resolve, Some(current)) => set(kind, current, edit),
    }
}

/// Returns the fields as the author sees them before the centre has decided: the change laid
/// over whatever the centre last said.
pub fn overlay(current: Option<&Fields>, edit: &Edit) -> Fields {
    let mut fields = current.cloned().unwrap_or_default();
    for (name, value) in &edit.set {
        put(&mut fields, name, value);
    }
    change_elements(&mut fields, edit);
    fields
}

fn create(kind: RecType, edit: &Edit) -> Outcome {
    let protected = edit
        .set
        .iter()
        .any(|(name, value)| field_class(kind, name) == FieldClass::Centre && !is_empty(value));
    if protected {
        return Outcome::Rejected(Rejection::FieldProtected);
    }
    Outcome::Applied { fields: overlay(None, edit) }
}

fn transition(kind: RecType, current: &Fields, edit: &Edit) -> Outcome {
    let once = |name: &str| field_class(kind, name) == FieldClass::Once;
    let allowed = |name: &str| {
        once(name) || matches!(field_class(kind, name), FieldClass::State | FieldClass::Scalar)
    };
    if !edit.set.keys().all(|name| allowed(name)) || !elements_allowed(kind, edit) {
        return Outcome::Rejected(Rejection::FieldProtected);
    }
    let holds = edit.set.keys().all(|name| same(current.get(name), edit.base.get(name)));
    if !holds {
        return Outcome::Rejected(Rejection::Precondition);
    }
    let filled = |name: &str| current.get(name).is_some_and(|value| !is_empty(value));
    if edit.set.keys().any(|name| once(name) && filled(name)) {
        return Outcome::Rejected(Rejection::FieldProtected);
    }
    Outcome::Applied { fields: overlay(Some(current), edit) }
}

fn set(kind: RecType, current: &Fields, edit: &Edit) -> Outcome {
    let scalar = |name: &String| field_class(kind, name) == FieldClass::Scalar;
    if !edit.set.keys().all(scalar) || !elements_allowed(kind, edit) {
        return Outcome::Rejected(Rejection::FieldProtected);
    }
    let mut fields = current.clone();
    let mut conflicts = Vec::new();
    for (name, mine) in &edit.set {
        let theirs = current.get(name);
        let base = edit.base.get(name);
        if same(theirs, base) || same(theirs, Some(mine)) {
            put(&mut fields, name, mine);
        } else {
            conflicts.push(FieldConflict {
                field: name.clone(),
                base: base.cloned().unwrap_or(Value::Null),
                theirs: theirs.cloned().unwrap_or(Value::Null),
                mine: mine.clone(),
            });
        }
    }
    change_elements(&mut fields, edit);
    if conflicts.is_empty() {
        Outcome::Applied { fields }
    } else {
        Outcome::Conflict { fields, conflicts }
    }
}

fn elements_allowed(kind: RecType, edit: &Edit) -> bool {
    let grows =
        |name: &String| matches!(field_class(kind, name), FieldClass::Set | FieldClass::AppendOnly);
    let shrinks = |name: &String| field_class(kind, name) == FieldClass::Set;
    edit.add.keys().all(grows) && edit.remove.keys().all(shrinks)
}

fn change_elements(fields: &mut Fields, edit: &Edit) {
    for (name, gone) in &edit.remove {
        let mut list = elements(fields, name);
        list.retain(|element| !gone.contains(element));
        put(fields, name, &Value::Array(list));
    }
    for (name, new) in &edit.add {
        let mut list = elements(fields, name);
        for element in new {
            if !list.contains(element) {
                list.push(element.clone());
            }
        }
        put(fields, name, &Value::Array(list));
    }
}

fn elements(fields: &Fields, name: &str) -> Vec<Value> {
    fields.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
}

fn put(fields: &mut Fields, name: &str, value: &Value) {
    if is_empty(value) {
        fields.remove(name);
    } else {
        fields.insert(name.to_owned(), value.clone());
    }
}

fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    let full = |v: Option<&Value>| v.filter(|v| !is_empty(v)).cloned();
    full(a) == full(b)
}

#[cfg(test)]
mod tests;
