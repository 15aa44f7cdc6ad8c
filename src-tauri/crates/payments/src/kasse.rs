//! Claims to the treasury and bookings from it, as tables (CSV) in the shape its system wants.
//!
//! Never books, never guesses a column, and never lets one wrong row cost the others: each is
//! named with its row, its column and what is wrong.

mod csv;
mod wert;

use std::collections::{BTreeMap, BTreeSet};

use domain::Datum;
use serde::{Deserialize, Serialize};

use crate::Cent;
use crate::forderung::{Beleg, Ereignis, Forderung, Nebenforderungsart, Stelle, Vorfall};
use crate::suche::hash;

pub use csv::{BYTES_MAX, SPALTEN_MAX, ZEILEN_MAX, ZELLE_BYTES_MAX};
pub use wert::{Datumsform, Kodierung};

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feld {
    /// Kassenzeichen.
    Kassenzeichen,
    /// Amount.
    Betrag,
    /// Day of the booking or the notice.
    Tag,
    /// Due day.
    FaelligAm,
    /// Name of the debtor.
    Schuldner,
    /// Account of the debtor.
    Iban,
    /// What it is for.
    Text,
    /// Account of the budget.
    Buchungsstelle,
    /// What happened, in the treasury's own words or codes.
    Vorgang,
    /// The treasury's own number of the booking.
    Belegnummer,
}

/// What a word of the treasury means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kassenvorgang {
    /// Money came; with an amount below zero it went back.
    Zahlung,
    /// Money that had come went back.
    Rueckgabe,
    /// The office paid back.
    Rueckzahlung,
    /// Reminder of this level; the amount is its fee.
    Mahnung {
        /// Level, from 1.
        stufe: u8,
    },
    /// A further claim.
    Nebenforderung {
        /// What for.
        wofuer: Nebenforderungsart,
    },
    /// Not pursued, without end.
    Niederschlagung,
    /// Not pursued until the due day of the row.
    NiederschlagungBefristet,
    /// Ended by so much.
    Erlass,
    /// Notice changed by so much.
    Herabsetzung,
    /// Deferred until the due day of the row.
    Stundung,
    /// Handed to enforcement.
    Vollstreckung,
}

/// Column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spalte {
    /// What stands in it.
    pub feld: Feld,
    /// Its heading.
    pub name: String,
}

/// Shape of a table: what a treasury's system writes and reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zuordnung {
    /// Columns in the order of the export; an import finds them by their headings, or by this
    /// order where there are none.
    pub spalten: Vec<Spalte>,
    /// The first row holds the headings.
    pub kopfzeile: bool,
    /// Sign between cells.
    pub trennzeichen: char,
    /// Encoding.
    pub kodierung: Kodierung,
    /// Sign before the cents.
    pub dezimalzeichen: char,
    /// Sign between groups of three digits that an import may meet; an export writes none.
    pub tausenderzeichen: Option<char>,
    /// How days are written.
    pub datum: Datumsform,
    /// What the treasury's words for what happened mean.
    #[serde(default)]
    pub vorgaenge: BTreeMap<String, Kassenvorgang>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Kassenzeile {
    /// Kassenzeichen.
    pub kassenzeichen: String,
    /// Amount in cents.
    pub betrag_cent: Option<i64>,
    /// Day.
    pub tag: Option<Datum>,
    /// Due day.
    pub faellig_am: Option<Datum>,
    /// Name of the debtor.
    pub schuldner: String,
    /// Account of the debtor.
    pub iban: String,
    /// What it is for.
    pub text: String,
    /// Account of the budget.
    pub buchungsstelle: String,
    /// What happened, in the treasury's words.
    pub vorgang: String,
    /// The treasury's own number.
    pub belegnummer: String,
}

/// Why a table as a whole is not read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KasseError {
    /// The mapping contradicts itself.
    #[error("the mapping is wrong: {0}")]
    Zuordnung(Zuordnungsfehler),
    /// More of something than a table may have.
    #[error("more than {max} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// Bytes do not fit the encoding.
    #[error("not in the encoding of the mapping, at row {zeile}")]
    Kodierung {
        /// Row, from 1.
        zeile: usize,
    },
    /// A quotation mark stands where none can, or is never closed.
    #[error("a quotation mark is out of place, at row {zeile}")]
    Anfuehrung {
        /// Row, from 1.
        zeile: usize,
    },
    /// A column of the mapping is not there.
    #[error("the column {name} is missing")]
    SpalteFehlt {
        /// Its heading.
        name: String,
    },
    /// Two columns have the heading of the mapping.
    #[error("the column {name} is there twice")]
    SpalteDoppelt {
        /// Its heading.
        name: String,
    },
    /// Something cannot be written in the encoding of the mapping.
    #[error("row {zeile}, column {spalte}: {zeichen:?} cannot be written in this encoding")]
    Zeichen {
        /// Row, from 1, headings included.
        zeile: usize,
        /// Heading.
        spalte: String,
        /// The character.
        zeichen: char,
    },
}

