//! A town's folder: `truth.json` and its letters.
//!
//! Never guesses: what the folder does not say is an error or left open.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use domain::Datum;
use serde::Deserialize;
use uuid::Uuid;

use crate::read;

#[derive(Deserialize)]
struct Truth {
    fassung: u32,
    #[serde(default)]
    seed: serde_json::Value,
    gemeinde: String,
    akten: Vec<AkteTruth>,
    #[serde(default)]
    kontakte: Vec<KontaktTruth>,
    vorgaenge: Vec<VorgangTruth>,
    briefe: Vec<BriefTruth>,
}

#[derive(Deserialize)]
struct AkteTruth {
    id: String,
    aktenzeichen: String,
    betreff: String,
    plan: String,
}

#[derive(Deserialize)]
struct KontaktTruth {
    id: String,
    name: String,
    vorname: Option<String>,
    institution: Option<String>,
    strasse: Option<String>,
    plz: Option<String>,
    ort: Option<String>,
    email: Option<String>,
    iban: Option<String>,
    telefon: Option<String>,
    bekannt_ab: Option<Datum>,
}

#[derive(Deserialize)]
struct VorgangTruth {
    id: String,
    akte: String,
    aktenzeichen: String,
    betreff: String,
    #[serde(default)]
    beteiligte: Vec<String>,
    angelegt: Datum,
    geschlossen: Option<Datum>,
    kassenzeichen: Option<String>,
    kassenzeichen_ab: Option<Datum>,
}

#[derive(Deserialize)]
struct BriefTruth {
    nr: u32,
    datei: String,
    #[serde(default)]
    seiten: Option<(u32, u32)>,
    text: Option<String>,
    eingegangen: Datum,
    #[serde(default)]
    gescannt: bool,
    mail: Option<String>,
    code: Option<String>,
    bezug: Bezug,
    vorgang: String,
    #[serde(default)]
    neu: bool,
    akte: String,
    typ: Option<String>,
    absender: AbsenderTruth,
    datum: Option<Datum>,
    frist: Option<Datum>,
    fremdzeichen: Option<String>,
    /// The letter does not say its date.
    #[serde(default)]
    undatiert: bool,
}

#[derive(Deserialize)]
struct AbsenderTruth {
    kontakt: Option<String>,
    name: String,
}

/// Which reference a letter carries.
#[derive(Deserialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Bezug {
    Unser,
    Fremd,
    Kasse,
    Code,
    Falsch,
    Keiner,
}

impl Bezug {
    pub(crate) const ALL: [Bezug; 6] =
        [Bezug::Unser, Bezug::Fremd, Bezug::Kasse, Bezug::Code, Bezug::Falsch, Bezug::Keiner];

    /// Says whether it leads to the right place.
    pub(crate) fn leads(self) -> bool {
        !matches!(self, Bezug::Falsch | Bezug::Keiner)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Bezug::Unser => "our reference",
            Bezug::Fremd => "the sender's sign",
            Bezug::Kasse => "cash or invoice",
            Bezug::Code => "our code",
            Bezug::Falsch => "a wrong reference",
            Bezug::Keiner => "nothing",
        }
    }
}

pub(crate) struct Akte {
    pub(crate) aktenzeichen: String,
    pub(crate) betreff: String,
    pub(crate) plan: String,
}

pub(crate) struct Kontakt {
    pub(crate) kenntnis: zuordnung::KontaktKenntnis,
    pub(crate) bekannt_ab: Option<Datum>,
}

pub(crate) struct Vorgang {
    pub(crate) akte: Uuid,
    pub(crate) aktenzeichen: String,
    pub(crate) betreff: String,
    pub(crate) beteiligte: Vec<Uuid>,
    pub(crate) angelegt: Datum,
    pub(crate) geschlossen: Option<Datum>,
    /// Our cash reference, and the day of the notice that gave it.
    pub(crate) kassenzeichen: Option<(String, Datum)>,
}

/// A letter and its truth.
pub(crate) struct Brief {
    pub(crate) nr: u32,
    pub(crate) seiten: Vec<String>,
    pub(crate) eingegangen: Datum,
    pub(crate) gescannt: bool,
    pub(crate) mail: Vec<String>,
    pub(crate) code: Option<Uuid>,
    pub(crate) bezug: Bezug,
    pub(crate) vorgang: Uuid,
    pub(crate) neu: bool,
    pub(crate) akte: Uuid,
    pub(crate) typ: Option<String>,
    pub(crate) absender: Option<Uuid>,
    pub(crate) absender_name: String,
    pub(crate) datum: Option<Datum>,
    pub(crate) frist: Option<Datum>,
    pub(crate) fremdzeichen: Option<String>,
}

/// A town's post of a year.
pub(crate) struct Town {
    pub(crate) name: String,
    pub(crate) seed: String,
    pub(crate) akten: BTreeMap<Uuid, Akte>,
    pub(crate) kontakte: BTreeMap<Uuid, Kontakt>,
    pub(crate) vorgaenge: BTreeMap<Uuid, Vorgang>,
    pub(crate) briefe: Vec<Brief>,
}

