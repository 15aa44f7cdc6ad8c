//! Handing a file or a case over to another office or system (0401).
//!
//! Never changes what is handed over: who is in charge afterwards is for people to settle.

use domain::aussonderung::{Aussonderung, Aussonderungszweck, Laufstand};
use domain::{Edit, RecType, Record, Vorgang};
use uuid::Uuid;
use xdomea::Nachricht;
use xdomea::nachricht::{Inhalt, Schriftgutobjekt, Uebergabe};

use super::ausgabe::{self, Dateien};
use super::{einstellungen, neu, objekt, paket};
use crate::Desk;
use crate::desk::parse_id;
use crate::views::{AbgabeErstellenArgs, AussonderungEinstellungen, Fehler, PaketView};

impl Desk {
    /// Writes a package with a file or a case into a folder.
    pub fn abgabe_erstellen(&self, args: AbgabeErstellenArgs) -> Result<PaketView, Fehler> {
        let id = parse_id(&args.id)?;
        let folder = paket::ordner(&args.ordner)?;
        let mut dateien = Dateien::new();
        let (object, akte, e) = self.store.read(|db| {
            let seen = db.seen(id)?.ok_or_else(Fehler::not_found)?;
            let (object, akte) = match seen.rec_type {
                RecType::Akte => {
                    let akte = ausgabe::akte(db, id, &mut dateien)?;
                    (Schriftgutobjekt::Akte(Box::new(akte)), id)
                }
                RecType::Vorgang => {
                    let vorgang = ausgabe::vorgang(db, id, &mut dateien)?;
                    let akte = seen.typed::<Vorgang>()?.akte;
                    (Schriftgutobjekt::Vorgang(Box::new(vorgang)), akte)
                }
                _ => return Err(Fehler::not_found()),
            };
            Ok((object, akte, einstellungen(db)?))
        })?;
        let fassung = paket::fassung(&e.fassung)?;
        let prozess = self.store.env().id();
        let e = AussonderungEinstellungen { archiv: args.empfaenger.trim().to_owned(), ..e };
        let now = self.store.env().now().into();
        let kopf = paket::kopf(&e, prozess.into(), now);
        let inhalt = Uebergabe { objekte: vec![object], ..Uebergabe::default() };
        let nachricht = Nachricht::neu(kopf, Inhalt::Abgabe(inhalt));
        let bereit = self.paket_schreiben(&folder, &nachricht, fassung, &dateien)?;
        self.store.write(|tx| {
            tx.put_blob(&bereit.blob, false)?;
            let note = bereit.nachricht(tx);
            self.abgabe_vermerken(tx, prozess, &[akte], note)
        })?;
        let pfad = bereit.ablegen()?;
        Ok(PaketView { pfad: pfad.display().to_string() })
    }

    /// Keeps that something was handed over or taken in, with its package.
    pub(super) fn abgabe_vermerken(
        &self,
        tx: &store::Tx<'_>,
        prozess: Uuid,
        akten: &[Uuid],
        note: domain::aussonderung::Aussonderungsnachricht,
    ) -> Result<Uuid, Fehler> {
        let act = self.act(tx, "abgabe_erstellen")?;
        let mut objekte = Vec::new();
        for akte in akten {
            objekte.push(objekt(tx, *akte)?);
        }
        let requires = vec![note.sha256.clone()];
        let lauf = Aussonderung {
            status: Laufstand::Beendet,
            nachrichten: vec![note],
            ..neu(tx, &act, Aussonderungszweck::Abgabe, objekte, prozess)
        };
        let id = tx.env().id();
        let edit = Edit::create(lauf.to_fields());
        tx.edit(&act, RecType::Aussonderung, id, &tx.bereich()?, edit, requires)?;
        Ok(id)
    }
}
