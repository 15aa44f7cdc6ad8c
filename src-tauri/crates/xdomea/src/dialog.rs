//! The dialogue of Aussonderung: who may send what when, and what may be deleted.
//!
//! Never lets an object go before the archive has said that it has it; never takes a message
//! twice, from the wrong side or about another process. Replayed from its messages it is the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::auswahl::{Gegenstand, gegenstaende};
use crate::code::Bewertung;
use crate::error::DialogError;
use crate::id::ObjektId;
use crate::metadaten::Aussonderungsart;
use crate::nachricht::{Inhalt, Nachricht, Uebergabe};
use crate::rueckmeldung::{BewertetesObjekt, Rueckmeldung};
use crate::typ::Nachrichtentyp;

/// A side of the dialogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rolle {
    /// The office that offers.
    Behoerde,
    /// The archive.
    Archiv,
}

/// Each message of the dialogue, whose it is, and what has to come before.
const REGELN: [(Nachrichtentyp, Rolle, Option<Nachrichtentyp>); 7] = [
    (Nachrichtentyp::Anbieteverzeichnis, Rolle::Behoerde, None),
    (Nachrichtentyp::AnbietungEmpfangen, Rolle::Archiv, Some(Nachrichtentyp::Anbieteverzeichnis)),
    (
        Nachrichtentyp::Bewertungsverzeichnis,
        Rolle::Archiv,
        Some(Nachrichtentyp::Anbieteverzeichnis),
    ),
    (
        Nachrichtentyp::BewertungEmpfangen,
        Rolle::Behoerde,
        Some(Nachrichtentyp::Bewertungsverzeichnis),
    ),
    (Nachrichtentyp::Aussonderung, Rolle::Behoerde, Some(Nachrichtentyp::Bewertungsverzeichnis)),
    (Nachrichtentyp::AussonderungEmpfangen, Rolle::Archiv, Some(Nachrichtentyp::Aussonderung)),
    (Nachrichtentyp::AussonderungImportiert, Rolle::Archiv, Some(Nachrichtentyp::Aussonderung)),
];

/// Where an object stands in the dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjektState {
    /// Offered (0501).
    Angeboten,
    /// Appraised (0502).
    Bewertet(Bewertung),
    /// Handed over (0503).
    Abgegeben,
    /// In the archive (0506), with its identifier where it was told.
    Archiviert(Option<String>),
    /// Handed over and not taken in (0506), with the archive's reasons.
    Abgelehnt(String),
    /// Deleted here after all.
    Geloescht,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Eintrag {
    in_objekt: Option<ObjektId>,
    state: ObjektState,
}

/// One dialogue with the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aussonderungsdialog {
    prozess: ObjektId,
    // Invariant: an object's container is in the map as well, and there is no circle.
    objekte: BTreeMap<ObjektId, Eintrag>,
    gesehen: BTreeSet<Nachrichtentyp>,
    gewuenscht: BTreeSet<Nachrichtentyp>,
}

impl Aussonderungsdialog {
    /// Begins a dialogue of which nothing was sent yet.
    #[must_use]
    pub fn neu(prozess: ObjektId) -> Self {
        Self {
            prozess,
            objekte: BTreeMap::new(),
            gesehen: BTreeSet::new(),
            gewuenscht: BTreeSet::new(),
        }
    }

    /// Returns the messages a side may send now.
    #[must_use]
    pub fn erlaubt(&self, rolle: Rolle) -> Vec<Nachrichtentyp> {
        let rules = REGELN.iter().filter(|(typ, whose, vorher)| {
            *whose == rolle
                && !self.gesehen.contains(typ)
                && vorher.is_none_or(|vorher| self.gesehen.contains(&vorher))
                && (*typ != Nachrichtentyp::Aussonderung || self.gewollte().next().is_some())
        });
        rules.map(|(typ, _, _)| *typ).collect()
    }

