//! Cutting compounds: `Hundesteuerbescheid` is a dog, a tax and a notice.
//!
//! A word is cut where words that we know meet, with the joints and endings of German between
//! them; one part may be unknown, so that names keep their streets. Never guesses where nothing is
//! known: a wrong part is found by people who did not look for it.

use std::collections::{BTreeMap, BTreeSet};

use domain::suchform::suchform;

use crate::words::bare;

/// Base words, our own list.
const BASES: &str = include_str!("wortteile.txt");
/// Letters between two parts.
const JOINTS: [&str; 8] = ["", "s", "es", "n", "en", "e", "er", "ens"];
/// Endings of the last part.
const ENDINGS: [&str; 7] = ["", "e", "en", "n", "s", "es", "ns"];
/// Endings of nouns with such a plural.
const ENDINGS_ER: [&str; 2] = ["er", "ern"];
/// Endings that only hang on, and are no unknown part.
const SUFFIXES: [&str; 20] = [
    "heit", "keit", "schaft", "lich", "isch", "ung", "igkeit", "bar", "sam", "haft", "los", "erin",
    "innen", "erung", "elung", "igung", "iert", "ier", "erei", "erisch",
];
/// Letters of the longest base word that is looked for.
const BASE_MAX: usize = 20;
/// Letters of the shortest.
const BASE_MIN: usize = 2;
/// Letters of the shortest unknown part, and of a known one beside it.
const UNKNOWN_MIN: usize = 4;
/// Short heads that names of places have.
const PLACES: [&str; 3] = ["weg", "hof", "amt"];
/// Letters of a word that is cut at all.
const WORD_MAX: usize = 60;

/// A base word under one of its spellings.
#[derive(Debug, Clone)]
struct Base {
    /// In search form.
    stem: String,
    /// Its plural ends in -er.
    er: bool,
    /// This spelling stands only before another part: `Straß-`, `Miet-`.
    front: bool,
    /// The word is no part of others.
    alone: bool,
}

/// The base words.
pub(crate) struct Compounds {
    bases: BTreeMap<String, Base>,
    stems: BTreeSet<String>,
}

/// A way to cut the beginning of a word.
#[derive(Debug, Clone)]
struct Way {
    cost: usize,
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    stem: String,
    known: bool,
}

impl Compounds {
    pub(crate) fn new() -> Self {
        let mut compounds = Self { bases: BTreeMap::new(), stems: BTreeSet::new() };
        let lines = BASES.lines().filter(|line| !line.starts_with('#'));
        for word in lines.flat_map(str::split_whitespace) {
            let er = word.contains('*');
            compounds.add(word.trim_matches(['*', '!']), er, word.starts_with('!'));
        }
        compounds
    }

    fn add(&mut self, word: &str, er: bool, alone: bool) {
        let stem = suchform(word);
        self.stems.insert(stem.clone());
        let base = Base { stem, er, front: false, alone };
        let spelt = spelt_out(word);
        let plain = Some(without_umlauts(word)).filter(|plain| plain.len() > UNKNOWN_MIN);
        for key in [Some(spelt.clone()), plain, Some(plural_umlaut(&spelt))].into_iter().flatten() {
            self.bases.entry(key).or_insert_with(|| base.clone());
        }
        if let Some(front) =
            spelt.strip_suffix('e').filter(|front| !alone && front.len() >= UNKNOWN_MIN)
        {
            let front_only = Base { front: true, ..base };
            self.bases.entry(front.to_owned()).or_insert(front_only);
        }
    }

    /// Says whether this is the search form of a base word.
    pub(crate) fn known(&self, stem: &str) -> bool {
        self.stems.contains(stem)
    }

    /// Returns the stems of a word's parts; one for a simple word that we know, none for one that
    /// we do not.
    pub(crate) fn cut(&self, word: &str) -> Vec<String> {
        let word = spelt_out(word);
        if !word.is_ascii() || word.len() > WORD_MAX || word.len() < BASE_MIN {
            return Vec::new();
        }
        if let Some(stem) = self.simple(&word) {
            return vec![stem];
        }
        let mut ways: Vec<Option<Way>> = vec![None; word.len() + 1];
        if let Some(first) = ways.first_mut() {
            *first = Some(Way { cost: 0, parts: Vec::new() });
        }
        for at in 0..word.len() {
            if let Some(way) = ways.get(at).cloned().flatten() {
                self.go_on(&word, at, &way, &mut ways);
            }
        }
        let best = ways.pop().flatten().filter(|way| way.parts.len() > 1 && plausible(&way.parts));
        best.map(|way| way.parts.into_iter().map(|part| part.stem).collect()).unwrap_or_default()
    }

