//! The rule under a virtual clock.

use std::time::Duration;

use super::*;

const PDF: &str = "/scan/Bescheid.pdf";

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

fn file(len: u64, mtime_ns: i128) -> Seen {
    Seen { kind: Kind::File, len, mtime_ns, identity: (1, 7), tail_complete: true }
}

/// Runs a rule through looks at given seconds.
#[track_caller]
fn check(path: &str, looks: &[(f64, Seen, Decision)]) {
    let start = Instant::now();
    let mut stability = Stability::new(Timing::default());
    for (at, seen, expected) in looks {
        let decision = stability.observe(Path::new(path), *seen, start + seconds(*at));
        assert_eq!(decision, *expected, "{path} at {at} s");
    }
}

use Decision::{Ignore, Ready, Wait};

#[test]
fn a_quiet_file_is_ready_once() {
    let seen = file(10, 1);
    check(PDF, &[(0.0, seen, Wait), (4.9, seen, Wait), (5.0, seen, Ready), (9.0, seen, Ignore)]);
}

#[test]
fn growth_restarts_the_window_even_after_the_offer() {
    let (short, long, again) = (file(10, 1), file(20, 2), file(20, 3));
    check(
        PDF,
        &[
            (0.0, short, Wait),
            (4.0, long, Wait),
            (8.9, long, Wait),
            (9.0, long, Ready),
            (10.0, again, Wait),
            (15.0, again, Ready),
        ],
    );
}

#[test]
fn another_file_under_the_same_name_restarts_the_window() {
    let other = Seen { identity: (1, 8), ..file(10, 1) };
    check(
        PDF,
        &[(0.0, file(10, 1), Wait), (4.0, other, Wait), (8.0, other, Wait), (9.0, other, Ready)],
    );
}

#[test]
fn a_pdf_without_its_end_waits_longer_and_is_then_taken_anyway() {
    let open = Seen { tail_complete: false, ..file(10, 1) };
    check(PDF, &[(0.0, open, Wait), (60.0, open, Wait), (65.0, open, Ready)]);
    check(PDF, &[(0.0, open, Wait), (20.0, open, Wait), (20.5, file(10, 1), Ready)]);
    check("/scan/a.tif", &[(0.0, open, Wait), (5.0, open, Ready)]);
}

#[test]
fn an_empty_file_is_a_placeholder_and_then_a_problem() {
    let empty = file(0, 1);
    check(
        PDF,
        &[
            (0.0, empty, Wait),
            (59.0, empty, Wait),
            (60.0, empty, Decision::Problem(Problem::Empty)),
            (61.0, empty, Ignore),
            (62.0, file(5, 2), Wait),
            (67.0, file(5, 2), Ready),
        ],
    );
}

#[test]
fn special_things_are_problems_at_once_and_folders_are_left_alone() {
    let kind = |kind| Seen { kind, ..file(0, 1) };
    let symlink = Decision::Problem(Problem::Symlink);
    let special = Decision::Problem(Problem::Special);
    check(PDF, &[(0.0, kind(Kind::Symlink), symlink), (1.0, kind(Kind::Symlink), Ignore)]);
    for other in [Kind::Fifo, Kind::Socket, Kind::Device] {
        check(PDF, &[(0.0, kind(other), special), (99.0, kind(other), Ignore)]);
    }
    check(
        "/scan/2026",
        &[(0.0, kind(Kind::Directory), Ignore), (99.0, kind(Kind::Directory), Ignore)],
    );
}

#[test]
fn unfinished_transfers_are_ignored_by_name() {
    for name in [
        "a.pdf.part",
        "a.filepart",
        "a.pdf.crdownload",
        "A.TMP",
        "a.download",
        "~$Brief.docx",
        ".a.pdf",
        ".forsthaus-probe",
        "Thumbs.db",
    ] {
        let seen = file(10, 1);
        check(&format!("/scan/{name}"), &[(0.0, seen, Ignore), (99.0, seen, Ignore)]);
    }
    for name in ["partei.pdf", "a.part.pdf", "tmp", "Ämter"] {
        check(&format!("/scan/{name}"), &[(0.0, file(1, 1), Wait), (5.0, file(1, 1), Ready)]);
    }
}

