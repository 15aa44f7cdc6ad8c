//! The reconciliation as people see it, and running one round.
//!
//! Never says more than the last round has shown.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::Zeitpunkt;
use store::meta::Meta;
use store::{Db, DbError, JournalState, Kind};
use sync::{Engine, Line, Round, RoundError};

use crate::Desk;
use crate::desk::AbgleichStand;
use crate::error::round_satz;
use crate::konflikt::{abgelehnte, konflikte};
use crate::line::HttpLine;
use crate::views::{
    AbgleichState, AbgleichView, Code, EinrichtenArgs, Fehler, Leer, UebersichtView,
};

impl Desk {
    /// The truth about the reconciliation.
    pub fn abgleich(&self, _: Leer) -> Result<AbgleichView, Fehler> {
        let stand = self.stand(|stand| stand.clone());
        self.store.read(|db| Ok(view(db, &stand)?))
    }

    /// Starts a round now instead of waiting for the next one.
    pub fn abgleich_starten(&self, _: Leer) -> Result<AbgleichView, Fehler> {
        self.wake();
        self.abgleich(Leer {})
    }

    /// Names the centre and enrols this workstation there.
    pub fn zentrale_einrichten(&self, args: EinrichtenArgs) -> Result<UebersichtView, Fehler> {
        let line = HttpLine::new(&args.zentrale, None)?;
        self.set_benutzer(args.benutzer.trim(), args.arbeitsplatz.trim())?;
        self.einrichten(&line, &args.code, &args.zentrale)?;
        self.wake();
        self.uebersicht(Leer {})
    }

    /// Enrols over a line handed in.
    pub fn einrichten(&self, line: &dyn Line, code: &str, adresse: &str) -> Result<(), Fehler> {
        let adresse = adresse.trim().trim_end_matches('/');
        sync::enrol(&self.store, line, code, adresse).map_err(enrol_fehler)?;
        self.store.notify(Kind::Abgleich);
        Ok(())
    }

    /// Returns a line to the centre that was set up, if there is one.
    pub(crate) fn line(&self) -> Result<Option<HttpLine>, Fehler> {
        let (zentrale, token) = self
            .store
            .read(|db| Ok::<_, DbError>((db.meta(Meta::Zentrale)?, db.meta(Meta::Token)?)))?;
        match (zentrale, token) {
            (Some(zentrale), Some(token)) => Ok(Some(HttpLine::new(&zentrale, Some(&token))?)),
            _ => Ok(None),
        }
    }

    /// Runs one round over a line and keeps what it has shown.
    pub fn round(&self, line: &dyn Line, cancel: &AtomicBool) -> Result<Round, RoundError> {
        self.stand(|stand| stand.laeuft = true);
        self.store.notify(Kind::Abgleich);
        let cancelled = || cancel.load(Ordering::Relaxed);
        let result = Engine::new(&self.store, line, &cancelled).round();
        self.stand(|stand| {
            stand.laeuft = false;
            match &result {
                Ok(round) => {
                    stand.fehlversuche = 0;
                    stand.fehler = None;
                    stand.haengend = round.stuck.len();
                }
                Err(error) => {
                    stand.fehlversuche = stand.fehlversuche.saturating_add(1);
                    let line_only = matches!(error, RoundError::Line(_));
                    stand.fehler = Some((round_satz(error), chain(error), line_only));
                }
            }
        });
        self.store.notify(Kind::Abgleich);
        result
    }

    /// Runs one round over the network now and waits for its end; for the command line.
    pub fn abgleich_jetzt(&self) -> Result<Round, Fehler> {
        let line = self.line()?.ok_or_else(|| {
            Fehler::new(
                Code::Invalid,
                round_satz(&RoundError::NotSetUp),
                "Bitte richten Sie zuerst die Verbindung zur Zentrale ein.",
            )
        })?;
        self.round(&line, &AtomicBool::new(false)).map_err(|error| round_fehler(&error))
    }

    /// Derives text and picture of every original that came from the centre; returns how many.
    pub fn auswerten(&self) -> Result<u32, Fehler> {
        const AT_ONCE: u32 = 50;
        let mut done = 0;
        loop {
            match intake::custody::derive_missing(&self.store, &self.worker, AT_ONCE) {
                Ok(0) => return Ok(done),
                Ok(n) => done += n,
                Err(error) => {
                    let meldung = "Ein geholtes Original konnte noch nicht ausgewertet werden.";
                    return Err(Fehler::new(Code::Internal, meldung, &error.to_string()));
                }
            }
        }
    }

    pub(crate) fn set_next_round(&self, at: Option<Zeitpunkt>) {
        self.stand(|stand| stand.naechster_um = at);
        self.store.notify(Kind::Abgleich);
    }
}

