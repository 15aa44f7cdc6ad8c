//! The post of the practice municipality "Gemeinde Lindenhain (Übung)", as committed in
//! `assets/uebung/`.
//!
//! Never names a real person, place, office or firm.

mod buerger;
mod stellen;

use domain::Datum;

use crate::letter::{Anschrift, Briefkopf, Letter};

/// One letter of the practice post, as data.
struct Brief {
    datei: &'static str,
    kopf: Briefkopf,
    absender: Absender,
    datum: Datum,
    betreff: &'static str,
    bezug: Option<&'static str>,
    text: &'static [&'static str],
    anlagen: &'static [&'static str],
    gezeichnet: Option<&'static str>,
}

/// Name, second line, street, postal code, place, telephone; empty means none.
type Absender = [&'static str; 6];

/// Returns the practice letters with their file names, in the order of the names.
pub fn letters() -> Vec<(&'static str, Letter)> {
    let mut letters: Vec<_> = buerger::BRIEFE
        .iter()
        .chain(stellen::BRIEFE)
        .map(|brief| (brief.datei, brief.letter()))
        .collect();
    letters.sort_by_key(|(name, _)| *name);
    letters
}

/// Returns the municipality that everybody writes to.
pub fn gemeinde() -> Anschrift {
    Anschrift {
        name: "Gemeinde Lindenhain".to_owned(),
        zusatz: None,
        strasse: "Am Anger 1".to_owned(),
        plz: "00417".to_owned(),
        ort: "Lindenhain".to_owned(),
        telefon: Some("00000 4170".to_owned()),
    }
}

impl Brief {
    fn letter(&self) -> Letter {
        let [name, zusatz, strasse, plz, ort, telefon] = self.absender.map(str::to_owned);
        let some = |text: String| (!text.is_empty()).then_some(text);
        Letter {
            kopf: self.kopf,
            sender: Anschrift {
                name,
                zusatz: some(zusatz),
                strasse,
                plz,
                ort,
                telefon: some(telefon),
            },
            recipient: gemeinde(),
            date: self.datum,
            subject: self.betreff.to_owned(),
            reference: self.bezug.map(str::to_owned),
            body: self.text.iter().map(|&text| text.to_owned()).collect(),
            enclosures: self.anlagen.iter().map(|&text| text.to_owned()).collect(),
            signed: self.gezeichnet.map(str::to_owned),
        }
    }
}
