//! What can go wrong in the store, by operation.
//!
//! Never speaks to clerks: `desk` makes the German sentence.

use std::path::PathBuf;

/// A read or write of the database failed.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The disk is full; nothing was changed, try again when there is space.
    #[error("disk is full")]
    Full(#[source] rusqlite::Error),
    /// Another program holds the database; try again.
    #[error("database is busy")]
    Busy(#[source] rusqlite::Error),
    /// The file is damaged.
    #[error("database is damaged")]
    Damaged(#[source] rusqlite::Error),
    /// A stored record cannot be read as what it should be.
    #[error("stored record {0} is unreadable")]
    Unreadable(String),
    /// The record is not here.
    #[error("no such record")]
    NotFound,
    /// The change breaks a rule that the centre would refuse, too.
    #[error("change is refused: {0:?}")]
    Refused(domain::merge::Rejection),
    /// The change breaks a rule of the office.
    #[error("change breaks a rule: {0}")]
    Rule(domain::Verstoss),
    /// What came from the centre does not fit what is here; nothing was applied.
    #[error("centre and workstation do not fit together: {0}")]
    Mismatch(&'static str),
    /// The centre wants a newer program before anything new is done here.
    #[error("program is too old for new changes")]
    Outdated,
    /// More would go at once than a person has let go; nothing was changed.
    #[error("{0}")]
    Brake(Box<crate::brake::Braked>),
    /// The files beside the database.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The machine stopped, in a simulation.
    #[error("power cut")]
    PowerCut,
    /// Anything else the database says.
    #[error("database failed")]
    Other(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
        };
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::Full(error),
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy(error),
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged(error),
            _ if matches!(error, rusqlite::Error::QueryReturnedNoRows) => Self::NotFound,
            _ => Self::Other(error),
        }
    }
}

impl From<serde_json::Error> for DbError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// An encrypted original could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The disk is full; nothing was kept, try again when there is space.
    #[error("disk is full")]
    Full(#[source] std::io::Error),
    /// What was read back is not what was written.
    #[error("stored copy differs from its source")]
    Differs,
    /// The original is not on this workstation.
    #[error("original is not here")]
    Missing,
    /// The file has been changed or cut off.
    #[error("stored original is damaged")]
    Damaged,
    /// The file system failed.
    #[error("file system failed at {path}")]
    Io {
        /// Where.
        path: PathBuf,
        /// How.
        #[source]
        source: std::io::Error,
    },
}

impl BlobError {
    pub(crate) fn io(path: &std::path::Path, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::StorageFull {
            Self::Full(source)
        } else {
            Self::Io { path: path.to_owned(), source }
        }
    }
}

/// The key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The operating system's key store refused or is not there: give a passphrase instead.
    #[error("key store of the operating system is not available")]
    KeyStore(#[source] keyring::Error),
    /// The passphrase is wrong.
    #[error("passphrase is wrong")]
    WrongPassphrase,
    /// This data folder was made with a passphrase, and none was given.
    #[error("passphrase is missing")]
    PassphraseMissing,
    /// This data folder keeps its key in the key store, where it is no longer found.
    #[error("key is not in the key store")]
    Lost,
    /// The key file is unreadable.
    #[error("key file is unreadable")]
    Unreadable,
    /// The key file could not be read or written.
    #[error("key file failed")]
    Io(#[from] std::io::Error),
}

/// The data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another program has it open.
    #[error("data folder is in use")]
    InUse,
    /// It lies on a network share, where SQLite cannot keep its promises.
    #[error("data folder is on a network file system ({0})")]
    NetworkShare(String),
    /// A newer program has written it.
    #[error("data folder was written by a newer program (version {found}, known {known})")]
    Newer {
        /// Version of the file.
        found: u32,
        /// Newest version this program knows.
        known: u32,
    },
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The file system.
    #[error("data folder {path} failed")]
    Io {
        /// Where.
        path: PathBuf,
        /// How.
        #[source]
        source: std::io::Error,
    },
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}
