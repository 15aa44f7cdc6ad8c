//! The history of a file, a case or a document with everything in it: what this workstation wrote
//! down, together with what the centre has handed out.
//!
//! Never changes an entry; it puts the two sides of one change together and finds words for it.

mod ausgabe;
mod wert;

use std::collections::{BTreeMap, BTreeSet};

use domain::record::text;
use domain::suchform::suchform;
use domain::{Datum, Protokolleintrag, RecType, Zeitpunkt};
use serde_json::Value;
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::desk::{count, parse_id};
use crate::gegenstand::{Namen, gegenstand};
use crate::views::{
    AktenverlaufArgs, AktenverlaufView, AktenverlaufZeile, Code, Fehler, GegenstandView,
    HandlungWahl, Id, VerlaufFilter, VerlaufQuelle, VerlaufStand,
};
use crate::worte;

/// Rows given at once at most.
const MOST: u32 = 500;
/// What the workstation notes when the centre has taken an own change.
const BESTAETIGT: &str = "von_zentrale_bestaetigt";

impl Desk {
    /// The history of a file, a case or a document with everything in it, newest first.
    pub fn aktenverlauf(&self, args: AktenverlaufArgs) -> Result<AktenverlaufView, Fehler> {
        let id = parse_id(&args.id)?;
        let filter = Filter::read(&args.filter)?;
        self.store.read(|db| {
            let history = Verlauf::of(db, id)?;
            let alle = count(history.rows.len());
            let (personen, handlungen) = (history.personen(), history.handlungen());
            let chosen: Vec<Zeile> =
                history.rows.into_iter().filter(|row| filter.lets(row)).collect();
            let gesamt = count(chosen.len());
            let from = usize::try_from(args.ausschnitt.ab).unwrap_or(usize::MAX);
            let most = usize::try_from(args.ausschnitt.anzahl.min(MOST)).unwrap_or(0);
            let zeilen = chosen.into_iter().skip(from).take(most).map(|row| row.view).collect();
            Ok(AktenverlaufView {
                gegenstand: history.gegenstand,
                gesamt,
                alle,
                zeilen,
                personen,
                handlungen,
                geholt_um: db.history_fetched(id)?.map(|geholt| geholt.um.to_string()),
            })
        })
    }

    /// Asks the centre for what happened before this workstation could see it.
    pub fn verlauf_holen(&self, args: Id) -> Result<AktenverlaufView, Fehler> {
        let id = parse_id(&args.id)?;
        let line = self.line()?.ok_or_else(|| {
            Fehler::new(
                Code::Offline,
                "Es ist noch keine Zentrale eingerichtet.",
                "Der Verlauf zeigt, was dieser Arbeitsplatz selbst aufgezeichnet hat.",
            )
        })?;
        self.fetch_history(&*line, id)?;
        let ausschnitt = crate::views::Ausschnitt { ab: 0, anzahl: 0 };
        let filter = VerlaufFilter::default();
        self.aktenverlauf(AktenverlaufArgs { id: args.id, filter, ausschnitt })
    }

    /// Fetches the centre's part of a history over a line handed in; returns how many entries.
    pub fn fetch_history(&self, line: &dyn sync::Line, id: Uuid) -> Result<u32, Fehler> {
        // Only of what is in sight here.
        self.store.read(|db| db.seen(id))?.ok_or_else(Fehler::not_found)?;
        sync::history(&self.store, line, id).map_err(|error| match error {
            sync::RoundError::Store(error) => error.into(),
            sync::RoundError::Refused { status: 404, .. } => Fehler::new(
                Code::NotFound,
                "Die Zentrale kennt diesen Eintrag noch nicht.",
                "Der Verlauf zeigt, was dieser Arbeitsplatz selbst aufgezeichnet hat.",
            ),
            error => crate::abgleich::round_fehler(&error),
        })
    }
}

/// One row with what it is sorted and chosen by.
struct Zeile {
    um: Zeitpunkt,
    aktion: String,
    /// Everything a person may look for, in search form.
    form: String,
    view: AktenverlaufZeile,
}

