//! `forsthaus-center`: the data centre's side as one program; over a folder for one office, over
//! PostgreSQL and S3 for many, in as many copies as are needed.
//!
//! Never listens on anything but the loopback interface unless told to.

mod cli;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    cli::run().await
}
