//! The thirty scenarios and the tests that show them: a table at the end of a run.
//!
//! Never judges what a test shows: a test claims its scenario by its name, `scenario_NN_…`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::{child, paths};

/// What a scenario is called here; its number is its place, from 1.
const NAMES: [&str; 30] = [
    "stuttering scanner",
    "busy once",
    "rename-in and placeholder",
    "event storm",
    "duplicate loop",
    "mail is released too early",
    "kill between file and database",
    "same name while it is read",
    "signed PDFs",
    "encrypted in the middle",
    "giants",
    "separator scope",
    "duplex stacks",
    "feeder that lies",
    "empty or foreign server",
    "server restored from last week",
    "new workstation signs in",
    "crash anywhere",
    "wrong clocks",
    "one failure then silence",
    "poison item",
    "long offline branch",
    "edit during download",
    "names",
    "damaged local database",
    "silent machine install",
    "upgrade, downgrade, repair",
    "policies",
    "terminal server",
    "proxy with inspection",
];

/// Scenarios that have to be shown by now are the first so many.
const DUE: usize = 25;

/// Scenarios among those that may be missing, and why.
const LATER: &[(usize, &str)] = &[];

/// What the runs of this command said about scenarios.
#[derive(Default)]
pub(super) struct Shown(BTreeMap<usize, Vec<Outcome>>);

/// A test that claims a scenario.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    scenario: usize,
    name: String,
    passed: bool,
}

/// The command that runs only the tests with a scenario in their name.
pub(super) fn only() -> Command {
    let mut command = child::command("cargo");
    command.args(["nextest", "run", "--workspace", "--ignore-default-filter", "--no-fail-fast"]);
    command.args(["-E", r"test(/scenario_\d\d_/) - package(window-tests)"]);
    command
}

/// Where the test runner leaves its report: below the checkout, wherever cargo builds.
fn report() -> PathBuf {
    paths::root().join("target/nextest/default/junit.xml")
}

impl Shown {
    /// Runs a command of the test runner and notes what its report says.
    pub(super) fn run(&mut self, command: &mut Command) -> Result<()> {
        let report = report();
        // A report of an earlier run must not speak for this one.
        drop(std::fs::remove_file(&report));
        let done = child::run(command);
        match std::fs::read_to_string(&report) {
            Ok(xml) => self.note(outcomes(&xml).context("the test runner's report")?),
            // Without a report the run failed before its first test, and says so itself.
            Err(_) if done.is_err() => {}
            Err(error) => return Err(error).context(format!("read {}", report.display())),
        }
        done
    }

    fn note(&mut self, outcomes: Vec<Outcome>) {
        for outcome in outcomes {
            self.0.entry(outcome.scenario).or_default().push(outcome);
        }
    }

    /// Prints the table; an error if a scenario that is due is missing or failed.
    pub(super) fn table(&self) -> Result<()> {
        println!("  nr  {:32} tests  result", "scenario");
        let mut open = Vec::new();
        for (index, name) in NAMES.iter().enumerate() {
            let number = index + 1;
            let tests = self.0.get(&number).map(Vec::as_slice).unwrap_or_default();
            if number > DUE && tests.is_empty() {
                continue;
            }
            let (verdict, fine) = verdict(number, tests);
            println!("  {number:>2}  {name:32} {:>5}  {verdict}", tests.len());
            for test in tests.iter().filter(|test| !test.passed) {
                println!("{:>39} {}", "", test.name);
            }
            if !fine {
                open.push(number.to_string());
            }
        }
        println!("  15 to 30 stand here once they have a test");
        ensure!(open.is_empty(), "scenarios not shown: {}", open.join(", "));
        Ok(())
    }
}

/// Says how it stands with a scenario, and whether that is as it should be.
fn verdict(number: usize, tests: &[Outcome]) -> (String, bool) {
    let later = LATER.iter().find(|(scenario, _)| *scenario == number);
    match later {
        Some((_, why)) if tests.is_empty() => (format!("later: {why}"), true),
        _ if tests.is_empty() => ("MISSING".to_owned(), false),
        _ if tests.iter().all(|test| test.passed) => ("ok".to_owned(), true),
        _ => ("FAILED".to_owned(), false),
    }
}

/// Reads the tests with a scenario in their name out of a report in JUnit's format.
fn outcomes(xml: &str) -> Result<Vec<Outcome>> {
    let mut reader = Reader::from_str(xml);
    let mut found: Vec<Outcome> = Vec::new();
    let mut inside = false;
    loop {
        match reader.read_event()? {
            Event::Start(tag) if tag.name().as_ref() == "testcase" => {
                let outcome = outcome(&tag)?;
                inside = outcome.is_some();
                found.extend(outcome);
            }
            Event::Empty(tag) if tag.name().as_ref() == "testcase" => {
                found.extend(outcome(&tag)?);
                inside = false;
            }
            Event::Start(tag) | Event::Empty(tag)
                if inside && matches!(tag.name().as_ref(), "failure" | "error") =>
            {
                if let Some(last) = found.last_mut() {
                    last.passed = false;
                }
            }
            Event::End(tag) if tag.name().as_ref() == "testcase" => inside = false,
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn outcome(tag: &BytesStart<'_>) -> Result<Option<Outcome>> {
    let name = tag.try_get_attribute("name")?.context("a test without a name")?;
    let name = name.value.into_owned();
    Ok(scenario(&name).map(|scenario| Outcome { scenario, name, passed: true }))
}

/// Returns the number in `…scenario_NN_…`.
fn scenario(name: &str) -> Option<usize> {
    let (_, rest) = name.split_once("scenario_")?;
    let (digits, _) = rest.split_once('_')?;
    let number = (digits.len() == 2).then(|| digits.parse().ok())??;
    (1..=NAMES.len()).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_claims_its_scenario_by_its_name() {
        assert_eq!(scenario("watch::scenario_03_renamed_transfer_is_one_file"), Some(3));
        assert_eq!(scenario("scenario_31_unknown"), None);
        assert_eq!(scenario("scenario_3_short"), None);
        assert_eq!(scenario("a_scenario_without_a_number"), None);
    }

    #[test]
    fn failures_in_a_report_are_seen() {
        let xml = r#"<testsuites><testsuite name="intake::room">
            <testcase name="a" classname="x" time="1"/>
            <testcase name="watch::scenario_01_a" classname="x"><system-out>…</system-out></testcase>
            <testcase name="scenario_02_b"><failure type="test failure">why</failure></testcase>
            <testcase name="scenario_02_c"></testcase>
            </testsuite></testsuites>"#;
        let found: Vec<(usize, bool)> =
            outcomes(xml).unwrap().into_iter().map(|test| (test.scenario, test.passed)).collect();
        assert_eq!(found, [(1, true), (2, false), (2, true)]);
    }

    #[test]
    fn only_a_named_reason_excuses_a_missing_scenario() {
        assert_eq!(verdict(1, &[]), ("MISSING".to_owned(), false));
        assert!(LATER.iter().all(|(scenario, _)| verdict(*scenario, &[]).1));
        let test = |passed| Outcome { scenario: 13, name: String::new(), passed };
        assert!(verdict(13, &[test(true)]).1);
        assert!(!verdict(13, &[test(true), test(false)]).1);
    }
}
