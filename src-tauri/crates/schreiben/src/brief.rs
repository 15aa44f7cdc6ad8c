//! Letters after DIN 5008: as a draft for the file, and as the fair copy that is sent.
//!
//! Never decides what is sent: it sets what it is given, and says what was missing.

use std::collections::BTreeMap;

use domain::Datum;
use serde::Serialize;
use typst::foundations::Bytes;
use typst_pdf::PdfStandard;
use uuid::Uuid;

use crate::bild::look;
use crate::code::vorgangscode;
use crate::markup::{Block, Zeile, lesen, zeile};
use crate::satz::{Auftrag, Tag, few, german, set};
use crate::schrift::seen_or;
use crate::{Satz, SetzenError};

/// Where the address stands on the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Low letterhead: the address field begins 27 mm below the edge.
    A,
    /// High letterhead: the address field begins 45 mm below the edge.
    #[default]
    B,
}

/// The office that writes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Briefkopf {
    /// Name of the municipality, as it stands large on the sheet.
    pub name: String,
    /// Lines below the name: the office, the Verwaltungsgemeinschaft that acts for it.
    pub zeilen: Vec<String>,
    /// Street and place, as on an envelope.
    pub anschrift: Vec<String>,
    /// Telephone, e-mail, opening hours, one line each.
    pub kontakt: Vec<String>,
    /// Bank accounts, one line each.
    pub bank: Vec<String>,
    /// The coat of arms, PNG or JPEG.
    pub logo: Option<Vec<u8>>,
}

/// The block beside the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bezug {
    /// "Ihr Zeichen".
    pub ihr_zeichen: Option<String>,
    /// "Ihre Nachricht vom".
    pub ihre_nachricht_vom: Option<Datum>,
    /// "Unser Zeichen": the Aktenzeichen.
    pub unser_zeichen: String,
    /// "Auskunft erteilt".
    pub auskunft_erteilt: Option<String>,
    /// Telephone of whoever knows the case.
    pub telefon: Option<String>,
    /// E-mail address of whoever knows the case.
    pub email: Option<String>,
}

/// In whose place somebody signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeichnung {
    /// In one's own name.
    Selbst,
    /// "i. V.": for somebody who is absent.
    InVertretung,
    /// "i. A.": by order.
    ImAuftrag,
}

/// The lines below the closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unterschrift {
    /// In whose place.
    pub zeichnung: Zeichnung,
    /// Name of whoever signs.
    pub name: String,
    /// Title of the office held.
    pub amtsbezeichnung: Option<String>,
    /// Why nobody signed by hand, where the law allows it.
    pub hinweis: Option<String>,
}

/// One numbered instruction at the foot of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verfuegungspunkt {
    /// What is to be done.
    pub text: String,
    /// By whom.
    pub an: Option<String>,
    /// When.
    pub am: Option<Datum>,
    /// What became of it: "gef. 22.11.2026 Mü".
    pub erledigt: Option<String>,
}

/// What a sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fassung {
    /// The fair copy that is sent.
    Reinschrift,
    /// The draft that stays in the file, with what is to be done with it.
    Entwurf(Vec<Verfuegungspunkt>),
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Where the address stands.
    pub form: Form,
    /// Draft or fair copy.
    pub fassung: Fassung,
    /// Who writes.
    pub kopf: Briefkopf,
    /// How it goes out ("Einschreiben", "Persönlich/Vertraulich"); stands above the address.
    pub vermerke: Vec<String>,
    /// Whom it goes to, line by line, six at most.
    pub empfaenger: Vec<String>,
    /// The block beside the address.
    pub bezug: Bezug,
    /// The letter's day.
    pub datum: Datum,
    /// Subject.
    pub betreff: String,
    /// Salutation.
    pub anrede: String,
    /// The text, in the markup of letters.
    pub text: String,
    /// Closing.
    pub gruss: String,
    /// Who signs.
    pub unterschrift: Unterschrift,
    /// Instruction on remedies, in the markup of letters.
    pub belehrung: Option<String>,
    /// List of enclosures.
    pub anlagen: Vec<String>,
    /// Who gets a copy.
    pub verteiler: Vec<String>,
    /// The Vorgang that the code on the sheet names; without one there is no code.
    pub vorgang: Option<Uuid>,
}