/// A whole history, newest first.
struct Verlauf {
    gegenstand: GegenstandView,
    rows: Vec<Zeile>,
}

impl Verlauf {
    fn of(db: &Db<'_>, root: Uuid) -> Result<Self, DbError> {
        let seen = db.seen(root)?.ok_or(DbError::NotFound)?;
        let mut namen = Namen::default();
        let mut rows = Vec::new();
        for (kind, rec_id) in inside(db, seen.rec_type, root)? {
            let about = gegenstand(db, kind, rec_id)?;
            for entry in entries(db, rec_id)? {
                rows.push(zeile(db, &mut namen, &about, entry)?);
            }
        }
        // Within one instant the order in which it was written down stays.
        rows.reverse();
        rows.sort_by_key(|row| std::cmp::Reverse(row.um));
        Ok(Self { gegenstand: gegenstand(db, seen.rec_type, root)?, rows })
    }

    fn personen(&self) -> Vec<String> {
        let names: BTreeSet<&String> = self.rows.iter().map(|row| &row.view.akteur).collect();
        names.into_iter().filter(|name| !name.is_empty()).cloned().collect()
    }

    fn handlungen(&self) -> Vec<HandlungWahl> {
        let all: BTreeSet<HandlungWahl> = self
            .rows
            .iter()
            .map(|row| HandlungWahl { name: row.view.was.clone(), handlung: row.aktion.clone() })
            .collect();
        all.into_iter().collect()
    }
}

/// Returns a record with everything that lives in it, and the post that a document came from.
fn inside(db: &Db<'_>, kind: RecType, root: Uuid) -> Result<Vec<(RecType, Uuid)>, DbError> {
    let mut found = vec![(kind, root)];
    let mut next = 0;
    while let Some((kind, rec_id)) = found.get(next).copied() {
        next += 1;
        let children: &[RecType] = match kind {
            RecType::Akte => &[RecType::Teilakte, RecType::Vorgang],
            RecType::Vorgang => &[RecType::Dokument, RecType::Verfuegung],
            _ => &[],
        };
        for child in children {
            found.extend(db.kinder(rec_id, *child)?.into_iter().map(|id| (*child, id)));
        }
        if kind == RecType::Dokument
            && let Some(seen) = db.seen(rec_id)?
            && let Ok(post) = Uuid::parse_str(text(&seen.fields, "eingang"))
        {
            found.push((RecType::Eingang, post));
        }
    }
    Ok(found)
}

/// An entry of either side.
struct Eintrag {
    entry: Protokolleintrag,
    stand: VerlaufStand,
    quelle: VerlaufQuelle,
    geschwaerzt: bool,
}

/// Puts together what both sides have written down about a record: a change stands once, with both
/// times.
fn entries(db: &Db<'_>, rec_id: Uuid) -> Result<Vec<Eintrag>, DbError> {
    let undecided = db.undecided(rec_id)?;
    let theirs = db.history_of(rec_id)?;
    let mut received: BTreeMap<Uuid, Zeitpunkt> = BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut found = Vec::new();
    for said in &theirs {
        if let (Some(mid), Some(um)) = (said.entry.mid, said.entry.zentrale_um) {
            received.insert(mid, um);
        }
    }
    for entry in db.verlauf(rec_id)? {
        if let (Some(mid), Some(um)) = (entry.mid, entry.zentrale_um) {
            received.insert(mid, um);
        }
        if entry.aktion == BESTAETIGT {
            continue;
        }
        known.extend(entry.mid.map(|mid| (mid, entry.metadatum_name.clone())));
        let state = entry.mid.and_then(|mid| undecided.get(&mid)).map(String::as_str);
        let stand = match state {
            Some("abgelehnt") => VerlaufStand::Abgelehnt,
            Some("offen" | "geparkt" | "zurueckgestellt") => VerlaufStand::Ausstehend,
            _ => VerlaufStand::Gilt,
        };
        let quelle = VerlaufQuelle::Arbeitsplatz;
        found.push(Eintrag { entry, stand, quelle, geschwaerzt: false });
    }
    for mut said in theirs {
        for value in [&mut said.entry.alter_wert, &mut said.entry.neuer_wert] {
            *value = value.take().and_then(plain);
        }
        let twice = said
            .entry
            .mid
            .is_some_and(|mid| known.contains(&(mid, said.entry.metadatum_name.clone())));
        if !twice {
            let (stand, quelle) = (VerlaufStand::Gilt, VerlaufQuelle::Zentrale);
            let (entry, geschwaerzt) = (said.entry, said.geschwaerzt);
            found.push(Eintrag { entry, stand, quelle, geschwaerzt });
        }
    }
    for row in &mut found {
        let um = row.entry.mid.and_then(|mid| received.get(&mid)).copied();
        row.entry.zentrale_um = row.entry.zentrale_um.or(um);
    }
    Ok(found)
}

