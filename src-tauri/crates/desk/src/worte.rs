//! German words for acts, fields and refusals.
//!
//! Never a sentence about one case: those stand where the case is known.

use domain::eingang::Quelle;
use domain::merge::Rejection;
use domain::{RecType, Verstoss};

use crate::geschaeftsgang;

/// Returns what an act is called in a history.
pub(crate) fn aktion(name: &str) -> &str {
    match name {
        "akte_anlegen" => "Akte angelegt",
        "vorgang_anlegen" => "Vorgang angelegt",
        "betreff_aendern" => "Betreff geändert",
        "konflikt_festgestellt" => "Konflikt festgestellt",
        "konflikt_loesen" => "Konflikt entschieden",
        "zusammenfuehrung_zuruecknehmen" => "Zusammengeführte Änderung zurückgenommen",
        "kontakt_anlegen" => "Kontakt angelegt",
        "kontakt_aendern" => "Kontakt geändert",
        "akte_aendern" => "Akte geändert",
        "vorgang_aendern" => "Vorgang geändert",
        "dokument_aendern" => "Dokument geändert",
        "teilakte_anlegen" => "Teilakte angelegt",
        "teilakte_aendern" => "Teilakte geändert",
        "vorgang_umhaengen" => "In eine andere Teilakte gelegt",
        "dokument_umhaengen" => "In einen anderen Vorgang gelegt",
        "dokument_stornieren" => "Storniert",
        "dokument_version_anfuegen" => "Neue Fassung angefügt",
        "verweis_setzen" => "Verweis gesetzt",
        "verweis_entfernen" => "Verweis entfernt",
        "beteiligte_setzen" => "Beteiligte ergänzt",
        "beteiligte_entfernen" => "Beteiligte entfernt",
        "aktenplan_importieren" => "Aktenplan eingelesen",
        "mandant_einrichten" => "Mandant eingerichtet",
        "aktenplan_einrichten" => "Aktenplan eingerichtet",
        "verlauf_ausgeben" => "Verlauf ausgegeben",
        "original_ausgeben" => "Original ausgegeben",
        "akte_anheften" => "Originale hier behalten",
        "akte_loesen" => "Originale nicht mehr hier behalten",
        "kennwort_eingeben" => "Kennwort eingegeben",
        "erkennung_starten" => "Texterkennung gestartet",
        "erkennung_abbrechen" => "Texterkennung abgebrochen",
        "ablehnung_bestaetigen" => "Ablehnung zur Kenntnis genommen",
        "zurueckgestelltes_senden" => "Zurückgestelltes erneut gesendet",
        "vorfall_bestaetigen" => "Vorfall zur Kenntnis genommen",
        "bremse_loesen" => "Ungewöhnlich große Änderung freigegeben",
        "zentrale_anerkennen" => "Andere Zentrale anerkannt",
        "zentrale_einrichten" => "Zentrale eingerichtet",
        "diagnose_speichern" => "Diagnose gespeichert",
        "trennblaetter" => "Trennblätter erstellt",
        "eingangsordner_setzen" => "Eingangsordner eingerichtet",
        "eingangsordner_entfernen" => "Eingangsordner entfernt",
        "originale_einstellen" => "Platz für Originale eingestellt",
        "datenbank_gerettet" => "Datenbank gerettet",
        "bereich_entfernt" => "Bereich entfernt",
        "inhalt_vernichtet" => "Inhalt vernichtet",
        "vernichten" => "Vernichtet",
        "aussonderung_anlegen" => "Zur Aussonderung vorgemerkt",
        "aussonderung_schritt" => "Schritt der Aussonderung",
        "aussonderung_beenden" => "Aussonderung beendet",
        "vernichtung_vorschlagen" => "Vernichtung vorgeschlagen",
        "vernichtung_freigeben" => "Vernichtung freigegeben",
        "abgabe_erstellen" => "Abgegeben",
        "akte_als_pdf" => "Als PDF ausgegeben",
        "abgabe_einlesen" => "Von anderer Stelle übernommen",
        "von_zentrale_bestaetigt" => "Von der Zentrale bestätigt",
        other => {
            am_eingang(other).or_else(|| geschaeftsgang::worte::aktion(other)).unwrap_or(other)
        }
    }
}

fn am_eingang(name: &str) -> Option<&'static str> {
    Some(match name {
        "eingang_uebernehmen" => "Übernommen",
        "eingang_erneut_zugegangen" => "Dieselbe Datei erneut zugegangen",
        "eingang_zuordnen" => "Zugeordnet",
        "selbsttaetig_ablegen" => "Selbsttätig abgelegt",
        "selbsttaetig_bestaetigen" => "Selbsttätige Ablage geprüft",
        "eingang_code_gelesen" => "Code auf einer Seite gelesen",
        "stapel_aufteilen" => "Stapel an Trennblättern aufgeteilt",
        "stapel_zusammenfuehren" => "Aufteilung zurückgenommen",
        "scan_pruefen" => "Scan gegen das Papier geprüft",
        "stichprobe_erfassen" => "Stichprobe",
        "papieroriginal_schritt" => "Papieroriginal",
        "zuordnung_zuruecknehmen" => "Zuordnung zurückgenommen",
        _ => return None,
    })
}

