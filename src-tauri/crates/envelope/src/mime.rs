//! Cuts the body of a multipart at its boundary.
//!
//! Never copies and never looks into the pieces.

/// Most pieces of one multipart.
const PIECES_MAX: usize = 5000;

/// A multipart, cut.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pieces<'a> {
    /// The pieces, without the line end before the boundary.
    pub(crate) pieces: Vec<&'a [u8]>,
    /// Whether the last boundary stands there.
    pub(crate) closed: bool,
    /// Whether there were too many.
    pub(crate) cut: bool,
}

/// Cuts at a boundary.
pub(crate) fn split<'a>(body: &'a [u8], boundary: &str) -> Pieces<'a> {
    let mut pieces = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in body.split_inclusive(|b| *b == b'\n') {
        let end = at + line.len();
        if let Some(last) = delimiter(line, boundary.as_bytes()) {
            if let Some(start) = start {
                pieces.push(without_line_end(body.get(start..at).unwrap_or_default()));
            }
            if last {
                return Pieces { pieces, closed: true, cut: false };
            }
            if pieces.len() >= PIECES_MAX {
                return Pieces { pieces, closed: false, cut: true };
            }
            start = Some(end);
        }
        at = end;
    }
    if let Some(start) = start {
        pieces.push(body.get(start..).unwrap_or_default());
    }
    Pieces { pieces, closed: false, cut: false }
}

/// Finds the boundary of a multipart that does not declare one.
pub(crate) fn guess_boundary(body: &[u8]) -> Option<String> {
    const LINES: usize = 50;
    const BOUNDARY_BYTES_MAX: usize = 200;
    let lines = body.split(|b| *b == b'\n').take(LINES);
    let line = lines.map(<[u8]>::trim_ascii_end).find(|line| {
        line.starts_with(b"--")
            && line.len() < BOUNDARY_BYTES_MAX
            && line.iter().any(|b| b.is_ascii_alphanumeric())
    })?;
    Some(std::str::from_utf8(line.get(2..)?).ok()?.to_owned())
}

/// Whether a line is the boundary, and if so whether it is the last.
fn delimiter(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let line = line.strip_prefix(b"--")?.strip_prefix(boundary)?.trim_ascii_end();
    match line {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None,
    }
}

fn without_line_end(piece: &[u8]) -> &[u8] {
    let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
    piece.strip_suffix(b"\r").unwrap_or(piece)
}
