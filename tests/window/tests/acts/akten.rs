//! The tree of files: what is new in it, what it is called, and what lies in it.

use anyhow::Result;
use window::{Office, Place, by};

use crate::{LINDE, MUEHLGAESSCHEN};

#[tokio::test]
async fn akte_and_vorgang_are_made_where_they_belong() -> Result<()> {
    let office = Office::start("akten-anlegen").await?;
    let window = office.window().await?;
    window.go(Place::Akten).await?;
    window.open_tree(&LINDE.akte[..2]).await?;
    window.anlegen("Neue Akte", "Streuobstwiese am Hohlweg").await?;
    window.go(Place::Posteingang).await?;
    window.go(Place::Akten).await?;
    window.open_tree(&LINDE.akte).await?;
    window.anlegen("Neuer Vorgang", "Robinie an der Brücke").await
}

#[tokio::test]
async fn betreff_is_changed_where_it_stands() -> Result<()> {
    let office = Office::start("akten-betreff").await?;
    let window = office.window().await?;
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    window.betreff_aendern("Löcher im Mühlgässchen").await?;
    let node = by("treeitem", "Löcher im Mühlgässchen").part().chosen();
    window.see(&node.inside("tree", "Aktenplan")).await
}

#[tokio::test]
async fn document_is_read_in_its_vorgang() -> Result<()> {
    let office = Office::start("akten-dokument").await?;
    let window = office.window().await?;
    window.drop_files(&[&office.practice(MUEHLGAESSCHEN.file)]).await?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    window.zuordnen(MUEHLGAESSCHEN.vorgang).await?;
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    window.see(&by("region", MUEHLGAESSCHEN.vorgang).part()).await?;
    window.press_button_with(MUEHLGAESSCHEN.title).await?;
    window.see(&by("heading", MUEHLGAESSCHEN.title).part()).await?;
    window.read(MUEHLGAESSCHEN.word).await
}
