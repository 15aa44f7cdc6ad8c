//! A history handed out: as a table, as xdomea rows, as a sheet to print; each with a checksum by
//! which anybody can tell later whether it was changed.
//!
//! Never more than the screen shows, and never a cell that a spreadsheet would compute.

use domain::Zeitpunkt;
use schreiben::{Vermerk, vermerk_setzen};
use xdomea::metadaten::Historieneintrag;
use xdomea::{Fassung, Zeitangabe};

use super::{Filter, Verlauf, Zeile};
use crate::Desk;
use crate::ausgabe::{Ausgabe, write};
use crate::desk::{benutzer, parse_id};
use crate::views::{
    AusgabeView, Code, Fehler, VerlaufAusgebenArgs, VerlaufForm, VerlaufQuelle, VerlaufStand,
};

/// Rows on paper at most; more of them go into a table.
const PAPER_MAX: usize = 1500;
/// Characters of a value on paper.
const CELL_MAX: usize = 160;

impl Desk {
    /// Writes a history into a file.
    pub fn verlauf_ausgeben(&self, args: VerlaufAusgebenArgs) -> Result<AusgabeView, Fehler> {
        let id = parse_id(&args.id)?;
        let filter = Filter::read(&args.filter)?;
        let (history, akteur) = self.store.read(|db| {
            let mut history = Verlauf::of(db, id)?;
            history.rows.retain(|row| filter.lets(row));
            // On paper and in tables time runs downwards.
            history.rows.reverse();
            Ok::<_, Fehler>((history, benutzer(db)?))
        })?;
        let now = self.store.env().now();
        let bytes = match args.form {
            VerlaufForm::Csv => csv(&history.rows),
            VerlaufForm::Xdomea => xml(&history.rows)?,
            VerlaufForm::Pdf => pdf(&history, &akteur, now)?,
        };
        let rec_id = Some(id);
        self.hand_out(Ausgabe { aktion: "verlauf_ausgeben", rec_id, pfad: &args.pfad }, |file| {
            write(file, &bytes)
        })
    }
}

const HEAD: [&str; 13] = [
    "Nr.",
    "Zeit (Arbeitsplatz)",
    "Zeit (Zentrale)",
    "Person",
    "Arbeitsplatz",
    "Gegenstand",
    "Handlung",
    "Feld",
    "Alter Wert",
    "Neuer Wert",
    "Begründung",
    "Stand",
    "Aufgezeichnet von",
];

fn cells(number: usize, row: &Zeile) -> [String; 13] {
    let view = &row.view;
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        number.to_string(),
        view.um.clone(),
        given(&view.zentrale_um),
        view.akteur.clone(),
        view.arbeitsplatz.clone(),
        view.gegenstand.name.clone(),
        view.was.clone(),
        given(&view.feld),
        given(&view.alt),
        given(&view.neu),
        given(&view.bemerkung),
        stand(view.stand).to_owned(),
        quelle(view.quelle).to_owned(),
    ]
}

const fn stand(stand: VerlaufStand) -> &'static str {
    match stand {
        VerlaufStand::Gilt => "gilt",
        VerlaufStand::Ausstehend => "noch nicht entschieden",
        VerlaufStand::Abgelehnt => "von der Zentrale abgelehnt",
    }
}

const fn quelle(quelle: VerlaufQuelle) -> &'static str {
    match quelle {
        VerlaufQuelle::Arbeitsplatz => "diesem Arbeitsplatz",
        VerlaufQuelle::Zentrale => "der Zentrale",
    }
}

/// A table as German spreadsheets open it: semicolons, with a mark for UTF-8. Its last line is the
/// checksum of all bytes before it.
fn csv(rows: &[Zeile]) -> Vec<u8> {
    let mut out = table(rows);
    let sum = wire::sha256_hex(out.as_bytes());
    line(&mut out, &["Prüfsumme (SHA-256 aller Bytes davor)".to_owned(), sum]);
    out.into_bytes()
}

fn table(rows: &[Zeile]) -> String {
    let mut out = String::from("\u{feff}");
    line(&mut out, &HEAD.map(str::to_owned));
    for (at, row) in rows.iter().enumerate() {
        line(&mut out, &cells(at + 1, row));
    }
    out
}

fn line(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(';');
        }
        out.push('"');
        // A cell that begins like a formula would be computed; an apostrophe makes it text.
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            out.push('\'');
        }
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}

