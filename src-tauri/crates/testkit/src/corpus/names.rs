//! Good letters under names that have made other programs stumble.
//!
//! Never a name that Linux cannot hold; what a system refuses is left out there.

use anyhow::Result;

use super::{Shelf, sample};
use crate::bad;

pub(super) fn put(shelf: &mut Shelf<'_>, seed: u64) -> Result<()> {
    let letter = crate::letters::generate(seed ^ 0xa3e5, 1).next();
    let letter = letter.map(|(_, pdf)| pdf).unwrap_or_default();
    let pages = lopdf::Document::load_mem(&letter)?.get_pages().len();
    for (number, name) in names().into_iter().enumerate() {
        // A note behind the end makes each one another document.
        let bytes = [letter.as_slice(), format!("\n% {number}\n").as_bytes()].concat();
        let file = sample("name", format!("name/{name}"), bytes);
        shelf.put(file.pages(u32::try_from(pages)?).text(true))?;
    }
    Ok(())
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "F\u{e4}lder.pdf",
        "Fa\u{308}lder.pdf",
        "Gro\u{df}e Anfrage \u{20ac}.pdf",
        "mit  zwei  Leerzeichen.pdf",
        " vorn und hinten .pdf",
        "punkt am ende.pdf.",
        ".versteckt.pdf",
        "-rf.pdf",
        "zeile\numbruch.pdf",
        "tab\tulator.pdf",
        "\u{1f4c4}\u{1f3e1} Antrag.pdf",
        "\u{202e}fdp.exe.pdf",
        "\u{5d0}\u{5d1}\u{5d2}.pdf",
        "\u{645}\u{631}\u{62d}\u{628}\u{627}.pdf",
        "\u{540d}\u{524d}.pdf",
        "a:b?c*d\"e<f>g|h.pdf",
        "CON.pdf",
        "Akte.pdf",
        "akte.PDF",
        "$(echo).pdf",
        "%2e%2e%2f.pdf",
        "tief/tiefer/noch tiefer/am tiefsten/Brief.pdf",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    names.push(bad::longest_name());
    if cfg!(windows) {
        let cannot = |name: &String| {
            name.contains(['\n', '\t', ':', '?', '*', '"', '<', '>', '|'])
                || name.starts_with("CON")
                || name.ends_with('.')
        };
        names.retain(|name| !cannot(name));
    }
    names
}
