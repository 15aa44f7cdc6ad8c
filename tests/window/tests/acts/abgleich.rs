//! The line to the centre: told truthfully, and what comes over it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use window::{LONG, Office, Place, Window, by, only_file, until};

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

/// Both change the Betreff of one Vorgang without a line; returns who came second, then the other.
async fn disputed<'a>(
    office: &mut Office,
    [anna, bernd]: [&'a Window; 2],
    [hers, his]: [&str; 2],
) -> Result<[&'a Window; 2]> {
    for window in [anna, bernd] {
        window.abgleich_says("Aktuell").await?;
        open_vorgang(window).await?;
    }
    office.center.stop();
    anna.betreff_aendern(hers).await?;
    bernd.betreff_aendern(his).await?;
    office.center.restart().await?;
    for window in [anna, bernd] {
        window.go(Place::Abgleich).await?;
    }
    // Each tries again by itself, so either may have come first.
    until("a difference to decide", LONG, async || {
        for (second, other) in [(bernd, anna), (anna, bernd)] {
            if second.text().await?.contains("Ihr Stand") {
                return Ok(Some([second, other]));
            }
            if second.text().await?.contains("Jetzt abgleichen") {
                second.try_button("Jetzt abgleichen").await?;
            }
        }
        Ok(None)
    })
    .await
}

#[tokio::test]
async fn two_betreffs_of_one_vorgang_are_decided_by_a_person() -> Result<()> {
    let mut office = Office::start("abgleich-konflikt").await?;
    let [anna, bernd] = [office.window().await?, office.second_window().await?];
    let betreffs = ["Löcher im Mühlgässchen", "Risse im Mühlgässchen"];
    let [second, other] = disputed(&mut office, [&anna, &bernd], betreffs).await?;
    other.abgleichen_until("Stand der Zentrale").await?;
    // The record itself says so, and leads to its difference.
    open_vorgang(other).await?;
    other.press_button("Konflikt offen").await?;
    other.see(&by("article", MUEHLGAESSCHEN.vorgang).part().focused()).await?;
    second.press_button("Neu fassen …").await?;
    second.see(&by("textbox", "Neue Fassung").focused()).await?;
    second.write("Löcher und Risse im Mühlgässchen").await?;
    second.press("Enter").await?;
    // Without a reason it is not taken.
    second.see(&by("textbox", "Begründung").focused()).await?;
    second.write("Beides stimmt.").await?;
    second.press("Enter").await?;
    second.read("Entschieden:").await?;
    second.read("Es wartet nichts auf Sie.").await?;
    other.abgleichen_until("Es wartet nichts auf Sie.").await?;
    for window in [&anna, &bernd] {
        open_vorgang(window).await?;
        window.see(&by("heading", "Löcher und Risse im Mühlgässchen")).await?;
        window.gone(&by("button", "Konflikt offen")).await?;
    }
    open_vorgang(second).await?;
    second.press_button("Verlauf").await?;
    second.read("Beides stimmt.").await
}

#[tokio::test]
async fn decided_difference_is_taken_up_again() -> Result<()> {
    let mut office = Office::start("abgleich-wieder").await?;
    let [anna, bernd] = [office.window().await?, office.second_window().await?];
    let betreffs = ["Löcher im Mühlgässchen", "Risse im Mühlgässchen"];
    let [second, other] = disputed(&mut office, [&anna, &bernd], betreffs).await?;
    let mine = if std::ptr::eq(second, &raw const anna) { betreffs[0] } else { betreffs[1] };
    second.press_button("Stand der Zentrale behalten").await?;
    second.abgleichen_until("Entschieden (1)").await?;
    second.press_button("Entschieden (1)").await?;
    second.press_button("Wieder aufnehmen").await?;
    second.press_button("Meinen einsetzen").await?;
    second.read("Entschieden:").await?;
    other.abgleichen_until("Es wartet nichts auf Sie.").await?;
    for window in [second, other] {
        window.abgleichen_until("Aktuell").await?;
        open_vorgang(window).await?;
        window.see(&by("heading", mine)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn merged_change_is_taken_back() -> Result<()> {
    let mut office = Office::start("abgleich-zusammen").await?;
    let [anna, bernd] = [office.window().await?, office.second_window().await?];
    let same = "Löcher im Mühlgässchen";
    for window in [&anna, &bernd] {
        window.abgleich_says("Aktuell").await?;
        open_vorgang(window).await?;
    }
    let before = betreff(&anna).await?;
    office.center.stop();
    anna.betreff_aendern(same).await?;
    bernd.betreff_aendern(same).await?;
    office.center.restart().await?;
    for window in [&anna, &bernd] {
        window.abgleichen_until("Aktuell").await?;
    }
    let second = until("a merged change", LONG, async || {
        for window in [&anna, &bernd] {
            if window.text().await?.contains("Zusammengeführt (1)") {
                return Ok(Some(window));
            }
        }
        Ok(None)
    })
    .await?;
    second.press_button("Zusammengeführt (1)").await?;
    second.press_button("Meine Änderung zurücknehmen").await?;
    second.read("Zurückgenommen:").await?;
    second.abgleichen_until("Aktuell").await?;
    open_vorgang(second).await?;
    second.see(&by("heading", &before)).await
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
    second.read("Was Sie geschrieben hatten").await?;
    // Filing is one act, but may be more than one change.
    let confirmed = "Es wartet nichts auf Sie.";
    second.press_button_until("Zur Kenntnis genommen", confirmed).await
}

#[tokio::test]
async fn diagnosis_is_written_without_content() -> Result<()> {
    let mut office = Office::start("abgleich-diagnose").await?;
    let window = office.window().await?;
    office.deliver(MUEHLGAESSCHEN.file)?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.abgleich_says("Aktuell").await?;
    office.center.stop();
    window.go(Place::Abgleich).await?;
    window.press_button("Jetzt abgleichen").await?;
    window.read("Warum klemmt es?").await?;
    let out = office.target("Diagnose")?;
    window.answer_dialog(&out).await?;
    window.press_button("Diagnose speichern …").await?;
    window.read(&out.display().to_string()).await?;
    let text = std::fs::read_to_string(only_file(&out)?)?;
    ensure!(text.contains("KeineVerbindung") && text.contains("\"registratur\""), "{text}");
    let title = MUEHLGAESSCHEN.title.split(' ').next_back().unwrap_or_default();
    for secret in ["Fennwald", "Lindenhain", title, MUEHLGAESSCHEN.file, "127.0.0.1"] {
        ensure!(!text.contains(secret), "»{secret}« stands in the diagnosis:\n{text}");
    }
    Ok(())
}

async fn betreff(window: &Window) -> Result<String> {
    let id = json!({ "text": MUEHLGAESSCHEN.vorgang });
    let found = window.call("ziele", id).await?;
    let first = found.get(0).and_then(|ziel| ziel.get("betreff")).and_then(Value::as_str);
    first.map(str::to_owned).context("no Vorgang of this reference")
}

pub(crate) async fn open_vorgang(window: &Window) -> Result<()> {
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
