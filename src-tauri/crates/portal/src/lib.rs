//! Clients of the published interfaces: the FIT-Connect subscriber and the responsibility finder.
//!
//! Never opens a connection, never reads a clock and never keeps a file: the line, the time and the
//! places of custody are handed in. Never rejects an application; what does not fit becomes a
//! `Pruefgrund` for a person. Never accepts one before its content was read back from two places.
//!
//! What the papers at hand say is taken from them; where a detail of an interface was recalled and
//! could not be looked up, the comment carries the mark [G]. No service was spoken with: the other
//! side of the tests is a peer written from the published interface.

pub mod anmeldung;
pub mod antwort;
mod baum;
pub mod dienst;
pub mod ereignis;
pub mod error;
pub mod formular;
pub mod jwe;
pub mod jws;
mod kodierung;
pub mod line;
pub mod metadaten;
pub mod postfach;
pub mod rueckruf;
pub mod schemata;
pub mod schluessel;
pub mod uebermittlung;
pub mod versand;
pub mod zustaendigkeit;

pub use error::PortalError;
pub use line::{Line, LineError};
