//! Our own side: a filler that speaks the protocol as any workstation does, and the desk whose
//! engine is measured.
//!
//! Never a short cut into the centre's or the workstation's files.

mod centre;
mod desk;
mod fill;
mod offline;

pub(crate) use desk::{Change, Enrol, Sync, Verify, change, enrol, sync, verify};
pub(crate) use fill::{Fill, fill};
pub(crate) use offline::{Offline, OfflineVerify, offline, offline_verify};
