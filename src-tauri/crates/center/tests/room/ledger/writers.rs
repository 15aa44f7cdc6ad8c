//! Several threads at one authority, and several authorities at once.

use std::sync::atomic::{AtomicBool, Ordering};

use center::{Ledger, SCOPE_REGISTRATUR};
use wire::{GENESIS, chain_next};

use super::place::{Desk, Place, TENANT};

super::for_both!(
    writers_of_one_authority_leave_no_gap_and_followers_miss_nothing,
    a_full_disk_takes_a_push_back_and_loses_nothing,
    a_reader_sees_one_state,
);

const WRITERS: usize = 4;
const PUSHES: usize = 12;
const ROWS: usize = 5;

fn writers_of_one_authority_leave_no_gap_and_followers_miss_nothing(place: &Place) {
    place.add_tenant("birkenau");
    let done = AtomicBool::new(false);
    let desks: Vec<Desk> = (0..WRITERS).map(|_| place.desk()).collect();
    let neighbour = place.desk_of("birkenau");
    let (ledger, copy) = (place.ledger(), place.again());
    std::thread::scope(|threads| {
        let follower = threads.spawn(|| follow(&copy, &done));
        let writers: Vec<_> = desks
            .into_iter()
            .chain([neighbour])
            .enumerate()
            .map(|(index, desk)| {
                // Two copies of the service write for the same authority.
                let ledger = if index % 2 == 0 { ledger } else { &copy };
                threads.spawn(move || write(ledger, desk))
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Release);
        let seen = follower.join().unwrap();
        let all = (WRITERS * PUSHES * ROWS) as u64;
        assert_eq!(seen, (1..=all).collect::<Vec<_>>(), "no row missed, none twice, none swapped");
    });
    place.sound();
}

fn write(ledger: &Ledger, mut desk: Desk) {
    for push in 0..PUSHES {
        let rows: Vec<_> = (0..ROWS).map(|row| desk.kontakt(&format!("{push}/{row}"))).collect();
        let answer = desk.push(ledger, &rows);
        assert_eq!(answer.expect, desk.n + 1);
    }
}

/// Pulls by cursor while others write; returns the numbers of all rows seen.
fn follow(ledger: &Ledger, done: &AtomicBool) -> Vec<u64> {
    let (mut seen, mut chain) = (Vec::new(), GENESIS);
    loop {
        let last_look = done.load(Ordering::Acquire);
        let after = seen.last().copied().unwrap_or(0);
        let read = |tx: &mut center::Tx<'_>| {
            let head = tx.head(SCOPE_REGISTRATUR)?.unwrap();
            Ok((tx.changes_after(SCOPE_REGISTRATUR, after, 20_000)?, head))
        };
        let (rows, head) = ledger.read(TENANT, read).unwrap();
        for row in &rows {
            chain = chain_next(&chain, SCOPE_REGISTRATUR, row);
            assert_eq!(hex::encode(chain), row.chain);
            seen.push(row.seq);
        }
        if seen.last().copied().unwrap_or(0) == head.seq {
            assert_eq!(chain, head.chain, "one read shows one state");
            if last_look {
                return seen;
            }
        }
    }
}

fn a_full_disk_takes_a_push_back_and_loses_nothing(place: &Place) {
    let ledger = place.ledger();
    let mut desk = place.desk();
    let limited = ledger.limit_pages(Some(100));
    if place.is_postgres() {
        assert!(limited.is_err(), "only a file can be limited");
        return;
    }
    let mut kept = 0;
    let refused = loop {
        let push: Vec<_> = (0..100).map(|i| desk.kontakt(&"x".repeat(100 + i))).collect();
        match desk.try_push(ledger, &push) {
            Ok(answer) => kept = answer.expect - 1,
            Err(error) => break (push, error),
        }
    };
    assert!(matches!(refused.1, center::CenterError::Db(_)), "{}", refused.1);
    place.sound();
    ledger.limit_pages(None).unwrap();
    let answer = desk.push(ledger, &refused.0);
    assert_eq!(answer.expect, kept + 101, "the same push again, nothing twice");
    place.sound();
}

fn a_reader_sees_one_state(place: &Place) {
    let mut desk = place.desk();
    let ledger = place.ledger();
    let read = |tx: &mut center::Tx<'_>| {
        let before = tx.heads()?;
        let push = [desk.kontakt("Meier")];
        desk.push(ledger, &push);
        assert_eq!(tx.records_after(SCOPE_REGISTRATUR, None, 10)?, []);
        assert_eq!(tx.heads()?, before);
        Ok(())
    };
    ledger.read(TENANT, read).unwrap();
    let records = ledger.read(TENANT, |tx| tx.records_after(SCOPE_REGISTRATUR, None, 10));
    assert_eq!(records.unwrap().len(), 1);
}
