//! What places say about a claim.
//!
//! Never without the place that said it and a reference to where.

use domain::Datum;
use serde::{Deserialize, Serialize};

use crate::Cent;

/// Place that said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stelle {
    /// Payment service behind an online form (XBezahldienste).
    Portal,
    /// Bank, by its statements (camt).
    Bank,
    /// Treasury, by its own system.
    Kasse,
    /// Clerk in charge.
    Sachbearbeitung,
}

/// Where something was said. Two events with the same reference are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Beleg {
    /// Who said it.
    pub stelle: Stelle,
    /// Its own name for it: a booking's identity, a transaction with its status, an act's id.
    pub kennung: String,
}

/// Status of a payment at the portal (XBezahldienste 1.0.0, `paymentInformation.status`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Portalstatus {
    /// `INITIAL`: begun.
    Begonnen,
    /// `CANCELED`: broken off by the payer.
    Abgebrochen,
    /// `FAILED`: did not work.
    Fehlgeschlagen,
    /// `PAYED`, in some texts `BOOKED`: paid, as the portal says.
    Bezahlt,
}

impl Portalstatus {
    /// Reads a status as the standard spells it; `BOOKED` is `PAYED`.
    ///
    /// One that it does not have is none: guessing it would mean guessing whether somebody paid.
    pub fn lesen(text: &str) -> Option<Self> {
        match text {
            "INITIAL" => Some(Self::Begonnen),
            "PAYED" | "BOOKED" => Some(Self::Bezahlt),
            "FAILED" => Some(Self::Fehlgeschlagen),
            "CANCELED" => Some(Self::Abgebrochen),
            _ => None,
        }
    }

    /// Returns it in the standard's word.
    pub const fn wort(self) -> &'static str {
        match self {
            Self::Begonnen => "INITIAL",
            Self::Bezahlt => "PAYED",
            Self::Fehlgeschlagen => "FAILED",
            Self::Abgebrochen => "CANCELED",
        }
    }
}

/// What a further claim beside the main one is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nebenforderungsart {
    /// Surcharge for late payment.
    Saeumniszuschlag,
    /// What the bank took for a direct debit that came back.
    Ruecklastschriftkosten,
    /// Costs of enforcement.
    Vollstreckungskosten,
    /// Interest.
    Zinsen,
    /// Anything else.
    Sonstige,
}

/// One instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rate {
    /// Last day to pay it.
    pub faellig_am: Datum,
    /// Amount.
    pub betrag: Cent,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "art", rename_all = "snake_case")]
pub enum Vorfall {
    /// The portal names the status of a payment.
    Portal {
        /// Transaction at the payment service.
        transaktion: String,
        /// Its status.
        status: Portalstatus,
        /// Amount; none means the whole claim.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        betrag: Option<Cent>,
    },
    /// Money came in.
    Zahlung {
        /// Amount.
        betrag: Cent,
    },
    /// Money that had come in was taken back: return debit, reversal.
    Rueckgabe {
        /// What had come in.
        betrag: Cent,
        /// What the bank took for it.
        gebuehr: Cent,
        /// Reason, as the bank codes or writes it.
        grund: String,
    },
    /// The office paid back.
    Rueckzahlung {
        /// Amount.
        betrag: Cent,
    },
    /// Reminder.
    Mahnung {
        /// Level, from 1.
        stufe: u8,
        /// Fee; nothing if none.
        gebuehr: Cent,
    },
    /// A further claim beside the main one.
    Nebenforderung {
        /// What for.
        wofuer: Nebenforderungsart,
        /// Amount.
        betrag: Cent,
    },
    /// Deferral (Stundung): what is open may be paid later, at once or in instalments.
    Stundung {
        /// Instalments; one if it is no plan.
        raten: Vec<Rate>,
    },
    /// The claim is not pursued (Niederschlagung), but stays.
    Niederschlagung {
        /// Last day (befristet); none means without end (unbefristet).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bis: Option<Datum>,
    },
    /// The claim ends by so much (Erlass).
    Erlass {
        /// Amount.
        betrag: Cent,
    },
    /// The notice was changed or revoked: the claim never was so high.
    Herabsetzung {
        /// Amount.
        betrag: Cent,
    },
    /// The enforcement office was asked.
    Vollstreckungsersuchen {
        /// Amount.
        betrag: Cent,
    },
    /// What was said before does not hold: a mistake, or a measure that ended.
    Widerruf {
        /// What was said.
        von: Beleg,
    },
}

impl Vorfall {
    /// Returns the money that came (above zero) or went, in cents; nothing if it is about none.
    pub fn bewegung_cent(&self) -> Option<i64> {
        match self {
            Self::Zahlung { betrag } => Some(betrag.wert()),
            Self::Rueckgabe { betrag, .. } | Self::Rueckzahlung { betrag } => Some(-betrag.wert()),
            _ => None,
        }
    }
}

/// Something that a place said about a claim. The order of events is the order of days.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ereignis {
    /// Day on which it happened.
    pub tag: Datum,
    /// Who said it, and where.
    pub beleg: Beleg,
    /// What happened.
    pub vorfall: Vorfall,
    /// Who said it in person, or the account or service, as it is shown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub von: String,
}

impl Ereignis {
    /// Tells whether this place may say such a thing: money is said by bank and treasury, measures
    /// by treasury and clerk, the portal speaks of its payments only.
    pub fn zustaendig(&self) -> bool {
        use Stelle::{Bank, Kasse, Portal, Sachbearbeitung};
        use Vorfall as V;
        match &self.vorfall {
            V::Portal { .. } => self.beleg.stelle == Portal,
            V::Zahlung { .. } | V::Rueckgabe { .. } | V::Rueckzahlung { .. } => {
                matches!(self.beleg.stelle, Bank | Kasse)
            }
            _ => matches!(self.beleg.stelle, Kasse | Sachbearbeitung),
        }
    }
}
