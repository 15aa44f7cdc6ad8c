//! Applications that do not fit: each becomes a reason for a person, none is rejected, none is
//! accepted by itself, and none is lost.
//!
//! Never a fault of the line: those are in `unterbrechung`.

use portal::dienst::Generation;
use portal::ereignis::EreignisMangel;
use portal::uebermittlung::{
    Ende, Inhaltspruefung, Pruefgrund, ReleaseError, Schadurteil, Schemaurteil, Schritt,
    SchrittError, Stand, Stueck,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::empfang::Amt;
use crate::peer::{
    Antrag, Fall, Leitung, Peer, marken, packen, sha512, unterschreiben, verschluesseln,
    verschluesseln_mit,
};
use crate::welt::{Wer, b64, bund, kid, unb64};

const A1: Uuid = Uuid::from_u128(0xa1);
const A2: Uuid = Uuid::from_u128(0xa2);

/// Sends an application as the test wants it and has the office go as far as it goes.
fn fall(
    change: impl FnOnce(&Peer, &mut Antrag),
    then: impl FnOnce(&Peer, &mut Fall),
) -> (Peer, Amt) {
    let peer = Peer::neu(Generation::V2);
    let mut antrag = Antrag::neu();
    change(&peer, &mut antrag);
    let mut fall = antrag.verschlossen(&peer, Wer::Empfang);
    then(&peer, &mut fall);
    let id = peer.id();
    peer.eingereicht(id, fall);
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    (peer, amt)
}

/// Nothing about a parked application is accepted, rejected or lost.
fn parked(peer: &Peer, amt: &Amt, bei: Schritt, expected: &[Pruefgrund]) {
    let u = amt.eine();
    assert_eq!(u.pruefgruende, expected);
    assert_eq!(u.stand, Stand::PruefungNoetig { bei });
    let posts = peer.anfragen.borrow().iter().filter(|one| one.starts_with("Post /")).count();
    assert_eq!(posts, 0, "nothing may be reported to the service");
    assert!(u.restzeit(&Default::default(), peer.zeit()).is_some());
    // A second round changes nothing.
    amt.runde(peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::PruefungNoetig { bei });
}

fn nothing(_: &Peer, _: &mut Antrag) {}

fn as_it_is(_: &Peer, _: &mut Fall) {}

/// Flips a bit of what is encrypted.
fn flipped(token: &str) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let mut bytes = unb64(&parts[3]);
    bytes[0] ^= 1;
    parts[3] = b64(&bytes);
    parts.join(".")
}

#[test]
fn a_wrong_tag_is_noticed_and_a_person_may_take_it() {
    let peer = Peer::neu(Generation::V2);
    let mut fall = Antrag::neu().verschlossen(&peer, Wer::Empfang);
    let id = peer.id();
    let mut tags = marken(&fall);
    tags["attachments"][A2.to_string()] = b64(&[7; 16]).into();
    peer.ereignis(&fall, id, "submit-submission", json!({ "authenticationTags": tags }));
    fall.stand = "submitted";
    peer.faelle.borrow_mut().insert(id, fall);
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    let expected = [Pruefgrund::MarkeWeichtAb { stueck: Stueck::Anlage(A2) }];
    parked(&peer, &amt, Schritt::Pruefen, &expected);
    assert!(amt.eine().zweitkopie, "kept at the second place as it came");

    let now = peer.zeit();
    amt.aendern(|u| u.freigeben("Anna Fennwald", now)).unwrap();
    amt.runde(&peer).unwrap();
    // The service compares the tags with its own, and they are those of the parts it holds.
    assert_eq!(amt.eine().stand, Stand::Angenommen);
    assert_eq!(amt.eine().pruefgruende, expected, "what was released stays visible");
    assert_eq!(amt.eine().freigaben[0].von, "Anna Fennwald");
}

#[test]
fn parts_that_were_exchanged_at_the_service_are_noticed() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let stranger = verschluesseln(b"%PDF gefaelscht", Wer::Empfang, "application/pdf");
    peer.faelle.borrow_mut().get_mut(&id).unwrap().anlagen.insert(A1, stranger);
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    let expected = [Pruefgrund::MarkeWeichtAb { stueck: Stueck::Anlage(A1) }];
    parked(&peer, &amt, Schritt::Pruefen, &expected);

    // Released all the same, its hash is wrong as well, and stops it again.
    let now = peer.zeit();
    amt.aendern(|u| u.freigeben("Anna Fennwald", now)).unwrap();
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::PruefungNoetig { bei: Schritt::Entschluesseln });
    let wrong = Pruefgrund::PruefsummeWeichtAb { stueck: Stueck::Anlage(A1) };
    assert!(amt.eine().pruefgruende.contains(&wrong));
}

