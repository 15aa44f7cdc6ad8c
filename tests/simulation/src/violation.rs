//! What a check has found, by the word of the office for it.
//!
//! Never a sentence alone: the counts at the end of a run are made of these.

use std::any::Any;
use std::fmt;

/// The four things that must never happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something a person did or a file that was taken in is gone.
    Lost,
    /// Something took effect twice.
    Doubled,
    /// Two sides hold different things, or something moved that nobody decided.
    Diverged,
    /// Work that never ends.
    Stalled,
}

impl Kind {
    /// All of them, as they are counted.
    pub const ALL: [Self; 4] = [Self::Lost, Self::Doubled, Self::Diverged, Self::Stalled];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lost => "lost",
            Self::Doubled => "doubled",
            Self::Diverged => "diverged",
            Self::Stalled => "stalled",
        })
    }
}

/// A broken invariant.
#[derive(Debug, Clone)]
pub struct Violation {
    /// Which of the four.
    pub kind: Kind,
    /// What was found, with the invariant's name.
    pub what: String,
}

/// Stops a run with what was found.
pub fn found(kind: Kind, what: impl Into<String>) -> ! {
    let what = what.into();
    // A payload of our own prints nothing by itself.
    println!("{kind}: {what}");
    std::panic::panic_any(Violation { kind, what })
}

/// Stops a run unless something holds.
pub fn must(kind: Kind, holds: bool, what: impl FnOnce() -> String) {
    if !holds {
        found(kind, what());
    }
}

/// Reads what stopped a run. A plain panic means a broken program and counts as lost work.
pub fn from_panic(payload: &(dyn Any + Send)) -> Violation {
    if let Some(violation) = payload.downcast_ref::<Violation>() {
        return violation.clone();
    }
    let text = payload.downcast_ref::<String>().cloned();
    let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    Violation { kind: Kind::Lost, what: text.unwrap_or_else(|| "panic".to_owned()) }
}
