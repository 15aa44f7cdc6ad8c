//! Time and memory in an office with a hundred thousand filed letters: the town many times over.
//!
//! Never a figure about what is right: the copies say nothing about that.

use std::time::Instant;

use anyhow::{Context, Result};
use uuid::Uuid;
use zuordnung::{Abgelegt, AkteKenntnis, Modell, VorgangKenntnis, Wissen};

use crate::play::schreiben;
use crate::score::percentile;
use crate::town::{Town, dokument_id};

/// Letters asked about.
const ASKED: usize = 300;

/// Fills an office with copies of the town and asks about some of its letters.
pub(crate) fn measure(town: &Town, filed: usize) -> Result<()> {
    let reader = Wissen::new(Modell::default());
    let learned: Vec<_> = town.briefe.iter().map(|b| reader.merkmale(&schreiben(b))).collect();
    let before = resident_mb()?;
    let start = Instant::now();
    let mut wissen = Wissen::new(Modell::default());
    let mut count = 0;
    for copy in 0.. {
        if count >= filed || town.briefe.is_empty() {
            break;
        }
        records(&mut wissen, town, copy);
        for (brief, merkmale) in town.briefe.iter().zip(&learned) {
            if count >= filed {
                break;
            }
            count += 1;
            wissen.set_dokument(
                of_copy(dokument_id(brief), copy),
                Abgelegt {
                    vorgang: of_copy(brief.vorgang, copy),
                    merkmale: merkmale.clone(),
                    typ: brief.typ.clone(),
                    absender: brief.absender.map(|id| of_copy(id, copy)),
                    fremdzeichen: brief.fremdzeichen.clone(),
                    ausgang: false,
                    am: Some(brief.eingegangen),
                    erstes: brief.neu,
                },
            );
        }
    }
    let fed = start.elapsed().as_secs_f64();
    let memory = resident_mb()? - before;
    let every = (town.briefe.len() / ASKED).max(1);
    let times: Vec<_> = town
        .briefe
        .iter()
        .step_by(every)
        .map(|brief| {
            let start = Instant::now();
            let _ = wissen.vorschlagen(&schreiben(brief));
            start.elapsed()
        })
        .collect();
    let of = |share| percentile(times.iter().copied(), share);
    let verdict = |met: bool| if met { "met" } else { "MISSED" };
    println!(
        "\noffice with {count} filed letters (the town {} times over): fed in {fed:.1} s, {memory:.0} MB (below 200: {}); \
         per letter p50 {:.1} ms (below 50: {}), p99 {:.1} ms",
        count.div_ceil(town.briefe.len().max(1)),
        verdict(memory < 200.0),
        of(0.5),
        verdict(of(0.5) < 50.0),
        of(0.99),
    );
    Ok(())
}

/// A copy's own id.
fn of_copy(id: Uuid, copy: u128) -> Uuid {
    Uuid::from_u128(id.as_u128() | copy << 32)
}

fn records(wissen: &mut Wissen, town: &Town, copy: u128) {
    // Each copy has its own numbers, as other years would.
    let zeichen = |text: &str| match text.split_once('-') {
        Some((plan, rest)) if copy > 0 => format!("{plan}-{copy}{rest}"),
        _ => text.to_owned(),
    };
    for (id, akte) in &town.akten {
        wissen.set_akte(
            of_copy(*id, copy),
            AkteKenntnis {
                zeichen: vec![zeichen(&akte.aktenzeichen)],
                betreff: akte.betreff.clone(),
                plan: akte.plan.clone(),
                geschlossen: false,
            },
        );
    }
    for (id, kontakt) in &town.kontakte {
        wissen.set_kontakt(of_copy(*id, copy), kontakt.kenntnis.clone());
    }
    for (id, vorgang) in &town.vorgaenge {
        let parties = vorgang.beteiligte.iter();
        wissen.set_vorgang(
            of_copy(*id, copy),
            VorgangKenntnis {
                akte: of_copy(vorgang.akte, copy),
                zeichen: vec![zeichen(&vorgang.aktenzeichen)],
                betreff: vorgang.betreff.clone(),
                beteiligte: parties.map(|id| of_copy(*id, copy)).collect(),
                // Most of what an office has filed is closed.
                geschlossen: copy > 3,
                begonnen: Some(vorgang.angelegt),
            },
        );
    }
}

/// Memory of this process.
fn resident_mb() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").context("this process's memory")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kilobytes / 1024.0)
}
