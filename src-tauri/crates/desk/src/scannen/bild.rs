//! Pictures of pages on the table.
//!
//! Never decoded in this process, and never of a page that is not as it came.

use std::io::Cursor;
use std::sync::PoisonError;

use intake::worker::ShowTask;
use scan::stack::{Bild, Tisch};
use uuid::Uuid;

use super::Eigner;
use crate::Desk;
use crate::views::{Code, Fehler};

impl Desk {
    /// Has a picture made of a page on a table of whoever works here.
    pub(crate) fn scanbild(&self, sha256: &str, small: bool) -> Result<Vec<u8>, Fehler> {
        let eigner = self.eigner()?;
        let (id, bild) = self.seite_mit(&eigner, sha256).ok_or_else(Fehler::not_found)?;
        let blatt = self.lager(&eigner.scope)?.blatt(id, &bild);
        let bytes = blatt.bytes().map_err(|error| {
            tracing::error!(%error, "scanned page");
            unlesbar()
        })?;
        if wire::sha256_hex(&bytes) != sha256 {
            return Err(unlesbar());
        }
        let _one = self.scanraum.bilder.lock().unwrap_or_else(PoisonError::into_inner);
        let mime = bild.format.mime().to_owned();
        let task = ShowTask { mime, password: None, most: 1, small };
        let shown = self.worker.show(&mut Cursor::new(bytes), task);
        let page = shown.and_then(|mut pages| pages.next_page()).map_err(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, "picture of a page");
            unlesbar()
        })?;
        page.and_then(|page| page.png).ok_or_else(unlesbar)
    }

    fn seite_mit(&self, eigner: &Eigner, sha256: &str) -> Option<(Uuid, Bild)> {
        let page = |tisch: &Tisch| tisch.bilder().find(|bild| bild.sha256 == sha256).cloned();
        let tische = self.tische();
        let running = tische.arbeit.iter().filter(|arbeit| arbeit.rest.eigner == *eigner);
        let running = running.map(|arbeit| (arbeit.id, &arbeit.tisch));
        let open = tische.offen.iter().filter(|(_, offen)| offen.rest.eigner == *eigner);
        let open = open.map(|(id, offen)| (*id, offen.stapel.tisch()));
        running.chain(open).find_map(|(id, tisch)| Some((id, page(tisch)?)))
    }
}

fn unlesbar() -> Fehler {
    let meldung = "Von dieser Seite gibt es kein Bild. Sie ist beschädigt oder unlesbar.";
    Fehler::new(Code::Invalid, meldung, "Bitte scannen Sie das Blatt noch einmal.")
}
