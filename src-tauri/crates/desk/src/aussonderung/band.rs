//! A file or a case as one PDF, with every original attached as it came in.
//!
//! Never reads a document here: a worker draws its pages. Never leaves a document out unsaid.

use domain::textebene::Seitentext;
use domain::{
    Akte, Aktenplaneinheit, Datum, Dokument, DokumentState, RecType, Vorgang, VorgangState,
};
use intake::worker::{PagesError, ShowTask, Worker};
use schreiben::band::{
    Aktenband, BAND_BYTES_MAX, BAND_SEITEN_MAX, Bandart, Banddokument, Bandvorgang, Seiten,
    Seitenbild, aktenband,
};
use schreiben::{Satz, SetzenError};
use std::collections::BTreeMap;
use std::io::Read;
use store::{BlobError, Db, DbError};
use uuid::Uuid;

use super::ausgabe::{tag, zeitspanne};
use super::einstellungen;
use crate::Desk;
use crate::ausgabe::{Ausgabe, write};
use crate::desk::parse_id;
use crate::views::{AktenbandArgs, AktenbandView, Code, Fehler};

/// Media types whose pages a worker can draw.
const GEZEICHNET: [&str; 4] = ["application/pdf", "image/tiff", "image/jpeg", "image/png"];

/// A document's bytes that the band takes.
struct Blatt {
    sha256: String,
    mime: String,
    dateiname: String,
    titel: String,
    vorgang: usize,
    nummer: u32,
    datum: Option<Datum>,
}

/// What the band shows, before any original is read.
struct Plan {
    band: Aktenband,
    blaetter: Vec<Blatt>,
    bytes: u64,
    hinweise: Vec<String>,
}

impl Desk {
    /// Writes a file or a case as one PDF.
    pub fn akte_als_pdf(&self, args: AktenbandArgs) -> Result<AktenbandView, Fehler> {
        let id = parse_id(&args.id)?;
        let heute = self.heute();
        let plan = self.store.read(|db| plan(db, id, heute))?;
        if plan.bytes > BAND_BYTES_MAX {
            return Err(gross());
        }
        let mut hinweise = plan.hinweise;
        let mut failed = None;
        let pages = plan.blaetter.into_iter().map_while(|blatt| match self.banddokument(blatt) {
            Ok(page) => Some(page),
            Err(error) => {
                failed = Some(error);
                None
            }
        });
        let satz = aktenband(&plan.band, pages);
        if let Some(error) = failed {
            return Err(error);
        }
        let Satz { pdf, seiten, hinweise: more, .. } = satz.map_err(|error| ungesetzt(&error))?;
        hinweise.extend(more);
        let ausgabe = Ausgabe { aktion: "akte_als_pdf", rec_id: Some(id), pfad: &args.pfad };
        let out = self.hand_out(ausgabe, |file| write(file, &pdf))?;
        let seiten = crate::desk::count(seiten);
        Ok(AktenbandView {
            pfad: out.pfad,
            sha256: out.sha256,
            groesse_bytes: out.groesse_bytes,
            seiten,
            hinweise,
        })
    }

    fn banddokument(&self, blatt: Blatt) -> Result<Banddokument, Fehler> {
        let mut original = Vec::new();
        let mut reader = match self.store.blob_reader(&blatt.sha256) {
            Err(DbError::Blob(BlobError::Missing)) => return Err(self.fehlt(&blatt.sha256)?),
            reader => reader?,
        };
        // Limited: the sum of what the records say was checked, not what comes.
        let most = BAND_BYTES_MAX + 1;
        reader.by_ref().take(most).read_to_end(&mut original).map_err(|_| {
            let rat = "Bitte lassen Sie den Bestand prüfen (Ort „Abgleich“).";
            Fehler::new(Code::Internal, "Ein Original kann nicht gelesen werden.", rat)
        })?;
        let seiten = self.seiten(&blatt, &original)?;
        Ok(Banddokument {
            vorgang: blatt.vorgang,
            heftungsnummer: blatt.nummer,
            datum: blatt.datum,
            titel: blatt.titel,
            dateiname: blatt.dateiname,
            mime: blatt.mime,
            original,
            seiten,
        })
    }

