//! What concerns the whole centre: authorities, workstations, codes, backups, what has moved.
//!
//! Never reads a record.

use std::path::Path;

use domain::Zeitpunkt;
use domain::mandant::mandant_id;
use uuid::Uuid;
use wire::{GENESIS, sha256_hex};

use super::backend::{Arg, Row};
use super::tx::Tx;
use super::{Ledger, Store};
use crate::SCOPE_REGISTRATUR;
use crate::error::CenterError;

/// An enrolled workstation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// What it is known by here: the hash of its token.
    pub id: String,
    /// Its authority.
    pub tenant: String,
    /// Name of the authority.
    pub mandant: String,
    /// Practice mode.
    pub uebung: bool,
    /// Its short name.
    pub arbeitsplatz: String,
}

/// A workstation that is or was enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// The workstation.
    pub device: Device,
    /// Since when.
    pub enrolled_at: Zeitpunkt,
    /// When it was shut out.
    pub revoked_at: Option<Zeitpunkt>,
}

/// An authority that this centre serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its key.
    pub tenant: String,
    /// Its name.
    pub mandant: String,
    /// Practice mode.
    pub uebung: bool,
}

/// What a workstation says of itself when it enrols.
#[derive(Debug, Clone, Copy)]
pub struct Enrolment<'a> {
    /// One-time code.
    pub code: &'a str,
    /// The token it is to have.
    pub token: &'a str,
    /// Its short name.
    pub arbeitsplatz: &'a str,
    /// Whether it is in practice mode, if it says so.
    pub uebung: Option<bool>,
}

/// A scope whose log has grown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Authority.
    pub tenant: String,
    /// Scope.
    pub scope: String,
    /// Newest row.
    pub seq: u64,
}

/// A query that has to look across tenants: over PostgreSQL the service may do so only through
/// functions that give no content away.
struct Across {
    sqlite: &'static str,
    postgres: &'static str,
}

const DEVICE: Across = Across {
    sqlite: "SELECT d.tenant, t.mandant, t.uebung, d.arbeitsplatz FROM device d
             JOIN tenant t ON t.tenant = d.tenant
             WHERE d.token_sha256 = $1 AND d.revoked_at IS NULL",
    postgres: "SELECT tenant, mandant, uebung, arbeitsplatz FROM find_device($1)",
};
const CODE: Across = Across {
    sqlite: "SELECT t.tenant, t.mandant, t.uebung FROM enrol_code c
             JOIN tenant t ON t.tenant = c.tenant
             WHERE c.code_sha256 = $1 AND c.uses_left > 0",
    postgres: "SELECT tenant, mandant, uebung FROM find_code($1)",
};
const TENANTS: Across = Across {
    sqlite: "SELECT tenant, mandant, uebung FROM tenant ORDER BY tenant",
    postgres: "SELECT tenant, mandant, uebung FROM all_tenants()",
};
const MOVED: Across = Across {
    sqlite: "SELECT tenant, scope, seq, moved + 1 FROM scope_head WHERE moved >= $1 ORDER BY moved",
    postgres: "SELECT tenant, scope, seq, next FROM moved_heads($1)",
};

