//! A centre in a folder, workstations, and the line between them.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http;
use center::ledger::{Device, Draft};
use center::seed::Uebung;
use center::{Center, Ledger, Originals, Surroundings};
use domain::{Akte, Edit, Fields, Op, RecType, Record};
use serde_json::json;
use store::{Act, DbError, Env, KeySource, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Store};
use sync::{Engine, Line, LineError, Round, RoundError};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;
use wire::{Method, Request, Response};

pub(crate) const TENANT: &str = "mandant";

/// A centre and everything around it.
pub(crate) struct Office {
    pub(crate) folder: TempDir,
    pub(crate) ledger: Arc<Ledger>,
    router: RefCell<Router>,
    runtime: tokio::runtime::Runtime,
    database: PathBuf,
    pub(crate) min_schema: Cell<u32>,
}

impl Office {
    /// Starts a centre with the practice municipality.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("zentrale.db");
        let ledger = furnished(&database);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let router = RefCell::new(Router::new());
        let office = Self { folder, ledger, router, runtime, database, min_schema: Cell::new(0) };
        office.start();
        office
    }

    /// Starts the centre anew from what it has.
    pub(crate) fn start(&self) {
        let originals = self.folder.path().join("originale");
        std::fs::create_dir_all(&originals).unwrap();
        let originals = Originals::folder(&originals).unwrap();
        let center = Center::new(Arc::clone(&self.ledger), originals, Surroundings::system())
            .with_min_schema(self.min_schema.get());
        let _inside = self.runtime.enter();
        *self.router.borrow_mut() = center::router(center);
    }

    /// Makes a backup.
    pub(crate) fn back_up(&self) -> PathBuf {
        let file = self.folder.path().join("sicherung.db");
        self.ledger.backup(&file, Surroundings::system().now()).unwrap();
        file
    }

    /// Runs from a backup from now on.
    pub(crate) fn restore(&mut self, backup: &Path) {
        let restored = self.folder.path().join("eingespielt.db");
        std::fs::copy(backup, &restored).unwrap();
        self.run_from(restored);
    }

    /// Replaces the centre by one that was set up anew.
    pub(crate) fn set_up_anew(&mut self) {
        let database = self.folder.path().join("neu.db");
        drop(furnished(&database));
        self.run_from(database);
    }

    fn run_from(&mut self, database: PathBuf) {
        self.ledger = Arc::new(Ledger::open(&database).unwrap());
        self.database = database;
        self.start();
    }

    /// Sets up a workstation.
    pub(crate) fn desk(&self, name: &str) -> Desk<'_> {
        let folder = self.folder.path().join(name);
        let store = Store::open(&folder, &KeySource::passphrase("test"), Env::system()).unwrap();
        store.write(|tx| tx.set_meta(store::meta::Meta::Arbeitsplatz, name)).unwrap();
        store.write(|tx| tx.set_meta(store::meta::Meta::Uebung, "1")).unwrap();
        let desk = Desk { office: self, store, hook: RefCell::new(None), log: RefCell::default() };
        desk.enrol();
        desk
    }

    /// Opens a workstation again as it was left.
    pub(crate) fn reopen(&self, name: &str) -> Desk<'_> {
        let folder = self.folder.path().join(name);
        let store = Store::open(&folder, &KeySource::passphrase("test"), Env::system()).unwrap();
        Desk { office: self, store, hook: RefCell::new(None), log: RefCell::default() }
    }

    /// Lets other people make this many Akten at the centre.
    pub(crate) fn others_make(&self, count: usize) -> Vec<Uuid> {
        let surroundings = Surroundings::system();
        let ids: Vec<Uuid> = (0..count).map(|_| surroundings.id()).collect();
        self.ledger
            .write(TENANT, |tx| {
                for id in &ids {
                    let fields = akte("Von anderen", Uuid::nil()).to_fields();
                    tx.append(SCOPE_REGISTRATUR, draft(*id, fields, &surroundings))?;
                }
                Ok(())
            })
            .unwrap();
        ids
    }

    /// Returns the only workstation of the centre.
    pub(crate) fn device(&self) -> Device {
        self.ledger.devices(TENANT).unwrap().pop().unwrap().device
    }

    fn deliver(&self, request: &Request, token: Option<&str>) -> Response {
        let method = match request.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Patch => http::Method::PATCH,
        };
        let mut builder = http::Request::builder().method(method).uri(&request.path);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(token) = token {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        let question = builder.body(Body::from(request.body.clone())).unwrap();
        let router = self.router.borrow().clone();
        self.runtime.block_on(async move {
            let answer = router.oneshot(question).await.unwrap();
            let status = answer.status().as_u16();
            let headers = answer.headers().iter().map(|(name, value)| {
                (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
            });
            let headers = headers.collect();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            Response { status, headers, body: body.to_vec() }
        })
    }
}