/// The centre writes values as JSON, this workstation as people write them.
fn plain(json: String) -> Option<String> {
    match serde_json::from_str::<Value>(&json) {
        Ok(Value::String(text)) => Some(text),
        Ok(Value::Null) => None,
        _ => Some(json),
    }
}

fn zeile(
    db: &Db<'_>,
    namen: &mut Namen,
    about: &GegenstandView,
    eintrag: Eintrag,
) -> Result<Zeile, DbError> {
    let Eintrag { entry, stand, quelle, geschwaerzt } = eintrag;
    let name = entry.metadatum_name.as_deref().unwrap_or_default();
    let mut people = |value: &Option<String>| {
        value.as_ref().map(|value| wert::wert(db, namen, name, value)).transpose()
    };
    let (alt, neu) = (people(&entry.alter_wert)?, people(&entry.neuer_wert)?);
    let view = AktenverlaufZeile {
        um: entry.um.to_string(),
        zentrale_um: entry.zentrale_um.map(|um| um.to_string()),
        akteur: entry.akteur,
        arbeitsplatz: entry.arbeitsplatz,
        gegenstand: about.clone(),
        was: worte::aktion(&entry.aktion).to_owned(),
        feld: entry.metadatum_name.as_deref().map(|name| worte::feld(name).to_owned()),
        alt,
        neu,
        bemerkung: entry.bemerkung,
        stand,
        quelle,
        geschwaerzt,
    };
    let parts = [Some(&view.akteur), Some(&view.was), Some(&view.gegenstand.name)];
    let values = [&view.feld, &view.alt, &view.neu, &view.bemerkung].map(Option::as_ref);
    let words: Vec<&str> = parts.into_iter().chain(values).flatten().map(String::as_str).collect();
    let form = suchform(&words.join(" "));
    Ok(Zeile { um: entry.um, aktion: entry.aktion, form, view })
}

/// Which rows a person wants to see.
struct Filter {
    person: Option<String>,
    handlung: Option<String>,
    von: Option<Datum>,
    bis: Option<Datum>,
    words: Vec<String>,
}

impl Filter {
    fn read(filter: &VerlaufFilter) -> Result<Self, Fehler> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let day = |text: &Option<String>| {
            given(text).map(|text| text.trim().parse::<Datum>()).transpose().map_err(|_| {
                let rat = "Bitte geben Sie den Tag an, zum Beispiel 22.11.2026.";
                Fehler::new(Code::Invalid, "Dieser Tag ist nicht lesbar.", rat)
            })
        };
        let form = suchform(filter.text.as_deref().unwrap_or_default());
        Ok(Self {
            person: given(&filter.person),
            handlung: given(&filter.handlung),
            von: day(&filter.von)?,
            bis: day(&filter.bis)?,
            words: form.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        })
    }

    fn lets(&self, row: &Zeile) -> bool {
        let day = row.um.to_zoned(domain::aktenzeichen::amtszeit()).date();
        self.person.as_ref().is_none_or(|person| *person == row.view.akteur)
            && self.handlung.as_ref().is_none_or(|handlung| *handlung == row.aktion)
            && self.von.is_none_or(|von| day >= von)
            && self.bis.is_none_or(|bis| day <= bis)
            && self.words.iter().all(|word| row.form.contains(word.as_str()))
    }
}
