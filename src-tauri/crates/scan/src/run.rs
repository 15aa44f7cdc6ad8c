//! One run: pages from a device into a stack, one after another.
//!
//! Never asks for the next page before the last is durable and noted, never waits for a person,
//! and never fails because the device does: what came stays, and how it ended is told.

use std::thread::{self, ScopedJoinHandle};

use domain::transfervermerk::Geraet;
use intake::worker::Worker;

use crate::device::{Format, Job, PageHead};
use crate::look::{Blick, look};
use crate::repeat::{Urteil, Waechter};
use crate::settings::{Einstellung, Profil};
use crate::stack::{Bild, Blatt, Ende, Griff, LaufKopf, SeiteId, Stapel, Tisch, Ziel};
use crate::{Cancel, ScanError, Scanner, StackError, jpeg};

/// Most pages of one run.
const SEITEN_MAX: usize = 5000;

/// What is to be scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Auftrag {
    /// With which settings.
    pub profil: Profil,
    /// Where the pages belong.
    pub ziel: Ziel,
    /// Pages that the clerk counted before.
    pub gezaehlt: Option<u32>,
    /// Go on although the device repeats itself: the clerk has looked, they are equal sheets.
    pub wiederholungen_erlaubt: bool,
}

/// What came of a run.
#[derive(Debug)]
pub struct Laufbericht {
    /// The pages that came.
    pub seiten: Vec<SeiteId>,
    /// How it ended.
    pub ende: Ende,
    /// Why it ended early, if it did.
    pub fehler: Option<ScanError>,
    /// What the clerk should know, in plain German.
    pub hinweise: Vec<String>,
}

/// What a run needs.
pub struct Lauf<'a> {
    /// The device.
    pub scanner: &'a dyn Scanner,
    /// Who looks at pictures.
    pub worker: &'a Worker,
    /// The clerk's wish to stop.
    pub cancel: &'a Cancel,
    /// Hears of every page as soon as it is safe, and again once it was looked at; sees the table.
    pub progress: &'a mut dyn FnMut(&Tisch),
}

/// What happened with one page.
enum Step {
    Came(Came),
    Through,
    Failed(ScanError),
}

/// A page that is durable and noted, and that nobody has looked at yet.
struct Came {
    seite: SeiteId,
    sha256: String,
    blatt: Blatt,
    format: Format,
    whole: bool,
}

/// A page that is being looked at while the next one comes.
struct Looked<'s> {
    page: Came,
    blick: ScopedJoinHandle<'s, Blick>,
}

