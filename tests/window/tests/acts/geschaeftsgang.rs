//! Instructions at a Vorgang, and closing: by keyboard and by name.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use window::{Office, Place, Window, by};

use crate::{LINDE, MUEHLGAESSCHEN};

/// The id of the Vorgang that the practice letter names.
pub(crate) async fn vorgang(window: &Window) -> Result<Value> {
    let found = window.call("ziele", json!({ "text": MUEHLGAESSCHEN.vorgang })).await?;
    Ok(found.get(0).and_then(|ziel| ziel.get("id")).context("no Vorgang")?.clone())
}

/// Sets an instruction, with a day if it is given.
pub(crate) async fn punkt(window: &Window, art: &str, termin: Option<&str>) -> Result<()> {
    let (text, adressat) = (Value::Null, Value::Null);
    let punkt = json!({ "art": art, "text": text, "adressat": adressat, "termin": termin });
    let vorgang = vorgang(window).await?;
    let args = json!({ "vorgang": vorgang, "dokument": Value::Null, "punkte": [punkt] });
    window.call("verfuegungen_setzen", args).await.map(drop)
}

async fn in_the_vorgang(window: &Window) -> Result<()> {
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    window.see(&by("region", MUEHLGAESSCHEN.vorgang).part()).await
}

#[tokio::test]
async fn instructions_are_set_and_done_by_keyboard() -> Result<()> {
    let office = Office::start("verfuegen").await?;
    let window = office.window().await?;
    in_the_vorgang(&window).await?;
    window.press_button("Verfügen …").await?;
    window.see(&by("dialog", "Verfügen")).await?;
    window.choose_option("Übliche Folge", "Rücksprache").await?;
    window.see(&by("listitem", "Punkt 2").inside("dialog", "Verfügen")).await?;
    window.press_button("Verfügen").await?;
    window.read("Verfügt.").await?;
    window.gone(&by("dialog", "Verfügen")).await?;
    window.press_button("Erledigen: 1. b.R.").await?;
    window.see(&by("textbox", "Vermerk").focused()).await?;
    window.write("Besprochen am Telefon").await?;
    window.press("Enter").await?;
    window.read("Erledigt: 1. b.R.").await?;
    window.read("Besprochen am Telefon").await?;
    window.press("Control+z").await?;
    window.read("Wieder offen: 1. b.R.").await
}

#[tokio::test]
async fn instruction_is_changed_and_dropped() -> Result<()> {
    let office = Office::start("verfuegung").await?;
    let window = office.window().await?;
    punkt(&window, "wiedervorlage", Some("2026-12-15")).await?;
    in_the_vorgang(&window).await?;
    window.press_button("Ändern: 1. Wv.").await?;
    window.see(&by("textbox", "An").focused()).await?;
    window.fill("Text", "Frist prüfen").await?;
    window.press("Enter").await?;
    window.read("Die Verfügung ist geändert.").await?;
    window.read("Frist prüfen").await?;
    window.press_button("Entfallen lassen: 1. Wv.").await?;
    window.read("Entfallen: 1. Wv.").await
}

#[tokio::test]
async fn vorgang_is_closed_and_opened_with_a_reason() -> Result<()> {
    let office = Office::start("zda").await?;
    let window = office.window().await?;
    punkt(&window, "wiedervorlage", Some("2026-12-15")).await?;
    in_the_vorgang(&window).await?;
    window.press_button("Vorgang z.d.A.").await?;
    window.read("Im Vorgang sind noch Verfügungspunkte offen.").await?;
    window.press_button("z.d.A., 1 offener Punkt entfällt").await?;
    window.read("Zu den Akten geschrieben.").await?;
    window.press_button("Vorgang wieder öffnen").await?;
    window.see(&by("textbox", "Begründung").focused()).await?;
    window.press("Enter").await?;
    window.read("Bitte geben Sie eine Begründung an.").await?;
    window.write("Antwort kam später").await?;
    window.press("Enter").await?;
    window.read("Wieder geöffnet.").await?;
    window.read("Antwort kam später").await?;
    window.see(&by("button", "Vorgang z.d.A.")).await
}

#[tokio::test]
async fn akte_is_closed_and_opened_with_a_reason() -> Result<()> {
    let office = Office::start("akte-zda").await?;
    let window = office.window().await?;
    window.go(Place::Akten).await?;
    window.open_tree(&LINDE.akte).await?;
    window.press_button("Akte z.d.A.").await?;
    window.read("In der Akte sind noch Vorgänge offen.").await?;
    window.go(Place::Posteingang).await?;
    window.go(Place::Akten).await?;
    window.see(&by("tree", "Aktenplan").focused()).await?;
    window.press("Home").await?;
    let unit = by("treeitem", &format!("{} ", LINDE.akte[1])).start().chosen();
    let unit = unit.inside("tree", "Aktenplan");
    window.press_until("the cursor on the unit", "ArrowDown", &unit).await?;
    window.anlegen("Neue Akte", "Streuobstwiese am Hohlweg").await?;
    window.go(Place::Posteingang).await?;
    window.go(Place::Akten).await?;
    window.see(&by("tree", "Aktenplan").focused()).await?;
    let node = by("treeitem", "Streuobstwiese").part().chosen().inside("tree", "Aktenplan");
    window.press_until("the cursor on the new Akte", "ArrowDown", &node).await?;
    window.press_button("Akte z.d.A.").await?;
    window.read("Zu den Akten geschrieben.").await?;
    window.press_button("Akte wieder öffnen").await?;
    window.see(&by("textbox", "Begründung").focused()).await?;
    window.write("Nachtrag").await?;
    window.press("Enter").await?;
    window.read("Wieder geöffnet.").await
}
