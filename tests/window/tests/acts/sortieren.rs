//! The pile of post is sorted by keyboard: proposals, their reasons in the page, corrections.

use anyhow::{Context, Result, ensure};
use window::{LONG, Office, Place, Query, Window, by, until};

use crate::{LINDE, MUEHLGAESSCHEN, Practice, erkennung};

const GERUEST: Practice = Practice {
    file: "02-sondernutzung-geruest.pdf",
    title: "Gerüst auf dem Gehweg",
    word: "Fußgängertunnel",
    akte: ["4", "4.2", "4.2-1/2026"],
    vorgang: "4.2-1/2026-2",
};
const CAFE: Practice = Practice {
    file: "03-gewerbeanmeldung-nachfrage.pdf",
    title: "Gewerbeanmeldung Café Zeitlos",
    word: "Adventssonntagen",
    akte: ["3", "3.1", "3.1-1/2026"],
    vorgang: "3.1-1/2026-1",
};
const GRAB: Practice = Practice {
    file: "06-grabstaette-verlaengerung.pdf",
    title: "Waldfriedhof, Grabfeld C",
    word: "Einfassung",
    akte: ["6", "6.1", "6.1-1/2026"],
    vorgang: "6.1-1/2026-1",
};
const SAEGEWERK: Practice = Practice {
    file: "07-laermbeschwerde-saegewerk.pdf",
    title: "Lärm vom Sägewerk",
    word: "Gattersäge",
    akte: ["3", "3.2", "3.2-1/2026"],
    vorgang: "3.2-1/2026-1",
};

const PANEL: &str = "Vorschlag zum Eingang";

fn proposal(words: &str) -> Query {
    by("option", words).part().inside("listbox", "Vorschläge")
}

/// Lets letters arrive one after the other, so that they lie in the pile in this order.
async fn pile(office: &Office, letters: &[&Practice]) -> Result<Window> {
    let window = office.window().await?;
    for letter in letters {
        office.deliver(letter.file)?;
        window.arrives(letter.title).await?;
    }
    Ok(window)
}

/// Waits until an item is in view and its keys count.
async fn in_view(window: &Window, title: &str) -> Result<()> {
    window.see(&by("heading", title).part().inside("region", PANEL)).await?;
    window.see(&by("region", PANEL).idle()).await
}

/// Waits until a proposal is the one that Enter would file into.
async fn ready(window: &Window, letter: &Practice) -> Result<()> {
    in_view(window, letter.title).await?;
    window.see(&proposal(letter.vorgang).chosen()).await
}

/// Returns number and reference of a proposed Vorgang that is not the first one.
async fn other_vorgang(window: &Window) -> Result<(usize, String)> {
    let options = window.all(&proposal("")).await?;
    for (index, option) in options.iter().enumerate().skip(1) {
        let text = option.text().await?;
        let sign = text.split_whitespace().find(|word| word.contains("/2026-"));
        if let Some(sign) = sign {
            return Ok((index + 1, sign.to_owned()));
        }
    }
    anyhow::bail!("no other Vorgang among {} proposals", options.len())
}

#[tokio::test]
async fn pile_is_worked_off_by_keyboard_alone() -> Result<()> {
    let office = Office::start("sortieren-stapel").await?;
    let window = pile(&office, &[&GERUEST, &CAFE, &GRAB, &SAEGEWERK]).await?;
    window.go(Place::Sortieren).await?;
    ready(&window, &GERUEST).await?;
    window.read("1 von 4").await?;
    window.read(GERUEST.word).await?;
    window.shot(&office.room.logs.join("stapel.png")).await?;
    window.press("Enter").await?;
    window.read(&format!("Zugeordnet zu {}", GERUEST.vorgang)).await?;
    // What was proposed second is right for once: two keys.
    ready(&window, &CAFE).await?;
    let (number, sign) = other_vorgang(&window).await?;
    window.press(&number.to_string()).await?;
    window.see(&proposal(&sign).chosen()).await?;
    window.press("Enter").await?;
    window.read(&format!("Zugeordnet zu {sign}: {}", CAFE.title)).await?;
    in_view(&window, GRAB.title).await?;
    // It was not, after all.
    window.press("Control+z").await?;
    window.read(&format!("Zuordnung zurückgenommen: {}", CAFE.title)).await?;
    in_view(&window, CAFE.title).await?;
    window.read("2 von 4").await?;
    window.press("1").await?;
    window.see(&proposal(CAFE.vorgang).chosen()).await?;
    window.press("Enter").await?;
    window.read(&format!("Zugeordnet zu {}: {}", CAFE.vorgang, CAFE.title)).await?;
    in_view(&window, GRAB.title).await?;
    window.press("s").await?;
    ready(&window, &SAEGEWERK).await?;
    window.press("Enter").await?;
    window.read("Der Stapel ist durchgesehen").await?;
    window.read("3 zugeordnet, 1 übersprungen.").await?;
    window.press("Escape").await?;
    window.arrives(GRAB.title).await?;
    let waiting = window.all(&by("option", "").inside("listbox", "Eingänge")).await?.len();
    ensure!(waiting == 1, "{waiting} items wait instead of one");
    window.go(Place::Akten).await?;
    window.open_tree(&CAFE.akte).await?;
    window.open_tree(&[CAFE.vorgang]).await?;
    window.see(&by("treeitem", CAFE.title).part().inside("tree", "Aktenplan")).await
}

