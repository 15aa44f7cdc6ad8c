//! A file or a case as one PDF: cover, table of contents, every page, every original.
//!
//! Never reads a stranger's document: pages come in as pictures that a worker has drawn, and the
//! originals are attached byte by byte. Never leaves a document out without a sheet that says so.

use std::collections::{BTreeMap, BTreeSet};

use domain::Datum;
use domain::textebene::{Seitentext, Wort};
use serde::Serialize;
use typst::foundations::Bytes;
use typst_pdf::PdfStandard;

use crate::bild::{look, sheet};
use crate::satz::{Auftrag, Tag, german, set};
use crate::schrift::{seen_or, settable};
use crate::{Satz, SetzenError};

/// Bytes of all pictures and originals of a band: all of them are in memory at once.
pub const BAND_BYTES_MAX: u64 = 192 * 1024 * 1024;
/// Pages of pictures in a band at most.
pub const BAND_SEITEN_MAX: usize = 2_000;
/// Stands where a title would be; every bookmark needs one.
const OHNE_BETREFF: &str = "Ohne Betreff";
/// Lines of unseen text on a page at most.
const ZEILEN_MAX: usize = 400;
/// Letters of a line of unseen text at most.
const ZEILE_CHARS_MAX: usize = 400;
/// Documents in a band at most.
pub const BAND_DOKUMENTE_MAX: usize = 2_000;

/// What a band is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bandart {
    /// A file with its cases.
    Akte,
    /// One case.
    Vorgang,
}

/// What stands on the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aktenband {
    /// A file or a case.
    pub art: Bandart,
    /// The office that hands it over.
    pub behoerde: String,
    /// The Aktenzeichen.
    pub aktenzeichen: String,
    /// What it is about.
    pub betreff: String,
    /// Names and values of the metadata, in the order of the cover.
    pub angaben: Vec<(String, String)>,
    /// The day whose state it shows.
    pub stand_am: Datum,
    /// The cases in their order; of a case alone, itself.
    pub vorgaenge: Vec<Bandvorgang>,
}

/// A case in a band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bandvorgang {
    /// Its Aktenzeichen.
    pub aktenzeichen: String,
    /// What it is about.
    pub betreff: String,
    /// Names and values of its metadata.
    pub angaben: Vec<(String, String)>,
}

/// A document in a band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banddokument {
    /// Which of the band's cases it belongs to, from 0; documents of a case come one after another.
    pub vorgang: usize,
    /// Running number within its case.
    pub heftungsnummer: u32,
    /// Its day.
    pub datum: Option<Datum>,
    /// Its title.
    pub titel: String,
    /// The original's name.
    pub dateiname: String,
    /// The original's media type.
    pub mime: String,
    /// The original.
    pub original: Vec<u8>,
    /// What can be seen of it.
    pub seiten: Seiten,
}

/// A page as it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seitenbild {
    /// PNG or JPEG.
    pub bild: Vec<u8>,
    /// Its words with their places: laid over the picture unseen, to be found and read aloud.
    pub text: Option<Seitentext>,
}

/// What can be seen of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seiten {
    /// Its pages.
    Bilder(Vec<Seitenbild>),
    /// Nothing, and the German sentence that says why.
    Keine(String),
}

/// Sets a band; documents are taken one after another, in the order of the band.
///
/// Pictures that cannot be shown leave a sheet in their place and a Hinweis.
pub fn aktenband(
    band: &Aktenband,
    dokumente: impl IntoIterator<Item = Banddokument>,
) -> Result<Satz, SetzenError> {
    let mut stapel = Stapel::default();
    for dokument in dokumente {
        let nummer = dokument.heftungsnummer;
        let vorgang = dokument.vorgang;
        if vorgang >= band.vorgaenge.len() {
            return Err(SetzenError::Vorgang(nummer));
        }
        stapel.take(dokument)?;
    }
    let vorgaenge = band.vorgaenge.iter().enumerate().map(|(n, vorgang)| Vorgang {
        zeichen: &vorgang.aktenzeichen,
        betreff: seen_or(&vorgang.betreff, OHNE_BETREFF),
        angaben: &vorgang.angaben,
        dokumente: stapel.dokumente.remove(&n).unwrap_or_default(),
    });
    let art = match band.art {
        Bandart::Akte => "Akte",
        Bandart::Vorgang => "Vorgang",
    };
    let daten = Daten {
        titel: format!("{art} {}: {}", band.aktenzeichen, band.betreff),
        autor: &band.behoerde,
        datum: band.stand_am.into(),
        art,
        stand: german(band.stand_am),
        zeichen: &band.aktenzeichen,
        betreff: &band.betreff,
        angaben: &band.angaben,
        vorgaenge: vorgaenge.collect(),
        anzahl: stapel.count,
    };
    let ident = format!("{:?}", (&daten.titel, band.stand_am));
    let expected = stapel.pictures.len();
    let auftrag =
        Auftrag { main: "band.typ", daten, files: stapel.files, norm: PdfStandard::A_3a, ident };
    let mut satz = set(auftrag)?;
    // The typesetter passes over a picture it dislikes without a word.
    let shown = count_pictures(&satz.pdf);
    if shown < expected {
        let words = format!("{} pictures were left out", expected - shown);
        return Err(SetzenError::Typesetting(words));
    }
    satz.hinweise = stapel.hinweise;
    Ok(satz)
}

