//! A plan as a table: CSV with a header, separated by `;` or `,`, in UTF-8 or Windows-1252.
//!
//! Never guesses a value: a cell that cannot be understood is refused with its line.

use domain::Datum;
use domain::aussonderung::Aussonderungsart;

use super::{PlanError, Planzeile, UNITS_MAX};

/// Columns with the names under which they are known.
const COLUMNS: [(&str, &[&str]); 10] = [
    ("kennzeichen", &["kennzeichen", "nummer", "aktenplannummer", "zeichen"]),
    ("bezeichnung", &["bezeichnung", "betreff", "betreffkurz", "titel", "name"]),
    ("übergeordnet", &["übergeordnet", "uebergeordnet", "oberpunkt"]),
    ("inhaltsangabe", &["inhaltsangabe", "inhalt", "beschreibung"]),
    (
        "aufbewahrung",
        &["aufbewahrung", "aufbewahrungjahre", "aufbewahrungsfrist", "frist", "jahre"],
    ),
    ("aussonderungsart", &["aussonderungsart", "bewertung", "aussonderung"]),
    ("gültig ab", &["gültigab", "gueltigab", "beginn"]),
    ("gültig bis", &["gültigbis", "gueltigbis", "ende"]),
    ("stillgelegt", &["stillgelegt"]),
    ("vier Augen", &["vieraugen", "vieraugenprinzip"]),
];

/// Reads the rows of a table.
pub(super) fn lesen(bytes: &[u8]) -> Result<Vec<Planzeile>, PlanError> {
    let text = decoded(bytes);
    let first = text.lines().next().unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    let separator = if count(';') >= count(',') { ';' } else { ',' };
    let mut rows = cells(&text, separator)?.into_iter();
    let Some((_, header)) = rows.next() else { return Err(PlanError::Unknown) };
    let places = columns(&header);
    for (needed, place) in COLUMNS.iter().zip(&places).take(2) {
        if place.is_none() {
            // A file of another kind has no such line at all.
            let none = places.iter().all(Option::is_none);
            return Err(if none { PlanError::Unknown } else { PlanError::Column(needed.0) });
        }
    }
    let mut units = Vec::new();
    for (line, row) in rows {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        units.push(Row { line, places: &places, cells: &row }.unit()?);
    }
    Ok(units)
}

/// UTF-8 if it is that, else what German office programs write.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

fn columns(header: &[String]) -> Vec<Option<usize>> {
    let plain = |text: &String| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let names: Vec<String> = header.iter().map(plain).collect();
    let place = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    COLUMNS.iter().map(|(_, known)| place(known)).collect()
}

type Cells = Vec<(usize, Vec<String>)>;

/// Cuts a text into rows with their line numbers (RFC 4180).
fn cells(text: &str, separator: char) -> Result<Cells, PlanError> {
    let mut rows = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let (mut quoted, mut line, mut begun) = (false, 1, 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            c if quoted => cell.push(c),
            c if c == separator => row.push(std::mem::take(&mut cell)),
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push((begun, std::mem::take(&mut row)));
                begun = line;
                if rows.len() > UNITS_MAX + 1 {
                    return Err(PlanError::Bounds(format!("mehr als {UNITS_MAX} Zeilen")));
                }
            }
            c => cell.push(c),
        }
    }
    if quoted {
        return Err(PlanError::Quote(begun));
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push((begun, row));
    }
    Ok(rows)
}

struct Row<'a> {
    line: usize,
    places: &'a [Option<usize>],
    cells: &'a [String],
}

