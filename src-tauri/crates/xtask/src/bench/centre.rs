//! A state's centre: hundreds of authorities, thousands of workstations, one PostgreSQL.
//!
//! Never tuned for the figure: durable commits, the service as it is delivered, its own user whom
//! row level security binds. Everything runs on this machine, the driver's share is shown apart.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::sync::processes;
use super::sync::room::{bench, free_port, local};
use crate::build::{self, Profile};
use crate::child::{self, Group};
use crate::postgres::Postgres;
use crate::scratch::Scratch;
use crate::{paths, setup};

const SEED: u64 = 11;
const WORKSTATIONS: usize = 2_000;
/// Authorities of a small centre, and of a whole state.
const TENANTS: [usize; 2] = [10, 605];
/// Items of a state's working day.
const DAY: u64 = 130_000;
const ITEMS: u64 = 6_000;
/// Brought in before anything is measured.
const WARM_UP: u64 = 300;
/// Items that are followed, after what is measured.
const FOLLOWED: u64 = 1_000;
const FOLLOWERS: usize = 20;
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// What is owed: minutes for the day, milliseconds of a push, growth of the cost of an item.
const DAY_MINUTES: f64 = 10.0;
const PUSH_MS: f64 = 250.0;
const GROWTH: f64 = 1.3;

const USAGE: &str = "cargo xtask bench centre [--full] [--items N] [--pushes 1|3] [--writers N] \
                     [--built]";

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wish {
    items: u64,
    /// The whole day, at the size of a state.
    full: bool,
    pushes: usize,
    writers: usize,
    /// The programs are measured as they lie there.
    built: bool,
}

/// What a run showed.
struct Figures {
    tenants: usize,
    said: Value,
    /// What the run with followers showed.
    followed: Value,
    /// CPU seconds.
    centre_cpu: f64,
    database_cpu: f64,
}

/// Measures a small centre and a state's.
pub(super) fn run(words: &[&str]) -> Result<()> {
    let wish = parse(words)?;
    setup::ensure(setup::Need::Postgres)?;
    if !wish.built {
        build::bins(&["sync-bench", "forsthaus-center"], Profile::Bench)?;
    }
    let scratch = Scratch::temporary()?;
    let postgres = Postgres::start(&scratch)?;
    println!(
        "seed {SEED}; PostgreSQL 15, synchronous_commit on; {WORKSTATIONS} workstations, \
         {} pushes at a time over as many connections; an item is {} and becomes ten rows; \
         originals are left out; {FOLLOWERS} followers in a run of their own",
        wish.writers,
        if wish.pushes == 1 { "one push" } else { "three pushes (1 + 3 + 6 changes)" },
    );
    let mut runs = Vec::new();
    for tenants in TENANTS {
        let full = wish.full && Some(&tenants) == TENANTS.last();
        let items = if full { DAY } else { wish.items };
        runs.push(measure(&scratch, &postgres, &wish, tenants, items)?);
    }
    print(&runs);
    judge(&runs);
    Ok(())
}

/// One size of centre, with a database of its own.
fn measure(
    scratch: &Scratch,
    postgres: &Postgres,
    wish: &Wish,
    tenants: usize,
    items: u64,
) -> Result<Figures> {
    println!("{tenants} authorities, {items} items");
    let database = format!("zentrale{tenants}");
    let (service, owner) = postgres.database(&database)?;
    let dir = scratch.dir(&database)?;
    let mut migrate = bench()?;
    migrate.args(["load-migrate", "--database", &service, "--owner", &owner]);
    child::run(&mut migrate)?;
    let port = free_port()?;
    let mut command = child::command(paths::bench_bin("forsthaus-center")?);
    command.args(["serve", "--database", &service, "--listen", &local(port), "--data"]).arg(&dir);
    command.env("RUST_LOG", "warn");
    let mut centre = Group::spawn_logged(&mut command, &dir.join("zentrale.log"))?;
    let pid = centre.child().id();
    let address = (std::net::Ipv4Addr::LOCALHOST, port);
    centre.until(PATIENCE, "open port", || std::net::TcpStream::connect(address).ok())?;
    let url = format!("http://{}", local(port));
    let state = dir.join("arbeitsplaetze.json");
    let mut prepare = bench()?;
    prepare.args(["load-setup", "--database", &service, "--centre", &url]);
    prepare.args(["--tenants", &tenants.to_string()]);
    prepare.args(["--workstations", &WORKSTATIONS.to_string(), "--out"]).arg(&state);
    child::run(&mut prepare)?;
    let out = dir.join("zahlen.json");
    let bring = |items, followers| -> Result<Value> {
        child::run(&mut load(wish, &url, &state, (items, followers), &out)?)?;
        let said = std::fs::read(&out).context("the driver's figures")?;
        Ok(serde_json::from_slice(&said)?)
    };
    bring(WARM_UP, 0)?;
    let before = (processes::cpu_seconds(pid), processes::cpu_seconds(postgres.pid()));
    let said = bring(items, 0)?;
    let (centre_cpu, database_cpu) =
        (processes::cpu_seconds(pid) - before.0, processes::cpu_seconds(postgres.pid()) - before.1);
    // Followers of few authorities read far more rows than those of many: what they cost would
    // stand between the two sizes.
    let followed = bring(FOLLOWED, FOLLOWERS)?;
    drop(centre);
    postgres.drop_database(&database)?;
    Ok(Figures { tenants, said, followed, centre_cpu, database_cpu })
}

