//! The dialogue with the archive over a transfer folder: writing 0501, 0505 and 0503, reading 0504,
//! 0502, 0507 and 0506.
//!
//! Never decides what is next: `xdomea` does, from the messages that were kept. What is broken or
//! foreign is refused with a reason and left where it lies.

use std::path::{Path, PathBuf};

use domain::aussonderung::{
    Aussonderung, Aussonderungsart, Aussonderungsnachricht, Aussonderungsstand as Stand,
    Aussonderungszweck, Laufstand,
};
use domain::{Akte, Edit, RecType};
use serde_json::json;
use store::{Act, Db, DbError, Tx};
use uuid::Uuid;
use xdomea::auswahl::{anbieten, aussondern};
use xdomea::code::Bewertung;
use xdomea::dialog::ObjektState;
use xdomea::nachricht::{Schriftgutobjekt, Uebergabe};
use xdomea::{Aussonderungsdialog, Inhalt, Nachrichtentyp as T, ObjektId, Paketname, Rolle};

use super::ausgabe::{self, Dateien};
use super::{einstellungen, nicht_dran, paket, setzen};
use crate::Desk;
use crate::desk::parse_id;
use crate::views::{
    AussonderungView, Code, EinleseErgebnis, EinleseZeile, Fehler, Id, LaufSchritt, Leer,
    SchrittArgs,
};

/// Folders in which an archive leaves its messages, beside the transfer folder itself.
const ABLAGEN: [&str; 4] = ["0502", "0504", "0506", "0507"];

/// What the office may do now, and what it waits for.
pub(super) struct Dran {
    pub(super) zu_tun: Vec<LaufSchritt>,
    pub(super) satz: &'static str,
}

/// Says what is next in a run that goes on.
pub(super) fn dran(db: &Db<'_>, lauf: &Aussonderung) -> Result<Dran, DbError> {
    let nothing = |satz| Ok(Dran { zu_tun: Vec::new(), satz });
    if lauf.status != Laufstand::Laufend {
        return nothing("");
    }
    if lauf.zweck != Aussonderungszweck::Archiv {
        return nothing("Keine Akte dieser Aussonderung darf vernichtet werden.");
    }
    if !hat(lauf, "0501") {
        return Ok(Dran { zu_tun: vec![LaufSchritt::Anbieten], satz: "Dem Archiv anbieten." });
    }
    if !hat(lauf, "0502") {
        return nothing("Das Archiv bewertet. Seine Antwort wird aus dem Übergabeordner gelesen.");
    }
    let mut zu_tun = Vec::new();
    if !hat(lauf, "0505") {
        zu_tun.push(LaufSchritt::BewertungBestaetigen);
    }
    if !hat(lauf, "0503") && gewollt(db, lauf)? {
        zu_tun.push(LaufSchritt::Abgeben);
    }
    let satz = match (zu_tun.last(), hat(lauf, "0503"), hat(lauf, "0506")) {
        (Some(LaufSchritt::Abgeben), ..) => "Abgeben, was das Archiv übernimmt.",
        (Some(_), ..) => "Die Bewertung bestätigen.",
        (None, true, false) => "Das Archiv übernimmt. Seine Antwort wird aus dem Ordner gelesen.",
        _ => "Mit dem Archiv ist nichts mehr offen.",
    };
    Ok(Dran { zu_tun, satz })
}

pub(super) fn hat(lauf: &Aussonderung, typ: &str) -> bool {
    lauf.nachrichten.iter().any(|message| message.typ == typ)
}

