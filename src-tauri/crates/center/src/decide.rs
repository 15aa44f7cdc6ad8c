//! Decides mutations: in order, once each, with a stored verdict for every one.
//!
//! Never decides by a clock. The merge rules are `domain::merge`'s; this adds what only the centre
//! knows: numbers, references between records, originals that have not arrived, groups.

use domain::aussonderung::vernichtet;
use domain::konflikt::{Konflikt, KonfliktState};
use domain::merge::{self, FieldConflict, Outcome, Rejection};
use domain::record::is_empty;
use domain::{Fields, Op, Protokolleintrag, RecType, Record, SCHEMA, Verstoss, Zeitpunkt, regeln};
use serde_json::Value;
use uuid::Uuid;
use wire::{Mutation, PushAnswer, Verdict, VerdictKind};

use crate::error::CenterError;
use crate::ledger::{Draft, ParkedMutation, StoredRecord, Tx};

mod numbers;
mod order;
mod rules;
mod vernichten;

/// Where and when a push arrives.
#[derive(Debug, Clone, Copy)]
pub struct Receipt<'a> {
    /// Name of the workstation it comes from.
    pub arbeitsplatz: &'a str,
    /// That workstation, whose rights count now; none for the centre itself, and for what was
    /// received before and only waited.
    pub device: Option<&'a str>,
    /// The centre's clock.
    pub now: Zeitpunkt,
}

/// Decides a push and answers it.
pub fn push(
    tx: &mut Tx<'_>,
    client: Uuid,
    mutations: &[Mutation],
    receipt: Receipt<'_>,
) -> Result<PushAnswer, CenterError> {
    tx.prepare(client, receipt.device, mutations)?;
    if let Some(device) = receipt.device {
        tx.bind_client(client, device)?;
    }
    let mut last = tx.last_n(client)?;
    let mut verdicts = Vec::new();
    let mut fork = false;
    let mut rest = mutations;
    while let Some(first) = rest.first() {
        let same_group = |m: &&Mutation| m.group.is_some() && m.group == first.group;
        let length = rest.iter().take_while(same_group).count().max(1);
        let (group, behind) = rest.split_at(length);
        rest = behind;
        if first.n > last + 1 {
            break;
        }
        if let Some(known) = known(tx, client, group, last)? {
            let Some(known) = known else {
                fork = true;
                break;
            };
            verdicts.extend(known);
        } else {
            verdicts.extend(decide_group(tx, group, receipt)?);
            for mutation in group {
                tx.number(client, mutation.n, mutation.mid)?;
            }
        }
        last = last.max(group.last().map_or(last, |m| m.n));
    }
    let safe_n = tx.safe_n(client)?;
    Ok(PushAnswer { verdicts, expect: tx.last_n(client)? + 1, safe_n, fork })
}

/// Returns stored verdicts for a group that was received before: `Some(None)` if its numbers
/// belong to other mutations, `None` if it is new.
#[expect(clippy::option_option, reason = "three answers: new, known, fork")]
fn known(
    tx: &mut Tx<'_>,
    client: Uuid,
    group: &[Mutation],
    last: u64,
) -> Result<Option<Option<Vec<Verdict>>>, CenterError> {
    let mut verdicts = Vec::new();
    for mutation in group {
        if mutation.n <= last && tx.mid_of(client, mutation.n)? != Some(mutation.mid) {
            return Ok(Some(None));
        }
        // The same mutation may come under a second identity (image fallback): its id decides.
        let Some(kind) = tx.verdict(mutation.mid)? else { return Ok(None) };
        if mutation.n > last {
            tx.number(client, mutation.n, mutation.mid)?;
        }
        verdicts.push(Verdict { mid: mutation.mid, n: mutation.n, kind });
    }
    Ok(Some(Some(verdicts)))
}

