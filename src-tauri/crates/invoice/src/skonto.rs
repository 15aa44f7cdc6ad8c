//! Discounts for early payment as XRechnung writes them into the terms of payment (BR-DE-18).
//!
//! Never guesses a discount from prose.

use domain::rechnung::{Betrag, Skonto};

/// Most discounts that are taken from one invoice.
const SKONTO_MAX: usize = 10;
/// Most lines of the terms that are looked at.
const ZEILEN_MAX: usize = 500;

/// What the terms of payment hold.
#[derive(Debug, PartialEq, Eq, Default)]
pub(crate) struct Fund {
    /// Discounts in the order of the text.
    pub(crate) skonto: Vec<Skonto>,
    /// First line that begins with `#` and is none.
    pub(crate) falsch: Option<String>,
    /// No line break follows the last discount.
    pub(crate) ohne_umbruch: bool,
}

/// Looks for discounts in the terms as written.
pub(crate) fn suchen(terms: &str) -> Fund {
    let mut fund = Fund::default();
    for line in terms.lines().take(ZEILEN_MAX) {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.starts_with('#') {
            continue;
        }
        match zeile(&line) {
            Some(skonto) if fund.skonto.len() < SKONTO_MAX => fund.skonto.push(skonto),
            Some(_) => {}
            None => fund.falsch = fund.falsch.or_else(|| Some(line.chars().take(80).collect())),
        }
    }
    if !fund.skonto.is_empty() {
        let rest = terms.rsplit_once('#').map(|(_, rest)| rest).unwrap_or_default();
        fund.ohne_umbruch =
            !rest.split_once('\n').is_some_and(|(before, _)| before.trim().is_empty());
    }
    fund
}

/// Reads `#SKONTO#TAGE=7#PROZENT=2.00#` with an optional `BASISBETRAG=100.00#`.
fn zeile(line: &str) -> Option<Skonto> {
    let mut parts = line.strip_prefix("#SKONTO#")?.strip_suffix('#')?.split('#');
    let tage = parts.next()?.strip_prefix("TAGE=").filter(|tage| digits(tage))?;
    let prozent = parts.next()?.strip_prefix("PROZENT=").filter(|text| two_places(text))?;
    let basis = match parts.next() {
        None => None,
        Some(part) => {
            let text = part.strip_prefix("BASISBETRAG=")?;
            if !two_places(text.strip_prefix('-').unwrap_or(text)) {
                return None;
            }
            Some(Betrag::lesen(text))
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Some(Skonto { tage: tage.parse().ok()?, prozent: Betrag::lesen(prozent), basis })
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn two_places(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(whole, places)| digits(whole) && digits(places) && places.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discounts_are_read_line_by_line() {
        let fund = suchen(
            "#SKONTO#TAGE=7#PROZENT=2.00#\n  #SKONTO#TAGE=14#PROZENT=1.00#BASISBETRAG=-12.50# \n",
        );
        assert_eq!(fund.skonto.len(), 2);
        assert_eq!(fund.skonto[0].tage, 7);
        assert_eq!(fund.skonto[0].prozent.text, "2.00");
        assert_eq!(fund.skonto[1].basis, Some(Betrag::lesen("-12.50")));
        assert_eq!((fund.falsch, fund.ohne_umbruch), (None, false));
    }

    #[test]
    fn wrong_lines_are_named() {
        for line in [
            "#SKONTO#TAGE=7#PROZENT=2#",
            "#SKONTO#TAGE=7#PROZENT=2,00#",
            "#SKONTO#TAGE=#PROZENT=2.00#",
            "#SKONTO#TAGE=7#PROZENT=-2.00#",
            "#VERZUG#TAGE=7#PROZENT=2.00#",
            "#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=1#",
            "#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=1.00#X=1#",
            "#SKONTO#TAGE=99999999999#PROZENT=2.00#",
            "#",
        ] {
            let fund = suchen(&format!("{line}\n"));
            assert_eq!(fund.falsch.as_deref(), Some(line));
            assert!(fund.skonto.is_empty());
        }
    }

    #[test]
    fn line_break_after_the_last_discount_is_part_of_the_rule() {
        assert!(suchen("#SKONTO#TAGE=7#PROZENT=2.00#").ohne_umbruch);
        assert!(!suchen("Danke.\n#SKONTO#TAGE=7#PROZENT=2.00# \nBitte zahlen.").ohne_umbruch);
        assert_eq!(suchen("Zahlbar in 14 Tagen, 2 % Skonto"), Fund::default());
    }
}
