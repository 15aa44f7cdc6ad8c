//! A file with everything about it, its parts and volumes.
//!
//! Never computes a reference or a number: the centre gives them.

use domain::aussonderung::Aussonderungsart;
use domain::frist::aufbewahrungsende;
use domain::record::text;
use domain::{
    Akte, AkteState, Aktenplaneinheit, Edit, Fields, Op, RecType, Record, Teilakte, Teilaktenart,
    regeln,
};
use serde_json::{Value, json};
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::desk::{count, parse_id};
use crate::metadaten::{self, aufbewahrung};
use crate::verlauf::verlauf;
use crate::views::{
    AkteView, AufbewahrungView, EinheitView, Fehler, Id, ObjektArt, TeilakteAendernArgs,
    TeilakteAnlegenArgs, TeilakteArt, TeilakteZeile,
};
use crate::ziel::ziel;

/// Deepest plan that is followed upwards.
const PLAN_TIEFE: usize = 20;

impl Desk {
    /// A file with its metadata, parts, counts and retention.
    pub fn akte(&self, args: Id) -> Result<AkteView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.read(|db| view(db, id))
    }

    /// Makes a new part or volume of a file.
    pub fn teilakte_anlegen(&self, args: TeilakteAnlegenArgs) -> Result<TeilakteZeile, Fehler> {
        let akte = parse_id(&args.akte)?;
        let betreff = regeln::betreff(&args.betreff)?;
        let id = self.store.write(|tx| {
            let (_, seen) = tx.load::<Akte>(akte)?;
            regeln::unterbringen(RecType::Teilakte, &seen.fields)?;
            let act = self.act(tx, "teilakte_anlegen")?;
            let teilakte = Teilakte {
                betreff,
                akte,
                nummer: None,
                art: match args.art {
                    TeilakteArt::Teilakte => Teilaktenart::Teilakte,
                    TeilakteArt::Band => Teilaktenart::Band,
                },
                angelegt_um: tx.env().now(),
                angelegt_von: act.akteur.clone(),
            };
            let id = tx.env().id();
            let edit = Edit::create(teilakte.to_fields());
            tx.edit(&act, RecType::Teilakte, id, &seen.scope, edit, Vec::new())?;
            Ok::<_, Fehler>(id)
        })?;
        self.store.read(|db| Ok(teilakte(db, id)?))
    }

    /// Changes the subject of a part or volume.
    pub fn teilakte_aendern(&self, args: TeilakteAendernArgs) -> Result<TeilakteZeile, Fehler> {
        let id = parse_id(&args.id)?;
        let betreff = regeln::betreff(&args.betreff)?;
        self.store.write(|tx| {
            let (_, seen) = tx.load::<Teilakte>(id)?;
            if text(&seen.fields, "betreff") == betreff {
                return Ok(());
            }
            let act = self.act(tx, "teilakte_aendern")?;
            let set = Fields::from([("betreff".to_owned(), json!(betreff))]);
            let edit = Edit::set(Op::Set, &seen.fields, set);
            Ok::<_, Fehler>(tx.edit(&act, RecType::Teilakte, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.store.read(|db| Ok(teilakte(db, id)?))
    }
}

/// Returns the parts and volumes of a file.
pub(crate) fn teilakten(db: &Db<'_>, akte: Uuid) -> Result<Vec<TeilakteZeile>, DbError> {
    db.teilakten_in(akte)?.into_iter().map(|id| teilakte(db, id)).collect()
}

fn teilakte(db: &Db<'_>, id: Uuid) -> Result<TeilakteZeile, DbError> {
    let (teilakte, seen) = db.load::<Teilakte>(id)?;
    Ok(TeilakteZeile {
        id: id.to_string(),
        nummer: teilakte.nummer,
        art: match teilakte.art {
            Teilaktenart::Teilakte => TeilakteArt::Teilakte,
            Teilaktenart::Band => TeilakteArt::Band,
        },
        betreff: teilakte.betreff,
        vorgaenge: db.child_count(RecType::Teilakte, id)?,
        ausstehend: seen.ausstehend,
    })
}

/// Returns what a part is called in the tree, "Band 2", and whether its number is still to come.
pub(crate) fn teilaktenzeichen(fields: &Fields) -> (String, bool) {
    let art = if text(fields, "art") == "band" { "Band" } else { "Teilakte" };
    match fields.get("nummer").and_then(Value::as_u64) {
        Some(nummer) => (format!("{art} {nummer}"), false),
        None => (art.to_owned(), true),
    }
}

fn view(db: &Db<'_>, id: Uuid) -> Result<AkteView, Fehler> {
    let (akte, seen) = db.load::<Akte>(id)?;
    let einheit = match db.load::<Aktenplaneinheit>(akte.aktenplaneinheit) {
        Ok((einheit, _)) => Some(einheit),
        Err(DbError::NotFound) => None,
        Err(other) => return Err(other.into()),
    };
    let cases = db.vorgaenge_in(id)?;
    let (mut open, mut documents) = (0, 0);
    for case in &cases {
        let seen = db.seen(*case)?;
        open += u32::from(seen.is_some_and(|seen| text(&seen.fields, "status") == "offen"));
        documents += db.child_count(RecType::Vorgang, *case)?;
    }
    let row = ziel(db, id)?;
    let provisional = akte.aktenzeichen_vorlaeufig.clone();
    Ok(AkteView {
        aktenzeichen_vorlaeufig: Some(provisional)
            .filter(|zeichen| !row.vorlaeufig && !zeichen.is_empty()),
        einheit: einheit_view(db, akte.aktenplaneinheit, einheit.as_ref())?,
        zda_datum: akte.zda_datum.map(|day| day.to_string()),
        aufbewahrung: aufbewahrung_view(&akte, einheit.as_ref()),
        metadaten: metadaten::view(db, ObjektArt::Akte, id)?,
        teilakten: teilakten(db, id)?,
        vorgaenge: count(cases.len()),
        vorgaenge_offen: open,
        dokumente: documents,
        konflikte: count(db.konflikte(Some(id))?.len()),
        angelegt_um: akte.angelegt_um.to_string(),
        angelegt_von: text(&seen.fields, "angelegt_von").to_owned(),
        verlauf: verlauf(db, id)?,
        ziel: row,
    })
}

fn einheit_view(
    db: &Db<'_>,
    id: Uuid,
    einheit: Option<&Aktenplaneinheit>,
) -> Result<EinheitView, DbError> {
    let mut pfad = Vec::new();
    let mut next = Some(id);
    // A plan that turns in a circle ends here, too.
    while let (Some(unit), true) = (next, pfad.len() < PLAN_TIEFE) {
        let Some(seen) = db.seen(unit)? else { break };
        let fields = &seen.fields;
        pfad.push(format!("{} {}", text(fields, "kennzeichen"), text(fields, "bezeichnung")));
        next = Uuid::parse_str(text(fields, "uebergeordnet")).ok();
    }
    pfad.reverse();
    Ok(EinheitView {
        id: id.to_string(),
        pfad,
        inhaltsangabe: einheit.and_then(|unit| unit.inhaltsangabe.clone()),
        stillgelegt: einheit.is_some_and(|unit| unit.stillgelegt),
    })
}

fn aufbewahrung_view(akte: &Akte, einheit: Option<&Aktenplaneinheit>) -> AufbewahrungView {
    let (jahre, art) = aufbewahrung(akte, einheit);
    let closed = akte.zda_datum.filter(|_| akte.status == AkteState::Zda);
    let ende = closed.zip(jahre).and_then(|(day, jahre)| aufbewahrungsende(day, jahre));
    AufbewahrungView {
        jahre,
        aus_plan: akte.aufbewahrung_jahre.is_none(),
        ende: ende.map(|day| day.to_string()),
        aussonderungsart: art.map(|art| format!("{art:?}")),
        satz: satz(jahre, closed.is_some(), ende, art),
    }
}

fn satz(
    jahre: Option<u32>,
    closed: bool,
    ende: Option<domain::Datum>,
    art: Option<Aussonderungsart>,
) -> String {
    let then = match art {
        Some(Aussonderungsart::A) => "wird die Akte an das Archiv abgegeben",
        Some(Aussonderungsart::V) => "wird die Akte vernichtet",
        Some(Aussonderungsart::B) | None => "bewertet das Archiv die Akte",
    };
    match (jahre, ende) {
        (None, _) => "Die Akte wird dauernd aufbewahrt.".to_owned(),
        (Some(_), Some(ende)) => {
            format!("Aufzubewahren bis {}; danach {then}.", ende.strftime("%d.%m.%Y"))
        }
        (Some(jahre), None) if closed => {
            format!("Aufzubewahren {jahre} Jahre; danach {then}.")
        }
        (Some(1), None) => {
            format!("1 Jahr ab Ende des Jahres, in dem sie geschlossen wird; danach {then}.")
        }
        (Some(jahre), None) => {
            format!("{jahre} Jahre ab Ende des Jahres, in dem sie geschlossen wird; danach {then}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn retention_is_said_in_one_sentence() {
        let v = Some(Aussonderungsart::V);
        assert_eq!(satz(None, false, None, v), "Die Akte wird dauernd aufbewahrt.");
        assert_eq!(
            satz(Some(10), true, Some(date(2036, 12, 31)), v),
            "Aufzubewahren bis 31.12.2036; danach wird die Akte vernichtet."
        );
        let open = satz(Some(30), false, None, None);
        assert!(
            open.starts_with("30 Jahre ab Ende") && open.ends_with("bewertet das Archiv die Akte.")
        );
    }

    #[test]
    fn a_part_is_named_by_its_number_once_it_has_one() {
        let fields = |value| serde_json::from_value::<Fields>(value).unwrap();
        let band = fields(json!({ "art": "band", "nummer": 2 }));
        assert_eq!(teilaktenzeichen(&band), ("Band 2".to_owned(), false));
        let new = fields(json!({ "art": "teilakte" }));
        assert_eq!(teilaktenzeichen(&new), ("Teilakte".to_owned(), true));
    }
}
