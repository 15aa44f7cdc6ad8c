//! Rules that look at more than one record. Workstation and centre ask the same questions.
//!
//! Never changes anything.

use crate::record::{Fields, RecType, Record, text};
use crate::verstoss::Verstoss;
use crate::{Akte, Aktenplaneinheit, Dokument, Eingang, Konflikt, Kontakt, Vorgang};

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
        Err(Verstoss::BetreffZuLang { max: BETREFF_MAX })
    } else {
        Ok(text.to_owned())
    }
}

/// Checks whether a record of `kind` may come to live in `parent`.
pub fn unterbringen(kind: RecType, parent: &Fields) -> Result<(), Verstoss> {
    match kind {
        RecType::Akte if parent.get("stillgelegt").is_some_and(|v| v == true) => {
            Err(Verstoss::AktenplaneinheitStillgelegt)
        }
        RecType::Vorgang if text(parent, "status") == "zda" => Err(Verstoss::AkteGeschlossen),
        RecType::Dokument if text(parent, "status") == "zda" => Err(Verstoss::VorgangGeschlossen),
        _ => Ok(()),
    }
}

/// Tells whether fields form a record of their kind: the centre takes no other, and a workstation
/// keeps others without listing them.
pub fn lesbar(kind: RecType, fields: &Fields) -> bool {
    match kind {
        RecType::Aktenplaneinheit => Aktenplaneinheit::from_fields(fields).is_ok(),
        RecType::Akte => Akte::from_fields(fields).is_ok(),
        RecType::Vorgang => Vorgang::from_fields(fields).is_ok(),
        RecType::Dokument => Dokument::from_fields(fields).is_ok(),
        RecType::Eingang => Eingang::from_fields(fields).is_ok(),
        RecType::Kontakt => Kontakt::from_fields(fields).is_ok(),
        RecType::Konflikt => Konflikt::from_fields(fields).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_akte_refuses_new_vorgang() {
        let akte = Fields::from([("status".to_owned(), "zda".into())]);
        assert_eq!(unterbringen(RecType::Vorgang, &akte), Err(Verstoss::AkteGeschlossen));
        assert_eq!(unterbringen(RecType::Vorgang, &Fields::new()), Ok(()));
    }

    #[test]
    fn subject_is_trimmed_and_bounded() {
        assert_eq!(betreff("  Hundesteuer "), Ok("Hundesteuer".to_owned()));
        assert_eq!(betreff(" \t"), Err(Verstoss::BetreffFehlt));
        assert_eq!(betreff(&"ä".repeat(501)), Err(Verstoss::BetreffZuLang { max: 500 }));
    }
}
