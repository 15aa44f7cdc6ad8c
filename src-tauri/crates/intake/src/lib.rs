//! Bytes in, Eingang out: watching folders and looking into what strangers sent.
//!
//! Never parses a stranger's bytes in the caller's process and never releases a source before a
//! verified, durable, indexed copy exists. `watch` decides when a file may be taken, `custody`
//! takes it, `worker` has it looked at in a process of its own, the crate `inspect` is what that
//! process does, `release` removes the source at the end.

pub mod custody;
pub mod recognition;
pub mod release;
pub mod watch;
pub mod worker;
