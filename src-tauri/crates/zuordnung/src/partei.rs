//! People and institutions in a letter: German forms of names and addresses, and who writes.
//!
//! Never takes the one written to for the one who writes, as far as the letter's form tells.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use domain::lernmerkmale::{ABSENDER_MAX, Zeichen, Zeichenart};
use domain::suchform::suchform;
use uuid::Uuid;

use crate::blatt::{self, Blatt, Lage, Stelle, Wort};
use crate::wissen::KontaktKenntnis;
use crate::{konfusion, zeichen};

/// Comparisons of names for one letter at most.
const COMPARED: usize = 30_000;
/// Kontakte with one word in their names beyond which the word alone finds nobody.
const COMMON: usize = 1000;
/// How well two names fit that recognition may have made unlike.
const MISREAD: f64 = 0.8;

/// Words of names that tell nothing.
const LEER: &str = "\
    gmbh mbh co kg kgaa ag ohg gbr ug e v ev eg dr prof dipl ing med jur mag herr herrn frau firma \
    fa eheleute familie fam und der die das des für von vom zu zum zur am im in an bei inh inhaber \
    geb geborene";

static LEERE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| LEER.split_whitespace().map(suchform).collect());

/// A Kontakt, made ready for being found.
#[derive(Debug, Default)]
pub(crate) struct Partei {
    /// How it is shown.
    pub(crate) name: String,
    /// Family name and given names, if it is a person.
    person: Option<(Vec<String>, Vec<String>)>,
    /// Words of the institution, or of a name whose parts are not known.
    worte: Vec<String>,
    /// Street with number in comparison form.
    pub(crate) strasse: Option<String>,
    /// Postal code.
    pub(crate) plz: String,
    /// Mail, account and telephone.
    pub(crate) zeichen: Vec<Zeichen>,
}

impl Partei {
    pub(crate) fn new(kontakt: &KontaktKenntnis) -> Self {
        let mut partei = Self { plz: kontakt.plz.trim().to_owned(), ..Self::default() };
        let (name, vorname) = split(&kontakt.name, &kontakt.vorname);
        let person = [vorname.trim(), name.trim()].join(" ").trim().to_owned();
        let institution = kontakt.institution.trim();
        partei.name = if institution.is_empty() { person } else { institution.to_owned() };
        partei.worte = telling(institution);
        if !vorname.trim().is_empty() {
            partei.person = Some((telling(&name), telling(&vorname)));
        } else if partei.worte.is_empty() {
            partei.worte = telling(&name);
        }
        partei.strasse = anschrift(&kontakt.strasse);
        let signs = [
            (Zeichenart::Mail, &kontakt.mail),
            (Zeichenart::Iban, &kontakt.iban),
            (Zeichenart::Telefon, &kontakt.telefon),
        ];
        let signs = signs.into_iter().map(|(art, text)| zeichen::normal(art, text));
        partei.zeichen = signs.filter(|zeichen| zeichen.wert.len() > 4).collect();
        partei
    }

    /// Returns the keys of the words under which it is found.
    pub(crate) fn schluessel(&self) -> BTreeSet<String> {
        let familie = self.person.iter().flat_map(|(familie, _)| familie);
        familie.chain(&self.worte).flat_map(|wort| schluessel(wort)).collect()
    }

    /// Returns how surely the letter names this party where a word stands: 0 to 1.
    fn fits(&self, blatt: &Blatt<'_>, at: usize) -> f64 {
        let person = self
            .person
            .as_ref()
            .map_or(0.0, |(familie, vornamen)| person(blatt, at, familie, vornamen));
        person.max(self.institution(blatt, at))
    }

