//! What is on the clipboard is pasted into the Posteingang.

use anyhow::Result;
use window::{Office, Place, by, fixture};

#[tokio::test]
async fn pasted_picture_lies_in_the_posteingang() -> Result<()> {
    let office = Office::start("einfuegen-bild").await?;
    let window = office.second_window().await?;
    window.see(&by("listbox", "Eingänge")).await?;
    window.paste_file("image.jpg", "image/jpeg", &fixture("brief.jpg")?).await?;
    window.read("1 übernommen.").await?;
    window.arrives("Eingefügt").await?;
    window.choose("Eingefügt").await?;
    window.see(&by("img", "Bild: Eingefügt").start()).await?;
    // The same once more is recognised, whatever it is called.
    window.paste_file("Foto vom Brief.jpg", "image/jpeg", &fixture("brief.jpg")?).await?;
    window.read("1 bereits vorhanden.").await
}

#[tokio::test]
async fn pasting_without_a_file_is_told() -> Result<()> {
    let office = Office::start("einfuegen-leer").await?;
    let window = office.second_window().await?;
    window.suchen("Linde").await?;
    window.press("Control+a").await?;
    window.press("Control+c").await?;
    window.go(Place::Posteingang).await?;
    window.see(&by("listbox", "Eingänge").focused()).await?;
    window.press("Control+v").await?;
    window.read("Die Zwischenablage enthält keine Datei und kein Bild.").await
}
