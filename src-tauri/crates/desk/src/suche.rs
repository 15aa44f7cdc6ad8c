//! One search over everything on this workstation.
//!
//! Never leaves the machine, never finds what belongs to another municipality.

use domain::RecType;
use domain::record::text;
use search::{Filter, Marker, Ordnung, Suche};
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::eingang::ROWS_MAX;
use crate::suchindex::SuchindexError;
use crate::views::{Code, Fehler, SucheArgs, TrefferArt, TrefferListe, TrefferZeile};
use crate::ziel::aktenzeichen;

/// Records that are made findable before a question is answered, a second's work at most; for more
/// nobody waits.
const BEFORE_ANSWER: u32 = 1_000;

impl Desk {
    /// Hits for words, the best first: references, titles, then how well the words fit.
    pub fn suche(&self, args: SucheArgs) -> Result<TrefferListe, Fehler> {
        let nachzutragen = self.suche_auf_stand()?;
        let anzahl = args.ausschnitt.anzahl.min(ROWS_MAX);
        let (gesamt, ids) = self.finde(&args.text, &[], args.ausschnitt.ab, anzahl)?;
        let marker = Marker::new(&args.text, true);
        self.store.read(|db| {
            let mut zeilen = Vec::new();
            for rec_id in ids {
                zeilen.extend(zeile(db, rec_id, &marker)?);
            }
            Ok(TrefferListe { gesamt, zeilen, nachzutragen })
        })
    }

    /// Makes some more records findable; returns how many are still to come. The services do this
    /// by themselves; without them it is called until nothing is left.
    pub fn suche_nachziehen(&self) -> Result<u32, Fehler> {
        Ok(self.suchindex.feed(self.store.ganz())?)
    }

    /// Finds records of some kinds, all kinds if none is named; returns how many there are.
    pub(crate) fn finde(
        &self,
        words: &str,
        kinds: &[RecType],
        ab: u32,
        anzahl: u32,
    ) -> Result<(u32, Vec<Uuid>), Fehler> {
        let bereich = self.store.read(|db| db.bereich())?;
        let suche = Suche {
            text: words.to_owned(),
            tippt: true,
            filter: Filter {
                arten: kinds.to_vec(),
                scopes: Some(vec![bereich]),
                ..Filter::default()
            },
            ordnung: Ordnung::Rang,
            ab: ab as usize,
            anzahl: anzahl as usize,
        };
        let hits = self.suchindex.search(self.store.ganz(), &suche)?;
        let ids = hits.zeilen.into_iter().map(|hit| hit.id).collect();
        Ok((u32::try_from(hits.gesamt).unwrap_or(u32::MAX), ids))
    }

    /// Makes what was done a moment ago findable, unless there is much of it; returns how many
    /// records are still to come.
    pub(crate) fn suche_auf_stand(&self) -> Result<u32, Fehler> {
        let store = self.store.ganz();
        let mut left = self.suchindex.open_rows(store)?;
        if (1..=BEFORE_ANSWER).contains(&left) {
            // What cannot be fed now is fed later; what is in the index can be asked.
            match self.suchindex.feed(store) {
                Ok(more) => left = more,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "search index");
                }
            }
        }
        Ok(left)
    }
}

impl From<SuchindexError> for Fehler {
    fn from(error: SuchindexError) -> Self {
        match error {
            SuchindexError::Store(error) => error.into(),
            other => {
                tracing::warn!(error = &other as &dyn std::error::Error, "search index");
                Self::new(
                    Code::Internal,
                    "Die Suche ist im Augenblick nicht möglich. Alle Unterlagen sind vorhanden.",
                    "Bitte versuchen Sie es noch einmal. Bleibt es dabei, fehlt meist Platz auf \
                     dem Datenträger.",
                )
            }
        }
    }
}

fn zeile(db: &Db<'_>, rec_id: Uuid, marker: &Marker) -> Result<Option<TrefferZeile>, DbError> {
    let Some(found) = db.findbar(rec_id)? else { return Ok(None) };
    let fields = &found.fields;
    let (art, um) = match found.rec_type {
        RecType::Eingang => (TrefferArt::Eingang, "eingegangen_um"),
        RecType::Akte => (TrefferArt::Akte, "angelegt_um"),
        RecType::Vorgang => (TrefferArt::Vorgang, "angelegt_um"),
        RecType::Dokument => (TrefferArt::Dokument, "angelegt_um"),
        RecType::Kontakt => (TrefferArt::Kontakt, "angelegt_um"),
        _ => return Ok(None),
    };
    let zeichen = match Uuid::parse_str(text(fields, "vorgang")) {
        Ok(vorgang) => db.seen(vorgang)?.map(|seen| aktenzeichen(&seen.fields).0),
        Err(_) => Some(aktenzeichen(fields).0).filter(|zeichen| !zeichen.is_empty()),
    };
    Ok(Some(TrefferZeile {
        art,
        id: rec_id.to_string(),
        titel: found.titel,
        aktenzeichen: zeichen,
        auszug: marker.auszug(&found.text),
        um: Some(text(fields, um).to_owned()).filter(|um| !um.is_empty()),
    }))
}
