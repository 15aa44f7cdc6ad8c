//! The open desk: store, worker, who works here, and the state of the reconciliation.
//!
//! Never starts anything by itself; [`crate::Services`] does.

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

use domain::Zeitpunkt;
use intake::custody::Custody;
use intake::worker::Worker;
use store::meta::Meta;
use store::{Act, DbError, Env, KeySource, Store, Tx};
use uuid::Uuid;

use crate::blick::Blick;
use crate::error::OpenFehler;
use crate::hemmnis::Stoerung;
use crate::sortieren::Sortierung;
use crate::suchindex::Suchindex;
use crate::views::{Code, Fehler, Leer, UebersichtView};

/// How to open a desk.
pub struct DeskOptions {
    /// Data folder.
    pub folder: PathBuf,
    /// Where its key is.
    pub key: KeySource,
    /// Clock and ids.
    pub env: Env,
    /// Who looks at strangers' bytes; the one beside this program if absent.
    pub worker: Option<Worker>,
}

/// An open desk.
pub struct Desk {
    pub(crate) store: Blick,
    pub(crate) worker: Worker,
    pub(crate) abgleich: Mutex<AbgleichStand>,
    pub(crate) wartend: Mutex<std::collections::BTreeMap<String, Option<u32>>>,
    pub(crate) erkennung: Mutex<crate::erkennung::Working>,
    pub(crate) tesseract: Mutex<Option<ocr::Tesseract>>,
    pub(crate) wecker: Mutex<Option<Arc<dyn Fn() + Send + Sync>>>,
    /// Held while a round runs: never more than one attempt at once.
    pub(crate) runde: Mutex<()>,
    /// The line of the last round; its connections are still open.
    pub(crate) leitung: Mutex<Option<Arc<crate::line::HttpLine>>>,
    /// Held while a sheet is set: never more than one at once.
    pub(crate) satz: Mutex<()>,
    pub(crate) suchindex: Suchindex,
    pub(crate) sortierung: Sortierung,
    /// Held while something that was pasted is taken in: never twice at once.
    pub(crate) eingefuegt: Mutex<()>,
    pub(crate) scanraum: crate::scannen::Scanraum,
    /// Number of the newest preview that was asked for; older ones are no longer set.
    pub(crate) vorschau: AtomicU64,
}

/// What the last rounds have shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct AbgleichStand {
    /// A round is running.
    pub(crate) laeuft: bool,
    /// Failed rounds in a row.
    pub(crate) fehlversuche: u32,
    /// Why the last one failed.
    pub(crate) fehler: Option<Stoerung>,
    /// When the next one starts.
    pub(crate) naechster_um: Option<Zeitpunkt>,
    /// Originals that would not move.
    pub(crate) haengend: usize,
}

impl Desk {
    /// Opens a desk.
    pub fn open(options: DeskOptions) -> Result<Arc<Self>, OpenFehler> {
        let store = Store::open(&options.folder, &options.key, options.env)?;
        let worker = match options.worker {
            Some(worker) => worker,
            None => Worker::find().map_err(|error| {
                OpenFehler(Fehler::new(
                    Code::Internal,
                    "Das Prüfprogramm forsthaus-worker fehlt neben diesem Programm.",
                    &error.to_string(),
                ))
            })?,
        };
        let suchindex = Suchindex::new(options.folder.join("suche"));
        Ok(Arc::new(Self {
            store: Blick::new(store),
            suchindex,
            sortierung: Sortierung::default(),
            worker,
            abgleich: Mutex::default(),
            wartend: Mutex::default(),
            erkennung: Mutex::default(),
            tesseract: Mutex::default(),
            wecker: Mutex::new(None),
            runde: Mutex::default(),
            leitung: Mutex::default(),
            satz: Mutex::default(),
            eingefuegt: Mutex::default(),
            scanraum: crate::scannen::Scanraum::default(),
            vorschau: AtomicU64::new(0),
        }))
    }

    /// Returns the store; for checks in tests.
    pub const fn store(&self) -> &Store {
        self.store.ganz()
    }

    /// Returns the data folder as people read it.
    pub fn store_folder(&self) -> String {
        self.store.folder().display().to_string()
    }

    /// Sets who works here; used before a centre is set up, and by practice mode.
    pub fn set_benutzer(&self, benutzer: &str, arbeitsplatz: &str) -> Result<(), Fehler> {
        self.store.write(|tx| {
            tx.set_meta(Meta::Benutzer, benutzer)?;
            Ok(tx.set_meta(Meta::Arbeitsplatz, arbeitsplatz)?)
        })
    }

    /// The frame of the window.
    pub fn uebersicht(&self, _: Leer) -> Result<UebersichtView, Fehler> {
        let heute = self.heute();
        self.store.read(|db| {
            let text = |name| Ok::<_, DbError>(db.meta(name)?.unwrap_or_default());
            Ok(UebersichtView {
                mandant: match crate::mandant::mandant(db, &db.bereich()?)? {
                    Some(mandant) => mandant.name,
                    None => text(Meta::Mandant)?,
                },
                benutzer: text(Meta::Benutzer)?,
                arbeitsplatz: text(Meta::Arbeitsplatz)?,
                uebung: text(Meta::Uebung)? == "1",
                offene_eingaenge: db.eingaenge(Some("offen"), 0, 0)?.0,
                nicht_uebernommen: count(db.problems()?.len()),
                wiedervorlagen: crate::geschaeftsgang::faellig(db, heute)?,
                zu_zeichnen: crate::geschaeftsgang::zu_zeichnen(db, heute)?,
                zu_klaeren: crate::konflikt::zu_klaeren(db)? + crate::vorfall::ungesehen(db)?,
                version: env!("CARGO_PKG_VERSION").to_owned(),
            })
        })
    }

    pub(crate) fn act(&self, tx: &Tx<'_>, aktion: &'static str) -> Result<Act, DbError> {
        Ok(Act {
            akteur: benutzer(tx)?,
            arbeitsplatz: arbeitsplatz(tx)?,
            aktion,
            bemerkung: None,
            group: None,
            konflikt: None,
        })
    }

    pub(crate) fn custody(&self) -> Result<Custody<'_>, DbError> {
        let (akteur, arbeitsplatz) =
            self.store.read(|db| Ok::<_, DbError>((benutzer(db)?, arbeitsplatz(db)?)))?;
        Ok(Custody { store: &self.store, worker: &self.worker, akteur, arbeitsplatz })
    }

    pub(crate) fn stand<T>(&self, f: impl FnOnce(&mut AbgleichStand) -> T) -> T {
        f(&mut self.abgleich.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Wakes whoever runs the rounds.
    pub(crate) fn wake(&self) {
        let wecker = self.wecker.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(wecker) = wecker {
            wecker();
        }
    }
}

pub(crate) fn benutzer(db: &store::Db<'_>) -> Result<String, DbError> {
    Ok(db.meta(Meta::Benutzer)?.unwrap_or_else(|| "unbekannt".to_owned()))
}

pub(crate) fn arbeitsplatz(db: &store::Db<'_>) -> Result<String, DbError> {
    Ok(db.meta(Meta::Arbeitsplatz)?.unwrap_or_else(|| "lokal".to_owned()))
}

pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(crate) fn parse_id(text: &str) -> Result<Uuid, Fehler> {
    Uuid::parse_str(text).map_err(|_| Fehler::not_found())
}
