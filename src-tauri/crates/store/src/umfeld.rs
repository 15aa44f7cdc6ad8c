//! What the office's rules ask about the records around a change, answered from what is here.
//!
//! Never decides: `domain::regeln` does.

use domain::regeln::{self, Aenderung, Einwand, Umfeld};
use domain::{Edit, Fields, RecType, merge};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::error::DbError;
use crate::journal::Act;

impl Db<'_> {
    /// Returns the records of a kind that live in `parent`, in no order that means anything.
    pub fn kinder(&self, parent: Uuid, kind: RecType) -> Result<Vec<Uuid>, DbError> {
        let sql = match kind {
            RecType::Akte => {
                "SELECT rec_id FROM akte WHERE aktenplaneinheit = ?1 AND scope = coalesce(?2, scope)"
            }
            RecType::Teilakte => return self.teilakten_in(parent),
            RecType::Vorgang => return self.vorgaenge_in(parent),
            RecType::Dokument => return self.dokumente_in(parent),
            RecType::Verfuegung => {
                "SELECT rec_id FROM verfuegung WHERE vorgang = ?1 AND scope = coalesce(?2, scope)
                 ORDER BY nummer, rec_id"
            }
            _ => return Ok(Vec::new()),
        };
        self.children(sql, parent)
    }
}

impl Tx<'_> {
    /// Asks the rules about a change before it is written.
    pub(crate) fn obey(
        &self,
        act: &Act,
        kind: RecType,
        rec_id: Uuid,
        scope: &str,
        before: Option<&Fields>,
        edit: &Edit,
    ) -> Result<(), DbError> {
        let after = merge::overlay(before, edit);
        let change = Aenderung {
            kind,
            rec_id,
            bereich: scope,
            op: edit.op,
            vorher: before,
            nachher: &after,
            akteur: &act.akteur,
            grund: act.bemerkung.as_deref(),
            heute: self.env.now().to_zoned(domain::aktenzeichen::amtszeit()).date(),
        };
        match regeln::pruefen(&mut Ringsum(self), &change) {
            Ok(()) => Ok(()),
            Err(Einwand::Verstoss(verstoss)) => Err(DbError::Rule(verstoss)),
            Err(Einwand::Umfeld(error)) => Err(error),
        }
    }
}

/// The store as the rules see it.
struct Ringsum<'a>(&'a Db<'a>);

impl Umfeld for Ringsum<'_> {
    type Error = DbError;

    fn felder(&mut self, rec_id: Uuid) -> Result<Option<Fields>, DbError> {
        Ok(self.0.seen(rec_id)?.map(|seen| seen.fields))
    }

    fn kinder(&mut self, parent: Uuid, kind: RecType) -> Result<Vec<Fields>, DbError> {
        let mut found = Vec::new();
        for id in self.0.kinder(parent, kind)? {
            found.extend(self.felder(id)?);
        }
        Ok(found)
    }
}
