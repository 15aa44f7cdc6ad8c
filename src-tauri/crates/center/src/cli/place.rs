//! Where the centre's things lie: a folder, or a database and a bucket.
//!
//! Never takes a password from the command line alone: the environment does as well.

use std::path::{Path, PathBuf};

use anyhow::Context;
use center::seal::SealKey;
use center::{Ledger, Originals, Surroundings};
use tracing_subscriber::EnvFilter;

/// The one authority of an embedded centre.
pub(super) const TENANT: &str = "mandant";

/// Where things lie.
#[derive(clap::Args, Clone)]
pub(super) struct Place {
    /// Datenordner der Zentrale.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Datenbank (`postgres://…`); sonst gilt FORSTHAUS_DATABASE, sonst die Datei im Datenordner.
    #[arg(long)]
    database: Option<String>,
    /// Dieselbe Datenbank als ihr Eigentümer (sonst FORSTHAUS_DATABASE_OWNER): dann werden die
    /// Tabellen beim Start angelegt oder auf den neuen Stand gebracht.
    #[arg(long)]
    database_owner: Option<String>,
    /// Ablage der Originale: ein Ordner oder `s3://bucket/anfang?endpoint=…&region=…`; sonst gilt
    /// FORSTHAUS_OBJECTS, sonst der Datenordner.
    #[arg(long)]
    objects: Option<String>,
    /// Datei mit dem Schlüssel der Siegel; sonst liegt sie im Datenordner.
    #[arg(long)]
    seal_key: Option<PathBuf>,
}

/// An authority at a place.
#[derive(clap::Args)]
pub(super) struct Authority {
    #[command(flatten)]
    pub(super) place: Place,
    /// Kennung der Behörde.
    #[arg(long, default_value = TENANT)]
    pub(super) tenant: String,
}

impl Place {
    pub(super) fn data(&self) -> anyhow::Result<&Path> {
        let data = self.data.as_deref().context("bitte --data angeben")?;
        std::fs::create_dir_all(data).with_context(|| format!("Ordner {}", data.display()))?;
        Ok(data)
    }

    /// Tells whether the database is one that many copies of the service share.
    pub(super) fn is_shared(&self) -> bool {
        self.database().is_some()
    }

    fn database(&self) -> Option<String> {
        self.database.clone().or_else(|| std::env::var("FORSTHAUS_DATABASE").ok())
    }

    /// Opens the ledger, bringing it up to date. Never called on a thread of the runtime.
    pub(super) fn ledger(&self) -> anyhow::Result<Ledger> {
        match self.database() {
            Some(address) => self.shared_ledger(&address),
            None => Ok(Ledger::open(&self.data()?.join("zentrale.db"))?),
        }
    }

    fn shared_ledger(&self, address: &str) -> anyhow::Result<Ledger> {
        let owner = self.database_owner.clone();
        if let Some(owner) = owner.or_else(|| std::env::var("FORSTHAUS_DATABASE_OWNER").ok()) {
            Ledger::migrate(&owner, address).context("die Tabellen lassen sich nicht anlegen")?;
        }
        Ledger::postgres(address).context("die Datenbank antwortet nicht")
    }

    pub(super) fn originals(&self) -> anyhow::Result<Originals> {
        let objects = self.objects.clone().or_else(|| std::env::var("FORSTHAUS_OBJECTS").ok());
        let folder = match objects {
            Some(address) if address.starts_with("s3://") => {
                return Originals::s3(&address).context("--objects ist nicht brauchbar");
            }
            Some(folder) => PathBuf::from(folder),
            None => self.data()?.join("originale"),
        };
        std::fs::create_dir_all(&folder).with_context(|| format!("Ordner {}", folder.display()))?;
        Ok(Originals::folder(&folder)?)
    }

    pub(super) fn seal_key(&self) -> anyhow::Result<SealKey> {
        let file = match &self.seal_key {
            Some(file) => file.clone(),
            None => self.data().context("oder --seal-key")?.join("siegel.schluessel"),
        };
        let key = SealKey::open(&file, &Surroundings::system());
        key.with_context(|| format!("Schlüssel {}", file.display()))
    }
}

/// How the log is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum LogForm {
    /// Lines for people.
    Text,
    /// One JSON object a line, for a collector.
    Json,
}

/// Begins to log to the standard error output; `RUST_LOG` says how much.
pub(super) fn log(form: LogForm) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false)
        // A collector that has gone away must not take the service with it.
        .log_internal_errors(false)
        .with_env_filter(filter);
    match form {
        LogForm::Text => log.init(),
        LogForm::Json => log.json().flatten_event(true).init(),
    }
}
