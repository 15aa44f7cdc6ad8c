//! Post that the program files by itself, where the office wants it: always listed, always
//! reversible.
//!
//! Never below the office's threshold, never what somebody else's workstation took in, and never
//! again what a person has taken back.

use domain::dokument::Selbsttaetig;
use domain::{Dokument, DokumentState, Edit, Eingang, EingangState, Fields, Op, RecType};
use serde_json::json;
use store::{Db, DbError};
use uuid::Uuid;

use super::satz::Vorschlaege;
use crate::Desk;
use crate::desk::parse_id;
use crate::eingang::ROWS_MAX;
use crate::mandant::mandant;
use crate::views::{
    AblesungView, Fehler, Id, Leer, SelbsttaetigArgs, SelbsttaetigListe, SelbsttaetigZeile,
    Vertrauen, VorschlagView, Ziel, ZielArt,
};
use crate::ziel::ziel;
use crate::zuordnen::Ausfuellung;

/// Acts by which an item of post comes into being at this workstation.
const TAKEN_IN_HERE: [&str; 2] = ["eingang_uebernehmen", "stapel_aufteilen"];

impl Desk {
    /// What was filed without a person, newest first.
    pub fn selbsttaetig(&self, args: SelbsttaetigArgs) -> Result<SelbsttaetigListe, Fehler> {
        self.store.read(|db| {
            let anzahl = args.ausschnitt.anzahl.min(ROWS_MAX);
            let (gesamt, ungesehen, ids) =
                db.selbsttaetige(args.offen, args.ausschnitt.ab, anzahl)?;
            let rows = ids.into_iter().map(|id| zeile(db, id));
            let zeilen = rows.filter_map(Result::transpose).collect::<Result<_, DbError>>()?;
            Ok(SelbsttaetigListe { ab_prozent: schwelle(db)?, gesamt, ungesehen, zeilen })
        })
    }

    /// Notes that a person has looked at what the program filed, and lets it stand.
    pub fn selbsttaetig_bestaetigen(&self, args: Id) -> Result<Leer, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let (dokument, seen) = tx.load::<Dokument>(id)?;
            if dokument.selbsttaetig.is_none() {
                return Err(Fehler::not_found());
            }
            if dokument.gesehen_von.is_some() {
                return Ok(());
            }
            let act = self.act(tx, "selbsttaetig_bestaetigen")?;
            let by = Fields::from([("gesehen_von".to_owned(), json!(act.akteur))]);
            let edit = Edit::set(Op::Set, &seen.fields, by);
            Ok(tx.edit(&act, RecType::Dokument, id, &seen.scope, edit, Vec::new())?)
        })?;
        Ok(Leer {})
    }

    /// Files what is sure enough for the office, of the Mandant in sight; returns how many items.
    /// The services do this by themselves.
    pub fn selbst_ablegen(&self) -> Result<u32, Fehler> {
        let Some(ab) = self.store.read(schwelle)? else { return Ok(0) };
        self.sortierung.auf_stand(self.store.ganz())?;
        let mut filed = 0;
        for id in self.sortierung.waiting() {
            // What is learned of it from here on brings it back.
            self.sortierung.look_at(id);
            match self.file_if_sure(id, ab) {
                Ok(Some(done)) => filed += u32::from(done),
                // Not yet, or not of the Mandant in sight.
                Ok(None) => self.sortierung.look_again_at(id),
                // One item that cannot be filed holds up no other; a person still sees it waiting,
                // and it is tried again.
                Err(fehler) => {
                    tracing::warn!(meldung = %fehler.meldung, "filing without a person");
                    self.sortierung.look_again_at(id);
                }
            }
        }
        Ok(filed)
    }

    /// Tells whether it was filed; nothing if that cannot be said yet.
    fn file_if_sure(&self, id: Uuid, ab: u8) -> Result<Option<bool>, Fehler> {
        match self.store.read(|db| ready(db, id)) {
            Ok(true) => {}
            Ok(false) => return Ok(Some(false)),
            Err(DbError::NotFound) => return Ok(None),
            Err(other) => return Err(other.into()),
        }
        let proposed = self.vorschlaege(id)?;
        // While knowledge is missing, sureness means nothing.
        if proposed.folgen {
            return Ok(None);
        }
        let best = proposed.ziele.first().filter(|best| best.prozent >= ab);
        // To begin a case is a person's decision.
        let Some(best) = best.filter(|best| best.ziel.art == ZielArt::Vorgang) else {
            return Ok(Some(false));
        };
        let ziel = Ziel::Vorgang { id: best.ziel.id.clone() };
        self.file(id, &ziel, ausfuellung(&proposed, best)?, "selbsttaetig_ablegen")?;
        Ok(Some(true))
    }
}

