//! The line to the centre: told truthfully, and what comes over it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use window::{LONG, Office, Window, until};

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

async fn eingaenge(window: &Window) -> Result<u64> {
    let args = json!({ "filter": "alle", "ausschnitt": { "ab": 0, "anzahl": 10 } });
    let list = window.call("posteingang", args).await?;
    list.get("gesamt").and_then(Value::as_u64).context("no number of items")
}
