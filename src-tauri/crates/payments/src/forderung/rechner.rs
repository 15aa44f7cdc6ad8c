//! Works through the events of a claim, in the order of their days.
//!
//! Never drops one: what does not count keeps its place with the reason.

use std::collections::{BTreeMap, BTreeSet};

use super::ereignis::{Beleg, Ereignis, Nebenforderungsart, Stelle, Vorfall};
use super::geld::{Aussage, Geld, Vereint, vereint};
use super::stand::{Geltung, Standhinweis, Verlaufszeile};

/// The events, with what each is worth so far.
pub(super) struct Rechner {
    zeilen: Vec<Verlaufszeile>,
    hinweise: BTreeSet<Standhinweis>,
}

impl Rechner {
    pub(super) fn new(ereignisse: &[Ereignis]) -> Self {
        let mut sorted = ereignisse.to_vec();
        sorted.sort();
        let zeile = |ereignis| Verlaufszeile { ereignis, geltung: Geltung::Zaehlt };
        let zeilen = sorted.into_iter().map(zeile).collect();
        let mut rechner = Self { zeilen, hinweise: BTreeSet::new() };
        let belege = rechner.sichten();
        rechner.widerrufen(&belege);
        rechner
    }

    pub(super) fn hinweis(&mut self, hinweis: Standhinweis) {
        self.hinweise.insert(hinweis);
    }

    pub(super) fn ende(self) -> (Vec<Verlaufszeile>, Vec<Standhinweis>) {
        (self.zeilen, self.hinweise.into_iter().collect())
    }

    /// Marks repetitions, contradictions and what is not its place's to say; returns where the
    /// event of each reference stands.
    fn sichten(&mut self) -> BTreeMap<Beleg, usize> {
        let mut belege: BTreeMap<Beleg, usize> = BTreeMap::new();
        for at in 0..self.zeilen.len() {
            let Some(Verlaufszeile { ereignis, .. }) = self.zeilen.get(at) else { continue };
            let beleg = ereignis.beleg.clone();
            let first = belege.get(&beleg).and_then(|&first| self.zeilen.get(first));
            let geltung = match first {
                Some(first) if dasselbe(&first.ereignis.vorfall, &ereignis.vorfall) => {
                    Geltung::Wiederholt
                }
                Some(_) => {
                    self.hinweis(Standhinweis::BelegMitZweiInhalten { beleg });
                    Geltung::Widerspruch
                }
                None if ereignis.zustaendig() => {
                    belege.insert(beleg, at);
                    continue;
                }
                None => {
                    belege.insert(beleg.clone(), at);
                    self.hinweis(Standhinweis::FalscheStelle { beleg });
                    Geltung::Wirkungslos
                }
            };
            self.setzen(at, geltung);
        }
        belege
    }

    fn widerrufen(&mut self, belege: &BTreeMap<Beleg, usize>) {
        for at in 0..self.zeilen.len() {
            let Some(zeile) = self.zeilen.get(at).filter(|one| one.geltung == Geltung::Zaehlt)
            else {
                continue;
            };
            let Vorfall::Widerruf { von } = &zeile.ereignis.vorfall else { continue };
            let durch = zeile.ereignis.beleg.clone();
            let ziel = belege.get(von).copied().filter(|&ziel| {
                let ziel = self.zeilen.get(ziel).map(|zeile| &zeile.ereignis.vorfall);
                ziel.is_some_and(|ziel| !matches!(ziel, Vorfall::Widerruf { .. }))
            });
            match ziel {
                Some(ziel) => self.setzen(ziel, Geltung::Widerrufen { durch }),
                None => {
                    self.hinweis(Standhinweis::WiderrufOhneZiel { beleg: durch });
                    self.setzen(at, Geltung::Wirkungslos);
                }
            }
        }
    }

    pub(super) fn setzen(&mut self, zeile: usize, geltung: Geltung) {
        if let Some(zeile) = self.zeilen.get_mut(zeile) {
            zeile.geltung = geltung;
        }
    }

    pub(super) fn zeilen(&self) -> &[Verlaufszeile] {
        &self.zeilen
    }

