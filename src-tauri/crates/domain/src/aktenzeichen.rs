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
    /// Forms the final reference of a file in the usual way.
    pub fn akte(plan: &str, nummer: u64, jahr: i16) -> Self {
        Self::nach(MUSTER_AKTE, &Teile { plan, akte: "", mandant: "", nummer, jahr })
    }

    /// Forms the final reference of a case within a file in the usual way.
    pub fn vorgang(akte: &str, nummer: u64) -> Self {
        Self::nach(MUSTER_VORGANG, &Teile { plan: "", akte, mandant: "", nummer, jahr: 0 })
    }

    /// Forms a final reference by a pattern that [`muster`] has found good.
    pub fn nach(muster: &str, teile: &Teile<'_>) -> Self {
        let text = muster
            .replace("{plan}", teile.plan)
            .replace("{akte}", teile.akte)
            .replace("{mandant}", teile.mandant)
            .replace("{jahr}", &teile.jahr.to_string())
            .replace("{jj}", &format!("{:02}", teile.jahr.rem_euclid(100)))
            .replace("{lfd}", &teile.nummer.to_string());
        Self::Endgueltig(text)
    }
}

/// How files are numbered where nobody said otherwise.
pub const MUSTER_AKTE: &str = "{plan}-{lfd}/{jahr}";

/// How cases are numbered where nobody said otherwise.
pub const MUSTER_VORGANG: &str = "{akte}-{lfd}";

/// What a pattern's places are filled with.
#[derive(Debug, Clone, Copy)]
pub struct Teile<'a> {
    /// Number of the plan's node.
    pub plan: &'a str,
    /// Reference of the file.
    pub akte: &'a str,
    /// Short sign of the municipality.
    pub mandant: &'a str,
    /// Running number.
    pub nummer: u64,
    /// Year.
    pub jahr: i16,
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MusterError {
    /// Two files would get one reference.
    #[error("the pattern lacks {{{0}}}; without it two records would get one reference")]
    Fehlt(&'static str),
    /// A place has a name that means nothing.
    #[error("the pattern has a place that means nothing; use plan, akte, mandant, lfd, jahr, jj")]
    Unbekannt,
    /// It could not be printed on a letter.
    #[error("the pattern is longer than 80 characters or holds control characters")]
    Form,
}

/// Checks a pattern: for cases, it has to name the file.
pub fn muster(text: &str, vorgang: bool) -> Result<(), MusterError> {
    if text.chars().count() > 80 || text.chars().any(char::is_control) {
        return Err(MusterError::Form);
    }
    let needed: &[&'static str] = if vorgang { &["akte", "lfd"] } else { &["plan", "lfd"] };
    for name in needed {
        if !text.contains(&format!("{{{name}}}")) {
            return Err(MusterError::Fehlt(name));
        }
    }
    if !vorgang && !text.contains("{jahr}") && !text.contains("{jj}") {
        return Err(MusterError::Fehlt("jahr"));
    }
    let mut rest = text.to_owned();
    for name in ["plan", "akte", "mandant", "lfd", "jahr", "jj"] {
        rest = rest.replace(&format!("{{{name}}}"), "");
    }
    if rest.contains(['{', '}']) { Err(MusterError::Unbekannt) } else { Ok(()) }
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
    fn patterns_are_checked_and_filled() {
        assert_eq!(muster(MUSTER_AKTE, false), Ok(()));
        assert_eq!(muster(MUSTER_VORGANG, true), Ok(()));
        assert_eq!(muster("{plan}/{jahr}", false), Err(MusterError::Fehlt("lfd")));
        assert_eq!(muster("{plan}-{lfd}", false), Err(MusterError::Fehlt("jahr")));
        assert_eq!(muster("{plan}-{lfd}/{jj}-{x}", false), Err(MusterError::Unbekannt));
        let teile = Teile { plan: "0248", akte: "", mandant: "WM", nummer: 4, jahr: 2014 };
        let filled = Aktenzeichen::nach("{mandant} {plan}-{lfd}/{jj}", &teile);
        assert_eq!(filled.to_string(), "WM 0248-4/14");
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