/// Returns what a field is called.
pub(crate) fn feld(name: &str) -> &str {
    match name {
        "betreff" => "Betreff",
        "titel" => "Titel",
        "bemerkung" => "Bemerkung",
        "status" => "Status",
        "bearbeiter" => "Bearbeiter",
        "schlagworte" => "Schlagworte",
        "beteiligte" => "Beteiligte",
        "aktenzeichen" => "Aktenzeichen",
        "dokument" => "Dokument",
        "vorgang" => "Vorgang",
        "kennzeichen" => "Kennzeichen",
        "bezeichnung" => "Bezeichnung",
        "akte" => "Akte",
        "aktenplaneinheit" => "Aktenplaneinheit",
        "dateiname" => "Datei",
        "aktenzeichen_vorlaeufig" => "Vorläufiges Aktenzeichen",
        "angelegt_von" => "Angelegt von",
        "posteingangsdatum" => "Posteingang am",
        "datum_des_schreibens" => "Datum des Schreibens",
        "federfuehrung" => "Federführung",
        "vertraulichkeitsstufe" => "Vertraulichkeitsstufe",
        "laufzeit" => "Laufzeit",
        "aufbewahrung_jahre" => "Aufbewahrung in Jahren",
        "aussonderungsart" => "Aussonderungsart",
        "aussonderung" => "Stand der Aussonderung",
        "archivkennung" => "Archivkennung",
        "zu_loeschen" => "Zu vernichten",
        "vorschlag" => "Vorgeschlagen von",
        "freigabe" => "Freigegeben von",
        "nachrichten" => "Nachrichten",
        "absender" => "Absender",
        "typ" => "Dokumenttyp",
        "fremdes_geschaeftszeichen" => "Fremdes Geschäftszeichen",
        "lernmerkmale" => "Merkmale für die Zuordnung",
        "selbsttaetig" => "Selbsttätig abgelegt",
        "gesehen_von" => "Geprüft von",
        "teilakte" => "Teilakte",
        "verweise" => "Verweise",
        "versionen" => "Fassungen",
        "name" => "Name",
        "anrede" => "Anrede",
        "vorname" => "Vorname",
        "institution" => "Institution",
        "strasse" => "Straße",
        "plz" => "Postleitzahl",
        "ort" => "Ort",
        "land" => "Land",
        "telefon" => "Telefon",
        "email" => "E-Mail",
        "iban" => "IBAN",
        "zugaenge" => "Weiterer Zugang",
        "archivnummer" => "Archivnummer",
        "transfervermerk" => "Transfervermerk",
        "nachweis" => "Fassung mit Transfervermerk",
        "papieroriginal" => "Stand des Papiers",
        "stichproben" => "Prüfung durch eine zweite Person",
        "vorgang_aus_code" => "Vorgang aus QR-Code",
        other => geschaeftsgang::worte::feld(other).unwrap_or(other),
    }
}

/// Writes a number as people do: `10.000`.
pub(crate) fn zahl(n: impl Into<u64>) -> String {
    let digits = n.into().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Returns what a scope is called.
pub(crate) fn bereich(scope: &str) -> &str {
    match scope {
        store::SCOPE_STAMMDATEN => "Aktenplan und Stammdaten",
        store::SCOPE_REGISTRATUR => "Posteingang und Akten",
        other => other,
    }
}

/// Returns what a kind of record is called.
pub(crate) const fn art(kind: RecType) -> &'static str {
    match kind {
        RecType::Aktenplaneinheit => "Aktenplaneinheit",
        RecType::Akte => "Akte",
        RecType::Vorgang => "Vorgang",
        RecType::Mandant => "Mandant",
        RecType::Teilakte => "Teilakte",
        RecType::Dokument => "Dokument",
        RecType::Verfuegung => "Verfügung",
        RecType::Vertretung => "Vertretung",
        RecType::Aussonderung => "Aussonderung",
        RecType::Eingang => "Eingang",
        RecType::Kontakt => "Kontakt",
        RecType::Konflikt => "Konflikt",
    }
}

/// Returns what a way of arrival is called.
pub(crate) const fn quelle(quelle: Quelle) -> &'static str {
    match quelle {
        Quelle::Ordner => "Ordner",
        Quelle::Fenster => "Fenster",
        Quelle::Kommandozeile => "Kommandozeile",
        Quelle::Zwischenablage => "Zwischenablage",
        Quelle::Stapel => "Stapel",
        Quelle::Scanner => "Scanner",
    }
}

/// Says why a change was refused.
pub(crate) fn ablehnungsgrund(code: Rejection, regel: Option<&str>) -> &'static str {
    if let Some(verstoss) = regel.and_then(Verstoss::parse) {
        return crate::verstoss::worte(verstoss).0;
    }
    match code {
        Rejection::Exists => "Diesen Eintrag gibt es schon.",
        Rejection::Unknown => "Den Eintrag gibt es bei der Zentrale nicht.",
        Rejection::Precondition => {
            "Jemand anderes war schneller: Der Zustand hatte sich schon geändert."
        }
        Rejection::FieldProtected => "Dieses Feld darf so nicht geändert werden.",
        Rejection::Reference => "Worauf sich die Änderung bezieht, gibt es bei der Zentrale nicht.",
        Rejection::Rule => "Eine Regel des Hauses steht dem entgegen.",
        Rejection::Group => "Ein anderer Teil derselben Handlung wurde abgelehnt.",
        Rejection::Invalid => "Die Änderung ist fehlerhaft oder zu groß.",
        Rejection::Forbidden => "Für diesen Bereich fehlt die Berechtigung.",
    }
}

#[cfg(test)]
mod tests {
    use super::zahl;

    #[test]
    fn numbers_are_written_as_people_do() {
        let written = [0_u32, 999, 1_000, 10_342, 1_234_567].map(zahl);
        assert_eq!(written, ["0", "999", "1.000", "10.342", "1.234.567"]);
    }
}
