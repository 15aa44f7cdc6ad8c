//! Post is filed by keyboard, and taken back.

use anyhow::Result;
use window::{Office, Place, by};

use crate::{LINDE, MUEHLGAESSCHEN};

#[tokio::test]
async fn letter_goes_into_its_vorgang() -> Result<()> {
    let office = Office::start("zuordnen-vorgang").await?;
    let window = office.window().await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    window.zuordnen(MUEHLGAESSCHEN.vorgang).await?;
    window.gone(&by("option", MUEHLGAESSCHEN.title).part().inside("listbox", "Eingänge")).await?;
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    window.see(&by("treeitem", MUEHLGAESSCHEN.title).part().inside("tree", "Aktenplan")).await
}

#[tokio::test]
async fn reference_in_the_letter_proposes_its_vorgang() -> Result<()> {
    let office = Office::start("zuordnen-vorschlag").await?;
    let window = office.window().await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    let proposal = by("option", MUEHLGAESSCHEN.vorgang).part().chosen();
    window.see(&proposal.inside("listbox", "Mögliche Ziele")).await?;
    window.press("Enter").await?;
    window.see(&by("combobox", "Ziel").focused()).await?;
    window.press("Enter").await?;
    window.read(&format!("Zugeordnet zu {}", MUEHLGAESSCHEN.vorgang)).await
}

#[tokio::test]
async fn letter_goes_into_a_new_vorgang() -> Result<()> {
    let office = Office::start("zuordnen-neu").await?;
    let window = office.window().await?;
    office.deliver(LINDE.file)?;
    window.arrives(LINDE.title).await?;
    window.choose(LINDE.title).await?;
    window.vorgang_anlegen(LINDE.akte[2], "Winterlinde Am Anger 6").await?;
    window.go(Place::Akten).await?;
    window.open_tree(&LINDE.akte).await?;
    window.see(&by("treeitem", "Winterlinde Am Anger 6").part().inside("tree", "Aktenplan")).await
}

#[tokio::test]
async fn new_vorgang_needs_a_betreff() -> Result<()> {
    let office = Office::start("zuordnen-betreff").await?;
    let window = office.window().await?;
    office.deliver(LINDE.file)?;
    window.arrives(LINDE.title).await?;
    window.choose(LINDE.title).await?;
    window.press("Enter").await?;
    window.see(&by("combobox", "Ziel").focused()).await?;
    window.write("4.2-2/2026").await?;
    window
        .see(&by("option", "4.2-2/2026").part().chosen().inside("listbox", "Mögliche Ziele"))
        .await?;
    window.press("Control+Enter").await?;
    window.see(&by("textbox", "Betreff des neuen Vorgangs").focused()).await?;
    window.press("Control+a").await?;
    window.write(" ").await?;
    window.press("Enter").await?;
    window.read("Bitte geben Sie an, worum es geht.").await
}

#[tokio::test]
async fn filing_is_taken_back_by_keyboard() -> Result<()> {
    let office = Office::start("zuordnen-zurueck").await?;
    let window = office.window().await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    window.zuordnen(MUEHLGAESSCHEN.vorgang).await?;
    window.zuruecknehmen().await?;
    window.arrives(MUEHLGAESSCHEN.title).await
}
