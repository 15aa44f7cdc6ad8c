//! A practice workstation with much post: true records over a handful of stored originals.
//!
//! Never a row written past the store: every item has its journal entry, its audit entry and its
//! place in the lists, as if it had been taken in.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use anyhow::{Context, Result, ensure};
use domain::merkmale::Merkmale;
use domain::{Edit, Eingang, EingangState, Herkunft, Quelle, RecType, Record, Zeitpunkt};
use inspect::{Inspected, inspect};
use jiff::civil::date;
use jiff::tz::TimeZone;
use store::meta::Meta;
use store::{Act, Clock, DbError, Env, IdSource, SCOPE_REGISTRATUR, Store, StoredBlob, Tx};
use testkit::{Rng, letters};
use uuid::Uuid;

const SEED: u64 = 0xbe57a4d;
/// Letters that are really stored; the items share them.
const ORIGINALE: usize = 8;
/// Items of one transaction.
const BATCH: usize = 500;
const ARBEITSPLATZ: &str = "U01";

/// Fills an empty data folder with open items of post.
pub(crate) fn fill(folder: &Path, eingaenge: usize) -> Result<()> {
    let uhr = Arc::new(Uhr::new(eingaenge)?);
    let env = Env::new(uhr.clone(), Arc::new(Ids(AtomicU64::new(0))));
    let store = Store::open(folder, &desk::uebung::key(), env).context("open the data folder")?;
    let (present, _) = store.read(|db| db.eingaenge(None, 0, 0))?;
    ensure!(present == 0, "{} already holds {present} items", folder.display());
    store.write(|tx| {
        tx.set_meta(Meta::Uebung, "1")?;
        tx.set_meta(Meta::Benutzer, desk::uebung::BENUTZER)?;
        tx.set_meta(Meta::Arbeitsplatz, ARBEITSPLATZ)
    })?;
    let originale = originale(&store)?;
    let mut rng = Rng::new(SEED);
    let mut post = letters::drafts(SEED, eingaenge).zip(originale.iter().cycle()).peekable();
    while post.peek().is_some() {
        store.write(|tx| {
            post.by_ref().take(BATCH).try_for_each(|((name, letter), original)| {
                uhr.next();
                let fax = rng.between(0, 19) == 0;
                create(tx, &item(tx, name, letter.subject, original, fax))
            })
        })?;
    }
    Ok(())
}

/// A stored letter and what a first look found in it.
struct Original {
    blob: StoredBlob,
    merkmale: Merkmale,
}

fn originale(store: &Store) -> Result<Vec<Original>> {
    let originale = letters::generate(SEED, ORIGINALE).map(|(name, pdf)| {
        let mut writer = store.blob_writer(SCOPE_REGISTRATUR)?;
        writer.write_all(&pdf).context("store an original")?;
        let blob = writer.finish().context("store an original")?;
        let Inspected { befund, thumbnail } = inspect(pdf, &name);
        store.write(|tx| {
            tx.put_blob(&blob, false)?;
            tx.put_derived(&blob.sha256, &befund.text, thumbnail.as_deref())
        })?;
        Ok(Original { blob, merkmale: befund.merkmale() })
    });
    originale.collect()
}

fn item(tx: &Tx<'_>, name: String, titel: String, original: &Original, fax: bool) -> Eingang {
    let now = tx.env().now();
    let ordner = if fax { "Fax" } else { "Scanner Poststelle" };
    Eingang {
        titel,
        eingegangen_um: now,
        herkunft: Herkunft {
            quelle: Quelle::Ordner,
            dateiname: name,
            ordner: ordner.to_owned(),
            geaendert_um: Some(now),
        },
        sha256: original.blob.sha256.clone(),
        groesse_bytes: original.blob.size,
        merkmale: original.merkmale.clone(),
        hinweise: Vec::new(),
        pruefung_noetig: false,
        status: EingangState::Offen,
        dokument: None,
        dublette_von: None,
        teile: Vec::new(),
        nachricht: None,
        stapel: None,
        archivnummer: None,
        vorgang_aus_code: None,
        zugaenge: Vec::new(),
        transfervermerk: None,
        nachweis: None,
        papieroriginal: None,
        stichproben: Vec::new(),
        angelegt_von: desk::uebung::BENUTZER.to_owned(),
        angelegt_um: now,
    }
}

fn create(tx: &Tx<'_>, eingang: &Eingang) -> Result<(), DbError> {
    let act = Act {
        akteur: desk::uebung::BENUTZER.to_owned(),
        arbeitsplatz: ARBEITSPLATZ.to_owned(),
        aktion: "eingang_uebernehmen",
        bemerkung: None,
        group: None,
        konflikt: None,
    };
    let edit = Edit::create(eingang.to_fields());
    let requires = vec![eingang.sha256.clone()];
    tx.edit(&act, RecType::Eingang, tx.env().id(), SCOPE_REGISTRATUR, edit, requires)
}

/// A clock that is moved by hand, from item to item over half a year.
struct Uhr {
    millis: AtomicI64,
    step: i64,
}

impl Uhr {
    fn new(items: usize) -> Result<Self> {
        const HALF_A_YEAR: i64 = 180 * 24 * 60 * 60 * 1000;
        let start = date(2026, 1, 5).at(7, 30, 0, 0).to_zoned(TimeZone::UTC)?;
        let step = HALF_A_YEAR / i64::try_from(items.max(1))?;
        Ok(Self { millis: AtomicI64::new(start.timestamp().as_millisecond()), step })
    }

    fn next(&self) {
        self.millis.fetch_add(self.step, Ordering::Relaxed);
    }
}

impl Clock for Uhr {
    fn now(&self) -> Zeitpunkt {
        Zeitpunkt::from_millisecond(self.millis.load(Ordering::Relaxed)).unwrap_or_default()
    }
}

/// Ids that count: the same at every call, and never the same twice.
struct Ids(AtomicU64);

impl IdSource for Ids {
    fn id(&self, now: Zeitpunkt) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut random = [0; 10];
        random.iter_mut().skip(2).zip(number).for_each(|(to, from)| *to = from);
        store::clock::uuid_v7(now, random)
    }
}
