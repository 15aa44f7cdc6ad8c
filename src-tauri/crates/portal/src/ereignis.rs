//! Security event tokens (RFC 8417): the log of a case, signed event by event.
//!
//! Never believes an event whose signature, issuer, subject or case is not the expected one, and
//! never lets the time an event claims decide about order: the log's own order does.

mod protokoll;

pub use protokoll::{EREIGNISSE_MAX, Mangel, Protokoll, Schluesselmappe, benoetigt, pruefen};

use std::collections::BTreeMap;

use domain::Zeitpunkt;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::error::PortalError;
use crate::jws::{self, JwsError, Token, Verfahren};
use crate::kodierung::kurz;
use crate::schluessel::Schluessel;

/// Type of the tokens.
pub const TYP: &str = "secevent+jwt";
/// Where the names of events begin.
const EVENTS: &str = "https://schema.fitko.de/fit-connect/events/";
/// Schema of the payload that the service accepts; 1.0.0 is refused.
const SCHEMA: &str =
    "https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json";
/// Longest id of an event.
const JTI_CHARS_MAX: usize = 100;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ereignisart {
    /// Announced by the sender.
    Angelegt,
    /// Sent; from here the service's periods run.
    Eingereicht,
    /// The subscriber was told.
    Benachrichtigt,
    /// Handed to the subscriber.
    Weitergeleitet,
    /// Refused, by a subscriber or after 14 days by the service.
    Zurueckgewiesen,
    /// Taken by a subscriber.
    Angenommen,
    /// Removed from the service.
    Geloescht,
    /// Something newer than this program.
    Unbekannt(String),
}

impl Ereignisart {
    fn lesen(uri: &str, reply: bool) -> Self {
        let tail = if reply { "-reply" } else { "-submission" };
        let verb = uri.strip_prefix(EVENTS).and_then(|name| name.strip_suffix(tail));
        match verb {
            Some("create") => Self::Angelegt,
            Some("submit") => Self::Eingereicht,
            Some("notify") => Self::Benachrichtigt,
            Some("forward") => Self::Weitergeleitet,
            Some("reject") => Self::Zurueckgewiesen,
            Some("accept") => Self::Angenommen,
            Some("delete") => Self::Geloescht,
            _ => Self::Unbekannt(kurz(uri, 200)),
        }
    }
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aussteller {
    /// The Zustelldienst of the settings.
    Dienst,
    /// A destination.
    Zustellpunkt(Uuid),
    /// Somebody whose keys are not known here, such as the sender.
    Fremd(String),
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gegenstand {
    /// A submission of the case.
    Einreichung(Uuid),
    /// A reply within the case.
    Antwort(Uuid),
}

/// The authentication tags of a submission's parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pruefmarken {
    /// Of the metadata.
    #[serde(rename = "metadata", default, skip_serializing_if = "Option::is_none")]
    pub metadaten: Option<String>,
    /// Of the data.
    #[serde(rename = "data", default, skip_serializing_if = "Option::is_none")]
    pub fachdaten: Option<String>,
    /// Of each attachment.
    #[serde(rename = "attachments", default)]
    pub anlagen: BTreeMap<Uuid, String>,
}

/// An event that was proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ereignis {
    /// Its id.
    pub kennung: String,
    /// Who signed it.
    pub aussteller: Aussteller,
    /// When, as the issuer says.
    pub ausgestellt_um: Zeitpunkt,
    /// What it is about.
    pub gegenstand: Gegenstand,
    /// What happened.
    pub art: Ereignisart,
    /// Tags of the parts, where the event carries them.
    pub marken: Option<Pruefmarken>,
}

/// Why an event is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "lowercase")]
pub enum EreignisMangel {
    /// It is no token of the expected kind.
    #[error("no event token")]
    Form,
    /// A claim that every event has is missing or wrong.
    #[error("claim {0}")]
    Angabe(String),
    /// Its issuer's key is not known.
    #[error("key unknown")]
    SchluesselUnbekannt,
    /// Its signature is wrong.
    #[error("signature wrong")]
    Unterschrift,
    /// It belongs to another case.
    #[error("another case")]
    AndererVorgang,
    /// Its issuer may not say this about the submission.
    #[error("issuer not allowed to say this")]
    Unbefugt,
    /// Two events have one id.
    #[error("id used twice")]
    KennungDoppelt,
    /// It cannot follow what stands before it.
    #[error("out of order")]
    Reihenfolge,
}

