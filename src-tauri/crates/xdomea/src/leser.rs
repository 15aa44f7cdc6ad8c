//! Reads a message element by element, within limits.
//!
//! Never expands an entity, never follows an address, never holds more of the document than the
//! element it is in.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{PrefixDeclaration, ResolveResult};
use quick_xml::reader::NsReader;

use crate::element::{Element, Knoten};
use crate::error::{Grund, ReadError, Stelle};
use crate::fassung::Fassung;
use crate::hinweis::{Befund, Hinweis};

/// Most bytes of one message.
pub const XML_BYTES_MAX: usize = 256 << 20;
/// Deepest nesting of elements.
pub const DEPTH_MAX: usize = 64;
/// Most elements of one message.
pub const ELEMENTS_MAX: usize = 4_000_000;
/// Most attributes of one element.
const ATTRIBUTES_MAX: usize = 64;
/// Most namespaces in force at one place.
const NAMESPACES_MAX: usize = 64;
/// Longest name of an element or attribute.
const NAME_BYTES_MAX: usize = 200;
/// Most things noticed in one message.
pub const HINWEISE_MAX: usize = 10_000;
/// Longest piece of a wrong value or a path that is repeated.
const QUOTED_CHARS_MAX: usize = 200;

/// Whether XML 1.0 knows the character.
pub(crate) fn erlaubt(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Where the name of an element belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raum {
    /// To the message's version of the standard.
    Xdomea,
    /// To no namespace, as code and name of a code do.
    Keiner,
    /// Elsewhere.
    Fremd,
}

/// An element that is open.
#[derive(Debug)]
struct Offen {
    name: String,
    raum: Raum,
    attribute: Vec<(String, String)>,
}

impl Offen {
    fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or_default()
    }
}

/// What comes next inside the open element.
enum Ereignis {
    Auf,
    Zu,
    Text(String),
}

/// Reads one message.
pub(crate) struct Leser<'x> {
    reader: NsReader<&'x [u8]>,
    quelle: &'x str,
    namensraum: String,
    fassung: Fassung,
    offen: Vec<Offen>,
    elemente: usize,
    hinweise: Vec<Hinweis>,
    gezaehlt: (usize, u32),
}

/// Returns the document's text, if it is UTF-8 and says nothing else.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.len() > XML_BYTES_MAX {
        return Err(ReadError::TooLarge { max: XML_BYTES_MAX });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find(|c| !erlaubt(c)) {
        let before = text.get(..at).unwrap_or_default();
        return Err(ReadError::Broken { zeile: lines(before).saturating_add(1) });
    }
    Ok(text)
}

fn lines(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(u32::MAX)
}

fn quoted(text: &str) -> String {
    text.trim().chars().take(QUOTED_CHARS_MAX).collect()
}

impl<'x> Leser<'x> {
    pub(crate) fn new(quelle: &'x str) -> Self {
        let mut reader = NsReader::from_str(quelle);
        reader.config_mut().expand_empty_elements = true;
        reader.resolver_mut().set_max_namespace_bindings(NAMESPACES_MAX);
        Self {
            reader,
            quelle,
            namensraum: String::new(),
            fassung: Fassung::V3_1,
            offen: Vec::new(),
            elemente: 0,
            hinweise: Vec::new(),
            gezaehlt: (0, 1),
        }
    }

    /// Opens the root and returns its namespace and local name.
    pub(crate) fn wurzel(&mut self) -> Result<(String, String), ReadError> {
        loop {
            match self.ereignis()? {
                Ereignis::Auf => break,
                Ereignis::Text(text) if text.trim().is_empty() => {}
                Ereignis::Zu | Ereignis::Text(_) => return Err(self.broken()),
            }
        }
        let Some(root) = self.offen.last() else { return Err(self.broken()) };
        let resolved = self.reader.resolver().resolve_element(quick_xml::name::QName(&root.name));
        let namensraum = match resolved.0 {
            ResolveResult::Bound(namespace) => namespace.0.to_owned(),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
        };
        Ok((namensraum, root.local().to_owned()))
    }

    /// Says which version's names are understood from here on.
    pub(crate) fn gilt(&mut self, fassung: Fassung) {
        self.fassung = fassung;
        self.namensraum = fassung.namensraum();
    }

    pub(crate) fn fassung(&self) -> Fassung {
        self.fassung
    }

    /// Reads to the end of the document and returns what was noticed.
    pub(crate) fn ende(mut self) -> Result<Vec<Hinweis>, ReadError> {
        loop {
            match self.ereignis() {
                Ok(Ereignis::Text(text)) if text.trim().is_empty() => {}
                Ok(Ereignis::Zu) => return Ok(self.hinweise),
                Ok(Ereignis::Auf | Ereignis::Text(_)) => return Err(self.broken()),
                Err(error) => return Err(error),
            }
        }
    }

