//! Templates: the office's own texts with places for values.
//!
//! Never leaves a place empty: a value that is missing stays on the page as `{{name}}`, marked,
//! and is listed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::markup::roh;

/// A letter as it is written again and again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vorlage {
    /// Short name that never changes.
    pub kennung: String,
    /// Name in lists.
    pub name: String,
    /// What it is for, one sentence.
    pub zweck: String,
    /// Subject line.
    pub betreff: String,
    /// Salutation.
    pub anrede: String,
    /// The text, in the markup of letters.
    pub text: String,
    /// Closing line.
    pub gruss: String,
    /// Instruction on remedies; absent where nothing is decided.
    #[serde(default)]
    pub belehrung: Option<String>,
    /// List of enclosures.
    #[serde(default)]
    pub anlagen: Vec<String>,
    /// Who gets a copy.
    #[serde(default)]
    pub verteiler: Vec<String>,
    /// What is to be done with the draft, point by point.
    #[serde(default)]
    pub verfuegung: Vec<String>,
}

/// Names and values; a value that is empty counts as missing.
pub type Werte = BTreeMap<String, String>;

const FILES: [&str; 8] = [
    include_str!("../../../../assets/vorlagen/formlos.toml"),
    include_str!("../../../../assets/vorlagen/eingangsbestaetigung.toml"),
    include_str!("../../../../assets/vorlagen/anhoerung.toml"),
    include_str!("../../../../assets/vorlagen/hundesteuerbescheid.toml"),
    include_str!("../../../../assets/vorlagen/sondernutzungserlaubnis.toml"),
    include_str!("../../../../assets/vorlagen/ablehnung.toml"),
    include_str!("../../../../assets/vorlagen/einladung.toml"),
    include_str!("../../../../assets/vorlagen/mahnung-begleitschreiben.toml"),
];

static VORLAGEN: LazyLock<Vec<Vorlage>> = LazyLock::new(|| {
    // A test reads every file: one that is broken never leaves the house.
    FILES.iter().filter_map(|file| Vorlage::lesen(file).ok()).collect()
});

/// Returns the templates that come with the program.
pub fn vorlagen() -> &'static [Vorlage] {
    &VORLAGEN
}

/// Why a template of the office's own cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VorlageError {
    /// Not TOML, or a field is missing or unknown.
    #[error("template: {0}")]
    Format(String),
    /// Larger than a template is.
    #[error("template of {0} bytes")]
    TooLarge(usize),
}

/// Bytes of a template at most.
const VORLAGE_BYTES_MAX: usize = 128 * 1024;

impl Vorlage {
    /// Reads a template file.
    pub fn lesen(toml: &str) -> Result<Self, VorlageError> {
        if toml.len() > VORLAGE_BYTES_MAX {
            return Err(VorlageError::TooLarge(toml.len()));
        }
        toml::from_str(toml).map_err(|error| VorlageError::Format(error.message().to_owned()))
    }

    /// Returns the names of all values it asks for.
    pub fn platzhalter(&self) -> BTreeSet<String> {
        self.texte().into_iter().flat_map(luecken).collect()
    }

    /// Returns the template with its values; what is missing stays as a gap and is listed.
    pub fn fuellen(&self, werte: &Werte) -> (Self, Vec<String>) {
        let one = |text: &String| fuellen(text, werte, str::to_owned);
        let marked = |text: &String| fuellen(text, werte, roh);
        let many = |list: &Vec<String>| list.iter().map(one).collect();
        let filled = Self {
            kennung: self.kennung.clone(),
            name: self.name.clone(),
            zweck: self.zweck.clone(),
            betreff: one(&self.betreff),
            anrede: one(&self.anrede),
            text: marked(&self.text),
            gruss: one(&self.gruss),
            belehrung: self.belehrung.as_ref().map(marked),
            anlagen: many(&self.anlagen),
            verteiler: many(&self.verteiler),
            verfuegung: many(&self.verfuegung),
        };
        let missing = self.platzhalter().into_iter().filter(|name| value(werte, name).is_none());
        let missing = missing.collect();
        (filled, missing)
    }

    fn texte(&self) -> Vec<&str> {
        let single = [&self.betreff, &self.anrede, &self.text, &self.gruss];
        let lists = self.anlagen.iter().chain(&self.verteiler).chain(&self.verfuegung);
        single.into_iter().chain(&self.belehrung).chain(lists).map(String::as_str).collect()
    }
}

fn value<'a>(werte: &'a Werte, name: &str) -> Option<&'a str> {
    werte.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// Puts values into a text, each in the form that its place asks for.
fn fuellen(text: &str, werte: &Werte, form: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, name, after)) = next_gap(rest) {
        out.push_str(before);
        match value(werte, name) {
            Some(value) => out.push_str(&form(value)),
            None => out.push_str(&format!("{{{{{name}}}}}")),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Returns the names of the gaps in a text, in their order.
pub(crate) fn luecken(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, name, after)) = next_gap(rest) {
        names.push(name.to_owned());
        rest = after;
    }
    names
}

/// The first `{{name}}`: what stands before it, the name, what stands behind it.
fn next_gap(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text.get(from..)?.find("{{")?;
        let inner = text.get(open + 2..)?;
        let name = inner.get(..inner.find("}}")?)?;
        let sound = !name.trim().is_empty()
            && name.len() <= 64
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ' '));
        if sound {
            return Some((text.get(..open)?, name.trim(), inner.get(name.len() + 2..)?));
        }
        from = open + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_the_house_can_be_read() {
        for file in FILES {
            let vorlage = Vorlage::lesen(file).unwrap();
            crate::markup::lesen(&vorlage.text).unwrap();
        }
        assert_eq!(vorlagen().len(), FILES.len());
        let names: BTreeSet<&str> = vorlagen().iter().map(|v| v.kennung.as_str()).collect();
        assert_eq!(names.len(), FILES.len());
    }

    #[test]
    fn missing_values_stay_and_are_listed() {
        let vorlage = Vorlage {
            text: "Az. {{vorgang.aktenzeichen}} von {{ empfaenger.name }}, {{x} {{}} {{a{b}}"
                .into(),
            betreff: "{{empfaenger.name}}".into(),
            ..vorlagen()[0].clone()
        };
        let werte = Werte::from([
            ("empfaenger.name".into(), "**Müller**".into()),
            ("vorgang.aktenzeichen".into(), " ".into()),
        ]);
        let (filled, missing) = vorlage.fuellen(&werte);
        assert_eq!(
            filled.text,
            "Az. {{vorgang.aktenzeichen}} von \\*\\*Müller\\*\\*, {{x} {{}} {{a{b}}"
        );
        assert_eq!(filled.betreff, "**Müller**");
        assert!(missing.contains(&"vorgang.aktenzeichen".to_owned()));
        assert!(!missing.contains(&"empfaenger.name".to_owned()));
    }

    #[test]
    fn values_are_not_filled_again() {
        let werte = Werte::from([("a".into(), "{{b}}".into()), ("b".into(), "c".into())]);
        assert_eq!(fuellen("{{a}}", &werte, str::to_owned), "{{b}}");
    }
}
