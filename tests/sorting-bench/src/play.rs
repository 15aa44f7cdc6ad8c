//! The office on each day: what it knows before a letter comes, the question, and the filing.
//!
//! Never tells what is measured anything that an office would not know that day.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use domain::Datum;
use domain::lernmerkmale::{Lernmerkmale, Zeichen, Zeichenart};
use uuid::Uuid;
use zuordnung::{
    Abgelegt, AkteKenntnis, Modell, Schreiben, VorgangKenntnis, Vorschlag, Wissen, Ziel,
};

use crate::plain::{Nearest, References};
use crate::town::{Brief, Town, Vorgang, dokument_id};

/// What each side says about a letter.
pub(crate) struct Answers {
    pub(crate) ours: Vorschlag,
    pub(crate) time: Duration,
    pub(crate) nearest: Vec<Ziel>,
    pub(crate) nearest_time: Duration,
    pub(crate) reference: Vec<Ziel>,
    /// The sender is in the address book that day.
    pub(crate) sender_known: bool,
}

/// The office that files a town's post.
pub(crate) struct Office<'a> {
    town: &'a Town,
    pub(crate) wissen: Wissen,
    nearest: Nearest,
    references: References,
    /// Vorgänge that a letter opens: they exist once it is filed.
    opened: BTreeSet<Uuid>,
    known: BTreeMap<Uuid, bool>,
    kontakte: BTreeSet<Uuid>,
    /// Vorgänge whose cash reference the office has given out.
    noticed: BTreeSet<Uuid>,
}

/// Returns what is asked about a letter.
pub(crate) fn schreiben(brief: &Brief) -> Schreiben<'_> {
    Schreiben {
        seiten: &brief.seiten,
        mail: &brief.mail,
        code: brief.code,
        eingang: Some(brief.eingegangen),
        ..Schreiben::default()
    }
}

/// Returns where a letter belongs: what comes for a Vorgang that is closed that day, in a new one
/// beside it.
pub(crate) fn right(town: &Town, brief: &Brief) -> Ziel {
    let closed = town.vorgaenge.get(&brief.vorgang).and_then(|vorgang| vorgang.geschlossen);
    if brief.neu || closed.is_some_and(|day| day < brief.eingegangen) {
        Ziel::NeuIn(brief.akte)
    } else {
        Ziel::Vorgang(brief.vorgang)
    }
}

impl<'a> Office<'a> {
    /// The office on the day before the first letter.
    pub(crate) fn new(town: &'a Town) -> Self {
        let mut wissen = Wissen::new(Modell::default());
        let mut references = References::default();
        for (id, akte) in &town.akten {
            references.akte(*id, &akte.aktenzeichen);
            wissen.set_akte(
                *id,
                AkteKenntnis {
                    zeichen: vec![akte.aktenzeichen.clone()],
                    betreff: akte.betreff.clone(),
                    plan: akte.plan.clone(),
                    geschlossen: false,
                },
            );
        }
        let opened = town.briefe.iter().filter(|brief| brief.neu).map(|brief| brief.vorgang);
        Self {
            town,
            wissen,
            nearest: Nearest::default(),
            references,
            opened: opened.collect(),
            known: BTreeMap::new(),
            kontakte: BTreeSet::new(),
            noticed: BTreeSet::new(),
        }
    }

    /// Asks all sides about a letter, in the state of the day of its receipt.
    pub(crate) fn ask(&mut self, brief: &Brief) -> Result<Answers> {
        self.day(brief.eingegangen);
        let schreiben = schreiben(brief);
        let start = Instant::now();
        let ours = self.wissen.vorschlagen(&schreiben);
        let time = start.elapsed();
        let start = Instant::now();
        let open = |vorgang: &Uuid| self.known.get(vorgang) == Some(&true);
        let nearest = self.nearest.ask(&brief.seiten, 5, &open);
        let nearest_time = start.elapsed();
        let reference = self.references.ask(&brief.seiten, &open);
        let sender_known = brief.absender.is_some_and(|id| self.kontakte.contains(&id));
        Ok(Answers { ours, time, nearest, nearest_time, reference, sender_known })
    }

