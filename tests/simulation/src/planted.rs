//! Faults built in on purpose: proof that the checks can find one.
//!
//! Never part of the product: each fault is what the bug would do, done from outside, by changing
//! messages on the line or rows behind the programs' backs.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use domain::merge::Rejection;
use rusqlite::{Connection, params};
use serde_json::Value;
use uuid::Uuid;
use wire::{Mutation, Push, PushAnswer, Request, Response, Verdict, VerdictKind};

/// A fault. The first seven are those of the design; the others are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// The centre takes every repeated change for a new one.
    NoDedupe,
    /// The centre recognises a repeated change by workstation and number only.
    DedupeByNumberOnly,
    /// Pretends that every author had seen the newest value: the last writer wins.
    LastWriterWins,
    /// The centre takes the number of a cursor without looking at its chain value.
    CursorWithoutChain,
    /// A workstation moves its cursor before the rows are there.
    CursorBeforeRows,
    /// A workstation forgets its changes as soon as they are accepted.
    PrunedAtAccepted,
    /// A workstation that was rolled back goes on under its old identity.
    ForkIgnored,
    /// Answers "refused" for the centre, which never hears of the change.
    SwallowPush,
    /// Flips a byte of every original on its way to a desk.
    DamageOriginal,
    /// Leaves out a row of the log.
    SkipRow,
}

impl Planted {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::NoDedupe,
        Self::DedupeByNumberOnly,
        Self::LastWriterWins,
        Self::CursorWithoutChain,
        Self::CursorBeforeRows,
        Self::PrunedAtAccepted,
        Self::ForkIgnored,
        Self::SwallowPush,
        Self::DamageOriginal,
        Self::SkipRow,
    ];
}

/// Does what the planted fault would do; does nothing without one.
#[derive(Default)]
pub struct Saboteur {
    fault: Cell<Option<Planted>>,
    database: RefCell<PathBuf>,
    /// Highest number each identity has sent, and the changes that have reached the centre.
    sent: RefCell<BTreeMap<Uuid, u64>>,
    arrived: RefCell<BTreeSet<Uuid>>,
}

impl Saboteur {
    /// Builds a fault in.
    pub fn plant(&self, fault: Option<Planted>) {
        self.fault.set(fault);
    }

    /// Returns the fault.
    pub const fn fault(&self) -> Option<Planted> {
        self.fault.get()
    }

    /// Says where the centre's database lies now.
    pub fn centre_lies_at(&self, database: PathBuf) {
        *self.database.borrow_mut() = database;
    }

    /// A workstation fell back to an image: it knows nothing of the numbers it has sent since.
    pub fn numbers_are_forgotten(&self) {
        self.sent.borrow_mut().clear();
    }

    fn centre(&self) -> Connection {
        Connection::open(&*self.database.borrow()).unwrap()
    }

    /// Meddles with a request, or answers it instead of the centre.
    pub fn before(&self, request: &mut Request) -> Option<Response> {
        let fault = self.fault.get()?;
        if request.path == "/v1/push" {
            return self.before_push(fault, request);
        }
        let reads = request.path == "/v1/hello" || request.path == "/v1/pull";
        if fault == Planted::CursorWithoutChain && reads {
            let mut question: Value = serde_json::from_slice(&request.body).unwrap();
            for cursor in question["cursors"].as_array_mut().unwrap() {
                self.pretend_chain(cursor);
            }
            request.body = serde_json::to_vec(&question).unwrap();
        }
        None
    }

    fn before_push(&self, fault: Planted, request: &mut Request) -> Option<Response> {
        let push: Push = serde_json::from_slice(&request.body).unwrap();
        if let Some(last) = push.mutations.last() {
            let mut sent = self.sent.borrow_mut();
            let highest = sent.entry(push.client).or_insert(0);
            *highest = (*highest).max(last.n);
        }
        match fault {
            Planted::NoDedupe => self.forget(&push, true),
            Planted::DedupeByNumberOnly => self.forget(&push, false),
            Planted::LastWriterWins => {
                let mut push: Value = serde_json::from_slice(&request.body).unwrap();
                for mutation in push["mutations"].as_array_mut().unwrap() {
                    self.pretend_to_have_seen(mutation);
                }
                request.body = serde_json::to_vec(&push).unwrap();
            }
            Planted::SwallowPush => return Some(refuse_all(&push)),
            _ => {}
        }
        None
    }

    /// Makes the centre forget that it has these changes: all of them, or those that come under
    /// another identity or number than before.
    fn forget(&self, push: &Push, all: bool) {
        let centre = self.centre();
        for mutation in &push.mutations {
            if self.arrived.borrow_mut().insert(mutation.mid) {
                continue;
            }
            let same: bool = centre
                .query_row(
                    "SELECT count(*) FROM client_n WHERE client = ?1 AND n = ?2 AND mid = ?3",
                    params![
                        push.client.to_string(),
                        i64::try_from(mutation.n).unwrap(),
                        mutation.mid.to_string()
                    ],
                    |row| row.get(0),
                )
                .unwrap();
            if !all && same {
                continue;
            }
            let mid = mutation.mid.to_string();
            centre.execute("DELETE FROM mutation WHERE mid = ?1", [&mid]).unwrap();
            if same {
                centre.execute("DELETE FROM client_n WHERE mid = ?1", [&mid]).unwrap();
                centre
                    .execute(
                        "UPDATE client SET last_n = min(last_n, ?2 - 1) WHERE client = ?1",
                        params![push.client.to_string(), i64::try_from(mutation.n).unwrap()],
                    )
                    .unwrap();
            }
        }
    }