#[test]
fn a_wrong_hash_is_noticed_for_data_and_for_attachments() {
    let (peer, amt) = fall(|_, antrag| antrag.daten = b"{\"Name\":\"anders\"}".to_vec(), as_it_is);
    let expected = [Pruefgrund::PruefsummeWeichtAb { stueck: Stueck::Fachdaten }];
    parked(&peer, &amt, Schritt::Entschluesseln, &expected);

    let (peer, amt) = fall(
        |_, antrag| {
            antrag.anlagen.insert(A1, b"anders".to_vec());
        },
        as_it_is,
    );
    let expected = [Pruefgrund::PruefsummeWeichtAb { stueck: Stueck::Anlage(A1) }];
    parked(&peer, &amt, Schritt::Entschluesseln, &expected);
}

#[test]
fn one_flipped_bit_is_noticed_even_if_its_tag_was_not() {
    let (peer, amt) = fall(nothing, |_, fall| fall.fachdaten = flipped(&fall.fachdaten));
    let expected = [Pruefgrund::NichtZuOeffnen { stueck: Stueck::Fachdaten }];
    parked(&peer, &amt, Schritt::Entschluesseln, &expected);
    let now = peer.zeit();
    let released = amt.aendern(|u| u.freigeben("Anna Fennwald", now));
    assert_eq!(released, Err(ReleaseError::Unreadable));
}

#[test]
fn an_attachment_that_breaks_off_is_fetched_again() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let whole = peer.faelle.borrow()[&id].anlagen[&A2].clone();
    let half = whole[..whole.len() / 2].to_owned();
    peer.faelle.borrow_mut().get_mut(&id).unwrap().anlagen.insert(A2, half);
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    let stueck = Some(Stueck::Anlage(A2));
    let problem = "answer not understood: encrypted content".to_owned();
    let expected = [Pruefgrund::NichtAbrufbar { stueck, problem }];
    parked(&peer, &amt, Schritt::Abholen, &expected);

    peer.faelle.borrow_mut().get_mut(&id).unwrap().anlagen.insert(A2, whole);
    amt.aendern(|u| u.erneut()).unwrap();
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen);
}

#[test]
fn data_that_swell_are_not_unpacked_to_their_end() {
    let bomb = || {
        // Its end is missing: whoever unpacks to the end finds it damaged instead of too large.
        let once = packen(&vec![b' '; 64 << 20]);
        let once = &once[..once.len() - 4];
        let header = json!({
            "alg": "RSA-OAEP-256", "enc": "A256GCM", "zip": "DEF", "kid": kid(Wer::Empfang),
        });
        verschluesseln_mit(once, Wer::Empfang, &header)
    };
    let (peer, amt) = fall(nothing, |_, fall| {
        fall.fachdaten = bomb();
        assert!(fall.fachdaten.len() < 200_000, "{}", fall.fachdaten.len());
    });
    let expected = [Pruefgrund::StueckZuGross { stueck: Some(Stueck::Fachdaten) }];
    parked(&peer, &amt, Schritt::Entschluesseln, &expected);
}

#[test]
fn packed_data_that_break_off_are_not_taken_for_the_whole() {
    let (peer, amt) = fall(nothing, |_, fall| {
        let whole = packen(&vec![b'x'; 10_000]);
        let half = &whole[..whole.len() - 4];
        let header = json!({
            "alg": "RSA-OAEP-256", "enc": "A256GCM", "zip": "DEF", "kid": kid(Wer::Empfang),
        });
        fall.fachdaten = verschluesseln_mit(half, Wer::Empfang, &header);
    });
    let expected = [Pruefgrund::NichtZuOeffnen { stueck: Stueck::Fachdaten }];
    parked(&peer, &amt, Schritt::Entschluesseln, &expected);
}

