//! `cargo xtask`: the one entrance for running, testing and measuring the project.
//!
//! Never part of a product, and imported by nobody.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to the person who called it")]

mod acts;
mod bench;
mod build;
mod child;
mod display;
mod fuzz;
mod paths;
mod postgres;
mod run;
mod scratch;
mod setup;
mod sim;
mod sizes;
mod test;
mod tidy;
mod town;
mod ui;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  run                practice mode: a centre and the window on a fictional municipality;
                     without a display the guided tour, with screenshots in target/tour/
  test [WHAT]        everything, in order; or one of: style, ui, unit, centre, sim, custody,
                     scenarios, window; scan (not in the usual run: with drivers of scanners)
  tidy               only the style rules
  bench NAME         intake: documents per second beside the usual tools
                     start:  time to a usable Posteingang beside an empty window
                     corpus [DIR] [--jobs N] [--json FILE]: every file of a folder, or of our own
                     corpus, taken in: panics, hangs, memory, time, identical originals
                     sync [--peers NAME,…] [--sets w1,w2,w3b,w4,offline] [--records N]: the
                     reconciliation beside rsync, Unison, Syncthing, PouchDB and a bare floor
                     search [--documents N]: a hundred thousand letters, beside SQLite FTS5 and
                     plain tantivy
                     sorting [--seed N | --dir DIR] [--letters N]: a town's post proposed for, in
                     order, beside TF-IDF's nearest neighbour and a search for references
                     centre [--full] [--items N] [--pushes 1|3]: a state's centre over PostgreSQL
  fuzz [--seconds N] [TARGET]
                     a long run of the fuzz targets, guided by coverage where that can be had
  sim --seeds N | --seed 0x… | --planted
                     the simulation: many runs, one run again, the faults it has to find
  town --seed N --out DIR [--letters N] [--text-only]
                     a town's year of post with what is true about each letter; town measure: the
                     errors of real scans beside those of its model
  setup              installs what is missing; every command above calls it by itself

Ctrl-C ends everything that was started.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = child::watch_interrupts().and_then(|()| dispatch(&words));
    child::reap();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> anyhow::Result<()> {
    match words {
        ["setup"] => setup::ensure(setup::Need::Everything),
        ["run"] => run::run(),
        ["test"] => test::run(None),
        ["test", part] => test::run(Some(part)),
        ["tidy"] => tidy::run(),
        ["bench", name, rest @ ..] => bench::run(name, rest),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        ["sim", rest @ ..] => sim::run(rest),
        ["town", rest @ ..] => town::run(rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => anyhow::bail!("no such command: {}\n\n{HELP}", words.join(" ")),
    }
}
