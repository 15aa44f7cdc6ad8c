//! Samples: which documents a second person looks at, what came out, what follows.
//!
//! Never lets anybody choose: the hash of the document does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Transfervermerk, Vermerkverstoss, gleiche_person};
use crate::{Datum, Zeitpunkt};

/// Defects in percent of the sample up to which a higher rate is enough.
const MAENGEL_ERTRAEGLICH_PROZENT: u32 = 5;

/// Rule of drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stichprobe {
    /// How many of a hundred documents are drawn; 100 and more are all.
    pub quote_prozent: u8,
}

impl Stichprobe {
    /// Tells whether a document is drawn. It follows from its SHA-256 alone, so that nobody can
    /// pick, and everybody can repeat it. What has no valid hash is always drawn.
    pub fn gezogen(self, sha256: &str) -> bool {
        let head = sha256.get(..16).filter(|_| ist_sha256(sha256));
        match head.and_then(|head| u64::from_str_radix(head, 16).ok()) {
            Some(number) => number % 100 < u64::from(self.quote_prozent),
            None => true,
        }
    }
}

/// Tells whether a text is 64 hexadecimal digits.
pub(super) fn ist_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What becomes of one checked document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entscheidung {
    /// The picture may replace the paper.
    InOrdnung,
    /// It has to be scanned again.
    NeuScannen,
    /// The paper stays.
    OriginalBehalten,
}

/// One document that a second person looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stichprobenpruefung {
    /// The document.
    pub dokument: Uuid,
    /// Who looked.
    pub pruefer: String,
    /// When, by the workstation's clock.
    pub um: Zeitpunkt,
    /// What becomes of it.
    pub entscheidung: Entscheidung,
    /// What was wrong, in words; empty if nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mangel: String,
}

impl Stichprobenpruefung {
    /// Notes a check. Whoever scanned may not be the one who samples, and whoever finds a defect
    /// has to say which.
    pub fn neu(
        vermerk: &Transfervermerk,
        pruefer: &str,
        um: Zeitpunkt,
        entscheidung: Entscheidung,
        mangel: &str,
    ) -> Result<Self, Vermerkverstoss> {
        let (pruefer, mangel) = (pruefer.trim(), mangel.trim());
        if pruefer.is_empty() {
            return Err(Vermerkverstoss::AngabeFehlt { angabe: "pruefer" });
        }
        if gleiche_person(pruefer, &vermerk.erstellt_von.kennung) {
            return Err(Vermerkverstoss::PrueferIstErsteller);
        }
        if entscheidung != Entscheidung::InOrdnung && mangel.is_empty() {
            return Err(Vermerkverstoss::AngabeFehlt { angabe: "mangel" });
        }
        Ok(Self {
            dokument: vermerk.dokument,
            pruefer: pruefer.to_owned(),
            um,
            entscheidung,
            mangel: mangel.to_owned(),
        })
    }
}

/// What follows from a sample for the procedure; the later, the stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Folge {
    /// Go on as before.
    Fortfuehren,
    /// Draw more.
    QuoteErhoehen,
    /// Look at every document of the period.
    AllePruefen,
}

/// Log of one sample: of how many, how many, with how many defects, and what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stichprobenprotokoll {
    /// First day of the period.
    pub von: Datum,
    /// Last day of the period.
    pub bis: Datum,
    /// Rate in force.
    pub quote_prozent: u8,
    /// Documents scanned in the period.
    pub bestand: u32,
    /// Documents checked.
    pub geprueft: u32,
    /// Documents with a defect.
    pub treffer: u32,
    /// What was decided.
    pub folge: Folge,
    /// Who decided.
    pub entschieden_von: String,
    /// When, by the workstation's clock.
    pub entschieden_um: Zeitpunkt,
}

impl Stichprobenprotokoll {
    /// Counts checked documents and those with a defect. A document that was checked twice counts
    /// once, and as defective if any check found it so.
    pub fn zaehlen(pruefungen: &[Stichprobenpruefung]) -> (u32, u32) {
        let mut seen = BTreeMap::new();
        for pruefung in pruefungen {
            let bad = pruefung.entscheidung != Entscheidung::InOrdnung;
            *seen.entry(pruefung.dokument).or_insert(false) |= bad;
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (count(seen.len()), count(seen.values().filter(|bad| **bad).count()))
    }

    /// Proposes what follows: without defects go on, with few draw more, with many look at all.
    /// People may be stricter.
    pub fn vorschlag(geprueft: u32, treffer: u32) -> Folge {
        if treffer == 0 {
            Folge::Fortfuehren
        } else if u64::from(treffer) * 100
            <= u64::from(geprueft) * u64::from(MAENGEL_ERTRAEGLICH_PROZENT)
        {
            Folge::QuoteErhoehen
        } else {
            Folge::AllePruefen
        }
    }

    /// Tells whether what was decided is at least as strict as what follows from the numbers.
    pub fn streng_genug(&self) -> bool {
        self.folge >= Self::vorschlag(self.geprueft, self.treffer)
    }
}
