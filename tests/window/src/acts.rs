//! What a clerk does with the window, in the clerk's words, by keyboard.
//!
//! Never a shortcut past the interface.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::json;

use crate::find::{Query, by};
use crate::wait::{LONG, until};
use crate::window::Window;

/// A place of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The post.
    Posteingang,
    /// The post, one item after another.
    Sortieren,
    /// The scanner and its table.
    Scannen,
    /// The tree of files.
    Akten,
    /// What is due.
    Wiedervorlagen,
    /// The folder of signatures.
    Mitzeichnung,
    /// The search.
    Suche,
    /// The reconciliation.
    Abgleich,
    /// The contacts.
    Kontakte,
    /// The end of files.
    Aussonderung,
}

impl Place {
    /// Every place, in the order of the navigation.
    pub const ALL: &[Self] = &[
        Self::Posteingang,
        Self::Sortieren,
        Self::Scannen,
        Self::Akten,
        Self::Wiedervorlagen,
        Self::Mitzeichnung,
        Self::Suche,
        Self::Abgleich,
        Self::Kontakte,
        Self::Aussonderung,
    ];

    /// Returns its name in the navigation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Posteingang => "Posteingang",
            Self::Sortieren => "Sortieren",
            Self::Scannen => "Scannen",
            Self::Akten => "Akten",
            Self::Wiedervorlagen => "Wiedervorlagen",
            Self::Mitzeichnung => "Mitzeichnung",
            Self::Suche => "Suche",
            Self::Abgleich => "Abgleich",
            Self::Kontakte => "Kontakte",
            Self::Aussonderung => "Aussonderung",
        }
    }

    /// Returns its keys: the places are numbered as they stand in the navigation.
    fn keys(self) -> String {
        let before = Self::ALL.iter().take_while(|place| **place != self).count();
        // The tenth has the key 0.
        format!("Alt+{}", (before + 1) % 10)
    }
}

impl Window {
    /// Goes to a place by its keys.
    pub async fn go(&self, place: Place) -> Result<()> {
        self.press(&place.keys()).await?;
        self.see(&by("heading", place.name())).await
    }

    /// Waits until an item whose title contains the words lies in the Posteingang.
    pub async fn arrives(&self, title: &str) -> Result<()> {
        self.see(&by("option", title).part().inside("listbox", "Eingänge")).await
    }

    /// Puts the cursor of the Posteingang on an item, by keys alone.
    pub async fn choose(&self, title: &str) -> Result<()> {
        self.go(Place::Posteingang).await?;
        let list = by("listbox", "Eingänge").focused();
        self.press_until("the keyboard in the list", "F6", &list).await?;
        self.press("Home").await?;
        let wanted = by("option", title).part().chosen().inside("listbox", "Eingänge");
        self.press_until(&format!("the cursor on »{title}«"), "ArrowDown", &wanted).await
    }

    /// Presses a key again and again until something fits.
    pub async fn press_until(&self, what: &str, key: &str, wanted: &Query) -> Result<()> {
        let reached = until(what, LONG, async || {
            if !self.all(wanted).await?.is_empty() {
                return Ok(Some(()));
            }
            self.press(key).await?;
            Ok(None)
        })
        .await;
        self.witness(reached).await
    }

    /// Files the chosen item into a Vorgang by its reference.
    pub async fn zuordnen(&self, vorgang: &str) -> Result<()> {
        self.search_ziel(vorgang).await?;
        self.press("Enter").await?;
        self.read(&format!("Zugeordnet zu {vorgang}")).await
    }

    /// Files the chosen item into a new Vorgang of the Akte that the words find.
    pub async fn vorgang_anlegen(&self, words: &str, betreff: &str) -> Result<()> {
        self.search_ziel(words).await?;
        self.press("Control+Enter").await?;
        let field = by("textbox", "Betreff des neuen Vorgangs");
        self.see(&field.clone().focused()).await?;
        // The field comes with its proposal chosen: typing replaces it.
        self.write(betreff).await?;
        self.press("Enter").await?;
        self.gone(&field).await?;
        self.read("Zugeordnet zu").await
    }

