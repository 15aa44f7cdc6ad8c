//! The Zustelldienst: its addresses and the calls of a subscriber, in both generations of paths.
//!
//! Never asks an address that a token or an answer names: only those of the settings.

mod huelle;
mod zustellpunkt;

pub use huelle::{Ankuendigung, Huelle, Leistungsbezug};
pub use zustellpunkt::{Angebot, Zustellpunkt};

use std::cell::RefCell;

use domain::Zeitpunkt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::anmeldung::{Anmeldung, Token, anmelden};
use crate::ereignis::EREIGNISSE_MAX;
use crate::error::{PortalError, good};
use crate::line::{Line, Method, Request, Response};
use crate::schluessel::{Oeffentlich, Zweck};

/// Most bytes of an encrypted attachment.
pub const ANLAGE_BYTES_MAX: usize = 176 * 1024 * 1024;
/// Most bytes of a submission's envelope with metadata and data, both encrypted.
pub const HUELLE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Most bytes of a list or of keys.
const LISTE_BYTES_MAX: usize = 1024 * 1024;
/// Most bytes of one part of an event log.
const PROTOKOLL_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Submissions asked for at once.
const SEITE: usize = 100;
/// Events asked for at once, the most the service gives.
const EREIGNISSE_SEITE: usize = 500;
/// Most pages of one list; what lies behind them is asked for the next time.
const SEITEN_MAX: usize = 100;
/// Most keys of a key set.
const SCHLUESSEL_MAX: usize = 100;

/// Which paths a service has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// `/v1/…`, still served.
    V1,
    /// `/v2/…`, the present one.
    V2,
}

/// Where a service is; every address is a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adressen {
    token: String,
    dienst: String,
    /// What the service calls itself in its events.
    aussteller: Vec<String>,
    generation: Generation,
}

/// An address is neither `https://` nor on this machine, or holds more than a host and a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("address not allowed")]
pub struct AddressError;

impl Adressen {
    /// Takes the addresses of the token service and of the Zustelldienst, without `/v1` or `/v2`.
    ///
    /// `http://` is accepted for a service on the same machine only. Trailing slashes are dropped.
    pub fn new(token: &str, dienst: &str, generation: Generation) -> Result<Self, AddressError> {
        let dienst = checked(dienst)?;
        Ok(Self { token: checked(token)?, aussteller: vec![dienst.clone()], dienst, generation })
    }

    /// Adds a name under which the service signs its events: an address like the service's own.
    ///
    /// Whether it always signs as the address it is reached at is not certain [G].
    pub fn mit_aussteller(mut self, aussteller: &str) -> Result<Self, AddressError> {
        self.aussteller.push(checked(aussteller)?);
        Ok(self)
    }

    /// Tells whether an issuer is the service.
    pub fn ist_dienst(&self, aussteller: &str) -> bool {
        let aussteller = aussteller.trim_end_matches('/');
        self.aussteller.iter().any(|known| known == aussteller)
    }
}

fn checked(url: &str) -> Result<String, AddressError> {
    let url = url.trim().trim_end_matches('/');
    let strange = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@');
    if url.contains(strange) {
        return Err(AddressError);
    }
    let host = url.strip_prefix("https://");
    let local = url.strip_prefix("http://").filter(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        matches!(host, "127.0.0.1" | "localhost" | "[::1]")
    });
    match host.or(local) {
        Some(rest) if !rest.is_empty() => Ok(url.to_owned()),
        _ => Err(AddressError),
    }
}

/// What a poll found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Liste {
    /// Submissions that wait.
    pub ankuendigungen: Vec<Ankuendigung>,
    /// Entries of the list that do not have the published form.
    pub unlesbar: usize,
    /// Whether the service has more than was asked for this time.
    pub weitere: bool,
}

/// A service, and the session with it.
pub struct Dienst<'a> {
    line: &'a dyn Line,
    adressen: &'a Adressen,
    anmeldung: &'a Anmeldung,
    /// What the program calls itself; some services answer nobody without a name.
    programm: &'a str,
    token: RefCell<Option<Token>>,
}

impl<'a> Dienst<'a> {
    /// Prepares a session; nothing is sent yet.
    pub fn new(
        line: &'a dyn Line,
        adressen: &'a Adressen,
        anmeldung: &'a Anmeldung,
        programm: &'a str,
    ) -> Self {
        Self { line, adressen, anmeldung, programm, token: RefCell::new(None) }
    }

    /// Returns the service's addresses.
    pub fn adressen(&self) -> &Adressen {
        self.adressen
    }

