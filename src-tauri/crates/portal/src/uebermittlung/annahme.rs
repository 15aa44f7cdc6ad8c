//! The end of an application's way: kept at two places, signed for, and accepted once.
//!
//! Never sends an acceptance that is not noted, nor one whose content was not read back from both
//! places in the same step.

use domain::Zeitpunkt;

use super::empfang::{am_ort, ende};
use super::verwahrung::{bewahren, holen};
use super::{
    Empfang, Form, Ort, Pruefgrund, Schritt, SchrittError, Stand, Uebermittlung, VerwahrError,
    Verwahrort,
};
use crate::ereignis;
use crate::error::PortalError;
use crate::kodierung::{sha512, uuid4};
use crate::schluessel::Zweck;

/// Seconds after which an acceptance that the service does not know is signed anew.
const ALTER_S_MAX: i64 = 3_600;

impl Empfang<'_> {
    /// Brings the opened content to the second place, and reads both back.
    pub(super) fn verwahren(&self, u: &mut Uebermittlung) -> Result<(), SchrittError> {
        for stueck in u.summen.keys() {
            let teil = u.teil(Form::Klar, *stueck);
            let bytes = holen(self.erster, &teil).map_err(am_ort(Ort::Erster))?;
            bewahren(self.zweiter, &teil, &bytes).map_err(am_ort(Ort::Zweiter))?;
        }
        self.beweisen(u)?;
        u.stand = Stand::Verwahrt;
        Ok(())
    }

    /// Reads every opened part at both places and compares it with its hash.
    fn beweisen(&self, u: &Uebermittlung) -> Result<(), SchrittError> {
        if u.summen.is_empty() {
            return Err(am_ort(Ort::Erster)(VerwahrError::Lost));
        }
        let places: [(Ort, &dyn Verwahrort); 2] =
            [(Ort::Erster, self.erster), (Ort::Zweiter, self.zweiter)];
        for (ort, place) in places {
            for (stueck, sum) in &u.summen {
                let bytes = holen(place, &u.teil(Form::Klar, *stueck)).map_err(am_ort(ort))?;
                if sha512(&bytes) != *sum {
                    return Err(am_ort(ort)(VerwahrError::Lost));
                }
            }
        }
        Ok(())
    }

    /// Signs the acceptance, so that it can be noted before it is sent.
    pub(super) fn unterschreiben(
        &self,
        u: &mut Uebermittlung,
        jetzt: Zeitpunkt,
    ) -> Result<(), SchrittError> {
        if let Some(ende) = u.ende {
            u.stand = Stand::OhneAnnahme { ende };
            return Ok(());
        }
        let key = self.bund.aktiv(Zweck::Signatur).ok_or(PortalError::NoKey("signing"))?;
        let kennung = uuid4()?;
        let event = ereignis::annahme(&u.ankuendigung, &u.marken, kennung, jetzt, key)?;
        u.annahme = Some(event);
        u.annahme_kennungen.push(kennung);
        u.stand = Stand::AnnahmeBereit;
        Ok(())
    }

    /// Sends the acceptance, unless the log shows that it arrived before.
    pub(super) fn annehmen(
        &self,
        u: &mut Uebermittlung,
        jetzt: Zeitpunkt,
    ) -> Result<(), SchrittError> {
        u.protokoll = self.dienst.ereignisse(u.ankuendigung.case, jetzt)?;
        let protokoll = self.beweise(u, jetzt)?;
        let accepted =
            protokoll.letztes(u.ankuendigung.submission, &ereignis::Ereignisart::Angenommen);
        u.ende = ende(u, &protokoll);
        if let Some(ende) = u.ende {
            u.annahme = None;
            u.stand = Stand::OhneAnnahme { ende };
            return Ok(());
        }
        if let Some(accepted) = accepted {
            u.angenommen_um = Some(accepted.ausgestellt_um);
            u.stand = Stand::Angenommen;
            return Ok(());
        }
        match self.beweisen(u) {
            Ok(()) => {}
            // What one place has lost is made again from what came.
            Err(SchrittError::Verwahrung { source: VerwahrError::Lost, .. }) => {
                u.annahme = None;
                u.stand = Stand::Geprueft;
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        let event = u.annahme.take().filter(|event| !signed_long_ago(event, jetzt));
        let Some(event) = event else {
            u.stand = Stand::Verwahrt;
            return Ok(());
        };
        match self.dienst.ereignis_melden(u.ankuendigung.case, &event, jetzt) {
            Ok(()) => {
                u.annahme = Some(event);
                u.angenommen_um = Some(jetzt);
                u.stand = Stand::Angenommen;
            }
            Err(error @ (PortalError::Refused { .. } | PortalError::NotFound)) => {
                let (status, problem) = match error {
                    PortalError::Refused { status, problem } => (status, problem),
                    _ => (404, String::new()),
                };
                let grund = Pruefgrund::AnnahmeVerweigert { status, problem };
                u.fortsetzen(Schritt::Annehmen, vec![grund], Stand::Verwahrt);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

/// Whether an acceptance waited so long for the line that the service may not want it any more.
fn signed_long_ago(event: &str, jetzt: Zeitpunkt) -> bool {
    let claims = crate::jws::Token::parse(event, ereignis::TYP).ok();
    let claims =
        claims.and_then(|token| serde_json::from_slice::<serde_json::Value>(&token.payload).ok());
    let iat = claims.as_ref().and_then(|claims| claims.get("iat")?.as_i64());
    iat.is_none_or(|iat| (jetzt.as_second() - iat).abs() > ALTER_S_MAX)
}
