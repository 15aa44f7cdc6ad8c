//! Small arithmetic over rows.
//!
//! Never rounds in anybody's favour.

use std::collections::BTreeMap;

/// Returns a sentence without the names in it, so that it can be counted: what is quoted, and a
/// part's name in front of what is said of it.
pub(crate) fn without_names(sentence: &str) -> String {
    let said = sentence.rsplit_once(": ").filter(|(name, _)| {
        // A name ends like a file; a sentence does not.
        name.rsplit_once('.').is_some_and(|(_, ending)| (2..5).contains(&ending.len()))
    });
    let mut rest = said.map_or(sentence, |(_, said)| said);
    let mut out = if said.is_some() { "…: ".to_owned() } else { String::new() };
    while let Some((before, quoted)) = rest.split_once('„') {
        out += before;
        out += "„…“";
        rest = quoted.split_once('“').map_or("", |(_, behind)| behind);
    }
    out + rest
}

/// Counts how often each text occurs, most frequent first.
pub(crate) fn by_text(texts: impl IntoIterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts = BTreeMap::<String, usize>::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// Returns the value below or at which `percent` of all lie.
pub(crate) fn percentile(mut values: Vec<u64>, percent: usize) -> u64 {
    values.sort_unstable();
    let rank = (values.len() * percent).div_ceil(100).saturating_sub(1);
    values.get(rank).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_split_a_count() {
        assert_eq!(without_names("a.zip: Das Archiv fehlt."), "…: Das Archiv fehlt.");
        assert_eq!(without_names("„a.pdf“ ist kaputt. Bitte „b“."), "„…“ ist kaputt. Bitte „…“.");
        assert_eq!(without_names("Zwei: drei."), "Zwei: drei.");
    }

    #[test]
    fn percentiles_are_values_that_occurred() {
        let values: Vec<u64> = (1..=200).collect();
        assert_eq!(percentile(values.clone(), 50), 100);
        assert_eq!(percentile(values.clone(), 99), 198);
        assert_eq!(percentile(values, 100), 200);
        assert_eq!(percentile(vec![7], 99), 7);
        assert_eq!(percentile(Vec::new(), 99), 0);
    }
}
