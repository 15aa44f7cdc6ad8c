//! The life of a key: made, backed up, handed to the portal, in use, replaced, removed.
//!
//! Never a public half without a backup that was read back.

use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::x509::{X509, X509NameBuilder, X509Req};
use portal::schluessel::{
    Antragsteller, BundError, KeyError, Oeffentlich, Schluesselbund, Schluesselstand, Zweck,
};
use serde_json::{Value, json};

use crate::welt::{Wer, bund, jwk, key, kid, um};

const KENNWORT: &str = "ein langes Kennwort";

#[test]
fn a_key_goes_its_way_from_the_making_to_the_removal() {
    let start = um("2026-04-01T08:00:00Z");
    let mut bund = bund(&[(Wer::Empfang, "aktiv")]);
    let new = bund.anlegen(Zweck::Verschluesselung, start).unwrap();
    assert_eq!(new.len(), 43);
    assert_eq!(bund.hinterlegen(&new), Err(BundError::NotBackedUp));
    assert_eq!(bund.aktivieren(&new, start), Err(BundError::NotBackedUp));

    let sicherung = bund.sichern(KENNWORT).unwrap();
    assert!(bund.finden(&new).unwrap().vermerke.gesichert_um.is_none(), "writing proves nothing");
    assert_eq!(
        bund.sicherung_pruefen(&sicherung, "ein anderes Kennwort", start),
        Err(BundError::Closed)
    );
    assert_eq!(bund.sicherung_pruefen(&sicherung, KENNWORT, start), Ok(2));

    let public: Value = serde_json::from_str(&bund.hinterlegen(&new).unwrap()).unwrap();
    assert_eq!(
        (public["kty"].as_str(), public["alg"].as_str()),
        (Some("RSA"), Some("RSA-OAEP-256"))
    );
    assert_eq!(public["key_ops"], json!(["wrapKey"]));
    assert_eq!(public["e"], "AQAB");
    assert!(public["n"].as_str().unwrap().len() >= 683);
    for private in ["d", "p", "q", "dp", "dq", "qi", "forsthaus"] {
        assert!(public.get(private).is_none(), "{private}");
    }

    assert_eq!(bund.aktiv(Zweck::Verschluesselung).unwrap().kid, kid(Wer::Empfang));
    bund.aktivieren(&new, start).unwrap();
    assert_eq!(bund.aktiv(Zweck::Verschluesselung).unwrap().kid, new);
    let old = kid(Wer::Empfang);
    assert_eq!(bund.finden(&old).unwrap().stand(), Schluesselstand::Abgeloest);
    assert_eq!(bund.entfernen(&old, um("2026-04-28T08:00:00Z")), Err(BundError::Needed));
    assert_eq!(bund.entfernen(&new, um("2027-01-01T08:00:00Z")), Err(BundError::Needed));
    bund.entfernen(&old, um("2026-04-29T08:00:00Z")).unwrap();
    assert!(bund.finden(&old).is_none());
}

#[test]
fn a_signing_key_is_published_as_such() {
    let bund = bund(&[(Wer::Zeichnung, "aktiv")]);
    let public: Value =
        serde_json::from_str(&bund.hinterlegen(&kid(Wer::Zeichnung)).unwrap()).unwrap();
    assert_eq!(public, jwk(Wer::Zeichnung));
}

#[test]
fn a_backup_brings_lost_keys_back_and_replaces_none() {
    let start = um("2026-04-01T08:00:00Z");
    let before = bund(&[(Wer::Empfang, "aktiv"), (Wer::Zeichnung, "aktiv")]);
    let sicherung = before.sichern(KENNWORT).unwrap();
    assert!(!sicherung.contains(&kid(Wer::Empfang)), "nothing of it is readable");
    let mut after = bund(&[(Wer::Empfang2, "aktiv")]);
    let back = after.wiederherstellen(&sicherung, KENNWORT, start).unwrap();
    assert_eq!(back.len(), 2);
    assert_eq!(after.aktiv(Zweck::Verschluesselung).unwrap().kid, kid(Wer::Empfang2));
    assert_eq!(after.aktiv(Zweck::Signatur).unwrap().kid, kid(Wer::Zeichnung));
    assert_eq!(after.finden(&kid(Wer::Empfang)).unwrap().stand(), Schluesselstand::Abgeloest);
    assert_eq!(after.wiederherstellen(&sicherung, KENNWORT, start), Ok(Vec::new()));
    assert_eq!(after.sichern("zu kurz"), Err(BundError::WeakPassphrase));
    let mut broken = sicherung.into_bytes();
    let middle = broken.len() / 2;
    broken[middle] = if broken[middle] == b'A' { b'B' } else { b'A' };
    let broken = String::from_utf8(broken).unwrap();
    assert_eq!(after.wiederherstellen(&broken, KENNWORT, start), Err(BundError::Closed));
}

