//! Finds things as assistive technology does: by role and accessible name.
//!
//! Never by class, id or position, so that the tests also guard accessibility.

use anyhow::{Context, Result, ensure};
use fantoccini::elements::{Element, ElementRef};
use serde_json::{Value, json};

use crate::wait::{LONG, until};
use crate::window::Window;

const SCRIPT: &str = include_str!("find.js");
/// Key under which WebDriver hands over an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What to look for, perhaps inside something else.
#[derive(Debug, Clone)]
pub struct Query {
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
struct Step {
    role: String,
    name: String,
    /// How the name must fit: `whole`, `part` or `start`.
    fit: &'static str,
    focused: bool,
    chosen: bool,
    idle: bool,
}

impl Step {
    fn new(role: &str, name: &str) -> Self {
        let (role, name) = (role.to_owned(), name.to_owned());
        Self { role, name, fit: "whole", focused: false, chosen: false, idle: false }
    }
}

/// Looks for a role and an accessible name; any name if it is empty.
pub fn by(role: &str, name: &str) -> Query {
    Query { steps: vec![Step::new(role, name)] }
}

impl Query {
    /// Accepts a name that only contains the text.
    #[must_use]
    pub fn part(mut self) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.fit = "part";
        }
        self
    }

    /// Accepts a name that only begins with the text.
    #[must_use]
    pub fn start(mut self) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.fit = "start";
        }
        self
    }

    /// Accepts only what has the keyboard.
    #[must_use]
    pub fn focused(mut self) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.focused = true;
        }
        self
    }

    /// Accepts only what is selected, pressed or current.
    #[must_use]
    pub fn chosen(mut self) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.chosen = true;
        }
        self
    }

    /// Accepts only what is not busy.
    #[must_use]
    pub fn idle(mut self) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.idle = true;
        }
        self
    }

    /// Looks only inside another role and name.
    #[must_use]
    pub fn inside(mut self, role: &str, name: &str) -> Self {
        self.steps.insert(0, Step::new(role, name));
        self
    }

    fn arguments(&self) -> Value {
        let step = |step: &Step| {
            let Step { role, name, fit, focused, chosen, idle } = step;
            json!({
                "role": role, "name": name, "fit": fit,
                "focused": focused, "chosen": chosen, "idle": idle,
            })
        };
        self.steps.iter().map(step).collect()
    }

    fn shown(&self) -> String {
        let steps = self.steps.iter().map(|step| format!("{} »{}«", step.role, step.name));
        steps.collect::<Vec<_>>().join(" › ")
    }
}

impl Window {
    /// Returns everything visible that fits, as it is now.
    pub async fn all(&self, query: &Query) -> Result<Vec<Element>> {
        let found = self.client.execute(SCRIPT, vec![query.arguments()]).await?;
        let found = found.as_array().context("the search returned no list")?;
        let ids = found.iter().filter_map(|item| item.get(ELEMENT)?.as_str());
        let element = |id: &str| {
            Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))
        };
        Ok(ids.map(element).collect())
    }

    /// Waits until exactly one thing fits, and returns it.
    pub async fn find(&self, query: &Query) -> Result<Element> {
        let found = until(&query.shown(), LONG, async || {
            let mut found = self.all(query).await?;
            ensure!(found.len() < 2, "{} things fit", found.len());
            Ok(found.pop())
        })
        .await;
        self.witness(found).await
    }

    /// Waits until something fits.
    pub async fn see(&self, query: &Query) -> Result<()> {
        let seen = until(&query.shown(), LONG, async || {
            Ok((!self.all(query).await?.is_empty()).then_some(()))
        })
        .await;
        self.witness(seen).await
    }

    /// Waits until nothing fits any more.
    pub async fn gone(&self, query: &Query) -> Result<()> {
        let gone = until(&format!("the end of {}", query.shown()), LONG, async || {
            Ok(self.all(query).await?.is_empty().then_some(()))
        })
        .await;
        self.witness(gone).await
    }

    /// Waits until a text stands somewhere in the window.
    pub async fn read(&self, text: &str) -> Result<()> {
        let seen = until(&format!("the text »{text}«"), LONG, async || {
            Ok(self.text().await?.contains(text).then_some(()))
        })
        .await;
        self.witness(seen).await
    }

    /// Returns all text that the window shows now, white space made single.
    pub async fn text(&self) -> Result<String> {
        let text = self.client.execute("return document.body.innerText", vec![]).await?;
        let text = text.as_str().unwrap_or_default();
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}
