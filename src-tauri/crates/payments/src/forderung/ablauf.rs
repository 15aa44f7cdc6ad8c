//! What the portal's words, the office's measures and the money make of a claim's Lage.
//!
//! Never lets a failure stand against a success of the same transaction, whichever came first.

use std::collections::BTreeMap;

use domain::Datum;

use super::ereignis::{Beleg, Portalstatus, Vorfall};
use super::geld::Geld;
use super::rechner::Rechner;
use super::stand::{Geltung, Lage, Portallage, Stand, Standhinweis, Stundungsstand, Verlaufszeile};
use super::{Cent, Forderung, Rechtsnatur};

/// Days for which a payment that failed is asked about again.
const NACHFRAGE_TAGE: i64 = 7;

/// What follows from the portal's words.
#[derive(Debug, Default)]
pub(super) struct Portalergebnis {
    pub(super) lage: Portallage,
    /// Paid by the portal's word and not yet here: day of the last word, and which.
    bestaetigt: Option<(Datum, Vec<Beleg>)>,
    /// The last attempt, where none was paid.
    versuch: Option<(Portalstatus, Vec<Beleg>)>,
}

/// A measure of the office or the treasury.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Massnahme {
    tag: Datum,
    /// Order among those of one day.
    rang: u8,
    vorfall: Vorfall,
    beleg: Beleg,
}

/// What the portal said about one transaction.
struct Wort {
    status: Portalstatus,
    tag: Datum,
    zeile: usize,
}

/// What is known about one transaction of the portal.
#[derive(Default)]
struct Transaktion {
    worte: Vec<Wort>,
    /// Amount, from whichever answer named it first.
    betrag: Option<Cent>,
}

impl Transaktion {
    /// The word that stands: success before failure, failure before begin; of equal ones the first.
    fn gilt(&self) -> Option<&Wort> {
        self.worte.iter().rev().max_by_key(|wort| wort.status)
    }

    fn widerspruch(&self) -> bool {
        let Some(paid) = self.gilt().filter(|wort| wort.status == Portalstatus::Bezahlt) else {
            return false;
        };
        let failed = [Portalstatus::Fehlgeschlagen, Portalstatus::Abgebrochen];
        self.worte.iter().any(|wort| failed.contains(&wort.status) && wort.tag > paid.tag)
    }
}

impl Rechner {
    /// Weighs the portal's words. `soll` is what all of the claim means, in cents.
    pub(super) fn portal(
        &mut self,
        geld: &Geld,
        haupt: Cent,
        soll: i64,
        heute: Datum,
    ) -> Portalergebnis {
        let transaktionen = self.transaktionen();
        let mut ergebnis = Portalergebnis::default();
        let mut da = geld.eingaenge.clone();
        let (mut bezahlt, mut bezahlt_cent) = (Vec::new(), 0_i64);
        let mut versuche: Vec<(bool, Datum, String, Portalstatus, usize)> = Vec::new();
        for (name, transaktion) in &transaktionen {
            let Some(&Wort { status, tag, zeile }) = transaktion.gilt() else { continue };
            if transaktion.widerspruch() {
                self.hinweis(Standhinweis::PortalWiderspruch { transaktion: name.clone() });
            }
            for other in transaktion.worte.iter().filter(|wort| wort.zeile != zeile) {
                self.setzen(other.zeile, Geltung::Ueberholt);
            }
            if status != Portalstatus::Bezahlt {
                let running = status == Portalstatus::Begonnen;
                // Some services say that a payment failed before they say that it worked.
                let lately = heute.duration_since(tag).as_hours() <= NACHFRAGE_TAGE * 24;
                if running || lately {
                    ergebnis.lage.nachzufragen.push(name.clone());
                }
                versuche.push((running, tag, name.clone(), status, zeile));
                continue;
            }
            let cent = transaktion.betrag.unwrap_or(haupt).wert();
            bezahlt.push(name.clone());
            bezahlt_cent = bezahlt_cent.saturating_add(cent);
            if let Some(at) = da.iter().position(|&eingang| eingang == cent) {
                da.swap_remove(at);
            } else {
                ergebnis.lage.unterwegs_cent = ergebnis.lage.unterwegs_cent.saturating_add(cent);
                let (last, belege) = ergebnis.bestaetigt.get_or_insert((tag, Vec::new()));
                *last = tag.max(*last);
                belege.extend(self.beleg(zeile));
            }
        }
        if bezahlt.len() > 1 && bezahlt_cent > soll {
            let transaktionen = bezahlt.clone();
            self.hinweis(Standhinweis::PortalMehrfachBezahlt { transaktionen });
        }
        versuche.sort();
        if bezahlt.is_empty()
            && let Some((.., status, zeile)) = versuche.last()
        {
            ergebnis.versuch = Some((*status, self.beleg(*zeile).into_iter().collect()));
        }
        for (running, .., zeile) in &versuche {
            // Something was paid after all: what failed before is history.
            if !running && !bezahlt.is_empty() {
                self.setzen(*zeile, Geltung::Ueberholt);
            }
        }
        ergebnis
    }

