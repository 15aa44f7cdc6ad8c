//! Sending through the Zustelldienst: a reply within a case, or a submission to a destination such as
//! the BundID's mailbox.
//!
//! Never sends twice: what is finished shows in the event log, which is asked before the last
//! request. Never signs or encrypts before the line is there.
//!
//! The paths of a submission are published. Those of a reply were not found in the papers at hand:
//! `replies`, `replies/{id}` and `replies/{id}/attachments/{id}` follow those of a submission [G].

use std::collections::BTreeMap;

use domain::Zeitpunkt;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::dienst::{Ankuendigung, Dienst, Leistungsbezug};
use crate::ereignis::{self, Aussteller, Ereignisart, Gegenstand, Schluesselmappe};
use crate::error::PortalError;
use crate::jwe;
use crate::kodierung::{sha512, uuid4};
use crate::line::Method;
use crate::schluessel::Oeffentlich;

/// Most attachments of one sending.
pub const ANLAGEN_MAX: usize = 100;
/// Most bytes of a service's answer to a sending.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// How often a sending is begun anew after the service dropped it unfinished.
const NEUANFAENGE_MAX: u32 = 3;

/// Where something is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "weg")]
pub enum Weg {
    /// To whoever sent the submission, within its case [G].
    Antwort {
        /// The case.
        case: Uuid,
    },
    /// To a destination.
    Einreichung {
        /// The destination.
        destination: Uuid,
        /// What it is.
        leistung: Leistungsbezug,
    },
}

/// An attachment that is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sendeanlage {
    /// Its id.
    pub id: Uuid,
    /// File name for the recipient.
    pub dateiname: String,
    /// Media type.
    pub mime: String,
}

/// How far a sending is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sendestand {
    /// Waits for the line.
    Entworfen,
    /// Announced to the service; parts are on their way.
    Angelegt,
    /// Sent.
    Versandt,
}

/// Something on its way out. The caller keeps it durably after every step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sendung {
    /// Where it goes.
    pub weg: Weg,
    /// How far it is.
    pub stand: Sendestand,
    /// Address of the schema of the data.
    pub schema: String,
    /// Media type of the data.
    pub mime: String,
    /// Version of the metadata, such as `1.0.0`.
    pub metadatenfassung: String,
    /// Attachments.
    pub anlagen: Vec<Sendeanlage>,
    /// Id that the service gave it.
    pub kennung: Option<Uuid>,
    /// Case that the service put it into.
    pub case: Option<Uuid>,
    /// SHA-512 of the attachments that were sent.
    pub gesendet: BTreeMap<Uuid, String>,
    /// How often it was begun anew.
    pub neuanfaenge: u32,
}

/// What is sent; asked for part by part, when the line is there.
pub trait Sendeinhalt {
    /// Returns the data, made and signed for this moment.
    fn fachdaten(&self, jetzt: Zeitpunkt) -> Result<Vec<u8>, PortalError>;
    /// Returns an attachment.
    fn anlage(&self, id: Uuid) -> Result<Vec<u8>, PortalError>;
}

impl Sendung {
    /// Begins something that waits for the line.
    ///
    /// `anlagen` are names and media types; each gets an id of its own.
    pub fn neu(
        weg: Weg,
        schema: &str,
        mime: &str,
        metadatenfassung: &str,
        anlagen: &[(String, String)],
    ) -> Result<Self, PortalError> {
        if anlagen.len() > ANLAGEN_MAX {
            return Err(PortalError::Protocol("number of attachments"));
        }
        let mut list = Vec::new();
        for (dateiname, mime) in anlagen {
            let (dateiname, mime) = (dateiname.clone(), mime.clone());
            list.push(Sendeanlage { id: uuid4()?, dateiname, mime });
        }
        Ok(Self {
            weg,
            stand: Sendestand::Entworfen,
            schema: schema.to_owned(),
            mime: mime.to_owned(),
            metadatenfassung: metadatenfassung.to_owned(),
            anlagen: list,
            kennung: None,
            case: None,
            gesendet: BTreeMap::new(),
            neuanfaenge: 0,
        })
    }

