//! Why the reconciliation does not go on, in words a clerk can act on.
//!
//! Never a guess: every sentence says what is known, what happens by itself, and what is left to
//! people.

use domain::Zeitpunkt;
use store::meta::Meta;
use store::{Braked, Db, DbError};
use sync::RoundError;

use crate::Desk;
use crate::desk::AbgleichStand;
use crate::error::{is_full, round_satz};
use crate::views::{
    AbgleichView, AnerkennenArgs, BereichZahlen, BremseArgs, BremseRichtung, BremseView,
    BremseZeile, Fehler, HemmnisArt, HemmnisView, Leer,
};
use crate::worte;

/// Why the last round failed.
#[derive(Debug, Clone)]
pub(crate) struct Stoerung {
    /// Kind of cause.
    pub(crate) art: HemmnisArt,
    /// Sentence for the status line.
    pub(crate) satz: &'static str,
    /// Technical text, for IT.
    pub(crate) technisch: String,
    /// Kind of the error alone, for a report without content.
    pub(crate) kurz: String,
    /// The first failure in a row.
    pub(crate) seit: Zeitpunkt,
    /// Records here and there.
    bereiche: Vec<BereichZahlen>,
    /// Identity of a foreign centre.
    kennung: Option<String>,
}

impl Stoerung {
    /// Reads an error of a round.
    pub(crate) fn new(error: &RoundError, seit: Zeitpunkt) -> Self {
        let (bereiche, kennung) = foreign(error);
        let (satz, technisch) = (round_satz(error), chain(error));
        Self { art: art(error), satz, technisch, kurz: kurz(error), seit, bereiche, kennung }
    }

    /// Only the line failed: work goes on and is collected.
    pub(crate) const fn nur_leitung(&self) -> bool {
        matches!(self.art, HemmnisArt::KeineVerbindung)
    }
}

impl Desk {
    /// Lets the next round go on with what the brake has stopped.
    pub fn bremse_loesen(&self, args: BremseArgs) -> Result<AbgleichView, Fehler> {
        self.store.write(|tx| match args.richtung {
            BremseRichtung::Empfangen => tx.release_brake(&args.id),
            BremseRichtung::Senden => tx.release_sending(&args.id),
        })?;
        self.wake();
        self.abgleich(Leer {})
    }

    /// Accepts another centre as the one this workstation belongs to from now on. What it lacks is
    /// kept here, and own work is sent again.
    pub fn zentrale_anerkennen(&self, args: AnerkennenArgs) -> Result<AbgleichView, Fehler> {
        let ledger = crate::desk::parse_id(&args.kennung)?;
        self.store.write(|tx| tx.accept_centre(ledger))?;
        self.wake();
        self.abgleich(Leer {})
    }
}

/// Says why it does not go on, if it does not.
pub(crate) fn hemmnis(
    db: &Db<'_>,
    stand: &AbgleichStand,
    folder: &str,
) -> Result<Option<HemmnisView>, DbError> {
    let bremsen = bremsen(db)?;
    let different = db.meta(Meta::NachweisGleich)?.as_deref() == Some("0");
    let stoerung = stand.fehler.as_ref();
    let art = match stoerung {
        Some(stoerung) => stoerung.art,
        None if !bremsen.is_empty() => HemmnisArt::Bremse,
        None if db.too_old()? => HemmnisArt::ProgrammVeraltet,
        None if stand.haengend > 0 => HemmnisArt::OriginaleHaengen,
        None if different => HemmnisArt::Verschieden,
        None => return Ok(None),
    };
    let worte = worte_zu(art, folder);
    Ok(Some(HemmnisView {
        art,
        ursache: ursache(art, stoerung, stand.haengend),
        von_selbst: worte.von_selbst.to_owned(),
        tun: worte.tun,
        seit: stoerung.map(|stoerung| stoerung.seit.to_string()),
        technisch: stoerung.map(|stoerung| stoerung.technisch.clone()),
        bereiche: stoerung.map(|stoerung| stoerung.bereiche.clone()).unwrap_or_default(),
        kennung: stoerung.and_then(|stoerung| stoerung.kennung.clone()),
        bremsen,
    }))
}

