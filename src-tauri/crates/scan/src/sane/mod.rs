//! Scanners that SANE drives, through its program `scanimage` as a bounded child process.
//!
//! Never loads a driver of a vendor into this program: those hang, leak and crash, and a child
//! can be ended. Its protocol is stable, it writes plain pixels, and it waits before each sheet
//! (`--batch-prompt`), so that no sheet is drawn in before the one before it is durable.

mod child;
mod options;
mod pnm;

use std::path::PathBuf;

use domain::transfervermerk::Geraet;

use crate::{Cancel, Einstellung, Faehigkeiten, Job, ScanError, Scanner, Zufuhr};
use child::SaneJob;
use options::Options;

/// The program.
const PROGRAM: &str = "scanimage";

/// A device that SANE knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaneDevice {
    /// Its name, as SANE wants it.
    pub name: String,
    /// Maker.
    pub hersteller: String,
    /// Model.
    pub modell: String,
}

/// Asks SANE which devices there are. Drivers look for theirs, which takes some seconds.
pub fn devices(cancel: &Cancel) -> Result<Vec<SaneDevice>, ScanError> {
    let format = ["--formatted-device-list=%d\t%v\t%m%n"];
    let said = child::ask(&PathBuf::from(PROGRAM), &format, cancel)?;
    let devices = said.lines().filter_map(|line| {
        let mut parts = line.split('\t').map(|part| part.trim().to_owned());
        let name = parts.next().filter(|name| name.contains(':'))?;
        Some(SaneDevice { name, hersteller: parts.next()?, modell: parts.next()? })
    });
    Ok(devices.collect())
}

/// A scanner that SANE drives.
#[derive(Debug, Clone)]
pub struct SaneScanner {
    program: PathBuf,
    device: SaneDevice,
    extra: Vec<String>,
}

impl SaneScanner {
    /// Prepares to speak with a device; nothing is started yet.
    pub fn new(device: SaneDevice) -> Self {
        Self { program: PathBuf::from(PROGRAM), device, extra: Vec::new() }
    }

    /// Adds options of this device that have no place in the settings.
    #[must_use]
    pub fn with_options(mut self, options: &[&str]) -> Self {
        self.extra.extend(options.iter().map(|&option| option.to_owned()));
        self
    }

    /// Takes another program for `scanimage`.
    #[must_use]
    pub fn with_program(self, program: PathBuf) -> Self {
        Self { program, ..self }
    }

    fn device_argument(&self) -> String {
        format!("--device-name={}", self.device.name)
    }

    /// Asks what can be set while the paper lies in a certain place.
    fn options(&self, source: Option<&str>, cancel: &Cancel) -> Result<Options, ScanError> {
        let mut args = vec![self.device_argument()];
        args.extend(source.map(|source| format!("--source={source}")));
        args.push("--all-options".to_owned());
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let said = child::ask(&self.program, &args, cancel)?;
        let options = Options::read(&said);
        if options.is_empty() { Err(ScanError::Answer("no options")) } else { Ok(options) }
    }
}

impl Scanner for SaneScanner {
    fn faehigkeiten(&self, cancel: &Cancel) -> Result<Faehigkeiten, ScanError> {
        let options = self.options(None, cancel)?;
        let fach = |zufuhr| options.fach(zufuhr);
        let modell = match self.device.modell.as_str() {
            "" => self.device.name.clone(),
            modell => modell.to_owned(),
        };
        let hersteller = self.device.hersteller.clone();
        Ok(Faehigkeiten {
            geraet: Geraet { hersteller, modell, seriennummer: String::new() },
            glas: fach(Zufuhr::Glas),
            einzug: fach(Zufuhr::Einzug),
            beidseitig: fach(Zufuhr::EinzugBeidseitig),
        })
    }

    fn begin<'a>(
        &'a self,
        einstellung: &Einstellung,
        cancel: &Cancel,
    ) -> Result<Box<dyn Job + 'a>, ScanError> {
        let options = self.options(None, cancel)?;
        let mut args = vec![self.device_argument()];
        args.extend(options.arguments(einstellung)?);
        args.extend(self.extra.iter().cloned());
        Ok(Box::new(SaneJob::start(&self.program, &args, einstellung)?))
    }
}
