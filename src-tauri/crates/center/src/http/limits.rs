//! Who may work at the same time: all together, and each authority for itself.
//!
//! Never lets a request wait without end: what is too much is turned away at once, with the time
//! after which to come again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Center;
use crate::error::CenterError;
use crate::metrics::Count;

/// How much a process takes on.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests in work at the same time.
    pub requests: usize,
    /// Requests of one authority that are in work or wait for their turn.
    pub per_tenant: usize,
    /// Transactions of one authority at the same time, of which one may write; the others wait in
    /// order of arrival.
    pub transactions: usize,
    /// Transactions of all authorities at the same time: more than the database has connections
    /// would only hold threads.
    pub all_transactions: usize,
    /// Workstations that listen for news.
    pub listeners: usize,
    /// How long a request may take until its answer begins.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: 2048,
            per_tenant: 512,
            transactions: 4,
            all_transactions: 24,
            listeners: 10_000,
            patience: Duration::from_secs(120),
        }
    }
}

/// Keeps count.
#[derive(Debug)]
pub(super) struct Gate {
    pub(super) limits: Limits,
    all: Arc<Semaphore>,
    transactions: Arc<Semaphore>,
    tenants: Mutex<BTreeMap<String, Weak<Tenant>>>,
}

/// Turns of one authority.
#[derive(Debug)]
struct Tenant {
    waiting: Arc<Semaphore>,
    writing: Arc<Semaphore>,
    transactions: Arc<Semaphore>,
}

/// What a turn is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// Only looks.
    Read,
    /// Changes something: the database would let only one in, and the others would each hold a
    /// connection meanwhile.
    Write,
}

/// A turn; given back when dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _any: OwnedSemaphorePermit,
    _transaction: OwnedSemaphorePermit,
    _writing: Option<OwnedSemaphorePermit>,
    _waiting: OwnedSemaphorePermit,
    _tenant: Arc<Tenant>,
}

impl Gate {
    pub(super) fn new(limits: Limits) -> Self {
        let all = Arc::new(Semaphore::new(limits.requests));
        let transactions = Arc::new(Semaphore::new(limits.all_transactions));
        Self { limits, all, transactions, tenants: Mutex::default() }
    }

    /// Waits for a turn of an authority: an office that pushes its whole day at once must not take
    /// the connections to the database from the others.
    pub(super) async fn turn(&self, tenant: &str, aim: Aim) -> Result<Turn, CenterError> {
        let tenant = self.tenant(tenant);
        let waiting = Arc::clone(&tenant.waiting).try_acquire_owned();
        let waiting = waiting.map_err(|_| CenterError::TooMany)?;
        let writing = match aim {
            Aim::Read => None,
            Aim::Write => Some(permit(&tenant.writing).await?),
        };
        Ok(Turn {
            _transaction: permit(&tenant.transactions).await?,
            _any: permit(&self.transactions).await?,
            _writing: writing,
            _waiting: waiting,
            _tenant: tenant,
        })
    }

    fn tenant(&self, name: &str) -> Arc<Tenant> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tenant) = tenants.get(name).and_then(Weak::upgrade) {
            return tenant;
        }
        tenants.retain(|_, tenant| tenant.strong_count() > 0);
        let tenant = Arc::new(Tenant {
            waiting: Arc::new(Semaphore::new(self.limits.per_tenant)),
            writing: Arc::new(Semaphore::new(1)),
            transactions: Arc::new(Semaphore::new(self.limits.transactions)),
        });
        tenants.insert(name.to_owned(), Arc::downgrade(&tenant));
        tenant
    }

    /// Tells whether half of what can be done is being done.
    pub(super) fn is_busy(&self) -> bool {
        self.all.available_permits() < self.limits.requests / 2
    }
}

async fn permit(semaphore: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, CenterError> {
    Arc::clone(semaphore).acquire_owned().await.map_err(|_| CenterError::Busy)
}

/// Takes a request on, or turns it away; counts and times it.
pub(super) async fn admit(
    State((center, route)): State<(Center, &'static str)>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let verb = request.method().clone();
    center.metrics.in_work(1);
    let guard = InWork(&center);
    let answer = match Arc::clone(&center.gate.all).try_acquire_owned() {
        Ok(_permit) => {
            let patience = center.gate.limits.patience;
            let answer = tokio::time::timeout(patience, next.run(request)).await;
            answer.unwrap_or_else(|_| CenterError::Busy.into_response())
        }
        Err(_) => CenterError::Busy.into_response(),
    };
    if matches!(answer.status().as_u16(), 429 | 503) {
        center.metrics.add(Count::Shed, 1);
    }
    let (status, took) = (answer.status().as_u16(), begun.elapsed());
    center.metrics.answered(route, verb.as_str(), status, took);
    tracing::debug!(route, verb = verb.as_str(), status, ms = took.as_secs_f64() * 1e3, "answered");
    drop(guard);
    answer
}

/// A request whose client hangs up is dropped in the middle.
struct InWork<'a>(&'a Center);

impl Drop for InWork<'_> {
    fn drop(&mut self) {
        self.0.metrics.in_work(-1);
    }
}
