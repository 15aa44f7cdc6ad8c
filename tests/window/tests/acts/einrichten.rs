//! A workstation gets its centre and its watched folder.

use anyhow::{Context, Result};
use window::{BERND, LONG, Office, Place, by, until};

use crate::LINDE;

#[tokio::test]
async fn new_workstation_is_set_up_in_the_window() -> Result<()> {
    let office = Office::start("einrichten-zentrale").await?;
    let window = office.new_window().await?;
    window.abgleich_says("Nicht eingerichtet").await?;
    window.go(Place::Abgleich).await?;
    window.fill("Adresse der Zentrale", &office.center.address).await?;
    window.fill("Einmalcode", &office.center.code).await?;
    window.fill("Ihr Name", BERND).await?;
    window.fill("Kurzname des Arbeitsplatzes", "K09").await?;
    window.press("Enter").await?;
    window.read("Der Arbeitsplatz ist eingerichtet.").await?;
    window.abgleich_says("Aktuell").await?;
    window.read("Gemeinde Lindenhain").await?;
    window.read(&format!("{BERND} · K09")).await?;
    window.go(Place::Akten).await?;
    window.open_tree(&LINDE.akte).await
}

#[tokio::test]
async fn folder_is_watched_once_it_is_set() -> Result<()> {
    let office = Office::start("einrichten-ordner").await?;
    let window = office.second_window().await?;
    window.go(Place::Abgleich).await?;
    window.read("Es wird kein Ordner überwacht.").await?;
    let folder = office.folder.to_str().context("a folder whose path is text")?;
    window.press_button("Ordner hinzufügen …").await?;
    window.fill("Ordner für eingehende Dateien", folder).await?;
    window.press_button("Ordner überwachen").await?;
    window.read("erreichbar").await?;
    office.deliver(LINDE.file)?;
    window.go(Place::Posteingang).await?;
    window.arrives(LINDE.title).await
}

#[tokio::test]
async fn folder_with_a_rule_is_added_and_taken_away() -> Result<()> {
    let office = Office::start("einrichten-regel").await?;
    let window = office.second_window().await?;
    let done = office.folder.with_file_name("Erledigt");
    std::fs::create_dir(&done)?;
    let [folder, target] = [&office.folder, &done].map(|path| path.display().to_string());
    window.go(Place::Abgleich).await?;
    window.press_button("Ordner hinzufügen …").await?;
    window.fill("Ordner für eingehende Dateien", &folder).await?;
    window.find(&by("radio", "in einen anderen Ordner verschieben")).await?.click().await?;
    window.press_button("Ordner überwachen").await?;
    window.read("Bitte geben Sie an, wohin die Dateien verschoben werden.").await?;
    window.fill("Verschieben nach", &target).await?;
    window.press_button("Ordner überwachen").await?;
    window.read(&format!("verschieben nach {target}")).await?;
    let letter = office.deliver(LINDE.file)?;
    // A source is held for a while before it goes, so that nobody's writing is cut off.
    until("the letter lies in the other folder", LONG * 3, async || {
        Ok(done.join(&letter.name).is_file().then_some(()))
    })
    .await?;
    window.press_button(&format!("Nicht mehr überwachen: {folder}")).await?;
    window.read("Es wird kein Ordner überwacht.").await?;
    window.press_button("Rückgängig").await?;
    window.read(&format!("verschieben nach {target}")).await
}
