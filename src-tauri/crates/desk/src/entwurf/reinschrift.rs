//! After the final signature: the fair copy, and the way out of the house.
//!
//! Never a copy of another draft than the signed one, and never one that is not durable, read back
//! and named together with the draft it was made from.

use std::io::Write;
use std::sync::PoisonError;

use domain::brief::{Reinschrift, Versand, Versandweg};
use domain::dokument::{Dokument, DokumentState, Dokumentversion, Versionsrolle};
use domain::{Edit, Fields, Op, RecType, Zeitpunkt};
use schreiben::brief::setzen;
use serde_json::json;
use store::record::Seen;
use store::{BlobError, DbError, StoredBlob};

use super::blatt::{blatt, dateiname, datum, satz_fehler};
use super::letter;
use crate::Desk;
use crate::desk::{count, parse_id};
use crate::views::{Code, EntwurfView, Fehler, Id, VersandZeile, Versandart, VersendenArgs};

/// Media type of what we write.
pub(super) const PDF: &str = "application/pdf";
/// Originals whose words are taken at once after they were written.
const DERIVE_MOST: u32 = 4;
/// Most characters of a note about a dispatch.
const VERMERK_MAX: usize = 500;

impl Desk {
    /// Makes the fair copy of a signed letter; the draft with its instructions is kept beside it.
    pub fn reinschrift(&self, args: Id) -> Result<EntwurfView, Fehler> {
        let id = parse_id(&args.id)?;
        let heute = self.heute();
        let (entwurf, rein, scope) = self.store.read(|db| {
            let (dokument, seen) = letter(db, id)?;
            copyable(&dokument)?;
            let entwurf = blatt(db, id, &dokument, &seen, true, heute)?;
            let rein = blatt(db, id, &dokument, &seen, false, heute)?;
            Ok::<_, Fehler>((entwurf, rein, seen.scope))
        })?;
        let sheets = {
            let _turn = self.satz.lock().unwrap_or_else(PoisonError::into_inner);
            let set = |brief| setzen(brief).map_err(|error| satz_fehler(&error));
            [set(&entwurf)?, set(&rein)?]
        };
        let [entwurf, rein] = sheets;
        if !rein.luecken.is_empty() {
            return Err(Fehler::new(
                Code::Conflict,
                "In dem gezeichneten Schreiben ist noch eine Lücke.",
                "Bitte stornieren Sie es und schreiben Sie es neu.",
            ));
        }
        let entwurf = self.keep(&scope, &entwurf.pdf)?;
        let rein = self.keep(&scope, &rein.pdf)?;
        self.store.write(|tx| {
            let (dokument, seen) = letter(tx, id)?;
            let signed = copyable(&dokument)?;
            for blob in [&entwurf, &rein] {
                tx.put_blob(blob, false)?;
            }
            let act = self.act(tx, "reinschrift")?;
            let now = tx.env().now();
            let von = act.akteur.clone();
            let versions = versionen(&dokument, &entwurf, &rein, now, &von);
            let note = Reinschrift { fassung: signed, sha256: rein.sha256.clone(), von, um: now };
            let set = Fields::from([("reinschrift".to_owned(), json!(note))]);
            let mut edit = Edit::set(Op::Transition, &seen.fields, set);
            edit.add.insert("versionen".to_owned(), versions);
            let requires = vec![entwurf.sha256.clone(), rein.sha256.clone()];
            Ok::<_, Fehler>(tx.edit(&act, RecType::Dokument, id, &seen.scope, edit, requires)?)
        })?;
        self.derive();
        self.entwurf(args)
    }

    /// Notes that a letter goes out; the first time it becomes `versandt`.
    pub fn versenden(&self, args: VersendenArgs) -> Result<EntwurfView, Fehler> {
        let id = parse_id(&args.id)?;
        let refused = |meldung: &str, rat: &str| Err(Fehler::new(Code::Invalid, meldung, rat));
        let Some(am) = datum(&args.am) else {
            return refused(
                "Der Tag des Versands ist kein Datum.",
                "Bitte schreiben Sie TT.MM.JJJJ.",
            );
        };
        if am > self.heute() {
            return refused(
                "Der Tag des Versands liegt in der Zukunft.",
                "Vermerkt wird, was schon hinausgegangen ist.",
            );
        }
        let vermerk = args.vermerk.trim();
        if vermerk.chars().count() > VERMERK_MAX {
            return refused("Der Vermerk ist zu lang.", "Bitte kürzen Sie ihn.");
        }
        self.store.write(|tx| {
            let (dokument, seen) = letter(tx, id)?;
            if dokument.status == DokumentState::Gezeichnet && dokument.reinschrift.is_none() {
                return Err(Fehler::new(
                    Code::Conflict,
                    "Die Reinschrift ist noch nicht gefertigt.",
                    "Bitte fertigen Sie sie zuerst; versandt wird nur, was in der Akte liegt.",
                ));
            }
            let mut act = self.act(tx, "versenden")?;
            act.group = Some(tx.env().id());
            let versand = Versand {
                id: tx.env().id(),
                am,
                weg: weg(args.weg),
                von: act.akteur.clone(),
                um: tx.env().now(),
                vermerk: Some(vermerk.to_owned()).filter(|vermerk| !vermerk.is_empty()),
            };
            let edit = dispatched(&dokument, &seen, &versand);
            tx.edit(&act, RecType::Dokument, id, &seen.scope, edit, Vec::new())?;
            self.absenden_erledigen(tx, &act, dokument.vorgang, id)
        })?;
        self.entwurf(Id { id: args.id })
    }

