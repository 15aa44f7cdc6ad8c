//! Growing pauses between failed rounds: full jitter, half a second to one minute.
//!
//! Never gives up and never hides that it waits.

use std::time::Duration;

/// Longest pause after a failure.
pub const LONGEST: Duration = Duration::from_secs(60);
/// Pause between rounds when nothing is wrong and nothing happens here.
pub const QUIET: Duration = Duration::from_secs(60);

/// Returns the pause after `failures` failed rounds in a row; `random` is uniform in 0..=65535.
///
/// At least half a second, so that a broken centre is not hammered; at most [`LONGEST`].
pub fn pause(failures: u32, random: u16) -> Duration {
    if failures == 0 {
        return QUIET;
    }
    let ceiling = Duration::from_secs(1 << failures.min(6)).min(LONGEST);
    let least = Duration::from_millis(500);
    least + (ceiling - least) * u32::from(random) / u32::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_bounded() {
        assert_eq!(pause(0, 9), QUIET);
        assert_eq!(pause(1, u16::MAX), Duration::from_secs(2));
        assert_eq!(pause(3, u16::MAX), Duration::from_secs(8));
        for failures in [1, 9, 40, u32::MAX] {
            assert!(pause(failures, 0) >= Duration::from_millis(500));
            assert!(pause(failures, u16::MAX) <= LONGEST);
        }
    }
}
