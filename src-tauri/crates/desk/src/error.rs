//! Turns what went wrong below into one shape with a German sentence and what to do next.
//!
//! Never shows content of records and never hides a cause: the technical chain goes to the log.

use domain::merge::Rejection;
use intake::custody::TakeError;
use intake::release::ReleaseError;
use intake::watch::{Kind, Problem};
use intake::worker::WorkerError;
use store::{BlobError, DbError, KeyError, OpenError};
use sync::RoundError;

use crate::views::{Code, Fehler};

/// The desk could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.meldung)]
pub struct OpenFehler(pub Fehler);

impl Fehler {
    /// Makes an error.
    pub(crate) fn new(code: Code, meldung: impl Into<String>, rat: &str) -> Self {
        let rat = (!rat.is_empty()).then(|| rat.to_owned());
        Self { code, meldung: meldung.into(), rat }
    }

    pub(crate) fn not_found() -> Self {
        Self::new(
            Code::NotFound,
            "Dieser Eintrag ist auf diesem Arbeitsplatz nicht vorhanden.",
            "Er wurde vielleicht geändert. Bitte öffnen Sie die Liste neu.",
        )
    }
}

impl From<DbError> for Fehler {
    fn from(error: DbError) -> Self {
        if !matches!(
            error,
            DbError::NotFound | DbError::Refused(_) | DbError::Rule(_) | DbError::Outdated
        ) {
            tracing::error!(error = &error as &dyn std::error::Error, "store");
        }
        match error {
            DbError::NotFound => Self::not_found(),
            DbError::Refused(code) => rejection(code),
            DbError::Rule(verstoss) => verstoss.into(),
            DbError::Outdated => Self::new(
                Code::Denied,
                "Bitte das Programm aktualisieren.",
                "Die Zentrale nimmt von dieser Programmversion nichts Neues mehr an. Was Sie schon \
                 erfasst haben, wird noch gesendet.",
            ),
            DbError::Brake(_) => Self::new(
                Code::Conflict,
                "Es würde ungewöhnlich viel auf einmal entfernt. Es wurde nichts verändert.",
                "Bitte sehen Sie auf der Seite „Abgleich“ nach, was betroffen ist.",
            ),
            DbError::Full(_) | DbError::Blob(BlobError::Full(_)) => Self::new(
                Code::Internal,
                "Der Speicher dieses Arbeitsplatzes ist voll. Es wurde nichts verändert.",
                "Bitte schaffen Sie Platz; Übernahmen werden danach von selbst wiederholt.",
            ),
            DbError::Busy(_) => Self::new(
                Code::Internal,
                "Die Datenbank ist gerade belegt. Es wurde nichts verändert.",
                "Bitte versuchen Sie es gleich noch einmal.",
            ),
            DbError::Damaged(_) => Self::new(
                Code::Internal,
                "Die Datenbank dieses Arbeitsplatzes ist beschädigt.",
                "Bitte arbeiten Sie nicht weiter und verständigen Sie die Administration.",
            ),
            DbError::Blob(BlobError::Missing) => Self::new(
                Code::NotFound,
                "Das Original liegt noch nicht auf diesem Arbeitsplatz.",
                "Es wird beim nächsten Abgleich geholt.",
            ),
            DbError::Blob(BlobError::Damaged | BlobError::Differs) => Self::new(
                Code::Internal,
                "Das gespeicherte Original ist beschädigt.",
                "Bitte verständigen Sie die Administration; es wird, wenn möglich, neu geholt.",
            ),
            DbError::Blob(BlobError::Io { .. })
            | DbError::Unreadable(_)
            | DbError::Mismatch(_)
            | DbError::PowerCut
            | DbError::Other(_) => Self::new(
                Code::Internal,
                "Der Speicher dieses Arbeitsplatzes hat einen Fehler gemeldet. \
                 Es wurde nichts verändert.",
                "Bitte versuchen Sie es noch einmal oder verständigen Sie die Administration.",
            ),
        }
    }
}

fn rejection(code: Rejection) -> Fehler {
    Fehler::new(Code::Conflict, crate::worte::ablehnungsgrund(code, None), "")
}

