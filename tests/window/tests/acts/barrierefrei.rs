//! The window for everybody: checked by axe-core, in both looks, and at 200 %.

use anyhow::{Result, ensure};
use window::{Office, Place, Window};

use crate::MUEHLGAESSCHEN;

async fn with_a_letter(office: &Office) -> Result<Window> {
    let window = office.window().await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    window.read(MUEHLGAESSCHEN.word).await?;
    Ok(window)
}

async fn axe_is_content(name: &str, look: &str) -> Result<()> {
    let office = Office::start(name).await?;
    let window = with_a_letter(&office).await?;
    window.look(look).await?;
    let mut found = Vec::new();
    for place in Place::ALL.iter().copied() {
        window.go(place).await?;
        let here = window.axe().await?;
        found.extend(here.into_iter().map(|what| format!("{}: {what}", place.name())));
    }
    ensure!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test]
async fn axe_finds_nothing_in_light() -> Result<()> {
    axe_is_content("axe-hell", "Hell").await
}

#[tokio::test]
async fn axe_finds_nothing_in_dark() -> Result<()> {
    axe_is_content("axe-dunkel", "Dunkel").await
}

#[tokio::test]
async fn nothing_is_cut_off_at_200_percent() -> Result<()> {
    let office = Office::start("zoom-200").await?;
    let window = with_a_letter(&office).await?;
    window.zoom_200().await?;
    let mut found = Vec::new();
    for place in Place::ALL.iter().copied() {
        window.go(place).await?;
        let here = window.cut().await?;
        found.extend(here.into_iter().map(|what| format!("{}: {what}", place.name())));
    }
    ensure!(found.is_empty(), "{} things are cut off:\n{}", found.len(), found.join("\n"));
    Ok(())
}
