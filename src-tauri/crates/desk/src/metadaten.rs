//! Metadata of files, cases and documents: shown and changed field by field.
//!
//! Never sends a field that is as it was, so that two people who change different fields never
//! meet.

use domain::record::{is_empty, text};
use domain::{
    Akte, Aktenplaneinheit, Beteiligung, Datum, Edit, Fields, Kontakt, Op, RecType, Verweis, regeln,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::record::Seen;
use store::{Db, DbError, Tx};
use uuid::Uuid;

use crate::Desk;
use crate::beteiligung::{beteiligte, verweise};
use crate::desk::parse_id;
use crate::kontakt;
use crate::registratur::teilakten;
use crate::views::{
    AendernArgs, Code, Fehler, Feld, MetadatenView, Metadatum, ObjektArgs, ObjektArt,
};

/// Longest remark in characters.
const BEMERKUNG_MAX: usize = 4_000;
/// Longest other text in characters.
const TEXT_MAX: usize = 500;
/// Most keywords.
const SCHLAGWORTE_MAX: usize = 50;
/// Longest retention in years; more is for ever.
const JAHRE_MAX: u32 = 500;

const AKTE: &[Feld] = &[
    Feld::Betreff,
    Feld::Federfuehrung,
    Feld::Vertraulichkeitsstufe,
    Feld::LaufzeitBeginn,
    Feld::LaufzeitEnde,
    Feld::AufbewahrungJahre,
    Feld::Aussonderungsart,
    Feld::Schlagworte,
    Feld::Bemerkung,
];
const VORGANG: &[Feld] = &[
    Feld::Betreff,
    Feld::Bearbeiter,
    Feld::Federfuehrung,
    Feld::Vertraulichkeitsstufe,
    Feld::LaufzeitBeginn,
    Feld::LaufzeitEnde,
    Feld::Schlagworte,
    Feld::Bemerkung,
];
const DOKUMENT: &[Feld] = &[
    Feld::Betreff,
    Feld::Typ,
    Feld::Absender,
    Feld::DatumDesSchreibens,
    Feld::FremdesGeschaeftszeichen,
    Feld::Vertraulichkeitsstufe,
    Feld::Schlagworte,
];

impl Desk {
    /// What is known about a file, a case or a document besides its content.
    pub fn metadaten(&self, args: ObjektArgs) -> Result<MetadatenView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.read(|db| view(db, args.art, id))
    }

    /// Changes one field of a file.
    pub fn akte_aendern(&self, args: AendernArgs) -> Result<MetadatenView, Fehler> {
        self.feld_aendern(ObjektArt::Akte, "akte_aendern", args)
    }

    /// Changes one field of a case.
    pub fn vorgang_aendern(&self, args: AendernArgs) -> Result<MetadatenView, Fehler> {
        self.feld_aendern(ObjektArt::Vorgang, "vorgang_aendern", args)
    }

    /// Changes one field of a document.
    pub fn dokument_aendern(&self, args: AendernArgs) -> Result<MetadatenView, Fehler> {
        self.feld_aendern(ObjektArt::Dokument, "dokument_aendern", args)
    }

    fn feld_aendern(
        &self,
        art: ObjektArt,
        aktion: &'static str,
        args: AendernArgs,
    ) -> Result<MetadatenView, Fehler> {
        let id = parse_id(&args.id)?;
        if !felder(art).contains(&args.feld) {
            return Err(ungueltig("Dieses Feld gibt es hier nicht.", ""));
        }
        self.store.write(|tx| {
            let seen = objekt(tx, art, id)?;
            let mut edit = change(tx, art, &seen.fields, args.feld, args.wert.trim())?;
            if let Some(before) = &args.vorher {
                // Whoever saw another value than the one that stands now did not mean that one.
                let seen = change(tx, art, &seen.fields, args.feld, before.trim())?;
                edit.base.extend(seen.set);
                edit.base.retain(|name, _| edit.set.contains_key(name));
            }
            if edit.set.is_empty() && edit.add.is_empty() && edit.remove.is_empty() {
                return Ok(());
            }
            let act = self.act(tx, aktion)?;
            Ok::<_, Fehler>(tx.edit(&act, kind_of(art), id, &seen.scope, edit, Vec::new())?)
        })?;
        self.metadaten(ObjektArgs { art, id: args.id })
    }
}