#[test]
fn a_taken_file_is_ignored_until_it_changes() {
    let start = Instant::now();
    let mut stability = Stability::new(Timing::default());
    let path = Path::new(PDF);
    stability.taken(path, file(10, 1), start);
    assert_eq!(stability.observe(path, file(10, 1), start + seconds(99.0)), Ignore);
    assert_eq!(stability.observe(path, file(12, 2), start + seconds(100.0)), Wait);
    // The taking of the first state is reported late; the second is not lost by it.
    stability.taken(path, file(10, 1), start + seconds(101.0));
    assert_eq!(stability.observe(path, file(12, 2), start + seconds(105.0)), Ready);
    stability.again(path, start + seconds(106.0));
    assert_eq!(stability.observe(path, file(12, 2), start + seconds(107.0)), Wait);
    assert_eq!(stability.observe(path, file(12, 2), start + seconds(111.0)), Ready);
}

#[test]
fn a_removed_file_is_forgotten() {
    let start = Instant::now();
    let mut stability = Stability::new(Timing::default());
    let (offered, settling) = (Path::new(PDF), Path::new("/scan/b.pdf"));
    stability.observe(offered, file(10, 1), start);
    stability.observe(offered, file(10, 1), start + seconds(5.0));
    stability.observe(settling, file(10, 1), start + seconds(5.0));
    assert_eq!(stability.waiting(), 1);
    assert_eq!(stability.next_due(), Some(start + seconds(10.0)));
    assert_eq!(stability.retain(|_| false), [offered]);
    assert_eq!(stability.waiting(), 0);
    assert_eq!(stability.observe(offered, file(10, 1), start + seconds(6.0)), Wait);
}

/// A small generator, so that a seed says everything.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

/// Twelve pages, closed and opened again, 0.2 to 4 s between them, one long write at
/// the end. Polled every two seconds with a random phase, without any events.
#[test]
fn scenario_01_stuttering_scanner_is_offered_once() {
    let mut delays_ms = Vec::new();
    for seed in 1..=200_u64 {
        let mut random = Seeded(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut writes: Vec<(u64, u64)> = Vec::new();
        let (mut at_ms, mut len) = (random.next(2000), 0);
        for _ in 0..12 {
            at_ms += 200 + random.next(3801);
            len += 20_000 + random.next(80_000);
            writes.push((at_ms, len));
        }
        for _ in 0..100 {
            at_ms += 50;
            len += 4096;
            writes.push((at_ms, len));
        }
        let start = Instant::now();
        let mut stability = Stability::new(Timing::default());
        let mut ready = Vec::new();
        for look_ms in (random.next(2000)..at_ms + 70_000).step_by(2000) {
            let Some((written_ms, seen_len)) =
                writes.iter().rev().find(|(written_ms, _)| *written_ms <= look_ms)
            else {
                continue;
            };
            let complete = *seen_len == len;
            let seen = Seen { tail_complete: complete, ..file(*seen_len, i128::from(*written_ms)) };
            let now = start + Duration::from_millis(look_ms);
            if stability.observe(Path::new(PDF), seen, now) == Ready {
                ready.push(*seen_len);
                delays_ms.push(look_ms - at_ms);
            }
        }
        assert_eq!(ready, [len], "seed {seed}");
    }
    delays_ms.sort_unstable();
    let (median, most) = (delays_ms[delays_ms.len() / 2], delays_ms[delays_ms.len() - 1]);
    println!("seeds 1 to 200: delay median {median} ms, most {most} ms");
    assert!(most <= 5000 + 2 * 2000, "{most} ms");
}
