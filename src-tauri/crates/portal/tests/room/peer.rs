//! A loopback peer that plays the Zustelldienst, written from the published interface.
//!
//! Never the room's own cryptography: it encrypts, signs and checks for itself. It is no proof that a
//! real service behaves alike. The paths of replies are the room's own guess.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use domain::Zeitpunkt;
use openssl::encrypt::Encrypter;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::{Padding, Rsa};
use openssl::sign::{RsaPssSaltlen, Signer, Verifier};
use openssl::symm::{Cipher, encrypt_aead};
use portal::dienst::{Adressen, Generation};
use portal::line::{Line, LineError, Method, Request, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha512};
use uuid::Uuid;

use crate::welt::{Wer, b64, jwk, key, kid, um, unb64};

pub(crate) const URL: &str = "https://dienst.invalid/submission-api";
pub(crate) const TOKEN_URL: &str = "https://anmeldung.invalid/token";
pub(crate) const SECRET: &str = "ein Geheimnis & mehr";
const EVENTS: &str = "https://schema.fitko.de/fit-connect/events/";
const DAY: i64 = 86_400;

/// What goes wrong on the line, once per entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leitung {
    /// The request never arrives.
    FrageVerloren,
    /// The request is done, and its answer is lost.
    AntwortVerloren,
    /// The service answers with a status of its own.
    Status(u16),
    /// The request is done, and something in between answers with a status of its own.
    Verfaelscht(u16),
}

/// A submission at the service.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fall {
    pub(crate) case: Uuid,
    pub(crate) destination: Uuid,
    pub(crate) angekuendigt: Vec<Uuid>,
    pub(crate) metadaten: String,
    pub(crate) fachdaten: String,
    pub(crate) anlagen: BTreeMap<Uuid, String>,
    pub(crate) stand: &'static str,
    pub(crate) eingereicht: i64,
    pub(crate) angenommen: i64,
}

pub(crate) struct Peer {
    pub(crate) jetzt: Cell<i64>,
    pub(crate) destination: Uuid,
    pub(crate) generation: Generation,
    pub(crate) faelle: RefCell<BTreeMap<Uuid, Fall>>,
    pub(crate) antworten: RefCell<BTreeMap<Uuid, Fall>>,
    pub(crate) protokolle: RefCell<BTreeMap<Uuid, Vec<String>>>,
    /// Keys of the destination that the portal knows.
    pub(crate) hinterlegt: RefCell<Vec<Wer>>,
    /// Key with which senders encrypt now.
    pub(crate) empfang: Cell<Wer>,
    pub(crate) dienstschluessel: Cell<bool>,
    pub(crate) stoerungen: RefCell<Vec<(String, Leitung)>>,
    pub(crate) anfragen: RefCell<Vec<String>>,
    pub(crate) anmeldungen: Cell<usize>,
    tokens: RefCell<BTreeMap<String, i64>>,
    /// Asked at the moment an acceptance arrives.
    pub(crate) beim_annehmen: RefCell<Option<Box<dyn Fn() -> bool>>>,
    naechste: Cell<u128>,
}

impl Peer {
    pub(crate) fn neu(generation: Generation) -> Self {
        Self {
            jetzt: Cell::new(um("2026-04-01T09:00:00Z").as_second()),
            destination: Uuid::from_u128(0xd0),
            generation,
            faelle: RefCell::default(),
            antworten: RefCell::default(),
            protokolle: RefCell::default(),
            hinterlegt: RefCell::new(vec![Wer::Empfang, Wer::Zeichnung]),
            empfang: Cell::new(Wer::Empfang),
            dienstschluessel: Cell::new(true),
            stoerungen: RefCell::default(),
            anfragen: RefCell::default(),
            anmeldungen: Cell::new(0),
            tokens: RefCell::default(),
            beim_annehmen: RefCell::default(),
            naechste: Cell::new(0x1000),
        }
    }

    pub(crate) fn adressen(&self) -> Adressen {
        Adressen::new(TOKEN_URL, URL, self.generation).unwrap()
    }

    pub(crate) fn zeit(&self) -> Zeitpunkt {
        Zeitpunkt::from_second(self.jetzt.get()).unwrap()
    }

    pub(crate) fn id(&self) -> Uuid {
        self.naechste.set(self.naechste.get() + 1);
        Uuid::from_u128(self.naechste.get())
    }