/// Writes an error with all of its causes, for IT.
pub(crate) fn chain(error: &RoundError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// Returns what a foreign centre holds beside what is here, and its identity.
fn foreign(error: &RoundError) -> (Vec<BereichZahlen>, Option<String>) {
    let RoundError::ForeignCentre { ledger, scopes } = error else { return (Vec::new(), None) };
    let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let bereiche = scopes.iter().map(|counts| BereichZahlen {
        bereich: worte::bereich(&counts.scope).to_owned(),
        hier: number(counts.here),
        dort: number(counts.there),
    });
    (bereiche.collect(), Some(ledger.to_string()))
}

/// Names the kind of an error with the numbers that belong to it, and nothing of what it carries.
fn kurz(error: &RoundError) -> String {
    match error {
        RoundError::Unavailable(status) => format!("{:?} {status}", art(error)),
        RoundError::Refused { status, kind } => format!("{:?} {status} {kind}", art(error)),
        RoundError::Store(DbError::Mismatch(what)) | RoundError::Protocol(what) => {
            format!("{:?} {what}", art(error))
        }
        other => format!("{:?}", art(other)),
    }
}

fn art(error: &RoundError) -> HemmnisArt {
    match error {
        RoundError::Line(_) | RoundError::NotSetUp | RoundError::Cancelled => {
            HemmnisArt::KeineVerbindung
        }
        RoundError::Unavailable(_) => HemmnisArt::Ueberlastet,
        RoundError::Unauthorized => HemmnisArt::NichtAngemeldet,
        RoundError::ForeignCentre { .. } => HemmnisArt::FremdeZentrale,
        RoundError::Brake { .. } | RoundError::Store(DbError::Brake(_)) => HemmnisArt::Bremse,
        RoundError::Different(_) | RoundError::Store(DbError::Mismatch(_)) => {
            HemmnisArt::Verschieden
        }
        RoundError::PracticeMix { .. } => HemmnisArt::UebungGemischt,
        RoundError::Refused { .. } | RoundError::Protocol(_) => HemmnisArt::Unverstaendlich,
        RoundError::Store(DbError::Outdated) => HemmnisArt::ProgrammVeraltet,
        RoundError::Store(error) if is_full(error) => HemmnisArt::SpeicherVoll,
        RoundError::Store(_) => HemmnisArt::Speicher,
    }
}

/// Returns what was stopped, with its preview.
fn bremsen(db: &Db<'_>) -> Result<Vec<BremseView>, DbError> {
    Ok(db.brakes()?.into_iter().map(bremse).collect())
}

fn bremse(braked: Braked) -> BremseView {
    let senden = braked.richtung == store::Richtung::Senden;
    let (n, von) = (braked.betroffen, braked.von);
    let (viele, alle) = (worte::zahl(n), worte::zahl(von));
    let satz = if senden {
        format!(
            "{viele} von {alle} Einträgen sollen auf einmal storniert oder zurückgenommen werden. Die \
             Zentrale hat davon noch nichts erfahren."
        )
    } else {
        format!(
            "Die Zentrale würde {viele} von {alle} Einträgen auf diesem Arbeitsplatz entfernen oder auf \
             einen anderen Stand setzen. Was verschwindet, wird unter „Geborgenes“ aufbewahrt."
        )
    };
    let was = |bleibt: bool| match (senden, bleibt) {
        (true, _) => "würde storniert oder zurückgenommen",
        (false, true) => "würde auf einen anderen Stand gesetzt",
        (false, false) => "würde entfernt",
    };
    let zeilen = braked.vorschau.iter().map(|row| BremseZeile {
        gegenstand: format!("{} {}", worte::art(row.rec_type), row.titel),
        was: was(row.bleibt).to_owned(),
    });
    BremseView {
        bereich: worte::bereich(&braked.scope).to_owned(),
        richtung: if senden { BremseRichtung::Senden } else { BremseRichtung::Empfangen },
        satz,
        betroffen: u32::try_from(n).unwrap_or(u32::MAX),
        von: u32::try_from(von).unwrap_or(u32::MAX),
        um: braked.um.to_string(),
        zeilen: zeilen.collect(),
        id: braked.scope,
    }
}

/// What one kind of cause means for people.
struct Worte {
    von_selbst: &'static str,
    tun: Vec<String>,
}

fn ursache(art: HemmnisArt, stoerung: Option<&Stoerung>, haengend: usize) -> String {
    let dort = || stoerung.is_some_and(|s| s.bereiche.iter().all(|bereich| bereich.dort == 0));
    match art {
        HemmnisArt::KeineVerbindung => "Es gibt keine Verbindung zur Zentrale.".to_owned(),
        HemmnisArt::Ueberlastet => "Die Zentrale ist überlastet oder gestört.".to_owned(),
        HemmnisArt::NichtAngemeldet => {
            "Die Zentrale nimmt diesen Arbeitsplatz nicht an.".to_owned()
        }
        HemmnisArt::FremdeZentrale if dort() => {
            "Die Zentrale ist leer: Sie hat nichts von dem, was dieser Arbeitsplatz kennt."
                .to_owned()
        }
        HemmnisArt::FremdeZentrale => {
            "Diese Zentrale ist nicht die, zu der dieser Arbeitsplatz gehört.".to_owned()
        }
        HemmnisArt::Bremse => {
            "Es würde ungewöhnlich viel auf einmal entfernt oder zurückgesetzt. Das ist \
             angehalten, bis jemand entschieden hat."
                .to_owned()
        }
        HemmnisArt::Verschieden => {
            "Der Vergleich ist ungleich: Dieser Arbeitsplatz und die Zentrale halten \
             Verschiedenes."
                .to_owned()
        }
        HemmnisArt::ProgrammVeraltet => "Dieses Programm ist zu alt für die Zentrale.".to_owned(),
        HemmnisArt::SpeicherVoll => "Der Speicher dieses Arbeitsplatzes ist voll.".to_owned(),
        HemmnisArt::UebungGemischt => stoerung.map_or("", |s| s.satz).to_owned(),
        HemmnisArt::Unverstaendlich => {
            "Die Zentrale und dieses Programm verstehen sich nicht.".to_owned()
        }
        HemmnisArt::Speicher => {
            "Der Speicher dieses Arbeitsplatzes hat einen Fehler gemeldet.".to_owned()
        }
        HemmnisArt::OriginaleHaengen if haengend == 1 => {
            "Ein Original ließ sich nicht übertragen.".to_owned()
        }
        HemmnisArt::OriginaleHaengen => {
            format!("{haengend} Originale ließen sich nicht übertragen.")
        }
    }
}

fn worte_zu(art: HemmnisArt, folder: &str) -> Worte {
    let nichts = "Sie müssen nichts tun.";
    let diagnose = "Bleibt diese Meldung länger als eine Stunde stehen, speichern Sie bitte die \
                    Diagnose und geben Sie sie der Administration.";
    let (von_selbst, tun): (&str, Vec<&str>) = match art {
        HemmnisArt::KeineVerbindung => (
            "Es wird von selbst weiter versucht. Sie können arbeiten wie immer; alles wird hier \
             gesammelt und danach gesendet.",
            vec![nichts, "Fehlt auch anderen Programmen das Netz, hilft die IT."],
        ),
        HemmnisArt::Ueberlastet => (
            "Es wird von selbst weiter versucht, mit wachsenden Pausen. Sie können arbeiten wie \
             immer.",
            vec![nichts, diagnose],
        ),
        HemmnisArt::NichtAngemeldet => (
            "Ihre Arbeit bleibt hier erhalten und wird gesendet, sobald der Arbeitsplatz wieder \
             angemeldet ist.",
            vec![
                "Bitten Sie die Administration um einen neuen Einmalcode und tragen Sie ihn unten \
                 ein.",
            ],
        ),
        HemmnisArt::FremdeZentrale => (
            "Es wird nichts gesendet, nichts übernommen und nichts gelöscht. Sie können arbeiten \
             wie immer.",
            vec![
                "Bitte fragen Sie die Administration, ob die Zentrale neu aufgesetzt wurde.",
                "Wenn nicht, ist die falsche Zentrale am Netz. Bestätigen Sie dann nichts: Sobald \
                 die richtige antwortet, geht es von selbst weiter.",
            ],
        ),
        HemmnisArt::Bremse => (
            "Solange niemand entscheidet, bleibt alles, wie es ist. Was Sie tun, wird weiter \
             gesammelt.",
            vec!["Bitte sehen Sie die Liste durch und entscheiden Sie, oder fragen Sie nach."],
        ),
        HemmnisArt::Verschieden => (
            "Der Unterschied wird beim nächsten Abgleich von selbst gesucht und behoben. Was dabei \
             ersetzt wird, steht danach unter „Vorfälle“.",
            vec![nichts, diagnose],
        ),
        HemmnisArt::ProgrammVeraltet => (
            "Was Sie schon erfasst haben, wird noch gesendet, und Neues von anderen kommt an. \
             Neues anlegen geht erst nach der Aktualisierung.",
            vec!["Bitte lassen Sie Forsthaus auf diesem Rechner aktualisieren."],
        ),
        HemmnisArt::SpeicherVoll => {
            let platz =
                format!("Bitte schaffen Sie Platz auf dem Laufwerk mit dem Ordner {folder}.");
            let von_selbst = "Es ist nichts verloren. Sobald Platz ist, geht es von selbst weiter.";
            return Worte { von_selbst, tun: vec![platz] };
        }
        seltener => worte_seltener(seltener, nichts, diagnose),
    };
    Worte { von_selbst, tun: tun.into_iter().map(str::to_owned).collect() }
}

fn worte_seltener(
    art: HemmnisArt,
    nichts: &'static str,
    diagnose: &'static str,
) -> (&'static str, Vec<&'static str>) {
    match art {
        HemmnisArt::UebungGemischt => (
            "Es wird nichts gesendet und nichts übernommen.",
            vec!["Bitte prüfen Sie die Adresse der Zentrale mit der Administration."],
        ),
        HemmnisArt::Unverstaendlich => (
            "Es wird von selbst weiter versucht. Ihre Arbeit bleibt hier erhalten.",
            vec![
                "Bitte speichern Sie die Diagnose und geben Sie sie der Administration; \
                 wahrscheinlich passen die Programmversionen nicht zusammen.",
            ],
        ),
        HemmnisArt::Speicher => (
            "Es wird von selbst weiter versucht.",
            vec![diagnose, "„Bestand prüfen“ auf dieser Seite zeigt, ob etwas beschädigt ist."],
        ),
        _ => (
            "Alles andere geht weiter; diese Originale werden von selbst erneut versucht.",
            vec![nichts, diagnose],
        ),
    }
}
