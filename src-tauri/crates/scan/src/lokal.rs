//! Scanners at this machine, through whatever drives them here: SANE, on Windows WIA.
//!
//! Never a device on the network that speaks eSCL by itself; see [`crate::escl`].

use domain::transfervermerk::Geraet;

use crate::{Cancel, ScanError, Scanner};

/// A device at this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lokal {
    /// Its name, as the driver wants it.
    pub name: String,
    /// What it is, as far as the driver says.
    pub geraet: Geraet,
}

/// Asks which devices there are. Drivers look for theirs, which takes some seconds.
#[cfg(unix)]
pub fn devices(cancel: &Cancel) -> Result<Vec<Lokal>, ScanError> {
    let found = crate::sane::devices(cancel)?.into_iter().map(|device| Lokal {
        name: device.name,
        geraet: Geraet {
            hersteller: device.hersteller,
            modell: device.modell,
            seriennummer: String::new(),
        },
    });
    Ok(found.collect())
}

/// Prepares to speak with a device; nothing is started yet.
#[cfg(unix)]
pub fn scanner(device: Lokal) -> Box<dyn Scanner> {
    let Geraet { hersteller, modell, .. } = device.geraet;
    let device = crate::sane::SaneDevice { name: device.name, hersteller, modell };
    Box::new(crate::sane::SaneScanner::new(device))
}

/// Asks which devices there are.
#[cfg(windows)]
pub fn devices(cancel: &Cancel) -> Result<Vec<Lokal>, ScanError> {
    crate::wia::devices(cancel)
}

/// Prepares to speak with a device; nothing is started yet.
#[cfg(windows)]
pub fn scanner(device: Lokal) -> Box<dyn Scanner> {
    Box::new(crate::wia::WiaScanner::new(device))
}
