//! The line to a device: plain or with TLS, past the proxy, each answer heard as it comes.
//!
//! Never waits longer than agreed, never longer than a moment once somebody wants to stop, and
//! never speaks with another host than its own.

use std::io::{self, Read, Write};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use reqwest::Url;
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::tls::TlsInfo;
use sha2::{Digest, Sha256};

use super::xml;
use crate::{Cancel, ScanError};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// How often a wait looks whether somebody wants to stop.
const TICK: Duration = Duration::from_millis(100);
/// Longest life of one request, for the thread that was left alone with it.
const LIFE: Duration = Duration::from_secs(600);
/// Pieces of an answer that may wait to be heard.
const PIECES_AHEAD: usize = 4;
const PIECE_BYTES: usize = 64 * 1024;

/// What is asked.
pub(super) struct Ask {
    pub(super) method: Method,
    /// Below the root.
    pub(super) path: String,
    pub(super) body: Vec<u8>,
    /// Longest silence.
    pub(super) patience: Duration,
}

impl Ask {
    pub(super) fn get(path: &str, patience: Duration) -> Self {
        Self { method: Method::Get, path: path.to_owned(), body: Vec::new(), patience }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Delete,
}

/// A line to one device.
pub(super) struct Line {
    client: Client,
    root: Url,
    // Set when the device first showed its certificate, or before.
    pinned: OnceLock<String>,
}

/// What the thread that listens passes on.
enum Heard {
    Head { status: u16, location: Option<String>, mime: String, certificate: Option<String> },
    Piece(Vec<u8>),
    End,
    Broken { sent: bool, why: String },
}

/// The beginning of an answer; its body is still coming.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) mime: String,
    inbox: Receiver<Heard>,
    patience: Duration,
}

impl Line {
    pub(super) fn new(root: &str, certificate: Option<String>) -> Result<Self, ScanError> {
        let unusable = |why: &str| ScanError::Unreachable(why.to_owned());
        let root = Url::parse(root).map_err(|_| unusable("the address is none"))?;
        if !matches!(root.scheme(), "http" | "https") || !root.has_host() {
            return Err(unusable("the address is none of a scanner"));
        }
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(LIFE)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            // Devices sign their certificates themselves; which one it is, is compared instead.
            .tls_danger_accept_invalid_certs(true)
            .tls_danger_accept_invalid_hostnames(true)
            .tls_info(true)
            .user_agent(concat!("forsthaus/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| unusable(&error.to_string()))?;
        let pinned = certificate.map(OnceLock::from).unwrap_or_default();
        Ok(Self { client, root, pinned })
    }

    pub(super) fn zertifikat(&self) -> Option<String> {
        self.pinned.get().cloned()
    }

    /// Returns where below our root an address leads that the device named. Its host is not
    /// looked at: devices name themselves as they like.
    pub(super) fn path_of(&self, location: &str) -> Option<String> {
        let location = self.root.join(location).ok()?;
        let root = self.root.path().trim_end_matches('/');
        let below = location.path().strip_prefix(root)?.trim_end_matches('/');
        let plain = below.starts_with('/') && below.len() < 500;
        plain.then(|| below.to_owned())
    }

    /// Asks, and returns when the answer begins.
    pub(super) fn ask(&self, ask: Ask, cancel: &Cancel) -> Result<Answer, ScanError> {
        let mut url = self.root.clone();
        url.set_path(&format!("{}{}", self.root.path().trim_end_matches('/'), ask.path));
        let request = match ask.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url).header("Content-Type", "text/xml").body(ask.body),
            Method::Delete => self.client.delete(url),
        };
        let (pieces, inbox) = sync_channel(PIECES_AHEAD);
        // Left alone when somebody stops: it ends by itself with its request.
        thread::Builder::new()
            .spawn(move || listen(request, &pieces))
            .map_err(|error| ScanError::Unreachable(error.to_string()))?;
        match heard(&inbox, ask.patience, cancel)? {
            Heard::Head { status, location, mime, certificate } => {
                self.same_device(certificate)?;
                Ok(Answer { status, location, mime, inbox, patience: ask.patience })
            }
            Heard::Broken { why, .. } => Err(ScanError::Unreachable(why)),
            Heard::Piece(_) | Heard::End => Err(ScanError::Answer("no answer")),
        }
    }

