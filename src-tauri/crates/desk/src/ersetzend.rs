//! Replacing scan (TR-03138): the note that binds a scan to its paper, the second person's sample,
//! the paper up to its destruction.
//!
//! Never destroys anything: it says what may be, by whom and from when. The rules themselves are
//! `domain::transfervermerk`'s.

mod papier;
mod stichprobe;
mod vermerk;
mod worte;

use domain::transfervermerk::{
    Auffaelligkeit, Papieroriginal, Stichprobe, Stichprobenpruefung, Transfervermerk, Umstaende,
};
use domain::{Datum, Eingang, EingangState, Merkmale, Zeitpunkt};
use scan::abgabe::Scanbericht;
use store::{Db, DbError};
use uuid::Uuid;

use crate::desk::benutzer;
use crate::views::{Code, ErsetzendView, Fehler, PapierView, ScanUmgebung, VermerkView};

pub(crate) use worte::wert;

/// Of a hundred documents so many are looked at by a second person. Becomes a setting with the
/// issue "IT can roll it out".
const STICHPROBE: Stichprobe = Stichprobe { quote_prozent: 10 };
/// Days that paper is kept after the note at least, so that what only shows in use can still be
/// scanned again. Becomes a setting with the issue "IT can roll it out".
const AUFBEWAHRUNG_TAGE: i32 = 90;
/// Most pages of a document that gets a note: it is read twice while the clerk waits.
const SEITEN_MAX: u32 = 500;

/// Returns the office's day.
fn tag(um: Zeitpunkt) -> Datum {
    um.to_zoned(domain::aktenzeichen::amtszeit()).date()
}

/// Returns the earliest last day of keeping.
fn fruehestens(vermerk: &Transfervermerk) -> Datum {
    tag(vermerk.erstellt_um).saturating_add(jiff::Span::new().days(AUFBEWAHRUNG_TAGE))
}

/// Returns the newest check by a second person.
fn letzte(eingang: &Eingang) -> Option<&Stichprobenpruefung> {
    eingang.stichproben.iter().max_by_key(|pruefung| pruefung.um)
}

/// What a step of an item's paper is judged by.
fn umstaende<'a>(
    eingang: &'a Eingang,
    vermerk: &'a Transfervermerk,
    person: &'a str,
    heute: Datum,
) -> Umstaende<'a> {
    Umstaende { heute, person, vermerk, regel: STICHPROBE, stichprobe: letzte(eingang) }
}

fn refuse(meldung: impl Into<String>, rat: &str) -> Fehler {
    Fehler::new(Code::Invalid, meldung, rat)
}

/// A part whose paper is accounted for must not vanish into its stack again.
pub(crate) fn teil_vermerkt() -> Fehler {
    Fehler::new(
        Code::Conflict,
        "Ein Teil des Stapels trägt bereits einen Transfervermerk.",
        "Die Aufteilung bleibt deshalb bestehen.",
    )
}

/// Returns the note and the state of the paper of an item that has them.
fn vermerkt(eingang: &Eingang) -> Result<(&Transfervermerk, &Papieroriginal), Fehler> {
    if eingang.status == EingangState::Zurueckgenommen {
        return Err(refuse(
            "Die Aufteilung des Stapels wurde zurückgenommen.",
            "Das Papier gehört jetzt wieder zum ganzen Stapel.",
        ));
    }
    match (&eingang.transfervermerk, &eingang.papieroriginal) {
        (Some(vermerk), Some(papier)) => Ok((vermerk, papier)),
        _ => Err(refuse(
            "Zu diesem Eingang gibt es noch keinen Transfervermerk.",
            "Bitte prüfen Sie zuerst den Scan gegen das Papier.",
        )),
    }
}

