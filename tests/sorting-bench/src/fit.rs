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
const ROUNDS: usize = 400;
/// How strongly weights are held near what was set by hand.
const HELD: f64 = 8.0;
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
                ziel: right(brief),
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
    let mut weights = start.clone();
    let (mut mean, mut square) = (vec![0.0; weights.len()], vec![0.0; weights.len()]);
    for round in 1..=ROUNDS {
        let held = weights.iter().zip(&start).map(|(weight, start)| HELD * (start - weight));
        let mut slope: Vec<f64> = held.collect();
        for piece in pieces {
            climb(piece, &weights, &mut slope);
        }
        let step = STEP / (1.0 + round as f64 / 100.0);
        let moved = weights.iter_mut().zip(&slope).zip(mean.iter_mut().zip(square.iter_mut()));
        for (((weight, slope), (mean, square)), direction) in moved.zip(first.richtungen) {
            *mean = 0.9 * *mean + 0.1 * slope;
            *square = 0.99 * *square + 0.01 * slope * slope;
            *weight += step * *mean / (square.sqrt() + 1e-8);
            match direction {
                Richtung::Plus => *weight = weight.max(0.0),
                Richtung::Minus => *weight = weight.min(0.0),
                Richtung::Frei => {}
            }
        }
    }
    weights
}

fn shares(piece: &Lehrstueck, weights: &[f64]) -> Vec<f64> {
    let sums: Vec<f64> = piece
        .antworten
        .iter()
        .map(|werte| {
            werte.iter().zip(weights).map(|(wert, weight)| f64::from(*wert) * weight).sum()
        })
        .collect();
    let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = sums.iter().map(|sum| (sum - most).exp()).collect();
    let all: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / all).collect()
}

fn climb(piece: &Lehrstueck, weights: &[f64], slope: &mut [f64]) {
    let shares = shares(piece, weights);
    for (at, (werte, share)) in piece.antworten.iter().zip(&shares).enumerate() {
        let right = if at == piece.richtig { 1.0 } else { 0.0 };
        for (slope, wert) in slope.iter_mut().zip(werte) {
            *slope += (right - share) * f64::from(*wert);
        }
    }
}

fn print(name: &str, pieces: &[Lehrstueck], weights: &[f64]) {
    let Some(first) = pieces.first() else { return };
    let loss = |weights: &[f64]| {
        let sum: f64 = pieces
            .iter()
            .map(|piece| {
                -shares(piece, weights).get(piece.richtig).map_or(0.0, |p| p.max(1e-9).ln())
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