    fn seiten(&self, blatt: &Blatt, original: &[u8]) -> Result<Seiten, Fehler> {
        if !GEZEICHNET.contains(&blatt.mime.as_str()) {
            let grund = "Dateien dieser Art haben keine Seiten, die sich zeigen lassen.";
            return Ok(Seiten::Keine(grund.to_owned()));
        }
        let (password, read) = self.store.read(|db| {
            Ok::<_, Fehler>((db.password(&blatt.sha256)?, db.page_texts(&blatt.sha256)?))
        })?;
        // One more than a band takes: then the band itself says that it is too many.
        let most = u32::try_from(BAND_SEITEN_MAX).unwrap_or(u32::MAX).saturating_add(1);
        let task = ShowTask { mime: blatt.mime.clone(), password, most, small: false };
        let grund = match draw(&self.worker, original, task, read.into_iter().collect()) {
            Ok(pages) => return Ok(Seiten::Bilder(pages)),
            Err(PagesError::Password) => "Die Datei ist mit einem Kennwort geschützt.",
            Err(PagesError::Unreadable) => "Die Seiten der Datei lassen sich nicht lesen.",
            Err(PagesError::Worker(error)) => match error.hinweis() {
                Some(grund) => grund,
                None => {
                    let meldung = "Die Seiten eines Dokuments konnten nicht gezeichnet werden.";
                    return Err(Fehler::new(Code::Internal, meldung, &error.to_string()));
                }
            },
        };
        Ok(Seiten::Keine(grund.to_owned()))
    }
}

/// The pages of a document with the document's own words, or else those that were read from them.
fn draw(
    worker: &Worker,
    mut original: &[u8],
    task: ShowTask,
    mut read: BTreeMap<u32, Seitentext>,
) -> Result<Vec<Seitenbild>, PagesError> {
    let mut stream = worker.show(&mut original, task)?;
    let mut pages = Vec::new();
    while let Some(page) = stream.next_page()? {
        let text = page.text.or_else(|| read.remove(&page.number));
        pages.push(Seitenbild { bild: page.png.unwrap_or_default(), text });
    }
    Ok(pages)
}

fn plan(db: &Db<'_>, id: Uuid, heute: Datum) -> Result<Plan, Fehler> {
    let seen = db.seen(id)?.ok_or_else(Fehler::not_found)?;
    let behoerde = einstellungen(db)?.behoerde;
    let aktenzeichen = crate::ziel::aktenzeichen(&seen.fields).0;
    let (art, betreff, angaben, cases) = match seen.rec_type {
        RecType::Akte => {
            let record = seen.typed::<Akte>()?;
            let angaben = akte(db, &record);
            (Bandart::Akte, record.betreff, angaben, db.vorgaenge_in(id)?)
        }
        RecType::Vorgang => {
            let record = seen.typed::<Vorgang>()?;
            let angaben = vorgang(&record);
            (Bandart::Vorgang, record.betreff, angaben, vec![id])
        }
        _ => return Err(Fehler::not_found()),
    };
    let vorgaenge = Vec::new();
    let band =
        Aktenband { art, behoerde, aktenzeichen, betreff, angaben, stand_am: heute, vorgaenge };
    let mut plan = Plan { band, blaetter: Vec::new(), bytes: 0, hinweise: Vec::new() };
    for (n, case) in cases.into_iter().enumerate() {
        let (record, seen) = db.load::<Vorgang>(case)?;
        plan.band.vorgaenge.push(Bandvorgang {
            aktenzeichen: crate::ziel::aktenzeichen(&seen.fields).0,
            angaben: vorgang(&record),
            betreff: record.betreff,
        });
        for document in db.dokumente_in(case)? {
            plan.dokument(db, n, document)?;
        }
    }
    Ok(plan)
}

