//! German words for instructions, states and signatures.
//!
//! Never decides anything.

use domain::brief::{Schlusszeichnung, Versand, Versandweg};
use domain::record::text;
use domain::{Datum, Erledigung, Fields, Verfuegungsart};

use super::um;

/// What offices write for an instruction.
pub(crate) const fn kurz(art: Verfuegungsart) -> &'static str {
    match art {
        Verfuegungsart::Kenntnis => "z.K.",
        Verfuegungsart::Veranlassung => "z.w.V.",
        Verfuegungsart::Mitzeichnung => "z.Mz.",
        Verfuegungsart::Schlusszeichnung => "z.U.",
        Verfuegungsart::Ruecksprache => "b.R.",
        Verfuegungsart::Wiedervorlage => "Wv.",
        Verfuegungsart::Absenden => "Absenden",
        Verfuegungsart::Kopie => "Kopie",
        Verfuegungsart::ZuDenAkten => "z.d.A.",
        Verfuegungsart::Sonstige => "Vfg.",
    }
}

/// What acts on drafts, instructions and closing are called in a history.
pub(crate) fn aktion(name: &str) -> Option<&'static str> {
    Some(match name {
        "entwurf_anlegen" => "Schreiben begonnen",
        "entwurf_speichern" => "Entwurf geändert",
        "entwurf_stornieren" => "Schreiben storniert",
        "entwurf_wiederherstellen" => "Stornierung zurückgenommen",
        "vermerk_anlegen" => "Vermerk angelegt",
        "reinschrift" => "Reinschrift gefertigt",
        "versenden" => "Versandt",
        "verfuegungen_setzen" => "Verfügt",
        "verfuegung_aendern" => "Verfügung geändert",
        "verfuegung_entfallen" => "Verfügung entfallen",
        "verfuegung_erledigen" => "Verfügung erledigt",
        "verfuegung_zuruecknehmen" => "Erledigung zurückgenommen",
        "zeichnen" => "Gezeichnet",
        "zurueckgeben" => "Zur Änderung zurückgegeben",
        "erneut_vorlegen" => "Erneut zur Zeichnung vorgelegt",
        "wiedervorlage_verschieben" => "Wiedervorlage verschoben",
        "vorgang_zda" | "akte_zda" => "Zu den Akten geschrieben (z.d.A.)",
        "vorgang_oeffnen" | "akte_oeffnen" => "Wieder geöffnet",
        "vertretung_eintragen" => "Vertretung eingetragen",
        "vertretung_beenden" => "Vertretung beendet",
        _ => return None,
    })
}

/// What their fields are called.
pub(crate) fn feld(name: &str) -> Option<&'static str> {
    Some(match name {
        "brief_betreff" => "Betreff des Schreibens",
        "brief_empfaenger" => "Empfänger",
        "brief_anschrift" => "Anschrift",
        "brief_anrede" => "Anrede",
        "brief_text" => "Text",
        "brief_gruss" => "Grußformel",
        "brief_belehrung" => "Rechtsbehelfsbelehrung",
        "brief_angaben" => "Angaben",
        "brief_anlagen" => "Anlagen",
        "brief_verteiler" => "Verteiler",
        "reinschrift" => "Reinschrift",
        "postausgangsdatum" => "Postausgang am",
        "versand" => "Versand",
        "erledigung" => "Erledigung",
        "adressat" => "Adressat",
        "termin" => "Termin",
        "zda_datum" => "Tag der Schließung (z.d.A.)",
        _ => return None,
    })
}

/// Names an instruction by its fields: "2. z.Mz. Kämmerei".
pub(crate) fn punkt(fields: &Fields) -> String {
    let nummer = fields.get("nummer").and_then(serde_json::Value::as_u64);
    let nummer = nummer.map(|nummer| format!("{nummer}.")).unwrap_or_default();
    let art = fields.get("art").cloned().and_then(|art| serde_json::from_value(art).ok());
    let art = art.map(kurz).unwrap_or_default();
    let day = text(fields, "termin").parse::<Datum>().map(tag).unwrap_or_default();
    let words = [nummer.as_str(), art, text(fields, "adressat"), &day, text(fields, "text")];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Writes a day as people do.
pub(crate) fn tag(day: Datum) -> String {
    day.strftime("%d.%m.%Y").to_string()
}

/// Writes a name with what it was done for: "Bernd (i.V. für Kasse)".
pub(crate) fn name(von: &str, fuer: Option<&str>) -> String {
    match fuer {
        Some(fuer) => format!("{von} (i.V. für {fuer})"),
        None => von.to_owned(),
    }
}

/// Ways on which letters go out.
pub(crate) const fn weg(weg: Versandweg) -> &'static str {
    match weg {
        Versandweg::Post => "Post",
        Versandweg::Einschreiben => "Einschreiben",
        Versandweg::Pzu => "Postzustellungsurkunde",
        Versandweg::Persoenlich => "persönliche Übergabe",
        Versandweg::Email => "E-Mail",
        Versandweg::Postfach => "elektronisches Postfach",
        Versandweg::Fax => "Fax",
    }
}

/// Writes a value of a history as people read it; nothing where its field is not known here.
pub(crate) fn wert(field: &str, value: &str) -> Option<String> {
    match field {
        "erledigung" => {
            let done: Erledigung = serde_json::from_str(value).ok()?;
            let who = name(&done.von, done.in_vertretung_fuer.as_deref());
            let note = done.vermerk.map(|note| format!(": {note}")).unwrap_or_default();
            Some(format!("{who}, {}{note}", um(done.um)))
        }
        "schlusszeichnung" => {
            let signed: Schlusszeichnung = serde_json::from_str(value).ok()?;
            let who = name(&signed.von, signed.in_vertretung_fuer.as_deref());
            Some(format!("{who}, {}", um(signed.um)))
        }
        "versand" => {
            let sent: Versand = serde_json::from_str(value).ok()?;
            Some(format!("{}, {}, {}", tag(sent.am), weg(sent.weg), sent.von))
        }
        "zda_datum" | "termin" | "von" | "bis" => value.parse::<Datum>().ok().map(tag),
        "status" => status(value).map(str::to_owned),
        _ => None,
    }
}

fn status(name: &str) -> Option<&'static str> {
    Some(match name {
        "offen" => "offen",
        "zda" => "z.d.A.",
        "erledigt" => "erledigt",
        "zurueckgegeben" => "zurückgegeben",
        "entfallen" => "entfallen",
        "entwurf" => "Entwurf",
        "gezeichnet" => "gezeichnet",
        "versandt" => "versandt",
        "storniert" => "storniert",
        _ => return None,
    })
}
