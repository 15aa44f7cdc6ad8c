//! Rules of the clerk's work: closing and opening, signing in order, sending.

use serde_json::Value;
use uuid::Uuid;

use super::{Aenderung, Einwand, Pruefung, Umfeld, selbe_person};
use crate::brief::{BRIEF_FELDER, fassung};
use crate::record::{Fields, RecType, text};
use crate::verstoss::Verstoss;

pub(super) fn akte<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    if change.wird("offen", "zda") {
        let cases = umfeld.kinder(change.rec_id, RecType::Vorgang).map_err(Einwand::Umfeld)?;
        if cases.iter().any(|case| text(case, "status") == "offen") {
            return Err(Verstoss::VorgaengeOffen.into());
        }
        return Ok(());
    }
    closed(change, Verstoss::AkteGeschlossen)
}

pub(super) fn vorgang<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    if !change.wird("offen", "zda") {
        return closed(change, Verstoss::VorgangGeschlossen);
    }
    let documents = umfeld.kinder(change.rec_id, RecType::Dokument).map_err(Einwand::Umfeld)?;
    if documents.iter().any(|document| text(document, "status") == "entwurf") {
        return Err(Verstoss::EntwuerfeOffen.into());
    }
    let points = umfeld.kinder(change.rec_id, RecType::Verfuegung).map_err(Einwand::Umfeld)?;
    let open = |point: &&Fields| text(point, "status") == "offen";
    match points.iter().find(open) {
        Some(_) if points.iter().filter(open).any(zeichnung) => {
            Err(Verstoss::ZeichnungenOffen.into())
        }
        // What is to be brought up again must not vanish with its case.
        Some(_) => Err(Verstoss::PunkteOffen.into()),
        None => Ok(()),
    }
}

/// What is closed changes by being opened again, with a reason, or by its end of life.
fn closed<E>(change: &Aenderung<'_>, verstoss: Verstoss) -> Pruefung<E> {
    if change.vorher("status") != "zda" {
        return Ok(());
    }
    if change.nachher("status") == "offen" {
        return match change.grund.map(str::trim) {
            Some(grund) if !grund.is_empty() => Ok(()),
            _ => Err(Verstoss::GrundFehlt.into()),
        };
    }
    let other = change.vorher.into_iter().flat_map(Fields::keys).chain(change.nachher.keys());
    let end = ["aussonderung", "archivkennung"];
    // The archive's appraisal takes the place of the plan's with the message that brings it.
    let appraised =
        change.geaendert("aussonderung") && change.nachher("aussonderung") == "bewertet";
    let ends = |name: &str| end.contains(&name) || appraised && name == "aussonderungsart";
    if other.into_iter().any(|name| !ends(name) && change.geaendert(name)) {
        return Err(verstoss.into());
    }
    Ok(())
}

pub(super) fn dokument<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    order(change)?;
    let after = change.nachher("status");
    if change.neu() {
        let given = ["schlusszeichnung", "reinschrift", "versand"];
        let born = matches!(after, "gezeichnet" | "versandt")
            || given.iter().any(|name| change.geaendert(name));
        return if born { Err(Verstoss::NichtGezeichnet.into()) } else { Ok(()) };
    }
    let frozen = change.vorher("status") != "entwurf";
    let signed = change.vorher.is_some_and(|fields| fields.contains_key("schlusszeichnung"));
    let rewritten = frozen && BRIEF_FELDER.iter().any(|name| change.geaendert(name));
    if rewritten || (signed && after == "entwurf") {
        return Err(Verstoss::BereitsGezeichnet.into());
    }
    // What was signed, taken out and taken in again, was signed once and for all.
    let signing = change.wird("entwurf", "gezeichnet") || (after == "gezeichnet" && !signed);
    if change.geaendert("schlusszeichnung") || signing {
        return schlusszeichnung(umfeld, change);
    }
    let sent = change.nachher("status") == "versandt" || change.geaendert("versand");
    if sent && !matches!(change.vorher("status"), "gezeichnet" | "versandt") {
        return Err(Verstoss::NichtGezeichnet.into());
    }
    let copy = change.nachher.get("reinschrift");
    let signed = member(change.nachher.get("schlusszeichnung"), "fassung");
    let other = member(copy, "fassung") != signed || signed != fassung(change.nachher);
    if change.geaendert("reinschrift") && other {
        return Err(Verstoss::ReinschriftFalsch.into());
    }
    Ok(())
}

