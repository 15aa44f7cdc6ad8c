//! What the three sides are asked, in groups, each in its own words.
//!
//! Never a question that a side cannot be asked fairly: where a peer has no such thing, it is
//! asked for what comes next to it.

use crate::letters::{Letters, Rng, compound, name, reference};

/// What kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// A word of about every second letter.
    Common,
    /// A word of few letters.
    Rare,
    /// Two words of many letters.
    Two,
    /// A word's beginning, while typing.
    Prefix,
    /// Two words beside each other.
    Phrase,
    /// A file reference.
    Reference,
}

impl Group {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Rare => "rare",
            Self::Two => "two",
            Self::Prefix => "prefix",
            Self::Phrase => "phrase",
            Self::Reference => "reference",
        }
    }
}

/// A question.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) group: Group,
    pub(crate) words: Vec<String>,
}

const COMMON: [&str; 16] = [
    "Bescheid",
    "Antrag",
    "Grundstück",
    "Gemeinde",
    "Gebühren",
    "Satzung",
    "Straße",
    "Frist",
    "Rechnung",
    "Widerspruch",
    "Unterlagen",
    "Genehmigung",
    "Hundesteuer",
    "Wasser",
    "Vertrag",
    "Steuer",
];
const PREFIXES: [&str; 16] = [
    "Bes", "Ant", "Grund", "Gem", "Geb", "Satz", "Stra", "Fri", "Rech", "Wid", "Unter", "Gene",
    "Hunde", "Was", "Vert", "Steu",
];

/// The questions of a run.
pub(crate) fn questions(letters: &Letters) -> Vec<Question> {
    let mut rng = Rng::new(0x00f7_a6e5);
    let mut all = Vec::new();
    let mut ask = |group, words: &[&str]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        all.push(Question { group, words });
    };
    let shifted = |by: usize| COMMON.iter().cycle().skip(by).copied();
    for (at, (word, beginning)) in COMMON.iter().zip(PREFIXES).enumerate() {
        ask(Group::Common, &[word]);
        ask(Group::Prefix, &[beginning]);
        let other = shifted(at + 5).next().unwrap_or_default();
        ask(Group::Two, &[word, other]);
        ask(Group::Phrase, &[word, "der"]);
        ask(Group::Phrase, &[word, other]);
        ask(Group::Rare, &[&name(20_000 + rng.below(20_000))]);
        ask(Group::Rare, &[&compound(10_000 + rng.below(20_000))]);
        ask(Group::Reference, &[&reference(rng.below(letters.count))]);
    }
    all
}