    /// Brings the office to a day: what is known, what is open.
    pub(crate) fn day(&mut self, day: Datum) {
        let mut new = false;
        for (id, kontakt) in &self.town.kontakte {
            if kontakt.bekannt_ab.is_none_or(|from| from <= day) && self.kontakte.insert(*id) {
                self.wissen.set_kontakt(*id, kontakt.kenntnis.clone());
                new = true;
            }
        }
        for (id, vorgang) in &self.town.vorgaenge {
            let open = vorgang.geschlossen.is_none_or(|end| end >= day);
            let here =
                self.known.contains_key(id) || !self.opened.contains(id) && vorgang.angelegt <= day;
            if here && (new || self.known.get(id) != Some(&open)) {
                self.known.insert(*id, open);
                self.wissen.set_vorgang(*id, self.kenntnis(vorgang, open));
                self.references.vorgang(*id, vorgang.akte, &vorgang.aktenzeichen);
            }
        }
        self.notices(day);
    }

    /// Files the notices of ours that gave out a cash reference: of them, only that is known.
    fn notices(&mut self, day: Datum) {
        for (id, vorgang) in &self.town.vorgaenge {
            let Some((wert, from)) = &vorgang.kassenzeichen else { continue };
            if *from > day || !self.known.contains_key(id) || !self.noticed.insert(*id) {
                continue;
            }
            let zeichen = Zeichen { art: Zeichenart::Kassenzeichen, wert: wert.clone() };
            let merkmale = Lernmerkmale { zeichen: vec![zeichen], ..Lernmerkmale::default() };
            let notice = Uuid::from_u128(id.as_u128() | 5 << 64);
            self.wissen.set_dokument(
                notice,
                Abgelegt {
                    vorgang: *id,
                    merkmale,
                    ausgang: true,
                    am: Some(*from),
                    ..Abgelegt::default()
                },
            );
        }
    }

    fn kenntnis(&self, vorgang: &Vorgang, open: bool) -> VorgangKenntnis {
        let known = vorgang.beteiligte.iter().filter(|id| self.kontakte.contains(id));
        VorgangKenntnis {
            akte: vorgang.akte,
            zeichen: vec![vorgang.aktenzeichen.clone()],
            betreff: vorgang.betreff.clone(),
            beteiligte: known.copied().collect(),
            geschlossen: !open,
            begonnen: Some(vorgang.angelegt),
        }
    }

    /// Files a letter where it belongs.
    pub(crate) fn file(&mut self, brief: &Brief) -> Result<()> {
        let schreiben = schreiben(brief);
        let merkmale = self.wissen.merkmale(&schreiben);
        self.wissen.entschieden(&schreiben, right(self.town, brief));
        let vorgang = self.town.vorgaenge.get(&brief.vorgang).context("a Vorgang of the town")?;
        if let Entry::Vacant(place) = self.known.entry(brief.vorgang) {
            place.insert(true);
            self.wissen.set_vorgang(brief.vorgang, self.kenntnis(vorgang, true));
            self.references.vorgang(brief.vorgang, vorgang.akte, &vorgang.aktenzeichen);
        }
        let known = brief.absender.filter(|id| self.kontakte.contains(id));
        self.wissen.set_dokument(
            dokument_id(brief),
            Abgelegt {
                vorgang: brief.vorgang,
                merkmale,
                typ: brief.typ.clone(),
                absender: known,
                fremdzeichen: brief.fremdzeichen.clone(),
                ausgang: false,
                am: Some(brief.eingegangen),
                erstes: brief.neu,
            },
        );
        self.nearest.file(&brief.seiten, brief.vorgang, brief.akte);
        Ok(())
    }
}
