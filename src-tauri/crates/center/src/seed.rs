//! What a fresh centre starts with: the filing plan, and in practice mode a small municipality.
//!
//! Never runs twice for the same tenant.

use domain::aussonderung::Aussonderungsart;
use domain::{Akte, Datum, Edit, Fields, Op, RecType, Record, SCHEMA, Vorgang};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;
use wire::Mutation;

use crate::error::CenterError;
use crate::ledger::Tx;
pub use crate::plan::Planzeile as PlanNode;
use crate::plan::{self, Planzeile};
use crate::{SCOPE_REGISTRATUR, Surroundings, decide};

/// The fictional municipality of practice mode.
#[derive(Debug, Clone, Deserialize)]
pub struct Uebung {
    mandant: UebungMandant,
    /// Its filing plan.
    pub aktenplan: Vec<Planzeile>,
    akten: Vec<UebungAkte>,
    vorgaenge: Vec<UebungVorgang>,
    altakten: Vec<UebungAltakte>,
}

#[derive(Debug, Clone, Deserialize)]
struct UebungMandant {
    name: String,
}

#[derive(Debug, Clone, Deserialize)]
struct UebungAkte {
    betreff: String,
    aktenplaneinheit: String,
}

/// A file that was closed long ago.
#[derive(Debug, Clone, Deserialize)]
struct UebungAltakte {
    betreff: String,
    aktenplaneinheit: String,
    vorgang: String,
    von: Datum,
    bis: Datum,
    bewertung: Aussonderungsart,
}

#[derive(Debug, Clone, Deserialize)]
struct UebungVorgang {
    betreff: String,
    akte: usize,
}

impl Uebung {
    /// Reads the practice material that ships with the program.
    pub fn shipped() -> Result<Self, CenterError> {
        Ok(serde_json::from_str(include_str!("../../../../assets/uebung/uebung.json"))?)
    }

    /// Returns the municipality's name.
    pub fn mandant(&self) -> &str {
        &self.mandant.name
    }
}

/// Fills a fresh practice centre: plan, files and cases, the latter two by ordinary mutations.
pub fn uebung(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    uebung: &Uebung,
) -> Result<(), CenterError> {
    let units = aktenplan(tx, surroundings, &uebung.aktenplan)?;
    let now = surroundings.now();
    let person = "Registratur".to_owned();
    let mut sender = Sender { client: surroundings.id(), n: 0 };
    let mut akten = Vec::new();
    for akte in &uebung.akten {
        let missing = CenterError::Internal("practice file without plan unit");
        let unit = *units.get(&akte.aktenplaneinheit).ok_or(missing)?;
        let akte = Akte::neu(akte.betreff.clone(), unit, String::new(), now, person.clone());
        akten.push(sender.create(tx, surroundings, "akte_anlegen", &akte)?);
    }
    for vorgang in &uebung.vorgaenge {
        let missing = CenterError::Internal("practice case without file");
        let akte = *akten.get(vorgang.akte).ok_or(missing)?;
        let betreff = vorgang.betreff.clone();
        let vorgang = Vorgang::neu(betreff, akte, String::new(), now, person.clone());
        sender.create(tx, surroundings, "vorgang_anlegen", &vorgang)?;
    }
    Ok(())
}

/// Adds files whose retention has ended, so that disposal can be practised.
pub fn altakten(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    uebung: &Uebung,
) -> Result<(), CenterError> {
    let units = aktenplan(tx, surroundings, &uebung.aktenplan)?;
    let person = || "Registratur".to_owned();
    let mut sender = Sender { client: surroundings.id(), n: 0 };
    for alt in &uebung.altakten {
        let missing = CenterError::Internal("practice file without plan unit");
        let unit = *units.get(&alt.aktenplaneinheit).ok_or(missing)?;
        let midday = |day: Datum| {
            let zoned = day.at(12, 0, 0, 0).to_zoned(domain::aktenzeichen::amtszeit());
            zoned.map_or_else(|_| surroundings.now(), |zoned| zoned.timestamp())
        };
        let um = midday(alt.von);
        let mut akte = Akte::neu(alt.betreff.clone(), unit, String::new(), um, person());
        akte.aussonderungsart = Some(alt.bewertung);
        let akte_id = sender.create(tx, surroundings, "akte_anlegen", &akte)?;
        let vorgang = Vorgang::neu(alt.vorgang.clone(), akte_id, String::new(), um, person());
        let vorgang_id = sender.create(tx, surroundings, "vorgang_anlegen", &vorgang)?;
        let zda = Fields::from_iter([
            ("status".to_owned(), json!("zda")),
            ("zda_datum".to_owned(), json!(alt.bis)),
        ]);
        for (aktion, rec_type, id, old) in [
            ("vorgang_zda", RecType::Vorgang, vorgang_id, vorgang.to_fields()),
            ("akte_zda", RecType::Akte, akte_id, akte.to_fields()),
        ] {
            let edit = Edit::set(Op::Transition, &old, zda.clone());
            sender.send(tx, surroundings, aktion, (rec_type, id, 1), edit)?;
        }
    }
    Ok(())
}

/// Sends mutations on the centre's own behalf.
struct Sender {
    client: Uuid,
    n: u64,
}

impl Sender {
    fn create<R: Record>(
        &mut self,
        tx: &mut Tx<'_>,
        surroundings: &Surroundings,
        aktion: &str,
        record: &R,
    ) -> Result<Uuid, CenterError> {
        let rec_id = surroundings.id();
        let edit = Edit::create(record.to_fields());
        self.send(tx, surroundings, aktion, (R::TYPE, rec_id, 0), edit)?;
        Ok(rec_id)
    }

    fn send(
        &mut self,
        tx: &mut Tx<'_>,
        surroundings: &Surroundings,
        aktion: &str,
        (rec_type, rec_id, base_ver): (RecType, Uuid, u64),
        edit: Edit,
    ) -> Result<(), CenterError> {
        self.n += 1;
        let mutation = Mutation {
            mid: surroundings.id(),
            n: self.n,
            akteur: "Registratur".to_owned(),
            aktion: aktion.to_owned(),
            claimed_at: surroundings.now(),
            schema: SCHEMA,
            scope: SCOPE_REGISTRATUR.to_owned(),
            rec_type,
            rec_id,
            base_ver,
            edit,
            requires: Vec::new(),
            group: None,
            konflikt: None,
            bemerkung: None,
        };
        let receipt =
            decide::Receipt { arbeitsplatz: "Zentrale", device: None, now: surroundings.now() };
        let answer = decide::push(tx, self.client, &[mutation], receipt)?;
        let taken = answer.verdicts.iter().all(|verdict| verdict.kind.seq().is_some());
        if taken { Ok(()) } else { Err(CenterError::Internal("practice record refused")) }
    }
}

/// Writes a filing plan into the log of the master data; returns its units by number.
pub fn aktenplan(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    nodes: &[Planzeile],
) -> Result<BTreeMap<String, Uuid>, CenterError> {
    let units = plan::ordnen(nodes.to_vec());
    let units = units.map_err(|_| CenterError::Internal("filing plan makes no sense"))?;
    plan::abgleichen(tx, surroundings, &units, None, false).map(|(_, ids)| ids)
}
