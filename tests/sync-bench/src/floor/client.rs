//! The floor's client.
//!
//! Never keeps a row before the file it names is durable.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use reqwest::{Client, StatusCode};
use rusqlite::params;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::inside::Inside;

use super::{File, head, open, sha256, take};

/// Files on the way at the same time.
const AT_ONCE: usize = 4;

/// Fetches what is new.
#[derive(clap::Args)]
pub(crate) struct Pull {
    /// Address of the server.
    #[arg(long)]
    from: String,
    /// Folder of the client.
    #[arg(long)]
    data: PathBuf,
}

/// Sends a folder.
#[derive(clap::Args)]
pub(crate) struct Push {
    /// Address of the server.
    #[arg(long)]
    to: String,
    /// `records.ndjson` to send.
    #[arg(long)]
    records: Option<PathBuf>,
    /// Folder of files to send.
    #[arg(long)]
    files: Option<PathBuf>,
}

/// One reconciliation.
pub(crate) async fn pull(options: Pull) -> Result<()> {
    let files_dir = options.data.join("files");
    std::fs::create_dir_all(&files_dir)?;
    let mut db = open(&options.data.join("floor.db"))?;
    let client = Client::builder().no_proxy().build()?;
    let inside = Inside::start();
    let url = format!("{}/changes/{}", options.from, head(&db)?);
    let answer = client.get(url).send().await?.error_for_status()?;
    if answer.status() == StatusCode::NO_CONTENT {
        return inside.say(Some(1));
    }
    let mut text = Vec::new();
    zstd::Decoder::new(&answer.bytes().await?[..])?.read_to_end(&mut text)?;
    let (mut records, mut files) = (Vec::new(), Vec::new());
    for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        if line.starts_with(b"{\"blob\"") {
            files.push(serde_json::from_slice::<File>(line)?);
        } else {
            records.extend_from_slice(line);
            records.push(b'\n');
        }
    }
    take(&mut db, &records[..])?;
    let files = Arc::new(files);
    let list = Arc::clone(&files);
    parallel(files.len(), move |number| {
        let (client, files, dir) = (client.clone(), Arc::clone(&list), files_dir.clone());
        let from = options.from.clone();
        async move {
            let file = files.get(number).context("a file of the list")?;
            fetch(&client, &from, file, &dir).await
        }
    })
    .await?;
    std::fs::File::open(options.data.join("files"))?.sync_all()?;
    let tx = db.transaction()?;
    for file in files.iter() {
        let insert = "INSERT OR REPLACE INTO blob (name, seq, sha) VALUES (?, ?, ?)";
        tx.execute(insert, params![file.name, file.blob, file.sha])?;
    }
    tx.commit()?;
    inside.say(Some(1 + files.len() as u64))
}

/// Runs numbered jobs, some of them at the same time; the first failure ends all.
async fn parallel<F, J>(count: usize, job: F) -> Result<()>
where
    F: Fn(usize) -> J + Clone + Send + 'static,
    J: Future<Output = Result<()>> + Send,
{
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = tokio::task::JoinSet::<Result<()>>::new();
    for _ in 0..AT_ONCE {
        let (next, job) = (Arc::clone(&next), job.clone());
        workers.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok(());
                }
                job(number).await?;
            }
        });
    }
    while let Some(done) = workers.join_next().await {
        done.context("a worker")??;
    }
    Ok(())
}

async fn fetch(client: &Client, from: &str, file: &File, dir: &Path) -> Result<()> {
    let url = format!("{from}/files/{}", file.sha);
    let mut answer = client.get(url).send().await?.error_for_status()?;
    let new = dir.join(format!("{}.neu", file.name));
    let mut out = tokio::fs::File::create(&new).await?;
    let mut hash = Sha256::new();
    while let Some(chunk) = answer.chunk().await? {
        hash.update(&chunk);
        out.write_all(&chunk).await?;
    }
    ensure!(hex::encode(hash.finalize()) == file.sha, "{} arrived damaged", file.name);
    out.sync_all().await?;
    Ok(tokio::fs::rename(&new, dir.join(&file.name)).await?)
}

/// Sends records in one piece and files side by side.
pub(crate) async fn push(options: Push) -> Result<()> {
    let client = Client::builder().no_proxy().build()?;
    let inside = Inside::start();
    if let Some(records) = &options.records {
        let packed = zstd::bulk::compress(&std::fs::read(records)?, 3)?;
        let url = format!("{}/records", options.to);
        client.post(url).body(packed).send().await?.error_for_status()?;
    }
    let Some(dir) = &options.files else { return inside.say(Some(1)) };
    let files: Vec<PathBuf> = std::fs::read_dir(dir)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    let files = Arc::new(files);
    parallel(files.len(), move |number| {
        let (client, files, to) = (client.clone(), Arc::clone(&files), options.to.clone());
        async move {
            let file = files.get(number).context("a file of the list")?;
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = tokio::fs::read(file).await?;
            let url = format!("{to}/files/{name}/{}", sha256(&bytes));
            client.put(url).body(bytes).send().await?.error_for_status()?;
            Ok(())
        }
    })
    .await?;
    inside.say(None)
}
