//! Taking files in, watched folders, and what could not be taken in.
//!
//! Never leaves a failure unseen: every one becomes a row that stays until it is solved.

use std::path::Path;
use std::sync::PoisonError;

use domain::Quelle;
use intake::custody::{Custody, pfad};
use intake::release::release;
use intake::watch::Seen;
use store::{DbError, Kind};

use crate::Desk;
use crate::error::{release_meldung, take_meldung};
use crate::views::{
    Code, Fehler, Leer, OrdnerArgs, OrdnerView, ProblemZeile, UebernahmeErgebnis, UebernahmeView,
    UebernahmeZeile, UebernehmenArgs,
};

impl Desk {
    /// What lies at the sources.
    pub fn uebernahme(&self, _: Leer) -> Result<UebernahmeView, Fehler> {
        let wartend = self.wartend.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.store.read(|db| {
            let folders = db.folders()?.into_iter().map(|pfad| {
                let state = wartend.get(&pfad).copied().flatten();
                OrdnerView { erreichbar: state.is_some(), wartend: state.unwrap_or(0), pfad }
            });
            let problems = db.problems()?.into_iter().map(|problem| ProblemZeile {
                pfad: problem.pfad,
                meldung: problem.meldung,
                seit: problem.seit.to_string(),
                versuche: problem.versuche,
                inhalt_gesichert: problem.inhalt_gesichert,
            });
            Ok(UebernahmeView { ordner: folders.collect(), nicht_uebernommen: problems.collect() })
        })
    }

    /// Takes files in by path; the files themselves stay where they are.
    pub fn dateien_uebernehmen(&self, args: UebernehmenArgs) -> Result<UebernahmeErgebnis, Fehler> {
        let mut zeilen = Vec::new();
        for path in &args.pfade {
            zeilen.push(self.uebernehmen(Path::new(path), Quelle::Fenster, false)?);
        }
        Ok(UebernahmeErgebnis { zeilen })
    }

    /// Takes one file in; `freigeben` removes it at its source once its content is safe.
    pub fn uebernehmen(
        &self,
        path: &Path,
        quelle: Quelle,
        freigeben: bool,
    ) -> Result<UebernahmeZeile, Fehler> {
        self.uebernehmen_wie(path, quelle, freigeben, None)
    }

    /// Takes one file in if it still looks as it did when it was found complete.
    pub(crate) fn uebernehmen_wie(
        &self,
        path: &Path,
        quelle: Quelle,
        freigeben: bool,
        settled: Option<&Seen>,
    ) -> Result<UebernahmeZeile, Fehler> {
        let custody: Custody<'_> = self.custody()?;
        let mut zeile = UebernahmeZeile {
            pfad: pfad(path),
            eingang: None,
            sha256: None,
            bereits_vorhanden: false,
            meldung: String::new(),
            fehlgeschlagen: false,
        };
        match custody.take(path, quelle, freigeben, settled) {
            Ok(taken) => {
                zeile.eingang = Some(taken.eingang.to_string());
                zeile.sha256 = Some(taken.sha256);
                zeile.bereits_vorhanden = taken.bereits_vorhanden;
                zeile.meldung = match (taken.bereits_vorhanden, taken.pruefung_noetig) {
                    (true, _) => "Bereits vorhanden; es wurde kein zweiter Eingang angelegt.",
                    (false, true) => "Übernommen. Prüfung nötig: bitte ansehen.",
                    (false, false) => "Übernommen.",
                }
                .to_owned();
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "file was not taken in");
                zeile.meldung = take_meldung(&error);
                zeile.fehlgeschlagen = true;
            }
        }
        if freigeben && !zeile.fehlgeschlagen {
            self.freigeben(&zeile.pfad)?;
        }
        Ok(zeile)
    }

    /// Removes a source whose content is safe; a failure is noted and tried again later.
    pub(crate) fn freigeben(&self, pfad: &str) -> Result<bool, Fehler> {
        let source = self.store.read(|db| db.source(pfad))?;
        let Some(source) = source.filter(|source| source.freigeben && !source.freigegeben) else {
            return Ok(true);
        };
        match release(&self.store, &source) {
            Ok(()) => Ok(true),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "source stays");
                let meldung = release_meldung(&error);
                self.store.write(|tx| tx.source_problem(pfad, &meldung, true))?;
                Ok(false)
            }
        }
    }

    /// Removes every source that still has to go; for the start and for retries.
    pub fn ausstehende_freigaben(&self) -> Result<u32, Fehler> {
        let mut left = 0;
        for source in self.store.read(|db| db.sources_to_release())? {
            if !self.freigeben(&source.pfad)? {
                left += 1;
            }
        }
        Ok(left)
    }

    /// Returns the sources below a folder that still have to be removed.
    pub(crate) fn freigaben_in(&self, folder: &Path) -> Result<Vec<String>, Fehler> {
        let sources = self.store.read(|db| db.sources_to_release())?;
        let inside = sources.into_iter().filter(|s| Path::new(&s.pfad).parent() == Some(folder));
        Ok(inside.map(|source| source.pfad).collect())
    }

    /// Forgets problems of files that are no longer in a folder.
    pub(crate) fn probleme_abgleichen(&self, folder: &Path) -> Result<(), Fehler> {
        for problem in self.store.read(|db| db.problems())? {
            let path = Path::new(&problem.pfad);
            let gone = || {
                let looked = path.symlink_metadata();
                looked.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
            };
            if path.parent() == Some(folder) && gone() {
                self.kein_problem(path)?;
            }
        }
        Ok(())
    }

    /// Watches a folder from now on.
    pub fn eingangsordner_setzen(&self, args: OrdnerArgs) -> Result<UebernahmeView, Fehler> {
        let path = Path::new(args.pfad.trim());
        if !path.is_absolute() {
            return Err(Fehler::new(
                Code::Invalid,
                "Bitte geben Sie den vollständigen Pfad des Ordners an.",
                "",
            ));
        }
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (folder, data) = (real(path), real(self.store.folder()));
        if folder.starts_with(&data) || data.starts_with(&folder) {
            return Err(Fehler::new(
                Code::Invalid,
                "Der Datenordner von Forsthaus kann nicht überwacht werden.",
                "Bitte wählen Sie einen anderen Ordner.",
            ));
        }
        self.store.write(|tx| tx.add_folder(&pfad(path)))?;
        self.uebernahme(Leer {})
    }

    /// Notes a failure at a source.
    pub(crate) fn problem(&self, path: &Path, meldung: &str) -> Result<(), DbError> {
        self.store.write(|tx| tx.source_problem(&pfad(path), meldung, false))
    }

    /// Notes that a source is fine or gone.
    pub(crate) fn kein_problem(&self, path: &Path) -> Result<(), DbError> {
        self.store.write(|tx| tx.source_fine(&pfad(path)))
    }

    /// Tells whether nothing is known yet about a folder that is watched.
    pub(crate) fn ordner_unbekannt(&self, folder: &Path) -> bool {
        let map = self.wartend.lock().unwrap_or_else(PoisonError::into_inner);
        map.get(&pfad(folder)).copied().flatten().is_none()
    }

    /// Notes how many files of a folder are still being written; none means out of reach.
    pub(crate) fn ordner_stand(&self, folder: &Path, wartend: Option<u32>) {
        let mut map = self.wartend.lock().unwrap_or_else(PoisonError::into_inner);
        map.insert(pfad(folder), wartend);
        drop(map);
        self.store.notify(Kind::Uebernahme);
    }
}
