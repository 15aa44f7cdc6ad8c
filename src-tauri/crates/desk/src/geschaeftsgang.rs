//! Instructions as their reader sees them: whose turn it is, what counts, what is overdue.
//!
//! Never a rule of its own: `domain::regeln` has the last word about every act.

pub(crate) mod worte;

mod abschluss;
mod listen;
mod muster;
mod punkte;
mod vertretung;
mod zeichnung;
mod zeitleiste;

use std::collections::BTreeMap;

use domain::brief::{fassung, ist_entwurf};
use domain::record::text;
use domain::regeln::selbe_person;
use domain::{Datum, Fields, RecType, Verfuegung, VerfuegungState, Verfuegungsart, Zeitpunkt};
use store::record::Seen;
use store::{Db, DbError};
use uuid::Uuid;

pub(crate) use listen::{faellig, zu_zeichnen};
pub(crate) use punkte::wiedervorlage;
pub(crate) use zeitleiste::zeitleiste;

use crate::desk::benutzer;
use crate::views::{Code, ErledigungView, Fehler, PunktArt, PunktStand, VerfuegungZeile};

/// Longest text of an instruction in characters.
const TEXT_MAX: usize = 2_000;
/// Longest name of a person or a unit in characters.
const NAME_MAX: usize = 200;

/// Who reads, for whom that person stands in, and on what day.
pub(crate) struct Leser {
    name: String,
    fuer: Vec<String>,
    heute: Datum,
}

impl Leser {
    pub(crate) fn new(db: &Db<'_>, heute: Datum) -> Result<Self, DbError> {
        let name = benutzer(db)?;
        let fuer = vertretung::vertretene(db, &name, heute)?;
        Ok(Self { name, fuer, heute })
    }

    /// Returns the names whose work this reader does, as lists compare them.
    fn namen(&self) -> Vec<String> {
        let all = std::iter::once(&self.name).chain(&self.fuer);
        all.map(|name| name.trim().to_lowercase()).collect()
    }

    fn ist(&self, name: &str) -> bool {
        selbe_person(name, &self.name)
    }

    /// Returns the name this reader stands in for, if it is that one.
    fn vertritt(&self, name: &str) -> Option<String> {
        self.fuer.iter().find(|other| selbe_person(other, name)).cloned()
    }

    /// Checks that an act done for somebody else is covered by a substitution.
    fn in_vertretung(&self, fuer: Option<&str>) -> Result<Option<String>, Fehler> {
        let Some(name) = fuer.map(str::trim).filter(|name| !name.is_empty()) else {
            return Ok(None);
        };
        self.vertritt(name).map(Some).ok_or_else(|| {
            Fehler::new(
                Code::Denied,
                format!("Für {name} ist heute keine Vertretung durch Sie eingetragen."),
                "Bitte tragen Sie zuerst die Vertretung ein.",
            )
        })
    }
}

/// Rows of instructions, with the drafts and cases around them read once.
pub(crate) struct Zeilen<'a> {
    db: &'a Db<'a>,
    leser: Leser,
    dokumente: BTreeMap<Uuid, Option<Fields>>,
    bearbeiter: BTreeMap<Uuid, String>,
    signaturen: BTreeMap<Uuid, Vec<Verfuegung>>,
}

impl<'a> Zeilen<'a> {
    pub(crate) fn new(db: &'a Db<'a>, heute: Datum) -> Result<Self, DbError> {
        Ok(Self {
            db,
            leser: Leser::new(db, heute)?,
            dokumente: BTreeMap::new(),
            bearbeiter: BTreeMap::new(),
            signaturen: BTreeMap::new(),
        })
    }

