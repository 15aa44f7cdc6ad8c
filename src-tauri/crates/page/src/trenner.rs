//! Cutting a stack of pages into documents by the codes on them.
//!
//! | Code | Meaning |
//! |---|---|
//! | Patch-T, QR `FH1:T` | the sheet is left out, a document begins behind it |
//! | QR `FH1:A:<uuid>` | the sheet is left out, an Anlage to the document before begins behind it |
//! | QR `FH1:V:<uuid>` | the part it stands in belongs to this Vorgang |
//! | QR `FH1:N:<number>`, Code 128 `ASN<number>` | a document with this archive number begins here |
//!
//! Never lets what one part says reach another part, never cuts at a code it does not know, and
//! never loses a page.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::{Code, CodeArt};

/// What is known of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seite {
    /// Its codes.
    pub codes: Vec<Code>,
    /// Whether it is blank.
    pub leer: bool,
}

/// Why a part begins where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grund {
    /// The stack begins here.
    Stapelanfang,
    /// A separator sheet (ours or Patch-T) lay before it.
    Trennblatt,
    /// An attach sheet lay before it.
    Anlageblatt,
    /// Its first page carries an archive number.
    Archivnummer,
}

/// Why a person has to look at a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pruefgrund {
    /// Codes in the part name different Vorgänge.
    VorgangWiderspruechlich,
    /// A page carries different archive numbers.
    ArchivnummerWiderspruechlich,
    /// Another part of the stack has the same archive number.
    ArchivnummerDoppelt,
    /// It is an Anlage, but there is no document before it.
    AnlageOhneDokument,
    /// It is an Anlage, but names another Vorgang than the document before it.
    AnlageAndererVorgang,
    /// The sheet before it says both that a document and that an Anlage begins.
    TrennblattWiderspruechlich,
}

/// What the codes in a part say about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zuweisung {
    /// Vorgang to propose; none if the codes contradict each other.
    pub vorgang: Option<Uuid>,
    /// Archive number; none if the codes contradict each other.
    pub archivnummer: Option<u64>,
    /// Place among the parts of the document that this part is an Anlage of.
    pub anlage_zu: Option<u32>,
}

/// A code without a meaning here, kept as a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fundstelle {
    /// Page in the stack, from 0.
    pub seite: u32,
    /// The code.
    pub code: Code,
}

/// A document within the stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teil {
    /// Its pages in the stack, from 0, in order; never empty.
    pub seiten: Vec<u32>,
    /// What its codes say.
    pub zuweisung: Zuweisung,
    /// Why it begins here.
    pub grund: Grund,
    /// Why a person has to look at it; empty if nobody has to.
    pub pruefen: Vec<Pruefgrund>,
    /// Codes without a meaning here.
    pub unbekannt: Vec<Fundstelle>,
}

/// What became of a stack: every page is in a part, a sheet, or left out as blank.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zerlegung {
    /// The documents, in order.
    pub teile: Vec<Teil>,
    /// Separator and attach sheets, which are in no document.
    pub blaetter: Vec<u32>,
    /// Blank pages that were left out.
    pub leerseiten: Vec<u32>,
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regeln {
    /// Leave blank pages out of the documents; directly behind a sheet they always are.
    pub leerseiten_weglassen: bool,
}

impl Default for Regeln {
    fn default() -> Self {
        Self { leerseiten_weglassen: true }
    }
}

/// Cuts a stack.
pub fn trenne(seiten: &[Seite], regeln: &Regeln) -> Zerlegung {
    let mut cut = Cut::default();
    for (number, seite) in seiten.iter().enumerate() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        cut.page(number, seite, regeln);
    }
    cut.close();
    judge(&mut cut.done);
    cut.done
}

/// What a code means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bedeutung {
    Trenner,
    Anlage,
    Vorgang(Uuid),
    Archivnummer(u64),
    Unbekannt,
}

/// Longest archive number that is one.
const NUMBER_DIGITS_MAX: usize = 12;