impl Ledger {
    fn across(&self, query: &Across, args: &[Arg<'_>]) -> Result<Vec<Row>, CenterError> {
        match &self.store {
            Store::Sqlite(_) => self.read("", |tx| tx.rows(query.sqlite, args)),
            Store::Postgres(postgres) => postgres.ask(query.postgres, args),
        }
    }

    /// Fails if the database cannot be reached.
    pub fn ready(&self) -> Result<(), CenterError> {
        self.read("", |tx| tx.rows("SELECT 1", &[])).map(drop)
    }

    /// Returns the workstation that holds a token.
    pub fn device(&self, token: &str) -> Result<Device, CenterError> {
        let id = sha256_hex(token.as_bytes());
        let row = self.across(&DEVICE, &[Arg::Text(&id)])?.into_iter().next();
        let mut row = row.ok_or(CenterError::Unauthorized)?;
        Ok(Device {
            id,
            tenant: row.text()?,
            mandant: row.text()?,
            uebung: row.bool()?,
            arbeitsplatz: row.text()?,
        })
    }

    /// Trades a one-time code for a token. A refusal does not use the code up.
    pub fn enrol(&self, new: Enrolment<'_>, now: Zeitpunkt) -> Result<Device, CenterError> {
        let code = sha256_hex(new.code.trim().to_uppercase().as_bytes());
        let row = self.across(&CODE, &[Arg::Text(&code)])?.into_iter().next();
        let mut row = row.ok_or(CenterError::Unauthorized)?;
        let device = Device {
            id: sha256_hex(new.token.as_bytes()),
            tenant: row.text()?,
            mandant: row.text()?,
            uebung: row.bool()?,
            arbeitsplatz: new.arbeitsplatz.to_owned(),
        };
        if new.uebung.is_some_and(|uebung| uebung != device.uebung) {
            return Err(CenterError::Practice);
        }
        self.write(&device.tenant, |tx| tx.enrol(&device, &code, now))?;
        Ok(device)
    }

    /// Adds a code with which `uses` workstations may enrol.
    pub fn add_code(&self, tenant: &str, code: &str, uses: u32) -> Result<(), CenterError> {
        let code = sha256_hex(code.as_bytes());
        self.write(tenant, |tx| {
            tx.run(
                "INSERT INTO enrol_code (code_sha256, tenant, uses_left) VALUES ($1, $2, $3)",
                &[Arg::Text(&code), Arg::Text(tenant), Arg::Int(uses.into())],
            )
        })?;
        Ok(())
    }

    /// Adds an authority with its scopes, or scopes to one that is there; tells whether it was
    /// new. `ledger` becomes its identity if it is.
    pub fn add_tenant(
        &self,
        tenant: &str,
        mandant: &str,
        uebung: bool,
        scopes: &[&str],
        ledger: Uuid,
    ) -> Result<bool, CenterError> {
        self.write(tenant, |tx| {
            let new = tx.run(
                "INSERT INTO tenant (tenant, mandant, uebung, ledger, audit_no, audit_hash,
                     blob_bytes, max_records, max_bytes)
                 VALUES ($1, $2, $3, $4, 0, $5, 0, 0, 0) ON CONFLICT (tenant) DO NOTHING",
                &[
                    Arg::Text(tenant),
                    Arg::Text(mandant),
                    Arg::Bool(uebung),
                    Arg::Id(ledger),
                    Arg::Bytes(&GENESIS),
                ],
            )? > 0;
            for (order, scope) in (0_i64..).zip(scopes) {
                tx.run(
                    "INSERT INTO scope_head (tenant, scope, reihenfolge, seq, chain, digest,
                         records, floor, floor_chain, moved)
                     VALUES ($1, $2, $3, 0, $4, $4, 0, 0, $4, 0)
                     ON CONFLICT (tenant, scope) DO NOTHING",
                    &[Arg::Text(tenant), Arg::Text(scope), Arg::Int(order), Arg::Bytes(&GENESIS)],
                )?;
            }
            Ok(new)
        })
    }

    /// Adds a scope behind those that an authority has; one that is there stays as it is.
    pub fn add_scope(&self, tenant: &str, scope: &str) -> Result<(), CenterError> {
        self.write(tenant, |tx| {
            tx.run(
                "INSERT INTO scope_head (tenant, scope, reihenfolge, seq, chain, digest,
                     records, floor, floor_chain, moved)
                 SELECT $1, $2, coalesce(max(reihenfolge), 0) + 1, 0, $3, $3, 0, 0, $3, 0
                 FROM scope_head WHERE tenant = $1
                 ON CONFLICT (tenant, scope) DO NOTHING",
                &[Arg::Text(tenant), Arg::Text(scope), Arg::Bytes(&GENESIS)],
            )
        })?;
        Ok(())
    }

    /// Returns every authority of this centre.
    pub fn tenants(&self) -> Result<Vec<Tenant>, CenterError> {
        let rows = self.across(&TENANTS, &[])?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Tenant { tenant: row.text()?, mandant: row.text()?, uebung: row.bool()? })
            })
            .collect()
    }

    /// Returns the workstations of an authority, also those that are shut out.
    pub fn devices(&self, tenant: &str) -> Result<Vec<DeviceRow>, CenterError> {
        let rows = self.read(tenant, |tx| {
            tx.rows(
                "SELECT d.token_sha256, t.mandant, t.uebung, d.arbeitsplatz, d.enrolled_at,
                     d.revoked_at
                 FROM device d JOIN tenant t ON t.tenant = d.tenant
                 WHERE d.tenant = $1 ORDER BY d.arbeitsplatz, d.enrolled_at",
                &[Arg::Text(tenant)],
            )
        })?;
        rows.into_iter()
            .map(|mut row| {
                let device = Device {
                    id: row.text()?,
                    tenant: tenant.to_owned(),
                    mandant: row.text()?,
                    uebung: row.bool()?,
                    arbeitsplatz: row.text()?,
                };
                let (enrolled_at, revoked_at) = (row.zeitpunkt()?, row.opt_zeitpunkt()?);
                Ok(DeviceRow { device, enrolled_at, revoked_at })
            })
            .collect()
    }

    /// Shuts a workstation out: its token opens nothing any more, its name is free. Tells whether
    /// there was one.
    pub fn revoke_device(
        &self,
        tenant: &str,
        arbeitsplatz: &str,
        now: Zeitpunkt,
    ) -> Result<bool, CenterError> {
        let now = now.to_string();
        let touched = self.write(tenant, |tx| {
            tx.run(
                "UPDATE device SET revoked_at = $1
                 WHERE tenant = $2 AND arbeitsplatz = $3 AND revoked_at IS NULL",
                &[Arg::Text(&now), Arg::Text(tenant), Arg::Text(arbeitsplatz)],
            )
        })?;
        Ok(touched > 0)
    }

    /// Returns the scopes that have moved since an earlier call, with the mark to give next time;
    /// 0 gives all. May name a scope twice, never leaves one out.
    pub fn moved(&self, since: u64) -> Result<(u64, Vec<Moved>), CenterError> {
        let mut next = since;
        let mut moved = Vec::new();
        for mut row in self.across(&MOVED, &[Arg::count(since)])? {
            moved.push(Moved { tenant: row.text()?, scope: row.text()?, seq: row.count()? });
            next = next.max(row.count()?);
        }
        Ok((next, moved))
    }

    /// Writes a consistent copy of the SQLite database and notes it as restorable.
    ///
    /// What it vouches for is noted before the copy is made, so the copy holds at least that, and
    /// knows itself; if the copy fails, the note goes again.
    pub fn backup(&self, to: &Path, now: Zeitpunkt) -> Result<(), CenterError> {
        let Store::Sqlite(sqlite) = &self.store else {
            return Err(CenterError::Invalid("PostgreSQL is backed up by its own means"));
        };
        let name = to.display().to_string();
        self.begin_backup(&name, now)?;
        let copied = sqlite.copy(to);
        if copied.is_err() {
            self.forget_backup(&name)?;
        }
        copied
    }

    /// Notes how far every client is, before a backup of that name is made by other means: as long
    /// as it is not forgotten, nobody throws away what it does not hold.
    pub fn begin_backup(&self, name: &str, now: Zeitpunkt) -> Result<(), CenterError> {
        let now = now.to_string();
        if let Store::Postgres(_) = self.store {
            let args = [Arg::Text(name), Arg::Text(&now)];
            return self
                .write("", |tx| tx.rows("SELECT 1 FROM note_backup($1, $2)", &args).map(drop));
        }
        self.write("", |tx| {
            tx.run("DELETE FROM backup_client WHERE backup = $1", &[Arg::Text(name)])?;
            tx.run(
                "INSERT INTO backup_client (backup, tenant, client, last_n)
                 SELECT $1, tenant, client, last_n FROM client",
                &[Arg::Text(name)],
            )?;
            tx.run(
                "INSERT INTO backup (backup, made_at) VALUES ($1, $2)
                 ON CONFLICT (backup) DO UPDATE SET made_at = excluded.made_at",
                &[Arg::Text(name), Arg::Text(&now)],
            )?;
            Ok(())
        })
    }

    /// Forgets a backup that will never be restored; clients need not keep changes for it.
    /// Tells whether there was one.
    pub fn forget_backup(&self, name: &str) -> Result<bool, CenterError> {
        if let Store::Postgres(_) = self.store {
            let sql = "SELECT forget_backup($1)";
            let row = self.write("", |tx| tx.row(sql, &[Arg::Text(name)]))?;
            return row.map_or(Ok(false), |mut row| row.bool());
        }
        self.write("", |tx| {
            tx.run("DELETE FROM backup_client WHERE backup = $1", &[Arg::Text(name)])?;
            Ok(tx.run("DELETE FROM backup WHERE backup = $1", &[Arg::Text(name)])? > 0)
        })
    }
}

