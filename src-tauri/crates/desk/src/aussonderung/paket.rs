//! Packages in folders: written beside their name first, checked, kept as originals, and only then
//! given the name under which the other side looks.
//!
//! Never gives a package its name before it is kept here and the run says so; never overwrites one.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use domain::aussonderung::Aussonderungsnachricht;
use sha2::{Digest, Sha256};
use store::{BlobError, DbError, StoredBlob};
use xdomea::error::PaketError;
use xdomea::kontakt::Kontakt;
use xdomea::kopf::System;
use xdomea::{Fassung, Kopf, Nachricht, ObjektId, Paket, PaketSchreiber, Paketname, Zeitangabe};

use super::ausgabe::Dateien;
use crate::Desk;
use crate::views::{AussonderungEinstellungen, Code, Fehler};

/// Returns the version of the standard that is written.
pub(super) fn fassung(nummer: &str) -> Result<Fassung, Fehler> {
    let known = Fassung::ALLE.into_iter().filter(|fassung| !fassung.alt());
    known.into_iter().find(|fassung| fassung.nummer() == nummer).ok_or_else(|| {
        Fehler::new(
            Code::Invalid,
            "Diese Fassung von xdomea wird nicht geschrieben.",
            "Bitte wählen Sie 3.0.0 oder 3.1.0.",
        )
    })
}

/// Returns a folder that is there.
pub(super) fn ordner(pfad: &str) -> Result<PathBuf, Fehler> {
    let path = PathBuf::from(pfad);
    if pfad.trim().is_empty() || !path.is_dir() {
        return Err(Fehler::new(
            Code::Invalid,
            "Den Übergabeordner gibt es nicht.",
            "Bitte wählen Sie einen Ordner, den dieser Rechner erreicht.",
        ));
    }
    Ok(path)
}

pub(super) fn paket_fehler(error: &PaketError) -> Fehler {
    Fehler::new(Code::Invalid, xdomea::worte::paket(error), "Die Datei liegt unverändert da.")
}

fn io(pfad: &Path, error: &std::io::Error) -> Fehler {
    Fehler::new(
        Code::Internal,
        format!("„{}“ kann nicht geschrieben oder gelesen werden.", pfad.display()),
        &error.to_string(),
    )
}

/// Returns the head of a message from here.
pub(super) fn kopf(e: &AussonderungEinstellungen, prozess: ObjektId, um: Zeitangabe) -> Kopf {
    let absender = if e.schluessel.is_empty() {
        Kontakt {
            institution: Kontakt::behoerde(&e.behoerde, "", "").institution,
            ..Kontakt::default()
        }
    } else {
        Kontakt::behoerde(&e.behoerde, &e.schluessel, &e.praefix)
    };
    let empfaenger = Kontakt {
        institution: Kontakt::behoerde(&e.archiv, "", "").institution,
        ..Kontakt::default()
    };
    Kopf {
        system: Some(system()),
        empfangsbestaetigung: Some(true),
        importbestaetigung: Some(true),
        rueckmeldung_archivkennung: Some(true),
        ..Kopf::neu(prozess, um, absender, empfaenger)
    }
}

/// Says which program made a message.
pub(super) fn system() -> System {
    System {
        instanz: None,
        produktname: Some("Forsthaus".to_owned()),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
    }
}

/// A package that is complete and kept, and has not its name yet.
pub(super) struct Bereit {
    part: PathBuf,
    ziel: PathBuf,
    pub(super) blob: StoredBlob,
    typ: String,
}

impl Bereit {
    /// Returns what the run notes about it.
    pub(super) fn nachricht(&self, tx: &store::Tx<'_>) -> Aussonderungsnachricht {
        Aussonderungsnachricht {
            id: tx.env().id(),
            typ: self.typ.clone(),
            empfangen: false,
            sha256: self.blob.sha256.clone(),
            groesse_bytes: self.blob.size,
            um: tx.env().now(),
        }
    }

    /// Gives it its name.
    pub(super) fn ablegen(self) -> Result<PathBuf, Fehler> {
        std::fs::rename(&self.part, &self.ziel).map_err(|error| io(&self.ziel, &error))?;
        flush(&self.ziel)?;
        Ok(self.ziel)
    }
}

fn flush(path: &Path) -> Result<(), Fehler> {
    // Windows flushes folder entries with the file itself.
    let folder = path.parent().filter(|_| cfg!(unix));
    let Some(folder) = folder else { return Ok(()) };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| io(folder, &error))
}

impl Desk {
    /// Writes a package beside its name, reads it back, and keeps it as an original.
    pub(super) fn paket_schreiben(
        &self,
        folder: &Path,
        nachricht: &Nachricht,
        fassung: Fassung,
        dateien: &Dateien,
    ) -> Result<Bereit, Fehler> {
        let name = Paketname::von(nachricht).to_string();
        let (ziel, part) = (folder.join(&name), folder.join(format!("{name}.part")));
        if ziel.exists() {
            return Err(Fehler::new(
                Code::Conflict,
                format!("„{name}“ liegt schon im Übergabeordner."),
                "Es wird nichts überschrieben. Bitte sehen Sie im Ordner nach.",
            ));
        }
        self.packen(&part, nachricht, fassung, dateien)?;
        self.nachrechnen(&name, &part, nachricht, dateien)?;
        let scope = self.store.read(|db| db.bereich())?;
        let mut file = File::open(&part).map_err(|error| io(&part, &error))?;
        let blob = self.behalten(&scope, &mut file)?;
        Ok(Bereit { part, ziel, blob, typ: nachricht.inhalt.typ().code().to_owned() })
    }

