//! The end of a stack: its documents become PDFs, the intake takes them, then the pages may go.
//!
//! Never packs a picture anew, never lets go of a page before the stored original was read back,
//! and never hands one document over twice, whatever happened in between.

mod bericht;
mod pdf;

use std::io;
use std::path::Path;

use domain::{Herkunft, Quelle};
use intake::custody::{Custody, Taken, pfad};
use store::DbError;
use store::verify::sha256_of;

use crate::StackError;
use crate::stack::{Blatt, Lager, Platz, Schritt, SeiteId, Stapel};
pub use bericht::Scanbericht;

/// Folder of the PDFs on their way.
const ABGABE: &str = "abgabe";
/// End of the name of a sealed file.
const SIEGEL: &str = ".fhb";

/// A document that is safe.
#[derive(Debug, Clone, PartialEq)]
pub struct Abgegeben {
    /// What it became.
    pub taken: Taken,
    /// What the scan knows for the transfer note.
    pub bericht: Scanbericht,
}

/// Hands documents over to the intake.
pub struct Abgabe<'a> {
    /// Takes them in.
    pub custody: &'a Custody<'a>,
}

impl Abgabe<'_> {
    /// Hands over a document of the table, counted from 0.
    pub fn abgeben(&self, stapel: &mut Stapel, dokument: usize) -> Result<Abgegeben, StackError> {
        self.wiederaufnehmen(stapel)?;
        if stapel.tisch().duplex().is_some() {
            return Err(StackError::Waiting);
        }
        let plaetze = self.document(stapel, dokument)?;
        let datei = name(stapel, &plaetze);
        let pdf = sealed(stapel, &datei);
        pdf::write(stapel, &lying(&plaetze), &pdf)?;
        let herkunft = herkunft(stapel, &plaetze, &datei);
        stapel.write(Schritt::AbgabeBegonnen { plaetze: plaetze.clone(), datei })?;
        let mut source = pdf.open()?;
        let taken = self
            .custody
            .take_made(pdf.path(), herkunft, |out| io::copy(&mut source, out).map(|_| ()))?;
        self.complete(stapel, &plaetze, &pdf, taken)
    }

    /// Finishes what the end of the program cut off after the intake had taken a document.
    pub fn wiederaufnehmen(&self, stapel: &mut Stapel) -> Result<Option<Abgegeben>, StackError> {
        let Some((plaetze, datei)) = stapel.tisch().begonnen().cloned() else { return Ok(None) };
        let pdf = sealed(stapel, &datei);
        let source = self.custody.store.read(|db| db.source(&pfad(pdf.path())))?;
        let Some(source) = source.filter(|source| pdf.proven(&source.sha256)) else {
            // The intake has never seen it; it is written again as it is wanted now.
            return Ok(None);
        };
        let taken = Taken {
            eingang: source.eingang,
            sha256: source.sha256,
            bereits_vorhanden: true,
            pruefung_noetig: false,
        };
        self.complete(stapel, &plaetze, &pdf, taken).map(Some)
    }

    /// Returns the places of a document, if each of its pages can be read.
    fn document(&self, stapel: &Stapel, dokument: usize) -> Result<Vec<Platz>, StackError> {
        let tisch = stapel.tisch();
        let dokumente = tisch.dokumente();
        let plaetze = dokumente.get(dokument).ok_or(StackError::NoSuchDocument)?;
        let bad = lying(plaetze)
            .into_iter()
            .find(|platz| tisch.befund(platz.seite).is_some_and(|befund| !befund.lesbar));
        match bad {
            Some(platz) => Err(StackError::Unreadable(format!(
                "{} ist unvollständig oder unlesbar. Bitte scannen Sie sie noch einmal oder nehmen \
                 Sie sie heraus.",
                tisch.name(platz.seite)
            ))),
            None => Ok(plaetze.to_vec()),
        }
    }

    /// Proves the stored original, keeps the report, and lets go of the pages.
    fn complete(
        &self,
        stapel: &mut Stapel,
        plaetze: &[Platz],
        pdf: &Blatt,
        taken: Taken,
    ) -> Result<Abgegeben, StackError> {
        let stored =
            self.custody.store.blob_reader(&taken.sha256).map_err(|_| StackError::Original)?;
        let good = sha256_of(stored).is_ok_and(|found| found == taken.sha256);
        if !good || !pdf.proven(&taken.sha256) {
            return Err(StackError::Original);
        }
        let bericht = bericht::of(stapel, plaetze, &taken);
        self.keep(&bericht)?;
        let seiten: Vec<SeiteId> = lying(plaetze).iter().map(|platz| platz.seite).collect();
        let um = stapel.now();
        let (sha256, eingang) = (taken.sha256.clone(), taken.eingang);
        stapel.write(Schritt::Abgegeben { seiten: seiten.clone(), sha256, eingang, um })?;
        for seite in seiten {
            remove(&stapel.datei(seite)?)?;
        }
        remove(pdf.path())?;
        Ok(Abgegeben { taken, bericht })
    }

    /// Keeps what the scan knows until somebody writes the transfer note.
    fn keep(&self, bericht: &Scanbericht) -> Result<(), StackError> {
        let json = serde_json::to_string(bericht).map_err(io::Error::other)?;
        let kept = self.custody.store.write(|tx| tx.set_scanbericht(bericht.eingang, &json));
        Ok(kept.map_err(|error: DbError| error)?)
    }
}

