//! What devices write, read within limits into a small tree of local names.
//!
//! Never expands an entity, never follows an address, and looks at no name space: devices mix
//! those up.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::ScanError;

/// Most bytes of a description.
pub(super) const BYTES_MAX: u64 = 1024 * 1024;
/// Deepest nesting.
const DEPTH_MAX: usize = 32;
/// Most elements.
const NODES_MAX: usize = 20_000;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Name without its name space.
    pub(super) name: String,
    /// Text directly in it.
    pub(super) text: String,
    /// Elements directly in it.
    pub(super) children: Vec<Node>,
}

impl Node {
    /// Reads a description.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, ScanError> {
        let broken = || ScanError::Answer("no readable XML");
        let text = std::str::from_utf8(bytes).map_err(|_| broken())?;
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        // The outermost node stands for the document.
        let mut open = vec![Self::default()];
        let mut nodes = 0;
        loop {
            let event = reader.read_event().map_err(|_| broken())?;
            match event {
                Event::Start(start) => {
                    let name = start.local_name().as_ref().to_owned();
                    open.push(Self { name, ..Self::default() });
                    nodes += 1;
                }
                Event::Empty(empty) => {
                    let name = empty.local_name().as_ref().to_owned();
                    open.push(Self { name, ..Self::default() });
                    nodes += 1;
                    close(&mut open);
                }
                Event::End(_) => close(&mut open),
                Event::Text(text) => {
                    if let Some(node) = open.last_mut() {
                        node.text.push_str(text.xml10_content().trim());
                    }
                }
                Event::GeneralRef(reference) => {
                    let known = quick_xml::escape::resolve_predefined_entity(&reference);
                    if let (Some(node), Some(known)) = (open.last_mut(), known) {
                        node.text.push_str(known);
                    }
                }
                Event::DocType(_) => return Err(ScanError::Answer("a document type in XML")),
                Event::Eof => break,
                _ => {}
            }
            if open.len() > DEPTH_MAX || nodes > NODES_MAX {
                return Err(ScanError::Answer("too much XML"));
            }
        }
        let mut document = (open.len() == 1).then(|| open.pop()).flatten().ok_or_else(broken)?;
        document.children.pop().ok_or_else(broken)
    }

    /// Returns the first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns the text of the first child of a name; empty if there is none.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.trim())
    }

    /// Returns all elements of a name at any depth below.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        let mut left: Vec<&Self> = self.children.iter().rev().collect();
        while let Some(node) = left.pop() {
            if node.name == name {
                found.push(node);
            }
            left.extend(node.children.iter().rev());
        }
        found
    }
}

fn close(open: &mut Vec<Node>) {
    if open.len() > 1
        && let Some(node) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_are_found_whatever_the_prefix() {
        let xml =
            "\u{feff}<?xml version=\"1.0\"?><a:R xmlns:a=\"x\"><b:C>1 &amp; 2</b:C><E/></a:R>";
        let root = Node::parse(xml.as_bytes()).unwrap();
        assert_eq!((root.name.as_str(), root.text_of("C")), ("R", "1&2"));
        assert_eq!(root.all("E").len(), 1);
    }

    #[test]
    fn bombs_and_rubbish_are_refused() {
        let deep = "<a>".repeat(40) + &"</a>".repeat(40);
        let wide = format!("<r>{}</r>", "<a/>".repeat(30_000));
        let bomb = "<!DOCTYPE r [<!ENTITY a \"b\">]><r>&a;</r>";
        for bad in [deep.as_str(), &wide, bomb, "", "<a>", "kein XML", "<a></b>", "\0"] {
            assert!(Node::parse(bad.as_bytes()).is_err(), "{bad:.40}");
        }
        assert!(Node::parse(b"\xff\xfe").is_err());
    }
}
