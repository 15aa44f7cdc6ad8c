//! Brings a work set to the centre, and later its changes, by ordinary pushes.
//!
//! Never part of what is measured.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use domain::{Akte, Dokument, Dokumentversion, Edit, Fields, Op, RecType, Vorgang};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use wire::Mutation;

use super::centre::{Centre, Identity};
use crate::records::{self, RECORDS, Record};
use crate::rng::Rng;

/// Mutations in one push: below the protocol's bytes.
const AT_ONCE: usize = 150;
/// What a body has besides subject, status and text; the text is cut by it, so that a body is as
/// large as the record that the other tools carry.
const AROUND: usize = 210;

/// Fills a centre.
#[derive(clap::Args)]
pub(crate) struct Fill {
    #[arg(long)]
    to: String,
    #[arg(long)]
    code: String,
    #[arg(long)]
    seed: u64,
    /// 0 brings the set, later rounds bring changes.
    #[arg(long)]
    round: u64,
    /// File that remembers what was done.
    #[arg(long)]
    state: PathBuf,
    /// Folder of files; without one the records are the set.
    #[arg(long)]
    files: Option<PathBuf>,
    /// This many small records instead of the set.
    #[arg(long)]
    small: Option<u64>,
}

/// What was done so far.
#[derive(Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) who: Identity,
    vorgang: Uuid,
    akte: Uuid,
    /// Ids of the records, in their order.
    records: Vec<Uuid>,
    /// Files by name.
    pub(crate) files: BTreeMap<String, Held>,
}

/// A file at the centre.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Held {
    rec_id: Uuid,
    versions: u32,
    pub(crate) sha256: String,
}

/// Brings the set or a round of changes.
pub(crate) fn fill(fill: &Fill) -> Result<()> {
    let (mut centre, mut state) = if fill.round == 0 {
        begin(fill)?
    } else {
        let state: State = serde_json::from_slice(&fs::read(&fill.state)?)?;
        (Centre::known(&fill.to, state.who.clone())?, state)
    };
    match (&fill.files, fill.small) {
        (Some(files), _) => send_files(&mut centre, &mut state, files)?,
        (None, Some(count)) => send_small(&mut centre, &state, fill.seed, count)?,
        (None, None) if fill.round == 0 => send_records(&mut centre, &mut state, fill.seed)?,
        (None, None) => change_records(&mut centre, &state, fill.seed, fill.round)?,
    }
    state.who = centre.who;
    fs::write(&fill.state, serde_json::to_vec(&state)?).context("remember what was done")
}

/// Enrols, and makes the Akte and the Vorgang that everything is to live in.
fn begin(fill: &Fill) -> Result<(Centre, State)> {
    let mut centre = Centre::enrol(&fill.to, &fill.code)?;
    let akte = new_akte(&centre)?;
    let akte = centre.create("akte_anlegen", &akte);
    let akte_id = akte.rec_id;
    let vorgang = new_vorgang(&centre, akte_id, "Bestand", None, None);
    let vorgang = centre.create("vorgang_anlegen", &vorgang);
    let vorgang_id = vorgang.rec_id;
    centre.push(vec![akte, vorgang])?;
    let who = centre.who.clone();
    let (records, files) = (Vec::new(), BTreeMap::new());
    Ok((centre, State { who, vorgang: vorgang_id, akte: akte_id, records, files }))
}

/// A file of the filing plan's first unit.
pub(crate) fn new_akte(centre: &Centre) -> Result<Akte> {
    let (betreff, person) = ("Bestand der Messung".to_owned(), "Anna Fennwald".to_owned());
    Ok(Akte::neu(betreff, centre.plan_unit()?, String::new(), centre.env.now(), person))
}

pub(crate) fn new_vorgang(
    centre: &Centre,
    akte: Uuid,
    betreff: &str,
    bearbeiter: Option<String>,
    bemerkung: Option<String>,
) -> Vorgang {
    let person = "Anna Fennwald".to_owned();
    Vorgang {
        bearbeiter,
        bemerkung,
        ..Vorgang::neu(betreff.to_owned(), akte, String::new(), centre.env.now(), person)
    }
}

/// The text of a record, cut so that the whole body is as large as the record.
fn text(record: &Record) -> String {
    let end = record.text.len().saturating_sub(AROUND);
    let end = (0..=end).rev().find(|end| record.text.is_char_boundary(*end)).unwrap_or(0);
    record.text.get(..end).unwrap_or_default().to_owned()
}

