//! The floor's server.
//!
//! Never checks who asks.

use std::io::{BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as UrlPath, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use rusqlite::{Connection, OptionalExtension, params};

use super::{File, Record, Row, head, open, sha256, store, take};

/// Level of zstd that everything on a line is packed with.
const LEVEL: i32 = 3;

/// The floor's server.
#[derive(clap::Args)]
pub(crate) struct Serve {
    /// Folder with `records.ndjson` and `files/`; either may be missing.
    #[arg(long)]
    data: PathBuf,
    #[arg(long)]
    listen: SocketAddr,
}

struct Floor {
    db: Mutex<Connection>,
    data: PathBuf,
}

type Shared = State<Arc<Floor>>;

/// A failure; the bench ends with it.
struct Failed(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, format!("{:#}", self.0)).into_response()
    }
}

impl Floor {
    /// Runs work that waits, on a thread that may.
    async fn work<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&Self, &mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let done = tokio::task::spawn_blocking(move || {
            let mut db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
            work(&self, &mut db)
        });
        done.await.context("work of the server")?
    }
}

/// Serves until it is ended.
pub(crate) async fn serve(options: Serve) -> Result<()> {
    std::fs::create_dir_all(options.data.join("files"))?;
    let mut db = open(&options.data.join("floor.db"))?;
    load(&mut db, &options.data)?;
    let floor = Arc::new(Floor { db: Mutex::new(db), data: options.data });
    let router = Router::new()
        .route("/changes/{since}", get(changes))
        .route("/files/{sha}", get(file))
        .route("/files/{name}/{sha}", put(put_file))
        .route("/records", post(put_records))
        .route("/reload", post(reload))
        .layer(DefaultBodyLimit::disable())
        .with_state(floor);
    let listener = tokio::net::TcpListener::bind(options.listen).await?;
    Ok(axum::serve(listener, router).await?)
}

/// The server's own bookkeeping: what lies in its folder and is not in its database yet.
fn load(db: &mut Connection, data: &Path) -> Result<()> {
    for name in ["records.ndjson", "changed.ndjson"] {
        let file = data.join(name);
        if file.exists() {
            take(db, BufReader::new(std::fs::File::open(&file)?))?;
            std::fs::rename(&file, file.with_extension("geladen"))?;
        }
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(data.join("files"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    files.sort();
    let mut seq = head(db)?;
    let tx = db.transaction()?;
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let sha = sha256(&std::fs::read(&path)?);
        let known = "SELECT sha FROM blob WHERE name = ?";
        let known: Option<String> = tx.query_row(known, [&name], |row| row.get(0)).optional()?;
        if known.as_ref() != Some(&sha) {
            seq += 1;
            let insert = "INSERT OR REPLACE INTO blob (name, seq, sha) VALUES (?, ?, ?)";
            tx.execute(insert, params![name, seq, sha])?;
        }
    }
    Ok(tx.commit()?)
}

async fn changes(State(floor): Shared, UrlPath(since): UrlPath<i64>) -> Result<Response, Failed> {
    let packed = floor
        .work(move |_, db| if head(db)? <= since { Ok(None) } else { news(db, since).map(Some) });
    Ok(packed.await?.map_or_else(|| StatusCode::NO_CONTENT.into_response(), Vec::into_response))
}

fn news(db: &Connection, since: i64) -> Result<Vec<u8>> {
    let mut out = zstd::Encoder::new(Vec::new(), LEVEL)?;
    let question = "SELECT seq, id, az, betreff, status, body FROM rec WHERE seq > ? ORDER BY seq";
    let mut question = db.prepare(question)?;
    let mut rows = question.query([since])?;
    while let Some(row) = rows.next()? {
        let record = Record {
            id: row.get(1)?,
            az: row.get(2)?,
            betreff: row.get(3)?,
            status: row.get(4)?,
            text: row.get(5)?,
        };
        serde_json::to_writer(&mut out, &Row { seq: row.get(0)?, record })?;
        out.write_all(b"\n")?;
    }
    let question = "SELECT seq, name, sha FROM blob WHERE seq > ? ORDER BY seq";
    let mut question = db.prepare(question)?;
    let mut rows = question.query([since])?;
    while let Some(row) = rows.next()? {
        let file = File { blob: row.get(0)?, name: row.get(1)?, sha: row.get(2)? };
        serde_json::to_writer(&mut out, &file)?;
        out.write_all(b"\n")?;
    }
    Ok(out.finish()?)
}

async fn file(State(floor): Shared, UrlPath(sha): UrlPath<String>) -> Result<Vec<u8>, Failed> {
    let path = floor.work(move |floor, db| {
        let name: String =
            db.query_row("SELECT name FROM blob WHERE sha = ?", [sha], |row| row.get(0))?;
        Ok(floor.data.join("files").join(name))
    });
    Ok(tokio::fs::read(path.await?).await?)
}

async fn put_records(State(floor): Shared, body: Bytes) -> Result<String, Failed> {
    let taken = floor.work(move |_, db| {
        take(db, BufReader::new(zstd::Decoder::new(&body[..])?)).map(|count| count.to_string())
    });
    Ok(taken.await?)
}

async fn put_file(
    State(floor): Shared,
    UrlPath((name, sha)): UrlPath<(String, String)>,
    body: Bytes,
) -> Result<StatusCode, Failed> {
    let dir = floor.data.join("files");
    let stored = tokio::task::spawn_blocking(move || -> Result<StatusCode> {
        if sha256(&body) != sha {
            return Ok(StatusCode::UNPROCESSABLE_ENTITY);
        }
        store(&dir, &name, &body)?;
        Ok(StatusCode::CREATED)
    });
    Ok(stored.await??)
}

async fn reload(State(floor): Shared) -> Result<(), Failed> {
    Ok(floor.work(|floor, db| load(db, &floor.data)).await?)
}
