//! Fitting the delivered weights: multinomial logit by gradient descent over towns that were
//! played, one question at a time.
//!
//! Never prints a weight that points the wrong way: directions are kept while fitting.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use zuordnung::{Lehrstueck, Richtung, Wahrheit};

use crate::play::{Office, right, schreiben};
use crate::town::Town;

/// Rounds over all letters.
const ROUNDS: usize = 200;
/// How strongly weights are held near what was set by hand.
const HELD: f64 = 8.0;
/// Part of what was set by hand that stays, though towns made by a program have no need of it.
const KEPT: f64 = 0.2;
/// First step; later ones are shorter.
const STEP: f64 = 0.1;

/// Plays the towns and prints the weights.
pub(crate) fn run(dirs: &[PathBuf]) -> Result<()> {
    let mut questions: BTreeMap<&'static str, Vec<Lehrstueck>> = BTreeMap::new();
    for dir in dirs {
        let town = Town::open(dir, usize::MAX)?;
        let mut office = Office::new(&town);
        for brief in &town.briefe {
            office.day(brief.eingegangen);
            let wahrheit = Wahrheit {
                ziel: right(&town, brief),
                absender: brief.absender,
                typ: brief.typ.clone(),
                datum: brief.datum,
                frist: brief.frist,
            };
            for piece in office.wissen.lehrstuecke(&schreiben(brief), &wahrheit) {
                questions.entry(piece.frage).or_default().push(piece);
            }
            office.file(brief)?;
        }
        println!("// {}: {} letters", dir.display(), town.briefe.len());
    }
    for (name, pieces) in questions {
        print(name, &pieces, &fit(&pieces));
    }
    Ok(())
}

/// Adam over all pieces at once.
fn fit(pieces: &[Lehrstueck]) -> Vec<f64> {
    let Some(first) = pieces.first() else { return Vec::new() };
    let start: Vec<f64> = first.anfang.iter().map(|weight| f64::from(*weight)).collect();
    // The hill has one top: from where the last fit ended it is not far.
    let mut weights: Vec<f64> = first.gewichte.iter().map(|weight| f64::from(*weight)).collect();
    let steps: Vec<Step> = pieces.iter().map(Step::new).collect();
    let (mut mean, mut square) = (vec![0.0; weights.len()], vec![0.0; weights.len()]);
    for round in 1..=ROUNDS {
        let held = weights.iter().zip(&start).map(|(weight, start)| HELD * (start - weight));
        let mut slope: Vec<f64> = held.collect();
        for step in &steps {
            step.climb(&start, &weights, &mut slope);
        }
        let step = STEP / (1.0 + round as f64 / 100.0);
        let moved = weights.iter_mut().zip(&slope).zip(mean.iter_mut().zip(square.iter_mut()));
        let bounds = start.iter().zip(first.richtungen);
        for (((weight, slope), (mean, square)), (start, direction)) in moved.zip(bounds) {
            *mean = 0.9 * *mean + 0.1 * slope;
            *square = 0.99 * *square + 0.01 * slope * slope;
            *weight += step * *mean / (square.sqrt() + 1e-8);
            match direction {
                Richtung::Plus => *weight = weight.max(KEPT * start),
                Richtung::Minus => *weight = weight.min(KEPT * start),
                Richtung::Frei => {}
            }
        }
    }
    weights
}

/// A piece as it is climbed: of each answer only what was seen.
struct Step {
    answers: Vec<Vec<(usize, f64)>>,
    right: usize,
    /// How much the fitted weights count.
    share: f64,
}

impl Step {
    fn new(piece: &Lehrstueck) -> Self {
        let seen = |werte: &Vec<f32>| {
            let all = werte.iter().enumerate().filter(|(_, wert)| **wert != 0.0);
            all.map(|(at, wert)| (at, f64::from(*wert))).collect()
        };
        let answers = piece.antworten.iter().map(seen).collect();
        Self { answers, right: piece.richtig, share: piece.anteil }
    }

    /// Returns the probability of each answer.
    fn shares(&self, hand: &[f64], fitted: &[f64]) -> Vec<f64> {
        let of = |weights: &[f64], at: usize| weights.get(at).copied().unwrap_or_default();
        let weight = |at| (1.0 - self.share) * of(hand, at) + self.share * of(fitted, at);
        let sum = |seen: &Vec<(usize, f64)>| seen.iter().map(|(at, wert)| wert * weight(*at)).sum();
        let sums: Vec<f64> = self.answers.iter().map(sum).collect();
        let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let powers: Vec<f64> = sums.iter().map(|sum| (sum - most).exp()).collect();
        let all: f64 = powers.iter().sum();
        powers.into_iter().map(|power| power / all).collect()
    }

    /// Adds the direction in which the right answer becomes likelier.
    fn climb(&self, hand: &[f64], fitted: &[f64], slope: &mut [f64]) {
        let shares = self.shares(hand, fitted);
        for (at, (seen, share)) in self.answers.iter().zip(&shares).enumerate() {
            let right = if at == self.right { 1.0 } else { 0.0 };
            for (place, wert) in seen {
                if let Some(slope) = slope.get_mut(*place) {
                    *slope += self.share * (right - share) * wert;
                }
            }
        }
    }
}

fn print(name: &str, pieces: &[Lehrstueck], weights: &[f64]) {
    let Some(first) = pieces.first() else { return };
    let hand: Vec<f64> = first.anfang.iter().map(|weight| f64::from(*weight)).collect();
    let loss = |weights: &[f64]| {
        let sum: f64 = pieces
            .iter()
            .map(|piece| {
                let shares = Step::new(piece).shares(&hand, weights);
                -shares.get(piece.richtig).map_or(0.0, |p| p.max(1e-9).ln())
            })
            .sum();
        sum / pieces.len() as f64
    };
    let before: Vec<f64> = first.gewichte.iter().map(|weight| f64::from(*weight)).collect();
    println!("\n    // {name}: loss {:.4} before, {:.4} after", loss(&before), loss(weights));
    let names = first.namen.iter().zip(first.richtungen).zip(first.anfang);
    for (((name, direction), start), weight) in names.zip(weights) {
        println!("        {name}: {direction:?} {start:?}, {weight:.2};");
    }
}
