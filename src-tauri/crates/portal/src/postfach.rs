//! Messages and states of a procedure for the mailbox of the BundID (ZBP), sent as submissions.
//!
//! Never signs before the line is there: the author's token is good for thirty minutes. Never cuts
//! a text that is too long; it is refused with the name of its field.
//!
//! The form follows what an open client of the interface sends; the mailbox itself was not spoken
//! with [G].

use domain::Zeitpunkt;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::X509;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::dienst::Leistungsbezug;
use crate::error::PortalError;
use crate::jws::{self, Verfahren};
use crate::metadaten::Vertrauensniveau;
use crate::versand::{Sendung, Weg};

const MESSAGE: &str = "urn:schema-fitko-de:fit-connect:id.bund.de:message_v6";
const STATUS: &str = "urn:schema-fitko-de:fit-connect:id.bund.de:status_v6";
const SCHEMA: &str =
    "https://schema.fitko.de/fit-connect/id.bund.de/message_v6/1.0.0/zbp-message.schema.json";
/// Life of the author's token in seconds.
const TOKEN_S: i64 = 30 * 60;

/// Why something cannot be sent to a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailboxError {
    /// A text is empty or longer than the mailbox takes.
    #[error("{feld}: 1 to {max} characters")]
    Laenge {
        /// The field.
        feld: &'static str,
        /// Most characters.
        max: usize,
    },
    /// The level is not one the mailbox knows.
    #[error("trust level not known")]
    Niveau,
    /// Certificate and key are not readable, or do not belong together.
    #[error("certificate")]
    Certificate,
    /// The library failed.
    #[error("mailbox")]
    Portal(#[from] PortalError),
}

/// Key and certificate with which the office signs towards the mailbox.
#[derive(Clone)]
pub struct Absender {
    key: PKey<Private>,
    pem: String,
    name: String,
}

impl std::fmt::Debug for Absender {
    /// Shows only the name.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Absender").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Absender {
    /// Takes a private key and its certificate, both PEM.
    pub fn lesen(key: &[u8], zertifikat: &str) -> Result<Self, MailboxError> {
        let key = PKey::private_key_from_pem(key).map_err(|_| MailboxError::Certificate)?;
        let cert = X509::from_pem(zertifikat.as_bytes()).map_err(|_| MailboxError::Certificate)?;
        let fits = cert.public_key().is_ok_and(|public| public.public_eq(&key));
        let mut names = cert.subject_name().entries_by_nid(Nid::COMMONNAME);
        let name = names.next().and_then(|name| name.data().to_string().ok());
        match name {
            Some(name) if fits && key.rsa().is_ok() => {
                Ok(Self { key, pem: zertifikat.to_owned(), name })
            }
            _ => Err(MailboxError::Certificate),
        }
    }

    /// Puts content into the signed envelope that the mailbox takes.
    ///
    /// The signature covers the content as it stands in the envelope, byte for byte.
    pub fn umschlag(&self, inhalt: &Value, jetzt: Zeitpunkt) -> Result<Vec<u8>, PortalError> {
        let content = inhalt.to_string();
        let signature = jws::signature(content.as_bytes(), &self.key, Verfahren::Rs512)?;
        let iat = jetzt.as_second();
        let claims = json!({
            "iat": iat, "exp": iat + TOKEN_S, "signer": self.name, "roles": ["THIRD_PARTY"],
        });
        let claims = claims.to_string();
        let token = jws::sign("JWT", None, claims.as_bytes(), &self.key, Verfahren::Rs512)?;
        let envelope = json!({
            "content": content,
            "sha512sum": openssl::base64::encode_block(&signature),
            "authorToken": token,
            "authorCertificate": self.pem,
        });
        Ok(envelope.to_string().into_bytes())
    }
}

/// A message into a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nachricht {
    /// The mailbox.
    pub postfach: Uuid,
    /// Level at which the applicant has to be logged in to read it.
    pub niveau: Vertrauensniveau,
    /// Sender, at most 255 characters.
    pub absender: String,
    /// Title, at most 1,024 characters.
    pub titel: String,
    /// Text.
    pub text: String,
    /// Name of the service, at most 255 characters.
    pub leistung: String,
    /// The applicant's id at the mailbox, where the application named one.
    pub antrag: Option<Uuid>,
    /// The office's reference, at most 255 characters.
    pub zeichen: Option<String>,
    /// Name, SHA-512 and size of each attachment.
    pub anlagen: Vec<(String, String, u64)>,
}

