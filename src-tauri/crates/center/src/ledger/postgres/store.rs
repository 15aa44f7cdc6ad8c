//! Everything that a transaction has written, in a few statements of many rows.
//!
//! Never one statement per row.

use domain::Zeitpunkt;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::super::backend::{MutationRow, Written, signed, unhex};
use super::{Args, Steps};
use crate::error::CenterError;

const CHANGES: &str = "INSERT INTO change_log (tenant, scope, seq, rec_type, rec_id, ver, body,
        body_sha256, mid, akteur, arbeitsplatz, aktion, claimed_at, at, chain)
    SELECT $1, w.* FROM unnest($2::text[], $3::bigint[], $4::text[], $5::uuid[], $6::bigint[],
        $7::text[], $8::bytea[], $9::uuid[], $10::text[], $11::text[], $12::text[], $13::text[],
        $14::text[], $15::bytea[]) w";
const RECORDS: &str = "INSERT INTO record (tenant, rec_id, rec_type, scope, ver, body, body_sha256,
        bytes_sha256, parent)
    SELECT $1, w.* FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[],
        $7::bytea[], $8::text[], $9::uuid[]) w
    ON CONFLICT (tenant, rec_id) DO UPDATE SET
        ver = excluded.ver, body = excluded.body, body_sha256 = excluded.body_sha256,
        bytes_sha256 = excluded.bytes_sha256, parent = excluded.parent";
const AUDIT: &str = "INSERT INTO audit (tenant, no, rec_id, entry, zitat, salz, zitat_sha256, hash)
    SELECT $1, w.* FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::bytea[],
        $7::bytea[], $8::bytea[]) w";
const NEW_MUTATIONS: &str = "INSERT INTO mutation (tenant, mid, creates, rec_id, arbeitsplatz,
        received_at, request, verdict, parked)
    SELECT $1, w.mid, w.creates, w.rec_id, w.arbeitsplatz, w.received_at, w.request, w.verdict,
        w.parked
    FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::boolean[]) WITH ORDINALITY
        w (mid, creates, rec_id, arbeitsplatz, received_at, request, verdict, parked, place)
    ORDER BY w.place";
const PARKED_MUTATIONS: &str = "UPDATE mutation m SET rec_id = w.rec_id, request = w.request,
        verdict = w.verdict, parked = w.parked
    FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::boolean[])
        w (mid, rec_id, request, verdict, parked)
    WHERE m.tenant = $1 AND m.mid = w.mid AND m.parked";
const UNWAIT: &str = "DELETE FROM waits WHERE tenant = $1 AND mid = ANY($2)";
const WAIT: &str = "INSERT INTO waits (tenant, name, mid)
    SELECT $1, w.* FROM unnest($2::text[], $3::uuid[]) w";
const NUMBERS: &str = "INSERT INTO client_n (tenant, client, n, mid)
    SELECT $1, w.* FROM unnest($2::uuid[], $3::bigint[], $4::uuid[]) w";
const CLIENTS: &str = "INSERT INTO client (tenant, client, device, last_n)
    SELECT $1, w.* FROM unnest($2::uuid[], $3::text[], $4::bigint[]) w
    ON CONFLICT (tenant, client) DO UPDATE SET
        device = excluded.device, last_n = excluded.last_n";
const SERIES: &str = "INSERT INTO nummernkreis (tenant, kreis, next)
    SELECT $1, w.* FROM unnest($2::text[], $3::bigint[]) w
    ON CONFLICT (tenant, kreis) DO UPDATE SET next = excluded.next";
