//! What a first look at a document found.
//!
//! Never decides: whether a document is accepted is not said here.

use std::ops::Deref;

use domain::merkmale::Merkmale;
use serde::{Deserialize, Serialize};

/// What a first look at a document found; facts, not decisions. Reads like its [`Merkmale`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Befund {
    /// The part that is kept in the record of the Eingang.
    pub merkmale: Merkmale,
    /// The text, at most [`TEXT_BYTES_MAX`](crate::TEXT_BYTES_MAX), without control characters
    /// other than line feeds.
    pub text: String,
    /// What a person has to know, in plain German.
    pub hinweise: Vec<String>,
    /// Could not be read completely: a person has to look.
    pub pruefung_noetig: bool,
}

impl Befund {
    /// Returns the Befund of a document of which only the kind is known.
    pub(crate) fn of(mime: &str) -> Befund {
        let merkmale = Merkmale { mime: mime.to_owned(), ..Merkmale::default() };
        Befund { merkmale, ..Befund::default() }
    }

    /// Returns the part that is kept in the record of the Eingang.
    pub fn merkmale(&self) -> Merkmale {
        self.merkmale.clone()
    }

    /// Adds a Hinweis, once.
    pub(crate) fn note(&mut self, hinweis: &str) {
        if !self.hinweise.iter().any(|known| known == hinweis) {
            self.hinweise.push(hinweis.to_owned());
        }
    }

    /// Adds a Hinweis that a person has to follow up.
    pub(crate) fn check(&mut self, hinweis: &str) {
        self.pruefung_noetig = true;
        self.note(hinweis);
    }

    /// Returns the Befund of a document that could not be looked at.
    pub fn unread(mime: &str, hinweis: &str) -> Befund {
        let mut befund = Befund::of(mime);
        befund.check(hinweis);
        befund
    }
}

impl Deref for Befund {
    type Target = Merkmale;

    fn deref(&self) -> &Merkmale {
        &self.merkmale
    }
}

impl From<&Befund> for Merkmale {
    fn from(befund: &Befund) -> Merkmale {
        befund.merkmale()
    }
}

/// Facts and first page of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inspected {
    /// The facts.
    pub befund: Befund,
    /// The first page as a PNG, at most 240 pixels wide; absent where it could not be drawn.
    pub thumbnail: Option<Vec<u8>>,
}
