//! Values for the places in texts: what the program knows, and what a person has to say.
//!
//! Never guesses: a place without a value is a gap that is listed.

use domain::brief::Brief;
use domain::dokument::{Dokument, DokumentState, Dokumentart};
use domain::mandant::Briefkopf;
use domain::record::text;
use domain::{Akte, Datum, Kontakt};
use schreiben::vorlage::Werte;
use store::meta::Meta;
use store::record::Seen;
use store::{Db, DbError};
use uuid::Uuid;

use super::felder;
use crate::geschaeftsgang::worte;
use crate::mandant::mandant;
use crate::views::PlatzView;
use crate::ziel::aktenzeichen;

/// Values that are asked for beside the texts, and stand at their own place on the sheet.
pub(super) const IHR_ZEICHEN: &str = "ihr_zeichen";
/// See [`IHR_ZEICHEN`].
pub(super) const IHRE_NACHRICHT: &str = "ihre_nachricht_vom";
/// See [`IHR_ZEICHEN`].
pub(super) const VERSANDVERMERK: &str = "versandvermerk";
/// "selbst" where somebody signs in the own name, else by order.
pub(super) const UNTERSCHRIFT: &str = "unterschrift";
/// See [`IHR_ZEICHEN`].
pub(super) const AMTSBEZEICHNUNG: &str = "amtsbezeichnung";

/// Returns the letterhead of whoever these files belong to.
pub(super) fn briefkopf(db: &Db<'_>, scope: &str) -> Result<Briefkopf, DbError> {
    let (kopf, name) = match mandant(db, scope)? {
        Some(mandant) => (mandant.briefkopf, mandant.name),
        None => (Briefkopf::default(), db.meta(Meta::Mandant)?.unwrap_or_default()),
    };
    let named = !kopf.name.trim().is_empty();
    Ok(if named { kopf } else { Briefkopf { name, ..kopf } })
}

/// Returns the values that may stand in a draft as text, because they will not be others when it
/// is sent.
pub(super) fn feste(
    db: &Db<'_>,
    vorgang: Uuid,
    case: &Seen,
    wer: &str,
    heute: Datum,
) -> Result<Werte, DbError> {
    let kopf = briefkopf(db, &case.scope)?;
    let mut werte = Werte::from([
        ("vorgang.betreff".to_owned(), text(&case.fields, "betreff").to_owned()),
        ("bearbeiter.name".to_owned(), wer.to_owned()),
        ("bearbeiter.telefon".to_owned(), kopf.telefon.clone()),
        ("mandant.behoerde".to_owned(), mit_artikel(&kopf.name)),
        ("mandant.name".to_owned(), kopf.name.clone()),
        ("mandant.anschrift".to_owned(), anschrift(&kopf)),
        ("mandant.rechtsbehelf".to_owned(), kopf.rechtsbehelf),
        ("jahr".to_owned(), heute.year().to_string()),
    ]);
    let (zeichen, vorlaeufig) = aktenzeichen(&case.fields);
    if !vorlaeufig {
        werte.insert("vorgang.aktenzeichen".to_owned(), zeichen);
    }
    if let Ok(akte) = Uuid::parse_str(text(&case.fields, "akte"))
        && let Ok((akte, _)) = db.load::<Akte>(akte)
    {
        werte.insert("akte.betreff".to_owned(), akte.betreff);
        werte.extend(akte.aktenzeichen.map(|zeichen| ("akte.aktenzeichen".to_owned(), zeichen)));
    }
    if let Some(post) = letzter_eingang(db, vorgang)? {
        let day = |day: Option<Datum>| day.map(worte::tag).unwrap_or_default();
        let written = day(post.datum_des_schreibens);
        werte.insert("eingang.datum_des_schreibens".to_owned(), written);
        werte.insert("eingang.posteingangsdatum".to_owned(), day(post.posteingangsdatum));
    }
    Ok(werte)
}