    /// Does one step and returns whether there is another; the caller keeps the sending in between.
    ///
    /// The service drops what is unfinished after a day; then it is announced anew, under a new id.
    pub fn schritt(
        &mut self,
        dienst: &Dienst<'_>,
        fuer: &Oeffentlich,
        inhalt: &dyn Sendeinhalt,
        jetzt: Zeitpunkt,
    ) -> Result<bool, PortalError> {
        let (kennung, case) = match (self.stand, self.kennung, self.case) {
            (Sendestand::Versandt, ..) => return Ok(false),
            (Sendestand::Angelegt, Some(kennung), Some(case)) => (kennung, case),
            _ => {
                self.anlegen(dienst, jetzt)?;
                return Ok(true);
            }
        };
        let done = match self.anlagen.iter().find(|one| !self.gesendet.contains_key(&one.id)) {
            Some(anlage) => self.hochladen(dienst, fuer, kennung, anlage.id, inhalt, jetzt),
            None => self.abschicken(dienst, fuer, (kennung, case), inhalt, jetzt),
        };
        match done {
            Err(PortalError::NotFound) if self.neuanfaenge < NEUANFAENGE_MAX => {
                self.neuanfaenge += 1;
                self.stand = Sendestand::Entworfen;
                (self.kennung, self.case) = (None, None);
                self.gesendet.clear();
                Ok(true)
            }
            other => other.map(|()| self.stand != Sendestand::Versandt),
        }
    }

    fn pfad(&self, kennung: Uuid) -> String {
        match self.weg {
            Weg::Antwort { .. } => format!("replies/{kennung}"),
            Weg::Einreichung { .. } => format!("submissions/{kennung}"),
        }
    }

    fn anlegen(&mut self, dienst: &Dienst<'_>, jetzt: Zeitpunkt) -> Result<(), PortalError> {
        let announced: Vec<Uuid> = self.anlagen.iter().map(|anlage| anlage.id).collect();
        let (path, id, body) = match &self.weg {
            Weg::Antwort { case } => {
                let body = json!({ "caseId": case, "announcedAttachments": announced });
                ("replies", "replyId", body)
            }
            Weg::Einreichung { destination, leistung } => {
                let service = json!({ "identifier": leistung.kennung, "name": leistung.name });
                let name = if dienst.erste_generation() { "serviceType" } else { "publicService" };
                let body = json!({
                    "destinationId": destination, "announcedAttachments": announced, name: service,
                });
                ("submissions", "submissionId", body)
            }
        };
        let request = dienst.request(Method::Post, path, ANSWER_BYTES_MAX);
        let request = request.body("application/json", body.to_string().into_bytes());
        let answer = dienst.send(request, jetzt)?;
        let answer: Value =
            serde_json::from_slice(&answer.body).map_err(|_| PortalError::Protocol("announced"))?;
        let uuid = |name: &str| Uuid::parse_str(answer.get(name)?.as_str()?).ok();
        let kennung = uuid(id).ok_or(PortalError::Protocol("announced"))?;
        let case = match self.weg {
            Weg::Antwort { case } => case,
            Weg::Einreichung { .. } => uuid("caseId").ok_or(PortalError::Protocol("announced"))?,
        };
        (self.kennung, self.case) = (Some(kennung), Some(case));
        self.stand = Sendestand::Angelegt;
        Ok(())
    }

