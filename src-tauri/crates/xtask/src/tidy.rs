//! The style rules that a program can check, each as data with a small reader.
//!
//! Never mends anything: it says what is wrong, where, and what the rule is.

mod acts;
mod layers;
mod licences;
mod rust;
mod size;
mod tree;
mod words;

use anyhow::{Result, bail};

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    place: String,
    what: String,
}

fn finding(place: impl Into<String>, what: impl Into<String>) -> Finding {
    Finding { place: place.into(), what: what.into() }
}

/// Prints what breaks a rule; an error if anything does.
pub(crate) fn run() -> Result<()> {
    let findings = findings()?;
    for Finding { place, what } in &findings {
        println!("{place}: {what}");
    }
    if findings.is_empty() {
        println!("tidy: nothing to say");
        return Ok(());
    }
    bail!("tidy: {} findings", findings.len())
}

fn findings() -> Result<Vec<Finding>> {
    let files = tree::files()?;
    let mut findings = size::check(&files);
    findings.extend(words::check(&files));
    findings.extend(acts::check(&files));
    findings.extend(layers::check()?);
    findings.extend(licences::check(&files)?);
    findings.sort();
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::findings;

    #[test]
    fn the_checkout_keeps_the_style_rules() {
        let findings = findings().unwrap();
        assert!(findings.is_empty(), "{findings:#?}");
    }
}