    fn packen(
        &self,
        part: &Path,
        nachricht: &Nachricht,
        fassung: Fassung,
        dateien: &Dateien,
    ) -> Result<(), Fehler> {
        let file = File::create(part).map_err(|error| io(part, &error))?;
        let wrong = |error: PaketError| paket_fehler(&error);
        let mut writer = PaketSchreiber::neu(file, nachricht, fassung).map_err(wrong)?;
        let names: Vec<_> = writer.offen().cloned().collect();
        for name in names {
            let sha256 = dateien.get(&name).ok_or_else(Fehler::not_found)?;
            let mut reader = match self.store.blob_reader(sha256) {
                Err(DbError::Blob(BlobError::Missing)) => return Err(self.fehlt(sha256)?),
                reader => reader?,
            };
            writer.datei(&name, &mut reader).map_err(wrong)?;
        }
        let file = writer.fertig().map_err(wrong)?;
        file.sync_all().map_err(|error| io(part, &error))
    }

    /// An original that is not here is fetched; the step is taken once it is.
    pub(super) fn fehlt(&self, sha256: &str) -> Result<Fehler, Fehler> {
        self.store.write(|tx| tx.want_blob(sha256))?;
        self.wake();
        Ok(Fehler::new(
            Code::Offline,
            "Ein Original liegt noch nicht auf diesem Arbeitsplatz.",
            "Es wird geholt. Bitte wiederholen Sie den Schritt nach dem nächsten Abgleich.",
        ))
    }

    /// Opens the package as the other side will, and compares every file with its original.
    fn nachrechnen(
        &self,
        name: &str,
        part: &Path,
        nachricht: &Nachricht,
        dateien: &Dateien,
    ) -> Result<(), Fehler> {
        let file = File::open(part).map_err(|error| io(part, &error))?;
        let wrong = |error: PaketError| paket_fehler(&error);
        let mut paket = Paket::open(name, BufReader::new(file)).map_err(wrong)?;
        let broken = || {
            Fehler::new(
                Code::Internal,
                "Das geschriebene Paket stimmt nicht mit den Originalen überein.",
                "Es wurde nichts abgegeben. Bitte wiederholen Sie den Schritt.",
            )
        };
        if paket.gelesen().nachricht.inhalt.typ() != nachricht.inhalt.typ() {
            return Err(broken());
        }
        let names: Vec<_> = paket.dateien().cloned().collect();
        for name in names {
            let mut hashed = Hashed(Sha256::new());
            paket.kopieren(&name, &mut hashed).map_err(wrong)?;
            let found = hashed.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            if dateien.get(&name) != Some(&found) {
                return Err(broken());
            }
        }
        Ok(())
    }

    /// Keeps bytes as an original that is durable and verified when this returns.
    pub(super) fn behalten(&self, scope: &str, from: &mut dyn Read) -> Result<StoredBlob, Fehler> {
        let mut writer = self.store.blob_writer(scope)?;
        std::io::copy(from, &mut writer).map_err(|error| {
            let full = error.kind() == std::io::ErrorKind::StorageFull;
            let store = || Fehler::from(DbError::Blob(BlobError::Full(error)));
            if full {
                store()
            } else {
                Fehler::new(Code::Internal, "Das Paket kann nicht gelesen werden.", "")
            }
        })?;
        Ok(writer.finish().map_err(DbError::from)?)
    }

    /// Reads the message of a package that is kept here.
    pub(super) fn nachricht(&self, sha256: &str) -> Result<Nachricht, Fehler> {
        let mut reader = match self.store.blob_reader(sha256) {
            Err(DbError::Blob(BlobError::Missing)) => return Err(self.fehlt(sha256)?),
            reader => reader?,
        };
        let gelesen = xdomea::paket::nachricht_voran(&mut reader);
        Ok(gelesen.map_err(|error| paket_fehler(&error))?.nachricht)
    }
}

/// Gives a package its name that a sudden end has left without; tells whether it did.
pub(super) fn nachholen(folder: &Path, nachricht: &Nachricht, sha256: &str) -> bool {
    let name = Paketname::von(nachricht).to_string();
    let (ziel, part) = (folder.join(&name), folder.join(format!("{name}.part")));
    let same = std::fs::read(&part).is_ok_and(|bytes| wire::sha256_hex(&bytes) == sha256);
    same && !ziel.exists() && std::fs::rename(&part, &ziel).is_ok()
}

/// A package that is in memory as a whole.
pub(super) type ImSpeicher = Paket<Cursor<Vec<u8>>>;

/// Opens a small package that the other side has put somewhere, and returns its bytes as well.
pub(super) fn oeffnen(name: &str, pfad: &Path) -> Result<(ImSpeicher, Vec<u8>), Fehler> {
    let most = xdomea::XML_BYTES_MAX as u64;
    let file = File::open(pfad).map_err(|error| io(pfad, &error))?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| io(pfad, &error))?;
    if bytes.len() as u64 > most {
        return Err(paket_fehler(
            &xdomea::error::ReadError::TooLarge { max: xdomea::XML_BYTES_MAX }.into(),
        ));
    }
    let paket = Paket::open(name, Cursor::new(bytes.clone()));
    Ok((paket.map_err(|error| paket_fehler(&error))?, bytes))
}

struct Hashed(Sha256);

impl std::io::Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
