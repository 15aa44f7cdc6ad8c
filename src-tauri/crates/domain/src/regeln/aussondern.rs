//! Rules of the end of a file's life: nothing goes before its time, and nothing by one hand.

use uuid::Uuid;

use super::{Aenderung, Einwand, Pruefung, Umfeld, selbe_person};
use crate::aussonderung::{Aussonderung, Aussonderungsart, Aussonderungsstand as Stand};
use crate::frist::aufbewahrungsende;
use crate::record::{Fields, Record, text};
use crate::verstoss::Verstoss;
use crate::{Akte, Aktenplaneinheit, Datum};

/// A file on its way out neither opens again nor leaves the order of the steps.
pub(super) fn akte<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    let before = stand(change.vorher);
    let after = stand(Some(change.nachher));
    if before.is_some() && change.wird("zda", "offen") {
        return Err(Verstoss::InAussonderung.into());
    }
    if before == after {
        return Ok(());
    }
    if text(change.nachher, "status") != "zda" {
        return Err(Verstoss::AussonderungFolge.into());
    }
    let follows = matches!(
        (before, after),
        (None, Some(Stand::Vorgemerkt))
            | (Some(Stand::Vorgemerkt), None | Some(Stand::Angeboten | Stand::Abgegeben))
            | (Some(Stand::Angeboten), Some(Stand::Empfangen | Stand::Bewertet) | None)
            | (Some(Stand::Empfangen), Some(Stand::Bewertet) | None)
            | (Some(Stand::Bewertet), Some(Stand::Abgegeben) | None)
            | (Some(Stand::Abgegeben), Some(Stand::Angekommen | Stand::Archiviert) | None)
            | (Some(Stand::Angekommen), Some(Stand::Archiviert) | None)
    );
    if !follows {
        return Err(Verstoss::AussonderungFolge.into());
    }
    match (before, Akte::from_fields(change.nachher)) {
        (None, Ok(file)) => abgelaufen(umfeld, &file, change.heute).map(drop),
        _ => Ok(()),
    }
}

fn stand(fields: Option<&Fields>) -> Option<Stand> {
    let value = fields?.get("aussonderung")?.clone();
    serde_json::from_value(value).ok()
}

/// One proposes, another agrees, and only for files whose time has come.
pub(super) fn lauf<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    let Ok(after) = Aussonderung::from_fields(change.nachher) else { return Ok(()) };
    let (named, proposed, agreed) = ("zu_loeschen", "vorschlag", "freigabe");
    // What two persons agree to is written by the step that says so, and by no other.
    let free: &[&str] = match (change.vorher("status"), change.nachher("status")) {
        ("laufend", "vorgeschlagen") | ("vorgeschlagen", "laufend") => &[named, proposed],
        ("vorgeschlagen", "vollzogen") => &[agreed],
        ("", "laufend" | "beendet") | ("laufend", "beendet" | "abgebrochen") => &[],
        (from, to) if from == to => &[],
        _ => return Err(Verstoss::AussonderungFolge.into()),
    };
    let mut guarded = [named, proposed, agreed].into_iter();
    if guarded.any(|name| !free.contains(&name) && change.geaendert(name)) {
        return Err(Verstoss::AussonderungFolge.into());
    }
    match change.nachher("status") {
        "vorgeschlagen" if change.geaendert("status") => vorschlagen(umfeld, change, &after),
        "vollzogen" if change.geaendert("status") => freigeben(umfeld, change, &after),
        _ => Ok(()),
    }
}

fn vorschlagen<U: Umfeld>(
    umfeld: &mut U,
    change: &Aenderung<'_>,
    after: &Aussonderung,
) -> Pruefung<U::Error> {
    if !after.vorschlag.as_ref().is_some_and(|p| selbe_person(&p.von, change.akteur)) {
        return Err(Verstoss::FremderName.into());
    }
    reif(umfeld, after, change.heute)
}

fn freigeben<U: Umfeld>(
    umfeld: &mut U,
    change: &Aenderung<'_>,
    after: &Aussonderung,
) -> Pruefung<U::Error> {
    let agreed = after.freigabe.as_ref().is_some_and(|f| selbe_person(&f.von, change.akteur));
    if !agreed {
        return Err(Verstoss::FremderName.into());
    }
    if after.vorschlag.as_ref().is_none_or(|p| selbe_person(&p.von, change.akteur)) {
        return Err(Verstoss::VierAugen.into());
    }
    reif(umfeld, after, change.heute)
}

fn reif<U: Umfeld>(umfeld: &mut U, lauf: &Aussonderung, heute: Datum) -> Pruefung<U::Error> {
    if lauf.zu_loeschen.is_empty() {
        return Err(Verstoss::AussonderungFolge.into());
    }
    for akte in &lauf.zu_loeschen {
        if !lauf.objekte.iter().any(|objekt| objekt.akte == *akte) {
            return Err(Verstoss::AussonderungFolge.into());
        }
        let fields = umfeld.felder(*akte).map_err(Einwand::Umfeld)?;
        let Some(file) = fields.and_then(|fields| Akte::from_fields(&fields).ok()) else {
            return Err(Verstoss::AussonderungFolge.into());
        };
        loeschbar(umfeld, &file, heute)?;
    }
    Ok(())
}

/// Nothing goes before its retention has ended; then what the archive has, and what is appraised
/// `V`: by the archive, or by the plan where no archive was asked.
fn loeschbar<U: Umfeld>(umfeld: &mut U, akte: &Akte, heute: Datum) -> Pruefung<U::Error> {
    let plan = abgelaufen(umfeld, akte, heute)?;
    if akte.aussonderung == Some(Stand::Archiviert) {
        return Ok(());
    }
    let art = akte.aussonderungsart.or_else(|| plan.as_ref()?.aussonderungsart);
    let begun = matches!(akte.aussonderung, Some(Stand::Vorgemerkt | Stand::Bewertet));
    if begun && art == Some(Aussonderungsart::V) {
        Ok(())
    } else {
        Err(Verstoss::AussonderungFolge.into())
    }
}

/// Tells whether a file's retention has ended; returns its unit of the plan.
fn abgelaufen<U: Umfeld>(
    umfeld: &mut U,
    akte: &Akte,
    heute: Datum,
) -> Result<Option<Aktenplaneinheit>, Einwand<U::Error>> {
    let plan = plan(umfeld, akte.aktenplaneinheit)?;
    let years = akte.aufbewahrung_jahre.or_else(|| plan.as_ref()?.aufbewahrung_jahre);
    let end = akte.zda_datum.zip(years).and_then(|(zda, years)| aufbewahrungsende(zda, years));
    if end.is_none_or(|end| heute <= end) {
        return Err(Verstoss::AufbewahrungLaeuft.into());
    }
    Ok(plan)
}

fn plan<U: Umfeld>(
    umfeld: &mut U,
    unit: Uuid,
) -> Result<Option<Aktenplaneinheit>, Einwand<U::Error>> {
    let fields = umfeld.felder(unit).map_err(Einwand::Umfeld)?;
    Ok(fields.and_then(|fields| Aktenplaneinheit::from_fields(&fields).ok()))
}
