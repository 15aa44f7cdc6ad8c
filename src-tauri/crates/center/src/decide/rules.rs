//! The office's rules, asked with the ledger around a change.
//!
//! Never a rule of its own: `domain::regeln` has them all.

use domain::regeln::{self, Aenderung, Einwand, Umfeld};
use domain::{Fields, RecType, Verstoss};
use uuid::Uuid;
use wire::Mutation;

use super::Receipt;
use crate::error::CenterError;
use crate::ledger::{StoredRecord, Tx};

/// Asks the office's rules about a change.
pub(super) fn broken(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    current: Option<&StoredRecord>,
    after: &Fields,
    receipt: Receipt<'_>,
) -> Result<Option<Verstoss>, CenterError> {
    let change = Aenderung {
        kind: mutation.rec_type,
        rec_id: mutation.rec_id,
        bereich: &mutation.scope,
        op: mutation.edit.op,
        vorher: current.map(|record| &record.fields),
        nachher: after,
        akteur: &mutation.akteur,
        grund: mutation.bemerkung.as_deref(),
        heute: receipt.now.to_zoned(domain::aktenzeichen::amtszeit()).date(),
    };
    match regeln::pruefen(&mut Ledgerumfeld(tx), &change) {
        Ok(()) => Ok(None),
        Err(Einwand::Verstoss(verstoss)) => Ok(Some(verstoss)),
        Err(Einwand::Umfeld(error)) => Err(error),
    }
}

/// The ledger as the rules see it.
struct Ledgerumfeld<'a, 'b>(&'a mut Tx<'b>);

impl Umfeld for Ledgerumfeld<'_, '_> {
    type Error = CenterError;

    fn felder(&mut self, rec_id: Uuid) -> Result<Option<Fields>, CenterError> {
        Ok(self.0.record(rec_id)?.map(|record| record.fields.clone()))
    }

    fn kinder(&mut self, parent: Uuid, kind: RecType) -> Result<Vec<Fields>, CenterError> {
        let children = self.0.children(parent, kind)?;
        Ok(children.into_iter().map(|(_, record)| record.fields.clone()).collect())
    }
}
