//! Posteingang: list, single item, filing and taking the filing back.
//!
//! Never changes an item's bytes or day of receipt.

use domain::dokument::{Dokument, DokumentState, Dokumentversion};
use domain::record::text;
use domain::{Edit, Eingang, EingangState, Fields, Op, RecType, Record, Verstoss, regeln};
use jiff::Zoned;
use serde_json::json;
use store::record::Seen;
use store::{Act, Db, DbError, SCOPE_REGISTRATUR, Tx};
use uuid::Uuid;

use crate::Desk;
use crate::desk::parse_id;
use crate::verlauf::verlauf;
use crate::views::{
    DokumentView, EingangFilter, EingangListe, EingangView, EingangZeile, Fehler, Id,
    PosteingangArgs, Ziel, ZielZeile, ZuordnenArgs,
};
use crate::ziel::{vorschlaege, ziel};
use crate::{vorgang, worte};

/// Rows given at once at most.
pub(crate) const ROWS_MAX: u32 = 500;

impl Desk {
    /// A part of the Posteingang, newest first.
    pub fn posteingang(&self, args: PosteingangArgs) -> Result<EingangListe, Fehler> {
        let status = match args.filter {
            EingangFilter::Offen => Some("offen"),
            EingangFilter::Zugeordnet => Some("zugeordnet"),
            EingangFilter::Alle => None,
        };
        self.store.read(|db| {
            let anzahl = args.ausschnitt.anzahl.min(ROWS_MAX);
            let (gesamt, ids) = db.eingaenge(status, args.ausschnitt.ab, anzahl)?;
            let mut zeilen = Vec::with_capacity(ids.len());
            for id in ids {
                let (eingang, seen) = db.load::<Eingang>(id)?;
                zeilen.push(zeile(db, &eingang, &seen)?);
            }
            Ok(EingangListe { gesamt, zeilen })
        })
    }

    /// Everything about one item.
    pub fn eingang(&self, args: Id) -> Result<EingangView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.read(|db| Ok(view(db, id)?))
    }

    /// Files an item as a document of a case.
    pub fn eingang_zuordnen(&self, args: ZuordnenArgs) -> Result<DokumentView, Fehler> {
        let id = parse_id(&args.eingang)?;
        let dokument = self.store.write(|tx| {
            let (eingang, seen) = tx.load::<Eingang>(id)?;
            if eingang.status != EingangState::Offen {
                return Err(Fehler::from(Verstoss::BereitsZugeordnet));
            }
            let mut act = self.act(tx, "eingang_zuordnen")?;
            act.group = Some(tx.env().id());
            let vorgang = self.destination(tx, &act, &args.ziel)?;
            let titel = args.titel.as_deref().map(str::trim).filter(|titel| !titel.is_empty());
            let titel = titel.unwrap_or(&eingang.titel);
            let dokument = create_dokument(tx, &act, id, &eingang, vorgang, titel)?;
            let step = Fields::from([
                ("status".to_owned(), json!("zugeordnet")),
                ("dokument".to_owned(), json!(dokument)),
            ]);
            let edit = Edit::set(Op::Transition, &seen.fields, step);
            tx.edit(&act, RecType::Eingang, id, &seen.scope, edit, Vec::new())?;
            Ok(dokument)
        })?;
        self.dokument(Id { id: dokument.to_string() })
    }

    fn destination(&self, tx: &Tx<'_>, act: &Act, ziel: &Ziel) -> Result<Uuid, Fehler> {
        match ziel {
            Ziel::Vorgang { id } => {
                let id = parse_id(id)?;
                let seen = tx.seen(id)?.filter(|seen| seen.rec_type == RecType::Vorgang);
                let seen = seen.ok_or_else(Fehler::not_found)?;
                regeln::unterbringen(RecType::Dokument, &seen.fields)?;
                Ok(id)
            }
            Ziel::NeuerVorgang { akte, betreff } => {
                vorgang::create(tx, act, parse_id(akte)?, betreff)
            }
        }
    }

    /// Takes the filing back: the document is cancelled, the item waits again.
    pub fn zuordnung_zuruecknehmen(&self, args: Id) -> Result<EingangView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let (eingang, seen) = tx.load::<Eingang>(id)?;
            let (EingangState::Zugeordnet, Some(dokument)) = (eingang.status, eingang.dokument)
            else {
                return Err(Fehler::from(Verstoss::NichtZugeordnet));
            };
            let mut act = self.act(tx, "zuordnung_zuruecknehmen")?;
            act.group = Some(tx.env().id());
            let (_, filed) = tx.load::<Dokument>(dokument)?;
            let cancel = Fields::from([("status".to_owned(), json!("storniert"))]);
            let edit = Edit::set(Op::Transition, &filed.fields, cancel);
            tx.edit(&act, RecType::Dokument, dokument, &filed.scope, edit, Vec::new())?;
            let back = Fields::from([
                ("status".to_owned(), json!("offen")),
                ("dokument".to_owned(), serde_json::Value::Null),
            ]);
            let edit = Edit::set(Op::Transition, &seen.fields, back);
            Ok(tx.edit(&act, RecType::Eingang, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.eingang(args)
    }
}

