//! Everything a clerk can do, as one list of acts over plain views.
//!
//! Never knows a window: the desktop shell, the command line, the tests and the simulation all
//! call the same acts. German sentences for people are made
//! here; only what a file itself has to say (a Hinweis) comes from `intake`.

pub mod command;
pub mod error;
pub mod line;
pub mod open;
pub mod service;
pub mod uebung;
pub mod views;

mod abgleich;
mod akte;
mod aktenverlauf;
mod ausgabe;
mod aussonderung;
mod befund;
mod beteiligung;
mod blick;
mod desk;
mod diagnose;
mod dokument;
mod einfuegen;
mod eingang;
mod entwurf;
mod erkennung;
mod ersetzend;
mod exports;
mod folders;
mod geaendert;
mod gegenstand;
mod geschaeftsgang;
mod handlung;
mod hemmnis;
mod konflikt;
mod kontakt;
mod mandant;
mod metadaten;
mod news;
mod originale;
mod pruefung;
mod registratur;
mod scannen;
mod sortieren;
mod suche;
mod suchindex;
mod uebernahme;
mod umhaengen;
mod unterwegs;
mod verlauf;
mod verstoss;
mod vorfall;
mod vorgang;
mod worte;
mod ziel;
mod zuordnen;

pub use ausgabe::freier_pfad;
pub use command::{COMMANDS, dispatch};
pub use desk::{Desk, DeskOptions};
/// Way on which an item came in.
pub use domain::Quelle as Herkunftsart;
pub use error::OpenFehler;
pub use handlung::handelt;
/// Whether a folder is the export of a court mailbox.
pub use intake::custody::is_export;
/// How long a watched file has to rest before it is taken in.
pub use intake::watch::Timing;
pub use service::Services;
