//! HTML letters reduced to text.
//!
//! Never fetches, runs or renders anything; what would be fetched is only counted.

use mail_parser::decoders::html::add_html_token;

use crate::text::Text;

/// Elements whose content no reader sees.
const UNSEEN: [&str; 8] =
    ["style", "script", "head", "template", "title", "object", "iframe", "noscript"];
/// Elements that begin and end on their own line.
const BLOCKS: [&str; 24] = [
    "address",
    "article",
    "blockquote",
    "body",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "ol",
    "section",
    "table",
    "tr",
    "ul",
];
/// Longest character reference that is looked at.
const REFERENCE_BYTES_MAX: usize = 32;
/// How much of a tag is looked at for its attributes.
const TAG_BYTES_MAX: usize = 16 * 1024;

/// A letter without its markup.
#[derive(Debug)]
pub(crate) struct Reduced {
    /// The text.
    pub(crate) text: String,
    /// Whether some of it was left out.
    pub(crate) truncated: bool,
    /// Pictures that would have been loaded from elsewhere.
    pub(crate) externe_bilder: usize,
}

/// Reduces HTML to text.
pub(crate) fn reduce(html: &str) -> Reduced {
    let mut state = State::default();
    let mut rest = html;
    while !rest.is_empty() && !state.text.is_full() {
        rest = match rest.find(['<', '&']) {
            None => {
                state.running(rest);
                break;
            }
            Some(at) => {
                state.running(rest.get(..at).unwrap_or_default());
                let from = rest.get(at..).unwrap_or_default();
                if from.starts_with('<') { state.markup(from) } else { state.reference(from) }
            }
        };
    }
    let (text, truncated) = state.text.finish();
    Reduced { text, truncated, externe_bilder: state.externe_bilder }
}

#[derive(Debug, Default)]
struct State {
    text: Text,
    unseen: Option<String>,
    externe_bilder: usize,
}

impl State {
    fn running(&mut self, text: &str) {
        if self.unseen.is_none() {
            text.chars().for_each(|c| self.text.flow(c));
        }
    }

    /// Takes a character reference; returns what follows.
    fn reference<'a>(&mut self, from: &'a str) -> &'a str {
        let window = from.as_bytes().get(..REFERENCE_BYTES_MAX).unwrap_or(from.as_bytes());
        let length = window
            .iter()
            .skip(1)
            .position(|b| !(b.is_ascii_alphanumeric() || *b == b'#'))
            .filter(|at| window.get(at + 1) == Some(&b';'))
            .map(|at| at + 2);
        let (token, rest) = from.split_at_checked(length.unwrap_or(1)).unwrap_or((from, ""));
        let mut decoded = String::new();
        add_html_token(&mut decoded, token.as_bytes(), false);
        self.running(&decoded);
        rest
    }

    /// Takes a tag, a comment or a declaration; returns what follows.
    fn markup<'a>(&mut self, from: &'a str) -> &'a str {
        if let Some(comment) = from.strip_prefix("<!--") {
            return after(comment, "-->");
        }
        let inner = from.get(1..).unwrap_or_default();
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            self.running("<");
            return inner;
        }
        let end = tag_end(inner);
        let (tag, rest) = inner.split_at_checked(end).unwrap_or((inner, ""));
        self.tag(tag);
        rest.strip_prefix('>').unwrap_or(rest)
    }

    fn tag(&mut self, tag: &str) {
        let (closing, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let name_end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at_checked(name_end).unwrap_or((tag, ""));
        let name: String = name.chars().take(32).map(|c| c.to_ascii_lowercase()).collect();
        if let Some(unseen) = &self.unseen {
            let over = closing && *unseen == name;
            // A head that is never closed ends with the body.
            if over || (unseen == "head" && name == "body") {
                self.unseen = None;
            }
            return;
        }
        if !closing && UNSEEN.contains(&name.as_str()) && !attributes.ends_with('/') {
            self.unseen = Some(name);
            return;
        }
        self.visible(&name, attributes, closing);
    }

    fn visible(&mut self, name: &str, attributes: &str, closing: bool) {
        let external = |attribute| {
            attribute_value(attributes, attribute).is_some_and(|value| is_external(&value))
        };
        match name {
            "br" => self.text.line(),
            "p" => {
                self.text.new_line();
                self.text.line();
            }
            "li" if !closing => {
                self.text.new_line();
                self.running("- ");
            }
            "td" | "th" if closing => self.text.flow(' '),
            "img" | "v:imagedata" | "image" if external("src") || external("href") => {
                self.externe_bilder += 1;
            }
            name if BLOCKS.contains(&name) => self.text.new_line(),
            _ => {}
        }
        if !closing && external("background") {
            self.externe_bilder += 1;
        }
    }
}

/// Returns what follows the first `end`, or nothing.
fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// Finds the end of a tag; a `>` within quotes is none, unless the quotes never close.
fn tag_end(inner: &str) -> usize {
    let mut quote = None;
    for (at, byte) in inner.bytes().enumerate().take(TAG_BYTES_MAX) {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    inner.find('>').unwrap_or(inner.len())
}

fn attribute_value(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.get(..TAG_BYTES_MAX).unwrap_or(attributes);
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.split_whitespace().next_back().unwrap_or_default();
        let value = after.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, next) = match quote {
            Some(quote) => {
                value.get(1..).unwrap_or_default().split_once(quote).unwrap_or((value, ""))
            }
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        if key.eq_ignore_ascii_case(wanted) {
            return Some(value.chars().take(200).collect());
        }
        rest = next;
    }
    None
}

fn is_external(value: &str) -> bool {
    let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let value = value.to_ascii_lowercase();
    ["http:", "https:", "ftp:", "//", "\\\\", "file:"].iter().any(|s| value.starts_with(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, text: &str) {
        assert_eq!(reduce(html).text, text);
    }

    #[test]
    fn markup_becomes_lines() {
        check("<p>Guten&nbsp;Tag,</p><p>Gr&uuml;&szlig;e &#8364; &amp; mehr</p>", GRUSS);
        check("<div>a<br>b</div><ul><li>x</li><li>y</li></ul>", "a\nb\n- x\n- y");
        check("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc");
        check("a < b &unbekannt; & <", "a < b &unbekannt; & <");
    }

    const GRUSS: &str = "Guten Tag,\n\nGrüße € & mehr";

    #[test]
    fn code_and_comments_are_not_text() {
        check("<head><title>t</title><style>p{}</style></head><body>da", "da");
        check("x<script>alert('<p>')</script><!-- <p>weg</p> -->y", "xy");
        check("a<a title=\"1 > 2\">b</a>", "ab");
    }

    #[test]
    fn external_pictures_are_counted() {
        let html = "<img src='https://example.org/a.png'><IMG alt=x SRC=//example.org/b>\
                    <img src=\"cid:1\"><td background=http://example.org/c>";
        assert_eq!(reduce(html).externe_bilder, 3);
    }
}
