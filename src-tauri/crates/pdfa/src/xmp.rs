//! The description of the document in XML, which PDF/A reads first.
//!
//! Never says anything else than the information dictionary.

use domain::Zeitpunkt;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use xmp_writer::{LangId, Timezone, XmpWriter};

use crate::{Level, Meta};

/// Returns the description.
pub(crate) fn packet(meta: &Meta, level: Level) -> String {
    let mut xmp = XmpWriter::new();
    let time = in_utc(meta.erstellt_um);
    let date = xmp_writer::DateTime::new(
        year(time),
        part(time.month()),
        part(time.day()),
        part(time.hour()),
        part(time.minute()),
        part(time.second()),
        Timezone::Utc,
    );
    let (title, program) = (text(&meta.titel), text(&meta.programm));
    xmp.format("application/pdf");
    if !title.is_empty() {
        xmp.title([(None, title.as_str())]);
    }
    xmp.language([LangId(&meta.sprache)]);
    xmp.create_date(date).modify_date(date).metadata_date(date);
    xmp.creator_tool(&program).producer(&program);
    xmp.pdfa_part(level.part()).pdfa_conformance("U");
    xmp.finish(None)
}

impl Level {
    fn part(self) -> i32 {
        match self {
            Level::A2u => 2,
            Level::A3u => 3,
        }
    }
}

/// The same time for the information dictionary.
pub(crate) fn date(time: Zeitpunkt) -> pdf_writer::Date {
    let time = in_utc(time);
    pdf_writer::Date::new(year(time))
        .month(part(time.month()))
        .day(part(time.day()))
        .hour(part(time.hour()))
        .minute(part(time.minute()))
        .second(part(time.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// Text without what XML cannot hold.
pub(crate) fn text(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

fn in_utc(time: Zeitpunkt) -> DateTime {
    TimeZone::UTC.to_datetime(time)
}

fn year(time: DateTime) -> u16 {
    u16::try_from(time.year()).unwrap_or(0)
}

fn part(number: i8) -> u8 {
    u8::try_from(number).unwrap_or(0)
}
