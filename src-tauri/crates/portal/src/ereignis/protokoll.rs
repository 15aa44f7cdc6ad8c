//! The event log of a case as a whole: which keys it needs, which events it proves, and in which
//! order they may stand.
//!
//! Never drops an event silently: what is not believed is named with its place.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Aussteller, Behauptung, Ereignis, EreignisMangel, Ereignisart, Gegenstand};
use crate::dienst::Ankuendigung;
use crate::schluessel::Oeffentlich;

/// Most events of one case.
pub const EREIGNISSE_MAX: usize = 5_000;

/// Public keys by issuer and id.
pub type Schluesselmappe = BTreeMap<(Aussteller, String), Oeffentlich>;

/// An event that is not believed, and its place in the log, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mangel {
    /// Place in the log.
    pub stelle: usize,
    /// Why.
    pub grund: EreignisMangel,
}

/// What a log proves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Protokoll {
    /// Proven events, in the order of the log.
    pub ereignisse: Vec<Ereignis>,
    /// Events that are not believed.
    pub maengel: Vec<Mangel>,
    /// Events about replies and of issuers whose keys nobody here can know.
    pub ungeprueft: usize,
}

impl Protokoll {
    /// Returns the proven events about a submission.
    pub fn zu(&self, submission: uuid::Uuid) -> impl Iterator<Item = &Ereignis> {
        let about = Gegenstand::Einreichung(submission);
        self.ereignisse.iter().filter(move |event| event.gegenstand == about)
    }

    /// Returns the last proven event of a kind about a submission.
    pub fn letztes(&self, submission: uuid::Uuid, art: &Ereignisart) -> Option<&Ereignis> {
        self.zu(submission).filter(|event| event.art == *art).last()
    }
}

/// Returns the keys that a log names, so that they can be fetched before it is checked.
pub fn benoetigt(
    log: &[String],
    ist_dienst: &dyn Fn(&str) -> bool,
) -> BTreeSet<(Aussteller, String)> {
    let claims = log.iter().filter_map(|token| Behauptung::lesen(token, ist_dienst).ok());
    claims.map(|claim| (claim.aussteller, claim.token.kid)).collect()
}

/// Checks a log event by event: signature, issuer, subject, case, id and order.
///
/// The same token twice counts once. Signatures of strangers (a sender's about its replies) cannot
/// be checked here and are counted; about our submission they are not believed.
pub fn pruefen(
    log: &[String],
    mappe: &Schluesselmappe,
    erwartet: &Ankuendigung,
    ist_dienst: &dyn Fn(&str) -> bool,
) -> Protokoll {
    let mut protokoll = Protokoll::default();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut order = Reihenfolge::default();
    for (stelle, token) in log.iter().enumerate() {
        let proven = beweisen(token, mappe, erwartet, ist_dienst);
        let grund = match proven {
            Ok(Some(event)) => match seen.insert(event.kennung.clone(), token) {
                Some(before) if before == token => continue,
                Some(_) => EreignisMangel::KennungDoppelt,
                None if !order.folgt(&event, erwartet) => EreignisMangel::Reihenfolge,
                None => {
                    protokoll.ereignisse.push(event);
                    continue;
                }
            },
            Ok(None) => {
                protokoll.ungeprueft += 1;
                continue;
            }
            Err(grund) => grund,
        };
        protokoll.maengel.push(Mangel { stelle, grund });
    }
    protokoll
}

/// Proves one event; nothing if its issuer is a stranger whose word is not needed.
fn beweisen(
    token: &str,
    mappe: &Schluesselmappe,
    erwartet: &Ankuendigung,
    ist_dienst: &dyn Fn(&str) -> bool,
) -> Result<Option<Ereignis>, EreignisMangel> {
    let claim = Behauptung::lesen(token, ist_dienst)?;
    if claim.vorgang != erwartet.case {
        return Err(EreignisMangel::AndererVorgang);
    }
    let about_ours = claim.ereignis.gegenstand == Gegenstand::Einreichung(erwartet.submission);
    if about_ours && !darf(&claim.ereignis, erwartet) {
        return Err(EreignisMangel::Unbefugt);
    }
    let name = (claim.aussteller.clone(), claim.token.kid.clone());
    match mappe.get(&name) {
        Some(key) => claim.token.verify(&key.key)?,
        None if about_ours || claim.aussteller == Aussteller::Dienst => {
            return Err(EreignisMangel::SchluesselUnbekannt);
        }
        None => return Ok(None),
    }
    Ok(Some(claim.ereignis))
}

/// Whether the issuer may say this: the service about sending and deleting, the destination about
/// taking, both about refusing and handing on.
fn darf(event: &Ereignis, erwartet: &Ankuendigung) -> bool {
    let ours = event.aussteller == Aussteller::Zustellpunkt(erwartet.destination);
    let service = event.aussteller == Aussteller::Dienst;
    match event.art {
        Ereignisart::Angelegt
        | Ereignisart::Eingereicht
        | Ereignisart::Benachrichtigt
        | Ereignisart::Geloescht => service,
        Ereignisart::Angenommen => ours,
        Ereignisart::Zurueckgewiesen | Ereignisart::Weitergeleitet | Ereignisart::Unbekannt(_) => {
            ours || service
        }
    }
}

/// How far a submission has come in the log.
#[derive(Default)]
struct Reihenfolge {
    rang: u8,
}

impl Reihenfolge {
    /// Tells whether an event may stand here: incomplete, submitted, (forwarded,) accepted or
    /// rejected, deleted. A second acceptance changes nothing; notifications may come at any time.
    fn folgt(&mut self, event: &Ereignis, erwartet: &Ankuendigung) -> bool {
        if event.gegenstand != Gegenstand::Einreichung(erwartet.submission) {
            return true;
        }
        let (allowed, next) = match event.art {
            Ereignisart::Angelegt => (self.rang == 0, 1),
            Ereignisart::Eingereicht => (self.rang <= 1, 2),
            Ereignisart::Weitergeleitet => ((2..=3).contains(&self.rang), 3),
            Ereignisart::Angenommen => ((2..=4).contains(&self.rang), 4),
            Ereignisart::Zurueckgewiesen => ((2..=3).contains(&self.rang), 5),
            Ereignisart::Geloescht => (self.rang <= 5, 6),
            Ereignisart::Benachrichtigt | Ereignisart::Unbekannt(_) => (true, self.rang),
        };
        if allowed {
            self.rang = next;
        }
        allowed
    }
}
