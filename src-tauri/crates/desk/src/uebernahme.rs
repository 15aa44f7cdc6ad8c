//! Taking files in, watched folders, and what could not be taken in.
//!
//! Never leaves a failure unseen: every one becomes a row that stays until it is solved.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use domain::Quelle;
use intake::custody::{Custody, TakeError, Taken, is_export, pfad};
use intake::release::{claim, release};
use intake::watch::Seen;
use page::trennblatt::{TrennblattArt, trennblaetter};
use store::quelle::{Regel, WatchedFolder};
use store::{DbError, Kind};

use crate::Desk;
use crate::desk::benutzer;
use crate::error::{release_meldung, take_meldung};
use crate::views::{
    Code, Fehler, Leer, OrdnerArgs, OrdnerRegel, OrdnerView, ProblemZeile, TrennblattArgs,
    UebernahmeErgebnis, UebernahmeView, UebernahmeZeile, UebernehmenArgs,
};

/// How deep folders are looked into.
const FOLDERS_DEEP: u32 = 16;
/// Most files taken in at once.
const FILES_MAX: usize = 20_000;

const ZU_VIELE: &str = "Der Ordner enthält zu viele Dateien für eine Übernahme. Er wurde nicht \
     übernommen und liegt unverändert an seinem Ort. Bitte übernehmen Sie ihn in Teilen.";
const ZU_TIEF: &str = "Der Ordner ist zu tief verschachtelt und wurde nicht übernommen. Er liegt \
     unverändert an seinem Ort.";

