//! Runs of pieces of a line that may be a sign, and those that a line's end cut in two.
//!
//! Never says what a run is: who asks compares it with what is known.

use crate::blatt::{Blatt, Stelle};

/// Pieces of one run.
const PIECES: usize = 5;
/// Bytes of one run.
const LONGEST: usize = 48;

/// Calls back with every run of pieces that may be a sign, longer runs first at each beginning;
/// one that a line's end cuts stands where it begins.
pub(crate) fn ketten(blatt: &Blatt<'_>, mut found: impl FnMut(Stelle, &str)) {
    const RUNS: usize = 20_000;
    let mut left = RUNS;
    let mut push = |stelle: Stelle, run: &str| {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 2 && run.len() <= LONGEST && left > 0 {
            left -= 1;
            found(stelle, run);
        }
    };
    for zeile in 0..blatt.zeilen.len() {
        let text = blatt.text(zeile);
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let stuecke = stuecke(text);
        for (at, (von, _)) in stuecke.iter().enumerate() {
            for count in (1..=PIECES).rev() {
                let Some((_, bis)) = stuecke.get(at + count - 1) else { continue };
                let Some(run) = text.get(*von..*bis) else { continue };
                push(Stelle { zeile, von: *von, bis: *bis }, run);
            }
        }
        cut(blatt, zeile, &stuecke, &mut push);
    }
}

/// Calls back with the runs at a line's end that go on in the next line: behind a separator, or
/// with one.
fn cut(
    blatt: &Blatt<'_>,
    zeile: usize,
    pieces: &[(usize, usize)],
    push: &mut impl FnMut(Stelle, &str),
) {
    const SEPARATORS: [char; 4] = ['-', '–', '—', '/'];
    if zeile + 1 >= blatt.zeilen.len() {
        return;
    }
    let (text, next) = (blatt.text(zeile).trim_end(), blatt.text(zeile + 1));
    let rest = next.trim_start();
    if !text.ends_with(SEPARATORS) && !rest.starts_with(SEPARATORS) {
        return;
    }
    let indent = next.len() - rest.len();
    for (von, _) in pieces.iter().rev().take(PIECES) {
        for (_, bis) in stuecke(next).iter().take(PIECES).rev() {
            let (Some(first), Some(second)) = (text.get(*von..), next.get(indent..*bis)) else {
                continue;
            };
            push(Stelle { zeile, von: *von, bis: text.len() }, &[first, second].concat());
        }
    }
}

/// Pieces of a line that signs are made of; a separator that stands alone belongs to its
/// neighbours.
pub(crate) fn stuecke(text: &str) -> Vec<(usize, usize)> {
    let divides = |c: char| c.is_whitespace() || ",;:()|\"„“”'<>=[]".contains(c);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let len = rest.find(divides).unwrap_or(rest.len());
        let token = rest.get(..len).unwrap_or_default();
        let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
        if !inner.is_empty() {
            let von =
                at + (token.len() - token.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
            found.push((von, von + inner.len()));
            // "Az.4.2-17/2026", "Zeichen4.2-17/2026": the label sticks to its sign.
            let label = inner.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
            let prefix = inner.get(..label).unwrap_or_default();
            let letters = prefix.chars().filter(|c| c.is_alphabetic()).count();
            if letters > 3 || prefix.ends_with(['.', '#']) && letters > 1 {
                found.push((von + label, von + inner.len()));
            }
        }
        at += len;
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vorschlag::Schreiben;

    fn runs(text: &str) -> Vec<String> {
        let seiten = [text.to_owned()];
        let blatt = Blatt::new(&Schreiben { seiten: &seiten, ..Schreiben::default() });
        let mut runs = Vec::new();
        ketten(&blatt, |_, run| runs.push(run.to_owned()));
        runs
    }

    #[test]
    fn runs_of_pieces_include_spaced_references() {
        let runs = runs("Ihr Az.4.2 - 17 / 2026 - 3, bitte");
        assert!(runs.contains(&"4.2 - 17 / 2026 - 3".to_owned()), "{runs:?}");
    }

    #[test]
    fn a_reference_goes_on_in_the_next_line_behind_its_separator() {
        for text in
            ["Ihr Az.: 4.2-17/2026-\n3).", "Ihr Az.: 4.2-17\n/2026-3", "Az 4.2\n- 17/2026-3"]
        {
            let runs = runs(text);
            let whole = |run: &&String| run.replace([' ', '\n'], "") == "4.2-17/2026-3";
            assert!(runs.iter().find(whole).is_some(), "{text}: {runs:?}");
        }
        let apart = runs("im Jahr 2026\n3 Anlagen");
        assert!(apart.iter().all(|run| !run.contains('\n')), "{apart:?}");
    }

    #[test]
    fn what_sticks_to_a_number_is_no_part_of_it() {
        for text in ["Az.4.2-17/2026", "Zeichen4.2-17/2026"] {
            assert!(runs(text).contains(&"4.2-17/2026".to_owned()), "{text}");
        }
    }
}
