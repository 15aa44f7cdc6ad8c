//! Parties with their roles, and cross references.
//!
//! Never points out of the chosen municipality: what is out of sight cannot be referred to.

use domain::record::text;
use domain::{Beteiligung, Edit, Fields, Kontakt, Op, RecType, Record, Verweis};
use serde_json::Value;
use store::record::Seen;
use store::{Db, DbError, Tx};
use uuid::Uuid;

use crate::Desk;
use crate::desk::parse_id;
use crate::gegenstand::name_of;
use crate::kontakt;
use crate::metadaten::{kind_of, objekt};
use crate::views::{
    BeteiligteArgs, BeteiligterZeile, Code, Fehler, MetadatenView, ObjektArgs, ObjektArt,
    VerweisArgs, VerweisZeile,
};

/// Longest role or reason in characters.
const WORTE_MAX: usize = 200;

impl Desk {
    /// Adds a party to a file or a case.
    pub fn beteiligte_setzen(&self, args: BeteiligteArgs) -> Result<MetadatenView, Fehler> {
        let rolle = kurz(&args.rolle)?.ok_or_else(|| {
            Fehler::new(Code::Invalid, "Die Rolle fehlt.", "Bitte geben Sie an, wer das ist.")
        })?;
        let kontakt = parse_id(&args.kontakt)?;
        self.elements(args.art, &args.id, "beteiligte_setzen", |tx, _| {
            if args.art == ObjektArt::Dokument {
                return Err(Fehler::new(
                    Code::Invalid,
                    "Beteiligte stehen am Vorgang oder an der Akte.",
                    "",
                ));
            }
            tx.load::<Kontakt>(kontakt)?;
            let element = serde_json::to_value(Beteiligung { kontakt, rolle: rolle.clone() });
            Ok(Edit::append("beteiligte", element.map_err(DbError::from)?))
        })
    }

    /// Takes a party away from a file or a case.
    pub fn beteiligte_entfernen(&self, args: BeteiligteArgs) -> Result<MetadatenView, Fehler> {
        self.elements(args.art, &args.id, "beteiligte_entfernen", |_, seen| {
            let wanted = |element: &&Value| {
                part(element, "kontakt") == args.kontakt && part(element, "rolle") == args.rolle
            };
            without(&seen.fields, "beteiligte", wanted)
        })
    }

    /// Refers from one thing to another.
    pub fn verweis_setzen(&self, args: VerweisArgs) -> Result<MetadatenView, Fehler> {
        let grund = kurz(args.grund.as_deref().unwrap_or_default())?;
        let ziel = parse_id(&args.ziel)?;
        self.elements(args.art, &args.id, "verweis_setzen", |tx, seen| {
            let target = tx.seen(ziel)?.ok_or_else(Fehler::not_found)?;
            let fits =
                matches!(target.rec_type, RecType::Akte | RecType::Vorgang | RecType::Dokument);
            if !fits || ziel == seen.rec_id {
                return Err(Fehler::new(
                    Code::Invalid,
                    "Darauf kann nicht verwiesen werden.",
                    "Bitte wählen Sie eine andere Akte, einen anderen Vorgang oder ein Dokument.",
                ));
            }
            let verweis = Verweis { rec_type: target.rec_type, ziel, grund: grund.clone() };
            let element = serde_json::to_value(verweis).map_err(DbError::from)?;
            Ok(Edit::append("verweise", element))
        })
    }

    /// Takes a cross reference away.
    pub fn verweis_entfernen(&self, args: VerweisArgs) -> Result<MetadatenView, Fehler> {
        self.elements(args.art, &args.id, "verweis_entfernen", |_, seen| {
            let wanted = |element: &&Value| {
                let grund = args.grund.as_deref();
                part(element, "ziel") == args.ziel
                    && grund.is_none_or(|grund| part(element, "grund") == grund)
            };
            without(&seen.fields, "verweise", wanted)
        })
    }

    fn elements(
        &self,
        art: ObjektArt,
        id: &str,
        aktion: &'static str,
        edit: impl FnOnce(&Tx<'_>, &Seen) -> Result<Edit, Fehler>,
    ) -> Result<MetadatenView, Fehler> {
        let rec_id = parse_id(id)?;
        self.store.write(|tx| {
            let seen = objekt(tx, art, rec_id)?;
            let edit = edit(tx, &seen)?;
            let act = self.act(tx, aktion)?;
            let kind = kind_of(art);
            Ok::<_, Fehler>(tx.edit(&act, kind, rec_id, &seen.scope, edit, Vec::new())?)
        })?;
        self.metadaten(ObjektArgs { art, id: id.to_owned() })
    }
}

/// Returns the change that takes elements out of a list; nothing to take out is no change.
fn without(
    fields: &Fields,
    name: &str,
    wanted: impl FnMut(&&Value) -> bool,
) -> Result<Edit, Fehler> {
    let list = fields.get(name).and_then(Value::as_array);
    let gone: Vec<Value> = list.into_iter().flatten().filter(wanted).cloned().collect();
    if gone.is_empty() {
        return Err(Fehler::not_found());
    }
    let mut edit = Edit::set(Op::Set, fields, Fields::new());
    edit.remove.insert(name.to_owned(), gone);
    Ok(edit)
}

fn part<'a>(element: &'a Value, name: &str) -> &'a str {
    element.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Checks a short text; nothing written is nothing.
fn kurz(text: &str) -> Result<Option<String>, Fehler> {
    let text = text.trim();
    if text.chars().count() > WORTE_MAX {
        return Err(Fehler::new(Code::Invalid, "Der Text ist zu lang.", "Bitte kürzen Sie ihn."));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Returns the parties of a record; one whose contact is not here is still named by its role.
pub(crate) fn beteiligte(
    db: &Db<'_>,
    list: &[Beteiligung],
) -> Result<Vec<BeteiligterZeile>, DbError> {
    let mut rows = Vec::new();
    for beteiligung in list {
        let seen = db.seen(beteiligung.kontakt)?.filter(|seen| seen.rec_type == Kontakt::TYPE);
        let ort = seen.as_ref().map(|seen| text(&seen.fields, "ort").to_owned());
        rows.push(BeteiligterZeile {
            kontakt: beteiligung.kontakt.to_string(),
            name: seen.map_or_else(
                || "(nicht auf diesem Arbeitsplatz)".to_owned(),
                |seen| kontakt::name(&seen.fields),
            ),
            ort: ort.filter(|ort| !ort.is_empty()),
            rolle: beteiligung.rolle.clone(),
        });
    }
    Ok(rows)
}

/// Returns the cross references of a record that lead somewhere.
pub(crate) fn verweise(db: &Db<'_>, list: &[Verweis]) -> Result<Vec<VerweisZeile>, DbError> {
    let mut rows = Vec::new();
    for verweis in list {
        rows.push(VerweisZeile {
            art: art_of(verweis.rec_type),
            id: verweis.ziel.to_string(),
            name: named(db, verweis.ziel)?,
            grund: verweis.grund.clone(),
        });
    }
    Ok(rows)
}

fn named(db: &Db<'_>, id: Uuid) -> Result<String, DbError> {
    let seen = db.seen(id)?;
    Ok(seen.map_or_else(
        || "(nicht auf diesem Arbeitsplatz)".to_owned(),
        |seen| name_of(seen.rec_type, &seen.fields),
    ))
}

const fn art_of(kind: RecType) -> ObjektArt {
    match kind {
        RecType::Akte => ObjektArt::Akte,
        RecType::Vorgang => ObjektArt::Vorgang,
        _ => ObjektArt::Dokument,
    }
}
