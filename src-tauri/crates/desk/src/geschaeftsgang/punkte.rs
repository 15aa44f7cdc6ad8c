//! Instructions: set, changed, dropped, done, and taken back.
//!
//! Never signs: that is `zeichnung`.

use domain::record::text;
use domain::{
    Datum, Edit, Erledigung, Fields, Op, RecType, Record, Verfuegung, VerfuegungState,
    Verfuegungsart, Verstoss, regeln,
};
use serde_json::{Value, json};
use store::record::Seen;
use store::{Act, Tx};
use uuid::Uuid;

use super::{
    Leser, NAME_MAX, TEXT_MAX, Zeilen, freitext, gesehen, tag, unter, verfuegungen, verfuegungsart,
};
use crate::Desk;
use crate::desk::parse_id;
use crate::views::{
    BegruendetArgs, Code, ErledigenArgs, Fehler, Id, PunktArgs, VerfuegungAendernArgs,
    VerfuegungZeile, VerfuegungenSetzenArgs, VerschiebenArgs,
};

/// Points that are set at once at most.
const PUNKTE_MAX: usize = 50;

/// A point that was read and found in order.
struct Punkt {
    art: Verfuegungsart,
    text: Option<String>,
    adressat: Option<String>,
    termin: Option<Datum>,
    parallel: bool,
}

impl Desk {
    /// Sets instructions at a case or under one of its documents, numbered on from those there.
    pub fn verfuegungen_setzen(
        &self,
        args: VerfuegungenSetzenArgs,
    ) -> Result<Vec<VerfuegungZeile>, Fehler> {
        let vorgang = parse_id(&args.vorgang)?;
        let dokument = args.dokument.as_deref().map(parse_id).transpose()?;
        if args.punkte.is_empty() || args.punkte.len() > PUNKTE_MAX {
            return Err(Fehler::new(
                Code::Invalid,
                "Es wurde kein Verfügungspunkt angegeben, oder es sind zu viele.",
                "Bitte geben Sie einen bis 50 Punkte an.",
            ));
        }
        let punkte = args.punkte.iter().map(punkt).collect::<Result<Vec<_>, _>>()?;
        self.store.write(|tx| {
            let case = gesehen(tx, vorgang, RecType::Vorgang)?;
            regeln::unterbringen(RecType::Verfuegung, &case.fields)?;
            if let Some(dokument) = dokument {
                let document = gesehen(tx, dokument, RecType::Dokument)?;
                if text(&document.fields, "vorgang") != vorgang.to_string() {
                    return Err(Fehler::not_found());
                }
            }
            let mut act = self.act(tx, "verfuegungen_setzen")?;
            act.group = Some(tx.env().id());
            set(tx, &act, (vorgang, dokument, &case.scope), punkte)
        })?;
        let heute = self.heute();
        self.store.read(|db| Ok(verfuegungen(db, vorgang, heute)?))
    }

    /// Changes an open instruction.
    pub fn verfuegung_aendern(
        &self,
        args: VerfuegungAendernArgs,
    ) -> Result<VerfuegungZeile, Fehler> {
        let (wanted, termin) = inhalt(&args.text, &args.adressat, &args.termin)?;
        let before = args.vorher.as_ref();
        let before = before.map(|was| inhalt(&was.text, &was.adressat, &was.termin)).transpose()?;
        self.point(&args.id, |tx, id, punkt, seen| {
            dated(punkt.art, termin)?;
            let act = self.act(tx, "verfuegung_aendern")?;
            let mut seen = seen.clone();
            if let Some((before, _)) = &before {
                // What somebody else has changed meanwhile was not seen: a change of it is decided
                // by the centre, and what was left as it was stays as it is now.
                let touched = wanted.iter().zip(before).filter(|(new, old)| new != old);
                for (_, (name, value)) in touched.clone() {
                    seen.fields.insert((*name).to_owned(), value.clone());
                }
                let wanted: Vec<_> = touched.map(|(new, _)| new.clone()).collect();
                return change(tx, &act, id, &seen, &wanted);
            }
            change(tx, &act, id, &seen, &wanted)
        })
    }

    /// Puts something that is to be brought up again off to another day.
    pub fn wiedervorlage_verschieben(
        &self,
        args: VerschiebenArgs,
    ) -> Result<VerfuegungZeile, Fehler> {
        let termin = tag(&args.termin)?;
        self.point(&args.id, |tx, id, _, seen| {
            let act = self.act(tx, "wiedervorlage_verschieben")?;
            change(tx, &act, id, seen, &[("termin", json!(termin))])
        })
    }