/// Why a mapping contradicts itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Zuordnungsfehler {
    /// No column.
    #[error("it has no columns")]
    Leer,
    /// Two columns for one thing, or with one heading.
    #[error("two columns are the same")]
    Doppelt,
    /// The sign between cells, or before the cents, is no usable one.
    #[error("a sign is not usable, or is used for two things")]
    Zeichen,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {zeile}, column {spalte}: {grund}")]
pub struct Zeilenfehler {
    /// Row, from 1, as a spreadsheet counts them.
    pub zeile: usize,
    /// Heading of the column; empty if it is about the row.
    pub spalte: String,
    /// What is wrong.
    pub grund: Zeilengrund,
}

/// Kinds of wrong rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Zeilengrund {
    /// More or fewer cells than the headings.
    #[error("{ist} cells instead of {soll}")]
    Zellen {
        /// How many there are.
        ist: usize,
        /// How many there should be.
        soll: usize,
    },
    /// No amount in whole cents as the mapping writes it.
    #[error("no amount")]
    Betrag,
    /// No day as the mapping writes it.
    #[error("no day")]
    Tag,
    /// Nothing where something is needed.
    #[error("empty")]
    Leer,
    /// A word for what happened that the mapping does not know.
    #[error("a word that the mapping does not know")]
    Vorgang,
}

/// A table that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tabelle {
    /// Rows that could be read, with their numbers.
    pub zeilen: Vec<(usize, Kassenzeile)>,
    /// Rows that could not.
    pub fehler: Vec<Zeilenfehler>,
}

/// Returns the rows that hand a claim to the treasury: one for each position.
pub fn zeilen(forderung: &Forderung) -> Vec<Kassenzeile> {
    let row = |position: &crate::forderung::Position| Kassenzeile {
        kassenzeichen: forderung.kassenzeichen.clone(),
        betrag_cent: Some(position.betrag.wert()),
        tag: Some(forderung.festgesetzt_am),
        faellig_am: Some(forderung.faellig_am),
        schuldner: forderung.schuldner.name.clone(),
        iban: forderung.schuldner.iban.clone(),
        text: position.bezeichnung.clone(),
        buchungsstelle: position.buchungsstelle.clone(),
        ..Kassenzeile::default()
    };
    forderung.positionen.alle().iter().map(row).collect()
}

/// Writes a table.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe before it; reading takes
/// it away again. Amounts and days are written by us and need none.
pub fn write(zeilen: &[Kassenzeile], zuordnung: &Zuordnung) -> Result<Vec<u8>, KasseError> {
    zuordnung.pruefen()?;
    let mut tabelle: Vec<Vec<String>> = Vec::with_capacity(zeilen.len() + 1);
    if zuordnung.kopfzeile {
        tabelle.push(zuordnung.spalten.iter().map(|spalte| spalte.name.clone()).collect());
    }
    for zeile in zeilen {
        let cell = |spalte: &Spalte| wert::schreiben(zeile, spalte.feld, zuordnung);
        tabelle.push(zuordnung.spalten.iter().map(cell).collect());
    }
    let text = csv::schreiben(&tabelle, zuordnung.trennzeichen)?;
    zuordnung.kodierung.encode(&text).ok_or_else(|| nicht_schreibbar(&tabelle, zuordnung))
}

/// Finds what cannot be written.
fn nicht_schreibbar(tabelle: &[Vec<String>], zuordnung: &Zuordnung) -> KasseError {
    let bad = |c: char| zuordnung.kodierung.encode(c.encode_utf8(&mut [0; 4])).is_none();
    for (zeile, zellen) in tabelle.iter().enumerate() {
        for (zelle, spalte) in zellen.iter().zip(&zuordnung.spalten) {
            if let Some(zeichen) = zelle.chars().find(|c| bad(*c)) {
                let spalte = spalte.name.clone();
                return KasseError::Zeichen { zeile: zeile + 1, spalte, zeichen };
            }
        }
    }
    KasseError::Zuordnung(Zuordnungsfehler::Zeichen)
}