impl Lager {
    /// Removes a stack of which everything is safe. Pages that were taken off the table go only
    /// if the clerk says so; pages that lie on it never do.
    pub fn schliessen(&self, stapel: Stapel, verwerfen: bool) -> Result<(), StackError> {
        let tisch = stapel.tisch();
        let left = tisch.nicht_abgegeben();
        let off = |seite: &SeiteId| {
            let mut places = tisch.plaetze().iter();
            places.any(|platz| platz.seite == *seite && platz.entfernt.is_some())
        };
        let kept = left.iter().filter(|seite| !(verwerfen && off(seite))).count();
        if kept > 0 {
            return Err(StackError::NotHandedOver(kept));
        }
        self.remove(stapel)
    }
}

fn lying(plaetze: &[Platz]) -> Vec<Platz> {
    plaetze.iter().filter(|platz| platz.entfernt.is_none()).copied().collect()
}

/// Gone already is as good.
fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Returns where the PDF of a document lies on its way.
fn sealed(stapel: &Stapel, datei: &str) -> Blatt {
    stapel.sealed_in(ABGABE, &format!("{datei}{SIEGEL}"))
}

/// Returns the name that the document has for people until it gets a title.
fn name(stapel: &Stapel, plaetze: &[Platz]) -> String {
    let begun = stapel.tisch().kopf().map_or_else(|| stapel.now(), |(_, _, um)| *um);
    let local = begun.to_zoned(domain::aktenzeichen::amtszeit());
    let first = lying(plaetze).first().map_or(0, |platz| platz.seite.0);
    format!("Scan {} ab Seite {first}.pdf", local.strftime("%Y-%m-%d %H-%M"))
}

/// Says where a document comes from: the device of its first page.
fn herkunft(stapel: &Stapel, plaetze: &[Platz], datei: &str) -> Herkunft {
    let tisch = stapel.tisch();
    let first = lying(plaetze).first().and_then(|platz| tisch.bild(platz.seite));
    let geraet = first.and_then(|bild| tisch.lauf(bild.lauf)).map(|lauf| &lauf.kopf.geraet);
    let geraet = geraet.map(|g| format!("{} {}", g.hersteller, g.modell)).unwrap_or_default();
    Herkunft {
        quelle: Quelle::Scanner,
        dateiname: datei.to_owned(),
        ordner: geraet.trim().to_owned(),
        geaendert_um: None,
    }
}
