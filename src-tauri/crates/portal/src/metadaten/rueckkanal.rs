//! Where the applicant wants the answer.
//!
//! Never chooses a channel: without one, the answer goes by post.

use serde_json::Value;
use uuid::Uuid;

use super::{Maengel, text};
use crate::kodierung::kurz;
use crate::schluessel::{Oeffentlich, Zweck};

/// Most process standards that are taken over.
const STANDARDS_MAX: usize = 50;

/// A channel for the answer.
#[derive(Debug, Clone)]
pub enum Rueckkanal {
    /// Through FIT-Connect, encrypted for the online service.
    FitConnect {
        /// Key for which the answer is encrypted.
        schluessel: Oeffentlich,
        /// Process standards the online service understands.
        prozessstandards: Vec<String>,
    },
    /// Into the mailbox of the BundID.
    BundId {
        /// The mailbox.
        postfach: Uuid,
    },
    /// By e-mail.
    EMail {
        /// Address as the applicant wrote it.
        adresse: String,
    },
    /// By De-Mail.
    DeMail {
        /// Address as the applicant wrote it.
        adresse: String,
    },
    /// Into the mailbox of another service account.
    Fink {
        /// Reference of the mailbox.
        postfach: String,
        /// Where the account is.
        host: Option<String>,
    },
    /// Into the mailbox of the tax portal.
    Elster {
        /// Account.
        konto: String,
        /// Reference to quote.
        geschaeftszeichen: Option<String>,
    },
    /// Something newer than this program, by its name.
    Unbekannt(String),
}

impl Rueckkanal {
    /// Reads a channel; one that cannot be used is named as a defect and counts as none.
    pub(super) fn lesen(value: &Value, maengel: &mut Maengel) -> Option<Self> {
        let mut channels = value.as_object().into_iter().flatten();
        let Some((name, channel)) = channels.next() else {
            maengel.fehlt("replyChannel");
            return None;
        };
        let read = match name.as_str() {
            "eMail" => text(channel, "address").map(|adresse| Self::EMail { adresse }),
            "deMail" => text(channel, "address").map(|adresse| Self::DeMail { adresse }),
            "fink" => text(channel, "finkPostfachRef")
                .map(|postfach| Self::Fink { postfach, host: text(channel, "host") }),
            "elster" => text(channel, "accountId").map(|konto| Self::Elster {
                konto,
                geschaeftszeichen: text(channel, "geschaeftszeichen"),
            }),
            "fitConnect" => fit_connect(channel),
            "idBundDeMailbox" => text(channel, "mailboxUuid")
                .and_then(|id| Uuid::parse_str(&id).ok())
                .map(|postfach| Self::BundId { postfach }),
            other => Some(Self::Unbekannt(kurz(other, 100))),
        };
        if read.is_none() || channels.next().is_some() {
            maengel.fehlt(&format!("replyChannel/{}", kurz(name, 100)));
        }
        read
    }
}

fn fit_connect(channel: &Value) -> Option<Rueckkanal> {
    let key = channel.get("encryptionPublicKey")?;
    let schluessel = Oeffentlich::lesen(key, Zweck::Verschluesselung).ok()?;
    let standards = channel.get("processStandards").and_then(Value::as_array);
    let standards = standards.into_iter().flatten().take(STANDARDS_MAX);
    let prozessstandards = standards.filter_map(Value::as_str).map(|one| kurz(one, 200)).collect();
    Some(Rueckkanal::FitConnect { schluessel, prozessstandards })
}