    /// Returns the receipts and results that a side still owes because the other wished for them.
    #[must_use]
    pub fn faellig(&self, rolle: Rolle) -> Vec<Nachrichtentyp> {
        let allowed = self.erlaubt(rolle).into_iter();
        allowed.filter(|typ| self.gewuenscht.contains(typ)).collect()
    }

    /// Takes the next message; changes nothing if it is not next.
    pub fn nehmen(&mut self, von: Rolle, nachricht: &Nachricht) -> Result<(), DialogError> {
        let typ = nachricht.inhalt.typ();
        self.pruefen(von, typ, nachricht.kopf.prozess)?;
        match &nachricht.inhalt {
            Inhalt::Anbieteverzeichnis(uebergabe) => self.anbieten(uebergabe)?,
            Inhalt::Bewertungsverzeichnis(bewertet) => self.bewerten(bewertet)?,
            Inhalt::Aussonderung(uebergabe) => self.abgeben(uebergabe)?,
            Inhalt::AussonderungImportiert(rueckmeldung) => self.importiert(rueckmeldung)?,
            _ => {}
        }
        self.gesehen.insert(typ);
        let kopf = &nachricht.kopf;
        if kopf.empfangsbestaetigung == Some(true) {
            self.gewuenscht.extend(match typ {
                Nachrichtentyp::Anbieteverzeichnis => Some(Nachrichtentyp::AnbietungEmpfangen),
                Nachrichtentyp::Bewertungsverzeichnis => Some(Nachrichtentyp::BewertungEmpfangen),
                Nachrichtentyp::Aussonderung => Some(Nachrichtentyp::AussonderungEmpfangen),
                _ => None,
            });
        }
        if typ == Nachrichtentyp::Aussonderung && kopf.importbestaetigung == Some(true) {
            self.gewuenscht.insert(Nachrichtentyp::AussonderungImportiert);
        }
        Ok(())
    }

    fn pruefen(
        &self,
        von: Rolle,
        typ: Nachrichtentyp,
        prozess: ObjektId,
    ) -> Result<(), DialogError> {
        let Some((_, whose, vorher)) = REGELN.iter().find(|(known, _, _)| *known == typ) else {
            return Err(DialogError::ForeignMessage { typ });
        };
        if prozess != self.prozess {
            return Err(DialogError::ForeignProcess { prozess });
        }
        if *whose != von {
            return Err(DialogError::WrongSide { typ, rolle: von });
        }
        if self.gesehen.contains(&typ) {
            return Err(DialogError::Already { typ });
        }
        match vorher {
            Some(vorher) if !self.gesehen.contains(vorher) => {
                Err(DialogError::TooEarly { typ, vorher: *vorher })
            }
            _ => Ok(()),
        }
    }

    fn anbieten(&mut self, uebergabe: &Uebergabe) -> Result<(), DialogError> {
        let mut objekte = BTreeMap::new();
        for Gegenstand { id, in_objekt, .. } in gegenstaende(uebergabe) {
            let eintrag = Eintrag { in_objekt, state: ObjektState::Angeboten };
            if objekte.insert(id, eintrag).is_some() {
                return Err(DialogError::ObjectTwice { id });
            }
        }
        self.objekte = objekte;
        Ok(())
    }

    /// What the archive does not name is appraised like the object it lies in; without one it
    /// stays to be appraised.
    fn bewerten(&mut self, bewertet: &[BewertetesObjekt]) -> Result<(), DialogError> {
        let mut named = BTreeMap::new();
        for BewertetesObjekt { id, aussonderungsart } in bewertet {
            // An appraisal only the two sides understand is for a person to settle.
            let bewertung = match aussonderungsart {
                Aussonderungsart::Bewertung(bewertung) => *bewertung,
                Aussonderungsart::Konfigurierbar(_) => Bewertung::Bewerten,
            };
            self.bekannt(*id)?;
            if named.insert(*id, bewertung).is_some() {
                return Err(DialogError::ObjectTwice { id: *id });
            }
        }
        let ids: Vec<ObjektId> = self.objekte.keys().copied().collect();
        for id in ids {
            let found =
                std::iter::once(id).chain(self.umgebend(id)).find_map(|id| named.get(&id).copied());
            let bewertung = found.unwrap_or(Bewertung::Bewerten);
            self.setzen(id, ObjektState::Bewertet(bewertung));
        }
        Ok(())
    }

