//! Compares the model of reading scans with the real reading: scans go through the product's
//! pipeline, their texts through the model, and both are compared with what was printed.
//!
//! Never part of making a year: this is how the rates in `rauschen` were found.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use ocr_bench::{ours, score};
use paper::Rng;

use crate::ablage::Scan;
use crate::jahr::{Jahr, Weg};
use crate::leute::Schrift;
use crate::rauschen::{Guete, gelesen};
use crate::satz::setzen;
use crate::schreiben::schreiben;
use crate::vorlage;

/// Errors of a kind of scan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Messung {
    /// Characters printed.
    pub zeichen: usize,
    /// Characters wrong, missing or too many, as the pipeline reads.
    pub gemessen: usize,
    /// The same by the model.
    pub modell: usize,
    /// Words printed.
    pub worte: usize,
    /// Words that the pipeline read exactly, wherever they stand.
    pub worte_gemessen: usize,
    /// The same by the model.
    pub worte_modell: usize,
}

/// Reads so many scans of a year and returns what came of each kind; the texts stay in the folder.
pub fn messen(ordner: &Path, seed: u64, anzahl: usize) -> Result<BTreeMap<String, Messung>> {
    fs::create_dir_all(ordner)?;
    let jahr = Jahr::neu(seed, anzahl * 8)?;
    let vorlagen = vorlage::alle()?;
    let mut kinds = BTreeMap::new();
    let classes = [Guete::Sauber, Guete::Ueblich, Guete::Grau, Guete::Schlecht];
    let paper = jahr.post.iter().filter(|post| post.weg == Weg::Papier).take(anzahl);
    let mut printed = Vec::new();
    let mut scan = Scan::neu()?;
    for (number, (post, guete)) in paper.zip(classes.into_iter().cycle()).enumerate() {
        let mut rng = Rng::new(seed ^ number as u64);
        let letter = schreiben(&jahr, post, &vorlagen, &mut rng)?;
        let satz = setzen(&letter, &mut rng)?;
        let hand = letter.stil.schrift == Schrift::Hand;
        let kind = if hand { "hand".to_owned() } else { format!("{guete:?}").to_lowercase() };
        for page in &satz.seiten {
            let model = gelesen(&page.gesehen, guete, hand, &mut rng);
            printed.push((kind.clone(), page.gesehen.clone(), model));
        }
        scan.seiten(satz.pdf(&letter), guete, &mut rng)?;
    }
    fs::write(ordner.join("scan.pdf"), scan.fertig()?)?;
    let texts = ordner.join("texte");
    ours::run(2, &ordner.join("scan.pdf"), &ordner.join("suchbar.pdf"), &texts)?;
    let read = fs::read_to_string(&texts).context("read the texts")?;
    let read: Vec<&str> = read.split('\u{c}').collect();
    ensure!(read.len() >= printed.len(), "only {} pages of {}", read.len(), printed.len());
    for (number, ((kind, truth, model), read)) in printed.iter().zip(read).enumerate() {
        for (name, text) in [("wahr", truth.as_str()), ("gelesen", read), ("modell", model)] {
            fs::write(ordner.join(format!("{number:02}.{name}")), text)?;
        }
        let sum: &mut Messung = kinds.entry(kind.clone()).or_default();
        let (found, modelled) = (score::score(truth, read), score::score(truth, model));
        sum.zeichen += found.chars;
        sum.gemessen += found.errors;
        sum.modell += modelled.errors;
        sum.worte += truth.split_whitespace().count();
        sum.worte_gemessen += gemeinsam(truth, read);
        sum.worte_modell += gemeinsam(truth, model);
    }
    Ok(kinds)
}

/// Words of a text that stand in another one, each as often as it does.
fn gemeinsam(one: &str, other: &str) -> usize {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in other.split_whitespace() {
        *left.entry(word).or_insert(0) += 1;
    }
    one.split_whitespace()
        .filter(|word| match left.get_mut(word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        })
        .count()
}
