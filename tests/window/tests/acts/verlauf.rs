//! Who did what to a file and when: read, searched, and handed out.

use anyhow::{Result, ensure};
use window::{Office, Place, Window, by, only_file};

use crate::MUEHLGAESSCHEN;

/// A window in which the case was given another subject.
async fn renamed(office: &Office) -> Result<Window> {
    let window = office.window().await?;
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    window.betreff_aendern("Löcher im Mühlgässchen").await?;
    Ok(window)
}

#[tokio::test]
async fn history_of_a_file_is_read_searched_and_left_for_what_it_tells() -> Result<()> {
    let office = Office::start("verlauf").await?;
    let window = renamed(&office).await?;
    window.abgleich_says("Aktuell").await?;
    window.press_button("Gesamter Verlauf").await?;
    window.see(&by("heading", "Verlauf: Vorgang").part()).await?;
    window.see(&by("option", "Betreff geändert").part().inside("listbox", "Einträge")).await?;
    // What happened before this workstation came is the centre's to tell.
    window.read("Mit der Zentrale verglichen").await?;
    for look in ["Hell", "Dunkel"] {
        window.look(look).await?;
        let found = window.axe().await?;
        ensure!(found.is_empty(), "{look}: {found:#?}");
        window.shot(&office.room.logs.join(format!("verlauf-{look}.png"))).await?;
    }
    window.find(&by("searchbox", "Im Verlauf suchen")).await?.click().await?;
    window.write("schlagloecher").await?;
    window.read("1 von ").await?;
    window.find(&by("listbox", "Einträge")).await?.click().await?;
    window.press("ArrowDown").await?;
    window.read("Eingang bei der Zentrale").await?;
    window.press_button("Dorthin gehen").await?;
    window.see(&by("region", MUEHLGAESSCHEN.vorgang).part()).await?;
    window.press("Control+h").await?;
    window.see(&by("heading", "Verlauf: Vorgang").part()).await?;
    window.press("Escape").await?;
    window.gone(&by("heading", "Verlauf: Vorgang").part()).await
}

#[tokio::test]
async fn history_and_original_are_handed_out() -> Result<()> {
    let office = Office::start("verlauf-ausgeben").await?;
    let window = renamed(&office).await?;
    window.press_button("Gesamter Verlauf").await?;
    let out = office.target("Ausgabe")?;
    window.answer_dialog(&out).await?;
    window.press_button("Tabelle (CSV) …").await?;
    window.read("Verlauf.csv").await?;
    let text = std::fs::read_to_string(only_file(&out)?)?;
    ensure!(text.contains("Löcher im Mühlgässchen") && text.contains("Prüfsumme"), "{text}");
    window.press("Escape").await?;
    window.go(Place::Posteingang).await?;
    let letter = office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    let out = office.target("Original")?;
    window.answer_dialog(&out).await?;
    window.press_button("Original speichern …").await?;
    // The table's message may still be there: this one names the letter.
    let path = out.join(MUEHLGAESSCHEN.file);
    window.read(&format!("Gespeichert: {}", path.display())).await?;
    ensure!(only_file(&out)? == path, "something beside {}", path.display());
    ensure!(window::sha256(&std::fs::read(&path)?) == letter.sha256, "not byte for byte");
    Ok(())
}