#[test]
fn a_replayed_event_of_another_case_proves_nothing() {
    let peer = Peer::neu(Generation::V2);
    let old = Antrag::neu().senden(&peer);
    let old_case = peer.faelle.borrow()[&old].case;
    peer.faelle.borrow_mut().remove(&old);
    let id = Antrag::neu().senden(&peer);
    let case = peer.faelle.borrow()[&id].case;
    let replayed = peer.protokolle.borrow()[&old_case][1].clone();
    peer.protokolle.borrow_mut().insert(case, vec![replayed]);
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    let reasons = amt.eine().pruefgruende;
    let foreign = |one: &Pruefgrund| matches!(one, Pruefgrund::Ereignis { mangel } if mangel.grund == EreignisMangel::AndererVorgang);
    assert!(foreign(&reasons[0]), "{reasons:?}");
    assert_eq!(reasons[1..], [Pruefgrund::KeinEinreichereignis]);
    parked(&peer, &amt, Schritt::Pruefen, &reasons);
}

#[test]
fn the_same_event_twice_counts_once() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let case = peer.faelle.borrow()[&id].case;
    let twice = peer.protokolle.borrow()[&case][1].clone();
    peer.protokolle.borrow_mut().get_mut(&case).unwrap().insert(2, twice);
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen);
}

#[test]
fn an_event_with_a_forged_signature_is_named_with_its_place() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let case = peer.faelle.borrow()[&id].case;
    {
        let mut logs = peer.protokolle.borrow_mut();
        let token = &mut logs.get_mut(&case).unwrap()[1];
        let (text, signature) = token.rsplit_once('.').unwrap();
        let mut bytes = unb64(signature);
        bytes[100] ^= 1;
        *token = format!("{text}.{}", b64(&bytes));
    }
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    let reasons = amt.eine().pruefgruende;
    let Pruefgrund::Ereignis { mangel } = &reasons[0] else { panic!("{reasons:?}") };
    assert_eq!((mangel.stelle, &mangel.grund), (1, &EreignisMangel::Unterschrift));
    parked(&peer, &amt, Schritt::Pruefen, &reasons);
}

#[test]
fn a_destination_cannot_say_that_something_was_sent() {
    let peer = Peer::neu(Generation::V2);
    let id = Antrag::neu().senden(&peer);
    let fall = peer.faelle.borrow()[&id].clone();
    let claims = json!({
        "jti": "x", "iss": fall.destination, "iat": peer.jetzt.get(),
        "sub": format!("submission:{id}"), "txn": format!("case:{}", fall.case),
        "events": { "https://schema.fitko.de/fit-connect/events/submit-submission": {
            "authenticationTags": marken(&fall) } },
    });
    let forged = unterschreiben(&claims, Wer::Zeichnung);
    peer.protokolle.borrow_mut().insert(fall.case, vec![forged]);
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    let reasons = amt.eine().pruefgruende;
    let Pruefgrund::Ereignis { mangel } = &reasons[0] else { panic!("{reasons:?}") };
    assert_eq!(mangel.grund, EreignisMangel::Unbefugt);
}

#[test]
fn a_version_of_metadata_nobody_knows_is_shown_and_read_as_far_as_it_goes() {
    let (peer, amt) = fall(
        |_, antrag| {
            antrag.metadaten["$schema"] =
                "https://schema.fitko.de/fit-connect/metadata/9.0.0/metadata.schema.json".into();
        },
        as_it_is,
    );
    let fassung = "9.0.0".to_owned();
    let expected = [Pruefgrund::MetadatenfassungUnbekannt { fassung }];
    parked(&peer, &amt, Schritt::Entschluesseln, &expected);
    let shown = amt.eine().einreichung(&*amt.erster).unwrap().unwrap();
    assert_eq!(shown.anlagen.len(), 2);
    let now = peer.zeit();
    amt.aendern(|u| u.freigeben("Anna Fennwald", now)).unwrap();
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen);
}

#[test]
fn metadata_with_holes_name_each_of_them() {
    let (peer, amt) = fall(
        |_, antrag| {
            let data = &mut antrag.metadaten["contentStructure"]["data"];
            data["submissionSchema"].as_object_mut().unwrap().remove("schemaUri");
            let first = &mut antrag.metadaten["contentStructure"]["attachments"][0];
            first.as_object_mut().unwrap().remove("purpose");
        },
        as_it_is,
    );
    let hole = |feld: &str| Pruefgrund::Metadatenmangel { feld: feld.to_owned() };
    let expected = [
        hole("contentStructure/data/submissionSchema/schemaUri"),
        hole("contentStructure/attachments/0/purpose"),
        Pruefgrund::AnlageNichtBeschrieben { anlage: A1 },
    ];
    parked(&peer, &amt, Schritt::Entschluesseln, &expected);
    let shown = amt.eine().einreichung(&*amt.erster).unwrap().unwrap();
    assert_eq!(shown.anlagen, [A2, A1], "an attachment nobody describes is kept all the same");
}