fn xml(rows: &[Zeile]) -> Result<Vec<u8>, Fehler> {
    let entries: Vec<Historieneintrag> = rows.iter().map(entry).collect();
    let mut bytes = xdomea::historie(&entries, Fassung::V3_1).map_err(|error| {
        let rat = "Bitte grenzen Sie die Zeilen ein, oder wählen Sie die Tabelle (CSV).";
        tracing::warn!(error = &error as &dyn std::error::Error, "history as xdomea");
        Fehler::new(Code::Invalid, "Der Verlauf ist für eine xdomea-Datei zu lang.", rat)
    })?;
    let sum = wire::sha256_hex(&bytes);
    let note = format!("<!-- Prüfsumme (SHA-256 aller Bytes davor): {sum} -->\n");
    bytes.extend_from_slice(note.as_bytes());
    Ok(bytes)
}

fn entry(row: &Zeile) -> Historieneintrag {
    let view = &row.view;
    let mut notes: Vec<String> = view.bemerkung.iter().cloned().collect();
    notes.push(format!("Gegenstand: {}", view.gegenstand.name));
    notes.push(format!("Arbeitsplatz: {}", view.arbeitsplatz));
    notes.extend(view.zentrale_um.iter().map(|um| format!("Eingang bei der Zentrale: {um}")));
    if view.stand != VerlaufStand::Gilt {
        notes.push(stand(view.stand).to_owned());
    }
    Historieneintrag {
        metadatum_name: view.feld.clone(),
        alter_wert: view.alt.clone(),
        neuer_wert: view.neu.clone(),
        akteur: view.akteur.clone(),
        um: Zeitangabe::from(row.um),
        bemerkung: Some(notes.join("; ")),
        aktion: view.was.clone(),
    }
}

/// A sheet to print. Its checksum is that of the same rows as a table: paper has no bytes.
fn pdf(history: &Verlauf, akteur: &str, now: Zeitpunkt) -> Result<Vec<u8>, Fehler> {
    let too_long =
        |rat: &str| Fehler::new(Code::Invalid, "Der Verlauf ist für ein PDF zu lang.", rat);
    let rat = "Bitte grenzen Sie die Zeilen ein, oder wählen Sie die Tabelle (CSV).";
    if history.rows.len() > PAPER_MAX {
        return Err(too_long(rat));
    }
    let local = now.to_zoned(domain::aktenzeichen::amtszeit());
    let mut text = String::from(
        "| Zeit | Person | Gegenstand | Handlung | Alter Wert | Neuer Wert | Begründung |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for row in &history.rows {
        text.push_str(&printed(row));
    }
    let sum = wire::sha256_hex(table(&history.rows).as_bytes());
    text.push_str(&format!(
        "\n{} Einträge. Prüfsumme (SHA-256) derselben Einträge als Tabelle: {sum}\n",
        history.rows.len()
    ));
    let set = vermerk_setzen(&Vermerk {
        behoerde: String::new(),
        aktenzeichen: history.gegenstand.name.clone(),
        betreff: "Verlauf".to_owned(),
        verfasser: akteur.to_owned(),
        datum: local.date(),
        ort: None,
        beteiligte: Vec::new(),
        text,
        fotos: Vec::new(),
        verfuegung: Vec::new(),
        vorgang: None,
    });
    match set {
        Ok(set) => Ok(set.pdf),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "history as PDF");
            Err(too_long(rat))
        }
    }
}

fn printed(row: &Zeile) -> String {
    let view = &row.view;
    let local = row.um.to_zoned(domain::aktenzeichen::amtszeit());
    let what = match &view.feld {
        Some(feld) => format!("{}: {feld}", view.was),
        None => view.was.clone(),
    };
    let cells = [
        Some(local.strftime("%d.%m.%Y %H:%M").to_string()),
        Some(view.akteur.clone()),
        Some(view.gegenstand.name.clone()),
        Some(what),
        view.alt.clone(),
        view.neu.clone(),
        view.bemerkung.clone(),
    ];
    let mut line = String::from("|");
    for cell in cells {
        let flat: String =
            cell.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = flat.chars().take(CELL_MAX).collect();
        let more = if short.len() < flat.len() { "…" } else { "" };
        line.push_str(&format!(" {}{more} |", schreiben::markup::roh(&short).replace('|', "\\|")));
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text_whatever_they_begin_with() {
        let mut out = String::new();
        line(&mut out, &["=1+1".to_owned(), "a;\"b\"".to_owned(), "-5".to_owned()]);
        assert_eq!(out, "\"'=1+1\";\"a;\"\"b\"\"\";\"'-5\"\r\n");
    }

    #[test]
    fn the_last_line_sums_up_all_before_it() {
        let bytes = csv(&[]);
        let text = String::from_utf8(bytes).unwrap();
        let (before, last) = text.trim_end().rsplit_once("\r\n").unwrap();
        let sum = wire::sha256_hex(format!("{before}\r\n").as_bytes());
        assert!(last.contains(&sum), "{last}");
    }
}
