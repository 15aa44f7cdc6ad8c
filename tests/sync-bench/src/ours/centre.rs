//! A workstation without a store: it enrols, asks and pushes.
//!
//! Never retries: a bench that has to is measuring something else.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use domain::{Edit, Fields, RecType, Record, SCHEMA};
use reqwest::blocking::Client;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::Env;
use uuid::Uuid;
use wire::{
    Cursor, Enrol, Enrolled, Mutation, Pull, PullAnswer, Push, PushAnswer, SnapshotRecord,
    VerdictKind,
};

/// Scope of an office's own records, and of the filing plan.
pub(crate) const REGISTRATUR: &str = "registratur";
const STAMMDATEN: &str = "stammdaten";
/// Chain value before the first row.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Who this is, from one call of the program to the next.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) client: Uuid,
    pub(crate) token: String,
    pub(crate) next_n: u64,
}

/// A line to the centre.
pub(crate) struct Centre {
    http: Client,
    url: String,
    pub(crate) who: Identity,
    pub(crate) env: Env,
}

impl Centre {
    /// Enrols with a code.
    pub(crate) fn enrol(url: &str, code: &str) -> Result<Self> {
        let env = Env::system();
        let who = Identity { client: env.id(), token: String::new(), next_n: 1 };
        let arbeitsplatz = super::desk::short_name(&env);
        let mut centre = Self::known(url, who)?;
        let question = Enrol {
            code: code.to_owned(),
            client: centre.who.client,
            arbeitsplatz,
            uebung: Some(true),
        };
        let answer: Enrolled = centre.ask("enrol", &question)?;
        centre.who.token = answer.token;
        Ok(centre)
    }

    /// Goes on as somebody who has enrolled.
    pub(crate) fn known(url: &str, who: Identity) -> Result<Self> {
        let http = Client::builder().no_proxy().timeout(None).build()?;
        Ok(Self { http, url: url.to_owned(), who, env: Env::system() })
    }

    /// Sends a question as JSON.
    pub(crate) fn ask<A: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<A> {
        let request = self.http.post(format!("{}/v1/{path}", self.url));
        let request = request.header("content-type", "application/json");
        let answer = request.bearer_auth(&self.who.token).body(serde_json::to_vec(body)?).send()?;
        let (status, text) = (answer.status(), answer.text()?);
        ensure!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).with_context(|| format!("answer to {path}"))
    }

    /// Makes a mutation with the next number.
    pub(crate) fn mutation(
        &mut self,
        aktion: &str,
        kind: RecType,
        rec_id: Uuid,
        base_ver: u64,
        edit: Edit,
    ) -> Mutation {
        let n = self.who.next_n;
        self.who.next_n += 1;
        Mutation {
            mid: self.env.id(),
            n,
            akteur: "Anna Fennwald".to_owned(),
            aktion: aktion.to_owned(),
            claimed_at: self.env.now(),
            schema: SCHEMA,
            scope: REGISTRATUR.to_owned(),
            rec_type: kind,
            rec_id,
            base_ver,
            edit,
            requires: Vec::new(),
            group: None,
            konflikt: None,
            bemerkung: None,
        }
    }

    /// Makes the mutation that creates a record.
    pub(crate) fn create<R: Record>(&mut self, aktion: &str, record: &R) -> Mutation {
        let rec_id = self.env.id();
        self.mutation(aktion, R::TYPE, rec_id, 0, Edit::create(record.to_fields()))
    }

    /// Sends mutations; all of them have to take effect.
    pub(crate) fn push(&self, mutations: Vec<Mutation>) -> Result<()> {
        let count = mutations.len();
        let question = Push { client: self.who.client, mutations };
        let answer: PushAnswer = self.ask("push", &question)?;
        ensure!(answer.verdicts.len() == count, "{} of {count} taken", answer.verdicts.len());
        for verdict in &answer.verdicts {
            let fine =
                matches!(verdict.kind, VerdictKind::Applied { .. } | VerdictKind::Merged { .. });
            ensure!(fine, "{:?}", verdict.kind);
        }
        Ok(())
    }

    /// Sends an original in one piece.
    pub(crate) fn send_original(&self, sha256: &str, bytes: Vec<u8>) -> Result<()> {
        let request = self.http.patch(format!("{}/v1/blobs/{REGISTRATUR}/{sha256}", self.url));
        let request = request.header("upload-offset", "0");
        let request = request.header("upload-length", bytes.len().to_string());
        let answer = request.bearer_auth(&self.who.token).body(bytes).send()?;
        let (status, text) = (answer.status(), answer.text()?);
        ensure!(status.is_success(), "original: {status} {text}");
        Ok(())
    }

    /// A node of the filing plan.
    pub(crate) fn plan_unit(&self) -> Result<Uuid> {
        let cursor = Cursor { scope: STAMMDATEN.to_owned(), seq: 0, chain: GENESIS.to_owned() };
        let question = Pull { client: self.who.client, cursors: vec![cursor] };
        let answer: PullAnswer = self.ask("pull", &question)?;
        let mut changes = answer.scopes.iter().flat_map(|part| &part.changes);
        let unit = changes.find(|change| change.rec_type == RecType::Aktenplaneinheit);
        Ok(unit.context("the centre has no filing plan")?.rec_id)
    }

    /// Every record of the scope, as the centre's log leaves it.
    pub(crate) fn records(&self) -> Result<BTreeMap<Uuid, SnapshotRecord>> {
        let mut cursor =
            Cursor { scope: REGISTRATUR.to_owned(), seq: 0, chain: GENESIS.to_owned() };
        let mut records = BTreeMap::new();
        loop {
            let question = Pull { client: self.who.client, cursors: vec![cursor.clone()] };
            let answer: PullAnswer = self.ask("pull", &question)?;
            let part = answer.scopes.into_iter().next().context("a part of the answer")?;
            ensure!(!part.fork && !part.gone, "the log begins later");
            let Some(last) = part.changes.last().map(|change| change.seq) else {
                return Ok(records);
            };
            for change in part.changes {
                let body = change.body.context("a body")?;
                let (rec_type, rec_id, ver) = (change.rec_type, change.rec_id, change.ver);
                records.insert(rec_id, SnapshotRecord { rec_type, rec_id, ver, body });
            }
            cursor = Cursor { seq: last, chain: part.chain, ..cursor };
        }
    }
}

/// Fields of a record as the centre's body has them.
pub(crate) fn fields(record: &SnapshotRecord) -> Result<Fields> {
    Ok(serde_json::from_str(&record.body)?)
}