    fn hochladen(
        &mut self,
        dienst: &Dienst<'_>,
        fuer: &Oeffentlich,
        kennung: Uuid,
        anlage: Uuid,
        inhalt: &dyn Sendeinhalt,
        jetzt: Zeitpunkt,
    ) -> Result<(), PortalError> {
        let bytes = inhalt.anlage(anlage)?;
        let mime = self.anlagen.iter().find(|one| one.id == anlage).map(|one| one.mime.as_str());
        let token = jwe::encrypt(&bytes, fuer, mime.unwrap_or("application/octet-stream"))?;
        let path = format!("{}/attachments/{anlage}", self.pfad(kennung));
        let request = dienst.request(Method::Put, &path, ANSWER_BYTES_MAX);
        dienst.send(request.body("application/jose", token.into_bytes()), jetzt)?;
        self.gesendet.insert(anlage, sha512(&bytes));
        Ok(())
    }

    fn abschicken(
        &mut self,
        dienst: &Dienst<'_>,
        fuer: &Oeffentlich,
        (kennung, case): (Uuid, Uuid),
        inhalt: &dyn Sendeinhalt,
        jetzt: Zeitpunkt,
    ) -> Result<(), PortalError> {
        if self.angekommen(dienst, (kennung, case), jetzt)? {
            self.stand = Sendestand::Versandt;
            return Ok(());
        }
        let data = inhalt.fachdaten(jetzt)?;
        let metadata = self.metadaten(&data).to_string();
        let body = json!({
            "encryptedMetadata": jwe::encrypt(metadata.as_bytes(), fuer, "application/json")?,
            "encryptedData": jwe::encrypt(&data, fuer, &self.mime)?,
        });
        let request = dienst.request(Method::Put, &self.pfad(kennung), ANSWER_BYTES_MAX);
        let request = request.body("application/json", body.to_string().into_bytes());
        dienst.send(request, jetzt)?;
        self.stand = Sendestand::Versandt;
        Ok(())
    }

    /// Asks the event log whether it was sent before and only the answer was lost.
    fn angekommen(
        &self,
        dienst: &Dienst<'_>,
        (kennung, case): (Uuid, Uuid),
        jetzt: Zeitpunkt,
    ) -> Result<bool, PortalError> {
        let log = dienst.ereignisse(case, jetzt)?;
        let mut mappe = Schluesselmappe::new();
        for key in dienst.dienstschluessel()? {
            mappe.insert((Aussteller::Dienst, key.kid.clone()), key);
        }
        let (submission, destination, about) = match self.weg {
            // A reply is nobody's submission; its case alone is compared.
            Weg::Antwort { .. } => (Uuid::nil(), Uuid::nil(), Gegenstand::Antwort(kennung)),
            Weg::Einreichung { destination, .. } => {
                (kennung, destination, Gegenstand::Einreichung(kennung))
            }
        };
        let expected = Ankuendigung { submission, case, destination };
        let ist_dienst = |iss: &str| dienst.adressen().ist_dienst(iss);
        let proven = ereignis::pruefen(&log, &mappe, &expected, &ist_dienst);
        Ok(proven.ereignisse.iter().any(|event| {
            event.gegenstand == about
                && event.art == Ereignisart::Eingereicht
                && event.aussteller == Aussteller::Dienst
        }))
    }

    /// Returns the metadata: what is in it, and nothing about whom.
    pub fn metadaten(&self, fachdaten: &[u8]) -> Value {
        let hash = |sum: &str| json!({ "type": "sha512", "content": sum });
        let anlagen: Vec<Value> = self
            .anlagen
            .iter()
            .map(|anlage| {
                let sum = self.gesendet.get(&anlage.id).map(String::as_str).unwrap_or_default();
                json!({
                    "attachmentId": anlage.id,
                    "purpose": "attachment",
                    "filename": anlage.dateiname,
                    "mimeType": anlage.mime,
                    "hash": hash(sum),
                })
            })
            .collect();
        let fassung = &self.metadatenfassung;
        json!({
            "$schema":
                format!("https://schema.fitko.de/fit-connect/metadata/{fassung}/metadata.schema.json"),
            "contentStructure": {
                "data": {
                    "hash": hash(&sha512(fachdaten)),
                    "submissionSchema": { "schemaUri": self.schema, "mimeType": self.mime },
                },
                "attachments": anlagen,
            },
        })
    }
}
