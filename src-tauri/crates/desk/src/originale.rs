//! Which originals are kept on this workstation, and fetching one that is not here.
//!
//! Never lets one go by itself: the reconciliation does, after the centre has confirmed it.

use domain::RecType;
use store::bestand::{BlobProgress, Haltung};
use store::{BlobState, Db, DbError, Tx};
use uuid::Uuid;

use crate::Desk;
use crate::desk::parse_id;
use crate::gegenstand::name_of;
use crate::views::{
    Code, Fehler, Id, Leer, OriginalArgs, OriginalStandView, OriginalState, OriginaleArgs,
    OriginaleView, PinZeile,
};

/// One gigabyte as disks are sold.
const GB: u64 = 1_000_000_000;
/// Smallest room for originals that makes sense.
const GB_LEAST: u32 = 1;

impl Desk {
    /// Which originals are kept here, and how much room they take.
    pub fn originale(&self, _: Leer) -> Result<OriginaleView, Fehler> {
        self.store.read(|db| Ok(view(db)?))
    }

    /// Sets which originals are kept here: all, or as many as fit into some gigabytes.
    pub fn originale_einstellen(&self, args: OriginaleArgs) -> Result<OriginaleView, Fehler> {
        let haltung = match args.hoechstens_gb {
            None => Haltung::Alle,
            Some(gb) if gb >= GB_LEAST => Haltung::Bedarf { budget_bytes: u64::from(gb) * GB },
            Some(_) => {
                let meldung = "So wenig Platz reicht nicht für die offenen Eingänge.";
                return Err(Fehler::new(
                    Code::Invalid,
                    meldung,
                    "Bitte geben Sie mindestens 1 GB.",
                ));
            }
        };
        self.store.write(|tx| tx.set_haltung(haltung))?;
        self.wake();
        self.originale(Leer {})
    }

    /// Keeps the originals of an Akte or a Vorgang on this workstation in any case.
    pub fn akte_anheften(&self, args: Id) -> Result<OriginaleView, Fehler> {
        self.pin_with(&args, |tx, id| tx.pin(id))
    }

    /// Lets the originals of an Akte or a Vorgang go when others need their room.
    pub fn akte_loesen(&self, args: Id) -> Result<OriginaleView, Fehler> {
        self.pin_with(&args, |tx, id| tx.unpin(id))
    }

    fn pin_with(
        &self,
        args: &Id,
        act: impl Fn(&Tx<'_>, Uuid) -> Result<(), DbError>,
    ) -> Result<OriginaleView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let seen = tx.seen(id)?.ok_or_else(Fehler::not_found)?;
            if !matches!(seen.rec_type, RecType::Akte | RecType::Vorgang) {
                let meldung = "Angeheftet werden nur Akten und Vorgänge.";
                return Err(Fehler::new(Code::Invalid, meldung, ""));
            }
            Ok(act(tx, id)?)
        })?;
        self.wake();
        self.originale(Leer {})
    }

    /// Has an original fetched that is not here, before all others, and says how far it is.
    pub fn original_holen(&self, args: OriginalArgs) -> Result<OriginalStandView, Fehler> {
        let progress = self.store.write(|tx| {
            crate::erkennung::in_sight(tx, &args.sha256)?;
            tx.want_blob(&args.sha256)?;
            Ok::<_, Fehler>(tx.blob_progress(&args.sha256)?)
        })?;
        let progress = progress.ok_or_else(Fehler::not_found)?;
        if progress.state != BlobState::Da {
            self.wake();
        }
        Ok(self.original_stand(&progress))
    }

    fn original_stand(&self, progress: &BlobProgress) -> OriginalStandView {
        let offline = self.stand(|stand| {
            stand.fehler.as_ref().is_some_and(crate::hemmnis::Stoerung::nur_leitung)
        });
        let (zustand, satz) = match progress.state {
            BlobState::Da => {
                (OriginalState::Vorhanden, "Das Original liegt auf diesem Arbeitsplatz.".to_owned())
            }
            _ if offline => (
                OriginalState::Offline,
                "Das Original liegt nur bei der Zentrale, und die ist gerade nicht erreichbar. Es \
                 wird geholt, sobald die Verbindung wieder da ist."
                    .to_owned(),
            ),
            _ if progress.failed > 0 => (
                OriginalState::Gestoert,
                "Das Original ließ sich noch nicht holen. Es wird von selbst weiter versucht."
                    .to_owned(),
            ),
            _ => (OriginalState::WirdGeholt, wird_geholt(progress)),
        };
        OriginalStandView {
            zustand,
            satz,
            groesse_bytes: progress.size,
            geholt_bytes: progress.here,
        }
    }

    /// Asks for an original that somebody wants to see and that is not here; the answer is the
    /// sentence that says so.
    pub(crate) fn ask_for(&self, sha256: &str) -> Fehler {
        let args = OriginalArgs { sha256: sha256.to_owned() };
        match self.original_holen(args) {
            Ok(stand) if stand.zustand == OriginalState::Offline => {
                Fehler::new(Code::Offline, stand.satz, "")
            }
            Ok(stand) => Fehler::new(Code::NotFound, stand.satz, "Es erscheint von selbst."),
            Err(fehler) => fehler,
        }
    }

    /// Notes that somebody looks at an original, so that it is not the next to make room.
    pub(crate) fn looked_at(&self, sha256: &str) -> Result<(), Fehler> {
        let counts = self.store.read(|db| Ok::<_, DbError>(db.haltung()? != Haltung::Alle))?;
        if counts {
            self.store.write(|tx| tx.want_blob(sha256))?;
        }
        Ok(())
    }

    /// Notes that a Vorgang was opened: its originals are near from now on.
    pub(crate) fn opened(&self, vorgang: Uuid) -> Result<(), Fehler> {
        let now_ms = self.store.env().now().as_millisecond();
        let news = self.store.read(|db| {
            Ok::<_, DbError>(db.haltung()? != Haltung::Alle && db.opening_is_news(vorgang, now_ms)?)
        })?;
        if news {
            self.store.write(|tx| tx.note_opened(vorgang))?;
            self.wake();
        }
        Ok(())
    }
}

fn wird_geholt(progress: &BlobProgress) -> String {
    match (progress.here * 100).checked_div(progress.size) {
        Some(percent) if percent > 0 => {
            format!("Das Original wird von der Zentrale geholt ({percent} %).")
        }
        _ => "Das Original wird von der Zentrale geholt.".to_owned(),
    }
}

fn view(db: &Db<'_>) -> Result<OriginaleView, DbError> {
    let platz = db.platz()?;
    let hoechstens_gb = match db.haltung()? {
        Haltung::Alle => None,
        Haltung::Bedarf { budget_bytes } => u32::try_from(budget_bytes / GB).ok(),
    };
    let mut angeheftet = Vec::new();
    for id in db.pinned()? {
        if let Some(seen) = db.seen(id)? {
            angeheftet
                .push(PinZeile { id: id.to_string(), name: name_of(seen.rec_type, &seen.fields) });
        }
    }
    Ok(OriginaleView {
        hoechstens_gb,
        hier: platz.here,
        hier_bytes: platz.here_bytes,
        bei_der_zentrale: platz.away,
        angeheftet,
    })
}