/// Says why a document cannot be a scan that replaces paper; `stapel` is what it was cut out of.
fn hindernis(eingang: &Eingang, stapel: Option<&Merkmale>) -> Option<&'static str> {
    let scan = stapel.unwrap_or(&eingang.merkmale);
    let picture = matches!(scan.mime.as_str(), "image/tiff" | "image/jpeg" | "image/png");
    match eingang.status {
        EingangState::Aufgeteilt => {
            return Some("Dieser Stapel wurde aufgeteilt. Bitte prüfen Sie seine Teile einzeln.");
        }
        EingangState::Zurueckgenommen => {
            return Some("Die Aufteilung des Stapels wurde zurückgenommen.");
        }
        EingangState::Offen | EingangState::Zugeordnet => {}
    }
    if eingang.nachricht.is_some() || !eingang.teile.is_empty() {
        Some(
            "Dieser Eingang besteht aus mehreren Dateien. Ein Transfervermerk gilt für genau ein \
             gescanntes Dokument.",
        )
    } else if scan.signiert || eingang.merkmale.signiert {
        Some(
            "Dieses Dokument ist elektronisch signiert. Es ist selbst das Original und ersetzt \
             kein Papier.",
        )
    } else if !picture && scan.mime != "application/pdf" {
        Some("Ersetzendes Scannen gibt es nur für gescannte Seiten (PDF, TIFF, JPEG, PNG).")
    } else if scan.rechnung.is_some() {
        Some("Diese E-Rechnung ist elektronisch entstanden. Sie ersetzt kein Papier.")
    } else if !picture && (scan.textebene || scan.seiten_ohne_text == 0) {
        Some(
            "Dieses PDF bringt eigenen Text mit; es ist elektronisch entstanden und ersetzt kein \
             Papier.",
        )
    } else if eingang.merkmale.seiten.is_some_and(|seiten| seiten > SEITEN_MAX) {
        Some("Das Dokument hat mehr als 500 Seiten. Bitte scannen Sie es in kleineren Teilen.")
    } else {
        None
    }
}

