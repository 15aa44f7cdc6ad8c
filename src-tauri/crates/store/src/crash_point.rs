//! Every place in the custody order where a power cut could hurt, by name, so that tests can kill
//! the program at each of them.
//!
//! Never active in a release build.

/// A place between two durable steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrashPoint {
    /// The source is open, nothing is written.
    SourceOpened,
    /// Half of the original lies in a temporary file.
    BlobHalf,
    /// The temporary file is complete, not yet flushed.
    BlobWritten,
    /// The temporary file is flushed, not yet named.
    BlobFlushed,
    /// The file has its name; the folder is not flushed.
    BlobRenamed,
    /// The file is durable; it has not been read back.
    BlobDurable,
    /// The file was read back and equals the source; no row names it.
    BlobVerified,
    /// The worker has looked at it; no row names it.
    Inspected,
    /// All rows are written; the transaction is not committed.
    RowsWritten,
    /// The transaction is committed; the source is still there.
    Committed,
    /// The source has its release name.
    SourceClaimed,
    /// The source is gone; the row does not say so.
    SourceRemoved,
    /// Everything is done.
    Released,
}

impl CrashPoint {
    /// Every point, in the order in which an intake passes them.
    pub const ALL: [Self; 13] = [
        Self::SourceOpened,
        Self::BlobHalf,
        Self::BlobWritten,
        Self::BlobFlushed,
        Self::BlobRenamed,
        Self::BlobDurable,
        Self::BlobVerified,
        Self::Inspected,
        Self::RowsWritten,
        Self::Committed,
        Self::SourceClaimed,
        Self::SourceRemoved,
        Self::Released,
    ];

    /// Returns the name under which a test asks for it.
    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// Kills the program, without any cleaning up, if a test has asked for this point.
    ///
    /// The variable `FORSTHAUS_CRASH_AT` names the point; release builds do not look at it.
    pub fn pass(self) {
        #[cfg(all(debug_assertions, unix))]
        if std::env::var_os("FORSTHAUS_CRASH_AT").is_some_and(|at| at == *self.name()) {
            let _ = rustix::process::kill_process(
                rustix::process::getpid(),
                rustix::process::Signal::KILL,
            );
        }
    }
}