    async fn search_ziel(&self, words: &str) -> Result<()> {
        self.see(&by("listbox", "Eingänge").focused()).await?;
        self.press("Enter").await?;
        self.see(&by("combobox", "Ziel").focused()).await?;
        self.write(words).await?;
        self.see(&by("option", words).part().chosen().inside("listbox", "Mögliche Ziele")).await?;
        // While the button cannot be pressed, the list still answers an older text.
        let ready = until("destinations for these words", LONG, async || {
            let button = self.find(&by("button", "Zuordnen")).await?;
            Ok(button.is_enabled().await?.then_some(()))
        })
        .await;
        self.witness(ready).await
    }

    /// Takes the latest filing back.
    pub async fn zuruecknehmen(&self) -> Result<()> {
        self.press("Control+z").await?;
        self.read("Zuordnung zurückgenommen").await
    }

    /// Searches everything for a text.
    pub async fn suchen(&self, text: &str) -> Result<()> {
        self.go(Place::Suche).await?;
        self.see(&by("searchbox", "Suchbegriff").focused()).await?;
        self.write(text).await
    }

    /// Waits until the search shows a hit whose text contains the words.
    pub async fn hit(&self, words: &str) -> Result<()> {
        self.see(&by("listitem", words).part().inside("list", "Treffer")).await
    }

    /// Has everything reconciled, again and again, until the window says this.
    pub async fn abgleichen_until(&self, text: &str) -> Result<()> {
        self.go(Place::Abgleich).await?;
        self.press_button_until("Jetzt abgleichen", text).await
    }

    /// Presses every button of a name whenever it can be pressed, until the window says this.
    pub async fn press_button_until(&self, name: &str, text: &str) -> Result<()> {
        let said = until(&format!("»{text}« after »{name}«"), LONG, async || {
            if self.text().await?.contains(text) {
                return Ok(Some(()));
            }
            for button in self.all(&by("button", name)).await? {
                if button.is_enabled().await? {
                    self.push(&button).await?;
                }
            }
            Ok(None)
        })
        .await;
        self.witness(said).await
    }

    /// Brings an element wholly into view and clicks it: what is half below an edge counts as
    /// visible, but its middle may be covered.
    async fn push(&self, element: &Element) -> Result<()> {
        let near = "arguments[0].scrollIntoView({ block: 'nearest' })";
        self.client.execute(near, vec![serde_json::to_value(element)?]).await?;
        Ok(element.click().await?)
    }

    /// Presses a button until it is gone: what it did has arrived.
    pub async fn press_button_away(&self, name: &str) -> Result<()> {
        let gone = until(&format!("»{name}« to do its work"), LONG, async || {
            let buttons = self.all(&by("button", name)).await?;
            for button in &buttons {
                if button.is_enabled().await? {
                    self.push(button).await?;
                }
            }
            Ok(buttons.is_empty().then_some(()))
        })
        .await;
        self.witness(gone).await
    }

    /// Presses a button if it is there and can be pressed.
    pub async fn try_button(&self, name: &str) -> Result<()> {
        for button in self.all(&by("button", name)).await? {
            if button.is_enabled().await? {
                button.click().await?;
            }
        }
        Ok(())
    }

    /// Waits until the line about the reconciliation says this.
    pub async fn abgleich_says(&self, text: &str) -> Result<()> {
        let line = by("contentinfo", "Stand des Abgleichs");
        let says =
            until(&format!("»{text}« in the line about the reconciliation"), LONG, async || {
                let line = self.find(&line).await?;
                Ok(line.text().await?.contains(text).then_some(()))
            })
            .await;
        self.witness(says).await
    }
}

impl Window {
    /// Presses a button by its name.
    pub async fn press_button(&self, name: &str) -> Result<()> {
        self.click(&by("button", name)).await
    }

    /// Clicks the one thing that fits, as soon as it stands still long enough to be hit.
    async fn click(&self, query: &Query) -> Result<()> {
        let clicked = until("a click on what fits", LONG, async || {
            let mut found = self.all(query).await?;
            ensure!(found.len() < 2, "{} things fit", found.len());
            let Some(found) = found.pop() else { return Ok(None) };
            self.push(&found).await?;
            Ok(Some(()))
        })
        .await;
        self.witness(clicked.with_context(|| format!("{query:?}"))).await
    }

    /// Presses the button whose name begins with these words.
    pub async fn press_button_with(&self, words: &str) -> Result<()> {
        Ok(self.find(&by("button", words).start()).await?.click().await?)
    }

