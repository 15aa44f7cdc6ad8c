//! What a fresh centre starts with: the filing plan, and in practice mode a small municipality.
//!
//! Never runs twice for the same tenant.

use domain::{
    Akte, AkteState, Aktenplaneinheit, Edit, RecType, Record, SCHEMA, Vorgang, VorgangState,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;
use wire::Mutation;

use crate::error::CenterError;
use crate::ledger::{Draft, Tx};
use crate::{SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings, decide};

/// A node of a filing plan as a plan file names it; its parent is found by the number.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanNode {
    /// Number, such as `4.2`.
    pub kennzeichen: String,
    /// Name.
    pub bezeichnung: String,
    /// Years to keep; none means for ever.
    #[serde(default)]
    pub aufbewahrung_jahre: Option<u32>,
}

/// The fictional municipality of practice mode.
#[derive(Debug, Clone, Deserialize)]
pub struct Uebung {
    mandant: UebungMandant,
    /// Its filing plan.
    pub aktenplan: Vec<PlanNode>,
    akten: Vec<UebungAkte>,
    vorgaenge: Vec<UebungVorgang>,
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
        let akte = Akte {
            betreff: akte.betreff.clone(),
            aktenplaneinheit: *units.get(&akte.aktenplaneinheit).ok_or(missing)?,
            aktenzeichen: None,
            aktenzeichen_vorlaeufig: String::new(),
            status: AkteState::Offen,
            bemerkung: None,
            schlagworte: Vec::new(),
            angelegt_um: now,
            angelegt_von: person.clone(),
        };
        akten.push(sender.create(tx, surroundings, "akte_anlegen", &akte)?);
    }
    for vorgang in &uebung.vorgaenge {
        let missing = CenterError::Internal("practice case without file");
        let vorgang = Vorgang {
            betreff: vorgang.betreff.clone(),
            akte: *akten.get(vorgang.akte).ok_or(missing)?,
            aktenzeichen: None,
            aktenzeichen_vorlaeufig: String::new(),
            status: VorgangState::Offen,
            bearbeiter: None,
            bemerkung: None,
            beteiligte: Vec::new(),
            schlagworte: Vec::new(),
            angelegt_um: now,
            angelegt_von: person.clone(),
        };
        sender.create(tx, surroundings, "vorgang_anlegen", &vorgang)?;
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
        self.n += 1;
        let rec_id = surroundings.id();
        let mutation = Mutation {
            mid: surroundings.id(),
            n: self.n,
            akteur: "Registratur".to_owned(),
            aktion: aktion.to_owned(),
            claimed_at: surroundings.now(),
            schema: SCHEMA,
            scope: SCOPE_REGISTRATUR.to_owned(),
            rec_type: R::TYPE,
            rec_id,
            base_ver: 0,
            edit: Edit::create(record.to_fields()),
            requires: Vec::new(),
            group: None,
            konflikt: None,
            bemerkung: None,
        };
        let receipt =
            decide::Receipt { arbeitsplatz: "Zentrale", device: None, now: surroundings.now() };
        let answer = decide::push(tx, self.client, &[mutation], receipt)?;
        let taken = answer.verdicts.iter().all(|verdict| verdict.kind.seq().is_some());
        if taken { Ok(rec_id) } else { Err(CenterError::Internal("practice record refused")) }
    }
}

/// Writes a filing plan into the log of the master data; returns its nodes by number.
pub fn aktenplan(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    nodes: &[PlanNode],
) -> Result<BTreeMap<String, Uuid>, CenterError> {
    let mut ids = BTreeMap::<String, Uuid>::new();
    let now = surroundings.now();
    for node in nodes {
        let parent = node.kennzeichen.rsplit_once('.').and_then(|(up, _)| ids.get(up).copied());
        let unit = Aktenplaneinheit {
            kennzeichen: node.kennzeichen.clone(),
            bezeichnung: node.bezeichnung.clone(),
            uebergeordnet: parent,
            aufbewahrung_jahre: node.aufbewahrung_jahre,
            stillgelegt: false,
        };
        let rec_id = surroundings.id();
        let draft = Draft {
            rec_type: RecType::Aktenplaneinheit,
            rec_id,
            fields: unit.to_fields(),
            mid: surroundings.id(),
            akteur: "Zentrale".to_owned(),
            arbeitsplatz: "Zentrale".to_owned(),
            aktion: "aktenplan_einrichten".to_owned(),
            claimed_at: now,
            at: now,
        };
        tx.append(SCOPE_STAMMDATEN, draft)?;
        ids.insert(node.kennzeichen.clone(), rec_id);
    }
    Ok(ids)
}
