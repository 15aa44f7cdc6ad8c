//! Messages and packages of xdomea: Aktenplan, Abgabe and the dialogue of Aussonderung.
//!
//! Never does I/O, never reads a clock, never makes an id: bytes come in, typed values go out, and
//! back. Versions 2.3.0 to 3.1.0 are read into one model, 3.0.0 and 3.1.0 are written.
//! Reading is bounded in bytes, depth and number; what nobody understands is kept and said.

pub mod akte;
pub mod aktenplan;
pub mod auswahl;
pub mod code;
pub mod dialog;
pub mod dokument;
pub mod element;
pub mod error;
pub mod erweiterung;
mod fassung;
pub mod geschaeftsgang;
pub mod hinweis;
mod historie;
mod id;
mod inventar;
pub mod kontakt;
pub mod kopf;
mod leser;
pub mod metadaten;
pub mod nachricht;
pub mod paket;
mod pruefung;
pub mod rueckmeldung;
mod schreiber;
mod typ;
mod wert;
pub mod worte;
mod zeit;

pub use dialog::{Aussonderungsdialog, Rolle};
pub use fassung::Fassung;
pub use historie::historie;
pub use id::ObjektId;
pub use kopf::Kopf;
pub use leser::{DEPTH_MAX, ELEMENTS_MAX, HINWEISE_MAX, XML_BYTES_MAX};
pub use nachricht::{Inhalt, Nachricht};
pub use paket::{Paket, PaketSchreiber, Paketname};
pub use pruefung::TIEFE_MAX;
pub use typ::Nachrichtentyp;
pub use zeit::Zeitangabe;