/// Decides mutations that take effect together or not at all.
///
/// The first one that is refused or has to wait speaks for the whole group.
fn decide_group(
    tx: &mut Tx<'_>,
    group: &[Mutation],
    receipt: Receipt<'_>,
) -> Result<Vec<Verdict>, CenterError> {
    tx.savepoint()?;
    let mut kinds = Vec::new();
    for mutation in group {
        let kind = decide_one(tx, mutation, group, receipt)?;
        let stop = kind.seq().is_none();
        kinds.push(kind);
        if stop {
            tx.rollback_to_savepoint()?;
            break;
        }
    }
    tx.release_savepoint();
    let spoiler = kinds.last().filter(|kind| kind.seq().is_none()).cloned();
    let spoiled_at = kinds.len();
    let mut verdicts = Vec::new();
    for (index, mutation) in group.iter().enumerate() {
        let kind = match &spoiler {
            Some(kind @ VerdictKind::Parked { .. }) => kind.clone(),
            Some(kind) if index + 1 == spoiled_at => kind.clone(),
            Some(_) => refused(Rejection::Group),
            None => kinds.get(index).cloned().ok_or(CenterError::Internal("verdict missing"))?,
        };
        tx.store_verdict(mutation, receipt.arbeitsplatz, receipt.now, &kind)?;
        verdicts.push(Verdict { mid: mutation.mid, n: mutation.n, kind });
    }
    Ok(verdicts)
}

/// Returns what a mutation of a newer field set waits for.
fn waits_for_schema(schema: u32) -> String {
    format!("schema {schema}")
}

/// Decides mutations that waited for an original, in order of receipt, and again while that helps:
/// a restored centre may be sent what depends on a record before the record itself.
pub fn unpark(tx: &mut Tx<'_>, arrived: &str, now: Zeitpunkt) -> Result<(), CenterError> {
    let mut waiting = tx.parked(arrived)?;
    loop {
        let before = waiting.len();
        decide_parked(tx, &waiting, now)?;
        let mut left = Vec::new();
        for parked in waiting {
            if !tx.verdict(parked.mutation.mid)?.is_some_and(|kind| kind.is_final()) {
                left.push(parked);
            }
        }
        if left.is_empty() || left.len() == before {
            return Ok(());
        }
        waiting = left;
    }
}

fn decide_parked(
    tx: &mut Tx<'_>,
    parked: &[ParkedMutation],
    now: Zeitpunkt,
) -> Result<(), CenterError> {
    let mut rest = parked;
    while let Some(first) = rest.first() {
        let same = |p: &&ParkedMutation| {
            first.mutation.group.is_some() && p.mutation.group == first.mutation.group
        };
        let (group, behind) = rest.split_at(rest.iter().take_while(same).count().max(1));
        rest = behind;
        let mutations: Vec<Mutation> = group.iter().map(|p| p.mutation.clone()).collect();
        let receipt = Receipt { arbeitsplatz: &first.arbeitsplatz, device: None, now };
        decide_group(tx, &mutations, receipt)?;
    }
    Ok(())
}

/// Decides what waited for a newer centre; called when a centre starts.
pub fn unpark_schemas(tx: &mut Tx<'_>, now: Zeitpunkt) -> Result<(), CenterError> {
    for schema in 1..=SCHEMA {
        unpark(tx, &waits_for_schema(schema), now)?;
    }
    Ok(())
}