const HEADS: &str = "UPDATE scope_head h SET seq = w.seq, chain = w.chain, digest = w.digest,
        records = w.records, moved = pg_current_xact_id()::text::bigint
    FROM unnest($2::text[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bigint[])
        w (scope, seq, chain, digest, records)
    WHERE h.tenant = $1 AND h.scope = w.scope";
const TENANT: &str = "UPDATE tenant SET audit_no = $2, audit_hash = $3, blob_bytes = $4
    WHERE tenant = $1";

/// Adds the statements that keep what was written.
pub(super) fn add<'x>(
    tenant: &'x str,
    written: &'x Written,
    steps: &mut Steps<'x>,
) -> Result<(), CenterError> {
    log(tenant, written, steps)?;
    let (known, new): (Vec<&MutationRow>, Vec<&MutationRow>) =
        written.mutations.iter().partition(|row| row.known);
    new_mutations(tenant, &new, steps);
    parked_mutations(tenant, &known, steps);
    waits(tenant, &written.mutations, steps);
    counters(tenant, written, steps);
    Ok(())
}

/// Turns rows into one array per column.
fn column<'x, R, T: ToSql + Sync + 'x>(
    rows: &'x [R],
    read: impl Fn(&'x R) -> T,
) -> Box<dyn ToSql + Sync + 'x> {
    Box::new(rows.iter().map(read).collect::<Vec<T>>())
}

fn text(zeitpunkt: Zeitpunkt) -> String {
    zeitpunkt.to_string()
}

fn log<'x>(
    tenant: &'x str,
    written: &'x Written,
    steps: &mut Steps<'x>,
) -> Result<(), CenterError> {
    let rows = written.changes.as_slice();
    if !rows.is_empty() {
        let hash = |hex: &str| unhex(hex).map(Vec::from);
        let bodies: Vec<_> =
            rows.iter().map(|(_, c)| hash(&c.body_sha256)).collect::<Result<_, _>>()?;
        let chains: Vec<_> = rows.iter().map(|(_, c)| hash(&c.chain)).collect::<Result<_, _>>()?;
        let args: Args<'x> = vec![
            Box::new(tenant),
            column(rows, |(scope, _)| scope.as_str()),
            column(rows, |(_, change)| signed(change.seq)),
            column(rows, |(_, change)| change.rec_type.as_str()),
            column(rows, |(_, change)| change.rec_id),
            column(rows, |(_, change)| signed(change.ver)),
            column(rows, |(_, change)| change.body.as_deref()),
            Box::new(bodies),
            column(rows, |(_, change)| change.mid),
            column(rows, |(_, change)| change.akteur.as_str()),
            column(rows, |(_, change)| change.arbeitsplatz.as_str()),
            column(rows, |(_, change)| change.aktion.as_str()),
            column(rows, |(_, change)| text(change.claimed_at)),
            column(rows, |(_, change)| text(change.at)),
            Box::new(chains),
        ];
        steps.add(CHANGES, args);
    }
    let rows = written.records.as_slice();
    if !rows.is_empty() {
        let hashes = rows.iter().map(|(_, record)| unhex(&record.body_sha256).map(Vec::from));
        let hashes: Vec<_> = hashes.collect::<Result<_, _>>()?;
        let args: Args<'x> = vec![
            Box::new(tenant),
            column(rows, |(id, _)| *id),
            column(rows, |(_, record)| record.rec_type.as_str()),
            column(rows, |(_, record)| record.scope.as_str()),
            column(rows, |(_, record)| signed(record.ver)),
            column(rows, |(_, record)| record.body.as_str()),
            Box::new(hashes),
            column(rows, |(_, record)| record.bytes_sha256()),
            column(rows, |(_, record)| record.parent()),
        ];
        steps.add(RECORDS, args);
    }
    let rows = written.audit.as_slice();
    if !rows.is_empty() {
        let args: Args<'x> = vec![
            Box::new(tenant),
            column(rows, |row| signed(row.no)),
            column(rows, |row| row.rec_id),
            column(rows, |row| row.entry.as_str()),
            column(rows, |row| row.zitat.as_ref().map(|zitat| zitat.text.as_str())),
            column(rows, |row| row.zitat.as_ref().map(|zitat| zitat.salz.as_slice())),
            column(rows, |row| row.zitat.as_ref().map(|zitat| zitat.sha256.as_slice())),
            column(rows, |row| row.hash.as_slice()),
        ];
        steps.add(AUDIT, args);
    }
    Ok(())
}

