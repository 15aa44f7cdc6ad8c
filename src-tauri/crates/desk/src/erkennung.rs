//! Reading pictures of pages: what a clerk asks for, sees, stops; and the work itself.
//!
//! Never blocks an act: the work runs beside the clerk, a page at a time, and ends within two
//! seconds of the wish to stop it.

use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::eingang::Eingang;
use intake::recognition::{ReadError, Reader, Splitter};
use ocr::{CancelFlag, OcrError, Tesseract};
use store::erkennung::Erkennung;
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::befund;
use crate::desk::parse_id;
use crate::service::Signal;
use crate::views::{
    Code, EingangView, ErkennungView, ErkennungenView, Fehler, Id, KennwortArgs, Leer,
    OriginalArgs, SeiteArgs, SeitentextView, WortView,
};

/// Pause before a failure of this machine is tried again.
const AGAIN: Duration = Duration::from_secs(60);
/// Longest pause.
const AGAIN_LATEST: Duration = Duration::from_secs(3600);
/// Least time between two notes about progress.
const PROGRESS: Duration = Duration::from_millis(500);
/// Rows given at once.
const ROWS_MAX: u32 = 200;

/// The recognition under way, so that it can be stopped.
#[derive(Debug, Default)]
pub(crate) struct Working {
    sha256: Option<String>,
    cancel: CancelFlag,
}

impl Desk {
    /// What waits to be read, is being read, or could not be.
    pub fn erkennungen(&self, _: Leer) -> Result<ErkennungenView, Fehler> {
        let fehlt = self.tesseract().err().map(|error| error.hinweis().to_owned());
        self.store.read(|db| {
            let mut zeilen = Vec::new();
            for job in db.recognitions(ROWS_MAX)? {
                let titel = name(db, &job.sha256)?;
                zeilen.push(befund::erkennung_view(job, titel));
            }
            Ok(ErkennungenView { fehlt, zeilen })
        })
    }

    /// Reads the pictures of an original (again) and makes the searchable copy.
    pub fn erkennung_starten(&self, args: OriginalArgs) -> Result<ErkennungView, Fehler> {
        self.store.write(|tx| {
            in_sight(tx, &args.sha256)?;
            if !tx.blob_here(&args.sha256)? {
                return Err(Fehler::not_found());
            }
            Ok(tx.restart_recognition(&args.sha256, true)?)
        })?;
        self.erkennung(&args.sha256)
    }

    /// Stops the reading of an original. What was read before stays out of the search.
    pub fn erkennung_abbrechen(&self, args: OriginalArgs) -> Result<ErkennungView, Fehler> {
        self.store.write(|tx| {
            in_sight(tx, &args.sha256)?;
            Ok::<_, Fehler>(tx.cancel_recognition(&args.sha256)?)
        })?;
        let working = self.erkennung.lock().unwrap_or_else(PoisonError::into_inner);
        if working.sha256.as_deref() == Some(args.sha256.as_str()) {
            working.cancel.cancel();
        }
        drop(working);
        self.erkennung(&args.sha256)
    }

    fn erkennung(&self, sha256: &str) -> Result<ErkennungView, Fehler> {
        self.store.read(|db| {
            let titel = name(db, sha256)?;
            befund::erkennung(db, sha256, &titel)?.ok_or_else(Fehler::not_found)
        })
    }

    /// SHA-256 of every original that has a searchable copy here.
    pub fn kopien(&self) -> Result<Vec<String>, Fehler> {
        Ok(self.store.read(|db| db.copied())?)
    }

    /// Words of a page that were read from its picture.
    pub fn seitentext(&self, args: SeiteArgs) -> Result<SeitentextView, Fehler> {
        let page = self.store.read(|db| db.page_text(&args.sha256, args.seite))?;
        let Some(page) = page else {
            return Ok(SeitentextView { breite: 0, hoehe: 0, zeilen: Vec::new() });
        };
        let word = |wort: &domain::textebene::Wort| WortView {
            text: wort.text.clone(),
            x: wort.x.into(),
            y: wort.y.into(),
            b: wort.b.into(),
            h: wort.h.into(),
        };
        Ok(SeitentextView {
            breite: page.breite.into(),
            hoehe: page.hoehe.into(),
            zeilen: page.zeilen.iter().map(|zeile| zeile.iter().map(word).collect()).collect(),
        })
    }