fn send_records(centre: &mut Centre, state: &mut State, seed: u64) -> Result<()> {
    let mut batch = Vec::new();
    for record in records::records(seed, RECORDS) {
        let (status, text) = (record.status.clone(), text(&record));
        let vorgang = new_vorgang(centre, state.akte, &record.betreff, Some(status), Some(text));
        let mutation = centre.create("vorgang_anlegen", &vorgang);
        state.records.push(mutation.rec_id);
        batch.push(mutation);
        full(centre, &mut batch, AT_ONCE)?;
    }
    full(centre, &mut batch, 1)
}

/// Sends a batch once it has so many.
fn full(centre: &Centre, batch: &mut Vec<Mutation>, least: usize) -> Result<()> {
    if batch.len() < least.max(1) {
        return Ok(());
    }
    centre.push(std::mem::take(batch))
}

fn change_records(centre: &mut Centre, state: &State, seed: u64, round: u64) -> Result<()> {
    let before: Vec<Record> = records::records(seed, RECORDS).collect();
    let mut batch = Vec::new();
    for (number, after) in records::changed(seed, round) {
        let (rec_id, before) =
            state.records.get(number).zip(before.get(number)).context("a record of the set")?;
        let named = |record: &Record| {
            let (status, text) = (record.status.clone(), text(record));
            Fields::from_iter([
                ("bearbeiter".to_owned(), Value::String(status)),
                ("bemerkung".to_owned(), Value::String(text)),
            ])
        };
        let edit = Edit::set(Op::Set, &named(before), named(&after));
        batch.push(centre.mutation("vorgang_aendern", RecType::Vorgang, *rec_id, 1, edit));
    }
    full(centre, &mut batch, 1)
}

/// Small records, many of them: what a workstation of years holds.
fn send_small(centre: &mut Centre, state: &State, seed: u64, count: u64) -> Result<()> {
    let mut rng = Rng::new(seed ^ 0x5555);
    let mut batch = Vec::new();
    for number in 0..count {
        let betreff = format!("Vorgang {number}, {:08x}", rng.between(0, 0xffff_ffff));
        let vorgang = new_vorgang(centre, state.akte, &betreff, None, None);
        batch.push(centre.create("vorgang_anlegen", &vorgang));
        full(centre, &mut batch, 200)?;
    }
    full(centre, &mut batch, 1)
}

/// Sends the files that the centre does not have in this form, each as a version of its Dokument.
fn send_files(centre: &mut Centre, state: &mut State, files: &Path) -> Result<()> {
    let mut names: Vec<PathBuf> = fs::read_dir(files)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    names.sort();
    let mut batch = Vec::new();
    for file in names {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&file)?;
        let sha256 = wire::sha256_hex(&bytes);
        let held = state.files.get(&name).cloned();
        if held.as_ref().is_some_and(|held| held.sha256 == sha256) {
            continue;
        }
        let versions = held.as_ref().map_or(0, |held| held.versions) + 1;
        let size = bytes.len() as u64;
        let version = version(centre, versions, &sha256, size, &name);
        centre.send_original(&sha256, bytes)?;
        let mut mutation = match &held {
            None => centre.create("dokument_anlegen", &dokument(centre, state.vorgang, version)),
            Some(held) => {
                let edit = Edit::append("versionen", serde_json::to_value(&version)?);
                let ver = u64::from(held.versions);
                centre.mutation("version_anlegen", RecType::Dokument, held.rec_id, ver, edit)
            }
        };
        mutation.requires = vec![sha256.clone()];
        state.files.insert(name, Held { rec_id: mutation.rec_id, versions, sha256 });
        batch.push(mutation);
        full(centre, &mut batch, AT_ONCE)?;
    }
    full(centre, &mut batch, 1)
}

fn version(centre: &Centre, nummer: u32, sha256: &str, size: u64, name: &str) -> Dokumentversion {
    new_version(nummer, sha256, size, name, centre.env.now())
}

/// A version of a Dokument.
pub(crate) fn new_version(
    nummer: u32,
    sha256: &str,
    size: u64,
    name: &str,
    now: domain::Zeitpunkt,
) -> Dokumentversion {
    Dokumentversion {
        nummer,
        sha256: sha256.to_owned(),
        groesse_bytes: size,
        mime: "application/pdf".to_owned(),
        dateiname: name.to_owned(),
        rolle: None,
        angelegt_um: now,
        angelegt_von: "Anna Fennwald".to_owned(),
    }
}

fn dokument(centre: &Centre, vorgang: Uuid, version: Dokumentversion) -> Dokument {
    let titel = version.dateiname.clone();
    let (um, person) = (centre.env.now(), "Anna Fennwald".to_owned());
    Dokument { versionen: vec![version], ..Dokument::neu(titel, vorgang, um, person) }
}