    fn abgeben(&mut self, uebergabe: &Uebergabe) -> Result<(), DialogError> {
        let wanted: BTreeSet<ObjektId> = self.gewollte().collect();
        if wanted.is_empty() {
            return Err(DialogError::NothingWanted);
        }
        let mut there = BTreeSet::new();
        for Gegenstand { id, .. } in gegenstaende(uebergabe) {
            self.bekannt(id)?;
            if !there.insert(id) {
                return Err(DialogError::ObjectTwice { id });
            }
        }
        if let Some(id) = wanted.difference(&there).next() {
            return Err(DialogError::ObjectMissing { id: *id });
        }
        let around: BTreeSet<ObjektId> = wanted.iter().flat_map(|id| self.umgebend(*id)).collect();
        if let Some(id) = there.iter().find(|id| !wanted.contains(id) && !around.contains(id)) {
            return Err(DialogError::ObjectSurplus { id: *id });
        }
        for id in wanted {
            self.setzen(id, ObjektState::Abgegeben);
        }
        Ok(())
    }

    /// What the archive does not name shares the fate of the object it lies in; without one it
    /// stays handed over, and is kept.
    fn importiert(&mut self, rueckmeldung: &Rueckmeldung) -> Result<(), DialogError> {
        let mut named: BTreeMap<ObjektId, ObjektState> = BTreeMap::new();
        for ergebnis in &rueckmeldung.objekte {
            self.bekannt(ergebnis.id)?;
            let codes = ergebnis.meldung_codes.iter().map(|code| code.code.clone());
            let reasons: Vec<String> = ergebnis.meldungen.iter().cloned().chain(codes).collect();
            let state = if ergebnis.erfolgreich {
                ObjektState::Archiviert(ergebnis.archivkennung.clone())
            } else {
                ObjektState::Abgelehnt(reasons.join("; "))
            };
            if named.insert(ergebnis.id, state).is_some() {
                return Err(DialogError::ObjectTwice { id: ergebnis.id });
            }
        }
        let handed: Vec<ObjektId> = self.mit(&ObjektState::Abgegeben).collect();
        let mut fates = Vec::new();
        for id in handed {
            let mut around = self.umgebend(id);
            let state = named.get(&id).cloned().or_else(|| {
                // The identifier belongs to the object the archive named.
                around.find_map(|id| named.get(&id)).map(|state| match state {
                    ObjektState::Archiviert(_) => ObjektState::Archiviert(None),
                    other => other.clone(),
                })
            });
            fates.extend(state.or_else(|| gesamt(rueckmeldung, id)).map(|state| (id, state)));
        }
        for (id, state) in fates {
            self.setzen(id, state);
        }
        Ok(())
    }

    /// Whether an object may be deleted here.
    ///
    /// The archive has it, or wants it destroyed and is done with what it wanted; everything in it
    /// may be deleted or is, and nothing around it is still on its way to the archive.
    #[must_use]
    pub fn loeschbar(&self, id: ObjektId) -> bool {
        self.loeschbar_selbst(id)
            && self.innen(id).into_iter().all(|inner| {
                self.state(inner) == Some(&ObjektState::Geloescht) || self.loeschbar_selbst(inner)
            })
    }

    fn loeschbar_selbst(&self, id: ObjektId) -> bool {
        let underway = |id: ObjektId| {
            matches!(self.state(id), Some(ObjektState::Abgegeben | ObjektState::Abgelehnt(_)))
        };
        match self.state(id) {
            Some(ObjektState::Archiviert(_)) => true,
            Some(ObjektState::Bewertet(Bewertung::Vernichten)) => {
                let done = if self.gesehen.contains(&Nachrichtentyp::Aussonderung) {
                    self.gesehen.contains(&Nachrichtentyp::AussonderungImportiert)
                } else {
                    self.gewollte().next().is_none()
                };
                done && !self.umgebend(id).any(underway)
            }
            _ => false,
        }
    }