    /// Opens a protected document with a password. One that fits is kept, encrypted with
    /// everything else here, so that nobody is asked twice.
    pub fn kennwort_eingeben(&self, args: KennwortArgs) -> Result<EingangView, Fehler> {
        let id = parse_id(&args.eingang)?;
        let (eingang, _) = self.store.read(|db| db.load::<Eingang>(id))?;
        let part = eingang.teile.iter().find(|teil| teil.sha256 == args.sha256);
        let name = match part {
            Some(teil) => teil.name.clone(),
            None if eingang.sha256 == args.sha256 => eingang.herkunft.dateiname,
            None => return Err(Fehler::not_found()),
        };
        let mut reader = self.store.blob_reader(&args.sha256)?;
        let inspected = self.worker.inspect_with(&mut reader, &name, Some(&args.kennwort));
        let inspected = inspected.map_err(|error| {
            let meldung = "Das Dokument konnte gerade nicht geöffnet werden.";
            Fehler::new(Code::Internal, meldung, &error.to_string())
        })?;
        if inspected.befund.verschluesselt && inspected.befund.seiten.is_none() {
            return Err(Fehler::new(
                Code::Invalid,
                "Das Kennwort passt nicht.",
                "Bitte geben Sie es noch einmal ein. Das Original ist unverändert gespeichert.",
            ));
        }
        self.store.write(|tx| {
            tx.put_password(&args.sha256, &args.kennwort)?;
            let preview = inspected.thumbnail.as_deref();
            tx.put_derived(&args.sha256, &inspected.befund.text, preview)?;
            if inspected.befund.seiten_ohne_text > 0 {
                tx.restart_recognition(&args.sha256, false)?;
            }
            Ok::<_, DbError>(())
        })?;
        self.eingang(Id { id: args.eingang })
    }

    /// Reads whatever waits, until there is nothing or the end has come. Used by the service and
    /// by programs that have none; tells how many originals were read.
    pub fn erkennen(&self, stop: &AtomicBool) -> Result<u32, Fehler> {
        let mut done = 0;
        while !stop.load(Ordering::Relaxed) {
            let now = self.store.env().now();
            let Some(job) = self.store.read(|db| db.next_recognition(now))? else { break };
            let tesseract = match self.tesseract() {
                Ok(tesseract) => tesseract,
                // Nothing is lost: it waits until Tesseract is there.
                Err(_) => break,
            };
            if self.store.write(|tx| tx.begin_recognition(&job.sha256))? {
                self.erkenne(&tesseract, &job, stop)?;
                done += 1;
            }
        }
        Ok(done)
    }

    /// Returns Tesseract; looked for until it is found.
    fn tesseract(&self) -> Result<Tesseract, OcrError> {
        let mut known = self.tesseract.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some(tesseract) => Ok(tesseract.clone()),
            None => Ok(known.insert(Tesseract::find()?).clone()),
        }
    }

    fn erkenne(
        &self,
        tesseract: &Tesseract,
        job: &Erkennung,
        stop: &AtomicBool,
    ) -> Result<(), Fehler> {
        let cancel = CancelFlag::new();
        *self.erkennung.lock().unwrap_or_else(PoisonError::into_inner) =
            Working { sha256: Some(job.sha256.clone()), cancel: cancel.clone() };
        let result = self.read_pictures(tesseract, job, &cancel, stop);
        *self.erkennung.lock().unwrap_or_else(PoisonError::into_inner) = Working::default();
        match result {
            Ok(()) => Ok(()),
            Err(ReadError::Cancelled) if stop.load(Ordering::Relaxed) => {
                Ok(self.store.write(|tx| tx.resume_recognition())?)
            }
            Err(ReadError::Cancelled) => Ok(()),
            Err(error) => Ok(self.note_failure(job, &error)?),
        }
    }

    fn note_failure(&self, job: &Erkennung, error: &ReadError) -> Result<(), DbError> {
        tracing::warn!(error = error as &dyn std::error::Error, "recognition");
        let (meldung, again) = match error.hinweis() {
            Some(hinweis) => (hinweis, None),
            None => {
                let doubled = AGAIN * 2_u32.saturating_pow(job.versuche.min(10));
                let pause = i64::try_from(doubled.min(AGAIN_LATEST).as_millis()).ok();
                let meldung = match error {
                    ReadError::Ocr(error) => error.hinweis(),
                    _ => "Die Texterkennung konnte gerade nicht laufen. Sie wird wiederholt.",
                };
                (meldung, pause)
            }
        };
        self.store.write(|tx| tx.recognition_failed(&job.sha256, meldung, again))
    }

    fn read_pictures(
        &self,
        tesseract: &Tesseract,
        job: &Erkennung,
        cancel: &CancelFlag,
        stop: &AtomicBool,
    ) -> Result<(), ReadError> {
        let subject = self.store().read(|db| subject(db, &job.sha256))?;
        let Some(subject) = subject else {
            // Nothing names the original any more: there is nothing to be read for.
            return Ok(self.store.write(|tx| tx.recognised(&job.sha256, &[], "", None))?);
        };
        let reader = Reader { store: &self.store, worker: &self.worker, tesseract };
        let mut noted = Instant::now();
        let mut progress = |done: u32, all: u32| {
            if stop.load(Ordering::Relaxed) {
                cancel.cancel();
            }
            if done > 0 && done < all && noted.elapsed() < PROGRESS {
                return;
            }
            noted = Instant::now();
            let noting = self.store.write(|tx| tx.recognition_progress(&job.sha256, done, all));
            if let Err(error) = noting {
                tracing::warn!(error = &error as &dyn std::error::Error, "progress");
            }
        };
        let read = reader.run(job, &subject.mime, &subject.titel, cancel, &mut progress)?;
        if let Some(eingang) = subject.eingang {
            let custody = self.custody()?;
            let splitter = Splitter { reader: &reader, custody: &custody };
            let cut = splitter.run(eingang, &read);
            if let Err(error) = cut {
                // The item stays whole; a person can still cut it.
                tracing::warn!(error = &error as &dyn std::error::Error, "stack was not cut");
            }
        }
        Ok(())
    }
}

