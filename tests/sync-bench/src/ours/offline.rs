//! A workstation that has worked without a line: 1,000 changes, of which the centre has moved one
//! in twenty meanwhile.
//!
//! Never counts a change as done without its verdict.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use domain::{Edit, Fields, Op, RecType};
use serde_json::Value;
use store::JournalState;
use uuid::Uuid;
use wire::Mutation;

use super::centre::{Centre, REGISTRATUR};
use super::desk::{self, act, open};
use super::fill;
use crate::rng::Rng;

/// Changes that are made offline.
const MUTATIONS: usize = 1_000;
/// One of so many meets a change of somebody else.
const CONFLICT_EVERY: usize = 20;
const AT_ONCE: usize = 150;

/// Prepares such a workstation.
#[derive(clap::Args)]
pub(crate) struct Offline {
    #[arg(long)]
    data: PathBuf,
    #[arg(long)]
    centre: String,
    #[arg(long)]
    code: String,
    #[arg(long)]
    seed: u64,
}

/// Looks whether everything got its verdict.
#[derive(clap::Args)]
pub(crate) struct OfflineVerify {
    #[arg(long)]
    data: PathBuf,
}

/// Fills the centre, fetches everything, works without a line, and lets the centre move on.
pub(crate) fn offline(options: &Offline) -> Result<()> {
    let mut centre = Centre::enrol(&options.centre, &options.code)?;
    let ids = stock(&mut centre)?;
    let (data, url, code) = (options.data.clone(), options.centre.clone(), options.code.clone());
    desk::enrol(&desk::Enrol { data: data.clone(), centre: url.clone(), code })?;
    desk::sync(&desk::Sync { data: data.clone(), centre: url })?;
    let mut rng = Rng::new(options.seed ^ 0x0ff1);
    let store = open(&data)?;
    for id in &ids {
        let betreff = format!("Bauvorhaben, neu gefasst {:08x}", rng.between(0, 0xffff_ffff));
        let edit = subject(&betreff);
        store.write(|tx| {
            tx.edit(&act("betreff_aendern"), RecType::Vorgang, *id, REGISTRATUR, edit, Vec::new())
        })?;
    }
    let moved: Vec<Mutation> = ids
        .iter()
        .step_by(CONFLICT_EVERY)
        .map(|id| {
            let betreff = format!("Bauvorhaben, anders {:08x}", rng.between(0, 0xffff_ffff));
            let edit = subject(&betreff);
            centre.mutation("betreff_aendern", RecType::Vorgang, *id, 1, edit)
        })
        .collect();
    centre.push(moved)
}

const BEFORE: &str = "Bauvorhaben am Mühlweg";

fn subject(betreff: &str) -> Edit {
    let named = |text: &str| Fields::from_iter([("betreff".to_owned(), Value::from(text))]);
    Edit::set(Op::Set, &named(BEFORE), named(betreff))
}

/// The records that are going to be changed.
fn stock(centre: &mut Centre) -> Result<Vec<Uuid>> {
    let akte = fill::new_akte(centre)?;
    let akte = centre.create("akte_anlegen", &akte);
    let akte_id = akte.rec_id;
    centre.push(vec![akte])?;
    let mut ids = Vec::new();
    while ids.len() < MUTATIONS {
        let many = AT_ONCE.min(MUTATIONS - ids.len());
        let batch: Vec<Mutation> = (0..many)
            .map(|_| {
                let vorgang = fill::new_vorgang(centre, akte_id, BEFORE, None, None);
                centre.create("vorgang_anlegen", &vorgang)
            })
            .collect();
        ids.extend(batch.iter().map(|mutation| mutation.rec_id));
        centre.push(batch)?;
    }
    Ok(ids)
}

/// Every change has its verdict, one in twenty became a conflict that somebody can look at.
pub(crate) fn offline_verify(options: &OfflineVerify) -> Result<()> {
    let store = open(&options.data)?;
    let (open, refused) = store.read(|db| -> Result<_> {
        Ok((db.journal_count(JournalState::Offen)?, db.journal_count(JournalState::Abgelehnt)?))
    })?;
    ensure!(open == 0 && refused == 0, "{open} changes undecided, {refused} refused");
    let conflicts = store.read(|db| db.konflikte(None)).context("conflicts")?.len();
    let wanted = MUTATIONS / CONFLICT_EVERY;
    ensure!(conflicts == wanted, "{conflicts} conflicts instead of {wanted}");
    Ok(())
}