impl Lauf<'_> {
    /// Scans into a stack.
    ///
    /// An error is one of the stack; a device that fails is told in the report.
    pub fn run(
        mut self,
        stapel: &mut Stapel,
        auftrag: &Auftrag,
    ) -> Result<Laufbericht, StackError> {
        let mut bericht = Laufbericht {
            seiten: Vec::new(),
            ende: Ende::Fertig,
            fehler: None,
            hinweise: Vec::new(),
        };
        let wunsch = &auftrag.profil.einstellung;
        let found = self.scanner.faehigkeiten(self.cancel).and_then(|faehigkeiten| {
            let (einstellung, hinweise) = faehigkeiten.passend(wunsch)?;
            Ok((faehigkeiten.geraet, einstellung, hinweise))
        });
        let (geraet, einstellung, hinweise) = match found {
            Ok(found) => found,
            Err(error) => {
                bericht.fail(error);
                return Ok(bericht);
            }
        };
        bericht.hinweise = hinweise;
        let lauf = stapel.begin(kopf(stapel, auftrag, einstellung, geraet))?;
        match self.scanner.begin(&einstellung, self.cancel) {
            Ok(mut job) => {
                let done = self.pages(stapel, lauf, job.as_mut(), auftrag, &mut bericht);
                job.stop();
                bericht.hinweise.extend(job.hinweise());
                done?;
            }
            Err(error) => bericht.fail(error),
        }
        self.count(stapel, auftrag, &mut bericht);
        stapel.end(lauf, bericht.ende.clone())?;
        Ok(bericht)
    }

    /// Has pages come until there are no more; each is looked at while the next one comes.
    fn pages(
        &mut self,
        stapel: &mut Stapel,
        lauf: u32,
        job: &mut dyn Job,
        auftrag: &Auftrag,
        bericht: &mut Laufbericht,
    ) -> Result<(), StackError> {
        let worker = self.worker;
        let mut watch = (!auftrag.wiederholungen_erlaubt).then(Waechter::default);
        thread::scope(|scope| {
            let mut looked: Option<Looked<'_>> = None;
            loop {
                let step = self.page(stapel, lauf, job, bericht.seiten.len())?;
                let before = looked.take();
                let looked_at = before.is_some();
                let halted = judged(stapel, before, watch.as_mut(), bericht)?;
                let over = !matches!(step, Step::Came(_));
                match step {
                    Step::Came(page) => {
                        bericht.seiten.push(page.seite);
                        let (blatt, format) = (page.blatt.clone(), page.format);
                        let blick = scope.spawn(move || look(worker, &blatt, format));
                        looked = Some(Looked { page, blick });
                    }
                    Step::Failed(error) => bericht.fail(error),
                    Step::Through => {}
                }
                if looked_at || !over {
                    (self.progress)(stapel.tisch());
                }
                if let Some(erste) = halted {
                    // The page that came meanwhile is perhaps one repetition more.
                    judged(stapel, looked.take(), watch.as_mut(), bericht)?;
                    return halt(stapel, erste, bericht);
                }
                if over {
                    return Ok(());
                }
            }
        })
    }

    /// Has one page come, makes it durable and notes it.
    fn page(
        &mut self,
        stapel: &mut Stapel,
        lauf: u32,
        job: &mut dyn Job,
        before: usize,
    ) -> Result<Step, StackError> {
        if before >= SEITEN_MAX {
            return Ok(Step::Failed(ScanError::Unsupported("that many pages in one run")));
        }
        let mut file = stapel.page_file(lauf)?;
        let head = match job.next_page(&mut file, self.cancel) {
            Ok(Some(head)) => head,
            Ok(None) => return Ok(Step::Through),
            Err(error) => return Ok(Step::Failed(error)),
        };
        let kept = match file.finish(head.format) {
            Ok(kept) => kept,
            Err(error) => return Ok(Step::Failed(ScanError::Write(error))),
        };
        let seite = stapel.tisch().next_seite();
        let blatt = stapel.sealed(&kept.datei);
        let facts = facts(&blatt, head)?;
        stapel.add(Bild {
            seite,
            lauf,
            nummer: number_of(&kept.datei),
            datei: kept.datei,
            sha256: kept.sha256.clone(),
            groesse_bytes: kept.groesse_bytes,
            format: head.format,
            dpi: facts.dpi,
            pixel: facts.pixel,
        })?;
        let (format, whole, sha256) = (head.format, facts.whole, kept.sha256);
        Ok(Step::Came(Came { seite, sha256, blatt, format, whole }))
    }

    /// Compares with what the clerk counted, and says which pages cannot be read.
    fn count(&self, stapel: &Stapel, auftrag: &Auftrag, bericht: &mut Laufbericht) {
        let zahl = bericht.seiten.len();
        if let Some(gezaehlt) = auftrag.gezaehlt
            && usize::try_from(gezaehlt) != Ok(zahl)
        {
            bericht
                .hinweise
                .push(format!("Gezählt wurden {gezaehlt} Seiten, gekommen sind {zahl}."));
        }
        for (number, seite) in (1..).zip(&bericht.seiten) {
            if stapel.tisch().befund(*seite).is_some_and(|befund| !befund.lesbar) {
                bericht.hinweise.push(format!(
                    "Die {number}. Seite dieses Scans ist unvollständig oder unlesbar. Bitte \
                     scannen Sie sie noch einmal."
                ));
            }
        }
    }
}

