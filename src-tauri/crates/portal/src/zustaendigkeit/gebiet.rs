//! Areas by their official keys: ARS (Land 2, Bezirk 1, Kreis 2, Verband 4, Gemeinde 3) and AGS (the
//! same without the Verband).
//!
//! Never guesses a Verband: an AGS says nothing about it, and a table of areas does.

use serde::{Deserialize, Serialize};

use super::{Bestand, Einlesebericht, ImportError, TEXT_CHARS_MAX};
use crate::kodierung::kurz;

/// How much an area covers, from the narrowest to the broadest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ebene {
    /// A municipality.
    Gemeinde,
    /// A Verwaltungsgemeinschaft or another union of municipalities.
    Verwaltungsgemeinschaft,
    /// A Landkreis, or a town that is one.
    Kreis,
    /// A Regierungsbezirk.
    Bezirk,
    /// A Land.
    Land,
    /// All of them.
    Bund,
}

impl Ebene {
    /// Every level, narrowest first.
    pub const ALLE: [Self; 6] = [
        Self::Gemeinde,
        Self::Verwaltungsgemeinschaft,
        Self::Kreis,
        Self::Bezirk,
        Self::Land,
        Self::Bund,
    ];
}

/// Key of an area, in its one form.
///
/// The digits of an ARS without the zeros that say "all of it": 0, 2, 3, 5, 9 or 12 of them; or the
/// eight digits of an AGS whose Verband is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Gebietsschluessel(String);

impl From<Gebietsschluessel> for String {
    fn from(key: Gebietsschluessel) -> Self {
        key.0
    }
}

impl TryFrom<String> for Gebietsschluessel {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.is_empty() { Ok(Self(text)) } else { Self::lesen(&text).ok_or("no key of an area") }
    }
}

impl Gebietsschluessel {
    /// Reads an ARS (2, 3, 5, 9 or 12 digits) or an AGS (2, 3, 5 or 8), alone or at the end of a URN.
    ///
    /// Twelve zeros are the whole country.
    pub fn lesen(text: &str) -> Option<Self> {
        let digits = text.trim().rsplit(':').next()?;
        let digits = digits.strip_prefix("DE").unwrap_or(digits);
        let right = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !right || !matches!(digits.len(), 2 | 3 | 5 | 8 | 9 | 12) {
            return None;
        }
        if digits.bytes().all(|byte| byte == b'0') {
            return Some(Self(String::new()));
        }
        let ags = digits.len() == 8;
        // A town that is a Kreis of its own has no number as a municipality.
        let cuts: &[(usize, usize)] =
            if ags { &[(5, 8), (3, 5), (2, 3)] } else { &[(9, 12), (5, 9), (3, 5), (2, 3)] };
        let mut key = digits;
        for (from, to) in cuts {
            let rest = key.get(*from..).unwrap_or_default();
            if key.len() == *to && rest.bytes().all(|byte| byte == b'0') {
                key = key.get(..*from).unwrap_or_default();
            }
        }
        Some(Self(key.to_owned()))
    }

    /// Returns how much it covers.
    pub fn ebene(&self) -> Ebene {
        match self.0.len() {
            0 => Ebene::Bund,
            2 => Ebene::Land,
            3 => Ebene::Bezirk,
            5 => Ebene::Kreis,
            9 => Ebene::Verwaltungsgemeinschaft,
            _ => Ebene::Gemeinde,
        }
    }

    /// Returns the digits, shortened as described at the type.
    pub fn ziffern(&self) -> &str {
        &self.0
    }

    /// Tells whether the Verband of a municipality is not known.
    pub fn ohne_verband(&self) -> bool {
        self.0.len() == 8
    }

    /// Kreis and number within it, by which ARS and AGS of one municipality agree.
    fn gemeinde(&self) -> Option<(&str, &str)> {
        match self.0.len() {
            8 => Some((self.0.get(..5)?, self.0.get(5..)?)),
            12 => Some((self.0.get(..5)?, self.0.get(9..)?)),
            _ => None,
        }
    }

    /// Tells whether this area covers another one, or is it.
    pub fn umfasst(&self, other: &Self) -> bool {
        match (self.gemeinde(), other.gemeinde()) {
            (Some(one), Some(two)) if self.ohne_verband() || other.ohne_verband() => one == two,
            (Some(_), _) => self == other,
            (None, _) if self.0.len() == 9 && other.ohne_verband() => false,
            (None, _) => other.0.starts_with(&self.0),
        }
    }
}

/// Reads names of areas in; lines that are none, such as a heading, are counted.
pub(super) fn einlesen(bestand: &mut Bestand, bytes: &[u8]) -> Result<Einlesebericht, ImportError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ImportError::Encoding)?;
    let mut bericht = Einlesebericht::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut cells = line.split(';').map(|cell| cell.trim().trim_matches('"'));
        let key = cells.next().and_then(Gebietsschluessel::lesen);
        let name = cells.next().filter(|name| !name.is_empty());
        match (key, name) {
            (Some(key), Some(name)) => {
                bestand.gebiete.insert(key, kurz(name, TEXT_CHARS_MAX));
                bericht.gebiete += 1;
            }
            _ => bericht.uebergangen += 1,
        }
    }
    Ok(bericht)
}
