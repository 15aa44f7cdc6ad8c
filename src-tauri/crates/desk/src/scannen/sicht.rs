//! The table as the window shows it.
//!
//! Never a page left out: what is nowhere else stands in one of the lists.

use scan::stack::{Bild, Duplexlage, Grund, Platz, SeiteId, Tisch};
use uuid::Uuid;

use super::{Arbeit, Rest, Was};
use crate::desk::count;
use crate::views::{
    ScanAbgabe, ScanDokument, ScanDuplex, ScanDuplexStand, ScanFortschritt, ScanGrund, ScanLauf,
    ScanSeite, ScanStapelZeile, ScanTischView,
};

/// Returns the places at which a page lies.
pub(super) fn liegend(plaetze: &[Platz]) -> impl Iterator<Item = &Platz> {
    plaetze.iter().filter(|platz| platz.entfernt.is_none())
}

pub(super) fn zeile(id: Uuid, tisch: &Tisch, laeuft: bool) -> ScanStapelZeile {
    let entfernt = tisch.plaetze().iter().filter(|platz| platz.entfernt.is_some()).count();
    let left = tisch.nicht_abgegeben().len();
    ScanStapelZeile {
        id: id.to_string(),
        begonnen_um: begonnen(tisch),
        seiten: count(left.saturating_sub(entfernt)),
        entfernt: count(entfernt),
        laeuft,
        hinweis: None,
    }
}

/// Returns the row of a stack that cannot be read.
pub(super) fn unlesbar(id: Uuid, hinweis: String) -> ScanStapelZeile {
    ScanStapelZeile {
        id: id.to_string(),
        begonnen_um: String::new(),
        seiten: 0,
        entfernt: 0,
        laeuft: false,
        hinweis: Some(hinweis),
    }
}

pub(super) fn tisch(id: Uuid, tisch: &Tisch, rest: &Rest) -> ScanTischView {
    let dokumente = tisch.dokumente();
    let begins: Vec<SeiteId> =
        dokumente.iter().filter_map(|d| liegend(d).next()).map(|platz| platz.seite).collect();
    let page = |platz: &Platz| {
        let bild = tisch.bild(platz.seite)?;
        let mut seite = seite(tisch, bild, tisch.name(platz.seite));
        seite.grad = platz.grad;
        seite.beginnt = begins.contains(&platz.seite);
        seite.entfernt = platz.entfernt.map(grund);
        Some(seite)
    };
    let off = tisch.plaetze().iter().filter(|platz| platz.entfernt.is_some());
    ScanTischView {
        id: id.to_string(),
        begonnen_um: begonnen(tisch),
        seiten: liegend(tisch.plaetze()).filter_map(page).collect(),
        entfernt: off.filter_map(page).collect(),
        dokumente: dokumente.iter().filter_map(|d| dokument(tisch, d)).collect(),
        leerseiten: count(tisch.leere().len()),
        zuruecknehmbar: tisch.can_undo(),
        duplex: duplex(tisch),
        lauf: None,
        ergebnis: rest.ergebnis.clone(),
        uebernahme: None,
        abgegeben: tisch
            .abgaben()
            .iter()
            .map(|abgabe| ScanAbgabe {
                eingang: abgabe.eingang.to_string(),
                seiten: count(abgabe.seiten),
            })
            .collect(),
        gesperrt: None,
        hinweise: rest.hinweise.clone(),
        geschlossen: false,
    }
}

/// Adds what is being done.
pub(super) fn arbeit(view: &mut ScanTischView, arbeit: &Arbeit) {
    match &arbeit.was {
        Was::Scan { geraet, profil, vorher } => {
            view.lauf = Some(ScanLauf {
                geraet: geraet.clone(),
                profil: profil.clone(),
                seiten: count(arbeit.tisch.bilder().count().saturating_sub(*vorher)),
                bricht_ab: arbeit.cancel.stopped(),
            });
        }
        Was::Abgabe { fertig, gesamt } => {
            view.uebernahme = Some(ScanFortschritt { fertig: *fertig, gesamt: *gesamt });
        }
    }
}

