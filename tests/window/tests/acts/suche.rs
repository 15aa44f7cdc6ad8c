//! Everything on the workstation is found again.

use anyhow::Result;
use window::Office;

use crate::MUEHLGAESSCHEN;

#[tokio::test]
async fn word_with_an_umlaut_finds_the_letter_however_it_is_written() -> Result<()> {
    let office = Office::start("suche-umlaut").await?;
    let window = office.window().await?;
    window.drop_files(&[&office.practice(MUEHLGAESSCHEN.file)]).await?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.suchen(MUEHLGAESSCHEN.word).await?;
    window.hit(MUEHLGAESSCHEN.title).await?;
    window.press("Control+a").await?;
    window.write("Gaensekresse").await?;
    window.read("1 Treffer für „Gaensekresse“").await?;
    window.hit(MUEHLGAESSCHEN.title).await
}

#[tokio::test]
async fn nothing_found_is_said() -> Result<()> {
    let office = Office::start("suche-nichts").await?;
    let window = office.window().await?;
    window.suchen("Xylophonquartett").await?;
    window.read("Kein Treffer für „Xylophonquartett“").await
}