fn decide_one(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    group: &[Mutation],
    receipt: Receipt<'_>,
) -> Result<VerdictKind, CenterError> {
    let refuse = |code| Ok(refused(code));
    if mutation.schema > SCHEMA {
        // A newer program's change is kept until this centre understands it.
        return Ok(VerdictKind::Parked { waits_for: vec![waits_for_schema(mutation.schema)] });
    }
    if tx.head(&mutation.scope)?.is_none() {
        return refuse(Rejection::Forbidden);
    }
    if let Some(device) = receipt.device
        && !tx.may_see(device, &mutation.scope)?
    {
        return refuse(Rejection::Forbidden);
    }
    if serde_json::to_vec(mutation)?.len() > wire::MUTATION_BYTES_MAX {
        return refuse(Rejection::Invalid);
    }
    if let Err(verstoss) = subjects(mutation) {
        return Ok(against(verstoss));
    }
    if let Some(waits_for) = order::waits(tx, mutation, group, receipt.arbeitsplatz)? {
        return Ok(VerdictKind::Parked { waits_for });
    }
    let current = tx.record(mutation.rec_id)?;
    if current
        .as_ref()
        .is_some_and(|c| c.rec_type != mutation.rec_type || c.scope != mutation.scope)
    {
        return refuse(Rejection::Invalid);
    }
    if current.as_ref().is_some_and(|record| vernichtet(&record.fields).is_some()) {
        return Ok(against(Verstoss::Vernichtet));
    }
    if current.is_none() && mutation.edit.op != Op::Create {
        return wait_or_refuse(tx, mutation.rec_id, Rejection::Unknown);
    }
    if let Some(kind) = check_parent(tx, mutation)? {
        return Ok(kind);
    }
    if mutation.edit.op == Op::Resolve && !disputed(tx, mutation)? {
        return refuse(Rejection::Reference);
    }
    let fields = current.as_ref().map(|record| &record.fields);
    let outcome = merge::apply(mutation.rec_type, fields, &mutation.edit);
    let after = match &outcome {
        Outcome::Rejected(code) => return refuse(*code),
        Outcome::Applied { fields } | Outcome::Conflict { fields, .. } => fields,
    };
    if !regeln::lesbar(mutation.rec_type, after) {
        return refuse(Rejection::Invalid);
    }
    if vernichten::reaches_out(tx, mutation, after)? {
        return refuse(Rejection::Forbidden);
    }
    if let Some(verstoss) = rules::broken(tx, mutation, current.as_deref(), after, receipt)? {
        return Ok(against(verstoss));
    }
    match outcome {
        Outcome::Rejected(code) => refuse(code),
        Outcome::Applied { fields } => applied(tx, mutation, current.as_deref(), fields, receipt),
        Outcome::Conflict { fields, conflicts } => {
            conflict(tx, mutation, current.as_deref(), fields, conflicts, receipt)
        }
    }
}

/// Returns a refusal.
fn refused(code: Rejection) -> VerdictKind {
    VerdictKind::Rejected { code, regel: None }
}

/// Returns the refusal of what breaks a rule.
fn against(verstoss: Verstoss) -> VerdictKind {
    VerdictKind::Rejected { code: Rejection::Rule, regel: Some(verstoss.name()) }
}

fn subjects(mutation: &Mutation) -> Result<(), Verstoss> {
    let set = mutation.edit.set.iter().filter(|(name, _)| regeln::ist_betreff(name));
    for (_, value) in set {
        regeln::betreff(value.as_str().unwrap_or(""))?;
    }
    Ok(())
}

/// A record that is not there yet may wait itself; then so does what depends on it.
fn wait_or_refuse(
    tx: &mut Tx<'_>,
    rec_id: Uuid,
    code: Rejection,
) -> Result<VerdictKind, CenterError> {
    let waits_for = tx.parked_creation(rec_id)?;
    Ok(waits_for.map_or_else(|| refused(code), |waits_for| VerdictKind::Parked { waits_for }))
}

/// Tells whether a decision is about a field that two persons have disagreed on; one may be made
/// anew.
fn disputed(tx: &mut Tx<'_>, mutation: &Mutation) -> Result<bool, CenterError> {
    let Some(konflikt) = mutation.konflikt else { return Ok(false) };
    let Some(record) = tx.record(konflikt)? else { return Ok(false) };
    let Ok(dispute) = Konflikt::from_fields(&record.fields) else { return Ok(false) };
    let edit = &mutation.edit;
    let only = edit.add.is_empty() && edit.remove.is_empty();
    Ok(record.scope == mutation.scope
        && record.rec_type == RecType::Konflikt
        && dispute.rec_id == mutation.rec_id
        && only
        && edit.set.keys().all(|name| *name == dispute.feld))
}

