//! Every check in its order, each shown as the command that a person could type.
//!
//! Never hides a runner's closing line, and never goes on after a failure.

mod centre;
mod s3;
mod scan;
mod scenarios;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::{child, display, paths, setup, sim, tidy, ui};
use scenarios::Shown;

/// Seeds that the simulation tries in the usual run.
const SEEDS: u32 = 500;

/// A group of checks that can be asked for alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Style,
    Ui,
    Unit,
    Centre,
    Sim,
    Custody,
    Scenarios,
    Window,
}

const PARTS: [(&str, Part); 8] = [
    ("style", Part::Style),
    ("ui", Part::Ui),
    ("unit", Part::Unit),
    ("centre", Part::Centre),
    ("sim", Part::Sim),
    ("custody", Part::Custody),
    ("scenarios", Part::Scenarios),
    ("window", Part::Window),
];

/// One check.
struct Step {
    name: &'static str,
    act: Act,
}

/// What a check does.
enum Act {
    /// Runs a command.
    Command(Box<Command>),
    /// Runs tests and notes which scenarios they show.
    Tests(Box<Command>),
    /// Runs the centre's tests over real servers.
    Centre,
    /// Runs only the tests that show scenarios, and prints the table.
    Scenarios,
    /// Prints the table of what the tests before it showed.
    Table,
    /// Builds the interface, if it changed.
    BuildUi,
    /// Looks at the style rules.
    Tidy,
    /// Runs a command on a virtual screen.
    OnScreen(Box<Command>),
}

/// Runs everything, or one part.
pub(crate) fn run(part: Option<&str>) -> Result<()> {
    // Only on request: the scenarios of scanning are shown without drivers as well.
    if part == Some("scan") {
        return scan::run();
    }
    let only = part.map(parse).transpose()?;
    setup::ensure(setup::Need::Everything)?;
    if only.is_none_or(|only| only == Part::Centre) {
        setup::ensure(setup::Need::Postgres)?;
    }
    let steps = steps(only);
    let mut done: Vec<(&str, Duration)> = Vec::new();
    let mut failed = None;
    let mut shown = Shown::default();
    for step in steps {
        let start = Instant::now();
        println!("\n── {} ──", step.name);
        let result = act(step.act, &mut shown);
        done.push((step.name, start.elapsed()));
        if let Err(error) = result {
            failed = Some(error.context(step.name));
            break;
        }
    }
    summary(&done, failed.is_some());
    failed.map_or(Ok(()), Err)
}

fn parse(word: &str) -> Result<Part> {
    PARTS.iter().find(|(name, _)| *name == word).map(|(_, part)| *part).with_context(|| {
        let names = PARTS.map(|(name, _)| name).join(", ");
        format!("no such part: {word}; there are {names}, scan")
    })
}

fn act(act: Act, shown: &mut Shown) -> Result<()> {
    match act {
        Act::Command(mut command) => {
            println!("$ {}", child::shown(&command));
            child::run(&mut command)
        }
        Act::Tests(mut command) => {
            println!("$ {}", child::shown(&command));
            shown.run(&mut command)
        }
        Act::Centre => centre::run(shown),
        Act::Scenarios => {
            let mut command = scenarios::only();
            println!("$ {}", child::shown(&command));
            let done = shown.run(&mut command);
            let table = shown.table();
            done.and(table)
        }
        Act::Table => shown.table(),
        Act::BuildUi => ui::build(),
        Act::Tidy => {
            println!("$ cargo xtask tidy");
            tidy::run()
        }
        Act::OnScreen(mut command) => display::run_on_screen(&mut command),
    }
}

fn summary(done: &[(&str, Duration)], failed: bool) {
    println!("\n── summary ──");
    for (index, (name, took)) in done.iter().enumerate() {
        let last = index + 1 == done.len();
        let verdict = if failed && last { "FAILED" } else { "ok" };
        println!("{verdict:>6}  {:>7.1} s  {name}", took.as_secs_f64());
    }
    let total: f64 = done.iter().map(|(_, took)| took.as_secs_f64()).sum();
    let verdict = if failed { "FAILED" } else { "ok" };
    println!("{verdict:>6}  {total:>7.1} s  in all");
}

/// The checks in their order; with a part, only what belongs to it or must come before it.
fn steps(only: Option<Part>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut step = |name, part, act| {
        if only.is_none_or(|only| only == part) {
            steps.push(Step { name, act });
        }
    };
    step("formatting", Part::Style, cargo(&["fmt", "--all", "--check"]));
    step("interface: types and lints", Part::Ui, npm(&["run", "check"]));
    step("interface: tests", Part::Ui, npm(&["test"]));
    step("interface: build", Part::Ui, Act::BuildUi);
    let lints = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    step("lints", Part::Style, cargo(&lints));
    if paths::on_path("cargo-deny") {
        let deny = ["deny", "check", "--config", ".deny.toml", "bans", "licenses", "sources"];
        step("licences and sources", Part::Style, cargo(&deny));
    }
    step("style rules", Part::Style, Act::Tidy);
    // Tests start programs of other crates, which cargo does not build for them.
    step("programs", Part::Unit, cargo(&["build", "--workspace", "--bins"]));
    step("tests", Part::Unit, tests(&["nextest", "run", "--workspace"]));
    step("examples in the documentation", Part::Unit, cargo(&["test", "--workspace", "--doc"]));
    step("centre over PostgreSQL and S3", Part::Centre, Act::Centre);
    step("simulation", Part::Sim, Act::Tests(Box::new(sim::many(SEEDS))));
    step("custody under kill -9", Part::Custody, tests(&CUSTODY));
    // The tests have just run; only who asks for the scenarios alone has them run here.
    let scenarios = if only.is_none() { Act::Table } else { Act::Scenarios };
    step("scenarios", Part::Scenarios, scenarios);
    step("window", Part::Window, window());
    before(only, steps)
}

/// The test that kills the command line at every step of an intake. The whole workspace is named
/// so that nothing is built again with other features.
const CUSTODY: [&str; 7] = [
    "nextest",
    "run",
    "--workspace",
    "--ignore-default-filter",
    "--no-capture",
    "-E",
    "binary(custody)",
];

fn before(only: Option<Part>, steps: Vec<Step>) -> Vec<Step> {
    let programs: &[&str] = match only {
        Some(Part::Window | Part::Custody | Part::Sim | Part::Scenarios) => {
            &["build", "--workspace", "--bins"]
        }
        _ => &[],
    };
    let needs_ui = !matches!(only, None | Some(Part::Ui | Part::Centre));
    let mut all = Vec::new();
    if needs_ui {
        all.push(Step { name: "interface: build", act: Act::BuildUi });
    }
    if !programs.is_empty() {
        all.push(Step { name: "programs", act: cargo(programs) });
    }
    all.extend(steps);
    all
}

fn cargo(args: &[&str]) -> Act {
    let mut command = child::command("cargo");
    command.args(args);
    Act::Command(Box::new(command))
}

fn tests(args: &[&str]) -> Act {
    let mut command = child::command("cargo");
    command.args(args);
    Act::Tests(Box::new(command))
}

fn npm(args: &[&str]) -> Act {
    Act::Command(Box::new(ui::npm(args)))
}

fn window() -> Act {
    let mut command = child::command("cargo");
    command.args(["nextest", "run", "--workspace", "--profile", "window"]);
    // The tests end with an error text, and a stack behind it says nothing more.
    command.env("RUST_BACKTRACE", "0");
    Act::OnScreen(Box::new(command))
}
