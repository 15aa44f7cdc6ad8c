//! What a message has to keep to before it is written, beyond what its types enforce.
//!
//! Never repairs: who made the message has to know.

use std::collections::BTreeSet;

use crate::error::WriteError;
use crate::inventar::Inventar;
use crate::nachricht::{Inhalt, Nachricht};

/// Most objects around one another that the state archive takes.
pub const TIEFE_MAX: usize = 5;

/// Says why a message cannot be written, if so.
pub(crate) fn schreibbar(nachricht: &Nachricht) -> Result<(), WriteError> {
    let inventar = Inventar::von(nachricht);
    if let Some(element) = inventar.leer {
        return Err(WriteError::Empty { element });
    }
    if let Inhalt::Abgabe(uebergabe) = &nachricht.inhalt
        && let Some(second) = uebergabe.anschreiben.get(1)
    {
        return Err(WriteError::Twice { id: second.identifikation.id });
    }
    let mut seen = BTreeSet::new();
    let archive =
        matches!(nachricht.inhalt, Inhalt::Anbieteverzeichnis(_) | Inhalt::Aussonderung(_));
    for (id, tiefe) in inventar.ids {
        if !seen.insert(id) {
            return Err(WriteError::Twice { id });
        }
        if archive && tiefe > TIEFE_MAX {
            return Err(WriteError::TooDeep { id, max: TIEFE_MAX });
        }
    }
    let mut named = BTreeSet::new();
    for name in inventar.dateien {
        if !named.insert(name) {
            return Err(WriteError::FileTwice { name: name.to_string() });
        }
    }
    Ok(())
}
