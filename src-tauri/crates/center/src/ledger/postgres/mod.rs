//! The PostgreSQL database of a state: a pool of connections, each transaction in a few round
//! trips, any number of copies of the service side by side.
//!
//! Never logs in as somebody whom row level security does not bind.

mod load;
mod migrate;
mod pool;
mod store;

use futures_executor::block_on;
use futures_util::FutureExt;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use super::backend::{Arg, Backend, Cell, Loaded, Row, Wanted, Written};
use crate::error::CenterError;
use pool::{Conn, Pool};

/// Connections that one copy of the service holds at most.
const CONNECTIONS: usize = 16;

pub(super) struct Postgres {
    pool: Pool,
}

impl Postgres {
    /// Connects as the service and makes sure that the database is ready and holds it in bounds.
    pub(super) fn open(url: &str) -> Result<Self, CenterError> {
        let pool = Pool::new(url, CONNECTIONS)?;
        let postgres = Self { pool };
        migrate::check(&postgres)?;
        Ok(postgres)
    }

    /// Asks one question that belongs to no tenant, without a transaction around it.
    pub(super) fn ask(&self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>, CenterError> {
        let mut backend = PostgresBackend::new(self.pool.take()?, "", Mode::Read);
        backend.state = State::Ended;
        backend.rows(sql, args)
    }

    /// Brings the tables up to date as their owner, and lets the service use them.
    pub(super) fn migrate(owner: &str, service: &str) -> Result<(), CenterError> {
        migrate::run(owner, service)
    }

    pub(super) fn write<T>(
        &self,
        tenant: &str,
        f: impl FnOnce(&mut dyn Backend) -> Result<T, CenterError>,
    ) -> Result<T, CenterError> {
        f(&mut PostgresBackend::new(self.pool.take()?, tenant, Mode::Write))
    }

    pub(super) fn read<T>(
        &self,
        tenant: &str,
        f: impl FnOnce(&mut dyn Backend) -> Result<T, CenterError>,
    ) -> Result<T, CenterError> {
        f(&mut PostgresBackend::new(self.pool.take()?, tenant, Mode::Read))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Holds the tenant's row until the end: numbers and audit are handed out in commit order.
    Write,
    /// One snapshot, waiting for nobody.
    Read,
}

impl Mode {
    const fn begin(self) -> &'static str {
        match self {
            // Each statement sees what was committed before it, thus after the wait for the lock.
            Self::Write => "BEGIN ISOLATION LEVEL READ COMMITTED",
            Self::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// The tenant's own row.
    const fn base(self) -> &'static str {
        match self {
            Self::Write => {
                "SELECT ledger, audit_no, audit_hash, blob_bytes, max_records, max_bytes
                 FROM tenant WHERE tenant = $1 FOR UPDATE"
            }
            Self::Read => {
                "SELECT ledger, audit_no, audit_hash, blob_bytes, max_records, max_bytes
                 FROM tenant WHERE tenant = $1"
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was asked yet, and the database knows nothing of the transaction.
    Idle,
    Open,
    Ended,
}

/// One transaction; the database hears of it with its first question.
struct PostgresBackend<'a> {
    conn: Conn<'a>,
    tenant: &'a str,
    mode: Mode,
    state: State,
    based: bool,
}

/// Values for the placeholders of a statement.
type Args<'x> = Vec<Box<dyn ToSql + Sync + 'x>>;

/// Statements that go out together and are answered together.
#[derive(Default)]
struct Steps<'x>(Vec<Step<'x>>);

struct Step<'x> {
    sql: &'static str,
    args: Args<'x>,
}

impl<'x> Steps<'x> {
    /// Adds a statement; returns the place of its answer.
    fn add(&mut self, sql: &'static str, args: Args<'x>) -> usize {
        self.0.push(Step { sql, args });
        self.0.len() - 1
    }
}

/// The answers to [`Steps`], each to be taken once.
struct Answers(Vec<Vec<tokio_postgres::Row>>);

impl Answers {
    fn take(&mut self, place: usize) -> Vec<tokio_postgres::Row> {
        self.0.get_mut(place).map(std::mem::take).unwrap_or_default()
    }
}

impl<'a> PostgresBackend<'a> {
    fn new(conn: Conn<'a>, tenant: &'a str, mode: Mode) -> Self {
        Self { conn, tenant, mode, state: State::Idle, based: false }
    }

    /// Puts the beginning of the transaction before the first statements, and with it the tenant's
    /// own row, which a writing transaction holds from then on.
    fn begin<'x>(&mut self, steps: &mut Steps<'x>) -> Option<usize>
    where
        'a: 'x,
    {
        if self.state != State::Idle {
            return None;
        }
        self.state = State::Open;
        steps.add(self.mode.begin(), Vec::new());
        let tenant = Box::new(self.tenant);
        steps.add("SELECT set_config('forsthaus.tenant', $1, true)", vec![tenant]);
        Some(steps.add(self.mode.base(), vec![Box::new(self.tenant)]))
    }

    /// Sends statements in one go and waits for all answers.
    fn send(&mut self, steps: &Steps<'_>) -> Result<Answers, CenterError> {
        let mut sending = Vec::new();
        self.conn.prepare(steps.0.iter().map(|step| step.sql))?;
        for step in &steps.0 {
            let statement = self.conn.statement(step.sql)?;
            let args: Vec<&(dyn ToSql + Sync)> =
                step.args.iter().map(|arg| &**arg as &(dyn ToSql + Sync)).collect();
            let client = self.conn.client()?;
            sending.push(async move { client.query(statement, &args).await });
        }
        // Each is sent when it is first polled, and that happens in this order.
        let all = futures_util::future::try_join_all(sending);
        Ok(Answers(block_on(all)?))
    }
}

impl Drop for PostgresBackend<'_> {
    fn drop(&mut self) {
        if self.state != State::Open {
            return;
        }
        // A reading transaction ends without anybody waiting for it. One that has written and was
        // not committed is taken back before its connection is used again, or goes with it.
        let Ok(client) = self.conn.client() else { return };
        let back = client.batch_execute("ROLLBACK");
        if self.mode == Mode::Read {
            _ = back.now_or_never();
        } else if block_on(back).is_err() {
            self.conn.discard();
        }
    }
}

