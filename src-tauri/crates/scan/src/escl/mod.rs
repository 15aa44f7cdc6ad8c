//! eSCL, the scanning protocol of printers and scanners on the network, spoken over HTTP(S).
//!
//! Written from the published specification (Mopria Alliance, eSCL 2.x) and from what devices do.
//! Never follows an address to another host than the one that was set up.

mod caps;
mod http;
mod job;
mod status;
mod wish;
mod xml;

use std::time::Duration;

use crate::{Cancel, Einstellung, Faehigkeiten, Job, ScanError, Scanner};
use http::{Ask, Line, Method};
use job::EsclJob;

/// How long is waited for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// A short answer.
    pub answer: Duration,
    /// The first byte of a page, and every further one: lamps warm up, sheets are long.
    pub page: Duration,
    /// Between two questions to a device that is not ready.
    pub pause: Duration,
    /// In all for a device that is not ready.
    pub busy: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(15),
            page: Duration::from_secs(90),
            pause: Duration::from_secs(1),
            busy: Duration::from_secs(45),
        }
    }
}

/// Where a device is, and how it proves who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anschluss {
    /// Its root, such as `http://192.0.2.7:80/eSCL`.
    pub adresse: String,
    /// SHA-256 of the certificate that it showed when it was set up; devices sign theirs
    /// themselves, so what counts is that it stays the same.
    pub zertifikat: Option<String>,
    /// How long is waited.
    pub patience: Patience,
}

impl Anschluss {
    /// Returns the connection of a device that was not met before.
    pub fn neu(adresse: &str) -> Self {
        let adresse = adresse.trim().trim_end_matches('/').to_owned();
        Self { adresse, zertifikat: None, patience: Patience::default() }
    }
}

/// A device that speaks eSCL.
pub struct EsclScanner {
    line: Line,
    patience: Patience,
}

impl EsclScanner {
    /// Prepares to speak with a device; nothing is sent yet.
    pub fn new(anschluss: &Anschluss) -> Result<Self, ScanError> {
        let line = Line::new(&anschluss.adresse, anschluss.zertifikat.clone())?;
        Ok(Self { line, patience: anschluss.patience })
    }

    /// Returns the certificate that the device showed, as it is to be kept for the next time.
    pub fn zertifikat(&self) -> Option<String> {
        self.line.zertifikat()
    }

    fn capabilities(&self, cancel: &Cancel) -> Result<caps::Caps, ScanError> {
        let ask = Ask::get("/ScannerCapabilities", self.patience.answer);
        let answer = self.line.ask(ask, cancel)?;
        answer.expect_ok()?;
        caps::Caps::read(&answer.small(cancel)?)
    }

    fn status(&self, cancel: &Cancel) -> Result<status::Status, ScanError> {
        let ask = Ask::get("/ScannerStatus", self.patience.answer);
        let answer = self.line.ask(ask, cancel)?;
        answer.expect_ok()?;
        status::Status::read(&answer.small(cancel)?)
    }
}

impl Scanner for EsclScanner {
    fn faehigkeiten(&self, cancel: &Cancel) -> Result<Faehigkeiten, ScanError> {
        Ok(self.capabilities(cancel)?.faehigkeiten)
    }

    fn begin<'a>(
        &'a self,
        einstellung: &Einstellung,
        cancel: &Cancel,
    ) -> Result<Box<dyn Job + 'a>, ScanError> {
        let version = self.capabilities(cancel)?.version;
        let body = wish::xml(einstellung, &version);
        let mut waited = Duration::ZERO;
        loop {
            let ask = Ask {
                method: Method::Post,
                path: "/ScanJobs".to_owned(),
                body: body.clone(),
                patience: self.patience.answer,
            };
            // Not broken off: an answer nobody heard would leave a job behind that blocks the next.
            let answer = self.line.ask(ask, &Cancel::new())?;
            match answer.status {
                201 => {
                    let location = answer.location.as_deref();
                    let path = location.and_then(|location| self.line.path_of(location));
                    let path = path.ok_or(ScanError::Answer("no address of the job"))?;
                    return Ok(Box::new(EsclJob::new(self, path, einstellung.dpi)));
                }
                // A job of somebody else, or of us that is still being put away.
                503 if waited < self.patience.busy => {
                    if cancel.wait(self.patience.pause) {
                        return Err(ScanError::Cancelled);
                    }
                    waited += self.patience.pause.max(Duration::from_millis(1));
                }
                401 | 403 => return Err(ScanError::Denied),
                _ => return Err(self.why_no_job(answer.status, einstellung, cancel)),
            }
        }
    }
}

impl EsclScanner {
    /// Asks the device why it did not begin.
    fn why_no_job(&self, code: u16, e: &Einstellung, cancel: &Cancel) -> ScanError {
        let status = match self.status(cancel) {
            Ok(status) => status,
            Err(error) => return error,
        };
        match (status.feeder(e.zufuhr), code) {
            (Some(error), _) => error,
            (None, 503) => ScanError::Busy,
            (None, 409) if status.busy() => ScanError::Busy,
            (None, 400 | 409) => ScanError::Unsupported("the settings were refused"),
            _ => ScanError::Aborted,
        }
    }
}
