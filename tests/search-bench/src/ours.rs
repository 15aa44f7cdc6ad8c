//! Our side: the index of the workstation, asked as the window asks it.
//!
//! Never spared: every answer is counted and is ready to be shown.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use search::{Eintrag, Index, Suche};

use crate::letters::Letters;
use crate::questions::{Group, Question, questions};
use crate::timed::Figures;

const KEY: [u8; 32] = [1; 32];
/// Documents of a commit while everything is indexed.
const AT_ONCE: u64 = 10_000;
/// Documents that come in one by one.
const ARRIVALS: u64 = 20;

pub(crate) fn run(dir: &Path, letters: &Letters) -> Result<Figures> {
    let mut figures = Figures::default();
    let start = Instant::now();
    let index = Index::anew(dir, &KEY)?;
    let mut all = letters.all();
    let mut stand = 0;
    while stand < letters.count {
        let mut batch = index.batch()?;
        for entry in all.by_ref().take(usize::try_from(AT_ONCE)?) {
            batch.put(&entry)?;
            stand += 1;
        }
        batch.commit(stand)?;
    }
    figures.index = start.elapsed();
    for number in 0..ARRIVALS {
        let entry = Eintrag {
            text: format!("neuzugang{number}"),
            ..letters.letter(letters.count + number)
        };
        let start = Instant::now();
        let mut batch = index.batch()?;
        batch.put(&entry)?;
        batch.commit(letters.count + number + 1)?;
        let found = index.search(&suche(&entry.text, false))?;
        figures.seen.push(start.elapsed());
        ensure!(found.gesamt == 1, "what came in is not found");
    }
    drop(index);
    let start = Instant::now();
    let index = Index::open(dir, &KEY, u64::MAX)?.index();
    index.search(&suche("Bescheid", false))?;
    figures.open = start.elapsed();
    figures.ask(&questions(letters), |question| {
        Ok(index.search(&suche(&typed(question), question.group == Group::Prefix))?.gesamt)
    })?;
    Ok(figures)
}

fn suche(text: &str, tippt: bool) -> Suche {
    Suche { text: text.to_owned(), tippt, anzahl: 10, ..Suche::default() }
}

fn typed(question: &Question) -> String {
    let words = question.words.join(" ");
    if question.group == Group::Phrase { format!("\"{words}\"") } else { words }
}
