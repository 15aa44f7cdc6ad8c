//! Sizes of files and functions against the limits in `sizes.rs`.
//!
//! Never lets an exception grow, and asks for it back when it is no longer needed.

use super::tree::SourceFile;
use super::{Finding, finding, rust};
use crate::sizes;

/// Something that was counted.
struct Count {
    /// A path, or `path::function`.
    place: String,
    lines: usize,
    limit: usize,
}

/// Compares everything countable with its limit.
pub(super) fn check(files: &[SourceFile]) -> Vec<Finding> {
    let counts: Vec<Count> = files.iter().flat_map(counts).collect();
    let gone =
        sizes::EXCEPTIONS.iter().filter(|(place, _)| !counts.iter().any(|c| c.place == *place));
    let gone =
        gone.map(|(place, _)| finding(*place, "is no longer there: remove it from sizes.rs"));
    counts.iter().filter_map(judge).chain(gone).collect()
}

fn judge(count: &Count) -> Option<Finding> {
    let exception = sizes::EXCEPTIONS.iter().find(|(place, _)| *place == count.place);
    let Count { place, lines, limit } = count;
    let what = match exception {
        None if lines <= limit => return None,
        None => format!("{lines} lines; at most {limit}"),
        Some((_, listed)) if lines == listed && lines > limit => return None,
        Some((_, listed)) if lines > listed => format!("grew from {listed} to {lines} lines"),
        Some(_) if lines <= limit => "is small enough now: remove it from sizes.rs".to_owned(),
        Some(_) => format!("fell to {lines} lines: write that into sizes.rs"),
    };
    Some(finding(place, what))
}

fn counts(file: &SourceFile) -> Vec<Count> {
    let whole = |lines, limit| Count { place: file.path.clone(), lines, limit };
    let lines = file.text.lines().count();
    if file.is("rs") && file.is_test() {
        return vec![whole(lines, sizes::TEST_FILE)];
    }
    if file.is("rs") {
        return rust_counts(file);
    }
    if file.is("svelte") {
        return vec![whole(lines, sizes::SVELTE_FILE)];
    }
    if file.path.ends_with("ARCHITECTURE.md") {
        return vec![whole(lines, sizes::ARCHITECTURE)];
    }
    Vec::new()
}

fn rust_counts(file: &SourceFile) -> Vec<Count> {
    let blanked = rust::blanked(&file.text);
    let tests = rust::test_lines(&blanked);
    let in_tests = |line: usize| tests.iter().any(|range| range.contains(&line));
    let lines = file.text.lines().count() - tests.iter().map(ExactSizeIterator::len).sum::<usize>();
    let mut counts = vec![Count { place: file.path.clone(), lines, limit: sizes::RUST_FILE }];
    counts.extend(rust::functions(&blanked).into_iter().filter(|f| !in_tests(f.line)).map(|f| {
        let place = format!("{}::{}", file.path, f.name);
        Count { place, lines: f.lines, limit: sizes::FUNCTION }
    }));
    counts
}
