//! Posteingang: list, single item, and taking the cutting of a stack back.
//!
//! Never changes an item's bytes or day of receipt.

use domain::dokument::Dokument;
use domain::eingang::Stapelteil;
use domain::record::text;
use domain::{Edit, Eingang, EingangState, Fields, Op, RecType, Verstoss, Zeitpunkt};
use serde_json::json;
use store::record::Seen;
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::befund;
use crate::desk::{count, parse_id};
use crate::sortieren::Vorschlaege;
use crate::verlauf::verlauf;
use crate::views::{
    AbschnittView, AngabeView, DubletteView, EingangFilter, EingangListe, EingangView,
    EingangZeile, Fehler, Id, PosteingangArgs, RechnungView, SpalteView, StapelView, TabelleView,
    ZielZeile,
};
use crate::ziel::ziel;
use crate::{ersetzend, worte};

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
        let now = self.store.env().now();
        let proposed = self.vorschlaege(id)?;
        self.store.read(|db| Ok(view(db, id, now, proposed)?))
    }
}

impl Desk {
    /// Takes back the cutting of a stack: the cuttings go, the stack waits again as one item.
    pub fn stapel_zusammenfuehren(&self, args: Id) -> Result<EingangView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let (stack, seen) = tx.load::<Eingang>(id)?;
            if stack.status != EingangState::Aufgeteilt {
                return Err(Fehler::from(Verstoss::NichtAufgeteilt));
            }
            let mut act = self.act(tx, "stapel_zusammenfuehren")?;
            act.group = Some(tx.env().id());
            for cutting in tx.cut_from(id)? {
                let (item, seen) = tx.load::<Eingang>(cutting)?;
                if item.status != EingangState::Offen {
                    return Err(Fehler::from(Verstoss::TeilZugeordnet));
                }
                if item.transfervermerk.is_some() {
                    return Err(ersetzend::teil_vermerkt());
                }
                let step = Fields::from([("status".to_owned(), json!("zurueckgenommen"))]);
                let edit = Edit::set(Op::Transition, &seen.fields, step);
                tx.edit(&act, RecType::Eingang, cutting, &seen.scope, edit, Vec::new())?;
            }
            let step = Fields::from([("status".to_owned(), json!("offen"))]);
            let edit = Edit::set(Op::Transition, &seen.fields, step);
            Ok(tx.edit(&act, RecType::Eingang, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.eingang(args)
    }
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
        teile: count(eingang.teile.len()),
        rechnung: befund::rechnung(eingang).is_some(),
        pruefung_noetig: eingang.pruefung_noetig,
        signiert: eingang.merkmale.signiert || eingang.teile.iter().any(|t| t.merkmale.signiert),
        mehrfach,
        zugeordnet: eingang.status == EingangState::Zugeordnet,
        aufgeteilt: eingang.status == EingangState::Aufgeteilt,
        aktenzeichen,
        ausstehend: seen.ausstehend,
        konflikt_offen: db.konflikt_offen(seen.rec_id)?,
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

fn view(
    db: &Db<'_>,
    id: Uuid,
    now: Zeitpunkt,
    proposed: Vorschlaege,
) -> Result<EingangView, DbError> {
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
    let weitere_zugaenge = eingang
        .zugaenge
        .iter()
        .map(|zugang| {
            let um = zugang.eingegangen_um.to_zoned(domain::aktenzeichen::amtszeit());
            let quelle = worte::quelle(zugang.herkunft.quelle);
            format!("{}, {quelle}: {}", um.strftime("%d.%m.%Y %H:%M"), zugang.herkunft.dateiname)
        })
        .collect();
    let eingang_sha = eingang.sha256.clone();
    Ok(EingangView {
        zeile,
        ordner: eingang.herkunft.ordner.clone(),
        groesse_bytes: eingang.groesse_bytes,
        original_vorhanden: db.blob_here(&eingang.sha256)?,
        sha256: eingang_sha.clone(),
        mime: eingang.merkmale.mime.clone(),
        textebene: eingang.merkmale.textebene || !words.trim().is_empty(),
        befund: befund::befund(&eingang.merkmale, db.password(&eingang_sha)?.is_some()),
        teile: eingang.teile.iter().map(|t| befund::teil(db, t)).collect::<Result<_, _>>()?,
        nachricht: eingang.nachricht.as_ref().map(|head| befund::nachricht(head, words.clone())),
        rechnung: rechnung(db, id, &eingang)?,
        erkennung: befund::erkennung(db, &eingang_sha, &eingang.titel)?,
        kopie: befund::kopie(db, &eingang_sha)?,
        stapel: eingang.stapel.as_ref().map(stapel),
        aufgeteilt_in: items(db, db.cut_from(id)?)?,
        archivnummer: eingang.archivnummer.clone(),
        ersetzend: ersetzend::view(db, id, &eingang, now)?,
        hinweise: eingang.hinweise,
        weitere_zugaenge,
        ziel: filed,
        vorschlaege: proposed.ziele,
        ablesungen: proposed.ablesungen,
        vorschlaege_folgen: proposed.folgen,
        verlauf: verlauf(db, id)?,
    })
}

fn rechnung(db: &Db<'_>, id: Uuid, eingang: &Eingang) -> Result<Option<RechnungView>, DbError> {
    let Some((rechnung, hinweise)) = befund::rechnung(eingang) else { return Ok(None) };
    let angabe = |(name, wert)| AngabeView { name, wert };
    let abschnitte = invoice::darstellung(rechnung)
        .into_iter()
        .map(|abschnitt| AbschnittView {
            titel: abschnitt.titel,
            angaben: abschnitt.zeilen.into_iter().map(angabe).collect(),
            tabelle: abschnitt.tabelle.map(|tabelle| TabelleView {
                spalten: tabelle
                    .spalten
                    .into_iter()
                    .map(|spalte| SpalteView { titel: spalte.titel, zahl: spalte.zahl })
                    .collect(),
                zeilen: tabelle.zeilen,
                anmerkung: tabelle.anmerkung,
            }),
        })
        .collect();
    let dubletten = items(db, db.same_invoice(id)?)?;
    Ok(Some(RechnungView { abschnitte, hinweise: hinweise.to_vec(), dubletten }))
}

fn items(db: &Db<'_>, ids: Vec<Uuid>) -> Result<Vec<DubletteView>, DbError> {
    let mut rows = Vec::new();
    for id in ids {
        let (eingang, _) = db.load::<Eingang>(id)?;
        rows.push(DubletteView {
            id: id.to_string(),
            titel: eingang.titel,
            eingegangen_um: eingang.eingegangen_um.to_string(),
        });
    }
    Ok(rows)
}

fn stapel(stapel: &Stapelteil) -> StapelView {
    let seiten = match (stapel.seiten.first(), stapel.seiten.last()) {
        (Some(first), Some(last)) if first != last => format!("Seiten {first} bis {last}"),
        (Some(one), _) => format!("Seite {one}"),
        _ => String::new(),
    };
    StapelView { eingang: stapel.eingang.to_string(), seiten }
}
