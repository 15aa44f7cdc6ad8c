//! A year of a town's post: letters as they arrive, and what is true of each.
//!
//! `cargo xtask town --seed N --out DIR [--letters N] [--text-only]` plays the year of a small
//! town that does not exist. Matters of 42 kinds (building, dog tax, accidents, tenders, graves …)
//! begin, go on and are closed; about 600 households, offices, firms, lawyers and clubs write
//! about them, many about several at a time. A course says which letters a matter brings, when,
//! and from whom (`verlauf`); a matter's own words (street, thing, animal, plate,
//! plot) are drawn once and recur in several forms (`sache`); what a letter says comes from
//! templates of more than 160 kinds in `texte/` (`vorlage`). So letters of one kind share most of
//! their words across matters, and what tells matters apart is little, misspelt and sometimes
//! missing.
//!
//! # What makes it hard
//!
//! - Of a hundred letters about 35 carry our Aktenzeichen (some of the Akte alone, some with other
//!   separators, spaces or a line's end in it), 12 our Kassenzeichen or invoice, 15 only the sign
//!   of their own that an earlier letter carried, 3 our QR code, 3 a wrong reference, 32 none. A
//!   quarter open a new Vorgang.
//! - One sender has several matters at once; every seventh matter begins within days of another of
//!   the same sender. Families share name, address and account, firms differ in a word, the
//!   departments of a house share its name, customers' numbers are the same in every letter.
//! - Numbers that look like our references and are none; other people's files; a neighbouring town
//!   whose signs are formed like ours.
//! - People write by hand, by the rules of their youth, without subject or date, in January with
//!   last year's; spouses answer for each other.
//! - An address book that has part of them, with fields missing or spelt in another way.
//! - Some Vorgänge get a letter after they were closed.
//!
//! # The folder
//!
//! | File | Content |
//! |---|---|
//! | `truth.json` | one object, [`wahrheit::Wahrheit`] |
//! | `post/00001.pdf` … | the letters: PDFs with text, scans (one picture a page), stacks of scans with several letters; named after the first letter in it; not with `--text-only` |
//! | `text/00001.txt` … | each letter's text as a reader gets it, a form feed between two pages |
//!
//! The text of a scan went through a model of reading (`rauschen`), not through Tesseract, whose
//! turn takes hours for a year; who wants the real thing reads the PDFs.
//!
//! The same seed gives the same bytes, with however many threads; with `--text-only` the same
//! truth and texts. Never a real person, place, firm or office: postal codes and telephone
//! prefixes are given to nobody, and accounts are well formed at a bank that does not exist.

mod ablage;
mod bezug;
mod fall;
mod jahr;
mod kontakte;
mod leute;
mod messung;
mod plan;
mod rauschen;
mod sache;
mod satz;
mod schreiben;
mod stil;
mod verlauf;
mod vorlage;
pub mod wahrheit;

pub use ablage::{Wunsch, ablegen};
pub use bezug::Bezug;
pub use messung::{Messung, messen};
