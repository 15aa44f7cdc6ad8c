//! What a device says that it can.
//!
//! Never believes in more than it says: a source without a resolution is no source.

use std::collections::BTreeSet;

use domain::transfervermerk::{Farbe, Geraet};

use super::xml::Node;
use crate::device::Aufloesungen;
use crate::{Fach, Faehigkeiten, Papier, ScanError};

/// What a device says.
#[derive(Debug)]
pub(super) struct Caps {
    /// Version of the protocol it speaks.
    pub(super) version: String,
    /// What it can.
    pub(super) faehigkeiten: Faehigkeiten,
}

impl Caps {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ScanError> {
        let root = Node::parse(bytes)?;
        if root.name != "ScannerCapabilities" {
            return Err(ScanError::Answer("no capabilities"));
        }
        let input = |outer: &str, inner: &str| {
            let caps = root.child(outer).and_then(|outer| outer.child(inner));
            caps.and_then(|caps| fach(caps, &root))
        };
        let faehigkeiten = Faehigkeiten {
            geraet: geraet(&root),
            glas: input("Platen", "PlatenInputCaps"),
            einzug: input("Adf", "AdfSimplexInputCaps"),
            beidseitig: input("Adf", "AdfDuplexInputCaps"),
        };
        let Faehigkeiten { glas, einzug, beidseitig, .. } = &faehigkeiten;
        if glas.is_none() && einzug.is_none() && beidseitig.is_none() {
            return Err(ScanError::Answer("no source of paper"));
        }
        Ok(Self { version: version(root.text_of("Version")), faehigkeiten })
    }
}

/// What is sent back has to be a version, whatever stood there.
fn version(said: &str) -> String {
    let plain = said.chars().all(|c| c.is_ascii_digit() || c == '.');
    if plain && !said.is_empty() && said.len() < 8 { said.to_owned() } else { "2.0".to_owned() }
}

/// Most devices name maker and model in one.
fn geraet(root: &Node) -> Geraet {
    let named = |name: &str| short(root.text_of(name));
    let (hersteller, modell) = (named("Manufacturer"), named("MakeAndModel"));
    let own = modell.strip_prefix(hersteller.as_str()).map(str::trim_start);
    let modell = own.filter(|own| !own.is_empty()).unwrap_or(&modell).to_owned();
    let modell = if modell.is_empty() { "eSCL".to_owned() } else { modell };
    Geraet { hersteller, modell, seriennummer: named("SerialNumber") }
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn fach(caps: &Node, root: &Node) -> Option<Fach> {
    let tenths = |name: &str| -> Option<u32> {
        let units: u32 = caps.text_of(name).parse().ok()?;
        // Three hundredths of an inch.
        u32::try_from(u64::from(units) * 254 / 300).ok()
    };
    let papier = Papier { breite: tenths("MaxWidth")?, hoehe: tenths("MaxHeight")? };
    // Profiles stand with the source, or once for all sources.
    let within = |name| {
        let own = caps.all(name);
        if own.is_empty() { root.all(name) } else { own }
    };
    let colours = within("ColorMode").into_iter().filter_map(|mode| colour(mode.text.trim()));
    let farben: BTreeSet<u8> = colours.map(Fach::stufe).collect();
    let listed = within("DiscreteResolution").into_iter().filter_map(|resolution| {
        let side = |name: &str| resolution.text_of(name).parse::<u16>().ok();
        side("XResolution").filter(|x| side("YResolution") == Some(*x) && *x > 0)
    });
    let listed: BTreeSet<u16> = listed.collect();
    let dpi = if listed.is_empty() {
        let range = within("XResolutionRange").into_iter().next()?;
        let end = |name: &str| range.text_of(name).parse::<u16>().ok().filter(|dpi| *dpi > 0);
        Aufloesungen::Bereich(end("Min")?, end("Max")?)
    } else {
        Aufloesungen::Liste(listed)
    };
    (!farben.is_empty()).then_some(Fach { dpi, farben, papier })
}

fn colour(mode: &str) -> Option<Farbe> {
    match mode {
        "BlackAndWhite1" => Some(Farbe::SchwarzWeiss),
        "Grayscale8" => Some(Farbe::Graustufen),
        "RGB24" => Some(Farbe::Farbe),
        _ => None,
    }
}
