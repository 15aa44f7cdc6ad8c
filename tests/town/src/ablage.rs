//! Writes the folder: letters as files, their texts, and the truth.
//!
//! Never into a folder that holds something already, and never the same file twice.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use ocr_bench::scan::{Wear, scanned};
use ocr_bench::set::{Paper, put};
use ocr_bench::sheet::pages;
use paper::Rng;
use pdfa::{Level, Meta, Writer};

use crate::jahr::{Jahr, Post, Weg};
use crate::leute::Schrift;
use crate::rauschen::{Guete, gelesen};
use crate::satz::setzen;
use crate::schreiben::{Schreiben, schreiben};
use crate::vorlage::{self, Vorlagen};
use crate::wahrheit::Wahrheit;

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wunsch {
    /// Decides everything.
    pub seed: u64,
    /// Letters that arrive in the year.
    pub briefe: usize,
    /// Only texts and truth, no PDFs.
    pub nur_text: bool,
}

/// What came of a letter.
#[derive(Debug, Clone)]
pub(crate) struct Abgelegt {
    pub(crate) datei: String,
    pub(crate) seiten: [u32; 2],
    pub(crate) text: String,
    pub(crate) schreiben: Schreiben,
}

/// Makes a year and writes it into an empty folder, which is made if it is missing.
pub fn ablegen(ordner: &Path, wunsch: Wunsch) -> Result<Wahrheit> {
    let leer = !ordner.exists() || fs::read_dir(ordner)?.next().is_none();
    ensure!(leer, "{} is not empty", ordner.display());
    for part in ["post", "text"] {
        fs::create_dir_all(ordner.join(part)).with_context(|| format!("make {part}"))?;
    }
    let jahr = Jahr::neu(wunsch.seed, wunsch.briefe)?;
    let vorlagen = vorlage::alle()?;
    let werk = Werk { jahr: &jahr, vorlagen: &vorlagen, ordner, nur_text: wunsch.nur_text };
    let wahrheit = Wahrheit::von(&jahr, &werk.alles()?)?;
    let mut file = BufWriter::new(File::create_new(ordner.join("truth.json"))?);
    serde_json::to_writer_pretty(&mut file, &wahrheit)?;
    file.flush()?;
    Ok(wahrheit)
}

/// Where letters are written.
struct Werk<'a> {
    jahr: &'a Jahr,
    vorlagen: &'a Vorlagen,
    ordner: &'a Path,
    nur_text: bool,
}

impl Werk<'_> {
    /// Writes all letters, as many files at a time as there are cores.
    fn alles(&self) -> Result<Vec<Abgelegt>> {
        let files = dateien(&self.jahr.post);
        let next = AtomicUsize::new(0);
        let done = Mutex::new(BTreeMap::new());
        let labour = || -> Result<()> {
            while let Some(places) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                let letters = self.datei(places)?;
                let mut done = done.lock().map_err(|_| anyhow!("another thread broke down"))?;
                done.extend(places.iter().copied().zip(letters));
            }
            Ok(())
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            let threads: Vec<_> = (0..cores).map(|_| scope.spawn(labour)).collect();
            let joined = threads
                .into_iter()
                .map(|thread| thread.join().map_err(|_| anyhow!("a thread broke down"))?);
            joined.collect::<Result<Vec<()>>>()
        })?;
        let done = done.into_inner().map_err(|_| anyhow!("a thread broke down"))?;
        Ok(done.into_values().collect())
    }

    /// Writes one file with its letters: a stack has several.
    fn datei(&self, places: &[usize]) -> Result<Vec<Abgelegt>> {
        let first = places.first().context("a file without letters")?;
        let name = format!("post/{:05}.pdf", first + 1);
        let mut rng = self.rng(*first, 2);
        let guete = Guete::ziehen(&mut rng);
        let mut scan = None;
        let mut page = 0;
        let mut letters = Vec::new();
        for place in places {
            let post = self.jahr.post.get(*place).context("no such letter")?;
            let mut own = self.rng(*place, 1);
            let letter = schreiben(self.jahr, post, self.vorlagen, &mut own)?;
            let satz = setzen(&letter, &mut own)?;
            let paper = post.weg == Weg::Papier;
            let hand = letter.stil.schrift == Schrift::Hand;
            let read = satz.seiten.iter().map(|page| match post.weg {
                Weg::Papier => gelesen(&page.gesehen, guete, hand, &mut own),
                Weg::Datei | Weg::Mail => page.gezeichnet.clone(),
            });
            let read: Vec<String> = read.collect();
            let text = format!("text/{:05}.txt", place + 1);
            neu(&self.ordner.join(&text), read.join("\u{c}").as_bytes())?;
            let count = u32::try_from(satz.seiten.len())?;
            if !self.nur_text {
                let pdf = satz.pdf(&letter);
                if paper {
                    let mut pages = scan.take().map_or_else(Scan::neu, Ok)?;
                    pages.seiten(pdf, guete, &mut rng)?;
                    scan = Some(pages);
                } else {
                    neu(&self.ordner.join(&name), &pdf)?;
                }
            }
            let seiten = [page + 1, page + count];
            page += count;
            letters.push(Abgelegt { datei: name.clone(), seiten, text, schreiben: letter });
        }
        if let Some(scan) = scan {
            neu(&self.ordner.join(&name), &scan.fertig()?)?;
        }
        Ok(letters)
    }

    /// Every letter draws from its own numbers.
    fn rng(&self, place: usize, what: u64) -> Rng {
        Rng::new(self.jahr.seed ^ Rng::new(place as u64 ^ what << 40).next_u64())
    }
}

