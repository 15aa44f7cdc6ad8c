//! Everything on the workstation is found again.

use anyhow::Result;
use window::{Office, by};

use crate::MUEHLGAESSCHEN;

#[tokio::test]
async fn word_with_an_umlaut_finds_the_letter_however_it_is_written() -> Result<()> {
    let office = Office::start("suche-umlaut").await?;
    let window = office.window().await?;
    window.drop_files(&[&office.practice(MUEHLGAESSCHEN.file)]).await?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.suchen(MUEHLGAESSCHEN.word).await?;
    window.hit(MUEHLGAESSCHEN.title).await?;
    window.press("Control+a").await?;
    window.write("Gaensekresse").await?;
    window.read("1 Treffer für „Gaensekresse“").await?;
    window.hit(MUEHLGAESSCHEN.title).await
}

#[tokio::test]
async fn hits_are_narrowed_by_fields_and_the_question_shows_it() -> Result<()> {
    let office = Office::start("suche-eingrenzen").await?;
    let window = office.window().await?;
    window.drop_files(&[&office.practice(MUEHLGAESSCHEN.file)]).await?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.suchen(MUEHLGAESSCHEN.word).await?;
    window.hit(MUEHLGAESSCHEN.title).await?;
    window.press_button("Suche eingrenzen").await?;
    window.choose_option("Art", "Akten").await?;
    window.read("Kein Treffer für „Gänsekresse art:Akte“").await?;
    window.choose_option("Art", "Eingänge").await?;
    window.choose_option("Stand", "offen").await?;
    window.read("1 Treffer für „Gänsekresse art:Eingang status:offen“").await?;
    window.fill("Bis", "2025").await?;
    window.press("Enter").await?;
    window.read("Kein Treffer für „Gänsekresse art:Eingang status:offen bis:2025“").await?;
    window.press_button("Eingrenzung aufheben").await?;
    window.read("1 Treffer für „Gänsekresse“").await?;
    window.hit(MUEHLGAESSCHEN.title).await
}

#[tokio::test]
async fn hit_stands_in_the_opened_tree() -> Result<()> {
    let office = Office::start("suche-baum").await?;
    let window = office.window().await?;
    window.suchen(MUEHLGAESSCHEN.vorgang).await?;
    window.hit(MUEHLGAESSCHEN.vorgang).await?;
    window.press("ArrowDown").await?;
    window.press("Enter").await?;
    let row = by("treeitem", MUEHLGAESSCHEN.vorgang).part().inside("tree", "Aktenplan");
    window.see(&row).await?;
    for above in MUEHLGAESSCHEN.akte {
        let node = by("treeitem", &format!("{above} ")).start();
        window.see(&node.inside("tree", "Aktenplan")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn nothing_found_is_said() -> Result<()> {
    let office = Office::start("suche-nichts").await?;
    let window = office.window().await?;
    window.suchen("Xylophonquartett").await?;
    window.read("Kein Treffer für „Xylophonquartett“").await
}
