//! An application comes in: from the list to the acceptance, and how long it may wait.
//!
//! Never a fault: those are in `stoerungen` and `unterbrechung`.

use std::cell::RefCell;
use std::rc::Rc;

use portal::PortalError;
use portal::anmeldung::Anmeldung;
use portal::dienst::{Dienst, Generation, Liste};
use portal::schluessel::Schluesselbund;
use portal::uebermittlung::{
    Empfang, Ende, Fortgang, Inhaltspruefung, Loeschregeln, NurForm, SchrittError, Stand,
    Uebermittlung, Verwahrort,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::peer::{Antrag, Peer, SECRET};
use crate::welt::{Platz, Wer, buero, bund};

/// Returns how the office presents itself.
pub(crate) fn anmeldung() -> Anmeldung {
    let client_secret = Zeroizing::new(SECRET.to_owned());
    Anmeldung { client_id: "amt".to_owned(), client_secret, scope: None }
}

/// An office with its two places, and what it knows of the applications.
pub(crate) struct Amt {
    pub(crate) bund: Schluesselbund,
    pub(crate) erster: Rc<Platz>,
    pub(crate) zweiter: Rc<Platz>,
    pub(crate) pruefung: Box<dyn Inhaltspruefung>,
    pub(crate) bekannt: RefCell<Vec<Uebermittlung>>,
}

impl Amt {
    pub(crate) fn neu() -> Self {
        Self {
            bund: buero(),
            erster: Rc::default(),
            zweiter: Rc::default(),
            pruefung: Box::new(NurForm),
            bekannt: RefCell::default(),
        }
    }

    /// Does something with the service in a session of its own, as after a start.
    pub(crate) fn mit<T>(&self, peer: &Peer, act: impl FnOnce(&Empfang<'_>) -> T) -> T {
        let (adressen, anmeldung) = (peer.adressen(), anmeldung());
        let dienst = Dienst::new(peer, &adressen, &anmeldung, "Forsthaus/Test");
        let erster: &dyn Verwahrort = &*self.erster;
        let zweiter: &dyn Verwahrort = &*self.zweiter;
        let pruefung = &*self.pruefung;
        act(&Empfang { dienst: &dienst, bund: &self.bund, erster, zweiter, pruefung })
    }

    /// Asks for the list and notes what is new.
    pub(crate) fn abrufen(&self, peer: &Peer) -> Result<Liste, PortalError> {
        self.mit(peer, |empfang| {
            let liste = empfang.dienst.liste(peer.destination, peer.zeit())?;
            let known =
                |id| self.bekannt.borrow().iter().any(|one| one.ankuendigung.submission == id);
            let new = Uebermittlung::neue(&liste, known, peer.zeit());
            self.bekannt.borrow_mut().extend(new);
            Ok(liste)
        })
    }

    /// Goes on with every application as far as it goes.
    pub(crate) fn weiter(&self, peer: &Peer) -> Result<(), SchrittError> {
        self.mit(peer, |empfang| {
            let count = self.bekannt.borrow().len();
            for at in 0..count {
                let mut u = self.bekannt.borrow()[at].clone();
                empfang.weiter(&mut u, peer.zeit(), &mut |u| {
                    self.bekannt.borrow_mut()[at] = u.clone();
                    Ok(())
                })?;
            }
            Ok(())
        })
    }

    /// Polls and goes on.
    pub(crate) fn runde(&self, peer: &Peer) -> Result<(), SchrittError> {
        self.abrufen(peer)?;
        self.weiter(peer)
    }

    pub(crate) fn eine(&self) -> Uebermittlung {
        let known = self.bekannt.borrow();
        assert_eq!(known.len(), 1);
        known[0].clone()
    }

    pub(crate) fn aendern<T>(&self, act: impl FnOnce(&mut Uebermittlung) -> T) -> T {
        act(&mut self.bekannt.borrow_mut()[0])
    }

    /// Has the peer look at both places at the moment an acceptance arrives.
    pub(crate) fn bewachen(&self, peer: &Peer, parts: usize) {
        let (one, two) = (Rc::clone(&self.erster), Rc::clone(&self.zweiter));
        let ask = move || one.offene() >= parts && two.offene() >= parts;
        *peer.beim_annehmen.borrow_mut() = Some(Box::new(ask));
    }
}

fn comes_in(generation: Generation) {
    let peer = Peer::neu(generation);
    let antrag = Antrag::neu();
    let id = antrag.senden(&peer);
    let amt = Amt::neu();
    amt.bewachen(&peer, 4);
    amt.runde(&peer).unwrap();

    let u = amt.eine();
    assert_eq!(u.stand, Stand::Angenommen);
    assert_eq!(u.pruefgruende, []);
    assert_eq!(u.leistung.as_ref().unwrap().leika(), Some("99041002012000"));
    let case = peer.faelle.borrow()[&id].case;
    let events = peer.ereignisse(case);
    assert_eq!(events.iter().filter(|one| *one == "accept-submission").count(), 1);

    for place in [&amt.erster, &amt.zweiter] {
        let shown = u.einreichung(&**place).unwrap().unwrap();
        let rows: Vec<(String, String)> =
            shown.formular.unwrap().zeilen.into_iter().map(|row| (row.pfad, row.wert)).collect();
        let row =
            |pfad: &str| rows.iter().find(|(path, _)| path == pfad).map(|(_, value)| value.clone());
        assert_eq!(row("Halter / Name").unwrap(), "Ängelhausen");
        assert_eq!(row("Halter / Hunde 2").unwrap(), "Waldi");
        assert_eq!(row("Kampfhund").unwrap(), "nein");
        assert_eq!(rows.len(), 4, "{rows:?}");
        assert_eq!(shown.anlagen, antrag.anlagen.keys().copied().collect::<Vec<Uuid>>());
        let kept = place.inhalt.borrow();
        for bytes in antrag.anlagen.values() {
            assert!(kept.values().any(|one| one == bytes));
        }
    }
}

#[test]
fn an_application_is_kept_at_two_places_and_then_accepted() {
    comes_in(Generation::V2);
}

#[test]
fn the_first_generation_of_paths_is_understood_as_well() {
    comes_in(Generation::V1);
}

#[test]
fn what_is_announced_again_and_again_is_one_application() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    for _ in 0..3 {
        amt.abrufen(&peer).unwrap();
    }
    assert_eq!(amt.bekannt.borrow().len(), 1);
    amt.weiter(&peer).unwrap();
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().ankuendigung.submission, id);
    assert_eq!(amt.eine().stand, Stand::Angenommen);
}

