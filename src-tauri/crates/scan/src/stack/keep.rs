//! Where the stacks of a workstation lie: made, listed, opened again after whatever happened.
//!
//! Never shows one person's stack to another, and never opens one twice.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use domain::transfervermerk::{Farbe, Geraet};
use store::Env;
use store::sealed::FileKey;
use uuid::Uuid;

use super::files::{self, HALB};
use super::journal::Journal;
use super::{Besitzer, Bild, Blatt, Ende, LaufKopf, Schritt, Stapel, Tisch, Ziel};
use crate::device::Format;
use crate::settings::{Einstellung, Papier, Profil, Zufuhr};
use crate::{StackError, jpeg};

const JOURNAL: &str = "journal.jsonl";
const BESITZER: &str = "besitzer.json";
const LOCK: &str = "stapel.lock";
/// Start of the name of a stack that is on its way out.
const WEG: &str = "weg-";
/// Start of the name of what has come of a page, once that has been told.
const BRUCH: &str = "bruch-";

/// The stacks of a workstation.
#[derive(Debug, Clone)]
pub struct Lager {
    root: PathBuf,
    env: Env,
    key: FileKey,
}

impl Lager {
    /// Takes a folder for stacks; `key` seals their pages.
    pub fn new(root: PathBuf, env: Env, key: FileKey) -> Result<Self, StackError> {
        std::fs::create_dir_all(&root)?;
        Ok(Self { root, env, key })
    }

    /// Begins a stack.
    pub fn neu(&self, besitzer: &Besitzer) -> Result<Stapel, StackError> {
        let id = self.env.id();
        let folder = self.root.join(id.to_string());
        std::fs::create_dir(&folder)?;
        std::fs::create_dir(files::pages(&folder))?;
        // Beside the journal, so that a damaged journal does not make it nobody's.
        let whose = serde_json::to_vec(besitzer).map_err(io::Error::other)?;
        files::durable(&folder.join(BESITZER), |file| io::Write::write_all(file, &whose))?;
        files::sync_parent(&folder)?;
        let mut stapel = self.open_folder(id, folder)?;
        let um = self.env.now();
        stapel.write(Schritt::Angelegt { stapel: id, besitzer: besitzer.clone(), um })?;
        Ok(stapel)
    }

    /// Returns a person's stacks, oldest first.
    pub fn offene(&self, besitzer: &Besitzer) -> Result<Vec<Uuid>, StackError> {
        let mut ids = self.ids()?;
        ids.retain(|id| self.owner(*id).as_ref() == Some(besitzer));
        Ok(ids)
    }

    /// Returns the stacks of which nobody can tell any more whose they are.
    pub fn herrenlose(&self) -> Result<Vec<Uuid>, StackError> {
        let mut ids = self.ids()?;
        ids.retain(|id| self.owner(*id).is_none());
        Ok(ids)
    }

    /// Returns the table of a stack as it is now, whoever works on it.
    pub fn ansehen(&self, id: Uuid, besitzer: &Besitzer) -> Result<Tisch, StackError> {
        let folder = self.owned(id, besitzer)?;
        Ok(Tisch::replay(Journal::look(&folder.join(JOURNAL))?.steps))
    }

    /// Returns the sealed file of a page.
    pub fn blatt(&self, id: Uuid, bild: &Bild) -> Blatt {
        let folder = self.root.join(id.to_string());
        Blatt::new(files::pages(&folder).join(&bild.datei), &self.key)
    }

    /// Returns the folder of a stack that may be shown to this person.
    fn owned(&self, id: Uuid, besitzer: &Besitzer) -> Result<PathBuf, StackError> {
        let folder = self.root.join(id.to_string());
        if !folder.is_dir() {
            return Err(StackError::Missing);
        }
        if self.owner(id).is_some_and(|owner| owner != *besitzer) {
            return Err(StackError::Foreign);
        }
        Ok(folder)
    }

