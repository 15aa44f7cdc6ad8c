//! Anything at all, and good things with holes: reading answers, whatever it is given.
//!
//! Never runs for long by itself; set `BOLERO_RANDOM_TEST_TIME_MS` for more.

use std::cell::RefCell;
use std::sync::OnceLock;
use std::time::Duration;

use bolero::check;
use domain::Zeitpunkt;
use portal::dienst::{Ankuendigung, Dienst, Generation};
use portal::ereignis::{Schluesselmappe, benoetigt, pruefen};
use portal::formular::Formular;
use portal::jwe::{decrypt, pruefmarke};
use portal::jws::Token;
use portal::line::{Line, LineError, Request, Response};
use portal::metadaten::Metadaten;
use portal::rueckruf;
use portal::schluessel::{Oeffentlich, Schluesselbund, Zweck};
use portal::uebermittlung::{Empfang, NurForm, Pruefgrund, Uebermittlung};
use portal::zustaendigkeit::{Bestand, Gebietsschluessel};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::empfang::anmeldung;
use crate::peer::{Antrag, Peer, marken, verschluesseln};
use crate::welt::{Platz, Wer, buero, um};

/// One piece of damage: kind, place, length, value.
type Schritt = (u8, u16, u8, u8);

/// Reads pieces of damage out of an input.
fn steps(input: &[u8]) -> Vec<Schritt> {
    let step = |five: &[u8]| (five[0], u16::from_le_bytes([five[1], five[2]]), five[3], five[4]);
    input.chunks_exact(5).take(12).map(step).collect()
}

/// Cuts, doubles and overwrites pieces of a sample.
fn mutated(sample: &[u8], steps: &[Schritt]) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for (kind, place, length, value) in steps {
        let from = usize::from(*place) * bytes.len() / 65_536;
        let until = (from + usize::from(*length)).min(bytes.len());
        match kind % 4 {
            0 => drop(bytes.drain(from..until)),
            1 => {
                let piece = bytes[from..until].to_vec();
                bytes.splice(from..from, piece);
            }
            2 => bytes[from..until].fill(*value),
            _ => bytes.truncate(until),
        }
    }
    bytes
}

/// Everything that reads what strangers send, on the same bytes.
fn read_all(bytes: &[u8], keys: &Schluesselbund) {
    let text = String::from_utf8_lossy(bytes);
    let _ = Token::parse(&text, "secevent+jwt");
    let _ = decrypt(&text, keys, 1 << 20);
    let _ = pruefmarke(&text);
    let _ = Gebietsschluessel::lesen(&text);
    let _ = Schluesselbund::lesen(bytes);
    let _ = Bestand::lesen(bytes);
    if let Ok(read) = Metadaten::lesen(bytes) {
        assert!(read.anlagen.len() <= 500 && read.maengel.len() <= 100);
    }
    for mime in ["application/json", "application/xml"] {
        if let Ok(form) = Formular::lesen(bytes, mime) {
            assert!(form.zeilen.len() <= 5_000);
        }
    }
    if let Ok(value) = serde_json::from_slice(bytes) {
        let _ = Oeffentlich::lesen(&value, Zweck::Verschluesselung);
    }
    let mut bestand = Bestand::neu("2026-03-28".parse().unwrap(), "Probe");
    let _ = bestand.xzufi_einlesen(bytes);
    let _ = bestand.fim_einlesen(bytes);
    let _ = bestand.gebiete_einlesen(bytes);
    for (_, leistung) in bestand.leistungen_suchen(&text) {
        assert!(!leistung.bezeichnung.is_empty());
    }
    let log = vec![text.into_owned()];
    let nobody =
        Ankuendigung { submission: Uuid::nil(), case: Uuid::nil(), destination: Uuid::nil() };
    let _ = benoetigt(&log, &|_| true);
    assert!(pruefen(&log, &Schluesselmappe::new(), &nobody, &|_| true).ereignisse.is_empty());
}

fn samples() -> &'static Vec<Vec<u8>> {
    static SAMPLES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let peer = Peer::neu(Generation::V2);
        let antrag = Antrag::neu();
        let id = antrag.senden(&peer);
        let case = peer.faelle.borrow()[&id].case;
        let event = peer.protokolle.borrow()[&case][1].clone();
        vec![
            antrag.metadaten.to_string().into_bytes(),
            antrag.daten.clone(),
            verschluesseln(&antrag.daten, Wer::Empfang, "application/json").into_bytes(),
            event.into_bytes(),
            buero().aufbewahren().unwrap().to_vec(),
            b"<x:t xmlns:x='http://xoev.de/schemata/xzufi/2_2_0'><x:schreibe><x:leistung>\
              <x:id>1</x:id><x:modulText><x:leikaTextmodul><code>02</code></x:leikaTextmodul>\
              <x:inhalt>Hund</x:inhalt></x:modulText></x:leistung></x:schreibe></x:t>"
                .to_vec(),
            Bestand::neu("2026-03-28".parse().unwrap(), "Probe").schreiben().unwrap(),
        ]
    })
}

