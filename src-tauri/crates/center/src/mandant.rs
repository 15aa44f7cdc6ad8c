//! Municipalities that one office serves: each with a scope of its own.
//!
//! Never gives a scope to a workstation by itself, except to those that are named.

use domain::aktenzeichen::muster;
use domain::mandant::{SELBSTTAETIG_MIN, mandant_id};
use domain::{Mandant, RecType, Record};

use crate::error::CenterError;
use crate::ledger::Tx;
use crate::plan::stammdatum;
use crate::{SCOPE_STAMMDATEN, Surroundings};

/// Why a municipality cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum MandantError {
    /// The name of its scope cannot be used.
    #[error(
        "Der Bereich „{0}“ geht nicht: bitte 2 bis 40 kleine Buchstaben, Ziffern und Bindestriche, \
         aber nicht „stammdaten“."
    )]
    Bereich(String),
    /// Short sign or name is missing.
    #[error("Bitte Kürzel und Namen angeben (Kürzel höchstens 10, Name höchstens 200 Zeichen).")]
    Name,
    /// A pattern cannot be used.
    #[error("Das Muster „{0}“ geht nicht: {1}.")]
    Muster(String, domain::aktenzeichen::MusterError),
    /// Filing without a person would be wrong too often.
    #[error(
        "Selbsttätig wird erst ab {SELBSTTAETIG_MIN} Prozent abgelegt; {0} geht nicht. Mit 0 \
         wird es ausgeschaltet."
    )]
    Schwelle(u8),
    /// Another one has that sign.
    #[error("Das Kürzel „{0}“ hat schon ein anderer Mandant.")]
    Vergeben(String),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] CenterError),
}

/// Checks what stands in the record of a municipality.
pub fn pruefen(mandant: &Mandant) -> Result<(), MandantError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let scope = &mandant.bereich;
    if !(2..=40).contains(&scope.len()) || !scope.chars().all(plain) || scope == SCOPE_STAMMDATEN {
        return Err(MandantError::Bereich(scope.clone()));
    }
    let sign = mandant.kuerzel.chars().count();
    let name = mandant.name.chars().count();
    if !(1..=10).contains(&sign) || !(1..=200).contains(&name) {
        return Err(MandantError::Name);
    }
    for (pattern, vorgang) in [(&mandant.muster_akte, false), (&mandant.muster_vorgang, true)] {
        muster(pattern, vorgang).map_err(|e| MandantError::Muster(pattern.clone(), e))?;
    }
    match mandant.selbsttaetig_ab {
        Some(prozent) if !(SELBSTTAETIG_MIN..=99).contains(&prozent) => {
            Err(MandantError::Schwelle(prozent))
        }
        _ => Ok(()),
    }
}

/// Writes the record of a municipality, a new one or a changed one.
pub fn einrichten(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    mandant: &Mandant,
) -> Result<(), MandantError> {
    pruefen(mandant)?;
    let others = mandanten(tx)?;
    let mut others = others.iter().filter(|other| other.bereich != mandant.bereich);
    if others.any(|other| other.kuerzel == mandant.kuerzel) {
        return Err(MandantError::Vergeben(mandant.kuerzel.clone()));
    }
    let id = mandant_id(&mandant.bereich);
    let fields = mandant.to_fields();
    if tx.record(id)?.is_some_and(|record| record.fields == fields) {
        return Ok(());
    }
    Ok(stammdatum(tx, surroundings, RecType::Mandant, "mandant_einrichten", id, fields)?)
}

/// Returns the municipality whose records live in a scope.
pub fn mandant(tx: &mut Tx<'_>, bereich: &str) -> Result<Option<Mandant>, CenterError> {
    let record = tx.record(mandant_id(bereich))?;
    Ok(record.and_then(|record| Mandant::from_fields(&record.fields).ok()))
}

/// Returns every municipality of the office, in the order of their scopes.
pub fn mandanten(tx: &mut Tx<'_>) -> Result<Vec<Mandant>, CenterError> {
    let mut found = Vec::new();
    for head in tx.heads()? {
        found.extend(mandant(tx, &head.scope)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use domain::aktenzeichen::{MUSTER_AKTE, MUSTER_VORGANG};
    use domain::mandant::Briefkopf;

    use super::*;

    #[test]
    fn a_municipality_is_checked_before_it_is_written() {
        let good = Mandant {
            kuerzel: "NR".to_owned(),
            name: "Gemeinde Nebelrode".to_owned(),
            bereich: "nebelrode".to_owned(),
            muster_akte: MUSTER_AKTE.to_owned(),
            muster_vorgang: MUSTER_VORGANG.to_owned(),
            briefkopf: Briefkopf::default(),
            selbsttaetig_ab: None,
        };
        assert!(pruefen(&good).is_ok());
        let said = |mandant: Mandant| pruefen(&mandant).unwrap_err().to_string();
        assert!(said(Mandant { bereich: "Nebel rode".into(), ..good.clone() }).contains("Bereich"));
        assert!(said(Mandant { selbsttaetig_ab: Some(80), ..good.clone() }).contains("Prozent"));
        assert!(said(Mandant { bereich: "stammdaten".into(), ..good.clone() }).contains("Bereich"));
        assert!(said(Mandant { kuerzel: String::new(), ..good.clone() }).contains("Kürzel"));
        assert!(said(Mandant { muster_akte: "{plan}".into(), ..good }).contains("Muster"));
    }
}