fn bedeutung(code: &Code) -> Bedeutung {
    let text = code.inhalt.trim();
    let known = match code.art {
        CodeArt::PatchT => Some(Bedeutung::Trenner),
        CodeArt::Code128 => text.strip_prefix("ASN").and_then(archivnummer),
        CodeArt::Qr => match text.strip_prefix("FH1:") {
            Some("T") => Some(Bedeutung::Trenner),
            Some(rest) => match rest.split_once(':') {
                Some(("A", id)) => Uuid::try_parse(id).ok().map(|_| Bedeutung::Anlage),
                Some(("V", id)) => Uuid::try_parse(id).ok().map(Bedeutung::Vorgang),
                Some(("N", number)) => archivnummer(number),
                _ => None,
            },
            None => None,
        },
        CodeArt::DataMatrix => None,
    };
    known.unwrap_or(Bedeutung::Unbekannt)
}

fn archivnummer(digits: &str) -> Option<Bedeutung> {
    let sound = (1..=NUMBER_DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_digit());
    sound.then(|| digits.parse().ok().map(Bedeutung::Archivnummer)).flatten()
}

/// A part while it is collected.
struct Offen {
    teil: Teil,
    vorgaenge: BTreeSet<Uuid>,
}

/// The stack while it is cut.
#[derive(Default)]
struct Cut {
    done: Zerlegung,
    open: Option<Offen>,
    /// What the sheets since the last page said about the next part.
    sheet: Option<Offen>,
    /// The last document that is not itself an Anlage.
    document: Option<u32>,
}

impl Cut {
    fn page(&mut self, number: u32, seite: &Seite, regeln: &Regeln) {
        let meant: Vec<(Bedeutung, &Code)> =
            seite.codes.iter().map(|code| (bedeutung(code), code)).collect();
        let says = |wanted: Bedeutung| meant.iter().any(|(meaning, _)| *meaning == wanted);
        let (splits, attaches) = (says(Bedeutung::Trenner), says(Bedeutung::Anlage));
        if splits || attaches {
            self.done.blaetter.push(number);
            self.sheet(number, splits, attaches, &meant);
            return;
        }
        if seite.leer && meant.is_empty() && (self.sheet.is_some() || regeln.leerseiten_weglassen) {
            self.done.leerseiten.push(number);
            return;
        }
        let numbers: BTreeSet<u64> = meant.iter().filter_map(|(m, _)| m.number()).collect();
        let mut part = self.part_for(&numbers);
        part.take(number, &meant);
        if numbers.len() > 1 {
            part.doubt(Pruefgrund::ArchivnummerWiderspruechlich);
            part.teil.zuweisung.archivnummer = None;
        }
        part.teil.seiten.push(number);
        self.open = Some(part);
    }

    /// A sheet ends the part before it; what else stands on it belongs to the part behind it.
    fn sheet(&mut self, number: u32, splits: bool, attaches: bool, meant: &[(Bedeutung, &Code)]) {
        self.close();
        // Of several sheets one behind the other the last has the say: nothing lies between.
        let grund = if splits { Grund::Trennblatt } else { Grund::Anlageblatt };
        let mut sheet = Offen::new(grund);
        sheet.take(number, meant);
        let numbers: BTreeSet<u64> = meant.iter().filter_map(|(m, _)| m.number()).collect();
        if numbers.len() > 1 {
            sheet.doubt(Pruefgrund::ArchivnummerWiderspruechlich);
        }
        if numbers.len() == 1 {
            sheet.teil.zuweisung.archivnummer = numbers.first().copied();
        }
        if splits && attaches {
            sheet.doubt(Pruefgrund::TrennblattWiderspruechlich);
        }
        if let Some(before) = self.sheet.take() {
            sheet.teil.unbekannt.splice(0..0, before.teil.unbekannt);
        }
        self.sheet = Some(sheet);
    }

