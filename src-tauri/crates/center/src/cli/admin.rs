//! Commands that look at the ledger or change who may do what.
//!
//! Never decides about records.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use center::ledger::{Device, DeviceRow, Tenant, Usage};
use center::{Ledger, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings, seed};

use super::place::{Authority, Place, TENANT};
use super::say;

#[derive(clap::Args)]
pub(super) struct TenantAdd {
    #[command(flatten)]
    place: Place,
    /// Kurze Kennung, etwa der Gemeindeschlüssel; ändert sich nie mehr.
    tenant: String,
    /// Name der Behörde.
    mandant: String,
    /// Übungsbetrieb: als solcher gekennzeichnet, ohne echte Daten.
    #[arg(long)]
    uebung: bool,
    /// Aktenplan (JSON).
    #[arg(long)]
    aktenplan: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(super) struct Right {
    #[command(flatten)]
    authority: Authority,
    /// Kurzname des Arbeitsplatzes.
    arbeitsplatz: String,
    /// Bereich, etwa registratur.
    scope: String,
}

pub(super) fn tenant_add(options: &TenantAdd) -> anyhow::Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure!(
        !options.tenant.is_empty() && options.tenant.chars().all(plain),
        "Die Kennung darf nur kleine Buchstaben, Ziffern und Bindestriche haben."
    );
    let ledger = options.place.ledger()?;
    let plan = options.aktenplan.as_deref();
    let new = set_up(&ledger, &options.tenant, &options.mandant, options.uebung, plan)?;
    ensure!(new, "Diese Behörde gibt es schon.");
    say(&new_code(&ledger, &options.tenant, 1)?)
}

/// Sets up an authority with its filing plan; tells whether it was new.
pub(super) fn set_up(
    ledger: &Ledger,
    tenant: &str,
    mandant: &str,
    practice: bool,
    plan: Option<&Path>,
) -> anyhow::Result<bool> {
    let surroundings = Surroundings::system();
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR];
    if practice {
        let uebung = seed::Uebung::shipped()?;
        // The embedded practice office has its own name, another one is told it.
        let mandant = if tenant == TENANT { uebung.mandant() } else { mandant };
        let new = ledger.add_tenant(tenant, mandant, true, &scopes, surroundings.id())?;
        if new {
            ledger.write(tenant, |tx| seed::uebung(tx, &surroundings, &uebung))?;
            ledger.write(tenant, |tx| seed::altakten(tx, &surroundings, &uebung))?;
        }
        return Ok(new);
    }
    let new = ledger.add_tenant(tenant, mandant, false, &scopes, surroundings.id())?;
    if new {
        let plan = read_plan(plan)?;
        ledger.write(tenant, |tx| seed::aktenplan(tx, &surroundings, &plan).map(|_| ()))?;
    }
    Ok(new)
}

/// A plan file is either a list of nodes or an object that has one under `aktenplan`.
fn read_plan(file: Option<&Path>) -> anyhow::Result<Vec<center::plan::Planzeile>> {
    let Some(file) = file else {
        return Ok(serde_json::from_str(include_str!("../muster_aktenplan.json"))?);
    };
    let text = std::fs::read(file).with_context(|| format!("Aktenplan {}", file.display()))?;
    let value: serde_json::Value = serde_json::from_slice(&text)?;
    let list = value.get("aktenplan").cloned().unwrap_or(value);
    Ok(serde_json::from_value(list)?)
}

pub(super) fn tenants(place: &Place) -> anyhow::Result<()> {
    let ledger = place.ledger()?;
    for Tenant { tenant, mandant, uebung } in ledger.tenants()? {
        let Usage { records, bytes } = ledger.read(&tenant, |tx| tx.usage())?;
        let mode = if uebung { "\tÜbung" } else { "" };
        say(&format!("{tenant}\t{mandant}\t{records} Datensätze\t{bytes} Bytes{mode}"))?;
    }
    Ok(())
}

pub(super) fn new_code(ledger: &Ledger, tenant: &str, uses: u32) -> anyhow::Result<String> {
    let code = Surroundings::system().code();
    ledger.add_code(tenant, &code, uses)?;
    Ok(code)
}

pub(super) fn code(authority: &Authority, uses: u32) -> anyhow::Result<()> {
    let ledger = authority.place.ledger()?;
    let known = ledger.tenants()?.iter().any(|tenant| tenant.tenant == authority.tenant);
    ensure!(known, "Diese Behörde gibt es nicht.");
    say(&new_code(&ledger, &authority.tenant, uses)?)
}

pub(super) fn devices(authority: &Authority) -> anyhow::Result<()> {
    let ledger = authority.place.ledger()?;
    for DeviceRow { device, enrolled_at, revoked_at } in ledger.devices(&authority.tenant)? {
        let (scopes, left) = ledger.read(&authority.tenant, |tx| {
            Ok((tx.granted(&device)?, tx.revoked_unconfirmed(&device)?))
        })?;
        let mut line =
            format!("{}\tseit {enrolled_at}\t{}", device.arbeitsplatz, scopes.join(", "));
        if !left.is_empty() {
            line += &format!("\tLöschung unbestätigt: {}", left.join(", "));
        }
        if let Some(revoked_at) = revoked_at {
            line += &format!("\tgesperrt seit {revoked_at}");
        }
        say(&line)?;
    }
    Ok(())
}