impl From<OpenError> for OpenFehler {
    fn from(error: OpenError) -> Self {
        let fehler = match error {
            OpenError::InUse => Fehler::new(
                Code::Denied,
                "Dieser Datenordner ist schon in Benutzung.",
                "Forsthaus läuft vermutlich bereits. Bitte wechseln Sie zu dem offenen Fenster.",
            ),
            OpenError::NetworkShare(kind) => Fehler::new(
                Code::Denied,
                format!("Der Datenordner liegt auf einem Netzlaufwerk ({kind})."),
                "Bitte legen Sie ihn auf eine Festplatte dieses Rechners.",
            ),
            OpenError::Newer { .. } => Fehler::new(
                Code::Denied,
                "Der Datenordner wurde von einer neueren Programmversion geschrieben.",
                "Bitte aktualisieren Sie Forsthaus auf diesem Rechner.",
            ),
            OpenError::Key(key) => key_fehler(&key),
            OpenError::Io { path, source } => Fehler::new(
                Code::Internal,
                format!("Der Datenordner {} ist nicht benutzbar.", path.display()),
                &source.to_string(),
            ),
            OpenError::Db(error) => Fehler::from(error),
        };
        Self(fehler)
    }
}

fn key_fehler(error: &KeyError) -> Fehler {
    let (meldung, rat) = match error {
        KeyError::KeyStore(_) => (
            "Der Schlüsselspeicher des Betriebssystems ist nicht erreichbar.",
            "Bitte melden Sie sich neu an oder geben Sie eine Passphrase an.",
        ),
        KeyError::WrongPassphrase => {
            ("Die Passphrase ist falsch.", "Bitte prüfen Sie die Eingabe.")
        }
        KeyError::PassphraseMissing => (
            "Dieser Datenordner ist mit einer Passphrase geschützt.",
            "Bitte geben Sie sie an (Umgebungsvariable FORSTHAUS_PASSPHRASE).",
        ),
        KeyError::Lost => (
            "Der Schlüssel dieses Datenordners ist nicht mehr im Schlüsselspeicher.",
            "Bitte verständigen Sie die Administration. Löschen Sie nichts.",
        ),
        KeyError::Unreadable | KeyError::Io(_) => (
            "Die Schlüsseldatei des Datenordners ist nicht lesbar.",
            "Bitte verständigen Sie die Administration. Löschen Sie nichts.",
        ),
    };
    Fehler::new(Code::Denied, meldung, rat)
}

/// Returns what a clerk reads about a file that was not taken in. It lies where it lay.
pub(crate) fn take_meldung(error: &TakeError) -> String {
    match error {
        TakeError::Missing => "Die Datei ist nicht mehr da.".to_owned(),
        TakeError::NotAFile(Kind::Symlink) => Problem::Symlink.hinweis().to_owned(),
        TakeError::NotAFile(Kind::Directory) => {
            "Das ist ein Ordner. Bitte wählen Sie die Dateien darin.".to_owned()
        }
        TakeError::NotAFile(_) => Problem::Special.hinweis().to_owned(),
        TakeError::Empty => Problem::Empty.hinweis().to_owned(),
        TakeError::TooLarge(_) => {
            "Die Datei ist größer als 2 GB und wurde nicht übernommen. Sie liegt unverändert an \
             ihrem Ort. Bitte teilen Sie sie auf oder verständigen Sie die Administration."
                .to_owned()
        }
        TakeError::TooMany(most) => format!(
            "Der Ordner enthält mehr als {most} Dateien und wurde nicht übernommen. Er liegt \
             unverändert an seinem Ort. Bitte verständigen Sie die Administration."
        ),
        TakeError::Name => {
            "Der Dateiname enthält unlesbare Zeichen. Die Datei liegt unverändert an ihrem Ort. \
             Bitte benennen Sie sie um; sie wird dann übernommen."
                .to_owned()
        }
        TakeError::Changing => {
            "Die Datei wird noch geschrieben. Sie wird übernommen, sobald sie fertig ist."
                .to_owned()
        }
        TakeError::Source(error) => format!(
            "Die Datei kann gerade nicht gelesen werden ({}). Sie liegt unverändert an ihrem Ort.",
            io_grund(error)
        ),
        TakeError::Worker(WorkerError::NotFound(_)) => {
            "Das Prüfprogramm forsthaus-worker fehlt. Die Datei liegt unverändert an ihrem Ort. \
             Bitte verständigen Sie die Administration."
                .to_owned()
        }
        TakeError::Worker(_) => {
            "Die Datei konnte gerade nicht geprüft werden. Sie liegt unverändert an ihrem Ort."
                .to_owned()
        }
        TakeError::Store(error) if is_full(error) => {
            "Der Speicher dieses Arbeitsplatzes ist voll. Die Datei liegt unverändert an ihrem Ort \
             und wird übernommen, sobald Platz ist."
                .to_owned()
        }
        TakeError::Store(_) => {
            "Der Speicher dieses Arbeitsplatzes hat einen Fehler gemeldet. Die Datei liegt \
             unverändert an ihrem Ort."
                .to_owned()
        }
    }
}

