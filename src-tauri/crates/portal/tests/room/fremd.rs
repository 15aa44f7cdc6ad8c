//! What foreign libraries made, read here: `fremd.json` was written by `fremd.py` with the sender
//! `fitconnect` 0.4.2 and with jwcrypto 1.6.1, with keys that were made for it and serve nothing
//! else.
//!
//! Never anything this room or its peer wrote: both could share a misunderstanding.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use portal::dienst::{Adressen, Dienst, Generation};
use portal::jwe::{decrypt, pruefmarke};
use portal::jws::Token;
use portal::line::{Line, LineError, Method, Request, Response};
use portal::metadaten::{Rueckkanal, Zahlungsstand};
use portal::schluessel::{Oeffentlich, Schluesselbund, Zweck};
use portal::uebermittlung::{
    Einreichung, Empfang, NurForm, Pruefgrund, Schritt, Stand, Stueck, Uebermittlung,
};
use serde_json::{Value, json};

use crate::empfang::anmeldung;
use crate::peer::{TOKEN_URL, URL};
use crate::welt::{Platz, b64, um};

fn vectors() -> Value {
    serde_json::from_str(include_str!("fremd.json")).unwrap()
}

fn text<'v>(vectors: &'v Value, name: &str) -> &'v str {
    vectors[name].as_str().unwrap()
}

fn foreign_keys(vectors: &Value) -> Schluesselbund {
    Schluesselbund::lesen(vectors["bund"].to_string().as_bytes()).unwrap()
}

#[test]
fn foreign_encryption_is_opened_packed_or_not() {
    let vectors = vectors();
    let keys = foreign_keys(&vectors);
    for name in ["jwe", "jwe_gepackt"] {
        let token = text(&vectors, name);
        let opened = decrypt(token, &keys, 4096).unwrap();
        assert_eq!(opened.bytes, text(&vectors, "text").as_bytes(), "{name}");
        assert_eq!(opened.cty.as_deref(), Some("application/json"));
        assert_eq!(pruefmarke(token).unwrap().len(), 22);
        let max = opened.bytes.len() - 1;
        assert_eq!(decrypt(token, &keys, max), Err(portal::jwe::JweError::TooLarge { max }));
    }
}

#[test]
fn a_foreign_signature_is_proven_and_a_changed_one_is_not() {
    let vectors = vectors();
    let key = Oeffentlich::lesen(&vectors["dienst"], Zweck::Signatur).unwrap();
    let token = text(&vectors, "jws");
    let parsed = Token::parse(token, "secevent+jwt").unwrap();
    assert_eq!(parsed.kid, text(&vectors["dienst"], "kid"));
    assert_eq!(parsed.payload, b"{\"jti\":\"fremd\"}");
    assert!(key.bestaetigt(&parsed));
    let (head, rest) = token.split_once('.').unwrap();
    let (_, signature) = rest.split_once('.').unwrap();
    let forged = format!("{head}.{}.{signature}", b64(b"{\"jti\":\"falsch\"}"));
    assert!(!key.bestaetigt(&Token::parse(&forged, "secevent+jwt").unwrap()));
}

#[test]
fn a_backup_that_a_foreign_tool_wrote_is_restored() {
    let vectors = vectors();
    let mut bund = Schluesselbund::default();
    let (sicherung, kennwort) = (text(&vectors, "sicherung"), text(&vectors, "kennwort"));
    let kids = bund.wiederherstellen(sicherung, kennwort, um("2026-04-01T08:00:00Z")).unwrap();
    assert_eq!(kids.len(), 2);
    assert!(decrypt(text(&vectors, "jwe"), &bund, 4096).is_ok());
}

/// A service that has what the foreign sender sent, in either generation's words.
struct Ablage {
    vectors: Value,
    generation: Generation,
    gemeldet: RefCell<Vec<String>>,
}

impl Ablage {
    fn huelle(&self, id: &str) -> Option<Value> {
        let mut all = self.vectors["einreichungen"].as_array().unwrap().iter();
        let mut huelle = all.find(|one| one["submissionId"] == id)?.clone();
        if self.generation == Generation::V2 {
            let service = huelle.as_object_mut().unwrap().remove("serviceType").unwrap();
            huelle["publicService"] = service;
        }
        Some(huelle)
    }

    fn antwort(&self, path: &str) -> Option<Value> {
        let parts: Vec<&str> = path.split('?').next().unwrap().split('/').collect();
        match parts.as_slice() {
            ["submissions"] => {
                let all = self.vectors["einreichungen"].as_array().unwrap();
                Some(json!({ "offset": 0, "count": 2, "totalCount": 2, "submissions": all }))
            }
            ["submissions", id] => self.huelle(id),
            ["submissions", _, "attachments", id] => self.vectors["anlagen"].get(*id).cloned(),
            ["cases", id, "events"] => {
                let log = self.vectors["protokolle"].get(*id)?;
                Some(json!({ "eventLog": log }))
            }
            _ => None,
        }
    }
}

