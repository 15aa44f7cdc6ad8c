//! Text as a clerk reads it.
//!
//! Never holds more than the agreed size, control characters or changes of writing direction.

use crate::name;

/// Most text that is taken from one message.
pub const TEXT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Collects text up to a size, cleaned on the way.
#[derive(Debug, Default)]
pub(crate) struct Text {
    text: String,
    truncated: bool,
}

impl Text {
    /// Adds text as it stands: white space within a line is kept, empty lines are single.
    pub(crate) fn push(&mut self, text: &str) {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\r' if chars.peek() == Some(&'\n') => {}
                '\r' | '\n' | '\u{c}' | '\u{2028}' | '\u{2029}' => self.line(),
                '\t' | '\u{a0}' => self.put(' '),
                '\u{fffd}' => self.put('\u{fffd}'),
                c if name::hidden(c) => {}
                c => self.put(c),
            }
            if self.truncated {
                break;
            }
        }
    }

    /// Adds one character of running text, in which white space is single.
    pub(crate) fn flow(&mut self, c: char) {
        if c.is_whitespace() {
            if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.put(' ');
            }
        } else if !name::hidden(c) {
            self.put(c);
        }
    }

    /// Ends the line; two empty lines never follow each other.
    pub(crate) fn line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.put('\n');
        }
    }

    /// Ends the line, unless at the start of one.
    pub(crate) fn new_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.ends_with('\n') {
            self.line();
        }
    }

    /// Whether no more is taken.
    pub(crate) fn is_full(&self) -> bool {
        self.truncated
    }

    fn put(&mut self, c: char) {
        if self.truncated || self.text.len() + c.len_utf8() > TEXT_BYTES_MAX {
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
