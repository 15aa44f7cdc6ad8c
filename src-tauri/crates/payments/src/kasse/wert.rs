//! Single cells: amounts, days and texts as a mapping writes them, and encodings.
//!
//! Never replaces a character that an encoding does not have.

use domain::Datum;
use domain::rechnung::Betrag;
use encoding_rs::{Encoding, ISO_8859_15, UTF_8, WINDOWS_1252, mem};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Feld, KasseError, Kassenzeile, Zeilengrund, Zuordnung};

/// Encoding of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kodierung {
    /// UTF-8; a byte order mark is accepted.
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark, as spreadsheets want it.
    Utf8MitBom,
    /// ISO 8859-1, without euro sign.
    Iso8859_1,
    /// ISO 8859-15.
    Iso8859_15,
    /// Windows-1252, which older systems call ANSI.
    Windows1252,
}

const BOM: &str = "\u{feff}";

impl Kodierung {
    fn encoding(self) -> Option<&'static Encoding> {
        match self {
            Self::Utf8 | Self::Utf8MitBom => Some(UTF_8),
            // What the library calls so is Windows-1252.
            Self::Iso8859_1 => None,
            Self::Iso8859_15 => Some(ISO_8859_15),
            Self::Windows1252 => Some(WINDOWS_1252),
        }
    }

    /// Returns the bytes, if the encoding has every character.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        let Some(encoding) = self.encoding() else {
            return mem::is_str_latin1(text).then(|| mem::encode_latin1_lossy(text).into_owned());
        };
        let (bytes, _, lost) = encoding.encode(text);
        let bom = if self == Self::Utf8MitBom { BOM.as_bytes() } else { &[] };
        (!lost).then(|| [bom, &bytes].concat())
    }

    /// Returns the text, if every byte means a character.
    pub(super) fn decode(self, bytes: &[u8]) -> Result<String, KasseError> {
        let text =
            match self.encoding() {
                Some(encoding) => encoding
                    .decode_without_bom_handling_and_without_replacement(bytes)
                    .ok_or_else(|| KasseError::Kodierung { zeile: self.first_bad(bytes) })?,
                None => mem::decode_latin1(bytes),
            };
        Ok(text.strip_prefix(BOM).unwrap_or(&text).to_owned())
    }

    /// Row of the first line that cannot be read.
    fn first_bad(self, bytes: &[u8]) -> usize {
        let good = |line: &[u8]| {
            let encoding = self.encoding().unwrap_or(UTF_8);
            encoding.decode_without_bom_handling_and_without_replacement(line).is_some()
        };
        bytes.split(|byte| *byte == b'\n').take_while(|line| good(line)).count() + 1
    }
}

/// How days are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Datumsform {
    /// `31.12.2026`.
    #[default]
    TagMonatJahr,
    /// `31.12.26`; years from 2000 on.
    TagMonatKurz,
    /// `2026-12-31` (ISO 8601).
    Iso,
    /// `20261231`.
    Ziffern,
}

impl Datumsform {
    fn schreiben(self, tag: Datum) -> String {
        let (year, month, day) = (tag.year(), tag.month(), tag.day());
        match self {
            Self::TagMonatJahr => format!("{day:02}.{month:02}.{year:04}"),
            Self::TagMonatKurz => format!("{day:02}.{month:02}.{:02}", year.rem_euclid(100)),
            Self::Iso => format!("{year:04}-{month:02}-{day:02}"),
            Self::Ziffern => format!("{year:04}{month:02}{day:02}"),
        }
    }

    fn lesen(self, text: &str) -> Option<Datum> {
        let digits =
            |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok());
        let (day, month, year, width) = match self {
            Self::TagMonatJahr | Self::TagMonatKurz => {
                let (day, rest) = text.split_once('.')?;
                let (month, year) = rest.split_once('.')?;
                (day, month, year, if self == Self::TagMonatKurz { 2 } else { 4 })
            }
            Self::Iso => {
                let (year, rest) = text.split_once('-')?;
                let (month, day) = rest.split_once('-')?;
                (day, month, year, 4)
            }
            Self::Ziffern => {
                let (year, rest) = text.split_at_checked(4)?;
                let (month, day) = rest.split_at_checked(2)?;
                (day, month, year, 4)
            }
        };
        if year.len() != width || day.len() > 2 || month.len() > 2 {
            return None;
        }
        let year: i16 = digits(year)??;
        let year = if width == 2 { year + 2000 } else { year };
        let day_month: (i16, i16) = (digits(day)??, digits(month)??);
        Date::new(year, day_month.1.try_into().ok()?, day_month.0.try_into().ok()?).ok()
    }
}

/// Returns a cell of the export.
pub(super) fn schreiben(zeile: &Kassenzeile, feld: Feld, zuordnung: &Zuordnung) -> String {
    let tag =
        |tag: Option<Datum>| tag.map(|tag| zuordnung.datum.schreiben(tag)).unwrap_or_default();
    match feld {
        Feld::Betrag => zeile.betrag_cent.map(|cent| {
            let sign = if cent < 0 { "-" } else { "" };
            let (euros, cents) = (cent.unsigned_abs() / 100, cent.unsigned_abs() % 100);
            format!("{sign}{euros}{}{cents:02}", zuordnung.dezimalzeichen)
        }),
        Feld::Tag => Some(tag(zeile.tag)),
        Feld::FaelligAm => Some(tag(zeile.faellig_am)),
        Feld::Kassenzeichen => Some(geschuetzt(&zeile.kassenzeichen)),
        Feld::Schuldner => Some(geschuetzt(&zeile.schuldner)),
        Feld::Iban => Some(geschuetzt(&zeile.iban)),
        Feld::Text => Some(geschuetzt(&zeile.text)),
        Feld::Buchungsstelle => Some(geschuetzt(&zeile.buchungsstelle)),
        Feld::Vorgang => Some(geschuetzt(&zeile.vorgang)),
        Feld::Belegnummer => Some(geschuetzt(&zeile.belegnummer)),
    }
    .unwrap_or_default()
}