    /// Drops an open instruction.
    pub fn verfuegung_entfallen(&self, args: BegruendetArgs) -> Result<VerfuegungZeile, Fehler> {
        let grund = freitext(args.grund.as_deref(), TEXT_MAX, "Die Begründung")?;
        self.point(&args.id, |tx, id, _, seen| {
            let mut act = self.act(tx, "verfuegung_entfallen")?;
            act.bemerkung = grund;
            step(tx, &act, id, seen, VerfuegungState::Entfallen, None)
        })
    }

    /// Notes that an instruction was done.
    pub fn verfuegung_erledigen(&self, args: ErledigenArgs) -> Result<VerfuegungZeile, Fehler> {
        let vermerk = freitext(args.vermerk.as_deref(), TEXT_MAX, "Der Vermerk")?;
        let heute = self.heute();
        self.point(&args.id, |tx, id, punkt, seen| {
            if punkt.art.zeichnung() {
                return Err(Fehler::new(
                    Code::Invalid,
                    "Dieser Punkt verlangt eine Zeichnung.",
                    "Bitte zeichnen Sie den Entwurf, oder geben Sie ihn zurück.",
                ));
            }
            let fuer = Leser::new(tx, heute)?.in_vertretung(args.in_vertretung_fuer.as_deref())?;
            let act = self.act(tx, "verfuegung_erledigen")?;
            let done = Erledigung {
                von: act.akteur.clone(),
                um: tx.env().now(),
                in_vertretung_fuer: fuer,
                vermerk,
                fassung: None,
            };
            step(tx, &act, id, seen, VerfuegungState::Erledigt, Some(done))
        })
    }

    /// Takes back that an instruction was done, signed or dropped.
    pub fn verfuegung_zuruecknehmen(&self, args: Id) -> Result<VerfuegungZeile, Fehler> {
        self.point(&args.id, |tx, id, punkt, seen| {
            if punkt.status == VerfuegungState::Offen {
                return Ok(());
            }
            let act = self.act(tx, "verfuegung_zuruecknehmen")?;
            step(tx, &act, id, seen, VerfuegungState::Offen, None)
        })
    }

