//! Answers: within a case, into a mailbox, and the state of a procedure; sent once, signed late.
//!
//! Never a proof about real replies: their paths are the room's guess, and the peer's as well.

use std::cell::Cell;
use std::collections::BTreeMap;

use domain::Zeitpunkt;
use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::sign::Verifier;
use openssl::x509::{X509, X509NameBuilder};
use portal::antwort::{Antwort, Antwortweg, antwortweg};
use portal::dienst::{Dienst, Generation};
use portal::jwe::decrypt;
use portal::metadaten::{Rueckkanal, Vertrauensniveau};
use portal::postfach::{Absender, MailboxError, Nachricht, Statusmeldung, Verfahrensstand};
use portal::schluessel::{Oeffentlich, Zweck};
use portal::versand::{Sendeinhalt, Sendestand, Sendung};
use portal::{LineError, PortalError};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::empfang::anmeldung;
use crate::metadaten::schema;
use crate::peer::{Leitung, Peer, sha512};
use crate::welt::{Wer, bund, jwk, key, unb64};

/// What is sent, and how often it was asked for.
struct Inhalt {
    anlagen: BTreeMap<Uuid, Vec<u8>>,
    gefragt: Cell<usize>,
}

impl Sendeinhalt for Inhalt {
    fn fachdaten(&self, jetzt: Zeitpunkt) -> Result<Vec<u8>, PortalError> {
        self.gefragt.set(self.gefragt.get() + 1);
        Ok(json!({ "text": "Ihr Bescheid", "um": jetzt.to_string() }).to_string().into_bytes())
    }

    fn anlage(&self, id: Uuid) -> Result<Vec<u8>, PortalError> {
        self.anlagen.get(&id).cloned().ok_or(PortalError::NotFound)
    }
}

fn inhalt(sendung: &Sendung) -> Inhalt {
    let bytes = |number: usize| format!("%PDF Bescheid {number}").into_bytes();
    let anlagen = sendung.anlagen.iter().enumerate();
    let anlagen = anlagen.map(|(number, anlage)| (anlage.id, bytes(number))).collect();
    Inhalt { anlagen, gefragt: Cell::new(0) }
}

fn recipient() -> Oeffentlich {
    Oeffentlich::lesen(&jwk(Wer::Onlinedienst), Zweck::Verschluesselung).unwrap()
}

fn answer() -> Sendung {
    let pdf = |name: &str| (name.to_owned(), "application/pdf".to_owned());
    let answer = Antwort {
        case: Uuid::from_u128(0xca5e),
        schema: "https://schema.example/antwort.json".to_owned(),
        mime: "application/json".to_owned(),
        anlagen: vec![pdf("Bescheid.pdf"), pdf("Rechtsbehelf.pdf")],
    };
    answer.sendung().unwrap()
}

/// Sends until it is sent or the line breaks; what was done is kept in its stored form.
fn send(peer: &Peer, sendung: &mut Sendung, inhalt: &Inhalt) -> Result<(), PortalError> {
    let (adressen, who) = (peer.adressen(), anmeldung());
    let dienst = Dienst::new(peer, &adressen, &who, "Forsthaus/Test");
    loop {
        let more = sendung.schritt(&dienst, &recipient(), inhalt, peer.zeit())?;
        *sendung = serde_json::from_str(&serde_json::to_string(sendung).unwrap()).unwrap();
        if !more {
            return Ok(());
        }
    }
}

fn submitted(peer: &Peer, case: Uuid, event: &str) -> usize {
    peer.ereignisse(case).iter().filter(|one| *one == event).count()
}

#[test]
fn an_answer_reaches_whoever_has_the_key_and_nobody_else() {
    let peer = Peer::neu(Generation::V2);
    let mut sendung = answer();
    let inhalt = inhalt(&sendung);
    send(&peer, &mut sendung, &inhalt).unwrap();
    assert_eq!(sendung.stand, Sendestand::Versandt);

    let replies = peer.antworten.borrow();
    let reply = &replies[&sendung.kennung.unwrap()];
    let theirs = bund(&[(Wer::Onlinedienst, "aktiv")]);
    let open = |token: &str| decrypt(token, &theirs, 1 << 20).unwrap().bytes;
    let metadata: Value = serde_json::from_slice(&open(&reply.metadaten)).unwrap();
    assert!(schema().is_valid(&metadata), "{metadata}");
    let data = open(&reply.fachdaten);
    assert_eq!(metadata["contentStructure"]["data"]["hash"]["content"], sha512(&data));
    assert_eq!(reply.anlagen.len(), 2);
    for described in metadata["contentStructure"]["attachments"].as_array().unwrap() {
        let id: Uuid = described["attachmentId"].as_str().unwrap().parse().unwrap();
        assert_eq!(described["hash"]["content"], sha512(&open(&reply.anlagen[&id])));
    }
    assert!(decrypt(&reply.fachdaten, &crate::welt::buero(), 1 << 20).is_err());
}