impl Nachricht {
    /// Returns the message as the mailbox reads it.
    pub fn json(&self) -> Result<Value, MailboxError> {
        let mut json = Map::new();
        let level = match self.niveau {
            Vertrauensniveau::Basis => 1,
            Vertrauensniveau::Niedrig => 2,
            Vertrauensniveau::Substanziell => 3,
            Vertrauensniveau::Hoch => 4,
            Vertrauensniveau::Unbekannt(_) => return Err(MailboxError::Niveau),
        };
        json.insert("stork_qaa_level".into(), level.into());
        json.insert("mailboxUuid".into(), self.postfach.to_string().into());
        json.insert("sender".into(), laenge("sender", &self.absender, 255)?);
        json.insert("title".into(), laenge("title", &self.titel, 1024)?);
        json.insert("content".into(), laenge("content", &self.text, 1_000_000)?);
        json.insert("service".into(), laenge("service", &self.leistung, 255)?);
        if let Some(id) = self.antrag {
            json.insert("applicationId".into(), id.to_string().into());
        }
        if let Some(reference) = &self.zeichen {
            json.insert("reference".into(), laenge("reference", reference, 255)?);
        }
        let attachments = self.anlagen.iter().map(|(filename, sum, length)| {
            json!({ "filename": filename, "sha512sum": sum, "contentLength": length })
        });
        let attachments: Vec<Value> = attachments.collect();
        if !attachments.is_empty() {
            json.insert("attachments".into(), attachments.into());
        }
        Ok(Value::Object(json))
    }

    /// Makes it a sending to the mailbox's destination, which is a setting.
    pub fn sendung(
        &self,
        destination: Uuid,
        anlagen: &[(String, String)],
    ) -> Result<Sendung, MailboxError> {
        self.json()?;
        let leistung = Leistungsbezug { kennung: MESSAGE.to_owned(), name: self.leistung.clone() };
        let weg = Weg::Einreichung { destination, leistung };
        Ok(Sendung::neu(weg, SCHEMA, "application/json", "2.1.0", anlagen)?)
    }
}

/// How far a procedure is, as the applicant sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verfahrensstand {
    /// Begun.
    Begonnen,
    /// Sent.
    Abgesendet,
    /// Received by the office.
    Eingegangen,
    /// Being worked on.
    InBearbeitung,
    /// The applicant has to do something.
    RueckfrageOffen,
    /// Finished.
    Abgeschlossen,
}

impl Verfahrensstand {
    const fn name(self) -> &'static str {
        match self {
            Self::Begonnen => "INITIATED",
            Self::Abgesendet => "SUBMITTED",
            Self::Eingegangen => "RECEIVED",
            Self::InBearbeitung => "PROCESSING",
            Self::RueckfrageOffen => "ACTION_REQUIRED",
            Self::Abgeschlossen => "COMPLETED",
        }
    }
}

/// The state of a procedure for a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statusmeldung {
    /// The application's id at the mailbox.
    pub antrag: Uuid,
    /// How far it is.
    pub stand: Verfahrensstand,
    /// Name of the service, at most 100 characters.
    pub leistung: String,
    /// Sender, at most 100 characters.
    pub absender: String,
    /// When the state came about.
    pub erstellt_um: Zeitpunkt,
    /// What that means, at most 50 characters.
    pub einzelheit: Option<String>,
    /// What else there is to say, at most 100 characters.
    pub zusatz: Option<String>,
    /// The office's reference, at most 50 characters.
    pub zeichen: Option<String>,
}

impl Statusmeldung {
    /// Returns the state as the mailbox reads it.
    pub fn json(&self) -> Result<Value, MailboxError> {
        let mut json = Map::new();
        json.insert("applicationId".into(), self.antrag.to_string().into());
        json.insert("status".into(), self.stand.name().into());
        let name = laenge("publicServiceName", &self.leistung, 100)?;
        json.insert("publicServiceName".into(), json!({ "de": name }));
        json.insert("senderName".into(), laenge("senderName", &self.absender, 100)?);
        let created = self.erstellt_um.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string();
        json.insert("createdDate".into(), created.into());
        if let Some(text) = &self.einzelheit {
            json.insert(
                "statusDetails".into(),
                json!({ "de": laenge("statusDetails", text, 50)? }),
            );
        }
        if let Some(text) = &self.zusatz {
            let text = laenge("additionalInformation", text, 100)?;
            json.insert("additionalInformation".into(), json!({ "de": text }));
        }
        if let Some(reference) = &self.zeichen {
            json.insert("reference".into(), laenge("reference", reference, 50)?);
        }
        Ok(Value::Object(json))
    }

    /// Makes it a sending to the mailbox's destination, which is a setting.
    pub fn sendung(&self, destination: Uuid) -> Result<Sendung, MailboxError> {
        self.json()?;
        let leistung = Leistungsbezug { kennung: STATUS.to_owned(), name: self.leistung.clone() };
        let weg = Weg::Einreichung { destination, leistung };
        Ok(Sendung::neu(weg, SCHEMA, "application/json", "2.1.0", &[])?)
    }
}

fn laenge(feld: &'static str, text: &str, max: usize) -> Result<Value, MailboxError> {
    if (1..=max).contains(&text.chars().count()) {
        Ok(text.into())
    } else {
        Err(MailboxError::Laenge { feld, max })
    }
}
