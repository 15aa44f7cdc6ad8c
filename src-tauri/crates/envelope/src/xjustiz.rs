//! The cover data of a court mailbox's export (`xjustiz_nachricht.xml`), read leniently.
//!
//! Never expands an entity, never reads a document type, and never decides what a court meant.

use std::collections::BTreeSet;

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::{Deserialize, Serialize};

use crate::{OpenError, Rolle, decode, guarded, name};

/// Name of the file with the cover data.
pub const XJUSTIZ_DATEI: &str = "xjustiz_nachricht.xml";
/// Most bytes of the cover data.
pub(crate) const XML_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Deepest nesting of elements.
const DEPTH_MAX: usize = 64;
/// Most events of the reader.
const EVENTS_MAX: usize = 1_000_000;
/// Most announced files.
const DOKUMENTE_MAX: usize = 5000;
/// Most of everything else there can be several of.
const SEVERAL_MAX: usize = 100;
/// Longest text of one element.
const TEXT_BYTES_MAX: usize = 4000;

/// One announced file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct XJustizDokument {
    /// Name of the file in the export.
    pub dateiname: String,
    /// Name for people.
    pub anzeigename: Option<String>,
    /// Kind of document, as a code or in words.
    pub dokumenttyp: Option<String>,
    /// Place among the others.
    pub reihenfolge: Option<u32>,
}

impl XJustizDokument {
    /// Whether a path inside the export is this file.
    pub fn is_named(&self, pfad: &str) -> bool {
        last(pfad).to_lowercase() == last(&self.dateiname).to_lowercase()
    }

    /// Returns the name for people, with the ending of the file.
    pub fn name(&self) -> String {
        let Some(anzeigename) = &self.anzeigename else { return self.dateiname.clone() };
        let shown = anzeigename.replace(['/', '\\'], "_");
        match self.dateiname.rsplit_once('.') {
            Some((_, ending)) if !shown.to_lowercase().ends_with(&dotted(ending)) => {
                format!("{shown}.{ending}")
            }
            _ => shown,
        }
    }
}

/// The cover data of one message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct XJustizKopf {
    /// Kind of message: local name of the root.
    pub nachricht: String,
    /// Sender, in words or as a code.
    pub absender: Option<String>,
    /// Recipients, in words or as codes.
    pub empfaenger: Vec<String>,
    /// File references, of both sides.
    pub aktenzeichen: Vec<String>,
    /// Subject.
    pub betreff: Option<String>,
    /// When it was made.
    pub erstellt_um: Option<Timestamp>,
    /// Identifier of the message.
    pub nachrichten_id: Option<String>,
    /// Announced files, in order.
    pub dokumente: Vec<XJustizDokument>,
}

/// What was announced and what is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Abgleich {
    /// Announced, but not there.
    pub fehlend: Vec<String>,
    /// There, but not announced; signatures and protocols of the mailbox do not count.
    pub unangekuendigt: Vec<String>,
}

impl XJustizKopf {
    /// Returns what was announced under this path.
    pub fn dokument(&self, pfad: &str) -> Option<&XJustizDokument> {
        self.dokumente.iter().find(|dokument| dokument.is_named(pfad))
    }

    /// Compares what was announced with the names that are there.
    pub fn abgleich(&self, names: &[&str]) -> Abgleich {
        let key = |name: &str| last(name).to_lowercase();
        let there: BTreeSet<String> = names.iter().map(|name| key(name)).collect();
        let announced: BTreeSet<String> =
            self.dokumente.iter().map(|d| key(&d.dateiname)).collect();
        let fehlend = self.dokumente.iter().map(|dokument| &dokument.dateiname);
        let mut fehlend: Vec<String> =
            fehlend.filter(|name| !there.contains(&key(name))).cloned().collect();
        fehlend.dedup();
        let surplus = names
            .iter()
            .filter(|name| rolle(name) == Rolle::Anlage && !announced.contains(&key(name)));
        Abgleich { fehlend, unangekuendigt: surplus.map(|name| (*name).to_owned()).collect() }
    }
}