    /// Returns one instruction.
    pub(crate) fn zeile(&mut self, id: Uuid) -> Result<VerfuegungZeile, DbError> {
        let (punkt, seen) = self.db.load::<Verfuegung>(id)?;
        let draft = match punkt.dokument {
            Some(dokument) => self.dokument(dokument)?,
            None => None,
        };
        let stand = draft.as_ref().filter(|_| punkt.art.zeichnung()).map(fassung);
        let given = punkt.erledigung.as_ref().and_then(|done| done.fassung.clone());
        let signed = punkt.art.zeichnung() && punkt.status == VerfuegungState::Erledigt;
        let offen = punkt.status == VerfuegungState::Offen;
        let wer = self.zustaendig(&punkt)?;
        let in_vertretung = if self.leser.ist(&wer) { None } else { self.leser.vertritt(&wer) };
        let wartet = offen && self.wartet(&punkt)?;
        Ok(VerfuegungZeile {
            id: id.to_string(),
            nummer: punkt.nummer,
            schritt: punkt.schritt,
            art: art(punkt.art),
            kurz: worte::kurz(punkt.art).to_owned(),
            termin: punkt.termin.map(|day| day.to_string()),
            stand: stand_view(punkt.status),
            veraltet: signed && draft.as_ref().is_some_and(ist_entwurf) && given != stand,
            ueberfaellig: offen && punkt.termin.is_some_and(|day| day < self.leser.heute),
            wartet,
            meine: offen && self.leser.ist(&wer),
            in_vertretung: in_vertretung.filter(|_| offen),
            fassung: stand,
            dokument: punkt.dokument.map(|id| id.to_string()),
            dokument_titel: draft.as_ref().map(|fields| text(fields, "titel").to_owned()),
            konflikt_offen: self.db.konflikt_offen(id)?,
            ausstehend: seen.ausstehend,
            erledigung: punkt.erledigung.map(|done| ErledigungView {
                von: done.von,
                um: done.um.to_string(),
                in_vertretung_fuer: done.in_vertretung_fuer,
                vermerk: done.vermerk,
            }),
            text: punkt.text,
            adressat: punkt.adressat,
            angelegt_von: punkt.angelegt_von,
        })
    }

    fn dokument(&mut self, id: Uuid) -> Result<Option<Fields>, DbError> {
        if let Some(known) = self.dokumente.get(&id) {
            return Ok(known.clone());
        }
        let fields = self.db.seen(id)?.map(|seen| seen.fields);
        self.dokumente.insert(id, fields.clone());
        Ok(fields)
    }

    /// Returns whose turn it is: the addressee, who works on the case, or who set the point.
    fn zustaendig(&mut self, punkt: &Verfuegung) -> Result<String, DbError> {
        if let Some(name) = punkt.adressat.clone().filter(|name| !name.trim().is_empty()) {
            return Ok(name);
        }
        let bearbeiter = match self.bearbeiter.get(&punkt.vorgang) {
            Some(known) => known.clone(),
            None => {
                let case = self.db.seen(punkt.vorgang)?;
                let name = case.map(|seen| text(&seen.fields, "bearbeiter").trim().to_owned());
                let name = name.unwrap_or_default();
                self.bearbeiter.insert(punkt.vorgang, name.clone());
                name
            }
        };
        Ok(if bearbeiter.is_empty() { punkt.angelegt_von.clone() } else { bearbeiter })
    }

    /// Tells whether a signature of an earlier step is missing.
    fn wartet(&mut self, punkt: &Verfuegung) -> Result<bool, DbError> {
        let Some(dokument) = punkt.dokument else { return Ok(false) };
        if !self.signaturen.contains_key(&dokument) {
            let mut found = Vec::new();
            for id in unter(self.db, punkt.vorgang, Some(dokument))? {
                let (other, _) = self.db.load::<Verfuegung>(id)?;
                if other.art.zeichnung() {
                    found.push(other);
                }
            }
            self.signaturen.insert(dokument, found);
        }
        let open = |other: &Verfuegung| {
            matches!(other.status, VerfuegungState::Offen | VerfuegungState::Zurueckgegeben)
        };
        let known = self.signaturen.get(&dokument).into_iter().flatten();
        Ok(known.into_iter().any(|other| other.schritt < punkt.schritt && open(other)))
    }
}

/// Returns the instructions of a case in their order: those of the case first, then those under
/// its documents.
pub(crate) fn verfuegungen(
    db: &Db<'_>,
    vorgang: Uuid,
    heute: Datum,
) -> Result<Vec<VerfuegungZeile>, DbError> {
    let mut zeilen = Zeilen::new(db, heute)?;
    let mut rows = Vec::new();
    for id in db.kinder(vorgang, RecType::Verfuegung)? {
        rows.push(zeilen.zeile(id)?);
    }
    rows.sort_by(|a, b| (&a.dokument, a.nummer, &a.id).cmp(&(&b.dokument, b.nummer, &b.id)));
    Ok(rows)
}

