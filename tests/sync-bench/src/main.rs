//! The programs behind `cargo xtask bench sync` and `cargo xtask bench centre`: work sets, the
//! floor, a slow line, and the driver of our own side.
//!
//! Never part of the product.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to the person who called it")]

mod floor;
mod inside;
mod line;
mod load;
mod material;
mod ours;
mod pdf;
mod records;
mod rng;
mod timed;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "sync-bench")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes a work set.
    Make(material::Make),
    /// Changes a tool's copy of a work set.
    Change(material::Change),
    /// The floor's server.
    FloorServe(floor::Serve),
    /// The floor's client, fetching.
    FloorPull(floor::Pull),
    /// The floor's client, sending.
    FloorPush(floor::Push),
    /// Compares two folders of the floor.
    FloorSame(floor::Same),
    /// A slow line.
    Line(line::Line),
    /// Brings a work set to our centre.
    Fill(ours::Fill),
    /// Sets our workstation up.
    DeskEnrol(ours::Enrol),
    /// Reconciles our workstation.
    DeskSync(ours::Sync),
    /// Gives documents new versions at our workstation.
    DeskChange(ours::Change),
    /// Compares our workstation with the centre and with the files.
    DeskVerify(ours::Verify),
    /// Prepares a workstation that has worked without a line.
    DeskOffline(ours::Offline),
    /// Looks whether all of that work got its verdict.
    DeskOfflineVerify(ours::OfflineVerify),
    /// Makes the tables of a centre's database.
    LoadMigrate(load::Migrate),
    /// Sets up many authorities with their workstations.
    LoadSetup(load::Setup),
    /// Puts the load of many authorities on a centre.
    Load(load::Load),
    /// Runs a command and notes what it used.
    Timed(timed::Timed),
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Make(options) => material::make(&options),
        Command::Change(options) => material::change(&options),
        Command::Fill(options) => ours::fill(&options),
        Command::DeskEnrol(options) => ours::enrol(&options),
        Command::DeskSync(options) => ours::sync(&options),
        Command::DeskChange(options) => ours::change(&options),
        Command::DeskVerify(options) => ours::verify(&options),
        Command::DeskOffline(options) => ours::offline(&options),
        Command::DeskOfflineVerify(options) => ours::offline_verify(&options),
        Command::Timed(options) => timed::run(&options),
        Command::FloorSame(options) => floor::same(&options),
        Command::FloorServe(options) => async_main()?.block_on(floor::serve(options)),
        Command::FloorPull(options) => async_main()?.block_on(floor::pull(options)),
        Command::FloorPush(options) => async_main()?.block_on(floor::push(options)),
        Command::LoadMigrate(options) => load::migrate(&options),
        Command::LoadSetup(options) => async_main()?.block_on(load::setup(options)),
        Command::Load(options) => async_main()?.block_on(load::load(options)),
        Command::Line(options) => async_main()?.block_on(line::run(options)),
    }
}

fn async_main() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
