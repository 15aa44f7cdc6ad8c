//! The service: brings the database up to date, listens, looks after itself once an hour, and ends
//! when what it has begun is done.
//!
//! Never answers before the database is ready, and never drops a request it has taken on.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::routing::get;
use center::ledger::Tenant;
use center::seal::{SealKey, seal_due};
use center::{Center, Ledger, Limits, Surroundings, decide};

use super::place::{self, LogForm, Place, TENANT};
use super::{admin, compact};

/// How long requests may go on after the signal to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(30);
/// How often the service looks what is due.
const HOUR: Duration = Duration::from_secs(60 * 60);

#[derive(clap::Args)]
pub(super) struct Serve {
    #[command(flatten)]
    place: Place,
    /// Adresse; Port 0 wählt einen freien.
    #[arg(long, default_value = "127.0.0.1:8743")]
    listen: SocketAddr,
    /// Eigene Adresse für die Messwerte (Prometheus); nur für die Überwachung erreichbar machen.
    #[arg(long)]
    metrics: Option<SocketAddr>,
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
    /// Anfragen, die zugleich in Arbeit sein dürfen.
    #[arg(long)]
    max_requests: Option<usize>,
    /// Ältere Programme werden um ein Update gebeten: Fassung der Datenfelder.
    #[arg(long, default_value_t = 0)]
    min_schema: u32,
    /// Form des Betriebsprotokolls.
    #[arg(long, value_enum)]
    log: Option<LogForm>,
}

pub(super) async fn serve(options: Serve) -> anyhow::Result<()> {
    let shared = options.place.is_shared();
    place::log(options.log.unwrap_or(if shared { LogForm::Json } else { LogForm::Text }));
    let options = Arc::new(options);
    let prepared = Arc::clone(&options);
    let (ledger, key) = tokio::task::spawn_blocking(move || prepare(&prepared)).await??;
    let surroundings = Surroundings::system();
    let originals = options.place.originals()?;
    let limits = Limits::default();
    let requests = options.max_requests.unwrap_or(limits.requests);
    let center = Center::new(Arc::clone(&ledger), originals, surroundings)
        .with_limits(Limits { requests, ..limits })
        .with_min_schema(options.min_schema);
    let listener = tokio::net::TcpListener::bind(options.listen).await?;
    let address = format!("http://{}", listener.local_addr()?);
    if let Some(file) = &options.address_file {
        announce(&ledger, &options, file, &address).await?;
    }
    if let Some(listen) = options.metrics {
        let listener = tokio::net::TcpListener::bind(listen).await?;
        tracing::info!(address = %listener.local_addr()?, "metrics");
        let metrics = center.metrics();
        let text = get(move || async move { metrics.text() });
        let app = Router::new().route("/metrics", text);
        tokio::spawn(async move { axum::serve(listener, app).await });
    }
    tokio::spawn(every_hour(ledger, key, options.place.clone()));
    tracing::info!(%address, "ready");
    let app = center::router(center.clone());
    let (stopped, stopping) = tokio::sync::oneshot::channel();
    let running = axum::serve(listener, app).with_graceful_shutdown(async move {
        stop_signal().await;
        center.stop();
        // Nobody waits for it when the service has ended already.
        let _ = stopped.send(());
    });
    tokio::select! {
        done = running.into_future() => done?,
        () = too_late(stopping) => tracing::error!("requests were still running at the end"),
    }
    tracing::info!("stopped");
    Ok(())
}

async fn too_late(stopping: tokio::sync::oneshot::Receiver<()>) {
    if stopping.await.is_err() {
        return std::future::pending().await;
    }
    tokio::time::sleep(LAST_REQUESTS).await;
}

/// Opens the ledger, sets up the authority of an embedded centre, decides what waited for a newer
/// program, and makes sure of the key of the seals.
fn prepare(options: &Serve) -> anyhow::Result<(Arc<Ledger>, SealKey)> {
    let surroundings = Surroundings::system();
    let ledger = options.place.ledger()?;
    if !options.place.is_shared() {
        let plan = options.aktenplan.as_deref();
        admin::set_up(&ledger, TENANT, &options.mandant, options.uebung, plan)?;
    }
    for Tenant { tenant, .. } in ledger.tenants()? {
        ledger.write(&tenant, |tx| decide::unpark_schemas(tx, surroundings.now()))?;
    }
    Ok((Arc::new(ledger), options.place.seal_key()?))
}

async fn announce(
    ledger: &Arc<Ledger>,
    options: &Serve,
    file: &Path,
    address: &str,
) -> anyhow::Result<()> {
    let (ledger, uses) = (Arc::clone(ledger), if options.uebung { 1000 } else { 1 });
    let code = tokio::task::spawn_blocking(move || admin::new_code(&ledger, TENANT, uses));
    let code = code.await??;
    let text = serde_json::json!({ "address": address, "code": code }).to_string();
    let temporary = file.with_extension("neu");
    std::fs::write(&temporary, text).context("--address-file")?;
    std::fs::rename(&temporary, file).context("--address-file")?;
    Ok(())
}

/// Seals what has not been sealed for a day, and forgets uploads that were abandoned. What fails is
/// tried again an hour later.
async fn every_hour(ledger: Arc<Ledger>, key: SealKey, place: Place) {
    let mut hours = tokio::time::interval(HOUR);
    loop {
        hours.tick().await;
        let (l, k) = (Arc::clone(&ledger), key.clone());
        let sealing = move || seal_due(&l, &k, Surroundings::system().now());
        match tokio::task::spawn_blocking(sealing).await {
            Ok(Ok(made)) => tracing::info!(made, "seals"),
            Ok(Err(error)) => {
                tracing::error!(error = &error as &dyn std::error::Error, "sealing failed");
            }
            Err(_) => tracing::error!("sealing panicked"),
        }
        if let Err(error) = compact::remove_destroyed(&ledger, &place).await {
            tracing::error!(error = format!("{error:#}"), "destroyed originals stay for now");
        }
        if let Err(error) = compact::expire_uploads(&ledger, &place).await {
            tracing::error!(error = format!("{error:#}"), "abandoned uploads stay for now");
        }
    }
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
