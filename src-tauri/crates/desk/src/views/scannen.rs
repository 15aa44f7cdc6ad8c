//! The stack of scanned pages on its table.
//!
//! Never a picture: those come as bytes, by their hash.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Row of the list of open stacks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanStapelZeile {
    /// UUID.
    pub id: String,
    /// When it was begun, RFC 3339 UTC.
    pub begonnen_um: String,
    /// Pages on the table, those that wait for their backs included.
    pub seiten: u32,
    /// Pages that were taken off and are not handed over.
    pub entfernt: u32,
    /// A device is scanning into it, or it is being handed over.
    pub laeuft: bool,
    /// It cannot be opened: why, in German.
    pub hinweis: Option<String>,
}

/// The open stacks of whoever works here, for the Mandant on the screen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanStapelListe {
    /// Oldest first.
    pub stapel: Vec<ScanStapelZeile>,
    /// Stacks of which nobody can tell any more whose they are; for IT.
    pub herrenlos: u32,
}

/// Why a page does not lie on the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScanGrund {
    /// The clerk took it off.
    Geloescht,
    /// Nothing is on it.
    Leer,
    /// It repeats another one.
    Wiederholung,
    /// It was scanned again.
    Ersetzt,
}

/// A page of a stack. Its picture: `bytes` with its hash, `scanKlein` or `scanGross`; the window
/// turns it by `grad`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanSeite {
    /// Its number in the stack, by which acts name it; it never changes.
    pub seite: u32,
    /// What people call it: "Seite 3", "Vorderseite von Blatt 2".
    pub name: String,
    /// SHA-256 of its picture, hex.
    pub sha256: String,
    /// Degrees by which it is turned clockwise: 0, 90, 180 or 270.
    pub grad: u16,
    /// A document begins with it.
    pub beginnt: bool,
    /// Width before turning, in pixels, if known.
    pub breite: Option<u32>,
    /// Height before turning, in pixels, if known.
    pub hoehe: Option<u32>,
    /// Dots per inch.
    pub dpi: u16,
    /// Nothing is on it.
    pub leer: bool,
    /// It is whole and can be read; a document with one that is not cannot be handed over.
    pub lesbar: bool,
    /// What the person should look at, in German.
    pub hinweis: Option<String>,
    /// Why it does not lie on the table, if it does not.
    pub entfernt: Option<ScanGrund>,
}

/// A document on the table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanDokument {
    /// Its first page, by which acts name it.
    pub erste: u32,
    /// Its pages.
    pub seiten: u32,
    /// Why it cannot be handed over, in German.
    pub hindernis: Option<String>,
}

/// How it stands with fronts and backs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScanDuplexStand {
    /// The backs have not been scanned yet.
    Wartet,
    /// They fit and can be laid together.
    Bereit,
    /// They do not.
    Fehlt,
}

/// Fronts that wait for their backs; they do not lie on the table yet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanDuplex {
    /// How it stands.
    pub stand: ScanDuplexStand,
    /// The same in German, with the sheet that is missing and what to do.
    pub satz: String,
    /// Fronts in the order of their sheets.
    pub vorderseiten: Vec<ScanSeite>,
    /// Backs in the order in which they came.
    pub rueckseiten: Vec<ScanSeite>,
    /// Sheets, from 1, of which one side is missing, as far as they can be told.
    pub blaetter: Vec<u32>,
    /// Exactly these are missing; otherwise it is one of them.
    pub gewiss: bool,
}

/// A scan that is running.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanLauf {
    /// What people call the device.
    pub geraet: String,
    /// Name of the profile.
    pub profil: String,
    /// Pages that came so far.
    pub seiten: u32,
    /// It was told to stop and has not ended yet.
    pub bricht_ab: bool,
}

/// How a scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScanEnde {
    /// The paper was through.
    Fertig,
    /// A person stopped it.
    Abgebrochen,
    /// The device gave one page again and again; a scan with `wiederholungenErlaubt` goes on.
    Wiederholung,
    /// The device failed.
    Fehler,
    /// The program or the machine ended in the middle of it.
    Unterbrochen,
}

/// The last scan into a stack.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanErgebnis {
    /// How it ended.
    pub ende: ScanEnde,
    /// Pages that came.
    pub seiten: u32,
    /// What happened and what to do, in German, one sentence or more; the first says how it ended.
    pub saetze: Vec<String>,
}

/// A document that is safe in the Posteingang.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanAbgabe {
    /// UUID of the item.
    pub eingang: String,
    /// Its pages.
    pub seiten: u32,
}

/// Handing over that is under way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanFortschritt {
    /// Documents that are safe.
    pub fertig: u32,
    /// Documents in all.
    pub gesamt: u32,
}

