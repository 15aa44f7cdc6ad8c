//! Documents: row and view.
//!
//! Never the bytes: those come by [`Desk::bytes`].

use std::io::Read;

use domain::dokument::{Dokument, DokumentState, Dokumentart, Dokumentversion};
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::desk::{count, parse_id};
use crate::entwurf::stand;
use crate::geschaeftsgang::unter_dokument;
use crate::verlauf::verlauf;
use crate::views::{BytesArgs, DokumentView, DokumentZeile, Fassung, Fehler, Id};
use crate::ziel::ziel;

impl Desk {
    /// A document in its case.
    pub fn dokument(&self, args: Id) -> Result<DokumentView, Fehler> {
        let id = parse_id(&args.id)?;
        let heute = self.heute();
        self.store.read(|db| {
            let (dokument, _) = db.load::<Dokument>(id)?;
            Ok(DokumentView {
                zeile: zeile(db, id)?,
                vorgang: ziel(db, dokument.vorgang)?,
                eingang: dokument.eingang.map(|id| id.to_string()),
                verfuegungen: unter_dokument(db, dokument.vorgang, id, heute)?,
                verlauf: verlauf(db, id)?,
            })
        })
    }

    /// Bytes of an original, exactly as they came, or the picture of its first page, or that of a
    /// page on the scanner's table.
    ///
    /// Bytes that do not fit their hash are never given out.
    pub fn bytes(&self, args: &BytesArgs) -> Result<Vec<u8>, Fehler> {
        match args.fassung {
            Fassung::ScanKlein => self.scanbild(&args.sha256, true),
            Fassung::ScanGross => self.scanbild(&args.sha256, false),
            Fassung::Vorschau => {
                let preview = self.store.read(|db| db.preview(&args.sha256))?;
                preview.ok_or_else(Fehler::not_found)
            }
            Fassung::Kopie => {
                let copy = self.store.read(|db| {
                    crate::erkennung::in_sight(db, &args.sha256)?;
                    Ok::<_, Fehler>(db.copy_of(&args.sha256)?)
                })?;
                let sha256 = copy.ok_or_else(Fehler::not_found)?.kopie;
                self.bytes(&BytesArgs { sha256, fassung: Fassung::Original })
            }
            Fassung::Original => {
                let mut bytes = Vec::new();
                let opened = self.store.blob_reader(&args.sha256);
                let read = opened
                    .map_err(|error| matches!(error, DbError::Blob(_)))
                    .and_then(|mut reader| reader.read_to_end(&mut bytes).map_err(|_| true));
                match read {
                    Ok(_) => {
                        self.looked_at(&args.sha256)?;
                        Ok(bytes)
                    }
                    Err(_) if !self.store.read(|db| db.blob_here(&args.sha256))? => {
                        Err(self.ask_for(&args.sha256))
                    }
                    Err(_) => {
                        // It is fetched again if the centre has it.
                        self.store.write(|tx| tx.blob_damaged(&args.sha256))?;
                        self.wake();
                        Err(DbError::Blob(store::BlobError::Damaged).into())
                    }
                }
            }
        }
    }
}

pub(crate) fn zeile(db: &Db<'_>, id: Uuid) -> Result<DokumentZeile, DbError> {
    let (dokument, seen) = db.load::<Dokument>(id)?;
    // A draft has no bytes yet.
    let newest = dokument.versionen.last();
    let word = |of: fn(&Dokumentversion) -> &String| newest.map(of).cloned().unwrap_or_default();
    Ok(DokumentZeile {
        id: id.to_string(),
        titel: dokument.titel.clone(),
        posteingangsdatum: dokument.posteingangsdatum.map(|day| day.to_string()),
        dateiname: word(|version| &version.dateiname),
        sha256: word(|version| &version.sha256),
        mime: word(|version| &version.mime),
        groesse_bytes: newest.map_or(0, |version| version.groesse_bytes),
        versionen: count(dokument.versionen.len()),
        storniert: dokument.status == DokumentState::Storniert,
        stand: stand(dokument.status),
        eigenes: dokument.art == Some(Dokumentart::Ausgang),
        original_vorhanden: match newest {
            Some(version) => db.blob_here(&version.sha256)?,
            None => true,
        },
        ausstehend: seen.ausstehend,
        konflikt_offen: db.konflikt_offen(id)?,
    })
}