/// How many pictures a PDF has; their dictionaries always stand open in the file.
fn count_pictures(pdf: &[u8]) -> usize {
    const MARK: &[u8] = b"/Subtype/Image";
    let mut found = 0;
    let mut rest = pdf;
    while let Some(at) = rest.iter().position(|byte| *byte == b'/') {
        rest = rest.get(at..).unwrap_or_default();
        let head: Vec<u8> = rest
            .iter()
            .take(MARK.len() + 2)
            .filter(|b| !b.is_ascii_whitespace())
            .copied()
            .collect();
        found += usize::from(head.starts_with(MARK));
        rest = rest.get(1..).unwrap_or_default();
    }
    found
}

/// What was taken so far.
#[derive(Default)]
struct Stapel {
    files: BTreeMap<String, Bytes>,
    dokumente: BTreeMap<usize, Vec<Dokument>>,
    /// Sizes and first bytes tell pictures apart: equal ones are stored once.
    pictures: BTreeSet<Vec<u8>>,
    hinweise: Vec<String>,
    count: usize,
    seiten: usize,
    bytes: u64,
}

impl Stapel {
    fn take(&mut self, dokument: Banddokument) -> Result<(), SetzenError> {
        self.count += 1;
        if self.count > BAND_DOKUMENTE_MAX {
            let (count, most) = (self.count, BAND_DOKUMENTE_MAX);
            return Err(SetzenError::TooMany { what: "documents", count, most });
        }
        self.weigh(dokument.original.len())?;
        let original = format!("o{}", self.count);
        let name = anhangsname(self.count, &dokument.dateiname);
        self.files.insert(original.clone(), Bytes::new(dokument.original));
        let (seiten, grund) = match dokument.seiten {
            Seiten::Bilder(bilder) if !bilder.is_empty() => {
                (self.seiten(bilder, &dokument.titel)?, None)
            }
            Seiten::Bilder(_) => (Vec::new(), Some("Das Dokument hat keine Seiten.".to_owned())),
            Seiten::Keine(grund) => (Vec::new(), Some(grund)),
        };
        self.dokumente.entry(dokument.vorgang).or_default().push(Dokument {
            nummer: dokument.heftungsnummer,
            datum: dokument.datum.map(german),
            titel: seen_or(&dokument.titel, OHNE_BETREFF).to_owned(),
            dateiname: dokument.dateiname,
            anhang: name,
            original,
            mime: mime(&dokument.mime),
            seiten,
            grund,
        });
        Ok(())
    }

    fn seiten(&mut self, bilder: Vec<Seitenbild>, titel: &str) -> Result<Vec<Seite>, SetzenError> {
        let mut seiten = Vec::new();
        for (bild, nummer) in bilder.into_iter().zip(1..) {
            self.seiten += 1;
            if self.seiten > BAND_SEITEN_MAX {
                let (count, most) = (self.seiten, BAND_SEITEN_MAX);
                return Err(SetzenError::TooMany { what: "pages", count, most });
            }
            let seite = self.seite(bild)?;
            if seite.datei.is_none() {
                self.hinweise.push(format!(
                    "Seite {nummer} von „{titel}“ lässt sich nicht darstellen; das Original ist \
                     angehängt."
                ));
            }
            seiten.push(seite);
        }
        Ok(seiten)
    }