/// What was signed never becomes a draft again, and what was sent stays sent.
fn order<E>(change: &Aenderung<'_>) -> Pruefung<E> {
    let before = |field: &str| change.vorher.is_some_and(|fields| fields.contains_key(field));
    let refused = match (change.vorher("status"), change.nachher("status")) {
        (from, to) if from == to => return Ok(()),
        ("", "abgelegt" | "entwurf")
        | ("abgelegt" | "entwurf" | "gezeichnet", "storniert")
        | ("storniert", "abgelegt")
        | ("entwurf", "gezeichnet")
        | ("gezeichnet", "versandt") => return Ok(()),
        // Taken out, and taken in again as what it was.
        ("storniert", "entwurf") if !before("versionen") => return Ok(()),
        ("storniert", "gezeichnet") if before("schlusszeichnung") => return Ok(()),
        ("versandt", _) => Verstoss::BereitsVersandt,
        (_, "entwurf" | "abgelegt") => Verstoss::BereitsGezeichnet,
        _ => Verstoss::NichtGezeichnet,
    };
    Err(refused.into())
}

/// The final signature counts for the draft that everybody co-signed, and for no other.
fn schlusszeichnung<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    if !change.wird("entwurf", "gezeichnet") {
        return Err(Verstoss::NichtGezeichnet.into());
    }
    let signed = change.nachher.get("schlusszeichnung");
    let current = fassung(change.nachher);
    if member(signed, "fassung") != current {
        return Err(Verstoss::FassungGeaendert.into());
    }
    if !selbe_person(member(signed, "von"), change.akteur) {
        return Err(Verstoss::FremderName.into());
    }
    for point in unter_dokument(umfeld, change.nachher("vorgang"), change.rec_id)? {
        let done = text(&point, "status") == "erledigt"
            && member(point.get("erledigung"), "fassung") == current;
        if text(&point, "status") == "entfallen" || done {
            continue;
        }
        match art(&point) {
            "mitzeichnung" => return Err(Verstoss::MitzeichnungFehlt.into()),
            // Whoever was asked for it signs, or somebody in that person's stead.
            "schlusszeichnung" => return Err(Verstoss::SchlusszeichnungFehlt.into()),
            _ => {}
        }
    }
    let own = selbe_person(change.nachher("angelegt_von"), change.akteur);
    if own && vier_augen(umfeld, change.nachher("vorgang"))? {
        return Err(Verstoss::VierAugen.into());
    }
    Ok(())
}

/// Tells whether the plan wants a second person for what leaves the house from this case.
fn vier_augen<U: Umfeld>(umfeld: &mut U, vorgang: &str) -> Result<bool, Einwand<U::Error>> {
    let mut id = vorgang.to_owned();
    for field in ["akte", "aktenplaneinheit"] {
        let Ok(rec_id) = Uuid::parse_str(&id) else { return Ok(false) };
        let fields = umfeld.felder(rec_id).map_err(Einwand::Umfeld)?;
        id = fields.map_or_else(String::new, |fields| text(&fields, field).to_owned());
    }
    let Ok(unit) = Uuid::parse_str(&id) else { return Ok(false) };
    let fields = umfeld.felder(unit).map_err(Einwand::Umfeld)?;
    Ok(fields.is_some_and(|fields| fields.get("vier_augen") == Some(&Value::Bool(true))))
}

pub(super) fn verfuegung<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    if change.neu() {
        // A signature is asked for first and given by an act of its own.
        return match (zeichnung(change.nachher), change.nachher("status")) {
            (true, "offen") => entwurf(umfeld, change).map(drop),
            (true, _) => Err(Verstoss::BereitsErledigt.into()),
            (false, _) => Ok(()),
        };
    }
    if change.vorher("status") != "offen" {
        return wieder_offen(umfeld, change);
    }
    match change.nachher("status") {
        "erledigt" | "zurueckgegeben" => erledigen(umfeld, change),
        "entfallen" => entfallen(change),
        // Asking somebody else is to drop what the first one was asked for.
        _ if change.geaendert("adressat") => entfallen(change),
        _ => Ok(()),
    }
}

/// Signatures stand under a draft; returns it.
fn entwurf<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Result<Fields, Einwand<U::Error>> {
    let Ok(document) = Uuid::parse_str(change.nachher("dokument")) else {
        return Err(Verstoss::EntwurfFehlt.into());
    };
    let fields = umfeld.felder(document).map_err(Einwand::Umfeld)?;
    let fields = fields.ok_or(Einwand::Verstoss(Verstoss::EntwurfFehlt))?;
    match text(&fields, "status") {
        "entwurf" if text(&fields, "vorgang") == change.nachher("vorgang") => Ok(fields),
        "gezeichnet" | "versandt" => Err(Verstoss::BereitsGezeichnet.into()),
        _ => Err(Verstoss::EntwurfFehlt.into()),
    }
}