/// Lines that the address field holds.
const ADRESSZEILEN_MAX: usize = 6;
/// Lines that the field above the address holds.
const VERMERKE_MAX: usize = 3;
/// Lines that a column of the foot holds.
const FUSSZEILEN_MAX: usize = 6;

/// Sets a letter.
pub fn setzen(brief: &Brief) -> Result<Satz, SetzenError> {
    brief.check()?;
    let mut files = BTreeMap::new();
    let daten = Daten {
        titel: brief.titel(),
        autor: &brief.kopf.name,
        datum: brief.datum.into(),
        form_a: brief.form == Form::A,
        entwurf: brief.entwurf(),
        kopf: Kopf::new(&brief.kopf, &mut files)?,
        ruecksendung: ruecksendung(&brief.kopf),
        vermerke: &brief.vermerke,
        empfaenger: &brief.empfaenger,
        bezug: brief.bezug(),
        zeichen: &brief.bezug.unser_zeichen,
        betreff: brief.betreff(),
        anrede: &brief.anrede,
        text: lesen(&brief.text)?,
        gruss: &brief.gruss,
        zeichnung: brief.zeichnung(),
        belehrung: brief.belehrung.as_deref().map(lesen).transpose()?,
        anlagen: &brief.anlagen,
        verteiler: &brief.verteiler,
        verfuegung: brief.verfuegung(),
        code_mm: code(brief.vorgang, &mut files),
    };
    let ident = format!("{:?}", (&daten.titel, brief.vorgang, brief.datum, &brief.bezug));
    set(Auftrag { main: "brief.typ", daten, files, norm: PdfStandard::A_2a, ident })
}

impl Brief {
    /// Refuses what the form has no room for.
    fn check(&self) -> Result<(), SetzenError> {
        let room = [
            ("address lines", self.empfaenger.len(), ADRESSZEILEN_MAX),
            ("lines above the address", self.vermerke.len(), VERMERKE_MAX),
            ("letterhead lines", self.kopf.zeilen.len(), 3),
            ("address lines of the office", self.kopf.anschrift.len(), FUSSZEILEN_MAX),
            ("contact lines", self.kopf.kontakt.len(), FUSSZEILEN_MAX),
            ("bank lines", self.kopf.bank.len(), FUSSZEILEN_MAX),
        ];
        if let Some((what, count, most)) = room.into_iter().find(|(_, count, most)| count > most) {
            return Err(SetzenError::TooMany { what, count, most });
        }
        few("enclosures", self.anlagen.len())?;
        few("copies", self.verteiler.len())?;
        if let Fassung::Entwurf(punkte) = &self.fassung {
            few("instructions", punkte.len())?;
        }
        Ok(())
    }

    fn entwurf(&self) -> bool {
        matches!(self.fassung, Fassung::Entwurf(_))
    }

    /// The subject; one that cannot be seen is a gap like any other.
    fn betreff(&self) -> &str {
        seen_or(&self.betreff, "{{betreff}}")
    }

    fn titel(&self) -> String {
        let mark = if self.entwurf() { "Entwurf: " } else { "" };
        format!("{mark}{} ({})", self.betreff(), self.bezug.unser_zeichen)
    }

    fn bezug(&self) -> Vec<(&'static str, String)> {
        let bezug = &self.bezug;
        let rows = [
            ("Ihr Zeichen", bezug.ihr_zeichen.clone()),
            ("Ihre Nachricht vom", bezug.ihre_nachricht_vom.map(german)),
            ("Unser Zeichen", Some(bezug.unser_zeichen.clone())),
            ("Auskunft erteilt", bezug.auskunft_erteilt.clone()),
            ("Telefon", bezug.telefon.clone()),
            ("E-Mail", bezug.email.clone()),
            ("Datum", Some(german(self.datum))),
        ];
        rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    fn zeichnung(&self) -> Unterschriftszeilen<'_> {
        let unterschrift = &self.unterschrift;
        Unterschriftszeilen {
            zusatz: match unterschrift.zeichnung {
                Zeichnung::Selbst => None,
                Zeichnung::InVertretung => Some("i. V."),
                Zeichnung::ImAuftrag => Some("i. A."),
            },
            name: &unterschrift.name,
            amt: unterschrift.amtsbezeichnung.as_deref(),
            hinweis: unterschrift.hinweis.as_deref(),
        }
    }

