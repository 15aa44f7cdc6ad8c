//! Codes and numbers in the clerk's words.
//!
//! Never hides a code it does not know.

use domain::Datum;
use domain::rechnung::{Betrag, cent_deutsch};

/// Returns `05.03.2018`.
pub(crate) fn datum(datum: Datum) -> String {
    format!("{:02}.{:02}.{:04}", datum.day(), datum.month(), datum.year())
}

/// Returns `1.234,56 €`.
pub(crate) fn geld(betrag: &Betrag, waehrung: &str) -> String {
    format!("{} {}", betrag.deutsch(), zeichen(waehrung)).trim_end().to_owned()
}

/// Returns `1.234,56 €`.
pub(crate) fn cent(cent: i64, waehrung: &str) -> String {
    format!("{} {}", cent_deutsch(cent), zeichen(waehrung)).trim_end().to_owned()
}

fn zeichen(waehrung: &str) -> &str {
    if waehrung == "EUR" { "€" } else { waehrung }
}

/// Returns a number with no more places than it needs: `20`, `32,5`.
pub(crate) fn zahl(betrag: &Betrag) -> String {
    let text = betrag.deutsch();
    match text.split_once(',') {
        Some((whole, places)) => {
            let places = places.trim_end_matches('0');
            if places.is_empty() { whole.to_owned() } else { format!("{whole},{places}") }
        }
        None => text,
    }
}

/// Returns an IBAN in groups of four.
pub(crate) fn iban(iban: &str) -> String {
    let chars: Vec<char> = iban.chars().collect();
    let groups: Vec<String> = chars.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// Names the kind of an invoice (BT-3, UNTDID 1001).
pub(crate) fn art(code: &str) -> String {
    let name = match code {
        "380" => "Rechnung",
        "381" => "Gutschrift (Rechnungskorrektur zu Ihren Gunsten)",
        "384" => "Rechnungskorrektur",
        "389" => "Vom Empfänger ausgestellte Rechnung (Gutschriftverfahren)",
        "326" => "Teilrechnung",
        "751" => "Buchungsinformation (keine Rechnung)",
        "875" => "Abschlagsrechnung (Bau)",
        "876" => "Teilschlussrechnung (Bau)",
        "877" => "Schlussrechnung (Bau)",
        "" => return "ohne Angabe".to_owned(),
        other => return format!("Art {other}"),
    };
    name.to_owned()
}

/// Names the means of payment (BT-81, UNTDID 4461).
pub(crate) fn zahlungsart(code: &str) -> String {
    let name = match code {
        "10" => "Barzahlung",
        "20" => "Scheck",
        "30" => "Überweisung",
        "42" => "Zahlung auf ein Bankkonto",
        "48" => "Bankkarte",
        "49" => "Lastschrift (wird abgebucht)",
        "54" => "Kreditkarte",
        "55" => "Debitkarte",
        "58" => "SEPA-Überweisung",
        "59" => "SEPA-Lastschrift (wird abgebucht)",
        "97" => "Verrechnung zwischen den Beteiligten",
        other => return format!("Zahlungsart {other}"),
    };
    name.to_owned()
}

/// Names a category of VAT (BT-118, UNTDID 5305).
pub(crate) fn steuerkategorie(code: &str) -> String {
    let name = match code {
        "S" => "Umsatzsteuer",
        "Z" => "Nullsatz",
        "E" => "steuerfrei",
        "AE" => "Steuerschuld beim Empfänger (Reverse Charge)",
        "K" => "innergemeinschaftliche Lieferung",
        "G" => "Ausfuhr, steuerfrei",
        "O" => "nicht steuerbar",
        other => return format!("Kategorie {other}"),
    };
    name.to_owned()
}

/// Names a unit (BT-130, UN/ECE Rec. 20 and 21).
pub(crate) fn einheit(code: &str) -> &str {
    match code {
        "C62" | "H87" | "EA" | "NAR" => "Stück",
        "XPP" => "Stk.",
        "HUR" => "Std.",
        "MIN" => "Min.",
        "DAY" => "Tage",
        "WEE" => "Wochen",
        "MON" => "Monate",
        "ANN" => "Jahre",
        "LS" => "pauschal",
        "KGM" => "kg",
        "GRM" => "g",
        "TNE" => "t",
        "MTR" => "m",
        "KMT" => "km",
        "MTK" => "m²",
        "MTQ" => "m³",
        "LTR" => "l",
        "KWH" => "kWh",
        "MWH" => "MWh",
        "P1" => "%",
        "SET" => "Satz",
        other => other,
    }
}

/// Returns a size for people.
pub(crate) fn groesse(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} Byte"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => {
            let tenths = (bytes / 104_857).max(10);
            format!("{},{} MB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_needless_places() {
        let check = |text: &str, expected: &str| assert_eq!(zahl(&Betrag::lesen(text)), expected);
        check("20.0000", "20");
        check("32.50", "32,5");
        check("1000", "1.000");
        check("x", "x");
        assert_eq!(geld(&Betrag::lesen("1234.5"), "EUR"), "1.234,50 €");
        assert_eq!(geld(&Betrag::lesen("1"), ""), "1,00");
        assert_eq!(iban("DE79000000001234567890"), "DE79 0000 0000 1234 5678 90");
        assert_eq!(groesse(2_200_000), "2,0 MB");
        assert_eq!(groesse(1025), "2 KB");
    }
}