/// Reads a cell of an import.
pub(super) fn lesen(
    zeile: &mut Kassenzeile,
    feld: Feld,
    zelle: &str,
    zuordnung: &Zuordnung,
) -> Result<(), Zeilengrund> {
    let trimmed = zelle.trim();
    let tag = || match trimmed {
        "" => Ok(None),
        text => zuordnung.datum.lesen(text).map(Some).ok_or(Zeilengrund::Tag),
    };
    let text = match feld {
        Feld::Betrag if trimmed.is_empty() => return Ok(()),
        Feld::Betrag => {
            let cent = cent(trimmed, zuordnung).ok_or(Zeilengrund::Betrag)?;
            zeile.betrag_cent = Some(cent);
            return Ok(());
        }
        Feld::Tag => return tag().map(|tag| zeile.tag = tag),
        Feld::FaelligAm => return tag().map(|tag| zeile.faellig_am = tag),
        Feld::Kassenzeichen => &mut zeile.kassenzeichen,
        Feld::Schuldner => &mut zeile.schuldner,
        Feld::Iban => &mut zeile.iban,
        Feld::Text => &mut zeile.text,
        Feld::Buchungsstelle => &mut zeile.buchungsstelle,
        Feld::Vorgang => &mut zeile.vorgang,
        Feld::Belegnummer => &mut zeile.belegnummer,
    };
    ohne_schutz(zelle).clone_into(text);
    Ok(())
}

/// Reads an amount: sign before or behind, groups of three, at most two places.
fn cent(text: &str, zuordnung: &Zuordnung) -> Option<i64> {
    let (sign, text) = match (text.strip_prefix('-'), text.strip_suffix('-')) {
        (Some(_), Some(_)) => return None,
        (Some(rest), None) | (None, Some(rest)) => ("-", rest),
        (None, None) => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, places) = text.split_once(zuordnung.dezimalzeichen).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = match zuordnung.tausenderzeichen {
        Some(sign) => whole.split(sign).collect::<Vec<_>>(),
        None => vec![whole],
    };
    let first = groups.remove(0);
    let shape = !first.is_empty() && digits(first) && digits(places);
    let grouped = groups.iter().all(|group| group.len() == 3 && digits(group));
    if !shape || !grouped || !groups.is_empty() && first.len() > 3 {
        return None;
    }
    let cent = Betrag::lesen(&format!("{sign}{first}{}.{places}", groups.concat())).cent?;
    (cent.abs() <= crate::Cent::MAX).then_some(cent)
}

/// What a spreadsheet takes for the begin of a formula, in ASCII and full width.
fn beginnt_formel(text: &str) -> bool {
    text.trim_start()
        .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || text.starts_with(['\t', '\r', '\n'])
}

/// Puts an apostrophe before what would be a formula, and before what has one already.
fn geschuetzt(text: &str) -> String {
    if beginnt_formel(text) || text.starts_with('\'') {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Takes the apostrophe away that [`geschuetzt`] puts; any other one stays.
pub(super) fn ohne_schutz(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if beginnt_formel(rest) || rest.starts_with('\'') => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zuordnung() -> Zuordnung {
        Zuordnung {
            spalten: Vec::new(),
            kopfzeile: true,
            trennzeichen: ';',
            kodierung: Kodierung::Utf8,
            dezimalzeichen: ',',
            tausenderzeichen: Some('.'),
            datum: Datumsform::TagMonatJahr,
            vorgaenge: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(cent(text, &zuordnung()), expected, "{text}");
        };
        check("1.234,56", Some(123_456));
        check("1234,5", Some(123_450));
        check("-12", Some(-1200));
        check("12,00-", Some(-1200));
        check("+0,01", Some(1));
        for bad in
            ["1.23", "12.34,56", "1,2,3", "1,234", "", "-", "--1", "-1-", ",5", "1 234", "zwölf"]
        {
            check(bad, None);
        }
    }

    #[test]
    fn days_are_read_in_their_form_only() {
        for (form, good, bad) in [
            (Datumsform::TagMonatJahr, "05.03.2026", "5.3.26"),
            (Datumsform::TagMonatKurz, "05.03.26", "05.03.2026"),
            (Datumsform::Iso, "2026-03-05", "05.03.2026"),
            (Datumsform::Ziffern, "20260305", "202635"),
        ] {
            let tag = jiff::civil::date(2026, 3, 5);
            assert_eq!(form.lesen(good), Some(tag));
            assert_eq!(form.schreiben(tag), good);
            assert_eq!(form.lesen(bad), None, "{bad}");
            assert_eq!(form.lesen("30.02.2026"), None);
            assert_eq!(form.lesen("ää.äö.2026"), None);
        }
    }

    #[test]
    fn formulas_are_disarmed_and_come_back() {
        for text in
            ["=1+1", "+49 361", "-5", "@SUM(A1)", " =1", "\t=1", "'=1", "''", "O'Hara", "'s", ""]
        {
            let safe = geschuetzt(text);
            assert!(!beginnt_formel(&safe), "{safe}");
            assert_eq!(ohne_schutz(&safe), text);
        }
        assert_eq!(ohne_schutz("'s Gravenhage"), "'s Gravenhage");
    }
}
