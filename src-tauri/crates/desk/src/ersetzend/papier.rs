//! The paper of scanned documents: its steps and what may be destroyed today.
//!
//! Never skips a step, and never asks less than the domain's rules.

use domain::transfervermerk::{
    Ausnahmegrund, Papieroriginal, Schutzstufe, Transfervermerk, Umstaende,
};
use domain::{Datum, Edit, Eingang, Fields, Op, RecType, Zeitpunkt};
use serde_json::json;

use super::{AUFBEWAHRUNG_TAGE, fruehestens, refuse, tag, umstaende, vermerkt, worte};
use crate::Desk;
use crate::desk::{benutzer, parse_id};
use crate::views::{
    AusnahmeArt, EingangView, Fehler, Id, Leer, PapierSchritt, PapierSchrittArgs, PapierStand,
    PapierZeile, PapieroriginaleView,
};

/// Most characters of a reason.
const TEXT_MAX: usize = 500;

impl Desk {
    /// Takes the paper of an item one step further.
    pub fn papieroriginal_schritt(&self, args: PapierSchrittArgs) -> Result<EingangView, Fehler> {
        let id = parse_id(&args.eingang)?;
        let bemerkung = args.bemerkung.trim();
        if bemerkung.chars().count() > TEXT_MAX {
            return Err(refuse(format!("Der Grund ist länger als {TEXT_MAX} Zeichen."), ""));
        }
        self.store.write(|tx| {
            let (eingang, seen) = tx.load::<Eingang>(id)?;
            let (vermerk, stand) = vermerkt(&eingang)?;
            let person = benutzer(tx)?;
            let u = umstaende(&eingang, vermerk, &person, tag(tx.env().now()));
            let ziel = ziel(&args, &person, tx.env().now())?;
            if zweifel(stand, &ziel) && bemerkung.is_empty() {
                return Err(refuse("Bitte nennen Sie den Grund.", "Er steht danach im Verlauf."));
            }
            let neu = schritt(stand, ziel, &u).map_err(|meldung| refuse(meldung, ""))?;
            let mut act = self.act(tx, "papieroriginal_schritt")?;
            act.bemerkung = (!bemerkung.is_empty()).then(|| bemerkung.to_owned());
            let set = Fields::from([("papieroriginal".to_owned(), json!(neu))]);
            let edit = Edit::set(Op::Transition, &seen.fields, set);
            Ok(tx.edit(&act, RecType::Eingang, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.eingang(Id { id: args.eingang })
    }

    /// The paper that is still here, and what of it may go today.
    pub fn papieroriginale(&self, _: Leer) -> Result<PapieroriginaleView, Fehler> {
        let heute = tag(self.store.env().now());
        self.store.read(|db| {
            let person = benutzer(db)?;
            let mut zeilen = Vec::new();
            // Destroyed ones are not asked for: none was received after the end of time.
            for id in db.mit_vermerk(Zeitpunkt::MAX)? {
                let (eingang, seen) = db.load::<Eingang>(id)?;
                if let Ok((vermerk, stand)) = vermerkt(&eingang) {
                    let u = umstaende(&eingang, vermerk, &person, heute);
                    let zeile = zeile(seen.rec_id.to_string(), &eingang, stand, &u);
                    zeilen.push((rang(stand, &zeile), zeile));
                }
            }
            zeilen.sort_by_key(|(rang, _)| *rang);
            Ok(PapieroriginaleView {
                aufbewahrung_tage: AUFBEWAHRUNG_TAGE.unsigned_abs(),
                zeilen: zeilen.into_iter().map(|(_, zeile)| zeile).collect(),
            })
        })
    }
}

/// Takes a step by the domain's rules and the office's, or says in German why not.
fn schritt(
    stand: &Papieroriginal,
    ziel: Papieroriginal,
    u: &Umstaende<'_>,
) -> Result<Papieroriginal, String> {
    match &ziel {
        Papieroriginal::AufbewahrungBis { bis } if *bis < fruehestens(u.vermerk) => {
            let earliest = worte::datum(fruehestens(u.vermerk));
            return Err(format!("Das Papier wird mindestens bis {earliest} aufbewahrt."));
        }
        Papieroriginal::ZurVernichtungFrei => besonders_geschuetzt(u.vermerk)?,
        _ => {}
    }
    stand.schritt(ziel, u).map_err(|verstoss| worte::papierverstoss(&verstoss))
}

/// TR-03138 asks for a seal or a signature where integrity weighs more; there is none here.
fn besonders_geschuetzt(vermerk: &Transfervermerk) -> Result<(), String> {
    match vermerk.schutzbedarf.integritaet {
        Schutzstufe::Normal => Ok(()),
        Schutzstufe::Hoch | Schutzstufe::SehrHoch => Err(
            "Der Schutzbedarf der Integrität ist erhöht. Dafür verlangt die TR-03138 ein Siegel \
             oder eine Signatur, die Forsthaus nicht anbringt. Das Papier bleibt."
                .to_owned(),
        ),
    }
}

/// Going back, and every exception, is a decision that others have to understand later.
const fn zweifel(stand: &Papieroriginal, ziel: &Papieroriginal) -> bool {
    matches!(
        (stand, ziel),
        (
            Papieroriginal::ZurVernichtungFrei | Papieroriginal::Ausnahme { .. },
            Papieroriginal::Vorhanden
        )
    )
}

fn ziel(args: &PapierSchrittArgs, person: &str, um: Zeitpunkt) -> Result<Papieroriginal, Fehler> {
    Ok(match args.ziel {
        PapierStand::Vorhanden => Papieroriginal::Vorhanden,
        PapierStand::AufbewahrungBis => {
            let day = args.bis.as_deref().and_then(|day| day.trim().parse::<Datum>().ok());
            let bis = day.ok_or_else(|| refuse("Bitte geben Sie einen Tag an.", ""))?;
            Papieroriginal::AufbewahrungBis { bis }
        }
        PapierStand::ZurVernichtungFrei => Papieroriginal::ZurVernichtungFrei,
        PapierStand::Vernichtet => Papieroriginal::Vernichtet { wer: person.to_owned(), um },
        PapierStand::Ausnahme => {
            let grund = match args.ausnahme {
                Some(AusnahmeArt::Urkunde) => Ausnahmegrund::Urkunde,
                Some(AusnahmeArt::Siegel) => Ausnahmegrund::Siegel,
                Some(AusnahmeArt::Titel) => Ausnahmegrund::Titel,
                Some(AusnahmeArt::Fremdeigentum) => Ausnahmegrund::Fremdeigentum,
                Some(AusnahmeArt::Archivwuerdig) => Ausnahmegrund::Archivwuerdig,
                Some(AusnahmeArt::Sonstiges) => {
                    Ausnahmegrund::Sonstiges(args.bemerkung.trim().to_owned())
                }
                None => return Err(refuse("Bitte wählen Sie, warum das Papier bleibt.", "")),
            };
            Papieroriginal::Ausnahme { grund }
        }
    })
}

/// Returns the steps that follow a state, with what stands against each.
pub(super) fn schritte(stand: &Papieroriginal, u: &Umstaende<'_>) -> Vec<PapierSchritt> {
    use PapierStand as S;
    let next: &[PapierStand] = match stand {
        Papieroriginal::Vorhanden => &[S::AufbewahrungBis, S::Ausnahme],
        Papieroriginal::AufbewahrungBis { .. } => {
            &[S::ZurVernichtungFrei, S::AufbewahrungBis, S::Ausnahme]
        }
        Papieroriginal::ZurVernichtungFrei => &[S::Vernichtet, S::Vorhanden, S::Ausnahme],
        Papieroriginal::Vernichtet { .. } => &[],
        Papieroriginal::Ausnahme { .. } => &[S::Vorhanden],
    };
    let against = |ziel| match ziel {
        S::Vorhanden => schritt(stand, Papieroriginal::Vorhanden, u).err(),
        S::ZurVernichtungFrei => schritt(stand, Papieroriginal::ZurVernichtungFrei, u).err(),
        S::Vernichtet => schritt(stand, vernichtet(u), u).err(),
        // What stands against these depends on what is said with them.
        S::AufbewahrungBis | S::Ausnahme => None,
    };
    next.iter().map(|ziel| PapierSchritt { ziel: *ziel, hindernis: against(*ziel) }).collect()
}

/// What destruction would make of it; only to be asked about.
fn vernichtet(u: &Umstaende<'_>) -> Papieroriginal {
    Papieroriginal::Vernichtet { wer: u.person.to_owned(), um: Zeitpunkt::UNIX_EPOCH }
}

fn zeile(id: String, eingang: &Eingang, stand: &Papieroriginal, u: &Umstaende<'_>) -> PapierZeile {
    let (wanted, against) = match stand {
        Papieroriginal::AufbewahrungBis { .. } => (
            Some(PapierStand::ZurVernichtungFrei),
            schritt(stand, Papieroriginal::ZurVernichtungFrei, u).err(),
        ),
        Papieroriginal::ZurVernichtungFrei => {
            (Some(PapierStand::Vernichtet), schritt(stand, vernichtet(u), u).err())
        }
        Papieroriginal::Vorhanden => {
            (None, u.vermerk.vollstaendig().err().map(|v| worte::vermerkverstoss(&v)))
        }
        _ => (None, None),
    };
    PapierZeile {
        eingang: id,
        titel: eingang.titel.clone(),
        eingegangen_um: eingang.eingegangen_um.to_string(),
        gescannt_von: u.vermerk.erstellt_von.kennung.clone(),
        stand: worte::stand(stand),
        satz: worte::papier(stand),
        schritt: wanted.filter(|_| against.is_none()),
        hindernis: against,
    }
}

/// What may go comes first, then what may be freed, then by the day.
fn rang(stand: &Papieroriginal, zeile: &PapierZeile) -> (u8, Datum) {
    match (zeile.schritt, stand) {
        (Some(PapierStand::Vernichtet), _) => (0, Datum::MIN),
        (Some(_), _) => (1, Datum::MIN),
        (None, Papieroriginal::AufbewahrungBis { bis }) => (2, *bis),
        (None, Papieroriginal::Ausnahme { .. }) => (4, Datum::MIN),
        (None, _) => (3, Datum::MIN),
    }
}