impl Plan {
    /// Takes a document with all its versions, the newest first, and what came with it.
    fn dokument(&mut self, db: &Db<'_>, vorgang: usize, id: Uuid) -> Result<(), Fehler> {
        let (record, _) = db.load::<Dokument>(id)?;
        if record.status == DokumentState::Storniert {
            return Ok(());
        }
        if record.versionen.is_empty() {
            self.hinweise.push(format!(
                "„{}“ ist ein Entwurf ohne Reinschrift und steht nicht im Band.",
                record.titel
            ));
        }
        let nummer = record.heftungsnummer.unwrap_or_default();
        let datum = record.datum_des_schreibens.or(record.posteingangsdatum);
        let datum = datum.or(record.postausgangsdatum).or(Some(tag(record.angelegt_um)));
        let newest = record.versionen.iter().map(|version| version.nummer).max();
        for version in record.versionen.iter().rev() {
            let titel = match Some(version.nummer) == newest {
                true => record.titel.clone(),
                false => format!("{} (Fassung {})", record.titel, version.nummer),
            };
            self.bytes = self.bytes.saturating_add(version.groesse_bytes);
            self.blaetter.push(Blatt {
                sha256: version.sha256.clone(),
                mime: version.mime.clone(),
                dateiname: version.dateiname.clone(),
                titel,
                vorgang,
                nummer,
                datum,
            });
        }
        for teil in &record.anlagen {
            self.bytes = self.bytes.saturating_add(teil.groesse_bytes);
            self.blaetter.push(Blatt {
                sha256: teil.sha256.clone(),
                mime: teil.merkmale.mime.clone(),
                dateiname: teil.name.clone(),
                titel: format!("{} – Anlage {}: {}", record.titel, teil.nummer, teil.name),
                vorgang,
                nummer,
                datum,
            });
        }
        Ok(())
    }
}

type Angaben = Vec<(String, String)>;

fn angaben(rows: [(&str, Option<String>); 4]) -> Angaben {
    let given = rows.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    given.filter(|(_, value)| !value.trim().is_empty()).collect()
}

fn akte(db: &Db<'_>, record: &Akte) -> Angaben {
    let unit = db.load::<Aktenplaneinheit>(record.aktenplaneinheit).ok();
    let (from, to) = zeitspanne(record);
    let span = from.map(|from| match to {
        Some(to) => format!("{} – {}", deutsch(from), deutsch(to)),
        None => format!("seit {}", deutsch(from)),
    });
    angaben([
        ("Aktenplan", unit.map(|(unit, _)| format!("{} {}", unit.kennzeichen, unit.bezeichnung))),
        ("Federführung", record.federfuehrung.clone()),
        ("Laufzeit", span),
        ("Zu den Akten", record.zda_datum.map(deutsch)),
    ])
}

fn vorgang(record: &Vorgang) -> Angaben {
    let open = record.status != VorgangState::Zda;
    angaben([
        ("Bearbeitung", record.bearbeiter.clone()),
        ("Federführung", record.federfuehrung.clone()),
        ("Angelegt", Some(deutsch(tag(record.angelegt_um)))),
        ("Zu den Akten", record.zda_datum.filter(|_| !open).map(deutsch)),
    ])
}

fn deutsch(day: Datum) -> String {
    day.strftime("%d.%m.%Y").to_string()
}

fn gross() -> Fehler {
    Fehler::new(
        Code::Invalid,
        "Die Akte ist für ein einzelnes PDF zu groß.",
        "Bitte geben Sie die Vorgänge einzeln aus.",
    )
}

fn ungesetzt(error: &SetzenError) -> Fehler {
    match error {
        SetzenError::TooMany { .. } | SetzenError::TooLarge { .. } => gross(),
        error => {
            tracing::error!(%error, "setting a band");
            Fehler::new(
                Code::Internal,
                "Das PDF konnte nicht gesetzt werden.",
                "An der Akte hat sich nichts geändert. Bitte verständigen Sie die Administration.",
            )
        }
    }
}