    /// Lets days pass, with what the service does by itself.
    pub(crate) fn tage(&self, days: i64) {
        for _ in 0..days {
            self.jetzt.set(self.jetzt.get() + DAY);
            let now = self.jetzt.get();
            let ids: Vec<Uuid> = self.faelle.borrow().keys().copied().collect();
            for id in ids {
                let fall = self.faelle.borrow()[&id].clone();
                let age = (now - fall.eingereicht) / DAY;
                let stand = match fall.stand {
                    "submitted" if age >= 14 => "rejected",
                    "rejected" if age >= 21 => "deleted",
                    "accepted" if (now - fall.angenommen) / DAY >= 7 => "deleted",
                    stand => stand,
                };
                if stand != fall.stand {
                    let event = if stand == "rejected" { "reject" } else { "delete" };
                    self.ereignis(&fall, id, &format!("{event}-submission"), json!({}));
                    self.faelle.borrow_mut().get_mut(&id).unwrap().stand = stand;
                }
            }
        }
    }

    /// Signs an event as the service and writes it into the log.
    pub(crate) fn ereignis(&self, fall: &Fall, id: Uuid, name: &str, payload: Value) {
        let about = if name.ends_with("-reply") { "reply" } else { "submission" };
        let claims = json!({
            "jti": self.id(), "iss": URL, "iat": self.jetzt.get(),
            "sub": format!("{about}:{id}"), "txn": format!("case:{}", fall.case),
            "events": { format!("{EVENTS}{name}"): payload },
        });
        let token = unterschreiben(&claims, Wer::Dienst);
        self.protokolle.borrow_mut().entry(fall.case).or_default().push(token);
    }

    /// Writes the log of a submission that was sent.
    pub(crate) fn eingereicht(&self, id: Uuid, fall: Fall) {
        let tags = marken(&fall);
        self.ereignis(&fall, id, "create-submission", json!({}));
        self.ereignis(&fall, id, "submit-submission", json!({ "authenticationTags": tags }));
        self.ereignis(&fall, id, "notify-submission", json!({}));
        self.faelle.borrow_mut().insert(id, fall);
    }

    /// Returns the names of the events of a case.
    pub(crate) fn ereignisse(&self, case: Uuid) -> Vec<String> {
        let logs = self.protokolle.borrow();
        let names = logs.get(&case).into_iter().flatten().map(|token| {
            let claims: Value =
                serde_json::from_slice(&unb64(token.split('.').nth(1).unwrap())).unwrap();
            let (name, _) = claims["events"].as_object().unwrap().iter().next().unwrap();
            name.trim_start_matches(EVENTS).to_owned()
        });
        names.collect()
    }