impl Backend for PostgresBackend<'_> {
    fn load(&mut self, wanted: &Wanted) -> Result<Loaded, CenterError> {
        load::load(self, wanted)
    }

    fn store(&mut self, written: &Written) -> Result<(), CenterError> {
        let mut steps = Steps::default();
        self.begin(&mut steps);
        store::add(self.tenant, written, &mut steps)?;
        self.send(&steps).map(drop)
    }

    fn commit(&mut self, written: &Written) -> Result<(), CenterError> {
        let mut steps = Steps::default();
        if self.state == State::Idle && written.is_empty() {
            self.state = State::Ended;
            return Ok(());
        }
        self.begin(&mut steps);
        store::add(self.tenant, written, &mut steps)?;
        // If one of the statements fails, this one takes all back, and the error is reported.
        steps.add("COMMIT", Vec::new());
        let sent = self.send(&steps);
        if sent.is_ok() {
            self.state = State::Ended;
        }
        sent.map(drop)
    }

    fn rows(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>, CenterError> {
        let mut steps = Steps::default();
        self.begin(&mut steps);
        let place = steps.add(sql, args.iter().map(|arg| Box::new(*arg) as Box<_>).collect());
        self.send(&steps)?.take(place).iter().map(row).collect()
    }

    fn run(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, CenterError> {
        let mut steps = Steps::default();
        self.begin(&mut steps);
        if !steps.0.is_empty() {
            self.send(&steps)?;
        }
        self.conn.prepare([sql].into_iter())?;
        let statement = self.conn.statement(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> =
            args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect();
        Ok(block_on(self.conn.client()?.execute(statement, &args))?)
    }
}

/// Reads a row of which only the query knows the columns.
fn row(row: &tokio_postgres::Row) -> Result<Row, CenterError> {
    let cell = |(index, column): (usize, &tokio_postgres::Column)| {
        let cell = match *column.type_() {
            Type::BOOL => row.try_get::<_, Option<bool>>(index)?.map(|is| Cell::Int(is.into())),
            Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(|n| Cell::Int(n.into())),
            Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Cell::Int),
            Type::TEXT => row.try_get::<_, Option<String>>(index)?.map(Cell::Text),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Cell::Bytes),
            Type::UUID => row.try_get::<_, Option<Uuid>>(index)?.map(Cell::Id),
            _ => return Err(CenterError::Internal("column of an unknown type")),
        };
        Ok(cell.unwrap_or(Cell::Null))
    };
    Ok(Row::new(row.columns().iter().enumerate().map(cell).collect::<Result<_, CenterError>>()?))
}

impl ToSql for Arg<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<tokio_postgres::types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Bool(value) => value.to_sql_checked(kind, out),
            Self::Int(value) => value.to_sql_checked(kind, out),
            Self::Text(value) => value.to_sql_checked(kind, out),
            Self::Bytes(value) => value.to_sql_checked(kind, out),
            Self::Id(value) => value.to_sql_checked(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        // The value knows better than its type does, and checks when it is sent.
        true
    }

    tokio_postgres::types::to_sql_checked!();
}
