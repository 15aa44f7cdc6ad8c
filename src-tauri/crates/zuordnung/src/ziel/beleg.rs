//! Evidence as it is shown: what it is, where it stands, how much it counts.
//!
//! Never shows what the letter does not have: words are taken from the line that is named.

use super::{Hinweis, Kandidat, Umfeld};
use crate::gewichte::{Messung as _, Ziel as Merkmal};
use crate::vorschlag::{Beleg, Belegart, Ziel};

/// Pieces of evidence that are shown.
const MOST: usize = 8;
/// Part in the decision below which a piece is not worth showing.
const SLIGHT: f64 = 0.1;

/// What each measure is evidence of.
const ARTEN: &[(Belegart, &[Merkmal])] = &[
    (Belegart::Code, &[Merkmal::Code]),
    (
        Belegart::Aktenzeichen,
        &[
            Merkmal::AzKopf,
            Merkmal::AzText,
            Merkmal::AzVonAkte,
            Merkmal::AzVonAktePasst,
            Merkmal::NeuAz,
            Merkmal::NeuAzZu,
        ],
    ),
    (Belegart::AktenzeichenUngenau, &[Merkmal::AzUngenau, Merkmal::AzNah, Merkmal::AzNahPasst]),
    (
        Belegart::Zeichen,
        &[
            Merkmal::Fremdzeichen,
            Merkmal::Kasse,
            Merkmal::Kunde,
            Merkmal::Gegenstand,
            Merkmal::Ding,
            Merkmal::DingKopf,
            Merkmal::NeuDing,
            Merkmal::NeuZeichen,
        ],
    ),
    (Belegart::ZeichenUngenau, &[Merkmal::ZeichenUngenau]),
    (Belegart::Beteiligter, &[Merkmal::AbsenderBeteiligt, Merkmal::Genannt, Merkmal::NeuBeteiligt]),
    (
        Belegart::Absender,
        &[Merkmal::Absender, Merkmal::AbsenderWorte, Merkmal::Kennung, Merkmal::NeuAbsender],
    ),
    (
        Belegart::Aehnlich,
        &[
            Merkmal::Naehe,
            Merkmal::NaeheErste,
            Merkmal::NaeheAnzahl,
            Merkmal::AbsenderUndNaehe,
            Merkmal::AkteStimmen,
            Merkmal::AkteWorte,
            Merkmal::NeuNaehe,
            Merkmal::NeuStimmen,
            Merkmal::NeuWorte,
        ],
    ),
    (
        Belegart::Betreff,
        &[
            Merkmal::Betreff,
            Merkmal::BetreffText,
            Merkmal::BetreffZeile,
            Merkmal::BetreffName,
            Merkmal::NeuBetreff,
            Merkmal::NeuBetreffText,
            Merkmal::NeuEigen,
            Merkmal::NeuVorgang,
            Merkmal::NeuVorgaenge,
            Merkmal::NeuBuchstabe,
            Merkmal::NeuJahr,
        ],
    ),
    (
        Belegart::Gewohnheit,
        &[
            Merkmal::NeuTyp,
            Merkmal::AkteTyp,
            Merkmal::AbsenderLetzter,
            Merkmal::NeuHaeufig,
            Merkmal::NeuFrisch,
            Merkmal::NeuAnfang,
            Merkmal::NeuAnfangWorte,
            Merkmal::NeuAnfangTyp,
            Merkmal::NeuAnfangAbsender,
            Merkmal::NeuAnfangAkte,
        ],
    ),
    (Belegart::Sachgebiet, &[Merkmal::AkteSache, Merkmal::NeuSache]),
    (
        Belegart::Verlauf,
        &[
            Merkmal::BezugLiegt,
            Merkmal::BezugFolgt,
            Merkmal::Folge,
            Merkmal::Frisch,
            Merkmal::VorgangLeer,
        ],
    ),
];

