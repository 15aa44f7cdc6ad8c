//! From a letter that was read to everything that is proposed for it.

use crate::bestand::Bestand;
use crate::blatt::{Blatt, Lage, Stelle};
use crate::gelesen::Gelesen;
use crate::gewichte;
use crate::modell::Modell;
use crate::vorschlag::{Angabe, Vorschlag, Ziel, Zielvorschlag};
use crate::wissen::{Lehrstueck, Wahrheit};
use crate::ziel::{self, Umfeld};
use crate::{absender, partei, tag, typ};

/// Destinations that are shown.
const ZIELE_MAX: usize = 5;
/// Probability below which nothing is proposed for a question that may stay open.
const DOUBTFUL: f64 = 0.3;

/// Answers to all questions, with everything compared.
struct Antworten {
    absender: Vec<absender::Kandidat>,
    typen: Vec<typ::Kandidat>,
    ziele: Vec<ziel::Kandidat>,
}

impl Antworten {
    fn new(gelesen: &Gelesen<'_>, bestand: &Bestand, gewichte: &[f32]) -> Self {
        let absender = absender::kandidaten(gelesen, bestand);
        let sure = absender.first().filter(|kandidat| kandidat.anteil > 0.5);
        let typen = typ::kandidaten(gelesen, bestand, sure.map(|kandidat| kandidat.kontakt));
        let umfeld = Umfeld { gelesen, bestand, absender: &absender, typen: &typen };
        let ziele = ziel::kandidaten(&umfeld, gewichte);
        Self { absender, typen, ziele }
    }
}

/// Returns everything that is proposed.
pub(crate) fn vorschlag(gelesen: &Gelesen<'_>, bestand: &Bestand, modell: &Modell) -> Vorschlag {
    let gewichte = modell.ziel(bestand.anzahl());
    let antworten = Antworten::new(gelesen, bestand, &gewichte);
    let (absender, typen) = (&antworten.absender, &antworten.typen);
    let umfeld = Umfeld { gelesen, bestand, absender, typen };
    let blatt = &gelesen.blatt;
    let ziele = antworten.ziele.iter().take(ZIELE_MAX).map(|kandidat| Zielvorschlag {
        ziel: kandidat.ziel,
        sicherheit: sicherheit(kandidat.anteil, bestand.anzahl()),
        belege: ziel::belege(&umfeld, &gewichte, kandidat),
    });
    let datum = tag::datum(gelesen).into_iter().next();
    let frist = tag::frist(gelesen, datum.as_ref().map(|tag| tag.datum)).into_iter().next();
    let sender = absender.first().filter(|kandidat| kandidat.anteil >= DOUBTFUL);
    let name = partei::name(blatt).filter(|_| sender.is_none_or(|sender| sender.anteil < 0.8));
    let unknown = 1.0 - absender.iter().map(|kandidat| kandidat.anteil).sum::<f64>();
    let own = gelesen.fremdzeichen();
    Vorschlag {
        ziele: ziele.collect(),
        typ: typen
            .first()
            .filter(|typ| typ.anteil >= DOUBTFUL)
            .map(|typ| angabe(blatt, typ.typ.clone(), typ.anteil, typ.stelle)),
        absender: sender
            .map(|kandidat| angabe(blatt, kandidat.kontakt, kandidat.anteil, kandidat.stelle)),
        absender_name: name.map(|stelle| {
            let wert = blatt.wortlaut(stelle).to_owned();
            angabe(blatt, wert, unknown.clamp(0.0, 0.8), Some(stelle))
        }),
        datum: datum
            .filter(|tag| tag.anteil >= DOUBTFUL)
            .map(|tag| angabe(blatt, tag.datum, tag.anteil, Some(tag.stelle))),
        frist: frist
            .filter(|tag| tag.anteil >= DOUBTFUL)
            .map(|tag| angabe(blatt, tag.datum, tag.anteil, Some(tag.stelle))),
        fremdzeichen: own.map(|fund| {
            let wert = blatt.wortlaut(fund.stelle).to_owned();
            angabe(blatt, wert, 0.9, Some(fund.stelle))
        }),
        titel: titel(blatt),
    }
}

/// How sure a share is: where everything speaks for one destination, doubt counts more than the
/// shares say. Some letters carry a wrong reference, some senders have a namesake, and who has
/// filed little knows little. Shares in the middle stay as they are, and only all of it is all.
fn sicherheit(anteil: f64, letters: usize) -> f64 {
    let doubt = 1.7 + 25.0 / (letters as f64 + 10.0);
    1.0 - (1.0 - anteil) * (1.0 + doubt * anteil.powi(8))
}

fn angabe<T>(blatt: &Blatt<'_>, wert: T, sicherheit: f64, stelle: Option<Stelle>) -> Angabe<T> {
    let wortlaut = stelle.map(|stelle| blatt.wortlaut(stelle).to_owned());
    let stelle = stelle.and_then(|stelle| blatt.fundstelle(stelle));
    Angabe { wert, sicherheit, wortlaut: wortlaut.filter(|text| !text.is_empty()), stelle }
}

