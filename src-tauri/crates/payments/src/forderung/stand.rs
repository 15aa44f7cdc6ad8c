//! The status of a claim, and why.
//!
//! Never depends on the order in which events arrive, and never hides one: each stands in the
//! Verlauf with what it is worth.

use domain::Datum;
use serde::{Deserialize, Serialize};

use super::Forderung;
use super::ereignis::{Beleg, Ereignis, Rate};
use super::rechner::Rechner;

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "art", rename_all = "snake_case")]
pub enum Lage {
    /// To be paid, and there is still time.
    Offen,
    /// To be paid, and the day has passed.
    Faellig,
    /// A payment was begun at the portal.
    ZahlungBegonnen,
    /// The last attempt at the portal did not work.
    ZahlungFehlgeschlagen,
    /// The last attempt at the portal was broken off.
    ZahlungAbgebrochen,
    /// The portal says all is paid; the money is not there yet.
    PortalBestaetigt,
    /// Some money came, or is on its way by the portal's word.
    Teilzahlung,
    /// All money is there, the treasury has not settled it yet.
    Kontoeingang,
    /// All is settled, as the treasury says.
    Ausgeglichen,
    /// More came than was owed.
    Ueberzahlt,
    /// Money that had come was taken back.
    Zurueckgegeben,
    /// Reminded.
    Gemahnt {
        /// Highest level.
        stufe: u8,
    },
    /// Deferred, and the instalments are kept.
    Gestundet,
    /// Deferred, but an instalment is late.
    StundungVerletzt,
    /// Handed to the enforcement office.
    Vollstreckung,
    /// Not pursued.
    Niedergeschlagen {
        /// Last day; none means without end.
        bis: Option<Datum>,
    },
    /// Ended by remission.
    Erlassen,
    /// The notice was changed so that nothing is owed.
    Herabgesetzt,
}

/// What an event is worth for the status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "art", rename_all = "snake_case")]
pub enum Geltung {
    /// It counts.
    Zaehlt,
    /// Another place said the same; it counts there.
    Bestaetigt,
    /// The same event again.
    Wiederholt,
    /// The same reference with another content: does not count, a person has to look.
    Widerspruch,
    /// Taken back.
    Widerrufen {
        /// By what.
        durch: Beleg,
    },
    /// A later or a better word stands in its place.
    Ueberholt,
    /// Without effect: the place may not say this, or what it takes back is not there.
    Wirkungslos,
}

/// An event with its worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verlaufszeile {
    /// The event.
    pub ereignis: Ereignis,
    /// What it is worth.
    pub geltung: Geltung,
}

/// What a person has to know about a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "art", rename_all = "snake_case")]
pub enum Standhinweis {
    /// One reference came with two contents.
    BelegMitZweiInhalten {
        /// The reference.
        beleg: Beleg,
    },
    /// A place said what is not its to say.
    FalscheStelle {
        /// Where.
        beleg: Beleg,
    },
    /// Something was taken back that is not there, or was a taking back itself.
    WiderrufOhneZiel {
        /// The taking back.
        beleg: Beleg,
    },
    /// Bank and treasury say different sums.
    SummenVerschieden {
        /// The bank's.
        bank_cent: i64,
        /// The treasury's.
        kasse_cent: i64,
    },
    /// Treasury and clerk say different fees for one reminder.
    MahngebuehrVerschieden {
        /// Level.
        stufe: u8,
    },
    /// A transaction failed after it had been paid.
    PortalWiderspruch {
        /// The transaction.
        transaktion: String,
    },
    /// More than one transaction was paid.
    PortalMehrfachBezahlt {
        /// The transactions.
        transaktionen: Vec<String>,
    },
    /// The bank took a fee for a return that nobody claimed from the debtor.
    BankgebuehrNichtGefordert {
        /// Fees of the bank that are not claimed.
        cent: i64,
    },
    /// The instalments are less than what is open.
    RatenDeckenNicht {
        /// What lacks.
        fehlt_cent: i64,
    },
    /// The time for which the claim was not pursued is over.
    NiederschlagungAbgelaufen {
        /// Its last day.
        bis: Datum,
    },
    /// Enforcement was asked for without a reminder before.
    VollstreckungOhneMahnung,
    /// Enforcement was asked for a claim that the office may not enforce by itself.
    VollstreckungPrivatrechtlich,
    /// More was remitted or reduced than was owed.
    MehrErlassenAlsGeschuldet {
        /// How much more.
        cent: i64,
    },
}