/// Returns what a file of an export is for that was not announced.
pub(crate) fn rolle(pfad: &str) -> Rolle {
    let name = last(pfad).to_lowercase();
    let signature = [".p7s", ".pkcs7", ".p7m", ".p7b"].iter().any(|e| name.ends_with(e));
    let cover = name == XJUSTIZ_DATEI || name.starts_with("vhn");
    let protocol = ["pruefprotokoll", "prüfprotokoll", "transportprotokoll"];
    if signature {
        Rolle::Signatur
    } else if cover || protocol.iter().any(|word| name.contains(word)) {
        Rolle::Strukturdatei
    } else {
        Rolle::Anlage
    }
}

fn last(pfad: &str) -> &str {
    pfad.rsplit(['/', '\\']).next().unwrap_or(pfad)
}

fn dotted(ending: &str) -> String {
    format!(".{}", ending.to_lowercase())
}

/// Reads the cover data.
pub fn xjustiz(xml: &[u8]) -> Result<XJustizKopf, OpenError> {
    if xml.len() > XML_BYTES_MAX {
        return Err(OpenError::TooLarge { max: XML_BYTES_MAX });
    }
    let xml = decode::xml(xml);
    guarded(|| read(&xml)).unwrap_or(Err(OpenError::Stopped))
}

fn broken(error: impl std::fmt::Display) -> OpenError {
    OpenError::Broken(error.to_string())
}

fn read(xml: &str) -> Result<XJustizKopf, OpenError> {
    let mut reader = Reader::from_str(xml);
    let mut state = State::default();
    for _ in 0..EVENTS_MAX {
        match reader.read_event().map_err(broken)? {
            Event::Start(start) => state.start(&local(start.local_name().as_ref()))?,
            Event::Empty(empty) => {
                state.start(&local(empty.local_name().as_ref()))?;
                state.end();
            }
            Event::End(_) => state.end(),
            Event::Text(text) => state.text(&text.xml10_content()),
            Event::CData(text) => state.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    state.text(c.encode_utf8(&mut [0; 4]));
                } else {
                    // Only the five every document knows; all others stay unexpanded.
                    let known = quick_xml::escape::resolve_predefined_entity(&reference);
                    state.text(known.unwrap_or_default());
                }
            }
            Event::DocType(_) => return Err(broken("has a document type")),
            Event::Eof => return state.finish(),
            _ => {}
        }
    }
    Err(broken("too many elements"))
}

fn local(name: &str) -> String {
    name.chars().take(200).collect()
}

/// Sender or recipient that is being read.
#[derive(Debug)]
struct Party {
    absender: bool,
    depth: usize,
    words: Vec<String>,
    codes: Vec<String>,
}

/// Document that is being read.
#[derive(Debug)]
struct Open {
    depth: usize,
    dateinamen: Vec<String>,
    dokument: XJustizDokument,
}

#[derive(Debug, Default)]
struct State {
    path: Vec<String>,
    text: String,
    leaf: bool,
    kopf: XJustizKopf,
    party: Option<Party>,
    open: Option<Open>,
    root: bool,
}

impl State {
    fn start(&mut self, name: &str) -> Result<(), OpenError> {
        if self.path.is_empty() {
            if self.root || !name.to_lowercase().starts_with("nachricht") {
                return Err(broken("not a message of XJustiz"));
            }
            self.root = true;
            self.kopf.nachricht = name.to_owned();
        }
        if self.path.len() >= DEPTH_MAX {
            return Err(OpenError::TooDeep);
        }
        self.path.push(name.to_owned());
        let depth = self.path.len();
        let side = name.strip_prefix("auswahl_").unwrap_or(name);
        let absender = side == "absender" || side.starts_with("absender.");
        let empfaenger = side == "empfaenger" || side.starts_with("empfaenger.");
        if self.party.is_none() && (absender || empfaenger) {
            self.party = Some(Party { absender, depth, words: vec![], codes: vec![] });
        }
        if self.open.is_none() && name == "dokument" {
            let dokument = XJustizDokument::default();
            self.open = Some(Open { depth, dateinamen: vec![], dokument });
        }
        self.text.clear();
        self.leaf = true;
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let room = TEXT_BYTES_MAX.saturating_sub(self.text.len());
        let fits = text.char_indices().take_while(|(at, c)| at + c.len_utf8() <= room);
        self.text.extend(fits.map(|(_, c)| c));
    }

