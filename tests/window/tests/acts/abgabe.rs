//! Files leave the house: as a package for another office, as one PDF; and the filing plan.

use std::path::Path;

use anyhow::{Result, ensure};
use window::{Office, Place, Window, by, only_file};

use crate::{LINDE, MUEHLGAESSCHEN};

/// A new Vorgang that no other office has.
const NEU: &str = "Linde vor dem Feuerwehrhaus";
/// Where the other office puts it: plan numbers and the reference of an Akte.
const DORT: [&str; 3] = ["3", "3.2", "3.2-1/2026"];

/// Puts the cursor of the tree on the new Vorgang of an Akte.
async fn on_the_new_vorgang(window: &Window, akte: &[&str]) -> Result<()> {
    window.go(Place::Akten).await?;
    window.open_tree(akte).await?;
    let node = by("treeitem", NEU).part().inside("tree", "Aktenplan");
    window.see(&node).await?;
    window.press_until("the cursor on the new Vorgang", "ArrowDown", &node.chosen()).await
}

/// Takes a package in where the cursor of the tree stands.
async fn take_in(window: &Window, package: &Path) -> Result<()> {
    window.answer_dialog(package).await?;
    window.press_button("Abgabe übernehmen …").await
}

#[tokio::test]
async fn case_is_handed_over_and_is_the_same_at_the_other_office() -> Result<()> {
    let (here, there) = (Office::start("abgabe").await?, Office::start("abgabe-dort").await?);
    let window = here.window().await?;
    let letter = here.deliver(LINDE.file)?;
    window.arrives(LINDE.title).await?;
    window.choose(LINDE.title).await?;
    window.vorgang_anlegen(LINDE.akte[2], NEU).await?;
    on_the_new_vorgang(&window, &LINDE.akte).await?;
    let out = here.target("Abgaben")?;
    window.answer_dialog(&out).await?;
    window.press_button("Abgeben …").await?;
    window.read("Das Paket liegt bereit:").await?;
    let package = only_file(&out)?;
    let name = package.file_name().unwrap_or_default().to_string_lossy();
    ensure!(name.ends_with(".0401.zip"), "{name}");
    window.read(&name).await?;

    let other = there.second_window().await?;
    other.abgleich_says("Aktuell").await?;
    other.go(Place::Akten).await?;
    other.open_tree(&DORT).await?;
    take_in(&other, &package).await?;
    other.read("Übernommen: Akten 0, Vorgänge 1, Dokumente 1").await?;
    let same = other.original_sha256(&letter.sha256).await?;
    ensure!(same == letter.sha256, "{same} instead of {}", letter.sha256);
    // What is here already is neither doubled nor overwritten.
    take_in(&other, &package).await?;
    other.read("Schon vorhanden und unverändert:").await?;
    other.go(Place::Posteingang).await?;
    on_the_new_vorgang(&other, &DORT).await?;
    other.press("ArrowRight").await?;
    other.see(&by("treeitem", LINDE.title).part().inside("tree", "Aktenplan")).await?;
    other.press("ArrowRight").await?;
    other.read(LINDE.word).await
}

#[tokio::test]
async fn filing_plan_is_written_and_is_not_taken_for_a_case() -> Result<()> {
    let office = Office::start("abgabe-plan").await?;
    let window = office.second_window().await?;
    window.abgleich_says("Aktuell").await?;
    let out = office.target("Aktenplan")?;
    window.go(Place::Aussonderung).await?;
    window.answer_dialog(&out).await?;
    window.press_button("Aktenplan ausgeben …").await?;
    window.read("Das Paket liegt bereit:").await?;
    let package = only_file(&out)?;
    let name = package.file_name().unwrap_or_default().to_string_lossy();
    ensure!(name.contains("0301"), "{name}");
    window.read(&name).await?;
    // It can be read, and whoever takes it for something else is told.
    window.go(Place::Akten).await?;
    window.open_tree(&DORT).await?;
    take_in(&window, &package).await?;
    window.read("Das Paket ist keine Abgabe (0401).").await?;
    let broken = office.elsewhere("Abgabe_0401.zip", b"kein Paket")?;
    take_in(&window, &broken).await?;
    window.read("Die Datei liegt unverändert da.").await
}

#[tokio::test]
async fn case_becomes_one_pdf_that_can_be_read() -> Result<()> {
    let office = Office::start("abgabe-pdf").await?;
    let window = office.window().await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    window.zuordnen(MUEHLGAESSCHEN.vorgang).await?;
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    let out = office.target("Ausgabe")?;
    window.answer_dialog(&out).await?;
    window.press_button("Als PDF …").await?;
    window.read("Gespeichert (3 Seiten): ").await?;
    let pdf = only_file(&out)?;
    ensure!(pdf.ends_with("4.2-2-2026-1.pdf"), "another name: {}", pdf.display());
    // Taken in as a stranger's document it names its case, and has the letter in it.
    window.drop_files(&[&pdf]).await?;
    window.read("1 übernommen.").await?;
    window.choose("4.2-2-2026-1").await?;
    window.read("· 3 Seiten").await?;
    window.read(&format!("Aktenzeichen {} gefunden", MUEHLGAESSCHEN.vorgang)).await?;
    window.read(&format!("Eingebettete Dateien: „0001 {}“", MUEHLGAESSCHEN.file)).await
}