    /// Removes a stack with all its pages, as the person has decided who was told their number.
    /// With another number of pages that are nowhere else, nothing is removed.
    pub fn verwerfen(&self, stapel: Stapel, seiten: usize) -> Result<(), StackError> {
        let left = stapel.tisch().nicht_abgegeben().len();
        if left != seiten {
            return Err(StackError::NotHandedOver(left));
        }
        self.remove(stapel)
    }

    /// Removes the folder of a stack.
    pub(crate) fn remove(&self, stapel: Stapel) -> Result<(), StackError> {
        let id = stapel.id();
        // Windows renames and removes no folder in which a file is open.
        drop(stapel);
        let going = self.root.join(format!("{WEG}{id}"));
        // Under another name first: half of a stack would be offered as one.
        std::fs::rename(self.root.join(id.to_string()), &going)?;
        Ok(std::fs::remove_dir_all(going)?)
    }

    /// Removes what is left of stacks whose removal an end of the program cut off.
    pub fn aufraeumen(&self) -> Result<(), StackError> {
        for entry in std::fs::read_dir(&self.root)? {
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(|name| name.starts_with(WEG)) {
                match std::fs::remove_dir_all(entry.path()) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(error.into());
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn ids(&self) -> Result<Vec<Uuid>, StackError> {
        let mut ids = Vec::new();
        for entry in std::fs::read_dir(&self.root)? {
            let name = entry?.file_name();
            ids.extend(name.to_str().and_then(|name| Uuid::parse_str(name).ok()));
        }
        // Made of the time, so that their order is that of the stacks.
        ids.sort();
        Ok(ids)
    }

    fn owner(&self, id: Uuid) -> Option<Besitzer> {
        let bytes = files::read_plain(&self.root.join(id.to_string()).join(BESITZER)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Opens a stack again, with every page that was durable.
    pub fn oeffnen(&self, id: Uuid, besitzer: &Besitzer) -> Result<Stapel, StackError> {
        let folder = self.owned(id, besitzer)?;
        let mut stapel = self.open_folder(id, folder)?;
        if stapel.tisch.kopf().is_none() {
            let um = self.env.now();
            stapel.write(Schritt::Angelegt { stapel: id, besitzer: besitzer.clone(), um })?;
        }
        recover(&mut stapel)?;
        Ok(stapel)
    }

    fn open_folder(&self, id: Uuid, folder: PathBuf) -> Result<Stapel, StackError> {
        let lock = File::create(folder.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StackError::InUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let (journal, held) = Journal::open(&folder.join(JOURNAL))?;
        let tisch = Tisch::replay(held.steps);
        let mut hinweise = Vec::new();
        if held.damaged > 0 {
            let zahl = held.damaged;
            hinweise.push(format!(
                "{zahl} Schritte dieses Stapels sind nicht mehr lesbar. Alle Seiten sind da; bitte \
                 prüfen Sie ihre Reihenfolge."
            ));
        }
        let (env, key) = (self.env.clone(), self.key.clone());
        Ok(Stapel { id, folder, env, key, journal, tisch, hinweise, _lock: lock })
    }
}

/// Ends runs that the end of the program cut off, and takes up pages that it kept from being
/// noted.
fn recover(stapel: &mut Stapel) -> Result<(), StackError> {
    let folder = files::pages(&stapel.folder);
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(&folder)? {
        names.extend(entry?.file_name().into_string());
    }
    let noted: BTreeSet<String> = stapel.tisch.bilder().map(|bild| bild.datei.clone()).collect();
    let mut found = 0;
    for name in names.difference(&noted) {
        let Some((lauf, nummer, format)) = files::numbers(name) else { continue };
        let Ok(bytes) = stapel.sealed(name).bytes() else {
            broken(stapel, &folder, name)?;
            continue;
        };
        if stapel.tisch.lauf(lauf).is_none() {
            let kopf = unknown_run(stapel);
            stapel.write(Schritt::Lauf { lauf, kopf })?;
        }
        stapel.add(found_page(stapel, &bytes, name, (lauf, nummer, format)))?;
        found += 1;
    }
    check_unseen(stapel)?;
    for lauf in
        stapel.tisch.laeufe().filter(|l| l.ende.is_none()).map(|l| l.nummer).collect::<Vec<_>>()
    {
        stapel.end(lauf, Ende::Unterbrochen)?;
    }
    if found > 0 {
        stapel.hinweise.push(format!("{found} Seiten wurden nach einem Abbruch wiedergefunden."));
    }
    told_once(stapel, &folder, &names)?;
    let missing: Vec<String> = stapel
        .tisch
        .bilder()
        .filter(|bild| !stapel.tisch.ist_abgegeben(bild.seite) && !names.contains(&bild.datei))
        .map(|bild| stapel.tisch.name(bild.seite))
        .collect();
    if !missing.is_empty() {
        let satz = format!("Die Datei zu {} fehlt.", missing.join(", "));
        stapel.hinweise.push(satz);
    }
    Ok(())
}

/// Looks whether pages are whole that nobody had looked at before the end.
fn check_unseen(stapel: &mut Stapel) -> Result<(), StackError> {
    let tisch = &stapel.tisch;
    let unseen =
        |bild: &&Bild| tisch.befund(bild.seite).is_none() && !tisch.ist_abgegeben(bild.seite);
    let unseen: Vec<_> = tisch.bilder().filter(unseen).map(|b| (b.seite, b.format)).collect();
    for (seite, format) in unseen {
        let lesbar = stapel.bytes(seite).is_ok_and(|b| format == Format::Png || jpeg::ends(&b));
        stapel.write(Schritt::Befund { seite, leer: None, lesbar, wie: None })?;
    }
    Ok(())
}

/// Says that a page was cut off, once; what has come of it stays.
fn told_once(
    stapel: &mut Stapel,
    folder: &Path,
    names: &BTreeSet<String>,
) -> Result<(), StackError> {
    for half in names.iter().filter(|name| name.starts_with(HALB)) {
        broken(stapel, folder, half)?;
    }
    Ok(())
}

fn broken(stapel: &mut Stapel, folder: &Path, name: &str) -> Result<(), StackError> {
    std::fs::rename(folder.join(name), folder.join(format!("{BRUCH}{name}")))?;
    stapel.hinweise.push(
        "Eine Seite kam nicht vollständig an. Bitte scannen Sie das letzte Blatt noch einmal."
            .to_owned(),
    );
    Ok(())
}

fn found_page(
    stapel: &Stapel,
    bytes: &[u8],
    name: &str,
    (lauf, nummer, format): (u32, u32, Format),
) -> Bild {
    let dpi = stapel.tisch.lauf(lauf).map_or(300, |lauf| lauf.kopf.einstellung.dpi);
    let head = jpeg::kopf(bytes).filter(|_| format == Format::Jpeg);
    Bild {
        seite: stapel.tisch.next_seite(),
        lauf,
        nummer,
        datei: name.to_owned(),
        sha256: files::sha256(bytes),
        groesse_bytes: bytes.len() as u64,
        format,
        dpi: head.and_then(|head| head.dpi).unwrap_or(dpi),
        pixel: head.map(|head| (head.width, head.height)),
    }
}

/// A run of which nothing is known but its pages.
fn unknown_run(stapel: &Stapel) -> LaufKopf {
    let papier = Papier::A4;
    let farbe = Farbe::Farbe;
    let einstellung = Einstellung { zufuhr: Zufuhr::Einzug, dpi: 300, farbe, papier };
    LaufKopf {
        ziel: Ziel::Anhaengen,
        profil: Profil { name: "wiedergefunden".to_owned(), taste: None, einstellung },
        einstellung,
        geraet: Geraet {
            hersteller: String::new(),
            modell: "unbekannt".to_owned(),
            seriennummer: String::new(),
        },
        gezaehlt: None,
        um: stapel.now(),
    }
}
