//! Writes a message element by element.
//!
//! Never writes a character that XML does not know: it becomes U+FFFD, and is counted.

use crate::element::{Element, Knoten};
use crate::leser::erlaubt;

/// Prefix the standard demands.
const PREFIX: &str = "xdomea:";

/// Writes one message.
#[derive(Debug, Default)]
pub(crate) struct Schreiber {
    xml: String,
    tiefe: usize,
    ersetzt: usize,
}

impl Schreiber {
    /// Begins a document with its root.
    pub(crate) fn new(wurzel: &str, namensraum: &str) -> Self {
        let mut schreiber = Self::default();
        schreiber.xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        schreiber.xml.push_str(&format!("<{PREFIX}{wurzel} xmlns:xdomea=\"{namensraum}\">"));
        schreiber.tiefe = 1;
        schreiber
    }

    /// Begins elements that somebody else puts under a root.
    pub(crate) fn fragment() -> Self {
        Self { tiefe: 1, ..Self::default() }
    }

    /// Returns what was written so far.
    pub(crate) fn inhalt(self) -> String {
        self.xml
    }

    /// Ends the document; returns it and how many characters had to be replaced.
    pub(crate) fn ende(mut self, wurzel: &str) -> (String, usize) {
        self.schliessen(wurzel);
        self.xml.push('\n');
        (self.xml, self.ersetzt)
    }

    fn zeile(&mut self) {
        self.xml.push('\n');
        self.xml.extend(std::iter::repeat_n("  ", self.tiefe));
    }

    /// Begins an element.
    pub(crate) fn oeffnen(&mut self, name: &str) {
        self.oeffnen_mit(name, &[]);
    }

    fn oeffnen_mit(&mut self, name: &str, attribute: &[(&str, &str)]) {
        self.zeile();
        self.anfang(PREFIX, name, attribute);
        self.xml.push('>');
        self.tiefe += 1;
    }

    /// Ends an element.
    pub(crate) fn schliessen(&mut self, name: &str) {
        self.tiefe = self.tiefe.saturating_sub(1);
        self.zeile();
        self.schluss(PREFIX, name);
    }

    /// Writes an element with text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.zeile();
        self.mit_text(PREFIX, name, text);
    }

    /// Writes a code with the list it belongs to.
    pub(crate) fn code(
        &mut self,
        element: &str,
        liste: &[(&str, &str)],
        code: &str,
        name: Option<&str>,
    ) {
        self.oeffnen_mit(element, liste);
        self.zeile();
        self.mit_text("", "code", code);
        if let Some(name) = name {
            self.zeile();
            self.mit_text("", "name", name);
        }
        self.schliessen(element);
    }

    /// Writes an element that was kept as it stood.
    pub(crate) fn roh(&mut self, element: &Element) {
        self.zeile();
        self.roh_innen(element);
    }

    fn roh_innen(&mut self, element: &Element) {
        let attribute: Vec<(&str, &str)> =
            element.attribute.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.anfang("", &element.name, &attribute);
        if element.inhalt.is_empty() {
            self.xml.push_str("/>");
            return;
        }
        self.xml.push('>');
        for knoten in &element.inhalt {
            match knoten {
                Knoten::Element(inner) => self.roh_innen(inner),
                Knoten::Text(text) => self.maskiert(text, false),
            }
        }
        self.schluss("", &element.name);
    }

    fn anfang(&mut self, prefix: &str, name: &str, attribute: &[(&str, &str)]) {
        self.xml.push('<');
        self.xml.push_str(prefix);
        self.xml.push_str(name);
        for (name, value) in attribute {
            self.xml.push(' ');
            self.xml.push_str(name);
            self.xml.push_str("=\"");
            self.maskiert(value, true);
            self.xml.push('"');
        }
    }

    fn schluss(&mut self, prefix: &str, name: &str) {
        self.xml.push_str("</");
        self.xml.push_str(prefix);
        self.xml.push_str(name);
        self.xml.push('>');
    }

    fn mit_text(&mut self, prefix: &str, name: &str, text: &str) {
        self.anfang(prefix, name, &[]);
        if text.is_empty() {
            self.xml.push_str("/>");
            return;
        }
        self.xml.push('>');
        self.maskiert(text, false);
        self.schluss(prefix, name);
    }

    fn maskiert(&mut self, text: &str, attribut: bool) {
        for c in text.chars() {
            match c {
                '&' => self.xml.push_str("&amp;"),
                '<' => self.xml.push_str("&lt;"),
                '>' => self.xml.push_str("&gt;"),
                '"' if attribut => self.xml.push_str("&quot;"),
                '\n' if attribut => self.xml.push_str("&#10;"),
                '\t' if attribut => self.xml.push_str("&#9;"),
                '\r' => self.xml.push_str("&#13;"),
                c if erlaubt(c) => self.xml.push(c),
                _ => {
                    self.ersetzt += 1;
                    self.xml.push('\u{fffd}');
                }
            }
        }
    }
}
