//! An element that is kept as it stood there: extensions of other programs, and what nobody knows.
//!
//! Never interprets: names keep their prefixes, and the outermost element carries every namespace
//! that was in force.

/// An element of a message, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Name as written, with its prefix.
    pub name: String,
    /// Attributes and namespaces as written; the outermost element has those in force besides.
    pub attribute: Vec<(String, String)>,
    /// What stands in it, in order.
    pub inhalt: Vec<Knoten>,
}

/// A piece of an element's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Knoten {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// Returns the text of the element and everything in it.
    #[must_use]
    pub fn text(&self) -> String {
        let pieces = self.inhalt.iter().map(|knoten| match knoten {
            Knoten::Element(element) => element.text(),
            Knoten::Text(text) => text.clone(),
        });
        pieces.collect()
    }
}
