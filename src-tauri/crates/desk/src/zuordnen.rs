//! Filing an item of post, by a person or by the program, and taking it back.
//!
//! Never without a trace: what was filed by the program alone says so in its record.

use domain::dokument::{Dokument, Dokumentart, Dokumentversion, Selbsttaetig};
use domain::lernmerkmale::Lernmerkmale;
use domain::{Datum, Edit, Eingang, EingangState, Fields, Op, RecType, Record, Verstoss, regeln};
use jiff::Zoned;
use serde_json::json;
use store::{Act, Tx};
use uuid::Uuid;

use crate::Desk;
use crate::desk::parse_id;
use crate::geschaeftsgang::{tag, wiedervorlage};
use crate::sortieren::{Gelesen, gelesen};
use crate::views::{
    Code, DokumentView, EingangView, Fehler, Id, Ziel, ZuordnenAngaben, ZuordnenArgs,
};
use crate::vorgang;

/// Longest kind and longest sign in characters.
const TEXT_MAX: usize = 500;

/// What filing fills the document with, besides what every document from the post has.
#[derive(Default)]
pub(crate) struct Ausfuellung {
    pub(crate) titel: Option<String>,
    pub(crate) typ: Option<String>,
    pub(crate) absender: Option<Uuid>,
    pub(crate) datum: Option<Datum>,
    pub(crate) fremdzeichen: Option<String>,
    pub(crate) wiedervorlage: Option<Datum>,
    pub(crate) selbsttaetig: Option<Selbsttaetig>,
}

impl Ausfuellung {
    fn new(titel: Option<&str>, angaben: &ZuordnenAngaben) -> Result<Self, Fehler> {
        let day = |text: &Option<String>| filled(text.as_deref()).map(|day| tag(&day)).transpose();
        Ok(Self {
            titel: filled(titel),
            typ: bounded(angaben.typ.as_deref(), "Die Art")?,
            absender: filled(angaben.absender.as_deref()).map(|id| parse_id(&id)).transpose()?,
            datum: day(&angaben.datum_des_schreibens)?,
            fremdzeichen: bounded(
                angaben.fremdes_geschaeftszeichen.as_deref(),
                "Das Zeichen des Absenders",
            )?,
            wiedervorlage: day(&angaben.wiedervorlage)?,
            selbsttaetig: None,
        })
    }
}

fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn bounded(text: Option<&str>, name: &str) -> Result<Option<String>, Fehler> {
    let text = filled(text);
    match &text {
        Some(long) if long.chars().count() > TEXT_MAX => Err(Fehler::new(
            Code::Invalid,
            format!("{name} ist zu lang."),
            &format!("Bitte höchstens {TEXT_MAX} Zeichen angeben."),
        )),
        _ => Ok(text),
    }
}

impl Desk {
    /// Files an item as a document of a case.
    pub fn eingang_zuordnen(&self, args: ZuordnenArgs) -> Result<DokumentView, Fehler> {
        let id = parse_id(&args.eingang)?;
        let fill = Ausfuellung::new(args.titel.as_deref(), &args.angaben)?;
        let dokument = self.file(id, &args.ziel, fill, "eingang_zuordnen")?;
        self.dokument(Id { id: dokument.to_string() })
    }

    /// Files an item, and learns from it where such post belongs.
    pub(crate) fn file(
        &self,
        id: Uuid,
        ziel: &Ziel,
        fill: Ausfuellung,
        aktion: &'static str,
    ) -> Result<Uuid, Fehler> {
        let (scope, letter) = self.store.read(|db| {
            let (eingang, seen) = db.load::<Eingang>(id)?;
            Ok::<_, Fehler>((seen.scope, gelesen(db, &eingang)?))
        })?;
        self.sortierung.auf_stand(self.store.ganz())?;
        // A document that was learned before its decision would seem to confirm it.
        let _alone = self.sortierung.alone();
        let merkmale = self.sortierung.merkmale(&scope, &letter.schreiben());
        self.store.write(|tx| {
            let dokument = self.filed(tx, id, ziel, fill, merkmale, aktion)?;
            self.learn(tx, &scope, &letter, ziel)?;
            Ok(dokument)
        })
    }

