//! Packing on the line (zstd, RFC 8878): questions are unpacked before a handler sees them, answers
//! packed after it.
//!
//! Never packs originals, snapshots or news: they are no JSON, and most are packed already.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::CenterError;

/// zstd's level: more saves three per cent and costs nine times as much.
const LEVEL: i32 = 3;
/// JSON answers are in memory anyway.
const ANSWER_MAX: usize = 64 * 1024 * 1024;

/// Unpacks the question and packs the answer, as their headers ask for.
pub(super) async fn pack(request: Request, next: Next) -> Response {
    let wanted = names_zstd(request.headers(), &header::ACCEPT_ENCODING);
    let request = match unpacked(request).await {
        Ok(request) => request,
        Err(error) => return error.into_response(),
    };
    let answer = next.run(request).await;
    if wanted && is_json(answer.headers()) { packed(answer).await } else { answer }
}

fn names_zstd(headers: &HeaderMap, name: &header::HeaderName) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .any(|coding| coding.split(';').next().is_some_and(|coding| coding.trim() == "zstd"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.contains("json"))
}

/// The limit counts before and after unpacking: few bytes may stand for very many.
async fn unpacked(request: Request) -> Result<Request, CenterError> {
    let Some(coding) = request.headers().get(header::CONTENT_ENCODING) else { return Ok(request) };
    if coding != "zstd" {
        return Err(CenterError::Invalid("content-encoding is not zstd"));
    }
    let (mut parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, super::BODY_MAX).await;
    let bytes = bytes.map_err(|_| CenterError::TooLarge)?;
    let plain = tokio::task::spawn_blocking(move || unpack(&bytes, super::BODY_MAX)).await;
    let plain = plain.map_err(|_| CenterError::Internal("unpacking panicked"))??;
    parts.headers.remove(header::CONTENT_ENCODING);
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(plain.len()));
    Ok(Request::from_parts(parts, Body::from(plain)))
}

fn unpack(bytes: &[u8], max: usize) -> Result<Vec<u8>, CenterError> {
    use std::io::Read;
    let broken = |_| CenterError::Invalid("body is not zstd");
    let reader = zstd::stream::read::Decoder::new(bytes).map_err(broken)?;
    let mut plain = Vec::new();
    reader.take(max as u64 + 1).read_to_end(&mut plain).map_err(broken)?;
    if plain.len() > max { Err(CenterError::TooLarge) } else { Ok(plain) }
}

async fn packed(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(plain) = axum::body::to_bytes(body, ANSWER_MAX).await else {
        return CenterError::Internal("the answer is too large").into_response();
    };
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let bytes = if plain.len() < wire::PACK_FROM { None } else { shorter(&plain) };
    let Some(bytes) = bytes else { return Response::from_parts(parts, Body::from(plain)) };
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("zstd"));
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Response::from_parts(parts, Body::from(bytes))
}

/// A mebibyte takes some three milliseconds: not worth another thread.
fn shorter(plain: &Bytes) -> Option<Vec<u8>> {
    zstd::bulk::compress(plain, LEVEL).ok().filter(|packed| packed.len() < plain.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_question_cannot_stand_for_a_huge_one() {
        let bomb = zstd::bulk::compress(&vec![0; 1_000_000], 3).unwrap();
        assert!(matches!(unpack(&bomb, 999_999), Err(CenterError::TooLarge)));
        assert_eq!(unpack(&bomb, 1_000_000).unwrap().len(), 1_000_000);
        assert!(matches!(unpack(b"{}", 100), Err(CenterError::Invalid(_))));
    }

    #[test]
    fn codings_are_read_as_a_list() {
        for (value, expected) in
            [("zstd", true), ("gzip, zstd;q=0.9", true), ("gzip", false), ("zstdx", false)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(names_zstd(&headers, &header::ACCEPT_ENCODING), expected, "{value}");
        }
    }
}
