//! Our records as the standard says them: Akte, Vorgang, Dokument with their history, their way
//! through people, their parties and their files.
//!
//! Never a file's bytes: a package asks for them by the names given here.

use std::collections::BTreeMap;

use domain::aussonderung::Aussonderungsart;
use domain::frist::aufbewahrungsende;
use domain::{
    Akte, AkteState, Aktenplaneinheit, Datum, Dokument, DokumentState, RecType, Teilakte,
    Verfuegung, VerfuegungState, Verfuegungsart, Vertraulichkeitsstufe, Verweis, Vorgang,
    VorgangState, Zeitpunkt,
};
use store::{Db, DbError};
use uuid::Uuid;
use xdomea::code::{self, Beteiligungsstatus, Bewertung, Bewertungsvorschlag, Dateiformat};
use xdomea::dokument::{Anlage, Dateiname, Format, Primaerdokument, Version};
use xdomea::geschaeftsgang::{self as gang, Beteiligungsschritt, Geschaeftsgang};
use xdomea::metadaten::{
    self, AllgemeineMetadaten, ArchivspezifischeMetadaten, Aufbewahrungsdauer, Historieneintrag,
    Identifikation, Zeitraum,
};
use xdomea::{ObjektId, Zeitangabe, akte, aktenplan, dokument};

use super::kontakte;
use crate::metadaten::aufbewahrung;
use crate::worte;

/// The files that a message names: name in the package, SHA-256 of the original.
pub(super) type Dateien = BTreeMap<Dateiname, String>;

/// Returns an id that belongs to another one for a purpose: the same whenever it is asked for.
pub(super) fn abgeleitet(von: Uuid, wofuer: &str) -> ObjektId {
    let hash = wire::sha256_hex(format!("{wofuer} {von}").as_bytes());
    let number = hash.get(..32).and_then(|hex| u128::from_str_radix(hex, 16).ok());
    uuid::Builder::from_custom_bytes(number.unwrap_or_default().to_be_bytes()).into_uuid().into()
}

