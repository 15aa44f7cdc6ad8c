//! Tables as text (RFC 4180, with a sign of choice between cells).
//!
//! Never takes a quotation mark that was never closed for the end of the table.

use super::KasseError;

/// Most bytes of a table.
pub const BYTES_MAX: usize = 16 << 20;
/// Most rows.
pub const ZEILEN_MAX: usize = 200_000;
/// Most cells of a row.
pub const SPALTEN_MAX: usize = 200;
/// Longest cell.
pub const ZELLE_BYTES_MAX: usize = 32_000;
/// Most cells altogether.
const ZELLEN_MAX: usize = 2_000_000;

/// Writes rows, each cell quoted where it has to be.
pub(super) fn schreiben(tabelle: &[Vec<String>], trennzeichen: char) -> Result<String, KasseError> {
    if tabelle.len() > ZEILEN_MAX {
        return Err(KasseError::TooMany { what: "rows", max: ZEILEN_MAX });
    }
    let mut out = String::new();
    for zellen in tabelle {
        for (at, zelle) in zellen.iter().enumerate() {
            if zelle.len() > ZELLE_BYTES_MAX {
                return Err(KasseError::TooMany { what: "bytes in a cell", max: ZELLE_BYTES_MAX });
            }
            if at > 0 {
                out.push(trennzeichen);
            }
            let quoted = zelle.contains([trennzeichen, '"', '\r', '\n'])
                || zelle.starts_with(char::is_whitespace)
                || zelle.ends_with(char::is_whitespace);
            if quoted {
                out.push('"');
                out.push_str(&zelle.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(zelle);
            }
        }
        out.push_str("\r\n");
    }
    Ok(out)
}

/// Where the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ort {
    /// At the begin of a cell.
    Anfang,
    /// In a cell without quotation marks.
    Offen,
    /// Between quotation marks.
    Innen,
    /// Behind the closing one.
    Danach,
}

/// Reads rows with the lines they begin in, from 1.
pub(super) fn lesen(
    text: &str,
    trennzeichen: char,
) -> Result<Vec<(usize, Vec<String>)>, KasseError> {
    let mut rows = Rows { rows: Vec::new(), zellen: vec![String::new()], anzahl: 0, beginn: 1 };
    let (mut ort, mut line) = (Ort::Anfang, 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let crlf = c == '\r' && chars.peek() == Some(&'\n');
        line += usize::from(c == '\n' || c == '\r' && !crlf);
        match (ort, c) {
            (Ort::Innen, '"') if chars.peek() == Some(&'"') => {
                chars.next();
                rows.push('"')?;
            }
            (Ort::Innen, '"') => ort = Ort::Danach,
            (Ort::Innen, _) => rows.push(c)?,
            (Ort::Anfang, '"') => ort = Ort::Innen,
            (_, '"') => return Err(KasseError::Anfuehrung { zeile: line }),
            _ if c == trennzeichen => {
                rows.cell()?;
                ort = Ort::Anfang;
            }
            (_, '\r') if crlf => {}
            (_, '\n' | '\r') => {
                rows.row(line)?;
                ort = Ort::Anfang;
            }
            (Ort::Danach, _) => return Err(KasseError::Anfuehrung { zeile: line }),
            _ => {
                rows.push(c)?;
                ort = Ort::Offen;
            }
        }
    }
    if ort == Ort::Innen {
        return Err(KasseError::Anfuehrung { zeile: rows.beginn });
    }
    // Without a line break at its end the last row is one, too.
    if rows.zellen.iter().any(|zelle| !zelle.is_empty()) || rows.zellen.len() > 1 {
        rows.row(line)?;
    }
    Ok(rows.rows)
}

/// Rows that were read, and the one that is being read.
struct Rows {
    rows: Vec<(usize, Vec<String>)>,
    zellen: Vec<String>,
    anzahl: usize,
    beginn: usize,
}

impl Rows {
    fn push(&mut self, c: char) -> Result<(), KasseError> {
        let Some(zelle) = self.zellen.last_mut() else { return Ok(()) };
        if zelle.len() >= ZELLE_BYTES_MAX {
            return Err(KasseError::TooMany { what: "bytes in a cell", max: ZELLE_BYTES_MAX });
        }
        zelle.push(c);
        Ok(())
    }

    fn cell(&mut self) -> Result<(), KasseError> {
        self.anzahl += 1;
        if self.zellen.len() >= SPALTEN_MAX {
            return Err(KasseError::TooMany { what: "cells in a row", max: SPALTEN_MAX });
        }
        if self.anzahl > ZELLEN_MAX {
            return Err(KasseError::TooMany { what: "cells", max: ZELLEN_MAX });
        }
        self.zellen.push(String::new());
        Ok(())
    }

    /// Ends a row; the next one begins in this line.
    fn row(&mut self, next: usize) -> Result<(), KasseError> {
        if self.rows.len() >= ZEILEN_MAX {
            return Err(KasseError::TooMany { what: "rows", max: ZEILEN_MAX });
        }
        let zellen = std::mem::replace(&mut self.zellen, vec![String::new()]);
        self.rows.push((self.beginn, zellen));
        self.beginn = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        lesen(text, ';').unwrap()
    }

    #[test]
    fn cells_are_parted_and_quotes_are_undone() {
        let found = rows("a;b\r\n\"x;\"\"y\"\"\r\nz\";2\nc;\"\"\n");
        let cells: Vec<(usize, &str, &str)> = found
            .iter()
            .map(|(line, cells)| (*line, cells[0].as_str(), cells[1].as_str()))
            .collect();
        assert_eq!(cells, [(1, "a", "b"), (2, "x;\"y\"\r\nz", "2"), (4, "c", "")]);
        assert_eq!(rows("a;b").len(), 1);
        assert_eq!(rows("a\rb\r").len(), 2);
        assert_eq!(rows(";").len(), 1);
        assert!(rows("").is_empty());
    }

    #[test]
    fn misplaced_quotes_are_refused_with_their_row() {
        for (text, zeile) in [("a;b\nc;\"d\ne;f\n", 2), ("a\"b", 1), ("x\n\"a\"b", 2)] {
            assert_eq!(lesen(text, ';'), Err(KasseError::Anfuehrung { zeile }), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let tabelle: Vec<Vec<String>> = vec![
            vec!["Müller; \"Hof\"".to_owned(), " am Rand ".to_owned()],
            vec!["zwei\nZeilen".to_owned(), String::new()],
        ];
        let text = schreiben(&tabelle, ';').unwrap();
        let read: Vec<Vec<String>> = rows(&text).into_iter().map(|(_, cells)| cells).collect();
        assert_eq!(read, tabelle);
    }
}
