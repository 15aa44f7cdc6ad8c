//! The small markup of letters and notes: paragraphs, bold, headings, lists, tables.
//!
//! Never a program: what is none of these signs is text, and a backslash makes a sign text.
//!
//! | Written | Set |
//! |---|---|
//! | empty line | a new paragraph |
//! | `# `, `## ` before a line | a heading, a smaller one |
//! | `- ` before lines | a list |
//! | `1. ` before lines | a numbered list that begins with this number |
//! | `\| a \| b \|`, a row of `---`, more rows | a table with its head; `--:` sets to the right |
//! | `**word**` | bold |

use serde::Serialize;

use crate::SetzenError;
use crate::satz::short;
use crate::schrift::seen;

/// Blocks, points and rows of one text at most.
const BLOCKS_MAX: usize = 4_000;
/// Columns of a table at most.
const COLUMNS_MAX: usize = 12;

/// A piece of text in one weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lauf {
    /// The text.
    pub t: String,
    /// Whether it is bold.
    pub fett: bool,
}

/// A line: pieces one after another.
pub type Zeile = Vec<Lauf>;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "art", rename_all = "snake_case")]
pub enum Block {
    /// Lines that belong together.
    Absatz {
        /// The lines as they were broken by their author.
        zeilen: Vec<Zeile>,
    },
    /// A heading.
    Ueberschrift {
        /// 1 or 2; never 2 without a 1 before it.
        ebene: u8,
        /// The words.
        zeile: Zeile,
    },
    /// A list.
    Liste {
        /// The first number, absent without numbers.
        ab: Option<u32>,
        /// The points, each with its lines.
        punkte: Vec<Vec<Zeile>>,
    },
    /// A table.
    Tabelle {
        /// For each column whether it is set to the right.
        rechts: Vec<bool>,
        /// The head; empty without one.
        kopf: Vec<Zeile>,
        /// The rows, all as wide as the table.
        zeilen: Vec<Vec<Zeile>>,
    },
}

/// Reads a text.
pub fn lesen(text: &str) -> Result<Vec<Block>, SetzenError> {
    short(text.len())?;
    let mut blocks = Vec::new();
    let mut lines = text.lines().map(str::trim_end).peekable();
    let mut topped = false;
    let mut count = 0;
    while let Some(line) = lines.next() {
        count += 1;
        if line.trim().is_empty() {
            continue;
        }
        if let Some((ebene, rest)) = heading(line) {
            let ebene = if topped { ebene } else { 1 };
            topped = true;
            blocks.push(Block::Ueberschrift { ebene, zeile: zeile(rest) });
        } else if line.trim_start().starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(row) = lines.next_if(|line| line.trim_start().starts_with('|')) {
                rows.push(cells(row));
            }
            count += rows.len();
            blocks.push(table(rows)?);
        } else if let Some((ab, rest)) = point(line) {
            let mut punkte = vec![vec![zeile(rest)]];
            while let Some(line) = lines.next_if(|line| in_list(line, ab.is_some())) {
                match point(line) {
                    Some((_, rest)) => punkte.push(vec![zeile(rest)]),
                    None => punkte.last_mut().into_iter().for_each(|p| p.push(zeile(line.trim()))),
                }
            }
            count += punkte.len();
            blocks.push(Block::Liste { ab, punkte });
        } else {
            let mut zeilen = vec![zeile(line)];
            while let Some(line) = lines.next_if(|line| plain(line)) {
                zeilen.push(zeile(line));
            }
            blocks.push(Block::Absatz { zeilen });
        }
        if count > BLOCKS_MAX {
            return Err(SetzenError::TooMany { what: "blocks", count, most: BLOCKS_MAX });
        }
    }
    Ok(blocks)
}

/// Returns a text with a backslash before every sign, so that it is set as it is.
pub fn roh(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(raw_line).collect();
    lines.join("\n")
}

