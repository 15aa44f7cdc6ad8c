//! Templates of letters: how they are written down, and how one becomes the text of a letter.
//!
//! | Line | Meaning |
//! |---|---|
//! | `== name` | a template begins |
//! | `B text` | a subject; one is taken |
//! | `- text` | a paragraph |
//! | `? text` | a paragraph that half of the letters have |
//! | `/ text` | one of the lines that follow each other is taken |
//! | `A one;two` | enclosures, each of which two letters in three have |
//! | `F 10-20` | the deadline `{frist}` lies so many days after the letter |
//!
//! In a text `[a|b]` is one of several, `{slot}` a word of the matter; both may nest.
//! Never invents a word: a slot without a value is an error.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use paper::Rng;

/// The texts of all templates.
const TEXTE: [&str; 8] = [
    include_str!("../texte/allgemein.txt"),
    include_str!("../texte/bauen.txt"),
    include_str!("../texte/strassen.txt"),
    include_str!("../texte/abgaben.txt"),
    include_str!("../texte/leben.txt"),
    include_str!("../texte/haus.txt"),
    include_str!("../texte/amt.txt"),
    include_str!("../texte/fuellung.txt"),
];

/// One template.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vorlage {
    pub(crate) betreffe: Vec<&'static str>,
    pub(crate) absaetze: Vec<Absatz>,
    pub(crate) anlagen: Vec<&'static str>,
    /// Days from the letter to its deadline.
    pub(crate) frist: Option<(u64, u64)>,
}

/// A paragraph of a template.
#[derive(Debug, Clone)]
pub(crate) enum Absatz {
    Immer(&'static str),
    Manchmal(&'static str),
    EinerVon(Vec<&'static str>),
}

/// All templates by name.
pub(crate) type Vorlagen = BTreeMap<&'static str, Vorlage>;

/// Where the words of a matter come from.
pub(crate) trait Worte {
    /// Returns a word for a slot; one of its forms, if it has several.
    fn wort(&mut self, slot: &str, rng: &mut Rng) -> Option<String>;
}

/// Reads all templates.
pub(crate) fn alle() -> Result<Vorlagen> {
    let mut all = Vorlagen::new();
    for text in TEXTE {
        read(text, &mut all)?;
    }
    Ok(all)
}

fn read(text: &'static str, all: &mut Vorlagen) -> Result<()> {
    let mut current: Option<(&'static str, Vorlage)> = None;
    let mut after_choice = false;
    for line in text.lines().chain(["== "]) {
        let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
        let choice = mark == "/";
        if mark == "==" {
            if let Some((name, vorlage)) = current.take() {
                ensure!(all.insert(name, vorlage).is_none(), "two templates {name}");
            }
            current = Some((rest, Vorlage::default()));
        } else if !mark.is_empty() && mark != "#" {
            let (name, vorlage) = current.as_mut().context("a line before the first template")?;
            let taken = vorlage.line(mark, rest, choice && after_choice);
            taken.with_context(|| format!("template {name}: {line}"))?;
        }
        after_choice = choice;
    }
    Ok(())
}

impl Vorlage {
    fn line(&mut self, mark: &str, rest: &'static str, goes_on: bool) -> Result<()> {
        match mark {
            "B" => self.betreffe.push(rest),
            "-" => self.absaetze.push(Absatz::Immer(rest)),
            "?" => self.absaetze.push(Absatz::Manchmal(rest)),
            "/" => match self.absaetze.last_mut() {
                Some(Absatz::EinerVon(texts)) if goes_on => texts.push(rest),
                _ => self.absaetze.push(Absatz::EinerVon(vec![rest])),
            },
            "A" => self.anlagen.extend(rest.split(';')),
            "F" => {
                let (least, most) = rest.split_once('-').context("a span of days")?;
                self.frist = Some((least.parse()?, most.parse()?));
            }
            _ => bail!("no such mark"),
        }
        Ok(())
    }

    /// Returns the paragraphs of one letter.
    pub(crate) fn absaetze(&self, worte: &mut dyn Worte, rng: &mut Rng) -> Result<Vec<String>> {
        let mut out = Vec::new();
        for absatz in &self.absaetze {
            let text = match absatz {
                Absatz::Immer(text) => text,
                Absatz::Manchmal(_) if rng.chance(50) => continue,
                Absatz::Manchmal(text) => text,
                Absatz::EinerVon(texts) => rng.pick(texts),
            };
            let text = fuellen(text, worte, rng)?;
            if !text.is_empty() {
                out.push(text);
            }
        }
        Ok(out)
    }
}

/// Fills a text: takes one of each choice and puts words into the slots.
pub(crate) fn fuellen(text: &str, worte: &mut dyn Worte, rng: &mut Rng) -> Result<String> {
    let raw = expanded(text, worte, rng)?;
    let raw = raw.replace("\\n", "\n").replace("\\t", "\t");
    // A choice that came out empty leaves its space behind.
    let lines = raw.split('\n').map(|line| {
        let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
        words.join(" ").replace(" .", ".").replace(" ,", ",").replace("..", ".")
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn expanded(text: &str, worte: &mut dyn Worte, rng: &mut Rng) -> Result<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['[', '{']) {
        let (before, marked) = rest.split_at(start);
        out.push_str(before);
        let end = closing(marked).with_context(|| format!("not closed: {text}"))?;
        let inner = marked.get(1..end).unwrap_or_default();
        if marked.starts_with('{') {
            let word = worte.wort(inner, rng);
            out.push_str(&word.with_context(|| format!("nothing for {{{inner}}} in: {text}"))?);
        } else {
            let choice = rng.pick(&choices(inner));
            out.push_str(&expanded(choice, worte, rng)?);
        }
        rest = marked.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(out)
}

/// The place of the bracket that closes the first one.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// Cuts at the bars that are in no inner bracket.
pub(crate) fn choices(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let bars = text.char_indices().filter(|(_, c)| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *c == '|' && depth == 0
    });
    let mut starts = vec![0];
    let mut parts = Vec::new();
    for (bar, _) in bars {
        let start = starts.last().copied().unwrap_or(0);
        parts.push(text.get(start..bar).unwrap_or_default());
        starts.push(bar + 1);
    }
    parts.push(text.get(starts.last().copied().unwrap_or(0)..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fest;

    impl Worte for Fest {
        fn wort(&mut self, slot: &str, _: &mut Rng) -> Option<String> {
            (slot == "ding").then(|| "Zaun".to_owned())
        }
    }

    #[test]
    fn choices_nest_and_slots_are_filled() {
        let mut rng = Rng::new(1);
        let mut said: Vec<String> = (0..60)
            .map(|_| fuellen("[Der {ding}|Ein [alter|]  {ding}] .", &mut Fest, &mut rng).unwrap())
            .collect();
        said.sort();
        said.dedup();
        assert_eq!(said, ["Der Zaun.", "Ein Zaun.", "Ein alter Zaun."]);
        assert!(fuellen("{haus}", &mut Fest, &mut rng).is_err());
        assert!(fuellen("[offen", &mut Fest, &mut rng).is_err());
    }

    #[test]
    fn every_template_of_a_letter_has_a_subject_and_text() {
        let all = alle().unwrap();
        for (name, vorlage) in &all {
            let part = ["fuellung_", "ablenkung_", "schluss_"].iter().any(|p| name.starts_with(p));
            assert!(part || !vorlage.betreffe.is_empty(), "{name} has no subject");
            assert!(!vorlage.absaetze.is_empty(), "{name} has no text");
        }
    }
}
