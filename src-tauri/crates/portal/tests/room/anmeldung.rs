//! Tokens: when one is asked for, and what the office does when it is not taken.
//!
//! Never a secret outside the form.

use portal::anmeldung::anmelden;
use portal::dienst::{Adressen, Dienst, Generation};
use portal::{LineError, PortalError};
use zeroize::Zeroizing;

use crate::empfang::anmeldung;
use crate::peer::{Leitung, Peer, TOKEN_URL};

#[test]
fn one_token_serves_until_shortly_before_its_end() {
    let peer = Peer::neu(Generation::V2);
    let (adressen, who) = (peer.adressen(), anmeldung());
    let dienst = Dienst::new(&peer, &adressen, &who, "Forsthaus/Test");
    let ask = || dienst.liste(peer.destination, peer.zeit()).unwrap();
    ask();
    ask();
    assert_eq!(peer.anmeldungen.get(), 1);
    peer.jetzt.set(peer.jetzt.get() + 1_739);
    ask();
    assert_eq!(peer.anmeldungen.get(), 1);
    peer.jetzt.set(peer.jetzt.get() + 2);
    ask();
    assert_eq!(peer.anmeldungen.get(), 2, "renewed a minute before its end");
}

#[test]
fn a_token_the_service_has_forgotten_is_renewed_once() {
    let peer = Peer::neu(Generation::V2);
    let (adressen, who) = (peer.adressen(), anmeldung());
    let dienst = Dienst::new(&peer, &adressen, &who, "Forsthaus/Test");
    dienst.liste(peer.destination, peer.zeit()).unwrap();
    peer.vergessen();
    dienst.liste(peer.destination, peer.zeit()).unwrap();
    assert_eq!(peer.anmeldungen.get(), 2);
    // A service that takes none at all is not asked again and again.
    for _ in 0..2 {
        peer.stoerungen.borrow_mut().push(("submissions?".to_owned(), Leitung::Status(401)));
    }
    let refused = dienst.liste(peer.destination, peer.zeit());
    assert_eq!(refused, Err(PortalError::Credentials { status: 401 }));
    assert_eq!(peer.anmeldungen.get(), 3);
}

#[test]
fn a_wrong_secret_is_told_from_a_dead_line() {
    let peer = Peer::neu(Generation::V2);
    let mut who = anmeldung();
    who.client_secret = Zeroizing::new("falsch".to_owned());
    let refused = anmelden(&peer, TOKEN_URL, &who, peer.zeit()).unwrap_err();
    assert_eq!(refused, PortalError::Credentials { status: 401 });
    assert!(!refused.passes());
    peer.stoerungen.borrow_mut().push(("token".to_owned(), Leitung::FrageVerloren));
    let dead = anmelden(&peer, TOKEN_URL, &anmeldung(), peer.zeit()).unwrap_err();
    assert!(matches!(dead, PortalError::Line(LineError::Unreachable(_))) && dead.passes());
}

#[test]
fn secrets_and_tokens_do_not_show() {
    let peer = Peer::neu(Generation::V2);
    let token = anmelden(&peer, TOKEN_URL, &anmeldung(), peer.zeit()).unwrap();
    assert!(!format!("{token:?}").contains("token-1"));
    assert!(!format!("{:?}", anmeldung()).contains("Geheimnis"));
}

#[test]
fn only_encrypted_addresses_and_this_machine_are_allowed() {
    let check = |url: &str, allowed: bool| {
        let made = Adressen::new("https://anmeldung.invalid/token", url, Generation::V2);
        assert_eq!(made.is_ok(), allowed, "{url}");
    };
    check("https://dienst.invalid/submission-api/", true);
    check("http://127.0.0.1:8080", true);
    check("http://localhost:1/x", true);
    check("http://dienst.invalid", false);
    check("http://localhost.dienst.invalid", false);
    check("https://amt:geheim@dienst.invalid", false);
    check("https://dienst.invalid?x", false);
    check("https://", false);
    check("dienst.invalid", false);
}
