//! A scanner for tests that speaks eSCL, with paper to lay into it.
//!
//! Never part of the product, and never a judge of it alone: Debian's sane-airscan, a foreign
//! client, judges it in `cargo xtask test scan`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of tests: what cannot go on, fails"
)]

mod jpeg;
mod server;
mod sheet;

pub use server::{CAPABILITIES, EsclServer, Faults};
pub use sheet::{DPI, blank, one_line, sheet, sheet_again, small_sheet};
