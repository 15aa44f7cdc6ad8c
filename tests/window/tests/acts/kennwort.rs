//! A protected letter is opened with its password.

use anyhow::{Result, ensure};
use window::{Office, Place, by, fixture};

/// The practice letter 10, protected with this.
const PASSWORD: &str = "geheim";

#[tokio::test]
async fn protected_letter_opens_with_its_password_and_no_other() -> Result<()> {
    let office = Office::start("kennwort").await?;
    let window = office.window().await?;
    office.deliver_bytes("geschuetzt.pdf", &fixture("geschuetzt.pdf")?)?;
    window.arrives("Prüfung nötig").await?;
    window.choose("geschuetzt").await?;
    let field = by("textbox", "Kennwort");
    window.find(&field).await?.click().await?;
    window.write("falsch").await?;
    window.press("Enter").await?;
    window.read("Das Kennwort passt nicht.").await?;
    window.find(&field).await?.click().await?;
    window.write(PASSWORD).await?;
    window.press("Enter").await?;
    window.read("Tilman Sonntagsrad").await?;
    ensure!(!window.text().await?.contains(PASSWORD), "the password is shown");
    // It was given for one view; the next one asks for it again.
    window.go(Place::Akten).await?;
    window.go(Place::Posteingang).await?;
    window.read("Zum Ansehen wird das Kennwort gebraucht.").await?;
    window.find(&field).await?.click().await?;
    window.write(PASSWORD).await?;
    window.press("Enter").await?;
    window.read("Tilman Sonntagsrad").await
}
