//! Status of a payment at the portal (XBezahldienste 1.0.0, `GET paymenttransaction`).
//!
//! Never asks the portal, never computes with floats: amounts are read as they are spelled.

use domain::rechnung::Betrag;
use domain::{Datum, Zeitpunkt};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Cent;
use crate::forderung::{Beleg, Ereignis, Portalstatus, Stelle, Vorfall};

/// Most bytes of an answer.
pub const BYTES_MAX: usize = 1 << 20;
/// Longest identifier of a transaction.
pub const TRANSAKTION_MAX: usize = 44;
/// Longest reference.
pub const REFERENZ_MAX: usize = 36;
/// Longest other text; longer ones are refused, not cut.
const TEXT_MAX: usize = 1000;

/// Why an answer is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PortalError {
    /// More bytes than an answer may have.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The limit in bytes.
        max: usize,
    },
    /// Not JSON, or without the fields that the standard demands.
    #[error("not the answer of a payment service, at line {zeile}, column {spalte}")]
    Aufbau {
        /// Line, from 1.
        zeile: usize,
        /// Column, from 1.
        spalte: usize,
    },
    /// A status that the standard does not have.
    #[error("status {status} is unknown")]
    Status {
        /// As written, cut to 100 characters.
        status: String,
    },
    /// Longer than the standard allows, empty, or with control characters.
    #[error("{feld} is empty, too long or holds control characters")]
    Text {
        /// Name of the field.
        feld: &'static str,
    },
    /// No amount in whole cents.
    #[error("the amount is no number of whole cents")]
    Betrag,
    /// Claims are in euros.
    #[error("the currency is not EUR")]
    Waehrung,
    /// The time of the transaction cannot be read.
    #[error("the time of the transaction cannot be read")]
    Zeit,
}

/// Where a payment service answers for one online service and one authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zugang {
    // Invariant: an https address, or http on this machine, without a slash at its end.
    adresse: String,
    // Invariant: ids of the standard.
    originator: String,
    endpunkt: String,
}

/// What cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ZugangError {
    /// Neither `https://` nor on this machine, or more than a host and a path.
    #[error("address not allowed")]
    Adresse,
    /// Not up to 36 letters, digits, hyphens and underscores; transactions up to 44.
    #[error("{0} is no identifier of the standard")]
    Kennung(&'static str),
}

impl Zugang {
    /// Takes the address of the service, the online service's id and the authority's.
    pub fn neu(adresse: &str, originator: &str, endpunkt: &str) -> Result<Self, ZugangError> {
        let adresse = adresse.trim().trim_end_matches('/');
        let strange = |c: char| c.is_whitespace() || c.is_control() || "?#@\\".contains(c);
        let local = adresse.strip_prefix("http://").filter(|rest| {
            let host = rest.split(['/', ':']).next().unwrap_or_default();
            matches!(host, "127.0.0.1" | "localhost")
        });
        let rest = adresse.strip_prefix("https://").or(local).ok_or(ZugangError::Adresse)?;
        if rest.is_empty() || adresse.contains(strange) {
            return Err(ZugangError::Adresse);
        }
        kennung("originatorId", originator, REFERENZ_MAX)?;
        kennung("endPointId", endpunkt, REFERENZ_MAX)?;
        let (originator, endpunkt) = (originator.to_owned(), endpunkt.to_owned());
        Ok(Self { adresse: adresse.to_owned(), originator, endpunkt })
    }

    /// Returns the address at which the status of a payment is read.
    pub fn zahlung(&self, transaktion: &str) -> Result<String, ZugangError> {
        kennung("transactionId", transaktion, TRANSAKTION_MAX)?;
        let Self { adresse, originator, endpunkt } = self;
        Ok(format!("{adresse}/paymenttransaction/{originator}/{endpunkt}/{transaktion}"))
    }

    /// Returns the address at which the service says whether it is up.
    pub fn bereitschaft(&self) -> String {
        let Self { adresse, originator, endpunkt } = self;
        format!("{adresse}/status/{originator}/{endpunkt}")
    }
}

/// An id goes into a path, and must not be able to make it another one.
fn kennung(feld: &'static str, text: &str, max: usize) -> Result<(), ZugangError> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if plain && (1..=max).contains(&text.len()) { Ok(()) } else { Err(ZugangError::Kennung(feld)) }
}

/// What the portal says about a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portalmeldung {
    /// Transaction at the payment service.
    pub transaktion: String,
    /// Status.
    pub status: Portalstatus,
    /// Status as written: `PAYED` and `BOOKED` are one.
    pub status_geschrieben: String,
    /// What the service adds to the status.
    pub status_text: String,
    /// Reference of the payment, as a rule the Kassenzeichen; empty if none.
    pub kassenzeichen: String,
    /// Amount of the request, where the answer repeats it (`grosAmount`).
    pub betrag: Option<Cent>,
    /// When it happened.
    pub um: Option<Zeitpunkt>,
    /// Way of payment, as written: the list of the standard is older than some ways.
    pub zahlungsart: String,
}

