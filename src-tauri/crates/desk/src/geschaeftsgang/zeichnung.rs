//! Signatures under a draft: given, refused, asked for again.
//!
//! Never signs what was not read: a signature names the draft it was given for.

use domain::brief::{Schlusszeichnung, fassung};
use domain::record::text;
use domain::{
    Edit, Erledigung, Fields, Op, RecType, Verfuegung, VerfuegungState, Verfuegungsart, Verstoss,
};
use serde_json::json;
use store::record::Seen;
use store::{Act, Tx};
use uuid::Uuid;

use super::{Leser, TEXT_MAX, freitext, gesehen, punkte::step, unter, verfuegungen};
use crate::desk::parse_id;
use crate::views::{Code, Fehler, Id, VerfuegungZeile, ZeichnenArgs, ZurueckgebenArgs};
use crate::{Desk, entwurf};

/// Whose signature, for whom, with what note.
struct Zeichner<'a> {
    act: &'a Act,
    fuer: Option<String>,
    vermerk: Option<String>,
    fassung: String,
}

impl Desk {
    /// Signs a draft as it stands. The last final signature makes it a signed document.
    pub fn zeichnen(&self, args: ZeichnenArgs) -> Result<Vec<VerfuegungZeile>, Fehler> {
        let punkt = args.punkt.as_deref().map(parse_id).transpose()?;
        let dokument = args.dokument.as_deref().map(parse_id).transpose()?;
        let vermerk = freitext(args.vermerk.as_deref(), TEXT_MAX, "Der Vermerk")?;
        let heute = self.heute();
        let vorgang = self.store.write(|tx| {
            let punkt = match punkt {
                Some(id) => Some((id, tx.load::<Verfuegung>(id)?)),
                None => None,
            };
            let dokument = punkt.as_ref().and_then(|(_, (p, _))| p.dokument).or(dokument);
            let dokument = dokument.ok_or(Verstoss::EntwurfFehlt)?;
            let draft = gesehen(tx, dokument, RecType::Dokument)?;
            let vorgang = parse_id(text(&draft.fields, "vorgang"))?;
            let current = fassung(&draft.fields);
            if args.fassung != current {
                return Err(Verstoss::FassungGeaendert.into());
            }
            let mut act = self.act(tx, "zeichnen")?;
            act.group = Some(tx.env().id());
            let fuer = Leser::new(tx, heute)?.in_vertretung(args.in_vertretung_fuer.as_deref())?;
            let zeichner = Zeichner { act: &act, fuer, vermerk, fassung: current };
            let last = match &punkt {
                Some((id, (punkt, seen))) => sign_point(tx, &zeichner, *id, punkt, seen)?,
                None => true,
            };
            if last {
                entwurf::vollstaendig(tx, dokument, heute)?;
                sign_draft(tx, &zeichner, dokument, &draft)?;
            }
            Ok::<_, Fehler>(vorgang)
        })?;
        self.store.read(|db| Ok(verfuegungen(db, vorgang, heute)?))
    }

    /// Sends a draft back instead of signing it.
    pub fn zurueckgeben(&self, args: ZurueckgebenArgs) -> Result<VerfuegungZeile, Fehler> {
        let grund = freitext(Some(&args.grund), TEXT_MAX, "Die Begründung")?;
        let heute = self.heute();
        self.point(&args.id, |tx, id, punkt, seen| {
            if !punkt.art.zeichnung() {
                return Err(Verstoss::EntwurfFehlt.into());
            }
            if grund.is_none() {
                return Err(Verstoss::GrundFehlt.into());
            }
            let fuer = Leser::new(tx, heute)?.in_vertretung(args.in_vertretung_fuer.as_deref())?;
            let draft = punkt.dokument.map(|id| tx.seen(id)).transpose()?.flatten();
            let fassung = draft.map(|draft| fassung(&draft.fields));
            let mut act = self.act(tx, "zurueckgeben")?;
            act.bemerkung.clone_from(&grund);
            let done = Erledigung {
                von: act.akteur.clone(),
                um: tx.env().now(),
                in_vertretung_fuer: fuer,
                vermerk: grund,
                fassung,
            };
            step(tx, &act, id, seen, VerfuegungState::Zurueckgegeben, Some(done))
        })
    }