#[test]
fn a_long_list_is_read_page_by_page() {
    let peer = Peer::neu(Generation::V2);
    let mut fall = Antrag::neu().verschlossen(&peer, Wer::Empfang);
    for _ in 0..250 {
        fall.case = peer.id();
        peer.faelle.borrow_mut().insert(peer.id(), fall.clone());
    }
    let amt = Amt::neu();
    let liste = amt.abrufen(&peer).unwrap();
    assert_eq!(liste.ankuendigungen.len(), 250);
    assert!(!liste.weitere);
    let pages = peer.anfragen.borrow().iter().filter(|one| one.contains("limit=100")).count();
    assert_eq!(pages, 3);
}

#[test]
fn the_days_that_are_left_are_counted_from_the_day_it_was_sent() {
    let peer = Peer::neu(Generation::V2);
    Antrag::neu().senden(&peer);
    peer.tage(3);
    let amt = Amt::neu();
    amt.zweiter.weg.set(true);
    amt.abrufen(&peer).unwrap();
    let regeln = Loeschregeln::default();
    let first = amt.eine().restzeit(&regeln, peer.zeit()).unwrap();
    assert_eq!((first.abweisung_tage, first.genau), (Some(14), false));
    amt.weiter(&peer).unwrap_err();
    let known = amt.eine().restzeit(&regeln, peer.zeit()).unwrap();
    assert_eq!((known.abweisung_tage, known.loeschung_tage), (Some(11), 18));
    assert!(known.genau);
    peer.tage(10);
    let later = amt.eine().restzeit(&regeln, peer.zeit()).unwrap();
    assert_eq!((later.abweisung_tage, later.loeschung_tage), (Some(1), 8));

    amt.zweiter.weg.set(false);
    amt.weiter(&peer).unwrap();
    let after = amt.eine().restzeit(&regeln, peer.zeit()).unwrap();
    assert_eq!((after.abweisung_tage, after.loeschung_tage), (None, 7));
}

#[test]
fn what_the_service_gave_up_before_the_acceptance_is_kept_and_said() {
    let peer = Peer::neu(Generation::V2);
    Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    amt.zweiter.weg.set(true);
    amt.runde(&peer).unwrap_err();
    assert_eq!(amt.eine().stand, Stand::Entschluesselt);
    peer.tage(15);
    amt.zweiter.weg.set(false);
    amt.weiter(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::OhneAnnahme { ende: Ende::Abgewiesen });
    assert_eq!((amt.erster.offene(), amt.zweiter.offene()), (4, 4));
}

#[test]
fn what_the_service_deleted_before_it_was_fetched_is_not_forgotten() {
    let peer = Peer::neu(Generation::V2);
    Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    amt.abrufen(&peer).unwrap();
    peer.tage(22);
    amt.weiter(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Entgangen { ende: Ende::Abgewiesen });
    assert_eq!(amt.bekannt.borrow().len(), 1);
}

#[test]
fn what_another_workstation_accepted_is_not_accepted_twice() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let (anna, bernd) = (Amt::neu(), Amt::neu());
    anna.abrufen(&peer).unwrap();
    bernd.abrufen(&peer).unwrap();
    // Anna has everything but the last step when Bernd is done.
    anna.mit(&peer, |empfang| {
        let mut u = anna.eine();
        while u.stand != Stand::AnnahmeBereit {
            assert_eq!(empfang.schritt(&mut u, peer.zeit()).unwrap(), Fortgang::Weiter);
        }
        anna.bekannt.borrow_mut()[0] = u;
    });
    bernd.weiter(&peer).unwrap();
    assert_eq!(bernd.eine().stand, Stand::Angenommen);
    anna.weiter(&peer).unwrap();
    assert_eq!(anna.eine().stand, Stand::OhneAnnahme { ende: Ende::Anderswo });
    let case = peer.faelle.borrow()[&id].case;
    let accepted = peer.ereignisse(case).iter().filter(|one| *one == "accept-submission").count();
    assert_eq!(accepted, 1);
}

#[test]
fn a_key_that_was_rotated_meanwhile_still_opens_what_was_sent_before() {
    let peer = Peer::neu(Generation::V2);
    Antrag::neu().senden(&peer);
    peer.hinterlegt.borrow_mut().extend([Wer::Empfang2, Wer::Zeichnung2]);
    peer.empfang.set(Wer::Empfang2);
    Antrag::neu().senden(&peer);
    let mut amt = Amt::neu();
    amt.bund = bund(&[
        (Wer::Empfang, "abgeloest"),
        (Wer::Zeichnung, "abgeloest"),
        (Wer::Empfang2, "aktiv"),
        (Wer::Zeichnung2, "aktiv"),
    ]);
    amt.runde(&peer).unwrap();
    let stands: Vec<Stand> = amt.bekannt.borrow().iter().map(|one| one.stand).collect();
    assert_eq!(stands, [Stand::Angenommen, Stand::Angenommen]);
}