const fn felder(art: ObjektArt) -> &'static [Feld] {
    match art {
        ObjektArt::Akte => AKTE,
        ObjektArt::Vorgang => VORGANG,
        ObjektArt::Dokument => DOKUMENT,
    }
}

pub(crate) const fn kind_of(art: ObjektArt) -> RecType {
    match art {
        ObjektArt::Akte => RecType::Akte,
        ObjektArt::Vorgang => RecType::Vorgang,
        ObjektArt::Dokument => RecType::Dokument,
    }
}

/// Reads a record that has to be of a kind.
pub(crate) fn objekt(db: &Db<'_>, art: ObjektArt, id: Uuid) -> Result<Seen, Fehler> {
    let seen = db.seen(id)?.filter(|seen| seen.rec_type == kind_of(art));
    seen.ok_or_else(Fehler::not_found)
}

/// Returns the name under which a record keeps a field.
const fn name(art: ObjektArt, feld: Feld) -> &'static str {
    match feld {
        Feld::Betreff => match art {
            ObjektArt::Dokument => "titel",
            ObjektArt::Akte | ObjektArt::Vorgang => "betreff",
        },
        Feld::Bemerkung => "bemerkung",
        Feld::Federfuehrung => "federfuehrung",
        Feld::Bearbeiter => "bearbeiter",
        Feld::Vertraulichkeitsstufe => "vertraulichkeitsstufe",
        Feld::LaufzeitBeginn | Feld::LaufzeitEnde => "laufzeit",
        Feld::AufbewahrungJahre => "aufbewahrung_jahre",
        Feld::Aussonderungsart => "aussonderungsart",
        Feld::Schlagworte => "schlagworte",
        Feld::Absender => "absender",
        Feld::DatumDesSchreibens => "datum_des_schreibens",
        Feld::Typ => "typ",
        Feld::FremdesGeschaeftszeichen => "fremdes_geschaeftszeichen",
    }
}

/// Makes the change of one field; one that changes nothing is empty.
fn change(
    tx: &Tx<'_>,
    art: ObjektArt,
    fields: &Fields,
    feld: Feld,
    wert: &str,
) -> Result<Edit, Fehler> {
    let name = name(art, feld);
    if feld == Feld::Schlagworte {
        return schlagworte(fields, wert);
    }
    let old = fields.get(name).filter(|value| !is_empty(value)).cloned();
    let new = match feld {
        Feld::Betreff => json!(regeln::betreff(wert)?),
        Feld::LaufzeitBeginn => laufzeit(old.as_ref(), "beginn", wert)?,
        Feld::LaufzeitEnde => laufzeit(old.as_ref(), "ende", wert)?,
        _ if wert.is_empty() => Value::Null,
        Feld::Bemerkung => begrenzt(wert, BEMERKUNG_MAX)?,
        Feld::Vertraulichkeitsstufe => {
            eines(wert, &["offen", "nfd", "vertraulich", "geheim", "strenggeheim"])?
        }
        Feld::Aussonderungsart => eines(wert, &["A", "B", "V"])?,
        Feld::AufbewahrungJahre => {
            let jahre = wert.parse::<u32>().ok().filter(|jahre| *jahre <= JAHRE_MAX);
            let rat = "Ohne Angabe gilt die Frist des Aktenplans.";
            json!(jahre.ok_or_else(|| ungueltig("Bitte geben Sie ganze Jahre an.", rat))?)
        }
        Feld::DatumDesSchreibens => json!(tag(wert)?),
        Feld::Absender => {
            let kontakt = parse_id(wert)?;
            tx.load::<Kontakt>(kontakt)?;
            json!(kontakt)
        }
        _ => begrenzt(wert, TEXT_MAX)?,
    };
    if old.unwrap_or_default() == new || old_is_empty(fields, name) && is_empty(&new) {
        return Ok(Edit::set(Op::Set, fields, Fields::new()));
    }
    Ok(Edit::set(Op::Set, fields, Fields::from([(name.to_owned(), new)])))
}

