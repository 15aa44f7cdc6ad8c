//! A broken rule of the office: expected, and the clerk can act on it.
//!
//! Never a technical failure. Its name travels with a refusal, so that the author learns why.

use serde::{Deserialize, Serialize};

/// A rule that an act would break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
pub enum Verstoss {
    /// No subject was given.
    #[error("subject is missing")]
    BetreffFehlt,
    /// The subject is longer than the field of the standard allows.
    #[error("subject is longer than {} characters", crate::regeln::BETREFF_MAX)]
    BetreffZuLang,
    /// The file is closed.
    #[error("file is closed")]
    AkteGeschlossen,
    /// The case is closed.
    #[error("case is closed")]
    VorgangGeschlossen,
    /// Cases of the file are still open.
    #[error("file has open cases")]
    VorgaengeOffen,
    /// Drafts of the case are neither signed nor taken out.
    #[error("case has open drafts")]
    EntwuerfeOffen,
    /// Signatures under drafts of the case are still asked for.
    #[error("case has open signatures")]
    ZeichnungenOffen,
    /// Instructions of the case are neither done nor dropped.
    #[error("case has open instructions")]
    PunkteOffen,
    /// A signature has no draft to stand under.
    #[error("signature without a draft")]
    EntwurfFehlt,
    /// Whoever was asked for the final signature has not given it.
    #[error("the final signature is missing")]
    SchlusszeichnungFehlt,
    /// Something that needs a reason is done without one.
    #[error("a reason is required")]
    GrundFehlt,
    /// The file is on its way to the archive or to destruction.
    #[error("file is being disposed of")]
    InAussonderung,
    /// The step does not follow from where the file stands.
    #[error("step of the disposal is out of order")]
    AussonderungFolge,
    /// The file's retention has not ended.
    #[error("retention has not ended")]
    AufbewahrungLaeuft,
    /// The same person may not do both.
    #[error("a second person is required")]
    VierAugen,
    /// Somebody else is asked, and no substitution was stated.
    #[error("addressed to somebody else")]
    NichtAdressat,
    /// An act is signed with another name than its author's.
    #[error("signed with another name")]
    FremderName,
    /// A signature before it has not been given.
    #[error("an earlier signature is missing")]
    ReihenfolgeOffen,
    /// The draft was changed after it was looked at.
    #[error("draft has changed")]
    FassungGeaendert,
    /// A co-signature is missing, or was given for an earlier draft.
    #[error("a co-signature is missing")]
    MitzeichnungFehlt,
    /// The document was signed; its draft is frozen.
    #[error("document is signed")]
    BereitsGezeichnet,
    /// The document was not signed.
    #[error("document is not signed")]
    NichtGezeichnet,
    /// The letter was sent off; it cannot be called back.
    #[error("document is sent")]
    BereitsVersandt,
    /// The fair copy was made from another draft than the signed one.
    #[error("fair copy is of another draft")]
    ReinschriftFalsch,
    /// The instruction was done already.
    #[error("instruction is done")]
    BereitsErledigt,
    /// The node of the plan takes no new files.
    #[error("plan unit is retired")]
    AktenplaneinheitStillgelegt,
    /// The node of the plan belongs to another municipality.
    #[error("plan unit of another municipality")]
    AktenplanFremd,
    /// The part does not belong to the case's file.
    #[error("part of another file")]
    TeilakteFremd,
    /// A draft is moved away from those who are to sign it.
    #[error("a draft stays in its case")]
    EntwurfBleibt,
    /// What was taken out stays where it was.
    #[error("document was taken out")]
    DokumentStorniert,
    /// The item of post has been filed already.
    #[error("item is already filed")]
    BereitsZugeordnet,
    /// The item of post is not filed.
    #[error("item is not filed")]
    NichtZugeordnet,
    /// The item of post was not cut into parts.
    #[error("item was not cut")]
    NichtAufgeteilt,
    /// A part of the stack has been filed already.
    #[error("part of the stack is already filed")]
    TeilZugeordnet,
    /// What is left of a destroyed record cannot be changed.
    #[error("record was destroyed")]
    Vernichtet,
}

impl Verstoss {
    /// Returns the name under which it travels.
    pub fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            // A variant without data is a string; serde cannot fail on it.
            _ => String::new(),
        }
    }

    /// Reads a name; one of a newer program is nothing here.
    pub fn parse(name: &str) -> Option<Self> {
        serde_json::from_value(name.into()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_back() {
        assert_eq!(Verstoss::VierAugen.name(), "vierAugen");
        assert_eq!(Verstoss::parse("vierAugen"), Some(Verstoss::VierAugen));
        assert_eq!(Verstoss::parse("somethingNewer"), None);
    }
}
