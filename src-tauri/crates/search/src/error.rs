//! What can go wrong with an index, by what the caller can do about it.
//!
//! Never carries a word of a document or of a question.

/// Why an index had to begin anew; the caller feeds it everything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Anlass {
    /// There was none.
    #[error("there is no index yet")]
    Neu,
    /// It was made by a program that cut words differently.
    #[error("the index was made by another version")]
    Fassung,
    /// It cannot be opened with this key, or was changed.
    #[error("the index cannot be read")]
    Unlesbar,
    /// It knows more than the store, which must have come back from a backup.
    #[error("the index is ahead of the store")]
    Voraus,
}

/// The index could not be opened; trying again later may help.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The disk refused.
    #[error("open the search index")]
    Disk(#[from] std::io::Error),
    /// The engine refused for another reason.
    #[error("open the search index")]
    Engine(#[source] tantivy::TantivyError),
}

/// Entries could not be written; nothing of the batch is in the index, and it can be given again.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The position is before one that was reached.
    #[error("position {given} is before {reached}")]
    Backwards {
        /// What the index has.
        reached: u64,
        /// What was given.
        given: u64,
    },
    /// A file of the index is damaged: begin anew with [`crate::Index::anew`].
    #[error("the search index is damaged")]
    Damaged(#[source] tantivy::TantivyError),
    /// The disk or the engine refused: try again.
    #[error("write the search index")]
    Engine(#[source] tantivy::TantivyError),
}

/// A search could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A file of the index is damaged: begin anew with [`crate::Index::anew`].
    #[error("the search index is damaged")]
    Damaged(#[source] tantivy::TantivyError),
    /// The disk refused: try again.
    #[error("read the search index")]
    Engine(#[source] tantivy::TantivyError),
}

/// Says whether an error comes from bytes that are not what was written.
pub(crate) fn is_damage(error: &tantivy::TantivyError) -> bool {
    use std::io::ErrorKind::{InvalidData, UnexpectedEof};
    use tantivy::TantivyError as E;
    use tantivy::directory::error::OpenReadError as Open;
    let kind = match error {
        E::IoError(io) => io.kind(),
        E::OpenReadError(Open::IoError { io_error, .. }) => io_error.kind(),
        E::OpenReadError(Open::FileDoesNotExist(_) | Open::IncompatibleIndex(_)) => return true,
        E::DataCorruption(_) | E::IncompatibleIndex(_) => return true,
        // A panic or an error of the engine's own threads tells no cause.
        E::ErrorInThread(_) | E::InternalError(_) => return true,
        _ => return false,
    };
    matches!(kind, InvalidData | UnexpectedEof)
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        if is_damage(&error) { Self::Damaged(error) } else { Self::Engine(error) }
    }
}

impl From<tantivy::TantivyError> for WriteError {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as E;
        // A writing thread that has ended may have met a full disk: what is there may be sound, and
        // reading it will tell.
        let thread = matches!(error, E::ErrorInThread(_));
        if !thread && is_damage(&error) { Self::Damaged(error) } else { Self::Engine(error) }
    }
}
