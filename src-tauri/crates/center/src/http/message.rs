//! What every request has in common: who asks, messages in JSON, and errors as answers.
//!
//! Never tells a stranger why a token was refused.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};

use super::{Center, blocking};
use crate::error::CenterError;
use crate::ledger::Device;

/// Seconds after which to come again when the centre is busy or out of order.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// The token of a request.
#[derive(Debug, Clone)]
pub(super) struct Token(pub(super) String);

impl<S: Sync> FromRequestParts<S> for Token {
    type Rejection = CenterError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, CenterError> {
        let header = parts.headers.get(header::AUTHORIZATION);
        let token = header
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        token.map(|token| Self(token.to_owned())).ok_or(CenterError::Unauthorized)
    }
}

impl Center {
    /// Returns the workstation that a token belongs to.
    pub(super) async fn device(&self, token: &Token) -> Result<Device, CenterError> {
        let (ledger, token) = (Arc::clone(&self.ledger), token.0.clone());
        blocking(move || ledger.device(&token)).await
    }
}

impl FromRequestParts<Center> for Device {
    type Rejection = CenterError;

    async fn from_request_parts(parts: &mut Parts, center: &Center) -> Result<Self, CenterError> {
        let token = Token::from_request_parts(parts, center).await?;
        center.device(&token).await
    }
}

/// A message of the protocol as the body of a request.
pub(super) struct Message<T>(pub(super) T);

impl<T: serde::de::DeserializeOwned, S: Send + Sync> FromRequest<S> for Message<T> {
    type Rejection = CenterError;

    async fn from_request(request: Request, state: &S) -> Result<Self, CenterError> {
        match Json::from_request(request, state).await {
            Ok(Json(message)) => Ok(Self(message)),
            // Where exactly it is wrong would quote content.
            Err(JsonRejection::JsonDataError(_)) => Err(CenterError::Invalid("another message")),
            Err(JsonRejection::JsonSyntaxError(_)) => Err(CenterError::Invalid("no JSON")),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(CenterError::Invalid("content-type is not application/json"))
            }
            Err(other) if other.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(CenterError::TooLarge)
            }
            Err(_) => Err(CenterError::Invalid("body cannot be read")),
        }
    }
}

impl IntoResponse for CenterError {
    fn into_response(self) -> Response {
        let (status, kind) = shown(&self);
        if status.is_server_error() && !matches!(self, Self::Busy | Self::Quota) {
            tracing::error!(error = &self as &dyn std::error::Error, "request failed");
        }
        let problem = wire::Problem {
            kind: kind.to_owned(),
            title: self.to_string(),
            status: status.as_u16(),
        };
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut answer = (status, kind, Json(problem)).into_response();
        if matches!(status.as_u16(), 429 | 503) {
            answer.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        answer
    }
}

/// The status and the stable name of an error.
fn shown(error: &CenterError) -> (StatusCode, &'static str) {
    match error {
        CenterError::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized"),
        CenterError::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
        CenterError::NotFound => (StatusCode::NOT_FOUND, "not-found"),
        CenterError::Invalid(_) => (StatusCode::BAD_REQUEST, "invalid"),
        CenterError::Offset(_) => (StatusCode::CONFLICT, "offset"),
        CenterError::Going => (StatusCode::LOCKED, "going"),
        CenterError::HashMismatch => (StatusCode::UNPROCESSABLE_ENTITY, "hash-mismatch"),
        CenterError::Range => (StatusCode::RANGE_NOT_SATISFIABLE, "range"),
        CenterError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        CenterError::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
        CenterError::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
        CenterError::Quota => (StatusCode::INSUFFICIENT_STORAGE, "quota"),
        CenterError::NameTaken => (StatusCode::CONFLICT, "name-taken"),
        CenterError::Practice => (StatusCode::CONFLICT, "practice"),
        CenterError::Lost => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        CenterError::Db(_) | CenterError::Objects(_) | CenterError::Io(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
        }
        CenterError::Key(_) | CenterError::Unreadable(_) | CenterError::Internal(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal")
        }
    }
}
