//! What opening an envelope promises, tried from outside with envelopes made here.
//!
//! Never reaches into private parts. The signed messages in `smime` were made with OpenSSL and a
//! key that was thrown away.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests: what cannot go on, fails"
)]

mod archive;
mod court;
mod fuzz;
mod mail;
mod outlook;
mod outlook_file;
mod zip_file;

use std::ops::ControlFlow;

use envelope::{Art, Inhalt, Limits, OpenError, Part, open};

/// What came out of an envelope.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) parts: Vec<Part>,
    pub(crate) inhalt: Inhalt,
}

impl Opened {
    /// Returns the names, in order.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.parts.iter().map(|part| part.name.as_str()).collect()
    }

    /// Returns the part of this name.
    #[track_caller]
    pub(crate) fn part(&self, name: &str) -> &Part {
        self.parts.iter().find(|part| part.name == name).unwrap_or_else(|| panic!("{self:#?}"))
    }

    /// Checks that everything came out and nothing has to be said.
    #[track_caller]
    pub(crate) fn is_whole(&self) -> &Opened {
        assert!(self.inhalt.vollstaendig, "{:?}", self.inhalt.hinweise);
        assert_eq!(self.inhalt.hinweise, Vec::<String>::new());
        self
    }

    /// Checks that a person has to look, because of this.
    #[track_caller]
    pub(crate) fn lacks(&self, words: &str) -> &Opened {
        assert!(!self.inhalt.vollstaendig, "{:?}", self.inhalt);
        self.says(words)
    }

    /// Checks that a Hinweis has these words.
    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Opened {
        let found = self.inhalt.hinweise.iter().any(|hinweis| hinweis.contains(words));
        assert!(found, "{words:?} is not in {:?}", self.inhalt.hinweise);
        self
    }
}

/// Opens within limits.
pub(crate) fn try_open(bytes: &[u8], art: Art, limits: &Limits) -> Result<Opened, OpenError> {
    let mut parts = Vec::new();
    let mut sink = |part| {
        parts.push(part);
        ControlFlow::Continue(())
    };
    let inhalt = open(bytes, "post", art, limits, &mut sink)?;
    Ok(Opened { parts, inhalt })
}

/// Opens what can be opened.
#[track_caller]
pub(crate) fn opened(bytes: &[u8], art: Art) -> Opened {
    try_open(bytes, art, &Limits::default()).unwrap()
}

/// Checks what holds for every envelope, however broken.
#[track_caller]
pub(crate) fn check_bounded(bytes: &[u8], art: Art) {
    let limits = Limits { parts: 20, part_bytes: 1 << 20, total_bytes: 2 << 20, depth: 3 };
    let Ok(opened) = try_open(bytes, art, &limits) else { return };
    assert!(opened.parts.len() <= limits.parts);
    let sizes = opened.parts.iter().map(|part| part.bytes.len() as u64);
    assert!(sizes.clone().all(|size| size <= limits.part_bytes));
    assert!(sizes.sum::<u64>() <= limits.total_bytes);
    assert!(opened.inhalt.text.len() <= envelope::TEXT_BYTES_MAX);
    assert!(opened.inhalt.hinweise.len() <= 101);
    assert!(opened.inhalt.vollstaendig || !opened.inhalt.hinweise.is_empty());
    let mut names: Vec<String> = opened.names().iter().map(|name| name.to_lowercase()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), opened.parts.len(), "{:?}", opened.names());
    for name in opened.names() {
        assert!(!name.is_empty() && name.chars().count() <= 200, "{name:?}");
        assert!(!name.contains(['/', '\\', '\0', '\n', '\u{202e}', '\u{2066}']), "{name:?}");
        assert!(name != "." && name != "..", "{name:?}");
    }
}
