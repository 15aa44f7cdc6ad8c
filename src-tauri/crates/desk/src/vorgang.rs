//! Cases: view and creation.
//!
//! Never gives a final reference; the centre does.

use domain::record::text;
use domain::vorgang::{Vorgang, VorgangState};
use domain::{Aktenzeichen, Edit, RecType, Record, regeln};
use store::meta::Meta;
use store::{Act, Db, DbError, SCOPE_REGISTRATUR, Tx};
use uuid::Uuid;

use crate::Desk;
use crate::desk::{arbeitsplatz, count, parse_id};
use crate::dokument;
use crate::verlauf::verlauf;
use crate::views::{Fehler, Id, VorgangAnlegenArgs, VorgangView};
use crate::ziel::{aktenzeichen, ziel};

impl Desk {
    /// A case with its documents.
    pub fn vorgang(&self, args: Id) -> Result<VorgangView, Fehler> {
        let id = parse_id(&args.id)?;
        let view = self.store.read(|db| Ok::<_, Fehler>(view(db, id)?))?;
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
    let vorgang = Vorgang {
        betreff: regeln::betreff(betreff)?,
        akte,
        aktenzeichen: None,
        aktenzeichen_vorlaeufig: vorlaeufig(tx)?,
        status: VorgangState::Offen,
        bearbeiter: Some(act.akteur.clone()),
        bemerkung: None,
        beteiligte: Vec::new(),
        schlagworte: Vec::new(),
        angelegt_um: tx.env().now(),
        angelegt_von: act.akteur.clone(),
    };
    let id = tx.env().id();
    let edit = Edit::create(vorgang.to_fields());
    tx.edit(act, RecType::Vorgang, id, SCOPE_REGISTRATUR, edit, Vec::new())?;
    Ok(id)
}

/// Takes the next provisional reference of this workstation.
pub(crate) fn vorlaeufig(tx: &Tx<'_>) -> Result<String, DbError> {
    let nummer = tx.take_number(Meta::NextVorlaeufig)?;
    Ok(Aktenzeichen::Vorlaeufig { arbeitsplatz: arbeitsplatz(tx)?, nummer }.to_string())
}

fn view(db: &Db<'_>, id: Uuid) -> Result<VorgangView, DbError> {
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
        verlauf: verlauf(db, id)?,
    })
}
