//! The watch over a feeder that gives the same page again and again.
//!
//! Never takes a page away: it says what it saw, and when to stop asking.

use crate::look::Fernbild;
use crate::stack::SeiteId;

/// Repetitions in a row after which nothing more is asked for.
const HALT_NACH: u32 = 3;
/// The same for sheets that have nothing on them to tell them apart.
const HALT_UNKENNTLICH: u32 = 50;

/// What the watch says of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Urteil {
    /// Another page than the one before.
    Neu,
    /// The same picture as an earlier page.
    Wie(SeiteId),
    /// The same once too often: stop.
    Halt(SeiteId),
}

/// The watch over one run.
#[derive(Debug, Default)]
pub(crate) struct Waechter {
    erste: Option<Gesehen>,
    wiederholt: u32,
}

#[derive(Debug)]
struct Gesehen {
    seite: SeiteId,
    sha256: String,
    fern: Option<Fernbild>,
}

impl Waechter {
    /// Looks at the next page.
    pub(crate) fn see(&mut self, seite: SeiteId, sha256: &str, fern: Option<Fernbild>) -> Urteil {
        let kenntlich = fern.as_ref().is_none_or(Fernbild::kenntlich);
        let same = self.erste.as_ref().filter(|erste| {
            let alike = erste.fern.as_ref().zip(fern.as_ref()).is_some_and(|(a, b)| a.gleicht(b));
            erste.sha256 == sha256 || (kenntlich && alike)
        });
        let Some(same) = same else {
            self.erste = Some(Gesehen { seite, sha256: sha256.to_owned(), fern });
            self.wiederholt = 0;
            return Urteil::Neu;
        };
        self.wiederholt += 1;
        let most = if kenntlich { HALT_NACH } else { HALT_UNKENNTLICH };
        match (self.wiederholt >= most, kenntlich) {
            (true, _) => Urteil::Halt(same.seite),
            (false, true) => Urteil::Wie(same.seite),
            // Two white sheets are two white sheets.
            (false, false) => Urteil::Neu,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use page::{PageImage, Pixels};

    fn fern(shades: [u8; 2]) -> Option<Fernbild> {
        let grey = (0..5200).map(|n: usize| shades[n % 2]).collect();
        Some(Fernbild::of(&PageImage::new(52, 100, 50, Pixels::Grey(grey)).unwrap()))
    }

    #[test]
    fn the_third_repetition_stops() {
        let mut waechter = Waechter::default();
        let mut see = |n, sha: &str, fern| waechter.see(SeiteId(n), sha, fern);
        assert_eq!(see(1, "a", fern([0, 255])), Urteil::Neu);
        assert_eq!(see(2, "b", fern([255, 0])), Urteil::Neu);
        assert_eq!(see(3, "b", fern([255, 0])), Urteil::Wie(SeiteId(2)));
        assert_eq!(see(4, "c", fern([254, 1])), Urteil::Wie(SeiteId(2)), "packed anew");
        assert_eq!(see(5, "b", None), Urteil::Halt(SeiteId(2)));
        assert_eq!(see(6, "a", fern([0, 255])), Urteil::Neu);
    }

    #[test]
    fn ten_black_sheets_are_ten_sheets() {
        let mut waechter = Waechter::default();
        for n in 0..50 {
            assert_eq!(waechter.see(SeiteId(n), "a", fern([0, 0])), Urteil::Neu);
        }
        assert_eq!(waechter.see(SeiteId(50), "a", fern([0, 0])), Urteil::Halt(SeiteId(0)));
    }
}
