//! A workstation gets its centre and its watched folder.

use anyhow::{Context, Result};
use window::{BERND, Office, Place};

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
    window.fill("Ordner für eingehende Dateien", folder).await?;
    window.press_button("Ordner überwachen").await?;
    window.read("erreichbar").await?;
    office.deliver(LINDE.file)?;
    window.go(Place::Posteingang).await?;
    window.arrives(LINDE.title).await
}