    fn institution(&self, blatt: &Blatt<'_>, at: usize) -> f64 {
        if self.worte.is_empty() {
            return 0.0;
        }
        let span = self.worte.len() + 3;
        let near = nearby(blatt, at, span, span);
        // The longer a word, the more it tells: "Wasserversorgung" more than "Nord".
        let weight = |wort: &str| (wort.chars().count() as f64).sqrt();
        let all: f64 = self.worte.iter().map(|wort| weight(wort)).sum();
        let found: f64 = self.worte.iter().map(|wort| weight(wort) * best(near, wort)).sum();
        let share = found / all.max(f64::MIN_POSITIVE);
        // One word alone may be anybody's: a place, a family.
        let single = if self.worte.len() == 1 { 0.7 } else { 1.0 };
        if share < 0.6 { 0.0 } else { share * share * single }
    }
}

fn person(blatt: &Blatt<'_>, at: usize, familie: &[String], vornamen: &[String]) -> f64 {
    let near = nearby(blatt, at, 4, 4);
    let family = familie.iter().map(|wort| best(near, wort)).fold(1.0, f64::min);
    if familie.is_empty() || family == 0.0 {
        return 0.0;
    }
    let full = vornamen.iter().map(|wort| best(near, wort)).fold(0.0, f64::max);
    let initial = near.iter().any(|near| {
        near.form.len() == 1 && vornamen.iter().any(|wort| wort.starts_with(&near.form))
    });
    let addressed = near.iter().any(|near| {
        matches!(&*near.form, "herr" | "herrn" | "frau" | "familie" | "fam" | "eheleute")
    });
    let given = match (full > 0.0, initial, addressed) {
        (true, ..) => full,
        (_, true, _) => 0.75,
        (.., true) => 0.5,
        _ => 0.25,
    };
    family * given
}

/// Words around one, not further than one line away.
fn nearby<'a>(blatt: &'a Blatt<'_>, at: usize, before: usize, after: usize) -> &'a [Wort] {
    let Some(here) = blatt.worte.get(at).map(|wort| wort.stelle.zeile) else { return &[] };
    let close =
        |at: &usize| blatt.worte.get(*at).is_some_and(|wort| wort.stelle.zeile.abs_diff(here) <= 1);
    let from = (at.saturating_sub(before)..at).find(close).unwrap_or(at);
    let to = (at..=at + after).rev().find(close).unwrap_or(at);
    blatt.worte.get(from..=to).unwrap_or_default()
}

/// How well the best of some words fits one.
fn best(near: &[Wort], wort: &str) -> f64 {
    if near.iter().any(|near| near.form == wort) {
        return 1.0;
    }
    let key = konfusion::wort(wort);
    let misread = |near: &Wort| {
        near.form.len() > 3
            && (konfusion::wort(&near.form) == key
                || wort.len() > 6 && konfusion::abstand(&near.form, wort, 1).is_some())
    };
    if near.iter().any(misread) { MISREAD } else { 0.0 }
}

/// A party where the letter names it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Nennung {
    pub(crate) kontakt: Uuid,
    pub(crate) lage: Lage,
    /// 0 to 1.
    pub(crate) staerke: f64,
    pub(crate) stelle: Stelle,
}

/// Keys under which a word of a name is looked up: itself, and its halves where one may be
/// misread.
fn schluessel(wort: &str) -> Vec<String> {
    const LONG: usize = 7;
    const HALF: usize = 4;
    let key = konfusion::wort(wort);
    let halves = match (key.get(..HALF), key.get(key.len().saturating_sub(HALF)..)) {
        (Some(first), Some(last)) if key.len() >= LONG => {
            vec![format!("<{first}"), format!(">{last}")]
        }
        _ => Vec::new(),
    };
    std::iter::once(key).chain(halves).collect()
}