    /// Tells whether the paths and names of the first generation are used.
    pub(crate) fn erste_generation(&self) -> bool {
        self.adressen.generation == Generation::V1
    }

    fn url(&self, path: &str) -> String {
        let generation = match self.adressen.generation {
            Generation::V1 => "v1",
            Generation::V2 => "v2",
        };
        format!("{}/{generation}/{path}", self.adressen.dienst)
    }

    /// Returns a request under the service's paths.
    pub(crate) fn request(&self, method: Method, path: &str, bytes_max: usize) -> Request {
        Request::new(method, self.url(path), bytes_max)
    }

    /// Sends a request with the session's token; one that is no longer taken is renewed once.
    pub(crate) fn send(&self, request: Request, jetzt: Zeitpunkt) -> Result<Response, PortalError> {
        let renewed = self.renew(jetzt)?;
        match self.send_once(&request) {
            Err(PortalError::Credentials { status: 401 }) if !renewed => {
                *self.token.borrow_mut() = None;
                self.renew(jetzt)?;
                self.send_once(&request)
            }
            answered => answered,
        }
    }

    fn renew(&self, jetzt: Zeitpunkt) -> Result<bool, PortalError> {
        if self.token.borrow().as_ref().is_some_and(|token| token.gut(jetzt)) {
            return Ok(false);
        }
        let token = anmelden(self.line, &self.adressen.token, self.anmeldung, jetzt)?;
        *self.token.borrow_mut() = Some(token);
        Ok(true)
    }

    fn send_once(&self, request: &Request) -> Result<Response, PortalError> {
        let mut request = request.clone().header("user-agent", self.programm);
        if let Some(token) = self.token.borrow().as_ref() {
            request = request.header("authorization", token.bearer());
        }
        good(self.line.send(&request)?, request.answer_bytes_max)
    }

    pub(crate) fn get_json<T: DeserializeOwned>(
        &self,
        path: &str,
        bytes_max: usize,
        jetzt: Zeitpunkt,
    ) -> Result<T, PortalError> {
        let request =
            self.request(Method::Get, path, bytes_max).header("accept", "application/json");
        let answer = self.send(request, jetzt)?;
        serde_json::from_slice(&answer.body).map_err(|_| PortalError::Protocol("json"))
    }

    /// Lists the submissions that wait for a destination.
    pub fn liste(&self, destination: Uuid, jetzt: Zeitpunkt) -> Result<Liste, PortalError> {
        let mut liste = Liste { ankuendigungen: Vec::new(), unlesbar: 0, weitere: false };
        let mut offset = 0;
        for _ in 0..SEITEN_MAX {
            let path =
                format!("submissions?destinationId={destination}&offset={offset}&limit={SEITE}");
            let page: Value = self.get_json(&path, LISTE_BYTES_MAX, jetzt)?;
            let entries = page.get("submissions").and_then(Value::as_array);
            let entries = entries.ok_or(PortalError::Protocol("list of submissions"))?;
            for entry in entries {
                match Ankuendigung::lesen(entry) {
                    Some(one) => liste.ankuendigungen.push(one),
                    None => liste.unlesbar += 1,
                }
            }
            offset += entries.len();
            let total = page.get("totalCount").and_then(Value::as_u64).unwrap_or(0);
            liste.weitere =
                u64::try_from(offset).unwrap_or(u64::MAX) < total && !entries.is_empty();
            if !liste.weitere {
                break;
            }
        }
        Ok(liste)
    }

    /// Gets the envelope of a submission with metadata and data, both encrypted.
    pub fn huelle(&self, submission: Uuid, jetzt: Zeitpunkt) -> Result<Huelle, PortalError> {
        let path = format!("submissions/{submission}");
        let value: Value = self.get_json(&path, HUELLE_BYTES_MAX, jetzt)?;
        Huelle::lesen(&value).ok_or(PortalError::Protocol("submission"))
    }

    /// Gets an encrypted attachment.
    pub fn anlage(
        &self,
        submission: Uuid,
        anlage: Uuid,
        jetzt: Zeitpunkt,
    ) -> Result<String, PortalError> {
        let path = format!("submissions/{submission}/attachments/{anlage}");
        let request = self.request(Method::Get, &path, ANLAGE_BYTES_MAX);
        let answer = self.send(request.header("accept", "application/jose"), jetzt)?;
        String::from_utf8(answer.body).map_err(|_| PortalError::Protocol("attachment"))
    }

