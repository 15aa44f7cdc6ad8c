//! What a look at a document's bytes found: facts, not decisions.
//!
//! Never a judgement on a signature's worth: certificates are not checked against a trusted list.

use serde::{Deserialize, Serialize};

use crate::Zeitpunkt;
use crate::rechnung::Rechnung;

/// How a document is protected against reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Schutz {
    /// Not at all.
    #[default]
    Keiner,
    /// Opens without a password; only printing, copying or changing is restricted.
    NurRechte,
    /// Opens with a password.
    Kennwort,
    /// Opens with the private key of a recipient's certificate.
    Zertifikat,
    /// Protected in a way this program does not know.
    Unbekannt,
}

/// Whether the bytes a signature covers are what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unversehrt {
    /// The digest over the signed bytes fits.
    Ja,
    /// It does not fit: the document was changed.
    Nein,
    /// It could not be computed (unknown digest, broken signature).
    Unklar,
}

/// One signature of a document, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatur {
    /// Name in the signer's certificate; absent if unreadable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Time claimed by the signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub um: Option<Zeitpunkt>,
    /// Kind as the file names it, such as `ETSI.CAdES.detached`.
    pub art: String,
    /// Whether the signed bytes are unchanged.
    pub unversehrt: Unversehrt,
    /// Bytes were appended after this signature (other than later signatures' own).
    #[serde(default)]
    pub danach_ergaenzt: bool,
}

/// Something in a document that could act by itself, or leads outside. None of it ever runs here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AktiverInhalt {
    /// Scripts.
    JavaScript,
    /// Starts a program.
    Programmstart,
    /// Files inside.
    EingebetteteDatei,
    /// Links to the outside.
    ExternerLink,
    /// Sends form data.
    Formularversand,
    /// XFA form.
    Xfa,
    /// Sound, film, 3D.
    Medien,
    /// Macros of an office document.
    Makro,
    /// Opens another file.
    FremdeDatei,
}

/// What a look at the bytes found.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Merkmale {
    /// Media type recognised from the bytes.
    pub mime: String,
    /// Pages, where that makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seiten: Option<u32>,
    /// Pages that show something but have no text of their own: candidates for recognition.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seiten_ohne_text: u32,
    /// Size of the first page in millimetres, width and height as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seitenformat_mm: Option<(u32, u32)>,
    /// Title named by the file itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titel: Option<String>,
    /// Program that made it, named by the file itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erzeuger: Option<String>,
    /// Creation time named by the file itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erstellt_um: Option<Zeitpunkt>,
    /// Needs a password to be read.
    #[serde(default)]
    pub verschluesselt: bool,
    /// How it is protected.
    #[serde(default)]
    pub schutz: Schutz,
    /// Carries a signature; must never be rewritten.
    #[serde(default)]
    pub signiert: bool,
    /// Its signatures, in the order of the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signaturen: Vec<Signatur>,
    /// What could act by itself or leads outside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aktive_inhalte: Vec<AktiverInhalt>,
    /// Names of files inside a PDF.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eingebettet: Vec<String>,
    /// Claimed PDF/A level, such as `2b`; claimed, not checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pdfa: Option<String>,
    /// Has a structure for screen readers (tagged PDF).
    #[serde(default)]
    pub strukturiert: bool,
    /// Has a text layer.
    #[serde(default)]
    pub textebene: bool,
    /// The e-invoice that the document is or holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rechnung: Option<Rechnung>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