/// Reads a table.
///
/// Fails where the table as a whole cannot be understood. A row that cannot be read is listed, and
/// the others are read all the same; columns beyond the mapping's are left alone.
pub fn read(bytes: &[u8], zuordnung: &Zuordnung) -> Result<Tabelle, KasseError> {
    zuordnung.pruefen()?;
    if bytes.len() > BYTES_MAX {
        return Err(KasseError::TooMany { what: "bytes", max: BYTES_MAX });
    }
    let text = zuordnung.kodierung.decode(bytes)?;
    let mut rows = csv::lesen(&text, zuordnung.trennzeichen)?.into_iter();
    let (orte, breite) = if zuordnung.kopfzeile {
        let kopf = rows.next().map(|(_, zellen)| zellen).unwrap_or_default();
        (zuordnung.orte(&kopf)?, kopf.len())
    } else {
        let count = zuordnung.spalten.len();
        ((0..count).collect(), count)
    };
    let mut tabelle = Tabelle::default();
    for (nummer, zellen) in rows {
        // An empty line at the end or between blocks is no row.
        if matches!(zellen.as_slice(), [only] if only.is_empty()) {
            continue;
        }
        if zellen.len() != breite {
            let grund = Zeilengrund::Zellen { ist: zellen.len(), soll: breite };
            tabelle.fehler.push(Zeilenfehler { zeile: nummer, spalte: String::new(), grund });
            continue;
        }
        let mut zeile = Kassenzeile::default();
        let before = tabelle.fehler.len();
        for (spalte, &ort) in zuordnung.spalten.iter().zip(&orte) {
            let zelle = zellen.get(ort).map(String::as_str).unwrap_or_default();
            if let Err(grund) = wert::lesen(&mut zeile, spalte.feld, zelle, zuordnung) {
                let spalte = spalte.name.clone();
                tabelle.fehler.push(Zeilenfehler { zeile: nummer, spalte, grund });
            }
        }
        if tabelle.fehler.len() == before {
            tabelle.zeilen.push((nummer, zeile));
        }
    }
    Ok(tabelle)
}

impl Zuordnung {
    fn pruefen(&self) -> Result<(), KasseError> {
        use Zuordnungsfehler::{Doppelt, Leer, Zeichen};
        if self.spalten.is_empty() || self.spalten.len() > SPALTEN_MAX {
            return Err(KasseError::Zuordnung(Leer));
        }
        let felder: BTreeSet<Feld> = self.spalten.iter().map(|spalte| spalte.feld).collect();
        let namen: BTreeSet<&str> = self.spalten.iter().map(|spalte| spalte.name.trim()).collect();
        let count = self.spalten.len();
        if felder.len() < count || self.kopfzeile && namen.len() < count {
            return Err(KasseError::Zuordnung(Doppelt));
        }
        let cells = [';', ',', '\t', '|'].contains(&self.trennzeichen);
        let cents = [',', '.'].contains(&self.dezimalzeichen);
        let groups = self.tausenderzeichen.is_none_or(|sign| {
            [',', '.', ' ', '\'', '\u{a0}'].contains(&sign) && sign != self.dezimalzeichen
        });
        if cells && cents && groups { Ok(()) } else { Err(KasseError::Zuordnung(Zeichen)) }
    }

    /// Finds the columns by their headings.
    fn orte(&self, kopf: &[String]) -> Result<Vec<usize>, KasseError> {
        let find = |spalte: &Spalte| {
            let name = spalte.name.trim();
            let mut found =
                kopf.iter().enumerate().filter(|(_, cell)| wert::ohne_schutz(cell).trim() == name);
            let name = name.to_owned();
            let Some((ort, _)) = found.next() else {
                return Err(KasseError::SpalteFehlt { name });
            };
            if found.next().is_some() {
                return Err(KasseError::SpalteDoppelt { name });
            }
            Ok(ort)
        };
        self.spalten.iter().map(find).collect()
    }
}

