//! Reads XML element by element, within limits.
//!
//! Never expands an entity, never follows an address, never holds more of the document as a tree
//! than one detail of one entry.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

/// Most bytes of one message.
pub const BYTES_MAX: usize = 32 << 20;
/// Deepest nesting of elements.
pub const DEPTH_MAX: usize = 64;
/// Most statements, balances, entries and details of one message together.
pub const POSTEN_MAX: usize = 200_000;
/// Longest text of one element; the standard allows 500 characters.
pub const TEXT_BYTES_MAX: usize = 4000;
/// Most elements.
const ELEMENTS_MAX: usize = 2_000_000;
/// Most attributes of one element.
const ATTRIBUTES_MAX: usize = 32;
/// Most namespaces in force at one place.
const NAMESPACES_MAX: usize = 64;
/// Longest name of an element.
const NAME_BYTES_MAX: usize = 200;

/// Why bytes are not read as a message of the bank.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CamtError {
    /// More bytes than a message may have.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The limit in bytes.
        max: usize,
    },
    /// Not UTF-8, which the messages have to be.
    #[error("not utf-8")]
    Encoding,
    /// Has a document type declaration, which could define entities.
    #[error("has a document type declaration")]
    Dtd,
    /// Elements are nested deeper than a message's.
    #[error("nested deeper than {max} elements")]
    TooDeep {
        /// The limit in elements.
        max: usize,
    },
    /// More of something than a message may have.
    #[error("more than {max} {what}")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// Not XML, or broken XML.
    #[error("not well-formed xml at line {zeile}")]
    Broken {
        /// Line, from 1.
        zeile: usize,
    },
    /// XML of something else.
    #[error("not a camt message, but {namensraum}")]
    NotCamt {
        /// Namespace of the root, cut to 200 characters.
        namensraum: String,
    },
    /// A message of a version that is not understood.
    #[error("version {version} of {nachricht} is not understood")]
    Version {
        /// Such as `camt.053`.
        nachricht: String,
        /// Its version.
        version: u8,
    },
    /// A message without any statement.
    #[error("has no statement")]
    Empty,
}

/// What comes next inside the open element.
enum Ereignis {
    Auf,
    Zu,
    Text(String),
}

/// An element that is open.
struct Offen {
    name: String,
    waehrung: String,
    fremd: bool,
}

/// An element with everything in it.
#[derive(Debug, Default)]
pub(super) struct Knoten {
    pub(super) name: String,
    /// Text of an element without children, without blanks at its ends.
    pub(super) text: String,
    /// Currency of an amount.
    pub(super) waehrung: String,
    pub(super) kinder: Vec<Knoten>,
}

impl Knoten {
    /// Returns the children of a name.
    pub(super) fn alle(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.kinder.iter().filter(move |kind| kind.name == name)
    }

    /// Returns the first element at a path such as `Refs/EndToEndId`.
    pub(super) fn an(&self, path: &str) -> Option<&Self> {
        path.split('/').try_fold(self, |knoten, name| knoten.alle(name).next())
    }

    /// Returns the first text at one of the paths; empty if there is none.
    pub(super) fn text(&self, paths: &[&str]) -> String {
        let found = paths.iter().filter_map(|path| self.an(path)).map(|knoten| &knoten.text);
        found.into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default()
    }
}

/// Reads one message.
pub(super) struct Leser<'x> {
    reader: NsReader<&'x [u8]>,
    quelle: &'x str,
    namensraum: String,
    offen: Vec<Offen>,
    elemente: usize,
    posten: usize,
    /// Texts that were cut.
    pub(super) gekuerzt: u32,
    /// Elements of other standards that were passed over.
    pub(super) fremde: u32,
    /// Text where none belongs: the first of it.
    pub(super) lose: String,
}

