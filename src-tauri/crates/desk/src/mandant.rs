//! The municipalities an office works for: which there are, and which is on the screen.
//!
//! Never shows two at once; of the others only their name and how much waits there.

use domain::Mandant;
use domain::mandant::mandant_id;
use store::{Db, DbError};

use crate::Desk;
use crate::desk::count;
use crate::views::{Fehler, Leer, MandantArgs, MandantZeile, UebersichtView};
use crate::{konflikt, worte};

impl Desk {
    /// Every municipality whose scope this workstation follows.
    pub fn mandanten(&self, _: Leer) -> Result<Vec<MandantZeile>, Fehler> {
        self.store.ganz().read(|db| {
            let chosen = db.bereich()?;
            let mut rows = Vec::new();
            for scope in db.bereiche()? {
                rows.push(zeile(&db.within(&scope), &scope, scope == chosen)?);
            }
            Ok(rows)
        })
    }

    /// Puts a municipality on the screen: everything that is shown and done is its own from now on.
    pub fn mandant_waehlen(&self, args: MandantArgs) -> Result<UebersichtView, Fehler> {
        self.store.ganz().write(|tx| tx.choose(&args.bereich))?;
        self.uebersicht(Leer {})
    }
}

fn zeile(db: &Db<'_>, scope: &str, gewaehlt: bool) -> Result<MandantZeile, DbError> {
    let mandant = mandant(db, scope)?;
    let fallback = || worte::bereich(scope).to_owned();
    Ok(MandantZeile {
        bereich: scope.to_owned(),
        kuerzel: mandant.as_ref().map(|mandant| mandant.kuerzel.clone()).unwrap_or_default(),
        name: mandant.map_or_else(fallback, |mandant| mandant.name),
        gewaehlt,
        offene_eingaenge: db.eingaenge(Some("offen"), 0, 0)?.0,
        zu_klaeren: konflikt::zu_klaeren(db)? + count(db.problems()?.len()),
    })
}

/// Returns the municipality whose records live in a scope, if the centre keeps several apart.
pub(crate) fn mandant(db: &Db<'_>, scope: &str) -> Result<Option<Mandant>, DbError> {
    match db.load::<Mandant>(mandant_id(scope)) {
        Ok((mandant, _)) => Ok(Some(mandant)),
        Err(DbError::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}
