//! The centre's addresses: thin handlers over decisions, ledger and originals.
//!
//! Never logs content; never lets one workstation's request reach another tenant's rows.

mod blobs;
mod events;
mod limits;
mod message;
mod pack;
mod scopes;
mod sync;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};
use tokio::sync::watch;

use crate::error::CenterError;
use crate::events::News;
use crate::ledger::{Device, Ledger, Tx};
use crate::loeschen;
use crate::metrics::Metrics;
use crate::originals::Originals;
use crate::snapshot::Snapshots;
use crate::surroundings::Surroundings;
use limits::Aim;

pub use limits::Limits;

/// Bytes of a question at most, packed and unpacked.
const BODY_MAX: usize = 4 * 1024 * 1024;
const _: () = assert!(BODY_MAX as u64 >= wire::PIECE_BYTES && BODY_MAX >= wire::MUTATION_BYTES_MAX);

/// A running centre.
#[derive(Clone)]
pub struct Center {
    ledger: Arc<Ledger>,
    originals: Originals,
    surroundings: Surroundings,
    snapshots: Snapshots,
    news: Arc<News>,
    metrics: Arc<Metrics>,
    gate: Arc<limits::Gate>,
    stopping: Arc<watch::Sender<bool>>,
    min_schema: u32,
}

impl Center {
    /// Puts a centre together.
    pub fn new(ledger: Arc<Ledger>, originals: Originals, surroundings: Surroundings) -> Self {
        Self {
            snapshots: Snapshots::new(Arc::clone(&ledger), originals.clone()),
            news: News::new(Arc::clone(&ledger)),
            metrics: Arc::default(),
            gate: Arc::new(limits::Gate::new(Limits::default())),
            stopping: Arc::new(watch::Sender::new(false)),
            min_schema: 0,
            ledger,
            originals,
            surroundings,
        }
    }

    /// Takes on as much as these limits say.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.gate = Arc::new(limits::Gate::new(limits));
        self
    }

    /// Asks programs with an older field set to be updated.
    #[must_use]
    pub fn with_min_schema(mut self, min_schema: u32) -> Self {
        self.min_schema = min_schema;
        self
    }

    /// Returns the counters.
    pub fn metrics(&self) -> Arc<Metrics> {
        Arc::clone(&self.metrics)
    }

    /// Ends what would never end by itself: whoever listens for news.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Runs a transaction of the workstation's tenant that changes something, away from the threads
    /// that answer.
    async fn write<T: Send + 'static>(
        &self,
        device: &Device,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, CenterError> + Send + 'static,
    ) -> Result<T, CenterError> {
        let turn = self.gate.turn(&device.tenant, Aim::Write).await?;
        let (ledger, tenant) = (Arc::clone(&self.ledger), device.tenant.clone());
        let done = blocking(move || {
            // Kept until the transaction ends, even if nobody waits for it any more.
            let _turn = turn;
            ledger.write(&tenant, f)
        });
        let done = done.await?;
        self.news.committed();
        Ok(done)
    }

    /// Removes what a destruction has left in the object store; what fails is tried again within
    /// the hour.
    async fn sweep_destroyed(&self, tenant: &str) {
        let now = self.surroundings.now();
        if let Err(error) = loeschen::sweep(&self.ledger, &self.originals, tenant, now).await {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "destroyed originals stay for now");
        }
    }

    /// Reads one consistent state of the workstation's tenant.
    async fn read<T: Send + 'static>(
        &self,
        device: &Device,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, CenterError> + Send + 'static,
    ) -> Result<T, CenterError> {
        let turn = self.gate.turn(&device.tenant, Aim::Read).await?;
        let (ledger, tenant) = (Arc::clone(&self.ledger), device.tenant.clone());
        blocking(move || {
            let _turn = turn;
            ledger.read(&tenant, f)
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(
    f: impl FnOnce() -> Result<T, CenterError> + Send + 'static,
) -> Result<T, CenterError> {
    let done = tokio::task::spawn_blocking(f).await;
    done.map_err(|_| CenterError::Internal("a transaction panicked"))?
}

/// An address with the verbs it knows.
struct Route {
    path: &'static str,
    verbs: &'static [&'static str],
    handlers: MethodRouter<Center>,
    /// Answers even when the centre is busy, and uncounted.
    always: bool,
}

fn route(
    path: &'static str,
    verbs: &'static [&'static str],
    handlers: MethodRouter<Center>,
) -> Route {
    Route { path, verbs, handlers, always: false }
}

/// The protocol's addresses. `openapi.yaml` describes them; a test compares.
fn routes() -> Vec<Route> {
    vec![
        route("/v1/enrol", &["POST"], post(sync::enrol)),
        route("/v1/hello", &["POST"], post(sync::hello)),
        route("/v1/push", &["POST"], post(sync::push)),
        route("/v1/pull", &["POST"], post(sync::pull)),
        route("/v1/salvage", &["POST"], post(scopes::salvage)),
        route("/v1/seal", &["GET"], get(scopes::seal)),
        route("/v1/events", &["GET"], get(events::listen)),
        route("/v1/scopes/{scope}/snapshot", &["GET"], get(scopes::snapshot)),
        route("/v1/scopes/{scope}/digest", &["GET"], get(scopes::digest)),
        route("/v1/scopes/{scope}/audit", &["GET"], get(scopes::audit)),
        route("/v1/scopes/{scope}/records", &["POST"], post(scopes::records)),
        route("/v1/scopes/{scope}/purged", &["POST"], post(scopes::purged)),
        route("/v1/blobs", &["POST"], post(blobs::offer)),
        route("/v1/blobs/have", &["POST"], post(blobs::have)),
        route(
            "/v1/blobs/{scope}/{sha256}",
            &["GET", "PATCH"],
            get(blobs::fetch).patch(blobs::piece),
        ),
        route("/v1/blobs/{scope}/{sha256}/prefix", &["GET"], get(blobs::prefix)),
        Route { always: true, ..route("/v1/health", &["GET"], get(|| async { "ok" })) },
        Route { always: true, ..route("/v1/ready", &["GET"], get(ready)) },
    ]
}

/// Returns the protocol's addresses, each with its verbs.
pub fn addresses() -> Vec<(&'static str, &'static [&'static str])> {
    routes().into_iter().map(|route| (route.path, route.verbs)).collect()
}

/// Returns the service.
pub fn router(center: Center) -> Router {
    let mut router = Router::new();
    for Route { path, handlers, always, .. } in routes() {
        let handlers = if always {
            handlers
        } else {
            let admit = from_fn_with_state((center.clone(), path), limits::admit);
            handlers.layer(from_fn(pack::pack)).layer(admit)
        };
        router = router.route(path, handlers);
    }
    router
        .fallback(|| async { CenterError::NotFound })
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(center)
}

/// Tells whether database and object store answer.
async fn ready(
    axum::extract::State(center): axum::extract::State<Center>,
) -> Result<&'static str, CenterError> {
    let ledger = Arc::clone(&center.ledger);
    blocking(move || ledger.ready()).await?;
    center.originals.ready().await?;
    Ok("ready")
}