/// The subject: of the message, or as it stands above the salutation.
fn titel(blatt: &Blatt<'_>) -> Option<Angabe<String>> {
    const LONGEST: usize = 200;
    let mut lines = blatt.zeilen_in(Lage::Betreff).filter(|at| !blatt.text(*at).trim().is_empty());
    let first = lines.next()?;
    let text = blatt.text(first);
    let label = ["Betreff:", "Betr.:", "Betrifft:", "Betreff", "wegen:"];
    let label = label.iter().find(|label| text.trim_start().starts_with(**label));
    let skipped = label.map_or(0, |label| text.find(label).unwrap_or(0) + label.len());
    let rest = text.get(skipped..)?;
    let von = skipped + rest.len() - rest.trim_start().len();
    let stelle = Stelle { zeile: first, von, bis: text.trim_end().len().max(von) };
    // What goes on in the next line of the page belongs to it.
    let next = lines.next().filter(|next| *next == first + 1 && text.chars().count() > 40);
    let mut wert = blatt.wortlaut(stelle).to_owned();
    if let Some(next) = next {
        wert = format!("{wert} {}", blatt.text(next).trim());
    }
    let wert: String = wert.chars().take(LONGEST).collect();
    (!wert.trim().is_empty()).then(|| angabe(blatt, wert, 0.8, Some(stelle)))
}

/// Returns what was seen of every destination, and which was right: the last one is none of them.
pub(crate) fn ziele(
    gelesen: &Gelesen<'_>,
    bestand: &Bestand,
    modell: &Modell,
    right: Ziel,
) -> (Vec<Vec<f32>>, usize) {
    let antworten = Antworten::new(gelesen, bestand, &modell.ziel(bestand.anzahl()));
    compared(antworten.ziele, right, bestand)
}

fn compared(ziele: Vec<ziel::Kandidat>, right: Ziel, bestand: &Bestand) -> (Vec<Vec<f32>>, usize) {
    let at = ziele.iter().position(|kandidat| kandidat.ziel == right).unwrap_or(ziele.len());
    let mut all: Vec<Vec<f32>> = ziele.into_iter().map(|kandidat| kandidat.spur.werte).collect();
    all.push(ziel::keins(bestand));
    (all, at)
}

/// Returns what was seen of every answer to every question, and which was right.
pub(crate) fn lehrstuecke(
    gelesen: &Gelesen<'_>,
    bestand: &Bestand,
    modell: &Modell,
    wahrheit: &Wahrheit,
) -> Vec<Lehrstueck> {
    let antworten = Antworten::new(gelesen, bestand, &modell.ziel(bestand.anzahl()));
    let absender = answers(
        antworten.absender.iter().map(|k| (Some(k.kontakt) == wahrheit.absender, &k.werte)),
        absender::niemand(),
    );
    let typen = answers(
        antworten.typen.iter().map(|k| (Some(&k.typ) == wahrheit.typ.as_ref(), &k.werte)),
        typ::keiner(),
    );
    let days = tag::datum(gelesen);
    let datum = answers(
        days.iter().map(|k| (Some(k.datum) == wahrheit.datum, &k.werte)),
        tag::kein_datum(),
    );
    let terms = tag::frist(gelesen, days.first().map(|tag| tag.datum));
    let frist = answers(
        terms.iter().map(|k| (Some(k.datum) == wahrheit.frist, &k.werte)),
        tag::keine_frist(),
    );
    let ziele = compared(antworten.ziele, wahrheit.ziel, bestand);
    let share = gewichte::anteil(bestand.anzahl());
    macro_rules! lehrstueck {
        ($frage:ident, $answers:expr, $anteil:expr) => {
            Lehrstueck {
                frage: stringify!($frage),
                namen: gewichte::$frage::NAMEN,
                richtungen: gewichte::$frage::RICHTUNGEN,
                anfang: gewichte::$frage::ANFANG,
                gewichte: gewichte::$frage::GEWICHTE,
                anteil: $anteil,
                antworten: $answers.0,
                richtig: $answers.1,
            }
        };
    }
    vec![
        lehrstueck!(Ziel, ziele, share),
        lehrstueck!(Absender, absender, share),
        lehrstueck!(Typ, typen, share),
        lehrstueck!(Tag, datum, 1.0),
        lehrstueck!(Frist, frist, 1.0),
    ]
}

fn answers<'a>(
    kandidaten: impl Iterator<Item = (bool, &'a Vec<f32>)>,
    keiner: Vec<f32>,
) -> (Vec<Vec<f32>>, usize) {
    let mut all = Vec::new();
    let mut right = None;
    for (at, (fits, werte)) in kandidaten.enumerate() {
        if fits {
            right.get_or_insert(at);
        }
        all.push(werte.clone());
    }
    let right = right.unwrap_or(all.len());
    all.push(keiner);
    (all, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_keeps_the_order_and_its_ends() {
        for letters in [0, 10, 10_000] {
            let all: Vec<f64> =
                (0..=1000).map(|share| sicherheit(f64::from(share) / 1000.0, letters)).collect();
            assert!(all.windows(2).all(|two| two[0] < two[1]), "{letters} letters");
            assert!(all.iter().all(|sure| (0.0..=1.0).contains(sure)), "{letters} letters");
            assert!(all[1000] > 0.999 && (all[500] - 0.5).abs() < 0.02, "{letters} letters");
        }
    }

    #[test]
    fn an_office_that_has_filed_little_is_less_sure() {
        assert!(sicherheit(0.985, 0) < 0.95 && sicherheit(0.985, 1000) > 0.95);
    }
}
