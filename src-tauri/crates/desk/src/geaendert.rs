//! Says which screens have to read again.
//!
//! Never says what has changed in them.

use std::collections::BTreeSet;

use domain::RecType;
use store::{Kind, Touched};

use crate::Desk;
use crate::views::{Art, Geaendert};

impl Desk {
    /// Names someone to be told after every change, wherever it comes from.
    pub fn on_changed(&self, tell: impl Fn(Geaendert) + Send + Sync + 'static) {
        self.store.listen(move |touched| {
            let arten = arten(touched);
            if !arten.is_empty() {
                tell(Geaendert { arten });
            }
        });
    }
}

fn arten(touched: &Touched) -> Vec<Art> {
    let arten: BTreeSet<Art> = touched.iter().filter_map(|kind| art(*kind)).collect();
    arten.into_iter().collect()
}

const fn art(kind: Kind) -> Option<Art> {
    match kind {
        Kind::Rec(RecType::Eingang) => Some(Art::Eingang),
        Kind::Rec(
            RecType::Akte | RecType::Aktenplaneinheit | RecType::Teilakte | RecType::Mandant,
        ) => Some(Art::Akte),
        Kind::Rec(RecType::Vorgang) => Some(Art::Vorgang),
        Kind::Rec(RecType::Dokument) => Some(Art::Dokument),
        Kind::Rec(RecType::Konflikt) | Kind::Abgleich => Some(Art::Abgleich),
        Kind::Rec(RecType::Kontakt) => Some(Art::Kontakt),
        Kind::Rec(RecType::Verfuegung | RecType::Vertretung) => Some(Art::Verfuegung),
        Kind::Rec(RecType::Aussonderung) => Some(Art::Aussonderung),
        Kind::Journal => None,
        Kind::Uebernahme => Some(Art::Uebernahme),
        Kind::Erkennung => Some(Art::Erkennung),
        Kind::Scan => Some(Art::Scan),
    }
}