    fn transaktionen(&self) -> BTreeMap<String, Transaktion> {
        let mut transaktionen: BTreeMap<String, Transaktion> = BTreeMap::new();
        for (zeile, Verlaufszeile { ereignis, geltung }) in self.zeilen().iter().enumerate() {
            let Vorfall::Portal { transaktion, status, betrag } = &ereignis.vorfall else {
                continue;
            };
            // An answer that comes again may name the amount that the first one left out.
            if matches!(geltung, Geltung::Zaehlt | Geltung::Wiederholt) {
                let known = transaktionen.entry(transaktion.clone()).or_default();
                known.betrag = known.betrag.or(*betrag);
                if *geltung == Geltung::Zaehlt {
                    known.worte.push(Wort { status: *status, tag: ereignis.tag, zeile });
                }
            }
        }
        transaktionen
    }

    /// Returns the measures in force in their order, and says what is odd about them.
    pub(super) fn massnahmen(&mut self, forderung: &Forderung, heute: Datum) -> Vec<Massnahme> {
        let mut massnahmen: Vec<Massnahme> = Vec::new();
        let mut hinweise = Vec::new();
        for (_, ereignis) in self.geltende() {
            let rang = match &ereignis.vorfall {
                Vorfall::Mahnung { .. } => 1,
                Vorfall::Stundung { .. } => 3,
                Vorfall::Vollstreckungsersuchen { .. } => 4,
                Vorfall::Niederschlagung { bis: Some(bis) } if *bis < heute => {
                    hinweise.push(Standhinweis::NiederschlagungAbgelaufen { bis: *bis });
                    continue;
                }
                Vorfall::Niederschlagung { .. } => 5,
                _ => continue,
            };
            let (vorfall, beleg) = (ereignis.vorfall.clone(), ereignis.beleg.clone());
            massnahmen.push(Massnahme { tag: ereignis.tag, rang, vorfall, beleg });
        }
        massnahmen.sort();
        let ersuchen = massnahmen.iter().position(|one| one.rang == 4);
        if let Some(at) = ersuchen {
            if !massnahmen.iter().take(at).any(|one| one.rang == 1) {
                hinweise.push(Standhinweis::VollstreckungOhneMahnung);
            }
            if forderung.rechtsnatur == Rechtsnatur::Privatrechtlich {
                hinweise.push(Standhinweis::VollstreckungPrivatrechtlich);
            }
        }
        hinweise.into_iter().for_each(|hinweis| self.hinweis(hinweis));
        massnahmen
    }

    /// Returns how a deferral stands, if one is the last measure.
    pub(super) fn stundung(
        &mut self,
        massnahmen: &[Massnahme],
        offen: i64,
        heute: Datum,
    ) -> Option<Stundungsstand> {
        let Vorfall::Stundung { raten } = &massnahmen.last()?.vorfall else { return None };
        let mut raten = raten.clone();
        raten.sort();
        let sum = |raten: &[super::Rate]| -> i64 {
            raten.iter().fold(0, |sum, rate| rate.betrag.wert().saturating_add(sum))
        };
        if sum(&raten) < offen {
            self.hinweis(Standhinweis::RatenDeckenNicht { fehlt_cent: offen - sum(&raten) });
        }
        let spaeter = raten.split_off(raten.partition_point(|rate| rate.faellig_am < heute));
        // Whoever paid ahead has the next instalments behind them.
        let naechste = (0..spaeter.len())
            .find(|&at| spaeter.get(at + 1..).is_some_and(|after| sum(after) < offen))
            .and_then(|at| spaeter.get(at).copied());
        let rueckstand = if raten.is_empty() { 0 } else { (offen - sum(&spaeter)).max(0) };
        Some(Stundungsstand { naechste, rueckstand_cent: rueckstand })
    }

