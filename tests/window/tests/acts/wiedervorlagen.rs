//! The day's list, worked off by keyboard, and who stands in for whom.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use window::{Office, Place, Window, by};

use crate::MUEHLGAESSCHEN;
use crate::geschaeftsgang::punkt;

async fn heute(window: &Window) -> Result<String> {
    let view = window.call("wiedervorlagen", json!({ "von": null, "bis": null })).await?;
    Ok(view.get("heute").and_then(Value::as_str).context("no day")?.to_owned())
}

#[tokio::test]
async fn the_days_list_is_worked_off_by_keyboard() -> Result<()> {
    let office = Office::start("wiedervorlagen").await?;
    let window = office.window().await?;
    let heute = heute(&window).await?;
    punkt(&window, "wiedervorlage", Some(&heute)).await?;
    window.go(Place::Wiedervorlagen).await?;
    let list = by("listbox", "Wiedervorlagen").focused();
    let row = by("option", "Wv.").part().chosen().inside("listbox", "Wiedervorlagen");
    window.see(&list).await?;
    window.see(&row).await?;
    window.press("t").await?;
    window.read("Verschoben auf").await?;
    window.read("In diesem Zeitraum ist nichts vorzulegen.").await?;
    window.press("Control+z").await?;
    window.see(&row).await?;
    window.press("w").await?;
    window.read("In diesem Zeitraum ist nichts vorzulegen.").await?;
    window.press_button("31 Tage").await?;
    window.see(&row).await?;
    window.press_until("the keyboard in the list", "F6", &list).await?;
    window.press("e").await?;
    window.read("Erledigt: 1. Wv.").await?;
    window.press("Control+z").await?;
    window.read("Wieder offen: 1. Wv.").await?;
    window.see(&row).await?;
    window.press("Enter").await?;
    window.see(&by("region", MUEHLGAESSCHEN.vorgang).part()).await
}

#[tokio::test]
async fn substitution_is_entered_and_ended() -> Result<()> {
    let office = Office::start("vertretung").await?;
    let window = office.window().await?;
    window.go(Place::Wiedervorlagen).await?;
    window.press_button("Vertretungen").await?;
    window.see(&by("textbox", "Wer vertritt").focused()).await?;
    window.write("Bernd Grasmück").await?;
    window.press("Enter").await?;
    window.read("gilt heute").await?;
    window.press_button("Beenden: Bernd Grasmück für Anna Fennwald").await?;
    window.read("beendet").await
}
