//! A plan file: table or message of the standard, plain or in its package.
//!
//! Never trusts a name's ending alone: what cannot be read as it says is refused.

use std::io::Cursor;

use domain::aussonderung::Aussonderungsart;
use xdomea::aktenplan::{Aktenplan, Planeinheit};
use xdomea::metadaten::{Aufbewahrungsdauer, Aussonderungsart as XArt};
use xdomea::{Inhalt, Nachricht, Paket};

use super::{PlanError, Planzeile, TIEFE_MAX, tabelle};

/// Largest file in bytes.
pub(super) const FILE_MAX: usize = 16 << 20;

/// Reads a plan from a file's name and bytes, in order, each unit behind the one above it.
pub fn lesen(name: &str, bytes: &[u8]) -> Result<Vec<Planzeile>, PlanError> {
    if bytes.len() > FILE_MAX {
        return Err(PlanError::Size);
    }
    let units = if bytes.starts_with(b"PK") {
        let packet = Paket::open(name, Cursor::new(bytes)).map_err(|e| message(&e))?;
        plan(packet.gelesen().nachricht.inhalt.clone())?
    } else if looks_like_xml(bytes) {
        let read = Nachricht::read(bytes).map_err(|e| message(&e))?;
        plan(read.nachricht.inhalt)?
    } else {
        tabelle::lesen(bytes)?
    };
    super::ordnen(units)
}

fn looks_like_xml(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

fn message(error: &dyn std::error::Error) -> PlanError {
    PlanError::Message(error.to_string())
}

fn plan(inhalt: Inhalt) -> Result<Vec<Planzeile>, PlanError> {
    let Inhalt::Aktenplan(Aktenplan { einheiten, .. }) = inhalt else {
        return Err(PlanError::Message("Sie enthält keinen Aktenplan (0301).".to_owned()));
    };
    let mut rows = Vec::new();
    units(einheiten, None, 0, &mut rows)?;
    Ok(rows)
}

fn units(
    list: Vec<Planeinheit>,
    above: Option<&str>,
    depth: usize,
    rows: &mut Vec<Planzeile>,
) -> Result<(), PlanError> {
    if depth > TIEFE_MAX {
        return Err(PlanError::Circle(above.unwrap_or_default().to_owned()));
    }
    for unit in list {
        let number = unit.kennzeichen.unwrap_or_default().trim().to_owned();
        let short = unit.betreff_kurz.filter(|text| !text.trim().is_empty());
        let long = unit.inhaltsangabe.filter(|text| !text.trim().is_empty());
        let (name, content) = match (short, long) {
            (Some(short), long) => (short, long),
            (None, long) => (long.unwrap_or_default(), None),
        };
        rows.push(Planzeile {
            kennzeichen: number.clone(),
            bezeichnung: name.trim().to_owned(),
            uebergeordnet: above.map(str::to_owned),
            inhaltsangabe: content,
            aufbewahrung_jahre: match unit.aufbewahrungsdauer {
                Aufbewahrungsdauer::Jahre(years) => Some(years.into()),
                Aufbewahrungsdauer::Unbefristet(_) => None,
            },
            aussonderungsart: art(&unit.aussonderungsart),
            gueltig_ab: unit.gueltigkeit.as_ref().and_then(|time| time.beginn),
            gueltig_bis: unit.gueltigkeit.as_ref().and_then(|time| time.ende),
            stillgelegt: unit.stillgelegt,
            // The standard has no such field.
            vier_augen: None,
        });
        units(unit.einheiten, Some(&number), depth + 1, rows)?;
    }
    Ok(())
}

/// A code that two sides agreed on says nothing here: such files are to be appraised.
fn art(art: &XArt) -> Option<Aussonderungsart> {
    use xdomea::code::Bewertung;
    match art {
        XArt::Bewertung(Bewertung::Archivwuerdig) => Some(Aussonderungsart::A),
        XArt::Bewertung(Bewertung::Bewerten) => Some(Aussonderungsart::B),
        XArt::Bewertung(Bewertung::Vernichten) => Some(Aussonderungsart::V),
        XArt::Konfigurierbar(_) => None,
    }
}