#[tokio::test]
async fn enter_that_comes_too_early_files_nothing() -> Result<()> {
    const ENTER: &str = "\u{e007}\u{e007}\u{e007}";
    let office = Office::start("sortieren-zu-frueh").await?;
    let window = pile(&office, &[&GERUEST, &CAFE]).await?;
    window.go(Place::Sortieren).await?;
    ready(&window, &GERUEST).await?;
    window.write(ENTER).await?;
    window.read(&format!("Zugeordnet zu {}", GERUEST.vorgang)).await?;
    ready(&window, &CAFE).await?;
    window.read("2 von 2").await?;
    window.press("Escape").await?;
    window.arrives(CAFE.title).await?;
    let waiting = window.all(&by("option", "").inside("listbox", "Eingänge")).await?.len();
    ensure!(waiting == 1, "{waiting} items wait instead of one");
    Ok(())
}

#[tokio::test]
async fn typed_word_finds_what_was_not_proposed() -> Result<()> {
    let office = Office::start("sortieren-suche").await?;
    let window = pile(&office, &[&GERUEST, &LINDE]).await?;
    window.go(Place::Sortieren).await?;
    in_view(&window, GERUEST.title).await?;
    window.write("esche").await?;
    window.see(&by("combobox", "Ziel").focused()).await?;
    let found = by("option", "Esche am Spielplatz").part().chosen();
    window.see(&found.inside("listbox", "Mögliche Ziele")).await?;
    window.see(&by("region", PANEL).idle()).await?;
    window.shot(&office.room.logs.join("suche.png")).await?;
    window.press("Enter").await?;
    window.read(&format!("Zugeordnet zu {}", LINDE.vorgang)).await?;
    // Nothing has a Vorgang for this one yet.
    in_view(&window, LINDE.title).await?;
    window.press("/").await?;
    window.see(&by("combobox", "Ziel").focused()).await?;
    window.write(LINDE.akte[2]).await?;
    let akte = by("option", "Baumschutz").part().inside("listbox", "Mögliche Ziele");
    window.see(&akte).await?;
    window.press("Control+Enter").await?;
    window.see(&by("textbox", "Betreff des neuen Vorgangs").focused()).await?;
    window.write("Winterlinde Am Anger 6").await?;
    window.see(&by("region", PANEL).idle()).await?;
    window.press("Enter").await?;
    window.read("Der Stapel ist durchgesehen").await?;
    window.go(Place::Akten).await?;
    window.open_tree(&LINDE.akte).await?;
    window.see(&by("treeitem", "Winterlinde Am Anger 6").part().inside("tree", "Aktenplan")).await
}

#[tokio::test]
async fn sorting_shows_the_reason_in_the_page() -> Result<()> {
    let office = Office::start("sortieren-beleg").await?;
    let window = pile(&office, &[&MUEHLGAESSCHEN]).await?;
    window.choose(MUEHLGAESSCHEN.title).await?;
    let shown = by("option", MUEHLGAESSCHEN.vorgang).part().chosen();
    window.see(&shown.inside("listbox", "Mögliche Ziele")).await?;
    window.press_button_with("Aktenzeichen").await?;
    marked(&window, MUEHLGAESSCHEN.vorgang, ".textLayer .highlight").await?;
    window.shot(&office.room.logs.join("beleg.png")).await?;
    // The same by a key, where the pile is sorted.
    window.go(Place::Sortieren).await?;
    ready(&window, &MUEHLGAESSCHEN).await?;
    window.press("F3").await?;
    marked(&window, MUEHLGAESSCHEN.vorgang, ".textLayer .highlight").await?;
    window.shot(&office.room.logs.join("fundstelle.png")).await
}

/// Waits until words are marked in the page, and are what is looked for in the document.
async fn marked(window: &Window, words: &str, marks: &str) -> Result<()> {
    let field = by("searchbox", "Im Dokument suchen");
    until("marks on the words", LONG, async || {
        let value = window.find(&field).await?.prop("value").await?.context("no value")?;
        ensure!(words.contains(&value) || value.contains(words), "»{value}« is looked for");
        Ok((window.count(marks).await? > 0).then_some(()))
    })
    .await
}

#[tokio::test]
async fn sorting_shows_the_reason_on_a_scan() -> Result<()> {
    let office = Office::start("sortieren-scan").await?;
    let window = office.window().await?;
    office.deliver_bytes("gescannter-brief.pdf", &erkennung::letter(1)?)?;
    window.arrives("gescannter").await?;
    window.choose("gescannter").await?;
    // The proposal comes with the text that is read from the picture.
    let shown = by("option", MUEHLGAESSCHEN.vorgang).part();
    window.see(&shown.inside("listbox", "Mögliche Ziele")).await?;
    window.press_button_with("Aktenzeichen").await?;
    marked(&window, MUEHLGAESSCHEN.vorgang, ".fh-funde .in-view").await
}

