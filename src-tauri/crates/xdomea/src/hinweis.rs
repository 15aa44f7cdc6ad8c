//! What was noticed while reading and did not stop it.
//!
//! Never loses what it is about: an element nobody understood is kept whole.

use crate::element::Element;
use crate::error::{Grund, Stelle};

/// Something a person may want to know about a message that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hinweis {
    /// Where.
    pub stelle: Stelle,
    /// What.
    pub befund: Befund,
}

/// What was noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Befund {
    /// An element that has no field here, as it stood there.
    Unbekannt(Element),
    /// Text between elements, shortened.
    Text(String),
    /// An optional value that cannot be understood and was left out, shortened.
    Ungueltig {
        /// What stands there.
        wert: String,
        /// What is wrong with it.
        grund: Grund,
    },
    /// A code of an older list that has no exact counterpart.
    Umgesetzt {
        /// The older code.
        von: String,
        /// The code it became.
        zu: &'static str,
    },
    /// The head names another message type than the root.
    Nachrichtentyp {
        /// What the head says.
        kopf: &'static str,
        /// What the root says.
        wurzel: &'static str,
    },
}