/// Returns every value for a draft: those of the program, and over them those of its author.
pub(super) fn alle(
    db: &Db<'_>,
    dokument: &Dokument,
    seen: &Seen,
    heute: Datum,
) -> Result<Werte, DbError> {
    let Some(case) = db.seen(dokument.vorgang)? else { return Ok(Werte::new()) };
    let case = Seen { scope: seen.scope.clone(), ..case };
    let mut werte = feste(db, dokument.vorgang, &case, &dokument.angelegt_von, heute)?;
    werte.insert("vorgang.aktenzeichen".to_owned(), aktenzeichen(&case.fields).0);
    werte.insert("datum.heute".to_owned(), worte::tag(heute));
    if let Some(kontakt) = dokument.brief.brief_empfaenger
        && let Ok((kontakt, _)) = db.load::<Kontakt>(kontakt)
    {
        let dear = felder::anrede(Some(&kontakt));
        let dear = dear.trim_end_matches(',').to_owned();
        werte.insert("empfaenger.anrede".to_owned(), dear);
        werte.insert("empfaenger.name".to_owned(), felder::voller_name(&kontakt));
    }
    for (name, value) in &dokument.brief.brief_angaben {
        if !value.trim().is_empty() {
            werte.insert(name.clone(), value.clone());
        }
    }
    Ok(werte)
}

/// Lists the places in a draft's texts.
pub(super) fn plaetze(dokument: &Dokument, werte: &Werte) -> Vec<PlatzView> {
    let brief = &dokument.brief;
    let place = |name: String| {
        let wert = werte.get(&name).filter(|value| !value.trim().is_empty()).cloned();
        let automatisch = wert.is_some() && !brief.brief_angaben.contains_key(&name);
        PlatzView { bezeichnung: bezeichnung(&name), wert, automatisch, name }
    };
    felder::als_vorlage(brief).platzhalter().into_iter().map(place).collect()
}

/// Names what has to be there before a letter can be signed.
pub(super) fn fehlt(dokument: &Dokument, werte: &Werte) -> Vec<String> {
    let brief = &dokument.brief;
    let empty = |field: &Option<String>| field.as_deref().unwrap_or("").trim().is_empty();
    let parts = [
        (empty(&brief.brief_anschrift), "die Anschrift"),
        (empty(&brief.brief_betreff), "der Betreff"),
        (empty(&brief.brief_text), "der Text"),
    ];
    let parts = parts.into_iter().filter(|(missing, _)| *missing).map(|(_, what)| what.to_owned());
    let gaps = plaetze(dokument, werte).into_iter().filter(|place| place.wert.is_none());
    parts.chain(gaps.map(|place| format!("„{}“", place.bezeichnung))).collect()
}

/// The newest post of a case.
fn letzter_eingang(db: &Db<'_>, vorgang: Uuid) -> Result<Option<Dokument>, DbError> {
    let mut newest = None;
    for id in db.dokumente_in(vorgang)? {
        let Ok((dokument, _)) = db.load::<Dokument>(id) else { continue };
        let post = dokument.art == Some(Dokumentart::Eingang);
        if post && dokument.status == DokumentState::Abgelegt {
            newest = Some(dokument);
        }
    }
    Ok(newest)
}

/// "der Gemeinde Lindenhain": an office behind a preposition.
fn mit_artikel(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or_default();
    let feminine =
        ["Gemeinde", "Stadt", "Verwaltungsgemeinschaft", "Samtgemeinde", "Verbandsgemeinde"];
    let masculine = ["Markt", "Landkreis", "Flecken", "Amt", "Zweckverband"];
    if feminine.contains(&first) {
        format!("der {name}")
    } else if masculine.contains(&first) {
        format!("dem {name}")
    } else {
        name.to_owned()
    }
}

