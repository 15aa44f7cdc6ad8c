//! Text as the index wants it, and plain-text documents.
//!
//! Never lets a control character or more than the agreed size through.

use crate::{Befund, TEXT_BYTES_MAX, hinweis, sniff};

/// How much of a file is looked at to tell whether it is text.
const TELL_BYTES: usize = 64 * 1024;

/// Collects text up to a size, cleaned on the way.
#[derive(Debug)]
pub(crate) struct TextSink {
    text: String,
    limit: usize,
    truncated: bool,
}

impl TextSink {
    /// Creates an empty collection.
    pub(crate) fn new(limit: usize) -> TextSink {
        TextSink { text: String::new(), limit, truncated: false }
    }

    /// Whether no more is taken.
    pub(crate) fn is_full(&self) -> bool {
        self.truncated
    }

    /// Adds text: control characters vanish, white space is single, empty lines are one.
    pub(crate) fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\u{c}' => self.line(),
                ' ' | '\t' | '\u{a0}' => self.space(),
                '\u{fffd}' | '\u{feff}' => {}
                c if c.is_control() => {}
                c => match ligature(c) {
                    Some(letters) => letters.chars().for_each(|c| self.put(c)),
                    None => self.put(c),
                },
            }
        }
    }

    /// Ends the line, unless at the start of one.
    pub(crate) fn line(&mut self) {
        if self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\u{c}']) {
            self.put('\n');
        }
    }

    /// Ends the page; also an empty one, so that pages can be counted.
    pub(crate) fn page(&mut self) {
        self.text.truncate(self.text.trim_end_matches([' ', '\n']).len());
        self.put('\u{c}');
    }

    /// Adds a space, unless there is one.
    pub(crate) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\u{c}']) {
            self.put(' ');
        }
    }

    fn put(&mut self, c: char) {
        if self.truncated || self.text.len() + c.len_utf8() > self.limit {
            self.truncated = true;
        } else {
            self.text.push(c);
        }
    }

    /// Returns the text and whether some of it was left out.
    pub(crate) fn finish(mut self) -> (String, bool) {
        self.text.truncate(self.text.trim_end().len());
        (self.text, self.truncated)
    }
}

/// Returns the letters of a character that joins several; nobody searches for the joined one.
pub(crate) fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// Returns a single line without control characters, cut to a sensible length.
pub(crate) fn one_line(text: &str) -> Option<String> {
    const LINE_CHARS_MAX: usize = 300;
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    let line: String = words.join(" ").chars().take(LINE_CHARS_MAX).collect();
    (!line.is_empty()).then_some(line)
}

/// Whether some bytes are text for people.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    let start = sniff::head(bytes, TELL_BYTES);
    if utf16(start).is_some() {
        return true;
    }
    let odd =
        start.iter().any(|b| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r' | 12));
    if odd || start.is_empty() {
        return false;
    }
    match std::str::from_utf8(start) {
        Ok(_) => true,
        // A character may be cut at the end of what is looked at.
        Err(error) if error.error_len().is_none() && bytes.len() > start.len() => true,
        Err(_) => {
            let high = start.iter().filter(|b| !b.is_ascii()).count();
            high * 2 <= start.len()
        }
    }
}

/// Reads a plain-text document.
pub(crate) fn read(bytes: &[u8], befund: &mut Befund) {
    // Four bytes a character at most, so this much always fills the sink.
    let start = sniff::head(bytes, TEXT_BYTES_MAX * 4);
    let mut sink = TextSink::new(TEXT_BYTES_MAX);
    if let Some(text) = utf16(start) {
        sink.push(&text);
    } else if let Ok(text) = std::str::from_utf8(start) {
        sink.push(text);
    } else if let Some(text) = cut_utf8(start) {
        sink.push(text);
    } else {
        let text: String = start.iter().map(|byte| windows_1252(*byte)).collect();
        sink.push(&text);
    }
    let (text, truncated) = sink.finish();
    if truncated || start.len() < bytes.len() {
        befund.note(hinweis::TEXT_GEKUERZT);
    }
    befund.merkmale.textebene = !text.is_empty();
    befund.text = text;
}

fn cut_utf8(bytes: &[u8]) -> Option<&str> {
    let error = std::str::from_utf8(bytes).err()?;
    if error.error_len().is_some() {
        return None;
    }
    std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let little = bytes.starts_with(b"\xFF\xFE");
    let body = bytes.strip_prefix(if little { b"\xFF\xFE" } else { b"\xFE\xFF" })?;
    let join = if little { u16::from_le_bytes } else { u16::from_be_bytes };
    let units = body.chunks_exact(2).filter_map(|pair| Some(join(pair.try_into().ok()?)));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect())
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let index = usize::from(byte).checked_sub(0x80);
    index.and_then(|index| HIGH.get(index)).copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sunk(text: &str, limit: usize) -> (String, bool) {
        let mut sink = TextSink::new(limit);
        sink.push(text);
        sink.finish()
    }

    #[test]
    fn the_sink_cleans_and_bounds() {
        assert_eq!(sunk("a\0b\u{7}  c\t\td\r\n\r\ne ", 100), ("ab c d\ne".to_owned(), false));
        assert_eq!(sunk("üüü", 4), ("üü".to_owned(), true));
        assert_eq!(sunk("  \n ", 4), (String::new(), false));
    }

    #[test]
    fn plain_text_in_three_encodings() {
        for bytes in [
            "Grüße\n5 €".as_bytes(),
            b"Gr\xFC\xDFe\r\n5 \x80",
            b"\xFF\xFEG\0r\0\xFC\0\xDF\0e\0\n\x005\0 \0\xAC\x20",
        ] {
            let mut befund = Befund::default();
            assert!(is_text(bytes));
            read(bytes, &mut befund);
            assert_eq!(befund.text, "Grüße\n5 €");
            assert!(befund.textebene && !befund.pruefung_noetig);
        }
    }

    #[test]
    fn long_text_is_cut_and_says_so() {
        let mut befund = Befund::default();
        read("ä".repeat(TEXT_BYTES_MAX).as_bytes(), &mut befund);
        assert_eq!(befund.text.len(), TEXT_BYTES_MAX);
        assert_eq!(befund.hinweise, [hinweis::TEXT_GEKUERZT]);
        assert!(!befund.pruefung_noetig);
    }

    #[test]
    fn titles_are_one_clean_line() {
        assert_eq!(one_line(" Brief\u{0}\n vom  3. Mai ").as_deref(), Some("Brief vom 3. Mai"));
        assert_eq!(one_line("\u{0} \n"), None);
        assert_eq!(one_line(&"x".repeat(1000)).map(|t| t.len()), Some(300));
    }
}