    /// Returns every object that may be deleted here.
    #[must_use]
    pub fn loeschbare(&self) -> BTreeSet<ObjektId> {
        let mut free = BTreeSet::new();
        let mut held = BTreeSet::new();
        for (id, state) in self.objekte() {
            if self.loeschbar_selbst(id) {
                free.insert(id);
            } else if *state != ObjektState::Geloescht {
                held.extend(self.umgebend(id));
            }
        }
        free.difference(&held).copied().collect()
    }

    /// Notes that an object, and everything in it, was deleted here.
    pub fn geloescht(&mut self, id: ObjektId) -> Result<(), DialogError> {
        self.bekannt(id)?;
        if !self.loeschbar(id) {
            return Err(DialogError::NotDeletable { id });
        }
        for id in self.innen(id).into_iter().chain([id]) {
            self.setzen(id, ObjektState::Geloescht);
        }
        Ok(())
    }

    /// Returns where an object stands.
    #[must_use]
    pub fn state(&self, id: ObjektId) -> Option<&ObjektState> {
        self.objekte.get(&id).map(|eintrag| &eintrag.state)
    }

    /// Returns every object and where it stands.
    pub fn objekte(&self) -> impl Iterator<Item = (ObjektId, &ObjektState)> {
        self.objekte.iter().map(|(id, eintrag)| (*id, &eintrag.state))
    }

    /// Whether the archive wants this object and does not have it yet.
    #[must_use]
    pub fn gewollt(&self, id: ObjektId) -> bool {
        self.state(id) == Some(&ObjektState::Bewertet(Bewertung::Archivwuerdig))
    }

    fn gewollte(&self) -> impl Iterator<Item = ObjektId> {
        self.mit(&ObjektState::Bewertet(Bewertung::Archivwuerdig)).collect::<Vec<_>>().into_iter()
    }

    fn mit(&self, state: &ObjektState) -> impl Iterator<Item = ObjektId> {
        let with = self.objekte.iter().filter(move |(_, eintrag)| eintrag.state == *state);
        with.map(|(id, _)| *id)
    }

    fn bekannt(&self, id: ObjektId) -> Result<(), DialogError> {
        if self.objekte.contains_key(&id) { Ok(()) } else { Err(DialogError::UnknownObject { id }) }
    }

    fn setzen(&mut self, id: ObjektId, state: ObjektState) {
        if let Some(eintrag) = self.objekte.get_mut(&id) {
            eintrag.state = state;
        }
    }

    /// The objects in an object.
    fn innen(&self, id: ObjektId) -> Vec<ObjektId> {
        let all = self.objekte.keys().copied();
        all.filter(|other| self.umgebend(*other).any(|around| around == id)).collect()
    }

    /// The objects around an object, from the inside out.
    fn umgebend(&self, id: ObjektId) -> impl Iterator<Item = ObjektId> {
        let around = |id: &ObjektId| self.objekte.get(id).and_then(|eintrag| eintrag.in_objekt);
        std::iter::successors(around(&id), move |id| around(id))
    }
}

/// What a message before 3.0.0, which speaks of all objects at once, says about one.
fn gesamt(rueckmeldung: &Rueckmeldung, id: ObjektId) -> Option<ObjektState> {
    let gesamt = rueckmeldung.gesamt.as_ref()?;
    if !gesamt.erfolgreich {
        return Some(ObjektState::Abgelehnt(gesamt.meldung.clone().unwrap_or_default()));
    }
    let kennung = gesamt.archivkennungen.iter().find(|kennung| kennung.id == id);
    Some(ObjektState::Archiviert(kennung.map(|kennung| kennung.archivkennung.clone())))
}
