//! The Posteingang and where an item may go.
//!
//! Never an item's bytes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    AblesungenView, Ausschnitt, BefundView, DubletteView, ErkennungView, ErsetzendView, KopieView,
    NachrichtView, RechnungView, TeilView, VerlaufZeile, VorschlagView,
};

/// Which items of post to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EingangFilter {
    /// Waiting.
    Offen,
    /// Filed.
    Zugeordnet,
    /// Everything.
    Alle,
}

/// Asks for a part of the Posteingang, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PosteingangArgs {
    /// Which.
    pub filter: EingangFilter,
    /// Which part.
    pub ausschnitt: Ausschnitt,
}

/// Row of the Posteingang.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EingangZeile {
    /// UUID.
    pub id: String,
    /// Short name.
    pub titel: String,
    /// Receipt, RFC 3339 UTC.
    pub eingegangen_um: String,
    /// Way of arrival, in German.
    pub quelle: String,
    /// File name at the source.
    pub dateiname: String,
    /// Pages, if known.
    pub seiten: Option<u32>,
    /// Parts, if it is a message or a package.
    pub teile: u32,
    /// It is or holds an e-invoice.
    pub rechnung: bool,
    /// A person has to look.
    pub pruefung_noetig: bool,
    /// Carries a signature.
    pub signiert: bool,
    /// Same bytes as another item, or arrived more than once.
    pub mehrfach: bool,
    /// Filed.
    pub zugeordnet: bool,
    /// A stack that was cut at its separator sheets.
    pub aufgeteilt: bool,
    /// Where it is filed, such as `4.2-17/2026-3`.
    pub aktenzeichen: Option<String>,
    /// Not yet reconciled with the centre.
    pub ausstehend: bool,
    /// A difference about it waits for a decision.
    pub konflikt_offen: bool,
}

/// Part of the Posteingang.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EingangListe {
    /// Rows in all.
    pub gesamt: u32,
    /// The rows asked for.
    pub zeilen: Vec<EingangZeile>,
}

/// Everything about one item of post.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EingangView {
    /// The list's row.
    pub zeile: EingangZeile,
    /// Folder at the source.
    pub ordner: String,
    /// Size in bytes.
    #[ts(type = "number")]
    pub groesse_bytes: u64,
    /// SHA-256 of the original, hex.
    pub sha256: String,
    /// Media type.
    pub mime: String,
    /// Has a text layer, or one was read from its pictures.
    pub textebene: bool,
    /// What was found in it.
    pub befund: BefundView,
    /// Its parts, if it is a message or a package.
    pub teile: Vec<TeilView>,
    /// Its head and text, if it is a message.
    pub nachricht: Option<NachrichtView>,
    /// The e-invoice that it is or holds.
    pub rechnung: Option<RechnungView>,
    /// Reading its pictures.
    pub erkennung: Option<ErkennungView>,
    /// The searchable copy beside it.
    pub kopie: Option<KopieView>,
    /// The stack it was cut out of, with its pages there: UUID and `Seiten 3 bis 5`.
    pub stapel: Option<StapelView>,
    /// Items it was cut into.
    pub aufgeteilt_in: Vec<DubletteView>,
    /// Archive number from its sheet.
    pub archivnummer: Option<String>,
    /// Replacing its paper by the scan; absent where that makes no sense.
    pub ersetzend: Option<ErsetzendView>,
    /// Plain German sentences: what a person should look at.
    pub hinweise: Vec<String>,
    /// Further arrivals: "03.11.2026 14:02, Ordner Kopierer, scan.pdf".
    pub weitere_zugaenge: Vec<String>,
    /// The original lies on this workstation (otherwise it is being fetched).
    pub original_vorhanden: bool,
    /// The document it became, with its case.
    pub ziel: Option<ZielZeile>,
    /// Where it may belong, most probable first.
    pub vorschlaege: Vec<VorschlagView>,
    /// What was read from it for the document's fields.
    pub ablesungen: AblesungenView,
    /// The office's knowledge is still being put together; better proposals follow.
    pub vorschlaege_folgen: bool,
    /// What happened to it, oldest first.
    pub verlauf: Vec<VerlaufZeile>,
}

/// Where in a stack an item was.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StapelView {
    /// UUID of the stack.
    pub eingang: String,
    /// Its pages there, in German.
    pub seiten: String,
}

/// A case or file as a destination.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZielZeile {
    /// `akte` or `vorgang`.
    pub art: ZielArt,
    /// UUID.
    pub id: String,
    /// Reference shown to people: final if there is one, else provisional.
    pub aktenzeichen: String,
    /// The reference is provisional.
    pub vorlaeufig: bool,
    /// Subject.
    pub betreff: String,
    /// For a case: its file's reference and subject.
    pub akte: Option<String>,
    /// Closed: takes nothing.
    pub geschlossen: bool,
}

/// Kind of destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ZielArt {
    /// A file: a new case is made in it.
    Akte,
    /// A case.
    Vorgang,
}

/// Asks for destinations that match what the clerk types; empty text lists recently used ones.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZieleArgs {
    /// Words, a reference or parts of either.
    pub text: String,
}

/// Where to file an item.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "art")]
pub enum Ziel {
    /// An existing case.
    Vorgang {
        /// Its UUID.
        id: String,
    },
    /// A new case in an existing file.
    NeuerVorgang {
        /// The file's UUID.
        akte: String,
        /// Subject of the new case.
        betreff: String,
    },
}

/// Files an item of post.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZuordnenArgs {
    /// The item.
    pub eingang: String,
    /// Where to.
    pub ziel: Ziel,
    /// Title of the document; the item's title if absent.
    pub titel: Option<String>,
    /// What the clerk has let stand of what was read from the item.
    #[serde(default)]
    pub angaben: ZuordnenAngaben,
}

/// Fields of the document that filing fills in; what is absent stays empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ZuordnenAngaben {
    /// Kind of document.
    pub typ: Option<String>,
    /// The sender: UUID of a contact.
    pub absender: Option<String>,
    /// Date of the letter, ISO.
    pub datum_des_schreibens: Option<String>,
    /// The sender's own sign.
    pub fremdes_geschaeftszeichen: Option<String>,
    /// Day of a Wiedervorlage to set with it, ISO.
    pub wiedervorlage: Option<String>,
}
