//! What the service says about itself and about a destination.
//!
//! Never a submission: those are in `empfang`.

use std::collections::BTreeMap;

use portal::PortalError;
use portal::dienst::{Adressen, Dienst, Generation};
use portal::line::{Line, LineError, Request, Response};
use portal::schemata::{SchemaError, Schemata};
use portal::uebermittlung::{Inhaltspruefung, Pruefgrund, Schemaurteil, Schritt, Stand};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::empfang::{Amt, anmeldung};
use crate::peer::{Antrag, Peer, TOKEN_URL, URL};
use crate::welt::{Wer, jwk, kid, um};

const NAME: &str = "https://zeichner.invalid/dienst";

/// Answers by address; 404 for every other.
struct Antworten(BTreeMap<String, Value>);

impl Line for Antworten {
    fn send(&self, request: &Request) -> Result<Response, LineError> {
        let answer = self.0.get(&request.url);
        Ok(Response {
            status: if answer.is_some() { 200 } else { 404 },
            headers: Vec::new(),
            body: answer.map(|value| value.to_string().into_bytes()).unwrap_or_default(),
        })
    }
}

fn antworten(list: &[(&str, Value)]) -> Antworten {
    let token = (TOKEN_URL.to_owned(), json!({ "access_token": "t", "expires_in": 60 }));
    let list = list.iter().map(|(url, value)| ((*url).to_owned(), value.clone()));
    Antworten(list.chain([token]).collect())
}

#[test]
fn keys_of_every_name_the_service_signs_under_are_known() {
    let set = |wer| json!({ "keys": [jwk(wer), { "kty": "EC" }] });
    let own = format!("{URL}/.well-known/jwks.json");
    let other = format!("{NAME}/.well-known/jwks.json");
    let kids = |line: &Antworten, names: &[&str]| {
        let mut adressen = Adressen::new(TOKEN_URL, URL, Generation::V2).unwrap();
        for name in names {
            adressen = adressen.mit_aussteller(name).unwrap();
        }
        let who = anmeldung();
        let keys = Dienst::new(line, &adressen, &who, "Forsthaus/Test").dienstschluessel();
        keys.map(|keys| keys.into_iter().map(|key| key.kid).collect::<Vec<_>>())
    };
    let both = antworten(&[(&own, set(Wer::Dienst)), (&other, set(Wer::Zeichnung))]);
    assert_eq!(kids(&both, &[]).unwrap(), [kid(Wer::Dienst)]);
    assert_eq!(kids(&both, &[NAME]).unwrap(), [kid(Wer::Dienst), kid(Wer::Zeichnung)]);
    // A name without keys of its own takes nothing away.
    let one = antworten(&[(&own, set(Wer::Dienst))]);
    assert_eq!(kids(&one, &[NAME]).unwrap(), [kid(Wer::Dienst)]);
    assert_eq!(kids(&antworten(&[]), &[NAME]), Err(PortalError::NotFound));
    let adressen = Adressen::new(TOKEN_URL, URL, Generation::V2).unwrap();
    assert!(adressen.mit_aussteller("http://zeichner.invalid").is_err());
}

#[test]
fn a_destination_says_what_it_offers_in_both_generations() {
    let service = json!([{
        "identifier": "urn:de:fim:leika:leistung:99041002012000",
        "regions": ["DE160640000000"],
        "submissionSchemas": [
            { "schemaUri": "https://schema.example/hund.json", "mimeType": "application/json" },
            { "mimeType": "application/xml" },
        ],
    }, { "name": "ohne Kennung" }]);
    let destination = Uuid::from_u128(0xd0);
    for (generation, path, name) in
        [(Generation::V1, "v1", "services"), (Generation::V2, "v2", "publicServices")]
    {
        let answer = json!({
            "status": "active", "encryptionKid": "kid-1", "metadataVersions": ["1.0.0", "2.1.0"],
            name: service,
        });
        let url = format!("{URL}/{path}/destinations/{destination}");
        let line = antworten(&[(&url, answer)]);
        let adressen = Adressen::new(TOKEN_URL, URL, generation).unwrap();
        let who = anmeldung();
        let dienst = Dienst::new(&line, &adressen, &who, "Forsthaus/Test");
        let found = dienst.zustellpunkt(destination, um("2026-04-01T09:00:00Z")).unwrap();
        assert!(found.aktiv);
        assert_eq!(found.empfangsschluessel, "kid-1");
        assert_eq!(found.metadatenfassungen, ["1.0.0", "2.1.0"]);
        assert_eq!(found.angebote.len(), 1);
        assert_eq!(found.angebote[0].gebiete, ["DE160640000000"]);
        assert_eq!(
            found.schemata().into_iter().collect::<Vec<_>>(),
            ["https://schema.example/hund.json"]
        );

        let mut schemata = Schemata::default();
        assert!(schemata.angeboten("https://schema.example/katze.json"), "nothing is known yet");
        schemata.anbieten(&found);
        assert!(schemata.angeboten("https://schema.example/hund.json"));
        assert!(!schemata.angeboten("https://schema.example/katze.json"));
    }
}

