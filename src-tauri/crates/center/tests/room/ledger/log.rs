//! The log and what it adds up to: heads, rows, digest, snapshots, the floor, tampering.

use center::ledger::SnapshotRow;
use center::{CenterError, SCOPE_REGISTRATUR, Tx};
use domain::Zeitpunkt;
use wire::{BucketSums, Change, GENESIS, Head, StateDigest, chain_next};

use super::place::{Desk, Place, TENANT, now};

super::for_both!(
    rows_chain_up_to_the_head_and_records_to_the_digest,
    a_difference_can_be_located_by_buckets,
    rows_come_in_portions,
    records_come_by_id_and_page_by_page,
    the_log_is_shortened_up_to_the_newest_snapshot,
    a_row_is_found_by_its_time,
    tampering_is_found,
    what_has_moved_is_told_once_it_is_there,
);

/// Pushes so many contacts.
fn fill(place: &Place, desk: &mut Desk, count: usize) {
    for portion in (0..count).collect::<Vec<_>>().chunks(200) {
        let push: Vec<_> = portion.iter().map(|i| desk.kontakt(&format!("Nr. {i}"))).collect();
        desk.push(place.ledger(), &push);
    }
}

fn read<T>(place: &Place, f: impl FnOnce(&mut Tx<'_>) -> Result<T, CenterError>) -> T {
    place.ledger().read(TENANT, f).unwrap()
}

fn head(place: &Place) -> Head {
    let heads = read(place, |tx| tx.heads());
    heads.into_iter().find(|head| head.scope == SCOPE_REGISTRATUR).unwrap()
}

fn rows(place: &Place, after: u64) -> Vec<Change> {
    read(place, |tx| tx.changes_after(SCOPE_REGISTRATUR, after, usize::MAX))
}

fn rows_chain_up_to_the_head_and_records_to_the_digest(place: &Place) {
    let empty = head(place);
    assert_eq!((empty.seq, empty.records, empty.chain), (0, 0, hex::encode(GENESIS)));
    let mut desk = place.desk();
    let kontakt = desk.kontakt("Meier");
    desk.push(place.ledger(), std::slice::from_ref(&kontakt));
    let changed = [desk.ort(kontakt.rec_id, None, "Ahausen"), desk.kontakt("Müller")];
    desk.push(place.ledger(), &changed);
    let head = head(place);
    assert_eq!((head.seq, head.records, head.floor), (3, 2, 0));
    let (mut chain, mut digest) = (GENESIS, StateDigest::default());
    let mut newest = std::collections::BTreeMap::new();
    for row in rows(place, 0) {
        chain = chain_next(&chain, SCOPE_REGISTRATUR, &row);
        assert_eq!(hex::encode(chain), row.chain);
        let at = read(place, |tx| tx.chain_at(SCOPE_REGISTRATUR, row.seq));
        assert_eq!(at.unwrap(), row.chain);
        assert_eq!(wire::sha256_hex(row.body.unwrap().as_bytes()), row.body_sha256);
        assert_eq!(row.arbeitsplatz, desk.device.arbeitsplatz);
        newest.insert(row.rec_id, (row.ver, row.body_sha256));
    }
    for (rec_id, (ver, sha256)) in &newest {
        digest.replace(*rec_id, None, Some((*ver, sha256)));
    }
    assert_eq!((hex::encode(chain), digest.hex()), (head.chain, head.digest));
    assert_eq!(read(place, |tx| tx.chain_at(SCOPE_REGISTRATUR, 4)), None);
    assert_eq!(read(place, |tx| tx.chain_at(SCOPE_REGISTRATUR, 0)), Some(hex::encode(GENESIS)));
    place.sound();
}

fn a_difference_can_be_located_by_buckets(place: &Place) {
    let mut desk = place.desk();
    fill(place, &mut desk, 60);
    let sums = read(place, |tx| tx.bucket_sums(SCOPE_REGISTRATUR));
    let rows = rows(place, 0);
    let mut ours = BucketSums::default();
    for row in &rows {
        ours.add(row.rec_id, row.ver, &row.body_sha256);
    }
    assert_eq!(ours, sums);
    let odd = &rows[17];
    ours.add(odd.rec_id, odd.ver + 1, &odd.body_sha256);
    let bucket = BucketSums::bucket_of(odd.rec_id);
    assert_eq!(ours.differing(&sums.to_hex()), [bucket]);
    let entries = read(place, |tx| tx.bucket(SCOPE_REGISTRATUR, bucket));
    let mut expected: Vec<_> =
        rows.iter().filter(|row| BucketSums::bucket_of(row.rec_id) == bucket).collect();
    expected.sort_by_key(|row| row.rec_id);
    assert!(!expected.is_empty());
    for (entry, row) in entries.iter().zip(&expected) {
        let shown = (entry.rec_id, entry.ver, &entry.body_sha256);
        assert_eq!(shown, (row.rec_id, row.ver, &row.body_sha256));
    }
    assert_eq!(entries.len(), expected.len());
}

fn rows_come_in_portions(place: &Place) {
    let mut desk = place.desk();
    fill(place, &mut desk, 500);
    let mut after = 0;
    let mut portions = 0;
    while after < 500 {
        let part = read(place, |tx| tx.changes_after(SCOPE_REGISTRATUR, after, 50_000));
        assert_eq!(part[0].seq, after + 1);
        assert!(part.windows(2).all(|pair| pair[0].seq + 1 == pair[1].seq));
        after = part.last().unwrap().seq;
        portions += 1;
    }
    assert!((3..=12).contains(&portions), "{portions} portions");
    let one = read(place, |tx| tx.changes_after(SCOPE_REGISTRATUR, 7, 1));
    assert_eq!(one.len(), 1, "one row at least");
    assert_eq!(rows(place, 500), []);
}

fn records_come_by_id_and_page_by_page(place: &Place) {
    let mut desk = place.desk();
    fill(place, &mut desk, 25);
    let mut ids: Vec<_> = rows(place, 0).iter().map(|row| row.rec_id).collect();
    ids.sort();
    let mut paged = Vec::new();
    let pages = |tx: &mut Tx<'_>| {
        let mut after = None;
        loop {
            let page = tx.records_after(SCOPE_REGISTRATUR, after, 10)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.rec_id);
            paged.extend(page.iter().map(|record| record.rec_id));
        }
    };
    read(place, pages);
    assert_eq!(paged, ids);
    let strange = super::place::id();
    let some = read(place, |tx| tx.records(SCOPE_REGISTRATUR, &[ids[3], strange, ids[5]]));
    assert_eq!(some.iter().map(|record| record.rec_id).collect::<Vec<_>>(), [ids[3], ids[5]]);
    assert!(some[0].body.contains("Nr. "));
    assert_eq!(read(place, |tx| tx.records(center::SCOPE_STAMMDATEN, &ids)), []);
}

