//! The second person's sample: what was drawn and waits, what was found, what follows.
//!
//! Never lets anybody choose what is drawn, and never lets the scanning clerk be the second person.

use domain::transfervermerk::{
    Entscheidung, Folge, Papieroriginal, Stichprobenprotokoll, Stichprobenpruefung,
    Transfervermerk, Vermerkverstoss,
};
use domain::{Edit, Eingang, Fields, Op, RecType, Zeitpunkt};
use serde_json::json;
use uuid::Uuid;

use super::{STICHPROBE, refuse, tag, vermerkt, worte};
use crate::Desk;
use crate::desk::{benutzer, parse_id};
use crate::views::{
    EingangView, Fehler, Id, Leer, StichprobeArgs, StichprobeEintrag, StichprobeZeile,
    StichprobenView, Stichprobenurteil,
};

/// Most characters of a remark.
const TEXT_MAX: usize = 500;
/// Checks listed at once.
const PROTOKOLL_MAX: usize = 200;

impl Desk {
    /// What was drawn for the sample and waits for a second person, and this year's log.
    pub fn stichprobe_liste(&self, _: Leer) -> Result<StichprobenView, Fehler> {
        let von = tag(self.store.env().now()).first_of_year();
        self.store.read(|db| {
            let person = benutzer(db)?;
            let since = von.to_zoned(domain::aktenzeichen::amtszeit());
            let since = since.map_or(Zeitpunkt::MIN, |start| start.timestamp());
            let mut offen = Vec::new();
            let mut protokoll = Vec::new();
            let mut pruefungen = Vec::new();
            let mut bestand = 0;
            for id in db.mit_vermerk(since)? {
                let (eingang, _) = db.load::<Eingang>(id)?;
                let Ok((vermerk, papier)) = vermerkt(&eingang) else { continue };
                if eingang.eingegangen_um >= since {
                    bestand += 1;
                    pruefungen.extend(eingang.stichproben.iter().cloned());
                    let rows = eingang.stichproben.iter().map(|p| eintrag(id, &eingang.titel, p));
                    protokoll.extend(rows);
                }
                if wartet(&eingang, vermerk, papier) {
                    offen.push(zeile(id, &eingang, vermerk, &person));
                }
            }
            protokoll.sort_by(|a, b| b.um.cmp(&a.um));
            protokoll.truncate(PROTOKOLL_MAX);
            let (geprueft, treffer) = Stichprobenprotokoll::zaehlen(&pruefungen);
            Ok(StichprobenView {
                quote_prozent: STICHPROBE.quote_prozent.into(),
                von: von.to_string(),
                bestand,
                geprueft,
                treffer,
                folge: folge(Stichprobenprotokoll::vorschlag(geprueft, treffer)).to_owned(),
                offen,
                protokoll,
            })
        })
    }

