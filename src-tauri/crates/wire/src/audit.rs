//! The centre's audit log as it goes to workstations that came later.
//!
//! Never the chain: the centre proves that itself (`forsthaus-center verify`) and seals its end.

use domain::Protokolleintrag;
use serde::{Deserialize, Serialize};

/// One entry of the centre's audit log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number at the centre; with gaps, because only entries about what was asked for come.
    pub no: u64,
    /// Who did what, when, and what changed into what.
    pub entry: Protokolleintrag,
    /// What it quoted has gone with its record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub geschwaerzt: bool,
}

/// Audit entries about a record and what lives in it, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditAnswer {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// There are more behind the last of them.
    pub more: bool,
}
