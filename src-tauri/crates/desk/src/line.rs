//! The line to the centre over HTTP: the system's proxy, the system's certificates.
//!
//! Never follows a redirect to another host and never retries by itself.

use std::time::Duration;

use reqwest::blocking::Client;
use sync::{Line, LineError};
use wire::{Method, Request, Response};

use crate::views::{Code, Fehler};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// Longest wait for an answer, or for the next part of one.
const ANSWER: Duration = Duration::from_secs(60);

/// Bytes a second below which a line counts as broken.
const SLOWEST: u64 = 8 * 1024;

/// A line to one centre.
pub struct HttpLine {
    client: Client,
    base: String,
    token: Option<String>,
}

impl HttpLine {
    /// Prepares a line; nothing is sent yet.
    pub fn new(base: &str, token: Option<&str>) -> Result<Self, Fehler> {
        let base = base.trim().trim_end_matches('/').to_owned();
        if !base.starts_with("https://") && !is_local(&base) {
            return Err(Fehler::new(
                Code::Invalid,
                "Die Adresse der Zentrale muss mit https:// beginnen.",
                "Ohne Verschlüsselung ist nur eine Zentrale auf diesem Rechner erlaubt.",
            ));
        }
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("forsthaus/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| {
                let meldung = "Die Netzwerkverbindung konnte nicht vorbereitet werden.";
                Fehler::new(Code::Internal, meldung, &error.to_string())
            })?;
        Ok(Self { client, base, token: token.map(str::to_owned) })
    }
}

/// Only the host itself counts: what stands before an `@` or after the port does not.
fn is_local(base: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(base) else { return false };
    let host = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    url.scheme() == "http" && host && url.username().is_empty() && url.password().is_none()
}

impl Line for HttpLine {
    fn send(&self, request: Request) -> Result<Response, LineError> {
        let url = format!("{}{}", self.base, request.path);
        let mut builder = match request.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
            Method::Patch => self.client.patch(url),
        };
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if let Some(token) = &self.token {
            builder = builder.bearer_auth(token);
        }
        let patience = ANSWER + Duration::from_secs(request.body.len() as u64 / SLOWEST);
        let answer = builder
            .timeout(patience)
            .body(request.body)
            .send()
            .map_err(|error| line_error(&error))?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect();
        let body = answer.bytes().map_err(|error| line_error(&error))?.to_vec();
        Ok(Response { status, headers, body })
    }
}

/// Names the innermost cause: "connection refused" says more than "error sending request".
fn line_error(error: &reqwest::Error) -> LineError {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    LineError(cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_only_on_this_machine() {
        for good in ["http://127.0.0.1:8743", "http://localhost/", "https://zentrale.example"] {
            assert!(HttpLine::new(good, None).is_ok(), "{good}");
        }
        for bad in [
            "http://zentrale.example",
            "http://127.0.0.1.evil.example",
            "zentrale",
            "",
            "http://localhost:x@evil.example",
            "http://localhost@evil.example",
            "file:///localhost",
        ] {
            assert!(HttpLine::new(bad, None).is_err(), "{bad}");
        }
    }
}
