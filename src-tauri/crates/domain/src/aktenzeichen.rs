//! File references: provisional ones given offline, final ones given by the centre.
//!
//! Never renumbers: a reference that has left the house stays valid for ever.

/// How references are formed: `{plan}-{lfd}/{jahr}` for files, and `-{lfd}` behind the file's
/// reference for cases (domain reference, section h.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aktenzeichen {
    /// Given at a workstation while the centre is out of reach, such as `V-K07-3`.
    Vorlaeufig {
        /// Short name of the workstation.
        arbeitsplatz: String,
        /// Running number at that workstation.
        nummer: u64,
    },
    /// Given by the centre, such as `4.2-17/2026` or `4.2-17/2026-3`.
    Endgueltig(String),
}

impl Aktenzeichen {
    /// Forms the final reference of a file.
    pub fn akte(plan: &str, nummer: u64, jahr: i16) -> Self {
        Self::Endgueltig(format!("{plan}-{nummer}/{jahr}"))
    }

    /// Forms the final reference of a case within a file.
    pub fn vorgang(akte: &str, nummer: u64) -> Self {
        Self::Endgueltig(format!("{akte}-{nummer}"))
    }
}

impl std::fmt::Display for Aktenzeichen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Vorlaeufig { arbeitsplatz, nummer } => write!(f, "V-{arbeitsplatz}-{nummer}"),
            Self::Endgueltig(text) => f.write_str(text),
        }
    }
}

/// Returns the time zone in which an office's year begins.
///
/// Without a time-zone database on the machine it is CET all year; only the first hour of New
/// Year's Day could tell, and summer time has no new year.
pub fn amtszeit() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get("Europe/Berlin")
        .unwrap_or_else(|_| jiff::tz::TimeZone::fixed(jiff::tz::offset(1)))
}

/// Returns a reference without spaces and separators, for comparing what people type or OCR
/// reads: `4.2 - 17 / 2026` and `4.2-17/2026` are the same.
pub fn vergleichsform(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() => Some(c.to_ascii_lowercase()),
            '.' | '-' | '/' => Some('-'),
            _ => None,
        })
        .fold(String::new(), |mut form, c| {
            if !(c == '-' && form.ends_with('-')) {
                form.push(c);
            }
            form
        })
}

/// Finds what may be one of our references in a text, in comparable form, longest first.
///
/// A reference has a digit first, a `-` and a `/`; spaces around separators do not matter. Of
/// `4.2-17/2026-3` the file's own reference `4.2-17/2026` is a candidate, too.
pub fn kandidaten(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in ohne_leerraum_um_trenner(text).split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let (Some(dash), Some(slash)) = (word.find('-'), word.find('/')) else { continue };
        if dash > slash || !word.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let year_end = word
            .get(slash + 1..)
            .and_then(|rest| rest.find(|c: char| !c.is_ascii_digit()))
            .map_or(word.len(), |end| slash + 1 + end);
        for part in [Some(word), word.get(..year_end)].into_iter().flatten() {
            let form = vergleichsform(part);
            if !found.contains(&form) {
                found.push(form);
            }
        }
    }
    found.truncate(KANDIDATEN_MAX);
    found
}

/// Candidates looked up per text at most.
const KANDIDATEN_MAX: usize = 50;

fn ohne_leerraum_um_trenner(text: &str) -> String {
    let trenner = |c: char| matches!(c, '-' | '/' | '–');
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if trenner(c) {
            out.truncate(out.trim_end().len());
            out.push(if c == '–' { '-' } else { c });
            while chars.next_if(|c| c.is_whitespace()).is_some() {}
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_in_running_text() {
        let form = |text: &str| vergleichsform(text);
        assert_eq!(
            kandidaten("Ihr Zeichen: 2.2.1 - 1 / 2026 - 2, vom 3.11."),
            [form("2.2.1-1/2026-2"), form("2.2.1-1/2026")]
        );
        assert_eq!(kandidaten("(Az. 4.2-17/2026)."), [form("4.2-17/2026")]);
        assert!(kandidaten("am 3. - 5. Mai, Tel. 0361/12-3 und/oder km/h").is_empty());
    }

    #[test]
    fn references_are_formed_and_compared() {
        assert_eq!(Aktenzeichen::akte("4.2", 17, 2026).to_string(), "4.2-17/2026");
        assert_eq!(Aktenzeichen::vorgang("4.2-17/2026", 3).to_string(), "4.2-17/2026-3");
        let provisional = Aktenzeichen::Vorlaeufig { arbeitsplatz: "K07".into(), nummer: 3 };
        assert_eq!(provisional.to_string(), "V-K07-3");
        assert_eq!(vergleichsform("4.2 - 17 / 2026"), vergleichsform("4.2-17/2026"));
        assert_ne!(vergleichsform("4.2-17/2026"), vergleichsform("4.21-7/2026"));
    }
}