fn furnished(database: &Path) -> Arc<Ledger> {
    let ledger = Ledger::open(database).unwrap();
    let surroundings = Surroundings::system();
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR];
    ledger.add_tenant(TENANT, "Übung", true, &scopes, surroundings.id()).unwrap();
    ledger.add_code(TENANT, "PLATZ", 100).unwrap();
    let uebung = Uebung::shipped().unwrap();
    ledger.write(TENANT, |tx| center::seed::uebung(tx, &surroundings, &uebung)).unwrap();
    Arc::new(ledger)
}

/// Returns a row of the log that others caused.
pub(crate) fn draft(rec_id: Uuid, fields: Fields, surroundings: &Surroundings) -> Draft {
    let now = surroundings.now();
    Draft {
        rec_type: RecType::Akte,
        rec_id,
        fields,
        mid: surroundings.id(),
        akteur: "Bernd".to_owned(),
        arbeitsplatz: "K99".to_owned(),
        aktion: "akte_anlegen".to_owned(),
        claimed_at: now,
        at: now,
    }
}

fn akte(betreff: &str, einheit: Uuid) -> Akte {
    let (zeichen, um) = ("V-K01-1".to_owned(), Env::system().now());
    Akte::neu(betreff.to_owned(), einheit, zeichen, um, "Anna".to_owned())
}

type Hook = Box<dyn Fn(&Request) -> Option<Response>>;

/// A workstation.
pub(crate) struct Desk<'a> {
    pub(crate) office: &'a Office,
    pub(crate) store: Store,
    /// Answers in the centre's place, if it wants to.
    pub(crate) hook: RefCell<Option<Hook>>,
    /// Paths that were asked for.
    pub(crate) log: RefCell<Vec<String>>,
}

impl Line for Desk<'_> {
    fn send(&self, request: Request) -> Result<Response, LineError> {
        self.log.borrow_mut().push(request.path.clone());
        if let Some(answer) = self.hook.borrow().as_ref().and_then(|hook| hook(&request)) {
            return if answer.status == 0 { Err(LineError("cut".to_owned())) } else { Ok(answer) };
        }
        let token = self.store.read(|db| db.meta(store::meta::Meta::Token)).unwrap();
        Ok(self.office.deliver(&request, token.as_deref()))
    }
}

