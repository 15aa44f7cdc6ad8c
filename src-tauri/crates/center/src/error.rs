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
    /// The authority may keep no more; somebody has to allow more first.
    #[error("quota is used up")]
    Quota,
    /// Another workstation has that name; shut it out first, or take another name.
    #[error("name is taken by another workstation")]
    NameTaken,
    /// The original is being removed after a destruction; it can come again later.
    #[error("original is being removed")]
    Going,
    /// Practice and real work do not mix.
    #[error("practice mode of workstation and centre differ")]
    Practice,
    /// Nobody knows whether it was kept; try again.
    #[error("commit was lost")]
    Lost,
    /// There is too much to do; try again a little later.
    #[error("busy")]
    Busy,
    /// This workstation asks too often; try again a little later.
    #[error("too many requests")]
    TooMany,
    /// A file could not be read or written; try again.
    #[error("file system failed")]
    Io(#[from] std::io::Error),
    /// The database failed; try again.
    #[error("database failed")]
    Db(#[source] DbError),
    /// The object store failed; try again.
    #[error("object store failed")]
    Objects(#[from] object_store::Error),
    /// The place in the object store has an impossible name.
    #[error("impossible name in the object store")]
    Key(#[from] object_store::path::Error),
    /// A stored row is unreadable.
    #[error("stored row is unreadable")]
    Unreadable(#[from] serde_json::Error),
    /// A fault of the program.
    #[error("internal fault: {0}")]
    Internal(&'static str),
}

/// A database failed.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The file of an embedded centre.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
    /// The server of a state.
    #[error(transparent)]
    Postgres(tokio_postgres::Error),
}

impl From<rusqlite::Error> for CenterError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Db(DbError::Sqlite(error))
    }
}

impl From<tokio_postgres::Error> for CenterError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Db(DbError::Postgres(error))
    }
}