    /// Returns the highest level of reminder, 0 for none.
    pub(super) fn mahnstufe(&self) -> u8 {
        let stufen = self.geltende().filter_map(|(_, ereignis)| match ereignis.vorfall {
            Vorfall::Mahnung { stufe, .. } => Some(stufe),
            _ => None,
        });
        stufen.max().unwrap_or_default()
    }

    /// Returns the Lage and what it rests on.
    pub(super) fn lage(
        &self,
        stand: &Stand,
        geld: &Geld,
        portal: &Portalergebnis,
        massnahmen: &[Massnahme],
    ) -> (Lage, Vec<Beleg>) {
        if stand.offen_cent == 0 {
            return self.erledigt(stand, geld);
        }
        let massnahme = massnahmen.last().map(|one| {
            let lage = match &one.vorfall {
                Vorfall::Stundung { .. } if stand.ueberfaellig => Lage::StundungVerletzt,
                Vorfall::Stundung { .. } => Lage::Gestundet,
                Vorfall::Niederschlagung { bis } => Lage::Niedergeschlagen { bis: *bis },
                Vorfall::Vollstreckungsersuchen { .. } => Lage::Vollstreckung,
                _ => Lage::Gemahnt { stufe: stand.mahnstufe },
            };
            (one.tag, one.rang, lage, vec![one.beleg.clone()])
        });
        let rueckgabe = geld.rueckgabe.as_ref();
        let rueckgabe =
            rueckgabe.map(|(tag, beleg)| (*tag, 0, Lage::Zurueckgegeben, vec![beleg.clone()]));
        let reicht = stand.offen_cent <= portal.lage.unterwegs_cent;
        let bestaetigt = portal.bestaetigt.as_ref().filter(|_| reicht);
        let bestaetigt =
            bestaetigt.map(|(tag, belege)| (*tag, 2, Lage::PortalBestaetigt, belege.clone()));
        let last = [massnahme, rueckgabe, bestaetigt]
            .into_iter()
            .flatten()
            .max_by_key(|(tag, rang, ..)| (*tag, *rang));
        if let Some((_, _, lage, belege)) = last {
            return (lage, belege);
        }
        self.ohne_massnahme(stand, geld, portal)
    }

    fn ohne_massnahme(
        &self,
        stand: &Stand,
        geld: &Geld,
        portal: &Portalergebnis,
    ) -> (Lage, Vec<Beleg>) {
        let versuch = portal.versuch.clone();
        match versuch {
            Some((Portalstatus::Begonnen, belege)) => return (Lage::ZahlungBegonnen, belege),
            _ if stand.gezahlt_cent > 0 || portal.lage.unterwegs_cent > 0 => {
                let unterwegs = portal.bestaetigt.iter().flat_map(|(_, belege)| belege);
                return (Lage::Teilzahlung, geld.belege.iter().chain(unterwegs).cloned().collect());
            }
            Some((Portalstatus::Fehlgeschlagen, belege)) => {
                return (Lage::ZahlungFehlgeschlagen, belege);
            }
            Some((_, belege)) => return (Lage::ZahlungAbgebrochen, belege),
            None => {}
        }
        (if stand.ueberfaellig { Lage::Faellig } else { Lage::Offen }, Vec::new())
    }

    fn erledigt(&self, stand: &Stand, geld: &Geld) -> (Lage, Vec<Beleg>) {
        if stand.guthaben_cent > 0 {
            return (Lage::Ueberzahlt, geld.belege.clone());
        }
        if stand.gezahlt_cent == 0 {
            // Nothing came and nothing is owed: that was decided.
            return if stand.erlassen_cent > 0 {
                (Lage::Erlassen, self.belege(|one| matches!(one.vorfall, Vorfall::Erlass { .. })))
            } else {
                let changed = |vorfall: &Vorfall| matches!(vorfall, Vorfall::Herabsetzung { .. });
                (Lage::Herabgesetzt, self.belege(|one| changed(&one.vorfall)))
            };
        }
        if stand.kasse_cent.is_some_and(|kasse| kasse >= stand.soll_cent) {
            (Lage::Ausgeglichen, geld.kassenbelege.clone())
        } else {
            (Lage::Kontoeingang, geld.belege.clone())
        }
    }
}
