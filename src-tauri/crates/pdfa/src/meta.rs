//! What a document says about itself.
//!
//! Never reads a clock: the time comes from the caller.

use domain::Zeitpunkt;

/// Which conformance the file claims and has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// PDF/A-2u (ISO 19005-2, which includes 2b): pages only.
    A2u,
    /// PDF/A-3u (ISO 19005-3): pages, and files of any kind embedded.
    A3u,
}

/// What a document says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Title of the document.
    pub titel: String,
    /// When this file was made.
    pub erstellt_um: Zeitpunkt,
    /// Language of its text, as in BCP 47: `de-DE`.
    pub sprache: String,
    /// The program and its version: `Forsthaus 0.1.0`.
    pub programm: String,
}

/// How an embedded file belongs to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relationship {
    /// What the document was made from.
    Source,
    /// Facts about the document.
    Data,
    /// The same content in another form.
    Alternative,
    /// More beside the content.
    Supplement,
    /// None of these.
    Unspecified,
}

/// A file inside the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its kind: `application/xml`.
    pub mime: &'a str,
    /// One line about it, for people.
    pub beschreibung: &'a str,
    /// How it belongs to the document.
    pub relationship: Relationship,
    /// Its bytes.
    pub bytes: &'a [u8],
}