    fn filed(
        &self,
        tx: &Tx<'_>,
        id: Uuid,
        ziel: &Ziel,
        fill: Ausfuellung,
        merkmale: Option<Lernmerkmale>,
        aktion: &'static str,
    ) -> Result<Uuid, Fehler> {
        let (eingang, seen) = tx.load::<Eingang>(id)?;
        if eingang.status != EingangState::Offen {
            return Err(Fehler::from(Verstoss::BereitsZugeordnet));
        }
        let mut act = self.act(tx, aktion)?;
        act.group = Some(tx.env().id());
        act.bemerkung = fill
            .selbsttaetig
            .as_ref()
            .map(|why| format!("Selbsttätig abgelegt ({} %): {}", why.prozent, why.begruendung));
        let vorgang = self.destination(tx, &act, ziel)?;
        let reminder = fill.wiedervorlage;
        let dokument = create_dokument(tx, &act, (id, &eingang), vorgang, fill, merkmale)?;
        if let Some(day) = reminder {
            wiedervorlage(tx, &act, (vorgang, dokument, &seen.scope), day)?;
        }
        let step = Fields::from([
            ("status".to_owned(), json!("zugeordnet")),
            ("dokument".to_owned(), json!(dokument)),
        ]);
        let edit = Edit::set(Op::Transition, &seen.fields, step);
        tx.edit(&act, RecType::Eingang, id, &seen.scope, edit, Vec::new())?;
        Ok(dokument)
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

    /// Keeps what the decision teaches with the decision itself.
    fn learn(&self, tx: &Tx<'_>, scope: &str, letter: &Gelesen, ziel: &Ziel) -> Result<(), Fehler> {
        let ziel = match ziel {
            Ziel::Vorgang { id } => zuordnung::Ziel::Vorgang(parse_id(id)?),
            Ziel::NeuerVorgang { akte, .. } => zuordnung::Ziel::NeuIn(parse_id(akte)?),
        };
        if letter.leer() {
            return Ok(());
        }
        let Some(modell) = self.sortierung.entschieden(scope, &letter.schreiben(), ziel) else {
            return Ok(());
        };
        match modell.to_json() {
            Ok(json) => tx.set_zuordnungsmodell(scope, &json)?,
            // What was learned counts until the end of the program; the letter is filed.
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "model of the proposals");
            }
        }
        Ok(())
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
    (eingang_id, eingang): (Uuid, &Eingang),
    vorgang: Uuid,
    fill: Ausfuellung,
    lernmerkmale: Option<Lernmerkmale>,
) -> Result<Uuid, Fehler> {
    let now = tx.env().now();
    let receipt: Zoned = eingang.eingegangen_um.to_zoned(domain::aktenzeichen::amtszeit());
    let version = Dokumentversion {
        nummer: 1,
        sha256: eingang.sha256.clone(),
        groesse_bytes: eingang.groesse_bytes,
        mime: eingang.merkmale.mime.clone(),
        dateiname: eingang.herkunft.dateiname.clone(),
        rolle: None,
        angelegt_um: now,
        angelegt_von: act.akteur.clone(),
    };
    let titel = fill.titel.as_deref().unwrap_or(&eingang.titel);
    let dokument = Dokument {
        eingang: Some(eingang_id),
        posteingangsdatum: Some(receipt.date()),
        datum_des_schreibens: fill.datum,
        typ: fill.typ,
        fremdes_geschaeftszeichen: fill.fremdzeichen,
        absender: fill.absender,
        art: Some(Dokumentart::Eingang),
        versionen: vec![version],
        anlagen: eingang.teile.clone(),
        lernmerkmale,
        selbsttaetig: fill.selbsttaetig,
        ..Dokument::neu(regeln::betreff(titel)?, vorgang, now, act.akteur.clone())
    };
    let id = tx.env().id();
    let parts = eingang.teile.iter().map(|teil| teil.sha256.clone());
    let requires = std::iter::once(eingang.sha256.clone()).chain(parts).collect();
    let edit = Edit::create(dokument.to_fields());
    tx.edit(act, RecType::Dokument, id, &tx.bereich()?, edit, requires)?;
    Ok(id)
}
