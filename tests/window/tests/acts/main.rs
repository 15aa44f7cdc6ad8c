//! Everything a clerk does, through the real window: one file per act.
//!
//! Started by `cargo xtask test window`, which brings the screen.

mod abgabe;
mod abgleich;
mod akten;
mod anlagen;
mod aussonderung;
mod barrierefrei;
mod einfuegen;
mod eingang;
mod einrichten;
mod erkennung;
mod ersetzend;
mod fehler;
mod geschaeftsgang;
mod harness;
mod kennwort;
mod mitzeichnung;
mod originale;
mod pruefung;
mod rechnung;
mod registratur;
mod scannen;
mod schreiben;
mod sortieren;
mod stapel;
mod suche;
mod verlauf;
mod wiedervorlagen;
mod zentrale;
mod zuordnen;

/// A practice letter and where it belongs.
struct Practice {
    file: &'static str,
    /// Words of its title.
    title: &'static str,
    /// A rare word of its text.
    word: &'static str,
    /// The plan's numbers and the reference of the Akte, from the outside in.
    akte: [&'static str; 3],
    /// A Vorgang of this Akte.
    vorgang: &'static str,
}

/// A letter that names its Vorgang, full of umlauts.
const MUEHLGAESSCHEN: Practice = Practice {
    file: "09-schlagloecher-muehlgaesschen.pdf",
    title: "Größere Schlaglöcher im Mühlgässchen",
    word: "Gänsekresse",
    akte: ["4", "4.2", "4.2-2/2026"],
    vorgang: "4.2-2/2026-1",
};

/// A letter about a matter that has no Vorgang yet.
const LINDE: Practice = Practice {
    file: "08-baumfaellung-linde.pdf",
    title: "Fällung einer Linde",
    word: "Winterlinde",
    akte: ["4", "4.3", "4.3-1/2026"],
    vorgang: "4.3-1/2026-1",
};
