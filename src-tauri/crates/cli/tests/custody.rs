//! `kill -9` at every step of an intake: nothing lost, nothing doubled, the source gone last.
//!
//! Never hopes to hit a step: every crash point in the code is asked for by name and has to be met.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use std::os::unix::process::ExitStatusExt;

use common::Desk;
use store::CrashPoint;

/// Kills in a row at the same point.
const KILLS: usize = 3;
const SIGKILL: i32 = 9;

#[derive(Default)]
struct Tally {
    kills: usize,
    lost: usize,
    doubled: usize,
}

#[test]
fn no_kill_loses_or_doubles_a_letter() {
    // More than one segment, so that there is a middle to be killed in.
    let letter = testkit::letters::generate(11, 1).next().unwrap().1.repeat(8);
    let mut tally = Tally::default();
    for point in CrashPoint::ALL {
        kill_at(point, &letter, &mut tally);
    }
    println!(
        "crash points {}, kills tried {}, lost {}, doubled {}",
        CrashPoint::ALL.len(),
        tally.kills,
        tally.lost,
        tally.doubled
    );
    assert_eq!((tally.lost, tally.doubled), (0, 0));
}

fn kill_at(point: CrashPoint, letter: &[u8], tally: &mut Tally) {
    let desk = Desk::new();
    let source = desk.path("eingang").join("Brief.pdf");
    std::fs::create_dir_all(source.parent().unwrap()).unwrap();
    std::fs::write(&source, letter).unwrap();
    let folder = source.parent().unwrap();
    for round in 0..KILLS {
        let mut import = desk.cli(&["import", "--freigeben"]);
        let status = import.arg(folder).env("FORSTHAUS_CRASH_AT", point.name()).output().unwrap();
        let met = status.status.signal() == Some(SIGKILL);
        // Once the letter is safe, later attempts have no such step left.
        assert!(met || round > 0, "{point:?} was not met: {status:?}");
        tally.kills += usize::from(met);
        let safe = desk.items();
        assert!(safe.len() < 2, "{point:?}: doubled");
        if safe.is_empty() {
            let bytes = std::fs::read(&source).unwrap_or_default();
            assert!(bytes == letter, "{point:?}: source gone before custody");
        }
    }
    desk.cli(&["import", "--freigeben"]).arg(folder).output().unwrap();
    let items = desk.items();
    tally.lost += usize::from(items.is_empty());
    tally.doubled += items.len().saturating_sub(1);
    let sha256 = wire::sha256_hex(letter);
    let copy = desk.path("kopie.pdf");
    assert!(desk.cli(&["export", &sha256]).arg(&copy).status().unwrap().success(), "{point:?}");
    assert!(std::fs::read(&copy).unwrap() == letter, "{point:?}: other bytes");
    let left = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(left, 0, "{point:?}: the source is released in the end");
    let report = desk.json(&["verify"]);
    assert_eq!(report["inOrdnung"], true, "{point:?}: {report}");
    let arrivals = desk.items()[0]["mehrfach"].as_bool();
    assert_eq!(arrivals, Some(false), "{point:?}: counted as a second arrival");
}
