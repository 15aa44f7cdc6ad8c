//! A scan that is running on a device: page after page, and how it ended.
//!
//! Never takes silence for the end: when there are no more pages, the device is asked why.

use std::io::Write;
use std::time::Duration;

use super::http::{Ask, Method};
use super::status::JobStatus;
use super::{EsclScanner, Patience};
use crate::device::Format;
use crate::{Cancel, Job, PageHead, ScanError, Zufuhr};

/// Largest page: A3 in colour at 600 dpi, hardly packed.
const PAGE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A running scan.
pub(super) struct EsclJob<'a> {
    scanner: &'a EsclScanner,
    path: String,
    dpi: u16,
    pages: u32,
    over: bool,
    hinweise: Vec<String>,
}

/// What the device says when there is no page.
enum NoPage {
    Later,
    End,
}

impl<'a> EsclJob<'a> {
    pub(super) fn new(scanner: &'a EsclScanner, path: String, dpi: u16) -> Self {
        Self { scanner, path, dpi, pages: 0, over: false, hinweise: Vec::new() }
    }

    fn patience(&self) -> Patience {
        self.scanner.patience
    }

    fn page(
        &mut self,
        out: &mut dyn Write,
        cancel: &Cancel,
    ) -> Result<Option<PageHead>, ScanError> {
        let mut waited = Duration::ZERO;
        loop {
            let path = format!("{}/NextDocument", self.path);
            let answer = self.scanner.line.ask(Ask::get(&path, self.patience().page), cancel)?;
            match answer.status {
                200 => {
                    let jpeg = answer.mime.to_ascii_lowercase().starts_with("image/jpeg");
                    if !jpeg {
                        return Err(ScanError::Answer("a page that is no JPEG"));
                    }
                    if answer.write_to(out, PAGE_BYTES_MAX, cancel)? == 0 {
                        return Err(ScanError::Answer("a page without content"));
                    }
                    self.pages += 1;
                    return Ok(Some(PageHead { format: Format::Jpeg, dpi: self.dpi }));
                }
                401 | 403 => return Err(ScanError::Denied),
                503 => {}
                404 | 409 | 410 => match self.why_no_page(cancel)? {
                    NoPage::End => return Ok(None),
                    NoPage::Later => {}
                },
                _ => return Err(self.why_broken(cancel)),
            }
            if waited >= self.patience().busy {
                return Err(ScanError::Busy);
            }
            if cancel.wait(self.patience().pause) {
                return Err(ScanError::Cancelled);
            }
            waited += self.patience().pause.max(Duration::from_millis(1));
        }
    }

    /// Asks why there is no page; what is no regular end is a failure.
    fn why_no_page(&mut self, cancel: &Cancel) -> Result<NoPage, ScanError> {
        let status = self.scanner.status(cancel)?;
        if let Some(trouble) = status.trouble() {
            return Err(trouble);
        }
        let job = status.job(&self.path).cloned();
        match job.as_ref().map(|job| job.state.as_str()) {
            Some("Processing" | "Pending") if status.busy() => return Ok(NoPage::Later),
            Some("Aborted" | "Canceled") => {
                // Some devices call it so when the feeder was empty from the start.
                let empty = self.pages == 0 && status.feeder(Zufuhr::Einzug).is_some();
                return Err(if empty { ScanError::FeederEmpty } else { ScanError::Aborted });
            }
            _ => {}
        }
        if self.pages == 0 {
            return Err(status.feeder(Zufuhr::Einzug).unwrap_or(ScanError::Aborted));
        }
        self.compare(job.as_ref(), status.paper_left());
        Ok(NoPage::End)
    }

    /// Notes what does not agree with a regular end.
    fn compare(&mut self, job: Option<&JobStatus>, paper_left: bool) {
        let pages = self.pages;
        let said = job.and_then(|job| job.completed).filter(|said| *said > pages);
        if let Some(said) = said {
            self.hinweise.push(format!(
                "Der Scanner sagt, er habe {said} Seiten gegeben; angekommen sind {pages}. Bitte \
                 vergleichen Sie mit dem Papier."
            ));
        }
        if paper_left {
            self.hinweise.push("Im Einzug liegt noch Papier.".to_owned());
        }
        let reasons = job.map(|job| job.reasons.as_slice()).unwrap_or_default();
        if reasons.iter().any(|reason| reason.contains("Error")) {
            self.hinweise
                .push("Der Scanner meldet einen Fehler. Bitte prüfen Sie die Seiten.".to_owned());
        }
    }

    /// Asks what went wrong; without an answer it was broken off.
    fn why_broken(&self, cancel: &Cancel) -> ScanError {
        match self.scanner.status(cancel) {
            Ok(status) => status.trouble().unwrap_or(ScanError::Aborted),
            Err(error) => error,
        }
    }
}

impl Job for EsclJob<'_> {
    fn next_page(
        &mut self,
        out: &mut dyn Write,
        cancel: &Cancel,
    ) -> Result<Option<PageHead>, ScanError> {
        if self.over {
            return Ok(None);
        }
        let done = self.page(out, cancel);
        match &done {
            Ok(Some(_)) => {}
            Ok(None) => self.over = true,
            Err(_) => self.stop(),
        }
        done
    }

    fn stop(&mut self) {
        if self.over {
            return;
        }
        self.over = true;
        let ask = Ask {
            method: Method::Delete,
            path: self.path.clone(),
            body: Vec::new(),
            patience: self.patience().answer,
        };
        // Its own wish, because the clerk's may be what brought us here. Whether the device
        // heard it changes nothing here: the next job finds out.
        drop(self.scanner.line.ask(ask, &Cancel::new()));
    }

    fn hinweise(&self) -> Vec<String> {
        self.hinweise.clone()
    }
}

impl Drop for EsclJob<'_> {
    fn drop(&mut self) {
        self.stop();
    }
}