fn some(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The day of an instant, where the office is.
pub(super) fn tag(um: Zeitpunkt) -> Datum {
    um.to_zoned(domain::aktenzeichen::amtszeit()).date()
}

fn zeit(um: Zeitpunkt) -> Zeitangabe {
    um.into()
}

/// Returns a file with everything in it.
pub(super) fn akte(db: &Db<'_>, id: Uuid, dateien: &mut Dateien) -> Result<akte::Akte, DbError> {
    let (record, seen) = db.load::<Akte>(id)?;
    let unit = db.load::<Aktenplaneinheit>(record.aktenplaneinheit).ok().map(|(unit, _)| unit);
    let closed = record.status == AkteState::Zda;
    let mut out = akte::Akte::neu(id.into());
    out.metadaten = Some(AllgemeineMetadaten {
        betreff: some(&record.betreff),
        kennzeichen: some(&crate::ziel::aktenzeichen(&seen.fields).0),
        federfuehrung: record.federfuehrung.clone(),
        vertraulichkeitsstufe: record.vertraulichkeitsstufe.map(stufe),
        bemerkung: record.bemerkung.clone(),
        medium: Some(code::Medium::Elektronisch),
        aktenplaneinheit: unit.as_ref().map(einheit),
        ..AllgemeineMetadaten::default()
    });
    out.archiv = Some(archiv(&record, unit.as_ref()));
    out.laufzeit = Some(Zeitraum {
        beginn: record.laufzeit.and_then(|span| span.beginn).or(Some(tag(record.angelegt_um))),
        ende: record.laufzeit.and_then(|span| span.ende).or(record.zda_datum),
    });
    out.historie = historie(db, id)?;
    out.verweise = verweise(&record.verweise);
    out.kontakte = kontakte::beteiligte(db, &record.beteiligte)?;
    (out.zda, out.zda_am) = (Some(closed), record.zda_datum);
    let parts = db.teilakten_in(id)?;
    for part in &parts {
        out.inhalt.teilakten.push(teilakte(db, *part, dateien)?);
    }
    for case in db.vorgaenge_in(id)? {
        let (record, _) = db.load::<Vorgang>(case)?;
        if record.teilakte.is_none_or(|part| !parts.contains(&part)) {
            out.inhalt.vorgaenge.push(vorgang(db, case, dateien)?);
        }
    }
    Ok(out)
}

fn teilakte(db: &Db<'_>, id: Uuid, dateien: &mut Dateien) -> Result<akte::Akte, DbError> {
    let (record, _) = db.load::<Teilakte>(id)?;
    let mut out = akte::Akte::neu(id.into());
    out.identifikation = Identifikation { id: id.into(), nummer: record.nummer };
    out.metadaten = Some(AllgemeineMetadaten {
        betreff: some(&record.betreff),
        ..AllgemeineMetadaten::default()
    });
    out.historie = historie(db, id)?;
    for case in db.vorgaenge_in_teilakte(id)? {
        out.inhalt.vorgaenge.push(vorgang(db, case, dateien)?);
    }
    Ok(out)
}

/// Returns a case with everything in it.
pub(super) fn vorgang(
    db: &Db<'_>,
    id: Uuid,
    dateien: &mut Dateien,
) -> Result<akte::Vorgang, DbError> {
    let (record, seen) = db.load::<Vorgang>(id)?;
    let mut out = akte::Vorgang::neu(id.into());
    out.metadaten = Some(AllgemeineMetadaten {
        betreff: some(&record.betreff),
        kennzeichen: some(&crate::ziel::aktenzeichen(&seen.fields).0),
        federfuehrung: record.federfuehrung.clone(),
        vertraulichkeitsstufe: record.vertraulichkeitsstufe.map(stufe),
        bemerkung: record.bemerkung.clone(),
        medium: Some(code::Medium::Elektronisch),
        ..AllgemeineMetadaten::default()
    });
    out.aktenbetreff = db.load::<Akte>(record.akte).ok().and_then(|(file, _)| some(&file.betreff));
    let closed = record.status == VorgangState::Zda;
    (out.zda, out.zda_am) = (Some(closed), record.zda_datum);
    out.laufzeit = Some(Zeitraum {
        beginn: record.laufzeit.and_then(|span| span.beginn).or(Some(tag(record.angelegt_um))),
        ende: record.laufzeit.and_then(|span| span.ende).or(record.zda_datum),
    });
    out.historie = historie(db, id)?;
    out.verweise = verweise(&record.verweise);
    out.kontakte = kontakte::beteiligte(db, &record.beteiligte)?;
    let points = punkte(db, id)?;
    out.interner_geschaeftsgang =
        geschaeftsgang(id, points.iter().filter(|p| p.dokument.is_none()));
    for document in db.dokumente_in(id)? {
        let under = points.iter().filter(|point| point.dokument == Some(document));
        let gang = geschaeftsgang(document, under);
        out.dokumente.extend(dokument(db, document, gang, dateien)?);
    }
    Ok(out)
}

/// Returns a document; one that was taken out again is none.
fn dokument(
    db: &Db<'_>,
    id: Uuid,
    gang: Option<Geschaeftsgang>,
    dateien: &mut Dateien,
) -> Result<Option<dokument::Dokument>, DbError> {
    let (record, _) = db.load::<Dokument>(id)?;
    if record.status == DokumentState::Storniert {
        return Ok(None);
    }
    let mut out = dokument::Dokument::neu(id.into());
    out.identifikation = Identifikation { id: id.into(), nummer: record.heftungsnummer };
    out.metadaten = Some(AllgemeineMetadaten {
        betreff: some(&record.titel),
        vertraulichkeitsstufe: record.vertraulichkeitsstufe.map(stufe),
        ..AllgemeineMetadaten::default()
    });
    out.fremdes_geschaeftszeichen.clone_from(&record.fremdes_geschaeftszeichen);
    out.posteingangsdatum = record.posteingangsdatum;
    out.postausgangsdatum = record.postausgangsdatum;
    out.datum_des_schreibens = record.datum_des_schreibens;
    out.typ.clone_from(&record.typ);
    out.historie = historie(db, id)?;
    out.interner_geschaeftsgang = gang;
    out.verweise = verweise(&record.verweise);
    for (list, who) in
        [(&mut out.absender, record.absender), (&mut out.empfaenger, record.brief.brief_empfaenger)]
    {
        list.extend(who.map(|id| kontakte::kontakt(db, id, None)).transpose()?.flatten());
    }
    for version in &record.versionen {
        let wofuer = format!("datei {}", version.nummer);
        let file = Datei { sha256: &version.sha256, name: &version.dateiname };
        let mut format = format(id, &wofuer, file, dateien);
        format.primaerdokument.ersteller = some(&version.angelegt_von);
        format.primaerdokument.um = Some(zeit(version.angelegt_um));
        out.versionen.push(Version { nummer: version.nummer.to_string(), formate: vec![format] });
    }
    for teil in &record.anlagen {
        let mut part = dokument::Dokument::neu(abgeleitet(id, &format!("anlage {}", teil.nummer)));
        part.metadaten = Some(AllgemeineMetadaten {
            betreff: some(&teil.name),
            ..AllgemeineMetadaten::default()
        });
        let wofuer = format!("anlagendatei {}", teil.nummer);
        let file = Datei { sha256: &teil.sha256, name: &teil.name };
        let formate = vec![format(id, &wofuer, file, dateien)];
        part.versionen = vec![Version { nummer: "1".to_owned(), formate }];
        out.anlagen.push(Anlage { dokument: part, nummer: Some(teil.nummer.to_string()) });
    }
    Ok(Some(out))
}

/// An original and what it was called.
struct Datei<'a> {
    sha256: &'a str,
    name: &'a str,
}

