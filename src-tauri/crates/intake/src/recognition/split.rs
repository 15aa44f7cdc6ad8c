//! Cutting a stack at its separator sheets: each part becomes an item of its own.
//!
//! Never cuts a document that somebody signed, never loses a page, and never lets what one part
//! says reach another. The stack itself stays, byte for byte.

use std::collections::BTreeMap;

use domain::textebene::Seitentext;
use domain::{
    Edit, Eingang, EingangState, Fields, Herkunft, Merkmale, Op, Quelle, RecType, Record, Teil,
    Teilrolle, eingang::Stapelteil,
};
use page::cleanup::Schritt;
use page::trenner::{Pruefgrund, Regeln, Seite, Teil as Abschnitt, Zerlegung, trenne};
use serde_json::json;
use store::{DbError, StoredBlob, Tx};
use uuid::Uuid;

use super::{CopyPage, CopyTask, PROGRAMM, Read, ReadError, Reader, copy_page};
use crate::custody::Custody;

/// Why a stack was not cut.
#[derive(Debug, thiserror::Error)]
pub enum SplitError {
    /// A part could not be written; tried again with the stack.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store.
    #[error(transparent)]
    Store(#[from] DbError),
}

/// Cuts stacks for one person at one workstation.
pub struct Splitter<'a> {
    /// Writes the parts.
    pub reader: &'a Reader<'a>,
    /// Takes them in.
    pub custody: &'a Custody<'a>,
}

/// A part on its way to become an item.
struct Cutting<'a> {
    abschnitt: &'a Abschnitt,
    blob: StoredBlob,
    texts: Vec<(u32, Seitentext)>,
    /// Blank pages of the stack that belong to it and were left out, from 0.
    leerseiten: Vec<u32>,
    anlagen: Vec<Cutting<'a>>,
}

