//! `forsthaus-center`: the data centre's side as one program with a folder.
//!
//! Never listens on anything but the loopback interface unless told to.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use center::{
    Center, Ledger, Originals, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings, decide, seed,
};
use clap::{Parser, Subcommand};

/// The one authority of an embedded centre.
const TENANT: &str = "mandant";

#[derive(Parser)]
#[command(name = "forsthaus-center", version, about = "Zentrale für Forsthaus-Arbeitsplätze")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Nimmt Anfragen der Arbeitsplätze entgegen.
    Serve(Serve),
    /// Gibt einen neuen Einmal-Code für einen Arbeitsplatz aus.
    Code {
        /// Datenordner der Zentrale.
        #[arg(long)]
        data: PathBuf,
    },
    /// Sichert die Datenbank in eine Datei und merkt sich den Stand.
    Backup {
        /// Datenordner der Zentrale.
        #[arg(long)]
        data: PathBuf,
        /// Zieldatei.
        file: PathBuf,
    },
    /// Vergisst eine Sicherung, die nie mehr eingespielt wird.
    BackupForget {
        /// Datenordner der Zentrale.
        #[arg(long)]
        data: PathBuf,
        /// Die Datei, wie sie beim Sichern angegeben wurde.
        file: PathBuf,
    },
    /// Rechnet Kette, Nummern und Prüfsummen nach.
    Verify {
        /// Datenordner der Zentrale.
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(clap::Args)]
struct Serve {
    /// Datenordner der Zentrale.
    #[arg(long)]
    data: PathBuf,
    /// Adresse; Port 0 wählt einen freien.
    #[arg(long, default_value = "127.0.0.1:8743")]
    listen: SocketAddr,
    /// Name der Behörde bei der ersten Einrichtung.
    #[arg(long, default_value = "Gemeinde")]
    mandant: String,
    /// Übungsbetrieb: als solcher gekennzeichnet, ohne echte Daten.
    #[arg(long)]
    uebung: bool,
    /// Aktenplan (JSON) für die erste Einrichtung.
    #[arg(long)]
    aktenplan: Option<PathBuf>,
    /// Schreibt Adresse und Einmal-Code als JSON in diese Datei, sobald die Zentrale bereit ist.
    #[arg(long)]
    address_file: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    match Cli::parse().command {
        Command::Serve(options) => serve(options).await,
        Command::Code { data } => {
            let code = new_code(&open(&data)?, 1)?;
            say(&code)
        }
        Command::Backup { data, file } => {
            open(&data)?.backup(&file, Surroundings::system().now())?;
            say(&format!("Gesichert: {}", file.display()))
        }
        Command::BackupForget { data, file } => {
            anyhow::ensure!(
                open(&data)?.forget_backup(&file)?,
                "Diese Sicherung ist nicht bekannt."
            );
            say("Vergessen.")
        }
        Command::Verify { data } => {
            let wrong = open(&data)?.verify()?;
            say(&format!("{} Befunde", wrong.len()))?;
            anyhow::ensure!(wrong.is_empty(), wrong.join("\n"));
            Ok(())
        }
    }
}

fn open(data: &Path) -> anyhow::Result<Ledger> {
    std::fs::create_dir_all(data).with_context(|| format!("Ordner {}", data.display()))?;
    Ok(Ledger::open(&data.join("zentrale.db"))?)
}

async fn serve(options: Serve) -> anyhow::Result<()> {
    let surroundings = Surroundings::system();
    let ledger = open(&options.data)?;
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR];
    if options.uebung {
        let uebung = seed::Uebung::shipped()?;
        if ledger.add_tenant(TENANT, uebung.mandant(), true, &scopes)? {
            ledger.transact(TENANT, |tx| seed::uebung(tx, &surroundings, &uebung))?;
        }
    } else if ledger.add_tenant(TENANT, &options.mandant, false, &scopes)? {
        let plan = read_plan(options.aktenplan.as_deref())?;
        ledger.transact(TENANT, |tx| seed::aktenplan(tx, &surroundings, &plan).map(|_| ()))?;
    }
    ledger.transact(TENANT, |tx| decide::unpark_schemas(tx, surroundings.now()))?;
    let folder = options.data.join("originale");
    std::fs::create_dir_all(&folder)?;
    let originals = Originals::folder(&folder)?;
    let listener = tokio::net::TcpListener::bind(options.listen).await?;
    let address = format!("http://{}", listener.local_addr()?);
    if let Some(file) = options.address_file {
        let code = new_code(&ledger, if options.uebung { 1000 } else { 1 })?;
        let text = serde_json::json!({ "address": address, "code": code }).to_string();
        let temporary = file.with_extension("neu");
        std::fs::write(&temporary, text)?;
        std::fs::rename(&temporary, &file)?;
    }
    tracing::info!(%address, "ready");
    let app = center::router(Center::new(Arc::new(ledger), originals, surroundings));
    axum::serve(listener, app).with_graceful_shutdown(stop_signal()).await?;
    Ok(())
}

/// A plan file is either a list of nodes or an object that has one under `aktenplan`.
fn read_plan(file: Option<&Path>) -> anyhow::Result<Vec<seed::PlanNode>> {
    let Some(file) = file else {
        return Ok(serde_json::from_str(include_str!("muster_aktenplan.json"))?);
    };
    let text = std::fs::read(file).with_context(|| format!("Aktenplan {}", file.display()))?;
    let value: serde_json::Value = serde_json::from_slice(&text)?;
    let list = value.get("aktenplan").cloned().unwrap_or(value);
    Ok(serde_json::from_value(list)?)
}

fn new_code(ledger: &Ledger, uses: u32) -> anyhow::Result<String> {
    let code = Surroundings::system().code();
    ledger.add_code(TENANT, &code, uses)?;
    Ok(code)
}

fn say(text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}
