//! German words for acts, fields and refusals.
//!
//! Never a sentence about one case: those stand where the case is known.

use domain::RecType;
use domain::eingang::Quelle;
use domain::merge::Rejection;

/// Returns what an act is called in a history.
pub(crate) fn aktion(name: &str) -> &str {
    match name {
        "eingang_uebernehmen" => "Übernommen",
        "eingang_erneut_zugegangen" => "Dieselbe Datei erneut zugegangen",
        "eingang_zuordnen" => "Zugeordnet",
        "eingang_code_gelesen" => "Code auf einer Seite gelesen",
        "stapel_aufteilen" => "Stapel an Trennblättern aufgeteilt",
        "stapel_zusammenfuehren" => "Aufteilung zurückgenommen",
        "scan_pruefen" => "Scan gegen das Papier geprüft",
        "stichprobe_erfassen" => "Stichprobe",
        "papieroriginal_schritt" => "Papieroriginal",
        "zuordnung_zuruecknehmen" => "Zuordnung zurückgenommen",
        "akte_anlegen" => "Akte angelegt",
        "vorgang_anlegen" => "Vorgang angelegt",
        "betreff_aendern" => "Betreff geändert",
        "konflikt_loesen" => "Konflikt entschieden",
        "kontakt_anlegen" => "Kontakt angelegt",
        "aktenplan_einrichten" => "Aktenplan eingerichtet",
        "von_zentrale_bestaetigt" => "Von der Zentrale bestätigt",
        other => other,
    }
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
        "datum_des_schreibens" => "Datum des Schreibens",
        "zugaenge" => "Weiterer Zugang",
        "archivnummer" => "Archivnummer",
        "transfervermerk" => "Transfervermerk",
        "nachweis" => "Fassung mit Transfervermerk",
        "papieroriginal" => "Stand des Papiers",
        "stichproben" => "Prüfung durch eine zweite Person",
        "vorgang_aus_code" => "Vorgang aus QR-Code",
        other => other,
    }
}

/// Returns what a kind of record is called.
pub(crate) const fn art(kind: RecType) -> &'static str {
    match kind {
        RecType::Aktenplaneinheit => "Aktenplaneinheit",
        RecType::Akte => "Akte",
        RecType::Vorgang => "Vorgang",
        RecType::Dokument => "Dokument",
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
    }
}

/// Says why a change was refused.
pub(crate) const fn ablehnungsgrund(code: Rejection) -> &'static str {
    match code {
        Rejection::Exists => "Diesen Eintrag gibt es schon.",
        Rejection::Unknown => "Den Eintrag gibt es bei der Zentrale nicht.",
        Rejection::Precondition => {
            "Jemand anderes war schneller: Der Zustand hatte sich schon geändert."
        }
        Rejection::FieldProtected => "Dieses Feld darf so nicht geändert werden.",
        Rejection::Reference => "Worauf sich die Änderung bezieht, gibt es bei der Zentrale nicht.",
        Rejection::Rule => "Die Akte oder der Vorgang ist inzwischen geschlossen.",
        Rejection::Group => "Ein anderer Teil derselben Handlung wurde abgelehnt.",
        Rejection::Invalid => "Die Änderung ist fehlerhaft oder zu groß.",
        Rejection::Forbidden => "Für diesen Bereich fehlt die Berechtigung.",
    }
}