impl Desk {
    /// What lies at the sources.
    pub fn uebernahme(&self, _: Leer) -> Result<UebernahmeView, Fehler> {
        let wartend = self.wartend.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.store.read(|db| {
            let folders = db.folders()?.into_iter().map(|folder| {
                let state = wartend.get(&folder.pfad).copied().flatten();
                OrdnerView {
                    regel: match folder.regel {
                        Regel::Loeschen => OrdnerRegel::Loeschen,
                        Regel::Verschieben(_) => OrdnerRegel::Verschieben,
                        Regel::Behalten => OrdnerRegel::Behalten,
                    },
                    ziel: folder.regel.ziel().map(ToOwned::to_owned),
                    besitzer: folder.besitzer,
                    erreichbar: state.is_some(),
                    wartend: state.unwrap_or(0),
                    pfad: folder.pfad,
                }
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

    /// Takes files and folders in by path; the files themselves stay where they are.
    pub fn dateien_uebernehmen(&self, args: UebernehmenArgs) -> Result<UebernahmeErgebnis, Fehler> {
        let mut zeilen = Vec::new();
        for path in &args.pfade {
            zeilen.extend(self.alles_uebernehmen(Path::new(path), Quelle::Fenster, false)?);
        }
        Ok(UebernahmeErgebnis { zeilen })
    }

    /// Takes in a file, or everything below a folder. A court mailbox's export folder is one item.
    pub fn alles_uebernehmen(
        &self,
        path: &Path,
        quelle: Quelle,
        freigeben: bool,
    ) -> Result<Vec<UebernahmeZeile>, Fehler> {
        let mut zeilen = Vec::new();
        let mut waiting = vec![(path.to_owned(), 0)];
        while let Some((path, depth)) = waiting.pop() {
            let folder = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
            if !folder {
                zeilen.push(self.uebernehmen(&path, quelle, freigeben)?);
            } else if is_export(&path) {
                zeilen.push(self.ordner_uebernehmen(&path, quelle, freigeben)?);
            } else if depth < FOLDERS_DEEP {
                let below = below(&path);
                if zeilen.len() + waiting.len() + below.len() > FILES_MAX {
                    zeilen.push(fehlgeschlagen(&path, ZU_VIELE));
                    continue;
                }
                // The last one is taken first: in the order of their names.
                waiting.extend(below.into_iter().rev().map(|path| (path, depth + 1)));
            } else {
                zeilen.push(fehlgeschlagen(&path, ZU_TIEF));
            }
        }
        Ok(zeilen)
    }

    /// Takes in a court mailbox's export folder as one item.
    pub(crate) fn ordner_uebernehmen(
        &self,
        folder: &Path,
        quelle: Quelle,
        freigeben: bool,
    ) -> Result<UebernahmeZeile, Fehler> {
        let taken = self.custody()?.take_export(folder, quelle, freigeben);
        let zeile = zeile(folder, taken);
        if freigeben && !zeile.fehlgeschlagen {
            for pfad in self.freigaben_in(folder)? {
                self.freigeben(&pfad)?;
            }
            // Only an empty folder goes; what somebody put there meanwhile stays.
            if let Err(error) = std::fs::remove_dir(folder) {
                tracing::debug!(%error, "export folder stays");
            }
        }
        Ok(zeile)
    }

    /// Writes separator sheets to print.
    pub fn trennblaetter(&self, args: TrennblattArgs) -> Result<Leer, Fehler> {
        let art = match args.anlage {
            true => TrennblattArt::Anlage(self.store.env().id()),
            false => TrennblattArt::Trenner,
        };
        let pdf = trennblaetter(art, args.anzahl).map_err(|error| {
            let meldung = "Die Trennblätter konnten nicht erstellt werden.";
            Fehler::new(Code::Invalid, meldung, &error.to_string())
        })?;
        let path = Path::new(&args.pfad);
        let written = std::fs::File::create_new(path).and_then(|mut file| {
            file.write_all(&pdf)?;
            file.sync_all()
        });
        written.map_err(|error| {
            let meldung = "Die Trennblätter konnten nicht gespeichert werden.";
            Fehler::new(Code::Invalid, meldung, &error.to_string())
        })?;
        Ok(Leer {})
    }

    /// Takes one file in; `freigeben` removes it at its source once its content is safe.
    pub fn uebernehmen(
        &self,
        path: &Path,
        quelle: Quelle,
        freigeben: bool,
    ) -> Result<UebernahmeZeile, Fehler> {
        let zeile = self.uebernehmen_wie(path, quelle, freigeben, None)?;
        if freigeben && !zeile.fehlgeschlagen {
            self.freigeben(&zeile.pfad)?;
        }
        Ok(zeile)
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
        Ok(zeile(path, custody.take(path, quelle, freigeben, settled)))
    }

    /// Takes a source out of sight; it goes when it has been still for a while.
    pub(crate) fn beanspruchen(&self, pfad: &str) -> Result<(), Fehler> {
        let source = self.store.read(|db| db.source(pfad))?;
        if let Some(source) = source.filter(|source| source.freigeben && !source.freigegeben)
            && let Err(error) = claim(&self.store, &source)
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "source stays");
            let meldung = release_meldung(&error);
            self.store.write(|tx| tx.source_problem(pfad, &meldung, true))?;
        }
        Ok(())
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
        let inside = sources.into_iter().filter(|s| Path::new(&s.pfad).starts_with(folder));
        Ok(inside.map(|source| source.pfad).collect())
    }

    /// Forgets problems of files that are no longer in a folder.
    pub(crate) fn probleme_abgleichen(&self, folder: &Path) -> Result<(), Fehler> {
        for problem in self.store().read(|db| db.problems())? {
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
        let regel = self.regel(&args, &folder)?;
        let besitzer = args.besitzer.map(|name| name.trim().to_owned());
        self.store.write(|tx| {
            let besitzer = match besitzer.filter(|name| !name.is_empty()) {
                Some(name) => name,
                None => benutzer(tx)?,
            };
            let scope = tx.bereich()?;
            tx.put_folder(&WatchedFolder { pfad: pfad(path), besitzer, regel, scope })
        })?;
        self.uebernahme(Leer {})
    }

    /// Watches a folder no longer; what lies in it stays.
    pub fn eingangsordner_entfernen(&self, args: OrdnerArgs) -> Result<UebernahmeView, Fehler> {
        self.store.write(|tx| tx.remove_folder(args.pfad.trim()))?;
        self.uebernahme(Leer {})
    }

    fn regel(&self, args: &OrdnerArgs, folder: &Path) -> Result<Regel, Fehler> {
        match args.regel {
            OrdnerRegel::Loeschen => Ok(Regel::Loeschen),
            OrdnerRegel::Behalten => Ok(Regel::Behalten),
            OrdnerRegel::Verschieben => {
                let ziel = args.ziel.as_deref().map(str::trim).unwrap_or_default();
                let target = Path::new(ziel);
                let real = target.canonicalize().unwrap_or_else(|_| target.to_owned());
                if !target.is_absolute() || !target.is_dir() || real == folder {
                    return Err(Fehler::new(
                        Code::Invalid,
                        "Bitte geben Sie einen vorhandenen anderen Ordner an, in den die Dateien \
                         verschoben werden.",
                        "",
                    ));
                }
                Ok(Regel::Verschieben(ziel.to_owned()))
            }
        }
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

fn zeile(path: &Path, taken: Result<Taken, TakeError>) -> UebernahmeZeile {
    match taken {
        Ok(taken) => UebernahmeZeile {
            pfad: pfad(path),
            eingang: Some(taken.eingang.to_string()),
            sha256: Some(taken.sha256),
            bereits_vorhanden: taken.bereits_vorhanden,
            meldung: match (taken.bereits_vorhanden, taken.pruefung_noetig) {
                (true, _) => "Bereits vorhanden; es wurde kein zweiter Eingang angelegt.",
                (false, true) => "Übernommen. Prüfung nötig: bitte ansehen.",
                (false, false) => "Übernommen.",
            }
            .to_owned(),
            fehlgeschlagen: false,
        },
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "file was not taken in");
            fehlgeschlagen(path, &take_meldung(&error))
        }
    }
}

fn fehlgeschlagen(path: &Path, meldung: &str) -> UebernahmeZeile {
    UebernahmeZeile {
        pfad: pfad(path),
        eingang: None,
        sha256: None,
        bereits_vorhanden: false,
        meldung: meldung.to_owned(),
        fehlgeschlagen: true,
    }
}

/// Files and folders in a folder by name, without hidden ones.
fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let hidden = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
    };
    let mut found: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| !hidden(path)).collect();
    found.sort();
    found
}
