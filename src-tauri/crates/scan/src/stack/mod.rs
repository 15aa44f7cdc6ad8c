//! Stacks of scanned pages: a folder each, with every page as it came and a journal of steps.
//!
//! Never a step that is not durable before it counts, never a page removed by undoing, and never
//! two people's pages in one stack.

mod duplex;
mod files;
mod journal;
mod keep;
mod step;
mod table;

pub use duplex::{Duplexlage, Fehlt, Reihenfolge};
pub use files::{Blatt, PageFile};
pub use keep::Lager;
pub use step::{Bild, Ende, Griff, LaufKopf, Schritt, SeiteId, Ziel};
pub use table::{Abgegebenes, Befund, Grund, Lauf, Platz, Tisch};

use std::fs::File;
use std::path::{Path, PathBuf};

use domain::Zeitpunkt;
use serde::{Deserialize, Serialize};
use store::Env;
use store::sealed::FileKey;
use uuid::Uuid;

use crate::StackError;
use crate::look::Blick;
use journal::Journal;

/// Whose a stack is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Besitzer {
    /// The person.
    pub akteur: String,
    /// The workstation.
    pub arbeitsplatz: String,
}

/// An open stack.
pub struct Stapel {
    id: Uuid,
    folder: PathBuf,
    env: Env,
    key: FileKey,
    journal: Journal,
    tisch: Tisch,
    hinweise: Vec<String>,
    // Held as long as the stack is open; the system lets go of it when the program ends.
    _lock: File,
}

impl Stapel {
    /// Returns its id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Returns its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the pages as they lie.
    pub fn tisch(&self) -> &Tisch {
        &self.tisch
    }

    /// Returns what was found on opening that the clerk should know.
    pub fn hinweise(&self) -> &[String] {
        &self.hinweise
    }

    /// Returns the present instant.
    pub(crate) fn now(&self) -> Zeitpunkt {
        self.env.now()
    }

    /// Returns the file of a page.
    pub fn datei(&self, seite: SeiteId) -> Result<PathBuf, StackError> {
        Ok(self.blatt(seite)?.path().to_owned())
    }

    /// Returns the sealed file of a page.
    pub fn blatt(&self, seite: SeiteId) -> Result<Blatt, StackError> {
        let bild = self.tisch.bild(seite).ok_or(StackError::NoSuchPage)?;
        Ok(self.sealed(&bild.datei))
    }

    /// Returns a sealed file among the pages.
    pub(crate) fn sealed(&self, datei: &str) -> Blatt {
        Blatt::new(files::pages(&self.folder).join(datei), &self.key)
    }

    /// Returns a sealed file of a document on its way to the intake.
    pub(crate) fn sealed_in(&self, folder: &str, datei: &str) -> Blatt {
        Blatt::new(self.folder.join(folder).join(datei), &self.key)
    }

    /// Reads a page, and makes sure that it is what came.
    pub fn bytes(&self, seite: SeiteId) -> Result<Vec<u8>, StackError> {
        let bild = self.tisch.bild(seite).ok_or(StackError::NoSuchPage)?;
        match self.sealed(&bild.datei).bytes() {
            Ok(bytes) if files::sha256(&bytes) == bild.sha256 => Ok(bytes),
            _ => Err(StackError::Unreadable(format!(
                "{} ist auf der Platte beschädigt. Bitte scannen Sie das Blatt noch einmal.",
                self.tisch.name(seite)
            ))),
        }
    }

    /// Does something on the table.
    pub fn griff(&mut self, griff: Griff) -> Result<(), StackError> {
        self.tisch.check(&griff)?;
        self.write(Schritt::Tisch { griff })
    }

    /// Takes the last thing back that was done on the table.
    pub fn zurueck(&mut self) -> Result<(), StackError> {
        if !self.tisch.can_undo() {
            return Err(StackError::NothingToUndo);
        }
        self.write(Schritt::Zurueck)
    }

    /// Takes out the blank pages among those that lie; they stay in the stack, and undoing
    /// brings them back. Returns how many.
    pub fn leerseiten_entfernen(&mut self) -> Result<usize, StackError> {
        // A blank back that is taken out before it lies behind its front moves all others.
        if self.tisch.duplex().is_some() {
            return Err(StackError::Waiting);
        }
        let seiten = self.tisch.leere();
        let zahl = seiten.len();
        if zahl > 0 {
            self.griff(Griff::Leerseiten { seiten })?;
        }
        Ok(zahl)
    }

    /// Says how it stands with fronts that wait for their backs.
    pub fn duplexlage(&self) -> Option<Duplexlage> {
        self.tisch.duplexlage()
    }

    /// Lays the backs between the fronts.
    ///
    /// `luecken` are the sheets (from 1) whose back is not there, as the clerk has found out.
    pub fn verschraenken(
        &mut self,
        reihenfolge: Reihenfolge,
        luecken: &[u32],
    ) -> Result<(), StackError> {
        let order = duplex::order(&self.tisch, reihenfolge, luecken)?;
        self.griff(Griff::Verschraenken { seiten: order })
    }

    /// Lays fronts and backs as two documents, each as it was scanned.
    pub fn getrennt_lassen(&mut self) -> Result<(), StackError> {
        let (vorn, hinten) = self.tisch.duplex().ok_or(StackError::NoSuchPage)?;
        self.griff(Griff::Getrennt { vorn, hinten })
    }

    /// Refuses a run that would not know where its pages belong.
    pub fn darf(&self, ziel: Ziel) -> Result<(), StackError> {
        self.tisch.check_target(ziel)
    }

    /// Begins a run; its pages follow.
    pub(crate) fn begin(&mut self, kopf: LaufKopf) -> Result<u32, StackError> {
        self.tisch.check_target(kopf.ziel)?;
        let lauf = self.tisch.next_lauf();
        self.write(Schritt::Lauf { lauf, kopf })?;
        Ok(lauf)
    }

    /// Opens the file of the next page of a run.
    pub(crate) fn page_file(&self, lauf: u32) -> Result<PageFile, StackError> {
        Ok(PageFile::create(&self.folder, &self.key, lauf, self.tisch.next_in(lauf))?)
    }

    /// Takes up a page that is durable.
    pub(crate) fn add(&mut self, bild: Bild) -> Result<(), StackError> {
        self.write(Schritt::Seite { bild })
    }

    /// Notes what a look at a page found.
    pub(crate) fn seen(
        &mut self,
        seite: SeiteId,
        blick: &Blick,
        wie: Option<SeiteId>,
        ganz: bool,
    ) -> Result<(), StackError> {
        let (leer, lesbar) = match blick {
            Blick::Lesbar { leer, .. } => (Some(*leer), ganz),
            Blick::Unlesbar => (None, false),
            Blick::Ungesehen => (None, ganz),
        };
        self.write(Schritt::Befund { seite, leer, lesbar, wie })
    }

    /// Ends a run.
    pub(crate) fn end(&mut self, lauf: u32, ende: Ende) -> Result<(), StackError> {
        let um = self.now();
        self.write(Schritt::LaufEnde { lauf, ende, um })
    }

    /// Makes a step durable, then takes it.
    pub(crate) fn write(&mut self, schritt: Schritt) -> Result<(), StackError> {
        self.journal.append(&schritt)?;
        self.tisch.apply(schritt);
        Ok(())
    }
}