impl Tx<'_> {
    fn enrol(&mut self, device: &Device, code: &str, now: Zeitpunkt) -> Result<(), CenterError> {
        let taken = self.row(
            "SELECT token_sha256 FROM device
             WHERE tenant = $1 AND arbeitsplatz = $2 AND revoked_at IS NULL",
            &[Arg::Text(self.tenant), Arg::Text(&device.arbeitsplatz)],
        )?;
        if taken.is_some() {
            return Err(CenterError::NameTaken);
        }
        let used = self.run(
            "UPDATE enrol_code SET uses_left = uses_left - 1
             WHERE code_sha256 = $1 AND tenant = $2 AND uses_left > 0",
            &[Arg::Text(code), Arg::Text(self.tenant)],
        )?;
        if used == 0 {
            return Err(CenterError::Unauthorized);
        }
        let now = now.to_string();
        self.run(
            "INSERT INTO device (token_sha256, tenant, arbeitsplatz, enrolled_at)
             VALUES ($1, $2, $3, $4)",
            &[
                Arg::Text(&device.id),
                Arg::Text(self.tenant),
                Arg::Text(&device.arbeitsplatz),
                Arg::Text(&now),
            ],
        )?;
        for head in self.heads()? {
            // Whoever is to see another municipality is named.
            let apart =
                head.scope != SCOPE_REGISTRATUR && self.record(mandant_id(&head.scope))?.is_some();
            if !apart {
                self.grant(device, &head.scope)?;
            }
        }
        Ok(())
    }
}
