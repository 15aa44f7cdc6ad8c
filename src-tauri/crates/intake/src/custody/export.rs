//! A court mailbox's export folder: cover data and files become one item.
//!
//! Never takes half an export silently: what was announced and is not there is named.

use std::fs;
use std::path::{Path, PathBuf};

use domain::{Nachricht, Quelle, Teilrolle};
use envelope::{Rolle, XJUSTIZ_DATEI, XJustizKopf};
use store::CrashPoint;
use store::quelle::TakenSource;
use uuid::Uuid;

use super::parts::{Opened, Part, rolle};
use super::rows::teil;
use super::{Custody, TakeError, Taken, herkunft, kennung, pfad, source_error};
use crate::watch::Seen;
use crate::watch::look::seen;

/// Most files of one export.
const FILES_MAX: usize = 500;

/// Whether a folder is the export of a court mailbox.
pub fn is_export(folder: &Path) -> bool {
    folder.join(XJUSTIZ_DATEI).is_file()
}

impl Custody<'_> {
    /// Takes in a court mailbox's export folder as one item: the cover data is its original, the
    /// files are its parts. `freigeben` notes that all of them are ours to remove afterwards.
    pub fn take_export(
        &self,
        folder: &Path,
        quelle: Quelle,
        freigeben: bool,
    ) -> Result<Taken, TakeError> {
        let cover = folder.join(XJUSTIZ_DATEI);
        let (mut file, before) = self.open_source(&cover, freigeben, None)?;
        let scope = self.scope(&cover)?;
        if let Some(known) = self.known(&cover, &scope, &before, freigeben)? {
            // What came into the folder afterwards is post of its own.
            for path in files(folder)? {
                self.take(&path, quelle, freigeben, None)?;
            }
            return Ok(known);
        }
        CrashPoint::SourceOpened.pass();
        let blob = self.copy(&scope, &mut file, &before)?;
        let mut sources = vec![self.source(&cover, &before, &blob.sha256, freigeben)];
        let inspected = self.inspect(&blob, XJUSTIZ_DATEI)?;
        let court = self.cover_data(&blob)?;
        let mut opened = Opened::plain(Part { blob, inspected });
        let mut names = Vec::new();
        for path in files(folder)? {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            let (mut file, before) = self.open_source(&path, freigeben, None)?;
            let blob = self.copy(&scope, &mut file, &before)?;
            sources.push(self.source(&path, &before, &blob.sha256, freigeben));
            let inspected = self.inspect(&blob, &name)?;
            let part = Part { blob, inspected };
            let nummer = u32::try_from(names.len() + 1).unwrap_or(u32::MAX);
            let announced = court.as_ref().and_then(|court| court.dokument(&name));
            let shown = announced.map_or_else(|| name.clone(), |document| document.name());
            opened.teile.push((teil(nummer, shown, role(&name), &part), part));
            names.push(name);
        }
        self.compare(&mut opened, court.as_ref(), &names);
        CrashPoint::Inspected.pass();
        let herkunft = herkunft(&cover, quelle, &before);
        let taken = self.store.write(|tx| {
            let taken = self.write(tx, opened, herkunft, &sources)?;
            CrashPoint::RowsWritten.pass();
            Ok::<_, TakeError>(taken)
        })?;
        CrashPoint::Committed.pass();
        Ok(taken)
    }

    fn source(&self, path: &Path, seen: &Seen, sha256: &str, freigeben: bool) -> TakenSource {
        TakenSource {
            pfad: pfad(path),
            kennung: kennung(seen),
            sha256: sha256.to_owned(),
            eingang: Uuid::nil(),
            freigeben,
            freigegeben: false,
        }
    }

    /// Has the worker read the cover data; `None` if it cannot be read.
    fn cover_data(&self, blob: &store::StoredBlob) -> Result<Option<XJustizKopf>, TakeError> {
        let inhalt = self.parts_of(blob, XJUSTIZ_DATEI, "application/xml", &mut Vec::new())?;
        Ok(inhalt.and_then(|inhalt| inhalt.xjustiz))
    }

    /// Names what was announced and is not there, and the other way round.
    fn compare(&self, opened: &mut Opened, court: Option<&XJustizKopf>, names: &[String]) {
        let Some(court) = court else {
            opened.unvollstaendig = true;
            opened.hinweise.push(
                "Die Begleitdaten des Gerichtspostfachs konnten nicht gelesen werden. Alle \
                 Dateien sind unverändert gespeichert. Bitte ansehen."
                    .to_owned(),
            );
            return;
        };
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let abgleich = court.abgleich(&all);
        if !abgleich.fehlend.is_empty() {
            opened.unvollstaendig = true;
            opened.hinweise.push(format!(
                "Angekündigt, aber nicht vorhanden: {}. Bitte beim Absender nachfragen.",
                abgleich.fehlend.join(", ")
            ));
        }
        if !abgleich.unangekuendigt.is_empty() {
            opened
                .hinweise
                .push(format!("Nicht angekündigt: {}.", abgleich.unangekuendigt.join(", ")));
        }
        opened.nachricht = Some(nachricht(court));
    }
}

fn role(name: &str) -> Teilrolle {
    let lower = name.to_lowercase();
    let signature = [".p7s", ".p7m", ".pkcs7", ".p7b"].iter().any(|end| lower.ends_with(end));
    rolle(if signature { Rolle::Signatur } else { Rolle::Anlage })
}

/// The files beside the cover data, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, TakeError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(source_error)? {
        let path = entry.map_err(TakeError::Source)?.path();
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        let cover = path.file_name().is_some_and(|name| name == XJUSTIZ_DATEI);
        let metadata = fs::symlink_metadata(&path).map_err(source_error)?;
        let empty = metadata.len() == 0;
        if !hidden && !cover && !empty && seen(&metadata).kind == crate::watch::Kind::File {
            found.push(path);
        }
    }
    if found.len() > FILES_MAX {
        return Err(TakeError::TooMany(FILES_MAX));
    }
    found.sort();
    Ok(found)
}

/// The head of a message, from a court's cover data.
pub(super) fn nachricht(court: &XJustizKopf) -> Nachricht {
    Nachricht {
        von: court.absender.iter().cloned().collect(),
        an: court.empfaenger.clone(),
        betreff: court.betreff.clone(),
        gesendet_um: court.erstellt_um.map(|um| um.to_string()),
        kennung: court.nachrichten_id.clone(),
        aktenzeichen: (!court.aktenzeichen.is_empty()).then(|| court.aktenzeichen.join(", ")),
        ..Nachricht::default()
    }
}
