//! A device is tried from the command line: its paper ends in the Posteingang, or in its stack.
//!
//! Never a real device.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::Desk;
use escl::{EsclServer, Faults, sheet};
use serde_json::Value;

fn scannen(desk: &Desk, server: &EsclServer) -> (bool, Value) {
    let root = server.root();
    let done = desk.cli(&["scannen", "--geraet", &root, "--profil", "Post"]).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let json = serde_json::from_slice(&done.stdout);
    (done.status.success(), json.unwrap_or_else(|_| panic!("{said}")))
}

#[test]
fn paper_in_a_device_ends_in_the_posteingang() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    server.load(&(1..4).map(sheet).collect::<Vec<_>>());
    let (fine, done) = scannen(&desk, &server);
    assert!(fine, "{done}");
    assert_eq!(done["abgegeben"][0]["seiten"], 3, "{done}");
    let list = desk.cli(&["eingaenge"]).output().unwrap();
    let list: Value = serde_json::from_slice(&list.stdout).unwrap();
    assert_eq!(list["zeilen"][0]["id"], done["abgegeben"][0]["eingang"], "{list}");
    // Nothing is in the feeder any more; that is said, and leaves no stack behind.
    let (fine, done) = scannen(&desk, &server);
    assert!(!fine, "{done}");
    assert_eq!(done["ergebnis"]["saetze"][0], "Im Einzug liegt kein Papier.");
    // A page breaks off: what came waits in its stack, and the next scan begins another one.
    server.load(&(4..8).map(sheet).collect::<Vec<_>>());
    server.faults(Faults { breaks_in: Some(3), ..Faults::default() });
    let (fine, broken) = scannen(&desk, &server);
    assert!(!fine && broken["abgegeben"].as_array().unwrap().is_empty(), "{broken}");
    server.faults(Faults::default());
    server.load(&[sheet(9)]);
    let (fine, done) = scannen(&desk, &server);
    assert!(fine && done["stapel"] != broken["stapel"], "{done}");
}