    fn seite(&mut self, seite: Seitenbild) -> Result<Seite, SetzenError> {
        let Seitenbild { bild: bytes, text } = seite;
        let Some(bild) = look(&bytes) else { return Ok(Seite::default()) };
        self.weigh(bytes.len())?;
        let datei = format!("s{}.svg", self.seiten);
        let href = format!("s{}.{}", self.seiten, bild.endung);
        self.files.insert(datei.clone(), Bytes::new(sheet(bild, &href).into_bytes()));
        self.pictures.insert(mark(&bytes));
        self.files.insert(href, Bytes::new(bytes));
        Ok(Seite {
            datei: Some(datei),
            quer: bild.breite > bild.hoehe,
            verhaeltnis: f64::from(bild.breite) / f64::from(bild.hoehe),
            zeilen: text.as_ref().map(unseen).unwrap_or_default(),
        })
    }

    fn weigh(&mut self, bytes: usize) -> Result<(), SetzenError> {
        self.bytes += bytes as u64;
        match self.bytes {
            0..=BAND_BYTES_MAX => Ok(()),
            bytes => Err(SetzenError::TooLarge { bytes, most: BAND_BYTES_MAX }),
        }
    }
}

/// The lines of a page, each with its place as parts of the page's width and height.
fn unseen(text: &Seitentext) -> Vec<Textzeile> {
    let (width, height) = (f64::from(text.breite.max(1)), f64::from(text.hoehe.max(1)));
    let line = |worte: &Vec<Wort>| {
        let x = worte.iter().map(|wort| wort.x).min()?;
        let y = worte.iter().map(|wort| wort.y).min()?;
        let right = worte.iter().map(|wort| u32::from(wort.x) + u32::from(wort.b)).max()?;
        let lower = worte.iter().map(|wort| u32::from(wort.y) + u32::from(wort.h)).max()?;
        let worte: Vec<&str> = worte.iter().map(|wort| wort.text.as_str()).collect();
        let words: String = worte.join(" ").chars().take(ZEILE_CHARS_MAX).collect();
        // What a stranger wrote is no gap of ours, and what has no glyph is still in the picture.
        let text = settable(&words.replace("{{", "{ {"), &mut BTreeSet::new());
        (!text.trim().is_empty() && right > u32::from(x) && lower > u32::from(y)).then(|| {
            Textzeile {
                x: f64::from(x) / width,
                y: f64::from(y) / height,
                b: f64::from(right - u32::from(x)) / width,
                h: f64::from(lower - u32::from(y)) / height,
                text,
            }
        })
    };
    text.zeilen.iter().filter_map(line).take(ZEILEN_MAX).collect()
}

/// Some bytes by which pictures are told apart; too few told apart only weakens the check.
fn mark(bytes: &[u8]) -> Vec<u8> {
    let step = (bytes.len() / 64).max(1);
    let sample = bytes.iter().step_by(step).copied();
    bytes.len().to_be_bytes().into_iter().chain(sample).collect()
}

/// A name that no program can take for a path, and that no other attachment has.
fn anhangsname(count: usize, dateiname: &str) -> String {
    let sound = |c: char| if c.is_alphanumeric() || " .-_()".contains(c) { c } else { '_' };
    let name: String = dateiname.chars().map(sound).take(120).collect();
    format!("{count:04} {}", name.trim().trim_matches('.'))
}

/// A media type that may stand in a PDF.
fn mime(mime: &str) -> String {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-+._".contains(&b))
    };
    let sound = mime.split_once('/').is_some_and(|(kind, name)| part(kind) && part(name));
    if sound && mime.len() <= 127 { mime } else { "application/octet-stream" }.to_owned()
}

/// A band as the typesetter gets it.
#[derive(Serialize)]
struct Daten<'a> {
    titel: String,
    autor: &'a str,
    datum: Tag,
    art: &'static str,
    stand: String,
    zeichen: &'a str,
    betreff: &'a str,
    angaben: &'a [(String, String)],
    vorgaenge: Vec<Vorgang<'a>>,
    anzahl: usize,
}

#[derive(Serialize)]
struct Vorgang<'a> {
    zeichen: &'a str,
    betreff: &'a str,
    angaben: &'a [(String, String)],
    dokumente: Vec<Dokument>,
}

#[derive(Serialize)]
struct Dokument {
    nummer: u32,
    datum: Option<String>,
    titel: String,
    dateiname: String,
    anhang: String,
    original: String,
    mime: String,
    seiten: Vec<Seite>,
    grund: Option<String>,
}

#[derive(Default, Serialize)]
struct Seite {
    datei: Option<String>,
    quer: bool,
    verhaeltnis: f64,
    zeilen: Vec<Textzeile>,
}

#[derive(Serialize)]
struct Textzeile {
    x: f64,
    y: f64,
    b: f64,
    h: f64,
    text: String,
}