    /// Notes a second person's check. A defect takes back what was freed.
    pub fn stichprobe_erfassen(&self, args: StichprobeArgs) -> Result<EingangView, Fehler> {
        let id = parse_id(&args.eingang)?;
        if args.bemerkung.chars().count() > TEXT_MAX {
            return Err(refuse(format!("Die Bemerkung ist länger als {TEXT_MAX} Zeichen."), ""));
        }
        self.store.write(|tx| {
            let (eingang, seen) = tx.load::<Eingang>(id)?;
            let (vermerk, papier) = vermerkt(&eingang)?;
            if matches!(papier, Papieroriginal::Vernichtet { .. }) {
                return Err(refuse(
                    "Das Papier ist vernichtet. Es lässt sich nicht mehr vergleichen.",
                    "",
                ));
            }
            let pruefung = Stichprobenpruefung::neu(
                vermerk,
                &benutzer(tx)?,
                tx.env().now(),
                entscheidung(args.ergebnis),
                &args.bemerkung,
            )
            .map_err(|verstoss| refuse(absage(&verstoss), ""))?;
            let mut edit = Edit::append("stichproben", json!(pruefung));
            let freed = matches!(papier, Papieroriginal::ZurVernichtungFrei);
            if freed && pruefung.entscheidung != Entscheidung::InOrdnung {
                let back =
                    Fields::from([("papieroriginal".to_owned(), json!(Papieroriginal::Vorhanden))]);
                edit = Edit { add: edit.add, ..Edit::set(Op::Transition, &seen.fields, back) };
            }
            let mut act = self.act(tx, "stichprobe_erfassen")?;
            act.bemerkung = (!pruefung.mangel.is_empty()).then(|| pruefung.mangel.clone());
            Ok(tx.edit(&act, RecType::Eingang, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.eingang(Id { id: args.eingang })
    }
}

/// Drawn, not checked, and there is still something to compare with.
fn wartet(eingang: &Eingang, vermerk: &Transfervermerk, papier: &Papieroriginal) -> bool {
    let gone = matches!(papier, Papieroriginal::Vernichtet { .. });
    eingang.stichproben.is_empty() && !gone && STICHPROBE.gezogen(&vermerk.hash.gesamt)
}

fn zeile(id: Uuid, eingang: &Eingang, vermerk: &Transfervermerk, person: &str) -> StichprobeZeile {
    StichprobeZeile {
        eingang: id.to_string(),
        titel: eingang.titel.clone(),
        seiten: vermerk.seiten,
        gescannt_von: vermerk.erstellt_von.kennung.clone(),
        gescannt_um: vermerk.erstellt_um.to_string(),
        hindernis: hindernis(vermerk, person),
    }
}

/// Returns why this person may not check a document.
pub(super) fn hindernis(vermerk: &Transfervermerk, person: &str) -> Option<String> {
    let (um, good) = (vermerk.erstellt_um, Entscheidung::InOrdnung);
    let tried = Stichprobenpruefung::neu(vermerk, person, um, good, "");
    tried.err().map(|verstoss| absage(&verstoss))
}

/// A check as a row.
pub(super) fn eintrag(id: Uuid, titel: &str, pruefung: &Stichprobenpruefung) -> StichprobeEintrag {
    StichprobeEintrag {
        eingang: id.to_string(),
        titel: titel.to_owned(),
        pruefer: pruefung.pruefer.clone(),
        um: pruefung.um.to_string(),
        ergebnis: match pruefung.entscheidung {
            Entscheidung::InOrdnung => Stichprobenurteil::InOrdnung,
            Entscheidung::NeuScannen => Stichprobenurteil::NeuScannen,
            Entscheidung::OriginalBehalten => Stichprobenurteil::OriginalBehalten,
        },
        bemerkung: pruefung.mangel.clone(),
    }
}

const fn entscheidung(urteil: Stichprobenurteil) -> Entscheidung {
    match urteil {
        Stichprobenurteil::InOrdnung => Entscheidung::InOrdnung,
        Stichprobenurteil::NeuScannen => Entscheidung::NeuScannen,
        Stichprobenurteil::OriginalBehalten => Entscheidung::OriginalBehalten,
    }
}

fn absage(verstoss: &Vermerkverstoss) -> String {
    match verstoss {
        Vermerkverstoss::PrueferIstErsteller => {
            "Sie haben diesen Scan selbst geprüft. Die Stichprobe nimmt eine andere Person."
                .to_owned()
        }
        Vermerkverstoss::AngabeFehlt { angabe: "mangel" } => {
            "Bitte schreiben Sie, was nicht stimmt.".to_owned()
        }
        other => worte::vermerkverstoss(other),
    }
}

const fn folge(folge: Folge) -> &'static str {
    match folge {
        Folge::Fortfuehren => "Keine Mängel: Das Verfahren wird fortgeführt.",
        Folge::QuoteErhoehen => "Einzelne Mängel: Bitte erhöhen Sie die Quote der Stichprobe.",
        Folge::AllePruefen => {
            "Viele Mängel: Bitte prüfen Sie alle Scans dieses Zeitraums und suchen Sie die Ursache."
        }
    }
}
