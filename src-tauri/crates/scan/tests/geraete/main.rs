//! Scanning with real drivers: SANE's test device, and Debian's sane-airscan as a foreign judge of
//! the eSCL server that the other tests are run against.
//!
//! Never part of the quick run: `cargo xtask test scan` installs what this needs.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: what cannot go on, fails"
)]
#![expect(dead_code, reason = "the other tests' helpers, of which a part is used here")]

mod certificate;
#[path = "../room/desk.rs"]
mod desk;
#[path = "../room/escl_server.rs"]
mod escl_server;
#[cfg(unix)]
mod foreign;
#[path = "../room/jpeg.rs"]
mod jpeg;
#[path = "../room/paper.rs"]
mod paper;
#[cfg(unix)]
mod sane;