/// Returns what speaks for a destination, strongest first.
pub(crate) fn belege(umfeld: &Umfeld<'_>, gewichte: &[f32], kandidat: &Kandidat) -> Vec<Beleg> {
    let mut found: Vec<Beleg> = Vec::new();
    for (at, (gewicht, wert)) in gewichte.iter().zip(&kandidat.spur.werte).enumerate() {
        let gewicht = f64::from(*gewicht) * f64::from(*wert);
        let Some(art) = art(at) else { continue };
        if gewicht < SLIGHT {
            continue;
        }
        let hinweis = kandidat.spur.hinweise.get(&at).cloned().unwrap_or_default();
        let beleg = shown(umfeld, kandidat.ziel, art, hinweis, gewicht);
        match found.iter_mut().find(|other| other.art == art && fits(other, &beleg)) {
            // Two measures of one thing are one piece of evidence.
            Some(other) => {
                other.gewicht += beleg.gewicht;
                other.anzahl = other.anzahl.max(beleg.anzahl);
                if other.stelle.is_none() && other.wortlaut.is_none() {
                    (other.stelle, other.wortlaut) = (beleg.stelle, beleg.wortlaut);
                }
                other.erkannt = other.erkannt.take().or(beleg.erkannt);
            }
            None => found.push(beleg),
        }
    }
    doubt(kandidat, gewichte, &mut found);
    found.sort_by(|a, b| b.gewicht.total_cmp(&a.gewicht).then(a.art.cmp(&b.art)));
    found.truncate(MOST);
    found
}

/// A reference where nothing else fits counts the less.
fn doubt(kandidat: &Kandidat, gewichte: &[f32], found: &mut [Beleg]) {
    let against: f64 = [Merkmal::AzHaltlos, Merkmal::AzAndere]
        .iter()
        .map(|merkmal| {
            let gewicht = gewichte.get(*merkmal as usize).copied().unwrap_or_default();
            f64::from(gewicht) * merkmal.get(&kandidat.spur.werte)
        })
        .sum();
    let reference = found
        .iter_mut()
        .find(|beleg| matches!(beleg.art, Belegart::Aktenzeichen | Belegart::AktenzeichenUngenau));
    if let Some(beleg) = reference {
        beleg.gewicht += against;
    }
}

fn fits(a: &Beleg, b: &Beleg) -> bool {
    a.stelle == b.stelle || a.stelle.is_none() || b.stelle.is_none()
}

fn shown(umfeld: &Umfeld<'_>, ziel: Ziel, art: Belegart, hinweis: Hinweis, gewicht: f64) -> Beleg {
    let blatt = &umfeld.gelesen.blatt;
    let bestand = umfeld.bestand;
    let subject = match ziel {
        Ziel::Vorgang(id) => bestand.vorgaenge.get(&id).map(|vorgang| vorgang.betreff.clone()),
        Ziel::NeuIn(id) => bestand.akten.get(&id).map(|akte| akte.betreff.clone()),
    };
    Beleg {
        art,
        wortlaut: hinweis
            .stelle
            .map(|stelle| blatt.wortlaut(stelle).to_owned())
            .filter(|wortlaut| !wortlaut.is_empty()),
        stelle: hinweis.stelle.and_then(|stelle| blatt.fundstelle(stelle)),
        erkannt: hinweis.erkannt.or(subject.filter(|_| art == Belegart::Betreff)),
        anzahl: hinweis.anzahl,
        gewicht,
    }
}

/// What a measure is evidence of; none for what can only speak against, and for what every
/// destination of its kind has.
fn art(merkmal: usize) -> Option<Belegart> {
    ARTEN
        .iter()
        .find(|(_, merkmale)| merkmale.iter().any(|known| *known as usize == merkmal))
        .map(|(art, _)| *art)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gewichte::Richtung;

    #[test]
    fn whatever_can_speak_for_a_destination_is_shown() {
        // What every destination, or none of them, has tells none from another.
        let everywhere = [Merkmal::Keins, Merkmal::KeinsWenig, Merkmal::Neu];
        for (at, (name, richtung)) in Merkmal::NAMEN.iter().zip(Merkmal::RICHTUNGEN).enumerate() {
            let told = everywhere.iter().all(|merkmal| *merkmal as usize != at);
            let speaks = told && *richtung != Richtung::Minus;
            assert_eq!(art(at).is_some(), speaks, "{name}");
        }
    }
}
