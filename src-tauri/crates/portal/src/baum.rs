//! XML of strangers as a small tree of local names, read within limits.
//!
//! Never expands an entity beyond those XML itself knows, and never follows an address.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting of elements.
pub(crate) const DEPTH_MAX: usize = 64;
/// Most attributes of one element.
const ATTRIBUTES_MAX: usize = 64;
/// Longest text of one element.
const TEXT_BYTES_MAX: usize = 1024 * 1024;

/// Why XML is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// Not well-formed, or not UTF-8.
    #[error("not well-formed near byte {0}")]
    Broken(u64),
    /// A document type is not read.
    #[error("document type")]
    Dtd,
    /// Deeper, longer or more than is read.
    #[error("more than is read")]
    TooMuch,
}

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Knoten {
    /// Name without prefix.
    pub(crate) name: String,
    pub(crate) attribute: Vec<(String, String)>,
    /// Its own text, without that of its children.
    pub(crate) text: String,
    pub(crate) kinder: Vec<Knoten>,
}

impl Knoten {
    /// Returns the children of one name.
    pub(crate) fn alle<'k>(&'k self, name: &'static str) -> impl Iterator<Item = &'k Self> {
        self.kinder.iter().filter(move |child| child.name == name)
    }

    /// Returns the first element at the end of a path.
    pub(crate) fn pfad(&self, path: &[&'static str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.alle(name).next())
    }

    /// Returns the text at the end of a path; nothing if there is none.
    pub(crate) fn wert(&self, path: &[&'static str]) -> Option<&str> {
        self.pfad(path).map(|node| node.text.trim()).filter(|text| !text.is_empty())
    }

    /// Returns an attribute.
    pub(crate) fn attribut(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attribute.iter();
        attributes.find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Reads one document and hands out its elements from a depth on, one after another, so that a large
/// file needs the memory of its largest element.
pub(crate) struct Leser<'x> {
    reader: Reader<&'x [u8]>,
    elemente: usize,
    elemente_max: usize,
    offen: usize,
}

/// What comes next.
pub(crate) enum Stueck {
    /// An element that stays open; its attributes without those of its children.
    Auf(Knoten),
    /// The end of the one that was opened last.
    Zu,
    /// The end of the document.
    Ende,
}

impl<'x> Leser<'x> {
    /// Prepares to read a document of at most so many elements.
    pub(crate) fn new(bytes: &'x [u8], elemente_max: usize) -> Result<Self, XmlError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            XmlError::Broken(u64::try_from(error.valid_up_to()).unwrap_or(u64::MAX))
        })?;
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        reader.config_mut().expand_empty_elements = true;
        Ok(Self { reader, elemente: 0, elemente_max, offen: 0 })
    }

    fn broken(&self) -> XmlError {
        XmlError::Broken(self.reader.buffer_position())
    }

    fn auf(&mut self, start: &BytesStart<'_>) -> Result<Knoten, XmlError> {
        self.elemente += 1;
        self.offen += 1;
        if self.elemente > self.elemente_max || self.offen > DEPTH_MAX {
            return Err(XmlError::TooMuch);
        }
        let mut attribute = Vec::new();
        let mut seen = 0;
        for pair in start.attributes() {
            seen += 1;
            if seen > ATTRIBUTES_MAX {
                return Err(XmlError::TooMuch);
            }
            let pair = pair.map_err(|_| self.broken())?;
            if pair.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = pair.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|_| self.broken())?.into_owned();
            attribute.push((local(pair.key.0).to_owned(), value));
        }
        let name = local(start.name().0).to_owned();
        Ok(Knoten { name, attribute, ..Knoten::default() })
    }

    /// Returns the next element or end; text between elements is passed over.
    pub(crate) fn stueck(&mut self) -> Result<Stueck, XmlError> {
        loop {
            match self.reader.read_event().map_err(|_| self.broken())? {
                Event::Start(start) => return self.auf(&start).map(Stueck::Auf),
                Event::End(_) => {
                    self.offen = self.offen.saturating_sub(1);
                    return Ok(Stueck::Zu);
                }
                Event::Eof if self.offen == 0 && self.elemente > 0 => return Ok(Stueck::Ende),
                Event::Eof => return Err(self.broken()),
                Event::DocType(_) => return Err(XmlError::Dtd),
                _ => {}
            }
        }
    }

    /// Reads an open element to its end.
    pub(crate) fn rest(&mut self, mut open: Knoten) -> Result<Knoten, XmlError> {
        let mut above: Vec<Knoten> = Vec::new();
        loop {
            match self.reader.read_event().map_err(|_| self.broken())? {
                Event::Start(start) => {
                    let child = self.auf(&start)?;
                    above.push(std::mem::replace(&mut open, child));
                }
                Event::End(_) => {
                    self.offen = self.offen.saturating_sub(1);
                    let Some(parent) = above.pop() else { return Ok(open) };
                    let child = std::mem::replace(&mut open, parent);
                    open.kinder.push(child);
                }
                Event::Text(text) => open.text.push_str(&text.xml10_content()),
                Event::CData(text) => open.text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let text = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string()),
                        Ok(None) => quick_xml::escape::resolve_predefined_entity(&reference)
                            .map(str::to_owned),
                        Err(_) => None,
                    };
                    open.text.push_str(&text.ok_or_else(|| self.broken())?);
                }
                Event::DocType(_) => return Err(XmlError::Dtd),
                Event::Eof => return Err(self.broken()),
                Event::Empty(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            }
            if open.text.len() > TEXT_BYTES_MAX {
                return Err(XmlError::TooMuch);
            }
        }
    }

    /// Reads a whole document as one tree.
    pub(crate) fn ganz(mut self) -> Result<Knoten, XmlError> {
        let Stueck::Auf(root) = self.stueck()? else { return Err(self.broken()) };
        let root = self.rest(root)?;
        match self.stueck()? {
            Stueck::Ende => Ok(root),
            Stueck::Auf(_) | Stueck::Zu => Err(self.broken()),
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}