fn create_dokument(
    tx: &Tx<'_>,
    act: &Act,
    eingang_id: Uuid,
    eingang: &Eingang,
    vorgang: Uuid,
    titel: &str,
) -> Result<Uuid, Fehler> {
    let now = tx.env().now();
    let receipt: Zoned = eingang.eingegangen_um.to_zoned(domain::aktenzeichen::amtszeit());
    let dokument = Dokument {
        titel: regeln::betreff(titel)?,
        vorgang,
        eingang: Some(eingang_id),
        posteingangsdatum: Some(receipt.date()),
        datum_des_schreibens: None,
        typ: None,
        status: DokumentState::Abgelegt,
        versionen: vec![Dokumentversion {
            nummer: 1,
            sha256: eingang.sha256.clone(),
            groesse_bytes: eingang.groesse_bytes,
            mime: eingang.merkmale.mime.clone(),
            dateiname: eingang.herkunft.dateiname.clone(),
            angelegt_um: now,
            angelegt_von: act.akteur.clone(),
        }],
        schlagworte: Vec::new(),
        angelegt_um: now,
        angelegt_von: act.akteur.clone(),
    };
    let id = tx.env().id();
    let requires = vec![eingang.sha256.clone()];
    let edit = Edit::create(dokument.to_fields());
    tx.edit(act, RecType::Dokument, id, SCOPE_REGISTRATUR, edit, requires)?;
    Ok(id)
}

fn zeile(db: &Db<'_>, eingang: &Eingang, seen: &Seen) -> Result<EingangZeile, DbError> {
    let filed = match eingang.dokument {
        Some(dokument) => db.seen(dokument)?.map(|seen| text(&seen.fields, "vorgang").to_owned()),
        None => None,
    };
    let aktenzeichen = match filed.and_then(|id| Uuid::parse_str(&id).ok()) {
        Some(vorgang) => ziel_or_gap(db, vorgang)?.map(|ziel| ziel.aktenzeichen),
        None => None,
    };
    let mehrfach = !eingang.zugaenge.is_empty()
        || eingang.dublette_von.is_some()
        || db.eingaenge_with_bytes(&eingang.sha256)? > 1;
    Ok(EingangZeile {
        id: seen.rec_id.to_string(),
        titel: eingang.titel.clone(),
        eingegangen_um: eingang.eingegangen_um.to_string(),
        quelle: worte::quelle(eingang.herkunft.quelle).to_owned(),
        dateiname: eingang.herkunft.dateiname.clone(),
        seiten: eingang.merkmale.seiten,
        pruefung_noetig: eingang.pruefung_noetig,
        signiert: eingang.merkmale.signiert,
        mehrfach,
        zugeordnet: eingang.status == EingangState::Zugeordnet,
        aktenzeichen,
        ausstehend: seen.ausstehend,
    })
}

/// A refused case is gone; what was filed into it still has to be listed.
fn ziel_or_gap(db: &Db<'_>, id: Uuid) -> Result<Option<ZielZeile>, DbError> {
    match ziel(db, id) {
        Ok(found) => Ok(Some(found)),
        Err(DbError::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

fn view(db: &Db<'_>, id: Uuid) -> Result<EingangView, DbError> {
    let (eingang, seen) = db.load::<Eingang>(id)?;
    let zeile = zeile(db, &eingang, &seen)?;
    let filed = match eingang.dokument {
        Some(dokument) => match db.load::<Dokument>(dokument) {
            Ok((dokument, _)) => ziel_or_gap(db, dokument.vorgang)?,
            Err(DbError::NotFound) => None,
            Err(other) => return Err(other),
        },
        None => None,
    };
    let words = db.blob_text(&eingang.sha256)?.unwrap_or_default();
    let vorschlaege = if filed.is_none() {
        vorschlaege(db, &format!("{} {words}", eingang.titel))?
    } else {
        vec![]
    };
    let weitere_zugaenge = eingang
        .zugaenge
        .iter()
        .map(|zugang| {
            let um = zugang.eingegangen_um.to_zoned(domain::aktenzeichen::amtszeit());
            let quelle = worte::quelle(zugang.herkunft.quelle);
            format!("{}, {quelle}: {}", um.strftime("%d.%m.%Y %H:%M"), zugang.herkunft.dateiname)
        })
        .collect();
    Ok(EingangView {
        zeile,
        ordner: eingang.herkunft.ordner,
        groesse_bytes: eingang.groesse_bytes,
        original_vorhanden: db.blob_here(&eingang.sha256)?,
        sha256: eingang.sha256,
        mime: eingang.merkmale.mime,
        verschluesselt: eingang.merkmale.verschluesselt,
        textebene: eingang.merkmale.textebene,
        hinweise: eingang.hinweise,
        weitere_zugaenge,
        ziel: filed,
        vorschlaege,
        verlauf: verlauf(db, id)?,
    })
}
