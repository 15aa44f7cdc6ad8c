//! Post arrives in the watched folder.

use std::fs;

use anyhow::{Result, ensure};
use window::{LONG, Office, by, until};

use crate::{LINDE, MUEHLGAESSCHEN};

#[tokio::test]
async fn letter_in_the_watched_folder_appears_and_can_be_read() -> Result<()> {
    let office = Office::start("eingang-erscheint").await?;
    let window = office.window().await?;
    window.read("Es wartet keine Post.").await?;
    let letter = office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    window.read(MUEHLGAESSCHEN.word).await?;
    window.press_button("Angaben zum Eingang").await?;
    window.read(&letter.sha256).await?;
    until("the source was released", LONG, async || {
        Ok((fs::read_dir(&office.folder)?.count() == 0).then_some(()))
    })
    .await
}

#[tokio::test]
async fn same_bytes_again_are_recognised() -> Result<()> {
    let office = Office::start("eingang-mehrfach").await?;
    let window = office.window().await?;
    let first = office.deliver(LINDE.file)?;
    window.arrives(LINDE.title).await?;
    let bytes_again = fs::read(office.practice(LINDE.file))?;
    let second = office.deliver_bytes("noch einmal.pdf", &bytes_again)?;
    ensure!(first.sha256 == second.sha256, "the letters differ");
    window.see(&by("option", "Mehrfach").part().inside("listbox", "Eingänge")).await?;
    let rows = window.all(&by("option", "").inside("listbox", "Eingänge")).await?.len();
    ensure!(rows == 1, "{rows} items instead of one");
    window.choose(LINDE.title).await?;
    window.press_button("Weitere Zugänge desselben Inhalts").await?;
    window.read("noch einmal.pdf").await
}

#[tokio::test]
async fn posteingang_is_worked_off_without_the_mouse() -> Result<()> {
    let office = Office::start("eingang-tastatur").await?;
    let window = office.window().await?;
    office.deliver(LINDE.file)?;
    window.arrives(LINDE.title).await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    window.zuordnen(MUEHLGAESSCHEN.vorgang).await?;
    // The next open item is under the cursor, and the list has the keyboard.
    window.see(&by("listbox", "Eingänge").focused()).await?;
    let next = by("option", LINDE.title).part().chosen().inside("listbox", "Eingänge");
    window.see(&next).await?;
    window.zuordnen(LINDE.vorgang).await?;
    window.read("Es wartet keine Post.").await
}
