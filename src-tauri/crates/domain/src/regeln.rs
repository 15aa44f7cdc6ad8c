//! Rules that look at more than one record. Workstation and centre ask the same questions.
//!
//! Never changes anything, and never asks for more than the rule needs.

use uuid::Uuid;

use crate::aussonderung::VERNICHTET;
use crate::record::{Fields, RecType, Record, is_empty, text};
use crate::verstoss::Verstoss;
use crate::{
    Akte, Aktenplaneinheit, Aussonderung, Datum, Dokument, Eingang, Konflikt, Kontakt, Mandant, Op,
    Teilakte, Verfuegung, Vertretung, Vorgang,
};

mod aussondern;
mod geschaeftsgang;
mod registratur;

/// Longest subject in characters (the shortest limit among systems that xdomea connects).
pub const BETREFF_MAX: usize = 500;

/// Tells whether a field is a subject, to which [`betreff`] applies.
pub fn ist_betreff(field: &str) -> bool {
    matches!(field, "betreff" | "titel")
}

/// Checks a subject.
pub fn betreff(text: &str) -> Result<String, Verstoss> {
    let text = text.trim();
    if text.is_empty() {
        Err(Verstoss::BetreffFehlt)
    } else if text.chars().count() > BETREFF_MAX {
        Err(Verstoss::BetreffZuLang)
    } else {
        Ok(text.to_owned())
    }
}

/// Checks whether a record of `kind` may come to live in `parent`, and be changed while it does.
pub fn unterbringen(kind: RecType, parent: &Fields) -> Result<(), Verstoss> {
    let closed = text(parent, "status") == "zda";
    if parent.contains_key(VERNICHTET) {
        return Err(Verstoss::Vernichtet);
    }
    match kind {
        RecType::Akte if parent.get("stillgelegt").is_some_and(|v| v == true) => {
            Err(Verstoss::AktenplaneinheitStillgelegt)
        }
        RecType::Vorgang | RecType::Teilakte if closed => Err(Verstoss::AkteGeschlossen),
        RecType::Dokument | RecType::Verfuegung if closed => Err(Verstoss::VorgangGeschlossen),
        _ => Ok(()),
    }
}

/// What a rule asks about other records; the workstation answers from its store, the centre from
/// its ledger.
pub trait Umfeld {
    /// Why there was no answer.
    type Error;
    /// Returns a record's fields.
    fn felder(&mut self, rec_id: Uuid) -> Result<Option<Fields>, Self::Error>;
    /// Returns the records of a kind that live in `parent`.
    fn kinder(&mut self, parent: Uuid, kind: RecType) -> Result<Vec<Fields>, Self::Error>;
}

/// A change that may break a rule.
#[derive(Debug, Clone, Copy)]
pub struct Aenderung<'a> {
    /// Kind of the record.
    pub kind: RecType,
    /// The record.
    pub rec_id: Uuid,
    /// The scope it lives in.
    pub bereich: &'a str,
    /// What is done.
    pub op: Op,
    /// The record before; none for a new one.
    pub vorher: Option<&'a Fields>,
    /// The record as it would be.
    pub nachher: &'a Fields,
    /// Who does it.
    pub akteur: &'a str,
    /// Why, if a reason was given.
    pub grund: Option<&'a str>,
    /// The day on which it is decided.
    pub heute: Datum,
}

impl Aenderung<'_> {
    fn vorher(&self, field: &str) -> &str {
        self.vorher.map_or("", |fields| text(fields, field))
    }

    fn nachher(&self, field: &str) -> &str {
        text(self.nachher, field)
    }

    /// Tells whether the state goes from one value to another.
    fn wird(&self, von: &str, zu: &str) -> bool {
        self.vorher("status") == von && self.nachher("status") == zu
    }

    fn geaendert(&self, field: &str) -> bool {
        let of = |fields: Option<&Fields>| {
            fields.and_then(|fields| fields.get(field)).filter(|value| !is_empty(value)).cloned()
        };
        of(self.vorher) != of(Some(self.nachher))
    }

    fn neu(&self) -> bool {
        self.op == Op::Create
    }
}

/// A broken rule, or the reason why it could not be asked.
#[derive(Debug)]
pub enum Einwand<E> {
    /// The office's rules forbid it.
    Verstoss(Verstoss),
    /// The records around it could not be read.
    Umfeld(E),
}

impl<E> From<Verstoss> for Einwand<E> {
    fn from(verstoss: Verstoss) -> Self {
        Self::Verstoss(verstoss)
    }
}

type Pruefung<E> = Result<(), Einwand<E>>;

/// Checks a change against every rule of the office.
pub fn pruefen<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    if change.vorher.is_some_and(|fields| fields.contains_key(VERNICHTET)) {
        return Err(Verstoss::Vernichtet.into());
    }
    // A difference has to be decidable whatever happened to its record meanwhile: for what stands.
    // Another value is a change like any other.
    if change.op == Op::Resolve && change.vorher == Some(change.nachher) {
        return Ok(());
    }
    container(umfeld, change)?;
    match change.kind {
        RecType::Akte => {
            registratur::akte(umfeld, change)?;
            aussondern::akte(umfeld, change)?;
            geschaeftsgang::akte(umfeld, change)
        }
        RecType::Vorgang => {
            registratur::vorgang(umfeld, change)?;
            geschaeftsgang::vorgang(umfeld, change)
        }
        RecType::Dokument => {
            registratur::dokument(change)?;
            geschaeftsgang::dokument(umfeld, change)
        }
        RecType::Verfuegung => geschaeftsgang::verfuegung(umfeld, change),
        RecType::Aussonderung => aussondern::lauf(umfeld, change),
        _ => Ok(()),
    }
}

/// What lives in a closed container stays as it is.
fn container<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    let Some((field, _)) = change.kind.parent() else { return Ok(()) };
    // A plan unit that takes no new files still has its old ones.
    if change.kind == RecType::Akte && !change.neu() {
        return Ok(());
    }
    for fields in [change.vorher, Some(change.nachher)].into_iter().flatten() {
        let Ok(parent) = Uuid::parse_str(text(fields, field)) else { continue };
        if let Some(parent) = umfeld.felder(parent).map_err(Einwand::Umfeld)? {
            unterbringen(change.kind, &parent)?;
        }
    }
    Ok(())
}

/// Tells whether fields form a record of their kind: the centre takes no other, and a workstation
/// keeps others without listing them.
pub fn lesbar(kind: RecType, fields: &Fields) -> bool {
    match kind {
        RecType::Aktenplaneinheit => Aktenplaneinheit::from_fields(fields).is_ok(),
        RecType::Mandant => Mandant::from_fields(fields).is_ok(),
        RecType::Akte => Akte::from_fields(fields).is_ok(),
        RecType::Teilakte => Teilakte::from_fields(fields).is_ok(),
        RecType::Vorgang => Vorgang::from_fields(fields).is_ok(),
        RecType::Dokument => Dokument::from_fields(fields).is_ok(),
        RecType::Verfuegung => Verfuegung::from_fields(fields).is_ok(),
        RecType::Vertretung => Vertretung::from_fields(fields).is_ok(),
        RecType::Aussonderung => Aussonderung::from_fields(fields).is_ok(),
        RecType::Eingang => Eingang::from_fields(fields).is_ok(),
        RecType::Kontakt => Kontakt::from_fields(fields).is_ok(),
        RecType::Konflikt => Konflikt::from_fields(fields).is_ok(),
    }
}

/// Tells whether two names mean the same person; case and spaces around do not matter.
pub fn selbe_person(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

#[cfg(test)]
mod tests;
