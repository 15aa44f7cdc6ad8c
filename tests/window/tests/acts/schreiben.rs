//! Letters from the template to the post, and notes to file, by keyboard and by name.

use anyhow::{Result, ensure};
use window::{Office, Place, Window, by};

use crate::MUEHLGAESSCHEN;

/// A window that stands in a Vorgang.
async fn in_a_vorgang(office: &Office) -> Result<Window> {
    let window = office.window().await?;
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    window.see(&by("region", MUEHLGAESSCHEN.vorgang).part()).await?;
    Ok(window)
}

/// A letter without a template, to somebody who is not known yet.
async fn letter(window: &Window, text: &str) -> Result<()> {
    window.press_button("Schreiben …").await?;
    window.press_button_with("Formloses Schreiben").await?;
    window.see(&by("region", "Schreiben")).await?;
    window.read("Vor der Zeichnung fehlt noch").await?;
    window.press_button("Empfänger wählen").await?;
    window.see(&by("combobox", "Empfänger").focused()).await?;
    window.write("Öttinger").await?;
    window.read("Kein Kontakt passt dazu.").await?;
    window.press_button("Neuer Kontakt").await?;
    window.press_button("Frau").await?;
    for (field, value) in [
        ("Vorname", "Berta"),
        ("Name", "Öttinger"),
        ("Straße und Hausnummer", "Mühlgässchen 3"),
        ("PLZ", "00000"),
        ("Ort", "Lindenhain"),
    ] {
        window.fill(field, value).await?;
    }
    window.press_button("Kontakt anlegen").await?;
    window.read("Berta Öttinger").await?;
    window.fill("Text", text).await?;
    window.press("Control+s").await?;
    window.read("Gespeichert").await
}

#[tokio::test]
async fn letter_is_written_signed_copied_and_sent() -> Result<()> {
    let office = Office::start("schreiben").await?;
    let window = in_a_vorgang(&office).await?;
    letter(&window, "wir haben die Schlaglöcher besichtigt.").await?;
    window.see(&by("img", "Seite 1").inside("region", "Seite, wie sie gedruckt würde")).await?;
    window.press_button("Schlusszeichnen").await?;
    window.see(&by("button", "Abbrechen").focused()).await?;
    window.press_button("Jetzt zeichnen").await?;
    window.press_button("Reinschrift fertigen").await?;
    window.read("Die Reinschrift liegt beim Dokument.").await?;
    window.press_button("Versand vermerken …").await?;
    window.see(&by("dialog", "Versand vermerken")).await?;
    window.fill("Sendungsnummer oder Vermerk", "RR 123").await?;
    window.press("Enter").await?;
    window.read("Der Versand ist vermerkt.").await?;
    window.read("RR 123").await?;
    window.press("Escape").await?;
    window.see(&by("region", MUEHLGAESSCHEN.vorgang).part()).await
}

#[tokio::test]
async fn page_beside_the_text_follows_what_is_written() -> Result<()> {
    let office = Office::start("schreiben-seite").await?;
    let window = in_a_vorgang(&office).await?;
    window.press_button("Schreiben …").await?;
    window.press_button_with("Anhörung").await?;
    window.see(&by("img", "Seite 1").inside("region", "Seite, wie sie gedruckt würde")).await?;
    window.see(&by("status", "1 Seite").part()).await?;
    let long = "Es wird sehr viel geschrieben. ".repeat(120);
    window.fill("Rechtsgrundlage", &long).await?;
    window.see(&by("status", "2 Seiten").part()).await?;
    window.read("„Frist bis“").await?;
    window.fill("Frist bis", "15.01.2027").await?;
    window.press("Control+s").await?;
    window.read("Gespeichert").await?;
    let text = window.text().await?;
    ensure!(!text.contains("„Frist bis“"), "the gap is filled: {text}");
    Ok(())
}

#[tokio::test]
async fn letter_is_taken_out_with_a_reason_and_in_again() -> Result<()> {
    let office = Office::start("schreiben-storno").await?;
    let window = in_a_vorgang(&office).await?;
    letter(&window, "Entwurf.").await?;
    window.press_button("Stornieren …").await?;
    window.see(&by("textbox", "Grund").focused()).await?;
    window.press("Enter").await?;
    window.read("Bitte nennen Sie den Grund.").await?;
    window.fill("Grund", "Hat sich erledigt").await?;
    window.press("Enter").await?;
    window.see(&by("button", "Wiederherstellen")).await?;
    window.press_button("Rückgängig").await?;
    window.see(&by("textbox", "Text")).await
}

#[tokio::test]
async fn note_is_kept_in_its_vorgang() -> Result<()> {
    let office = Office::start("schreiben-vermerk").await?;
    let window = in_a_vorgang(&office).await?;
    window.press_button("Vermerk …").await?;
    window.see(&by("dialog", "Neuer Vermerk")).await?;
    window.press_button("Telefonvermerk").await?;
    window.fill("Betreff", "Anruf Frau Öttinger").await?;
    window.fill("Text", "Sie meldet **Frostschäden**.").await?;
    window.press_button("Vermerk anlegen").await?;
    window.read("Der Vermerk „Anruf Frau Öttinger“ liegt im Vorgang.").await?;
    window.press_button_with("Anruf Frau Öttinger").await?;
    window.read("Frostschäden").await
}

async fn axe_is_content(name: &str, look: &str) -> Result<()> {
    let office = Office::start(name).await?;
    let window = in_a_vorgang(&office).await?;
    window.look(look).await?;
    letter(&window, "# Ortstermin\n\nwir haben **alles** gesehen.").await?;
    window.see(&by("img", "Seite 1").inside("region", "Seite, wie sie gedruckt würde")).await?;
    window.shot(&office.room.logs.join(format!("schreiben-{look}.png"))).await?;
    let found = window.axe().await?;
    ensure!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
    window.zoom_200().await?;
    let cut = window.cut().await?;
    ensure!(cut.is_empty(), "{} things are cut off:\n{}", cut.len(), cut.join("\n"));
    Ok(())
}

#[tokio::test]
async fn axe_finds_nothing_in_light() -> Result<()> {
    axe_is_content("schreiben-hell", "Hell").await
}

#[tokio::test]
async fn axe_finds_nothing_in_dark() -> Result<()> {
    axe_is_content("schreiben-dunkel", "Dunkel").await
}
