//! The stock is checked from the window.

use anyhow::Result;
use window::{Office, Place};

use crate::LINDE;

#[tokio::test]
async fn stock_is_checked_and_found_in_order() -> Result<()> {
    let office = Office::start("pruefung").await?;
    let window = office.window().await?;
    window.drop_files(&[&office.practice(LINDE.file)]).await?;
    window.arrives(LINDE.title).await?;
    window.go(Place::Abgleich).await?;
    window.press_button("Bestand prüfen").await?;
    window.read("Alles in Ordnung.").await?;
    window.read("Originale 1").await
}