impl Line for Ablage {
    fn send(&self, request: &Request) -> Result<Response, LineError> {
        let answer = |status, body: Vec<u8>| Response { status, headers: Vec::new(), body };
        if request.url == TOKEN_URL {
            return Ok(answer(200, b"{\"access_token\":\"t\",\"expires_in\":1800}".to_vec()));
        }
        let path = request.url.strip_prefix(URL).unwrap();
        if path == "/.well-known/jwks.json" {
            let keys = json!({ "keys": [self.vectors["dienst"]] });
            return Ok(answer(200, keys.to_string().into_bytes()));
        }
        let path = path.trim_start_matches(match self.generation {
            Generation::V1 => "/v1/",
            Generation::V2 => "/v2/",
        });
        if request.method == Method::Post {
            let token = String::from_utf8(request.body.clone()).unwrap();
            self.gemeldet.borrow_mut().push(token);
            return Ok(answer(204, Vec::new()));
        }
        Ok(match self.antwort(path) {
            Some(Value::String(token)) => answer(200, token.into_bytes()),
            Some(value) => answer(200, value.to_string().into_bytes()),
            None => answer(404, Vec::new()),
        })
    }
}

/// Receives everything that was sent as far as it goes by itself.
fn empfangen(vectors: Value, generation: Generation) -> (Vec<Uebermittlung>, Platz, Ablage) {
    let keys = foreign_keys(&vectors);
    let ablage = Ablage { vectors, generation, gemeldet: RefCell::default() };
    let adressen = Adressen::new(TOKEN_URL, URL, generation).unwrap();
    let who = anmeldung();
    let (erster, zweiter) = (Platz::default(), Platz::default());
    let mut received = Vec::new();
    {
        let dienst = Dienst::new(&ablage, &adressen, &who, "Forsthaus/Test");
        let empfang = Empfang {
            dienst: &dienst,
            bund: &keys,
            erster: &erster,
            zweiter: &zweiter,
            pruefung: &NurForm,
        };
        let now = um("2026-04-02T08:00:00Z");
        let destination = ablage.vectors["einreichungen"][0]["destinationId"].as_str().unwrap();
        let liste = dienst.liste(destination.parse().unwrap(), now).unwrap();
        for mut u in Uebermittlung::neue(&liste, |_| false, now) {
            empfang.weiter(&mut u, now, &mut |_| Ok(())).unwrap();
            received.push(u);
        }
    }
    (received, zweiter, ablage)
}

#[test]
fn what_the_foreign_sender_sends_is_received_and_accepted() {
    for generation in [Generation::V1, Generation::V2] {
        let (received, zweiter, ablage) = empfangen(vectors(), generation);
        assert_eq!(received.len(), 2);
        for u in &received {
            assert_eq!((u.stand, u.pruefgruende.as_slice()), (Stand::Angenommen, &[][..]));
            assert_eq!(u.leistung.as_ref().unwrap().leika(), Some("99041002012000"));
        }
        let shown = |at: usize| received[at].einreichung(&zweiter).unwrap().unwrap();
        let (hund, antrag) = (shown(0), shown(1));
        let rows = |einreichung: &Einreichung| -> Vec<(String, String)> {
            let rows = einreichung.formular.clone().unwrap().zeilen.into_iter();
            rows.map(|row| (row.pfad, row.wert)).collect()
        };
        let row = |pfad: &str, wert: &str| (pfad.to_owned(), wert.to_owned());
        assert!(rows(&hund).contains(&row("Halter / Name", "Anna Ängelhausen")));
        assert_eq!(hund.anlagen.len(), 1);
        let expected = [row("Antrag / Name", "Bernd Größenau"), row("Antrag / Tag", "2026-04-01")];
        assert_eq!(rows(&antrag), expected);
        let metadaten = &antrag.metadaten;
        assert!(matches!(&metadaten.rueckkanal, Some(Rueckkanal::EMail { adresse })
            if adresse == "post@fennwald.invalid"));
        let zahlung = metadaten.zahlung.as_ref().unwrap();
        assert_eq!(zahlung.stand, Zahlungsstand::Bestaetigt);
        assert_eq!(
            (zahlung.betrag_cent, zahlung.verwendungszweck.as_str()),
            (Some(1230), "07260001234")
        );
        assert_eq!(metadaten.absenderzeichen.as_deref(), Some("OD-77"));
        aushaendigen(&ablage);
    }
}

/// Writes the acceptances down for `fremd.py pruefen`.
fn aushaendigen(ablage: &Ablage) {
    let keys = foreign_keys(&ablage.vectors);
    let key = keys.aktiv(Zweck::Signatur).unwrap();
    let schluessel: Value = serde_json::from_str(&keys.hinterlegen(&key.kid).unwrap()).unwrap();
    let annahmen = ablage.gemeldet.borrow();
    assert_eq!(annahmen.len(), 2);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("annahme.json");
    let out = json!({ "schluessel": schluessel, "annahmen": *annahmen });
    fs::write(path, out.to_string()).unwrap();
}

#[test]
fn a_part_of_the_foreign_sender_that_was_exchanged_is_not_accepted() {
    let mut vectors = vectors();
    let [first, second] = [0, 1].map(|at| vectors["einreichungen"][at]["encryptedData"].clone());
    vectors["einreichungen"][0]["encryptedData"] = second;
    vectors["einreichungen"][1]["encryptedData"] = first;
    let (received, _, ablage) = empfangen(vectors, Generation::V1);
    assert_eq!(received.len(), 2);
    for u in received {
        let expected = [Pruefgrund::MarkeWeichtAb { stueck: Stueck::Fachdaten }];
        assert_eq!(u.pruefgruende, expected);
        assert_eq!(u.stand, Stand::PruefungNoetig { bei: Schritt::Pruefen });
    }
    assert!(ablage.gemeldet.borrow().is_empty());
}