/// Returns the instructions under a document.
pub(crate) fn unter_dokument(
    db: &Db<'_>,
    vorgang: Uuid,
    dokument: Uuid,
    heute: Datum,
) -> Result<Vec<VerfuegungZeile>, DbError> {
    let mut zeilen = Zeilen::new(db, heute)?;
    unter(db, vorgang, Some(dokument))?.into_iter().map(|id| zeilen.zeile(id)).collect()
}

/// Returns the instructions at a case itself, or under one of its documents.
pub(crate) fn unter(
    db: &Db<'_>,
    vorgang: Uuid,
    dokument: Option<Uuid>,
) -> Result<Vec<Uuid>, DbError> {
    let wanted = dokument.map(|id| id.to_string()).unwrap_or_default();
    let mut found = Vec::new();
    for id in db.kinder(vorgang, RecType::Verfuegung)? {
        let seen = db.seen(id)?;
        if seen.is_some_and(|seen| text(&seen.fields, "dokument") == wanted) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Returns a record of a kind as it is seen here.
fn gesehen(db: &Db<'_>, id: Uuid, kind: RecType) -> Result<Seen, Fehler> {
    let seen = db.seen(id)?.filter(|seen| seen.rec_type == kind);
    seen.ok_or_else(Fehler::not_found)
}

/// Reads a text that may be left empty.
fn freitext(text: Option<&str>, longest: usize, was: &str) -> Result<Option<String>, Fehler> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > longest {
        let meldung = format!("{was} ist länger als {longest} Zeichen.");
        return Err(Fehler::new(Code::Invalid, meldung, "Bitte kürzen Sie."));
    }
    Ok(Some(text.to_owned()))
}

/// Reads a day.
pub(crate) fn tag(text: &str) -> Result<Datum, Fehler> {
    text.trim().parse().map_err(|_| {
        Fehler::new(Code::Invalid, "Das ist kein Datum.", "Bitte geben Sie Tag, Monat und Jahr an.")
    })
}

fn um(zeitpunkt: Zeitpunkt) -> String {
    let local = zeitpunkt.to_zoned(domain::aktenzeichen::amtszeit());
    local.strftime("%d.%m.%Y %H:%M").to_string()
}

const fn art(art: Verfuegungsart) -> PunktArt {
    match art {
        Verfuegungsart::Kenntnis => PunktArt::Kenntnis,
        Verfuegungsart::Veranlassung => PunktArt::Veranlassung,
        Verfuegungsart::Mitzeichnung => PunktArt::Mitzeichnung,
        Verfuegungsart::Schlusszeichnung => PunktArt::Schlusszeichnung,
        Verfuegungsart::Ruecksprache => PunktArt::Ruecksprache,
        Verfuegungsart::Wiedervorlage => PunktArt::Wiedervorlage,
        Verfuegungsart::Absenden => PunktArt::Absenden,
        Verfuegungsart::Kopie => PunktArt::Kopie,
        Verfuegungsart::ZuDenAkten => PunktArt::ZuDenAkten,
        Verfuegungsart::Sonstige => PunktArt::Sonstige,
    }
}

const fn verfuegungsart(art: PunktArt) -> Verfuegungsart {
    match art {
        PunktArt::Kenntnis => Verfuegungsart::Kenntnis,
        PunktArt::Veranlassung => Verfuegungsart::Veranlassung,
        PunktArt::Mitzeichnung => Verfuegungsart::Mitzeichnung,
        PunktArt::Schlusszeichnung => Verfuegungsart::Schlusszeichnung,
        PunktArt::Ruecksprache => Verfuegungsart::Ruecksprache,
        PunktArt::Wiedervorlage => Verfuegungsart::Wiedervorlage,
        PunktArt::Absenden => Verfuegungsart::Absenden,
        PunktArt::Kopie => Verfuegungsart::Kopie,
        PunktArt::ZuDenAkten => Verfuegungsart::ZuDenAkten,
        PunktArt::Sonstige => Verfuegungsart::Sonstige,
    }
}

const fn stand_view(status: VerfuegungState) -> PunktStand {
    match status {
        VerfuegungState::Offen => PunktStand::Offen,
        VerfuegungState::Erledigt => PunktStand::Erledigt,
        VerfuegungState::Zurueckgegeben => PunktStand::Zurueckgegeben,
        VerfuegungState::Entfallen => PunktStand::Entfallen,
    }
}
