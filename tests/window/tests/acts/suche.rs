//! Everything on the workstation is found again.

use anyhow::Result;
use window::Office;

use crate::MUEHLGAESSCHEN;

#[tokio::test]
async fn word_with_an_umlaut_finds_the_letter() -> Result<()> {
    let office = Office::start("suche-umlaut").await?;
    let window = office.window().await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.suchen(MUEHLGAESSCHEN.word).await?;
    window.hit(MUEHLGAESSCHEN.title).await
}

#[tokio::test]
async fn umlauts_may_be_written_with_two_letters() -> Result<()> {
    let office = Office::start("suche-ae").await?;
    let window = office.window().await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.suchen("Gaensekresse").await?;
    window.hit(MUEHLGAESSCHEN.title).await
}

#[tokio::test]
async fn nothing_found_is_said() -> Result<()> {
    let office = Office::start("suche-nichts").await?;
    let window = office.window().await?;
    window.suchen("Xylophonquartett").await?;
    window.read("Kein Treffer für „Xylophonquartett“").await
}