    /// The part a page with these archive numbers belongs to.
    fn part_for(&mut self, numbers: &BTreeSet<u64>) -> Offen {
        let number = if numbers.len() == 1 { numbers.first().copied() } else { None };
        if let Some(mut sheet) = self.sheet.take() {
            match (sheet.teil.zuweisung.archivnummer, number) {
                (Some(a), Some(b)) if a != b => {
                    sheet.doubt(Pruefgrund::ArchivnummerWiderspruechlich);
                    sheet.teil.zuweisung.archivnummer = None;
                }
                (None, Some(_)) => sheet.teil.zuweisung.archivnummer = number,
                _ => {}
            }
            return sheet;
        }
        match self.open.take() {
            // A sticker on every page of a document is one document.
            Some(open) if numbers.is_empty() || open.teil.zuweisung.archivnummer == number => {
                // Two numbers on one page never equal what the part has.
                if numbers.len() < 2 {
                    return open;
                }
                self.open = Some(open);
                self.close();
                Offen::new(Grund::Archivnummer)
            }
            Some(open) => {
                self.open = Some(open);
                self.close();
                let mut part = Offen::new(Grund::Archivnummer);
                part.teil.zuweisung.archivnummer = number;
                part
            }
            None => {
                let mut part = Offen::new(Grund::Stapelanfang);
                part.teil.zuweisung.archivnummer = number;
                part
            }
        }
    }

    /// Ends the open part.
    fn close(&mut self) {
        let Some(Offen { mut teil, vorgaenge }) = self.open.take() else { return };
        if vorgaenge.len() > 1 {
            teil.pruefen.push(Pruefgrund::VorgangWiderspruechlich);
        } else {
            teil.zuweisung.vorgang = vorgaenge.first().copied();
        }
        let place = u32::try_from(self.done.teile.len()).unwrap_or(u32::MAX);
        if teil.grund == Grund::Anlageblatt {
            teil.zuweisung.anlage_zu = self.document;
            if self.document.is_none() {
                teil.pruefen.push(Pruefgrund::AnlageOhneDokument);
            }
        } else {
            self.document = Some(place);
        }
        self.done.teile.push(teil);
    }
}

impl Bedeutung {
    fn number(self) -> Option<u64> {
        match self {
            Self::Archivnummer(number) => Some(number),
            _ => None,
        }
    }
}

impl Offen {
    fn new(grund: Grund) -> Self {
        let teil = Teil {
            seiten: Vec::new(),
            zuweisung: Zuweisung::default(),
            grund,
            pruefen: Vec::new(),
            unbekannt: Vec::new(),
        };
        Self { teil, vorgaenge: BTreeSet::new() }
    }

    fn take(&mut self, seite: u32, meant: &[(Bedeutung, &Code)]) {
        for (meaning, code) in meant {
            match meaning {
                Bedeutung::Vorgang(id) => {
                    self.vorgaenge.insert(*id);
                }
                Bedeutung::Unbekannt => {
                    self.teil.unbekannt.push(Fundstelle { seite, code: (*code).clone() });
                }
                _ => {}
            }
        }
    }

    fn doubt(&mut self, grund: Pruefgrund) {
        if !self.teil.pruefen.contains(&grund) {
            self.teil.pruefen.push(grund);
        }
    }
}

/// Marks what only shows when all parts are known.
fn judge(done: &mut Zerlegung) {
    let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
    for number in done.teile.iter().filter_map(|teil| teil.zuweisung.archivnummer) {
        *seen.entry(number).or_default() += 1;
    }
    let vorgaenge: Vec<Option<Uuid>> =
        done.teile.iter().map(|teil| teil.zuweisung.vorgang).collect();
    for teil in &mut done.teile {
        if teil.zuweisung.archivnummer.is_some_and(|n| seen.get(&n).is_some_and(|c| *c > 1)) {
            teil.pruefen.push(Pruefgrund::ArchivnummerDoppelt);
        }
        let document = teil
            .zuweisung
            .anlage_zu
            .and_then(|place| vorgaenge.get(usize::try_from(place).ok()?).copied()?);
        if let (Some(own), Some(document)) = (teil.zuweisung.vorgang, document)
            && own != document
        {
            teil.pruefen.push(Pruefgrund::AnlageAndererVorgang);
        }
        teil.pruefen.sort_unstable();
    }
}

#[cfg(test)]
mod tests;