/// Finds the parties that a letter names, the best place of each in each part of the letter.
pub(crate) fn nennungen(
    blatt: &Blatt<'_>,
    namen: &BTreeMap<String, BTreeSet<Uuid>>,
    parteien: &BTreeMap<Uuid, Partei>,
) -> Vec<Nennung> {
    let mut found: BTreeMap<(Uuid, Lage), Nennung> = BTreeMap::new();
    let mut left = COMPARED;
    for (at, wort) in blatt.worte.iter().enumerate() {
        let mut keys = schluessel(&wort.form).into_iter();
        let whole = keys.next().and_then(|key| namen.get(&key));
        let halves = keys.filter(|_| whole.is_none()).filter_map(|key| namen.get(&key));
        let ids = whole.into_iter().chain(halves).filter(|ids| ids.len() <= COMMON);
        let lage = blatt.lage(wort.stelle);
        for id in ids.flatten() {
            if left == 0 {
                return found.into_values().collect();
            }
            let known = found.get(&(*id, lage)).map_or(0.0, |nennung| nennung.staerke);
            let Some(partei) = parteien.get(id).filter(|_| known < 0.99) else { continue };
            left -= 1;
            let staerke = partei.fits(blatt, at);
            if staerke > known {
                let nennung = Nennung { kontakt: *id, lage, staerke, stelle: wort.stelle };
                found.insert((*id, lage), nennung);
            }
        }
    }
    found.into_values().collect()
}

/// Returns the words of a name that tell something, in search form.
fn telling(name: &str) -> Vec<String> {
    let form = suchform(name);
    let words = form.split(' ').filter(|word| word.len() > 1 && !LEERE.contains(*word));
    words.map(str::to_owned).collect()
}

/// Divides a name that was written in one: "Müller, Hans"; "Eheleute Hans und Erika Müller".
fn split(name: &str, vorname: &str) -> (String, String) {
    if !vorname.trim().is_empty() {
        return (name.to_owned(), vorname.to_owned());
    }
    if let Some((familie, given)) = name.split_once(',') {
        return (familie.to_owned(), given.to_owned());
    }
    let form = suchform(name);
    let people = ["herr ", "herrn ", "frau ", "eheleute ", "familie ", "dr "];
    if people.iter().any(|word| form.starts_with(word))
        && let Some((given, familie)) = name.trim().rsplit_once(' ')
    {
        return (familie.to_owned(), given.to_owned());
    }
    (name.to_owned(), String::new())
}

/// Returns a street with its number in the form in which addresses are compared.
pub(crate) fn anschrift(text: &str) -> Option<String> {
    let worte = blatt::worte_von(text);
    let known = zeichen::strassen(text, &worte).into_iter().next().map(|(.., wert)| wert);
    let plain = || {
        let form: String = worte.iter().map(|wort| wort.form.as_str()).collect();
        form.ends_with(|c: char| c.is_ascii_alphanumeric()).then_some(form)
    };
    known.or_else(plain).filter(|form| form.bytes().any(|b| b.is_ascii_digit()))
}

/// Returns the streets of a letter's head in comparison form.
pub(crate) fn anschriften(blatt: &Blatt<'_>) -> BTreeSet<String> {
    let head = blatt.zeilen_in(Lage::Absender).chain(blatt.zeilen_in(Lage::Kopf));
    let lines = head.chain(blatt.zeilen_in(Lage::Schluss));
    lines
        .flat_map(|at| {
            let text = blatt.text(at);
            let pieces = text.split(['·', '•', '|', ',', ';', '*']).filter_map(anschrift);
            pieces.collect::<Vec<_>>()
        })
        .collect()
}

/// Returns who writes, as words of name and address in search form.
pub(crate) fn absenderworte(blatt: &Blatt<'_>, mail: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut push = |word: String| {
        if found.len() < ABSENDER_MAX && !found.contains(&word) {
            found.push(word);
        }
    };
    for mail in mail {
        push(format!("@{}", domaene(mail).unwrap_or(mail)));
    }
    let head = blatt.zeilen_in(Lage::Absender).take(6);
    let foot = blatt.zeilen_in(Lage::Schluss).take(2);
    for at in head.chain(foot) {
        for wort in blatt.worte_in(at) {
            let digits = wort.form.bytes().any(|b| b.is_ascii_digit());
            let tells = if digits {
                wort.form.len() == 5
            } else {
                wort.form.len() > 2 && !LEERE.contains(&wort.form)
            };
            let named = ["tel", "telefon", "fax", "telefax", "mail", "www", "mobil", "auftrag"];
            if tells && !named.contains(&wort.form.as_str()) {
                push(wort.form.clone());
            }
        }
    }
    found
}