/// Whether XML 1.0 knows the character.
fn erlaubt(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

impl<'x> Leser<'x> {
    pub(super) fn new(bytes: &'x [u8]) -> Result<Self, CamtError> {
        if bytes.len() > BYTES_MAX {
            return Err(CamtError::TooLarge { max: BYTES_MAX });
        }
        let quelle = std::str::from_utf8(bytes).map_err(|_| CamtError::Encoding)?;
        let quelle = quelle.strip_prefix('\u{feff}').unwrap_or(quelle);
        let mut reader = NsReader::from_str(quelle);
        reader.config_mut().expand_empty_elements = true;
        reader.resolver_mut().set_max_namespace_bindings(NAMESPACES_MAX);
        let leser = Self {
            reader,
            quelle,
            namensraum: String::new(),
            offen: Vec::new(),
            elemente: 0,
            posten: 0,
            gekuerzt: 0,
            fremde: 0,
            lose: String::new(),
        };
        let Some(at) = quelle.find(|c| !erlaubt(c)) else { return Ok(leser) };
        Err(leser.broken_at(at))
    }

    /// Opens the root and returns its namespace and local name.
    pub(super) fn wurzel(&mut self) -> Result<(String, String), CamtError> {
        loop {
            match self.ereignis()? {
                Ereignis::Auf => break,
                Ereignis::Text(text) if text.trim().is_empty() => {}
                Ereignis::Zu | Ereignis::Text(_) => return Err(self.broken()),
            }
        }
        let name = self.offen.last().map(|root| root.name.clone()).unwrap_or_default();
        Ok((self.namensraum.clone(), name))
    }

    /// Opens the next child and returns its name; at the end, closes the open element.
    ///
    /// Elements of other namespaces are passed over and counted.
    pub(super) fn kind(&mut self) -> Result<Option<String>, CamtError> {
        loop {
            match self.ereignis()? {
                Ereignis::Auf => match self.offen.last() {
                    Some(offen) if !offen.fremd => return Ok(Some(offen.name.clone())),
                    _ => self.fremd()?,
                },
                Ereignis::Zu => {
                    self.offen.pop();
                    return Ok(None);
                }
                Ereignis::Text(text) => self.lose(&text),
            }
        }
    }

    /// Closes the open element, whatever it holds.
    pub(super) fn skip(&mut self) -> Result<(), CamtError> {
        let depth = self.offen.len();
        while self.offen.len() >= depth {
            if matches!(self.ereignis()?, Ereignis::Zu) {
                self.offen.pop();
            }
        }
        Ok(())
    }

    fn fremd(&mut self) -> Result<(), CamtError> {
        self.fremde += 1;
        self.skip()
    }

    /// Between elements there usually are line breaks and blanks.
    fn lose(&mut self, text: &str) {
        if self.lose.is_empty() {
            self.lose = text.trim().chars().take(200).collect();
        }
    }

    /// Closes the open element and puts it into a tree.
    pub(super) fn in_baum(&mut self, baum: &mut Knoten) -> Result<(), CamtError> {
        let knoten = self.knoten()?;
        baum.kinder.push(knoten);
        Ok(())
    }

    /// Closes the open element and returns it as a tree; the limits on elements and depth are the
    /// limits of the tree, too.
    pub(super) fn knoten(&mut self) -> Result<Knoten, CamtError> {
        let mut knoten = Knoten::default();
        if let Some(offen) = self.offen.last() {
            knoten.name.clone_from(&offen.name);
            knoten.waehrung.clone_from(&offen.waehrung);
        }
        let mut cut = false;
        loop {
            match self.ereignis()? {
                Ereignis::Text(text) => {
                    let room = TEXT_BYTES_MAX.saturating_sub(knoten.text.len());
                    let fits = text.floor_char_boundary(room);
                    cut |= fits < text.len();
                    knoten.text.push_str(text.get(..fits).unwrap_or_default());
                }
                Ereignis::Auf if self.offen.last().is_some_and(|offen| offen.fremd) => {
                    self.fremd()?;
                }
                Ereignis::Auf => knoten.kinder.push(self.knoten()?),
                Ereignis::Zu => break,
            }
        }
        self.offen.pop();
        self.gekuerzt += u32::from(cut);
        knoten.text = knoten.text.trim().to_owned();
        if !knoten.kinder.is_empty() {
            self.lose(&std::mem::take(&mut knoten.text));
        }
        Ok(knoten)
    }

    /// Counts something of which a message may have so many.
    pub(super) fn posten(&mut self) -> Result<(), CamtError> {
        self.posten += 1;
        if self.posten > POSTEN_MAX {
            return Err(CamtError::TooMany { what: "entries and details", max: POSTEN_MAX });
        }
        Ok(())
    }

    /// Reads to the end of the document, behind the root.
    pub(super) fn ende(&mut self) -> Result<(), CamtError> {
        loop {
            let event = self.reader.read_event().map_err(|_| self.broken())?;
            match event {
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if text.xml10_content().trim().is_empty() => {}
                _ => return Err(self.broken()),
            }
        }
    }

    pub(super) fn broken(&self) -> CamtError {
        self.broken_at(usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX))
    }

    fn broken_at(&self, at: usize) -> CamtError {
        let before = self.quelle.as_bytes().iter().take(at);
        CamtError::Broken { zeile: before.filter(|byte| **byte == b'\n').count() + 1 }
    }

    fn ereignis(&mut self) -> Result<Ereignis, CamtError> {
        loop {
            let event = self.reader.read_event().map_err(|_| self.broken())?;
            match event {
                Event::Start(start) => {
                    self.auf(&start)?;
                    return Ok(Ereignis::Auf);
                }
                Event::End(_) => return Ok(Ereignis::Zu),
                Event::Text(text) => return Ok(Ereignis::Text(text.xml10_content().into_owned())),
                Event::CData(text) => return Ok(Ereignis::Text(text.xml10_content().into_owned())),
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => erlaubt(c).then(|| c.to_string()),
                        Ok(None) => quick_xml::escape::resolve_predefined_entity(&reference)
                            .map(str::to_owned),
                        Err(_) => None,
                    };
                    return resolved.map(Ereignis::Text).ok_or_else(|| self.broken());
                }
                Event::DocType(_) => return Err(CamtError::Dtd),
                Event::Decl(decl) => match decl.encoding() {
                    Some(Ok(name)) if !name.eq_ignore_ascii_case("utf-8") => {
                        return Err(CamtError::Encoding);
                    }
                    _ => {}
                },
                Event::Eof => return Err(self.broken()),
                Event::Empty(_) | Event::Comment(_) | Event::PI(_) => {}
            }
        }
    }

    fn auf(&mut self, start: &BytesStart<'_>) -> Result<(), CamtError> {
        self.elemente += 1;
        if self.elemente > ELEMENTS_MAX {
            return Err(CamtError::TooMany { what: "elements", max: ELEMENTS_MAX });
        }
        if self.offen.len() >= DEPTH_MAX {
            return Err(CamtError::TooDeep { max: DEPTH_MAX });
        }
        let name = start.name();
        if name.0.len() > NAME_BYTES_MAX {
            return Err(self.broken());
        }
        let resolved = self.reader.resolver().resolve_element(name).0;
        let namensraum = match &resolved {
            ResolveResult::Unbound => "",
            ResolveResult::Bound(namespace) => namespace.0,
            ResolveResult::Unknown(_) => return Err(self.broken()),
        };
        if self.offen.is_empty() {
            namensraum.clone_into(&mut self.namensraum);
        }
        let fremd = namensraum != self.namensraum;
        let name = name.local_name().as_ref().to_owned();
        let waehrung = self.ccy(start)?;
        self.offen.push(Offen { name, waehrung, fremd });
        Ok(())
    }

    /// The currency that an amount names; the messages have no other attribute.
    fn ccy(&self, start: &BytesStart<'_>) -> Result<String, CamtError> {
        let mut found = String::new();
        for (number, attribute) in start.attributes().enumerate() {
            if number >= ATTRIBUTES_MAX {
                return Err(CamtError::TooMany { what: "attributes", max: ATTRIBUTES_MAX });
            }
            let attribute = attribute.map_err(|_| self.broken())?;
            if attribute.key.0 == "Ccy" {
                found = attribute.value.chars().take(10).collect();
            }
        }
        Ok(found)
    }
}
