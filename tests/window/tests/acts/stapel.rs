//! A stack is cut at its separator sheets, and the cutting can be taken back.

use anyhow::Result;
use window::{Office, Query, by, fixture};

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
