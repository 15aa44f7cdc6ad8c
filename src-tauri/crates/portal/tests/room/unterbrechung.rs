//! The line breaks, the program dies, a place of custody fails: at every request, before and after.
//!
//! Never accepted twice, never before both places hold it, and in the end always accepted.

use std::cell::Cell;

use portal::dienst::{Dienst, Generation};
use portal::line::{Line, LineError, Request, Response};
use portal::uebermittlung::{
    Empfang, NurForm, Ort, Schritt, SchrittError, Stand, Uebermittlung, VerwahrError,
};
use uuid::Uuid;

use crate::empfang::{Amt, anmeldung};
use crate::peer::{Antrag, Leitung, Peer};

/// A line that breaks for good after so many requests, until the office begins anew.
struct Bruch<'p> {
    peer: &'p Peer,
    rest: Cell<usize>,
    /// Whether the request at which it breaks still arrives.
    kommt_an: bool,
}

impl Line for Bruch<'_> {
    fn send(&self, request: &Request) -> Result<Response, LineError> {
        let broken = || LineError::Unreachable("planted".to_owned());
        match self.rest.get() {
            0 => Err(broken()),
            1 if self.kommt_an => {
                self.rest.set(0);
                let _lost = self.peer.send(request);
                Err(broken())
            }
            rest => {
                self.rest.set(rest - 1);
                if rest == 1 { Err(broken()) } else { self.peer.send(request) }
            }
        }
    }
}

fn accepted(peer: &Peer, id: Uuid) -> usize {
    let case = peer.faelle.borrow()[&id].case;
    peer.ereignisse(case).iter().filter(|one| *one == "accept-submission").count()
}

/// Runs until the line breaks, forgets everything that was not kept, and runs again.
fn broken_at(request: usize, kommt_an: bool) -> bool {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    amt.bewachen(&peer, 4);
    amt.abrufen(&peer).unwrap();
    let line = Bruch { peer: &peer, rest: Cell::new(request), kommt_an };
    let (adressen, who) = (peer.adressen(), anmeldung());
    let dienst = Dienst::new(&line, &adressen, &who, "Forsthaus/Test");
    let (erster, zweiter) = (&*amt.erster, &*amt.zweiter);
    let empfang = Empfang { dienst: &dienst, bund: &amt.bund, erster, zweiter, pruefung: &NurForm };
    // What a sudden end leaves is what was written: the state goes through its stored form.
    let mut kept = serde_json::to_string(&amt.eine()).unwrap();
    let mut u: Uebermittlung = serde_json::from_str(&kept).unwrap();
    let done = empfang.weiter(&mut u, peer.zeit(), &mut |u| {
        kept = serde_json::to_string(u).unwrap();
        Ok(())
    });
    let after: Uebermittlung = serde_json::from_str(&kept).unwrap();
    assert_eq!(done.is_ok(), after.stand == Stand::Angenommen, "request {request}");
    amt.bekannt.borrow_mut()[0] = after;
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen, "request {request}");
    assert_eq!(accepted(&peer, id), 1, "request {request}, arrives: {kommt_an}");
    done.is_ok()
}

#[test]
fn a_line_that_breaks_at_any_request_costs_nothing() {
    for kommt_an in [false, true] {
        let mut request = 1;
        while !broken_at(request, kommt_an) {
            request += 1;
        }
        println!("{request} requests from the list to the acceptance");
        assert!(request > 8, "every request was cut once");
    }
}

#[test]
fn an_acceptance_whose_answer_is_lost_is_not_sent_twice() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    peer.stoerungen.borrow_mut().push(("Post /v2/cases".to_owned(), Leitung::AntwortVerloren));
    amt.runde(&peer).unwrap_err();
    assert_eq!(amt.eine().stand, Stand::AnnahmeBereit);
    assert_eq!(accepted(&peer, id), 1);
    // Hours later; the acceptance is old by then, and known.
    peer.jetzt.set(peer.jetzt.get() + 7_200);
    amt.weiter(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen);
    assert_eq!(accepted(&peer, id), 1);
    let posts =
        peer.anfragen.borrow().iter().filter(|one| one.starts_with("Post /v2/cases")).count();
    assert_eq!(posts, 1);
}