fn device(ledger: &Ledger, authority: &Authority, name: &str) -> anyhow::Result<Device> {
    let mut devices = ledger.devices(&authority.tenant)?;
    devices.retain(|row| row.device.arbeitsplatz == name && row.revoked_at.is_none());
    let found = devices.pop().map(|row| row.device);
    found.context("Diesen Arbeitsplatz gibt es nicht.")
}

pub(super) fn revoke_device(authority: &Authority, arbeitsplatz: &str) -> anyhow::Result<()> {
    let ledger = authority.place.ledger()?;
    let now = Surroundings::system().now();
    let known = ledger.revoke_device(&authority.tenant, arbeitsplatz, now)?;
    ensure!(known, "Diesen Arbeitsplatz gibt es nicht.");
    say("Gesperrt.")
}

pub(super) fn grant(right: &Right) -> anyhow::Result<()> {
    let ledger = right.authority.place.ledger()?;
    let device = device(&ledger, &right.authority, &right.arbeitsplatz)?;
    ledger.write(&right.authority.tenant, |tx| tx.grant(&device, &right.scope))?;
    say("Erteilt.")
}

pub(super) fn revoke(right: &Right) -> anyhow::Result<()> {
    let ledger = right.authority.place.ledger()?;
    let device = device(&ledger, &right.authority, &right.arbeitsplatz)?;
    let now = Surroundings::system().now();
    let had = ledger.write(&right.authority.tenant, |tx| tx.revoke(&device, &right.scope, now))?;
    ensure!(had, "Der Arbeitsplatz hatte diesen Bereich nicht.");
    say("Entzogen; der Arbeitsplatz löscht bei sich und bestätigt es beim nächsten Abgleich.")
}

pub(super) fn seal(authority: &Authority) -> anyhow::Result<()> {
    let ledger = authority.place.ledger()?;
    let (key, now) = (authority.place.seal_key()?, Surroundings::system().now());
    let seal = ledger.write(&authority.tenant, |tx| center::seal::seal(tx, &key, now))?;
    say(&serde_json::to_string_pretty(&seal)?)
}

pub(super) fn salvage_list(authority: &Authority) -> anyhow::Result<()> {
    let ledger = authority.place.ledger()?;
    for salvaged in ledger.read(&authority.tenant, |tx| tx.salvaged())? {
        let record = &salvaged.record;
        say(&format!(
            "{}\t{}\t{}\t{}\tFassung {}\t{}",
            salvaged.received_at,
            salvaged.scope,
            record.rec_type.as_str(),
            record.rec_id,
            record.ver,
            record.body
        ))?;
    }
    Ok(())
}

pub(super) fn quota(
    authority: &Authority,
    records: Option<u64>,
    bytes: Option<u64>,
) -> anyhow::Result<()> {
    let ledger = authority.place.ledger()?;
    if records.is_some() || bytes.is_some() {
        ledger.write(&authority.tenant, |tx| {
            let now = tx.quota()?;
            tx.set_quota(Usage {
                records: records.unwrap_or(now.records),
                bytes: bytes.unwrap_or(now.bytes),
            })
        })?;
    }
    let (used, allowed) = ledger.read(&authority.tenant, |tx| Ok((tx.usage()?, tx.quota()?)))?;
    let limit = |limit: u64| if limit == 0 { "ohne Grenze".to_owned() } else { limit.to_string() };
    say(&format!("Datensätze: {} von {}", used.records, limit(allowed.records)))?;
    say(&format!("Bytes der Originale: {} von {}", used.bytes, limit(allowed.bytes)))
}

pub(super) fn backup(place: &Place, file: &Path) -> anyhow::Result<()> {
    if place.is_shared() {
        bail!("PostgreSQL wird mit seinen eigenen Mitteln gesichert: vorher backup-begin.");
    }
    place.ledger()?.backup(file, Surroundings::system().now())?;
    say(&format!("Gesichert: {}", file.display()))
}

pub(super) fn backup_begin(place: &Place, name: &str) -> anyhow::Result<()> {
    place.ledger()?.begin_backup(name, Surroundings::system().now())?;
    say("Vermerkt; jetzt kann gesichert werden.")
}

pub(super) fn backup_forget(place: &Place, name: &str) -> anyhow::Result<()> {
    ensure!(place.ledger()?.forget_backup(name)?, "Diese Sicherung ist nicht bekannt.");
    say("Vergessen.")
}

pub(super) fn verify(place: &Place) -> anyhow::Result<()> {
    let ledger = Arc::new(place.ledger()?);
    let mut wrong = ledger.verify()?;
    let originals = place.originals()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    wrong.extend(runtime.block_on(center::check::originals(Arc::clone(&ledger), &originals))?);
    for Tenant { tenant, .. } in ledger.tenants()? {
        for (lauf, count) in ledger.read(&tenant, |tx| tx.redactions())? {
            say(&format!("{tenant}: {count} Einträge geschwärzt durch Vernichtung {lauf}"))?;
        }
    }
    say(&format!("{} Befunde", wrong.len()))?;
    ensure!(wrong.is_empty(), wrong.join("\n"));
    Ok(())
}