    /// Runs one act on one instruction and answers with it.
    pub(super) fn point(
        &self,
        id: &str,
        act: impl FnOnce(&Tx<'_>, Uuid, &Verfuegung, &Seen) -> Result<(), Fehler>,
    ) -> Result<VerfuegungZeile, Fehler> {
        let id = parse_id(id)?;
        let heute = self.heute();
        self.store.write(|tx| {
            let (punkt, seen) = tx.load::<Verfuegung>(id)?;
            act(tx, id, &punkt, &seen)
        })?;
        self.store.read(|db| Ok(Zeilen::new(db, heute)?.zeile(id)?))
    }
}

fn punkt(args: &PunktArgs) -> Result<Punkt, Fehler> {
    let art = verfuegungsart(args.art);
    let text = freitext(args.text.as_deref(), TEXT_MAX, "Der Text")?;
    let termin = args.termin.as_deref().filter(|day| !day.is_empty()).map(tag).transpose()?;
    dated(art, termin)?;
    if art == Verfuegungsart::Sonstige && text.is_none() {
        let rat = "Bitte schreiben Sie, was zu tun ist.";
        return Err(Fehler::new(Code::Invalid, "Die Verfügung hat keinen Text.", rat));
    }
    let adressat = freitext(args.adressat.as_deref(), NAME_MAX, "Der Name")?;
    Ok(Punkt { art, text, adressat, termin, parallel: args.parallel })
}

/// What is to be brought up again needs a day, or nobody ever would.
fn dated(art: Verfuegungsart, termin: Option<Datum>) -> Result<(), Fehler> {
    if art == Verfuegungsart::Wiedervorlage && termin.is_none() {
        let meldung = "Zur Wiedervorlage gehört ein Tag.";
        return Err(Fehler::new(Code::Invalid, meldung, "Bitte geben Sie an, wann."));
    }
    Ok(())
}

/// Has a document brought up again on a day.
pub(crate) fn wiedervorlage(
    tx: &Tx<'_>,
    act: &Act,
    place: (Uuid, Uuid, &str),
    termin: Datum,
) -> Result<(), Fehler> {
    let (vorgang, dokument, scope) = place;
    let punkt = Punkt {
        art: Verfuegungsart::Wiedervorlage,
        text: Some("Frist aus dem Schreiben".to_owned()),
        adressat: None,
        termin: Some(termin),
        parallel: false,
    };
    set(tx, act, (vorgang, Some(dokument), scope), vec![punkt])
}

/// Writes new points behind those that are there; one instant tells that they belong together.
fn set(
    tx: &Tx<'_>,
    act: &Act,
    (vorgang, dokument, scope): (Uuid, Option<Uuid>, &str),
    punkte: Vec<Punkt>,
) -> Result<(), Fehler> {
    let (mut nummer, mut schritt) = (0, 0);
    for id in unter(tx, vorgang, dokument)? {
        let (known, _) = tx.load::<Verfuegung>(id)?;
        nummer = nummer.max(known.nummer);
        schritt = schritt.max(known.schritt);
    }
    let now = tx.env().now();
    for (index, punkt) in punkte.into_iter().enumerate() {
        nummer += 1;
        if index == 0 || !punkt.parallel {
            schritt += 1;
        }
        let verfuegung = Verfuegung {
            vorgang,
            dokument,
            nummer,
            schritt,
            art: punkt.art,
            text: punkt.text,
            adressat: punkt.adressat,
            termin: punkt.termin,
            status: VerfuegungState::Offen,
            erledigung: None,
            angelegt_um: now,
            angelegt_von: act.akteur.clone(),
        };
        let edit = Edit::create(verfuegung.to_fields());
        tx.edit(act, RecType::Verfuegung, tx.env().id(), scope, edit, Vec::new())?;
    }
    Ok(())
}

/// Sets the fields that differ from what is there.
/// The fields of an instruction that can be changed, and its day.
type Inhalt = ([(&'static str, Value); 3], Option<Datum>);

fn inhalt(
    text: &Option<String>,
    adressat: &Option<String>,
    termin: &Option<String>,
) -> Result<Inhalt, Fehler> {
    let text = freitext(text.as_deref(), TEXT_MAX, "Der Text")?;
    let adressat = freitext(adressat.as_deref(), NAME_MAX, "Der Name")?;
    let termin = termin.as_deref().filter(|day| !day.is_empty()).map(tag).transpose()?;
    let fields = [("text", json!(text)), ("adressat", json!(adressat)), ("termin", json!(termin))];
    Ok((fields, termin))
}

fn change(
    tx: &Tx<'_>,
    act: &Act,
    id: Uuid,
    seen: &Seen,
    wanted: &[(&str, Value)],
) -> Result<(), Fehler> {
    if text(&seen.fields, "status") != "offen" {
        return Err(Verstoss::BereitsErledigt.into());
    }
    let differs =
        |(name, value): &&(&str, Value)| seen.fields.get(*name).unwrap_or(&Value::Null) != value;
    let set: Fields = wanted
        .iter()
        .filter(differs)
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    if set.is_empty() {
        return Ok(());
    }
    let edit = Edit::set(Op::Set, &seen.fields, set);
    Ok(tx.edit(act, RecType::Verfuegung, id, &seen.scope, edit, Vec::new())?)
}

/// Takes an instruction to another state.
pub(super) fn step(
    tx: &Tx<'_>,
    act: &Act,
    id: Uuid,
    seen: &Seen,
    to: VerfuegungState,
    done: Option<Erledigung>,
) -> Result<(), Fehler> {
    let set =
        Fields::from([("status".to_owned(), json!(to)), ("erledigung".to_owned(), json!(done))]);
    let edit = Edit::set(Op::Transition, &seen.fields, set);
    Ok(tx.edit(act, RecType::Verfuegung, id, &seen.scope, edit, Vec::new())?)
}

impl Desk {
    /// Notes within a running act that a letter went out: the open instructions that ask for it
    /// under this document, and that are up to whoever sends it, are done.
    pub(crate) fn absenden_erledigen(
        &self,
        tx: &Tx<'_>,
        act: &Act,
        vorgang: Uuid,
        dokument: Uuid,
    ) -> Result<(), Fehler> {
        for id in unter(tx, vorgang, Some(dokument))? {
            let (punkt, seen) = tx.load::<Verfuegung>(id)?;
            let own = punkt.adressat.as_deref().is_none_or(|adressat| {
                adressat.trim().is_empty() || regeln::selbe_person(adressat, &act.akteur)
            });
            let open = punkt.status == VerfuegungState::Offen;
            if punkt.art == Verfuegungsart::Absenden && open && own {
                let done = Erledigung {
                    von: act.akteur.clone(),
                    um: tx.env().now(),
                    in_vertretung_fuer: None,
                    vermerk: None,
                    fassung: None,
                };
                step(tx, act, id, &seen, VerfuegungState::Erledigt, Some(done))?;
            }
        }
        Ok(())
    }
}
