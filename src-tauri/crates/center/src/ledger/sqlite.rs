//! The ledger over SQLite: one office, practice mode, tests.
//!
//! Never served by two processes at once (the other commands may run beside it); a state runs on
//! PostgreSQL.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Zeitpunkt;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use wire::GENESIS;

use super::sqlite_tx::SqliteTx;
use crate::error::CenterError;

/// The database of an embedded centre.
pub struct Ledger {
    conn: Mutex<Connection>,
}

/// An enrolled workstation.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its authority.
    pub tenant: String,
    /// Name of the authority.
    pub mandant: String,
    /// Practice mode.
    pub uebung: bool,
    /// Its short name.
    pub arbeitsplatz: String,
}

impl Ledger {
    /// Opens the database, making it if it is not there.
    pub fn open(path: &Path) -> Result<Self, CenterError> {
        let conn = Connection::open(path)?;
        conn.busy_timeout(std::time::Duration::from_secs(10))?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )?;
        conn.set_prepared_statement_cache_capacity(128);
        let version: u32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version == 0 {
            let all = concat!("BEGIN;", include_str!("../../migrations/0001.sql"));
            conn.execute_batch(&format!("{all} PRAGMA user_version = 1; COMMIT;"))?;
        }
        Ok(Self { conn: Mutex::new(conn) })
    }

    /// Runs one transaction of a tenant; an error takes all of it back.
    pub fn transact<T>(
        &self,
        tenant: &str,
        f: impl FnOnce(&mut SqliteTx<'_>) -> Result<T, CenterError>,
    ) -> Result<T, CenterError> {
        let mut conn = self.guard();
        let sql = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut tx = SqliteTx { sql, tenant: tenant.to_owned() };
        let result = f(&mut tx)?;
        tx.sql.commit()?;
        Ok(result)
    }

    fn guard(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere rolled its transaction back; the connection itself is sound.
        self.conn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the workstation that holds a token.
    pub fn device(&self, token: &str) -> Result<Device, CenterError> {
        let conn = self.guard();
        let mut query = conn.prepare_cached(
            "SELECT d.tenant, t.mandant, t.uebung, d.arbeitsplatz FROM device d
             JOIN tenant t ON t.tenant = d.tenant
             WHERE d.token_sha256 = ?1 AND d.revoked_at IS NULL",
        )?;
        let row = query.query_row([wire::sha256_hex(token.as_bytes())], |row| {
            Ok(Device {
                tenant: row.get(0)?,
                mandant: row.get(1)?,
                uebung: row.get(2)?,
                arbeitsplatz: row.get(3)?,
            })
        });
        row.optional()?.ok_or(CenterError::Unauthorized)
    }

    /// Trades a one-time code for a token.
    pub fn enrol(
        &self,
        code: &str,
        token: &str,
        arbeitsplatz: &str,
        now: Zeitpunkt,
    ) -> Result<(), CenterError> {
        let mut conn = self.guard();
        let tx = conn.transaction()?;
        let code = wire::sha256_hex(code.trim().to_uppercase().as_bytes());
        let tenant: Option<String> = tx
            .query_row(
                "UPDATE enrol_code SET uses_left = uses_left - 1
                 WHERE code_sha256 = ?1 AND uses_left > 0 RETURNING tenant",
                [code],
                |row| row.get(0),
            )
            .optional()?;
        let tenant = tenant.ok_or(CenterError::Unauthorized)?;
        tx.execute(
            "INSERT INTO device (token_sha256, tenant, arbeitsplatz, enrolled_at)
             VALUES (?1, ?2, ?3, ?4)",
            params![wire::sha256_hex(token.as_bytes()), tenant, arbeitsplatz, now.to_string()],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// Adds a code with which `uses` workstations may enrol.
    pub fn add_code(&self, tenant: &str, code: &str, uses: u32) -> Result<(), CenterError> {
        self.guard().execute(
            "INSERT INTO enrol_code (code_sha256, tenant, uses_left) VALUES (?1, ?2, ?3)",
            params![wire::sha256_hex(code.as_bytes()), tenant, uses],
        )?;
        Ok(())
    }

    /// Adds an authority with its scopes; tells whether it was new.
    pub fn add_tenant(
        &self,
        tenant: &str,
        mandant: &str,
        uebung: bool,
        scopes: &[&str],
    ) -> Result<bool, CenterError> {
        let mut conn = self.guard();
        let tx = conn.transaction()?;
        let new = tx.execute(
            "INSERT OR IGNORE INTO tenant (tenant, mandant, uebung) VALUES (?1, ?2, ?3)",
            params![tenant, mandant, uebung],
        )? > 0;
        for (order, scope) in (0_i64..).zip(scopes) {
            tx.execute(
                "INSERT OR IGNORE INTO scope_head (tenant, scope, reihenfolge, seq, chain)
                 VALUES (?1, ?2, ?3, 0, ?4)",
                params![tenant, scope, order, GENESIS.as_slice()],
            )?;
        }
        tx.commit()?;
        Ok(new)
    }

    /// Writes a consistent copy of the database and notes it as restorable.
    ///
    /// What it vouches for is noted before the copy is made, so the copy holds at least that, and
    /// knows itself; if the copy fails, the note goes again.
    pub fn backup(&self, to: &Path, now: Zeitpunkt) -> Result<(), CenterError> {
        let name = to.display().to_string();
        let mut conn = self.guard();
        {
            let tx = conn.transaction()?;
            tx.execute("DELETE FROM backup_client WHERE backup = ?1", [&name])?;
            tx.execute(
                "INSERT OR REPLACE INTO backup (backup, made_at) VALUES (?1, ?2)",
                params![name, now.to_string()],
            )?;
            tx.execute(
                "INSERT INTO backup_client (backup, tenant, client, last_n)
                 SELECT ?1, tenant, client, last_n FROM client",
                [&name],
            )?;
            tx.commit()?;
        }
        let copied = Connection::open(to).and_then(|mut target| {
            let backup = rusqlite::backup::Backup::new(&conn, &mut target)?;
            backup.run_to_completion(1000, std::time::Duration::ZERO, None)
        });
        if copied.is_err() {
            conn.execute("DELETE FROM backup_client WHERE backup = ?1", [&name])?;
            conn.execute("DELETE FROM backup WHERE backup = ?1", [&name])?;
        }
        Ok(copied?)
    }

    /// Forgets a backup that will never be restored; clients need not keep changes for it.
    /// Tells whether there was one.
    pub fn forget_backup(&self, file: &Path) -> Result<bool, CenterError> {
        let name = file.display().to_string();
        let mut conn = self.guard();
        let tx = conn.transaction()?;
        tx.execute("DELETE FROM backup_client WHERE backup = ?1", [&name])?;
        let known = tx.execute("DELETE FROM backup WHERE backup = ?1", [&name])? > 0;
        tx.commit()?;
        Ok(known)
    }

    /// Walks audit, chain, digest and numbers of everything; returns what is wrong.
    pub fn verify(&self) -> Result<Vec<String>, CenterError> {
        let scopes: Vec<(String, String)> = {
            let conn = self.guard();
            let mut query = conn.prepare("SELECT tenant, scope FROM scope_head")?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut wrong = Vec::new();
        let tenants: std::collections::BTreeSet<&String> =
            scopes.iter().map(|(tenant, _)| tenant).collect();
        for tenant in tenants {
            self.transact(tenant, |tx| tx.verify_audit(&mut wrong))?;
        }
        for (tenant, scope) in &scopes {
            self.transact(tenant, |tx| tx.verify_scope(scope, &mut wrong))?;
        }
        Ok(wrong)
    }
}
