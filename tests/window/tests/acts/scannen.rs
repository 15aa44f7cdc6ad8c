//! Paper becomes pages, pages become documents: at the scanner, by keyboard.

use anyhow::{Context, Result, ensure};
use escl::{EsclServer, Faults, blank, sheet};
use serde_json::{Value, json};
use window::{LONG, Office, Place, Query, Window, by, until};

use crate::MUEHLGAESSCHEN;

const TISCH: &str = "Seiten des Stapels";
const UEBERNEHMEN: &str = "In den Posteingang übernehmen";

fn table() -> Query {
    by("listbox", TISCH).focused()
}

/// A page on the table, by its name.
fn page(name: &str) -> Query {
    by("option", name).start().inside("listbox", TISCH)
}

/// A window at the place for scanning, and a device in the corridor.
struct Desk {
    office: Office,
    device: EsclServer,
    window: Window,
}

impl Desk {
    async fn new(name: &str) -> Result<Self> {
        let office = Office::start(name).await?;
        let window = office.window().await?;
        let device = EsclServer::start();
        window.go(Place::Scannen).await?;
        window.see(&table()).await?;
        Ok(Self { office, device, window })
    }

    async fn set_up(name: &str) -> Result<Self> {
        Self::new(name).await?.with_device().await
    }

    /// The device is set up by its address, with nothing but keys.
    async fn with_device(self) -> Result<Self> {
        let window = &self.window;
        let button = by("button", "Scanner einrichten …").focused();
        window.press_until("the keyboard on the way to a scanner", "Tab", &button).await?;
        window.press("Enter").await?;
        window.see(&by("textbox", "Adresse im Netz").focused()).await?;
        window.write(&self.device.root()).await?;
        window.press("Enter").await?;
        // Nothing is accepted by a key too many.
        window.see(&by("heading", "Dieses Gerät antwortet").focused()).await?;
        window.read("Werkstatt Papierwolf 12").await?;
        window.press("Enter").await?;
        window.press("Tab").await?;
        window.see(&by("textbox", "Name für Sie").focused()).await?;
        window.press("Control+a").await?;
        window.write("Kopierer Flur").await?;
        window.press("Enter").await?;
        window.gone(&by("dialog", "Scanner und Profile")).await?;
        window.read("Kopierer Flur").await?;
        Ok(self)
    }

    /// Scans sheets with the first profile's key, until the window says that all are there.
    async fn scan(&self, sheets: &[Vec<u8>], said: &str) -> Result<()> {
        self.device.load(sheets);
        self.window.press("F5").await?;
        self.window.read(said).await
    }

    /// Returns the numbers of the pages on the table in their order: names follow the places.
    async fn order(&self) -> Result<Vec<u64>> {
        let open = self.window.call("scanstapel", json!({})).await?;
        let id = open.pointer("/stapel/0/id").context("no open stack")?;
        let view = self.window.call("scantisch", json!({ "id": id })).await?;
        let pages = view.get("seiten").and_then(Value::as_array).context("no table")?;
        Ok(pages.iter().filter_map(|page| page.get("seite")?.as_u64()).collect())
    }

    async fn lie(&self, wanted: &[u64]) -> Result<()> {
        until(&format!("the pages in the order {wanted:?}"), LONG, async || {
            Ok((self.order().await? == wanted).then_some(()))
        })
        .await
    }

    async fn hand_over(&self, said: &str) -> Result<()> {
        self.window.press("Control+Enter").await?;
        self.window.read(said).await
    }
}

fn sheets(numbers: std::ops::Range<u32>) -> Vec<Vec<u8>> {
    numbers.map(sheet).collect()
}

#[tokio::test]
async fn scanned_paper_becomes_a_filed_document_by_keyboard() -> Result<()> {
    let desk = Desk::set_up("scannen-ablegen").await?;
    let window = &desk.window;
    desk.scan(&sheets(1..4), "3 Seiten sind gekommen.").await?;
    window.see(&page("Seite 3").chosen()).await?;
    desk.hand_over("1 Dokument liegt im Posteingang.").await?;
    window.see(&by("button", "Eingang öffnen (3 Seiten)").focused()).await?;
    window.press("Enter").await?;
    window.see(&by("heading", "Posteingang")).await?;
    window.see(&by("option", "Scan").part().chosen().inside("listbox", "Eingänge")).await?;
    window.choose("Scan").await?;
    window.zuordnen(MUEHLGAESSCHEN.vorgang).await?;
    window.go(Place::Akten).await?;
    window.open_tree(&MUEHLGAESSCHEN.akte).await?;
    window.open_tree(&[MUEHLGAESSCHEN.vorgang]).await?;
    window.see(&by("treeitem", "Scan").part().inside("tree", "Aktenplan")).await
}

