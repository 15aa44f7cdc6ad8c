//! A centre that is not what it was: told, stopped, and gone on only by a deliberate act.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use window::{LONG, Office, Place, Window, by, until};

use crate::MUEHLGAESSCHEN;

/// More than may go at once without anybody being asked.
const MANY: usize = 30;

#[tokio::test]
async fn scenario_15_emptied_centre_stops_until_it_is_accepted() -> Result<()> {
    let mut office = Office::start("zentrale-leer").await?;
    let window = office.window().await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.abgleich_says("Aktuell").await?;
    office.center.empty().await?;
    window.go(Place::Abgleich).await?;
    window
        .press_button_until("Jetzt abgleichen", "Die Zentrale nimmt diesen Arbeitsplatz nicht an.")
        .await?;
    // Address, name and workstation are known; only the code is new.
    let code = by("textbox", "Einmalcode").focused();
    window.press_until("the keyboard in the field of the code", "Tab", &code).await?;
    window.write(&office.center.code).await?;
    window.press("Enter").await?;
    window.read("Der Arbeitsplatz ist eingerichtet.").await?;
    window.press_button_until("Jetzt abgleichen", "Einträge bei der Zentrale").await?;
    window.read("Es wird nichts gesendet, nichts übernommen und nichts gelöscht.").await?;
    // Nothing is lost here meanwhile.
    window.go(Place::Posteingang).await?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.go(Place::Abgleich).await?;
    press_by_keyboard(&window, "Diese Zentrale anerkennen …").await?;
    window.see(&by("heading", "Diese Zentrale wirklich anerkennen?").focused()).await?;
    press_by_keyboard(&window, "Abbrechen").await?;
    window.see(&by("button", "Diese Zentrale anerkennen …").focused()).await?;
    window.press("Enter").await?;
    window.see(&by("heading", "Diese Zentrale wirklich anerkennen?").focused()).await?;
    press_by_keyboard(&window, "Ja, diese Zentrale anerkennen").await?;
    window.press_button_until("Jetzt abgleichen", "Andere Zentrale anerkannt").await?;
    window.abgleich_says("Aktuell").await?;
    window.read("Geborgenes").await
}

#[tokio::test]
async fn scenario_16_restored_centre_is_braked_told_and_kept() -> Result<()> {
    let mut office = Office::start("zentrale-gesichert").await?;
    let anna = office.window().await?;
    let bernd = office.second_window().await?;
    for window in [&anna, &bernd] {
        window.abgleich_says("Aktuell").await?;
    }
    office.center.keep()?;
    office.center.restart().await?;
    make_many(&anna).await?;
    anna.abgleichen_until("Aktuell").await?;
    bernd.abgleichen_until("Aktuell").await?;
    // The line says "Aktuell" also of the round before Anna's work came.
    until("Anna's work at Bernd's desk", LONG, async || {
        Ok((kept_by(&bernd).await? >= MANY).then_some(()))
    })
    .await?;
    // Only Bernd is there when the centre comes back without it.
    drop(anna);
    office.center.restore().await?;
    bernd.press_button_until("Jetzt abgleichen", "Angehalten: Änderungen der Zentrale").await?;
    bernd.see(&by("region", "Was betroffen ist")).await?;
    ensure!(kept_by(&bernd).await? >= MANY, "something went before anybody agreed");
    bernd.press_button_until("Angehalten lassen", "Bleibt angehalten.").await?;
    // The page shrinks under the pointer: a click may miss.
    bernd.press_button_until("Liste wieder zeigen", "So übernehmen").await?;
    bernd.see(&by("button", "So übernehmen")).await?;
    bernd.press_button_away("So übernehmen").await?;
    let told = "Zentrale aus einer Sicherung wiederhergestellt";
    bernd.press_button_until("Jetzt abgleichen", told).await?;
    bernd.read("Geborgenes").await?;
    bernd.read("Straßenunterhalt Abschnitt").await?;
    bernd.press_button_until("Zur Kenntnis genommen", "Frühere Vorfälle").await?;
    bernd.abgleich_says("Aktuell").await
}

async fn press_by_keyboard(window: &Window, button: &str) -> Result<()> {
    let focused = by("button", button).focused();
    window.press_until(&format!("the keyboard on »{button}«"), "Tab", &focused).await?;
    window.press("Enter").await
}

/// Anna makes a case for every stretch of road.
async fn make_many(anna: &Window) -> Result<()> {
    let ziele = anna.call("ziele", json!({ "text": MUEHLGAESSCHEN.akte[2] })).await?;
    let ziele = ziele.as_array().context("no list of destinations")?;
    let akte = ziele.iter().find(|ziel| ziel.get("art") == Some(&json!("akte")));
    let akte = akte.and_then(|ziel| ziel.get("id")).context("no Akte of this reference")?;
    for i in 0..MANY {
        let betreff = format!("Straßenunterhalt Abschnitt {i}");
        anna.call("vorgang_anlegen", json!({ "akte": akte, "betreff": betreff })).await?;
    }
    Ok(())
}

async fn kept_by(window: &Window) -> Result<usize> {
    let ausschnitt = json!({ "ab": 0, "anzahl": 100 });
    let args = json!({ "text": "Straßenunterhalt Abschnitt", "ausschnitt": ausschnitt });
    let found = window.call("suche", args).await?;
    Ok(found.get("zeilen").and_then(Value::as_array).map_or(0, Vec::len))
}