#[test]
fn keys_survive_being_kept() {
    let before = bund(&[(Wer::Empfang, "abgeloest"), (Wer::Zeichnung, "aktiv")]);
    let after = Schluesselbund::lesen(&before.aufbewahren().unwrap()).unwrap();
    let notes = |bund: &Schluesselbund| -> Vec<_> {
        bund.alle().iter().map(|key| (key.kid.clone(), key.zweck, key.vermerke)).collect()
    };
    assert_eq!(notes(&before), notes(&after));
    let shown = format!("{after:?}");
    let private = crate::welt::jwk_geheim(Wer::Zeichnung, "aktiv");
    assert!(!shown.contains(private["d"].as_str().unwrap()));
}

#[test]
fn a_damaged_or_foreign_key_is_not_restored() {
    let start = um("2026-04-01T08:00:00Z");
    let mut key = crate::welt::jwk_geheim(Wer::Empfang, "aktiv");
    key["q"] = crate::welt::jwk_geheim(Wer::Empfang2, "aktiv")["q"].clone();
    let stored = json!({ "keys": [key] }).to_string();
    let there = Schluesselbund::lesen(stored.as_bytes()).unwrap();
    let sicherung = there.sichern(KENNWORT).unwrap();
    let mut bund = Schluesselbund::default();
    let refused = bund.wiederherstellen(&sicherung, KENNWORT, start);
    assert_eq!(refused, Err(BundError::Key(KeyError::Broken)));
    assert!(bund.alle().is_empty());
}

#[test]
fn public_keys_of_others_are_looked_at_before_use() {
    let check = |change: &dyn Fn(&mut Value), expected: KeyError| {
        let mut key = jwk(Wer::Onlinedienst);
        change(&mut key);
        let read = Oeffentlich::lesen(&key, Zweck::Verschluesselung).map(|key| key.kid);
        assert_eq!(read, Err(expected));
    };
    check(&|key| key["alg"] = "RSA-OAEP".into(), KeyError::Purpose);
    check(&|key| key["key_ops"] = json!(["verify"]), KeyError::Purpose);
    check(&|key| key["kty"] = "EC".into(), KeyError::Form);
    check(&|key| key["n"] = "AQAB".into(), KeyError::Bits(17));
    check(&|key| key["e"] = key["n"].clone(), KeyError::Form);
    check(&|key| key["n"] = "!".into(), KeyError::Form);
    assert!(Oeffentlich::lesen(&jwk(Wer::Onlinedienst), Zweck::Verschluesselung).is_ok());
    assert!(Oeffentlich::lesen(&jwk(Wer::Onlinedienst), Zweck::Signatur).is_err());
}

#[test]
fn a_certificate_is_asked_for_and_taken_for_its_own_key_only() {
    let mut bund = bund(&[(Wer::Empfang, "aktiv"), (Wer::Empfang2, "aktiv")]);
    let wer = Antragsteller {
        name: "Poststelle".to_owned(),
        organisation: "Gemeinde Fennwald".to_owned(),
        einheit: String::new(),
        ort: "Fennwald".to_owned(),
    };
    let pem = bund.zertifikatsantrag(&kid(Wer::Empfang), &wer).unwrap();
    let request = X509Req::from_pem(&pem).unwrap();
    assert!(request.verify(key(Wer::Empfang)).unwrap());
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "Poststelle").unwrap();
    let name = name.build();
    let mut cert = X509::builder().unwrap();
    cert.set_version(2).unwrap();
    cert.set_subject_name(&name).unwrap();
    cert.set_issuer_name(&name).unwrap();
    cert.set_not_before(&Asn1Time::from_unix(0).unwrap()).unwrap();
    cert.set_not_after(&Asn1Time::from_unix(4_000_000_000).unwrap()).unwrap();
    cert.set_pubkey(key(Wer::Empfang)).unwrap();
    cert.sign(key(Wer::Dienst), MessageDigest::sha512()).unwrap();
    let cert = cert.build().to_pem().unwrap();
    let other = bund.zertifikate_hinterlegen(&kid(Wer::Empfang2), &cert);
    assert_eq!(other, Err(BundError::Certificate));
    bund.zertifikate_hinterlegen(&kid(Wer::Empfang), &cert).unwrap();
    let public = bund.hinterlegen(&kid(Wer::Empfang)).unwrap();
    let public: Value = serde_json::from_str(&public).unwrap();
    assert_eq!(public["x5c"].as_array().unwrap().len(), 1);
}
