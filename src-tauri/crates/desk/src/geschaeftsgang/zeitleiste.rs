//! A case from its beginning on: what came in, what went out, what was instructed, when it closed.
//!
//! Never anything that is not in a record or in the audit log.

use domain::dokument::{Dokument, DokumentState, Dokumentart};
use domain::{RecType, Verfuegung, VerfuegungState, Vorgang, Zeitpunkt};
use store::record::Seen;
use store::{Db, DbError};
use uuid::Uuid;

use super::worte;
use crate::views::{ZeitleisteArt, ZeitleisteZeile};

type Eintrag = (Zeitpunkt, ZeitleisteZeile);

/// Returns everything that happened in a case, oldest first.
pub(crate) fn zeitleiste(db: &Db<'_>, vorgang: Uuid) -> Result<Vec<ZeitleisteZeile>, DbError> {
    let mut found = Vec::new();
    abschluss(db, vorgang, &mut found)?;
    for id in db.dokumente_in(vorgang)? {
        let (dokument, seen) = db.load::<Dokument>(id)?;
        document(id, &dokument, &seen, &mut found);
    }
    verfuegt(db, vorgang, &mut found)?;
    found.sort_by_key(|(um, _)| *um);
    Ok(found.into_iter().map(|(_, zeile)| zeile).collect())
}

fn eintrag(um: Zeitpunkt, art: ZeitleisteArt, titel: String, wer: &str) -> Eintrag {
    let zeile = ZeitleisteZeile {
        um: um.to_string(),
        art,
        titel,
        zusatz: Vec::new(),
        wer: wer.to_owned(),
        dokument: None,
        storniert: false,
        ausstehend: false,
    };
    (um, zeile)
}

/// The case itself: begun, closed, opened again and why.
fn abschluss(db: &Db<'_>, id: Uuid, found: &mut Vec<Eintrag>) -> Result<(), DbError> {
    let (vorgang, seen) = db.load::<Vorgang>(id)?;
    let titel = "Vorgang angelegt".to_owned();
    let von = &vorgang.angelegt_von;
    found.push(eintrag(vorgang.angelegt_um, ZeitleisteArt::Abschluss, titel, von));
    for entry in db.verlauf(id)? {
        if entry.metadatum_name.as_deref() != Some("status") {
            continue;
        }
        let titel = match entry.neuer_wert.as_deref() {
            Some("zda") => "Zu den Akten geschrieben (z.d.A.)",
            Some("offen") => "Wieder geöffnet",
            _ => continue,
        };
        let art = ZeitleisteArt::Abschluss;
        let (um, mut zeile) = eintrag(entry.um, art, titel.to_owned(), &entry.akteur);
        zeile.zusatz.extend(entry.bemerkung);
        zeile.ausstehend = seen.ausstehend;
        found.push((um, zeile));
    }
    Ok(())
}

/// A document: filed or drafted, signed, and every time it went out.
fn document(id: Uuid, dokument: &Dokument, seen: &Seen, found: &mut Vec<Eintrag>) {
    let (art, titel) = match dokument.art {
        Some(Dokumentart::Ausgang) => (ZeitleisteArt::Ausgang, "Entwurf"),
        Some(Dokumentart::Vermerk) => (ZeitleisteArt::Vermerk, "Vermerk"),
        Some(Dokumentart::Eingang) => (ZeitleisteArt::Eingang, "Eingang"),
        None if dokument.brief.brief_text.is_some() => (ZeitleisteArt::Ausgang, "Entwurf"),
        None => (ZeitleisteArt::Eingang, "Eingang"),
    };
    let mut add = |um: Zeitpunkt, titel: String, wer: &str, zusatz: Vec<String>| {
        let (um, mut zeile) = eintrag(um, art, titel, wer);
        zeile.zusatz = zusatz;
        zeile.dokument = Some(id.to_string());
        zeile.storniert = dokument.status == DokumentState::Storniert;
        zeile.ausstehend = seen.ausstehend;
        found.push((um, zeile));
    };
    let number = dokument.heftungsnummer.map(|nummer| format!("Heftungsnummer {nummer}"));
    let received = dokument.posteingangsdatum;
    let received = received.map(|day| format!("Posteingang {}", worte::tag(day)));
    let zusatz = received.into_iter().chain(number).collect();
    let name = format!("{titel}: {}", dokument.titel);
    add(dokument.angelegt_um, name, &dokument.angelegt_von, zusatz);
    if let Some(signed) = &dokument.schlusszeichnung {
        let who = worte::name(&signed.von, signed.in_vertretung_fuer.as_deref());
        add(signed.um, format!("Gezeichnet: {}", dokument.titel), &who, Vec::new());
    }
    for sent in &dokument.versand {
        let name = format!("Versandt: {}", dokument.titel);
        let how = format!("{}, {}", worte::tag(sent.am), worte::weg(sent.weg));
        add(sent.um, name, &sent.von, std::iter::once(how).chain(sent.vermerk.clone()).collect());
    }
}

/// Instructions that were set together: when, by whom, under which document; their words by number;
/// whether one of them is not reconciled.
type Satz = ((Zeitpunkt, String, Option<Uuid>), Vec<(u32, String)>, bool);

/// Instructions: those that were set together in one entry, and what became of each.
fn verfuegt(db: &Db<'_>, vorgang: Uuid, found: &mut Vec<Eintrag>) -> Result<(), DbError> {
    let mut sets: Vec<Satz> = Vec::new();
    for id in db.kinder(vorgang, RecType::Verfuegung)? {
        let (punkt, seen) = db.load::<Verfuegung>(id)?;
        let words = worte::punkt(&seen.fields);
        done(&punkt, &words, &seen, found);
        let key = (punkt.angelegt_um, punkt.angelegt_von, punkt.dokument);
        match sets.iter_mut().find(|(known, ..)| *known == key) {
            Some((_, points, ausstehend)) => {
                points.push((punkt.nummer, words));
                *ausstehend |= seen.ausstehend;
            }
            None => sets.push((key, vec![(punkt.nummer, words)], seen.ausstehend)),
        }
    }
    for ((um, von, dokument), mut points, ausstehend) in sets {
        points.sort();
        let art = ZeitleisteArt::Verfuegung;
        let (um, mut zeile) = eintrag(um, art, "Verfügt".to_owned(), &von);
        zeile.zusatz = points.into_iter().map(|(_, words)| words).collect();
        zeile.dokument = dokument.map(|id| id.to_string());
        zeile.ausstehend = ausstehend;
        found.push((um, zeile));
    }
    Ok(())
}

fn done(punkt: &Verfuegung, words: &str, seen: &Seen, found: &mut Vec<Eintrag>) {
    let Some(done) = &punkt.erledigung else { return };
    let what = match punkt.status {
        VerfuegungState::Zurueckgegeben => "Zurückgegeben",
        _ if punkt.art.zeichnung() => "Gezeichnet",
        _ => "Erledigt",
    };
    let who = worte::name(&done.von, done.in_vertretung_fuer.as_deref());
    let titel = format!("{what}: {words}");
    let (um, mut zeile) = eintrag(done.um, ZeitleisteArt::Verfuegung, titel, &who);
    zeile.zusatz.extend(done.vermerk.clone());
    zeile.dokument = punkt.dokument.map(|id| id.to_string());
    zeile.ausstehend = seen.ausstehend;
    found.push((um, zeile));
}