#[tokio::test]
async fn what_was_read_goes_with_the_document() -> Result<()> {
    let office = Office::start("sortieren-angaben").await?;
    let window = pile(&office, &[&MUEHLGAESSCHEN]).await?;
    window.go(Place::Sortieren).await?;
    ready(&window, &MUEHLGAESSCHEN).await?;
    let title = by("textbox", "Titel").inside("region", "Angaben zum Dokument");
    window.press_until("the keyboard in the title", "Tab", &title.clone().focused()).await?;
    window.press("Control+a").await?;
    window.write("Löcher im Pflaster").await?;
    window.press("Tab").await?;
    let kind = by("textbox", "Art").focused();
    window.press_until("the keyboard in the kind", "Tab", &kind).await?;
    window.press("Control+a").await?;
    window.write("Beschwerde").await?;
    // Enter files from a field as well.
    window.press("Enter").await?;
    window.read("Der Stapel ist durchgesehen").await?;
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    window.press_button_with("Löcher im Pflaster").await?;
    window.see(&by("heading", "Löcher im Pflaster").part()).await?;
    window.read("Beschwerde").await
}

#[tokio::test]
async fn automatic_sorting_is_listed_looked_at_and_taken_back() -> Result<()> {
    let office = Office::start("sortieren-selbst").await?;
    let name = "Gemeinde Lindenhain";
    let words = ["mandant-add", "registratur", "--kuerzel", "LH", "--name", name];
    office.center.admin(&[&words[..], &["--selbsttaetig-ab", "95"]].concat())?;
    let window = office.window().await?;
    for letter in [&GERUEST, &SAEGEWERK] {
        office.deliver(letter.file)?;
    }
    window.read("2 Schreiben wurden selbsttätig abgelegt").await?;
    window.press_button("Ansehen").await?;
    let list = by("listbox", "Selbsttätig abgelegt").focused();
    window.see(&list).await?;
    let row = |letter: &Practice| {
        by("option", letter.title).part().inside("listbox", "Selbsttätig abgelegt")
    };
    window.see(&row(&GERUEST)).await?;
    window.see(&row(&SAEGEWERK)).await?;
    window.shot(&office.room.logs.join("selbsttaetig.png")).await?;
    window.press("Home").await?;
    window.press_until("the cursor", "ArrowDown", &row(&SAEGEWERK).chosen()).await?;
    window.press("z").await?;
    window.read("Zurückgenommen, wartet wieder im Posteingang").await?;
    window.gone(&row(&SAEGEWERK)).await?;
    window.press("g").await?;
    window.read("Alles ist angesehen.").await?;
    window.press("Escape").await?;
    window.arrives(SAEGEWERK.title).await?;
    window.gone(&by("button", "Ansehen")).await
}

#[tokio::test]
async fn automatic_sorting_that_is_off_is_told_only_in_the_help() -> Result<()> {
    let office = Office::start("sortieren-aus").await?;
    let window = pile(&office, &[&GERUEST]).await?;
    window.gone(&by("button", "Ansehen")).await?;
    window.press("F1").await?;
    window.press_button("Selbsttätig abgelegte Schreiben ansehen").await?;
    window.read("Das Amt hat das selbsttätige Ablegen nicht eingeschaltet.").await?;
    window.press("Escape").await?;
    window.arrives(GERUEST.title).await
}

async fn axe_is_content(name: &str, look: &str) -> Result<()> {
    let office = Office::start(name).await?;
    let window = pile(&office, &[&GERUEST, &LINDE]).await?;
    window.look(look).await?;
    window.go(Place::Sortieren).await?;
    ready(&window, &GERUEST).await?;
    let mut found = window.axe().await?;
    window.shot(&office.room.logs.join("sortieren.png")).await?;
    window.press("/").await?;
    window.see(&by("combobox", "Ziel").focused()).await?;
    found.extend(window.axe().await?);
    window.press("Escape").await?;
    window.press("F1").await?;
    window.press_button("Selbsttätig abgelegte Schreiben ansehen").await?;
    window.read("Das Amt hat das selbsttätige Ablegen nicht eingeschaltet.").await?;
    found.extend(window.axe().await?);
    ensure!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[tokio::test]
async fn axe_finds_nothing_while_sorting_in_light() -> Result<()> {
    axe_is_content("sortieren-hell", "Hell").await
}

#[tokio::test]
async fn axe_finds_nothing_while_sorting_in_dark() -> Result<()> {
    axe_is_content("sortieren-dunkel", "Dunkel").await
}

#[tokio::test]
async fn sorting_is_not_cut_off_at_200_percent() -> Result<()> {
    let office = Office::start("sortieren-200").await?;
    let window = pile(&office, &[&GERUEST]).await?;
    window.zoom_200().await?;
    window.go(Place::Sortieren).await?;
    ready(&window, &GERUEST).await?;
    let found = window.cut().await?;
    window.shot(&office.room.logs.join("sortieren-200.png")).await?;
    ensure!(found.is_empty(), "{} things are cut off:\n{}", found.len(), found.join("\n"));
    Ok(())
}