    fn antworte(&self, request: &Request) -> Response {
        if request.url == TOKEN_URL {
            return self.token(request);
        }
        let Some(path) = request.url.strip_prefix(URL) else { return status(404) };
        if path == "/.well-known/jwks.json" {
            let keys = if self.dienstschluessel.get() { vec![jwk(Wer::Dienst)] } else { vec![] };
            return json(200, json!({ "keys": keys }));
        }
        let version = match self.generation {
            Generation::V1 => "/v1/",
            Generation::V2 => "/v2/",
        };
        let Some(path) = path.strip_prefix(version) else { return status(404) };
        if !self.erlaubt(request) {
            return status(401);
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<&str> = path.split('/').collect();
        let id =
            |n: usize| parts.get(n).and_then(|id| Uuid::parse_str(id).ok()).unwrap_or_default();
        match (request.method, parts.as_slice()) {
            (Method::Get, ["submissions"]) => self.liste(query),
            (Method::Get, ["submissions", _]) => self.huelle(id(1)),
            (Method::Get, ["submissions", _, "attachments", _]) => self.anlage(id(1), id(3)),
            (Method::Get, ["cases", _, "events"]) => self.protokoll(id(1), query),
            (Method::Post, ["cases", _, "events"]) => self.gemeldet(id(1), &request.body),
            (Method::Get, ["destinations", _]) => {
                json(200, json!({ "status": "active", "encryptionKid": kid(self.empfang.get()) }))
            }
            (Method::Get, ["destinations", _, "keys", name]) => self.schluessel(name),
            (Method::Post, [kind @ ("submissions" | "replies")]) => self.angelegt(kind, request),
            (Method::Put, [kind @ ("submissions" | "replies"), _, "attachments", _]) => {
                self.hochgeladen(kind, id(1), id(3), request)
            }
            (Method::Put, [kind @ ("submissions" | "replies"), _]) => {
                self.abgeschickt(kind, id(1), request)
            }
            _ => status(404),
        }
    }

    fn token(&self, request: &Request) -> Response {
        let form: BTreeMap<String, String> =
            form_urlencoded::parse(&request.body).into_owned().collect();
        let right = form.get("grant_type").is_some_and(|one| one == "client_credentials")
            && form.get("client_id").is_some_and(|one| one == "amt")
            && form.get("client_secret").is_some_and(|one| one == SECRET);
        if !right || request.headers.iter().any(|(name, _)| *name == "authorization") {
            return json(401, json!({ "error": "invalid_client" }));
        }
        self.anmeldungen.set(self.anmeldungen.get() + 1);
        let token = format!("token-{}", self.anmeldungen.get());
        self.tokens.borrow_mut().insert(token.clone(), self.jetzt.get() + 1800);
        json(200, json!({ "access_token": token, "token_type": "bearer", "expires_in": 1800 }))
    }

    /// Makes every token worthless, as a restarted service does.
    pub(crate) fn vergessen(&self) {
        self.tokens.borrow_mut().clear();
    }

    fn erlaubt(&self, request: &Request) -> bool {
        let header = |name: &str| request.headers.iter().find(|(key, _)| *key == name);
        let Some((_, bearer)) = header("authorization") else { return false };
        let tokens = self.tokens.borrow();
        let token = bearer.strip_prefix("Bearer ").and_then(|token| tokens.get(token));
        token.is_some_and(|until| *until > self.jetzt.get()) && header("user-agent").is_some()
    }

    fn liste(&self, query: &str) -> Response {
        let query: BTreeMap<String, String> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let (offset, limit) = (query["offset"].parse().unwrap(), query["limit"].parse().unwrap());
        let faelle = self.faelle.borrow();
        let waiting = faelle.iter().filter(|(_, fall)| {
            fall.stand == "submitted" && fall.destination.to_string() == query["destinationId"]
        });
        let all: Vec<Value> = waiting
            .map(|(id, fall)| {
                json!({ "destinationId": fall.destination, "submissionId": id, "caseId": fall.case })
            })
            .collect();
        let page: Vec<Value> = all.iter().skip(offset).take(limit).cloned().collect();
        json(
            200,
            json!({
                "offset": offset, "count": page.len(), "totalCount": all.len(), "submissions": page,
            }),
        )
    }

    fn huelle(&self, id: Uuid) -> Response {
        let faelle = self.faelle.borrow();
        let Some(fall) = faelle.get(&id).filter(|fall| fall.stand != "deleted") else {
            return status(404);
        };
        let name = match self.generation {
            Generation::V1 => "serviceType",
            Generation::V2 => "publicService",
        };
        json(
            200,
            json!({
                "destinationId": fall.destination, "submissionId": id, "caseId": fall.case,
                name: { "identifier": "urn:de:fim:leika:leistung:99041002012000", "name": "Hundesteuer" },
                "attachments": fall.angekuendigt,
                "encryptedMetadata": fall.metadaten, "encryptedData": fall.fachdaten,
            }),
        )
    }

    fn anlage(&self, id: Uuid, anlage: Uuid) -> Response {
        let faelle = self.faelle.borrow();
        let fall = faelle.get(&id).filter(|fall| fall.stand != "deleted");
        match fall.and_then(|fall| fall.anlagen.get(&anlage)) {
            Some(token) => {
                Response { status: 200, headers: Vec::new(), body: token.clone().into_bytes() }
            }
            None => status(404),
        }
    }

    fn protokoll(&self, case: Uuid, query: &str) -> Response {
        let query: BTreeMap<String, String> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let (offset, limit): (usize, usize) =
            (query["offset"].parse().unwrap(), query["limit"].parse().unwrap());
        let logs = self.protokolle.borrow();
        let Some(log) = logs.get(&case) else { return status(404) };
        let page: Vec<&String> = log.iter().skip(offset).take(limit.min(500)).collect();
        // The first generation's answer has no total.
        match self.generation {
            Generation::V1 => json(200, json!({ "eventLog": page })),
            Generation::V2 => json(
                200,
                json!({
                    "offset": offset, "count": page.len(), "totalCount": log.len(), "eventLog": page,
                }),
            ),
        }
    }

    /// Takes an acceptance, if everything about it is right.
    fn gemeldet(&self, case: Uuid, body: &[u8]) -> Response {
        let token = String::from_utf8(body.to_vec()).unwrap();
        let mut parts = token.split('.');
        let header: Value = serde_json::from_slice(&unb64(parts.next().unwrap())).unwrap();
        let claims: Value = serde_json::from_slice(&unb64(parts.next().unwrap())).unwrap();
        let known = self.hinterlegt.borrow();
        let Some(wer) = known.iter().find(|wer| header["kid"] == json!(kid(**wer))) else {
            return problem(422, "unknown-key");
        };
        if header["typ"] != "secevent+jwt" || header["alg"] != "PS512" || !geprueft(&token, *wer) {
            return problem(422, "signature");
        }
        let sub = claims["sub"].as_str().unwrap().trim_start_matches("submission:");
        let id = Uuid::parse_str(sub).unwrap();
        let fall = self.faelle.borrow().get(&id).cloned().unwrap();
        let event = &claims["events"][format!("{EVENTS}accept-submission")];
        let right = claims["iss"] == json!(fall.destination)
            && claims["txn"] == json!(format!("case:{case}"))
            && fall.case == case
            && claims["$schema"].as_str().unwrap().contains("/1.2.2/")
            && event["authenticationTags"] == marken(&fall);
        if !right {
            return problem(422, "payload");
        }
        if fall.stand != "submitted" {
            return problem(409, "state");
        }
        let kept = self.beim_annehmen.borrow().as_ref().is_none_or(|ask| ask());
        assert!(kept, "accepted before it was kept at two places");
        let mut faelle = self.faelle.borrow_mut();
        let entry = faelle.get_mut(&id).unwrap();
        (entry.stand, entry.angenommen) = ("accepted", self.jetzt.get());
        self.protokolle.borrow_mut().entry(case).or_default().push(token);
        status(204)
    }

    fn schluessel(&self, name: &str) -> Response {
        let known = self.hinterlegt.borrow();
        match known.iter().find(|wer| kid(**wer) == name) {
            Some(wer) => json(200, jwk(*wer)),
            None => status(404),
        }
    }

    fn lager(&self, kind: &str) -> &RefCell<BTreeMap<Uuid, Fall>> {
        if kind == "replies" { &self.antworten } else { &self.faelle }
    }

    fn angelegt(&self, kind: &str, request: &Request) -> Response {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let uuid = |name: &str| body[name].as_str().and_then(|id| Uuid::parse_str(id).ok());
        let case = if kind == "replies" { uuid("caseId").unwrap() } else { self.id() };
        let service = match self.generation {
            Generation::V1 => "serviceType",
            Generation::V2 => "publicService",
        };
        if kind == "submissions" && body[service]["identifier"].as_str().is_none() {
            return problem(422, "service");
        }
        let announced = body["announcedAttachments"].as_array().unwrap();
        let angekuendigt = announced.iter().map(|id| id.as_str().unwrap().parse().unwrap());
        let fall = Fall {
            case,
            destination: uuid("destinationId").unwrap_or_default(),
            angekuendigt: angekuendigt.collect(),
            stand: "incomplete",
            eingereicht: self.jetzt.get(),
            ..Fall::default()
        };
        let id = self.id();
        let verb = if kind == "replies" { "create-reply" } else { "create-submission" };
        self.ereignis(&fall, id, verb, json!({}));
        self.lager(kind).borrow_mut().insert(id, fall);
        let name = if kind == "replies" { "replyId" } else { "submissionId" };
        json(201, json!({ name: id, "caseId": case }))
    }

    fn hochgeladen(&self, kind: &str, id: Uuid, anlage: Uuid, request: &Request) -> Response {
        let mut lager = self.lager(kind).borrow_mut();
        let Some(fall) = lager.get_mut(&id).filter(|fall| fall.stand == "incomplete") else {
            return status(404);
        };
        if !fall.angekuendigt.contains(&anlage) {
            return problem(422, "not-announced");
        }
        fall.anlagen.insert(anlage, String::from_utf8(request.body.clone()).unwrap());
        status(204)
    }

    fn abgeschickt(&self, kind: &str, id: Uuid, request: &Request) -> Response {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let fall = self.lager(kind).borrow().get(&id).cloned();
        let Some(mut fall) = fall.filter(|fall| fall.stand == "incomplete") else {
            return status(404);
        };
        let announced: BTreeSet<&Uuid> = fall.angekuendigt.iter().collect();
        if announced != fall.anlagen.keys().collect() {
            return problem(422, "missing-attachment");
        }
        fall.metadaten = body["encryptedMetadata"].as_str().unwrap().to_owned();
        fall.fachdaten = body["encryptedData"].as_str().unwrap().to_owned();
        fall.stand = "submitted";
        let verb = if kind == "replies" { "submit-reply" } else { "submit-submission" };
        self.ereignis(&fall, id, verb, json!({ "authenticationTags": marken(&fall) }));
        self.lager(kind).borrow_mut().insert(id, fall);
        status(200)
    }
}

impl Line for Peer {
    fn send(&self, request: &Request) -> Result<Response, LineError> {
        let name = format!("{:?} {}", request.method, request.url.trim_start_matches(URL));
        self.anfragen.borrow_mut().push(name.clone());
        let fault = {
            let mut faults = self.stoerungen.borrow_mut();
            let at = faults.iter().position(|(part, _)| name.contains(part));
            at.map(|at| faults.remove(at).1)
        };
        let lost = || LineError::Unreachable("planted".to_owned());
        match fault {
            Some(Leitung::FrageVerloren) => Err(lost()),
            Some(Leitung::Status(status)) => Ok(self::status(status)),
            Some(Leitung::Verfaelscht(status)) => {
                self.antworte(request);
                Ok(self::status(status))
            }
            Some(Leitung::AntwortVerloren) => {
                self.antworte(request);
                Err(lost())
            }
            None => {
                let answer = self.antworte(request);
                let max = request.answer_bytes_max;
                if answer.body.len() > max { Err(LineError::TooLarge { max }) } else { Ok(answer) }
            }
        }
    }
}

fn status(status: u16) -> Response {
    Response { status, headers: Vec::new(), body: Vec::new() }
}

fn json(status: u16, value: Value) -> Response {
    Response { status, headers: Vec::new(), body: value.to_string().into_bytes() }
}

fn problem(code: u16, name: &str) -> Response {
    let kind = format!("https://schema.fitko.de/fit-connect/submission-api/problems/{name}");
    json(code, json!({ "type": kind, "title": "no", "status": code }))
}

/// Returns the tags of a submission's parts.
pub(crate) fn marken(fall: &Fall) -> Value {
    let tag = |token: &String| token.split('.').nth(4).unwrap_or_default().to_owned();
    let anlagen: BTreeMap<String, String> =
        fall.anlagen.iter().map(|(id, token)| (id.to_string(), tag(token))).collect();
    json!({
        "metadata": tag(&fall.metadaten), "data": tag(&fall.fachdaten), "attachments": anlagen,
    })
}

/// Signs claims with PS512.
pub(crate) fn unterschreiben(claims: &Value, wer: Wer) -> String {
    let header = json!({ "typ": "secevent+jwt", "alg": "PS512", "kid": kid(wer) });
    let text =
        format!("{}.{}", b64(header.to_string().as_bytes()), b64(claims.to_string().as_bytes()));
    let mut signer = Signer::new(MessageDigest::sha512(), key(wer)).unwrap();
    signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
    signer.set_rsa_mgf1_md(MessageDigest::sha512()).unwrap();
    signer.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH).unwrap();
    let signature = signer.sign_oneshot_to_vec(text.as_bytes()).unwrap();
    format!("{text}.{}", b64(&signature))
}

