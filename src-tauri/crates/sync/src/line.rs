//! The line to the centre, as the engine sees it, and the packing of what goes over it.
//!
//! Never retries: the engine's caller does, with growing pauses. Never packs originals.

use std::io::Read;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::{ANSWER_BYTES_MAX, PACK_FROM, Request, Response};

use crate::error::{LineError, RoundError};

/// zstd's level: more saves three per cent and costs nine times as much.
const LEVEL: i32 = 3;
/// Largest window an unpacker takes memory for: 8 MiB, what RFC 8878 asks every one to support.
const WINDOW_LOG_MAX: u32 = 23;

/// Sends one request and waits for its answer.
pub type Send<'a> = dyn Fn(Request) -> Result<Response, LineError> + 'a;
/// What one of several hands does until there is nothing left to do.
pub type Hand<'a> = dyn Fn(&Send<'_>) + Sync + 'a;

/// Carries one request to the centre and its answer back.
pub trait Line {
    /// Sends a request and waits for the answer.
    fn send(&self, request: Request) -> Result<Response, LineError>;

    /// Lets as many hands work side by side as the line carries requests at once, and returns when
    /// all have put down their work. A line that knows no threads lets one hand do everything.
    fn side_by_side(&self, hand: &Hand<'_>) {
        hand(&|request| self.send(request));
    }
}

/// Sends a message and reads the answer.
pub(crate) fn ask<Q: Serialize, A: DeserializeOwned>(
    line: &dyn Line,
    path: &str,
    question: &Q,
) -> Result<A, RoundError> {
    read(line.send(packed(path, question)?)?)
}

/// Asks without a message and reads the answer.
pub(crate) fn get<A: DeserializeOwned>(line: &dyn Line, path: &str) -> Result<A, RoundError> {
    let mut request = Request::get(path);
    request.headers.push(("accept-encoding", "zstd".to_owned()));
    read(line.send(request)?)
}

/// Makes a message a request: packed where that pays, and its answer may come packed as well.
pub(crate) fn packed<Q: Serialize>(path: &str, question: &Q) -> Result<Request, RoundError> {
    let unwritable = |_| RoundError::Protocol("question");
    let mut body = serde_json::to_vec(question).map_err(unwritable)?;
    let mut coding = None;
    if body.len() >= PACK_FROM {
        let small = zstd::bulk::compress(&body, LEVEL);
        body = small.map_err(|_| RoundError::Protocol("question"))?;
        coding = Some(("content-encoding", "zstd".to_owned()));
    }
    let mut request = Request::post_json(path, body);
    request.headers.push(("accept-encoding", "zstd".to_owned()));
    request.headers.extend(coding);
    Ok(request)
}

/// Reads an answer, or says what its status means.
pub(crate) fn read<A: DeserializeOwned>(response: Response) -> Result<A, RoundError> {
    let response = good(response)?;
    serde_json::from_slice(&response.body).map_err(|_| RoundError::Protocol("answer"))
}

/// Returns the answer, unpacked, if the centre did what was asked.
pub(crate) fn good(response: Response) -> Result<Response, RoundError> {
    let response = unpacked(response)?;
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

/// A few packed bytes may stand for very many, so what comes out is bounded.
fn unpacked(mut response: Response) -> Result<Response, RoundError> {
    match response.header("content-encoding") {
        None | Some("identity") => return Ok(response),
        Some("zstd") => {}
        Some(_) => return Err(RoundError::Protocol("coding")),
    }
    let broken = |_| RoundError::Protocol("packed answer");
    let mut unpacker =
        zstd::stream::read::Decoder::with_buffer(response.body.as_slice()).map_err(broken)?;
    unpacker.window_log_max(WINDOW_LOG_MAX).map_err(broken)?;
    let mut body = Vec::new();
    unpacker.take(ANSWER_BYTES_MAX + 1).read_to_end(&mut body).map_err(broken)?;
    if body.len() as u64 > ANSWER_BYTES_MAX {
        return Err(RoundError::Protocol("size of an answer"));
    }
    response.body = body;
    response.headers.retain(|(name, _)| name != "content-encoding");
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: Vec<u8>, coding: &str) -> Response {
        let headers = vec![("content-encoding".to_owned(), coding.to_owned())];
        Response { status: 200, headers, body }
    }

    #[test]
    fn a_long_question_is_packed_and_a_short_one_is_not() {
        let short = packed("/v1/hello", &"a").unwrap();
        assert!(!short.headers.iter().any(|(name, _)| *name == "content-encoding"));
        let text = "Bauantrag ".repeat(200);
        let long = packed("/v1/push", &text).unwrap();
        assert!(long.body.len() < 200, "{} bytes", long.body.len());
        assert_eq!(read::<String>(answer(long.body, "zstd")).unwrap(), text);
    }

    #[test]
    fn an_answer_that_swells_beyond_its_bound_is_refused() {
        let flood = zstd::bulk::compress(&vec![b'['; 17 * 1024 * 1024], LEVEL).unwrap();
        assert!(flood.len() < 10_000);
        let refused = unpacked(answer(flood, "zstd"));
        assert!(matches!(refused, Err(RoundError::Protocol("size of an answer"))));
    }

    #[test]
    fn an_answer_in_an_unknown_or_broken_coding_is_refused() {
        for (body, coding) in [(b"{}".to_vec(), "br"), (b"{}".to_vec(), "zstd")] {
            assert!(matches!(unpacked(answer(body, coding)), Err(RoundError::Protocol(_))));
        }
    }
}