#[tokio::test]
async fn scan_is_stopped_and_the_next_one_works() -> Result<()> {
    let desk = Desk::set_up("scannen-abbrechen").await?;
    let window = &desk.window;
    desk.device.faults(Faults { silent_in: Some(2), ..Faults::default() });
    desk.scan(&sheets(1..4), "1 Seite ist da.").await?;
    window.see(&by("button", "Scan abbrechen")).await?;
    window.press("Escape").await?;
    window.read("Der Scan wurde abgebrochen.").await?;
    window.see(&page("Seite 1")).await?;
    desk.device.faults(Faults::default());
    desk.scan(&sheets(5..7), "2 Seiten sind gekommen.").await?;
    window.see(&page("Seite 3").chosen()).await
}

#[tokio::test]
async fn pages_are_moved_turned_split_and_taken_off_by_keyboard() -> Result<()> {
    let desk = Desk::set_up("scannen-tisch").await?;
    let window = &desk.window;
    desk.scan(&sheets(1..5), "4 Seiten sind gekommen.").await?;
    window.see(&table()).await?;
    window.press("Home").await?;
    window.see(&page("Seite 1").chosen()).await?;
    window.press("Alt+ArrowRight").await?;
    desk.lie(&[2, 1, 3, 4]).await?;
    window.see(&page("Seite 2").chosen()).await?;
    window.press("r").await?;
    let turned = "img[style*='rotate(90deg)']";
    until("both pictures turned", LONG, async || {
        Ok((window.count(turned).await? == 2).then_some(()))
    })
    .await?;
    window.press("t").await?;
    window.read("4 Seiten, 2 Dokumente").await?;
    window.press("Delete").await?;
    desk.lie(&[2, 3, 4]).await?;
    window.see(&by("button", "1 herausgenommen")).await?;
    window.press("Control+z").await?;
    desk.lie(&[2, 1, 3, 4]).await?;
    window.see(&by("button", "0 herausgenommen")).await
}

#[tokio::test]
async fn page_is_scanned_again_and_one_put_before_it() -> Result<()> {
    let desk = Desk::set_up("scannen-ersetzen").await?;
    let window = &desk.window;
    desk.scan(&sheets(1..3), "2 Seiten sind gekommen.").await?;
    window.see(&table()).await?;
    window.press("n").await?;
    window.read("Der nächste Scan ersetzt Seite 2.").await?;
    desk.scan(&[sheet(7)], "Eine Seite ist gekommen.").await?;
    desk.lie(&[1, 3]).await?;
    window.press("Home").await?;
    window.press("e").await?;
    window.read("Der nächste Scan kommt vor Seite 1.").await?;
    window.press("Escape").await?;
    window.gone(&by("button", "Doch ans Ende")).await?;
    window.press("e").await?;
    window.see(&by("button", "Doch ans Ende")).await?;
    desk.device.load(&[sheet(8)]);
    window.press("F5").await?;
    desk.lie(&[4, 1, 3]).await
}

#[tokio::test]
async fn backs_are_scanned_from_the_turned_stack() -> Result<()> {
    let desk = Desk::new("scannen-duplex").await?;
    desk.device.one_sided();
    let desk = desk.with_device().await?;
    let window = &desk.window;
    let both = by("button", "Vorder-, dann Rückseiten");
    window.press_until("the keyboard on both sides", "Tab", &both.clone().focused()).await?;
    window.press("Space").await?;
    window.see(&both.chosen()).await?;
    desk.scan(&sheets(1..4), "Jetzt die Rückseiten").await?;
    desk.scan(&[sheet(13), sheet(11)], "Vorder- und Rückseiten passen nicht zusammen").await?;
    window.read("3 Vorderseiten, aber 2 Rückseiten.").await?;
    window.fill("Blätter ohne Rückseite", "2").await?;
    let lay = by("button", "Zusammenlegen").focused();
    window.press_until("the keyboard on what lays them together", "Tab", &lay).await?;
    window.press("Enter").await?;
    desk.lie(&[1, 5, 2, 3, 4]).await?;
    window.read("5 Seiten").await
}

#[tokio::test]
async fn feeder_that_lies_or_is_empty_is_told_calmly() -> Result<()> {
    let desk = Desk::set_up("scannen-einzug").await?;
    let window = &desk.window;
    window.press("F5").await?;
    window.read("Im Einzug liegt kein Papier.").await?;
    desk.device.faults(Faults { repeats: 20, ..Faults::default() });
    desk.scan(&sheets(1..3), "wiederholt und wurde angehalten").await?;
    window.see(&by("button", "Es sind gleiche Blätter: weiterscannen")).await?;
    window.read("1 Seite").await?;
    desk.device.faults(Faults::default());
    desk.scan(&[sheet(4), blank(5)], "1 Leerseite entfernen").await?;
    window.see(&table()).await?;
    window.press("l").await?;
    window.gone(&by("button", "1 Leerseite entfernen")).await
}

