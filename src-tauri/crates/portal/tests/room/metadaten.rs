//! Metadata of both generations, and the published schema of 1.0.0 as a judge.
//!
//! `metadata-1.0.0.schema.json` is FITKO's schema as the package `fitconnect` 0.4.2 (EUPL-1.2)
//! carries it; it serves these tests only. Never a claim about later versions: their schemas were
//! not at hand.

use portal::formular::{Formular, FormularError, ZEILEN_MAX};
use portal::metadaten::{
    Anlagenzweck, Metadaten, MetadatenError, Rueckkanal, Vertrauensniveau, Zahlungsstand,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::peer::Antrag;
use crate::welt::{Wer, b64, jwk, kid};

pub(crate) fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("metadata-1.0.0.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn read(value: &Value) -> Metadaten {
    Metadaten::lesen(value.to_string().as_bytes()).unwrap()
}

fn holes(value: &Value) -> Vec<String> {
    read(value).maengel.into_iter().map(|one| one.feld).collect()
}

fn whole() -> Value {
    let mut value = Antrag::neu().metadaten;
    value["publicServiceType"] =
        json!({ "identifier": "urn:de:fim:leika:leistung:99041002012000", "name": "Hundesteuer" });
    value["authenticationInformation"] = json!([{
        "type": "identificationReport", "version": "1.0.0",
        "content": b64(json!({ "levelOfAssurance": "http://eidas.europa.eu/LoA/substantial" })
            .to_string().as_bytes()),
    }]);
    value["paymentInformation"] = json!({
        "transactionId": "9xxd-432x", "transactionReference": "4711.0815", "status": "BOOKED",
        "paymentMethod": "CREDITCARD", "grossAmount": 48.5,
        "transactionTimestamp": "2026-04-01T07:00:00Z",
    });
    value["additionalReferenceInfo"] =
        json!({ "senderReference": "FA-17", "applicationDate": "2026-03-31" });
    value
}

#[test]
fn everything_that_the_first_version_says_is_read() {
    let value = whole();
    assert!(schema().is_valid(&value), "the sample itself is good");
    let read = read(&value);
    assert_eq!(read.maengel, []);
    assert_eq!(read.fassung.as_deref(), Some("1.0.0"));
    assert_eq!(read.leistung.as_ref().unwrap().leika(), Some("99041002012000"));
    assert_eq!(read.fachdaten.as_ref().unwrap().schema, "https://schema.example/hund.json");
    let first = &read.anlagen[0];
    assert_eq!((first.zweck, first.dateiname.as_str()), (Anlagenzweck::Formular, "Antrag.pdf"));
    assert_eq!(read.vertrauensniveau(), Some(&Vertrauensniveau::Substanziell));
    let paid = read.zahlung.unwrap();
    assert_eq!((paid.betrag_cent, paid.stand), (Some(4850), Zahlungsstand::Bestaetigt));
    assert_eq!(paid.verwendungszweck, "4711.0815");
    assert!(
        matches!(read.rueckkanal, Some(Rueckkanal::EMail { adresse }) if adresse == "post@fennwald.invalid")
    );
    assert_eq!(read.absenderzeichen.as_deref(), Some("FA-17"));
    assert_eq!(read.antragsdatum.unwrap().to_string(), "2026-03-31");
}

#[test]
fn the_second_version_is_read_as_far_as_it_is_known() {
    let mut value = Antrag::neu().metadaten;
    value["$schema"] =
        "https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json".into();
    value["publicService"] = json!({ "identifier": "urn:de:fim:leika:leistung:99041002012000" });
    let report =
        b64(json!({ "subject": { "levelOfAssurance": "http://eidas.europa.eu/LoA/high" } })
            .to_string()
            .as_bytes());
    value["dataSets"] = json!([
        { "dataSetId": "x", "content": {}, "schema": { "schemaUri": "https://schema.example/x" } },
        { "dataSetId": "y", "content": format!("kopf.{report}.zeichen"), "schema": {
            "schemaUri": "https://schema.example/identification-report.json" } },
    ]);
    value["replyChannel"] = json!({
        "fitConnect": { "encryptionPublicKey": jwk(Wer::Onlinedienst), "processStandards": ["x"] },
    });
    let antrag = Uuid::from_u128(0xb);
    value["additionalReferenceInfo"] = json!({ "idBundDeApplicationId": antrag });
    let read = read(&value);
    assert!(read.fassung_bekannt && read.maengel.is_empty(), "{:?}", read.maengel);
    assert_eq!(read.bundid_antrag, Some(antrag));
    assert_eq!(read.nachweise.len(), 1);
    assert_eq!(read.vertrauensniveau(), Some(&Vertrauensniveau::Hoch));
    let Some(Rueckkanal::FitConnect { schluessel, .. }) = read.rueckkanal else { panic!() };
    assert_eq!(schluessel.kid, kid(Wer::Onlinedienst));
}

/// Removes whatever stands at the end of a path.
fn without(value: &Value, path: &str) -> Value {
    let mut value = value.clone();
    let (parent, name) = path.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap();
    if let Some(fields) = parent.as_object_mut() {
        fields.remove(name);
    }
    value
}

/// Every path to a field of an object.
fn fields(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields_) => {
            for (name, value) in fields_ {
                let path = format!("{path}/{}", name.replace('/', "~1"));
                found.push(path.clone());
                fields(value, &path, found);
            }
        }
        Value::Array(values) => {
            for (number, value) in values.iter().enumerate() {
                fields(value, &format!("{path}/{number}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn whatever_the_schema_asks_for_and_does_not_get_is_named() {
    let schema = schema();
    let value = whole();
    let mut paths = Vec::new();
    fields(&value, "", &mut paths);
    let mut refused = 0;
    for path in &paths {
        let less = without(&value, path);
        let judged = schema.is_valid(&less);
        let named = holes(&less);
        // A service without an identifier is no service, and hinders nothing.
        let hinders_nothing = path == "/publicServiceType/identifier";
        assert_eq!(judged || hinders_nothing, named.is_empty(), "{path}: {named:?}");
        refused += usize::from(!judged);
    }
    println!("{} fields removed one by one, {refused} of them required", paths.len());
    assert!(refused >= 15);
}

#[test]
fn fields_and_values_nobody_knows_hinder_nothing() {
    let mut value = whole();
    value["neu"] = json!({ "tief": [1, 2, { "levelOfAssurance": 3 }] });
    value["contentStructure"]["attachments"][0]["purpose"] = "hologram".into();
    value["paymentInformation"]["status"] = "PAYED".into();
    value["paymentInformation"]["paymentMethod"] = "TAUSCH".into();
    value["replyChannel"] = json!({ "brieftaube": { "ring": 4 } });
    let read = read(&value);
    assert_eq!(read.maengel, []);
    assert_eq!(read.anlagen[0].zweck, Anlagenzweck::Unbekannt);
    assert_eq!(read.zahlung.unwrap().stand, Zahlungsstand::Bestaetigt);
    assert!(matches!(read.rueckkanal, Some(Rueckkanal::Unbekannt(name)) if name == "brieftaube"));
}

#[test]
fn every_channel_is_told_from_the_others() {
    let check = |channel: Value, expected: fn(&Rueckkanal) -> bool| {
        let mut value = whole();
        value["replyChannel"] = channel.clone();
        assert!(read(&value).rueckkanal.is_some_and(|read| expected(&read)), "{channel}");
    };
    let id = Uuid::from_u128(7);
    check(
        json!({ "idBundDeMailbox": { "mailboxUuid": id } }),
        |channel| matches!(channel, Rueckkanal::BundId { postfach } if *postfach == Uuid::from_u128(7)),
    );
    check(json!({ "deMail": { "address": "a@b.de-mail.invalid" } }), |channel| {
        matches!(channel, Rueckkanal::DeMail { .. })
    });
    check(json!({ "fink": { "finkPostfachRef": "hh/by/1" } }), |channel| {
        matches!(channel, Rueckkanal::Fink { .. })
    });
    check(json!({ "elster": { "accountId": "1234567890" } }), |channel| {
        matches!(channel, Rueckkanal::Elster { .. })
    });
    let mut value = whole();
    let mut key = jwk(Wer::Onlinedienst);
    key["n"] = "AQAB".into();
    value["replyChannel"] = json!({ "fitConnect": { "encryptionPublicKey": key } });
    assert!(read(&value).rueckkanal.is_none());
    assert_eq!(holes(&value), ["replyChannel/fitConnect"], "a key too short is none");
}

#[test]
fn trust_levels_are_read_as_everybody_writes_them() {
    let check = |text: &str, expected: Vertrauensniveau| {
        assert_eq!(Vertrauensniveau::lesen(text), expected, "{text}");
    };
    check("http://eidas.europa.eu/LoA/low", Vertrauensniveau::Niedrig);
    check("http://eidas.europa.eu/NotNotified/LoA/high", Vertrauensniveau::Hoch);
    check("http://bsi.bund.de/eID/LoA/hoch", Vertrauensniveau::Hoch);
    check("http://bsi.bund.de/eID/LoA/normal", Vertrauensniveau::Basis);
    check("STORK-QAA-Level-3", Vertrauensniveau::Substanziell);
    check("unknown", Vertrauensniveau::Unbekannt("unknown".to_owned()));
}

#[test]
fn what_is_no_metadata_is_said() {
    assert_eq!(Metadaten::lesen(b"[]").unwrap_err(), MetadatenError::Json);
    assert_eq!(Metadaten::lesen(b"").unwrap_err(), MetadatenError::Json);
    let large = vec![b' '; 5 << 20];
    assert_eq!(Metadaten::lesen(&large).unwrap_err(), MetadatenError::TooLarge);
    let many: Vec<Value> = (0..600).map(|_| json!({})).collect();
    let read = read(&json!({ "contentStructure": { "attachments": many } }));
    assert!(read.anlagen.is_empty() && read.maengel.len() <= 100);
}

#[test]
fn form_data_are_readable_as_json_and_as_xml() {
    let xml = br#"<?xml version="1.0"?><a:antrag xmlns:a="urn:x"><a:halter art="privat">
        <a:name>&#xC4;ngel &amp; S&#246;hne</a:name><a:hund>Bello</a:hund><a:hund>Waldi</a:hund>
        <a:leer/></a:halter></a:antrag>"#;
    let form = Formular::lesen(xml, "application/xml").unwrap();
    let rows: Vec<(&str, &str)> =
        form.zeilen.iter().map(|row| (row.pfad.as_str(), row.wert.as_str())).collect();
    assert_eq!(
        rows,
        [
            ("antrag / halter / art", "privat"),
            ("antrag / halter / name", "Ängel & Söhne"),
            ("antrag / halter / hund 1", "Bello"),
            ("antrag / halter / hund 2", "Waldi"),
        ]
    );
    let many: Vec<u32> = (0..10_000).collect();
    let form = Formular::lesen(json!(many).to_string().as_bytes(), "application/json").unwrap();
    assert_eq!((form.zeilen.len(), form.gekuerzt), (ZEILEN_MAX, true));
    assert_eq!(Formular::lesen(b"{", "application/json"), Err(FormularError::Json));
    assert_eq!(Formular::lesen(b"x", "text/plain"), Err(FormularError::Mime));
    let bomb = br#"<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>"#;
    assert!(matches!(Formular::lesen(bomb, "application/xml"), Err(FormularError::Xml(_))));
    let deep = "<a>".repeat(1000);
    assert!(matches!(
        Formular::lesen(deep.as_bytes(), "application/xml"),
        Err(FormularError::Xml(_))
    ));
}
