//! Cases: view and creation.
//!
//! Never gives a final reference; the centre does.

use domain::record::text;
use domain::vorgang::{Vorgang, VorgangState};
use domain::{Aktenzeichen, Datum, Edit, RecType, Record, regeln};
use store::meta::Meta;
use store::{Act, Db, DbError, Tx};
use uuid::Uuid;

use crate::Desk;
use crate::desk::{arbeitsplatz, count, parse_id};
use crate::dokument;
use crate::geschaeftsgang::{verfuegungen, zeitleiste};
use crate::verlauf::verlauf;
use crate::views::{Fehler, Id, VorgangAnlegenArgs, VorgangView};
use crate::ziel::{aktenzeichen, ziel};

impl Desk {
    /// A case with its documents.
    pub fn vorgang(&self, args: Id) -> Result<VorgangView, Fehler> {
        let id = parse_id(&args.id)?;
        let heute = self.heute();
        let view = self.store.read(|db| Ok::<_, Fehler>(view(db, id, heute)?))?;
        self.opened(id)?;
        Ok(view)
    }

    /// Makes a new case in a file.
    pub fn vorgang_anlegen(&self, args: VorgangAnlegenArgs) -> Result<VorgangView, Fehler> {
        let akte = parse_id(&args.akte)?;
        let id = self.store.write(|tx| {
            let act = self.act(tx, "vorgang_anlegen")?;
            create(tx, &act, akte, &args.betreff)
        })?;
        self.vorgang(Id { id: id.to_string() })
    }
}

/// Makes a new case within a running transaction.
pub(crate) fn create(tx: &Tx<'_>, act: &Act, akte: Uuid, betreff: &str) -> Result<Uuid, Fehler> {
    let seen = tx.seen(akte)?.filter(|seen| seen.rec_type == RecType::Akte);
    let seen = seen.ok_or_else(Fehler::not_found)?;
    regeln::unterbringen(RecType::Vorgang, &seen.fields)?;
    let betreff = regeln::betreff(betreff)?;
    let (zeichen, um) = (vorlaeufig(tx)?, tx.env().now());
    let vorgang = Vorgang {
        bearbeiter: Some(act.akteur.clone()),
        ..Vorgang::neu(betreff, akte, zeichen, um, act.akteur.clone())
    };
    let id = tx.env().id();
    let edit = Edit::create(vorgang.to_fields());
    tx.edit(act, RecType::Vorgang, id, &tx.bereich()?, edit, Vec::new())?;
    Ok(id)
}

/// Takes the next provisional reference of this workstation.
pub(crate) fn vorlaeufig(tx: &Tx<'_>) -> Result<String, DbError> {
    let nummer = tx.take_number(Meta::NextVorlaeufig)?;
    Ok(Aktenzeichen::Vorlaeufig { arbeitsplatz: arbeitsplatz(tx)?, nummer }.to_string())
}

fn view(db: &Db<'_>, id: Uuid, heute: Datum) -> Result<VorgangView, DbError> {
    let (vorgang, seen) = db.load::<Vorgang>(id)?;
    let (zeichen, vorlaeufig) = aktenzeichen(&seen.fields);
    let mut dokumente = Vec::new();
    for dokument in db.dokumente_in(id)? {
        dokumente.push(dokument::zeile(db, dokument)?);
    }
    Ok(VorgangView {
        id: id.to_string(),
        aktenzeichen: zeichen,
        vorlaeufig,
        aktenzeichen_vorlaeufig: (!vorlaeufig)
            .then(|| text(&seen.fields, "aktenzeichen_vorlaeufig").to_owned())
            // One that the centre made itself never had one.
            .filter(|zeichen| !zeichen.is_empty()),
        betreff: vorgang.betreff,
        akte: ziel(db, vorgang.akte)?,
        geschlossen: vorgang.status == VorgangState::Zda,
        ausstehend: seen.ausstehend,
        konflikte: count(db.konflikte(Some(id))?.len()),
        dokumente,
        verfuegungen: verfuegungen(db, id, heute)?,
        zeitleiste: zeitleiste(db, id)?,
        verlauf: verlauf(db, id)?,
    })
}
