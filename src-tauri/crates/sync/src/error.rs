//! Why a round ended early, by what can be done about it.
//!
//! Never carries content of records.

use store::DbError;

/// The line itself failed: the centre has not answered.
#[derive(Debug, thiserror::Error)]
#[error("centre is out of reach: {0}")]
pub struct LineError(pub String);

/// A round ended early. What was done until then stays done.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// No centre has been named.
    #[error("no centre is set up")]
    NotSetUp,
    /// One of the two sides is for practice and the other is not.
    #[error("practice and real work do not mix (centre for practice: {centre})")]
    PracticeMix {
        /// The centre is the one for practice.
        centre: bool,
    },
    /// The line: try again later.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The centre is overloaded or broken: try again later.
    #[error("centre answers with status {0}")]
    Unavailable(u16),
    /// The centre does not know this workstation (any more): enrol again.
    #[error("centre does not accept this workstation")]
    Unauthorized,
    /// The centre refuses a request of this program.
    #[error("centre refuses ({status}, {kind})")]
    Refused {
        /// Status code.
        status: u16,
        /// Name of the problem.
        kind: String,
    },
    /// The centre's history is not the one this workstation knows: a foreign, emptied or restored
    /// centre. Nothing is sent, applied or deleted until a person has looked.
    #[error("centre has another history in {scopes:?}")]
    ForeignCentre {
        /// The scopes.
        scopes: Vec<String>,
    },
    /// The centre answered something that is not in the protocol.
    #[error("unreadable {0}")]
    Protocol(&'static str),
    /// Digests differ although both sides stand at the same row.
    #[error("records differ from the centre's in {0}")]
    Different(String),
    /// Somebody asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// The local store.
    #[error(transparent)]
    Store(#[from] DbError),
}