fn format(of: Uuid, wofuer: &str, file: Datei<'_>, dateien: &mut Dateien) -> Format {
    let name = Dateiname::neu(abgeleitet(of, wofuer), file.name);
    let ending = name.as_str().rsplit_once('.').map_or("", |(_, ending)| ending);
    let known = Dateiformat::aus_endung(ending);
    let other = (known.code == Dateiformat::SONSTIGES)
        .then(|| if ending.is_empty() { "unbekannt".to_owned() } else { ending.to_owned() });
    let mut primaer = Primaerdokument::neu(name.clone());
    primaer.dateiname_original = some(file.name);
    dateien.insert(name, file.sha256.to_owned());
    Format {
        name: known,
        sonstiger_name: other,
        version: "unbekannt".to_owned(),
        primaerdokument: primaer,
    }
}

fn archiv(record: &Akte, unit: Option<&Aktenplaneinheit>) -> ArchivspezifischeMetadaten {
    let (jahre, art) = aufbewahrung(record, unit);
    let dauer = match jahre.map(u16::try_from) {
        Some(Ok(jahre)) => Aufbewahrungsdauer::Jahre(jahre),
        _ => Aufbewahrungsdauer::Unbefristet(true),
    };
    let art = art.unwrap_or(Aussonderungsart::B);
    ArchivspezifischeMetadaten {
        aufbewahrungsdauer: Some(dauer),
        aussonderungsart: Some(metadaten::Aussonderungsart::Bewertung(bewertung(art))),
        kennung: record.archivkennung.clone(),
        bewertungsvorschlag: match art {
            Aussonderungsart::A => Some(Bewertungsvorschlag::Archivwuerdig),
            Aussonderungsart::V => Some(Bewertungsvorschlag::Vernichten),
            Aussonderungsart::B => None,
        },
        aufbewahrungsende: record
            .zda_datum
            .zip(jahre)
            .and_then(|(day, jahre)| aufbewahrungsende(day, jahre)),
    }
}

/// Returns an appraisal as the standard names it.
pub(super) const fn bewertung(art: Aussonderungsart) -> Bewertung {
    match art {
        Aussonderungsart::A => Bewertung::Archivwuerdig,
        Aussonderungsart::B => Bewertung::Bewerten,
        Aussonderungsart::V => Bewertung::Vernichten,
    }
}

const fn stufe(stufe: Vertraulichkeitsstufe) -> code::Vertraulichkeitsstufe {
    use code::Vertraulichkeitsstufe as X;
    match stufe {
        Vertraulichkeitsstufe::Offen => X::Offen,
        Vertraulichkeitsstufe::Nfd => X::Nfd,
        Vertraulichkeitsstufe::Vertraulich => X::Vertraulich,
        Vertraulichkeitsstufe::Geheim => X::Geheim,
        Vertraulichkeitsstufe::StrengGeheim => X::StrengGeheim,
    }
}

fn einheit(unit: &Aktenplaneinheit) -> aktenplan::Aktenplaneinheit {
    aktenplan::Aktenplaneinheit {
        kennzeichen: some(&unit.kennzeichen),
        inhaltsangabe: unit.inhaltsangabe.clone(),
        betreff_kurz: some(&unit.bezeichnung),
    }
}

fn verweise(list: &[Verweis]) -> Vec<metadaten::Verweis> {
    use code::Schriftgutobjekttyp as Typ;
    let known = list.iter().filter_map(|verweis| {
        let typ = match verweis.rec_type {
            RecType::Akte => Typ::Akte,
            RecType::Vorgang => Typ::Vorgang,
            RecType::Dokument => Typ::Dokument,
            _ => return None,
        };
        Some(metadaten::Verweis {
            id: Some(verweis.ziel.into()),
            typ,
            kennzeichen: None,
            bemerkung: verweis.grund.clone(),
        })
    });
    known.collect()
}

