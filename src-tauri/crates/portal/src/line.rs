//! The line to a service, as this room sees it: requests and answers as values.
//!
//! Never retries and never follows a redirect; the caller's implementation must not either, and it
//! has to honour the office's proxy and certificates.

use std::fmt;

/// The verbs the interfaces use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Sends something new.
    Post,
    /// Sends something under a known name.
    Put,
}

/// A request to a service.
#[derive(Clone)]
pub struct Request {
    /// Verb.
    pub method: Method,
    /// Whole address.
    pub url: String,
    /// Headers by lower-case name.
    pub headers: Vec<(&'static str, String)>,
    /// Body; empty if none.
    pub body: Vec<u8>,
    /// Most bytes of the answer's body; a line stops reading there.
    pub answer_bytes_max: usize,
}

impl fmt::Debug for Request {
    /// Shows neither headers nor body: they carry secrets and applications.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl Request {
    /// Returns a request without a body.
    pub fn new(method: Method, url: String, answer_bytes_max: usize) -> Self {
        Self { method, url, headers: Vec::new(), body: Vec::new(), answer_bytes_max }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets the body and says what it is.
    #[must_use]
    pub fn body(self, kind: &'static str, body: Vec<u8>) -> Self {
        let mut request = self.header("content-type", kind);
        request.body = body;
        request
    }
}

/// An answer of a service.
#[derive(Debug, Clone)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Headers by lower-case name.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer; whether the request arrived is unknown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// No connection, no answer in time, or the answer broke off.
    #[error("no answer: {0}")]
    Unreachable(String),
    /// The answer is larger than the request allows.
    #[error("answer larger than {max} bytes")]
    TooLarge {
        /// The request's bound.
        max: usize,
    },
}

/// Carries one request to a service and its answer back.
pub trait Line {
    /// Sends a request and waits for the answer.
    fn send(&self, request: &Request) -> Result<Response, LineError>;
}