fn anschrift(kopf: &Briefkopf) -> String {
    let parts = [kopf.strasse.trim(), kopf.ort.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Returns what to ask a person for.
pub(super) fn bezeichnung(name: &str) -> String {
    let known = NAMEN.iter().find(|(place, _)| *place == name);
    known.map_or_else(|| name.replace(['.', '_'], " "), |(_, words)| (*words).to_owned())
}

const NAMEN: &[(&str, &str)] = &[
    ("akte.aktenzeichen", "Aktenzeichen der Akte"),
    ("akte.betreff", "Betreff der Akte"),
    ("antrag.datum", "Datum des Antrags"),
    ("bearbeiter.name", "Auskunft erteilt"),
    ("bearbeiter.telefon", "Telefon für Rückfragen"),
    ("betreff", "Betreff"),
    ("datum.heute", "Datum"),
    ("eingang.datum_des_schreibens", "Datum des Schreibens"),
    ("eingang.posteingangsdatum", "Eingegangen am"),
    ("empfaenger.anrede", "Anrede"),
    ("empfaenger.name", "Name des Empfängers"),
    ("entscheidung.absicht", "Beabsichtigte Entscheidung"),
    ("entscheidung.begruendung", "Begründung"),
    ("entscheidung.kosten", "Kostenentscheidung"),
    ("entscheidung.rechtsgrundlage", "Rechtsgrundlage"),
    ("forderung.art", "Art der Forderung"),
    ("forderung.bescheid_vom", "Bescheid vom"),
    ("forderung.betrag", "Betrag der Forderung"),
    ("forderung.faellig_am", "Forderung fällig am"),
    ("forderung.mahngebuehr", "Mahngebühr"),
    ("forderung.saeumniszuschlag", "Säumniszuschlag"),
    ("forderung.summe", "Summe der Forderung"),
    ("frist.am", "Frist bis"),
    ("gebuehr.betrag", "Gebühr"),
    ("gebuehr.faellig_am", "Gebühr fällig am"),
    ("hund.angemeldet_zum", "Hund angemeldet zum"),
    ("hund.marke", "Nummer der Hundemarke"),
    ("hund.name", "Name und Rasse des Hundes"),
    ("kassenzeichen", "Kassenzeichen"),
    ("mandant.anschrift", "Anschrift der Behörde"),
    ("mandant.behoerde", "Behörde (nach „bei“)"),
    ("mitzeichnung.stelle", "Mitzeichnende Stelle"),
    ("nutzung.art", "Art der Nutzung"),
    ("nutzung.bis", "Nutzung bis"),
    ("nutzung.flaeche", "Fläche der Nutzung"),
    ("nutzung.gehwegbreite", "Freie Breite des Gehwegs"),
    ("nutzung.ort", "Ort der Nutzung"),
    ("nutzung.von", "Nutzung von"),
    ("polizei.name", "Polizeidienststelle"),
    ("sachverhalt", "Sachverhalt"),
    ("satzung.hundesteuer", "Hundesteuersatzung"),
    ("satzung.sondernutzung", "Sondernutzungssatzung"),
    ("schlusszeichnung.stelle", "Schlusszeichnende Stelle"),
    ("sitzung.am", "Sitzung am"),
    ("sitzung.name", "Name der Sitzung"),
    ("sitzung.ort", "Ort der Sitzung"),
    ("sitzung.thema", "Thema der Sitzung"),
    ("sitzung.uhrzeit", "Uhrzeit der Sitzung"),
    ("steuer.betrag", "Steuerbetrag"),
    ("steuer.faellig_am", "Steuer fällig am"),
    ("steuer.jahr", "Steuerjahr"),
    ("steuer.zeitraum", "Zeitraum der Steuer"),
    ("text", "Text"),
    ("vorgang.aktenzeichen", "Aktenzeichen"),
    ("vorgang.betreff", "Betreff des Vorgangs"),
    ("wiedervorlage.am", "Wiedervorlage am"),
];

/// Returns a value of the author's that stands at its own place on the sheet.
pub(super) fn angabe(brief: &Brief, name: &str) -> Option<String> {
    let value = brief.brief_angaben.get(name).map(|value| value.trim());
    value.filter(|value| !value.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_houses_templates_has_a_name_for_people() {
        for vorlage in schreiben::vorlagen() {
            for name in vorlage.platzhalter() {
                assert!(NAMEN.iter().any(|(known, _)| *known == name), "{name}");
            }
        }
    }

    #[test]
    fn an_office_stands_behind_a_preposition_as_people_say_it() {
        assert_eq!(mit_artikel("Gemeinde Lindenhain"), "der Gemeinde Lindenhain");
        assert_eq!(mit_artikel("Markt Rohr"), "dem Markt Rohr");
        assert_eq!(mit_artikel("VG Lindental"), "VG Lindental");
    }
}