/// Writes a file that is not there yet.
fn neu(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = File::create_new(path).with_context(|| format!("make {}", path.display()))?;
    Ok(file.write_all(bytes)?)
}

/// The letters of each file: those of a stack together, at the place of its first.
fn dateien(post: &[Post]) -> Vec<Vec<usize>> {
    let mut files: Vec<Vec<usize>> = Vec::new();
    let mut stacks: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, letter) in post.iter().enumerate() {
        let known = letter.stapel.and_then(|stack| stacks.get(&stack).copied());
        match known.and_then(|file| files.get_mut(file)) {
            Some(file) => file.push(place),
            None => {
                stacks.extend(letter.stapel.map(|stack| (stack, files.len())));
                files.push(vec![place]);
            }
        }
    }
    files
}

/// Scanned pages, one after the other, as a PDF of pictures.
pub(crate) struct Scan(Writer<Vec<u8>>);

impl Scan {
    pub(crate) fn neu() -> Result<Self> {
        let meta = Meta {
            titel: "Scan".to_owned(),
            erstellt_um: "2026-01-01T00:00:00Z".parse()?,
            sprache: "de-DE".to_owned(),
            programm: "town".to_owned(),
        };
        Ok(Self(Writer::new(Vec::new(), &meta, Level::A2u)?))
    }

    /// Puts the pages of a letter through the scanner.
    pub(crate) fn seiten(&mut self, pdf: Vec<u8>, guete: Guete, rng: &mut Rng) -> Result<()> {
        let seed = rng.next_u64();
        let mut noise = ocr_bench::rng::Rng::new(seed);
        let (wear, paper) = abnutzung(guete, seed);
        for page in pages(pdf, paper.dpi)? {
            put(&mut self.0, &scanned(&page, wear, &mut noise), &paper)?;
        }
        Ok(())
    }

    /// Returns the PDF.
    pub(crate) fn fertig(self) -> Result<Vec<u8>> {
        Ok(self.0.finish()?)
    }
}

/// What a scan of this quality does to a page; to the left or to the right.
fn abnutzung(guete: Guete, seed: u64) -> (Wear, Paper) {
    let side = if seed.is_multiple_of(2) { 1.0 } else { -1.0 };
    let wear = |degrees: f32, noise, specks, paper, ink| Wear {
        degrees: degrees * side,
        noise,
        specks,
        paper,
        ink,
        bitonal: guete != Guete::Grau,
    };
    let dpi = if guete == Guete::Sauber { 300 } else { 200 };
    // Black begins at 128: darker paper is how a scanner sets its threshold for thin print.
    let wear = match guete {
        Guete::Sauber => wear(0.2, 8.0, 40, 200.0, 5.0),
        Guete::Ueblich => wear(0.4, 16.0, 120, 192.0, 10.0),
        Guete::Grau => wear(0.3, 3.0, 60, 240.0, 30.0),
        Guete::Schlecht => wear(1.0, 30.0, 600, 184.0, 20.0),
    };
    (wear, Paper { dpi, bitonal: guete != Guete::Grau, quality: 55 })
}
