//! Notes to file: what was said on the telephone, what was seen on site.
//!
//! Never leaves the house: a note has no address, and its author stands on it.

use std::collections::BTreeMap;

use domain::Datum;
use serde::Serialize;
use typst::foundations::Bytes;
use typst_pdf::PdfStandard;
use uuid::Uuid;

use crate::bild::look;
use crate::brief::{Punkt, Verfuegungspunkt, code};
use crate::markup::{Block, lesen};
use crate::satz::{Auftrag, Tag, few, german, set};
use crate::schrift::seen_or;
use crate::{Satz, SetzenError};

/// Pictures of one note at most.
pub const FOTOS_MAX: usize = 40;
/// Pixels of all pictures of one note: they are unpacked side by side.
pub const FOTO_PIXEL_MAX: u64 = 96 * 1024 * 1024;

/// A picture in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foto {
    /// PNG or JPEG.
    pub bytes: Vec<u8>,
    /// What is to be seen; also read aloud to those who do not see it.
    pub unterschrift: String,
}

/// A note to file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vermerk {
    /// The office.
    pub behoerde: String,
    /// The Aktenzeichen.
    pub aktenzeichen: String,
    /// What it is about.
    pub betreff: String,
    /// Whoever wrote it.
    pub verfasser: String,
    /// The note's day.
    pub datum: Datum,
    /// Where it was written or seen.
    pub ort: Option<String>,
    /// Who was there.
    pub beteiligte: Vec<String>,
    /// The text, in the markup of letters.
    pub text: String,
    /// Pictures.
    pub fotos: Vec<Foto>,
    /// What is to be done.
    pub verfuegung: Vec<Verfuegungspunkt>,
    /// The Vorgang that the code on the sheet names.
    pub vorgang: Option<Uuid>,
}

/// Sets a note.
pub fn vermerk_setzen(vermerk: &Vermerk) -> Result<Satz, SetzenError> {
    few("persons", vermerk.beteiligte.len())?;
    few("instructions", vermerk.verfuegung.len())?;
    let betreff = seen_or(&vermerk.betreff, "{{betreff}}");
    let mut files = BTreeMap::new();
    let angaben = [
        ("Aktenzeichen", Some(vermerk.aktenzeichen.clone())),
        ("Datum", Some(german(vermerk.datum))),
        ("Ort", vermerk.ort.clone()),
        ("Verfasst von", Some(vermerk.verfasser.clone())),
        ("Beteiligt", Some(vermerk.beteiligte.join(", ")).filter(|list| !list.is_empty())),
    ];
    let daten = Daten {
        titel: format!("Vermerk: {betreff} ({})", vermerk.aktenzeichen),
        autor: &vermerk.verfasser,
        datum: vermerk.datum.into(),
        behoerde: &vermerk.behoerde,
        zeichen: &vermerk.aktenzeichen,
        betreff,
        angaben: angaben.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
        text: lesen(&vermerk.text)?,
        fotos: fotos(&vermerk.fotos, &mut files)?,
        verfuegung: vermerk.verfuegung.iter().map(Punkt::new).collect(),
        code_mm: code(vermerk.vorgang, &mut files),
    };
    let ident = format!("{:?}", (&daten.titel, vermerk.vorgang, vermerk.datum));
    set(Auftrag { main: "vermerk.typ", daten, files, norm: PdfStandard::A_2a, ident })
}

fn fotos<'a>(
    fotos: &'a [Foto],
    files: &mut BTreeMap<String, Bytes>,
) -> Result<Vec<Bild<'a>>, SetzenError> {
    if fotos.len() > FOTOS_MAX {
        let (what, count) = ("pictures", fotos.len());
        return Err(SetzenError::TooMany { what, count, most: FOTOS_MAX });
    }
    let mut pixels = 0;
    let mut set = Vec::new();
    for (foto, nummer) in fotos.iter().zip(1..) {
        let bild =
            look(&foto.bytes).ok_or_else(|| SetzenError::Picture(format!("Foto {nummer}")))?;
        pixels += u64::from(bild.breite) * u64::from(bild.hoehe);
        let datei = format!("foto{nummer}.{}", bild.endung);
        files.insert(datei.clone(), Bytes::new(foto.bytes.clone()));
        let unterschrift = seen_or(&foto.unterschrift, "ohne Beschreibung");
        set.push(Bild { datei, nummer, unterschrift });
    }
    if pixels > FOTO_PIXEL_MAX {
        return Err(SetzenError::TooLarge { bytes: pixels * 3, most: FOTO_PIXEL_MAX * 3 });
    }
    Ok(set)
}

/// A note as the typesetter gets it.
#[derive(Serialize)]
struct Daten<'a> {
    titel: String,
    autor: &'a str,
    datum: Tag,
    behoerde: &'a str,
    zeichen: &'a str,
    betreff: &'a str,
    angaben: Vec<(&'static str, String)>,
    text: Vec<Block>,
    fotos: Vec<Bild<'a>>,
    verfuegung: Vec<Punkt>,
    code_mm: Option<f64>,
}

#[derive(Serialize)]
struct Bild<'a> {
    datei: String,
    nummer: u32,
    unterschrift: &'a str,
}
