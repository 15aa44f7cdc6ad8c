//! Files and the tree in which they hang.
//!
//! Never loads more of the tree than was opened.

use domain::record::text;
use domain::{Akte, Aktenplaneinheit, Edit, Fields, Op, RecType, Record, regeln};
use serde_json::json;
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::desk::parse_id;
use crate::views::{
    AkteAnlegenArgs, BaumArgs, BaumKnoten, BetreffArgs, Fehler, Id, KnotenArt, KnotenRef, ZielArt,
    ZielZeile,
};
use crate::vorgang::vorlaeufig;
use crate::ziel::{aktenzeichen, ziel};

/// Steps from a node to its root that are gone.
const TIEFE_MAX: usize = 64;

impl Desk {
    /// Children of a node of the tree; without a node, the roots of the plan.
    pub fn aktenbaum(&self, args: BaumArgs) -> Result<Vec<BaumKnoten>, Fehler> {
        let knoten = match args.knoten {
            Some(knoten) => Some((knoten.art, parse_id(&knoten.id)?)),
            None => None,
        };
        self.store.read(|db| {
            let ids = match knoten {
                None => db.aktenplan_unter(None)?,
                Some((KnotenArt::Aktenplaneinheit, id)) => {
                    let mut ids = db.aktenplan_unter(Some(id))?;
                    ids.extend(db.akten_in(id)?);
                    ids
                }
                Some((KnotenArt::Akte, id)) => {
                    let mut ids = db.teilakten_in(id)?;
                    ids.extend(db.vorgaenge_lose(id)?);
                    ids
                }
                Some((KnotenArt::Teilakte, id)) => db.vorgaenge_in_teilakte(id)?,
                Some((KnotenArt::Vorgang, id)) => db.dokumente_in(id)?,
                Some((KnotenArt::Dokument, _)) => Vec::new(),
            };
            let mut children = Vec::with_capacity(ids.len());
            for id in ids {
                children.push(node(db, id)?);
            }
            // Plan nodes and files by number as people count: 4.2 before 4.10.
            children.sort_by_cached_key(|k| (rank(k.art), natural(&k.kennzeichen)));
            Ok(children)
        })
    }

