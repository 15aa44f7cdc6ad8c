//! Both sides from a feeder that sees one: a stack of fronts, then the stack turned over.
//!
//! Never lays backs between fronts while it is not sure which belong together: then it says which
//! sheet is in doubt, and both stacks stay as they were scanned.

use serde::{Deserialize, Serialize};

use super::{Ende, SeiteId, Tisch};
use crate::StackError;

/// How far the sizes of both sides of a sheet may differ, in hundredths.
const TOLERANZ: u32 = 3;

/// In which order the backs came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reihenfolge {
    /// The whole stack was turned over: the last sheet first.
    Umgekehrt,
    /// The sheets were sorted again: the first sheet first.
    Gleich,
}

/// How it stands with fronts and backs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duplexlage {
    /// The backs have not been scanned yet.
    Wartet {
        /// How many sheets.
        blaetter: usize,
    },
    /// They fit.
    Bereit {
        /// How many sheets.
        blaetter: usize,
    },
    /// They do not.
    Fehlt(Fehlt),
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fehlt {
    /// Number of fronts.
    pub vorn: usize,
    /// Number of backs.
    pub hinten: usize,
    /// The sheets, from 1, of which one side is missing, as far as they can be told.
    pub blaetter: Vec<u32>,
    /// Whether exactly these are missing; otherwise it is one of these.
    pub gewiss: bool,
    /// Sheets one side of which cannot be read.
    pub unlesbar: Vec<u32>,
    /// The page of it that has to be scanned again.
    pub seiten: Vec<SeiteId>,
}

impl Duplexlage {
    /// Returns the sentence for a clerk.
    pub fn satz(&self) -> String {
        match self {
            Self::Wartet { blaetter } => format!(
                "{blaetter} Vorderseiten sind da. Bitte drehen Sie den Stapel um und legen Sie ihn \
                 wieder ein."
            ),
            Self::Bereit { blaetter } => format!("{blaetter} Blätter mit beiden Seiten sind da."),
            Self::Fehlt(fehlt) => fehlt.satz(),
        }
    }
}

impl Fehlt {
    fn satz(&self) -> String {
        let Self { vorn, hinten, .. } = self;
        if vorn == hinten {
            let blaetter = blaetter(&self.unlesbar, "und");
            return format!(
                "Auf {blaetter} ist eine Seite unvollständig oder unlesbar. Bitte scannen Sie sie \
                 noch einmal. Beide Stapel bleiben erhalten."
            );
        }
        let (weniger, seite) = if vorn > hinten {
            (vorn - hinten, "Rückseite")
        } else {
            (hinten - vorn, "Vorderseite")
        };
        let zahlen = format!("{vorn} Vorderseiten, aber {hinten} Rückseiten.");
        let welche = match (self.gewiss, self.blaetter.as_slice()) {
            (_, []) => format!("Es fehlen {weniger} Seiten; welche, lässt sich nicht sagen."),
            (true, sure) => format!("Es fehlt die {seite} von {}.", blaetter(sure, "und")),
            (false, maybe) => {
                format!("Es fehlt die {seite} eines Blattes: {}.", blaetter(maybe, "oder"))
            }
        };
        format!(
            "{zahlen} {welche} Nichts wurde zusammengelegt; beide Stapel bleiben erhalten. Bitte \
             prüfen Sie das Papier, scannen Sie die Rückseiten noch einmal oder nennen Sie das Blatt."
        )
    }
}

/// Lists sheets: `Blatt 1, 2 und 5`, longer rows of them as `Blatt 1 bis 12`.
fn blaetter(list: &[u32], last: &str) -> String {
    let numbers: Vec<String> = list.iter().map(u32::to_string).collect();
    match (numbers.as_slice(), list) {
        ([.., _, _, _, _], [first, .., end]) if in_a_row(list) => {
            format!("Blatt {first} bis {end}")
        }
        ([before @ .., end], _) if !before.is_empty() => {
            format!("Blatt {} {last} {end}", before.join(", "))
        }
        _ => format!("Blatt {}", numbers.join("")),
    }
}

fn in_a_row(list: &[u32]) -> bool {
    list.iter().zip(list.iter().skip(1)).all(|(a, b)| a + 1 == *b)
}

/// Looks at fronts and backs.
pub(super) fn lage(tisch: &Tisch, vorn: u32, hinten: Option<u32>) -> Duplexlage {
    let fronts = pages(tisch, Some(vorn));
    if hinten.is_none() {
        return Duplexlage::Wartet { blaetter: fronts.len() };
    }
    let backs = pages(tisch, hinten);
    let unlesbar = unreadable(tisch, &fronts, &backs);
    if fronts.len() == backs.len() && unlesbar.is_empty() {
        return Duplexlage::Bereit { blaetter: fronts.len() };
    }
    let (blaetter, gewiss) = missing(tisch, (vorn, &fronts), (hinten, &backs));
    Duplexlage::Fehlt(Fehlt {
        vorn: fronts.len(),
        hinten: backs.len(),
        blaetter,
        gewiss,
        unlesbar: unlesbar.iter().map(|(blatt, _)| *blatt).collect(),
        seiten: unlesbar.iter().map(|(_, seite)| *seite).collect(),
    })
}

