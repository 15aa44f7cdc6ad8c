//! The folder of signatures: a draft is read, sent back, asked for again and signed.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use window::{ANNA, Office, Place, Window, by};

use crate::geschaeftsgang::vorgang;

/// A letter that Anna is to co-sign and then to sign.
async fn draft(window: &Window) -> Result<()> {
    let vorgang = vorgang(window).await?;
    let args = json!({ "vorgang": vorgang, "vorlage": "formlos", "empfaenger": null });
    let view = window.call("entwurf_anlegen", args).await?;
    let id = view.get("id").context("no draft")?.clone();
    let vorher = view.get("felder").context("no fields")?.clone();
    let mut neu = vorher.clone();
    for (name, value) in [
        ("betreff", "Schlaglöcher im Mühlgässchen"),
        ("anschrift", "Frau\nBerta Öttinger\nMühlgässchen 3\n00000 Lindenhain"),
        ("text", "wir haben die Schlaglöcher besichtigt."),
    ] {
        neu.as_object_mut().context("fields")?.insert(name.to_owned(), json!(value));
    }
    let args = json!({ "id": id, "vorher": vorher, "neu": neu });
    window.call("entwurf_speichern", args).await?;
    let punkt = |art: &str| json!({ "art": art, "text": null, "adressat": ANNA, "termin": null });
    let punkte: Vec<Value> = ["mitzeichnung", "schlusszeichnung"].map(punkt).into();
    let args = json!({ "vorgang": vorgang, "dokument": id, "punkte": punkte });
    window.call("verfuegungen_setzen", args).await.map(drop)
}

#[tokio::test]
async fn draft_is_signed_and_sent_back_in_the_folder() -> Result<()> {
    let office = Office::start("mitzeichnung").await?;
    let window = office.window().await?;
    draft(&window).await?;
    window.go(Place::Mitzeichnung).await?;
    let folder = by("listbox", "Zu zeichnen").focused();
    window.see(&folder).await?;
    window.see(&by("option", "z.Mz.").part().chosen()).await?;
    window.see(&by("img", "Seite 1").inside("region", "Entwurf")).await?;
    window.press("g").await?;
    window.see(&by("textbox", "Begründung").focused()).await?;
    window.press("Enter").await?;
    window.read("Bitte geben Sie eine Begründung an.").await?;
    window.write("Hausnummer fehlt").await?;
    window.press("Enter").await?;
    window.read("Zurückgegeben.").await?;
    window.press_button("Von mir erbeten").await?;
    window.see(&by("option", "zurückgegeben").part()).await?;
    window.read("Hausnummer fehlt").await?;
    window.press_button("Erneut vorlegen").await?;
    window.read("Erneut vorgelegt.").await?;
    // The cursor goes with its row: the one that comes back has to be there first.
    window.gone(&by("option", "zurückgegeben").part()).await?;
    window.press_button("Zu zeichnen").await?;
    window.see(&by("option", "z.Mz.").part().chosen()).await?;
    window.press_until("the keyboard in the list", "F6", &folder).await?;
    // Nothing is signed that is not on the screen.
    window.see(&by("img", "Seite 1").inside("region", "Entwurf")).await?;
    window.press("z").await?;
    window.read("Gezeichnet.").await?;
    window.see(&by("option", "z.U.").part().chosen()).await?;
    window.gone(&by("option", "z.Mz.").part()).await?;
    window.press("z").await?;
    window.see(&by("button", "Abbrechen").focused()).await?;
    window.press_button("Jetzt zeichnen").await?;
    window.read("Nichts wartet auf Ihre Zeichnung.").await
}
