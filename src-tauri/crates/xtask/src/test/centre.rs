//! The centre over a real PostgreSQL and over real S3 servers: the same tests as over its own file
//! and folder, plus those that only a server can show.
//!
//! Never run against a database that somebody uses.

use anyhow::Result;

use super::s3;
use super::scenarios::Shown;
use crate::child;
use crate::postgres::Postgres;
use crate::scratch::Scratch;

/// Runs all of it; the servers end with the function.
pub(super) fn run(shown: &mut Shown) -> Result<()> {
    let scratch = Scratch::temporary()?;
    let postgres = Postgres::for_tests(&scratch)?;
    let mut command = child::command("cargo");
    // The whole workspace is named so that nothing is built again with other features.
    command.args(["nextest", "run", "--workspace", "-E", "package(center)"]);
    command.env("FORSTHAUS_PG", postgres.address());
    println!("$ {}", child::shown(&command));
    shown.run(&mut command)?;
    s3::test(&scratch, &postgres.address())
}
