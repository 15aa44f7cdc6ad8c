//! Which claim a payment is for.
//!
//! Never decides by amount and name: those make proposals, and a person decides.

use std::collections::{BTreeMap, BTreeSet};

use domain::suchform::suchform;
use uuid::Uuid;

use crate::Cent;
use crate::camt::{Zahlung, Zahlungsart};
use crate::forderung::Forderung;
use crate::iban;
use crate::kassenzeichen::Muster;
use crate::rf::Rf;
use crate::suche::{Suchtext, form};

/// Shortest Kassenzeichen, in letters and digits, that a free text names by itself and not by
/// chance.
const SICHER_AB: usize = 8;
/// Most claims of one debtor that are tried together.
const ZUSAMMEN_MAX: usize = 12;
/// Most proposals.
pub const VORSCHLAEGE_MAX: usize = 10;

/// A claim to match with, and what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Kandidat<'a> {
    /// The claim.
    pub forderung: &'a Forderung,
    /// What is still to be paid, in cents.
    pub offen_cent: i64,
    /// What came and stayed, in cents.
    pub gezahlt_cent: i64,
}

/// Where a reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fundort {
    /// Structured reference of the payment.
    Strukturiert,
    /// Reference from end to end.
    EndToEnd,
    /// Free text.
    Text,
}

/// Why a payment may be for a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grund {
    /// It carries the claim's creditor reference (ISO 11649).
    Rf {
        /// Where.
        ort: Fundort,
    },
    /// It carries the claim's Kassenzeichen.
    Kassenzeichen {
        /// Where.
        ort: Fundort,
    },
    /// It carries it in free text, but that is too short to stand there by no chance.
    KurzesKassenzeichen,
    /// The amount is what is open, or for a return what came.
    Betrag,
    /// Account of the debtor.
    Iban,
    /// Name of the debtor.
    Name,
}

/// Part of a payment for one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anteil {
    /// The claim.
    pub forderung: Uuid,
    /// How much.
    pub betrag: Cent,
}

/// One way to assign a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vorschlag {
    /// What goes where; together never more than the payment.
    pub anteile: Vec<Anteil>,
    /// Why.
    pub gruende: Vec<Grund>,
}

/// What a payment is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ergebnis {
    /// One claim, by its reference.
    Treffer(Vorschlag),
    /// A person has to choose; best first, at most [`VORSCHLAEGE_MAX`].
    Vorschlaege(Vec<Vorschlag>),
    /// Nothing fits.
    Keine,
}

/// Result of matching one payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abgleich {
    /// What it is for.
    pub ergebnis: Ergebnis,
    /// Kassenzeichen of the house that it names and no claim has.
    pub unbekannt: Vec<String>,
}

/// Claims in the form in which payments are matched with them.
#[derive(Debug)]
pub struct Verzeichnis<'a> {
    kandidaten: Vec<Kandidat<'a>>,
    /// References in their bare form, and whether they are creditor references.
    referenzen: BTreeMap<String, Vec<(usize, bool)>>,
    laengen: BTreeSet<usize>,
    ibans: BTreeMap<String, Vec<usize>>,
    /// Words of the debtors' names in search form, by number.
    worte: BTreeMap<String, usize>,
    /// By word: the claims whose debtor has it in the name.
    namensgleich: Vec<Vec<usize>>,
    /// By claim: the words of the debtor's name, in order.
    namen: Vec<Vec<usize>>,
    muster: Option<&'a Muster>,
}

impl<'a> Verzeichnis<'a> {
    /// Takes the claims, and the pattern by which a number is known as one of the house's.
    pub fn new(kandidaten: Vec<Kandidat<'a>>, muster: Option<&'a Muster>) -> Self {
        let mut verzeichnis = Self {
            kandidaten: Vec::new(),
            referenzen: BTreeMap::new(),
            laengen: BTreeSet::new(),
            ibans: BTreeMap::new(),
            worte: BTreeMap::new(),
            namensgleich: Vec::new(),
            namen: Vec::new(),
            muster,
        };
        for (at, kandidat) in kandidaten.iter().enumerate() {
            let forderung = kandidat.forderung;
            let kassenzeichen = form(&forderung.kassenzeichen);
            let rf = Rf::bilden(&forderung.kassenzeichen).ok();
            let rf = rf.map(|rf| (rf.as_str().to_owned(), true));
            for (text, is_rf) in [Some((kassenzeichen, false)), rf].into_iter().flatten() {
                if !text.is_empty() {
                    verzeichnis.laengen.insert(text.len());
                    verzeichnis.referenzen.entry(text).or_default().push((at, is_rf));
                }
            }
            let iban = iban::bereinigt(&forderung.schuldner.iban);
            if !iban.is_empty() {
                verzeichnis.ibans.entry(iban).or_default().push(at);
            }
            verzeichnis.benennen(at, &forderung.schuldner.name);
        }
        verzeichnis.kandidaten = kandidaten;
        verzeichnis
    }