impl Tabelle {
    /// Returns the events that the rows are, by Kassenzeichen, and the rows that are none.
    ///
    /// A row with a Belegnummer is known by it. Of rows without one that are equal in everything,
    /// each is an event of its own; the same table read again gives the same events.
    pub fn ereignisse(
        &self,
        zuordnung: &Zuordnung,
    ) -> (Vec<(String, Ereignis)>, Vec<Zeilenfehler>) {
        let mut gesehen: BTreeMap<String, usize> = BTreeMap::new();
        let (mut ereignisse, mut fehler) = (Vec::new(), Vec::new());
        for (nummer, zeile) in &self.zeilen {
            match zeile.vorfall(zuordnung) {
                Ok((tag, vorfall)) => {
                    let name = zeile.kennung();
                    let twin = gesehen.entry(name.clone()).or_default();
                    *twin += 1;
                    let beleg = Beleg { stelle: Stelle::Kasse, kennung: format!("{name}-{twin}") };
                    let von = zeile.belegnummer.clone();
                    let ereignis = Ereignis { tag, beleg, vorfall, von };
                    ereignisse.push((zeile.kassenzeichen.clone(), ereignis));
                }
                Err((feld, grund)) => {
                    let spalte = zuordnung.spalten.iter().find(|spalte| spalte.feld == feld);
                    let spalte = spalte.map(|spalte| spalte.name.clone()).unwrap_or_default();
                    fehler.push(Zeilenfehler { zeile: *nummer, spalte, grund });
                }
            }
        }
        (ereignisse, fehler)
    }
}

impl Kassenzeile {
    /// Name of the row. Where the treasury gives no number of its own, that is all it says; where
    /// it does, texts may change, but a number used again for other money is something else.
    fn kennung(&self) -> String {
        let Self { kassenzeichen, betrag_cent, tag, vorgang, belegnummer, .. } = self;
        hash(&if belegnummer.is_empty() {
            format!("{self:?}")
        } else {
            format!("{kassenzeichen}\n{betrag_cent:?}\n{tag:?}\n{vorgang}\n{belegnummer}")
        })
    }

    fn vorfall(&self, zuordnung: &Zuordnung) -> Result<(Datum, Vorfall), (Feld, Zeilengrund)> {
        use Kassenvorgang as K;
        if self.kassenzeichen.is_empty() {
            return Err((Feld::Kassenzeichen, Zeilengrund::Leer));
        }
        let tag = self.tag.ok_or((Feld::Tag, Zeilengrund::Leer))?;
        let vorgang = match zuordnung.vorgaenge.get(self.vorgang.trim()) {
            Some(vorgang) => *vorgang,
            // A table of payments alone has no column that says so.
            None if zuordnung.vorgaenge.is_empty() => K::Zahlung,
            None => return Err((Feld::Vorgang, Zeilengrund::Vorgang)),
        };
        let cent = self.betrag_cent.ok_or((Feld::Betrag, Zeilengrund::Leer));
        let betrag = || {
            let cent = cent?.saturating_abs();
            Cent::neu(cent).map_err(|_| (Feld::Betrag, Zeilengrund::Betrag))
        };
        let bis = || self.faellig_am.ok_or((Feld::FaelligAm, Zeilengrund::Leer));
        let back = matches!(cent, Ok(cent) if cent < 0);
        let vorfall = match vorgang {
            K::Zahlung if !back => Vorfall::Zahlung { betrag: betrag()? },
            K::Zahlung | K::Rueckgabe => Vorfall::Rueckgabe {
                betrag: betrag()?,
                gebuehr: Cent::NULL,
                grund: self.text.clone(),
            },
            K::Rueckzahlung => Vorfall::Rueckzahlung { betrag: betrag()? },
            K::Mahnung { stufe } => {
                let gebuehr = if self.betrag_cent.is_some() { betrag()? } else { Cent::NULL };
                Vorfall::Mahnung { stufe, gebuehr }
            }
            K::Nebenforderung { wofuer } => Vorfall::Nebenforderung { wofuer, betrag: betrag()? },
            K::Niederschlagung => Vorfall::Niederschlagung { bis: None },
            K::NiederschlagungBefristet => Vorfall::Niederschlagung { bis: Some(bis()?) },
            K::Erlass => Vorfall::Erlass { betrag: betrag()? },
            K::Herabsetzung => Vorfall::Herabsetzung { betrag: betrag()? },
            K::Stundung => {
                let rate = crate::forderung::Rate { faellig_am: bis()?, betrag: betrag()? };
                Vorfall::Stundung { raten: vec![rate] }
            }
            K::Vollstreckung => Vorfall::Vollstreckungsersuchen { betrag: betrag()? },
        };
        Ok((tag, vorfall))
    }
}
