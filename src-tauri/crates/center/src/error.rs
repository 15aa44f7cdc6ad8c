//! What can go wrong at the centre, by what the workstation can do about it.
//!
//! Never carries content of records.

/// A request failed.
#[derive(Debug, thiserror::Error)]
pub enum CenterError {
    /// No valid token.
    #[error("not enrolled or revoked")]
    Unauthorized,
    /// The scope is not the workstation's.
    #[error("scope is not granted")]
    Forbidden,
    /// There is no such thing.
    #[error("not found")]
    NotFound,
    /// The request makes no sense.
    #[error("malformed request: {0}")]
    Invalid(&'static str),
    /// The piece does not continue what is there; the answer says where to go on.
    #[error("upload continues at {0}")]
    Offset(u64),
    /// The bytes are not the ones that were announced; the upload starts again.
    #[error("original does not fit its hash")]
    HashMismatch,
    /// The range is not inside the original.
    #[error("range is not inside the original")]
    Range,
    /// Too large.
    #[error("too large")]
    TooLarge,
    /// The database failed; try again.
    #[error("database failed")]
    Db(#[from] rusqlite::Error),
    /// The object store failed; try again.
    #[error("object store failed")]
    Objects(#[from] object_store::Error),
    /// A stored row is unreadable.
    #[error("stored row is unreadable")]
    Unreadable(#[from] serde_json::Error),
    /// A fault of the program.
    #[error("internal fault: {0}")]
    Internal(&'static str),
}
