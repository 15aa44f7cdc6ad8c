//! Originals on a workstation that does not keep them all: pinned, fetched, and how much room.

use anyhow::Result;
use window::{Office, Place, Window, by};

use crate::registratur::looks_right;
use crate::{LINDE, MUEHLGAESSCHEN, Practice};

/// Has a workstation keep only what is needed.
async fn keep_what_is_needed(window: &Window) -> Result<()> {
    window.go(Place::Abgleich).await?;
    window.read("Alle Originale werden hier behalten").await?;
    window.press_button("Einstellen, was hier liegt").await?;
    window.find(&by("radio", "nur, was gebraucht wird")).await?.click().await?;
    window.press_button("Speichern").await?;
    window.read("Bitte geben Sie eine ganze Zahl ab 1 ein.").await?;
    window.fill("Platz für Originale in GB", "1").await?;
    window.press("Enter").await?;
    window.read("Vorgesehen sind 1 GB.").await
}

/// Two letters that Anna has filed and of which Bernd's small workstation has the records only.
async fn two_letters_far_away(office: &mut Office) -> Result<(Window, Window)> {
    let (anna, bernd) = (office.window().await?, office.second_window().await?);
    for window in [&anna, &bernd] {
        window.abgleich_says("Aktuell").await?;
    }
    keep_what_is_needed(&bernd).await?;
    // Filed before the line comes back: an open item would be fetched by everybody.
    office.center.stop();
    for letter in [MUEHLGAESSCHEN, LINDE] {
        office.deliver(letter.file)?;
        anna.arrives(letter.title).await?;
        anna.choose(letter.title).await?;
        anna.zuordnen(letter.vorgang).await?;
    }
    office.center.restart().await?;
    anna.abgleichen_until("Aktuell").await?;
    bernd.abgleichen_until("2 liegen nur bei der Zentrale.").await?;
    Ok((anna, bernd))
}

/// Opens a filed letter from the search, without coming by its Vorgang.
async fn open_document(window: &Window, letter: &Practice) -> Result<()> {
    window.suchen(letter.title).await?;
    let hit = format!("Dokument {}", letter.vorgang);
    window.find(&by("button", &hit).start().inside("list", "Treffer")).await?.click().await?;
    window.see(&by("button", &format!("Vorgang {}", letter.vorgang))).await
}

/// Tells a window that the line is down: it notices when it tries.
async fn without_a_line(office: &mut Office, window: &Window) -> Result<()> {
    office.center.stop();
    window.go(Place::Abgleich).await?;
    window.press_button("Jetzt abgleichen").await?;
    window.abgleich_says("Offline").await
}

#[tokio::test]
async fn pinned_akte_is_here_without_a_line_although_others_are_not() -> Result<()> {
    let mut office = Office::start("originale-anheften").await?;
    let (_anna, bernd) = two_letters_far_away(&mut office).await?;
    bernd.go(Place::Akten).await?;
    bernd.open_tree(&MUEHLGAESSCHEN.akte).await?;
    bernd.press_button("Originale hier behalten").await?;
    bernd.read("Die Originale bleiben immer hier:").await?;
    bernd.see(&by("button", "Originale hier behalten").chosen()).await?;
    looks_right(&office, &bernd, "anheften").await?;
    bernd.go(Place::Abgleich).await?;
    bernd.see(&by("listitem", MUEHLGAESSCHEN.akte[2]).part().inside("list", "Immer hier")).await?;
    bernd.read("1 liegt nur bei der Zentrale.").await?;
    bernd.press_button("Einstellen, was hier liegt").await?;
    looks_right(&office, &bernd, "originale").await?;

    without_a_line(&mut office, &bernd).await?;
    open_document(&bernd, &MUEHLGAESSCHEN).await?;
    bernd.read(MUEHLGAESSCHEN.word).await?;
    open_document(&bernd, &LINDE).await?;
    bernd.read("Das Original liegt nur bei der Zentrale, und die ist gerade nicht").await?;

    bernd.go(Place::Abgleich).await?;
    bernd.press_button_with("Nicht mehr immer hier: ").await?;
    bernd.read("Noch nichts. Eine Akte oder ein Vorgang bleibt immer hier").await?;
    bernd.press_button("Rückgängig").await?;
    bernd.see(&by("listitem", MUEHLGAESSCHEN.akte[2]).part().inside("list", "Immer hier")).await
}

#[tokio::test]
async fn original_at_the_centre_is_fetched_for_whoever_looks_at_it() -> Result<()> {
    let mut office = Office::start("originale-holen").await?;
    let (_anna, bernd) = two_letters_far_away(&mut office).await?;
    without_a_line(&mut office, &bernd).await?;
    open_document(&bernd, &LINDE).await?;
    bernd.read("Das Original ist noch nicht auf diesem Arbeitsplatz.").await?;
    bernd.read("Es wird geholt, sobald die Verbindung wieder da ist.").await?;
    looks_right(&office, &bernd, "original-fehlt").await?;
    office.center.restart().await?;
    bernd.press_button_until("Jetzt holen", LINDE.word).await?;
    bernd.go(Place::Abgleich).await?;
    bernd.read("1 Original liegt hier").await?;
    bernd.read("1 liegt nur bei der Zentrale.").await?;
    // Whoever wants them all again gets them all.
    bernd.press_button("Einstellen, was hier liegt").await?;
    bernd.find(&by("radio", "alle")).await?.click().await?;
    bernd.press_button("Speichern").await?;
    bernd.read("2 Originale liegen hier").await
}
