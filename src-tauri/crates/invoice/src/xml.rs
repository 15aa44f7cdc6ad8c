//! XML of strangers, read within limits.
//!
//! Never expands entities, never follows an address, never recurses.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use roxmltree::{Document, Node, ParsingOptions};

use crate::error::InvoiceError;

/// Most bytes of one invoice, attachments included.
pub const BYTES_MAX: usize = 32 * 1024 * 1024;
/// Deepest nesting of elements.
pub const DEPTH_MAX: usize = 64;
/// Most nodes: elements, texts, comments.
const NODES_MAX: u32 = 500_000;
/// Most attributes of one element.
const ATTRIBUTES_MAX: usize = 64;
/// Most namespace declarations in force at one place; the parser copies them from element to
/// element, so that many of them would cost quadratic memory.
const NAMESPACES_MAX: usize = 128;
/// Most namespace declarations altogether.
const DECLARATIONS_MAX: usize = 50_000;

/// Returns the text of the document. Byte order mark and XML declaration name its encoding.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, InvoiceError> {
    if bytes.len() > BYTES_MAX {
        return Err(InvoiceError::TooLarge { max: BYTES_MAX });
    }
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None => (declared(bytes), bytes),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or(InvoiceError::Encoding)
}

/// Returns the encoding that the XML declaration names; without one it is UTF-8.
fn declared(bytes: &[u8]) -> &'static Encoding {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let declaration = head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let value = declaration.and_then(|(declaration, _)| declaration.split_once("encoding"));
    let label = value.and_then(|(_, value)| {
        let value = value.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value.get(1..)?.split(quote).next()
    });
    // An ASCII declaration that claims UTF-16 lies: without a byte order mark it was read as bytes.
    let named = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    named.filter(|encoding| encoding.is_ascii_compatible()).unwrap_or(UTF_8)
}

/// Parses a document within the limits.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, InvoiceError> {
    within_limits(text)?;
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => InvoiceError::TooMany { what: "nodes" },
        roxmltree::Error::DtdDetected => InvoiceError::Dtd,
        other => InvoiceError::Broken { line: other.pos().row, column: other.pos().col },
    })
}

/// Refuses what would make the parser that builds the tree take too long or too much.
fn within_limits(text: &str) -> Result<(), InvoiceError> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<usize> = Vec::new();
    let mut in_force = 0;
    let mut declarations = 0;
    let mut nodes = 0;
    loop {
        let event = reader.read_event().map_err(|_| InvoiceError::Broken { line: 0, column: 0 })?;
        nodes += 1;
        // End tags count here, so the limit is twice the parser's own.
        if nodes > 2 * NODES_MAX {
            return Err(InvoiceError::TooMany { what: "nodes" });
        }
        match event {
            Event::Start(start) => {
                let new = namespaces(&start)?;
                in_force += new;
                declarations += new;
                open.push(new);
            }
            Event::Empty(start) => declarations += namespaces(&start)?,
            Event::End(_) => in_force -= open.pop().unwrap_or_default(),
            Event::DocType(_) => return Err(InvoiceError::Dtd),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if open.len() > DEPTH_MAX {
            return Err(InvoiceError::TooDeep { max: DEPTH_MAX });
        }
        if in_force > NAMESPACES_MAX || declarations > DECLARATIONS_MAX {
            return Err(InvoiceError::TooMany { what: "namespaces" });
        }
    }
}

/// Counts the namespaces an element declares.
fn namespaces(start: &BytesStart<'_>) -> Result<usize, InvoiceError> {
    let mut count = 0;
    for (number, attribute) in start.attributes().with_checks(false).enumerate() {
        if number >= ATTRIBUTES_MAX {
            return Err(InvoiceError::TooMany { what: "attributes" });
        }
        let attribute = attribute.map_err(|_| InvoiceError::Broken { line: 0, column: 0 })?;
        count += usize::from(attribute.key.as_namespace_binding().is_some());
    }
    Ok(count)
}

/// Namespaces whose elements are read; others may say what they like.
const NAMESPACES: [&str; 9] = [
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    crate::CII,
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    crate::ZUGFERD_1,
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12",
    "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15",
];

fn is(node: Node<'_, '_>, name: &str) -> bool {
    let tag = node.tag_name();
    tag.name() == name && tag.namespace().is_some_and(|uri| NAMESPACES.contains(&uri))
}

/// Returns the children of one name.
pub(crate) fn children<'a, 'i>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| is(*child, name))
}

/// Returns the first node at the end of a path.
pub(crate) fn find<'a, 'i>(node: Node<'a, 'i>, path: &[&'static str]) -> Option<Node<'a, 'i>> {
    path.iter().try_fold(node, |node, name| node.children().find(|child| is(*child, name)))
}

/// Returns the text of a node, as written.
pub(crate) fn raw(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|child| child.text()).collect()
}
