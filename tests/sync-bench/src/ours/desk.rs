//! The workstation that is measured: the product's engine, line and encrypted store.
//!
//! Never without the proof at the end: a round compares chain and digest by itself, `verify`
//! compares every byte besides.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail, ensure};
use desk::line::HttpLine;
use domain::{Dokument, Edit, RecType, Record};
use store::meta::Meta;
use store::{Act, Env, KeySource, Store};
use sync::Engine;

use super::centre::{Centre, REGISTRATUR, fields};
use super::fill::{State, new_version};
use crate::inside::Inside;

/// Rounds until nothing moves any more, at most.
const ROUNDS: u32 = 1000;

/// Sets a workstation up.
#[derive(clap::Args)]
pub(crate) struct Enrol {
    #[arg(long)]
    pub(crate) data: PathBuf,
    #[arg(long)]
    pub(crate) centre: String,
    #[arg(long)]
    pub(crate) code: String,
}

/// Reconciles a workstation.
#[derive(clap::Args)]
pub(crate) struct Sync {
    #[arg(long)]
    pub(crate) data: PathBuf,
    #[arg(long)]
    pub(crate) centre: String,
}

/// Gives documents new versions at the workstation.
#[derive(clap::Args)]
pub(crate) struct Change {
    #[arg(long)]
    data: PathBuf,
    /// The files as the workstation has them.
    #[arg(long)]
    before: PathBuf,
    /// The same files, changed.
    #[arg(long)]
    after: PathBuf,
}

/// Compares a workstation with the centre and with the files.
#[derive(clap::Args)]
pub(crate) struct Verify {
    #[arg(long)]
    data: PathBuf,
    #[arg(long)]
    centre: String,
    /// What the filler remembers.
    #[arg(long)]
    state: PathBuf,
    /// The files as they should be.
    #[arg(long)]
    files: Option<PathBuf>,
}

/// Opens a workstation's data.
pub(crate) fn open(data: &Path) -> Result<Store> {
    let key = KeySource::passphrase("Messung ohne echte Daten");
    Store::open(data, &key, Env::system()).with_context(|| format!("open {}", data.display()))
}

/// A line with the workstation's token.
fn line(store: &Store, centre: &str) -> Result<HttpLine> {
    let token = store.read(|db| db.meta(Meta::Token))?;
    HttpLine::new(centre, token.as_deref()).map_err(|fehler| anyhow!(fehler.meldung))
}

/// Who acts in the bench.
pub(crate) fn act(aktion: &'static str) -> Act {
    Act {
        akteur: "Bernd Moor".to_owned(),
        arbeitsplatz: "K02".to_owned(),
        aktion,
        bemerkung: None,
        group: None,
        konflikt: None,
    }
}

/// A name that no other workstation of the centre has.
pub(crate) fn short_name(env: &Env) -> String {
    let id = env.id().simple().to_string();
    format!("K{}", id.get(20..).unwrap_or_default())
}

/// Enrols at a practice centre.
pub(crate) fn enrol(enrol: &Enrol) -> Result<()> {
    let store = open(&enrol.data)?;
    let name = short_name(store.env());
    store.write(|tx| {
        tx.set_meta(Meta::Uebung, "1")?;
        tx.set_meta(Meta::Arbeitsplatz, &name)
    })?;
    let line = line(&store, &enrol.centre)?;
    sync::enrol(&store, &line, &enrol.code, &enrol.centre)?;
    Ok(())
}

/// Runs rounds until one of them has nothing left to do; everything from the opened store on
/// counts.
pub(crate) fn sync(options: &Sync) -> Result<()> {
    let store = open(&options.data)?;
    let line = line(&store, &options.centre)?;
    let inside = Inside::start();
    let requests = rounds(&store, &line)?;
    inside.say(Some(requests))?;
    Ok(())
}

/// Reconciles to the end and returns the number of requests.
pub(crate) fn rounds(store: &Store, line: &HttpLine) -> Result<u64> {
    let mut requests = 0;
    for _ in 0..ROUNDS {
        let round = Engine::new(store, line, &|| false).round().context("round")?;
        requests += u64::from(round.requests);
        ensure!(round.stuck.is_empty(), "{} originals are stuck", round.stuck.len());
        let (to_send, to_fetch) = store.read(|db| db.blob_counts())?;
        let pending = store.read(|db| db.mutations_to_push(1))?.len();
        if to_send + to_fetch == 0 && pending == 0 {
            return Ok(requests);
        }
    }
    bail!("the rounds come to no end")
}

/// Puts the changed files in as versions of the documents they belong to.
pub(crate) fn change(options: &Change) -> Result<()> {
    let store = open(&options.data)?;
    for entry in fs::read_dir(&options.after)? {
        let after = entry?.path();
        let name = after.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (before, after) = (fs::read(options.before.join(&name))?, fs::read(&after)?);
        if before == after {
            continue;
        }
        let known = wire::sha256_hex(&before);
        let ids = store.read(|db| db.records_naming(&known))?;
        let found = ids.iter().find(|(kind, _)| *kind == RecType::Dokument);
        let (_, id) = found.with_context(|| format!("no document with {name}"))?;
        let mut writer = store.blob_writer(REGISTRATUR)?;
        std::io::Write::write_all(&mut writer, &after)?;
        let blob = writer.finish()?;
        store.write(|tx| -> Result<()> {
            let (dokument, _) = tx.load::<Dokument>(*id)?;
            let nummer = dokument.versionen.last().map_or(1, |version| version.nummer + 1);
            let version = new_version(nummer, &blob.sha256, blob.size, &name, store.env().now());
            let edit = Edit::append("versionen", serde_json::to_value(version)?);
            tx.put_blob(&blob, false)?;
            let requires = vec![blob.sha256.clone()];
            tx.edit(&act("version_anlegen"), RecType::Dokument, *id, REGISTRATUR, edit, requires)?;
            Ok(())
        })?;
    }
    Ok(())
}

/// Compares every record and every file.
pub(crate) fn verify(options: &Verify) -> Result<()> {
    let store = open(&options.data)?;
    let state: State = serde_json::from_slice(&fs::read(&options.state)?)?;
    let centre = Centre::known(&options.centre, state.who)?;
    let records = centre.records()?;
    for (id, record) in &records {
        let seen = store.read(|db| db.seen(*id))?.with_context(|| format!("{id} is missing"))?;
        ensure!(seen.fields == fields(record)?, "{id} differs");
    }
    let Some(files) = &options.files else { return Ok(()) };
    let newest: BTreeMap<String, String> = records
        .values()
        .filter(|record| record.rec_type == RecType::Dokument)
        .filter_map(|record| {
            let dokument = Dokument::from_fields(&fields(record).ok()?).ok()?;
            let version = dokument.versionen.last()?;
            Some((version.dateiname.clone(), version.sha256.clone()))
        })
        .collect();
    let mut compared = 0;
    for entry in fs::read_dir(files)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let wanted = fs::read(&file)?;
        let sha256 = newest.get(&name).with_context(|| format!("{name} is no document"))?;
        let mut have = Vec::new();
        std::io::Read::read_to_end(&mut store.blob_reader(sha256)?, &mut have)?;
        ensure!(have == wanted, "{name} differs");
        compared += 1;
    }
    ensure!(compared == newest.len(), "{} documents, {compared} files", newest.len());
    Ok(())
}
