//! Looking for scanners on the network and at this machine.
//!
//! Never sets one up, and never holds up an act: it runs beside the clerk.

use std::sync::PoisonError;
use std::time::Duration;

use scan::{Cancel, ScanError, discovery};

use crate::Desk;
use crate::views::{Fehler, Leer, ScannerArt, ScannerFund, ScannerView};

/// How long devices on the network may take to answer.
const LISTEN: Duration = Duration::from_secs(5);

/// What the last search found.
#[derive(Default)]
pub(super) struct Suche {
    /// Asked for and not begun.
    pub(super) gewuenscht: bool,
    pub(super) laeuft: bool,
    pub(super) gesucht: bool,
    pub(super) gefunden: Vec<ScannerFund>,
    pub(super) hinweise: Vec<String>,
    cancel: Cancel,
}

impl Desk {
    fn suche_stand<T>(&self, f: impl FnOnce(&mut Suche) -> T) -> T {
        f(&mut self.scanraum.suche.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Has devices looked for; the end of the search is told by the event.
    pub fn scanner_suchen(&self, _: Leer) -> Result<ScannerView, Fehler> {
        self.suche_stand(|suche| {
            if !suche.laeuft {
                (suche.gewuenscht, suche.laeuft) = (true, true);
            }
        });
        self.scan_touched();
        self.scanner(Leer {})
    }

    /// Looks for devices if that was asked for, and tells whether it was. Used by the service and
    /// by programs that have none.
    pub fn scanner_finden(&self) -> bool {
        let cancel = self.suche_stand(|suche| {
            let wanted = std::mem::take(&mut suche.gewuenscht);
            wanted.then(|| {
                suche.cancel = Cancel::new();
                suche.cancel.clone()
            })
        });
        let Some(cancel) = cancel else { return false };
        let (mut gefunden, mut hinweise) = (Vec::new(), Vec::new());
        match discovery::search(LISTEN, false, &cancel) {
            Ok(found) => gefunden.extend(found.into_iter().map(|found| ScannerFund {
                art: ScannerArt::Escl,
                adresse: found.adresse,
                name: found.name,
                standort: found.standort,
                eingerichtet: false,
            })),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "discovery");
                hinweise.push(
                    "Im Netz konnte nicht gesucht werden. Ein Scanner im Netz lässt sich mit \
                     seiner Adresse einrichten."
                        .to_owned(),
                );
            }
        }
        match lokal(&cancel) {
            Ok(found) => gefunden.extend(found),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "local devices");
                hinweise.push(nicht_gesucht(&error));
            }
        }
        self.suche_stand(|suche| {
            (suche.laeuft, suche.gesucht) = (false, true);
            (suche.gefunden, suche.hinweise) = (gefunden, hinweise);
        });
        self.scan_touched();
        true
    }

    /// Returns what the search found; devices that are set up are marked.
    pub(super) fn suche_view(&self, view: &mut ScannerView) {
        let known = |art: ScannerArt, adresse: &str| {
            view.geraete.iter().any(|geraet| geraet.art == art && geraet.adresse == adresse)
        };
        self.suche_stand(|suche| {
            let marked = suche.gefunden.iter().map(|fund| ScannerFund {
                eingerichtet: known(fund.art, &fund.adresse),
                ..fund.clone()
            });
            let marked: Vec<ScannerFund> = marked.collect();
            (view.gefunden, view.hinweise) = (marked, suche.hinweise.clone());
            (view.sucht, view.gesucht) = (suche.laeuft, suche.gesucht);
        });
    }

    /// Returns what the search called a device at this machine.
    pub(super) fn gefundener_name(&self, adresse: &str) -> Option<String> {
        self.suche_stand(|suche| {
            let mut found = suche.gefunden.iter();
            found.find(|fund| fund.adresse == adresse).map(|fund| fund.name.clone())
        })
    }

    pub(super) fn suche_anhalten(&self) {
        self.suche_stand(|suche| suche.cancel.stop());
    }
}

fn lokal(cancel: &Cancel) -> Result<Vec<ScannerFund>, ScanError> {
    let found = scan::lokal::devices(cancel)?.into_iter().map(|device| ScannerFund {
        art: ScannerArt::Lokal,
        name: format!("{} {}", device.geraet.hersteller, device.geraet.modell).trim().to_owned(),
        adresse: device.name,
        standort: "an diesem Rechner".to_owned(),
        eingerichtet: false,
    });
    Ok(found.collect())
}

fn nicht_gesucht(error: &ScanError) -> String {
    match error {
        ScanError::Missing(_) => "An diesem Rechner konnte nicht gesucht werden: Das Programm \
                                  scanimage (Paket sane-utils) fehlt."
            .to_owned(),
        _ => "An diesem Rechner konnte nicht nach Scannern gesucht werden.".to_owned(),
    }
}
