//! The centre from outside: its ledger over every database, its addresses, its program.
//!
//! Never merges; the simulation does that with whole desks.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod check;
mod cli_mandant;
mod http_audit;
mod http_contract;
mod http_events;
mod http_old_client;
mod http_originals;
mod http_process;
mod http_room;
mod http_scopes;
mod http_snapshots;
mod ledger;

use center::{Ledger, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings};

/// What `verify` is for: somebody changes the database behind the centre's back.
#[tokio::test]
async fn tampering_with_log_or_audit_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zentrale.db");
    let ledger = Ledger::open(&file).unwrap();
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR];
    ledger.add_tenant("t", "Gemeinde", true, &scopes, uuid::Uuid::from_u128(1)).unwrap();
    let uebung = center::seed::Uebung::shipped().unwrap();
    let surroundings = Surroundings::system();
    ledger.write("t", |tx| center::seed::uebung(tx, &surroundings, &uebung)).unwrap();
    assert_eq!(ledger.verify().unwrap(), Vec::<String>::new());
    let tamper = |sql: &str| {
        let conn = rusqlite::Connection::open(&file).unwrap();
        conn.execute_batch(sql).unwrap();
        let wrong = ledger.verify().unwrap();
        assert!(!wrong.is_empty(), "{sql}");
        wrong
    };
    let log = "UPDATE change_log SET body = replace(body, 'Hundesteuer', 'Katzensteuer')";
    assert!(tamper(log).iter().any(|text| text.contains("body of row")));
    let audit = "DROP TRIGGER audit_stays; UPDATE audit SET entry = replace(entry, 'akte', 'Akte') \
                 WHERE no = 3";
    assert!(tamper(audit).iter().any(|text| text.contains("audit: chain breaks at entry 3")));
}
