//! Why a scan ended early, and why a stack cannot be worked on.
//!
//! Never means that a page was lost: what had come lies in its stack.

use std::io;

use store::DbError;

/// Why a device gave no (further) page.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// Nothing answers there: try again when it is switched on and connected.
    #[error("device cannot be reached: {0}")]
    Unreachable(String),
    /// Somebody else scans: try again later.
    #[error("device is busy")]
    Busy,
    /// There is no paper in the feeder.
    #[error("feeder is empty")]
    FeederEmpty,
    /// Paper is stuck.
    #[error("paper jam")]
    Jam,
    /// A cover is open.
    #[error("cover is open")]
    CoverOpen,
    /// Two sheets were drawn in at once.
    #[error("several sheets were fed at once")]
    MultiFeed,
    /// A person stopped it here.
    #[error("stopped by a person")]
    Cancelled,
    /// The line broke while a page was coming; that page has to be scanned again.
    #[error("connection broke off: {0}")]
    Disconnected(String),
    /// The device ended the job before its end and did not say why.
    #[error("device ended the job without a reason")]
    Aborted,
    /// The device cannot do what is asked of it.
    #[error("device cannot do this: {0}")]
    Unsupported(&'static str),
    /// What the device says makes no sense.
    #[error("device gave an answer that makes no sense: {0}")]
    Answer(&'static str),
    /// A page is larger than a page may be.
    #[error("page is larger than {0} bytes")]
    TooLarge(u64),
    /// The device wants a password or refuses this workstation.
    #[error("device refuses access")]
    Denied,
    /// Another device answers under this address than the one that was set up.
    #[error("another certificate than the one that was set up")]
    OtherDevice,
    /// A program or library for this kind of device is missing here.
    #[error("{0} is not installed")]
    Missing(&'static str),
    /// The page could not be put away.
    #[error("page could not be written")]
    Write(#[source] io::Error),
}

impl ScanError {
    /// Returns the sentence for a clerk.
    pub fn hinweis(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => {
                "Der Scanner ist nicht erreichbar. Bitte prüfen Sie, ob er eingeschaltet und \
                 angeschlossen ist."
            }
            Self::Busy => {
                "Der Scanner ist gerade belegt. Bitte versuchen Sie es gleich noch einmal."
            }
            Self::FeederEmpty => "Im Einzug liegt kein Papier.",
            Self::Jam => "Papierstau. Bitte entfernen Sie das Papier und scannen Sie weiter.",
            Self::CoverOpen => "Am Scanner ist eine Klappe offen.",
            Self::MultiFeed => {
                "Der Scanner hat mehrere Blätter auf einmal eingezogen. Bitte legen Sie sie noch \
                 einmal ein."
            }
            Self::Cancelled => {
                "Der Scan wurde abgebrochen. Alle bis dahin gekommenen Seiten sind da."
            }
            Self::Disconnected(_) => {
                "Die Verbindung zum Scanner ist abgerissen. Die letzte Seite kam nicht vollständig \
                 an. Bitte legen Sie dieses Blatt noch einmal ein."
            }
            Self::Aborted => {
                "Der Scanner hat vorzeitig aufgehört und keinen Grund genannt. Bitte prüfen Sie, \
                 welches Blatt als letztes da ist, und scannen Sie den Rest."
            }
            Self::Unsupported(_) => "Der Scanner kann das Gewünschte nicht.",
            Self::Answer(_) => "Der Scanner hat etwas Unverständliches geantwortet.",
            Self::TooLarge(_) => {
                "Eine Seite ist zu groß. Bitte wählen Sie eine geringere Auflösung."
            }
            Self::Denied => "Der Scanner lässt diesen Arbeitsplatz nicht zu.",
            Self::OtherDevice => {
                "Unter dieser Adresse antwortet ein anderes Gerät als das eingerichtete. Bitte \
                 richten Sie den Scanner neu ein, wenn er ausgetauscht wurde."
            }
            Self::Missing(_) => "Auf diesem Arbeitsplatz fehlt das Programm für diesen Scanner.",
            Self::Write(_) => {
                "Die Seite konnte nicht gespeichert werden. Bitte prüfen Sie, ob der Speicher voll \
                 ist."
            }
        }
    }

    /// Returns whether the last page was under way, so that its sheet has to be scanned again.
    pub fn page_lost(&self) -> bool {
        matches!(self, Self::Disconnected(_) | Self::TooLarge(_) | Self::Write(_))
    }
}

/// Why something was not done with a stack. Its pages are as they were.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// There is no such stack.
    #[error("no such stack")]
    Missing,
    /// It is somebody else's.
    #[error("stack belongs to somebody else")]
    Foreign,
    /// It is open elsewhere.
    #[error("stack is open elsewhere")]
    InUse,
    /// There is no such page on the table.
    #[error("no such page")]
    NoSuchPage,
    /// There is nothing to undo.
    #[error("nothing to undo")]
    NothingToUndo,
    /// Fronts and backs do not fit; the sentence says which sheet.
    #[error("fronts and backs do not fit: {0}")]
    Duplex(String),
    /// A page of it cannot be read; the sentence says which.
    #[error("page cannot be read: {0}")]
    Unreadable(String),
    /// Fronts still wait for their backs.
    #[error("fronts wait for their backs")]
    Waiting,
    /// There is no such document on the table.
    #[error("no such document")]
    NoSuchDocument,
    /// Pages are there that nobody has handed over.
    #[error("{0} pages were not handed over")]
    NotHandedOver(usize),
    /// The stored original did not prove good; the pages stay.
    #[error("stored original did not prove good")]
    Original,
    /// A page of the document cannot be written into a PDF.
    #[error(transparent)]
    Pdf(#[from] pdfa::PdfaError),
    /// The intake did not take it; the pages stay.
    #[error(transparent)]
    Take(#[from] intake::custody::TakeError),
    /// The store.
    #[error(transparent)]
    Store(#[from] DbError),
    /// The disk.
    #[error("stack cannot be read or written")]
    Io(#[from] io::Error),
}

impl StackError {
    /// Returns the sentence for a clerk.
    pub fn hinweis(&self) -> String {
        let fest = match self {
            Self::Duplex(satz) | Self::Unreadable(satz) => return satz.clone(),
            Self::NotHandedOver(zahl) => {
                return format!("{zahl} Seiten des Stapels sind noch nicht übernommen.");
            }
            Self::Missing => "Diesen Stapel gibt es nicht.",
            Self::Foreign => "Dieser Stapel gehört einer anderen Person.",
            Self::InUse => "Dieser Stapel ist an anderer Stelle geöffnet.",
            Self::NoSuchPage => "Diese Seite gibt es im Stapel nicht.",
            Self::NothingToUndo => "Es gibt nichts zurückzunehmen.",
            Self::Waiting => "Die Vorderseiten warten noch auf ihre Rückseiten.",
            Self::NoSuchDocument => "Dieses Dokument gibt es im Stapel nicht.",
            Self::Original => {
                "Das abgelegte Original ließ sich nicht bestätigen. Die Seiten bleiben im Stapel."
            }
            Self::Pdf(_) => "Aus den Seiten konnte kein PDF geschrieben werden. Sie bleiben da.",
            Self::Take(_) | Self::Store(_) => {
                "Der Scan konnte gerade nicht übernommen werden. Die Seiten bleiben im Stapel."
            }
            Self::Io(_) => "Der Stapel konnte nicht gelesen oder geschrieben werden.",
        };
        fest.to_owned()
    }
}
