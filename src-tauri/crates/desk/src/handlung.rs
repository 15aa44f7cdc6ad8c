//! Which acts only look, and which do something and leave a row in the audit log.
//!
//! Never a third kind: an act that stands in neither list is a finding of the test below, and
//! leaves a row until then.

use serde_json::Value;
use store::Handlung;
use uuid::Uuid;

use crate::Desk;
use crate::views::Fehler;

/// Acts that change nothing that a person has decided.
const LESEND: &[&str] = &[
    "abgleich",
    "abgleich_einzelheiten",
    "abgleich_starten",
    "akte",
    "aktenbaum",
    "aktenverlauf",
    "aussonderung",
    "aussonderungen",
    "aussonderungsreif",
    "baumpfad",
    "dateiname_vorschlagen",
    "dokument",
    "eingang",
    "entwurf",
    "entwurf_vorschau",
    "erkennungen",
    "kontakt",
    "kontakte",
    "mandant_waehlen",
    "mandanten",
    "metadaten",
    "mitzeichnungen",
    "original_holen",
    "originale",
    "papieroriginale",
    "posteingang",
    "pruefung",
    "scanner",
    "scanner_pruefen",
    "scanner_suchen",
    "scanstapel",
    "scantisch",
    "seitentext",
    "selbsttaetig",
    "stichprobe_liste",
    "suche",
    "uebernahme",
    "uebersicht",
    "verfuegungsmuster",
    "verlauf_holen",
    "vertretungen",
    "vorgang",
    "vorlagen",
    "wiedervorlagen",
    "ziele",
];

/// Acts that do something: each leaves a row.
#[cfg(test)]
const HANDELND: &[&str] = &[
    "abgabe_einlesen",
    "abgabe_erstellen",
    "ablehnung_bestaetigen",
    "akte_aendern",
    "akte_als_pdf",
    "akte_anheften",
    "akte_anlegen",
    "akte_loesen",
    "akte_oeffnen",
    "akte_zda",
    "aktenplan_ausgeben",
    "aussonderung_anlegen",
    "aussonderung_beenden",
    "aussonderung_einlesen",
    "aussonderung_einstellen",
    "aussonderung_schritt",
    "beteiligte_entfernen",
    "beteiligte_setzen",
    "betreff_aendern",
    "bremse_loesen",
    "dateien_uebernehmen",
    "diagnose_speichern",
    "dokument_aendern",
    "dokument_stornieren",
    "dokument_umhaengen",
    "dokument_version_anfuegen",
    "eingang_zuordnen",
    "eingangsordner_entfernen",
    "eingangsordner_setzen",
    "entwurf_anlegen",
    "entwurf_speichern",
    "entwurf_stornieren",
    "entwurf_wiederherstellen",
    "erkennung_abbrechen",
    "erkennung_starten",
    "erneut_vorlegen",
    "kennwort_eingeben",
    "konflikt_loesen",
    "kontakt_aendern",
    "kontakt_anlegen",
    "original_ausgeben",
    "originale_einstellen",
    "papieroriginal_schritt",
    "reinschrift",
    "scan_abbrechen",
    "scan_pruefen",
    "scan_starten",
    "scanner_einrichten",
    "scanner_entfernen",
    "scanner_waehlen",
    "scanprofile_setzen",
    "scanstapel_beginnen",
    "scanstapel_uebernehmen",
    "scanstapel_verwerfen",
    "scantisch_griff",
    "selbsttaetig_bestaetigen",
    "stapel_zusammenfuehren",
    "stichprobe_erfassen",
    "teilakte_aendern",
    "teilakte_anlegen",
    "trennblaetter",
    "verfuegung_aendern",
    "verfuegung_entfallen",
    "verfuegung_erledigen",
    "verfuegung_zuruecknehmen",
    "verfuegungen_setzen",
    "verlauf_ausgeben",
    "vermerk_anlegen",
    "vernichtung_freigeben",
    "vernichtung_vorschlagen",
    "versenden",
    "vertretung_beenden",
    "vertretung_eintragen",
    "verweis_entfernen",
    "verweis_setzen",
    "vorfall_bestaetigen",
    "vorgang_aendern",
    "vorgang_anlegen",
    "vorgang_oeffnen",
    "vorgang_umhaengen",
    "vorgang_zda",
    "wiedervorlage_verschieben",
    "zeichnen",
    "zentrale_anerkennen",
    "zentrale_einrichten",
    "zuordnung_zuruecknehmen",
    "zurueckgeben",
    "zurueckgestelltes_senden",
    "zusammenfuehrung_zuruecknehmen",
    "zwischenablage_uebernehmen",
];

/// What never stands in a log: secrets, and bytes.
const VERSCHWIEGEN: &[&str] = &["kennwort", "code", "inhalt", "passphrase"];
/// Characters of what was given to an act that its row quotes at most.
const ANGABEN_MAX: usize = 500;

/// Tells whether an act does something, and so leaves a row in the audit log.
pub fn handelt(command: &str) -> bool {
    !LESEND.contains(&command)
}

impl Desk {
    /// Runs an act by name so that it leaves a row, if it is one that does something.
    pub(crate) fn handeln<T>(
        &self,
        command: &str,
        args: Value,
        act: impl FnOnce(Value) -> Result<T, Fehler>,
    ) -> Result<T, Fehler> {
        if !handelt(command) {
            return act(args);
        }
        let handlung =
            Handlung { aktion: command.to_owned(), rec_id: rec_id(&args), angaben: angaben(&args) };
        self.store.handeln(handlung, || act(args))
    }
}

/// Returns what an act is about: what its row quotes goes with that when it is destroyed.
fn rec_id(args: &Value) -> Option<Uuid> {
    let names = ["id", "dokument", "vorgang", "eingang", "akte"];
    names.iter().find_map(|name| Uuid::parse_str(args.get(name)?.as_str()?).ok())
}

/// Returns what was given to an act, as far as a log may say it.
fn angaben(args: &Value) -> Option<String> {
    let mut fields = args.as_object()?.clone();
    fields.retain(|name, value| {
        name != "id" && !value.is_null() && !VERSCHWIEGEN.contains(&name.as_str())
    });
    let text = serde_json::to_string(&fields).ok().filter(|_| !fields.is_empty())?;
    (text.len() <= ANGABEN_MAX).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::COMMANDS;

    #[test]
    fn every_act_is_known_to_look_or_to_do() {
        for name in LESEND {
            assert!(COMMANDS.contains(name), "{name} is no act (any more)");
            assert!(!HANDELND.contains(name), "{name} stands in both lists");
        }
        for name in HANDELND {
            assert!(COMMANDS.contains(name), "{name} is no act (any more)");
        }
        let open: Vec<_> = COMMANDS
            .iter()
            .filter(|name| !LESEND.contains(name) && !HANDELND.contains(name))
            .collect();
        assert!(open.is_empty(), "does it look or do? name it in LESEND or HANDELND: {open:?}");
    }

    #[test]
    fn a_log_quotes_no_secrets_and_no_bytes() {
        let args = json!({ "id": "x", "pfad": "/scans", "kennwort": "geheim", "ziel": null });
        assert_eq!(angaben(&args).as_deref(), Some(r#"{"pfad":"/scans"}"#));
        assert_eq!(angaben(&json!({ "inhalt": "aGFsbG8=" })), None);
        assert_eq!(angaben(&json!({ "text": "x".repeat(1000) })), None);
    }
}