/// What the portal says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Portallage {
    /// Paid as the portal says, but not seen at bank or treasury, in cents.
    pub unterwegs_cent: i64,
    /// Transactions to be asked for: begun ones, and for a week those that failed, because a later
    /// success counts and its callback may be lost.
    pub nachzufragen: Vec<String>,
}

/// A deferral that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stundungsstand {
    /// First instalment whose day has not passed.
    pub naechste: Option<Rate>,
    /// What should have come by now and did not, in cents.
    pub rueckstand_cent: i64,
}

/// The status of a claim on a day. Every amount is in cents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// Where it stands.
    pub lage: Lage,
    /// What that rests on: who said it, and where.
    pub gruende: Vec<Beleg>,
    /// Sum of the positions.
    pub hauptforderung_cent: i64,
    /// Fees of reminders and other further claims.
    pub nebenforderungen_cent: i64,
    /// Remitted.
    pub erlassen_cent: i64,
    /// Taken back by a changed notice.
    pub herabgesetzt_cent: i64,
    /// What is owed after all that, never below 0.
    pub soll_cent: i64,
    /// What came and stayed, each payment once, whoever said it.
    pub gezahlt_cent: i64,
    /// What is still to be paid, never below 0.
    pub offen_cent: i64,
    /// What came too much, never below 0.
    pub guthaben_cent: i64,
    /// What the bank alone says; none if it said nothing.
    pub bank_cent: Option<i64>,
    /// What the treasury alone says; none if it said nothing.
    pub kasse_cent: Option<i64>,
    /// What the portal says.
    pub portal: Portallage,
    /// Highest level of reminder, 0 for none.
    pub mahnstufe: u8,
    /// The deferral in force.
    pub stundung: Option<Stundungsstand>,
    /// Something is open and its day has passed; a deferral in force moves that day.
    pub ueberfaellig: bool,
    /// Every event in its order, with what it is worth.
    pub verlauf: Vec<Verlaufszeile>,
    /// What a person has to know, each once.
    pub hinweise: Vec<Standhinweis>,
}

/// Returns the status of a claim on a day, from everything that was said about it, in whatever
/// order that arrives.
///
/// Money that bank and treasury both name counts once: of each amount as many payments as the
/// place knows that knows most of them; if both name the same sum, that sum. Measures (Mahnung,
/// Stundung, Niederschlagung, Vollstreckungsersuchen), a return and the portal's word follow one
/// another by their days, and the last one is the Lage while something is open.
pub fn stand(forderung: &Forderung, ereignisse: &[Ereignis], heute: Datum) -> Stand {
    let mut rechner = Rechner::new(ereignisse);
    let geld = rechner.geld();
    let neben = rechner.nebenforderungen();
    rechner.bankgebuehren();
    let haupt = forderung.positionen.summe().wert();
    let (erlassen, herabgesetzt) = rechner.minderungen();
    let rest = haupt.saturating_add(neben).saturating_sub(erlassen).saturating_sub(herabgesetzt);
    if rest < 0 {
        rechner.hinweis(Standhinweis::MehrErlassenAlsGeschuldet { cent: -rest });
    }
    let soll = rest.max(0);
    let offen = soll.saturating_sub(geld.gezahlt).max(0);
    let portal = rechner.portal(&geld, forderung.positionen.summe(), soll, heute);
    let massnahmen = rechner.massnahmen(forderung, heute);
    let stundung = rechner.stundung(&massnahmen, offen, heute);
    let mut stand = Stand {
        lage: Lage::Offen,
        gruende: Vec::new(),
        hauptforderung_cent: haupt,
        nebenforderungen_cent: neben,
        erlassen_cent: erlassen,
        herabgesetzt_cent: herabgesetzt,
        soll_cent: soll,
        gezahlt_cent: geld.gezahlt,
        offen_cent: offen,
        guthaben_cent: geld.gezahlt.saturating_sub(soll).max(0),
        bank_cent: geld.bank,
        kasse_cent: geld.kasse,
        portal: portal.lage.clone(),
        mahnstufe: rechner.mahnstufe(),
        ueberfaellig: offen > 0
            && match &stundung {
                Some(stundung) => stundung.rueckstand_cent > 0,
                None => heute > forderung.faellig_am,
            },
        stundung,
        verlauf: Vec::new(),
        hinweise: Vec::new(),
    };
    (stand.lage, stand.gruende) = rechner.lage(&stand, &geld, &portal, &massnahmen);
    (stand.verlauf, stand.hinweise) = rechner.ende();
    stand
}
