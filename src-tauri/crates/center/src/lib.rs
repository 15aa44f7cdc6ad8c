//! The data centre's side: takes changes, decides them, keeps the log, hands out what is new.
//!
//! Never trusts a workstation's clock, never forgets a verdict, never says an original is there
//! before it is complete, verified and durable. The decisions ([`decide`]) know neither HTTP nor a
//! database; [`ledger`] and [`originals`] keep things, [`http`] speaks.

pub mod check;
pub mod decide;
pub mod error;
pub mod events;
pub mod http;
pub mod ledger;
pub mod loeschen;
pub mod mandant;
pub mod metrics;
pub mod originals;
pub mod plan;
pub mod seal;
pub mod seed;
pub mod snapshot;
pub mod surroundings;

pub use error::CenterError;
pub use http::{Center, Limits, addresses, router};
pub use ledger::{CommitFate, Ledger, Tx};
pub use originals::Originals;
pub use surroundings::Surroundings;

/// Scope of the filing plan.
pub const SCOPE_STAMMDATEN: &str = "stammdaten";
/// Scope of an office's own records.
pub const SCOPE_REGISTRATUR: &str = "registratur";