/// Returns the field that names the record this one is to live in.
fn lives_in(mutation: &Mutation) -> Option<(&'static str, RecType)> {
    let filed = mutation.edit.set.get("dokument").is_some_and(|value| !value.is_null());
    match mutation.rec_type {
        RecType::Eingang if filed => Some(("dokument", RecType::Dokument)),
        kind => kind.parent(),
    }
}

/// Checks the record that this one is to live in.
fn check_parent(tx: &mut Tx<'_>, mutation: &Mutation) -> Result<Option<VerdictKind>, CenterError> {
    let Some((field, kind)) = lives_in(mutation) else { return Ok(None) };
    let Some(value) = mutation.edit.set.get(field) else {
        let orphan = mutation.edit.op == Op::Create;
        return Ok(orphan.then(|| refused(Rejection::Reference)));
    };
    let Some(id) = value.as_str().and_then(|id| Uuid::parse_str(id).ok()) else {
        return Ok(Some(refused(Rejection::Invalid)));
    };
    let Some(parent) = tx.record(id)? else {
        return wait_or_refuse(tx, id, Rejection::Reference).map(Some);
    };
    // What one municipality has is nothing that another one's records may live in.
    let near = parent.scope == mutation.scope || parent.scope == crate::SCOPE_STAMMDATEN;
    if parent.rec_type != kind || !near {
        return Ok(Some(refused(Rejection::Reference)));
    }
    Ok(None)
}

fn applied(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    current: Option<&StoredRecord>,
    mut fields: Fields,
    receipt: Receipt<'_>,
) -> Result<VerdictKind, CenterError> {
    numbers::complete(tx, mutation, current, &mut fields, receipt.now)?;
    audit(tx, mutation, current, &fields, receipt)?;
    let after = fields.clone();
    let mut seq = write(tx, mutation, mutation.rec_type, mutation.rec_id, fields, receipt)?;
    seq = vernichten::carry_out(tx, mutation, current, &after, receipt)?.unwrap_or(seq);
    if let Some(konflikt) = mutation.konflikt {
        seq = close_conflict(tx, mutation, konflikt, receipt)?.unwrap_or(seq);
    }
    let moved = current.is_some_and(|record| record.ver != mutation.base_ver);
    Ok(if moved && mutation.edit.op == Op::Set {
        VerdictKind::Merged { seq }
    } else {
        VerdictKind::Applied { seq }
    })
}

fn conflict(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    current: Option<&StoredRecord>,
    fields: Fields,
    conflicts: Vec<FieldConflict>,
    receipt: Receipt<'_>,
) -> Result<VerdictKind, CenterError> {
    let mut seq = 0;
    if current.is_none_or(|record| record.fields != fields) {
        audit(tx, mutation, current, &fields, receipt)?;
        seq = write(tx, mutation, mutation.rec_type, mutation.rec_id, fields, receipt)?;
    }
    let mut names = Vec::new();
    for dispute in conflicts {
        let konflikt = Konflikt {
            rec_type: mutation.rec_type,
            rec_id: mutation.rec_id,
            feld: dispute.field.clone(),
            ausgangsstand: dispute.base,
            zentrale: dispute.theirs,
            eigener: dispute.mine,
            akteur: mutation.akteur.clone(),
            arbeitsplatz: receipt.arbeitsplatz.to_owned(),
            geaendert_um: mutation.claimed_at,
            status: KonfliktState::Offen,
        };
        let id = conflict_id(mutation.mid, &dispute.field);
        audit_konflikt(tx, mutation, id, "konflikt_festgestellt", receipt)?;
        seq = write(tx, mutation, RecType::Konflikt, id, konflikt.to_fields(), receipt)?;
        names.push(dispute.field);
    }
    Ok(VerdictKind::Conflict { seq, fields: names })
}