/// Returns the facts of the stack that an item was cut out of, if it is here.
fn stapel(db: &Db<'_>, eingang: &Eingang) -> Result<Option<Merkmale>, DbError> {
    let Some(stapel) = &eingang.stapel else { return Ok(None) };
    match db.load::<Eingang>(stapel.eingang) {
        Ok((stack, _)) => Ok(Some(stack.merkmale)),
        Err(DbError::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Returns what a clerk sees of replacing scan beside an item; nothing where it makes no sense.
pub(crate) fn view(
    db: &Db<'_>,
    id: Uuid,
    eingang: &Eingang,
    now: Zeitpunkt,
) -> Result<Option<ErsetzendView>, DbError> {
    let mime = eingang.merkmale.mime.as_str();
    let pages = mime == "application/pdf" || mime.starts_with("image/");
    let whole = matches!(eingang.status, EingangState::Offen | EingangState::Zugeordnet);
    if eingang.transfervermerk.is_none() && !(pages && whole) {
        return Ok(None);
    }
    let person = benutzer(db)?;
    let vermerk = eingang.transfervermerk.as_ref();
    let hindernis = match vermerk {
        Some(_) => None,
        None => hindernis(eingang, stapel(db, eingang)?.as_ref()).map(ToOwned::to_owned),
    };
    let papier = match (vermerk, &eingang.papieroriginal) {
        (Some(vermerk), Some(stand)) => {
            let u = umstaende(eingang, vermerk, &person, tag(now));
            Some(PapierView {
                stand: worte::stand(stand),
                satz: worte::papier(stand),
                fruehestens: fruehestens(vermerk).to_string(),
                schritte: if whole { papier::schritte(stand, &u) } else { Vec::new() },
            })
        }
        _ => None,
    };
    let stichproben = eingang.stichproben.iter();
    let bericht = scanbericht(db, id)?;
    Ok(Some(ErsetzendView {
        seiten: vermerk.map(|vermerk| vermerk.seiten).or(eingang.merkmale.seiten),
        leerseiten: crate::desk::count(leerseiten(eingang, bericht.as_ref()).len()),
        vorgaben: match (vermerk, &hindernis) {
            (None, None) => vorgaben(db, eingang, bericht.as_ref())?,
            _ => ScanUmgebung::default(),
        },
        gezaehlt: bericht.as_ref().and_then(|bericht| bericht.seiten_vorbereitung),
        bemerkt: bemerkt(bericht.as_ref()).into_iter().map(|bemerkt| bemerkt.text).collect(),
        vermerk: vermerk.map(|vermerk| vermerk_view(db, eingang, vermerk)).transpose()?,
        papier,
        gezogen: vermerk.is_some_and(|vermerk| STICHPROBE.gezogen(&vermerk.hash.gesamt)),
        stichproben: stichproben.map(|p| stichprobe::eintrag(id, &eingang.titel, p)).collect(),
        stichprobe_hindernis: vermerk.and_then(|v| stichprobe::hindernis(v, &person)),
        hindernis,
    }))
}

fn vermerk_view(
    db: &Db<'_>,
    eingang: &Eingang,
    vermerk: &Transfervermerk,
) -> Result<VermerkView, DbError> {
    let nachweis = eingang.nachweis.as_ref();
    let sha256 = nachweis.map(|nachweis| nachweis.sha256.clone()).unwrap_or_default();
    Ok(VermerkView {
        angaben: worte::angaben(vermerk),
        mangel: vermerk.vollstaendig().err().map(|verstoss| worte::vermerkverstoss(&verstoss)),
        nachweis_vorhanden: db.blob_here(&sha256)?,
        nachweis: sha256,
        nachweis_bytes: nachweis.map_or(0, |nachweis| nachweis.groesse_bytes),
    })
}

/// Returns what the scan at this desk knew of an item, until its note is written.
fn scanbericht(db: &Db<'_>, id: Uuid) -> Result<Option<Scanbericht>, DbError> {
    let text = db.scanbericht(id)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Returns what was noticed while scanning.
fn bemerkt(bericht: Option<&Scanbericht>) -> Vec<Auffaelligkeit> {
    bericht.map(|bericht| bericht.auffaelligkeiten.clone()).unwrap_or_default()
}

/// Returns the numbers of the blank pages that were taken out, counted on the item's own paper.
fn leerseiten(eingang: &Eingang, bericht: Option<&Scanbericht>) -> Vec<u32> {
    let Some(stapel) = &eingang.stapel else {
        return bericht.map(|bericht| bericht.leerseiten.clone()).unwrap_or_default();
    };
    let before = stapel.seiten.first().map_or(0, |first| first.saturating_sub(1));
    stapel.leerseiten.iter().map(|page| page.saturating_sub(before)).collect()
}

/// Returns what the scan knows; else what was said the last time, and the device that the file
/// itself names.
fn vorgaben(
    db: &Db<'_>,
    eingang: &Eingang,
    bericht: Option<&Scanbericht>,
) -> Result<ScanUmgebung, DbError> {
    let last = match db.letzter_vermerk()? {
        Some(id) => db.load::<Eingang>(id)?.0.transfervermerk,
        None => None,
    };
    let mut found = last.map_or_else(ScanUmgebung::default, |vermerk| ScanUmgebung {
        hersteller: vermerk.geraet.hersteller,
        modell: vermerk.geraet.modell,
        seriennummer: vermerk.geraet.seriennummer,
        profil: vermerk.profil.name,
        anweisung: vermerk.verfahrensanweisung.id,
        anweisung_version: vermerk.verfahrensanweisung.version,
    });
    let of_stack = match (bericht, &eingang.stapel) {
        (None, Some(teil)) => scanbericht(db, teil.eingang)?,
        _ => None,
    };
    let bericht = bericht.or(of_stack.as_ref());
    if let Some(geraet) = bericht.and_then(|bericht| bericht.geraet.clone()) {
        found.hersteller = geraet.hersteller;
        found.modell = geraet.modell;
        found.seriennummer = geraet.seriennummer;
        let profil = bericht.and_then(|bericht| bericht.profil.clone());
        found.profil = profil.map_or(found.profil, |profil| profil.name);
    } else if let Some(erzeuger) = erzeuger(eingang)
        && found.modell != erzeuger
    {
        found.modell = erzeuger.to_owned();
        found.hersteller.clear();
        found.seriennummer.clear();
    }
    Ok(found)
}

/// Returns the device that the file names as its maker; a cutting was made here.
fn erzeuger(eingang: &Eingang) -> Option<&str> {
    eingang.merkmale.erzeuger.as_deref().map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests;