#[tokio::test]
async fn open_stack_is_offered_after_a_sudden_end() -> Result<()> {
    let desk = Desk::set_up("scannen-absturz").await?;
    desk.scan(&sheets(1..4), "3 Seiten sind gekommen.").await?;
    let Desk { office, device, window } = desk;
    drop(window);
    let window = office.window_again().await?;
    let desk = Desk { office, device, window };
    let window = &desk.window;
    window.go(Place::Scannen).await?;
    window.read("1 offener Stapel").await?;
    let go_on = by("button", "Weiterarbeiten").focused();
    window.press_until("the keyboard on the open stack", "Tab", &go_on).await?;
    window.press("Enter").await?;
    window.see(&page("Seite 3")).await?;
    desk.hand_over("1 Dokument liegt im Posteingang.").await
}

#[tokio::test]
async fn stack_is_discarded_only_after_a_question() -> Result<()> {
    let desk = Desk::set_up("scannen-verwerfen").await?;
    let window = &desk.window;
    desk.scan(&sheets(1..3), "2 Seiten sind gekommen.").await?;
    window.press_button("Stapel verwerfen …").await?;
    window.read("2 Seiten dieses Stapels werden gelöscht.").await?;
    // The keyboard is on the way out.
    window.press("Enter").await?;
    window.gone(&by("dialog", "Stapel verwerfen")).await?;
    window.see(&page("Seite 2")).await?;
    window.press_button("Stapel verwerfen …").await?;
    window.see(&by("button", "Abbrechen").focused()).await?;
    window.press("Tab").await?;
    window.press("Enter").await?;
    window.read("Der Stapel ist verworfen.").await?;
    window.gone(&page("Seite 1")).await?;
    window.read("Auf dem Tisch liegt nichts.").await
}

#[tokio::test]
async fn profile_gets_another_key() -> Result<()> {
    let desk = Desk::set_up("scannen-profil").await?;
    let window = &desk.window;
    window.press_button("Einstellungen …").await?;
    window.press_button("Profile").await?;
    window.press_button("Profil „Post“ ändern").await?;
    window.choose_option("Funktionstaste", "F4").await?;
    window.press_button("Speichern").await?;
    window.see(&by("button", "Mitgelieferte Profile wiederherstellen")).await?;
    window.press("Escape").await?;
    window.gone(&by("dialog", "Scanner und Profile")).await?;
    desk.device.load(&sheets(1..2));
    window.press("F4").await?;
    window.read("Eine Seite ist gekommen.").await
}

#[tokio::test]
async fn second_scanner_is_set_up_chosen_and_taken_away() -> Result<()> {
    let desk = Desk::set_up("scannen-zweiter").await?;
    let window = &desk.window;
    let second = EsclServer::start();
    window.press_button("Einstellungen …").await?;
    window.fill("Adresse im Netz", &second.root()).await?;
    window.press("Enter").await?;
    window.see(&by("heading", "Dieses Gerät antwortet").focused()).await?;
    window.fill("Name für Sie", "Archivscanner").await?;
    window.press("Enter").await?;
    window.press_button("Archivscanner benutzen").await?;
    window.see(&by("button", "Kopierer Flur benutzen")).await?;
    window.press("Escape").await?;
    window.gone(&by("dialog", "Scanner und Profile")).await?;
    second.load(&sheets(1..3));
    window.press("F5").await?;
    window.read("2 Seiten sind gekommen.").await?;
    ensure!(desk.device.given() == 0, "the other device scanned");
    window.press_button("Einstellungen …").await?;
    window.press_button("Archivscanner entfernen").await?;
    window.press_button("Kopierer Flur entfernen").await?;
    window.press("Escape").await?;
    window.read("Es ist noch kein Scanner eingerichtet.").await?;
    // What was scanned stays, whatever becomes of the device.
    window.see(&page("Seite 2")).await
}

#[tokio::test]
async fn scanning_is_for_everybody_in_light_and_dark_and_at_200_percent() -> Result<()> {
    let desk = Desk::set_up("scannen-alle").await?;
    let window = &desk.window;
    desk.scan(&sheets(1..8), "7 Seiten sind gekommen.").await?;
    window.see(&table()).await?;
    window.press("t").await?;
    window.read("7 Seiten, 2 Dokumente").await?;
    window.press("e").await?;
    for look in ["Hell", "Dunkel"] {
        window.look(look).await?;
        window.shot(&desk.office.room.logs.join(format!("scannen-{look}.png"))).await?;
        let found = window.axe().await?;
        ensure!(found.is_empty(), "{look}: {}", found.join("\n"));
        window.press_button("Einstellungen …").await?;
        let found = window.axe().await?;
        ensure!(found.is_empty(), "{look}, dialog: {}", found.join("\n"));
        window.shot(&desk.office.room.logs.join(format!("dialog-{look}.png"))).await?;
        window.press("Escape").await?;
        window.gone(&by("dialog", "Scanner und Profile")).await?;
    }
    window.zoom_200().await?;
    window.shot(&desk.office.room.logs.join("scannen-200.png")).await?;
    let cut = window.cut().await?;
    ensure!(cut.is_empty(), "{}", cut.join("\n"));
    window.see(&by("button", UEBERNEHMEN)).await
}
