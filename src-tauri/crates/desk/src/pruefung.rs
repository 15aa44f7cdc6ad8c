//! Checking everything on this workstation, in words.
//!
//! Never repairs.

use store::verify::Befund;

use crate::Desk;
use crate::views::{Fehler, Leer, PruefungView};

impl Desk {
    /// Reads every original, recomputes every chain, follows every reference.
    pub fn pruefung(&self, _: Leer) -> Result<PruefungView, Fehler> {
        let report = self.store.verify()?;
        Ok(PruefungView {
            in_ordnung: report.befunde.is_empty(),
            datensaetze: report.records,
            originale: report.originals,
            originale_fehlend: report.originals_missing,
            protokolleintraege: report.protokoll,
            befunde: report.befunde.iter().map(satz).collect(),
        })
    }
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
    }
}