#[test]
fn an_answer_is_sent_once_wherever_the_line_breaks() {
    for fault in [Leitung::FrageVerloren, Leitung::AntwortVerloren] {
        for at in ["Post /v2/replies", "Put /v2/replies", "attachments", "events", "jwks"] {
            let peer = Peer::neu(Generation::V2);
            let mut sendung = answer();
            let inhalt = inhalt(&sendung);
            peer.stoerungen.borrow_mut().push((at.to_owned(), fault.clone()));
            let broken = send(&peer, &mut sendung, &inhalt).unwrap_err();
            assert!(matches!(broken, PortalError::Line(LineError::Unreachable(_))), "{at}");
            send(&peer, &mut sendung, &inhalt).unwrap();
            let case = Uuid::from_u128(0xca5e);
            assert_eq!(submitted(&peer, case, "submit-reply"), 1, "{at}, {fault:?}");
            assert_eq!(sendung.stand, Sendestand::Versandt);
        }
    }
    // The very last answer lost: only the log knows.
    let peer = Peer::neu(Generation::V2);
    let mut sendung = answer();
    let inhalt = inhalt(&sendung);
    let (adressen, who) = (peer.adressen(), anmeldung());
    let dienst = Dienst::new(&peer, &adressen, &who, "Forsthaus/Test");
    while sendung.gesendet.len() < 2 {
        sendung.schritt(&dienst, &recipient(), &inhalt, peer.zeit()).unwrap();
    }
    peer.stoerungen.borrow_mut().push(("Put".to_owned(), Leitung::AntwortVerloren));
    send(&peer, &mut sendung, &inhalt).unwrap_err();
    send(&peer, &mut sendung, &inhalt).unwrap();
    assert_eq!(submitted(&peer, Uuid::from_u128(0xca5e), "submit-reply"), 1);
    assert_eq!(inhalt.gefragt.get(), 1, "not even made a second time");
}

#[test]
fn what_the_service_dropped_unfinished_is_begun_anew() {
    let peer = Peer::neu(Generation::V2);
    let mut sendung = answer();
    let inhalt = inhalt(&sendung);
    peer.stoerungen.borrow_mut().push(("attachments".to_owned(), Leitung::FrageVerloren));
    send(&peer, &mut sendung, &inhalt).unwrap_err();
    let first = sendung.kennung.unwrap();
    peer.antworten.borrow_mut().clear();
    send(&peer, &mut sendung, &inhalt).unwrap();
    assert_ne!(sendung.kennung.unwrap(), first);
    assert_eq!(submitted(&peer, Uuid::from_u128(0xca5e), "submit-reply"), 1);
}

fn sender() -> Absender {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "Gemeinde Fennwald").unwrap();
    let name = name.build();
    let mut cert = X509::builder().unwrap();
    cert.set_subject_name(&name).unwrap();
    cert.set_issuer_name(&name).unwrap();
    cert.set_not_before(&Asn1Time::from_unix(0).unwrap()).unwrap();
    cert.set_not_after(&Asn1Time::from_unix(4_000_000_000).unwrap()).unwrap();
    cert.set_pubkey(key(Wer::Zeichnung)).unwrap();
    cert.sign(key(Wer::Zeichnung), MessageDigest::sha512()).unwrap();
    let pem = String::from_utf8(cert.build().to_pem().unwrap()).unwrap();
    let other = key(Wer::Dienst).private_key_to_pem_pkcs8().unwrap();
    assert!(matches!(Absender::lesen(&other, &pem), Err(MailboxError::Certificate)));
    Absender::lesen(&key(Wer::Zeichnung).private_key_to_pem_pkcs8().unwrap(), &pem).unwrap()
}

fn message() -> Nachricht {
    Nachricht {
        postfach: Uuid::from_u128(7),
        niveau: Vertrauensniveau::Substanziell,
        absender: "Gemeinde Fennwald".to_owned(),
        titel: "Ihr Bescheid".to_owned(),
        text: "Guten Tag".to_owned(),
        leistung: "Hundesteuer".to_owned(),
        antrag: Some(Uuid::from_u128(8)),
        zeichen: Some("2026-0147".to_owned()),
        anlagen: vec![("Bescheid.pdf".to_owned(), sha512(b"x"), 1)],
    }
}

fn rs512(text: &[u8], signature: &[u8]) -> bool {
    let mut verifier = Verifier::new(MessageDigest::sha512(), key(Wer::Zeichnung)).unwrap();
    verifier.verify_oneshot(signature, text).unwrap()
}