/// Fills in what is sure; a person is asked about the rest.
fn ausfuellung(proposed: &Vorschlaege, best: &VorschlagView) -> Result<Ausfuellung, Fehler> {
    let read = &proposed.ablesungen;
    let sure = |angabe: &Option<AblesungView>| {
        let sure = angabe.as_ref().filter(|angabe| angabe.vertrauen == Vertrauen::Sicher);
        sure.map(|angabe| angabe.wert.clone())
    };
    Ok(Ausfuellung {
        titel: sure(&read.titel),
        typ: sure(&read.typ),
        absender: sure(&read.absender).map(|id| parse_id(&id)).transpose()?,
        datum: sure(&read.datum).and_then(|day| day.parse().ok()),
        fremdzeichen: sure(&read.fremdzeichen),
        wiedervorlage: None,
        selbsttaetig: Some(Selbsttaetig {
            prozent: best.prozent,
            begruendung: best.begruendung.clone(),
        }),
    })
}

/// Returns the office's threshold; none if nothing is filed without a person.
fn schwelle(db: &Db<'_>) -> Result<Option<u8>, Fehler> {
    Ok(mandant(db, &db.bereich()?)?.and_then(|mandant| mandant.selbsttaetig_ab))
}

/// Tells whether the program may file an item. One of which nothing was read yet comes again once
/// it was.
fn ready(db: &Db<'_>, id: Uuid) -> Result<bool, DbError> {
    let (eingang, _) = db.load::<Eingang>(id)?;
    let doubtful = eingang.pruefung_noetig
        || eingang.status != EingangState::Offen
        || eingang.dublette_von.is_some()
        || eingang.papieroriginal.is_some();
    if doubtful || db.war_zugeordnet(id)? {
        return Ok(false);
    }
    let here = |aktion: &str| TAKEN_IN_HERE.contains(&aktion);
    if !db.verlauf(id)?.iter().any(|entry| here(&entry.aktion)) {
        return Ok(false);
    }
    Ok(db.blob_text(&eingang.sha256)?.is_some_and(|text| !text.trim().is_empty()))
}

/// What cannot be read, or lies where nothing is any more, is listed nowhere else either.
fn zeile(db: &Db<'_>, id: Uuid) -> Result<Option<SelbsttaetigZeile>, DbError> {
    let (dokument, _) = db.load::<Dokument>(id)?;
    let (Some(selbst), Some(eingang)) = (dokument.selbsttaetig, dokument.eingang) else {
        return Ok(None);
    };
    let ziel = match ziel(db, dokument.vorgang) {
        Ok(ziel) => ziel,
        Err(DbError::NotFound) => return Ok(None),
        Err(other) => return Err(other),
    };
    Ok(Some(SelbsttaetigZeile {
        dokument: id.to_string(),
        eingang: eingang.to_string(),
        titel: dokument.titel,
        um: dokument.angelegt_um.to_string(),
        ziel,
        prozent: selbst.prozent,
        begruendung: selbst.begruendung,
        gesehen_von: dokument.gesehen_von,
        zurueckgenommen: dokument.status == DokumentState::Storniert,
    }))
}
