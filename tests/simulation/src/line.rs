//! The line between a desk and the centre: it loses, doubles, delays and is cut.
//!
//! Never changes a byte, unless a fault was planted to prove that the checks can find one.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;

use axum::Router;
use axum::body::Body;
use axum::http;
use domain::merge::Rejection;
use serde_json::Value;
use sync::{Line, LineError};
use tower::ServiceExt;
use wire::{Method, Mutation, Push, PushAnswer, Request, Response, Verdict, VerdictKind};

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

/// A fault built in on purpose: proof that the checks can find one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// Pretends that every author had seen the newest value: the last writer wins.
    LastWriterWins,
    /// Answers "refused" for the centre, which never hears of the change.
    SwallowPush,
    /// Flips a byte of every original on its way to a desk.
    DamageOriginal,
    /// Leaves out a row of the log.
    SkipRow,
}

/// The centre as the lines reach it.
pub struct Exchange {
    runtime: tokio::runtime::Runtime,
    router: Router,
    database: PathBuf,
    zombies: RefCell<Vec<(Request, Option<String>)>>,
}

impl Exchange {
    /// Takes the centre's router, and where its database lies for built-in faults.
    pub fn new(router: Router, database: PathBuf) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { runtime, router, database, zombies: RefCell::default() }
    }

    /// Delivers a request and returns the answer.
    pub fn deliver(&self, request: &Request, token: Option<&str>) -> Response {
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
        let router = self.router.clone();
        self.runtime.block_on(async move {
            let answer = router.oneshot(question).await.unwrap();
            let status = answer.status().as_u16();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            Response { status, headers: Vec::new(), body: body.to_vec() }
        })
    }

    /// Returns the present fields of a record at the centre.
    fn current(&self, rec_id: &str) -> Value {
        let centre = rusqlite::Connection::open(&self.database).unwrap();
        let body = centre.query_row("SELECT body FROM record WHERE rec_id = ?1", [rec_id], |row| {
            row.get::<_, String>(0)
        });
        body.map_or(Value::Null, |body| serde_json::from_str(&body).unwrap())
    }

    /// Delivers what was delayed until now.
    pub fn deliver_zombies(&self) {
        for (request, token) in self.zombies.take() {
            self.deliver(&request, token.as_deref());
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
    /// A fault built in on purpose.
    pub planted: Option<Planted>,
    /// Pieces of uploads that still get through; none means all.
    pub pieces_left: Cell<Option<u32>>,
}

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

    fn before(&self, request: &mut Request) -> Option<Response> {
        match self.planted {
            Some(Planted::LastWriterWins) if request.path == "/v1/push" => {
                let mut push: Value = serde_json::from_slice(&request.body).unwrap();
                for mutation in push["mutations"].as_array_mut().unwrap() {
                    self.pretend_to_have_seen(mutation);
                }
                request.body = serde_json::to_vec(&push).unwrap();
                None
            }
            Some(Planted::SwallowPush) if request.path == "/v1/push" => {
                let push: Push = serde_json::from_slice(&request.body).unwrap();
                let refused = |m: &Mutation| Verdict {
                    mid: m.mid,
                    n: m.n,
                    kind: VerdictKind::Rejected { code: Rejection::Rule },
                };
                let answer = PushAnswer {
                    verdicts: push.mutations.iter().map(refused).collect(),
                    expect: push.mutations.last().unwrap().n + 1,
                    safe_n: 0,
                    fork: false,
                };
                let body = serde_json::to_vec(&answer).unwrap();
                Some(Response { status: 200, headers: Vec::new(), body })
            }
            _ => None,
        }
    }

    fn pretend_to_have_seen(&self, mutation: &mut Value) {
        let now = self.exchange.current(mutation["rec_id"].as_str().unwrap());
        let names: Vec<String> = match mutation["edit"]["set"].as_object() {
            Some(set) if mutation["edit"]["op"] == "set" => set.keys().cloned().collect(),
            _ => Vec::new(),
        };
        for name in names {
            mutation["edit"]["base"][&name] = now[&name].clone();
        }
    }

    fn after(&self, path: &str, response: &mut Response) {
        match self.planted {
            Some(Planted::DamageOriginal) if path.starts_with("/v1/blobs/") => {
                if let Some(byte) = response.body.last_mut() {
                    *byte ^= 1;
                }
            }
            Some(Planted::SkipRow) if path == "/v1/pull" => {
                let mut answer: Value = serde_json::from_slice(&response.body).unwrap();
                for scope in answer["scopes"].as_array_mut().into_iter().flatten() {
                    let changes = scope["changes"].as_array_mut().unwrap();
                    if changes.len() > 1 {
                        changes.remove(0);
                    }
                }
                response.body = serde_json::to_vec(&answer).unwrap();
            }
            _ => {}
        }
    }
}

impl Line for SimLine {
    fn send(&self, mut request: Request) -> Result<Response, LineError> {
        let lost = |what: &str| LineError(what.to_owned());
        let broken = self.cut || self.piece_breaks(&request);
        if broken || self.random.chance(self.weather.lose_request) {
            return Err(lost("request lost"));
        }
        let token = self.token.as_deref();
        if let Some(answer) = self.before(&mut request) {
            return Ok(answer);
        }
        let mut answer = self.exchange.deliver(&request, token);
        self.after(&request.path, &mut answer);
        if self.random.chance(self.weather.double) {
            self.exchange.deliver(&request, token);
        }
        if self.random.chance(self.weather.delay) {
            self.exchange.zombies.borrow_mut().push((request, self.token.clone()));
        }
        if self.random.chance(self.weather.lose_answer) {
            return Err(lost("answer lost"));
        }
        Ok(answer)
    }
}