    fn end(&mut self) {
        if self.leaf
            && let Some(text) = name::line(&self.text)
        {
            self.value(text);
        }
        let depth = self.path.len();
        if self.party.as_ref().is_some_and(|party| party.depth == depth) {
            self.party_ends();
        }
        if self.open.as_ref().is_some_and(|open| open.depth == depth) {
            self.dokument_ends();
        }
        self.path.pop();
        self.text.clear();
        self.leaf = false;
    }

    fn value(&mut self, text: String) {
        let leaf = self.path.last().map(String::as_str).unwrap_or_default();
        let within = |name: &str| self.path.iter().any(|step| step == name);
        if let Some(party) = &mut self.party {
            let all = if leaf == "code" { &mut party.codes } else { &mut party.words };
            if all.len() < SEVERAL_MAX {
                all.push(text);
            }
            return;
        }
        match leaf {
            "dateiname" => match &mut self.open {
                Some(open) if open.dateinamen.len() < SEVERAL_MAX => open.dateinamen.push(text),
                Some(_) => {}
                None => self.announce(XJustizDokument { dateiname: text, ..Default::default() }),
            },
            "betreff" => drop(self.kopf.betreff.get_or_insert(text)),
            "erstellungszeitpunkt" => self.kopf.erstellt_um = text.parse().ok(),
            "eigeneNachrichtenID" => drop(self.kopf.nachrichten_id.get_or_insert(text)),
            leaf if leaf.starts_with("aktenzeichen") => {
                let all = &mut self.kopf.aktenzeichen;
                if all.len() < SEVERAL_MAX && !all.contains(&text) {
                    all.push(text);
                }
            }
            leaf => {
                let typ = within("dokumenttyp") || within("dokumentklasse");
                let Some(open) = &mut self.open else {
                    if leaf == "anzeigename" {
                        self.kopf.betreff.get_or_insert(text);
                    }
                    return;
                };
                match leaf {
                    "anzeigename" => drop(open.dokument.anzeigename.get_or_insert(text)),
                    "nummerImUebergeordnetenContainer" | "reihenfolge" => {
                        open.dokument.reihenfolge = text.parse().ok();
                    }
                    _ if typ => drop(open.dokument.dokumenttyp.get_or_insert(text)),
                    _ => {}
                }
            }
        }
    }

    fn party_ends(&mut self) {
        let Some(party) = self.party.take() else { return };
        let mut texts = if party.words.is_empty() { party.codes } else { party.words };
        texts.dedup();
        let Some(name) = name::line(&texts.join(" ")) else { return };
        if party.absender {
            self.kopf.absender.get_or_insert(name);
        } else if self.kopf.empfaenger.len() < SEVERAL_MAX && !self.kopf.empfaenger.contains(&name)
        {
            self.kopf.empfaenger.push(name);
        }
    }

    fn dokument_ends(&mut self) {
        let Some(open) = self.open.take() else { return };
        for dateiname in open.dateinamen {
            self.announce(XJustizDokument { dateiname, ..open.dokument.clone() });
        }
    }

    fn announce(&mut self, dokument: XJustizDokument) {
        if self.kopf.dokumente.len() < DOKUMENTE_MAX {
            self.kopf.dokumente.push(dokument);
        }
    }

    fn finish(mut self) -> Result<XJustizKopf, OpenError> {
        if !self.root || !self.path.is_empty() {
            return Err(broken("ends too early"));
        }
        self.kopf.dokumente.sort_by_key(|dokument| dokument.reihenfolge.unwrap_or(u32::MAX));
        Ok(self.kopf)
    }
}
