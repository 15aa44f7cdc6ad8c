//! Answering whoever sent an application, and telling them that it was handed on.
//!
//! Never chooses a channel the applicant did not name, and never pretends one: where this program
//! cannot send, it says so, and the letter goes by post.

use uuid::Uuid;

use crate::error::PortalError;
use crate::metadaten::Rueckkanal;
use crate::schluessel::Oeffentlich;
use crate::versand::{Sendung, Weg};

/// How an answer reaches the applicant.
#[derive(Debug, Clone)]
pub enum Antwortweg {
    /// Through FIT-Connect, encrypted for the online service.
    FitConnect {
        /// Its key.
        schluessel: Oeffentlich,
    },
    /// Into the mailbox of the BundID.
    Postfach {
        /// The mailbox.
        postfach: Uuid,
    },
    /// By e-mail, outside this program, which has no mailbox client.
    EMail {
        /// Address as the applicant wrote it.
        adresse: String,
    },
    /// By post: no channel, or one that this program only shows.
    Brief,
}

/// Returns how an answer reaches the applicant.
pub fn antwortweg(kanal: Option<&Rueckkanal>) -> Antwortweg {
    match kanal {
        Some(Rueckkanal::FitConnect { schluessel, .. }) => {
            Antwortweg::FitConnect { schluessel: schluessel.clone() }
        }
        Some(Rueckkanal::BundId { postfach }) => Antwortweg::Postfach { postfach: *postfach },
        Some(Rueckkanal::EMail { adresse }) => Antwortweg::EMail { adresse: adresse.clone() },
        Some(
            Rueckkanal::DeMail { .. }
            | Rueckkanal::Fink { .. }
            | Rueckkanal::Elster { .. }
            | Rueckkanal::Unbekannt(_),
        )
        | None => Antwortweg::Brief,
    }
}

/// An answer within a case, before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Antwort {
    /// Case of the application.
    pub case: Uuid,
    /// Address of the schema of the data; which ones an online service takes for answers is agreed
    /// with it [G].
    pub schema: String,
    /// Media type of the data: `application/json` or `application/xml`.
    pub mime: String,
    /// Names and media types of the attachments.
    pub anlagen: Vec<(String, String)>,
}

impl Antwort {
    /// Makes it a sending that waits for the line.
    ///
    /// Its metadata are those of 1.0.0, whose structure of content the later versions share [G].
    pub fn sendung(&self) -> Result<Sendung, PortalError> {
        if !matches!(self.mime.as_str(), "application/json" | "application/xml") {
            return Err(PortalError::Protocol("media type of an answer"));
        }
        let weg = Weg::Antwort { case: self.case };
        Sendung::neu(weg, &self.schema, &self.mime, "1.0.0", &self.anlagen)
    }
}
