//! The line to the centre, as the engine sees it.
//!
//! Never retries: the engine's caller does, with growing pauses.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::{Request, Response};

use crate::error::{LineError, RoundError};

/// Carries one request to the centre and its answer back.
pub trait Line {
    /// Sends a request and waits for the answer.
    fn send(&self, request: Request) -> Result<Response, LineError>;
}

/// Sends a message and reads the answer.
pub(crate) fn ask<Q: Serialize, A: DeserializeOwned>(
    line: &dyn Line,
    path: &str,
    question: &Q,
) -> Result<A, RoundError> {
    let body = serde_json::to_vec(question).map_err(|_| RoundError::Protocol("question"))?;
    read(line.send(Request::post_json(path, body))?)
}

/// Reads an answer, or says what its status means.
pub(crate) fn read<A: DeserializeOwned>(response: Response) -> Result<A, RoundError> {
    let response = good(response)?;
    serde_json::from_slice(&response.body).map_err(|_| RoundError::Protocol("answer"))
}

/// Returns the answer if the centre did what was asked.
pub(crate) fn good(response: Response) -> Result<Response, RoundError> {
    match response.status {
        200..=299 => Ok(response),
        401 => Err(RoundError::Unauthorized),
        status @ (429 | 500..=599) => Err(RoundError::Unavailable(status)),
        status => {
            let problem: Option<wire::Problem> = serde_json::from_slice(&response.body).ok();
            let kind = problem.map(|problem| problem.kind).unwrap_or_default();
            Err(RoundError::Refused { status, kind })
        }
    }
}
