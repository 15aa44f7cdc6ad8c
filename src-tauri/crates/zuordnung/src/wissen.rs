//! What an office knows, kept in memory and fed record by record.

use domain::Datum;
use domain::lernmerkmale::Lernmerkmale;
use uuid::Uuid;

use crate::bestand::Bestand;
use crate::gelesen::Gelesen;
use crate::gewichte::Richtung;
use crate::modell::Modell;
use crate::vorschlag::{Schreiben, Vorschlag, Ziel};
use crate::vorschlagen;

/// What is known of an Akte.
#[derive(Debug, Clone, Default)]
pub struct AkteKenntnis {
    /// Its references, final and provisional.
    pub zeichen: Vec<String>,
    /// Its subject.
    pub betreff: String,
    /// Number and name of its place in the Aktenplan.
    pub plan: String,
    /// Nothing can be filed into it.
    pub geschlossen: bool,
}

/// What is known of a Vorgang.
#[derive(Debug, Clone, Default)]
pub struct VorgangKenntnis {
    /// Its Akte.
    pub akte: Uuid,
    /// Its references, final and provisional, and others' signs for it.
    pub zeichen: Vec<String>,
    /// Its subject.
    pub betreff: String,
    /// Parties (Kontakte).
    pub beteiligte: Vec<Uuid>,
    /// Nothing can be filed into it.
    pub geschlossen: bool,
    /// When it was begun.
    pub begonnen: Option<Datum>,
}

/// What is known of a Kontakt.
#[derive(Debug, Clone, Default)]
pub struct KontaktKenntnis {
    /// Family name, or the institution's name.
    pub name: String,
    /// Given name.
    pub vorname: String,
    /// Institution.
    pub institution: String,
    /// Street with number.
    pub strasse: String,
    /// Postal code.
    pub plz: String,
    /// Place.
    pub ort: String,
    /// E-mail address.
    pub mail: String,
    /// Bank account.
    pub iban: String,
    /// Telephone.
    pub telefon: String,
}

/// A filed document.
#[derive(Debug, Clone, Default)]
pub struct Abgelegt {
    /// Where it lies.
    pub vorgang: Uuid,
    /// What it teaches.
    pub merkmale: Lernmerkmale,
    /// Its kind (`Dokument.typ`).
    pub typ: Option<String>,
    /// Its sender (a Kontakt).
    pub absender: Option<Uuid>,
    /// The sender's own sign.
    pub fremdzeichen: Option<String>,
    /// We wrote it.
    pub ausgang: bool,
    /// Day of receipt or of writing.
    pub am: Option<Datum>,
    /// It opened its Vorgang.
    pub erstes: bool,
}

/// Knowledge of one Mandant.
///
/// Every `set_…` replaces what was known of that record; what is fed in another order ends the
/// same. Closed Vorgänge and Akten are known (their parties, their words) but never proposed.
#[derive(Debug, Default)]
pub struct Wissen {
    bestand: Bestand,
    modell: Modell,
}

impl Wissen {
    /// Knows nothing yet; proposes with the weights of the model.
    pub fn new(modell: Modell) -> Self {
        Self { bestand: Bestand::default(), modell }
    }

    /// Learns of an Akte.
    pub fn set_akte(&mut self, id: Uuid, akte: AkteKenntnis) {
        self.bestand.set_akte(id, akte);
    }

    /// Learns of a Vorgang.
    pub fn set_vorgang(&mut self, id: Uuid, vorgang: VorgangKenntnis) {
        self.bestand.set_vorgang(id, vorgang);
    }

    /// Learns of a Kontakt.
    pub fn set_kontakt(&mut self, id: Uuid, kontakt: KontaktKenntnis) {
        self.bestand.set_kontakt(id, &kontakt);
    }

    /// Learns from a filed document.
    pub fn set_dokument(&mut self, id: Uuid, dokument: Abgelegt) {
        self.bestand.set_dokument(id, &dokument);
    }

    /// Forgets a record of any kind.
    pub fn remove(&mut self, id: Uuid) {
        self.bestand.remove(id);
    }

    /// Proposes where a letter belongs; never fails, an empty proposal says that nothing is known.
    pub fn vorschlagen(&self, schreiben: &Schreiben<'_>) -> Vorschlag {
        let gelesen = Gelesen::new(schreiben, &self.bestand);
        vorschlagen::vorschlag(&gelesen, &self.bestand, &self.modell)
    }

    /// Returns what a letter teaches once it is filed.
    pub fn merkmale(&self, schreiben: &Schreiben<'_>) -> Lernmerkmale {
        Gelesen::new(schreiben, &self.bestand).merkmale(&self.bestand)
    }

    /// Learns from a decision, before the document itself is known: how far each kind of evidence
    /// can be trusted here. Call it with what was filed, whether confirmed or corrected.
    pub fn entschieden(&mut self, schreiben: &Schreiben<'_>, ziel: Ziel) {
        let gelesen = Gelesen::new(schreiben, &self.bestand);
        let (kandidaten, richtig) = vorschlagen::ziele(&gelesen, &self.bestand, &self.modell, ziel);
        self.modell.lernen(&kandidaten, richtig, self.bestand.anzahl());
    }

    /// Returns the model as it has become.
    pub fn modell(&self) -> &Modell {
        &self.modell
    }

    /// Returns what could have been learned about each question from a letter whose answers are
    /// known: for fitting the delivered weights, never needed in an office.
    pub fn lehrstuecke(&self, schreiben: &Schreiben<'_>, wahrheit: &Wahrheit) -> Vec<Lehrstueck> {
        let gelesen = Gelesen::new(schreiben, &self.bestand);
        vorschlagen::lehrstuecke(&gelesen, &self.bestand, &self.modell, wahrheit)
    }
}

/// The right answers for a letter.
#[derive(Debug, Clone)]
pub struct Wahrheit {
    /// Where it belongs.
    pub ziel: Ziel,
    /// Who wrote it, if it is somebody known.
    pub absender: Option<Uuid>,
    /// Its kind.
    pub typ: Option<String>,
    /// Its date.
    pub datum: Option<Datum>,
    /// The day until which it asks for something.
    pub frist: Option<Datum>,
}

/// One question about one letter: what was seen of each possible answer, and which was right.
#[derive(Debug, Clone)]
pub struct Lehrstueck {
    /// Name of the question.
    pub frage: &'static str,
    /// Names of what is seen.
    pub namen: &'static [&'static str],
    /// Which way each may count.
    pub richtungen: &'static [Richtung],
    /// Weights as they were set by hand.
    pub anfang: &'static [f32],
    /// Weights as delivered.
    pub gewichte: &'static [f32],
    /// How much the delivered ones count against those set by hand in this office.
    pub anteil: f64,
    /// What was seen of each answer; the last one is "none of these".
    pub antworten: Vec<Vec<f32>>,
    /// The right one.
    pub richtig: usize,
}
