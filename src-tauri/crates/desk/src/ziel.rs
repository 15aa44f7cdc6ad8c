//! Destinations: files and cases as a clerk names them.
//!
//! Never guesses: what the program proposes by itself is `sortieren`'s.

use domain::aktenzeichen::vergleichsform;
use domain::record::text;
use domain::{Fields, RecType};
use store::lists::ZeichenRow;
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::views::{Fehler, ZielArt, ZielZeile, ZieleArgs};

/// Rows offered at most.
const MOST: u32 = 30;

/// Returns the reference shown to people, and whether it is provisional.
pub(crate) fn aktenzeichen(fields: &Fields) -> (String, bool) {
    match text(fields, "aktenzeichen") {
        "" => (text(fields, "aktenzeichen_vorlaeufig").to_owned(), true),
        endgueltig => (endgueltig.to_owned(), false),
    }
}

/// Returns a file or a case as a destination.
pub(crate) fn ziel(db: &Db<'_>, rec_id: Uuid) -> Result<ZielZeile, DbError> {
    let seen = db.seen(rec_id)?.ok_or(DbError::NotFound)?;
    let (aktenzeichen, vorlaeufig) = aktenzeichen(&seen.fields);
    let art = match seen.rec_type {
        RecType::Akte => ZielArt::Akte,
        RecType::Vorgang => ZielArt::Vorgang,
        _ => return Err(DbError::NotFound),
    };
    let akte = match Uuid::parse_str(text(&seen.fields, "akte")) {
        Ok(akte) => db.seen(akte)?.map(|akte| {
            let (zeichen, _) = self::aktenzeichen(&akte.fields);
            format!("{zeichen} {}", text(&akte.fields, "betreff"))
        }),
        Err(_) => None,
    };
    Ok(ZielZeile {
        art,
        id: rec_id.to_string(),
        aktenzeichen,
        vorlaeufig,
        betreff: text(&seen.fields, "betreff").to_owned(),
        akte,
        geschlossen: text(&seen.fields, "status") == "zda",
    })
}

impl Desk {
    /// Destinations that match what the clerk types; without text, recently used cases.
    pub fn ziele(&self, args: ZieleArgs) -> Result<Vec<ZielZeile>, Fehler> {
        let words = args.text.trim();
        let mut hits = Vec::new();
        if !words.is_empty() {
            self.suche_auf_stand()?;
            hits = self.finde(words, &[RecType::Vorgang, RecType::Akte], 0, MOST)?.1;
        }
        self.store.read(|db| {
            let mut ids: Vec<Uuid> = Vec::new();
            if words.is_empty() {
                ids.extend(rec_ids(db.vorgaenge_benutzt(MOST)?));
            } else {
                if words.chars().any(|c| c.is_ascii_digit()) {
                    ids.extend(rec_ids(db.zeichen_starting(&vergleichsform(words), MOST)?));
                }
                ids.extend(hits);
            }
            let mut rows = Vec::new();
            for id in ids {
                if rows.iter().all(|row: &ZielZeile| row.id != id.to_string()) {
                    rows.push(ziel(db, id)?);
                }
            }
            rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
            Ok(rows)
        })
    }
}

fn rec_ids(rows: Vec<ZeichenRow>) -> impl Iterator<Item = Uuid> {
    rows.into_iter().map(|row| row.rec_id)
}
