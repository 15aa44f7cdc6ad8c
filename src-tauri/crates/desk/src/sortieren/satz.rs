//! Proposals as people read them.
//!
//! Never a percentage without its reason, never words that do not stand in the item.

use domain::aktenzeichen::vergleichsform;
use domain::record::text;
use store::{Db, DbError};
use uuid::Uuid;
use zuordnung::{Angabe, Beleg, Belegart, Fundstelle, Vorschlag, Ziel, Zielvorschlag};

use super::Gelesen;
use crate::views::{
    AblesungView, AblesungenView, BelegView, StelleView, Vertrauen, VorschlagView, ZielArt,
};
use crate::ziel::ziel;

/// From here on a proposal is called sure.
const SICHER: f64 = 0.95;
/// From here on it is called probable.
const WAHRSCHEINLICH: f64 = 0.5;
/// Destinations shown even if next to nothing speaks for them.
const ZIELE_MIN: usize = 3;
/// Reasons shown at most.
const BELEGE_MAX: usize = 6;

/// What is proposed for an item, as the window shows it.
#[derive(Debug, Default)]
pub(crate) struct Vorschlaege {
    /// Where it may belong.
    pub(crate) ziele: Vec<VorschlagView>,
    /// What was read for the document's fields.
    pub(crate) ablesungen: AblesungenView,
    /// More is being learned.
    pub(crate) folgen: bool,
}

impl Vorschlaege {
    pub(super) fn new(
        db: &Db<'_>,
        vorschlag: Vorschlag,
        gelesen: &Gelesen,
        folgen: bool,
    ) -> Result<Self, DbError> {
        let mut ziele = Vec::new();
        for one in &vorschlag.ziele {
            ziele.extend(view(db, one, gelesen)?);
        }
        // What is next to impossible is left out, but there is always something to choose from.
        let worth = ziele.iter().filter(|one: &&VorschlagView| one.prozent > 0).count();
        ziele.truncate(worth.max(ZIELE_MIN));
        let ablesungen = ablesungen(db, vorschlag, gelesen)?;
        Ok(Self { ziele, ablesungen, folgen })
    }
}

/// A destination that was closed or went since it was learned is not proposed.
fn view(
    db: &Db<'_>,
    one: &Zielvorschlag,
    gelesen: &Gelesen,
) -> Result<Option<VorschlagView>, DbError> {
    let (id, art) = match one.ziel {
        Ziel::Vorgang(id) => (id, ZielArt::Vorgang),
        Ziel::NeuIn(id) => (id, ZielArt::Akte),
    };
    let ziel = match ziel(db, id) {
        Ok(ziel) if ziel.art == art && !ziel.geschlossen => ziel,
        Ok(_) | Err(DbError::NotFound) => return Ok(None),
        Err(other) => return Err(other),
    };
    let speaking = one.belege.iter().filter(|beleg| beleg.gewicht > 0.0).take(BELEGE_MAX);
    let belege: Vec<BelegView> = speaking
        .map(|beleg| BelegView {
            satz: satz(beleg, &ziel.aktenzeichen, gelesen),
            stelle: stelle(beleg.wortlaut.as_deref(), beleg.stelle, gelesen),
        })
        .collect();
    let begruendung = match belege.first() {
        Some(first) => first.satz.clone(),
        None if art == ZielArt::Akte => "Kein Vorgang passt besser".to_owned(),
        None => "Kein einzelnes Merkmal, im Ganzen am ehesten".to_owned(),
    };
    Ok(Some(VorschlagView {
        ziel,
        begruendung,
        prozent: prozent(one.sicherheit),
        vertrauen: vertrauen(one.sicherheit),
        belege,
    }))
}

fn satz(beleg: &Beleg, aktenzeichen: &str, gelesen: &Gelesen) -> String {
    let words = beleg.wortlaut.as_deref().unwrap_or_default();
    let known = beleg.erkannt.as_deref().unwrap_or(words);
    let place = beleg.stelle.map(|stelle| ort(stelle, gelesen)).unwrap_or_default();
    match beleg.art {
        Belegart::Code => "QR-Code unseres Schreibens".to_owned(),
        Belegart::Aktenzeichen => format!("Aktenzeichen {known} gefunden{place}"),
        Belegart::AktenzeichenUngenau => {
            format!("Aktenzeichen {known} ungenau gelesen: „{words}“{place}")
        }
        Belegart::Zeichen => format!("Zeichen „{words}“ gehört zu {aktenzeichen}{place}"),
        Belegart::ZeichenUngenau => format!("Zeichen {known} ungenau gelesen: „{words}“{place}"),
        Belegart::Beteiligter => format!("{known} ist beteiligt{place}"),
        Belegart::Absender if known.is_empty() => format!("Absender wie in {aktenzeichen}"),
        Belegart::Absender => format!("Absender {known} wie in {aktenzeichen}{place}"),
        Belegart::Aehnlich => match beleg.anzahl {
            0 | 1 => format!("Ähnlich wie ein Schreiben in {aktenzeichen}"),
            n => format!("Ähnlich wie {n} Schreiben in {aktenzeichen}"),
        },
        Belegart::Betreff if words.is_empty() => "Worte des Betreffs stehen im Text".to_owned(),
        Belegart::Betreff => format!("Betreff: „{words}“{place}"),
        Belegart::Gewohnheit => "Solche Schreiben werden hier meist so abgelegt".to_owned(),
        Belegart::Sachgebiet if words.is_empty() => "Sachgebiet passt".to_owned(),
        Belegart::Sachgebiet => format!("Sachgebiet passt: „{words}“{place}"),
        Belegart::Verlauf if words.is_empty() => "Passt zum Verlauf des Vorgangs".to_owned(),
        Belegart::Verlauf => format!("Schreiben vom {words} passt zum Verlauf{place}"),
    }
}

