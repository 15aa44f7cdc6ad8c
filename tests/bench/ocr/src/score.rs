//! How far a recognised text is from what stands on the page.
//!
//! Never forgives anything but the kind and number of spaces.

/// What was found wrong, over any number of pages.
#[derive(Clone, Copy, Default)]
pub struct Score {
    /// Characters that stand on the pages.
    pub chars: usize,
    /// Characters that are wrong, missing or too many.
    pub errors: usize,
    /// Signs of a paragraph on the pages.
    pub(crate) paragraphs: usize,
    pub(crate) paragraphs_right: usize,
    /// Signs of a paragraph where there is none.
    pub(crate) paragraphs_false: usize,
    /// Umlauts and ß on the pages.
    pub(crate) umlauts: usize,
    pub(crate) umlauts_right: usize,
}

impl Score {
    /// Adds what was found on other pages.
    pub fn add(&mut self, other: Score) {
        self.chars += other.chars;
        self.errors += other.errors;
        self.paragraphs += other.paragraphs;
        self.paragraphs_right += other.paragraphs_right;
        self.paragraphs_false += other.paragraphs_false;
        self.umlauts += other.umlauts;
        self.umlauts_right += other.umlauts_right;
    }

    /// Returns the character errors in percent of the characters.
    pub fn cer(&self) -> f64 {
        percent(self.errors, self.chars)
    }
}

/// A share in percent.
pub(crate) fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

/// Compares a text with what was read.
pub fn score(truth: &str, read: &str) -> Score {
    let plain = |text: &str| -> Vec<char> {
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect()
    };
    let (truth, read) = (plain(truth), plain(read));
    let mut score = Score { chars: truth.len(), ..Score::default() };
    for (meant, found) in aligned(&truth, &read) {
        let right = meant == found;
        score.errors += usize::from(!right);
        if meant == Some('§') {
            score.paragraphs += 1;
            score.paragraphs_right += usize::from(right);
        } else if found == Some('§') {
            score.paragraphs_false += 1;
        }
        if meant.is_some_and(|c| "äöüÄÖÜß".contains(c)) {
            score.umlauts += 1;
            score.umlauts_right += usize::from(right);
        }
    }
    score
}

/// Pairs what was meant with what was found so that as few as possible differ (Levenshtein).
fn aligned(truth: &[char], read: &[char]) -> Vec<(Option<char>, Option<char>)> {
    let width = read.len() + 1;
    let mut costs = vec![0_u32; (truth.len() + 1) * width];
    let cost = |costs: &[u32], y: usize, x: usize| costs.get(y * width + x).copied().unwrap_or(0);
    for y in 0..=truth.len() {
        for x in 0..=read.len() {
            let best = match (y.checked_sub(1), x.checked_sub(1)) {
                (None, _) => x as u32,
                (_, None) => y as u32,
                (Some(above), Some(left)) => {
                    let differs = u32::from(truth.get(above) != read.get(left));
                    (cost(&costs, above, left) + differs)
                        .min(cost(&costs, above, x) + 1)
                        .min(cost(&costs, y, left) + 1)
                }
            };
            if let Some(slot) = costs.get_mut(y * width + x) {
                *slot = best;
            }
        }
    }
    let (mut y, mut x) = (truth.len(), read.len());
    let mut pairs = Vec::new();
    while y > 0 || x > 0 {
        let here = cost(&costs, y, x);
        let (meant, found) = (
            y.checked_sub(1).and_then(|y| truth.get(y)),
            x.checked_sub(1).and_then(|x| read.get(x)),
        );
        let both = y > 0 && x > 0;
        let (back_y, back_x) =
            if both && here == cost(&costs, y - 1, x - 1) + u32::from(meant != found) {
                (1, 1)
            } else if y > 0 && here == cost(&costs, y - 1, x) + 1 {
                (1, 0)
            } else {
                (0, 1)
            };
        pairs
            .push((meant.copied().filter(|_| back_y == 1), found.copied().filter(|_| back_x == 1)));
        (y, x) = (y - back_y, x - back_x);
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn errors_are_counted_once_and_spaces_are_forgiven() {
        let found = score("nach § 46 der\nStVO, für 8 €", "nach 8 46  der StVO fur 8 € §");
        assert_eq!((found.errors, found.chars), (5, 27));
        assert_eq!((found.paragraphs, found.paragraphs_right, found.paragraphs_false), (1, 0, 1));
        assert_eq!((found.umlauts, found.umlauts_right), (1, 0));
    }
}
