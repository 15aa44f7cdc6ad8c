//! The data of an application as rows a person can read: where it stands, and what was filled in.
//!
//! Never guesses what a field means: without the form's schema a field has the name it came with.

use std::collections::BTreeMap;

use serde_json::Value;

pub use crate::baum::XmlError;
use crate::baum::{Knoten, Leser};
use crate::kodierung::kurz;

/// Most rows of one application.
pub const ZEILEN_MAX: usize = 5_000;
/// Longest value that is shown.
pub const WERT_CHARS_MAX: usize = 10_000;
/// Length from which a path is not made longer.
const PFAD_CHARS_MAX: usize = 500;
/// Longest name of a field.
const NAME_CHARS_MAX: usize = 200;
/// Attributes that say something about the format, and nothing that was filled in.
const TECHNISCH: [&str; 4] = ["listURI", "listVersionID", "nil", "schemaLocation"];
/// Most elements of data in XML.
const ELEMENTE_MAX: usize = 200_000;

/// One field that was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zeile {
    /// Names from the outermost group to the field, joined with ` / `; repeated ones are numbered
    /// from 1.
    pub pfad: String,
    /// What was filled in.
    pub wert: String,
}

/// The rows of an application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formular {
    /// The fields, in the order of the data.
    pub zeilen: Vec<Zeile>,
    /// Whether there are more rows, or longer values, than are shown.
    pub gekuerzt: bool,
}

/// Why data cannot be shown as rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormularError {
    /// No JSON.
    #[error("no JSON")]
    Json,
    /// No XML that is read.
    #[error("no XML")]
    Xml(#[from] XmlError),
    /// Neither JSON nor XML is said to be in it.
    #[error("unknown media type")]
    Mime,
}

impl Formular {
    /// Reads data of a media type of the interface.
    pub fn lesen(bytes: &[u8], mime: &str) -> Result<Self, FormularError> {
        let mut formular = Self::default();
        match mime.split(';').next().unwrap_or_default().trim() {
            "application/json" => {
                let value: Value =
                    serde_json::from_slice(bytes).map_err(|_| FormularError::Json)?;
                formular.json("", &value);
            }
            "application/xml" | "text/xml" => {
                let root = Leser::new(bytes, ELEMENTE_MAX)?.ganz()?;
                formular.xml(&root.name, &root);
            }
            _ => return Err(FormularError::Mime),
        }
        Ok(formular)
    }

    fn zeile(&mut self, pfad: &str, wert: &str) {
        if self.zeilen.len() >= ZEILEN_MAX {
            self.gekuerzt = true;
            return;
        }
        // Line breaks of a text field are part of what was written.
        let mut visible = wert.trim().chars().filter(|c| *c == '\n' || !c.is_control());
        let shown = visible.by_ref().take(WERT_CHARS_MAX).collect();
        self.gekuerzt |= visible.next().is_some();
        self.zeilen.push(Zeile { pfad: pfad.to_owned(), wert: shown });
    }

    fn json(&mut self, pfad: &str, value: &Value) {
        match value {
            _ if self.gekuerzt && self.zeilen.len() >= ZEILEN_MAX => {}
            Value::Null => {}
            Value::Bool(value) => self.zeile(pfad, if *value { "ja" } else { "nein" }),
            Value::Number(number) => self.zeile(pfad, &number.to_string()),
            Value::String(text) => self.zeile(pfad, text),
            Value::Array(values) => {
                for (number, value) in values.iter().enumerate() {
                    self.json(&format!("{pfad} {}", number + 1), value);
                }
            }
            Value::Object(fields) => {
                // The address of the schema is no field of the form.
                for (name, value) in fields.iter().filter(|(name, _)| *name != "$schema") {
                    self.json(&joined(pfad, name), value);
                }
            }
        }
    }

    fn xml(&mut self, pfad: &str, node: &Knoten) {
        if self.gekuerzt && self.zeilen.len() >= ZEILEN_MAX {
            return;
        }
        if !node.text.trim().is_empty() {
            self.zeile(pfad, &node.text);
        }
        let fields = node
            .attribute
            .iter()
            .filter(|(name, value)| !value.is_empty() && !TECHNISCH.contains(&name.as_str()));
        for (name, value) in fields {
            self.zeile(&joined(pfad, name), value);
        }
        let mut count: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for child in &node.kinder {
            count.entry(&child.name).or_default().0 += 1;
        }
        for child in &node.kinder {
            let name = joined(pfad, &child.name);
            let (all, before) = count.entry(&child.name).or_default();
            *before += 1;
            let name = if *all > 1 { format!("{name} {before}") } else { name };
            self.xml(&name, child);
        }
    }
}

/// Returns the path of a field; a stranger's names cannot make it grow without end.
fn joined(pfad: &str, name: &str) -> String {
    if pfad.chars().count() >= PFAD_CHARS_MAX {
        return pfad.to_owned();
    }
    let name = kurz(name, NAME_CHARS_MAX);
    if pfad.is_empty() { name } else { format!("{pfad} / {name}") }
}
