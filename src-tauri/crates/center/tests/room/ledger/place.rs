//! A fresh database with one authority, and workstations that send to it.
//!
//! Never shares a database between two tests.

use std::sync::atomic::{AtomicU64, Ordering};

use center::ledger::{Device, Enrolment};
use center::{Ledger, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, decide};
use domain::{Edit, Fields, Op, RecType, SCHEMA, Zeitpunkt};
use serde_json::{Value, json};
use uuid::Uuid;
use wire::{Mutation, PushAnswer, VerdictKind};

pub(crate) const TENANT: &str = "lindenhain";
const OWNER: &str = "forsthaus_owner";
const SERVICE: &str = "forsthaus_service";

static NUMBER: AtomicU64 = AtomicU64::new(1);

/// A number nobody else in this process has.
pub(crate) fn number() -> u64 {
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// An id nobody else in this process has, with all of its bytes in use.
pub(crate) fn id() -> Uuid {
    let mut bytes = [0; 16];
    hex::decode_to_slice(&wire::sha256_hex(&number().to_be_bytes())[..32], &mut bytes).unwrap();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

pub(crate) fn now() -> Zeitpunkt {
    Zeitpunkt::from_second(1_800_000_000).unwrap()
}

/// A database.
pub(crate) struct Place {
    ledger: Ledger,
    kind: Kind,
}

enum Kind {
    Sqlite(tempfile::TempDir),
    Postgres(Database),
}

/// A PostgreSQL database of our own, dropped at the end.
struct Database {
    server: String,
    name: String,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("zentrale.db")).unwrap();
        Self { ledger, kind: Kind::Sqlite(folder) }.furnished()
    }

    /// The server that the environment names; none if it names none.
    pub(crate) fn postgres() -> Option<Self> {
        let server = std::env::var("FORSTHAUS_PG").ok()?;
        let name = format!("test_{}_{}", std::process::id(), number());
        for role in [OWNER, SERVICE] {
            // Another test may be making the same role at this moment.
            let make = format!(
                "DO $$ BEGIN CREATE ROLE {role} LOGIN PASSWORD '{role}';
                 EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            );
            sql(&server, &make).unwrap();
        }
        sql(&server, &format!("CREATE DATABASE {name} OWNER {OWNER}")).unwrap();
        let database = Database { server, name };
        Ledger::migrate(&database.url(OWNER), &database.url(SERVICE)).unwrap();
        let ledger = Ledger::postgres(&database.url(SERVICE)).unwrap();
        Some(Self { ledger, kind: Kind::Postgres(database) }.furnished())
    }

    fn furnished(self) -> Self {
        self.add_tenant(TENANT);
        self
    }

    pub(crate) fn add_tenant(&self, tenant: &str) {
        let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR];
        assert!(self.ledger.add_tenant(tenant, "Gemeinde", false, &scopes, id()).unwrap());
        self.ledger.add_code(tenant, &code(tenant), 1000).unwrap();
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.kind, Kind::Postgres(_))
    }

    /// The same database, opened once more: another copy of the service.
    pub(crate) fn again(&self) -> Ledger {
        match &self.kind {
            Kind::Sqlite(folder) => Ledger::open(&folder.path().join("zentrale.db")).unwrap(),
            Kind::Postgres(database) => Ledger::postgres(&database.url(SERVICE)).unwrap(),
        }
    }

    /// Runs SQL behind the centre's back: as the service, as the owner, or as the superuser.
    pub(crate) fn sql_as(&self, who: &str, text: &str) -> Result<Vec<String>, String> {
        match &self.kind {
            Kind::Sqlite(folder) => {
                let conn = rusqlite::Connection::open(folder.path().join("zentrale.db")).unwrap();
                let result = conn.execute_batch(text);
                result.map(|()| Vec::new()).map_err(|error| error.to_string())
            }
            Kind::Postgres(database) => sql(&database.url(who), text),
        }
    }

    pub(crate) fn as_service(&self, text: &str) -> Result<Vec<String>, String> {
        self.sql_as(SERVICE, text)
    }

    /// Runs SQL as somebody who may do everything.
    pub(crate) fn tamper(&self, text: &str) {
        let done = match &self.kind {
            Kind::Sqlite(_) => self.sql_as("", text),
            Kind::Postgres(database) => {
                // Not even the triggers stop a superuser.
                let text = format!("SET session_replication_role = replica; {text}");
                sql(&database.as_superuser(), &text)
            }
        };
        done.unwrap();
    }

    /// Tells whether a text stands anywhere in the database: in the files of SQLite once its log is
    /// written back, in any row of any table of PostgreSQL.
    pub(crate) fn holds(&self, text: &str) -> bool {
        self.ledger.scrub().unwrap();
        match &self.kind {
            Kind::Sqlite(folder) => std::fs::read_dir(folder.path()).unwrap().any(|entry| {
                let bytes = std::fs::read(entry.unwrap().path()).unwrap();
                bytes.windows(text.len()).any(|window| window == text.as_bytes())
            }),
            Kind::Postgres(database) => {
                let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
                sql(&database.as_superuser(), tables).unwrap().iter().any(|table| {
                    let find = format!("SELECT 1 FROM {table} t WHERE t::text LIKE '%{text}%'");
                    !sql(&database.as_superuser(), &find).unwrap().is_empty()
                })
            }
        }
    }

    /// A copy of the database, made while others work, and opened in its place.
    pub(crate) fn restored(&self) -> Self {
        match &self.kind {
            Kind::Sqlite(_) => {
                let folder = tempfile::tempdir().unwrap();
                let file = folder.path().join("zentrale.db");
                self.ledger.backup(&file, now()).unwrap();
                Self { ledger: Ledger::open(&file).unwrap(), kind: Kind::Sqlite(folder) }
            }
            Kind::Postgres(database) => {
                self.ledger.begin_backup("sicherung", now()).unwrap();
                let copy = database.dumped_and_restored();
                let ledger = Ledger::postgres(&copy.url(SERVICE)).unwrap();
                Self { ledger, kind: Kind::Postgres(copy) }
            }
        }
    }

    /// The database's address for the server's administrator.
    pub(crate) fn as_superuser(&self) -> String {
        match &self.kind {
            Kind::Sqlite(_) => String::new(),
            Kind::Postgres(database) => database.as_superuser(),
        }
    }

    pub(crate) fn urls(&self) -> Option<(String, String)> {
        match &self.kind {
            Kind::Sqlite(_) => None,
            Kind::Postgres(database) => Some((database.url(OWNER), database.url(SERVICE))),
        }
    }

    /// Enrols a workstation of the usual authority.
    pub(crate) fn desk(&self) -> Desk {
        self.desk_of(TENANT)
    }

    pub(crate) fn desk_of(&self, tenant: &str) -> Desk {
        let (token, name) = (format!("token {}", number()), format!("K{}", number()));
        let new =
            Enrolment { code: &code(tenant), token: &token, arbeitsplatz: &name, uebung: None };
        let device = self.ledger.enrol(new, now()).unwrap();
        Desk { device, client: id(), n: 0 }
    }

    /// Fails with everything that does not add up.
    #[track_caller]
    pub(crate) fn sound(&self) {
        assert_eq!(self.ledger.verify().unwrap(), Vec::<String>::new());
    }
}