    fn verfuegung(&self) -> Vec<Punkt> {
        match &self.fassung {
            Fassung::Reinschrift => Vec::new(),
            Fassung::Entwurf(punkte) => punkte.iter().map(Punkt::new).collect(),
        }
    }
}

/// The small line above an address, so that the post finds its way back.
fn ruecksendung(kopf: &Briefkopf) -> String {
    std::iter::once(&kopf.name).chain(&kopf.anschrift).cloned().collect::<Vec<_>>().join(" · ")
}

/// Puts the code among the files; its size, if there is one.
pub(crate) fn code(vorgang: Option<Uuid>, files: &mut BTreeMap<String, Bytes>) -> Option<f64> {
    let code = vorgangscode(vorgang?)?;
    files.insert("code.svg".to_owned(), Bytes::new(code.svg.into_bytes()));
    Some(code.seite_mm)
}

/// A letter as the typesetter gets it.
#[derive(Serialize)]
struct Daten<'a> {
    titel: String,
    autor: &'a str,
    datum: Tag,
    form_a: bool,
    entwurf: bool,
    kopf: Kopf<'a>,
    ruecksendung: String,
    vermerke: &'a [String],
    empfaenger: &'a [String],
    bezug: Vec<(&'static str, String)>,
    zeichen: &'a str,
    betreff: &'a str,
    anrede: &'a str,
    text: Vec<Block>,
    gruss: &'a str,
    zeichnung: Unterschriftszeilen<'a>,
    belehrung: Option<Vec<Block>>,
    anlagen: &'a [String],
    verteiler: &'a [String],
    verfuegung: Vec<Punkt>,
    code_mm: Option<f64>,
}

#[derive(Serialize)]
struct Unterschriftszeilen<'a> {
    zusatz: Option<&'static str>,
    name: &'a str,
    amt: Option<&'a str>,
    hinweis: Option<&'a str>,
}

/// The letterhead as the typesetter gets it.
#[derive(Serialize)]
pub(crate) struct Kopf<'a> {
    name: &'a str,
    zeilen: &'a [String],
    anschrift: &'a [String],
    kontakt: &'a [String],
    bank: &'a [String],
    logo: Option<String>,
}

impl<'a> Kopf<'a> {
    /// Takes a letterhead, and its coat of arms among the files.
    pub(crate) fn new(
        kopf: &'a Briefkopf,
        files: &mut BTreeMap<String, Bytes>,
    ) -> Result<Self, SetzenError> {
        let mut logo = None;
        if let Some(bytes) = &kopf.logo {
            let bild = look(bytes).ok_or_else(|| SetzenError::Picture("logo".to_owned()))?;
            let name = format!("logo.{}", bild.endung);
            files.insert(name.clone(), Bytes::new(bytes.clone()));
            logo = Some(name);
        }
        Ok(Self {
            name: &kopf.name,
            zeilen: &kopf.zeilen,
            anschrift: &kopf.anschrift,
            kontakt: &kopf.kontakt,
            bank: &kopf.bank,
            logo,
        })
    }
}

/// An instruction as the typesetter gets it.
#[derive(Serialize)]
pub(crate) struct Punkt {
    zeile: Zeile,
    an: Option<String>,
    am: Option<String>,
    erledigt: Option<String>,
}

impl Punkt {
    /// Takes an instruction.
    pub(crate) fn new(punkt: &Verfuegungspunkt) -> Self {
        Self {
            zeile: zeile(&punkt.text),
            an: punkt.an.clone(),
            am: punkt.am.map(german),
            erledigt: punkt.erledigt.clone(),
        }
    }
}