const HUND: &str = "https://schema.example/hund.json";

fn hund() -> Schemata {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object", "required": ["Halter"],
        "properties": { "Halter": { "properties": { "Hunde": { "maxItems": 2 } } } },
    });
    let mut schemata = Schemata::default();
    schemata.aufnehmen(HUND, schema.to_string().as_bytes()).unwrap();
    schemata
}

#[test]
fn data_are_compared_with_the_schema_that_is_here() {
    let schemata = hund();
    let check = |data: &str, expected: Schemaurteil| {
        assert_eq!(schemata.pruefen(HUND, "application/json", data.as_bytes()), expected, "{data}");
    };
    let wrong = |stelle: &str| Schemaurteil::Verletzt { stelle: stelle.to_owned() };
    check("{\"Halter\":{}}", Schemaurteil::Gueltig);
    check("{}", wrong(""));
    check("{\"Halter\":{\"Hunde\":[1,2,3]}}", wrong("/Halter/Hunde"));
    check("kein JSON", wrong(""));
    let unknown = schemata.pruefen("https://schema.example/katze.json", "application/json", b"{}");
    assert_eq!(unknown, Schemaurteil::NichtGeprueft);
    assert_eq!(schemata.pruefen(HUND, "application/xml", b"<a/>"), Schemaurteil::NichtGeprueft);
}

#[test]
fn schemas_that_cannot_be_used_are_refused() {
    let mut schemata = Schemata::default();
    let mut check = |schema: &[u8], expected: SchemaError| {
        assert_eq!(schemata.aufnehmen(HUND, schema), Err(expected));
    };
    check(b"kein JSON", SchemaError::Json);
    check(b"{\"type\":\"gibtsnicht\"}", SchemaError::Unusable);
    // What a schema refers to is never fetched.
    check(b"{\"$ref\":\"https://schema.example/anderes.json\"}", SchemaError::Unusable);
    check(&vec![b' '; portal::schemata::SCHEMA_BYTES_MAX + 1], SchemaError::TooMuch);
}

#[test]
fn an_application_against_its_schema_waits_for_a_person() {
    let peer = Peer::neu(Generation::V2);
    Antrag::neu().senden(&peer);
    let mut amt = Amt::neu();
    amt.pruefung = Box::new(hund());
    amt.runde(&peer).unwrap();
    assert_eq!(amt.eine().stand, Stand::Angenommen);
    assert!(amt.eine().schema_geprueft && !amt.eine().auf_schadprogramme_geprueft);

    let peer = Peer::neu(Generation::V2);
    let mut antrag = Antrag::neu();
    antrag.daten = b"{\"Halter\":{\"Hunde\":[1,2,3]}}".to_vec();
    antrag.metadaten["contentStructure"]["data"]["hash"]["content"] =
        crate::peer::sha512(&antrag.daten).into();
    antrag.senden(&peer);
    let mut amt = Amt::neu();
    amt.pruefung = Box::new(hund());
    amt.runde(&peer).unwrap();
    let stelle = "/Halter/Hunde".to_owned();
    assert_eq!(amt.eine().pruefgruende, [Pruefgrund::SchemaVerletzt { stelle }]);
    assert_eq!(amt.eine().stand, Stand::PruefungNoetig { bei: Schritt::Entschluesseln });
}
