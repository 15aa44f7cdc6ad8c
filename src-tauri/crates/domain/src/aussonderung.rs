//! The end of a file's life: offered to the archive, handed over, or destroyed (xdomea 0501–0507,
//! 0401). One record for each run; it stays when the files are gone.
//!
//! Never names the subject or the parties of a file: what stays may say that something was, when,
//! and by whose decision it went, not what it was about.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::record::{Fields, RecType, Record};
use crate::{Datum, Zeitpunkt};

/// Appraisal (xdomea code list `Aussonderungsart`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Aussonderungsart {
    /// Worth keeping for ever.
    A,
    /// To be appraised.
    B,
    /// To be destroyed.
    V,
}

/// Where a file stands in its end of life (domain reference, section b.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aussonderungsstand {
    /// Part of a run that has not been sent.
    Vorgemerkt,
    /// 0501 was written.
    Angeboten,
    /// 0504 came back.
    Empfangen,
    /// 0502 came back.
    Bewertet,
    /// 0503 was written.
    Abgegeben,
    /// 0507 came back.
    Angekommen,
    /// 0506 says that the archive has it.
    Archiviert,
    /// Its content is gone.
    Geloescht,
}

/// What a run is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aussonderungszweck {
    /// The dialogue with the archive.
    Archiv,
    /// Destruction without an archive, where appraisal `V` stands in the filing plan.
    Vernichtung,
    /// Handing over to another authority or system (0401).
    Abgabe,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Laufstand {
    /// Goes on.
    Laufend,
    /// One person wants the content destroyed; a second has to agree.
    Vorgeschlagen,
    /// A second person agreed; the centre has removed the content.
    Vollzogen,
    /// Ended without destroying anything.
    Beendet,
    /// Given up.
    Abgebrochen,
}

/// A message of the dialogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aussonderungsnachricht {
    /// Distinguishes messages.
    pub id: Uuid,
    /// `0501` … `0507`, `0401`.
    pub typ: String,
    /// It came from the other side.
    pub empfangen: bool,
    /// SHA-256 of the package, hex.
    pub sha256: String,
    /// Size of the package in bytes.
    pub groesse_bytes: u64,
    /// When it was written or read, by the workstation's clock.
    pub um: Zeitpunkt,
}

/// A file of the run, named without its subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aussonderungsobjekt {
    /// The file.
    pub akte: Uuid,
    /// Its reference.
    pub aktenzeichen: String,
    /// First day of its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub von: Option<Datum>,
    /// Last day of its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bis: Option<Datum>,
    /// Cases in it.
    pub vorgaenge: u32,
    /// Documents in it.
    pub dokumente: u32,
}

/// Two persons' agreement to destroy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freigabe {
    /// Who agreed.
    pub von: String,
    /// When, by the workstation's clock.
    pub um: Zeitpunkt,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Aussonderung {
    /// What it is about.
    pub zweck: Aussonderungszweck,
    /// `ProzessID` of its messages.
    pub prozess: Uuid,
    /// Its files.
    pub objekte: Vec<Aussonderungsobjekt>,
    /// Where it stands.
    pub status: Laufstand,
    /// What was written and read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nachrichten: Vec<Aussonderungsnachricht>,
    /// Files whose content is to go, set with the proposal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zu_loeschen: Vec<Uuid>,
    /// First person, set with the proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vorschlag: Option<Freigabe>,
    /// Second person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freigabe: Option<Freigabe>,
    /// When it was begun, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who began it.
    pub angelegt_von: String,
}

impl Aussonderungsnachricht {
    /// Tells whether the package quotes the files' content. It keeps nothing alive: it goes with
    /// the first of its run's files, and its hash stays.
    pub fn mit_inhalt(&self) -> bool {
        matches!(self.typ.as_str(), "0401" | "0501" | "0503")
    }
}

impl Aussonderung {
    /// Returns the packages that quote the files' content.
    pub fn pakete_mit_inhalt(&self) -> impl Iterator<Item = &str> {
        let quoting = self.nachrichten.iter().filter(|message| message.mit_inhalt());
        quoting.map(|message| message.sha256.as_str())
    }

    /// Returns the originals that a record of this kind keeps alive.
    pub fn haelt(&self) -> impl Iterator<Item = &str> {
        let others = self.nachrichten.iter().filter(|message| !message.mit_inhalt());
        others.map(|message| message.sha256.as_str())
    }
}

impl Record for Aussonderung {
    const TYPE: RecType = RecType::Aussonderung;
}

/// Field that stands alone in what is left of a destroyed record: the run by which it went.
pub const VERNICHTET: &str = "vernichtet";

/// Returns what is left of a record that a run has destroyed.
pub fn rest(lauf: Uuid) -> Fields {
    Fields::from([(VERNICHTET.to_owned(), lauf.to_string().into())])
}

/// Returns the run by which a record went; none while it has its content.
pub fn vernichtet(fields: &Fields) -> Option<Uuid> {
    let alone = fields.len() == 1;
    fields.get(VERNICHTET).filter(|_| alone).and_then(|run| Uuid::parse_str(run.as_str()?).ok())
}

/// Returns the originals that a record names, by their SHA-256: everything in its text that looks
/// like one, so that no kind of record and no field can be forgotten.
pub fn originale_in(body: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in body.split(|c: char| !c.is_ascii_alphanumeric()) {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if word.len() == 64 && word.bytes().all(hex) {
            found.insert(word.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_names_its_run_and_nothing_else() {
        let lauf = Uuid::from_u128(7);
        assert_eq!(vernichtet(&rest(lauf)), Some(lauf));
        let mut forged = rest(lauf);
        forged.insert("betreff".to_owned(), "Alt".into());
        assert_eq!(vernichtet(&forged), None);
        assert_eq!(vernichtet(&Fields::new()), None);
    }

    #[test]
    fn originals_are_found_wherever_they_stand() {
        let (a, b) = ("a1".repeat(32), "0f".repeat(32));
        let body = format!(r#"{{"versionen":[{{"sha256":"{a}"}}],"x":"{b}","y":"{a}0"}}"#);
        assert_eq!(originale_in(&body), BTreeSet::from([a, b]));
        assert!(originale_in(&"AB".repeat(32)).is_empty(), "hashes are written in small letters");
    }
}