    /// The events that count, with their places.
    pub(super) fn geltende(&self) -> impl Iterator<Item = (usize, &Ereignis)> {
        let all = self.zeilen.iter().enumerate();
        all.filter(|(_, zeile)| zeile.geltung == Geltung::Zaehlt)
            .map(|(at, zeile)| (at, &zeile.ereignis))
    }

    /// What places say about the same, by what makes it the same.
    fn aussagen<K>(&self, was: impl Fn(&Vorfall) -> Option<K>) -> Vec<Aussage<K>> {
        let said = self.geltende().filter_map(|(zeile, ereignis)| {
            let was = was(&ereignis.vorfall)?;
            Some(Aussage { was, stelle: ereignis.beleg.stelle, zeile })
        });
        said.collect()
    }

    fn bestaetigen(&mut self, zeilen: &[usize]) {
        for zeile in zeilen {
            self.setzen(*zeile, Geltung::Bestaetigt);
        }
    }

    /// Sum over the events that count.
    fn summe(&self, cent: impl Fn(&Vorfall) -> i64) -> i64 {
        self.geltende().fold(0, |sum, (_, one)| sum.saturating_add(cent(&one.vorfall)))
    }

    pub(super) fn belege(&self, which: impl Fn(&Ereignis) -> bool) -> Vec<Beleg> {
        self.geltende().filter(|(_, one)| which(one)).map(|(_, one)| one.beleg.clone()).collect()
    }

    /// The reference of an event.
    pub(super) fn beleg(&self, zeile: usize) -> Option<Beleg> {
        self.zeilen.get(zeile).map(|zeile| zeile.ereignis.beleg.clone())
    }

    /// Joins the money of bank and treasury.
    pub(super) fn geld(&mut self) -> Geld {
        let mut geld = Geld::default();
        for (_, ereignis) in self.geltende() {
            let Some(cent) = ereignis.vorfall.bewegung_cent() else { continue };
            let sum = match ereignis.beleg.stelle {
                Stelle::Kasse => {
                    geld.kassenbelege.push(ereignis.beleg.clone());
                    &mut geld.kasse
                }
                _ => &mut geld.bank,
            };
            *sum = Some(sum.unwrap_or_default().saturating_add(cent));
        }
        let aussagen = self.aussagen(Vorfall::bewegung_cent);
        let einig = geld.bank.is_some() && geld.bank == geld.kasse;
        let Vereint { bestaetigt, .. } = if einig {
            // One place books singly what the other books together.
            let kasse = aussagen.iter().filter(|one| one.stelle == Stelle::Kasse);
            Vereint { zaehlt: Vec::new(), bestaetigt: kasse.map(|one| one.zeile).collect() }
        } else {
            vereint(aussagen)
        };
        if let (Some(bank_cent), Some(kasse_cent), false) = (geld.bank, geld.kasse, einig) {
            self.hinweis(Standhinweis::SummenVerschieden { bank_cent, kasse_cent });
        }
        self.bestaetigen(&bestaetigt);
        for (_, ereignis) in self.geltende() {
            let Some(cent) = ereignis.vorfall.bewegung_cent() else { continue };
            geld.gezahlt = geld.gezahlt.saturating_add(cent);
            geld.belege.push(ereignis.beleg.clone());
            if cent > 0 {
                geld.eingaenge.push(cent);
            }
            if matches!(ereignis.vorfall, Vorfall::Rueckgabe { .. }) {
                geld.rueckgabe = Some((ereignis.tag, ereignis.beleg.clone()));
            } else if cent > 0 {
                // Somebody paid on a later day: the return is history.
                geld.rueckgabe = geld.rueckgabe.filter(|(tag, _)| *tag == ereignis.tag);
            }
        }
        geld
    }

