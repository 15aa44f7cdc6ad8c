//! The filing plan as a message (0301).
//!
//! Never another municipality's units.

use std::collections::BTreeMap;

use domain::aussonderung::Aussonderungsart;
use domain::{Aktenplaneinheit, RecType};
use store::{Db, DbError};
use uuid::Uuid;
use xdomea::Nachricht;
use xdomea::aktenplan::{Aktenplan, Planeinheit};
use xdomea::metadaten::{self, Aufbewahrungsdauer, Zeitraum};
use xdomea::nachricht::Inhalt;

use super::ausgabe::{Dateien, bewertung, tag};
use super::{einstellungen, paket};
use crate::Desk;
use crate::views::{Fehler, OrdnerZiel, PaketView};

impl Desk {
    /// Writes the filing plan as a package into a folder.
    pub fn aktenplan_ausgeben(&self, args: OrdnerZiel) -> Result<PaketView, Fehler> {
        let folder = paket::ordner(&args.ordner)?;
        let now = self.store.env().now();
        let (plan, e) = self.store.read(|db| {
            let e = einstellungen(db)?;
            let plan = Aktenplan {
                bezeichnung: format!("Aktenplan {}", e.behoerde).trim().to_owned(),
                typ: None,
                version: tag(now).to_string(),
                einheiten: einheiten(db)?,
                gueltigkeit: None,
                aktenplandateien: Vec::new(),
            };
            Ok::<_, Fehler>((plan, e))
        })?;
        let kopf = paket::kopf(&e, self.store.env().id().into(), now.into());
        let nachricht = Nachricht::neu(kopf, Inhalt::Aktenplan(plan));
        let fassung = paket::fassung(&e.fassung)?;
        let bereit = self.paket_schreiben(&folder, &nachricht, fassung, &Dateien::new())?;
        let pfad = bereit.ablegen()?;
        Ok(PaketView { pfad: pfad.display().to_string() })
    }
}

/// Returns the roots of the plan with everything below them.
fn einheiten(db: &Db<'_>) -> Result<Vec<Planeinheit>, DbError> {
    let mut below: BTreeMap<Option<Uuid>, Vec<(Uuid, Aktenplaneinheit)>> = BTreeMap::new();
    let mut ids = Vec::new();
    for id in db.all(RecType::Aktenplaneinheit)? {
        let (unit, _) = db.load::<Aktenplaneinheit>(id)?;
        ids.push(id);
        below.entry(unit.uebergeordnet).or_default().push((id, unit));
    }
    // One whose container is not here hangs from the root: it must not get lost.
    let orphans: Vec<Option<Uuid>> = below
        .keys()
        .filter(|parent| parent.is_some_and(|parent| !ids.contains(&parent)))
        .copied()
        .collect();
    for parent in orphans {
        let units = below.remove(&parent).unwrap_or_default();
        below.entry(None).or_default().extend(units);
    }
    Ok(unter(&mut below, None))
}

/// Every unit is taken out once: a circle cannot go on for ever.
fn unter(
    below: &mut BTreeMap<Option<Uuid>, Vec<(Uuid, Aktenplaneinheit)>>,
    parent: Option<Uuid>,
) -> Vec<Planeinheit> {
    let units = below.remove(&parent).unwrap_or_default();
    units.into_iter().map(|(id, unit)| einheit(&unit, unter(below, Some(id)))).collect()
}

fn einheit(unit: &Aktenplaneinheit, einheiten: Vec<Planeinheit>) -> Planeinheit {
    let years = unit.aufbewahrung_jahre.map(u16::try_from);
    let span = Zeitraum { beginn: unit.gueltig_ab, ende: unit.gueltig_bis };
    let art = unit.aussonderungsart.unwrap_or(Aussonderungsart::B);
    Planeinheit {
        kennzeichen: Some(unit.kennzeichen.clone()),
        inhaltsangabe: unit.inhaltsangabe.clone(),
        betreff_kurz: Some(unit.bezeichnung.clone()),
        aussonderungsart: metadaten::Aussonderungsart::Bewertung(bewertung(art)),
        gueltigkeit: Some(span).filter(|span| *span != Zeitraum::default()),
        stillgelegt: unit.stillgelegt,
        aufbewahrungsdauer: match years {
            Some(Ok(years)) => Aufbewahrungsdauer::Jahre(years),
            _ => Aufbewahrungsdauer::Unbefristet(true),
        },
        einheiten,
        verweise: Vec::new(),
        erweiterung: None,
        erweiterung_xml: None,
    }
}
