//! The dates that PDF files carry about themselves.
//!
//! Never guesses: a date that is not one is no date.

use domain::Zeitpunkt;
use jiff::civil;
use jiff::tz::{Offset, TimeZone};

/// Reads a PDF date such as `D:20260930101500+02'00'`; a missing time zone counts as UTC.
pub(crate) fn parse(value: &str) -> Option<Zeitpunkt> {
    let value = value.trim();
    let value = value.strip_prefix("D:").unwrap_or(value);
    let digits_end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let (digits, zone) = value.split_at(digits_end);
    let number = |from: usize, to: usize, default: i16| match digits.get(from..to) {
        Some(part) => part.parse::<i16>().ok(),
        None => Some(default),
    };
    let year = digits.get(0..4)?.parse::<i16>().ok()?;
    let small = |value: i16| i8::try_from(value).ok();
    let date_time = civil::DateTime::new(
        year,
        small(number(4, 6, 1)?)?,
        small(number(6, 8, 1)?)?,
        small(number(8, 10, 0)?)?,
        small(number(10, 12, 0)?)?,
        small(number(12, 14, 0)?)?.min(59),
        0,
    )
    .ok()?;
    let zone = TimeZone::fixed(offset(zone)?);
    Some(date_time.to_zoned(zone).ok()?.timestamp())
}

fn offset(zone: &str) -> Option<Offset> {
    let mut chars = zone.chars();
    let sign = match chars.next() {
        Some('+') => 1,
        Some('-') => -1,
        _ => return Some(Offset::UTC),
    };
    let digits: String = chars.filter(char::is_ascii_digit).collect();
    let hours: i32 = digits.get(0..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).unwrap_or("0").parse().ok()?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(value: &str, expected: Option<&str>) {
        let found = super::parse(value).map(|timestamp| timestamp.to_string());
        assert_eq!(found.as_deref(), expected, "{value}");
    }

    #[test]
    fn pdf_dates_in_all_their_shapes() {
        check("D:20260930101500+02'00'", Some("2026-09-30T08:15:00Z"));
        check("D:20260930101500+02'00", Some("2026-09-30T08:15:00Z"));
        check("D:20260930101500-0530", Some("2026-09-30T15:45:00Z"));
        check("D:20260930101500Z", Some("2026-09-30T10:15:00Z"));
        check("20260930", Some("2026-09-30T00:00:00Z"));
        check("D:2026", Some("2026-01-01T00:00:00Z"));
        check("D:20261301", None);
        check("D:20260230", None);
        check("gestern", None);
        check("", None);
        check("D:20260930101500+99'99'", None);
        check("D:2026ü", Some("2026-01-01T00:00:00Z"));
    }
}