pub(crate) fn is_full(error: &DbError) -> bool {
    matches!(error, DbError::Full(_) | DbError::Blob(BlobError::Full(_)))
}

/// Returns what a clerk reads about a source that could not be removed. Its content is safe.
pub(crate) fn release_meldung(error: &ReleaseError) -> String {
    match error {
        ReleaseError::Source(error) => format!(
            "Der Inhalt ist übernommen und gesichert; nur die Datei am Ursprungsort konnte nicht \
             entfernt werden ({}). Es wird weiter versucht.",
            io_grund(error)
        ),
        ReleaseError::Original(_) => {
            "Das gespeicherte Original ließ sich nicht bestätigen. Die Datei am Ursprungsort \
             bleibt deshalb liegen. Bitte verständigen Sie die Administration."
                .to_owned()
        }
        ReleaseError::Store(_) => {
            "Der Speicher dieses Arbeitsplatzes hat einen Fehler gemeldet. Die Datei am \
             Ursprungsort bleibt liegen; es wird weiter versucht."
                .to_owned()
        }
    }
}

fn io_grund(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied => "keine Berechtigung",
        ErrorKind::InvalidFilename => "ihr Name ist zu lang",
        ErrorKind::ReadOnlyFilesystem => "der Ordner ist schreibgeschützt",
        ErrorKind::ResourceBusy | ErrorKind::WouldBlock => {
            "sie ist in einem anderen Programm offen"
        }
        ErrorKind::TimedOut | ErrorKind::StaleNetworkFileHandle | ErrorKind::HostUnreachable => {
            "das Netzlaufwerk antwortet nicht"
        }
        _ => "das Betriebssystem meldet einen Fehler",
    }
}

/// Says in German why a round ended early, and what is done about it.
pub(crate) fn round_satz(error: &RoundError) -> &'static str {
    match error {
        RoundError::NotSetUp => "Es ist noch keine Zentrale eingerichtet.",
        RoundError::PracticeMix { centre: true } => {
            "Diese Zentrale ist nur zum Üben. Ein Arbeitsplatz mit echten Daten wird dort nicht \
             angemeldet."
        }
        RoundError::PracticeMix { centre: false } => {
            "Diese Zentrale hält echte Daten. Ein Übungsarbeitsplatz wird dort nicht angemeldet."
        }
        RoundError::Cancelled => {
            "Der Abgleich wurde unterbrochen und geht beim nächsten Mal weiter."
        }
        RoundError::Line(_) => {
            "Keine Verbindung zur Zentrale. Sie können weiterarbeiten; alles wird gesammelt und \
             später abgeglichen."
        }
        RoundError::Unavailable(_) => {
            "Die Zentrale ist überlastet oder gestört. Es wird von selbst weiter versucht."
        }
        RoundError::Unauthorized => {
            "Die Zentrale nimmt diesen Arbeitsplatz nicht an. Bitte neu einrichten lassen; \
             Ihre Arbeit bleibt erhalten."
        }
        RoundError::Refused { .. } | RoundError::Protocol(_) => {
            "Die Zentrale und dieses Programm verstehen sich nicht. Bitte die Administration \
             verständigen; Ihre Arbeit bleibt erhalten."
        }
        RoundError::ForeignCentre { .. } => {
            "Die Zentrale ist nicht die, die dieser Arbeitsplatz kennt, oder sie ist leer. Es wird \
             nichts gesendet und nichts gelöscht. Bitte die Administration verständigen."
        }
        RoundError::Brake { .. } => {
            "Es würde ungewöhnlich viel auf einmal entfernt, zurückgesetzt oder storniert. Der \
             Abgleich hält hier an, bis jemand nachgesehen hat."
        }
        RoundError::Different(_) => {
            "Der Nachweis stimmt nicht: Dieser Arbeitsplatz und die Zentrale halten Verschiedenes. \
             Bitte die Administration verständigen."
        }
        RoundError::Store(DbError::Mismatch(_)) => {
            "Was die Zentrale sendet, passt nicht zu dem, was dieser Arbeitsplatz kennt. Es wird \
             nichts davon übernommen. Bitte die Administration verständigen."
        }
        RoundError::Store(_) => {
            "Der Speicher dieses Arbeitsplatzes hat beim Abgleich einen Fehler gemeldet. Es wird \
             von selbst weiter versucht."
        }
    }
}
