//! Growing pauses between failed rounds: full jitter, one second to five minutes.
//!
//! Never gives up and never hides that it waits.

use std::time::Duration;

/// Longest pause after a failure.
pub const LONGEST: Duration = Duration::from_secs(5 * 60);
/// Longest pause that a centre can ask for: a slip of its hand must not silence a workstation.
pub const LONGEST_ASKED: Duration = Duration::from_secs(15 * 60);
/// Pause between rounds when nothing is wrong and nothing happens here.
pub const QUIET: Duration = Duration::from_secs(60);
/// Shortest pause after a failure, so that a broken centre is not hammered.
const LEAST: Duration = Duration::from_secs(1);

/// Returns the pause after `failures` failed attempts in a row; `random` is uniform in 0..=65535.
///
/// After one failure it is at most two seconds, after five at most 32: one fault and then silence
/// is over within a minute.
pub fn pause(failures: u32, random: u16) -> Duration {
    if failures == 0 {
        return QUIET;
    }
    let ceiling = Duration::from_secs(1 << failures.min(9)).min(LONGEST);
    LEAST + (ceiling - LEAST) * u32::from(random) / u32::from(u16::MAX)
}

/// Returns the pause that heeds what the centre asked for, if it asked.
pub fn heeding(pause: Duration, asked: Option<Duration>) -> Duration {
    asked.map_or(pause, |asked| pause.max(asked.min(LONGEST_ASKED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_bounded() {
        assert_eq!(pause(0, 9), QUIET);
        assert_eq!(pause(1, u16::MAX), Duration::from_secs(2));
        assert_eq!(pause(3, u16::MAX), Duration::from_secs(8));
        assert_eq!(pause(5, u16::MAX), Duration::from_secs(32));
        for failures in [1, 9, 40, u32::MAX] {
            assert!(pause(failures, 0) >= LEAST);
            assert!(pause(failures, u16::MAX) <= LONGEST);
        }
    }

    #[test]
    fn what_the_centre_asks_for_is_heeded_within_bounds() {
        let second = Duration::from_secs(1);
        assert_eq!(heeding(second, None), second);
        assert_eq!(heeding(second, Some(second * 30)), second * 30);
        assert_eq!(heeding(second * 50, Some(second * 30)), second * 50);
        assert_eq!(heeding(second, Some(second * 1_000_000)), LONGEST_ASKED);
    }
}