fn raw_line(line: &str) -> String {
    let start = line.len() - line.trim_start().len();
    let digits = line.bytes().skip(start).take_while(u8::is_ascii_digit).count();
    let mut out = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let opens = at == start && matches!(c, '#' | '-');
        let counts = digits > 0 && at == start + digits && c == '.';
        if opens || counts || matches!(c, '\\' | '*' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let (ebene, rest) = match line.strip_prefix("# ") {
        Some(rest) => (1, rest),
        None => (2, line.strip_prefix("## ")?),
    };
    // A heading that nobody sees is none.
    seen(rest).then_some((ebene, rest))
}

fn point(line: &str) -> Option<(Option<u32>, &str)> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix("- ") {
        return Some((None, rest));
    }
    let (number, rest) = line.split_once(". ")?;
    let digits = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| number.parse().ok().map(|number| (Some(number), rest))).flatten()
}

/// Whether a line goes on with a list: another point of its kind, or text that is indented.
fn in_list(line: &str, numbered: bool) -> bool {
    let indented = line.starts_with("  ") && !line.trim().is_empty();
    point(line).map_or(indented, |(number, _)| number.is_some() == numbered)
}

fn plain(line: &str) -> bool {
    let table = line.trim_start().starts_with('|');
    !line.trim().is_empty() && heading(line).is_none() && point(line).is_none() && !table
}

/// Reads a line: bold, and signs that a backslash makes text.
pub(crate) fn zeile(line: &str) -> Zeile {
    let mut laeufe: Zeile = Vec::new();
    let mut open = String::new();
    let mut fett = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let escaped =
            after.chars().next().filter(|c| matches!(c, '\\' | '*' | '|' | '#' | '-' | '.'));
        if let (true, Some(sign)) = (c == '\\', escaped) {
            open.push(sign);
            rest = after.get(sign.len_utf8()..).unwrap_or_default();
        } else if let Some(behind) = rest.strip_prefix("**").filter(|rest| fett || closes(rest)) {
            push(&mut laeufe, &mut open, fett);
            fett = !fett;
            rest = behind;
        } else {
            open.push(c);
            rest = after;
        }
    }
    push(&mut laeufe, &mut open, fett);
    laeufe
}

/// Whether bold that opens here ends in this line, with something in it.
fn closes(rest: &str) -> bool {
    rest.find("**").is_some_and(|at| at > 0) && !rest.starts_with(char::is_whitespace)
}

fn push(laeufe: &mut Zeile, open: &mut String, fett: bool) {
    if !open.is_empty() {
        laeufe.push(Lauf { t: std::mem::take(open), fett });
    }
}

/// The cells of a row, with their signs still in them.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        match (c, cells.last_mut()) {
            ('|', _) if !escaped => cells.push(String::new()),
            (c, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
        escaped = c == '\\' && !escaped;
    }
    // The bar at the end closes the last cell and opens none.
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn table(rows: Vec<Vec<String>>) -> Result<Block, SetzenError> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(1);
    if width > COLUMNS_MAX {
        return Err(SetzenError::TooMany { what: "columns", count: width, most: COLUMNS_MAX });
    }
    let rule = rows.get(1).filter(|row| row.iter().all(|cell| is_rule(cell))).cloned();
    let sides = rule.clone().unwrap_or_default();
    let rechts = (0..width)
        .map(|n| sides.get(n).is_some_and(|cell| cell.ends_with(':') && !cell.starts_with(':')));
    let rechts: Vec<bool> = rechts.collect();
    let set = |row: Vec<String>| -> Vec<Zeile> {
        let mut set: Vec<Zeile> = row.iter().map(|cell| zeile(cell)).collect();
        set.resize(width, Vec::new());
        set
    };
    let mut rows = rows.into_iter();
    let kopf = if rule.is_some() { rows.next().map(set).unwrap_or_default() } else { Vec::new() };
    let zeilen = rows.skip(usize::from(rule.is_some())).map(set).collect();
    Ok(Block::Tabelle { rechts, kopf, zeilen })
}

fn is_rule(cell: &str) -> bool {
    let dashes = cell.trim_matches(':');
    dashes.len() >= 2 && dashes.bytes().all(|b| b == b'-')
}

#[cfg(test)]
mod tests;