#[test]
fn an_envelope_is_signed_for_the_moment_it_is_sent() {
    let peer = Peer::neu(Generation::V2);
    let content = message().json().unwrap();
    assert_eq!(content["stork_qaa_level"], 3);
    let envelope = sender().umschlag(&content, peer.zeit()).unwrap();
    let envelope: Value = serde_json::from_slice(&envelope).unwrap();
    let text = envelope["content"].as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(text).unwrap(), content);
    let signature = openssl::base64::decode_block(envelope["sha512sum"].as_str().unwrap()).unwrap();
    assert!(rs512(text.as_bytes(), &signature));
    let token = envelope["authorToken"].as_str().unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    assert!(rs512(signed.as_bytes(), &unb64(signature)));
    let claims: Value = serde_json::from_slice(&unb64(signed.split_once('.').unwrap().1)).unwrap();
    let now = peer.jetzt.get();
    assert_eq!((claims["iat"].as_i64(), claims["exp"].as_i64()), (Some(now), Some(now + 1800)));
    assert_eq!(claims["signer"], "Gemeinde Fennwald");
    assert_eq!(claims["roles"], json!(["THIRD_PARTY"]));
    assert!(envelope["authorCertificate"].as_str().unwrap().contains("BEGIN CERTIFICATE"));
}

#[test]
fn a_text_that_is_too_long_is_refused_and_not_cut() {
    let mut long = message();
    long.titel = "ä".repeat(1025);
    assert_eq!(long.json(), Err(MailboxError::Laenge { feld: "title", max: 1024 }));
    long.titel = "ä".repeat(1024);
    assert!(long.json().is_ok());
    long.niveau = Vertrauensniveau::Unbekannt("x".to_owned());
    assert_eq!(long.json(), Err(MailboxError::Niveau));
}

/// A state of a procedure that is signed when it is asked for.
struct Stand<'s>(&'s Statusmeldung, &'s Absender);

impl Sendeinhalt for Stand<'_> {
    fn fachdaten(&self, jetzt: Zeitpunkt) -> Result<Vec<u8>, PortalError> {
        let json = self.0.json().map_err(|_| PortalError::Protocol("state"))?;
        self.1.umschlag(&json, jetzt)
    }

    fn anlage(&self, _: Uuid) -> Result<Vec<u8>, PortalError> {
        Err(PortalError::NotFound)
    }
}

#[test]
fn a_state_waits_for_the_line_and_is_signed_then() {
    let peer = Peer::neu(Generation::V2);
    let state = Statusmeldung {
        antrag: Uuid::from_u128(8),
        stand: Verfahrensstand::InBearbeitung,
        leistung: "Hundesteuer".to_owned(),
        absender: "Gemeinde Fennwald".to_owned(),
        erstellt_um: peer.zeit(),
        einzelheit: Some("Wir prüfen Ihren Antrag.".to_owned()),
        zusatz: None,
        zeichen: None,
    };
    let sender = sender();
    let mut sendung = state.sendung(peer.destination).unwrap();
    let (adressen, who) = (peer.adressen(), anmeldung());
    let dienst = Dienst::new(&peer, &adressen, &who, "Forsthaus/Test");
    // Days without a line; the key is the mailbox's, asked for when it is there.
    peer.tage(3);
    let fuer = dienst.empfangsschluessel(peer.destination, peer.zeit()).unwrap();
    while sendung.schritt(&dienst, &fuer, &Stand(&state, &sender), peer.zeit()).unwrap() {}
    let faelle = peer.faelle.borrow();
    let sent = &faelle[&sendung.kennung.unwrap()];
    let opened = decrypt(&sent.fachdaten, &crate::welt::buero(), 1 << 20).unwrap();
    let envelope: Value = serde_json::from_slice(&opened.bytes).unwrap();
    let content: Value = serde_json::from_str(envelope["content"].as_str().unwrap()).unwrap();
    assert_eq!(content["status"], "PROCESSING");
    assert_eq!(content["createdDate"], "2026-04-01T09:00:00.000Z");
    assert_eq!(content["statusDetails"]["de"], "Wir prüfen Ihren Antrag.");
    let token = envelope["authorToken"].as_str().unwrap().split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&unb64(token)).unwrap();
    assert_eq!(claims["iat"].as_i64(), Some(peer.jetzt.get()), "not of the day it was written");
}

#[test]
fn the_way_of_an_answer_is_the_applicants_wish_or_the_post() {
    let mail = Rueckkanal::EMail { adresse: "post@fennwald.invalid".to_owned() };
    assert!(matches!(antwortweg(Some(&mail)), Antwortweg::EMail { .. }));
    let mailbox = Rueckkanal::BundId { postfach: Uuid::from_u128(7) };
    assert!(matches!(antwortweg(Some(&mailbox)), Antwortweg::Postfach { .. }));
    let elster = Rueckkanal::Elster { konto: "1".to_owned(), geschaeftszeichen: None };
    assert!(matches!(antwortweg(Some(&elster)), Antwortweg::Brief));
    assert!(matches!(antwortweg(None), Antwortweg::Brief));
    let online = Rueckkanal::FitConnect { schluessel: recipient(), prozessstandards: vec![] };
    assert!(matches!(antwortweg(Some(&online)), Antwortweg::FitConnect { .. }));
}