#[test]
fn attachments_that_are_missing_or_too_many_are_named() {
    let (peer, amt) = fall(nothing, |_, fall| {
        fall.anlagen.remove(&A2);
    });
    let stueck = Stueck::Anlage(A2);
    parked(&peer, &amt, Schritt::Abholen, &[Pruefgrund::StueckFehlt { stueck }]);
    let now = peer.zeit();
    amt.aendern(|u| u.freigeben("Anna Fennwald", now)).unwrap();
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen, "a person took it without the attachment");

    let (_, amt) = fall(nothing, |_, fall| {
        fall.angekuendigt.retain(|id| *id != A2);
        fall.anlagen.remove(&A2);
    });
    let expected = [Pruefgrund::AnlageNichtAngekuendigt { anlage: A2 }];
    assert_eq!(amt.eine().pruefgruende, expected);
}

#[test]
fn what_was_encrypted_for_a_lost_key_is_opened_once_the_key_is_back() {
    let peer = Peer::neu(Generation::V2);
    peer.hinterlegt.borrow_mut().push(Wer::Empfang2);
    peer.empfang.set(Wer::Empfang2);
    Antrag::neu().senden(&peer);
    let mut amt = Amt::neu();
    amt.runde(&peer).unwrap();
    let u = amt.eine();
    assert_eq!(u.stand, Stand::PruefungNoetig { bei: Schritt::Entschluesseln });
    assert_eq!(u.pruefgruende.len(), 4);
    assert!(u.pruefgruende.iter().all(|one| {
        matches!(one, Pruefgrund::SchluesselFehlt { kid: missing, .. } if *missing == kid(Wer::Empfang2))
    }));
    assert!(u.zweitkopie);

    // The service deletes it meanwhile; what came is enough.
    peer.tage(30);
    amt.bund =
        bund(&[(Wer::Empfang, "aktiv"), (Wer::Empfang2, "abgeloest"), (Wer::Zeichnung, "aktiv")]);
    amt.aendern(|u| u.erneut()).unwrap();
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::OhneAnnahme { ende: Ende::Abgewiesen });
    assert_eq!((amt.erster.offene(), amt.zweiter.offene()), (4, 4));
}

#[test]
fn what_was_fetched_counts_when_the_service_has_nothing_any_more() {
    let (peer, amt) = fall(|_, antrag| antrag.daten = b"{}".to_vec(), as_it_is);
    assert_eq!(amt.eine().stand, Stand::PruefungNoetig { bei: Schritt::Entschluesseln });
    peer.tage(22);
    amt.aendern(|u| u.erneut_abholen()).unwrap();
    amt.runde(&peer).unwrap();
    let u = amt.eine();
    assert_eq!(u.lieferung, 1);
    assert_eq!(u.stand, Stand::PruefungNoetig { bei: Schritt::Entschluesseln });
    assert_eq!(u.ende, Some(Ende::Abgewiesen));
}

#[test]
fn an_acceptance_that_the_service_refuses_waits_for_a_person() {
    let peer = Peer::neu(Generation::V2);
    Antrag::neu().senden(&peer);
    peer.hinterlegt.borrow_mut().retain(|wer| *wer != Wer::Zeichnung);
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    let u = amt.eine();
    assert_eq!(u.stand, Stand::PruefungNoetig { bei: Schritt::Annehmen });
    let Pruefgrund::AnnahmeVerweigert { status: 422, problem } = &u.pruefgruende[0] else {
        panic!("{:?}", u.pruefgruende)
    };
    assert!(problem.ends_with("unknown-key"));
    // IT hands the key to the portal, and it goes on.
    peer.hinterlegt.borrow_mut().push(Wer::Zeichnung);
    amt.aendern(|u| u.erneut()).unwrap();
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen);
}

/// An office with a schema and a scanner.
struct Streng {
    schema: Schemaurteil,
    scanner: std::rc::Rc<std::cell::RefCell<Schadurteil>>,
}

