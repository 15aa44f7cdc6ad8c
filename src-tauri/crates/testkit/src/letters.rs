//! The everyday post of a small town, in any number: seeded letters in plain words.
//!
//! Never repeats a letter within one run, and never names a real person or place.

mod anlass;

use jiff::ToSpan;
use jiff::civil::date;
use paper::namen as personen;

use crate::letter::{Anschrift, Briefkopf, Letter, german_date};
use crate::rng::Rng;
use crate::uebung;
use anlass::{ANLAESSE, Anlass};

/// Returns `n` letters with file names; the same seed gives the same names and bytes.
pub fn generate(seed: u64, n: usize) -> impl Iterator<Item = (String, Vec<u8>)> {
    drafts(seed, n).map(|(name, letter)| (name, letter.to_pdf()))
}

/// Returns the letters of [`generate`] before they are set.
pub fn drafts(seed: u64, n: usize) -> impl Iterator<Item = (String, Letter)> {
    (0..n).map(move |number| draft(seed, number))
}

fn draft(seed: u64, number: usize) -> (String, Letter) {
    // Every letter draws from its own numbers: the first ten are the same however many follow.
    let mut rng = Rng::new(seed ^ Rng::new(number as u64).next_u64());
    let anlass = rng.pick(ANLAESSE);
    let sender = absender(&mut rng, anlass.kopf, number);
    let values = Values::draw(&mut rng);
    let letter = Letter {
        kopf: match anlass.kopf {
            Briefkopf::Privat if rng.between(0, 4) == 0 => Briefkopf::Schreibmaschine,
            kopf => kopf,
        },
        recipient: uebung::gemeinde(),
        date: date(2026, 1, 5).saturating_add(values.tag.days()),
        subject: values.fill(anlass.variant(anlass.betreff, values.variant)),
        reference: (rng.between(0, 2) == 0).then(|| {
            let (akte, vorgang) = (rng.between(1, 40), rng.between(1, 9));
            format!("{}-{akte}/2026-{vorgang}", anlass.plan)
        }),
        body: body(&mut rng, &anlass, &values),
        enclosures: anlass.anlagen.iter().map(|&text| text.to_owned()).collect(),
        signed: None,
        sender,
    };
    let name = letter.sender.name.replace([' ', '&'], "-");
    (format!("{number:05}_{}_{name}.pdf", anlass.kurz), letter)
}

/// Opens with what it is about, then adds some of the paragraphs in their order, then closes.
fn body(rng: &mut Rng, anlass: &Anlass, values: &Values) -> Vec<String> {
    let mut body = vec![values.fill(anlass.variant(anlass.anfang, values.variant))];
    for text in anlass.mitte {
        // Long letters tell everything; the others leave something out.
        if anlass.lang || rng.between(0, 2) > 0 {
            body.push(values.fill(text));
        }
    }
    body.push(values.fill(rng.pick(anlass::SCHLUSS)));
    body
}

fn absender(rng: &mut Rng, kopf: Briefkopf, number: usize) -> Anschrift {
    let familienname = rng.pick(personen::FAMILIENNAMEN);
    let (name, zusatz) = match kopf {
        Briefkopf::Handwerk => {
            let (trade, line) = rng.pick(personen::GEWERKE);
            (format!("{trade} {familienname}"), Some(line.to_owned()))
        }
        Briefkopf::Verein => (rng.pick(personen::VEREINE).to_owned(), None),
        Briefkopf::Behoerde => {
            let (office, department) = rng.pick(personen::STELLEN);
            (office.to_owned(), Some(department.to_owned()))
        }
        Briefkopf::Privat | Briefkopf::Schreibmaschine => {
            (format!("{} {familienname}", rng.pick(personen::VORNAMEN)), None)
        }
    };
    let (plz, ort) = rng.pick(personen::ORTE);
    Anschrift {
        name,
        zusatz,
        strasse: format!("{} {}", rng.pick(personen::STRASSEN), rng.between(1, 60)),
        plz: plz.to_owned(),
        ort: ort.to_owned(),
        // The number of the letter makes it unlike any other, whatever else was drawn.
        telefon: Some(format!("00000 {:06}", 100_000 + number)),
    }
}

/// What the texts leave open.
struct Values {
    tag: i64,
    variant: usize,
    strasse: &'static str,
    nummer: u64,
    vorher: String,
    frist: String,
    betrag: String,
    zahl: u64,
    nachbar: &'static str,
    name: &'static str,
}

impl Values {
    fn draw(rng: &mut Rng) -> Self {
        let tag = i64::try_from(rng.between(0, 320)).unwrap_or(0);
        let day = |days: i64| german_date(date(2026, 1, 5).saturating_add((tag + days).days()));
        Self {
            tag,
            variant: usize::try_from(rng.between(0, 11)).unwrap_or(0),
            strasse: rng.pick(personen::STRASSEN),
            nummer: rng.between(1, 60),
            vorher: day(-9),
            frist: day(21),
            betrag: format!("{},{:02} €", rng.between(18, 940), rng.between(0, 99)),
            zahl: rng.between(2, 12),
            nachbar: rng.pick(personen::FAMILIENNAMEN),
            name: rng.pick(personen::TIERE),
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{strasse}", &format!("{} {}", self.strasse, self.nummer))
            .replace("{vorher}", &self.vorher)
            .replace("{frist}", &self.frist)
            .replace("{betrag}", &self.betrag)
            .replace("{zahl}", &self.zahl.to_string())
            .replace("{nachbar}", self.nachbar)
            .replace("{name}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn same_seed_gives_same_post_and_another_seed_another() {
        let letters = |seed| generate(seed, 4).collect::<Vec<_>>();
        assert!(letters(1) == letters(1));
        assert!(letters(1) != letters(2));
        assert!(letters(1)[..3] == generate(1, 3).collect::<Vec<_>>());
    }

    #[test]
    fn two_hundred_letters_are_distinct_and_without_gaps() {
        let post: Vec<_> = drafts(7, 200).collect();
        let names: BTreeSet<_> = post.iter().map(|(name, _)| name).collect();
        let texts: BTreeSet<_> =
            post.iter().map(|(_, letter)| (&letter.body, &letter.sender.telefon)).collect();
        let kinds: BTreeSet<_> =
            post.iter().filter_map(|(name, _)| name.split('_').nth(1)).collect();
        assert_eq!((names.len(), texts.len()), (200, 200));
        assert!(kinds.len() >= 15, "only {kinds:?}");
        for (_, letter) in &post {
            let open = letter.body.iter().chain([&letter.subject]).find(|text| text.contains('{'));
            assert_eq!(open, None);
        }
    }

    #[test]
    fn post_has_letters_of_one_to_three_pages() {
        let pages = |kind: &str| {
            let (_, letter) = drafts(7, 200).find(|(name, _)| name.contains(kind)).unwrap();
            lopdf::Document::load_mem(&letter.to_pdf()).unwrap().get_pages().len()
        };
        assert_eq!(pages("_Hundesteuer_"), 1);
        assert_eq!(pages("_Anhörung_"), 2);
        assert_eq!(pages("_Bürgerinitiative_"), 3);
    }
}