    fn benennen(&mut self, at: usize, name: &str) {
        let mut worte: Vec<usize> = Vec::new();
        for wort in worte_von(name) {
            let next = self.namensgleich.len();
            let wort = *self.worte.entry(wort).or_insert(next);
            if wort == next {
                self.namensgleich.push(Vec::new());
            }
            if !worte.contains(&wort) {
                worte.push(wort);
                self.namensgleich.get_mut(wort).into_iter().for_each(|same| same.push(at));
            }
        }
        worte.sort_unstable();
        self.namen.push(worte);
    }

    /// Says which claim a payment is for, and why.
    ///
    /// A reference decides if it names one claim only and the payment is not a batch; everything
    /// else is a proposal.
    pub fn abgleichen(&self, zahlung: &Zahlung) -> Abgleich {
        let genannt = self.genannt(zahlung);
        let unbekannt = self.unbekannt(zahlung, &genannt);
        let sure = |gruende: &BTreeSet<Grund>| {
            !zahlung.sammelposten && gruende.iter().any(|one| *one != Grund::KurzesKassenzeichen)
        };
        let one = (genannt.len() == 1).then(|| genannt.iter().next()).flatten();
        let ergebnis = match one {
            Some((&at, gruende)) if sure(gruende) => {
                let gruende = gruende.iter().cloned().collect();
                let anteile = self.anteil(at, zahlung.betrag).into_iter().collect();
                Ergebnis::Treffer(Vorschlag { anteile, gruende })
            }
            _ => {
                let mut vorschlaege = self.nach_referenz(zahlung, &genannt);
                if vorschlaege.is_empty() {
                    vorschlaege = self.nach_schuldner(zahlung);
                }
                vorschlaege.truncate(VORSCHLAEGE_MAX);
                if vorschlaege.is_empty() {
                    Ergebnis::Keine
                } else {
                    Ergebnis::Vorschlaege(vorschlaege)
                }
            }
        };
        Abgleich { ergebnis, unbekannt }
    }

