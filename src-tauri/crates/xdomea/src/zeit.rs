//! Days, times of day and instants as XML Schema writes them.
//!
//! Never guesses a time zone that the sender left out.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

use crate::error::{Grund, ReadError};
use crate::leser::Leser;
use crate::schreiber::Schreiber;
use crate::wert::Wert;

/// A day with a time, and the distance to universal time where the sender gave one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zeitangabe {
    /// Day and time on the sender's clock.
    pub lokal: DateTime,
    /// Distance to universal time.
    pub versatz: Option<Offset>,
}

impl Zeitangabe {
    /// Reads `2022-04-04T15:34:58`, with or without `Z` or `+02:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.starts_with(|c: char| c.is_ascii_digit())
            && text.contains('T')
            && text.matches(':').count() >= 2
            && text.bytes().all(|byte| byte.is_ascii_digit() || b"-+:.TZ".contains(&byte));
        let pieces = plain.then(|| Pieces::parse(text).ok()).flatten()?;
        let versatz = pieces.to_numeric_offset();
        if versatz.is_some_and(|offset| offset.seconds() % 60 != 0) {
            return None;
        }
        Some(Self { lokal: pieces.date().to_datetime(pieces.time()?), versatz })
    }

    /// Returns the instant, if the sender gave the distance to universal time.
    #[must_use]
    pub fn instant(self) -> Option<Timestamp> {
        self.versatz?.to_timestamp(self.lokal).ok()
    }
}

impl From<Timestamp> for Zeitangabe {
    fn from(um: Timestamp) -> Self {
        Self { lokal: Offset::UTC.to_datetime(um), versatz: Some(Offset::UTC) }
    }
}

impl fmt::Display for Zeitangabe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.lokal)?;
        match self.versatz.map(Offset::seconds) {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(seconds) => {
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.unsigned_abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// Removes the time zone that XML Schema allows behind a day or a time of day.
fn without_zone(text: &str) -> &str {
    let text = text.trim();
    if let Some(text) = text.strip_suffix('Z') {
        return text;
    }
    let at = text.len().checked_sub(6);
    let zone = at
        .and_then(|at| text.get(at..))
        .filter(|zone| zone.starts_with(['+', '-']) && zone.get(3..4) == Some(":"));
    zone.and_then(|zone| text.strip_suffix(zone)).unwrap_or(text)
}

fn date(text: &str) -> Option<Date> {
    let text = without_zone(text);
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    plain.then(|| text.parse().ok()).flatten()
}

fn time(text: &str) -> Option<Time> {
    let text = without_zone(text);
    let plain = text.matches(':').count() == 2
        && text.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.');
    plain.then(|| text.parse().ok()).flatten()
}

/// Returns the last day of a year: versions before 3.0.0 name only the year a retention ends.
fn last_day(text: &str) -> Option<Date> {
    let year = text.trim();
    let plain = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| Date::new(year.parse().ok()?, 12, 31).ok()).flatten()
}

impl Wert for Zeitangabe {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        leser.blatt(|text| Self::parse(text.trim()), Grund::Zeitangabe)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.text(name, &self.to_string());
    }
}

impl Wert for Date {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let alt = leser.fassung().alt();
        leser.blatt(
            |text| date(text).or_else(|| alt.then(|| last_day(text)).flatten()),
            Grund::Datum,
        )
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.text(name, &self.to_string());
    }
}

impl Wert for Time {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        leser.blatt(time, Grund::Uhrzeit)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.text(name, &self.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::{Zeitangabe, date, last_day, time};

    #[test]
    fn instants_are_written_as_they_were_read() {
        for text in [
            "2022-04-04T15:34:58Z",
            "2020-07-24T17:21:25",
            "2020-07-24T17:21:25.5+02:00",
            "2020-07-24T17:21:25-03:30",
        ] {
            assert_eq!(Zeitangabe::parse(text).unwrap().to_string(), text);
        }
        for wrong in [
            "",
            "2020-07-24",
            "2020-07-24T17:21",
            "gestern",
            "2020-13-24T17:21:25",
            "2020-07-24T17:21:25[Europe/Berlin]",
        ] {
            assert_eq!(Zeitangabe::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_and_times_may_carry_a_zone() {
        for text in ["2010-04-04", "2010-04-04Z", "2010-04-04+02:00", " 2010-04-04 "] {
            assert_eq!(date(text).unwrap().to_string(), "2010-04-04");
        }
        for text in ["09:30:00", "09:30:00Z", "09:30:00-01:00"] {
            assert_eq!(time(text).unwrap().to_string(), "09:30:00");
        }
        assert_eq!(last_day("2031").unwrap().to_string(), "2031-12-31");
        for wrong in ["", "04.04.2010", "2010-02-30", "20100404", "09:30", "Zä+äää"] {
            assert!(date(wrong).is_none() && time(wrong).is_none(), "{wrong}");
        }
    }
}
