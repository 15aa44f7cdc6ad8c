//! A broken rule of the office: expected, and the clerk can act on it.
//!
//! Never a technical failure.

/// A rule that an act would break.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Verstoss {
    /// No subject was given.
    #[error("subject is missing")]
    BetreffFehlt,
    /// The subject is longer than the field of the standard allows.
    #[error("subject is longer than {max} characters")]
    BetreffZuLang {
        /// The limit in characters.
        max: usize,
    },
    /// The file is closed.
    #[error("file is closed")]
    AkteGeschlossen,
    /// The case is closed.
    #[error("case is closed")]
    VorgangGeschlossen,
    /// The node of the plan takes no new files.
    #[error("plan unit is retired")]
    AktenplaneinheitStillgelegt,
    /// The item of post has been filed already.
    #[error("item is already filed")]
    BereitsZugeordnet,
    /// The item of post is not filed.
    #[error("item is not filed")]
    NichtZugeordnet,
    /// The item of post was not cut into parts.
    #[error("item was not cut")]
    NichtAufgeteilt,
    /// A part of the stack has been filed already.
    #[error("part of the stack is already filed")]
    TeilZugeordnet,
}
