//! Why a page was not read.
//!
//! Never quotes what stands on the page.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;

/// Why a page was not read.
#[derive(Debug, thiserror::Error)]
pub enum OcrError {
    /// There is no Tesseract on this machine.
    #[error("no tesseract was found")]
    NotInstalled,
    /// Tesseract is there, but not what it needs for German letters.
    #[error("tesseract lacks the languages {0:?}")]
    LanguagesMissing(Vec<&'static str>),
    /// The program that confines Tesseract is not installed where it belongs.
    #[error("the program forsthaus-ocr is missing beside {0:?}")]
    LauncherMissing(PathBuf),
    /// Tesseract could not be started; try again later.
    #[error("tesseract could not be started")]
    Spawn(#[source] io::Error),
    /// Somebody asked for the end.
    #[error("the recognition was cancelled")]
    Cancelled,
    /// The page: the picture is larger than what is read.
    #[error("the picture is too large to be read")]
    TooLarge,
    /// The page: reading it took too long.
    #[error("tesseract exceeded its time")]
    TimedOut,
    /// The page: reading it killed Tesseract.
    #[error("tesseract died: {0}")]
    Died(ExitStatus),
    /// The page: there was more to say than allowed.
    #[error("tesseract's answer exceeded its size")]
    TooMuchOutput,
    /// The page: the answer made no sense.
    #[error("tesseract's answer could not be understood")]
    Garbled,
}

impl OcrError {
    /// Whether the page is to blame, so that another try would end the same way.
    pub fn is_about_page(&self) -> bool {
        match self {
            OcrError::NotInstalled
            | OcrError::LanguagesMissing(_)
            | OcrError::LauncherMissing(_)
            | OcrError::Spawn(_)
            | OcrError::Cancelled => false,
            OcrError::TooLarge
            | OcrError::TimedOut
            | OcrError::Died(_)
            | OcrError::TooMuchOutput
            | OcrError::Garbled => true,
        }
    }

    /// Returns the sentence for the clerk.
    pub fn hinweis(&self) -> &'static str {
        match self {
            OcrError::NotInstalled | OcrError::LauncherMissing(_) => {
                "Texterkennung ist nicht eingerichtet. Eingescannte Seiten sind lesbar, aber nicht durchsuchbar. Bitte die Administration verständigen."
            }
            OcrError::LanguagesMissing(_) => {
                "Texterkennung ist nicht vollständig eingerichtet: Es fehlen die Sprachdaten für Deutsch. Bitte die Administration verständigen."
            }
            OcrError::Spawn(_) => {
                "Die Texterkennung konnte nicht gestartet werden. Sie wird später erneut versucht."
            }
            OcrError::Cancelled => "Die Texterkennung wurde abgebrochen.",
            OcrError::TooLarge => {
                "Die Seite ist für die Texterkennung zu groß. Das Original ist unverändert gespeichert."
            }
            OcrError::TimedOut => {
                "Die Texterkennung einer Seite dauerte zu lange und wurde abgebrochen. Das Original ist unverändert gespeichert. Bitte ansehen."
            }
            OcrError::Died(_) | OcrError::TooMuchOutput | OcrError::Garbled => {
                "Die Texterkennung einer Seite ist gescheitert. Das Original ist unverändert gespeichert. Bitte ansehen."
            }
        }
    }
}
