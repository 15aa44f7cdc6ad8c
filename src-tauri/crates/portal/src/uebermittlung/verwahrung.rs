//! The two places at which an application is kept before the service may forget it.
//!
//! Never replaces what stands under a name, and never takes a place's word: what counts is what is
//! read back.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A piece of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Stueck {
    /// What the sender says about it.
    Metadaten,
    /// The data of the form.
    Fachdaten,
    /// An attachment.
    Anlage(Uuid),
}

impl fmt::Display for Stueck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metadaten => f.write_str("metadaten"),
            Self::Fachdaten => f.write_str("fachdaten"),
            Self::Anlage(id) => write!(f, "anlage-{id}"),
        }
    }
}

impl From<Stueck> for String {
    fn from(stueck: Stueck) -> Self {
        stueck.to_string()
    }
}

impl TryFrom<String> for Stueck {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "metadaten" => Ok(Self::Metadaten),
            "fachdaten" => Ok(Self::Fachdaten),
            other => {
                let id = other.strip_prefix("anlage-").and_then(|id| Uuid::parse_str(id).ok());
                id.map(Self::Anlage).ok_or("no piece of an application")
            }
        }
    }
}

/// In which form a piece is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// As it came. May be removed once the application is accepted.
    Verschluesselt,
    /// Opened.
    Klar,
}

/// The name of something that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Teil {
    /// The submission.
    pub submission: Uuid,
    /// Which fetch it comes from.
    pub lieferung: u32,
    /// Form.
    pub form: Form,
    /// Piece.
    pub stueck: Stueck,
}

impl fmt::Display for Teil {
    /// A name of letters, digits and hyphens that is good for a file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.form {
            Form::Verschluesselt => "verschluesselt",
            Form::Klar => "klar",
        };
        write!(f, "{}-{}-{form}-{}", self.submission, self.lieferung, self.stueck)
    }
}

/// One of the two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ort {
    /// The machine that fetches.
    Erster,
    /// Another one.
    Zweiter,
}

/// Why a place of custody does not do what it is asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerwahrError {
    /// Not reachable, no room, not readable; try again later.
    #[error("place of custody: {0}")]
    Unavailable(String),
    /// Something else stands under this name.
    #[error("something else is kept under this name")]
    Different,
    /// What was kept is not there, or is no longer what it was.
    #[error("what was kept is not there any more")]
    Lost,
}

/// A place where bytes are kept, encrypted at rest by whoever implements it.
///
/// The two places of an office must not fail together: two folders of one disk are one place.
pub trait Verwahrort {
    /// Keeps bytes under a name; returns only when they are durable.
    ///
    /// Must not replace what stands there: the same bytes again are fine, others are `Different`.
    fn ablegen(&self, teil: &Teil, bytes: &[u8]) -> Result<(), VerwahrError>;

    /// Returns what is kept under a name, read from where it is durable; nothing if nothing is.
    fn lesen(&self, teil: &Teil) -> Result<Option<Vec<u8>>, VerwahrError>;
}

/// Keeps bytes and reads them back.
pub(super) fn bewahren(
    ort: &dyn Verwahrort,
    teil: &Teil,
    bytes: &[u8],
) -> Result<(), VerwahrError> {
    ort.ablegen(teil, bytes)?;
    match ort.lesen(teil)? {
        Some(kept) if kept == bytes => Ok(()),
        Some(_) => Err(VerwahrError::Different),
        None => Err(VerwahrError::Lost),
    }
}

/// Returns what has to be there.
pub(super) fn holen(ort: &dyn Verwahrort, teil: &Teil) -> Result<Vec<u8>, VerwahrError> {
    ort.lesen(teil)?.ok_or(VerwahrError::Lost)
}
