//! What can be said about a whole window: accessibility, and whether anything is cut off.
//!
//! Never an opinion about beauty.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::find::by;
use crate::paths;
use crate::wait::{LONG, until};
use crate::window::Window;

impl Window {
    /// Returns the title of the page.
    pub async fn title(&self) -> Result<String> {
        self.client.title().await.context("the title")
    }

    /// Takes on a look by its button: `Hell` or `Dunkel`.
    pub async fn look(&self, look: &str) -> Result<()> {
        let button = by("button", look).inside("group", "Darstellung");
        self.find(&button).await?.click().await.context("change the look")?;
        self.see(&button.chosen()).await
    }

    /// Counts what only the eye sees, such as marks on a page, by a selector.
    pub async fn count(&self, selector: &str) -> Result<u64> {
        let script = "return document.querySelectorAll(arguments[0]).length";
        let count = self.client.execute(script, vec![selector.into()]).await?;
        count.as_u64().context("no number")
    }

    /// Returns what axe-core has against the window as it is now.
    pub async fn axe(&self) -> Result<Vec<String>> {
        let path = paths::root().join("ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&path)
            .with_context(|| format!("read {}; run `npm ci` in ui/", path.display()))?;
        self.client.execute(&axe, vec![]).await.context("load axe-core")?;
        let run = "
            const [done] = [arguments[arguments.length - 1]];
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(
              (result) => done(result.violations.flatMap((rule) => rule.nodes.map(
                (node) => `${rule.id}: ${rule.help}: ${node.target.join(' ')}: ${node.html}`))),
              (error) => done([`axe-core failed: ${error}`]),
            );";
        Ok(lines(&self.client.execute_async(run, vec![]).await?))
    }

    /// Returns what does not fit into the width of the window and cannot be scrolled to.
    pub async fn cut(&self) -> Result<Vec<String>> {
        let script = "
            const wide = innerWidth + 1;
            const scrolls = (e) => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
            const kept = (e) => {
              for (let p = e.parentElement; p; p = p.parentElement) if (scrolls(p)) return true;
              return false;
            };
            const out = [...document.querySelectorAll('body *')].filter((e) => {
              const box = e.getBoundingClientRect();
              const shown = e.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
              return shown && (box.right > wide || box.left < -1) && !kept(e);
            });
            const page = document.scrollingElement;
            const all = out.map((e) => `${e.tagName} ${e.className} »${e.textContent.slice(0, 40)}«`);
            if (page.scrollWidth > page.clientWidth + 1) all.unshift(`page: ${page.scrollWidth} > ${page.clientWidth}`);
            return all;";
        Ok(lines(&self.client.execute(script, vec![]).await?))
    }

    /// Makes the window's content twice as large.
    pub async fn zoom_200(&self) -> Result<()> {
        let before = self.inner_width().await?;
        let zoom = json!({ "label": "main", "value": 2.0 });
        self.invoke("plugin:webview|set_webview_zoom", zoom).await?;
        until("twice the size", LONG, async || {
            Ok((self.inner_width().await? <= before / 2 + 1).then_some(()))
        })
        .await
    }

    /// Returns the width of the content in its own pixels.
    pub async fn inner_width(&self) -> Result<u64> {
        let width = self.client.execute("return Math.round(innerWidth)", vec![]).await?;
        width.as_u64().context("the window has no width")
    }
}

fn lines(answer: &Value) -> Vec<String> {
    let list = answer.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
