//! What the payment service said when the application was sent.
//!
//! Never takes it for money on an account: that is what the bank says.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Maengel, text};
use crate::kodierung::kurz;

/// How far the payment had come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zahlungsstand {
    /// Begun (`INITIAL`).
    Begonnen,
    /// Confirmed by the portal (`BOOKED`; the payment standard writes `PAYED`).
    Bestaetigt,
    /// Ended by the payment service (`FAILED`).
    Fehlgeschlagen,
    /// Ended by the applicant (`CANCELED`).
    Abgebrochen,
    /// Something newer than this program.
    Unbekannt(String),
}

/// Payment information of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zahlung {
    /// Id at the payment service.
    pub transaktion: String,
    /// Kassenzeichen or other reference that the bank line will carry.
    pub verwendungszweck: String,
    /// Way of paying, as written: ways come and go.
    pub zahlart: String,
    /// How far it had come.
    pub stand: Zahlungsstand,
    /// Amount in cents; absent where none, or none in whole cents, was written.
    pub betrag_cent: Option<u64>,
    /// When it was done, as written.
    pub zeitpunkt: Option<String>,
    /// Where the payment service says more.
    pub abfrage: Option<String>,
}

impl Zahlung {
    pub(super) fn lesen(value: &Value, maengel: &mut Maengel) -> Self {
        let mut required = |name: &str| {
            text(value, name).unwrap_or_else(|| {
                maengel.fehlt(&format!("paymentInformation/{name}"));
                String::new()
            })
        };
        let transaktion = required("transactionId");
        let verwendungszweck = required("transactionReference");
        let zahlart = required("paymentMethod");
        let stand = match required("status").as_str() {
            "INITIAL" => Zahlungsstand::Begonnen,
            "BOOKED" | "PAYED" => Zahlungsstand::Bestaetigt,
            "FAILED" => Zahlungsstand::Fehlgeschlagen,
            "CANCELED" => Zahlungsstand::Abgebrochen,
            other => Zahlungsstand::Unbekannt(kurz(other, 50)),
        };
        let amount = value.get("grossAmount");
        let betrag_cent = amount.and_then(cent);
        if amount.is_some() && betrag_cent.is_none() {
            maengel.fehlt("paymentInformation/grossAmount");
        }
        Self {
            transaktion,
            verwendungszweck,
            zahlart,
            stand,
            betrag_cent,
            zeitpunkt: text(value, "transactionTimestamp"),
            abfrage: text(value, "transactionUrl"),
        }
    }
}

/// Reads euros from the shortest digits of a JSON number, never by multiplying it.
fn cent(value: &Value) -> Option<u64> {
    let Value::Number(number) = value else { return None };
    let text = number.to_string();
    let (euro, cents) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let cents = cents.trim_end_matches('0');
    if cents.len() > 2 || euro.is_empty() || !digits(euro) || !digits(cents) {
        return None;
    }
    let cents: u64 = format!("{cents:0<2}").parse().ok()?;
    euro.parse::<u64>().ok()?.checked_mul(100)?.checked_add(cents)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: Option<u64>) {
        assert_eq!(cent(&serde_json::from_str(json).unwrap()), expected, "{json}");
    }

    #[test]
    fn euros_become_cents_without_a_float() {
        check("12.30", Some(1230));
        check("12.3", Some(1230));
        check("0.01", Some(1));
        check("0.29", Some(29));
        check("1000000.07", Some(100_000_007));
        check("5", Some(500));
        check("12.345", None);
        check("-1", None);
        check("\"12.30\"", None);
        check("18446744073709551615", None);
    }
}