/// The history as this workstation knows it.
fn historie(db: &Db<'_>, id: Uuid) -> Result<Vec<Historieneintrag>, DbError> {
    let rows = db.verlauf(id)?.into_iter().map(|entry| Historieneintrag {
        metadatum_name: entry.metadatum_name.as_deref().map(|name| worte::feld(name).to_owned()),
        alter_wert: entry.alter_wert,
        neuer_wert: entry.neuer_wert,
        akteur: some(&entry.akteur).unwrap_or_else(|| "unbekannt".to_owned()),
        um: zeit(entry.zentrale_um.unwrap_or(entry.um)),
        bemerkung: entry.bemerkung,
        aktion: worte::aktion(&entry.aktion).to_owned(),
    });
    Ok(rows.collect())
}

fn punkte(db: &Db<'_>, vorgang: Uuid) -> Result<Vec<Verfuegung>, DbError> {
    let mut found = Vec::new();
    for id in db.kinder(vorgang, RecType::Verfuegung)? {
        found.push(db.load::<Verfuegung>(id)?.0);
    }
    Ok(found)
}

fn geschaeftsgang<'a>(
    of: Uuid,
    points: impl Iterator<Item = &'a Verfuegung>,
) -> Option<Geschaeftsgang> {
    let schritte: Vec<Beteiligungsschritt> = points.map(schritt).collect();
    let identifikation = abgeleitet(of, "geschaeftsgang").into();
    (!schritte.is_empty()).then_some(Geschaeftsgang { identifikation, schritte })
}

fn schritt(point: &Verfuegung) -> Beteiligungsschritt {
    let status = match point.status {
        VerfuegungState::Offen => Beteiligungsstatus::Aktuell,
        VerfuegungState::Erledigt | VerfuegungState::Zurueckgegeben => {
            Beteiligungsstatus::Abgeschlossen
        }
        VerfuegungState::Entfallen => Beteiligungsstatus::Uebersprungen,
    };
    let local = point.angelegt_um.to_zoned(domain::aktenzeichen::amtszeit());
    let adressat = point.adressat.as_deref().unwrap_or("wer den Vorgang bearbeitet");
    let verfuegung = gang::Verfuegung {
        ersteller: kontakte::person(&point.angelegt_von),
        adressat: kontakte::person(adressat),
        erstellungsdatum: local.date(),
        erstellungsuhrzeit: Some(local.time()),
        verfuegung: Some(worte_punkt(point)),
        termin_am: point.termin,
        termin_um: None,
        notiz: None,
    };
    let bearbeitung = point.erledigung.as_ref().map(|done| {
        let local = done.um.to_zoned(domain::aktenzeichen::amtszeit());
        gang::Bearbeitung {
            bearbeiter: kontakte::person(&done.von),
            datum: local.date(),
            uhrzeit: Some(local.time()),
            vermerk: done.vermerk.clone(),
            notiz: done.in_vertretung_fuer.as_ref().map(|wen| format!("i.V. für {wen}")),
            anlagen: Vec::new(),
        }
    });
    Beteiligungsschritt { nummer: point.nummer.to_string(), status, verfuegung, bearbeitung }
}

fn worte_punkt(point: &Verfuegung) -> String {
    let kurz = crate::geschaeftsgang::worte::kurz(point.art);
    match point.text.as_deref().and_then(some) {
        Some(text) if point.art == Verfuegungsart::Sonstige => text,
        Some(text) => format!("{kurz}: {text}"),
        None => kurz.to_owned(),
    }
}

/// Returns how many cases and documents lie in a file.
pub(super) fn umfang(db: &Db<'_>, akte: Uuid) -> Result<(u32, u32), DbError> {
    let cases = db.vorgaenge_in(akte)?;
    let mut documents = 0;
    for case in &cases {
        documents += db.child_count(RecType::Vorgang, *case)?;
    }
    Ok((crate::desk::count(cases.len()), documents))
}

/// Returns the first and the last day of a file's time.
pub(super) fn zeitspanne(record: &Akte) -> (Option<Datum>, Option<Datum>) {
    let span = record.laufzeit;
    (
        span.and_then(|span| span.beginn).or(Some(tag(record.angelegt_um))),
        span.and_then(|span| span.ende).or(record.zda_datum),
    )
}
