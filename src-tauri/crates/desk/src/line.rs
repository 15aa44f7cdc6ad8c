//! The line to the centre over HTTP: the system's proxy, the system's certificates.
//!
//! Never follows a redirect to another host and never retries by itself.

use std::io::Read;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::blocking::{Client, ClientBuilder, RequestBuilder};
use sync::{Hand, Line, LineError};
use wire::{Method, Request, Response};

use crate::views::{Code, Fehler};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// Longest wait for an answer, or for the next part of one.
const ANSWER: Duration = Duration::from_secs(60);
/// Longest silence of a centre that sends news: it gives a sign of life every 25 seconds.
const NEWS: Duration = Duration::from_secs(60);
/// How long a connection is kept for the next round.
const KEPT: Duration = Duration::from_secs(90);

/// Bytes a second below which a line counts as broken.
const SLOWEST: u64 = 8 * 1024;
/// Requests at once while the line bears it: on a long line small originals wait for answers, not
/// for room.
const HANDS: usize = 8;

/// A line to one centre.
///
/// Keeps its connections between requests; whoever runs rounds keeps the line between rounds.
pub struct HttpLine {
    client: Client,
    base: String,
    token: Option<String>,
    /// Requests at once: halved when an answer takes too long, one more after each good round.
    hands: AtomicUsize,
    /// Seconds the centre has asked to wait, until somebody has heeded them; 0 for none.
    asked_to_wait: AtomicU64,
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
        Ok(Self {
            client: built(builder().timeout(ANSWER))?,
            base,
            token: token.map(str::to_owned),
            hands: AtomicUsize::new(HANDS),
            asked_to_wait: AtomicU64::new(0),
        })
    }

    /// Tells whether this is the line to a centre and a token.
    pub(crate) fn leads_to(&self, base: &str, token: &str) -> bool {
        self.base == base.trim().trim_end_matches('/') && self.token.as_deref() == Some(token)
    }

    /// Returns how long the centre has asked to be left alone since somebody last asked here.
    pub(crate) fn take_asked_to_wait(&self) -> Option<Duration> {
        match self.asked_to_wait.swap(0, Ordering::Relaxed) {
            0 => None,
            seconds => Some(Duration::from_secs(seconds)),
        }
    }

    /// Opens the stream of news (server-sent events) over a connection of its own.
    pub(crate) fn news(&self) -> Result<impl Read + use<>, LineError> {
        // A client of its own: here the pause between two signs of life counts, not the whole.
        let client = builder().timeout(NEWS).build().map_err(|error| line_error(&error))?;
        let request = client.get(format!("{}/v1/events", self.base));
        let request = self.authorized(request).header("accept", "text/event-stream");
        let answer = request.send().map_err(|error| line_error(&error))?;
        if answer.status().as_u16() == 200 {
            Ok(answer)
        } else {
            Err(LineError(format!("news: status {}", answer.status().as_u16())))
        }
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    fn exchange(&self, request: Request) -> Result<Response, reqwest::Error> {
        let url = format!("{}{}", self.base, request.path);
        let mut builder = match request.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
            Method::Patch => self.client.patch(url),
        };
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        let patience = ANSWER + Duration::from_secs(request.body.len() as u64 / SLOWEST);
        let answer = self.authorized(builder).timeout(patience).body(request.body).send()?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect();
        Ok(Response { status, headers, body: answer.bytes()?.into() })
    }

    /// Fewer requests at once after one that took too long: the line is narrower than was thought.
    fn narrow(&self) {
        let halved = |hands: usize| Some((hands / 2).max(1));
        // The answer is the old number, which nobody needs.
        let _ = self.hands.fetch_update(Ordering::Relaxed, Ordering::Relaxed, halved);
    }

    fn widen(&self) {
        let one_more = |hands: usize| (hands < HANDS).then_some(hands + 1);
        let _ = self.hands.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
    }

    fn heed(&self, response: &Response) {
        if !matches!(response.status, 429 | 503) {
            return;
        }
        let asked = response.header("retry-after").and_then(|text| text.trim().parse().ok());
        if let Some(seconds) = asked {
            self.asked_to_wait.fetch_max(seconds, Ordering::Relaxed);
        }
    }
}

fn builder() -> ClientBuilder {
    Client::builder()
        .connect_timeout(CONNECT)
        .tcp_nodelay(true)
        .pool_idle_timeout(KEPT)
        .pool_max_idle_per_host(HANDS)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("forsthaus/", env!("CARGO_PKG_VERSION")))
}

fn built(builder: ClientBuilder) -> Result<Client, Fehler> {
    builder.build().map_err(|error| {
        let meldung = "Die Netzwerkverbindung konnte nicht vorbereitet werden.";
        Fehler::new(Code::Internal, meldung, &error.to_string())
    })
}

/// Only the host itself counts: what stands before an `@` or after the port does not.
fn is_local(base: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(base) else { return false };
    let host = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    url.scheme() == "http" && host && url.username().is_empty() && url.password().is_none()
}

impl Line for HttpLine {
    fn send(&self, request: Request) -> Result<Response, LineError> {
        match self.exchange(request) {
            Ok(response) => {
                self.heed(&response);
                Ok(response)
            }
            Err(error) => {
                if error.is_timeout() {
                    self.narrow();
                }
                Err(line_error(&error))
            }
        }
    }

    fn side_by_side(&self, hand: &Hand<'_>) {
        let hands = self.hands.load(Ordering::Relaxed);
        std::thread::scope(|scope| {
            for _ in 1..hands {
                scope.spawn(|| hand(&|request| self.send(request)));
            }
            hand(&|request| self.send(request));
        });
        if self.hands.load(Ordering::Relaxed) == hands {
            self.widen();
        }
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