impl Splitter<'_> {
    /// Does what the codes on an item's pages say; returns the items it was cut into, if any.
    pub fn run(&self, eingang_id: Uuid, read: &Read) -> Result<Vec<Uuid>, SplitError> {
        let (eingang, seen) = self.custody.store.read(|db| db.load::<Eingang>(eingang_id))?;
        let complete = eingang.merkmale.seiten == u32::try_from(read.facts.len()).ok();
        let seiten: Vec<Seite> = read
            .facts
            .iter()
            .map(|facts| Seite {
                codes: facts.codes.clone(),
                leer: facts.steps.iter().any(|step| matches!(step, Schritt::Leerseite { .. })),
            })
            .collect();
        let zerlegung = trenne(&seiten, &Regeln::default());
        let cut = zerlegung.teile.len() > 1 || !zerlegung.blaetter.is_empty();
        if eingang.status != EingangState::Offen {
            return Ok(Vec::new());
        }
        if !cut || eingang.merkmale.signiert || !complete || zerlegung.teile.is_empty() {
            self.assign(eingang_id, &zerlegung)?;
            return Ok(Vec::new());
        }
        let cuttings = self.cut(&eingang, &seen.scope, read, &zerlegung)?;
        Ok(self.write(eingang_id, &eingang, cuttings)?)
    }

    /// Notes what the codes of an uncut item say about it.
    fn assign(&self, eingang_id: Uuid, zerlegung: &Zerlegung) -> Result<(), SplitError> {
        let [teil] = zerlegung.teile.as_slice() else { return Ok(()) };
        let mut set = Fields::new();
        if let Some(vorgang) = teil.zuweisung.vorgang {
            set.insert("vorgang_aus_code".to_owned(), json!(vorgang));
        }
        if let Some(nummer) = teil.zuweisung.archivnummer {
            set.insert("archivnummer".to_owned(), json!(nummer.to_string()));
        }
        if set.is_empty() {
            return Ok(());
        }
        self.custody.store.write(|tx| {
            let (_, seen) = tx.load::<Eingang>(eingang_id)?;
            if set.iter().all(|(name, value)| seen.fields.get(name) == Some(value)) {
                return Ok(());
            }
            let edit = Edit::set(Op::Set, &seen.fields, set);
            let act = self.custody.act("eingang_code_gelesen");
            tx.edit(&act, RecType::Eingang, eingang_id, &seen.scope, edit, Vec::new())
        })?;
        Ok(())
    }

    /// Writes every part as a document of its own, durable and verified.
    fn cut<'a>(
        &self,
        eingang: &Eingang,
        scope: &str,
        read: &Read,
        zerlegung: &'a Zerlegung,
    ) -> Result<Vec<Cutting<'a>>, SplitError> {
        let texts: BTreeMap<u32, &Seitentext> =
            read.pages.iter().map(|(number, text)| (*number, text)).collect();
        let mut cuttings: Vec<Cutting<'a>> = Vec::new();
        // Where each document among the parts has gone, so that an Anlage finds it.
        let mut places = BTreeMap::new();
        for (number, abschnitt) in zerlegung.teile.iter().enumerate() {
            let pages: Vec<CopyPage> = abschnitt
                .seiten
                .iter()
                .filter_map(|page| read.facts.get(*page as usize))
                .map(|facts| copy_page(facts, &texts))
                .collect();
            let mut cutting = self.cutting(eingang, scope, abschnitt, pages)?;
            cutting.leerseiten = blank_within(&abschnitt.seiten, &zerlegung.leerseiten);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let document = abschnitt.zuweisung.anlage_zu.and_then(|to| places.get(&to).copied());
            match document.and_then(|place: usize| cuttings.get_mut(place)) {
                Some(document) => document.anlagen.push(cutting),
                None => {
                    places.insert(number, cuttings.len());
                    cuttings.push(cutting);
                }
            }
        }
        Ok(cuttings)
    }

    fn cutting<'a>(
        &self,
        eingang: &Eingang,
        scope: &str,
        abschnitt: &'a Abschnitt,
        pages: Vec<CopyPage>,
    ) -> Result<Cutting<'a>, SplitError> {
        let texts = pages
            .iter()
            .enumerate()
            .filter_map(|(n, page)| Some((u32::try_from(n).ok()?, page.text.clone()?)))
            .collect();
        let store = self.custody.store;
        let task = CopyTask {
            mime: eingang.merkmale.mime.clone(),
            password: store.read(|db| db.password(&eingang.sha256))?,
            titel: title(eingang, abschnitt),
            // The stack's own time, so that a second attempt writes the same bytes.
            erstellt_um: eingang.eingegangen_um,
            programm: PROGRAMM.to_owned(),
            beilage: None,
            seiten: pages,
        };
        let (blob, _) = self.reader.write_copy(&eingang.sha256, scope, task)?;
        Ok(Cutting { abschnitt, blob, texts, leerseiten: Vec::new(), anlagen: Vec::new() })
    }

    /// Writes all items and the end of the stack in one transaction.
    fn write(
        &self,
        stack_id: Uuid,
        stack: &Eingang,
        cuttings: Vec<Cutting<'_>>,
    ) -> Result<Vec<Uuid>, DbError> {
        self.custody.store.write(|tx| {
            let (now, seen) = tx.load::<Eingang>(stack_id)?;
            if now.status != EingangState::Offen {
                // Somebody filed it meanwhile: then it is theirs.
                return Ok(Vec::new());
            }
            let mut act = self.custody.act("stapel_aufteilen");
            act.group = Some(tx.env().id());
            let mut items = Vec::new();
            for cutting in &cuttings {
                for part in std::iter::once(cutting).chain(&cutting.anlagen) {
                    put(tx, part)?;
                }
                let eingang = self.item(tx, stack_id, stack, cutting);
                let requires = std::iter::once(cutting)
                    .chain(&cutting.anlagen)
                    .map(|part| part.blob.sha256.clone())
                    .collect();
                let id = tx.env().id();
                let edit = Edit::create(eingang.to_fields());
                tx.edit(&act, RecType::Eingang, id, &seen.scope, edit, requires)?;
                items.push(id);
            }
            let step = Fields::from([("status".to_owned(), json!("aufgeteilt"))]);
            let edit = Edit::set(Op::Transition, &seen.fields, step);
            tx.edit(&act, RecType::Eingang, stack_id, &seen.scope, edit, Vec::new())?;
            Ok(items)
        })
    }

    fn item(&self, tx: &Tx<'_>, stack_id: Uuid, stack: &Eingang, cutting: &Cutting<'_>) -> Eingang {
        let abschnitt = cutting.abschnitt;
        let hinweise: Vec<String> =
            abschnitt.pruefen.iter().map(|grund| hinweis(*grund).to_owned()).collect();
        let anlagen = cutting.anlagen.iter().enumerate().map(|(n, part)| Teil {
            nummer: u32::try_from(n + 1).unwrap_or(u32::MAX),
            name: title(stack, part.abschnitt),
            rolle: Teilrolle::Anlage,
            sha256: part.blob.sha256.clone(),
            groesse_bytes: part.blob.size,
            merkmale: merkmale(part),
            hinweise: Vec::new(),
        });
        Eingang {
            titel: title(stack, abschnitt),
            eingegangen_um: stack.eingegangen_um,
            herkunft: Herkunft { quelle: Quelle::Stapel, ..stack.herkunft.clone() },
            sha256: cutting.blob.sha256.clone(),
            groesse_bytes: cutting.blob.size,
            merkmale: merkmale(cutting),
            teile: anlagen.collect(),
            nachricht: None,
            stapel: Some(Stapelteil {
                eingang: stack_id,
                seiten: abschnitt.seiten.iter().map(|page| page + 1).collect(),
                leerseiten: cutting.leerseiten.iter().map(|page| page + 1).collect(),
            }),
            archivnummer: abschnitt.zuweisung.archivnummer.map(|number| number.to_string()),
            vorgang_aus_code: abschnitt.zuweisung.vorgang,
            pruefung_noetig: !hinweise.is_empty(),
            hinweise,
            status: EingangState::Offen,
            dokument: None,
            dublette_von: None,
            zugaenge: Vec::new(),
            transfervermerk: None,
            nachweis: None,
            papieroriginal: None,
            stichproben: Vec::new(),
            angelegt_von: self.custody.akteur.clone(),
            angelegt_um: tx.env().now(),
        }
    }
}

