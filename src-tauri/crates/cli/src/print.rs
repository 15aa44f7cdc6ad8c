//! How results look on a terminal.
//!
//! Never changes a value: with `--json` exactly the view is printed.

use std::io::Write;
use std::process::ExitCode;

use desk::views::{
    AktenverlaufView, BaumKnoten, EingangListe, ErkennungenView, PruefungView, TrefferListe,
    UebernahmeErgebnis,
};
use serde::Serialize;
use serde_json::Value;

/// Prints a view as JSON or as text.
pub(crate) fn show<T: Serialize>(
    json: bool,
    view: &T,
    text: impl FnOnce(&T) -> String,
) -> anyhow::Result<ExitCode> {
    let out = if json { serde_json::to_string_pretty(view)? } else { text(view) };
    writeln!(std::io::stdout(), "{}", out.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what went wrong.
pub(crate) fn error(error: &anyhow::Error) {
    // If even standard error is closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{error:#}");
}

pub(crate) fn eingaenge(list: &EingangListe) -> String {
    let mut out = format!("Eingänge: {}\n", list.gesamt);
    for row in &list.zeilen {
        let az = row.aktenzeichen.as_deref().unwrap_or("-");
        let mark = if row.pruefung_noetig { "  [Prüfung nötig]" } else { "" };
        out += &format!("{}  {}  {az}  {}{mark}\n", row.id, row.eingegangen_um, row.titel);
    }
    out
}

pub(crate) fn akten(rows: &[(usize, BaumKnoten)]) -> String {
    let mut out = String::new();
    for (depth, row) in rows {
        out += &format!("{}{}  {}\n", "  ".repeat(*depth), row.kennzeichen, row.text);
    }
    out
}

pub(crate) fn treffer(list: &TrefferListe) -> String {
    let mut out = format!("{} Treffer\n", list.gesamt);
    for row in &list.zeilen {
        let az = row.aktenzeichen.as_deref().unwrap_or("-");
        out += &format!("{}  {az}  {}\n", row.id, row.titel);
        if let Some(auszug) = &row.auszug {
            out += &format!("    {auszug}\n");
        }
    }
    out
}

pub(crate) fn uebernahme(result: &UebernahmeErgebnis) -> String {
    let mut out = String::new();
    for row in &result.zeilen {
        out += &format!("{}: {}\n", row.pfad, row.meldung);
        if let (Some(eingang), Some(sha256)) = (&row.eingang, &row.sha256) {
            out += &format!("    Eingang {eingang}, SHA-256 {sha256}\n");
        }
    }
    out
}

pub(crate) fn pruefung(report: &PruefungView) -> String {
    let mut out = format!(
        "Geprüft: Datensätze {}, Originale {} (noch nicht hier: {}), Protokolleinträge {}\n",
        report.datensaetze, report.originale, report.originale_fehlend, report.protokolleintraege
    );
    for satz in &report.geschwaerzt {
        out += &format!("{satz}\n");
    }
    for befund in &report.befunde {
        out += &format!("! {befund}\n");
    }
    out += if report.in_ordnung { "In Ordnung." } else { "Nicht in Ordnung." };
    out
}

pub(crate) fn verlauf(view: &AktenverlaufView) -> String {
    let mut out = format!("{}: {} Einträge\n", view.gegenstand.name, view.gesamt);
    for row in &view.zeilen {
        let feld = row.feld.as_deref().map(|feld| format!(": {feld}")).unwrap_or_default();
        out += &format!("{}  {}  {}{feld}  {}\n", row.um, row.akteur, row.was, row.gegenstand.name);
        let values = [("vorher", &row.alt), ("nachher", &row.neu), ("Grund", &row.bemerkung)];
        for (name, value) in values {
            if let Some(value) = value {
                out += &format!("    {name}: {value}\n");
            }
        }
    }
    if view.geholt_um.is_none() {
        out += "Nur was dieser Arbeitsplatz aufgezeichnet hat; --holen fragt die Zentrale.\n";
    }
    out
}

pub(crate) fn sync(report: &Value) -> String {
    let satz = report.pointer("/abgleich/satz").and_then(Value::as_str).unwrap_or("");
    let number = |name: &str| report.get(name).and_then(Value::as_u64).unwrap_or(0);
    format!(
        "Gesendet: Änderungen {}, Originale {}\nGeholt: Änderungen {}, Originale {}\n{satz}",
        number("gesendet"),
        number("originaleGesendet"),
        number("geholt"),
        number("originaleGeholt")
    )
}

pub(crate) fn doctor(report: &Value) -> String {
    let text = |path: &str| match report.pointer(path) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => "-".to_owned(),
        Some(other) => other.to_string(),
    };
    let mut out = String::new();
    for (name, path) in [
        ("Datenordner", "/datenordner"),
        ("Programmversion", "/uebersicht/version"),
        ("Behörde", "/uebersicht/mandant"),
        ("Benutzer", "/uebersicht/benutzer"),
        ("Arbeitsplatz", "/uebersicht/arbeitsplatz"),
        ("Offene Eingänge", "/uebersicht/offeneEingaenge"),
        ("Zentrale", "/abgleich/zentrale"),
        ("Abgleich", "/abgleich/satz"),
        ("Zuletzt", "/abgleich/zuletztUm"),
        ("Letzter Fehler", "/abgleich/fehler"),
    ] {
        out += &format!("{name}: {}\n", text(path));
    }
    let problems = report.pointer("/uebernahme/nichtUebernommen").and_then(Value::as_array);
    for problem in problems.into_iter().flatten() {
        let field = |name: &str| problem.get(name).and_then(Value::as_str).unwrap_or("");
        out += &format!("! {}: {}\n", field("pfad"), field("meldung"));
    }
    out
}

pub(crate) fn erkennungen(view: &ErkennungenView) -> String {
    let mut out = String::new();
    if let Some(fehlt) = &view.fehlt {
        out += &format!("{fehlt}\n");
    }
    if view.zeilen.is_empty() {
        out += "Es wartet nichts auf Texterkennung.";
    }
    for zeile in &view.zeilen {
        let meldung = zeile.meldung.as_deref().unwrap_or("wartet");
        out +=
            &format!("{}: Seite {} von {}, {meldung}\n", zeile.titel, zeile.erledigt, zeile.seiten);
    }
    out
}