/// A stack on its table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanTischView {
    /// UUID of the stack.
    pub id: String,
    /// When it was begun, RFC 3339 UTC.
    pub begonnen_um: String,
    /// Pages that lie on the table, in order.
    pub seiten: Vec<ScanSeite>,
    /// Pages that were taken off; they stay in the stack until it is discarded.
    pub entfernt: Vec<ScanSeite>,
    /// Documents on the table, in order.
    pub dokumente: Vec<ScanDokument>,
    /// Blank pages that lie on the table.
    pub leerseiten: u32,
    /// Something can be undone.
    pub zuruecknehmbar: bool,
    /// Fronts that wait for their backs, if there are any.
    pub duplex: Option<ScanDuplex>,
    /// The scan that is running into it.
    pub lauf: Option<ScanLauf>,
    /// The last scan into it.
    pub ergebnis: Option<ScanErgebnis>,
    /// Handing over that is under way.
    pub uebernahme: Option<ScanFortschritt>,
    /// What was handed over.
    pub abgegeben: Vec<ScanAbgabe>,
    /// Why nothing can be scanned into it now, in German: a device is busy, none is chosen.
    pub gesperrt: Option<String>,
    /// What the person should know, in German: pages that were found again, a hand-over that
    /// failed.
    pub hinweise: Vec<String>,
    /// Everything is handed over and the stack is gone; this is the last that is told of it.
    pub geschlossen: bool,
}

/// Where the pages of a scan belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "art", rename_all = "camelCase")]
pub enum ScanZiel {
    /// Behind all others.
    Anhaengen,
    /// Before a page.
    Einfuegen {
        /// That page.
        vor: u32,
    },
    /// In the place of a page: the sheet is scanned again.
    Ersetzen {
        /// That page.
        seite: u32,
    },
    /// Fronts whose backs are scanned next, because the feeder sees one side only.
    Vorderseiten,
    /// The backs of the fronts that wait; the turned stack, last sheet first.
    Rueckseiten,
}

/// Begins a scan with the chosen device.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanStartenArgs {
    /// UUID of the stack.
    pub stapel: String,
    /// Name of the profile.
    pub profil: String,
    /// Where the pages belong.
    pub ziel: ScanZiel,
    /// Pages that the person counted before; what comes is compared with it, and it goes into the
    /// transfer note.
    pub gezaehlt: Option<u32>,
    /// The person has looked: they are equal sheets, and repetitions do not stop the scan.
    pub wiederholungen_erlaubt: bool,
}

/// In which order the backs came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScanReihenfolge {
    /// The whole stack was turned over: the last sheet first.
    Umgekehrt,
    /// The sheets were sorted again: the first sheet first.
    Gleich,
}

/// Something done on the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "art", rename_all = "camelCase")]
pub enum ScanGriff {
    /// Moves a page before another one, or to the end.
    Verschieben {
        /// The page.
        seite: u32,
        /// The other one.
        vor: Option<u32>,
    },
    /// Turns a page clockwise.
    Drehen {
        /// The page.
        seite: u32,
        /// 90, 180 or 270 degrees.
        grad: u16,
    },
    /// Takes pages off the table.
    Loeschen {
        /// The pages.
        seiten: Vec<u32>,
    },
    /// Lays pages back where they lay.
    Zurueckholen {
        /// The pages.
        seiten: Vec<u32>,
    },
    /// Begins a new document with a page.
    Teilen {
        /// The page.
        vor: u32,
    },
    /// Lets a document go on with a page that began a new one.
    Verbinden {
        /// The page.
        vor: u32,
    },
    /// Takes all blank pages off the table.
    Leerseiten,
    /// Lays the backs between the fronts.
    Verschraenken {
        /// In which order the backs came.
        reihenfolge: ScanReihenfolge,
        /// Sheets, from 1, of which the person knows that their back is not there.
        luecken: Vec<u32>,
    },
    /// Lays fronts and backs as two documents, each as it was scanned.
    Getrennt,
    /// Takes the last of these back.
    Zurueck,
}

/// Does something on the table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanGriffArgs {
    /// UUID of the stack.
    pub stapel: String,
    /// What.
    pub griff: ScanGriff,
}

/// Hands documents over to the Posteingang.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanUebernehmenArgs {
    /// UUID of the stack.
    pub stapel: String,
    /// First page of the document; all documents if absent.
    pub dokument: Option<u32>,
}

/// Discards a stack after a question.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanVerwerfenArgs {
    /// UUID of the stack.
    pub stapel: String,
    /// Pages that the question has named: those on the table, those that wait and those that were
    /// taken off. If there are others, nothing is discarded.
    pub seiten: u32,
}
