//! The harness itself: roles, names, keys and pictures, on a page that needs no program.

use anyhow::{Context, Result, ensure};
use window::{Room, Window, by};

const PAGE: &str = "data:text/html;charset=utf-8,<!doctype html><html lang=de><title>Probe</title>
<main><h1>Pro<b>be</b></h1>
<nav aria-label='Haupt'><a href='%23a'>Eins</a> <a href='%23b'>Zwei</a></nav>
<div role=listbox tabindex=0 aria-label='Eingänge' onkeydown=\"document.title=event.key+event.ctrlKey\">
<div role=option aria-selected=true><span>Größe</span><span aria-hidden=true>!</span> <img alt='A' src=''></div>
<div role=option>Zwei</div></div>
<label for=f>Such<i>begriff</i></label><input id=f>
<span id=l>Ziel</span><input role=combobox aria-labelledby=l>
<button hidden>Weg</button><button title=Titel></button>
<div style='width:5000px'>breit</div></main>";

#[tokio::test]
async fn roles_and_names_are_those_of_assistive_technology() -> Result<()> {
    let room = Room::new("harness").await?;
    let page = Window::browser(&room, PAGE).await?;
    page.see(&by("heading", "Probe")).await?;
    page.see(&by("link", "Zwei").inside("navigation", "Haupt")).await?;
    page.see(&by("option", "Größe A").chosen().inside("listbox", "Eingänge")).await?;
    page.see(&by("option", "Grö").part()).await?;
    page.see(&by("combobox", "Ziel")).await?;
    page.see(&by("button", "Titel")).await?;
    page.gone(&by("button", "Weg")).await?;
    page.gone(&by("option", "Zwei").chosen()).await?;
    page.find(&by("textbox", "Suchbegriff")).await?.click().await?;
    page.write("Gänsekresse & ß").await?;
    let field = page.find(&by("textbox", "Suchbegriff").focused()).await?;
    let value = field.prop("value").await?.context("no value")?;
    ensure!(value == "Gänsekresse & ß", "{value}");
    page.find(&by("listbox", "Eingänge")).await?.click().await?;
    page.press("Control+Enter").await?;
    let title = page.title().await?;
    ensure!(title == "Entertrue", "{title}");
    ensure!(!page.cut().await?.is_empty(), "a page that is too wide was not seen");
    let rules = page.axe().await?;
    ensure!(rules.iter().any(|rule| rule.starts_with("aria-required-attr")), "{rules:#?}");
    let picture = room.logs.join("probe.png");
    page.shot(&picture).await?;
    ensure!(picture.metadata()?.len() > 1000, "the picture is empty");
    Ok(())
}