fn view(db: &Db<'_>, stand: &AbgleichStand) -> Result<AbgleichView, DbError> {
    let offene =
        db.journal_count(JournalState::Offen)? + db.journal_count(JournalState::Geparkt)?;
    let (zu_senden, zu_holen) = db.blob_counts()?;
    let zentrale = db.meta(Meta::Zentrale)?;
    let mut view = AbgleichView {
        zustand: AbgleichState::Aktuell,
        satz: String::new(),
        offene_aenderungen: offene,
        angenommen_nicht_gesichert: db.journal_count(JournalState::Angenommen)?,
        offene_originale: zu_senden,
        fehlende_originale: zu_holen,
        zuletzt_um: db.meta(Meta::ZuletztUm)?,
        naechster_versuch_um: stand.naechster_um.map(|um| um.to_string()),
        fehlversuche: stand.fehlversuche,
        fehler: stand.fehler.as_ref().map(|fehler| fehler.1.clone()),
        nachweis_gleich: db.meta(Meta::NachweisGleich)?.map(|gleich| gleich == "1"),
        konflikte: konflikte(db)?,
        abgelehnte: abgelehnte(db)?,
        zentrale,
    };
    (view.zustand, view.satz) = judge(&view, stand);
    Ok(view)
}

fn judge(view: &AbgleichView, stand: &AbgleichStand) -> (AbgleichState, String) {
    let pending = view.offene_aenderungen + view.offene_originale;
    if view.zentrale.is_none() {
        let satz = "Es ist noch keine Zentrale eingerichtet. Ihre Arbeit liegt nur auf diesem \
                    Arbeitsplatz.";
        return (AbgleichState::NichtEingerichtet, satz.to_owned());
    }
    if stand.laeuft {
        return (AbgleichState::Laeuft, "Der Abgleich mit der Zentrale läuft.".to_owned());
    }
    if let Some((satz, _, line_only)) = &stand.fehler {
        let zustand = if *line_only { AbgleichState::Offline } else { AbgleichState::Stoerung };
        return (zustand, (*satz).to_owned());
    }
    if stand.haengend > 0 {
        let satz = format!(
            "{} Originale ließen sich nicht übertragen. Es wird von selbst weiter versucht.",
            stand.haengend
        );
        return (AbgleichState::Stoerung, satz);
    }
    if view.nachweis_gleich == Some(false) {
        let satz = round_satz(&RoundError::Different(String::new()));
        return (AbgleichState::Stoerung, satz.to_owned());
    }
    if view.zuletzt_um.is_none() {
        return (AbgleichState::Ausstehend, "Der erste Abgleich steht noch aus.".to_owned());
    }
    if pending > 0 || view.fehlende_originale > 0 {
        return (AbgleichState::Ausstehend, ausstehend_satz(view));
    }
    let satz = "Dieser Arbeitsplatz und die Zentrale halten denselben Stand.";
    (AbgleichState::Aktuell, satz.to_owned())
}

fn ausstehend_satz(view: &AbgleichView) -> String {
    let mut parts = Vec::new();
    let mut part = |n: u32, one: &str, many: &str| {
        if n > 0 {
            parts.push(format!("{n} {}", if n == 1 { one } else { many }));
        }
    };
    part(view.offene_aenderungen, "Änderung ist", "Änderungen sind");
    part(view.offene_originale, "Original ist", "Originale sind");
    let mut satz = if parts.is_empty() {
        String::new()
    } else {
        format!("{} noch zu senden.", parts.join(" und "))
    };
    if view.fehlende_originale > 0 {
        let space = if satz.is_empty() { "" } else { " " };
        satz.push_str(&format!("{space}{} Originale werden noch geholt.", view.fehlende_originale));
    }
    satz
}

fn chain(error: &RoundError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

pub(crate) fn round_fehler(error: &RoundError) -> Fehler {
    let code = match error {
        RoundError::Line(_) | RoundError::Unavailable(_) => Code::Offline,
        RoundError::Unauthorized | RoundError::Refused { .. } => Code::Denied,
        RoundError::NotSetUp | RoundError::PracticeMix { .. } => Code::Invalid,
        _ => Code::Internal,
    };
    Fehler::new(code, round_satz(error), &chain(error))
}

fn enrol_fehler(error: RoundError) -> Fehler {
    match error {
        RoundError::Unauthorized => Fehler::new(
            Code::Denied,
            "Der Einmal-Code ist falsch oder schon verbraucht.",
            "Bitte lassen Sie sich von der Administration einen neuen geben.",
        ),
        other => round_fehler(&other),
    }
}