fn geprueft(token: &str, wer: Wer) -> bool {
    let (text, signature) = token.rsplit_once('.').unwrap();
    let mut verifier = Verifier::new(MessageDigest::sha512(), key(wer)).unwrap();
    verifier.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
    verifier.set_rsa_mgf1_md(MessageDigest::sha512()).unwrap();
    verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH).unwrap();
    verifier.verify_oneshot(&unb64(signature), text.as_bytes()).unwrap_or(false)
}

/// Packs bytes as raw DEFLATE.
pub(crate) fn packen(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Encrypts bytes as they are, with a header of the caller's wish.
pub(crate) fn verschluesseln_mit(bytes: &[u8], wer: Wer, header: &Value) -> String {
    let rsa = key(wer).rsa().unwrap();
    let public =
        Rsa::from_public_components(rsa.n().to_owned().unwrap(), rsa.e().to_owned().unwrap());
    let public = PKey::from_rsa(public.unwrap()).unwrap();
    let mut wrapper = Encrypter::new(&public).unwrap();
    wrapper.set_rsa_padding(Padding::PKCS1_OAEP).unwrap();
    wrapper.set_rsa_oaep_md(MessageDigest::sha256()).unwrap();
    wrapper.set_rsa_mgf1_md(MessageDigest::sha256()).unwrap();
    let (mut cek, mut iv) = ([0; 32], [0; 12]);
    openssl::rand::rand_bytes(&mut cek).unwrap();
    openssl::rand::rand_bytes(&mut iv).unwrap();
    let mut wrapped = vec![0; wrapper.encrypt_len(&cek).unwrap()];
    let length = wrapper.encrypt(&cek, &mut wrapped).unwrap();
    wrapped.truncate(length);
    let aad = b64(header.to_string().as_bytes());
    let mut tag = [0; 16];
    let cipher = Cipher::aes_256_gcm();
    let closed = encrypt_aead(cipher, &cek, Some(&iv), aad.as_bytes(), bytes, &mut tag).unwrap();
    format!("{aad}.{}.{}.{}.{}", b64(&wrapped), b64(&iv), b64(&closed), b64(&tag))
}

/// Encrypts bytes as a sender does, packed.
pub(crate) fn verschluesseln(bytes: &[u8], wer: Wer, cty: &str) -> String {
    let header = json!({
        "alg": "RSA-OAEP-256", "enc": "A256GCM", "zip": "DEF", "cty": cty, "kid": kid(wer),
    });
    verschluesseln_mit(&packen(bytes), wer, &header)
}

/// Returns SHA-512 as hex.
pub(crate) fn sha512(bytes: &[u8]) -> String {
    hex::encode(Sha512::digest(bytes))
}

/// An application before it is sent; tests change what they want to be wrong.
pub(crate) struct Antrag {
    pub(crate) daten: Vec<u8>,
    pub(crate) anlagen: BTreeMap<Uuid, Vec<u8>>,
    pub(crate) metadaten: Value,
}

impl Antrag {
    pub(crate) fn neu() -> Self {
        let daten = json!({
            "$schema": "https://schema.example/hund.json",
            "Halter": { "Name": "Ängelhausen", "Hunde": ["Bello", "Waldi"] }, "Kampfhund": false,
        });
        let daten = daten.to_string().into_bytes();
        let anlagen = BTreeMap::from([
            (Uuid::from_u128(0xa1), b"%PDF-1.7 Antrag".to_vec()),
            (Uuid::from_u128(0xa2), b"\x89PNG Hund".to_vec()),
        ]);
        let described: Vec<Value> = anlagen
            .iter()
            .zip([
                ("form", "Antrag.pdf", "application/pdf"),
                ("attachment", "Hund.png", "image/png"),
            ])
            .map(|((id, bytes), (purpose, filename, mime))| {
                json!({
                    "attachmentId": id, "purpose": purpose, "filename": filename, "mimeType": mime,
                    "hash": { "type": "sha512", "content": sha512(bytes) },
                })
            })
            .collect();
        let metadaten = json!({
            "$schema": "https://schema.fitko.de/fit-connect/metadata/1.0.0/metadata.schema.json",
            "contentStructure": {
                "data": {
                    "hash": { "type": "sha512", "content": sha512(&daten) },
                    "submissionSchema": {
                        "schemaUri": "https://schema.example/hund.json",
                        "mimeType": "application/json",
                    },
                },
                "attachments": described,
            },
            "replyChannel": { "eMail": { "address": "post@fennwald.invalid" } },
        });
        Self { daten, anlagen, metadaten }
    }

    /// Encrypts every part for a key and returns what the service would hold.
    pub(crate) fn verschlossen(&self, peer: &Peer, wer: Wer) -> Fall {
        let close = |bytes: &[u8], cty: &str| verschluesseln(bytes, wer, cty);
        Fall {
            case: peer.id(),
            destination: peer.destination,
            angekuendigt: self.anlagen.keys().copied().collect(),
            metadaten: close(self.metadaten.to_string().as_bytes(), "application/json"),
            fachdaten: close(&self.daten, "application/json"),
            anlagen: self
                .anlagen
                .iter()
                .map(|(id, bytes)| (*id, close(bytes, "application/pdf")))
                .collect(),
            stand: "submitted",
            eingereicht: peer.jetzt.get(),
            angenommen: 0,
        }
    }

    /// Sends it and returns its id.
    pub(crate) fn senden(&self, peer: &Peer) -> Uuid {
        let id = peer.id();
        let fall = self.verschlossen(peer, peer.empfang.get());
        peer.eingereicht(id, fall);
        id
    }
}