    fn kandidat(&self, at: usize) -> Option<&Kandidat<'a>> {
        self.kandidaten.get(at)
    }

    fn anteil(&self, at: usize, betrag: Cent) -> Option<Anteil> {
        Some(Anteil { forderung: self.kandidat(at)?.forderung.id, betrag })
    }

    /// Claims that the payment names by a reference, and why.
    fn genannt(&self, zahlung: &Zahlung) -> BTreeMap<usize, BTreeSet<Grund>> {
        let mut found: BTreeMap<usize, BTreeSet<Grund>> = BTreeMap::new();
        let mut note = |text: &str, ort: Fundort| {
            for &(at, rf) in self.referenzen.get(text).into_iter().flatten() {
                let short = ort == Fundort::Text && text.len() < SICHER_AB;
                let grund = match (rf, short) {
                    (true, _) => Grund::Rf { ort },
                    (false, true) => Grund::KurzesKassenzeichen,
                    (false, false) => Grund::Kassenzeichen { ort },
                };
                found.entry(at).or_default().insert(grund);
            }
        };
        for referenz in &zahlung.referenzen {
            note(&form(&referenz.wert), Fundort::Strukturiert);
        }
        note(&form(&zahlung.end_to_end), Fundort::EndToEnd);
        let text = Suchtext::new(&zahlung.text);
        for &laenge in &self.laengen {
            text.fenster(laenge).for_each(|run| note(&run, Fundort::Text));
        }
        found
    }

    /// Kassenzeichen of the house's pattern that no claim has.
    fn unbekannt(
        &self,
        zahlung: &Zahlung,
        genannt: &BTreeMap<usize, BTreeSet<Grund>>,
    ) -> Vec<String> {
        let Some(muster) = self.muster else { return Vec::new() };
        let mut text = vec![zahlung.text.as_str(), zahlung.end_to_end.as_str()];
        text.extend(zahlung.referenzen.iter().map(|one| one.wert.as_str()));
        let known: BTreeSet<String> = genannt
            .keys()
            .filter_map(|&at| self.kandidat(at))
            .map(|kandidat| form(&kandidat.forderung.kassenzeichen))
            .collect();
        let found = muster.finden(&text.join(", ")).into_iter().map(|one| one.text);
        found.filter(|text| !known.contains(&form(text))).collect()
    }

    /// Several claims are named, or one not for sure: the sum of what is open first, then each.
    fn nach_referenz(
        &self,
        zahlung: &Zahlung,
        genannt: &BTreeMap<usize, BTreeSet<Grund>>,
    ) -> Vec<Vorschlag> {
        let all: Vec<usize> = genannt.keys().copied().collect();
        let mut vorschlaege = Vec::new();
        if all.len() > 1 && self.bewegbar(zahlung, &all) == Some(zahlung.betrag.wert()) {
            let gruende: BTreeSet<Grund> = genannt.values().flatten().cloned().collect();
            vorschlaege.extend(self.verteilt(zahlung, &all, gruende));
        }
        let mut einzeln: Vec<(bool, Vorschlag)> = Vec::new();
        for (&at, gruende) in genannt {
            let mut gruende = gruende.clone();
            let takes = self.bewegbar(zahlung, &[at]).and_then(|cent| Cent::neu(cent).ok());
            let fits = takes == Some(zahlung.betrag);
            if fits {
                gruende.insert(Grund::Betrag);
            }
            // Of a batch, no claim gets more than it can take.
            let part = takes.filter(|takes| zahlung.sammelposten && *takes < zahlung.betrag);
            let anteile = self.anteil(at, part.unwrap_or(zahlung.betrag)).into_iter().collect();
            einzeln.push((!fits, Vorschlag { anteile, gruende: gruende.into_iter().collect() }));
        }
        einzeln.sort_by_key(|(misfit, _)| *misfit);
        vorschlaege.extend(einzeln.into_iter().map(|(_, vorschlag)| vorschlag));
        vorschlaege
    }

    /// What these claims can take of such a payment, in cents: what is open, for a return what
    /// came.
    fn bewegbar(&self, zahlung: &Zahlung, which: &[usize]) -> Option<i64> {
        which.iter().try_fold(0_i64, |sum, &at| {
            let kandidat = self.kandidat(at)?;
            sum.checked_add(match zahlung.art {
                Zahlungsart::Eingang | Zahlungsart::Rueckkehr => kandidat.offen_cent,
                Zahlungsart::Rueckgabe | Zahlungsart::Ausgang => kandidat.gezahlt_cent,
            })
        })
    }

    /// A payment over claims, each with all it can take.
    fn verteilt(
        &self,
        zahlung: &Zahlung,
        which: &[usize],
        mut gruende: BTreeSet<Grund>,
    ) -> Option<Vorschlag> {
        let anteile: Option<Vec<Anteil>> = which
            .iter()
            .map(|&at| self.anteil(at, Cent::neu(self.bewegbar(zahlung, &[at])?).ok()?))
            .collect();
        gruende.insert(Grund::Betrag);
        Some(Vorschlag { anteile: anteile?, gruende: gruende.into_iter().collect() })
    }

    /// No reference: claims of the same debtor whose open amounts make the payment.
    fn nach_schuldner(&self, zahlung: &Zahlung) -> Vec<Vorschlag> {
        let mut passend: Vec<(usize, BTreeSet<Grund>)> =
            self.von_ihm(zahlung).into_iter().collect();
        passend.retain(|(at, _)| {
            let kandidat = self.kandidat(*at);
            let in_time = kandidat.is_some_and(|one| one.forderung.festgesetzt_am <= zahlung.tag);
            in_time && self.bewegbar(zahlung, &[*at]).is_some_and(|cent| cent > 0)
        });
        let cent: Vec<i64> = passend
            .iter()
            .map(|(at, _)| self.bewegbar(zahlung, &[*at]).unwrap_or_default())
            .collect();
        let mut choices: Vec<Vec<&(usize, BTreeSet<Grund>)>> = Vec::new();
        for (one, cent) in passend.iter().zip(&cent) {
            if *cent == zahlung.betrag.wert() {
                choices.push(vec![one]);
            }
        }
        if choices.len() < VORSCHLAEGE_MAX {
            choices.extend(zusammen(&cent, zahlung.betrag.wert()).into_iter().map(|bits| {
                let chosen = passend.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
                chosen.map(|(_, one)| one).collect()
            }));
        }
        let mut found: Vec<(usize, bool, Vorschlag)> = Vec::new();
        for chosen in choices {
            let which: Vec<usize> = chosen.iter().map(|(at, _)| *at).collect();
            let gruende = chosen.iter().flat_map(|(_, gruende)| gruende).cloned().collect();
            let by_name = chosen.iter().any(|(_, gruende)| !gruende.contains(&Grund::Iban));
            let vorschlag = self.verteilt(zahlung, &which, gruende);
            found.extend(vorschlag.map(|one| (which.len(), by_name, one)));
        }
        // Fewer claims first, then those whose account is known.
        found.sort_by_key(|(claims, by_name, _)| (*claims, *by_name));
        if found.is_empty() {
            return self.teilzahlung(zahlung, &passend);
        }
        found.into_iter().map(|(_, _, vorschlag)| vorschlag).collect()
    }

    /// The account is the debtor's, and the amount is less than what is open.
    fn teilzahlung(
        &self,
        zahlung: &Zahlung,
        passend: &[(usize, BTreeSet<Grund>)],
    ) -> Vec<Vorschlag> {
        let by_iban = passend.iter().filter(|(_, gruende)| gruende.contains(&Grund::Iban));
        let room =
            by_iban.filter(|(at, _)| self.bewegbar(zahlung, &[*at]) >= Some(zahlung.betrag.wert()));
        room.filter_map(|(at, gruende)| {
            let anteile = vec![self.anteil(*at, zahlung.betrag)?];
            Some(Vorschlag { anteile, gruende: gruende.iter().cloned().collect() })
        })
        .collect()
    }

    /// Claims whose debtor is on the other side, by account or name.
    fn von_ihm(&self, zahlung: &Zahlung) -> BTreeMap<usize, BTreeSet<Grund>> {
        let mut found: BTreeMap<usize, BTreeSet<Grund>> = BTreeMap::new();
        let iban = iban::bereinigt(&zahlung.gegenseite.konto);
        for &at in self.ibans.get(&iban).into_iter().flatten() {
            found.entry(at).or_default().insert(Grund::Iban);
        }
        for name in [&zahlung.gegenseite.name, &zahlung.gegenseite.im_auftrag] {
            for at in self.gleichnamig(name) {
                found.entry(at).or_default().insert(Grund::Name);
            }
        }
        found
    }

    /// Claims whose debtor has this name: banks cut names, and couples share accounts, so the
    /// shorter name has to be in the longer one, with two words at least.
    fn gleichnamig(&self, name: &str) -> Vec<usize> {
        let all: BTreeSet<String> = worte_von(name).collect();
        let mut known: Vec<usize> =
            all.iter().filter_map(|wort| self.worte.get(wort).copied()).collect();
        let having = |wort: usize| self.namensgleich.get(wort).map_or(&[][..], Vec::as_slice);
        known.sort_by_key(|wort| having(*wort).len());
        // Where two words have to agree, one of them is not the most frequent.
        let asked = if all.len() > 1 { known.len().saturating_sub(1) } else { known.len() };
        let mut found: Vec<usize> =
            known.iter().take(asked).flat_map(|wort| having(*wort)).copied().collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|at| {
            let Some(dort) = self.namen.get(*at) else { return false };
            let both = known.iter().filter(|wort| dort.binary_search(wort).is_ok()).count();
            let fewer = all.len().min(dort.len());
            both == fewer && (fewer >= 2 || all.len() == dort.len())
        });
        found
    }
}

/// Returns which of the first amounts make a sum, several at least, as bits.
fn zusammen(cent: &[i64], summe: i64) -> Vec<u32> {
    let few = cent.get(..cent.len().min(ZUSAMMEN_MAX)).unwrap_or_default();
    // The sum of each choice: that of the choice without its lowest bit, and the one of that bit.
    let mut sums = vec![0_i64];
    let mut found = Vec::new();
    for bits in 1_u32..1 << few.len() {
        let before = usize::try_from(bits & (bits - 1)).ok().and_then(|at| sums.get(at));
        let lowest = usize::try_from(bits.trailing_zeros()).ok().and_then(|at| few.get(at));
        let sum = before.zip(lowest).map_or(i64::MAX, |(sum, cent)| sum.saturating_add(*cent));
        sums.push(sum);
        if sum == summe && bits.count_ones() > 1 {
            found.push(bits);
        }
    }
    found
}

/// Returns the words of a name in search form, without titles.
fn worte_von(name: &str) -> impl Iterator<Item = String> {
    const TITEL: [&str; 6] = ["herr", "herrn", "frau", "dr", "prof", "familie"];
    let words = suchform(name);
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    words.into_iter().filter(|word| word.len() > 1 && !TITEL.contains(&word.as_str()))
}