/// Returns the id of the conflict that a mutation has about a field; the same on every replay.
fn conflict_id(mid: Uuid, field: &str) -> Uuid {
    let hash = wire::sha256_hex(format!("konflikt {mid} {field}").as_bytes());
    let mut bytes = [0; 16];
    let start = hash.get(..32).unwrap_or("");
    // A SHA-256 in hex is long enough; what is kept of it makes a version 8 UUID.
    let _ = hex::decode_to_slice(start, &mut bytes);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn close_conflict(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    konflikt: Uuid,
    receipt: Receipt<'_>,
) -> Result<Option<u64>, CenterError> {
    let Some(record) = tx.record(konflikt)? else { return Ok(None) };
    if record.rec_type != RecType::Konflikt || record.scope != mutation.scope {
        return Ok(None);
    }
    let mut fields = record.fields.clone();
    fields.insert("status".to_owned(), "geloest".into());
    audit_konflikt(tx, mutation, konflikt, "konflikt_loesen", receipt)?;
    write(tx, mutation, RecType::Konflikt, konflikt, fields, receipt).map(Some)
}

/// Writes that a conflict came up or was decided.
fn audit_konflikt(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    konflikt: Uuid,
    aktion: &str,
    receipt: Receipt<'_>,
) -> Result<(), CenterError> {
    let entry = Protokolleintrag {
        aktion: aktion.to_owned(),
        rec_type: Some(RecType::Konflikt),
        rec_id: Some(konflikt),
        ..entry(mutation, receipt)
    };
    tx.audit(&entry, None)
}

fn entry(mutation: &Mutation, receipt: Receipt<'_>) -> Protokolleintrag {
    Protokolleintrag {
        akteur: mutation.akteur.clone(),
        arbeitsplatz: receipt.arbeitsplatz.to_owned(),
        um: mutation.claimed_at,
        zentrale_um: Some(receipt.now),
        aktion: mutation.aktion.clone(),
        rec_type: Some(mutation.rec_type),
        rec_id: Some(mutation.rec_id),
        metadatum_name: None,
        alter_wert: None,
        neuer_wert: None,
        bemerkung: mutation.bemerkung.clone(),
        mid: Some(mutation.mid),
    }
}

/// Appends one row to the log and returns its number.
fn write(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    rec_type: RecType,
    rec_id: Uuid,
    fields: Fields,
    receipt: Receipt<'_>,
) -> Result<u64, CenterError> {
    let draft = Draft {
        rec_type,
        rec_id,
        fields,
        mid: mutation.mid,
        akteur: mutation.akteur.clone(),
        arbeitsplatz: receipt.arbeitsplatz.to_owned(),
        aktion: mutation.aktion.clone(),
        claimed_at: mutation.claimed_at,
        at: receipt.now,
    };
    tx.append(&mutation.scope, draft)
}

/// Writes one audit entry per field that changes, with what the author had seen (I6).
fn audit(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    current: Option<&StoredRecord>,
    after: &Fields,
    receipt: Receipt<'_>,
) -> Result<(), CenterError> {
    let entry = entry(mutation, receipt);
    let Some(current) = current else { return tx.audit(&entry, None) };
    let before = &current.fields;
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    for name in names {
        let (old, new) = (before.get(name), after.get(name));
        if old == new {
            continue;
        }
        let base = mutation.edit.base.get(name).filter(|v| !is_empty(v)).map(Value::to_string);
        let entry = Protokolleintrag {
            metadatum_name: Some(name.clone()),
            alter_wert: old.map(Value::to_string),
            neuer_wert: new.map(Value::to_string),
            ..entry.clone()
        };
        tx.audit(&entry, base.as_deref())?;
    }
    Ok(())
}