/// Waits for the look at a page and notes what it found; returns the page that it repeats once
/// too often.
fn judge(
    stapel: &mut Stapel,
    looked: Looked<'_>,
    watch: Option<&mut Waechter>,
    bericht: &mut Laufbericht,
) -> Result<Option<SeiteId>, StackError> {
    let Looked { page, blick } = looked;
    let blick = blick.join().unwrap_or(Blick::Ungesehen);
    let fern = match &blick {
        Blick::Lesbar { fern, .. } => Some(fern.clone()),
        Blick::Unlesbar | Blick::Ungesehen => None,
    };
    let urteil = watch.map_or(Urteil::Neu, |watch| watch.see(page.seite, &page.sha256, fern));
    let wie = match urteil {
        Urteil::Wie(erste) | Urteil::Halt(erste) => Some(erste),
        Urteil::Neu => None,
    };
    stapel.seen(page.seite, &blick, wie, page.whole)?;
    if let Urteil::Wie(erste) = urteil {
        bericht.hinweise.push(format!(
            "{} ist dasselbe Bild wie {}. Bitte vergleichen Sie mit dem Papier.",
            stapel.tisch().name(page.seite),
            stapel.tisch().name(erste)
        ));
    }
    Ok(wie.filter(|_| matches!(urteil, Urteil::Halt(_))))
}

/// Does the same for a page if there is one.
fn judged(
    stapel: &mut Stapel,
    looked: Option<Looked<'_>>,
    watch: Option<&mut Waechter>,
    bericht: &mut Laufbericht,
) -> Result<Option<SeiteId>, StackError> {
    looked.map_or(Ok(None), |page| judge(stapel, page, watch, bericht))
}

/// Takes the repetitions off the table and says so; they stay in the stack.
fn halt(stapel: &mut Stapel, erste: SeiteId, bericht: &mut Laufbericht) -> Result<(), StackError> {
    let repeats = |seite: &SeiteId| {
        stapel.tisch().befund(*seite).is_some_and(|befund| befund.wie == Some(erste))
    };
    let seiten: Vec<SeiteId> = bericht.seiten.iter().copied().filter(repeats).collect();
    let (name, zahl) = (stapel.tisch().name(erste), seiten.len());
    bericht.hinweise.push(format!(
        "Der Scanner hat {name} {zahl}-mal wiederholt und wurde angehalten. {name} ist da, die \
         Wiederholungen liegen beiseite. Bitte prüfen Sie den Einzug und scannen Sie weiter; sind \
         es wirklich gleiche Blätter, scannen Sie ohne diese Prüfung."
    ));
    bericht.ende = Ende::Wiederholung { seite: erste };
    // Fronts and backs that wait do not lie on the table yet.
    let griff = Griff::Wiederholungen { seiten };
    match stapel.griff(griff) {
        Err(StackError::NoSuchPage) => Ok(()),
        done => done,
    }
}

impl Laufbericht {
    fn fail(&mut self, error: ScanError) {
        let satz = error.hinweis().to_owned();
        self.ende = match &error {
            ScanError::Cancelled => Ende::Abgebrochen,
            _ => Ende::Fehler { satz: satz.clone() },
        };
        self.hinweise.push(satz);
        self.fehler = Some(error);
    }
}

fn kopf(stapel: &Stapel, auftrag: &Auftrag, einstellung: Einstellung, geraet: Geraet) -> LaufKopf {
    LaufKopf {
        ziel: auftrag.ziel,
        profil: auftrag.profil.clone(),
        einstellung,
        geraet,
        gezaehlt: auftrag.gezaehlt,
        um: stapel.now(),
    }
}

struct Facts {
    dpi: u16,
    pixel: Option<(u32, u32)>,
    whole: bool,
}

/// Reads what the head of a page's file says.
fn facts(blatt: &Blatt, head: PageHead) -> Result<Facts, StackError> {
    let bytes = blatt.bytes()?;
    Ok(match head.format {
        Format::Jpeg => {
            let said = jpeg::kopf(&bytes);
            let whole = said.is_some() && jpeg::ends(&bytes);
            let dpi = said.and_then(|said| said.dpi).unwrap_or(head.dpi);
            Facts { dpi, pixel: said.map(|said| (said.width, said.height)), whole }
        }
        // Written here, so its head is where the standard puts it.
        Format::Png => {
            let side = |at: usize| {
                let four = bytes.get(at..at + 4)?;
                Some(u32::from_be_bytes(four.try_into().ok()?))
            };
            Facts { dpi: head.dpi, pixel: side(16).zip(side(20)), whole: true }
        }
    })
}

fn number_of(datei: &str) -> u32 {
    let stem = datei.split('.').next().and_then(|stem| stem.split_once('-'));
    stem.and_then(|(_, number)| number.parse().ok()).unwrap_or(0)
}
