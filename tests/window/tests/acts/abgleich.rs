//! The line to the centre: told truthfully, and what comes over it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use window::{LONG, Office, Place, Window, by, until};

use crate::{LINDE, MUEHLGAESSCHEN};

#[tokio::test]
async fn centre_out_of_reach_is_told_and_recovers_by_itself() -> Result<()> {
    let mut office = Office::start("abgleich-offline").await?;
    let window = office.window().await?;
    window.abgleich_says("Aktuell").await?;
    office.center.stop();
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    window.zuordnen(MUEHLGAESSCHEN.vorgang).await?;
    window.abgleich_says("Offline").await?;
    window.abgleich_says("ausstehend").await?;
    office.center.restart().await?;
    window.abgleich_says("Aktuell").await
}

#[tokio::test]
async fn second_workstation_gets_the_same_bytes() -> Result<()> {
    let office = Office::start("abgleich-zweiter").await?;
    let window = office.window().await?;
    let letter = office.deliver(LINDE.file)?;
    window.arrives(LINDE.title).await?;
    window.abgleich_says("Aktuell").await?;
    let second = office.second_window().await?;
    second.arrives(LINDE.title).await?;
    let same = until("the original", LONG, async || {
        Ok(Some(second.original_sha256(&letter.sha256).await?))
    })
    .await?;
    ensure!(same == letter.sha256, "{same} instead of {}", letter.sha256);
    for window in [&window, &second] {
        ensure!(eingaenge(window).await? == 1, "not one Eingang");
        let found = window.call("pruefung", json!({})).await?;
        ensure!(found.get("inOrdnung") == Some(&json!(true)), "{found}");
    }
    Ok(())
}

#[tokio::test]
async fn reconciliation_starts_when_it_is_asked_for() -> Result<()> {
    let mut office = Office::start("abgleich-starten").await?;
    let window = office.window().await?;
    window.abgleich_says("Aktuell").await?;
    window.go(Place::Abgleich).await?;
    office.center.stop();
    window.press_button("Jetzt abgleichen").await?;
    window.abgleich_says("Offline").await?;
    office.center.restart().await?;
    window.press_button("Jetzt abgleichen").await?;
    window.abgleich_says("Aktuell").await
}

#[tokio::test]
async fn two_betreffs_of_one_vorgang_are_decided_by_a_person() -> Result<()> {
    let mut office = Office::start("abgleich-konflikt").await?;
    let anna = office.window().await?;
    let bernd = office.second_window().await?;
    for window in [&anna, &bernd] {
        window.abgleich_says("Aktuell").await?;
        open_vorgang(window).await?;
    }
    office.center.stop();
    anna.betreff_aendern("Löcher im Mühlgässchen").await?;
    bernd.betreff_aendern("Risse im Mühlgässchen").await?;
    office.center.restart().await?;
    // Only when both have been there is there something to decide.
    anna.abgleichen_until("Aktuell").await?;
    bernd.abgleichen_until("Eigener Stand").await?;
    bernd.see(&by("article", MUEHLGAESSCHEN.vorgang).part()).await?;
    anna.abgleichen_until("Eigener Stand").await?;
    bernd.press_button("Neu fassen").await?;
    bernd.see(&by("textbox", "Neue Fassung").focused()).await?;
    bernd.write("Löcher und Risse im Mühlgässchen").await?;
    bernd.press("Enter").await?;
    bernd.read("Geklärt").await?;
    bernd.read("Keine Abweichungen.").await?;
    anna.abgleichen_until("Keine Abweichungen.").await?;
    for window in [&anna, &bernd] {
        open_vorgang(window).await?;
        window.see(&by("heading", "Löcher und Risse im Mühlgässchen")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn who_came_second_is_told_and_confirms_it() -> Result<()> {
    let mut office = Office::start("abgleich-abgelehnt").await?;
    let anna = office.window().await?;
    anna.drop_files(&[&office.practice(MUEHLGAESSCHEN.file)]).await?;
    anna.arrives(MUEHLGAESSCHEN.title).await?;
    let unknown = by("option", "Nicht abgeglichen").part().inside("listbox", "Eingänge");
    anna.gone(&unknown).await?;
    let bernd = office.second_window().await?;
    bernd.arrives(MUEHLGAESSCHEN.title).await?;
    office.center.stop();
    anna.choose(MUEHLGAESSCHEN.title).await?;
    anna.zuordnen(MUEHLGAESSCHEN.vorgang).await?;
    bernd.choose(MUEHLGAESSCHEN.title).await?;
    bernd.zuordnen(LINDE.vorgang).await?;
    office.center.restart().await?;
    for window in [&anna, &bernd] {
        window.abgleichen_until("Aktuell").await?;
    }
    // Each tries again by itself, so either may have come first.
    let told = "Jemand anderes war schneller";
    let second = if anna.text().await?.contains(told) { &anna } else { &bernd };
    second.read(told).await?;
    // Filing is one act, but may be more than one change.
    let confirmed = "Keine abgelehnten Änderungen.";
    second.press_button_until("Zur Kenntnis genommen", confirmed).await
}

async fn open_vorgang(window: &Window) -> Result<()> {
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    window.see(&by("region", MUEHLGAESSCHEN.vorgang).part()).await
}

async fn eingaenge(window: &Window) -> Result<u64> {
    let args = json!({ "filter": "alle", "ausschnitt": { "ab": 0, "anzahl": 10 } });
    let list = window.call("posteingang", args).await?;
    list.get("gesamt").and_then(Value::as_u64).context("no number of items")
}
