//! Checking everything on this workstation, in words.
//!
//! Never repairs.

use store::verify::Befund;

use crate::Desk;
use crate::views::{Fehler, Leer, PruefungView};

impl Desk {
    /// Reads every original, recomputes every chain, follows every reference.
    pub fn pruefung(&self, _: Leer) -> Result<PruefungView, Fehler> {
        Ok(view(&self.store.verify()?))
    }
}

/// Puts the result of a check into words.
pub(crate) fn view(report: &store::Pruefbericht) -> PruefungView {
    PruefungView {
        in_ordnung: report.befunde.is_empty(),
        datensaetze: report.records,
        originale: report.originals,
        originale_fehlend: report.originals_missing,
        protokolleintraege: report.protokoll,
        geschwaerzt: report.geschwaerzt.iter().map(geschwaerzt).collect(),
        befunde: report.befunde.iter().map(satz).collect(),
    }
}

fn geschwaerzt((lauf, n): (&uuid::Uuid, &u32)) -> String {
    format!("Protokolleinträge, geschwärzt durch Vernichtung (Aussonderung {lauf}): {n}")
}

fn satz(befund: &Befund) -> String {
    match befund {
        Befund::OriginalDamaged(sha256) => {
            format!("Das Original {sha256} ist beschädigt oder fehlt.")
        }
        Befund::OriginalUnnamed(sha256) => {
            format!(
                "Das gespeicherte Original {sha256} gehört zu keinem Eintrag; es bleibt liegen."
            )
        }
        Befund::ProtokollBroken(no) => {
            format!("Das Protokoll wurde bei Eintrag {no} verändert, verschoben oder gekürzt.")
        }
        Befund::ProtokollCut => "Das Ende des Protokolls fehlt.".to_owned(),
        Befund::ReferenceMissing(id) => {
            format!("Der Eintrag {id} verweist auf etwas, das hier nicht vorhanden ist.")
        }
        Befund::RecordUnreadable(id) => {
            format!(
                "Der Eintrag {id} stammt von einer neueren Programmversion oder ist fehlerhaft."
            )
        }
        Befund::BaseDiffers(id) => {
            format!("Der Eintrag {id} ist nicht mehr, wie die Zentrale ihn gegeben hat.")
        }
        Befund::DigestDiffers(scope) => {
            format!("Die Prüfsumme des Bereichs „{scope}“ passt nicht zu seinen Einträgen.")
        }
        Befund::Database(text) => format!("Die Datenbank meldet einen Schaden: {text}"),
        Befund::TableChanged(table) => {
            format!("Die Tabelle „{table}“ wurde neben dem Programm verändert.")
        }
        Befund::SchemaChanged(name) => {
            format!("Der Aufbau der Datenbank wurde verändert: {name}")
        }
        Befund::ViewDiffers(id) => {
            format!("Der Eintrag {id} wird anders gezeigt, als seine Änderungen ihn ergeben.")
        }
        Befund::ListDiffers { tabelle, rec_id } => {
            format!(
                "Die Liste „{tabelle}“ sagt über {rec_id} etwas anderes als der Eintrag selbst."
            )
        }
        Befund::NotFindable(id) => {
            format!("Die Suche findet den Eintrag {id} nicht.")
        }
        Befund::PieceDamaged(sha256) => {
            format!("Das Teilstück {sha256} eines Originals ist beschädigt; es wird neu geholt.")
        }
        Befund::MirrorDamaged => {
            "Die Zweitschrift (Datei „zweitschrift“) ist beschädigt.".to_owned()
        }
        Befund::MirrorDiffers(n) => {
            format!("Die Zweitschrift und die Datenbank unterscheiden sich an {n} Stellen.")
        }
        Befund::KeyFileChanged => {
            "Die Schlüsseldatei „schluessel.json“ wurde verändert.".to_owned()
        }
        Befund::Unread { teil, grund } => {
            format!("Die Prüfung „{teil}“ brach ab: {grund}")
        }
    }
}
