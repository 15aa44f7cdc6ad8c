//! Retention: when a closed file may go (ThürStAnz 30/2014 p. 899 as pattern; xdomea
//! `Aufbewahrungsende`).
//!
//! Never runs for a file that is in use, nor for one that is to be kept for ever.

use jiff::civil::date;

use crate::Datum;

/// Returns the last day of retention: so many years after the end of the year in which the file
/// was closed. Years that no calendar holds mean for ever.
pub fn aufbewahrungsende(zda: Datum, jahre: u32) -> Option<Datum> {
    let year = i32::from(zda.year()).checked_add(i32::try_from(jahre).ok()?)?;
    let year = i16::try_from(year).ok().filter(|year| *year <= 9999)?;
    Some(date(year, 12, 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retention_runs_from_the_end_of_the_year() {
        assert_eq!(aufbewahrungsende(date(2026, 1, 2), 10), Some(date(2036, 12, 31)));
        assert_eq!(aufbewahrungsende(date(2026, 12, 31), 0), Some(date(2026, 12, 31)));
        assert_eq!(aufbewahrungsende(date(2026, 5, 5), 9_000), None);
    }
}
