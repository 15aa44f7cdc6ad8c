//! What was pasted: it lies in a file of the data folder until it is safe as an item.
//!
//! Never forgets a file there: what was not taken in stands among the problems and is tried again,
//! for the municipality that was on the screen when it was pasted.

use std::io::Write;
use std::path::Path;
use std::sync::PoisonError;

use domain::Quelle;
use store::PASTED;

use crate::Desk;
use crate::views::{Code, EinfuegenArgs, Fehler, UebernahmeErgebnis, UebernahmeZeile};

impl Desk {
    /// Takes in what was pasted.
    pub fn zwischenablage_uebernehmen(
        &self,
        args: EinfuegenArgs,
    ) -> Result<UebernahmeErgebnis, Fehler> {
        let bytes = base64(&args.inhalt).filter(|bytes| !bytes.is_empty()).ok_or_else(|| {
            let meldung = "Die Zwischenablage enthält nichts, was übernommen werden kann.";
            Fehler::new(Code::Invalid, meldung, "Bitte kopieren Sie eine Datei oder ein Bild.")
        })?;
        let _held = self.eingefuegt.lock().unwrap_or_else(PoisonError::into_inner);
        let scope = self.store.read(|db| db.bereich())?;
        let path = self
            .store
            .folder()
            .join(PASTED)
            .join(scope)
            .join(self.store.env().id().to_string())
            .join(file_name(&args.name));
        write_durably(&path, &bytes).map_err(|error| {
            let meldung = "Der Inhalt der Zwischenablage konnte nicht gesichert werden.";
            Fehler::new(Code::Internal, meldung, &error.to_string())
        })?;
        Ok(UebernahmeErgebnis { zeilen: vec![self.eingefuegtes(&path)?] })
    }

    /// Takes in what was pasted before and is not safe yet.
    pub(crate) fn eingefuegtes_nachholen(&self) -> Result<(), Fehler> {
        let _held = self.eingefuegt.lock().unwrap_or_else(PoisonError::into_inner);
        for path in files(&self.store.folder().join(PASTED)) {
            self.eingefuegtes(&path)?;
        }
        Ok(())
    }

    fn eingefuegtes(&self, path: &Path) -> Result<UebernahmeZeile, Fehler> {
        let zeile = self.uebernehmen(path, Quelle::Zwischenablage, true)?;
        if zeile.fehlgeschlagen {
            self.problem(path, &zeile.meldung)?;
        } else if let Some(folder) = path.parent() {
            self.kein_problem(path)?;
            // Empty now, unless the file could not be removed: then that is tried again.
            let _ = std::fs::remove_dir(folder);
        }
        Ok(zeile)
    }
}

/// The files that lie in a folder for each scope and, in it, for each time something was pasted.
fn files(root: &Path) -> Vec<std::path::PathBuf> {
    let entries = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let scopes = entries(root).into_iter();
    scopes.flat_map(|scope| entries(&scope)).flat_map(|once| entries(&once)).collect()
}

fn file_name(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '/' | '\\' | ':'))
        .take(100)
        .collect();
    if name.trim_matches('.').is_empty() { "Eingefügt".to_owned() } else { name }
}

fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().ok_or_else(|| std::io::Error::other("no folder"))?;
    std::fs::create_dir_all(folder)?;
    let mut file = std::fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}