impl Database {
    fn as_superuser(&self) -> String {
        let (place, _) = self.server.rsplit_once('/').unwrap();
        format!("{place}/{}", self.name)
    }

    /// The way an administrator does it: `pg_dump`, and `pg_restore` into an empty database.
    fn dumped_and_restored(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sicherung");
        let run = |program: &str, args: &[&str]| {
            let debian = std::path::Path::new("/usr/lib/postgresql/15/bin").join(program);
            let program = if debian.exists() { debian } else { program.into() };
            let mut command = std::process::Command::new(program);
            let done = command.args(args).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        };
        let file = file.to_str().unwrap();
        run("pg_dump", &["--format=custom", "--file", file, &self.as_superuser()]);
        let name = format!("test_{}_{}", std::process::id(), number());
        sql(&self.server, &format!("CREATE DATABASE {name} OWNER {OWNER}")).unwrap();
        let copy = Self { server: self.server.clone(), name };
        run("pg_restore", &["--dbname", &copy.as_superuser(), file]);
        copy
    }

    fn url(&self, role: &str) -> String {
        // postgres://user@host:port/database, with the user and the database exchanged.
        let (_, place) = self.server.split_once('@').unwrap();
        let (place, _) = place.rsplit_once('/').unwrap();
        format!("postgres://{role}:{role}@{place}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        drop(sql(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)));
    }
}

/// Runs SQL and returns the first column of every row.
pub(crate) fn sql(url: &str, text: &str) -> Result<Vec<String>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) =
            tokio_postgres::connect(url, tokio_postgres::NoTls).await.map_err(told)?;
        tokio::spawn(connection);
        let rows = client.simple_query(text).await.map_err(told)?;
        Ok(rows
            .iter()
            .filter_map(|row| match row {
                tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                _ => None,
            })
            .collect())
    })
}

