//! The end of a file: offered to the archive, or destroyed by two persons.

use anyhow::{Context, Result, ensure};
use window::{LONG, Office, Place, Window, by, until};

/// A practice file whose retention has ended and that no archive has to see.
const FUNDSACHEN: &str = "Fundsachen 2016";
/// One that the archive will want.
const MAIBAUM: &str = "Maibaumfest 2012 bis 2015";

const REIF: &str = "Aussonderungsreife Akten";
const VERNICHTUNG: &str = "Vernichtung ohne Archiv";
/// What the second person is shown before it goes.
const GEHT: &str = "Akten, die vernichtet werden";

async fn reif(window: &Window) -> Result<()> {
    window.go(Place::Aussonderung).await?;
    window.see(&by("region", REIF)).await?;
    window.read(FUNDSACHEN).await
}

/// Marks the only file of a plan unit.
async fn mark(window: &Window, unit: &str) -> Result<()> {
    let name = format!("{unit}-");
    window.find(&by("checkbox", &name).start().inside("region", REIF)).await?.click().await?;
    Ok(())
}

/// Walks down the list of runs to one of a kind.
async fn run(window: &Window, words: &str) -> Result<()> {
    window.find(&by("listbox", "Aussonderungen")).await?.click().await?;
    let wanted = by("option", words).part().chosen().inside("listbox", "Aussonderungen");
    window.press_until("the run", "ArrowDown", &wanted).await
}

#[tokio::test]
async fn files_are_destroyed_by_two_persons() -> Result<()> {
    let office = Office::start("vernichten").await?;
    let [anna, bernd] = [office.window().await?, office.second_window().await?];
    reif(&anna).await?;
    mark(&anna, "3.4").await?;
    anna.press_button("1 Akte ohne Archiv vernichten").await?;
    anna.see(&by("article", VERNICHTUNG)).await?;
    anna.press_button_with("Vernichtung vorschlagen").await?;
    anna.read("Eine zweite Person sieht diese Aussonderung hier und gibt sie frei.").await?;
    anna.gone(&by("button", "Vernichtung freigeben").start()).await?;
    anna.abgleichen_until("Aktuell").await?;

    bernd.abgleichen_until("Aktuell").await?;
    bernd.go(Place::Aussonderung).await?;
    run(&bernd, VERNICHTUNG).await?;
    bernd.read("Anna Fennwald").await?;
    bernd.press_button_with("Vernichtung freigeben").await?;
    // One key is not enough for what cannot be taken back: it is read and agreed to first.
    bernd.see(&by("button", "Abbrechen").focused()).await?;
    bernd.see(&by("listitem", FUNDSACHEN).part().inside("region", GEHT)).await?;
    bernd.find(&by("checkbox", "Ich habe die Liste gelesen.").start()).await?.click().await?;
    bernd.press_button("Endgültig vernichten").await?;
    bernd.see(&by("article", "Vernichtungsnachweis")).await?;
    bernd.read("Bernd Grasmück").await?;
    bernd.abgleichen_until("Aktuell").await?;
    anna.abgleichen_until("Aktuell").await?;
    for window in [&anna, &bernd] {
        window.go(Place::Aussonderung).await?;
        run(window, VERNICHTUNG).await?;
        window.see(&by("article", "Vernichtungsnachweis")).await?;
        window.see(&by("button", "Drucken")).await?;
        until("a proof without names", LONG, async || {
            Ok((!window.text().await?.contains(FUNDSACHEN)).then_some(()))
        })
        .await?;
        window.suchen("Fundort").await?;
        window.read("Kein Treffer für").await?;
    }
    Ok(())
}

#[tokio::test]
async fn run_with_the_archive_is_taken_to_its_first_package() -> Result<()> {
    let office = Office::start("anbieten").await?;
    let window = office.window().await?;
    let folder = office.folder.with_file_name("Archiv");
    std::fs::create_dir(&folder).context("the transfer folder")?;
    reif(&window).await?;
    window.press_button("Übergabe einstellen").await?;
    window.fill("Übergabeordner", &folder.display().to_string()).await?;
    window.fill("Name des Archivs", "Kreisarchiv Nebelkreis").await?;
    window.press_button("Speichern").await?;
    window.gone(&by("dialog", "Übergabe einstellen")).await?;
    mark(&window, "5.3").await?;
    window.press_button("1 Akte dem Archiv anbieten").await?;
    window.see(&by("article", "Anbietung an das Archiv")).await?;
    window.read(MAIBAUM).await?;
    window.press_button("Anbieten (0501)").await?;
    window.read("Das Paket liegt im Übergabeordner.").await?;
    let written = std::fs::read_dir(&folder)?.filter_map(Result::ok).any(|file| {
        file.file_name().to_string_lossy().ends_with("Aussonderung.Anbieteverzeichnis.0501.zip")
    });
    ensure!(written, "no package in {}", folder.display());
    window.press_button("Antworten einlesen").await?;
    window.read("Im Übergabeordner liegt nichts Neues.").await?;
    std::fs::write(folder.join("fremd_0502.zip"), b"kein Paket").context("a foreign file")?;
    window.press_button("Antworten einlesen").await?;
    window.read("fremd_0502.zip").await?;
    window.press_button("Aussonderung beenden").await?;
    window.read("Aussonderung beendet; die Akten sind wieder frei.").await?;
    window.find(&by("listbox", "Aussonderungen")).await?.click().await?;
    window.press("Home").await?;
    window.read(MAIBAUM).await
}