    fn pretend_to_have_seen(&self, mutation: &mut Value) {
        let id = mutation["rec_id"].as_str().unwrap();
        let body =
            self.centre().query_row("SELECT body FROM record WHERE rec_id = ?1", [id], |row| {
                row.get::<_, String>(0)
            });
        let now: Value = body.map_or(Value::Null, |body| serde_json::from_str(&body).unwrap());
        let names: Vec<String> = match mutation["edit"]["set"].as_object() {
            Some(set) if mutation["edit"]["op"] == "set" => set.keys().cloned().collect(),
            _ => Vec::new(),
        };
        for name in names {
            mutation["edit"]["base"][&name] = now[&name].clone();
        }
    }

    /// Gives a cursor the chain value that the centre wants to see.
    fn pretend_chain(&self, cursor: &mut Value) {
        let (scope, seq) = (cursor["scope"].as_str().unwrap(), cursor["seq"].as_i64().unwrap());
        if let Some(chain) = self.chain_at(scope, seq) {
            cursor["chain"] = chain.into();
        }
    }

    fn chain_at(&self, scope: &str, seq: i64) -> Option<String> {
        let row = self.centre().query_row(
            "SELECT hex(chain) FROM change_log WHERE scope = ?1 AND seq = ?2",
            params![scope, seq],
            |row| row.get::<_, String>(0),
        );
        row.ok().map(|chain| chain.to_lowercase())
    }

    /// Meddles with an answer.
    pub fn after(&self, asked: &Request, response: &mut Response) {
        let Some(fault) = self.fault.get() else { return };
        if fault == Planted::DamageOriginal && asked.path.starts_with("/v1/blobs/") {
            if let Some(byte) = response.body.last_mut().filter(|_| response.status < 300) {
                *byte ^= 1;
            }
            return;
        }
        let Ok(mut answer) = serde_json::from_slice::<Value>(&response.body) else { return };
        match fault {
            Planted::SkipRow if asked.path == "/v1/pull" => {
                for scope in answer["scopes"].as_array_mut().into_iter().flatten() {
                    let changes = scope["changes"].as_array_mut().unwrap();
                    if changes.len() > 1 {
                        changes.remove(0);
                    }
                }
            }
            Planted::PrunedAtAccepted if answer["expect"].is_u64() => {
                answer["safe_n"] = (answer["expect"].as_u64().unwrap() - 1).into();
            }
            Planted::ForkIgnored if answer["expect"].is_u64() => {
                self.hide_fork(asked, &mut answer);
            }
            Planted::CursorWithoutChain if asked.path == "/v1/pull" => {
                believe_chain(asked, &mut answer);
            }
            _ => return,
        }
        response.body = serde_json::to_vec(&answer).unwrap();
    }

    fn hide_fork(&self, asked: &Request, answer: &mut Value) {
        let question: Value = serde_json::from_slice(&asked.body).unwrap();
        let client = Uuid::parse_str(question["client"].as_str().unwrap()).unwrap();
        let highest = self.sent.borrow().get(&client).copied().unwrap_or(0);
        let expect = answer["expect"].as_u64().unwrap().min(highest + 1);
        answer["expect"] = expect.into();
        if answer["fork"].is_boolean() {
            answer["fork"] = false.into();
        }
    }
}

/// Lets the workstation compute on from its own chain value, as if nobody compared any.
fn believe_chain(asked: &Request, answer: &mut Value) {
    let question: wire::Pull = serde_json::from_slice(&asked.body).unwrap();
    let mut parts: wire::PullAnswer = serde_json::from_value(answer.take()).unwrap();
    for part in &mut parts.scopes {
        let Some(cursor) = question.cursors.iter().find(|c| c.scope == part.head.scope) else {
            continue;
        };
        let mut chain: wire::Hash = hex::decode(&cursor.chain).unwrap().try_into().unwrap();
        for change in &part.changes {
            let mut change = change.clone();
            change.body_sha256 = wire::sha256_hex(change.body.as_deref().unwrap_or("").as_bytes());
            chain = wire::chain_next(&chain, &part.head.scope, &change);
        }
        if !part.changes.is_empty() {
            part.chain = hex::encode(chain);
        }
    }
    *answer = serde_json::to_value(parts).unwrap();
}

fn refuse_all(push: &Push) -> Response {
    let refused = |m: &Mutation| Verdict {
        mid: m.mid,
        n: m.n,
        kind: VerdictKind::Rejected { code: Rejection::Rule, regel: None },
    };
    let answer = PushAnswer {
        verdicts: push.mutations.iter().map(refused).collect(),
        expect: push.mutations.last().map_or(1, |m| m.n + 1),
        safe_n: 0,
        fork: false,
    };
    Response { status: 200, headers: Vec::new(), body: serde_json::to_vec(&answer).unwrap() }
}