    /// Makes bytes of ours durable, reads them back, and names them by their hash.
    pub(super) fn keep(&self, scope: &str, bytes: &[u8]) -> Result<StoredBlob, Fehler> {
        let mut writer = self.store.blob_writer(scope)?;
        writer.write_all(bytes).map_err(|error| {
            let full = error.kind() == std::io::ErrorKind::StorageFull;
            let path = self.store.folder().join("originale");
            let cause =
                if full { BlobError::Full(error) } else { BlobError::Io { path, source: error } };
            DbError::Blob(cause)
        })?;
        Ok(writer.finish().map_err(DbError::Blob)?)
    }

    /// Takes words and picture of what was just written; what fails is done by the services.
    pub(super) fn derive(&self) {
        let done = intake::custody::derive_missing(&self.store, &self.worker, DERIVE_MOST);
        if let Err(error) = done {
            tracing::warn!(error = &error as &dyn std::error::Error, "words of a fair copy");
        }
    }
}

/// Returns the hash of the signed draft, if a copy of it can be made.
fn copyable(dokument: &Dokument) -> Result<String, Fehler> {
    let refused = |meldung: &str, rat: &str| Err(Fehler::new(Code::Conflict, meldung, rat));
    if dokument.reinschrift.is_some() {
        return refused("Die Reinschrift ist schon gefertigt.", "Sie liegt beim Dokument.");
    }
    match (&dokument.schlusszeichnung, dokument.status) {
        (Some(signed), DokumentState::Gezeichnet | DokumentState::Versandt) => {
            Ok(signed.fassung.clone())
        }
        (_, DokumentState::Storniert) => refused("Das Schreiben ist storniert.", ""),
        _ => refused(
            "Das Schreiben ist noch nicht gezeichnet.",
            "Die Reinschrift entsteht nach der Schlusszeichnung.",
        ),
    }
}

/// The draft first and the fair copy last, so that the newest version is what was sent.
fn versionen(
    dokument: &Dokument,
    entwurf: &StoredBlob,
    rein: &StoredBlob,
    um: Zeitpunkt,
    von: &str,
) -> Vec<serde_json::Value> {
    let known = count(dokument.versionen.len());
    let parts = [
        (entwurf, Versionsrolle::Entwurf, format!("Entwurf {}", dokument.titel)),
        (rein, Versionsrolle::Reinschrift, dokument.titel.clone()),
    ];
    let version = |(nummer, (blob, rolle, titel)): (u32, (&StoredBlob, Versionsrolle, String))| {
        json!(Dokumentversion {
            nummer,
            sha256: blob.sha256.clone(),
            groesse_bytes: blob.size,
            mime: PDF.to_owned(),
            dateiname: dateiname(&titel),
            rolle: Some(rolle),
            angelegt_um: um,
            angelegt_von: von.to_owned(),
        })
    };
    (known + 1..).zip(parts).map(version).collect()
}

/// The first dispatch is a step; those after it are notes beside it.
fn dispatched(dokument: &Dokument, seen: &Seen, versand: &Versand) -> Edit {
    let note = json!(versand);
    if dokument.status == DokumentState::Versandt {
        return Edit::append("versand", note);
    }
    let set = Fields::from([
        ("status".to_owned(), json!("versandt")),
        ("postausgangsdatum".to_owned(), json!(versand.am)),
    ]);
    let mut edit = Edit::set(Op::Transition, &seen.fields, set);
    edit.add.insert("versand".to_owned(), vec![note]);
    edit
}

const fn weg(art: Versandart) -> Versandweg {
    match art {
        Versandart::Post => Versandweg::Post,
        Versandart::Einschreiben => Versandweg::Einschreiben,
        Versandart::Pzu => Versandweg::Pzu,
        Versandart::Persoenlich => Versandweg::Persoenlich,
        Versandart::Email => Versandweg::Email,
        Versandart::Postfach => Versandweg::Postfach,
        Versandart::Fax => Versandweg::Fax,
    }
}

/// A dispatch for the screen.
pub(super) fn versand(versand: &Versand) -> VersandZeile {
    VersandZeile {
        am: versand.am.to_string(),
        weg: match versand.weg {
            Versandweg::Post => Versandart::Post,
            Versandweg::Einschreiben => Versandart::Einschreiben,
            Versandweg::Pzu => Versandart::Pzu,
            Versandweg::Persoenlich => Versandart::Persoenlich,
            Versandweg::Email => Versandart::Email,
            Versandweg::Postfach => Versandart::Postfach,
            Versandweg::Fax => Versandart::Fax,
        },
        von: versand.von.clone(),
        vermerk: versand.vermerk.clone(),
    }
}