impl Row<'_> {
    fn unit(&self) -> Result<Planzeile, PlanError> {
        let filled = |column| Some(self.text(column).to_owned()).filter(|text| !text.is_empty());
        Ok(Planzeile {
            kennzeichen: self.text(0).to_owned(),
            bezeichnung: self.text(1).to_owned(),
            uebergeordnet: filled(2),
            inhaltsangabe: filled(3),
            aufbewahrung_jahre: self.jahre()?,
            aussonderungsart: self.art()?,
            gueltig_ab: self.tag(6)?,
            gueltig_bis: self.tag(7)?,
            stillgelegt: self.ja(8)?.unwrap_or(false),
            vier_augen: self.ja(9)?,
        })
    }

    fn text(&self, column: usize) -> &str {
        let place = self.places.get(column).copied().flatten();
        place.and_then(|place| self.cells.get(place)).map_or("", |cell| cell.trim())
    }

    fn wrong<T>(&self, column: usize) -> Result<T, PlanError> {
        let name = COLUMNS.get(column).map_or("", |(name, _)| *name);
        // A whole file in one cell is no use in a message.
        let text = self.text(column).chars().take(80).collect();
        Err(PlanError::Cell { line: self.line, column: name, text })
    }

    /// Years; nothing, `dauernd` and `unbefristet` mean for ever.
    fn jahre(&self) -> Result<Option<u32>, PlanError> {
        let text = self.text(4).to_lowercase();
        let text = text.trim_end_matches("jahre").trim_end_matches("jahr").trim();
        match text {
            "" | "dauernd" | "unbefristet" | "d" | "-" => Ok(None),
            number => number.parse().map(Some).or_else(|_| self.wrong(4)),
        }
    }

    fn art(&self) -> Result<Option<Aussonderungsart>, PlanError> {
        match self.text(5).to_lowercase().as_str() {
            "" => Ok(None),
            "a" | "archivieren" | "archivwürdig" => Ok(Some(Aussonderungsart::A)),
            "b" | "bewerten" => Ok(Some(Aussonderungsart::B)),
            "v" | "vernichten" => Ok(Some(Aussonderungsart::V)),
            _ => self.wrong(5),
        }
    }

    /// A day as `2026-01-31` or `31.01.2026`.
    fn tag(&self, column: usize) -> Result<Option<Datum>, PlanError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let day = text.parse().or_else(|_| Datum::strptime("%d.%m.%Y", text));
        day.map(Some).or_else(|_| self.wrong(column))
    }

    fn ja(&self, column: usize) -> Result<Option<bool>, PlanError> {
        match self.text(column).to_lowercase().as_str() {
            "" => Ok(None),
            "nein" | "n" | "0" | "false" => Ok(Some(false)),
            "ja" | "j" | "x" | "1" | "true" => Ok(Some(true)),
            _ => self.wrong(column),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_table_is_read_however_the_office_program_wrote_it() {
        let utf8 = "Kennzeichen;Bezeichnung;Aufbewahrung;Aussonderungsart;Gültig ab\r\n\
                    4;Bauen;30;A;01.01.2020\r\n\
                    4.2;\"Straßen; \"\"alte\"\" Wege\";dauernd;;2021-02-03\r\n";
        let units = lesen(utf8.as_bytes()).unwrap();
        assert_eq!(units[0].aussonderungsart, Some(Aussonderungsart::A));
        assert_eq!(units[0].gueltig_ab, Some(date(2020, 1, 1)));
        assert_eq!(units[1].bezeichnung, "Straßen; \"alte\" Wege");
        assert_eq!(
            (units[1].aufbewahrung_jahre, units[1].gueltig_ab),
            (None, Some(date(2021, 2, 3)))
        );
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(utf8);
        assert_eq!(lesen(&windows).unwrap(), units);
        assert_eq!(lesen(format!("\u{feff}{utf8}").as_bytes()).unwrap(), units);
        let comma = "nummer,titel,frist\n1,Verwaltung,10 Jahre\n\n2,Finanzen,10";
        let units = lesen(comma.as_bytes()).unwrap();
        assert_eq!(units.len(), 2);
        assert_eq!(units[0].aufbewahrung_jahre, Some(10));
    }

    #[test]
    fn what_cannot_be_understood_is_refused_with_its_line() {
        let said = |text: &str| lesen(text.as_bytes()).unwrap_err().to_string();
        assert!(said("Kennzeichen;Frist\n1;2").contains("„bezeichnung“"));
        assert!(said("bla bla bla").contains("weder"));
        assert!(said("").contains("weder"));
        let head = "kennzeichen;bezeichnung;frist;bewertung;gültig ab\n1;a;3;V;\n";
        assert!(said(&format!("{head}2;b;viele;;")).starts_with("Zeile 3: „viele“"));
        assert!(said(&format!("{head}2;\"b\nc\";3;X;")).starts_with("Zeile 3: „X“"));
        assert!(said(&format!("{head}2;b;3;V;31.02.2020")).contains("31.02.2020"));
        assert!(said(&format!("{head}2;\"b")).contains("Anführungszeichen"));
    }
}
