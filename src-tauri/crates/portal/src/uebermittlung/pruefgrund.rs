//! What a person has to look at before an application is taken.
//!
//! Never a reason to reject: rejecting throws a citizen's application away. The sentences are made
//! in `desk`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Stueck;
use crate::ereignis::Mangel;

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "grund")]
pub enum Pruefgrund {
    /// An event of the log is not believed.
    Ereignis {
        /// Place and reason.
        mangel: Mangel,
    },
    /// No proven event says that it was sent.
    KeinEinreichereignis,
    /// The event that it was sent names no tags.
    MarkenFehlen,
    /// A part is not the one that was sent: it was changed or exchanged on its way.
    MarkeWeichtAb {
        /// The part.
        stueck: Stueck,
    },
    /// The service's answer about it cannot be understood, or it refuses to give it.
    NichtAbrufbar {
        /// The part; the envelope if none.
        stueck: Option<Stueck>,
        /// Kind of problem, in a few English words.
        problem: String,
    },
    /// An announced part is not at the service.
    StueckFehlt {
        /// The part.
        stueck: Stueck,
    },
    /// A part is larger than is taken; it stays at the service.
    StueckZuGross {
        /// The part; the envelope if none.
        stueck: Option<Stueck>,
    },
    /// The key it was encrypted for is not here; a backup may have it.
    SchluesselFehlt {
        /// The part.
        stueck: Stueck,
        /// Id of the key.
        kid: String,
    },
    /// A part cannot be opened, or what is packed in it is damaged.
    NichtZuOeffnen {
        /// The part.
        stueck: Stueck,
    },
    /// Metadata are no JSON object.
    MetadatenUnlesbar,
    /// Metadata lack something that their schema asks for.
    Metadatenmangel {
        /// Path of the field.
        feld: String,
    },
    /// Metadata are of a version that this program does not know.
    MetadatenfassungUnbekannt {
        /// The version.
        fassung: String,
    },
    /// Metadata describe an attachment that was not announced.
    AnlageNichtAngekuendigt {
        /// The attachment.
        anlage: Uuid,
    },
    /// Metadata do not describe an attachment that was announced.
    AnlageNichtBeschrieben {
        /// The attachment.
        anlage: Uuid,
    },
    /// An attachment was sent in pieces, which are kept but not joined.
    AnlageZerteilt {
        /// The attachment.
        anlage: Uuid,
    },
    /// There are data that the metadata do not describe.
    FachdatenNichtBeschrieben,
    /// Metadata describe data that did not come.
    FachdatenFehlen,
    /// A part is not the one whose hash the sender wrote down.
    PruefsummeWeichtAb {
        /// The part.
        stueck: Stueck,
    },
    /// The destination does not offer the schema of the data.
    SchemaNichtAngeboten {
        /// The schema.
        schema: String,
    },
    /// The data do not follow their schema.
    SchemaVerletzt {
        /// Where.
        stelle: String,
    },
    /// The data are neither JSON nor XML that can be read.
    FachdatenUnlesbar,
    /// A scanner found something.
    Schadprogramm {
        /// The part.
        stueck: Stueck,
        /// What the scanner calls it.
        name: String,
    },
    /// The service does not take the acceptance.
    AnnahmeVerweigert {
        /// HTTP status.
        status: u16,
        /// Kind of problem.
        problem: String,
    },
}

impl Pruefgrund {
    /// Tells whether a person may take the application all the same: its content has to be here and
    /// readable.
    pub fn freigebbar(&self) -> bool {
        match self {
            Self::Ereignis { .. }
            | Self::KeinEinreichereignis
            | Self::MarkenFehlen
            | Self::MarkeWeichtAb { .. }
            | Self::StueckFehlt { stueck: Stueck::Anlage(_) }
            | Self::Metadatenmangel { .. }
            | Self::MetadatenfassungUnbekannt { .. }
            | Self::AnlageNichtAngekuendigt { .. }
            | Self::AnlageNichtBeschrieben { .. }
            | Self::AnlageZerteilt { .. }
            | Self::FachdatenNichtBeschrieben
            | Self::FachdatenFehlen
            | Self::PruefsummeWeichtAb { .. }
            | Self::SchemaNichtAngeboten { .. }
            | Self::SchemaVerletzt { .. }
            | Self::FachdatenUnlesbar
            | Self::Schadprogramm { .. } => true,
            Self::NichtAbrufbar { .. }
            | Self::StueckFehlt { .. }
            | Self::StueckZuGross { .. }
            | Self::SchluesselFehlt { .. }
            | Self::NichtZuOeffnen { .. }
            | Self::MetadatenUnlesbar
            | Self::AnnahmeVerweigert { .. } => false,
        }
    }
}
