//! The centre's addresses: thin handlers over decisions, ledger and originals.
//!
//! Never logs content; never lets one workstation's request reach another tenant's rows.

mod blobs;
mod sync;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use crate::error::CenterError;
use crate::ledger::{Device, Ledger, SqliteTx};
use crate::originals::Originals;
use crate::surroundings::Surroundings;

/// A running centre.
#[derive(Clone)]
pub struct Center {
    ledger: Arc<Ledger>,
    originals: Originals,
    surroundings: Surroundings,
}

impl Center {
    /// Puts a centre together.
    pub fn new(ledger: Arc<Ledger>, originals: Originals, surroundings: Surroundings) -> Self {
        Self { ledger, originals, surroundings }
    }

    /// Runs a transaction of the workstation's tenant, away from the threads that answer.
    async fn transact<T: Send + 'static>(
        &self,
        device: &Device,
        f: impl FnOnce(&mut SqliteTx<'_>) -> Result<T, CenterError> + Send + 'static,
    ) -> Result<T, CenterError> {
        let (ledger, tenant) = (Arc::clone(&self.ledger), device.tenant.clone());
        tokio::task::spawn_blocking(move || ledger.transact(&tenant, f))
            .await
            .map_err(|_| CenterError::Internal("a transaction panicked"))?
    }
}

/// Returns the routes of the protocol.
pub fn router(center: Center) -> Router {
    let piece_limit = usize::try_from(wire::PIECE_BYTES).unwrap_or(usize::MAX);
    Router::new()
        .route("/v1/enrol", post(sync::enrol))
        .route("/v1/hello", post(sync::hello))
        .route("/v1/push", post(sync::push))
        .route("/v1/pull", post(sync::pull))
        .route("/v1/blobs", post(blobs::offer))
        .route("/v1/blobs/{scope}/{sha256}", get(blobs::fetch).patch(blobs::piece))
        .route("/v1/health", get(|| async { "ok" }))
        .layer(DefaultBodyLimit::max(piece_limit.max(4 * wire::MUTATION_BYTES_MAX)))
        .with_state(center)
}

impl FromRequestParts<Center> for Device {
    type Rejection = CenterError;

    async fn from_request_parts(parts: &mut Parts, center: &Center) -> Result<Self, CenterError> {
        let header = parts.headers.get(header::AUTHORIZATION);
        let token = header
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or(CenterError::Unauthorized)?
            .to_owned();
        let ledger = Arc::clone(&center.ledger);
        tokio::task::spawn_blocking(move || ledger.device(&token))
            .await
            .map_err(|_| CenterError::Internal("a look-up panicked"))?
    }
}

impl IntoResponse for CenterError {
    fn into_response(self) -> Response {
        let (status, kind) = match &self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::Invalid(_) => (StatusCode::BAD_REQUEST, "invalid"),
            Self::Offset(_) => (StatusCode::CONFLICT, "offset"),
            Self::HashMismatch => (StatusCode::UNPROCESSABLE_ENTITY, "hash-mismatch"),
            Self::Range => (StatusCode::RANGE_NOT_SATISFIABLE, "range"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::Db(_) | Self::Objects(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Self::Unreadable(_) | Self::Internal(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal")
            }
        };
        if status.is_server_error() {
            tracing::error!(error = &self as &dyn std::error::Error, "request failed");
        }
        let problem = wire::Problem {
            kind: kind.to_owned(),
            title: self.to_string(),
            status: status.as_u16(),
        };
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, Json(problem)).into_response()
    }
}
