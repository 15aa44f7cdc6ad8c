//! What a clerk does with the window, in the clerk's words, by keyboard.
//!
//! Never a shortcut past the interface.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::find::{Query, by};
use crate::wait::{LONG, until};
use crate::window::Window;

/// A place of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The post.
    Posteingang,
    /// The tree of files.
    Akten,
    /// The search.
    Suche,
    /// The reconciliation.
    Abgleich,
}

impl Place {
    /// Every place, in the order of the navigation.
    pub const ALL: [Self; 4] = [Self::Posteingang, Self::Akten, Self::Suche, Self::Abgleich];

    /// Returns its name in the navigation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Posteingang => "Posteingang",
            Self::Akten => "Akten",
            Self::Suche => "Suche",
            Self::Abgleich => "Abgleich",
        }
    }

    fn keys(self) -> &'static str {
        match self {
            Self::Posteingang => "Alt+1",
            Self::Akten => "Alt+2",
            Self::Suche => "Alt+3",
            Self::Abgleich => "Alt+4",
        }
    }
}

impl Window {
    /// Goes to a place by its keys.
    pub async fn go(&self, place: Place) -> Result<()> {
        self.press(place.keys()).await?;
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
    async fn press_until(&self, what: &str, key: &str, wanted: &Query) -> Result<()> {
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

    /// Files the chosen item into the first destination that the words find.
    pub async fn zuordnen(&self, words: &str) -> Result<()> {
        self.search_ziel(words).await?;
        self.press("Enter").await?;
        self.read("Zugeordnet zu").await
    }

    /// Files the chosen item into a new Vorgang of the Akte that the words find.
    pub async fn vorgang_anlegen(&self, words: &str, betreff: &str) -> Result<()> {
        self.search_ziel(words).await?;
        self.press("Control+Enter").await?;
        self.see(&by("textbox", "Betreff des neuen Vorgangs").focused()).await?;
        // The field comes with its proposal chosen: typing replaces it.
        self.write(betreff).await?;
        self.press("Enter").await?;
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
        Ok(self.find(&by("button", name)).await?.click().await?)
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

    /// Lets files be dropped on the window, as the system reports it.
    pub async fn drop_files(&self, paths: &[&Path]) -> Result<()> {
        let payload = json!({ "paths": paths, "position": { "x": 300, "y": 300 } });
        let event = json!({ "event": "tauri://drag-drop", "payload": payload });
        self.invoke("plugin:event|emit", event).await?;
        Ok(())
    }
}
