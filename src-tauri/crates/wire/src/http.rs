//! Requests and answers as values, so that the same bytes go over a socket, or straight into the
//! centre's router in the simulation.
//!
//! Never opens a connection.

/// The verbs the protocol uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Sends a message.
    Post,
    /// Sends a piece of an upload.
    Patch,
}

/// A request to the centre.
#[derive(Debug, Clone)]
pub struct Request {
    /// Verb.
    pub method: Method,
    /// Path with query, from `/v1/` on.
    pub path: String,
    /// Headers besides the ones every request carries.
    pub headers: Vec<(&'static str, String)>,
    /// Body; empty if none.
    pub body: Vec<u8>,
}

impl Request {
    /// Returns a request without a body.
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// Returns a request with a JSON body.
    pub fn post_json(path: impl Into<String>, body: Vec<u8>) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { method: Method::Post, path: path.into(), headers, body }
    }
}

/// An answer of the centre.
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
