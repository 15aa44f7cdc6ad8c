//! The reconciliation as people see it, and running one round.
//!
//! Never says more than the last round has shown.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use domain::Zeitpunkt;
use store::meta::Meta;
use store::{Db, DbError, JournalState, Kind};
use sync::{Engine, Line, Round, RoundError};

use crate::Desk;
use crate::desk::AbgleichStand;
use crate::eingang::ROWS_MAX;
use crate::error::round_satz;
use crate::hemmnis::{Stoerung, chain, hemmnis};
use crate::line::HttpLine;
use crate::views::{
    AbgleichState, AbgleichView, Code, EinrichtenArgs, EinzelheitenArgs, EinzelheitenView, Fehler,
    HemmnisArt, Leer, UebersichtView,
};
use crate::worte::zahl;
use crate::{konflikt, unterwegs, vorfall};

impl Desk {
    /// The truth about the reconciliation.
    pub fn abgleich(&self, _: Leer) -> Result<AbgleichView, Fehler> {
        let stand = self.stand(|stand| stand.clone());
        let folder = self.store_folder();
        self.store.read(|db| Ok(view(db, &stand, &folder)?))
    }

    /// What the reconciliation's page lists: what waits, what moves, what happened.
    pub fn abgleich_einzelheiten(
        &self,
        args: EinzelheitenArgs,
    ) -> Result<EinzelheitenView, Fehler> {
        let most = args.anzahl.min(ROWS_MAX);
        self.store.read(|db| Ok(einzelheiten(db, most)?))
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

    /// Returns the line to the centre that was set up, if there is one: the same one as long as
    /// address and token stay, so that its connections are used again.
    pub(crate) fn line(&self) -> Result<Option<Arc<HttpLine>>, Fehler> {
        let (zentrale, token) = self
            .store
            .read(|db| Ok::<_, DbError>((db.meta(Meta::Zentrale)?, db.meta(Meta::Token)?)))?;
        let (Some(zentrale), Some(token)) = (zentrale, token) else { return Ok(None) };
        let mut kept = self.leitung.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = kept.as_ref().filter(|line| line.leads_to(&zentrale, &token)) {
            return Ok(Some(Arc::clone(line)));
        }
        let line = Arc::new(HttpLine::new(&zentrale, Some(&token))?);
        *kept = Some(Arc::clone(&line));
        Ok(Some(line))
    }

    /// Runs one round over a line and keeps what it has shown.
    pub fn round(&self, line: &dyn Line, cancel: &AtomicBool) -> Result<Round, RoundError> {
        let _turn = self.runde.lock().unwrap_or_else(PoisonError::into_inner);
        self.stand(|stand| stand.laeuft = true);
        self.store.notify(Kind::Abgleich);
        let cancelled = || cancel.load(Ordering::Relaxed);
        let result = Engine::new(&self.store, line, &cancelled).round();
        let now = self.store.env().now();
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
                    // The first failure in a row says since when.
                    let seit = stand.fehler.as_ref().map_or(now, |known| known.seit);
                    stand.fehler = Some(Stoerung::new(error, seit));
                }
            }
        });
        self.store.notify(Kind::Abgleich);
        result
    }

    /// Runs rounds over the network now until nothing is left to move; for the command line.
    pub fn abgleich_jetzt(&self) -> Result<Round, Fehler> {
        let line = self.line()?.ok_or_else(|| {
            Fehler::new(
                Code::Invalid,
                round_satz(&RoundError::NotSetUp),
                "Bitte richten Sie zuerst die Verbindung zur Zentrale ein.",
            )
        })?;
        let mut all = Round::default();
        loop {
            let round = self.round(&*line, &AtomicBool::new(false));
            let round = round.map_err(|error| round_fehler(&error))?;
            let more = round.more;
            all.add(round);
            if !more {
                return Ok(all);
            }
        }
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

fn view(db: &Db<'_>, stand: &AbgleichStand, folder: &str) -> Result<AbgleichView, DbError> {
    let zurueckgestellt = db.journal_count(JournalState::Geparkt)?
        + db.journal_count(JournalState::Zurueckgestellt)?;
    let (zu_senden, zu_holen) = db.blob_counts()?;
    let mut view = AbgleichView {
        zustand: AbgleichState::Aktuell,
        satz: String::new(),
        antwort: String::new(),
        offene_aenderungen: db.journal_count(JournalState::Offen)? + zurueckgestellt,
        angenommen_nicht_gesichert: db.journal_count(JournalState::Angenommen)?,
        offene_originale: zu_senden,
        fehlende_originale: zu_holen,
        zurueckgestellt,
        zu_klaeren: konflikt::zu_klaeren(db)?,
        vorfaelle: vorfall::ungesehen(db)?,
        zuletzt_um: db.meta(Meta::ZuletztUm)?,
        naechster_versuch_um: stand.naechster_um.map(|um| um.to_string()),
        fehlversuche: stand.fehlversuche,
        nachweis_gleich: db.meta(Meta::NachweisGleich)?.map(|gleich| gleich == "1"),
        siegel_um: db.seal()?.map(|seal| seal.at.to_string()),
        hemmnis: hemmnis(db, stand, folder)?,
        zentrale: db.meta(Meta::Zentrale)?,
    };
    // A seal says nothing about a centre that is another one or differs now.
    let doubtful = [HemmnisArt::FremdeZentrale, HemmnisArt::Verschieden];
    if view.hemmnis.as_ref().is_some_and(|hemmnis| doubtful.contains(&hemmnis.art)) {
        view.siegel_um = None;
    }
    (view.zustand, view.satz) = judge(&view, stand);
    view.antwort = antwort(&view);
    Ok(view)
}

fn einzelheiten(db: &Db<'_>, most: u32) -> Result<EinzelheitenView, DbError> {
    let (konflikte, konflikte_gesamt) = konflikt::offene(db, most)?;
    let (abgelehnte, abgelehnte_gesamt) = konflikt::abgelehnte(db, most)?;
    let (handlungen, handlungen_gesamt) = unterwegs::handlungen(db, most)?;
    let (originale, originale_gesamt) = unterwegs::originale(db, most)?;
    let (zurueckgestellt, zurueckgestellt_gesamt) = unterwegs::zurueckgestellt(db, most)?;
    let (geborgenes, geborgenes_gesamt) = vorfall::geborgenes(db, most)?;
    Ok(EinzelheitenView {
        konflikte,
        konflikte_gesamt,
        entschieden: konflikt::entschiedene(db, most)?,
        abgelehnte,
        abgelehnte_gesamt,
        handlungen,
        handlungen_gesamt,
        originale,
        originale_gesamt,
        zurueckgestellt,
        zurueckgestellt_gesamt,
        zusammengefuehrt: unterwegs::zusammengefuehrt(db, most)?,
        vorfaelle: vorfall::vorfaelle(db, most)?,
        geborgenes,
        geborgenes_gesamt,
    })
}

fn judge(view: &AbgleichView, stand: &AbgleichStand) -> (AbgleichState, String) {
    if view.zentrale.is_none() {
        let satz = "Es ist noch keine Zentrale eingerichtet. Ihre Arbeit liegt nur auf diesem \
                    Arbeitsplatz.";
        return (AbgleichState::NichtEingerichtet, satz.to_owned());
    }
    if stand.laeuft && stand.fehler.is_none() {
        return (AbgleichState::Laeuft, "Der Abgleich mit der Zentrale läuft.".to_owned());
    }
    if let Some(stoerung) = &stand.fehler {
        let offline = stoerung.nur_leitung();
        let zustand = if offline { AbgleichState::Offline } else { AbgleichState::Stoerung };
        return (zustand, stoerung.satz.to_owned());
    }
    if let Some(hemmnis) = &view.hemmnis {
        return (AbgleichState::Stoerung, format!("{} {}", hemmnis.ursache, hemmnis.von_selbst));
    }
    if view.zuletzt_um.is_none() {
        return (AbgleichState::Ausstehend, "Der erste Abgleich steht noch aus.".to_owned());
    }
    if view.offene_aenderungen + view.offene_originale + view.fehlende_originale > 0 {
        let holen = original_zahl(view.fehlende_originale);
        let parts = [
            zu_senden(view).map(|text| format!("Noch zu senden: {text}.")),
            (view.fehlende_originale > 0).then(|| format!("Noch zu holen: {holen}.")),
        ];
        let satz = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        return (AbgleichState::Ausstehend, satz);
    }
    let satz = "Dieser Arbeitsplatz und die Zentrale halten denselben Stand.";
    (AbgleichState::Aktuell, satz.to_owned())
}

/// Answers "is everything at the centre?". What others did and is still to come is no part of it.
fn antwort(view: &AbgleichView) -> String {
    if view.zentrale.is_none() {
        return "Nein. Es ist noch keine Zentrale eingerichtet.".to_owned();
    }
    if let Some(text) = zu_senden(view) {
        let still = view.hemmnis.is_some();
        let wo = if still { "liegen nur auf diesem Arbeitsplatz" } else { "sind noch unterwegs" };
        let one = view.offene_aenderungen + view.offene_originale == 1;
        let wo = match (one, still) {
            (true, true) => "liegt nur auf diesem Arbeitsplatz",
            (true, false) => "ist noch unterwegs",
            (false, _) => wo,
        };
        return format!("Noch nicht ganz. {text} {wo}.");
    }
    if view.zuletzt_um.is_none() {
        return "Das ist noch nicht bekannt. Der erste Abgleich steht noch aus.".to_owned();
    }
    match &view.hemmnis {
        Some(hemmnis) if hemmnis.art == HemmnisArt::FremdeZentrale => {
            "Nein. Diese Zentrale hat nicht, was dieser Arbeitsplatz hat.".to_owned()
        }
        Some(hemmnis) if hemmnis.art == HemmnisArt::Verschieden => {
            "Nein. Beide Seiten halten Verschiedenes.".to_owned()
        }
        Some(_) => "Nach dem letzten Vergleich ja. Gerade geht es aber nicht weiter.".to_owned(),
        None => "Ja. Alles, was hier getan wurde, ist bei der Zentrale.".to_owned(),
    }
}

/// Says how much has to be sent, if anything.
fn zu_senden(view: &AbgleichView) -> Option<String> {
    let mut parts = Vec::new();
    match view.offene_aenderungen {
        0 => {}
        1 => parts.push("1 Änderung".to_owned()),
        n => parts.push(format!("{} Änderungen", zahl(n))),
    }
    if view.offene_originale > 0 {
        parts.push(original_zahl(view.offene_originale));
    }
    (!parts.is_empty()).then(|| parts.join(" und "))
}

fn original_zahl(n: u32) -> String {
    if n == 1 { "1 Original".to_owned() } else { format!("{} Originale", zahl(n)) }
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
