//! Practice mode: a desk that is marked as such and whose data folder needs no secret.
//!
//! Never opens a folder with real data: its passphrase is known to everyone.

use store::KeySource;
use store::meta::Meta;

use crate::Desk;
use crate::views::Fehler;

/// Who works at a practice desk if nobody else is named.
pub const BENUTZER: &str = "Anna Fennwald";

/// Returns the key of practice folders.
pub fn key() -> KeySource {
    KeySource::passphrase("Übung ohne echte Daten")
}

impl Desk {
    /// Marks this desk as a practice desk.
    pub fn als_uebung(&self) -> Result<(), Fehler> {
        self.store.write(|tx| Ok(tx.set_meta(Meta::Uebung, "1")?))
    }

    /// Returns a short name for this workstation, made from where its data lie.
    pub fn kurzname(&self) -> String {
        let digest = wire::sha256_hex(self.store.folder().to_string_lossy().as_bytes());
        let short: String = digest.chars().take(3).collect();
        format!("U{}", short.to_uppercase())
    }

    /// Tells whether a centre has been set up.
    pub fn eingerichtet(&self) -> Result<bool, Fehler> {
        Ok(self.line()?.is_some())
    }
}
