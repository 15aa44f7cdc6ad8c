//! The registry: metadata where they stand, people, references, parts, and another municipality.

use anyhow::{Result, ensure};
use window::{Office, Place, Window, by};

use crate::{LINDE, MUEHLGAESSCHEN};

/// Opens the Akte in the tree, and if asked for, its Vorgang.
async fn opened(window: &Window, vorgang: bool) -> Result<()> {
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    if vorgang {
        window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    }
    window.see(&by("region", "Angaben")).await
}

/// Changes a field that is written, where it stands.
async fn change(window: &Window, field: &str, text: &str) -> Result<()> {
    window.press_button(&format!("{field} ändern")).await?;
    window.see(&by("textbox", field).focused()).await?;
    window.write(text).await?;
    window.press("Enter").await?;
    window.read(&format!("Gespeichert: {field}")).await
}

#[tokio::test]
async fn field_of_an_akte_is_changed_and_taken_back() -> Result<()> {
    let office = Office::start("register-feld").await?;
    let window = office.window().await?;
    opened(&window, false).await?;
    window.read("30 Jahre ab Ende des Jahres").await?;
    change(&window, "Federführung", "Bauhof").await?;
    window.read("Bauhof").await?;
    window.press_button("Rückgängig").await?;
    window.read("Zurückgenommen.").await?;
    window.press_button("Aufbewahrung ändern").await?;
    window.write("viele").await?;
    window.press("Enter").await?;
    window.read("Bitte geben Sie ganze Jahre an.").await?;
    window.press("Escape").await?;
    window.see(&by("button", "Aufbewahrung ändern").focused()).await?;
    looks_right(&office, &window, "angaben").await
}

/// Nothing that axe-core finds, in both looks; a picture of each beside the logs.
pub(crate) async fn looks_right(office: &Office, window: &Window, name: &str) -> Result<()> {
    for look in ["Hell", "Dunkel"] {
        window.look(look).await?;
        window.shot(&office.room.logs.join(format!("{name}-{look}.png"))).await?;
        let found = window.axe().await?;
        ensure!(found.is_empty(), "{look}: {}", found.join("\n"));
    }
    Ok(())
}

#[tokio::test]
async fn contact_is_made_found_and_changed() -> Result<()> {
    let office = Office::start("register-kontakt").await?;
    let window = office.window().await?;
    window.go(Place::Kontakte).await?;
    window.press_button("Neuer Kontakt").await?;
    window.fill("Name", "Wendrach").await?;
    window.fill("Vorname", "Ottilie").await?;
    window.fill("Ort", "Lindenhain").await?;
    window.press("Enter").await?;
    window.read("Gespeichert: Ottilie Wendrach").await?;
    window.click_search("Kontakt suchen", "linden otti").await?;
    window.see(&by("option", "Ottilie Wendrach").part().inside("listbox", "Kontakte")).await?;
    window.press_button("Kontakt ändern").await?;
    window.fill("IBAN", "DE00 1234").await?;
    window.press("Enter").await?;
    window.read("Die IBAN stimmt nicht.").await?;
    window.fill("IBAN", "DE89 3704 0044 0532 0130 00").await?;
    window.press("Enter").await?;
    window.read("DE89370400440532013000").await?;
    looks_right(&office, &window, "kontakte").await
}