/// What is out of sight is not there.
pub(crate) fn in_sight(db: &Db<'_>, sha256: &str) -> Result<(), Fehler> {
    if db.blob_in_sight(sha256)? { Ok(()) } else { Err(Fehler::not_found()) }
}

/// What is read.
struct Subject {
    mime: String,
    titel: String,
    /// The open item whose own original it is.
    eingang: Option<Uuid>,
}

/// Finds out what an original is: an item's, a part's, or a document's.
fn subject(db: &Db<'_>, sha256: &str) -> Result<Option<Subject>, DbError> {
    for (kind, id) in db.records_naming(sha256)? {
        if kind == domain::RecType::Eingang {
            let (eingang, _) = db.load::<Eingang>(id)?;
            if eingang.sha256 == sha256 {
                return Ok(Some(Subject {
                    mime: eingang.merkmale.mime,
                    titel: eingang.titel,
                    eingang: Some(id),
                }));
            }
            if let Some(teil) = eingang.teile.into_iter().find(|teil| teil.sha256 == sha256) {
                let (mime, titel) = (teil.merkmale.mime, teil.name);
                return Ok(Some(Subject { mime, titel, eingang: None }));
            }
        }
        if kind == domain::RecType::Dokument {
            let (dokument, _) = db.load::<domain::Dokument>(id)?;
            let own = dokument.versionen.iter().find(|version| version.sha256 == sha256);
            let part = dokument.anlagen.iter().find(|teil| teil.sha256 == sha256);
            let mime = own
                .map(|version| version.mime.clone())
                .or_else(|| part.map(|teil| teil.merkmale.mime.clone()));
            if let Some(mime) = mime {
                let titel = part.map_or(dokument.titel.clone(), |teil| teil.name.clone());
                return Ok(Some(Subject { mime, titel, eingang: None }));
            }
        }
    }
    Ok(None)
}

fn name(db: &Db<'_>, sha256: &str) -> Result<String, DbError> {
    Ok(subject(db, sha256)?.map_or_else(|| "Dokument".to_owned(), |subject| subject.titel))
}

/// Reads whatever waits, for as long as the program runs.
pub(crate) fn run(desk: &Desk, signal: &Signal, stop: &AtomicBool) {
    if let Err(error) = desk.store.write(|tx| tx.resume_recognition()) {
        tracing::warn!(error = &error as &dyn std::error::Error, "recognition");
    }
    while !stop.load(Ordering::Relaxed) {
        if let Err(fehler) = desk.erkennen(stop) {
            tracing::warn!(meldung = %fehler.meldung, "recognition");
        }
        signal.wait(sync::backoff::QUIET);
    }
}
