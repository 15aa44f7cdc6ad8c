//! The keyboard: real key events at whatever has the focus.
//!
//! Never sends text to an element behind the person's back.

use anyhow::{Context, Result};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use crate::window::Window;

impl Window {
    /// Presses keys together, such as `Control+Z`, `Alt+1`, `ArrowDown` or `Enter`.
    pub async fn press(&self, keys: &str) -> Result<()> {
        let keys = keys.split('+').map(key).collect::<Result<Vec<char>>>()?;
        let down = keys.iter().map(|&value| KeyAction::Down { value });
        let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
        self.perform(down.chain(up)).await
    }

    /// Types a text, letter by letter.
    pub async fn write(&self, text: &str) -> Result<()> {
        let both = |value| [KeyAction::Down { value }, KeyAction::Up { value }];
        self.perform(text.chars().flat_map(both)).await
    }

    async fn perform(&self, actions: impl Iterator<Item = KeyAction>) -> Result<()> {
        let keyboard = KeyActions::new("keyboard".to_owned());
        let sequence = actions.fold(keyboard, KeyActions::then);
        self.client.perform_actions(sequence).await.context("press keys")
    }
}

fn key(name: &str) -> Result<char> {
    let special = match name {
        "Alt" => Key::Alt,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "ArrowUp" => Key::Up,
        "Control" => Key::Control,
        "Delete" => Key::Delete,
        "End" => Key::End,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "F1" => Key::F1,
        "F2" => Key::F2,
        "F3" => Key::F3,
        "F4" => Key::F4,
        "F5" => Key::F5,
        "F6" => Key::F6,
        "Home" => Key::Home,
        "PageDown" => Key::PageDown,
        "PageUp" => Key::PageUp,
        "Plus" => return Ok('+'),
        "Shift" => Key::Shift,
        "Space" => return Ok(' '),
        "Tab" => Key::Tab,
        _ => {
            let mut letters = name.chars();
            let letter = letters.next().filter(|_| letters.next().is_none());
            return letter.with_context(|| format!("there is no key {name}"));
        }
    };
    Ok(special.into())
}