    fn simple(&self, word: &str) -> Option<String> {
        let with = |endings: &[&str], er: bool| {
            endings.iter().find_map(|ending| {
                let base = self.bases.get(word.strip_suffix(ending)?)?;
                (!base.front && (base.er || !er)).then(|| base.stem.clone())
            })
        };
        with(&ENDINGS, false).or_else(|| with(&ENDINGS_ER, true))
    }

    /// Takes one more part from here, in every way there is.
    fn go_on(&self, word: &str, at: usize, way: &Way, ways: &mut [Option<Way>]) {
        for len in BASE_MIN..=BASE_MAX.min(word.len() - at) {
            let base = word.get(at..at + len).and_then(|part| self.bases.get(part));
            let Some(base) = base.filter(|base| !base.alone) else { continue };
            let part = Part { stem: base.stem.clone(), known: true };
            let rest = word.get(at + len..).unwrap_or_default();
            if !base.front && ends(rest, base.er) {
                step(ways, word.len(), way, &part, 10);
            }
            for joint in JOINTS.iter().filter(|joint| rest.starts_with(**joint)) {
                let next = at + len + joint.len();
                if next < word.len() {
                    step(ways, next, way, &part, 10 + usize::from(!joint.is_empty()));
                }
            }
        }
        if way.parts.iter().all(|part| part.known) {
            for len in UNKNOWN_MIN..=(word.len() - at) {
                let Some(part) = word.get(at..at + len).filter(|part| part.len() < word.len())
                else {
                    continue;
                };
                if unknown_fits(part, at + len == word.len()) {
                    let stem = bare(&suchform(part)).to_owned();
                    step(ways, at + len, way, &Part { stem, known: false }, 30 + 4 * len);
                }
            }
        }
    }
}

fn ends(rest: &str, er: bool) -> bool {
    ENDINGS.contains(&rest) || er && ENDINGS_ER.contains(&rest)
}

fn step(ways: &mut [Option<Way>], to: usize, way: &Way, part: &Part, cost: usize) {
    let cost = way.cost + cost;
    if let Some(slot) = ways.get_mut(to)
        && slot.as_ref().is_none_or(|known| cost < known.cost)
    {
        let mut parts = way.parts.clone();
        parts.push(part.clone());
        *slot = Some(Way { cost, parts });
    }
}

fn unknown_fits(part: &str, end: bool) -> bool {
    let vowel = part.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    vowel && !(end && (part.len() <= UNKNOWN_MIN || SUFFIXES.iter().any(|s| part.starts_with(s))))
}

/// An unknown part needs a known one beside it that is no accident.
fn plausible(parts: &[Part]) -> bool {
    let unknown = parts.iter().find(|part| !part.known);
    let sound = |part: &Part| {
        let place = PLACES.contains(&part.stem.as_str());
        part.known
            && (part.stem.len() >= UNKNOWN_MIN
                || place && unknown.is_some_and(|part| part.stem.len() >= UNKNOWN_MIN))
    };
    match unknown {
        Some(_) => parts.iter().all(|part| !part.known || sound(part)),
        None => true,
    }
}

/// Lower case with umlauts spelt out; other marks are dropped.
fn spelt_out(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            '\u{308}' => out.push('e'),
            '\u{300}'..='\u{36f}' => {}
            'á' | 'à' | 'â' => out.push('a'),
            'é' | 'è' | 'ê' => out.push('e'),
            other => out.push(other),
        }
    }
    out
}

/// The spelling in which umlauts have lost their dots.
fn without_umlauts(word: &str) -> String {
    let plain = word.replace('ä', "a").replace('ö', "o").replace('ü', "u");
    spelt_out(&plain)
}

/// The spelling of a plural with an umlaut: `antrag`, `antraege`.
fn plural_umlaut(spelt: &str) -> String {
    let Some(at) = spelt.rfind(['a', 'o', 'u']) else { return spelt.to_owned() };
    let (before, rest) = spelt.split_at(at);
    match (before.strip_suffix('a'), rest.strip_prefix('u')) {
        (Some(before), Some(after)) => format!("{before}aeu{after}"),
        _ => {
            let (vowel, after) = rest.split_at(1);
            format!("{before}{vowel}e{after}")
        }
    }
}
