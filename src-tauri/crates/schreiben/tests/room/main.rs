//! What the room sets, seen from outside: by other readers of PDF, and by our own code reader.
//!
//! Never trusts the typesetter's own word for what is on a page.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr, reason = "tests")]

mod allein;
mod band;
mod brief;
// The rules of ISO 19005 that hold for any file are written down once, beside the other writer.
#[expect(dead_code, reason = "only the rules for any file are asked here")]
#[path = "../../../pdfa/tests/room/checker.rs"]
mod checker;
mod muster;
mod scan;
mod struktur;
#[expect(dead_code, reason = "only the foreign programs are asked here")]
#[path = "../../../pdfa/tests/room/support.rs"]
mod support;
mod vermerk;