/// Says where something stands; a single page needs no number.
fn ort(stelle: Fundstelle, gelesen: &Gelesen) -> String {
    if gelesen.orte.len() == 1 {
        return format!(", Zeile {}", stelle.zeile);
    }
    let page = stelle.seite as usize;
    match page.checked_sub(1).and_then(|index| gelesen.orte.get(index)) {
        Some((_, page)) => format!(", Seite {page}, Zeile {}", stelle.zeile),
        None => String::new(),
    }
}

fn stelle(
    wortlaut: Option<&str>,
    stelle: Option<Fundstelle>,
    gelesen: &Gelesen,
) -> Option<StelleView> {
    let (wortlaut, stelle) = (wortlaut?, stelle?);
    let (sha256, seite) = gelesen.orte.get((stelle.seite as usize).checked_sub(1)?)?;
    Some(StelleView {
        sha256: sha256.clone(),
        seite: *seite,
        zeile: stelle.zeile,
        wortlaut: wortlaut.to_owned(),
    })
}

fn ablesungen(
    db: &Db<'_>,
    vorschlag: Vorschlag,
    gelesen: &Gelesen,
) -> Result<AblesungenView, DbError> {
    let plain = |text: &String| (text.clone(), text.clone());
    let day = |day: &domain::Datum| (day.to_string(), day.strftime("%d.%m.%Y").to_string());
    let absender = match &vorschlag.absender {
        Some(angabe) => name(db, angabe.wert)?
            .map(|name| ablesung(angabe, gelesen, |id| (id.to_string(), name))),
        None => None,
    };
    Ok(AblesungenView {
        titel: vorschlag.titel.map(|angabe| ablesung(&angabe, gelesen, plain)),
        typ: vorschlag.typ.map(|angabe| ablesung(&angabe, gelesen, plain)),
        absender,
        absender_name: vorschlag.absender_name.map(|angabe| ablesung(&angabe, gelesen, plain)),
        datum: vorschlag.datum.map(|angabe| ablesung(&angabe, gelesen, day)),
        frist: vorschlag.frist.map(|angabe| ablesung(&angabe, gelesen, day)),
        fremdzeichen: vorschlag.fremdzeichen.map(|angabe| ablesung(&angabe, gelesen, plain)),
    })
}

fn ablesung<T>(
    angabe: &Angabe<T>,
    gelesen: &Gelesen,
    shown: impl FnOnce(&T) -> (String, String),
) -> AblesungView {
    let (wert, anzeige) = shown(&angabe.wert);
    AblesungView {
        wert,
        anzeige,
        prozent: prozent(angabe.sicherheit),
        vertrauen: vertrauen(angabe.sicherheit),
        stelle: stelle(angabe.wortlaut.as_deref(), angabe.stelle, gelesen),
    }
}

/// Returns a contact's name; nothing if it is gone.
fn name(db: &Db<'_>, id: Uuid) -> Result<Option<String>, DbError> {
    let Some(seen) = db.seen(id)? else { return Ok(None) };
    let names = ["vorname", "name", "institution"].map(|name| text(&seen.fields, name));
    let mut parts: Vec<&str> = names.into_iter().filter(|part| !part.is_empty()).collect();
    parts.dedup_by(|a, b| vergleichsform(a) == vergleichsform(b));
    Ok(Some(parts.join(" ")))
}

fn vertrauen(sicherheit: f64) -> Vertrauen {
    match sicherheit {
        s if s >= SICHER => Vertrauen::Sicher,
        s if s >= WAHRSCHEINLICH => Vertrauen::Wahrscheinlich,
        _ => Vertrauen::Unsicher,
    }
}

/// Rounds down: a hundred percent is never promised.
pub(super) fn prozent(sicherheit: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 99")]
    let percent = (sicherheit.clamp(0.0, 1.0) * 100.0).floor().min(99.0) as u8;
    percent
}