impl Inhaltspruefung for Streng {
    fn angeboten(&self, schema: &str) -> bool {
        schema.ends_with("hund.json")
    }

    fn fachdaten(&self, _: &str, _: &str, _: &[u8]) -> Schemaurteil {
        self.schema.clone()
    }

    fn schadprogramm(&self, bytes: &[u8]) -> Schadurteil {
        match &*self.scanner.borrow() {
            Schadurteil::Fund { name } if bytes.starts_with(b"%PDF") => {
                Schadurteil::Fund { name: name.clone() }
            }
            Schadurteil::Fund { .. } => Schadurteil::Sauber,
            other => other.clone(),
        }
    }
}

#[test]
fn schema_and_scanner_have_their_say() {
    let stelle = "/Halter/Name".to_owned();
    let scanner = std::rc::Rc::new(std::cell::RefCell::new(Schadurteil::Gestoert));
    let peer = Peer::neu(Generation::V2);
    Antrag::neu().senden(&peer);
    let mut amt = Amt::neu();
    let schema = Schemaurteil::Verletzt { stelle: stelle.clone() };
    amt.pruefung = Box::new(Streng { schema, scanner: std::rc::Rc::clone(&scanner) });
    assert_eq!(
        amt.runde(&peer),
        Err(SchrittError::Scanner),
        "a scanner that is down lets nothing by"
    );
    assert_eq!(amt.eine().stand, Stand::Geprueft);
    assert_eq!(amt.eine().versuche, 1);
    *scanner.borrow_mut() = Schadurteil::Fund { name: "EICAR".to_owned() };
    amt.runde(&peer).unwrap();
    let expected = [
        Pruefgrund::SchemaVerletzt { stelle },
        Pruefgrund::Schadprogramm { stueck: Stueck::Anlage(A1), name: "EICAR".to_owned() },
    ];
    parked(&peer, &amt, Schritt::Entschluesseln, &expected);
    assert!(amt.eine().schema_geprueft && amt.eine().auf_schadprogramme_geprueft);
}

#[test]
fn a_schema_that_the_destination_does_not_offer_is_named() {
    let peer = Peer::neu(Generation::V2);
    let mut antrag = Antrag::neu();
    antrag.metadaten["contentStructure"]["data"]["submissionSchema"]["schemaUri"] =
        Value::from("https://schema.example/katze.json");
    antrag.senden(&peer);
    let mut amt = Amt::neu();
    let scanner = std::rc::Rc::new(std::cell::RefCell::new(Schadurteil::Sauber));
    amt.pruefung = Box::new(Streng { schema: Schemaurteil::Gueltig, scanner });
    amt.runde(&peer).unwrap();
    let schema = "https://schema.example/katze.json".to_owned();
    parked(&peer, &amt, Schritt::Entschluesseln, &[Pruefgrund::SchemaNichtAngeboten { schema }]);
}

#[test]
fn data_that_are_no_json_are_kept_and_named() {
    let (peer, amt) = fall(
        |_, antrag| {
            antrag.daten = b"kein JSON".to_vec();
            antrag.metadaten["contentStructure"]["data"]["hash"]["content"] =
                sha512(b"kein JSON").into();
        },
        as_it_is,
    );
    parked(&peer, &amt, Schritt::Entschluesseln, &[Pruefgrund::FachdatenUnlesbar]);
    assert!(amt.erster.inhalt.borrow().values().any(|bytes| bytes == b"kein JSON"));
}

#[test]
fn one_bad_application_does_not_hold_up_the_others() {
    let peer = Peer::neu(Generation::V2);
    let mut bad = Antrag::neu();
    bad.daten = b"{}".to_vec();
    bad.senden(&peer);
    Antrag::neu().senden(&peer);
    let amt = Amt::neu();
    amt.runde(&peer).unwrap();
    let stands: Vec<Stand> = amt.bekannt.borrow().iter().map(|one| one.stand).collect();
    let parked = Stand::PruefungNoetig { bei: Schritt::Entschluesseln };
    assert_eq!(stands, [parked, Stand::Angenommen]);
    assert!(peer.stoerungen.borrow().is_empty());
    peer.stoerungen.borrow_mut().push(("submissions?".to_owned(), Leitung::Status(503)));
    assert!(amt.abrufen(&peer).unwrap_err().passes());
    amt.abrufen(&peer).unwrap();
}