fn the_log_is_shortened_up_to_the_newest_snapshot(place: &Place) {
    let mut desk = place.desk();
    fill(place, &mut desk, 20);
    let early = head(place);
    let floor = |seq| place.ledger().write(TENANT, |tx| tx.set_floor(SCOPE_REGISTRATUR, seq));
    assert!(matches!(floor(5), Err(CenterError::Invalid(_))), "not without a snapshot");
    let row = SnapshotRow { head: early.clone(), sha256: "ab".repeat(32), size: 1000 };
    let put = |row: &SnapshotRow| place.ledger().write(TENANT, |tx| tx.put_snapshot(row)).unwrap();
    assert_eq!(put(&row), row);
    let other = SnapshotRow { sha256: "cd".repeat(32), ..row.clone() };
    assert_eq!(put(&other), row, "the first one of the same state stays");
    fill(place, &mut desk, 5);
    assert!(matches!(floor(21), Err(CenterError::Invalid(_))), "not beyond the snapshot");
    assert_eq!(floor(20).unwrap(), 20);
    assert_eq!(floor(20).unwrap(), 0);
    let head = head(place);
    assert_eq!((head.floor, head.seq, head.records), (20, 25, 25));
    let chain = |seq| read(place, |tx| tx.chain_at(SCOPE_REGISTRATUR, seq));
    assert_eq!(chain(20), Some(early.chain), "who stands at the floor may go on");
    assert_eq!(chain(19), None);
    assert_eq!(rows(place, 20).len(), 5);
    assert_eq!(rows(place, 10), [], "rows before the floor are not half given");
    let newest = SnapshotRow { head, sha256: "ef".repeat(32), size: 1200 };
    put(&newest);
    assert_eq!(read(place, |tx| tx.snapshot(SCOPE_REGISTRATUR)), Some(newest.clone()));
    let drop = |seq| place.ledger().write(TENANT, |tx| tx.drop_snapshot(SCOPE_REGISTRATUR, seq));
    assert!(matches!(drop(25), Err(CenterError::Invalid(_))), "the newest stays");
    drop(20).unwrap();
    assert_eq!(read(place, |tx| tx.snapshots(SCOPE_REGISTRATUR)), [newest]);
    place.sound();
}