impl Desk<'_> {
    /// Enrols at whatever centre is there now.
    pub(crate) fn enrol(&self) {
        sync::enrol(&self.store, self, "PLATZ", "http://zentrale").unwrap();
    }

    /// Runs a round.
    pub(crate) fn round(&self) -> Result<Round, RoundError> {
        self.log.borrow_mut().clear();
        Engine::new(&self.store, self, &|| false).round()
    }

    /// Returns what the centre answers to a greeting from here.
    pub(crate) fn greeting(&self) -> wire::HelloAnswer {
        let client = self.store.read(|db| db.meta(store::meta::Meta::Client)).unwrap().unwrap();
        let hello = wire::Hello {
            client: Uuid::parse_str(&client).unwrap(),
            app: "test".to_owned(),
            schema: 1,
            cursors: Vec::new(),
            parked: Vec::new(),
        };
        let question = Request::post_json("/v1/hello", serde_json::to_vec(&hello).unwrap());
        serde_json::from_slice(&self.send(question).unwrap().body).unwrap()
    }

    /// Answers some requests in the centre's place.
    pub(crate) fn disturb(&self, hook: impl Fn(&Request) -> Option<Response> + 'static) {
        *self.hook.borrow_mut() = Some(Box::new(hook));
    }

    /// Lets the centre answer everything again.
    pub(crate) fn calm(&self) {
        *self.hook.borrow_mut() = None;
    }

    /// Makes an Akte.
    pub(crate) fn make(&self, betreff: &str) -> Uuid {
        self.make_in(self.einheit(), betreff)
    }

    /// Makes an Akte in a node of the plan.
    pub(crate) fn make_in(&self, einheit: Uuid, betreff: &str) -> Uuid {
        let id = self.store.env().id();
        let edit = Edit::create(akte(betreff, einheit).to_fields());
        self.edit("akte_anlegen", id, edit, None).unwrap();
        id
    }

    /// Returns a node of the plan that takes Akten, as far as the plan is here.
    pub(crate) fn einheit(&self) -> Uuid {
        let plan = self.store.read(|db| db.all(RecType::Aktenplaneinheit)).unwrap();
        let leaf =
            |id: &&Uuid| self.store.read(|db| db.aktenplan_unter(Some(**id))).unwrap().is_empty();
        plan.iter().find(leaf).copied().unwrap_or_default()
    }

    /// Gives an Akte another subject.
    pub(crate) fn rename(&self, id: Uuid, betreff: &str) {
        let seen = self.store.read(|db| db.seen(id)).unwrap().unwrap();
        let set = Fields::from([("betreff".to_owned(), json!(betreff))]);
        let edit = Edit::set(Op::Set, &seen.fields, set);
        self.edit("betreff_aendern", id, edit, None).unwrap();
    }

    /// Makes a change.
    pub(crate) fn edit(
        &self,
        aktion: &'static str,
        id: Uuid,
        edit: Edit,
        group: Option<Uuid>,
    ) -> Result<(), DbError> {
        let act = Act {
            akteur: "Anna".to_owned(),
            arbeitsplatz: "K01".to_owned(),
            aktion,
            bemerkung: None,
            group,
            konflikt: None,
        };
        self.store.write(|tx| tx.edit(&act, RecType::Akte, id, SCOPE_REGISTRATUR, edit, Vec::new()))
    }

    /// Returns the subject as it is seen here; none if the record is not here.
    pub(crate) fn betreff(&self, id: Uuid) -> Option<String> {
        let seen = self.store.read(|db| db.seen(id)).unwrap()?;
        Some(seen.fields["betreff"].as_str().unwrap().to_owned())
    }

    /// Returns what people are told has happened.
    pub(crate) fn incidents(&self) -> Vec<store::VorfallArt> {
        let listed = self.store.read(|db| db.incidents(100)).unwrap();
        listed.into_iter().map(|vorfall| vorfall.art).collect()
    }

    /// Asserts that both sides hold the same and nothing here is broken.
    pub(crate) fn at_rest(&self) {
        let round = self.round().unwrap();
        assert_eq!((round.pushed, round.pulled()), (0, 0), "{round:?}");
        let same = self.store.read(|db| db.meta(store::meta::Meta::NachweisGleich)).unwrap();
        assert_eq!(same.as_deref(), Some("1"));
        let befunde = self.store.verify().unwrap().befunde;
        let serious =
            |b: &&store::verify::Befund| !matches!(b, store::verify::Befund::ReferenceMissing(_));
        assert_eq!(befunde.iter().find(serious), None);
    }
}

/// Reads a question, packed or not.
pub(crate) fn question<T: serde::de::DeserializeOwned>(request: &Request) -> T {
    let packed = request.headers.iter().any(|(name, _)| *name == "content-encoding");
    let body = if packed {
        zstd::stream::decode_all(request.body.as_slice()).unwrap()
    } else {
        request.body.clone()
    };
    serde_json::from_slice(&body).unwrap()
}

/// Returns an answer with a status and nothing else.
pub(crate) fn status(status: u16) -> Response {
    Response { status, headers: Vec::new(), body: Vec::new() }
}
