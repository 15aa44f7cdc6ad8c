//! A stack is cut at its separator sheets, and the cutting can be taken back.

use anyhow::{Result, ensure};
use window::{Office, Place, Query, by, fixture, only_file};

fn item(words: &str) -> Query {
    by("option", words).part().inside("listbox", "Eingänge")
}

#[tokio::test]
async fn cutting_of_a_stack_is_taken_back() -> Result<()> {
    let office = Office::start("stapel").await?;
    let window = office.window().await?;
    // Two letters with a separator sheet between them.
    office.deliver_bytes("stapel-vom-kopierer.tif", &fixture("stapel.tif")?)?;
    // The cuttings appear once it has been read.
    window.arrives("Seite 3").await?;
    window.choose("Seite 3").await?;
    window.read("Aus einem Stapel: Seite 3").await?;
    window.press_button("Stapel zeigen").await?;
    window.read("in 2 Eingänge geteilt").await?;
    window.press_button("Aufteilung zurücknehmen").await?;
    window.read("Aufteilung zurückgenommen: stapel-vom-kopierer").await?;
    window.gone(&item("Seite 3")).await?;
    window.see(&item("3 Seiten").chosen()).await?;
    window.see(&by("combobox", "Ziel")).await
}

#[tokio::test]
async fn separator_sheets_are_written_where_they_are_wanted() -> Result<()> {
    let office = Office::start("trennblaetter").await?;
    let window = office.second_window().await?;
    window.go(Place::Abgleich).await?;
    window.press_button("Trennblätter drucken …").await?;
    window.see(&by("dialog", "Trennblätter drucken")).await?;
    window.fill("Anzahl der Blätter", "keine").await?;
    window.press("Enter").await?;
    window.read("Bitte geben Sie eine Zahl von 1 bis").await?;
    window.fill("Anzahl der Blätter", "3").await?;
    let out = office.target("Drucken")?;
    window.answer_dialog(&out).await?;
    window.press_button("Speichern unter …").await?;
    window.read("Trennblätter gespeichert: ").await?;
    let sheets = only_file(&out)?;
    ensure!(sheets.ends_with("Trennblätter.pdf"), "another name: {}", sheets.display());
    ensure!(std::fs::read(&sheets)?.starts_with(b"%PDF-"), "no PDF");
    Ok(())
}