    /// Joins reminders' fees and other further claims, in cents.
    pub(super) fn nebenforderungen(&mut self) -> i64 {
        self.mahnungen();
        let neben = self.aussagen(|vorfall| match vorfall {
            Vorfall::Nebenforderung { wofuer, betrag } => Some((*wofuer, *betrag)),
            _ => None,
        });
        self.bestaetigen(&vereint(neben).bestaetigt);
        self.summe(|vorfall| match vorfall {
            Vorfall::Mahnung { gebuehr, .. } => gebuehr.wert(),
            Vorfall::Nebenforderung { betrag, .. } => betrag.wert(),
            _ => 0,
        })
    }

    /// Of one level, the treasury's reminder stands for the clerk's note about it.
    fn mahnungen(&mut self) {
        let mut stufen: BTreeMap<u8, [Vec<usize>; 2]> = BTreeMap::new();
        let mut gebuehren: BTreeMap<u8, [i64; 2]> = BTreeMap::new();
        for (zeile, ereignis) in self.geltende() {
            let Vorfall::Mahnung { stufe, gebuehr } = &ereignis.vorfall else { continue };
            let [kasse, amt] = stufen.entry(*stufe).or_default();
            let [kasse_cent, amt_cent] = gebuehren.entry(*stufe).or_default();
            if ereignis.beleg.stelle == Stelle::Kasse {
                kasse.push(zeile);
                *kasse_cent = kasse_cent.saturating_add(gebuehr.wert());
            } else {
                amt.push(zeile);
                *amt_cent = amt_cent.saturating_add(gebuehr.wert());
            }
        }
        for (stufe, [kasse, amt]) in stufen {
            if kasse.is_empty() || amt.is_empty() {
                continue;
            }
            if gebuehren.get(&stufe).is_some_and(|[kasse, amt]| kasse != amt) {
                self.hinweis(Standhinweis::MahngebuehrVerschieden { stufe });
            }
            self.bestaetigen(&amt);
        }
    }

    /// Says what the bank took for returns and nobody claimed.
    pub(super) fn bankgebuehren(&mut self) {
        let mut je_stelle: BTreeMap<Stelle, i64> = BTreeMap::new();
        for zeile in &self.zeilen {
            let said = matches!(zeile.geltung, Geltung::Zaehlt | Geltung::Bestaetigt);
            if let (Vorfall::Rueckgabe { gebuehr, .. }, true) = (&zeile.ereignis.vorfall, said) {
                let sum = je_stelle.entry(zeile.ereignis.beleg.stelle).or_default();
                *sum = sum.saturating_add(gebuehr.wert());
            }
        }
        let gefordert = self.summe(|vorfall| match vorfall {
            Vorfall::Nebenforderung {
                wofuer: Nebenforderungsart::Ruecklastschriftkosten,
                betrag,
            } => betrag.wert(),
            _ => 0,
        });
        let taken = je_stelle.into_values().max().unwrap_or_default();
        if taken > gefordert {
            self.hinweis(Standhinweis::BankgebuehrNichtGefordert { cent: taken - gefordert });
        }
    }

    /// Joins remissions and reductions; returns both sums in cents.
    pub(super) fn minderungen(&mut self) -> (i64, i64) {
        let said = self.aussagen(|vorfall| match vorfall {
            Vorfall::Erlass { betrag } => Some((true, *betrag)),
            Vorfall::Herabsetzung { betrag } => Some((false, *betrag)),
            _ => None,
        });
        self.bestaetigen(&vereint(said).bestaetigt);
        let of = |erlass: bool| {
            self.summe(|vorfall| match vorfall {
                Vorfall::Erlass { betrag } if erlass => betrag.wert(),
                Vorfall::Herabsetzung { betrag } if !erlass => betrag.wert(),
                _ => 0,
            })
        };
        (of(true), of(false))
    }
}

/// Whether two events with one reference say the same; the portal does not always repeat the
/// amount.
fn dasselbe(one: &Vorfall, other: &Vorfall) -> bool {
    match (one, other) {
        (
            Vorfall::Portal { transaktion, status, betrag },
            Vorfall::Portal { transaktion: same, status: also, betrag: cent },
        ) => {
            let amount = betrag.is_none() || cent.is_none() || betrag == cent;
            transaktion == same && status == also && amount
        }
        _ => one == other,
    }
}
