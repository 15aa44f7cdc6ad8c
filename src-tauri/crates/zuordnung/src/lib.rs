//! Where a piece of post belongs: a proposal with its confidence and its evidence.
//!
//! Never does I/O, never reads a clock, never decides: it proposes, and says why in places of the
//! letter. One [`Wissen`] knows one Mandant and nothing of any other.

mod absender;
mod aehnlich;
mod bestand;
mod blatt;
mod datum;
mod etikett;
mod folgen;
mod gelesen;
mod gewichte;
mod ketten;
mod klassen;
mod konfusion;
mod modell;
mod nah;
mod partei;
mod sachgebiet;
mod tag;
mod typ;
mod vorschlag;
mod vorschlagen;
mod wissen;
mod worte;
mod wortschatz;
mod zeichen;
mod ziel;

pub use gewichte::Richtung;
pub use modell::{Modell, ModellError};
pub use vorschlag::{
    Angabe, Beleg, Belegart, Fundstelle, Schreiben, Vorschlag, Ziel, Zielvorschlag,
};
pub use wissen::{
    Abgelegt, AkteKenntnis, KontaktKenntnis, Lehrstueck, VorgangKenntnis, Wahrheit, Wissen,
};