/// What went wrong at the payment service (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// Status of HTTP.
    pub status: Option<u16>,
    /// Short sentence.
    pub title: String,
    /// Longer sentence.
    pub detail: String,
    /// Code of the standard, such as `NO_VALID_ORIGINATOR_OR_ENDPOINT`; kept as written.
    #[serde(rename = "functionalCode")]
    pub functional_code: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Antwort {
    payment_information: Angaben,
    payment_request: Option<Anfrage>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Angaben {
    transaction_id: String,
    status: String,
    transaction_reference: Option<String>,
    transaction_timestamp: Option<String>,
    payment_method: Option<String>,
    payment_method_detail: Option<String>,
    status_detail: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Anfrage {
    gros_amount: Option<Box<RawValue>>,
    currency: Option<String>,
}

/// Reads the answer about a payment.
///
/// Fields that the standard does not have are left alone; a status that it does not have fails.
pub fn read(bytes: &[u8]) -> Result<Portalmeldung, PortalError> {
    let Antwort { payment_information: angaben, payment_request: anfrage } = json(bytes)?;
    let unknown = || PortalError::Status { status: angaben.status.chars().take(100).collect() };
    let status = Portalstatus::lesen(&angaben.status).ok_or_else(unknown)?;
    let transaktion = text("transactionId", angaben.transaction_id, TRANSAKTION_MAX)?;
    if transaktion.is_empty() {
        return Err(PortalError::Text { feld: "transactionId" });
    }
    let optional = |feld, value: Option<String>, max| text(feld, value.unwrap_or_default(), max);
    let art = optional("paymentMethod", angaben.payment_method, TEXT_MAX)?;
    let genauer = optional("paymentMethodDetail", angaben.payment_method_detail, TEXT_MAX)?;
    let um = angaben.transaction_timestamp.map(|text| zeitpunkt(&text)).transpose()?;
    Ok(Portalmeldung {
        transaktion,
        status,
        status_geschrieben: angaben.status,
        status_text: optional("statusDetail", angaben.status_detail, TEXT_MAX)?,
        kassenzeichen: optional(
            "transactionReference",
            angaben.transaction_reference,
            REFERENZ_MAX,
        )?,
        betrag: anfrage.map(betrag).transpose()?.flatten(),
        um,
        zahlungsart: [art, genauer].join(" ").trim().to_owned(),
    })
}

/// Reads what went wrong (`application/problem+json`).
pub fn read_problem(bytes: &[u8]) -> Result<Problem, PortalError> {
    let mut problem: Problem = json(bytes)?;
    for field in [&mut problem.title, &mut problem.detail, &mut problem.functional_code] {
        *field = text("problem", std::mem::take(field), TEXT_MAX)?;
    }
    Ok(problem)
}

fn json<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, PortalError> {
    if bytes.len() > BYTES_MAX {
        return Err(PortalError::TooLarge { max: BYTES_MAX });
    }
    serde_json::from_slice(bytes)
        .map_err(|error| PortalError::Aufbau { zeile: error.line(), spalte: error.column() })
}

fn text(feld: &'static str, text: String, max: usize) -> Result<String, PortalError> {
    let trimmed = text.trim();
    if trimmed.chars().count() > max || trimmed.chars().any(char::is_control) {
        return Err(PortalError::Text { feld });
    }
    Ok(trimmed.to_owned())
}

fn betrag(anfrage: Anfrage) -> Result<Option<Cent>, PortalError> {
    if anfrage.currency.is_some_and(|currency| currency != "EUR") {
        return Err(PortalError::Waehrung);
    }
    let Some(raw) = anfrage.gros_amount else { return Ok(None) };
    Cent::lesen(&Betrag::lesen(raw.get())).map(Some).ok_or(PortalError::Betrag)
}

/// A time without its distance from UTC is the office's own.
fn zeitpunkt(text: &str) -> Result<Zeitpunkt, PortalError> {
    if let Ok(um) = text.parse::<Zeitpunkt>() {
        return Ok(um);
    }
    let local: jiff::civil::DateTime = text.parse().map_err(|_| PortalError::Zeit)?;
    let zoned = local.to_zoned(domain::aktenzeichen::amtszeit()).map_err(|_| PortalError::Zeit)?;
    Ok(zoned.timestamp())
}

impl Portalmeldung {
    /// Returns the event for the claim. The day is that of the transaction, in the office's time
    /// zone; where the portal names none, the day on which it was asked.
    ///
    /// However often the portal is asked, one status of one transaction is one event.
    pub fn ereignis(&self, abgefragt_am: Datum) -> Ereignis {
        let amtszeit = domain::aktenzeichen::amtszeit;
        let tag = self.um.map_or(abgefragt_am, |um| um.to_zoned(amtszeit()).date());
        let status = self.status.wort();
        let kennung = format!("{}/{status}", self.transaktion);
        Ereignis {
            tag,
            beleg: Beleg { stelle: Stelle::Portal, kennung },
            vorfall: Vorfall::Portal {
                transaktion: self.transaktion.clone(),
                status: self.status,
                betrag: self.betrag,
            },
            von: self.zahlungsart.clone(),
        }
    }
}
