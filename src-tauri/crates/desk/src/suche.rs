//! One search over everything on this workstation.
//!
//! Never leaves the machine.

use domain::record::text;
use domain::suchform::suchform;
use domain::{RecType, aktenzeichen::vergleichsform};
use store::text::Hit;
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::eingang::ROWS_MAX;
use crate::views::{Fehler, SucheArgs, TrefferArt, TrefferListe, TrefferZeile};
use crate::ziel::aktenzeichen;

/// Characters shown around the first hit.
const AUSZUG: usize = 160;
/// References that are put before the other hits.
const ZEICHEN_MAX: u32 = 20;

impl Desk {
    /// Hits for words; a file reference comes first.
    pub fn suche(&self, args: SucheArgs) -> Result<TrefferListe, Fehler> {
        self.store.read(|db| {
            let zeichen = reference_hits(db, &args.text)?;
            let before = u32::try_from(zeichen.len()).unwrap_or(0);
            let anzahl = args.ausschnitt.anzahl.min(ROWS_MAX);
            let ab = args.ausschnitt.ab;
            let (total, hits) =
                db.search(&args.text, &[], ab.saturating_sub(before), anzahl + before)?;
            let mut zeilen = Vec::new();
            if ab == 0 {
                for id in &zeichen {
                    let kind = db.seen(*id)?.map_or(RecType::Vorgang, |seen| seen.rec_type);
                    let titel = String::new();
                    let hit = Hit { rec_type: kind, rec_id: *id, titel, sha256: None };
                    zeilen.extend(zeile(db, &hit, &args.text)?);
                }
            }
            let mut twice = 0;
            for hit in hits {
                if zeichen.contains(&hit.rec_id) {
                    twice += 1;
                } else {
                    zeilen.extend(zeile(db, &hit, &args.text)?);
                }
            }
            zeilen.truncate(usize::try_from(anzahl).unwrap_or(usize::MAX));
            Ok(TrefferListe { gesamt: total + before - twice.min(before), zeilen })
        })
    }
}

fn reference_hits(db: &Db<'_>, words: &str) -> Result<Vec<Uuid>, DbError> {
    let form = vergleichsform(words);
    if !form.contains(|c: char| c.is_ascii_digit()) || !form.contains('-') {
        return Ok(Vec::new());
    }
    let rows = db.zeichen_starting(&form, ZEICHEN_MAX)?;
    Ok(rows.into_iter().map(|row| row.rec_id).collect())
}

fn zeile(db: &Db<'_>, hit: &Hit, words: &str) -> Result<Option<TrefferZeile>, DbError> {
    let Some(seen) = db.seen(hit.rec_id)? else { return Ok(None) };
    let fields = &seen.fields;
    let (art, titel, um) = match seen.rec_type {
        RecType::Eingang => (TrefferArt::Eingang, "titel", "eingegangen_um"),
        RecType::Akte => (TrefferArt::Akte, "betreff", "angelegt_um"),
        RecType::Vorgang => (TrefferArt::Vorgang, "betreff", "angelegt_um"),
        RecType::Dokument => (TrefferArt::Dokument, "titel", "angelegt_um"),
        _ => return Ok(None),
    };
    let zeichen = match Uuid::parse_str(text(fields, "vorgang")) {
        Ok(vorgang) => db.seen(vorgang)?.map(|seen| aktenzeichen(&seen.fields).0),
        Err(_) => Some(aktenzeichen(fields).0).filter(|zeichen| !zeichen.is_empty()),
    };
    let body = match &hit.sha256 {
        Some(sha256) => db.blob_text(sha256)?,
        None => None,
    };
    Ok(Some(TrefferZeile {
        art,
        id: hit.rec_id.to_string(),
        titel: text(fields, titel).to_owned(),
        aktenzeichen: zeichen,
        auszug: body.and_then(|body| auszug(&body, words)),
        um: Some(text(fields, um).to_owned()).filter(|um| !um.is_empty()),
    }))
}

/// Cuts out the surroundings of the first hit and marks the words with `‹` and `›`.
fn auszug(body: &str, words: &str) -> Option<String> {
    let wanted: Vec<String> = suchform(words).split(' ').map(str::to_owned).collect();
    let tokens = tokens(body);
    let is_hit = |token: &str| {
        let form = suchform(token);
        wanted.iter().any(|word| form.split(' ').any(|part| part.starts_with(word.as_str())))
    };
    let first = tokens.iter().find(|(_, token)| is_hit(token))?.0;
    let mut start = first.saturating_sub(AUSZUG / 2);
    while !body.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (first + AUSZUG).min(body.len());
    while !body.is_char_boundary(end) {
        end += 1;
    }
    let mut out = String::new();
    let mut at = start;
    for (offset, token) in tokens {
        let after = offset + token.len();
        if offset < start || after > end || !is_hit(token) {
            continue;
        }
        out.push_str(body.get(at..offset).unwrap_or(""));
        out.push('‹');
        out.push_str(token);
        out.push('›');
        at = after;
    }
    out.push_str(body.get(at..end).unwrap_or(""));
    let line = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, behind) =
        (if start > 0 { "… " } else { "" }, if end < body.len() { " …" } else { "" });
    Some(format!("{before}{line}{behind}"))
}

fn tokens(body: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (offset, c) in body.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(offset),
            (false, Some(from)) => {
                found.push((from, body.get(from..offset).unwrap_or("")));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push((from, body.get(from..).unwrap_or("")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpt_marks_every_spelling() {
        let body = "Sehr geehrte Frau Müller, die Hundesteuer für 2026 beträgt 60 €.";
        assert_eq!(
            auszug(body, "mueller hunde").unwrap(),
            "Sehr geehrte Frau ‹Müller›, die ‹Hundesteuer› für 2026 beträgt 60 €."
        );
        assert_eq!(auszug(body, "katze"), None);
    }

    #[test]
    fn excerpt_survives_cuts_inside_umlauts() {
        let body = format!("{}Ziel{}", "ä".repeat(200), "ö".repeat(200));
        assert!(auszug(&format!("ü {body} ü"), "ziel").is_none(), "one long word");
        let body = format!("{} Ziel {}", "ä".repeat(200), "ö".repeat(200));
        assert!(auszug(&body, "ziel").unwrap().contains("‹Ziel›"));
    }
}