    /// Gets the whole event log of a case, as it stands there.
    pub fn ereignisse(&self, case: Uuid, jetzt: Zeitpunkt) -> Result<Vec<String>, PortalError> {
        let mut log = Vec::new();
        loop {
            let offset = log.len();
            let path = format!("cases/{case}/events?offset={offset}&limit={EREIGNISSE_SEITE}");
            let page: Value = self.get_json(&path, PROTOKOLL_BYTES_MAX, jetzt)?;
            let entries = page.get("eventLog").and_then(Value::as_array);
            let entries = entries.ok_or(PortalError::Protocol("event log"))?;
            for entry in entries {
                let entry = entry.as_str().ok_or(PortalError::Protocol("event log"))?;
                log.push(entry.to_owned());
            }
            // Without a total, as the first generation answers, one page is the whole.
            let total = page.get("totalCount").and_then(Value::as_u64).unwrap_or(0);
            if log.len() > EREIGNISSE_MAX {
                return Err(PortalError::Protocol("length of the event log"));
            }
            if entries.is_empty() || u64::try_from(log.len()).unwrap_or(u64::MAX) >= total {
                return Ok(log);
            }
        }
    }

    /// Reports an event that the office signed.
    pub fn ereignis_melden(
        &self,
        case: Uuid,
        ereignis: &str,
        jetzt: Zeitpunkt,
    ) -> Result<(), PortalError> {
        let request = self.request(Method::Post, &format!("cases/{case}/events"), LISTE_BYTES_MAX);
        self.send(request.body("application/jose", ereignis.as_bytes().to_vec()), jetzt)?;
        Ok(())
    }

    /// Gets the keys with which the service signs its events, from every name of the settings under
    /// which it signs; those that cannot be used are left out.
    pub fn dienstschluessel(&self) -> Result<Vec<Oeffentlich>, PortalError> {
        let mut found = Vec::new();
        let mut answered = false;
        for name in &self.adressen.aussteller {
            match self.schluesselsatz(name) {
                Ok(keys) => {
                    answered = true;
                    found.extend(keys);
                }
                // A name need not be an address that has keys of its own.
                Err(PortalError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        if answered { Ok(found) } else { Err(PortalError::NotFound) }
    }

    fn schluesselsatz(&self, aussteller: &str) -> Result<Vec<Oeffentlich>, PortalError> {
        let url = format!("{aussteller}/.well-known/jwks.json");
        let request = Request::new(Method::Get, url, LISTE_BYTES_MAX);
        let request = request.header("user-agent", self.programm);
        let answer = good(self.line.send(&request)?, LISTE_BYTES_MAX)?;
        let set: Value =
            serde_json::from_slice(&answer.body).map_err(|_| PortalError::Protocol("keys"))?;
        let keys = set.get("keys").and_then(Value::as_array);
        let keys = keys.ok_or(PortalError::Protocol("keys"))?;
        let read = |key| Oeffentlich::lesen(key, Zweck::Signatur).ok();
        Ok(keys.iter().take(SCHLUESSEL_MAX).filter_map(read).collect())
    }

    /// Gets a key of a destination; nothing if the service has none of this id for this purpose.
    pub fn zustellpunktschluessel(
        &self,
        destination: Uuid,
        kid: &str,
        zweck: Zweck,
        jetzt: Zeitpunkt,
    ) -> Result<Option<Oeffentlich>, PortalError> {
        // The id stands in a stranger's token and goes into a path.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if kid.is_empty() || !kid.chars().all(plain) {
            return Ok(None);
        }
        let path = format!("destinations/{destination}/keys/{kid}");
        match self.get_json::<Value>(&path, LISTE_BYTES_MAX, jetzt) {
            Ok(key) => {
                let key = Oeffentlich::lesen(&key, zweck).ok();
                Ok(key.filter(|key| key.kid == kid))
            }
            Err(PortalError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gets a destination: what it offers, and the key that senders use.
    pub fn zustellpunkt(
        &self,
        destination: Uuid,
        jetzt: Zeitpunkt,
    ) -> Result<Zustellpunkt, PortalError> {
        let path = format!("destinations/{destination}");
        let value: Value = self.get_json(&path, LISTE_BYTES_MAX, jetzt)?;
        Zustellpunkt::lesen(&value).ok_or(PortalError::Protocol("destination"))
    }

    /// Gets the key with which content for a destination is encrypted now.
    pub fn empfangsschluessel(
        &self,
        destination: Uuid,
        jetzt: Zeitpunkt,
    ) -> Result<Oeffentlich, PortalError> {
        let kid = self.zustellpunkt(destination, jetzt)?.empfangsschluessel;
        let key = self.zustellpunktschluessel(destination, &kid, Zweck::Verschluesselung, jetzt)?;
        key.ok_or(PortalError::NoKey("destination"))
    }
}
