//! Synthetic letters of an office: German words in the frequencies that such letters have, a long
//! tail of names and compounds, references and dates. About two kilobytes each.
//!
//! Never the same for two seeds, always the same for one.

use domain::{RecType, Zeitpunkt};
use jiff::SignedDuration;
use search::Eintrag;
use uuid::Uuid;

const SMALL: &str = "der die das und in von zu mit für auf ist des im dem nicht den wird ein eine \
    sich dass sie auch an als nach bei aus durch über oder werden hat wir Ihnen Ihr Ihre unter";
const COMMON: &str = "Bescheid Antrag Grundstück Gemeinde Gebühren Satzung Straße Bürgermeister \
    Frist Rechnung Steuer Widerspruch Unterlagen Verfahren Genehmigung Bauamt Eigentümer Schreiben \
    Sitzung Haushalt Wasser Auskunft Anlage Zahlung Betrag Vertrag Prüfung Mitteilung Stellungnahme \
    Kindergarten Hundesteuer Grundsteuer Gewerbesteuer Bauvoranfrage Straßenausbau Winterdienst \
    Friedhof Feuerwehr Müllabfuhr Spielplatz Bebauungsplan Flurstück Gemarkung Verwaltung Zuschuss";
const HEADS: &str = "weg straße platz hof bach berg haus amt schein antrag bescheid gebühr steuer \
    plan vertrag prüfung ordnung satzung anlage meldung karte verein schutz dienst halle schule";
const FRONTS: &str = "Linden Quendel Mühl Stein Garten Bau Wasser Markt Schul Kirch Wald Feld Brunnen \
    Bahn Burg Eichen Amsel Storchen Wiesen Berg Tal Sonnen Mond Rosen Tannen Weiden Birken Kloster \
    Schloss Jugend Kinder Sport Hunde Grund Gewerbe Abfall Strom Gas Wärme Licht Verkehrs Melde";
const SYLLABLES: &str = "ba be bi bo bu da de di do du fa fe fi ge go gu ha he hi ka ke ki ko ku la \
    le li lo lu ma me mi mo mu na ne no ra re ri ro ru sa se si so ta te ti to tu wa we wi za ze zo";
const ENDS: &str = "mann meier hoff berger ner ler ke ling sen stedt hausen feld ing bert wald";

/// Words of a letter's body.
const WORDS: std::ops::Range<u64> = 180..360;
/// Compounds and names in the tail.
const COMPOUNDS: u64 = 40_000;
const NAMES: u64 = 60_000;
/// 1 January 2016, in seconds.
const BEGINNING: i64 = 1_451_606_400;

/// The letters of one run.
pub(crate) struct Letters {
    seed: u64,
    pub(crate) count: u64,
    small: Vec<&'static str>,
    common: Vec<&'static str>,
}

/// Generator of pseudo-random numbers (xorshift64*).
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((z ^ (z >> 31)) | 1)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % limit.max(1)
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(list.len() as u64)).unwrap_or(0);
        list.get(at).copied().unwrap_or_default()
    }
}

fn list(text: &'static str) -> Vec<&'static str> {
    text.split_whitespace().collect()
}

impl Letters {
    pub(crate) fn new(seed: u64, count: u64) -> Self {
        Self { seed, count, small: list(SMALL), common: list(COMMON) }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = Eintrag> + '_ {
        (0..self.count).map(|number| self.letter(number))
    }

    pub(crate) fn letter(&self, number: u64) -> Eintrag {
        let mut rng = Rng::new(self.seed ^ number.wrapping_mul(0x0010_0000_01b3));
        let titel = format!(
            "{} {} {}",
            rng.pick(&self.common),
            compound(rng.below(COMPOUNDS)),
            2016 + rng.below(11)
        );
        let reference = reference(number);
        let mut text = format!("Aktenzeichen {reference}. Sehr geehrte Damen und Herren,\n");
        for at in 0..WORDS.start + rng.below(WORDS.end - WORDS.start) {
            text.push_str(&self.word(&mut rng));
            text.push_str(if at % 11 == 10 { ".\n" } else { " " });
        }
        let seconds = SignedDuration::from_secs(i64::try_from(number * 3000).unwrap_or(0));
        let kinds = [RecType::Eingang, RecType::Dokument, RecType::Dokument, RecType::Vorgang];
        let art = usize::try_from(number % 4).ok().and_then(|at| kinds.get(at).copied());
        Eintrag {
            text,
            zeichen: vec![reference],
            absender: Some(format!("{} {}", name(rng.below(200)), name(rng.below(NAMES)))),
            scope: format!("registratur-{}", number % 3),
            akte: Some(Uuid::from_u64_pair(2, number / 50)),
            datum: Zeitpunkt::new(BEGINNING, 0).ok().and_then(|um| um.checked_add(seconds).ok()),
            ..Eintrag::new(
                Uuid::from_u64_pair(number, self.seed),
                art.unwrap_or(RecType::Eingang),
                &titel,
            )
        }
    }

    fn word(&self, rng: &mut Rng) -> String {
        match rng.below(100) {
            0..52 => rng.pick(&self.small).to_owned(),
            52..60 => rng.pick(&self.common).to_owned(),
            // The tail: the smaller the number, the more often.
            60..85 => compound(squared(rng, COMPOUNDS)),
            85..95 => name(squared(rng, NAMES)),
            95..98 => (1 + rng.below(9999)).to_string(),
            _ => format!(
                "{:02}.{:02}.20{:02}",
                1 + rng.below(28),
                1 + rng.below(12),
                16 + rng.below(11)
            ),
        }
    }
}

fn squared(rng: &mut Rng, limit: u64) -> u64 {
    let (a, b) = (rng.below(limit), rng.below(limit));
    a * b / limit.max(1)
}

/// The reference of a letter's case.
pub(crate) fn reference(number: u64) -> String {
    format!("{}.{}-{}/{}", 1 + number % 9, 1 + number / 9 % 9, 1 + number / 81, 2016 + number % 11)
}

/// A compound by its number.
pub(crate) fn compound(number: u64) -> String {
    let (fronts, heads) = (list(FRONTS), list(HEADS));
    let mut rng = Rng::new(number);
    let front = rng.pick(&fronts);
    let middle = if number.is_multiple_of(3) { rng.pick(&heads) } else { "" };
    format!("{front}{middle}{}", rng.pick(&heads))
}

/// A name by its number.
pub(crate) fn name(number: u64) -> String {
    let (syllables, ends) = (list(SYLLABLES), list(ENDS));
    let mut rng = Rng::new(number ^ 0x6e61_6d65);
    let mut out = String::new();
    for _ in 0..2 + number % 2 {
        out.push_str(rng.pick(&syllables));
    }
    out.push_str(rng.pick(&ends));
    let mut letters = out.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
