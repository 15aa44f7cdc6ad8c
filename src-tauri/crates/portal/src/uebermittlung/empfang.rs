//! The steps: fetching, checking, keeping. One step at a time, each durable before the next.
//!
//! Never goes on over an error: the application stays where it was, and the step is done again.

use std::collections::BTreeSet;

use domain::Zeitpunkt;

use super::verwahrung::{bewahren, holen};
use super::{
    Ende, Form, Inhaltspruefung, Ort, Pruefgrund, Schritt, Stand, Stueck, Uebermittlung,
    VerwahrError, Verwahrort,
};
use crate::dienst::{Dienst, Huelle};
use crate::ereignis::{
    self, Aussteller, Ereignis, Ereignisart, Protokoll, Pruefmarken, Schluesselmappe,
};
use crate::error::PortalError;
use crate::jwe::pruefmarke;
use crate::line::LineError;
use crate::schluessel::{Schluesselbund, Zweck};

/// Most foreign keys that one event log may make us ask for.
const SCHLUESSEL_MAX: usize = 20;

/// Why a step was not done; the application stands where it stood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchrittError {
    /// The service, its answer, or our settings.
    #[error("service")]
    Portal(#[from] PortalError),
    /// A place of custody.
    #[error("place of custody {ort:?}")]
    Verwahrung {
        /// Which.
        ort: Ort,
        /// Why.
        source: VerwahrError,
    },
    /// A scanner that should look did not answer.
    #[error("scanner does not answer")]
    Scanner,
    /// The caller could not keep where the application stands.
    #[error("state not kept")]
    Merken(#[source] VerwahrError),
}

/// Whether there is more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fortgang {
    /// A step was done; the caller keeps the application and asks for the next.
    Weiter,
    /// Nothing goes on by itself.
    Wartet,
}

/// What the steps need.
pub struct Empfang<'a> {
    /// The service.
    pub dienst: &'a Dienst<'a>,
    /// The office's keys.
    pub bund: &'a Schluesselbund,
    /// The place on this machine.
    pub erster: &'a dyn Verwahrort,
    /// The place on another one.
    pub zweiter: &'a dyn Verwahrort,
    /// Who looks into the content.
    pub pruefung: &'a dyn Inhaltspruefung,
}

pub(super) fn am_ort(ort: Ort) -> impl Fn(VerwahrError) -> SchrittError {
    move |source| SchrittError::Verwahrung { ort, source }
}

