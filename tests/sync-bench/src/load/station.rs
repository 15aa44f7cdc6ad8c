//! One simulated workstation, and the connection that all of them share.
//!
//! Never gives a number away twice.

use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::{Akte, Edit, RecType, Record, SCHEMA};
use reqwest::{Client, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::Env;
use uuid::Uuid;
use wire::{Cursor, Enrol, Enrolled, Mutation, Pull, PullAnswer, Push, PushAnswer, VerdictKind};

/// Scope of an office's own records, and of the filing plan.
pub(super) const REGISTRATUR: &str = "registratur";
const STAMMDATEN: &str = "stammdaten";
/// Chain value before the first row.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Level of zstd, as the product packs.
const LEVEL: i32 = 3;
const LATER: Duration = Duration::from_millis(100);

/// Keep-alive connections to the centre, as many as there are requests at the same time.
pub(super) struct Wire {
    http: Client,
    url: String,
    turned_away: AtomicU64,
}

impl Wire {
    pub(super) fn new(url: &str) -> Result<Self> {
        let http = Client::builder().no_proxy().build()?;
        Ok(Self { http, url: url.to_owned(), turned_away: AtomicU64::new(0) })
    }

    /// How often the centre asked to come again later.
    pub(super) fn turned_away(&self) -> u64 {
        self.turned_away.load(Ordering::Relaxed)
    }

    /// Asks, packed in both directions; comes again when the centre is busy.
    pub(super) async fn ask<A: DeserializeOwned>(
        &self,
        path: &str,
        token: &str,
        body: &impl Serialize,
    ) -> Result<A> {
        let plain = serde_json::to_vec(body)?;
        let packed = plain.len() >= wire::PACK_FROM;
        let body = if packed { zstd::bulk::compress(&plain, LEVEL)? } else { plain };
        loop {
            let mut request = self.http.post(format!("{}/v1/{path}", self.url));
            request = request.header("content-type", "application/json").bearer_auth(token);
            request = request.header("accept-encoding", "zstd");
            if packed {
                request = request.header("content-encoding", "zstd");
            }
            let answer = request.body(body.clone()).send().await?;
            let status = answer.status();
            if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
                self.turned_away.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(LATER).await;
                continue;
            }
            let unpack = answer.headers().get("content-encoding").is_some_and(|is| is == "zstd");
            let bytes = answer.bytes().await?;
            ensure!(status.is_success(), "{path}: {status} {}", String::from_utf8_lossy(&bytes));
            let mut text = Vec::new();
            if unpack {
                zstd::Decoder::new(&bytes[..])?.read_to_end(&mut text)?;
            } else {
                text.extend_from_slice(&bytes);
            }
            return serde_json::from_slice(&text).with_context(|| format!("answer to {path}"));
        }
    }
}

/// One workstation.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Station {
    pub(super) number: usize,
    pub(super) tenant: usize,
    pub(super) client: Uuid,
    pub(super) token: String,
    /// The Akte that it files into.
    pub(super) akte: Uuid,
    next_n: u64,
    /// Rows that its changes became.
    pub(super) rows: u64,
    /// Number of the first item that no run has brought in.
    pub(super) items_from: u64,
}

impl Station {
    /// Enrols a new workstation.
    pub(super) async fn enrol(
        wire: &Wire,
        number: usize,
        tenant: usize,
        code: &str,
    ) -> Result<Self> {
        let client = Env::system().id();
        let arbeitsplatz = format!("K{number:04}");
        let question = Enrol { code: code.to_owned(), client, arbeitsplatz, uebung: Some(true) };
        let answer: Enrolled = wire.ask("enrol", "", &question).await?;
        let (token, akte) = (answer.token, Uuid::nil());
        Ok(Self { number, tenant, client, token, akte, next_n: 1, rows: 0, items_from: 0 })
    }

    /// Makes the Akte of the authority.
    pub(super) async fn open_akte(&mut self, wire: &Wire) -> Result<Uuid> {
        let cursor = Cursor { scope: STAMMDATEN.to_owned(), seq: 0, chain: GENESIS.to_owned() };
        let question = Pull { client: self.client, cursors: vec![cursor] };
        let answer: PullAnswer = wire.ask("pull", &self.token, &question).await?;
        let mut changes = answer.scopes.iter().flat_map(|part| &part.changes);
        let plan = changes.next().context("the filing plan is empty")?.rec_id;
        let (betreff, person) = ("Bauanträge".to_owned(), "Anna Fennwald".to_owned());
        let akte = Akte::neu(betreff, plan, String::new(), Env::system().now(), person);
        let rec_id = Env::system().id();
        let edit = Edit::create(akte.to_fields());
        let mutation = self.mutation("akte_anlegen", RecType::Akte, rec_id, 0, edit);
        ensure!(self.push(wire, vec![mutation]).await? == 1, "the Akte was refused");
        Ok(rec_id)
    }

    /// Makes a change with the next number.
    pub(super) fn mutation(
        &mut self,
        aktion: &str,
        rec_type: RecType,
        rec_id: Uuid,
        base_ver: u64,
        edit: Edit,
    ) -> Mutation {
        let (env, n) = (Env::system(), self.next_n);
        self.next_n += 1;
        Mutation {
            mid: env.id(),
            n,
            akteur: "Anna Fennwald".to_owned(),
            aktion: aktion.to_owned(),
            claimed_at: env.now(),
            schema: SCHEMA,
            scope: REGISTRATUR.to_owned(),
            rec_type,
            rec_id,
            base_ver,
            edit,
            requires: Vec::new(),
            group: None,
            konflikt: None,
            bemerkung: None,
        }
    }

    /// Sends changes; returns how many took effect.
    pub(super) async fn push(&mut self, wire: &Wire, mutations: Vec<Mutation>) -> Result<u64> {
        let question = Push { client: self.client, mutations };
        let answer: PushAnswer = wire.ask("push", &self.token, &question).await?;
        for verdict in &answer.verdicts {
            let effective =
                matches!(verdict.kind, VerdictKind::Applied { .. } | VerdictKind::Merged { .. });
            ensure!(effective, "a change did not take effect: {:?}", verdict.kind);
        }
        let rows = answer.verdicts.len() as u64;
        self.rows += rows;
        Ok(rows)
    }
}