fn load(
    wish: &Wish,
    url: &str,
    state: &Path,
    (items, followers): (u64, usize),
    out: &Path,
) -> Result<Command> {
    let mut command = bench()?;
    command.args(["load", "--centre", url, "--items", &items.to_string()]);
    command.args(["--writers", &wish.writers.to_string()]);
    command.args(["--pushes", &wish.pushes.to_string(), "--seed", &SEED.to_string()]);
    command.args(["--followers", &followers.to_string(), "--state"]).arg(state);
    command.arg("--out").arg(out);
    Ok(command)
}

impl Figures {
    fn number(&self, name: &str) -> f64 {
        number(&self.said, name)
    }

    /// CPU milliseconds of centre and database.
    fn cost(&self) -> f64 {
        (self.centre_cpu + self.database_cpu) * 1e3 / self.number("items")
    }

    fn pace(&self) -> f64 {
        self.number("items") / self.number("seconds")
    }
}

fn number(figures: &Value, name: &str) -> f64 {
    figures.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN)
}

fn print(runs: &[Figures]) {
    println!(
        "\n{:>11} {:>8} {:>8} {:>8} {:>8} {:>9} {:>12} {:>12} {:>12} {:>8} {:>10} {:>7}",
        "authorities",
        "items/s",
        "rows/s",
        "p50 ms",
        "p99 ms",
        "max ms",
        "CPU ms/item",
        "of it centre",
        "driver CPU s",
        "refused",
        "followed",
        "missed"
    );
    for run in runs {
        println!(
            "{:>11} {:>8.0} {:>8.0} {:>8.1} {:>8.1} {:>9.1} {:>12.2} {:>12.2} {:>12.1} {:>8} {:>10} {:>7}",
            run.tenants,
            run.pace(),
            run.number("rows") / run.number("seconds"),
            run.number("push_ms_p50"),
            run.number("push_ms_p99"),
            run.number("push_ms_max"),
            run.cost(),
            run.centre_cpu * 1e3 / run.number("items"),
            run.number("driver_cpu"),
            run.number("turned_away"),
            number(&run.followed, "followed_rows"),
            number(&run.followed, "missed_rows"),
        );
    }
}

/// Compares with what is owed.
fn judge(runs: &[Figures]) {
    let (Some(small), Some(state)) = (runs.first(), runs.last()) else { return };
    let day = DAY as f64 / state.pace() / 60.0;
    let measured = if state.number("items") >= DAY as f64 { "measured" } else { "at this pace" };
    let missed: f64 = runs.iter().map(|run| number(&run.followed, "missed_rows")).sum();
    let of = |what: &str, is: f64, most: f64| {
        let verdict = if is <= most { "met" } else { "MISSED" };
        println!("  {what:52} {is:>8.2}  at most {most:>7.2}  {verdict}");
    };
    println!("\nTargets");
    of(&format!("the state's day of {DAY} items, minutes, {measured}"), day, DAY_MINUTES);
    of("p99 of a push, milliseconds", state.number("push_ms_p99"), PUSH_MS);
    of("CPU of an item, 605 authorities to 10", state.cost() / small.cost(), GROWTH);
    of("rows that followers missed", missed, 0.0);
}

fn parse(words: &[&str]) -> Result<Wish> {
    let mut wish = Wish { items: ITEMS, full: false, pushes: 3, writers: 16, built: false };
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let mut value = || rest.next().with_context(|| format!("{word}: what?\n{USAGE}"));
        match *word {
            "--full" => wish.full = true,
            "--built" => wish.built = true,
            "--items" => wish.items = value()?.parse().context("--items: a number")?,
            "--pushes" => wish.pushes = value()?.parse().context("--pushes: 1 or 3")?,
            "--writers" => wish.writers = value()?.parse().context("--writers: a number")?,
            _ => bail!(USAGE),
        }
    }
    Ok(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_day_is_asked_for_by_name() {
        let usual = parse(&[]).unwrap();
        assert!(!usual.full && usual.items == ITEMS && usual.pushes == 3);
        let wish = parse(&["--full", "--writers", "8"]).unwrap();
        assert!(wish.full && wish.writers == 8);
        assert!(parse(&["--items"]).is_err());
    }
}
