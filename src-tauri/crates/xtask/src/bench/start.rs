//! Time to a usable Posteingang and resident memory, beside an empty window of the same kind.
//!
//! Never measures by eye: both windows are asked through the same driver in the same way.

use std::fs;

use anyhow::Result;

use crate::build::{self, Profile};
use crate::{child, display, paths, setup, ui};

const ITEMS: usize = 10_000;

/// Fills a workstation, then has both windows measured.
pub(crate) fn run() -> Result<()> {
    setup::ensure(setup::Need::Window)?;
    ui::build()?;
    let bins = ["forsthaus", "forsthaus-worker", "material", "empty-window", "start-bench"];
    build::bins(&bins, Profile::Bench)?;
    let work = paths::work("bench")?.join("start");
    drop(fs::remove_dir_all(&work));
    fs::create_dir_all(&work)?;
    let stock = work.join("bestand");
    let mut fill = child::command(paths::bench_bin("material")?);
    fill.args(["bestand", "--eingaenge", &ITEMS.to_string(), "--data"]).arg(&stock);
    println!("$ {}", child::shown(&fill));
    child::run(&mut fill)?;
    let mut measure = child::command(paths::bench_bin("start-bench")?);
    measure.arg("--data").arg(&stock).args(["--items", &ITEMS.to_string()]);
    display::run_on_screen(&mut measure)
}
