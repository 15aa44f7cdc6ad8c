//! Connections to PostgreSQL, handed out one transaction at a time.
//!
//! Never hands out one that is closed or has a transaction open.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_executor::block_on;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, Statement};

use crate::error::CenterError;

/// How long somebody waits for a connection before the centre says that it is busy.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// Statements run at the beginning of each connection. All queries go by a key, and most plans are
/// made once: without this, one made while a table was empty would read all of it for ever. What
/// hangs gives up before the workstation's own limit.
const SET_UP: &str = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;
    SET lock_timeout = '20s'; SET statement_timeout = '60s';
    SET idle_in_transaction_session_timeout = '300s'; SET synchronous_commit = on";

pub(super) struct Pool {
    config: Config,
    tls: postgres_native_tls::MakeTlsConnector,
    /// Drives the connections; dropped last.
    runtime: Option<Runtime>,
    limit: usize,
    state: Mutex<Idle>,
    freed: Condvar,
}

#[derive(Default)]
struct Idle {
    conns: Vec<Ready>,
    open: usize,
}

/// An open connection with the statements it knows.
struct Ready {
    client: Client,
    statements: BTreeMap<&'static str, Statement>,
}

/// A connection in use; it goes back when dropped.
pub(super) struct Conn<'a> {
    pool: &'a Pool,
    ready: Option<Ready>,
    discard: bool,
}

impl Pool {
    pub(super) fn new(url: &str, limit: usize) -> Result<Self, CenterError> {
        let (config, tls) = parse(url)?;
        let runtime = runtime()?;
        let (state, freed) = (Mutex::default(), Condvar::new());
        Ok(Self { config, tls, runtime: Some(runtime), limit, state, freed })
    }

    fn state(&self) -> MutexGuard<'_, Idle> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands out a connection, opening one if there is none and there may be more.
    pub(super) fn take(&self) -> Result<Conn<'_>, CenterError> {
        let full = |idle: &mut Idle| idle.conns.is_empty() && idle.open >= self.limit;
        let waited = self.freed.wait_timeout_while(self.state(), PATIENCE, full);
        let (mut state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() && full(&mut state) {
            return Err(CenterError::Busy);
        }
        while let Some(ready) = state.conns.pop() {
            if !ready.client.is_closed() {
                return Ok(Conn { pool: self, ready: Some(ready), discard: false });
            }
            state.open -= 1;
        }
        state.open += 1;
        drop(state);
        // Counted before it exists, so that it is given up again like any other.
        let mut conn = Conn { pool: self, ready: None, discard: true };
        conn.ready = Some(self.connect()?);
        conn.discard = false;
        Ok(conn)
    }

    fn connect(&self) -> Result<Ready, CenterError> {
        let runtime = self.runtime.as_ref().ok_or(CenterError::Internal("pool is closed"))?;
        let (config, tls) = (self.config.clone(), self.tls.clone());
        let connecting = runtime.spawn(async move { connect(&config, tls).await });
        let client = block_on(connecting).map_err(|_| CenterError::Internal("connecting"))??;
        Ok(Ready { client, statements: BTreeMap::new() })
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // The caller may itself be part of a runtime, which must not wait for another one.
            runtime.shutdown_background();
        }
    }
}

impl Conn<'_> {
    pub(super) fn client(&self) -> Result<&Client, CenterError> {
        let ready =
            self.ready.as_ref().ok_or(CenterError::Internal("connection was given back"))?;
        Ok(&ready.client)
    }

    /// Makes the database understand statements it does not know yet on this connection.
    pub(super) fn prepare(
        &mut self,
        statements: impl Iterator<Item = &'static str>,
    ) -> Result<(), CenterError> {
        let Some(ready) = &mut self.ready else { return Ok(()) };
        for sql in statements {
            if !ready.statements.contains_key(sql) {
                let statement = block_on(ready.client.prepare(sql))?;
                ready.statements.insert(sql, statement);
            }
        }
        Ok(())
    }

    pub(super) fn statement(&self, sql: &'static str) -> Result<&Statement, CenterError> {
        let statement = self.ready.as_ref().and_then(|ready| ready.statements.get(sql));
        statement.ok_or(CenterError::Internal("statement is not prepared"))
    }

    /// Closes the connection instead of giving it back.
    pub(super) fn discard(&mut self) {
        self.discard = true;
    }
}

impl Drop for Conn<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        match self.ready.take() {
            Some(ready) if !self.discard && !ready.client.is_closed() => state.conns.push(ready),
            _ => state.open -= 1,
        }
        self.pool.freed.notify_one();
    }
}

/// Opens one connection on the runtime that drives it from then on.
pub(super) async fn connect(
    config: &Config,
    tls: postgres_native_tls::MakeTlsConnector,
) -> Result<Client, CenterError> {
    let (client, connection) = config.connect(tls).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(error = &error as &dyn std::error::Error, "database connection ended");
        }
    });
    client.batch_execute(SET_UP).await?;
    Ok(client)
}

/// Reads an address such as `postgres://user:password@host/database`.
pub(super) fn parse(
    url: &str,
) -> Result<(Config, postgres_native_tls::MakeTlsConnector), CenterError> {
    let mut config: Config = url.parse()?;
    config.connect_timeout(CONNECT).application_name("forsthaus-center");
    config.tcp_user_timeout(Duration::from_secs(30)).keepalives_idle(Duration::from_secs(60));
    let tls = native_tls::TlsConnector::new()
        .map_err(|_| CenterError::Internal("no TLS on this machine"))?;
    Ok((config, postgres_native_tls::MakeTlsConnector::new(tls)))
}

/// One thread that moves the bytes of all connections.
pub(super) fn runtime() -> Result<Runtime, CenterError> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    Ok(builder.worker_threads(1).thread_name("postgres").enable_all().build()?)
}
