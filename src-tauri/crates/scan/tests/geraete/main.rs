//! Scanning with real drivers: SANE's test device, and Debian's sane-airscan as a foreign judge of
//! the eSCL server that the other tests are run against.
//!
//! Never part of the quick run: `cargo xtask test scan` installs what this needs.

#![expect(clippy::unwrap_used, reason = "helpers of tests: what cannot go on, fails")]
#![expect(dead_code, reason = "the other tests' helpers, of which a part is used here")]

mod certificate;
#[path = "../room/desk.rs"]
mod desk;
#[cfg(unix)]
mod foreign;
#[cfg(unix)]
mod sane;