/// Returns all pages in the order of their sheets.
pub(super) fn order(
    tisch: &Tisch,
    reihenfolge: Reihenfolge,
    luecken: &[u32],
) -> Result<Vec<SeiteId>, StackError> {
    let (vorn, hinten) = tisch.duplex().ok_or(StackError::NoSuchPage)?;
    let lage = lage(tisch, vorn, hinten);
    let fronts = pages(tisch, Some(vorn));
    let mut backs = pages(tisch, hinten);
    match &lage {
        Duplexlage::Wartet { .. } => return Err(StackError::Waiting),
        Duplexlage::Bereit { .. } if luecken.is_empty() => {}
        Duplexlage::Fehlt(fehlt) if fehlt.unlesbar.is_empty() => {
            let mut gaps: Vec<u32> = luecken.to_vec();
            gaps.sort_unstable();
            gaps.dedup();
            let real = gaps.iter().all(|gap| (1..=fronts.len()).contains(&index(*gap)));
            if !real || backs.len() + gaps.len() != fronts.len() {
                return Err(StackError::Duplex(lage.satz()));
            }
        }
        _ => return Err(StackError::Duplex(lage.satz())),
    }
    if reihenfolge == Reihenfolge::Umgekehrt {
        backs.reverse();
    }
    let mut backs = backs.into_iter();
    let mut order = Vec::new();
    for (number, front) in (1_u32..).zip(fronts) {
        order.push(front);
        if !luecken.contains(&number) {
            order.extend(backs.next());
        }
    }
    Ok(order)
}

/// Returns the pages of a run. The very same bytes once more are not another sheet.
fn pages(tisch: &Tisch, lauf: Option<u32>) -> Vec<SeiteId> {
    let sha256 = |seite| tisch.bild(seite).map(|bild| &bild.sha256);
    let sent_twice = |seite: SeiteId| {
        let wie = tisch.befund(seite).and_then(|befund| befund.wie);
        wie.is_some_and(|wie| sha256(wie) == sha256(seite))
    };
    let run = lauf.and_then(|lauf| tisch.lauf(lauf));
    let pages = run.map(|run| run.seiten.as_slice()).unwrap_or_default();
    pages.iter().copied().filter(|seite| !sent_twice(*seite)).collect()
}

/// Returns the sheets of which a side cannot be read, with that side.
fn unreadable(tisch: &Tisch, fronts: &[SeiteId], backs: &[SeiteId]) -> Vec<(u32, SeiteId)> {
    let bad = |seite: &SeiteId| tisch.befund(*seite).is_some_and(|befund| !befund.lesbar);
    let fronts = (1_u32..).zip(fronts.iter());
    let sheets = fronts.clone().last().map_or(0, |(number, _)| number);
    // With as many backs as fronts their sheets are known; otherwise they are counted from the
    // last sheet on, which came first.
    let backs = (0_u32..).zip(backs.iter()).map(|(n, seite)| (sheets.saturating_sub(n), seite));
    let mut found: Vec<(u32, SeiteId)> =
        fronts.chain(backs).filter(|(_, seite)| bad(seite)).map(|(n, seite)| (n, *seite)).collect();
    found.sort_unstable();
    found
}

/// Finds out which sheets lack a side: those that never ran through, or those where all sizes fit.
fn missing(
    tisch: &Tisch,
    (vorn, fronts): (u32, &[SeiteId]),
    (hinten, backs): (Option<u32>, &[SeiteId]),
) -> (Vec<u32>, bool) {
    let cut_off = |lauf: Option<u32>| {
        let ende = lauf.and_then(|lauf| tisch.lauf(lauf)).and_then(|lauf| lauf.ende.as_ref());
        !matches!(ende, Some(Ende::Fertig))
    };
    let (n, m) = (fronts.len(), backs.len());
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    if m < n && cut_off(hinten) {
        // The backs come last sheet first: what is missing are the first sheets.
        return ((1..=number(n - m)).collect(), true);
    }
    if n < m && cut_off(Some(vorn)) {
        return ((number(n + 1)..=number(m)).collect(), true);
    }
    if n.abs_diff(m) != 1 {
        return (Vec::new(), false);
    }
    let size = |seite: &SeiteId| tisch.bild(*seite).and_then(|bild| bild.pixel);
    let (more, fewer): (Vec<_>, Vec<_>) = if m < n {
        (fronts.iter().map(size).collect(), backs.iter().rev().map(size).collect())
    } else {
        (backs.iter().rev().map(size).collect(), fronts.iter().map(size).collect())
    };
    let fits = |gap: &u32| {
        let others = more.iter().enumerate().filter(|(at, _)| *at + 1 != index(*gap));
        others.zip(&fewer).all(|((_, a), b)| alike(*a, *b))
    };
    let candidates: Vec<u32> = (1..=number(more.len())).filter(fits).collect();
    let sure = candidates.len() == 1;
    (candidates, sure)
}

/// Whether two sides may be of one sheet.
fn alike(a: Option<(u32, u32)>, b: Option<(u32, u32)>) -> bool {
    let Some(((aw, ah), (bw, bh))) = a.zip(b) else { return true };
    let near = |a: u32, b: u32| u64::from(a.abs_diff(b)) * 100 <= u64::from(a.max(b) * TOLERANZ);
    near(aw, bw) && near(ah, bh)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_listed_as_one_says_them() {
        assert_eq!(blaetter(&[7], "und"), "Blatt 7");
        assert_eq!(blaetter(&[1, 2, 5], "oder"), "Blatt 1, 2 oder 5");
        assert_eq!(blaetter(&[3, 4, 5, 6, 7], "oder"), "Blatt 3 bis 7");
    }
}