/// Ids of one kind: the folder's names as ids of records, in their order.
struct Ids {
    kind: u128,
    known: BTreeMap<String, Uuid>,
}

impl Ids {
    fn new<'a>(kind: u128, names: impl Iterator<Item = &'a String>) -> Self {
        let known = names
            .enumerate()
            .map(|(at, name)| (name.clone(), Uuid::from_u128(kind << 64 | (at as u128 + 1))));
        Self { kind, known: known.collect() }
    }

    fn get(&self, name: &str) -> Result<Uuid> {
        let kind = self.kind;
        self.known
            .get(name)
            .copied()
            .with_context(|| format!("nothing of kind {kind} has id {name}"))
    }
}

/// Returns the id under which a letter is filed.
pub(crate) fn dokument_id(brief: &Brief) -> Uuid {
    Uuid::from_u128(4 << 64 | u128::from(brief.nr))
}

impl Town {
    /// Reads a town, and at most so many of its letters.
    pub(crate) fn open(dir: &Path, letters: usize) -> Result<Self> {
        let path = dir.join("truth.json");
        let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        let truth: Truth = serde_json::from_str(&text)
            .with_context(|| format!("understand {}", path.display()))?;
        ensure!(truth.fassung == 1, "{} has form {}", path.display(), truth.fassung);
        let akten = Ids::new(1, truth.akten.iter().map(|akte| &akte.id));
        let vorgaenge = Ids::new(2, truth.vorgaenge.iter().map(|vorgang| &vorgang.id));
        let kontakte = Ids::new(3, truth.kontakte.iter().map(|kontakt| &kontakt.id));
        let mut town = Self {
            name: truth.gemeinde,
            seed: truth.seed.to_string(),
            akten: BTreeMap::new(),
            kontakte: BTreeMap::new(),
            vorgaenge: BTreeMap::new(),
            briefe: Vec::new(),
        };
        for akte in truth.akten {
            let id = akten.get(&akte.id)?;
            let AkteTruth { aktenzeichen, betreff, plan, .. } = akte;
            town.akten.insert(id, Akte { aktenzeichen, betreff, plan });
        }
        for kontakt in truth.kontakte {
            town.kontakte.insert(kontakte.get(&kontakt.id)?, kontakt_of(kontakt));
        }
        for vorgang in truth.vorgaenge {
            let id = vorgaenge.get(&vorgang.id)?;
            town.vorgaenge.insert(id, vorgang_of(vorgang, &akten, &kontakte)?);
        }
        let mut reader = read::Reader::new(dir.to_owned());
        for brief in truth.briefe.into_iter().take(letters) {
            let source = read::Source {
                text: brief.text.as_ref().map(PathBuf::from),
                datei: PathBuf::from(&brief.datei),
                seiten: brief.seiten,
            };
            let seiten =
                reader.pages(&source).with_context(|| format!("read letter {}", brief.nr))?;
            town.briefe.push(Brief {
                nr: brief.nr,
                seiten,
                eingegangen: brief.eingegangen,
                gescannt: brief.gescannt,
                mail: brief.mail.into_iter().collect(),
                code: brief.code.map(|id| vorgaenge.get(&id)).transpose()?,
                bezug: brief.bezug,
                vorgang: vorgaenge.get(&brief.vorgang)?,
                neu: brief.neu,
                akte: akten.get(&brief.akte)?,
                typ: brief.typ,
                absender: brief.absender.kontakt.map(|id| kontakte.get(&id)).transpose()?,
                absender_name: brief.absender.name,
                datum: brief.datum.filter(|_| !brief.undatiert),
                frist: brief.frist,
                fremdzeichen: brief.fremdzeichen,
            });
        }
        Ok(town)
    }
}

fn vorgang_of(vorgang: VorgangTruth, akten: &Ids, kontakte: &Ids) -> Result<Vorgang> {
    let beteiligte = vorgang.beteiligte.iter().map(|id| kontakte.get(id)).collect::<Result<_>>()?;
    Ok(Vorgang {
        akte: akten.get(&vorgang.akte)?,
        aktenzeichen: vorgang.aktenzeichen,
        betreff: vorgang.betreff,
        beteiligte,
        angelegt: vorgang.angelegt,
        geschlossen: vorgang.geschlossen,
        kassenzeichen: vorgang.kassenzeichen.zip(vorgang.kassenzeichen_ab),
    })
}

fn kontakt_of(kontakt: KontaktTruth) -> Kontakt {
    Kontakt {
        kenntnis: zuordnung::KontaktKenntnis {
            name: kontakt.name,
            vorname: kontakt.vorname.unwrap_or_default(),
            institution: kontakt.institution.unwrap_or_default(),
            strasse: kontakt.strasse.unwrap_or_default(),
            plz: kontakt.plz.unwrap_or_default(),
            ort: kontakt.ort.unwrap_or_default(),
            mail: kontakt.email.unwrap_or_default(),
            iban: kontakt.iban.unwrap_or_default(),
            telefon: kontakt.telefon.unwrap_or_default(),
        },
        bekannt_ab: kontakt.bekannt_ab,
    }
}
