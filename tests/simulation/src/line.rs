//! The line between a desk and the centre: it loses, doubles, delays and is cut.
//!
//! Never changes a byte, unless a fault was planted to prove that the checks can find one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use axum::Router;
use axum::body::Body;
use axum::http;
use serde_json::Value;
use sync::{Line, LineError};
use tower::ServiceExt;
use wire::{Method, Request, Response};

use crate::planted::Saboteur;
use crate::random::Random;

/// How bad a line is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weather {
    /// Percent of requests that never arrive.
    pub lose_request: usize,
    /// Percent of answers that never arrive.
    pub lose_answer: usize,
    /// Percent of requests that arrive twice.
    pub double: usize,
    /// Percent of requests that arrive again, much later.
    pub delay: usize,
}

/// A request that was held up on the way.
type Zombie = (Request, Option<String>);

/// The centre as the lines reach it; there is none while it is down.
pub struct Exchange {
    runtime: tokio::runtime::Runtime,
    router: RefCell<Option<Router>>,
    zombies: RefCell<Vec<Zombie>>,
}

impl Default for Exchange {
    fn default() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { runtime, router: RefCell::default(), zombies: RefCell::default() }
    }
}

impl Exchange {
    /// Puts a centre behind the lines, or takes it away.
    pub fn serve(&self, router: Option<Router>) {
        *self.router.borrow_mut() = router;
    }

    /// Delivers a request and returns the answer.
    pub fn deliver(&self, request: &Request, token: Option<&str>) -> Result<Response, LineError> {
        let router = self.router.borrow().clone();
        let router = router.ok_or_else(|| LineError("nobody answers".to_owned()))?;
        let method = match request.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Patch => http::Method::PATCH,
        };
        let mut builder = http::Request::builder().method(method).uri(&request.path);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(token) = token {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        let question = builder.body(Body::from(request.body.clone())).unwrap();
        Ok(self.runtime.block_on(async move {
            let answer = router.oneshot(question).await.unwrap();
            let status = answer.status().as_u16();
            let headers = answer.headers().iter().map(|(name, value)| {
                (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
            });
            let headers = headers.collect();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            Response { status, headers, body: body.to_vec() }
        }))
    }

    /// Delivers what was delayed until now.
    pub fn deliver_zombies(&self, planted: &Saboteur) {
        for (mut request, token) in self.zombies.take() {
            planted.before(&mut request);
            // Whoever sent it has long given up.
            let _ = self.deliver(&request, token.as_deref());
        }
    }
}

/// One desk's line.
pub struct SimLine {
    /// The centre.
    pub exchange: Rc<Exchange>,
    /// Chance.
    pub random: Random,
    /// How bad it is.
    pub weather: Weather,
    /// Cut.
    pub cut: bool,
    /// The desk's token.
    pub token: Option<String>,
    /// A fault built in on purpose, if any.
    pub planted: Rc<Saboteur>,
    /// Pieces of uploads that still get through; none means all.
    pub pieces_left: Cell<Option<u32>>,
    /// The line breaks for good once an upload is complete.
    pub break_behind_upload: Cell<bool>,
    /// Nothing is pulled over it.
    pub no_pull: Cell<bool>,
    /// The desk runs a program that knows none of the newer fields of the answers.
    pub old_program: bool,
    /// The record whose changes make the centre stumble.
    pub poison: RefCell<Option<String>>,
    /// Paths that were asked for, oldest first.
    pub asked: RefCell<Vec<String>>,
}

/// Fields of answers that came into the protocol after its first day.
const NEWER: [&str; 9] =
    ["ledger", "revoked", "min_schema", "seal", "next_poll", "records", "floor", "gone", "fork"];

impl SimLine {
    fn piece_breaks(&self, request: &Request) -> bool {
        match (request.method, self.pieces_left.get()) {
            (Method::Patch, Some(0)) => true,
            (Method::Patch, Some(left)) => {
                self.pieces_left.set(Some(left - 1));
                false
            }
            _ => false,
        }
    }

    /// Returns the paths that were asked for.
    pub fn asked(&self) -> Vec<String> {
        self.asked.borrow().clone()
    }

    fn stumbles(&self, request: &Request) -> bool {
        let poison = self.poison.borrow();
        let Some(rec_id) = poison.as_ref().filter(|_| request.path == "/v1/push") else {
            return false;
        };
        let push: wire::Push = serde_json::from_slice(&request.body).unwrap();
        push.mutations.iter().any(|mutation| mutation.rec_id.to_string() == *rec_id)
    }

    /// What an old program sees of an answer: newer fields are not there, and it must not stumble
    /// over one it has never heard of.
    fn through_old_eyes(&self, response: &mut Response) {
        if !self.old_program {
            return;
        }
        let Ok(mut answer) = serde_json::from_slice::<Value>(&response.body) else { return };
        let Some(fields) = answer.as_object_mut() else { return };
        let default = |value: &Value| value.as_bool() != Some(true) && !value.is_array();
        fields.retain(|name, value| !(NEWER.contains(&name.as_str()) && default(value)));
        fields.insert("zukunft".to_owned(), Value::from("etwas Neues"));
        response.body = serde_json::to_vec(&answer).unwrap();
    }
}

impl Line for SimLine {
    fn send(&self, mut request: Request) -> Result<Response, LineError> {
        let lost = |what: &str| LineError(what.to_owned());
        self.asked.borrow_mut().push(request.path.clone());
        let behind = self.break_behind_upload.get() && self.pieces_left.get() == Some(0);
        let pull = self.no_pull.get() && request.path.starts_with("/v1/pull");
        let broken = self.cut || behind || pull || self.piece_breaks(&request);
        if broken || self.random.chance(self.weather.lose_request) {
            return Err(lost("request lost"));
        }
        let token = self.token.as_deref();
        if self.old_program || self.planted.fault().is_some() || self.poison.borrow().is_some() {
            unpack(&mut request);
        }
        if self.stumbles(&request) {
            return Ok(Response { status: 422, headers: Vec::new(), body: Vec::new() });
        }
        let asked = request.clone();
        if let Some(answer) = self.planted.before(&mut request) {
            return Ok(answer);
        }
        let mut answer = self.exchange.deliver(&request, token)?;
        if self.random.chance(self.weather.double) {
            let mut again = asked.clone();
            self.planted.before(&mut again);
            let _ = self.exchange.deliver(&again, token);
        }
        if self.random.chance(self.weather.delay) {
            self.exchange.zombies.borrow_mut().push((asked.clone(), self.token.clone()));
        }
        if self.random.chance(self.weather.lose_answer) {
            return Err(lost("answer lost"));
        }
        if self.break_behind_upload.get() && asked.method == Method::Patch {
            let state: wire::UploadState = serde_json::from_slice(&answer.body).unwrap();
            self.pieces_left.set(state.complete.then_some(0));
        }
        self.planted.after(&asked, &mut answer);
        self.through_old_eyes(&mut answer);
        Ok(answer)
    }
}

/// Takes the packing off a request and asks for an answer without: who meddles has to read.
fn unpack(request: &mut Request) {
    let packed = |name: &str, request: &Request| request.headers.iter().any(|(n, _)| *n == name);
    if packed("content-encoding", request) {
        request.body = zstd::decode_all(request.body.as_slice()).unwrap();
    }
    request.headers.retain(|(name, _)| !matches!(*name, "content-encoding" | "accept-encoding"));
}
