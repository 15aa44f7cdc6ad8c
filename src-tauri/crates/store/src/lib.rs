//! The workstation's encrypted memory: one SQLCipher file and the encrypted originals beside it.
//!
//! Never releases a source, never talks to the network, never decides a merge. Every write is one
//! transaction that says what it touched; an original exists on disk before any row names it.

pub mod bestand;
pub mod blob;
pub mod brake;
pub mod centre;
pub mod clock;
pub mod crash_point;
pub mod erkennung;
pub mod error;
pub mod geschaeftsgang;
pub mod handlung;
pub mod hold;
pub mod key;
pub mod lists;
pub mod meta;
pub mod originale;
pub mod protokoll;
pub mod quelle;
pub mod record;
pub mod repair;
pub mod salvage;
pub mod sealed;
pub mod sicht;
pub mod snapshot;
pub mod sync_state;
pub mod text;
pub mod unterwegs;
pub mod verify;
pub mod vorfall;
pub mod withdraw;
pub mod zentralprotokoll;

mod db;
mod journal;
mod mirror;
mod projection;
mod rescue;
mod summe;
mod umfeld;
mod vernichten;

pub use blob::{BlobReader, BlobState, BlobWriter, PASTED, SCANNED, StoredBlob, UnsettledBlob};
pub use brake::{Braked, Richtung};
pub use clock::{Clock, CommitFate, Env, IdSource, SystemClock, SystemIds, uuid_v7};
pub use crash_point::CrashPoint;
pub use db::{Db, Kind, Store, Touched, Tx};
pub use error::{BlobError, DbError, KeyError, OpenError};
pub use handlung::Handlung;
pub use journal::{Act, JournalRow, JournalState};
pub use key::{KeySource, MasterKey};
pub use salvage::Geborgen;
pub use sicht::Sicht;
pub use snapshot::{Abzug, Uebernommen};
pub use sync_state::{Anlass, ScopeState};
pub use verify::Pruefbericht;
pub use vorfall::{Vorfall, VorfallArt};

/// Scope of what every workstation of an authority may read: the filing plan.
pub const SCOPE_STAMMDATEN: &str = "stammdaten";
/// Scope of an office's own records.
pub const SCOPE_REGISTRATUR: &str = "registratur";