#[tokio::test]
async fn vorgang_has_its_people_its_part_and_its_references() -> Result<()> {
    let office = Office::start("register-vorgang").await?;
    let window = office.window().await?;
    opened(&window, false).await?;
    window.press_button("Teilakte anlegen").await?;
    window.see(&by("textbox", "Betreff").focused()).await?;
    window.write("Bis 2026").await?;
    window.press("Enter").await?;
    window.see(&by("treeitem", "Bis 2026").part().inside("tree", "Aktenplan")).await?;
    // The tree takes the keyboard when one comes to it.
    window.go(Place::Posteingang).await?;
    opened(&window, true).await?;
    change(&window, "Schlagworte", "Straße; Winter").await?;
    window.choose_option("Liegt in", "Bis 2026").await?;
    window.press_button("Umhängen").await?;
    window.read("Umgehängt.").await?;

    window.press_button("Beteiligten ergänzen").await?;
    window.see(&by("combobox", "Kontakt suchen").focused()).await?;
    window.write("Haselhoff").await?;
    window.press("Control+Enter").await?;
    window.see(&by("textbox", "Name").focused()).await?;
    window.press("Enter").await?;
    window.see(&by("textbox", "Rolle").focused()).await?;
    window.write("Anlieger").await?;
    window.press("Enter").await?;
    window.see(&by("button", "Haselhoff entfernen")).await?;
    looks_right(&office, &window, "vorgang").await?;
    window.press_button("Haselhoff entfernen").await?;
    window.read("Beteiligter entfernt.").await?;

    window.press_button("Verweis ergänzen").await?;
    window.see(&by("combobox", "Verweis auf").focused()).await?;
    window.write(MUEHLGAESSCHEN.akte[2]).await?;
    let ready = by("option", MUEHLGAESSCHEN.akte[2]).part().chosen();
    window.see(&ready.inside("listbox", "Akten und Vorgänge")).await?;
    window
        .press_until("the reference to be set", "Enter", &by("button", "Verweis auf").start())
        .await?;
    window.press_button_with("Verweis auf").await?;
    window.read("Verweis entfernt.").await?;

    window.go(Place::Posteingang).await?;
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    let part = by("treeitem", "Bis 2026").part().chosen().inside("tree", "Aktenplan");
    window.press_until("the cursor on the part", "ArrowDown", &part).await?;
    window.press("F2").await?;
    window.see(&by("textbox", "Betreff").focused()).await?;
    window.write("Bis Ende 2026").await?;
    window.press("Enter").await?;
    window.see(&by("treeitem", "Bis Ende 2026").part().inside("tree", "Aktenplan")).await
}

#[tokio::test]
async fn document_is_described_moved_and_taken_out() -> Result<()> {
    let office = Office::start("register-dokument").await?;
    let window = office.window().await?;
    window.drop_files(&[&office.practice(MUEHLGAESSCHEN.file)]).await?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    window.zuordnen(MUEHLGAESSCHEN.vorgang).await?;
    opened(&window, true).await?;
    window.press_button_with(MUEHLGAESSCHEN.title).await?;
    change(&window, "Dokumenttyp", "Beschwerde").await?;
    looks_right(&office, &window, "dokument").await?;
    window.answer_dialog(&office.practice(LINDE.file)).await?;
    window.press_button("Neue Fassung anfügen …").await?;
    window.read("Fassung 2 ist angefügt.").await?;
    window.read("2 Fassungen").await?;
    window.read(LINDE.word).await?;

    window.press_button("In anderen Vorgang legen").await?;
    window.see(&by("combobox", "In welchen Vorgang").focused()).await?;
    window.write("4.3-1/2026-1").await?;
    let ready = by("option", "4.3-1/2026-1").part().chosen();
    window.see(&ready.inside("listbox", "Akten und Vorgänge")).await?;
    window
        .press_until(
            "the document in the other Vorgang",
            "Enter",
            &by("button", "Vorgang 4.3-1/2026-1"),
        )
        .await?;

    window.press_button("Stornieren").await?;
    window.see(&by("textbox", "Grund").focused()).await?;
    window.press("Enter").await?;
    window.read("Grund").await?;
    window.fill("Grund", "doppelt eingegangen").await?;
    window.press("Enter").await?;
    window.read("Das Dokument ist storniert.").await
}

#[tokio::test]
async fn second_municipality_is_put_on_the_screen() -> Result<()> {
    let office = Office::start("register-mandant").await?;
    let window = office.window().await?;
    window.drop_files(&[&office.practice(MUEHLGAESSCHEN.file)]).await?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    for (scope, kuerzel, name) in
        [("registratur", "LH", "Gemeinde Lindenhain"), ("nebelrode", "NR", "Gemeinde Nebelrode")]
    {
        let words = ["mandant-add", scope, "--kuerzel", kuerzel, "--name", name, "--alle"];
        office.center.admin(&words)?;
    }
    window.go(Place::Abgleich).await?;
    window.press_button("Jetzt abgleichen").await?;
    window.see(&by("combobox", "Mandant")).await?;
    window.choose_option("Mandant", "Gemeinde Nebelrode").await?;
    window.press_button("Wechseln").await?;
    window.read("Es wartet keine Post.").await?;
    window.choose_option("Mandant", "Gemeinde Lindenhain").await?;
    window.press_button("Wechseln").await?;
    window.arrives(MUEHLGAESSCHEN.title).await
}