fn old_is_empty(fields: &Fields, name: &str) -> bool {
    fields.get(name).is_none_or(is_empty)
}

fn ungueltig(meldung: &str, rat: &str) -> Fehler {
    Fehler::new(Code::Invalid, meldung, rat)
}

fn begrenzt(wert: &str, most: usize) -> Result<Value, Fehler> {
    if wert.chars().count() > most {
        return Err(ungueltig("Der Text ist zu lang.", "Bitte kürzen Sie ihn."));
    }
    Ok(json!(wert))
}

fn eines(wert: &str, of: &[&str]) -> Result<Value, Fehler> {
    let known = of.iter().find(|known| **known == wert);
    known.map(|known| json!(known)).ok_or_else(|| ungueltig("Diesen Wert gibt es nicht.", ""))
}

fn tag(wert: &str) -> Result<Datum, Fehler> {
    wert.parse().map_err(|_| ungueltig("Das ist kein Datum.", "Bitte geben Sie es vollständig an."))
}

/// Puts one of the two days into the other.
fn laufzeit(old: Option<&Value>, end: &str, wert: &str) -> Result<Value, Fehler> {
    let mut both: domain::Laufzeit = match old {
        Some(value) => serde_json::from_value(value.clone()).map_err(DbError::from)?,
        None => domain::Laufzeit { beginn: None, ende: None },
    };
    let day = if wert.is_empty() { None } else { Some(tag(wert)?) };
    if end == "beginn" {
        both.beginn = day
    } else {
        both.ende = day
    }
    if let (Some(from), Some(until)) = (both.beginn, both.ende)
        && until < from
    {
        return Err(ungueltig("Das Ende der Laufzeit liegt vor ihrem Beginn.", ""));
    }
    let value = serde_json::to_value(both).map_err(DbError::from)?;
    Ok(if is_empty(&value) { Value::Null } else { value })
}

/// Compares keywords with those that are there: what is new is added, what is gone removed.
fn schlagworte(fields: &Fields, wert: &str) -> Result<Edit, Fehler> {
    let mut wanted: Vec<Value> = Vec::new();
    for word in wert.split([';', ',']).map(str::trim).filter(|word| !word.is_empty()) {
        let word = begrenzt(word, TEXT_MAX)?;
        if !wanted.contains(&word) {
            wanted.push(word);
        }
    }
    if wanted.len() > SCHLAGWORTE_MAX {
        return Err(ungueltig("Das sind zu viele Schlagworte.", "Bitte lassen Sie einige weg."));
    }
    let list = |name: &str| fields.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let here = list("schlagworte");
    let mut edit = Edit::set(Op::Set, fields, Fields::new());
    let new: Vec<Value> = wanted.iter().filter(|word| !here.contains(word)).cloned().collect();
    let gone: Vec<Value> = here.into_iter().filter(|word| !wanted.contains(word)).collect();
    if !new.is_empty() {
        edit.add.insert("schlagworte".to_owned(), new);
    }
    if !gone.is_empty() {
        edit.remove.insert("schlagworte".to_owned(), gone);
    }
    Ok(edit)
}

/// Shows the metadata of something.
pub(crate) fn view(db: &Db<'_>, art: ObjektArt, id: Uuid) -> Result<MetadatenView, Fehler> {
    let seen = objekt(db, art, id)?;
    let fields = &seen.fields;
    let mut rows = Vec::new();
    for feld in felder(art) {
        rows.push(Metadatum {
            feld: *feld,
            wert: wert(fields, art, *feld),
            vorgabe: vorgabe(db, art, fields, *feld)?,
            anzeige: anzeige(db, fields, *feld)?,
        });
    }
    let parts = match (art, Uuid::parse_str(text(fields, "akte"))) {
        (ObjektArt::Vorgang, Ok(akte)) => teilakten(db, akte)?,
        _ => Vec::new(),
    };
    Ok(MetadatenView {
        art,
        id: id.to_string(),
        geschlossen: geschlossen(db, art, fields)?,
        ausstehend: seen.ausstehend,
        felder: rows,
        beteiligte: beteiligte(db, &list::<Beteiligung>(fields, "beteiligte")?)?,
        verweise: verweise(db, &list::<Verweis>(fields, "verweise")?)?,
        teilakte: Some(text(fields, "teilakte").to_owned()).filter(|part| !part.is_empty()),
        teilakten: parts,
    })
}