#[test]
fn an_acceptance_that_was_said_to_be_refused_and_arrived_is_seen_in_the_log() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    peer.stoerungen.borrow_mut().push(("Post /v2/cases".to_owned(), Leitung::Verfaelscht(404)));
    amt.abrufen(&peer).unwrap();
    amt.mit(&peer, |empfang| {
        let mut u = amt.eine();
        while u.pruefgruende.is_empty() {
            empfang.schritt(&mut u, peer.zeit()).unwrap();
        }
        assert_eq!(u.stand, Stand::PruefungNoetig { bei: Schritt::Annehmen });
        amt.bekannt.borrow_mut()[0] = u;
    });
    amt.weiter(&peer).unwrap();
    let u = amt.eine();
    assert_eq!((u.stand, u.pruefgruende.len()), (Stand::Angenommen, 0));
    assert_eq!(u.angenommen_um, Some(peer.zeit()));
    assert_eq!(accepted(&peer, id), 1);
}

#[test]
fn an_acceptance_that_never_left_is_signed_anew_after_days_without_a_line() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    peer.stoerungen.borrow_mut().push(("Post /v2/cases".to_owned(), Leitung::FrageVerloren));
    amt.runde(&peer).unwrap_err();
    let first = amt.eine().annahme.unwrap();
    peer.tage(5);
    amt.weiter(&peer).unwrap();
    let u = amt.eine();
    assert_eq!(u.stand, Stand::Angenommen);
    assert_ne!(u.annahme.unwrap(), first);
    assert_eq!(u.annahme_kennungen.len(), 2);
    assert_eq!(accepted(&peer, id), 1);
}

#[test]
fn nothing_is_accepted_while_the_second_place_is_away() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    amt.zweiter.weg.set(true);
    for attempt in 1..=3 {
        let error = amt.runde(&peer).unwrap_err();
        assert!(matches!(error, SchrittError::Verwahrung { ort: Ort::Zweiter, .. }), "{error}");
        assert_eq!(amt.eine().versuche, attempt);
    }
    assert_eq!((accepted(&peer, id), amt.erster.offene()), (0, 4));
    amt.zweiter.weg.set(false);
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen);
}

#[test]
fn a_place_that_only_says_it_keeps_is_not_believed() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    amt.zweiter.vergisst.set(true);
    let error = amt.runde(&peer).unwrap_err();
    let lost = SchrittError::Verwahrung { ort: Ort::Zweiter, source: VerwahrError::Lost };
    assert_eq!(error, lost);
    assert_eq!(accepted(&peer, id), 0);
}

#[test]
fn what_a_place_loses_before_the_acceptance_is_made_again() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    amt.bewachen(&peer, 4);
    peer.stoerungen.borrow_mut().push(("Post /v2/cases".to_owned(), Leitung::FrageVerloren));
    amt.runde(&peer).unwrap_err();
    assert_eq!(amt.eine().stand, Stand::AnnahmeBereit);
    amt.zweiter.inhalt.borrow_mut().clear();
    amt.erster.inhalt.borrow_mut().retain(|name, _| name.contains("-verschluesselt-"));
    amt.weiter(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen);
    assert_eq!(accepted(&peer, id), 1);
    assert_eq!((amt.erster.offene(), amt.zweiter.offene()), (4, 4));
}

#[test]
fn what_a_place_has_altered_stops_the_acceptance() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    peer.stoerungen.borrow_mut().push(("Post /v2/cases".to_owned(), Leitung::FrageVerloren));
    amt.runde(&peer).unwrap_err();
    for (name, bytes) in amt.zweiter.inhalt.borrow_mut().iter_mut() {
        if name.ends_with("fachdaten") {
            bytes[0] ^= 1;
        }
    }
    let error = amt.weiter(&peer).unwrap_err();
    let different = SchrittError::Verwahrung { ort: Ort::Zweiter, source: VerwahrError::Different };
    assert_eq!(error, different);
    assert_eq!(accepted(&peer, id), 0);
}