    /// Puts the keyboard into a field by its name and replaces its content.
    pub async fn fill(&self, field: &str, text: &str) -> Result<()> {
        self.click(&by("textbox", field)).await?;
        self.see(&by("textbox", field).focused()).await?;
        self.press("Control+a").await?;
        self.write(text).await
    }

    /// Puts the keyboard into a search field and writes what is looked for.
    pub async fn click_search(&self, field: &str, text: &str) -> Result<()> {
        self.click(&by("searchbox", field)).await?;
        self.see(&by("searchbox", field).focused()).await?;
        self.press("Control+a").await?;
        self.write(text).await
    }

    /// Chooses from a list of the system the one line that holds these words.
    pub async fn choose_option(&self, list: &str, words: &str) -> Result<()> {
        let chosen = until(&format!("»{words}« in »{list}«"), LONG, async || {
            let Some(list) = self.all(&by("combobox", list)).await?.pop() else { return Ok(None) };
            for option in list.find_all(Locator::Css("option")).await? {
                if option.text().await?.contains(words) {
                    option.click().await?;
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await;
        self.witness(chosen).await
    }

    /// Gives what the cursor of the tree stands on a new Betreff, by keys alone.
    pub async fn betreff_aendern(&self, betreff: &str) -> Result<()> {
        self.press("F2").await?;
        self.see(&by("textbox", "Betreff").focused()).await?;
        // The field comes with the old Betreff chosen: typing replaces it.
        self.write(betreff).await?;
        self.press("Enter").await?;
        self.read("Der Betreff ist geändert.").await
    }

    /// Begins something new below what the cursor of the tree stands on, by keys alone.
    pub async fn anlegen(&self, button: &str, betreff: &str) -> Result<()> {
        self.press("Enter").await?;
        self.gone(&by("tree", "Aktenplan").focused()).await?;
        let focused = by("button", button).focused();
        self.press_until(&format!("the keyboard on »{button}«"), "Tab", &focused).await?;
        self.press("Enter").await?;
        self.see(&by("textbox", "Betreff").focused()).await?;
        self.write(betreff).await?;
        self.press("Enter").await?;
        self.read("Angelegt:").await?;
        self.see(&by("treeitem", betreff).part().inside("tree", "Aktenplan")).await
    }

    /// Opens the tree of files along a path of plan numbers and references, by the arrow keys.
    pub async fn open_tree(&self, path: &[&str]) -> Result<()> {
        self.see(&by("tree", "Aktenplan").focused()).await?;
        self.press("Home").await?;
        for sign in path {
            let node = by("treeitem", &format!("{sign} ")).start();
            // A node is there only once the one above it has been read.
            self.see(&node.clone().inside("tree", "Aktenplan")).await?;
            let wanted = node.chosen().inside("tree", "Aktenplan");
            self.press_until(&format!("the cursor on {sign}"), "ArrowDown", &wanted).await?;
            self.press("ArrowRight").await?;
        }
        Ok(())
    }

    /// Lets files be dragged over the window and dropped, as the system reports it.
    pub async fn drop_files(&self, paths: &[&Path]) -> Result<()> {
        let payload = json!({ "paths": paths, "position": { "x": 300, "y": 300 } });
        let event = |name: &str| json!({ "event": format!("tauri://{name}"), "payload": payload });
        let emit = "plugin:event|emit";
        let area = until("the window to take files", LONG, async || {
            self.invoke(emit, event("drag-enter")).await?;
            Ok(self.text().await?.contains("Hier loslassen").then_some(()))
        })
        .await;
        self.witness(area).await?;
        self.invoke(emit, event("drag-drop")).await?;
        Ok(())
    }

    /// Pastes a file where the keyboard is, as the system hands it over.
    pub async fn paste_file(&self, name: &str, mime: &str, bytes: &[u8]) -> Result<()> {
        let script = "
            const [name, type, hex] = arguments;
            const bytes = new Uint8Array(hex.match(/../g).map((two) => parseInt(two, 16)));
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([bytes], name, { type }));
            const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
            (document.activeElement ?? document.body).dispatchEvent(event);";
        let arguments = vec![name.into(), mime.into(), hex::encode(bytes).into()];
        self.client.execute(script, arguments).await.context("paste")?;
        Ok(())
    }
}