fn a_row_is_found_by_its_time(place: &Place) {
    let mut desk = place.desk();
    let at = |second| Zeitpunkt::from_second(now().as_second() + second).unwrap();
    for second in 0..9 {
        let push = [desk.kontakt("Meier")];
        let receipt = center::decide::Receipt {
            arbeitsplatz: "K01",
            device: Some(&desk.device.id),
            now: at(second),
        };
        let write = |tx: &mut Tx<'_>| center::decide::push(tx, desk.client, &push, receipt);
        place.ledger().write(TENANT, write).unwrap();
    }
    let before = |second| read(place, |tx| tx.seq_before(SCOPE_REGISTRATUR, at(second)));
    assert_eq!([before(-5), before(0), before(1), before(4), before(100)], [0, 0, 1, 4, 9]);
}

fn tampering_is_found(place: &Place) {
    let mut desk = place.desk();
    fill(place, &mut desk, 4);
    place.sound();
    let tamper = |sql: &str, named: &str| {
        place.tamper(sql);
        let wrong = place.ledger().verify().unwrap();
        assert!(wrong.iter().any(|text| text.contains(named)), "{sql}: {wrong:?}");
    };
    tamper("UPDATE change_log SET body = replace(body, 'Nr. 1', 'Nr. 9')", "body of row 2");
    tamper("UPDATE record SET body = replace(body, 'Nr. 2', 'Nr. 8')", "body of record");
    tamper("UPDATE record SET ver = 7 WHERE body LIKE '%Nr. 3%'", "digest does not fit");
    tamper("UPDATE change_log SET akteur = 'Niemand' WHERE seq = 3", "chain breaks at row 3");
    tamper("DELETE FROM change_log WHERE seq = 4", "head does not fit");
    let audit = if place.is_postgres() {
        "ALTER TABLE audit DISABLE TRIGGER ALL; \
         UPDATE audit SET entry = replace(entry, 'Anna', 'Otto') WHERE no = 3"
    } else {
        "DROP TRIGGER audit_stays; \
         UPDATE audit SET entry = replace(entry, 'Anna', 'Otto') WHERE no = 3"
    };
    tamper(audit, "audit: chain breaks at entry 3");
}

fn what_has_moved_is_told_once_it_is_there(place: &Place) {
    let mut desk = place.desk();
    let (mark, _) = place.ledger().moved(0).unwrap();
    fill(place, &mut desk, 3);
    let (mark, moved) = place.again().moved(mark).unwrap();
    let told: Vec<_> = moved.iter().map(|m| (m.tenant.as_str(), m.scope.as_str(), m.seq)).collect();
    assert!(told.contains(&(TENANT, SCOPE_REGISTRATUR, 3)), "{told:?}");
    // While somebody writes elsewhere it may be told again, but never anything older.
    let (mark, again) = place.ledger().moved(mark).unwrap();
    assert!(again.iter().all(|m| m.scope == SCOPE_REGISTRATUR && m.seq == 3), "{again:?}");
    fill(place, &mut desk, 1);
    let (_, moved) = place.ledger().moved(mark).unwrap();
    assert!(moved.iter().any(|m| m.scope == SCOPE_REGISTRATUR && m.seq == 4), "{moved:?}");
}