fn begonnen(tisch: &Tisch) -> String {
    tisch.kopf().map(|(_, _, um)| um.to_string()).unwrap_or_default()
}

fn seite(tisch: &Tisch, bild: &Bild, name: String) -> ScanSeite {
    let befund = tisch.befund(bild.seite);
    let lesbar = befund.is_none_or(|befund| befund.lesbar);
    let hinweis = match (lesbar, befund.and_then(|befund| befund.wie)) {
        (false, _) => {
            Some("Unvollständig oder unlesbar. Bitte scannen Sie sie noch einmal.".to_owned())
        }
        (true, Some(wie)) => Some(format!(
            "Dasselbe Bild wie {}. Bitte vergleichen Sie mit dem Papier.",
            tisch.name(wie)
        )),
        (true, None) => None,
    };
    ScanSeite {
        seite: bild.seite.0,
        name,
        sha256: bild.sha256.clone(),
        grad: 0,
        beginnt: false,
        breite: bild.pixel.map(|(breite, _)| breite),
        hoehe: bild.pixel.map(|(_, hoehe)| hoehe),
        dpi: bild.dpi,
        leer: befund.is_some_and(|befund| befund.leer == Some(true)),
        lesbar,
        hinweis,
        entfernt: None,
    }
}

const fn grund(grund: Grund) -> ScanGrund {
    match grund {
        Grund::Geloescht => ScanGrund::Geloescht,
        Grund::Leer => ScanGrund::Leer,
        Grund::Wiederholung => ScanGrund::Wiederholung,
        Grund::Ersetzt => ScanGrund::Ersetzt,
    }
}

fn dokument(tisch: &Tisch, plaetze: &[Platz]) -> Option<ScanDokument> {
    let erste = liegend(plaetze).next()?.seite.0;
    let unlesbar = |platz: &&Platz| tisch.befund(platz.seite).is_some_and(|b| !b.lesbar);
    let bad = liegend(plaetze)
        .find(unlesbar)
        .map(|platz| format!("{} ist unvollständig oder unlesbar.", tisch.name(platz.seite)));
    let waiting = || {
        let satz = scan::StackError::Waiting.hinweis();
        tisch.duplex().is_some().then_some(satz)
    };
    let seiten = count(liegend(plaetze).count());
    Some(ScanDokument { erste, seiten, hindernis: bad.or_else(waiting) })
}

fn duplex(tisch: &Tisch) -> Option<ScanDuplex> {
    let (vorn, hinten) = tisch.duplex()?;
    let lage = tisch.duplexlage()?;
    let pages = |lauf: Option<u32>, name: &dyn Fn(usize) -> String| {
        let run = lauf.and_then(|lauf| tisch.lauf(lauf));
        let seiten = run.map(|run| run.seiten.as_slice()).unwrap_or_default();
        let bilder = seiten.iter().enumerate();
        bilder.filter_map(|(at, id)| Some(seite(tisch, tisch.bild(*id)?, name(at + 1)))).collect()
    };
    let (stand, blaetter, gewiss) = match &lage {
        Duplexlage::Wartet { .. } => (ScanDuplexStand::Wartet, Vec::new(), false),
        Duplexlage::Bereit { .. } => (ScanDuplexStand::Bereit, Vec::new(), false),
        Duplexlage::Fehlt(fehlt) => {
            let sheets = if fehlt.vorn == fehlt.hinten { &fehlt.unlesbar } else { &fehlt.blaetter };
            (ScanDuplexStand::Fehlt, sheets.clone(), fehlt.gewiss)
        }
    };
    Some(ScanDuplex {
        stand,
        satz: lage.satz(),
        vorderseiten: pages(Some(vorn), &|at| format!("Vorderseite {at}")),
        rueckseiten: pages(hinten, &|at| format!("Rückseite {at}")),
        blaetter,
        gewiss,
    })
}