fn told(error: tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned())
}

fn code(tenant: &str) -> String {
    format!("CODE-{}", tenant.to_uppercase())
}

/// A workstation.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) device: Device,
    pub(crate) client: Uuid,
    pub(crate) n: u64,
}

impl Desk {
    /// The next mutation of this desk about a record of the registry.
    pub(crate) fn mutation(&mut self, rec_type: RecType, rec_id: Uuid, edit: Edit) -> Mutation {
        self.n += 1;
        Mutation {
            mid: id(),
            n: self.n,
            akteur: "Anna".to_owned(),
            aktion: "testen".to_owned(),
            claimed_at: now(),
            schema: SCHEMA,
            scope: SCOPE_REGISTRATUR.to_owned(),
            rec_type,
            rec_id,
            base_ver: 0,
            edit,
            requires: Vec::new(),
            group: None,
            konflikt: None,
            bemerkung: None,
        }
    }

    pub(crate) fn kontakt(&mut self, name: &str) -> Mutation {
        self.mutation(RecType::Kontakt, id(), Edit::create(kontakt(name)))
    }

    /// A change of a contact's town, made by somebody who saw `base`.
    pub(crate) fn ort(&mut self, rec_id: Uuid, base: Option<&str>, ort: &str) -> Mutation {
        let current: Fields =
            base.map(|ort| ("ort".to_owned(), Value::from(ort))).into_iter().collect();
        let set = Fields::from([("ort".to_owned(), ort.into())]);
        self.mutation(RecType::Kontakt, rec_id, Edit::set(Op::Set, &current, set))
    }

    pub(crate) fn akte(&mut self, plan: Uuid) -> Mutation {
        let fields = json!({ "betreff": "Hundesteuer", "aktenplaneinheit": plan,
            "aktenzeichen_vorlaeufig": "V-1", "status": "offen", "angelegt_um": now(),
            "angelegt_von": "Anna" });
        self.mutation(RecType::Akte, id(), Edit::create(fields_of(fields)))
    }

    pub(crate) fn vorgang(&mut self, akte: Uuid) -> Mutation {
        let fields = json!({ "betreff": "Waldi", "akte": akte,
            "aktenzeichen_vorlaeufig": "V-2", "status": "offen", "angelegt_um": now(),
            "angelegt_von": "Anna" });
        self.mutation(RecType::Vorgang, id(), Edit::create(fields_of(fields)))
    }

    /// An item of post that waits for its original.
    pub(crate) fn eingang(&mut self, sha256: &str) -> Mutation {
        let fields = json!({ "titel": "Brief", "eingegangen_um": now(), "sha256": sha256,
            "herkunft": { "quelle": "ordner", "dateiname": "a.pdf", "ordner": "/scans" },
            "groesse_bytes": 3, "merkmale": domain::Merkmale::default(), "status": "offen",
            "angelegt_um": now(), "angelegt_von": "Anna" });
        let edit = Edit::create(fields_of(fields));
        let mut mutation = self.mutation(RecType::Eingang, id(), edit);
        mutation.requires = vec![sha256.to_owned()];
        mutation
    }

    pub(crate) fn push(&self, ledger: &Ledger, mutations: &[Mutation]) -> PushAnswer {
        self.try_push(ledger, mutations).unwrap()
    }

    pub(crate) fn try_push(
        &self,
        ledger: &Ledger,
        mutations: &[Mutation],
    ) -> Result<PushAnswer, center::CenterError> {
        let receipt = decide::Receipt {
            arbeitsplatz: &self.device.arbeitsplatz,
            device: Some(&self.device.id),
            now: now(),
        };
        ledger.write(&self.device.tenant, |tx| decide::push(tx, self.client, mutations, receipt))
    }
}

pub(crate) fn fields_of(value: Value) -> Fields {
    serde_json::from_value(value).unwrap()
}

pub(crate) fn kontakt(name: &str) -> Fields {
    fields_of(json!({ "name": name, "angelegt_um": now(), "angelegt_von": "Anna" }))
}

/// The decisions of an answer.
pub(crate) fn kinds(answer: &PushAnswer) -> Vec<VerdictKind> {
    answer.verdicts.iter().map(|verdict| verdict.kind.clone()).collect()
}

/// The fields of a record as the centre has it.
pub(crate) fn record(ledger: &Ledger, rec_id: Uuid) -> Option<Fields> {
    ledger.read(TENANT, |tx| Ok(tx.record(rec_id)?.map(|record| record.fields.clone()))).unwrap()
}