    /// Asks again for signatures under a draft that were sent back, or given for an earlier one.
    pub fn erneut_vorlegen(&self, args: Id) -> Result<Vec<VerfuegungZeile>, Fehler> {
        let dokument = parse_id(&args.id)?;
        let vorgang = self.store.write(|tx| {
            let draft = gesehen(tx, dokument, RecType::Dokument)?;
            let vorgang = parse_id(text(&draft.fields, "vorgang"))?;
            let current = fassung(&draft.fields);
            let mut act = self.act(tx, "erneut_vorlegen")?;
            act.group = Some(tx.env().id());
            let mut asked = false;
            for id in unter(tx, vorgang, Some(dokument))? {
                let (punkt, seen) = tx.load::<Verfuegung>(id)?;
                if punkt.art.zeichnung() && void(&punkt, &current) {
                    step(tx, &act, id, &seen, VerfuegungState::Offen, None)?;
                    asked = true;
                }
            }
            if asked { Ok(vorgang) } else { Err(nothing_to_ask()) }
        })?;
        let heute = self.heute();
        self.store.read(|db| Ok(verfuegungen(db, vorgang, heute)?))
    }
}

/// Tells whether a signature that was answered does not count for the draft as it stands.
fn void(punkt: &Verfuegung, current: &str) -> bool {
    let given = punkt.erledigung.as_ref().and_then(|done| done.fassung.as_deref());
    match punkt.status {
        VerfuegungState::Zurueckgegeben => true,
        VerfuegungState::Erledigt => given != Some(current),
        VerfuegungState::Offen | VerfuegungState::Entfallen => false,
    }
}

fn nothing_to_ask() -> Fehler {
    Fehler::new(
        Code::Invalid,
        "Es gibt nichts erneut vorzulegen.",
        "Alle Zeichnungen gelten für den Entwurf, wie er ist, oder stehen noch aus.",
    )
}

/// Signs where an instruction asks for it; true if with it the draft is signed finally.
fn sign_point(
    tx: &Tx<'_>,
    zeichner: &Zeichner<'_>,
    id: Uuid,
    punkt: &Verfuegung,
    seen: &Seen,
) -> Result<bool, Fehler> {
    if !punkt.art.zeichnung() {
        return Err(Verstoss::EntwurfFehlt.into());
    }
    let done = Erledigung {
        von: zeichner.act.akteur.clone(),
        um: tx.env().now(),
        in_vertretung_fuer: zeichner.fuer.clone(),
        vermerk: zeichner.vermerk.clone(),
        fassung: Some(zeichner.fassung.clone()),
    };
    step(tx, zeichner.act, id, seen, VerfuegungState::Erledigt, Some(done))?;
    if punkt.art != Verfuegungsart::Schlusszeichnung {
        return Ok(false);
    }
    // Where the house wants two of them, the second one makes it final.
    for other in unter(tx, punkt.vorgang, punkt.dokument)? {
        let (other, _) = tx.load::<Verfuegung>(other)?;
        let open = other.status == VerfuegungState::Offen || void(&other, &zeichner.fassung);
        if other.art == Verfuegungsart::Schlusszeichnung && open {
            return Ok(false);
        }
    }
    Ok(true)
}

fn sign_draft(
    tx: &Tx<'_>,
    zeichner: &Zeichner<'_>,
    dokument: Uuid,
    draft: &Seen,
) -> Result<(), Fehler> {
    let signed = Schlusszeichnung {
        von: zeichner.act.akteur.clone(),
        um: tx.env().now(),
        in_vertretung_fuer: zeichner.fuer.clone(),
        fassung: zeichner.fassung.clone(),
    };
    let set = Fields::from([
        ("status".to_owned(), json!("gezeichnet")),
        ("schlusszeichnung".to_owned(), json!(signed)),
    ]);
    let edit = Edit::set(Op::Transition, &draft.fields, set);
    Ok(tx.edit(zeichner.act, RecType::Dokument, dokument, &draft.scope, edit, Vec::new())?)
}
