//! The tables: made once by their owner, and used by a service that owns nothing.
//!
//! Never run by the service itself.

use super::{Postgres, pool};
use crate::error::CenterError;

/// Version of the tables that this program works with.
const VERSION: i64 = 1;
/// Only one process at a time changes the tables; the number stands for this program.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7214430116)";

/// Brings the tables up to date; several may try at once.
pub(super) fn run(owner: &str, service: &str) -> Result<(), CenterError> {
    let (config, tls) = pool::parse(owner)?;
    let (service, _) = pool::parse(service)?;
    let role = service.get_user().ok_or(CenterError::Invalid("no user in the address"))?.to_owned();
    if config.get_user() == Some(role.as_str()) {
        return Err(CenterError::Invalid("the service must not own its tables"));
    }
    let runtime = pool::runtime()?;
    let work = runtime.spawn(async move {
        let mut client = pool::connect(&config, tls).await?;
        let tx = client.transaction().await?;
        tx.batch_execute(LOCK).await?;
        tx.batch_execute("CREATE TABLE IF NOT EXISTS schema_version (version bigint NOT NULL)")
            .await?;
        let version: Option<i64> =
            tx.query_one("SELECT max(version) FROM schema_version", &[]).await?.try_get(0)?;
        if version.is_none() {
            tx.batch_execute(include_str!("../../../migrations/postgres/0001.sql")).await?;
            tx.execute("INSERT INTO schema_version (version) VALUES ($1)", &[&VERSION]).await?;
        }
        let grants = include_str!("../../../migrations/postgres/grants.sql");
        let quoted = format!("\"{}\"", role.replace('"', "\"\""));
        tx.batch_execute(&grants.replace("{service}", &quoted)).await?;
        tx.commit().await?;
        Ok(())
    });
    let done = futures_executor::block_on(work);
    runtime.shutdown_background();
    done.map_err(|_| CenterError::Internal("migration panicked"))?
}

/// Refuses a database that is not ready, and a role that its rules do not bind.
pub(super) fn check(postgres: &Postgres) -> Result<(), CenterError> {
    let there = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('public.schema_version')";
    let count = |sql| {
        let row = postgres.ask(sql, &[])?.into_iter().next();
        row.map_or(Ok(0), |mut row| row.count())
    };
    if count(there)? == 0 {
        return Err(CenterError::Invalid("the database has no tables yet: migrate it first"));
    }
    let version = count("SELECT coalesce(max(version), 0) FROM schema_version")?;
    if i64::try_from(version).ok() != Some(VERSION) {
        return Err(CenterError::Invalid("the database fits another version of this program"));
    }
    let unbound = "SELECT count(*) FROM pg_roles r WHERE r.rolname = current_user
        AND (r.rolsuper OR r.rolbypassrls OR pg_has_role(current_user,
            (SELECT relowner FROM pg_class WHERE oid = 'public.record'::regclass), 'MEMBER'))";
    if count(unbound)? > 0 {
        return Err(CenterError::Invalid("the service must log in as a role without ownership"));
    }
    Ok(())
}