#[test]
fn fuzz_readers() {
    let keys = buero().aufbewahren().unwrap().to_vec();
    check!().with_test_time(Duration::from_secs(2)).with_max_len(64).for_each(|input: &[u8]| {
        let keys = Schluesselbund::lesen(&keys).unwrap();
        read_all(input, &keys);
        let (pick, rest) = input.split_first().unwrap_or((&0, &[]));
        let sample = &samples()[usize::from(*pick) % samples().len()];
        read_all(&mutated(sample, &steps(rest)), &keys);
    });
}

/// What is done to an answer: which damage, and its steps.
type Schaden = (u8, Vec<Schritt>);

/// A service that answers with the peer's words, damaged.
struct Wirr<'p> {
    peer: &'p Peer,
    steps: RefCell<std::vec::IntoIter<Schaden>>,
}

impl Line for Wirr<'_> {
    fn send(&self, request: &Request) -> Result<Response, LineError> {
        let mut answer = self.peer.send(request)?;
        let next = self.steps.borrow_mut().next();
        match next {
            Some((0..=40, steps)) => answer.body = mutated(&answer.body, &steps),
            Some((41..=50, _)) => answer.status = 404,
            Some((51..=55, _)) => answer.status = 503,
            _ => {}
        }
        Ok(answer)
    }
}

/// Sends an application to a service that answers with so much damage; returns whether the office
/// accepted it.
fn confused(damage: Vec<Schaden>) -> bool {
    let peer = Peer::neu(Generation::V2);
    let (adressen, who, keys) = (peer.adressen(), anmeldung(), buero());
    let id = Antrag::neu().senden(&peer);
    let line = Wirr { peer: &peer, steps: RefCell::new(damage.into_iter()) };
    let dienst = Dienst::new(&line, &adressen, &who, "Forsthaus/Test");
    let (erster, zweiter) = (Platz::default(), Platz::default());
    let empfang = Empfang {
        dienst: &dienst,
        bund: &keys,
        erster: &erster,
        zweiter: &zweiter,
        pruefung: &NurForm,
    };
    let _ = dienst.liste(peer.destination, peer.zeit());
    let fall = peer.faelle.borrow()[&id].clone();
    let (case, destination) = (fall.case, fall.destination);
    let announced = Ankuendigung { submission: id, case, destination };
    let mut u = Uebermittlung::neu(announced, peer.zeit());
    for _ in 0..4 {
        let _ = empfang.weiter(&mut u, peer.zeit(), &mut |_| Ok(()));
    }
    if peer.faelle.borrow()[&id].stand != "accepted" {
        return false;
    }
    // Whatever the answers were: what was accepted is what was sent.
    assert_eq!(serde_json::to_value(&u.marken).unwrap(), marken(&fall));
    assert_eq!((erster.offene(), zweiter.offene()), (4, 4));
    // The only doubt left may be about the service's answer to it.
    let doubt = |one: &Pruefgrund| !matches!(one, Pruefgrund::AnnahmeVerweigert { .. });
    assert!(!u.pruefgruende.iter().any(doubt), "{:?}", u.pruefgruende);
    true
}

#[test]
fn fuzz_confused_service() {
    assert!(confused(Vec::new()));
    // An answer that is no JSON, a 404 and a 503, each once.
    let damage = vec![(0, vec![(3, 9, 0, 0)]), (51, Vec::new()), (45, Vec::new())];
    confused(damage);
    check!().with_test_time(Duration::from_secs(3)).with_max_len(120).for_each(|input: &[u8]| {
        let damage = input.chunks(6).map(|six| (six[0], steps(six.get(1..).unwrap_or_default())));
        confused(damage.collect());
    });
}

#[test]
fn fuzz_callback() {
    let now: Zeitpunkt = um("2026-04-01T09:00:00Z");
    check!().with_test_time(Duration::from_secs(1)).for_each(|input: &[u8]| {
        let secret = Zeroizing::new("rueckruf-geheimnis-1".to_owned());
        let text = String::from_utf8_lossy(input);
        let (timestamp, rest) = text.split_once('|').unwrap_or((&text, ""));
        let (authentication, body) = rest.split_once('|').unwrap_or((rest, ""));
        for timestamp in [timestamp, &now.as_second().to_string()] {
            let taken = rueckruf::pruefen(&secret, timestamp, authentication, body.as_bytes(), now);
            assert!(taken.is_err());
        }
    });
}
