//! What goes into the index and what comes out.
//!
//! Never carries a picture or an original: an entry is words and what can be filtered by.

use domain::{RecType, Zeitpunkt};
use uuid::Uuid;

/// A record with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eintrag {
    /// The record's id; a later entry with the same id takes its place.
    pub id: Uuid,
    /// Kind of the record.
    pub art: RecType,
    /// Title or subject.
    pub titel: String,
    /// Everything else that can be found: names, remarks, the text of its documents.
    pub text: String,
    /// Its own references, provisional ones too.
    pub zeichen: Vec<String>,
    /// References of the file and the case it lies in.
    pub bezug: Vec<String>,
    /// Who sent it.
    pub absender: Option<String>,
    /// What kind of document it is, in words: `Rechnung`.
    pub typ: Option<String>,
    /// State of the record.
    pub status: Option<String>,
    /// The file it lies in.
    pub akte: Option<Uuid>,
    /// The case it lies in.
    pub vorgang: Option<Uuid>,
    /// The scope it belongs to: a municipality's, or the master data's.
    pub scope: String,
    /// When it was received or made.
    pub datum: Option<Zeitpunkt>,
}

impl Eintrag {
    /// Makes an entry with nothing but a title.
    pub fn new(id: Uuid, art: RecType, titel: &str) -> Self {
        Self {
            id,
            art,
            titel: titel.to_owned(),
            text: String::new(),
            zeichen: Vec::new(),
            bezug: Vec::new(),
            absender: None,
            typ: None,
            status: None,
            akte: None,
            vorgang: None,
            scope: String::new(),
            datum: None,
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suche {
    /// What was typed, in the language of [`crate::Frage`].
    pub text: String,
    /// The last word may be unfinished.
    pub tippt: bool,
    /// What the hits have to be besides.
    pub filter: Filter,
    /// Which hits come first.
    pub ordnung: Ordnung,
    /// Hits that are passed over.
    pub ab: usize,
    /// Hits that are wanted.
    pub anzahl: usize,
}

/// What hits have to be; nothing means anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Kinds; none means all.
    pub arten: Vec<RecType>,
    /// Lies in this file.
    pub akte: Option<Uuid>,
    /// Lies in this case.
    pub vorgang: Option<Uuid>,
    /// Belongs to one of these scopes; an empty list finds nothing.
    pub scopes: Option<Vec<String>>,
    /// Not earlier than this.
    pub von: Option<Zeitpunkt>,
    /// Earlier than this.
    pub bis: Option<Zeitpunkt>,
    /// Words of the sender.
    pub absender: Option<String>,
    /// Words of the kind of document.
    pub typ: Option<String>,
    /// State.
    pub status: Option<String>,
}

impl Filter {
    /// Says whether nothing is asked for but a scope.
    pub(crate) fn is_open(&self) -> bool {
        *self == Self { scopes: self.scopes.clone(), ..Self::default() }
    }
}

/// Order of the hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ordnung {
    /// The best first: references, titles, then how well the words fit.
    #[default]
    Rang,
    /// The newest first.
    Neueste,
}

/// Hits of a search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Treffer {
    /// Hits in all.
    pub gesamt: usize,
    /// The hits asked for.
    pub zeilen: Vec<Zeile>,
}

/// One hit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zeile {
    /// The record.
    pub id: Uuid,
    /// How well it fits; comparable within one search only.
    pub punkte: f32,
}
