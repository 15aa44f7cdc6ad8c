//! Scanners that were set up here or found, and the profiles on function keys.
//!
//! Never a page.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScanZufuhr {
    /// On the glass: one page.
    Glas,
    /// In the feeder, one side of each sheet.
    Einzug,
    /// In the feeder, both sides of each sheet.
    EinzugBeidseitig,
}

/// Colours of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScanFarbe {
    /// Black and white.
    SchwarzWeiss,
    /// Grey.
    Graustufen,
    /// Colour.
    Farbe,
}

/// Settings with a name and perhaps a function key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanProfil {
    /// Its name, as the Verfahrensanweisung has it; no two have the same.
    pub name: String,
    /// Function key from 1 to 12; no two have the same.
    pub taste: Option<u8>,
    /// Where the paper lies.
    pub zufuhr: ScanZufuhr,
    /// Dots per inch, 75 to 1200.
    pub dpi: u16,
    /// Colours.
    pub farbe: ScanFarbe,
    /// Width of the paper in tenths of a millimetre (A4: 2100).
    pub breite: u32,
    /// Height of the paper in tenths of a millimetre (A4: 2970).
    pub hoehe: u32,
}

/// How a device is spoken with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScannerArt {
    /// On the network, over eSCL (AirScan).
    Escl,
    /// At this machine, through its driver (SANE, on Windows WIA).
    Lokal,
}

/// A device that was set up here.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScannerZeile {
    /// UUID.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How it is spoken with.
    pub art: ScannerArt,
    /// Its address, or its name at this machine.
    pub adresse: String,
    /// Maker and model, as it said when it was set up.
    pub modell: String,
    /// The line is encrypted, and the device is known by its certificate.
    pub verschluesselt: bool,
    /// What it could do when it was set up.
    pub zufuhren: Vec<ScanZufuhr>,
    /// Scans go to this one.
    pub gewaehlt: bool,
}

/// A device that was found and is not set up by that.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScannerFund {
    /// How it is spoken with.
    pub art: ScannerArt,
    /// Its address, or its name at this machine.
    pub adresse: String,
    /// What it calls itself.
    pub name: String,
    /// Where it stands, if it says so.
    pub standort: String,
    /// It is set up already.
    pub eingerichtet: bool,
}

/// Devices and profiles of this workstation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScannerView {
    /// Devices that were set up.
    pub geraete: Vec<ScannerZeile>,
    /// What the last search found.
    pub gefunden: Vec<ScannerFund>,
    /// A search is under way; its end is told by the event.
    pub sucht: bool,
    /// There was a search since the program began.
    pub gesucht: bool,
    /// What the search could not do, in German.
    pub hinweise: Vec<String>,
    /// Settings to choose from, in this order.
    pub profile: Vec<ScanProfil>,
    /// They are as the program brings them.
    pub profile_werk: bool,
}

/// Names a device that is not set up yet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScannerRef {
    /// How it is spoken with.
    pub art: ScannerArt,
    /// Its address (`https://192.0.2.7/eSCL`, or a bare name or number, to which `/eSCL` is
    /// added), or its name at this machine.
    pub adresse: String,
}

/// What a device says of itself, before a person sets it up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScannerProbe {
    /// How it is spoken with.
    pub art: ScannerArt,
    /// Its whole address, as it is to be set up.
    pub adresse: String,
    /// Maker and model.
    pub modell: String,
    /// Serial number, if it says so.
    pub seriennummer: String,
    /// What it can do.
    pub zufuhren: Vec<ScanZufuhr>,
    /// SHA-256 of its certificate, hex; nothing if the line is not encrypted.
    pub zertifikat: Option<String>,
    /// The same as people compare it: `3F:A0:…`.
    pub fingerabdruck: Option<String>,
    /// What the person should know before, in German: compare the fingerprint, or the line is not
    /// encrypted.
    pub hinweis: Option<String>,
}

/// Sets a device up that a person has looked at.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScannerEinrichtenArgs {
    /// How it is spoken with.
    pub art: ScannerArt,
    /// Its whole address, as `scanner_pruefen` said it.
    pub adresse: String,
    /// What people will call it; maker and model if empty.
    pub name: String,
    /// The certificate that the person accepted, as `scanner_pruefen` said it; a device that shows
    /// another one is refused.
    pub zertifikat: Option<String>,
}

/// All profiles of the workstation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanProfileArgs {
    /// The whole list in its order; nothing goes back to what the program brings.
    pub profile: Option<Vec<ScanProfil>>,
}
