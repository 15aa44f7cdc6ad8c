//! Replacing scan: what is asked, what stands in the note, where the paper is.
//!
//! Never a hash that the clerk would have to compare, except the one of the proof.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::AngabeView;

/// In what picture and paper agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Gleichheit {
    /// It looks the same; letters received.
    Bildlich,
    /// It says the same.
    Inhaltlich,
}

/// How much protection is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Schutzart {
    /// As for most.
    #[default]
    Normal,
    /// More.
    Hoch,
    /// Most.
    SehrHoch,
}

/// Need of protection in three respects.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchutzArgs {
    /// Confidentiality.
    pub vertraulichkeit: Schutzart,
    /// Integrity.
    pub integritaet: Schutzart,
    /// Availability.
    pub verfuegbarkeit: Schutzart,
}

/// With what was scanned and by which rule; what is empty is taken from the file where it says it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanUmgebung {
    /// Maker of the scanner.
    pub hersteller: String,
    /// Its model.
    pub modell: String,
    /// Its serial number.
    pub seriennummer: String,
    /// Name of the settings.
    pub profil: String,
    /// Id of the written procedure.
    pub anweisung: String,
    /// Its version.
    pub anweisung_version: String,
}

/// States that a scan was compared with its paper.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanPruefenArgs {
    /// The item.
    pub eingang: String,
    /// Pages counted on the paper before scanning, blank ones included.
    pub seiten_vorbereitung: u32,
    /// Every page was compared with the paper.
    pub sichtpruefung: bool,
    /// In what they agree.
    pub bildgleichheit: Gleichheit,
    /// What was noticed, and why the pages differ in number if they do.
    pub auffaelligkeiten: Vec<String>,
    /// Need of protection.
    pub schutzbedarf: SchutzArgs,
    /// With what and by which rule.
    pub umgebung: ScanUmgebung,
}

/// What becomes of a document after a second person has looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Stichprobenurteil {
    /// The picture may replace the paper.
    InOrdnung,
    /// It has to be scanned again.
    NeuScannen,
    /// The paper stays.
    OriginalBehalten,
}

/// Notes a second person's check.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StichprobeArgs {
    /// The item.
    pub eingang: String,
    /// What becomes of it.
    pub ergebnis: Stichprobenurteil,
    /// What was wrong.
    pub bemerkung: String,
}

/// A second person's check.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StichprobeEintrag {
    /// UUID of the item.
    pub eingang: String,
    /// Its title.
    pub titel: String,
    /// Who looked.
    pub pruefer: String,
    /// When, RFC 3339 UTC.
    pub um: String,
    /// What came out.
    pub ergebnis: Stichprobenurteil,
    /// What was wrong; empty if nothing.
    pub bemerkung: String,
}

/// A document that was drawn and that nobody has checked yet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StichprobeZeile {
    /// UUID of the item.
    pub eingang: String,
    /// Its title.
    pub titel: String,
    /// Pages.
    pub seiten: u32,
    /// Who scanned.
    pub gescannt_von: String,
    /// When, RFC 3339 UTC.
    pub gescannt_um: String,
    /// Why the person here may not check it.
    pub hindernis: Option<String>,
}

/// The sample: what waits, what was found this year, what follows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StichprobenView {
    /// Of a hundred documents so many are drawn.
    pub quote_prozent: u32,
    /// First day of what is counted.
    pub von: String,
    /// Documents with a note.
    pub bestand: u32,
    /// Of them checked.
    pub geprueft: u32,
    /// Of them with a defect.
    pub treffer: u32,
    /// What follows, as a sentence.
    pub folge: String,
    /// Drawn and not checked.
    pub offen: Vec<StichprobeZeile>,
    /// The checks, newest first.
    pub protokoll: Vec<StichprobeEintrag>,
}

/// Where paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PapierStand {
    /// It is here.
    Vorhanden,
    /// It stays until the end of a day.
    AufbewahrungBis,
    /// It may be destroyed.
    ZurVernichtungFrei,
    /// It is gone.
    Vernichtet,
    /// It is never destroyed.
    Ausnahme,
}

/// Why paper is never destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AusnahmeArt {
    /// Deed or certificate.
    Urkunde,
    /// Seal.
    Siegel,
    /// Enforceable title.
    Titel,
    /// Somebody else's.
    Fremdeigentum,
    /// For the archive.
    Archivwuerdig,
    /// Another reason; it has to be said.
    Sonstiges,
}

/// A step of the paper.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PapierSchrittArgs {
    /// The item.
    pub eingang: String,
    /// Where to.
    pub ziel: PapierStand,
    /// For [`PapierStand::AufbewahrungBis`]: the last day, `2027-03-31`.
    pub bis: Option<String>,
    /// For [`PapierStand::Ausnahme`]: why.
    pub ausnahme: Option<AusnahmeArt>,
    /// In words; stands in the history.
    pub bemerkung: String,
}

/// A step that the person here could take.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PapierSchritt {
    /// Where to.
    pub ziel: PapierStand,
    /// Why not now, or not by this person.
    pub hindernis: Option<String>,
}

/// The paper of one item.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PapierView {
    /// Where it stands.
    pub stand: PapierStand,
    /// The same as a sentence.
    pub satz: String,
    /// The earliest last day of keeping, as a step may set it.
    pub fruehestens: String,
    /// Steps that follow.
    pub schritte: Vec<PapierSchritt>,
}

/// The note.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VermerkView {
    /// What it says.
    pub angaben: Vec<AngabeView>,
    /// What it lacks to replace the paper.
    pub mangel: Option<String>,
    /// SHA-256 of the PDF/A-3 in which it is embedded.
    pub nachweis: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub nachweis_bytes: u64,
    /// It lies on this workstation.
    pub nachweis_vorhanden: bool,
}

/// Replacing scan of one item.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ErsetzendView {
    /// Why there can be no note.
    pub hindernis: Option<String>,
    /// Pages of the document.
    pub seiten: Option<u32>,
    /// Blank pages that were taken out.
    pub leerseiten: u32,
    /// What the scan at this desk knows, else what was said the last time here.
    pub vorgaben: ScanUmgebung,
    /// Pages that were counted before scanning at this desk, blank ones included.
    pub gezaehlt: Option<u32>,
    /// What was noticed while scanning at this desk, in German; it goes into the note by itself.
    pub bemerkt: Vec<String>,
    /// The note.
    pub vermerk: Option<VermerkView>,
    /// The paper.
    pub papier: Option<PapierView>,
    /// It was drawn for the sample.
    pub gezogen: bool,
    /// Checks by second persons, oldest first.
    pub stichproben: Vec<StichprobeEintrag>,
    /// Why the person here may not check it.
    pub stichprobe_hindernis: Option<String>,
}

/// Paper of one item in the list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PapierZeile {
    /// UUID of the item.
    pub eingang: String,
    /// Its title.
    pub titel: String,
    /// Receipt, RFC 3339 UTC.
    pub eingegangen_um: String,
    /// Who scanned.
    pub gescannt_von: String,
    /// Where the paper stands.
    pub stand: PapierStand,
    /// The same as a sentence.
    pub satz: String,
    /// The person here may free it or destroy it today.
    pub schritt: Option<PapierStand>,
    /// Why not.
    pub hindernis: Option<String>,
}

/// Paper that is still here.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PapieroriginaleView {
    /// Days it is kept after scanning at least.
    pub aufbewahrung_tage: u32,
    /// What may be destroyed, then what may be freed, then the others.
    pub zeilen: Vec<PapierZeile>,
}