/// What is done stays done, except: who did it takes it back, what was dropped is taken up again,
/// and a signature that was sent back or given for an earlier draft is asked for anew.
fn wieder_offen<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    if change.nachher("status") != "offen" {
        return Err(Verstoss::BereitsErledigt.into());
    }
    let before = change.vorher.and_then(|fields| fields.get("erledigung"));
    let own = selbe_person(member(before, "von"), change.akteur);
    let free = own || change.vorher("status") == "entfallen";
    if !zeichnung(change.nachher) {
        return if free { Ok(()) } else { Err(Verstoss::BereitsErledigt.into()) };
    }
    let draft = entwurf(umfeld, change)?;
    let counts =
        change.vorher("status") == "erledigt" && member(before, "fassung") == fassung(&draft);
    if counts && !own { Err(Verstoss::BereitsErledigt.into()) } else { Ok(()) }
}

/// A signature that somebody else has asked for falls only with a reason.
fn entfallen<E>(change: &Aenderung<'_>) -> Pruefung<E> {
    let author = selbe_person(change.vorher("angelegt_von"), change.akteur);
    let grund = change.grund.is_some_and(|grund| !grund.trim().is_empty());
    if zeichnung(change.nachher) && !author && !grund {
        return Err(Verstoss::GrundFehlt.into());
    }
    Ok(())
}

fn erledigen<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    let done = change.nachher.get("erledigung");
    if !selbe_person(member(done, "von"), change.akteur) {
        return Err(Verstoss::FremderName.into());
    }
    let addressee = change.nachher("adressat");
    let own = addressee.is_empty()
        || selbe_person(addressee, change.akteur)
        || selbe_person(addressee, member(done, "in_vertretung_fuer"));
    if !own {
        return Err(Verstoss::NichtAdressat.into());
    }
    if change.nachher("status") == "zurueckgegeben" {
        let grund = !member(done, "vermerk").trim().is_empty();
        return if grund { Ok(()) } else { Err(Verstoss::GrundFehlt.into()) };
    }
    if zeichnung(change.nachher) {
        return zeichnen(umfeld, change);
    }
    Ok(())
}

/// A signature waits for those of earlier steps, and is bound to the draft as it stands.
fn zeichnen<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    let Ok(document) = Uuid::parse_str(change.nachher("dokument")) else { return Ok(()) };
    let fields = umfeld.felder(document).map_err(Einwand::Umfeld)?;
    let current = fields.as_ref().map(fassung).unwrap_or_default();
    let signed = member(change.nachher.get("erledigung"), "fassung");
    // A co-signature for an earlier draft is a fact; it only does not count. The final signature
    // has no earlier draft.
    if art(change.nachher) == "schlusszeichnung" && signed != current {
        return Err(Verstoss::FassungGeaendert.into());
    }
    let step = |fields: &Fields| fields.get("schritt").and_then(Value::as_u64).unwrap_or(0);
    for point in unter_dokument(umfeld, change.nachher("vorgang"), document)? {
        let earlier = zeichnung(&point) && step(&point) < step(change.nachher);
        let open = matches!(text(&point, "status"), "offen" | "zurueckgegeben");
        if earlier && open {
            return Err(Verstoss::ReihenfolgeOffen.into());
        }
    }
    Ok(())
}

fn unter_dokument<U: Umfeld>(
    umfeld: &mut U,
    vorgang: &str,
    dokument: Uuid,
) -> Result<Vec<Fields>, Einwand<U::Error>> {
    let Ok(vorgang) = Uuid::parse_str(vorgang) else { return Ok(Vec::new()) };
    let mut points = umfeld.kinder(vorgang, RecType::Verfuegung).map_err(Einwand::Umfeld)?;
    let dokument = dokument.to_string();
    points.retain(|point| text(point, "dokument") == dokument);
    Ok(points)
}

fn art(point: &Fields) -> &str {
    text(point, "art")
}

fn zeichnung(point: &Fields) -> bool {
    matches!(art(point), "mitzeichnung" | "schlusszeichnung")
}

fn member<'a>(value: Option<&'a Value>, name: &str) -> &'a str {
    value.and_then(|value| value.get(name)).and_then(Value::as_str).unwrap_or("")
}