fn list<T: DeserializeOwned>(fields: &Fields, name: &str) -> Result<Vec<T>, DbError> {
    match fields.get(name) {
        Some(value) => Ok(serde_json::from_value(value.clone())?),
        None => Ok(Vec::new()),
    }
}

fn wert(fields: &Fields, art: ObjektArt, feld: Feld) -> String {
    let value = fields.get(name(art, feld)).unwrap_or(&Value::Null);
    let day = |end: &str| value.get(end).and_then(Value::as_str).unwrap_or_default().to_owned();
    match feld {
        Feld::LaufzeitBeginn => day("beginn"),
        Feld::LaufzeitEnde => day("ende"),
        Feld::Schlagworte => {
            let words = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            words.collect::<Vec<_>>().join("; ")
        }
        _ => match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        },
    }
}

/// Returns what holds where the field is empty: what the plan says, or when it was created.
fn vorgabe(
    db: &Db<'_>,
    art: ObjektArt,
    fields: &Fields,
    feld: Feld,
) -> Result<Option<String>, DbError> {
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    if feld == Feld::LaufzeitBeginn {
        let made = text(fields, "angelegt_um").parse::<domain::Zeitpunkt>().ok();
        let zone = domain::aktenzeichen::amtszeit();
        return Ok(made.map(|made| made.to_zoned(zone).date().to_string()));
    }
    if feld == Feld::LaufzeitEnde {
        return Ok(filled(text(fields, "zda_datum")));
    }
    let from_plan = matches!(feld, Feld::AufbewahrungJahre | Feld::Aussonderungsart);
    let unit = Uuid::parse_str(text(fields, "aktenplaneinheit"));
    let (ObjektArt::Akte, true, Ok(unit)) = (art, from_plan, unit) else { return Ok(None) };
    let Some(unit) = db.seen(unit)?.filter(|seen| seen.rec_type == RecType::Aktenplaneinheit)
    else {
        return Ok(None);
    };
    let unit = unit.typed::<Aktenplaneinheit>()?;
    Ok(match feld {
        Feld::AufbewahrungJahre => unit.aufbewahrung_jahre.map(|jahre| jahre.to_string()),
        _ => unit.aussonderungsart.map(|art| format!("{art:?}")),
    })
}

fn anzeige(db: &Db<'_>, fields: &Fields, feld: Feld) -> Result<Option<String>, DbError> {
    let (Feld::Absender, Ok(id)) = (feld, Uuid::parse_str(text(fields, "absender"))) else {
        return Ok(None);
    };
    let seen = db.seen(id)?.filter(|seen| seen.rec_type == RecType::Kontakt);
    Ok(seen.map(|seen| kontakt::name(&seen.fields)))
}

/// Tells whether nothing of it can be changed.
fn geschlossen(db: &Db<'_>, art: ObjektArt, fields: &Fields) -> Result<bool, DbError> {
    if matches!(text(fields, "status"), "zda" | "storniert") {
        return Ok(true);
    }
    let above = match art {
        ObjektArt::Akte => return Ok(false),
        ObjektArt::Vorgang => "akte",
        ObjektArt::Dokument => "vorgang",
    };
    let Ok(parent) = Uuid::parse_str(text(fields, above)) else { return Ok(false) };
    Ok(db.seen(parent)?.is_some_and(|parent| text(&parent.fields, "status") == "zda"))
}

/// Returns how long a file is kept and what becomes of it then: what it says itself, else what its
/// unit of the plan says.
pub(crate) fn aufbewahrung(
    akte: &Akte,
    einheit: Option<&Aktenplaneinheit>,
) -> (Option<u32>, Option<domain::aussonderung::Aussonderungsart>) {
    let jahre = akte.aufbewahrung_jahre.or(einheit.and_then(|unit| unit.aufbewahrung_jahre));
    let art = akte.aussonderungsart.or(einheit.and_then(|unit| unit.aussonderungsart));
    (jahre, art)
}