/// Tells whether the archive wants a file of the run and does not have it yet.
pub(super) fn gewollt(db: &Db<'_>, lauf: &Aussonderung) -> Result<bool, DbError> {
    for objekt in &lauf.objekte {
        let Ok((akte, _)) = db.load::<Akte>(objekt.akte) else { continue };
        if akte.aussonderung == Some(Stand::Bewertet)
            && akte.aussonderungsart == Some(Aussonderungsart::A)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Tells whether the archive is done with what it wanted.
pub(super) fn fertig(db: &Db<'_>, lauf: &Aussonderung) -> Result<bool, DbError> {
    if hat(lauf, "0503") {
        return Ok(hat(lauf, "0506"));
    }
    Ok(hat(lauf, "0502") && !gewollt(db, lauf)?)
}

/// Says what a message is about.
pub(super) fn was(typ: &str) -> &'static str {
    match typ {
        "0401" => "Abgabe",
        "0501" => "Dem Archiv angeboten",
        "0502" => "Bewertung des Archivs",
        "0503" => "An das Archiv abgegeben",
        "0504" => "Das Archiv hat das Angebot erhalten",
        "0505" => "Bewertung bestätigt",
        "0506" => "Übernahme durch das Archiv",
        "0507" => "Das Archiv hat die Abgabe erhalten",
        _ => "Nachricht",
    }
}

impl Desk {
    /// Takes the next step of a dialogue: writes its message into the transfer folder.
    pub fn aussonderung_schritt(&self, args: SchrittArgs) -> Result<AussonderungView, Fehler> {
        let id = parse_id(&args.id)?;
        let (lauf, e) = self
            .store
            .read(|db| Ok::<_, Fehler>((db.load::<Aussonderung>(id)?.0, einstellungen(db)?)))?;
        let (folder, fassung) = (paket::ordner(&e.ordner)?, paket::fassung(&e.fassung)?);
        let mut dialog = self.dialog(&lauf, Some(&folder))?;
        let typ = match args.schritt {
            LaufSchritt::Anbieten => T::Anbieteverzeichnis,
            LaufSchritt::BewertungBestaetigen => T::BewertungEmpfangen,
            LaufSchritt::Abgeben => T::Aussonderung,
        };
        let goes_on = lauf.status == Laufstand::Laufend && lauf.zweck == Aussonderungszweck::Archiv;
        if !goes_on || !dialog.erlaubt(Rolle::Behoerde).contains(&typ) {
            return Err(nicht_dran());
        }
        let mut dateien = Dateien::new();
        let kopf = || paket::kopf(&e, lauf.prozess.into(), self.store.env().now().into());
        let nachricht = match args.schritt {
            LaufSchritt::Anbieten => anbieten(kopf(), &self.uebergabe(&lauf, &mut Dateien::new())?),
            LaufSchritt::BewertungBestaetigen => {
                let asked = lauf.nachrichten.iter().find(|message| message.typ == "0502");
                let asked = asked.ok_or_else(nicht_dran)?;
                let um = self.store.env().now().into();
                let answer = Inhalt::BewertungEmpfangen;
                self.nachricht(&asked.sha256)?.antwort(um, Some(paket::system()), answer)
            }
            LaufSchritt::Abgeben => {
                let all = self.uebergabe(&lauf, &mut dateien)?;
                aussondern(kopf(), &all, &|id| dialog.gewollt(id))
            }
        };
        dialog.nehmen(Rolle::Behoerde, &nachricht).map_err(|error| falsch(&error))?;
        let bereit = self.paket_schreiben(&folder, &nachricht, fassung, &dateien)?;
        self.store.write(|tx| {
            let note = bereit.nachricht(tx);
            tx.put_blob(&bereit.blob, false)?;
            self.nachricht_vermerken(tx, id, &lauf, &note, &dialog)
        })?;
        bereit.ablegen()?;
        self.aussonderung(Id { id: args.id })
    }

    /// Looks into the transfer folder for what the archive has answered.
    pub fn aussonderung_einlesen(&self, _: Leer) -> Result<EinleseErgebnis, Fehler> {
        let (e, runs) = self.store.read(|db| {
            let mut runs = Vec::new();
            for id in db.all(RecType::Aussonderung)? {
                if let Ok((lauf, _)) = db.load::<Aussonderung>(id) {
                    runs.push((id, lauf));
                }
            }
            Ok::<_, Fehler>((einstellungen(db)?, runs))
        })?;
        let folder = paket::ordner(&e.ordner)?;
        let mut zeilen = Vec::new();
        for (name, pfad) in pakete(&folder) {
            match self.antwort(&folder, &name, &pfad, &runs) {
                Ok(None) => {}
                Ok(Some(meldung)) => {
                    zeilen.push(EinleseZeile { datei: name, angenommen: true, meldung });
                }
                Err(error) if error.code == Code::Internal => return Err(error),
                Err(error) => zeilen.push(EinleseZeile {
                    datei: name,
                    angenommen: false,
                    meldung: error.meldung,
                }),
            }
        }
        Ok(EinleseErgebnis { zeilen })
    }

    /// Takes in one package; nothing if it is one of ours or was taken in before.
    fn antwort(
        &self,
        folder: &Path,
        name: &str,
        pfad: &Path,
        runs: &[(Uuid, Aussonderung)],
    ) -> Result<Option<String>, Fehler> {
        let parsed = Paketname::parse(name).map_err(|error| paket::paket_fehler(&error))?;
        let run = runs.iter().find(|(_, run)| ObjektId::from(run.prozess) == parsed.prozess);
        let Some((id, _)) = run else {
            return Err(Fehler::new(
                Code::Invalid,
                "Das Paket gehört zu keiner Aussonderung dieses Arbeitsplatzes.",
                "",
            ));
        };
        let lauf = self.store.read(|db| Ok::<_, Fehler>(db.load::<Aussonderung>(*id)?.0))?;
        let known = lauf.nachrichten.iter().find(|message| message.typ == parsed.typ.code());
        if known.is_some_and(|message| !message.empfangen) {
            return Ok(None);
        }
        let (paket, bytes) = paket::oeffnen(name, pfad)?;
        let sha256 = wire::sha256_hex(&bytes);
        if known.is_some_and(|message| message.sha256 == sha256) {
            return Ok(None);
        }
        let mut dialog = self.dialog(&lauf, Some(folder))?;
        let nachricht = &paket.gelesen().nachricht;
        dialog.nehmen(Rolle::Archiv, nachricht).map_err(|error| falsch(&error))?;
        let scope = self.store.read(|db| db.bereich())?;
        let blob = self.behalten(&scope, &mut bytes.as_slice())?;
        self.store.write(|tx| {
            tx.put_blob(&blob, false)?;
            let note = Aussonderungsnachricht {
                id: tx.env().id(),
                typ: parsed.typ.code().to_owned(),
                empfangen: true,
                sha256,
                groesse_bytes: blob.size,
                um: tx.env().now(),
            };
            self.nachricht_vermerken(tx, *id, &lauf, &note, &dialog)
        })?;
        Ok(Some(format!("{} ({}).", was(parsed.typ.code()), parsed.typ.code())))
    }

    /// Plays the dialogue again from the messages that were kept; a package that a sudden end has
    /// left without its name gets it.
    fn dialog(
        &self,
        lauf: &Aussonderung,
        folder: Option<&Path>,
    ) -> Result<Aussonderungsdialog, Fehler> {
        let mut dialog = Aussonderungsdialog::neu(lauf.prozess.into());
        for message in &lauf.nachrichten {
            let nachricht = self.nachricht(&message.sha256)?;
            let side = if message.empfangen { Rolle::Archiv } else { Rolle::Behoerde };
            if let (false, Some(folder)) = (message.empfangen, folder) {
                paket::nachholen(folder, &nachricht, &message.sha256);
            }
            dialog.nehmen(side, &nachricht).map_err(|error| falsch(&error))?;
        }
        Ok(dialog)
    }

    /// Returns the files of a run with everything in them.
    fn uebergabe(&self, lauf: &Aussonderung, dateien: &mut Dateien) -> Result<Uebergabe, Fehler> {
        self.store.read(|db| {
            let mut objekte = Vec::new();
            for objekt in &lauf.objekte {
                let akte = ausgabe::akte(db, objekt.akte, dateien)?;
                objekte.push(Schriftgutobjekt::Akte(Box::new(akte)));
            }
            Ok(Uebergabe { objekte, ..Uebergabe::default() })
        })
    }

    /// Notes a message at its run, and where the files stand after it.
    fn nachricht_vermerken(
        &self,
        tx: &Tx<'_>,
        id: Uuid,
        before: &Aussonderung,
        note: &Aussonderungsnachricht,
        dialog: &Aussonderungsdialog,
    ) -> Result<(), Fehler> {
        let act = self.gruppe(tx, "aussonderung_schritt")?;
        let (lauf, seen) = tx.load::<Aussonderung>(id)?;
        if lauf.nachrichten != before.nachrichten {
            return Err(nicht_dran());
        }
        let element = serde_json::to_value(note).map_err(DbError::from)?;
        let edit = Edit::append("nachrichten", element);
        let requires = vec![note.sha256.clone()];
        tx.edit(&act, RecType::Aussonderung, id, &seen.scope, edit, requires)?;
        for objekt in &lauf.objekte {
            nachziehen(tx, &act, objekt.akte, &note.typ, dialog)?;
        }
        Ok(())
    }
}

fn falsch(error: &xdomea::error::DialogError) -> Fehler {
    Fehler::new(Code::Invalid, xdomea::worte::dialog(error), "")
}

/// Brings a file to where the message has put it.
fn nachziehen(
    tx: &Tx<'_>,
    act: &Act,
    id: Uuid,
    typ: &str,
    dialog: &Aussonderungsdialog,
) -> Result<(), Fehler> {
    let (akte, _) = tx.load::<Akte>(id)?;
    let inside = darin(tx, id)?;
    let any = |wanted: fn(&ObjektState) -> bool| {
        inside.iter().any(|id| dialog.state(*id).is_some_and(wanted))
    };
    let handed = any(|state| matches!(state, ObjektState::Abgegeben));
    let set = match (typ, akte.aussonderung) {
        ("0501", Some(Stand::Vorgemerkt)) => json!({ "aussonderung": Stand::Angeboten }),
        ("0504", Some(Stand::Angeboten)) => json!({ "aussonderung": Stand::Empfangen }),
        ("0502", Some(Stand::Angeboten | Stand::Empfangen)) => {
            let wanted = any(|s| *s == ObjektState::Bewertet(Bewertung::Archivwuerdig));
            let open = any(|s| *s == ObjektState::Bewertet(Bewertung::Bewerten));
            let art = match (wanted, open) {
                (true, _) => Aussonderungsart::A,
                (false, true) => Aussonderungsart::B,
                (false, false) => Aussonderungsart::V,
            };
            json!({ "aussonderung": Stand::Bewertet, "aussonderungsart": art })
        }
        ("0503", Some(Stand::Bewertet)) if handed => json!({ "aussonderung": Stand::Abgegeben }),
        ("0507", Some(Stand::Abgegeben)) => json!({ "aussonderung": Stand::Angekommen }),
        ("0506", Some(Stand::Abgegeben | Stand::Angekommen)) if dialog.loeschbar(id.into()) => {
            match dialog.state(id.into()) {
                Some(ObjektState::Archiviert(Some(kennung))) => {
                    json!({ "aussonderung": Stand::Archiviert, "archivkennung": kennung })
                }
                _ => json!({ "aussonderung": Stand::Archiviert }),
            }
        }
        _ => return Ok(()),
    };
    setzen(tx, act, id, &set)
}

/// Returns a file and what the archive appraises in it.
fn darin(db: &Db<'_>, akte: Uuid) -> Result<Vec<ObjektId>, DbError> {
    let mut all = vec![akte];
    all.extend(db.teilakten_in(akte)?);
    all.extend(db.vorgaenge_in(akte)?);
    Ok(all.into_iter().map(ObjektId::from).collect())
}

/// Lists the packages in the transfer folder and its shelves, answers in the order in which an
/// archive gives them.
fn pakete(folder: &Path) -> Vec<(String, PathBuf)> {
    let rank = |name: &str| match Paketname::parse(name).map(|name| name.typ) {
        Ok(T::AnbietungEmpfangen) => 0,
        Ok(T::Bewertungsverzeichnis) => 1,
        Ok(T::AussonderungEmpfangen) => 2,
        _ => 3,
    };
    let mut found = Vec::new();
    for place in std::iter::once(folder.to_owned()).chain(ABLAGEN.map(|name| folder.join(name))) {
        let Ok(entries) = std::fs::read_dir(&place) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let package = name.ends_with(".zip") || name.ends_with(".xdomea");
            // Not through links: what lies elsewhere was not handed over.
            if package && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                found.push((name, entry.path()));
            }
        }
    }
    found.sort_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
    found
}