/// Returns the domain of a mail address that is its owner's alone.
pub(crate) fn domaene(mail: &str) -> Option<&str> {
    const ANYBODY: [&str; 12] = [
        "gmx.",
        "web.de",
        "gmail.",
        "googlemail.",
        "t-online.",
        "freenet.",
        "outlook.",
        "hotmail.",
        "yahoo.",
        "icloud.",
        "posteo.",
        "aol.",
    ];
    let (_, domain) = mail.rsplit_once('@')?;
    (!ANYBODY.iter().any(|anybody| domain.starts_with(anybody))).then_some(domain)
}

/// Returns the name under which the letter is written: of its head, or below its greeting.
pub(crate) fn name(blatt: &Blatt<'_>) -> Option<Stelle> {
    let head = blatt.zeilen_in(Lage::Absender).take(4);
    let foot = blatt.zeilen_in(Lage::Schluss).take(4);
    head.chain(foot).find_map(|zeile| {
        let text = blatt.text(zeile);
        let end = text.find(['·', '•', '|', ',', ';', '*', '\t']).unwrap_or(text.len());
        let end = text.find("  ").filter(|at| *at > 0).map_or(end, |at| at.min(end));
        let piece = text.get(..end)?;
        let name = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let von = piece.find(name)?;
        let form = suchform(name);
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        let fits = letters >= 4
            && name.len() <= 80
            && !name.bytes().any(|b| b.is_ascii_digit())
            && name.starts_with(char::is_uppercase)
            && ![
                "im auftrag",
                "in vertretung",
                "i a",
                "i v",
                "absender",
                "seite",
                "an die",
                "an den",
            ]
            .iter()
            .any(|word| blatt::starts_with_word(&form, word));
        fits.then_some(Stelle { zeile, von, bis: von + name.len() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vorschlag::Schreiben;

    fn kontakt(name: &str, vorname: &str, institution: &str) -> Partei {
        Partei::new(&KontaktKenntnis {
            name: name.into(),
            vorname: vorname.into(),
            institution: institution.into(),
            ..KontaktKenntnis::default()
        })
    }

    fn check(partei: &Partei, text: &str, from: f64, to: f64) {
        let seiten = [text.to_owned()];
        let blatt = Blatt::new(&Schreiben { seiten: &seiten, ..Schreiben::default() });
        let best = (0..blatt.worte.len()).map(|at| partei.fits(&blatt, at)).fold(0.0, f64::max);
        assert!((from..=to).contains(&best), "{text}: {best}");
    }

    #[test]
    fn names_of_people_have_many_forms() {
        for partei in [kontakt("Müller", "Hans", ""), kontakt("Müller, Hans", "", "")] {
            check(&partei, "Hans Müller", 1.0, 1.0);
            check(&partei, "Herrn Mueller, Hans", 1.0, 1.0);
            check(&partei, "Eheleute Hans und Erika Müller", 1.0, 1.0);
            check(&partei, "H. Müller", 0.7, 0.8);
            check(&partei, "Frau Müller war da", 0.5, 0.5);
            check(&partei, "Hans Miiller", 0.7, 0.9);
            check(&partei, "Hans Schmidt", 0.0, 0.0);
        }
    }

    #[test]
    fn names_of_institutions_lose_their_legal_form() {
        let partei = kontakt("Tannert Haustechnik GmbH & Co. KG", "", "");
        check(&partei, "Firma Tannert Haustechnik", 1.0, 1.0);
        check(&partei, "Tannert Haustechmik GmbH", 0.7, 0.95);
        check(&partei, "Haustechnik Meyer", 0.0, 0.5);
    }

    #[test]
    fn addresses_are_compared_in_one_form() {
        for text in ["Talstraße 14", "Talstr. 14", "TALSTRASSE 14", "Talstr.14"] {
            assert_eq!(anschrift(text).as_deref(), Some("talstrasse14"), "{text}");
        }
        assert_eq!(anschrift("An der Linde 3").as_deref(), Some("anderlinde3"));
        assert_eq!(anschrift("Lindenhain"), None);
    }
}