impl From<JwsError> for EreignisMangel {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Form | JwsError::Header | JwsError::NoKid => Self::Form,
            JwsError::UnknownKey => Self::SchluesselUnbekannt,
            JwsError::Signature => Self::Unterschrift,
        }
    }
}

/// An event as its token says; nothing is proven yet.
pub(crate) struct Behauptung<'t> {
    pub(crate) token: Token<'t>,
    pub(crate) aussteller: Aussteller,
    pub(crate) vorgang: Uuid,
    pub(crate) ereignis: Ereignis,
}

impl<'t> Behauptung<'t> {
    /// Takes a token apart.
    pub(crate) fn lesen(
        token: &'t str,
        ist_dienst: &dyn Fn(&str) -> bool,
    ) -> Result<Self, EreignisMangel> {
        let missing = |claim: &str| EreignisMangel::Angabe(claim.to_owned());
        let token = Token::parse(token, TYP)?;
        let claims: Value =
            serde_json::from_slice(&token.payload).map_err(|_| EreignisMangel::Form)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let jti = text("jti").filter(|jti| !jti.is_empty() && jti.len() <= JTI_CHARS_MAX);
        let kennung = jti.ok_or_else(|| missing("jti"))?.to_owned();
        let iss = text("iss").ok_or_else(|| missing("iss"))?;
        let aussteller = if ist_dienst(iss) {
            Aussteller::Dienst
        } else if let Ok(destination) = Uuid::parse_str(iss) {
            Aussteller::Zustellpunkt(destination)
        } else {
            Aussteller::Fremd(kurz(iss, 200))
        };
        let iat = claims.get("iat").and_then(Value::as_i64);
        let ausgestellt_um = iat.and_then(|iat| Zeitpunkt::from_second(iat).ok());
        let ausgestellt_um = ausgestellt_um.ok_or_else(|| missing("iat"))?;
        let vorgang = text("txn").and_then(|txn| id(txn, "case:")).ok_or_else(|| missing("txn"))?;
        let sub = text("sub").ok_or_else(|| missing("sub"))?;
        let gegenstand = id(sub, "submission:").map(Gegenstand::Einreichung);
        let gegenstand = gegenstand.or_else(|| id(sub, "reply:").map(Gegenstand::Antwort));
        let gegenstand = gegenstand.ok_or_else(|| missing("sub"))?;
        let events = claims.get("events").and_then(Value::as_object);
        let mut events = events.into_iter().flatten();
        let (Some((uri, payload)), None) = (events.next(), events.next()) else {
            return Err(missing("events"));
        };
        let art = Ereignisart::lesen(uri, matches!(gegenstand, Gegenstand::Antwort(_)));
        let marken = match payload.get("authenticationTags") {
            None | Some(Value::Null) => None,
            Some(tags) => {
                let tags = serde_json::from_value(tags.clone());
                Some(tags.map_err(|_| missing("authenticationTags"))?)
            }
        };
        let ereignis = Ereignis {
            kennung,
            aussteller: aussteller.clone(),
            ausgestellt_um,
            gegenstand,
            art,
            marken,
        };
        Ok(Self { token, aussteller, vorgang, ereignis })
    }
}

fn id(text: &str, prefix: &str) -> Option<Uuid> {
    Uuid::parse_str(text.strip_prefix(prefix)?).ok()
}

/// Writes and signs the event that accepts a submission; after it the service deletes the content.
pub fn annahme(
    ankuendigung: &crate::dienst::Ankuendigung,
    marken: &Pruefmarken,
    kennung: Uuid,
    jetzt: Zeitpunkt,
    key: &Schluessel,
) -> Result<String, PortalError> {
    let tags = serde_json::to_value(marken).map_err(|_| PortalError::Protocol("tags"))?;
    let event = format!("{EVENTS}accept-submission");
    let claims = serde_json::json!({
        "$schema": SCHEMA,
        "jti": kennung,
        "iss": ankuendigung.destination,
        "iat": jetzt.as_second(),
        "sub": format!("submission:{}", ankuendigung.submission),
        "txn": format!("case:{}", ankuendigung.case),
        "events": { event: { "authenticationTags": tags } },
    });
    let payload = claims.to_string();
    jws::sign(TYP, Some(&key.kid), payload.as_bytes(), key.geheim(), Verfahren::Ps512)
}
