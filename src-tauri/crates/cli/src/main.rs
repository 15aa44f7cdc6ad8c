//! `forsthaus-cli`: the acts of the desk without a window, for IT, scripts and tests.
//!
//! Never has a rule of its own: every command is an act of `desk`, printed.

mod args;
mod aussonderung;
mod commands;
mod print;
mod scannen;

use clap::Parser;

fn main() -> std::process::ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::builder()
                .with_default_directive(tracing_subscriber::filter::LevelFilter::WARN.into())
                .with_env_var("FORSTHAUS_LOG")
                .from_env_lossy(),
        )
        .with_writer(std::io::stderr)
        .init();
    match commands::run(&args::Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            print::error(&error);
            std::process::ExitCode::FAILURE
        }
    }
}
