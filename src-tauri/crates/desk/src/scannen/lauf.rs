//! A scan beside the clerk: begun by an act, done by whoever does the jobs, stopped by an act.
//!
//! Never two at once, and never one that begins without its device being known.

use scan::run::{Auftrag, Lauf};
use scan::stack::{SeiteId, Stapel, Tisch, Ziel};
use scan::{Cancel, StackError};

use super::geraete::Geraet;
use super::{Arbeit, Aufgabe, Rest, Was, worte};
use crate::Desk;
use crate::desk::parse_id;
use crate::views::{
    Code, Fehler, Id, ScanEnde, ScanErgebnis, ScanStartenArgs, ScanTischView, ScanZiel,
};

/// Most sheets that anybody counts.
const GEZAEHLT_MAX: u32 = 10_000;

impl Desk {
    /// Begins a scan with the chosen device; its pages come beside the clerk.
    pub fn scan_starten(&self, args: ScanStartenArgs) -> Result<ScanTischView, Fehler> {
        let id = parse_id(&args.stapel)?;
        let eigner = self.eigner()?;
        let (geraet, profil) = self.geraet_und_profil(&args.profil)?;
        if args.gezaehlt.is_some_and(|zahl| !(1..=GEZAEHLT_MAX).contains(&zahl)) {
            return Err(Fehler::new(Code::Invalid, "Diese Seitenzahl kann nicht stimmen.", ""));
        }
        let auftrag = Auftrag {
            profil,
            ziel: ziel(args.ziel),
            gezaehlt: args.gezaehlt,
            wiederholungen_erlaubt: args.wiederholungen_erlaubt,
        };
        let mut tische = self.tische();
        self.frei(&tische)?;
        self.oeffnen(&mut tische, &eigner, id)?.stapel.darf(auftrag.ziel)?;
        let offen = tische.nehmen(id)?;
        let tisch = offen.stapel.tisch().clone();
        let was = Was::Scan {
            geraet: geraet.name.clone(),
            profil: auftrag.profil.name.clone(),
            vorher: tisch.bilder().count(),
        };
        // What the last scan said is answered by this one.
        let rest = Rest { ergebnis: None, hinweise: Vec::new(), ..offen.rest };
        tische.arbeit = Some(Arbeit {
            id,
            rest,
            tisch,
            cancel: Cancel::new(),
            was,
            auftrag: Some(Box::new(super::Auftrag {
                stapel: offen.stapel,
                was: Aufgabe::Scan { geraet, auftrag },
            })),
        });
        drop(tische);
        self.scan_touched();
        self.scantisch(Id { id: args.stapel })
    }

    /// Stops what runs in a stack; what has come stays.
    pub fn scan_abbrechen(&self, args: Id) -> Result<ScanTischView, Fehler> {
        let id = parse_id(&args.id)?;
        let eigner = self.eigner()?;
        if let Some(arbeit) = &self.tische().arbeit
            && arbeit.id == id
        {
            if arbeit.rest.eigner != eigner {
                return Err(StackError::Foreign.into());
            }
            arbeit.cancel.stop();
        }
        self.scan_touched();
        self.scantisch(args)
    }

    /// Scans, and lays the stack back.
    pub(super) fn scan_ausfuehren(
        &self,
        mut stapel: Stapel,
        mut rest: Rest,
        geraet: &Geraet,
        auftrag: &Auftrag,
        cancel: &Cancel,
    ) {
        let mut progress = |tisch: &Tisch| self.arbeit(|arbeit| arbeit.tisch = tisch.clone());
        let done = match geraet.scanner() {
            Ok(scanner) => {
                let (worker, progress) = (&self.worker, &mut progress);
                Lauf { scanner: scanner.as_ref(), worker, cancel, progress }
                    .run(&mut stapel, auftrag)
                    .map(|bericht| {
                        if let Some(error) = &bericht.fehler {
                            tracing::warn!(error = error as &dyn std::error::Error, "scan");
                        }
                        worte::ergebnis(&bericht)
                    })
                    .map_err(Fehler::from)
            }
            Err(error) => Err(Fehler::from(error)),
        };
        rest.ergebnis = Some(done.unwrap_or_else(|fehler| {
            // The stack could not be written on; its pages are as they were.
            let saetze = [Some(fehler.meldung), fehler.rat].into_iter().flatten().collect();
            ScanErgebnis { ende: ScanEnde::Fehler, seiten: 0, saetze }
        }));
        self.arbeit_getan(stapel, rest);
    }

    /// Refuses a second job.
    pub(super) fn frei(&self, tische: &super::Tische) -> Result<(), Fehler> {
        match &tische.arbeit {
            None => Ok(()),
            Some(arbeit) => Err(Fehler::new(
                Code::Conflict,
                arbeit.satz(),
                "Bitte warten Sie, bis das zu Ende ist, oder brechen Sie es ab.",
            )),
        }
    }
}

impl Arbeit {
    /// Says what is being done.
    pub(super) const fn satz(&self) -> &'static str {
        match self.was {
            Was::Scan { .. } => "Es wird gerade gescannt.",
            Was::Abgabe { .. } => "Es wird gerade in den Posteingang übernommen.",
        }
    }
}

const fn ziel(ziel: ScanZiel) -> Ziel {
    match ziel {
        ScanZiel::Anhaengen => Ziel::Anhaengen,
        ScanZiel::Einfuegen { vor } => Ziel::Einfuegen { vor: SeiteId(vor) },
        ScanZiel::Ersetzen { seite } => Ziel::Ersetzen { seite: SeiteId(seite) },
        ScanZiel::Vorderseiten => Ziel::Vorderseiten,
        ScanZiel::Rueckseiten => Ziel::Rueckseiten,
    }
}