    fn same_device(&self, certificate: Option<String>) -> Result<(), ScanError> {
        match certificate {
            Some(shown) if *self.pinned.get_or_init(|| shown.clone()) != shown => {
                Err(ScanError::OtherDevice)
            }
            // A device that once had a certificate does not come without.
            None if self.pinned.get().is_some() => Err(ScanError::OtherDevice),
            _ => Ok(()),
        }
    }
}

impl Answer {
    /// Turns everything but success into a failure.
    pub(super) fn expect_ok(&self) -> Result<(), ScanError> {
        match self.status {
            200..=299 => Ok(()),
            401 | 403 => Err(ScanError::Denied),
            503 => Err(ScanError::Busy),
            404 => Err(ScanError::Unreachable("there is no scanner under this address".to_owned())),
            _ => Err(ScanError::Answer("an unexpected code")),
        }
    }

    /// Returns a short body.
    pub(super) fn small(self, cancel: &Cancel) -> Result<Vec<u8>, ScanError> {
        let mut body = Vec::new();
        self.write_to(&mut body, xml::BYTES_MAX, cancel)?;
        Ok(body)
    }

    /// Writes the body as it comes; returns its length.
    pub(super) fn write_to(
        self,
        out: &mut dyn Write,
        limit: u64,
        cancel: &Cancel,
    ) -> Result<u64, ScanError> {
        let mut length = 0;
        loop {
            match heard(&self.inbox, self.patience, cancel)? {
                Heard::Piece(piece) => {
                    length += piece.len() as u64;
                    if length > limit {
                        return Err(ScanError::TooLarge(limit));
                    }
                    out.write_all(&piece).map_err(ScanError::Write)?;
                }
                Heard::End => return Ok(length),
                Heard::Broken { why, .. } => return Err(ScanError::Disconnected(why)),
                Heard::Head { .. } => return Err(ScanError::Answer("two answers")),
            }
        }
    }
}

/// Waits for what comes next.
fn heard(inbox: &Receiver<Heard>, patience: Duration, cancel: &Cancel) -> Result<Heard, ScanError> {
    let until = Instant::now() + patience;
    loop {
        if cancel.stopped() {
            return Err(ScanError::Cancelled);
        }
        match inbox.recv_timeout(TICK) {
            Ok(Heard::Broken { sent: true, why }) => return Err(ScanError::Disconnected(why)),
            Ok(heard) => return Ok(heard),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(ScanError::Disconnected("the answer ended".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) if Instant::now() >= until => {
                return Err(ScanError::Disconnected("the device fell silent".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Sends a request and passes on what comes, until nobody listens any more.
fn listen(request: RequestBuilder, pieces: &SyncSender<Heard>) {
    let mut response = match request.send() {
        Ok(response) => response,
        Err(error) => {
            let sent = !error.is_connect() && !error.is_builder();
            drop(pieces.send(Heard::Broken { sent, why: innermost(&error) }));
            return;
        }
    };
    if pieces.send(head(&response)).is_err() {
        return;
    }
    let mut buffer = vec![0; PIECE_BYTES];
    loop {
        let next = match response.read(&mut buffer) {
            Ok(0) => Heard::End,
            Ok(count) => Heard::Piece(buffer.get(..count).unwrap_or_default().to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Heard::Broken { sent: true, why: innermost(&error) },
        };
        let over = !matches!(next, Heard::Piece(_));
        if pieces.send(next).is_err() || over {
            return;
        }
    }
}

fn head(response: &Response) -> Heard {
    let named = |name: &str| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let shown = response.extensions().get::<TlsInfo>().and_then(TlsInfo::peer_certificate);
    Heard::Head {
        status: response.status().as_u16(),
        location: named("location"),
        mime: named("content-type").unwrap_or_default(),
        certificate: shown.map(|der| hex::encode(Sha256::digest(der))),
    }
}

/// Names the innermost cause: "connection refused" says more than "error sending request".
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_lies_below_the_root_whatever_host_is_named() {
        let line = Line::new("http://127.0.0.1:8080/eSCL", None).unwrap();
        let path = |location| line.path_of(location);
        assert_eq!(path("/eSCL/ScanJobs/7").as_deref(), Some("/ScanJobs/7"));
        assert_eq!(
            path("http://elsewhere.example/eSCL/ScanJobs/7/").as_deref(),
            Some("/ScanJobs/7")
        );
        assert_eq!(path("http://elsewhere.example/admin"), None);
        assert_eq!(path("/eSCL/../../etc"), None);
        assert!(Line::new("file:///etc", None).is_err());
        assert!(Line::new("scanner", None).is_err());
    }
}