    /// What a node lies in: from the root of the tree down to its parent.
    pub fn baumpfad(&self, args: Id) -> Result<Vec<KnotenRef>, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.read(|db| {
            let mut path = Vec::new();
            let mut above = parent(db, id)?;
            // Records come from elsewhere: a plan that turns in a circle has an end, too.
            while let Some((art, id)) = above.filter(|_| path.len() < TIEFE_MAX) {
                path.push(KnotenRef { art, id: id.to_string() });
                above = parent(db, id)?;
            }
            path.reverse();
            Ok(path)
        })
    }

    /// Makes a new file.
    pub fn akte_anlegen(&self, args: AkteAnlegenArgs) -> Result<ZielZeile, Fehler> {
        let einheit = parse_id(&args.aktenplaneinheit)?;
        let id = self.store.write(|tx| {
            let (_, seen) = tx.load::<Aktenplaneinheit>(einheit)?;
            regeln::unterbringen(RecType::Akte, &seen.fields)?;
            let act = self.act(tx, "akte_anlegen")?;
            let betreff = regeln::betreff(&args.betreff)?;
            let (zeichen, um) = (vorlaeufig(tx)?, tx.env().now());
            let akte = Akte::neu(betreff, einheit, zeichen, um, act.akteur.clone());
            let id = tx.env().id();
            let edit = Edit::create(akte.to_fields());
            tx.edit(&act, RecType::Akte, id, &tx.bereich()?, edit, Vec::new())?;
            Ok::<_, Fehler>(id)
        })?;
        self.store.read(|db| Ok(ziel(db, id)?))
    }

    /// Changes the subject of a file or a case.
    pub fn betreff_aendern(&self, args: BetreffArgs) -> Result<ZielZeile, Fehler> {
        let id = parse_id(&args.id)?;
        let kind = match args.art {
            ZielArt::Akte => RecType::Akte,
            ZielArt::Vorgang => RecType::Vorgang,
        };
        let betreff = regeln::betreff(&args.betreff)?;
        self.store.write(|tx| {
            let seen = tx.seen(id)?.filter(|seen| seen.rec_type == kind);
            let seen = seen.ok_or_else(Fehler::not_found)?;
            if text(&seen.fields, "betreff") == betreff {
                return Ok(());
            }
            let act = self.act(tx, "betreff_aendern")?;
            let set = Fields::from([("betreff".to_owned(), json!(betreff))]);
            let edit = Edit::set(Op::Set, &seen.fields, set);
            Ok::<_, Fehler>(tx.edit(&act, kind, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.store.read(|db| Ok(ziel(db, id)?))
    }
}

/// Returns the node that holds another; nothing holds a root of the plan.
fn parent(db: &Db<'_>, id: Uuid) -> Result<Option<(KnotenArt, Uuid)>, DbError> {
    use KnotenArt::{Akte, Aktenplaneinheit, Teilakte, Vorgang};
    let seen = db.seen(id)?.ok_or(DbError::NotFound)?;
    let holders: &[(KnotenArt, &str)] = match seen.rec_type {
        RecType::Aktenplaneinheit => &[(Aktenplaneinheit, "uebergeordnet")],
        RecType::Akte => &[(Aktenplaneinheit, "aktenplaneinheit")],
        RecType::Teilakte => &[(Akte, "akte")],
        RecType::Vorgang => &[(Teilakte, "teilakte"), (Akte, "akte")],
        RecType::Dokument => &[(Vorgang, "vorgang")],
        _ => return Err(DbError::NotFound),
    };
    for (art, field) in holders {
        // A part may be gone while its cases stand in the file.
        let holder = Uuid::parse_str(text(&seen.fields, field)).ok();
        if let Some(holder) = holder
            && db.seen(holder)?.is_some()
        {
            return Ok(Some((*art, holder)));
        }
    }
    Ok(None)
}

fn node(db: &Db<'_>, id: Uuid) -> Result<BaumKnoten, DbError> {
    let seen = db.seen(id)?.ok_or(DbError::NotFound)?;
    let fields = &seen.fields;
    let (art, (kennzeichen, vorlaeufig), name) = match seen.rec_type {
        RecType::Aktenplaneinheit => {
            let kennzeichen = text(fields, "kennzeichen").to_owned();
            (KnotenArt::Aktenplaneinheit, (kennzeichen, false), "bezeichnung")
        }
        RecType::Akte => (KnotenArt::Akte, aktenzeichen(fields), "betreff"),
        RecType::Teilakte => {
            (KnotenArt::Teilakte, crate::registratur::teilaktenzeichen(fields), "betreff")
        }
        RecType::Vorgang => (KnotenArt::Vorgang, aktenzeichen(fields), "betreff"),
        RecType::Dokument => {
            let day = text(fields, "posteingangsdatum").to_owned();
            (KnotenArt::Dokument, (day, false), "titel")
        }
        _ => return Err(DbError::NotFound),
    };
    Ok(BaumKnoten {
        art,
        id: id.to_string(),
        kennzeichen,
        vorlaeufig,
        text: text(fields, name).to_owned(),
        kinder: db.child_count(seen.rec_type, id)?,
        geschlossen: matches!(text(fields, "status"), "zda" | "storniert"),
        ausstehend: seen.ausstehend,
        konflikt_offen: db.konflikt_offen(id)?,
    })
}

const fn rank(art: KnotenArt) -> u8 {
    match art {
        KnotenArt::Aktenplaneinheit => 0,
        KnotenArt::Akte => 1,
        KnotenArt::Teilakte => 2,
        KnotenArt::Vorgang => 3,
        KnotenArt::Dokument => 4,
    }
}

/// Splits a reference into numbers and the text between them, for sorting.
fn natural(kennzeichen: &str) -> Vec<(u64, String)> {
    let mut parts = Vec::new();
    let mut rest = kennzeichen;
    while !rest.is_empty() {
        let text_end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (between, behind) = rest.split_at(text_end);
        let number_end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let (number, behind) = behind.split_at(number_end);
        parts.push((number.parse().unwrap_or(u64::MAX), between.to_owned()));
        rest = behind;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_sort_as_people_count() {
        let mut list = ["4.10", "4.2", "10", "4.2-17/2026", "4.2-9/2026", "4"];
        list.sort_by_key(|text| natural(text));
        assert_eq!(list, ["4", "4.2", "4.2-9/2026", "4.2-17/2026", "4.10", "10"]);
    }
}