impl Empfang<'_> {
    /// Does steps until nothing goes on by itself; `merken` keeps the application after each one.
    ///
    /// An acceptance is sent only after it was kept, so that after a sudden end the same one is
    /// known.
    pub fn weiter(
        &self,
        u: &mut Uebermittlung,
        jetzt: Zeitpunkt,
        merken: &mut dyn FnMut(&Uebermittlung) -> Result<(), VerwahrError>,
    ) -> Result<(), SchrittError> {
        loop {
            let step = self.schritt(u, jetzt);
            merken(u).map_err(SchrittError::Merken)?;
            if step? == Fortgang::Wartet {
                return Ok(());
            }
        }
    }

    /// Does one step. After an error the application stands where it stood, one attempt more.
    pub fn schritt(
        &self,
        u: &mut Uebermittlung,
        jetzt: Zeitpunkt,
    ) -> Result<Fortgang, SchrittError> {
        let mut next = u.clone();
        let done = match next.stand {
            Stand::Angekuendigt => self.abholen(&mut next, jetzt),
            Stand::Abgeholt => self.pruefen(&mut next, jetzt),
            Stand::Geprueft => self.entschluesseln(&mut next),
            Stand::Entschluesselt => self.verwahren(&mut next),
            Stand::Verwahrt => self.unterschreiben(&mut next, jetzt),
            Stand::AnnahmeBereit => self.annehmen(&mut next, jetzt),
            Stand::PruefungNoetig { .. } => self.nachsehen(&mut next, jetzt),
            Stand::Angenommen | Stand::OhneAnnahme { .. } | Stand::Entgangen { .. } => {
                return Ok(Fortgang::Wartet);
            }
        };
        if let Err(error) = done {
            u.versuche = u.versuche.saturating_add(1);
            return Err(error);
        }
        let parked = matches!(u.stand, Stand::PruefungNoetig { .. });
        next.versuche = 0;
        *u = next;
        Ok(if parked { Fortgang::Wartet } else { Fortgang::Weiter })
    }

    /// Fetches every part and keeps it as it came, before anything is believed or opened.
    fn abholen(&self, u: &mut Uebermittlung, jetzt: Zeitpunkt) -> Result<(), SchrittError> {
        let id = u.ankuendigung.submission;
        let huelle = match self.dienst.huelle(id, jetzt) {
            Ok(huelle) if huelle.ankuendigung == u.ankuendigung => huelle,
            Ok(_) => return stopped(u, None, PortalError::Protocol("ids of the submission")),
            Err(PortalError::NotFound) => return self.entgangen(u, jetzt),
            Err(error) => return stopped(u, None, error),
        };
        self.umschlag(u, &huelle)?;
        let mut found = Vec::new();
        for anlage in &huelle.anlagen {
            let stueck = Stueck::Anlage(*anlage);
            let teil = u.teil(Form::Verschluesselt, stueck);
            if self.erster.lesen(&teil).map_err(am_ort(Ort::Erster))?.is_some() {
                continue;
            }
            match self.dienst.anlage(id, *anlage, jetzt) {
                Ok(token) if pruefmarke(&token).is_some() => {
                    let kept = bewahren(self.erster, &teil, token.trim_ascii().as_bytes());
                    kept.map_err(am_ort(Ort::Erster))?;
                }
                Ok(_) => {
                    return stopped(u, Some(stueck), PortalError::Protocol("encrypted content"));
                }
                Err(PortalError::NotFound) => {
                    u.fehlend.push(*anlage);
                    found.push(Pruefgrund::StueckFehlt { stueck });
                }
                Err(error) => return stopped(u, Some(stueck), error),
            }
        }
        u.protokoll = self.dienst.ereignisse(u.ankuendigung.case, jetzt)?;
        u.fortsetzen(Schritt::Abholen, found, Stand::Abgeholt);
        Ok(())
    }

    /// Keeps what the envelope carries: metadata and data.
    fn umschlag(&self, u: &mut Uebermittlung, huelle: &Huelle) -> Result<(), SchrittError> {
        u.leistung.clone_from(&huelle.leistung);
        u.region.clone_from(&huelle.region);
        u.anlagen.clone_from(&huelle.anlagen);
        u.fehlend.clear();
        u.mit_fachdaten = huelle.fachdaten.is_some();
        let metadaten = Some((Stueck::Metadaten, &huelle.metadaten));
        let fachdaten = huelle.fachdaten.as_ref().map(|data| (Stueck::Fachdaten, data));
        for (stueck, token) in metadaten.into_iter().chain(fachdaten) {
            let teil = u.teil(Form::Verschluesselt, stueck);
            // What was kept before an interruption counts; its tag decides whether it is right.
            if self.erster.lesen(&teil).map_err(am_ort(Ort::Erster))?.is_none() {
                let kept = bewahren(self.erster, &teil, token.trim_ascii().as_bytes());
                kept.map_err(am_ort(Ort::Erster))?;
            }
        }
        Ok(())
    }

    /// Asks the event log what became of something that is no longer at the service.
    fn entgangen(&self, u: &mut Uebermittlung, jetzt: Zeitpunkt) -> Result<(), SchrittError> {
        match self.dienst.ereignisse(u.ankuendigung.case, jetzt) {
            Ok(log) => u.protokoll = log,
            Err(PortalError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        let protokoll = self.beweise(u, jetzt)?;
        let ende = ende(u, &protokoll).unwrap_or(Ende::Verschwunden);
        u.ende = Some(ende);
        u.stand = Stand::Entgangen { ende };
        // What an earlier fetch brought is all there is, and more than nothing.
        if u.lieferung > 1 {
            u.lieferung -= 1;
            u.fehlend = self.nicht_da(u)?;
            u.stand = Stand::Abgeholt;
        }
        Ok(())
    }

    /// Returns the announced attachments that are not kept.
    fn nicht_da(&self, u: &Uebermittlung) -> Result<Vec<uuid::Uuid>, SchrittError> {
        let mut missing = Vec::new();
        for id in &u.anlagen {
            let teil = u.teil(Form::Verschluesselt, Stueck::Anlage(*id));
            if self.erster.lesen(&teil).map_err(am_ort(Ort::Erster))?.is_none() {
                missing.push(*id);
            }
        }
        Ok(missing)
    }

    /// Checks the event log and compares the tags it names with those of the parts that are here.
    fn pruefen(&self, u: &mut Uebermittlung, jetzt: Zeitpunkt) -> Result<(), SchrittError> {
        let protokoll = self.beweise(u, jetzt)?;
        let mut found: Vec<Pruefgrund> = protokoll
            .maengel
            .iter()
            .map(|mangel| Pruefgrund::Ereignis { mangel: mangel.clone() })
            .collect();
        u.marken = self.marken(u)?;
        let sent = protokoll.letztes(u.ankuendigung.submission, &Ereignisart::Eingereicht);
        match sent {
            None => found.push(Pruefgrund::KeinEinreichereignis),
            Some(sent) => {
                u.eingereicht_um = Some(sent.ausgestellt_um);
                match &sent.marken {
                    None => found.push(Pruefgrund::MarkenFehlen),
                    Some(marken) => found.extend(vergleichen(u, marken)),
                }
            }
        }
        u.ende = ende(u, &protokoll);
        u.fortsetzen(Schritt::Pruefen, found, Stand::Geprueft);
        Ok(())
    }

    /// Returns the tags of the parts that are here.
    fn marken(&self, u: &Uebermittlung) -> Result<Pruefmarken, SchrittError> {
        let mut marken = Pruefmarken::default();
        for stueck in u.stuecke() {
            let bytes = holen(self.erster, &u.teil(Form::Verschluesselt, stueck));
            let bytes = bytes.map_err(am_ort(Ort::Erster))?;
            let token = std::str::from_utf8(&bytes).unwrap_or_default();
            let marke = pruefmarke(token).unwrap_or_default().to_owned();
            match stueck {
                Stueck::Metadaten => marken.metadaten = Some(marke),
                Stueck::Fachdaten => marken.fachdaten = Some(marke),
                Stueck::Anlage(id) => drop(marken.anlagen.insert(id, marke)),
            }
        }
        Ok(marken)
    }

    /// Proves the event log with the keys it names, which are fetched first.
    pub(super) fn beweise(
        &self,
        u: &Uebermittlung,
        jetzt: Zeitpunkt,
    ) -> Result<Protokoll, SchrittError> {
        let adressen = self.dienst.adressen();
        let ist_dienst = |iss: &str| adressen.ist_dienst(iss);
        let needed = ereignis::benoetigt(&u.protokoll, &ist_dienst);
        let mappe = self.mappe(u, &needed, jetzt)?;
        Ok(ereignis::pruefen(&u.protokoll, &mappe, &u.ankuendigung, &ist_dienst))
    }

    fn mappe(
        &self,
        u: &Uebermittlung,
        needed: &BTreeSet<(Aussteller, String)>,
        jetzt: Zeitpunkt,
    ) -> Result<Schluesselmappe, SchrittError> {
        let mut mappe = Schluesselmappe::new();
        if needed.iter().any(|(who, _)| *who == Aussteller::Dienst) {
            for key in self.dienst.dienstschluessel()? {
                mappe.insert((Aussteller::Dienst, key.kid.clone()), key);
            }
        }
        let ours = Aussteller::Zustellpunkt(u.ankuendigung.destination);
        for (who, kid) in needed.iter().filter(|(who, _)| *who == ours).take(SCHLUESSEL_MAX) {
            let own = self.bund.finden(kid).filter(|key| key.zweck == Zweck::Signatur);
            let key = match own.and_then(|key| key.oeffentlich().ok()) {
                Some(key) => Some(key),
                // Another program of the office may have signed with a key of its own.
                None => self.dienst.zustellpunktschluessel(
                    u.ankuendigung.destination,
                    kid,
                    Zweck::Signatur,
                    jetzt,
                )?,
            };
            if let Some(key) = key {
                mappe.insert((who.clone(), kid.clone()), key);
            }
        }
        Ok(mappe)
    }

    /// Looks after a parked application: a second copy of what came, and whether the service has
    /// ended it meanwhile.
    fn nachsehen(&self, u: &mut Uebermittlung, jetzt: Zeitpunkt) -> Result<(), SchrittError> {
        if !u.zweitkopie && u.stand != (Stand::PruefungNoetig { bei: Schritt::Annehmen }) {
            let mut complete = true;
            for stueck in u.stuecke() {
                let teil = u.teil(Form::Verschluesselt, stueck);
                match self.erster.lesen(&teil).map_err(am_ort(Ort::Erster))? {
                    Some(bytes) => {
                        bewahren(self.zweiter, &teil, &bytes).map_err(am_ort(Ort::Zweiter))?;
                    }
                    None => complete = false,
                }
            }
            u.zweitkopie = complete;
        }
        u.protokoll = match self.dienst.ereignisse(u.ankuendigung.case, jetzt) {
            Ok(log) => log,
            // The log outlives the content by years; without it nothing new is known.
            Err(PortalError::NotFound) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let protokoll = self.beweise(u, jetzt)?;
        u.ende = ende(u, &protokoll);
        if let Some(accepted) = eigene_annahme(u, &protokoll) {
            // It arrived, and only the answer said otherwise.
            u.angenommen_um = Some(accepted.ausgestellt_um);
            u.pruefgruende.retain(|one| !matches!(one, Pruefgrund::AnnahmeVerweigert { .. }));
            u.stand = Stand::Angenommen;
        }
        Ok(())
    }
}

/// Parks an application whose part cannot be had; what passes by itself stays an error.
fn stopped(
    u: &mut Uebermittlung,
    stueck: Option<Stueck>,
    error: PortalError,
) -> Result<(), SchrittError> {
    let grund = match error {
        PortalError::Line(LineError::TooLarge { .. }) => Pruefgrund::StueckZuGross { stueck },
        PortalError::Protocol(_) | PortalError::Refused { .. } | PortalError::NotFound => {
            Pruefgrund::NichtAbrufbar { stueck, problem: error.to_string() }
        }
        error => return Err(error.into()),
    };
    u.fortsetzen(Schritt::Abholen, vec![grund], Stand::Abgeholt);
    Ok(())
}

/// Compares the tags of the signed event with those of the parts that are here.
fn vergleichen(u: &Uebermittlung, gesendet: &Pruefmarken) -> Vec<Pruefgrund> {
    let differs = |stueck| Pruefgrund::MarkeWeichtAb { stueck };
    let mut found = Vec::new();
    if gesendet.metadaten != u.marken.metadaten {
        found.push(differs(Stueck::Metadaten));
    }
    if gesendet.fachdaten != u.marken.fachdaten {
        found.push(differs(Stueck::Fachdaten));
    }
    let sent = gesendet.anlagen.keys();
    let all: BTreeSet<_> = sent.chain(u.marken.anlagen.keys()).collect();
    for id in all {
        // A missing attachment was noted when it was fetched.
        let missing = u.fehlend.contains(id);
        if !missing && gesendet.anlagen.get(id) != u.marken.anlagen.get(id) {
            found.push(differs(Stueck::Anlage(*id)));
        }
    }
    found
}

/// Returns the acceptance in the proven log that was signed here, if it is there.
fn eigene_annahme<'p>(u: &Uebermittlung, protokoll: &'p Protokoll) -> Option<&'p Ereignis> {
    let ours = |kennung: &str| {
        uuid::Uuid::parse_str(kennung).is_ok_and(|id| u.annahme_kennungen.contains(&id))
    };
    let mut about = protokoll.zu(u.ankuendigung.submission);
    about.find(|event| event.art == Ereignisart::Angenommen && ours(&event.kennung))
}

/// Returns how the proven log says the service ended an application, if it did.
pub(super) fn ende(u: &Uebermittlung, protokoll: &Protokoll) -> Option<Ende> {
    let id = u.ankuendigung.submission;
    if eigene_annahme(u, protokoll).is_some() {
        return None;
    }
    if protokoll.letztes(id, &Ereignisart::Angenommen).is_some() {
        return Some(Ende::Anderswo);
    }
    if protokoll.letztes(id, &Ereignisart::Zurueckgewiesen).is_some() {
        return Some(Ende::Abgewiesen);
    }
    protokoll.letztes(id, &Ereignisart::Geloescht).map(|_| Ende::Geloescht)
}
