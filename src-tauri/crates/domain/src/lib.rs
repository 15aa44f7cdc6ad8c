//! The office's own world: Akte, Vorgang, Dokument, Eingang and the rules about them.
//!
//! Never reads a clock, a file, a random number or the network: everything it decides follows
//! from its arguments, so the same code decides at the workstation, at the centre and in the
//! simulation.

pub mod akte;
pub mod aktenplan;
pub mod aktenzeichen;
pub mod aussonderung;
pub mod brief;
pub mod dateiname;
pub mod dokument;
pub mod edit;
pub mod eingang;
pub mod frist;
pub mod konflikt;
pub mod kontakt;
pub mod lernmerkmale;
pub mod mandant;
pub mod merge;
pub mod merkmale;
pub mod protokoll;
pub mod rechnung;
pub mod record;
pub mod regeln;
pub mod suchform;
pub mod teil;
pub mod teilakte;
pub mod textebene;
pub mod transfervermerk;
pub mod verfuegung;
pub mod verstoss;
pub mod vertretung;
pub mod verweis;
pub mod vorgang;

pub use akte::{Akte, AkteState};
pub use aktenplan::Aktenplaneinheit;
pub use aktenzeichen::Aktenzeichen;
pub use aussonderung::Aussonderung;
pub use brief::Brief;
pub use dokument::{
    Dokument, DokumentState, Dokumentart, Dokumentversion, Selbsttaetig, Versionsrolle,
};
pub use edit::{Edit, Op};
pub use eingang::{Eingang, EingangState, Herkunft, Quelle, Zugang};
pub use konflikt::{Konflikt, KonfliktState};
pub use kontakt::Kontakt;
pub use mandant::Mandant;
pub use merkmale::Merkmale;
pub use protokoll::Protokolleintrag;
pub use rechnung::Rechnung;
pub use record::{Fields, RecType, Record, SCHEMA};
pub use teil::{Nachricht, Teil, Teilrolle};
pub use teilakte::{Teilakte, Teilaktenart};
pub use verfuegung::{Erledigung, Verfuegung, VerfuegungState, Verfuegungsart};
pub use verstoss::Verstoss;
pub use vertretung::Vertretung;
pub use verweis::{Beteiligung, Laufzeit, Vertraulichkeitsstufe, Verweis};
pub use vorgang::{Vorgang, VorgangState};

/// Instant in time as the field's records keep it: UTC, written as RFC 3339.
pub type Zeitpunkt = jiff::Timestamp;
/// Calendar day without time zone.
pub type Datum = jiff::civil::Date;
