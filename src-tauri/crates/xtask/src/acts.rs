//! Every act of the desk and how a test goes through it in the real window.
//!
//! Never a wish: a test named here exists, and an act that is missing here is a finding.

use Shown::{By, Not};

/// How an act is tested in the window.
pub(crate) enum Shown {
    /// By these tests: the file in `tests/window/tests/acts/` and the function.
    By(&'static [&'static str]),
    /// By none, for this reason.
    Not(&'static str),
}

const ORIGINALE: &str =
    "durch sync/tests/room/originale.rs und desk/tests/room/zentrale.rs gezeigt; Fenster folgt";
const ERSETZEND: &str = "durch desk/tests/room/ersetzend.rs gezeigt; Fenster folgt";

/// The acts in the order of the desk's own list.
pub(crate) const ACTS: &[(&str, Shown)] = &[
    ("uebersicht", By(&["einrichten::new_workstation_is_set_up_in_the_window"])),
    ("posteingang", By(&["eingang::posteingang_is_worked_off_without_the_mouse"])),
    ("eingang", By(&["eingang::letter_in_the_watched_folder_appears_and_can_be_read"])),
    (
        "eingang_zuordnen",
        By(&["zuordnen::letter_goes_into_its_vorgang", "zuordnen::letter_goes_into_a_new_vorgang"]),
    ),
    ("zuordnung_zuruecknehmen", By(&["zuordnen::filing_is_taken_back_by_keyboard"])),
    ("ziele", By(&["zuordnen::reference_in_the_letter_proposes_its_vorgang"])),
    ("aktenbaum", By(&["zuordnen::letter_goes_into_its_vorgang"])),
    ("akte_anlegen", By(&["akten::akte_and_vorgang_are_made_where_they_belong"])),
    ("vorgang_anlegen", By(&["akten::akte_and_vorgang_are_made_where_they_belong"])),
    ("betreff_aendern", By(&["akten::betreff_is_changed_where_it_stands"])),
    ("vorgang", By(&["akten::document_is_read_in_its_vorgang"])),
    ("dokument", By(&["akten::document_is_read_in_its_vorgang"])),
    ("suche", By(&["suche::word_with_an_umlaut_finds_the_letter_however_it_is_written"])),
    ("abgleich", By(&["abgleich::centre_out_of_reach_is_told_and_recovers_by_itself"])),
    (
        "abgleich_einzelheiten",
        By(&["abgleich::two_betreffs_of_one_vorgang_are_decided_by_a_person"]),
    ),
    ("abgleich_starten", By(&["abgleich::reconciliation_starts_when_it_is_asked_for"])),
    (
        "konflikt_loesen",
        By(&[
            "abgleich::two_betreffs_of_one_vorgang_are_decided_by_a_person",
            "abgleich::decided_difference_is_taken_up_again",
        ]),
    ),
    ("ablehnung_bestaetigen", By(&["abgleich::who_came_second_is_told_and_confirms_it"])),
    ("zusammenfuehrung_zuruecknehmen", By(&["abgleich::merged_change_is_taken_back"])),
    (
        "zurueckgestelltes_senden",
        Not("a centre that fails at one change and no other cannot be had from outside"),
    ),
    ("vorfall_bestaetigen", By(&["zentrale::scenario_16_restored_centre_is_braked_told_and_kept"])),
    ("bremse_loesen", By(&["zentrale::scenario_16_restored_centre_is_braked_told_and_kept"])),
    (
        "zentrale_anerkennen",
        By(&["zentrale::scenario_15_emptied_centre_stops_until_it_is_accepted"]),
    ),
    ("diagnose_speichern", By(&["abgleich::diagnosis_is_written_without_content"])),
    ("stapel_zusammenfuehren", By(&["stapel::cutting_of_a_stack_is_taken_back"])),
    ("kennwort_eingeben", By(&["kennwort::protected_letter_opens_with_its_password_and_no_other"])),
    ("seitentext", By(&["erkennung::scanned_letter_is_read_and_its_words_are_found_on_the_scan"])),
    ("erkennungen", By(&["erkennung::reading_is_stopped_and_started_again"])),
    ("erkennung_starten", By(&["erkennung::reading_is_stopped_and_started_again"])),
    ("erkennung_abbrechen", By(&["erkennung::reading_is_stopped_and_started_again"])),
    ("uebernahme", By(&["fehler::link_in_the_folder_is_refused_and_told"])),
    ("zwischenablage_uebernehmen", By(&["einfuegen::pasted_picture_lies_in_the_posteingang"])),
    (
        "trennblaetter",
        Not("the system's own dialog asks where to; no driver of the page can answer it"),
    ),
    ("eingangsordner_entfernen", By(&["einrichten::folder_with_a_rule_is_added_and_taken_away"])),
    ("dateien_uebernehmen", By(&["fehler::empty_file_is_told_when_it_is_dropped"])),
    ("eingangsordner_setzen", By(&["einrichten::folder_is_watched_once_it_is_set"])),
    ("zentrale_einrichten", By(&["einrichten::new_workstation_is_set_up_in_the_window"])),
    ("pruefung", By(&["pruefung::stock_is_checked_and_found_in_order"])),
    ("originale", Not(ORIGINALE)),
    ("originale_einstellen", Not(ORIGINALE)),
    ("original_holen", Not(ORIGINALE)),
    ("akte_anheften", Not(ORIGINALE)),
    ("akte_loesen", Not(ORIGINALE)),
    ("scan_pruefen", Not(ERSETZEND)),
    ("stichprobe_liste", Not(ERSETZEND)),
    ("stichprobe_erfassen", Not(ERSETZEND)),
    ("papieroriginal_schritt", Not(ERSETZEND)),
    ("papieroriginale", Not(ERSETZEND)),
];