fn new_mutations<'x>(tenant: &'x str, rows: &[&'x MutationRow], steps: &mut Steps<'x>) {
    if rows.is_empty() {
        return;
    }
    let args: Args<'x> = vec![
        Box::new(tenant),
        Box::new(rows.iter().map(|row| row.mid).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| row.creates).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| row.rec_id).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| row.arbeitsplatz.as_str()).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| text(row.received_at)).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| row.request.as_deref()).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| row.verdict.as_str()).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| !row.waits_for.is_empty()).collect::<Vec<_>>()),
    ];
    steps.add(NEW_MUTATIONS, args);
}

fn parked_mutations<'x>(tenant: &'x str, rows: &[&'x MutationRow], steps: &mut Steps<'x>) {
    if rows.is_empty() {
        return;
    }
    let args: Args<'x> = vec![
        Box::new(tenant),
        Box::new(rows.iter().map(|row| row.mid).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| row.rec_id).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| row.request.as_deref()).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| row.verdict.as_str()).collect::<Vec<_>>()),
        Box::new(rows.iter().map(|row| !row.waits_for.is_empty()).collect::<Vec<_>>()),
    ];
    steps.add(PARKED_MUTATIONS, args);
    let mids: Vec<Uuid> = rows.iter().map(|row| row.mid).collect();
    steps.add(UNWAIT, vec![Box::new(tenant), Box::new(mids)]);
}

fn waits<'x>(tenant: &'x str, rows: &'x [MutationRow], steps: &mut Steps<'x>) {
    let waits = || rows.iter().flat_map(|row| row.waits_for.iter().map(|name| (name, row.mid)));
    let names: Vec<&str> = waits().map(|(name, _)| name.as_str()).collect();
    let mids: Vec<Uuid> = waits().map(|(_, mid)| mid).collect();
    if !names.is_empty() {
        steps.add(WAIT, vec![Box::new(tenant), Box::new(names), Box::new(mids)]);
    }
}

fn counters<'x>(tenant: &'x str, written: &'x Written, steps: &mut Steps<'x>) {
    if !written.numbers.is_empty() {
        let args: Args<'x> = vec![
            Box::new(tenant),
            column(&written.numbers, |(client, _, _)| *client),
            column(&written.numbers, |(_, n, _)| signed(*n)),
            column(&written.numbers, |(_, _, mid)| *mid),
        ];
        steps.add(NUMBERS, args);
    }
    if !written.clients.is_empty() {
        let args: Args<'x> = vec![
            Box::new(tenant),
            column(&written.clients, |(client, _, _)| *client),
            column(&written.clients, |(_, device, _)| device.as_deref()),
            column(&written.clients, |(_, _, last_n)| signed(*last_n)),
        ];
        steps.add(CLIENTS, args);
    }
    if !written.series.is_empty() {
        let args: Args<'x> = vec![
            Box::new(tenant),
            column(&written.series, |(kreis, _)| kreis.as_str()),
            column(&written.series, |(_, next)| signed(*next)),
        ];
        steps.add(SERIES, args);
    }
    if !written.heads.is_empty() {
        let args: Args<'x> = vec![
            Box::new(tenant),
            column(&written.heads, |head| head.scope.as_str()),
            column(&written.heads, |head| signed(head.seq)),
            column(&written.heads, |head| head.chain.as_slice()),
            column(&written.heads, |head| head.digest.0.0.to_vec()),
            column(&written.heads, |head| signed(head.records)),
        ];
        steps.add(HEADS, args);
    }
    if let Some((no, hash, blob_bytes)) = &written.tenant {
        let args: Args<'x> = vec![
            Box::new(tenant),
            Box::new(signed(*no)),
            Box::new(hash.as_slice()),
            Box::new(signed(*blob_bytes)),
        ];
        steps.add(TENANT, args);
    }
}