/// Returns the blank pages that lie among a part's pages or right behind them: the back of the
/// last sheet is as much of it as the others'.
fn blank_within(pages: &[u32], blank: &[u32]) -> Vec<u32> {
    let (Some(first), Some(last)) = (pages.first(), pages.last()) else { return Vec::new() };
    let mut end = *last;
    for page in blank {
        if *page == end + 1 {
            end = *page;
        }
    }
    blank.iter().copied().filter(|page| (first..=&end).contains(&page)).collect()
}

/// Writes a part's original and the words on its pages.
fn put(tx: &Tx<'_>, part: &Cutting<'_>) -> Result<(), DbError> {
    let sha256 = &part.blob.sha256;
    tx.put_blob(&part.blob, false)?;
    let text = domain::textebene::angefuegt(&part.texts);
    tx.put_derived(sha256, text.trim_start(), None)?;
    tx.want_recognition(sha256, false)?;
    tx.recognised(sha256, &part.texts, text.trim_start(), None)
}

fn merkmale(part: &Cutting<'_>) -> Merkmale {
    Merkmale {
        mime: "application/pdf".to_owned(),
        seiten: u32::try_from(part.abschnitt.seiten.len()).ok(),
        pdfa: Some("2u".to_owned()),
        textebene: part.texts.iter().any(|(_, page)| !page.zeilen.is_empty()),
        ..Merkmale::default()
    }
}

fn title(stack: &Eingang, abschnitt: &Abschnitt) -> String {
    let first = abschnitt.seiten.first().map_or(0, |page| page + 1);
    let last = abschnitt.seiten.last().map_or(0, |page| page + 1);
    let pages =
        if first == last { format!("Seite {first}") } else { format!("Seiten {first} bis {last}") };
    format!("{}, {pages}", stack.titel)
}

fn hinweis(grund: Pruefgrund) -> &'static str {
    match grund {
        Pruefgrund::VorgangWiderspruechlich => {
            "Die Codes auf den Seiten nennen verschiedene Vorgänge. Bitte zuordnen."
        }
        Pruefgrund::ArchivnummerWiderspruechlich => {
            "Auf einer Seite stehen verschiedene Archivnummern. Bitte prüfen."
        }
        Pruefgrund::ArchivnummerDoppelt => {
            "Die Archivnummer kommt im Stapel mehrfach vor. Bitte prüfen."
        }
        Pruefgrund::AnlageOhneDokument => {
            "Ein Anlagenblatt lag davor, aber kein Schreiben. Bitte prüfen."
        }
        Pruefgrund::AnlageAndererVorgang => {
            "Die Anlage nennt einen anderen Vorgang als das Schreiben davor. Bitte zuordnen."
        }
        Pruefgrund::TrennblattWiderspruechlich => {
            "Das Blatt davor ist zugleich Trennblatt und Anlagenblatt. Bitte prüfen."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::blank_within;

    #[test]
    fn blank_pages_among_and_right_behind_a_part_are_its_own() {
        // Stack: 0 text, 1 blank, 2 text, 3 blank, 4 sheet, 5 its blank back, 6 text.
        let blank = [1, 3, 5];
        assert_eq!(blank_within(&[0, 2], &blank), [1, 3]);
        assert!(blank_within(&[6], &blank).is_empty(), "the back of a sheet is nobody's");
        assert!(blank_within(&[], &blank).is_empty());
    }
}
