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
fn scenario_07_no_kill_loses_or_doubles_a_letter() {
    // More than one segment, so that there is a middle to be killed in.
    let letter = testkit::letters::generate(11, 1).next().unwrap().1.repeat(8);
    let mut tally = Tally::default();
    for point in CrashPoint::ALL {
        kill_at(point, "Brief.pdf", &letter, &mut tally);
    }
    println!("{}", tally.said(CrashPoint::ALL.len()));
    assert_eq!((tally.lost, tally.doubled), (0, 0));
}

/// A mail program has put the message into the folder and forgotten it: it is ours to keep. At
/// eight points the power goes; then the disk takes no more; then there is room again.
#[test]
fn scenario_06_a_mail_is_released_only_after_custody() {
    let enclosed = testkit::letters::generate(12, 1).next().unwrap().1.repeat(2);
    let mail = message(&enclosed);
    let mut tally = Tally::default();
    let points = [
        CrashPoint::BlobHalf,
        CrashPoint::BlobFlushed,
        CrashPoint::BlobRenamed,
        CrashPoint::BlobVerified,
        CrashPoint::Inspected,
        CrashPoint::RowsWritten,
        CrashPoint::Committed,
        CrashPoint::SourceClaimed,
    ];
    for point in points {
        kill_at(point, "Antrag.eml", &mail, &mut tally);
    }
    println!("{}", tally.said(points.len()));
    assert_eq!((tally.lost, tally.doubled), (0, 0));
    a_full_disk(&mail);
}

fn a_full_disk(mail: &[u8]) {
    let desk = Desk::new();
    let folder = desk.path("eingang");
    std::fs::create_dir_all(&folder).unwrap();
    let source = folder.join("Antrag.eml");
    desk.cli(&["eingaenge"]).output().unwrap();
    std::fs::write(&source, mail).unwrap();
    let import = desk.cli(&["import", "--freigeben"]);
    // No file may grow over 64 blocks, and the refusal comes as an error, as a full disk's does.
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\""]);
    shell.arg(import.get_program()).args(import.get_args()).arg(&folder);
    for (name, value) in import.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    let refused = shell.output().unwrap();
    assert!(!refused.status.success(), "{refused:?}");
    assert!(std::fs::read(&source).unwrap() == mail, "the source stays as it is");
    assert_eq!(desk.items().len(), 0);
    assert!(desk.cli(&["import", "--freigeben"]).arg(&folder).status().unwrap().success());
    assert!(!source.exists());
    let items = desk.items();
    assert_eq!((items.len(), items[0]["teile"].as_u64()), (1, Some(2)));
    assert_eq!(desk.json(&["verify"])["inOrdnung"], true);
}

/// A message with a text and an enclosed document.
fn message(enclosed: &[u8]) -> Vec<u8> {
    let hex: String = enclosed.iter().map(|byte| format!("={byte:02X}")).collect();
    let lines: Vec<&str> =
        hex.as_bytes().chunks(72).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "From: a@example.org\r\nSubject: Antrag\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n\
         Guten Tag\r\n--x\r\nContent-Type: application/pdf; name=plan.pdf\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\
         Content-Disposition: attachment; filename=plan.pdf\r\n\r\n{}\r\n--x--\r\n",
        lines.join("=\r\n")
    )
    .into_bytes()
}

impl Tally {
    fn said(&self, points: usize) -> String {
        format!(
            "crash points {points}, kills tried {}, lost {}, doubled {}",
            self.kills, self.lost, self.doubled
        )
    }
}

fn kill_at(point: CrashPoint, name: &str, letter: &[u8], tally: &mut Tally) {
    let desk = Desk::new();
    let source = desk.path("eingang").join(name);
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
