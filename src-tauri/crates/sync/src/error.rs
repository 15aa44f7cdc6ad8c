//! Why a round ended early, by what can be done about it.
//!
//! Never carries content of records.

use store::{Braked, DbError};
use uuid::Uuid;

/// The line itself failed: the centre has not answered.
#[derive(Debug, thiserror::Error)]
#[error("centre is out of reach: {0}")]
pub struct LineError(pub String);

/// Records of a scope on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeCounts {
    /// The scope.
    pub scope: String,
    /// Records here.
    pub here: u64,
    /// Records there.
    pub there: u64,
}

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
    /// Another centre, or an emptied one. Nothing is sent, applied or deleted until a person has
    /// looked and accepted it ([`store::Tx::accept_centre`]).
    #[error("centre is another one or empty: {scopes:?}")]
    ForeignCentre {
        /// Its ledger.
        ledger: Uuid,
        /// What is here and what is there.
        scopes: Vec<ScopeCounts>,
    },
    /// More would go at once than a person has let go; nothing of it was done. What it is stands in
    /// [`store::Db::brakes`], and [`store::Tx::release_brake`] lets it go on.
    #[error("{braked}")]
    Brake {
        /// What was stopped.
        braked: Box<Braked>,
    },
    /// The centre answered something that is not in the protocol.
    #[error("unreadable {0}")]
    Protocol(&'static str),
    /// Records differ although both sides stand at the same row, and could not be repaired.
    #[error("records differ from the centre's in {0}")]
    Different(String),
    /// Somebody asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// The local store.
    #[error(transparent)]
    Store(DbError),
}

impl From<DbError> for RoundError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Brake(braked) => Self::Brake { braked },
            other => Self::Store(other),
        }
    }
}

impl RoundError {
    /// Tells whether nothing else can work in this round either.
    pub(crate) const fn ends_round(&self) -> bool {
        matches!(
            self,
            Self::Line(_)
                | Self::Unavailable(429 | 502..=504)
                | Self::Unauthorized
                | Self::NotSetUp
                | Self::ForeignCentre { .. }
                | Self::Cancelled
                | Self::Store(DbError::PowerCut | DbError::Damaged(_))
        )
    }
}