    /// Opens the next child; `false` at the end of the open element.
    pub(crate) fn kind(&mut self) -> Result<bool, ReadError> {
        loop {
            match self.ereignis()? {
                Ereignis::Auf => return Ok(true),
                Ereignis::Zu => return Ok(false),
                Ereignis::Text(text) if text.trim().is_empty() => {}
                Ereignis::Text(text) => self.notieren(Befund::Text(quoted(&text)))?,
            }
        }
    }

    /// Leaves the element whose end was reached.
    pub(crate) fn schliessen(&mut self) {
        self.offen.pop();
    }

    /// Returns the open element's name, if it is one of the standard's.
    pub(crate) fn name(&self) -> &str {
        match self.offen.last() {
            Some(offen) if offen.raum == Raum::Xdomea => offen.local(),
            _ => "",
        }
    }

    /// Returns the open element's name, if it has no namespace or the standard's.
    pub(crate) fn name_frei(&self) -> &str {
        match self.offen.last() {
            Some(offen) if offen.raum != Raum::Fremd => offen.local(),
            _ => "",
        }
    }

    /// Returns an attribute of the open element.
    pub(crate) fn attribut(&self, name: &str) -> Option<String> {
        let attribute = &self.offen.last()?.attribute;
        attribute.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// Returns the text of the open element; it stays open.
    pub(crate) fn text(&mut self) -> Result<String, ReadError> {
        let mut text = String::new();
        loop {
            match self.ereignis()? {
                Ereignis::Auf => self.unbekannt()?,
                Ereignis::Text(piece) if text.is_empty() => text = piece,
                Ereignis::Text(piece) => text.push_str(&piece),
                Ereignis::Zu => break,
            }
        }
        Ok(text)
    }

    /// Returns the value of the open element and closes it; notes what cannot be understood.
    pub(crate) fn blatt<T>(
        &mut self,
        parse: impl Fn(&str) -> Option<T>,
        grund: Grund,
    ) -> Result<Option<T>, ReadError> {
        let text = self.text()?;
        let value = parse(&text);
        if value.is_none() {
            self.notieren(Befund::Ungueltig { wert: quoted(&text), grund })?;
        }
        self.schliessen();
        Ok(value)
    }

    /// Keeps the open element as it stands, notes it, and closes it.
    pub(crate) fn unbekannt(&mut self) -> Result<(), ReadError> {
        let stelle = self.stelle();
        let element = self.roh()?;
        self.aufnehmen(Hinweis { stelle, befund: Befund::Unbekannt(element) })
    }

    /// Returns the open element as it stands and closes it.
    pub(crate) fn roh(&mut self) -> Result<Element, ReadError> {
        let mut in_force: Vec<(String, String)> = Vec::new();
        for (prefix, namespace) in self.reader.resolver().bindings() {
            let name = match prefix {
                PrefixDeclaration::Default => "xmlns".to_owned(),
                PrefixDeclaration::Named(prefix) => format!("xmlns:{prefix}"),
            };
            in_force.push((name, namespace.0.to_owned()));
        }
        let mut element = self.roh_innen()?;
        for (name, value) in in_force.into_iter().rev() {
            if !element.attribute.iter().any(|(key, _)| *key == name) {
                element.attribute.push((name, value));
            }
        }
        Ok(element)
    }

    fn roh_innen(&mut self) -> Result<Element, ReadError> {
        let mut element =
            Element { name: String::new(), attribute: Vec::new(), inhalt: Vec::new() };
        if let Some(offen) = self.offen.last_mut() {
            element.name.clone_from(&offen.name);
            element.attribute = std::mem::take(&mut offen.attribute);
        }
        loop {
            match self.ereignis()? {
                Ereignis::Auf => {
                    let inner = self.roh_innen()?;
                    element.inhalt.push(Knoten::Element(inner));
                }
                Ereignis::Text(text) => match element.inhalt.last_mut() {
                    Some(Knoten::Text(before)) => before.push_str(&text),
                    _ => element.inhalt.push(Knoten::Text(text)),
                },
                Ereignis::Zu => break,
            }
        }
        self.schliessen();
        Ok(element)
    }

    /// Notes something about the open element.
    pub(crate) fn notieren(&mut self, befund: Befund) -> Result<(), ReadError> {
        let stelle = self.stelle();
        self.aufnehmen(Hinweis { stelle, befund })
    }

    fn aufnehmen(&mut self, hinweis: Hinweis) -> Result<(), ReadError> {
        if self.hinweise.len() >= HINWEISE_MAX {
            return Err(ReadError::TooMany {
                what: "things nobody understands",
                max: HINWEISE_MAX,
            });
        }
        self.hinweise.push(hinweis);
        Ok(())
    }

    /// Turns what was noted last about a required value into the reason for refusing it.
    pub(crate) fn abgelehnt(&mut self) -> ReadError {
        match self.hinweise.pop() {
            Some(Hinweis { stelle, befund: Befund::Ungueltig { wert, grund } }) => {
                ReadError::Invalid { stelle, wert, grund }
            }
            _ => self.broken(),
        }
    }

    pub(crate) fn fehlt(&mut self, element: &'static str) -> ReadError {
        ReadError::Missing { stelle: self.stelle(), element }
    }

    pub(crate) fn doppelt(&mut self) -> ReadError {
        ReadError::Twice { stelle: self.stelle() }
    }

    fn broken(&mut self) -> ReadError {
        ReadError::Broken { zeile: self.zeile() }
    }

    fn zeile(&mut self) -> u32 {
        let (from, line) = self.gezaehlt;
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let new = self.quelle.as_bytes().get(from..at.max(from)).unwrap_or_default();
        let more = new.iter().filter(|byte| **byte == b'\n').count();
        let line = line.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        self.gezaehlt = (from + new.len(), line);
        line
    }

    fn stelle(&mut self) -> Stelle {
        let zeile = self.zeile();
        let mut pfad = String::new();
        // The innermost names say most.
        for offen in self.offen.iter().skip(1).rev() {
            let slash = if pfad.is_empty() { "" } else { "/" };
            if pfad.chars().count() > QUOTED_CHARS_MAX {
                pfad.insert_str(0, "…/");
                break;
            }
            pfad = format!("{}{slash}{pfad}", offen.local());
        }
        if pfad.is_empty() {
            pfad = self.offen.first().map(|root| root.local().to_owned()).unwrap_or_default();
        }
        Stelle { pfad, zeile }
    }

    fn ereignis(&mut self) -> Result<Ereignis, ReadError> {
        loop {
            let Ok(event) = self.reader.read_event() else { return Err(self.broken()) };
            match event {
                Event::Start(start) => {
                    self.auf(&start)?;
                    return Ok(Ereignis::Auf);
                }
                Event::End(_) => return Ok(Ereignis::Zu),
                Event::Text(text) => return Ok(Ereignis::Text(text.xml10_content().into_owned())),
                Event::CData(text) => {
                    return Ok(Ereignis::Text(text.xml10_content().into_owned()));
                }
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => erlaubt(c).then(|| c.to_string()),
                        Ok(None) => quick_xml::escape::resolve_predefined_entity(&reference)
                            .map(str::to_owned),
                        Err(_) => None,
                    };
                    return resolved.map(Ereignis::Text).ok_or_else(|| self.broken());
                }
                Event::DocType(_) => return Err(ReadError::Dtd),
                Event::Decl(decl) => match decl.encoding() {
                    Some(Ok(name)) if !name.eq_ignore_ascii_case("utf-8") => {
                        return Err(ReadError::Encoding);
                    }
                    _ => {}
                },
                Event::Eof if self.offen.is_empty() && self.elemente > 0 => {
                    return Ok(Ereignis::Zu);
                }
                Event::Eof => return Err(self.broken()),
                Event::Empty(_) | Event::Comment(_) | Event::PI(_) => {}
            }
        }
    }

    fn auf(&mut self, start: &BytesStart<'_>) -> Result<(), ReadError> {
        self.elemente += 1;
        if self.elemente > ELEMENTS_MAX {
            return Err(ReadError::TooMany { what: "elements", max: ELEMENTS_MAX });
        }
        if self.offen.len() >= DEPTH_MAX {
            return Err(ReadError::TooDeep { max: DEPTH_MAX, stelle: self.stelle() });
        }
        let name = start.name();
        if name.0.len() > NAME_BYTES_MAX {
            return Err(self.broken());
        }
        let raum = match self.reader.resolver().resolve_element(name).0 {
            ResolveResult::Unbound => Raum::Keiner,
            ResolveResult::Bound(namespace) if namespace.0 == self.namensraum => Raum::Xdomea,
            ResolveResult::Bound(_) => Raum::Fremd,
            ResolveResult::Unknown(_) => return Err(self.broken()),
        };
        let name = name.0.to_owned();
        let attribute = self.attribute(start)?;
        self.offen.push(Offen { name, raum, attribute });
        Ok(())
    }

    fn attribute(&mut self, start: &BytesStart<'_>) -> Result<Vec<(String, String)>, ReadError> {
        let mut attribute: Vec<(String, String)> = Vec::new();
        for pair in start.attributes() {
            if attribute.len() >= ATTRIBUTES_MAX {
                return Err(ReadError::TooMany { what: "attributes", max: ATTRIBUTES_MAX });
            }
            let Ok(pair) = pair else { return Err(self.broken()) };
            let Ok(value) = pair.normalized_value(XmlVersion::Implicit1_0) else {
                return Err(self.broken());
            };
            if pair.key.0.len() > NAME_BYTES_MAX || !value.chars().all(erlaubt) {
                return Err(self.broken());
            }
            attribute.push((pair.key.0.to_owned(), value.into_owned()));
        }
        Ok(attribute)
    }
}
