//! A short name for an item of post.
//!
//! Never longer than a list can show, and never a word that says nothing.

use std::path::Path;

use inspect::Befund;

/// Longest title made from a file's own words, in characters.
const TITLE_MAX: usize = 200;

/// Makes a short name: the file's own title if it has a usable one, else its name.
pub(super) fn title(befund: &Befund, file_name: &str) -> String {
    let own = befund.titel.as_deref().map(str::trim).unwrap_or_default();
    let stem = Path::new(file_name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let usable = own.chars().count() > 3
        && own.chars().count() <= TITLE_MAX
        && !own.starts_with("Microsoft ")
        && !own.contains(['/', '\\', '\n'])
        && !is_file_name(own);
    if usable { own.to_owned() } else { stem.unwrap_or_else(|| file_name.to_owned()) }
}

/// Many programs write the name of the file they made it from into the title.
fn is_file_name(title: &str) -> bool {
    !title.contains(' ')
        && title.rsplit_once('.').is_some_and(|(_, ending)| {
            (2..=4).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

/// Makes a short name for a message: its subject if it has one.
pub(super) fn of_message(subject: Option<&str>, file_name: &str) -> Option<String> {
    let subject = subject.map(str::trim).filter(|subject| !subject.is_empty())?;
    let short: String = subject.chars().take(TITLE_MAX).collect();
    (short != file_name).then_some(short)
}

#[cfg(test)]
mod tests {
    use domain::Merkmale;

    use super::*;

    fn check(own: &str, expected: &str) {
        let befund = Befund {
            merkmale: Merkmale { titel: Some(own.to_owned()), ..Merkmale::default() },
            ..Befund::default()
        };
        assert_eq!(title(&befund, "Scan 0004.pdf"), expected, "{own}");
    }

    #[test]
    fn a_title_that_says_nothing_gives_way_to_the_file_name() {
        check("Antrag auf Sondernutzung", "Antrag auf Sondernutzung");
        check("Bescheid vom 3.11.", "Bescheid vom 3.11.");
        for useless in ["", "abc", "brief_neu.docx", "Microsoft Word - Dokument1", "C:\\x\\y"] {
            check(useless, "Scan 0004");
        }
    }
}
