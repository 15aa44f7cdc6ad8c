//! Notes to file: written once, kept as an original from the first moment.
//!
//! Never a draft: what was noted stays as it was noted, and a correction is a note of its own.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use domain::brief::Brief;
use domain::dokument::{Dokument, Dokumentart, Dokumentversion};
use domain::{Edit, RecType, Record, regeln};
use schreiben::{Vermerk, vermerk_setzen};
use store::StoredBlob;
use uuid::Uuid;

use super::blatt::{dateiname, datum, satz_fehler};
use super::reinschrift::PDF;
use super::werte;
use crate::Desk;
use crate::desk::{benutzer, parse_id};
use crate::views::{Code, DokumentView, Fehler, Id, VermerkAnlegenArgs, Vermerkart};
use crate::ziel::aktenzeichen;

/// Bytes of a note's text at most.
const TEXT_MAX: usize = 64 * 1024;
/// Persons of a note at most, and bytes of each name.
const BETEILIGTE_MAX: usize = 50;
/// See [`BETEILIGTE_MAX`].
const ZEILE_MAX: usize = 500;

impl Desk {
    /// Writes a note into a case.
    pub fn vermerk_anlegen(&self, args: VermerkAnlegenArgs) -> Result<DokumentView, Fehler> {
        let vorgang = parse_id(&args.vorgang)?;
        let (vermerk, scope) = self.note(vorgang, &args)?;
        let satz = {
            let _turn = self.satz.lock().unwrap_or_else(PoisonError::into_inner);
            vermerk_setzen(&vermerk).map_err(|error| satz_fehler(&error))?
        };
        let blob = self.keep(&scope, &satz.pdf)?;
        let id = self.noted(vorgang, &args, &vermerk, &blob)?;
        self.derive();
        self.dokument(Id { id: id.to_string() })
    }

    /// Makes the note from what was said and what is known of the case.
    fn note(&self, vorgang: Uuid, args: &VermerkAnlegenArgs) -> Result<(Vermerk, String), Fehler> {
        let said = geprueft(args)?;
        let datum = match args.datum.as_deref().map(str::trim).filter(|day| !day.is_empty()) {
            None => self.heute(),
            Some(day) => datum(day).ok_or_else(|| {
                let meldung = "Der Tag des Vermerks ist kein Datum.";
                Fehler::new(Code::Invalid, meldung, "Bitte schreiben Sie TT.MM.JJJJ.")
            })?,
        };
        self.store.read(|db| {
            let case = db.seen(vorgang)?.filter(|seen| seen.rec_type == RecType::Vorgang);
            let case = case.ok_or_else(Fehler::not_found)?;
            regeln::unterbringen(RecType::Dokument, &case.fields)?;
            let vermerk = Vermerk {
                behoerde: werte::briefkopf(db, &case.scope)?.name,
                aktenzeichen: aktenzeichen(&case.fields).0,
                betreff: said.betreff,
                verfasser: benutzer(db)?,
                datum,
                ort: Some(args.ort.trim().to_owned()).filter(|ort| !ort.is_empty()),
                beteiligte: said.beteiligte,
                text: args.text.trim().to_owned(),
                fotos: Vec::new(),
                verfuegung: Vec::new(),
                vorgang: Some(vorgang),
            };
            Ok((vermerk, case.scope))
        })
    }

    fn noted(
        &self,
        vorgang: Uuid,
        args: &VermerkAnlegenArgs,
        vermerk: &Vermerk,
        blob: &StoredBlob,
    ) -> Result<Uuid, Fehler> {
        self.store.write(|tx| {
            let act = self.act(tx, "vermerk_anlegen")?;
            tx.put_blob(blob, false)?;
            let (um, von) = (tx.env().now(), act.akteur.clone());
            let version = Dokumentversion {
                nummer: 1,
                sha256: blob.sha256.clone(),
                groesse_bytes: blob.size,
                mime: PDF.to_owned(),
                dateiname: dateiname(&format!("{} {}", name(args.art), vermerk.betreff)),
                rolle: None,
                angelegt_um: um,
                angelegt_von: von.clone(),
            };
            let dokument = Dokument {
                art: Some(Dokumentart::Vermerk),
                typ: Some(name(args.art).to_owned()),
                datum_des_schreibens: Some(vermerk.datum),
                brief: written(vermerk),
                versionen: vec![version],
                ..Dokument::neu(vermerk.betreff.clone(), vorgang, um, von)
            };
            let id = tx.env().id();
            let edit = Edit::create(dokument.to_fields());
            let requires = vec![blob.sha256.clone()];
            tx.edit(&act, RecType::Dokument, id, &blob.scope, edit, requires)?;
            Ok(id)
        })
    }
}

/// What was written stands in the record, too: it can be searched and handed over as text.
fn written(vermerk: &Vermerk) -> Brief {
    let mut angaben = BTreeMap::new();
    angaben.extend(vermerk.ort.clone().map(|ort| ("ort".to_owned(), ort)));
    if !vermerk.beteiligte.is_empty() {
        angaben.insert("beteiligte".to_owned(), vermerk.beteiligte.join(", "));
    }
    Brief {
        brief_betreff: Some(vermerk.betreff.clone()),
        brief_text: Some(vermerk.text.clone()),
        brief_angaben: angaben,
        ..Brief::default()
    }
}

struct Geprueft {
    betreff: String,
    beteiligte: Vec<String>,
}

fn geprueft(args: &VermerkAnlegenArgs) -> Result<Geprueft, Fehler> {
    let betreff = regeln::betreff(&args.betreff)?;
    let refused = |meldung: &str, rat: &str| Err(Fehler::new(Code::Invalid, meldung, rat));
    if args.text.trim().is_empty() {
        return refused("Der Vermerk hat noch keinen Text.", "Bitte schreiben Sie, was war.");
    }
    if args.text.len() > TEXT_MAX {
        return refused("Der Text ist länger als etwa zwanzig Seiten.", "Bitte kürzen Sie ihn.");
    }
    let names = args.beteiligte.iter().map(|name| name.trim().to_owned());
    let beteiligte: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    let long = args.ort.len() > ZEILE_MAX || beteiligte.iter().any(|name| name.len() > ZEILE_MAX);
    if beteiligte.len() > BETEILIGTE_MAX || long {
        return refused("Ort oder Beteiligte sind zu lang.", "Bitte kürzen Sie.");
    }
    Ok(Geprueft { betreff, beteiligte })
}

const fn name(art: Vermerkart) -> &'static str {
    match art {
        Vermerkart::Aktenvermerk => "Aktenvermerk",
        Vermerkart::Telefonvermerk => "Telefonvermerk",
        Vermerkart::Ortstermin => "Ortstermin",
    }
}
