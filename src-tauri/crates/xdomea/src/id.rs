//! Ids of objects and processes.
//!
//! Never made here: they come from the records or from an `IdSource` of the caller.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use uuid::Uuid;

use crate::error::{Grund, ReadError};
use crate::leser::Leser;
use crate::schreiber::Schreiber;
use crate::wert::Wert;

/// A UUID as the sender wrote it.
///
/// Compared as a number, shown in its own letters: peers compare file names and ids as text.
#[derive(Debug, Clone, Copy)]
pub struct ObjektId {
    wert: Uuid,
    gross: bool,
}

impl ObjektId {
    /// Reads the usual form: 36 characters with hyphens.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hyphens = [8, 13, 18, 23];
        let usual = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| {
                if hyphens.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() }
            });
        let wert = usual.then(|| Uuid::try_parse(text).ok()).flatten()?;
        Some(Self { wert, gross: text.bytes().any(|byte| byte.is_ascii_uppercase()) })
    }

    /// Returns the UUID.
    #[must_use]
    pub fn uuid(self) -> Uuid {
        self.wert
    }
}

impl From<Uuid> for ObjektId {
    fn from(wert: Uuid) -> Self {
        Self { wert, gross: false }
    }
}

impl PartialEq for ObjektId {
    fn eq(&self, other: &Self) -> bool {
        self.wert == other.wert
    }
}

impl Eq for ObjektId {}

impl PartialOrd for ObjektId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ObjektId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.wert.cmp(&other.wert)
    }
}

impl Hash for ObjektId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.wert.hash(state);
    }
}

impl fmt::Display for ObjektId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.gross {
            write!(f, "{:X}", self.wert.hyphenated())
        } else {
            write!(f, "{}", self.wert.hyphenated())
        }
    }
}

impl Wert for ObjektId {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        leser.blatt(|text| Self::parse(text.trim()), Grund::Uuid)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.text(name, &self.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::ObjektId;

    #[test]
    fn ids_are_compared_as_numbers_and_shown_as_written() {
        let small = "9fde4e7a-b41b-11ec-9225-005056871b7c";
        let large = small.to_uppercase();
        let (one, other) = (ObjektId::parse(small).unwrap(), ObjektId::parse(&large).unwrap());
        assert_eq!(one, other);
        assert_eq!((one.to_string(), other.to_string()), (small.to_owned(), large));
        for wrong in
            ["", "9fde4e7ab41b11ec9225005056871b7c", "{9fde4e7a-b41b-11ec-9225-005056871b7}"]
        {
            assert_eq!(ObjektId::parse(wrong), None, "{wrong}");
        }
    }
}
