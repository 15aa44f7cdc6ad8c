//! Opening the data folder, transactions, and telling who listens what a transaction touched.
//!
//! Never lets a connection out: everything happens inside [`Store::read`] or [`Store::write`].

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::RecType;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use zeroize::Zeroizing;

use crate::blob::{BlobFolder, BlobReader, BlobWriter, ScopeKey, StoredBlob};
use crate::clock::{CommitFate, Env};
use crate::error::{BlobError, DbError, OpenError};
use crate::key::{self, KeySource, MasterKey};
use crate::mirror::{Frame, Mirror};
use crate::rescue::{self, DATABASE};
use crate::sicht::Sicht;

/// Pages that the writing connection keeps. What does not fit is encrypted and written in the
/// middle of a transaction, and read and decrypted again.
const WRITER_CACHE_KIB: u32 = 12 * 1024;

const MIGRATIONS: [&str; 1] = [include_str!("../migrations/0001.sql")];
/// Locked while a program works in the folder; empty after it has ended in order.
pub(crate) const LOCK: &str = "in-benutzung";
/// Version of a database that this program has built.
pub(crate) const VERSION: u32 = 1;
const _: () = assert!(MIGRATIONS.len() == VERSION as usize);

/// Something a transaction changed, as coarse as a screen needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Records of a kind.
    Rec(RecType),
    /// State of the reconciliation.
    Abgleich,
    /// A change was made here that the centre does not know yet.
    Journal,
    /// Sources and folders.
    Uebernahme,
    /// Reading pictures of pages.
    Erkennung,
    /// Scanners and the stacks on their table.
    Scan,
}

/// What a transaction changed.
pub type Touched = BTreeSet<Kind>;

type Listener = Arc<dyn Fn(&Touched) + Send + Sync>;

/// An open data folder.
pub struct Store {
    folder: PathBuf,
    env: Env,
    blobs: BlobFolder,
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    listeners: Mutex<Vec<Listener>>,
    mirror: Mirror,
    lock: File,
}

impl Drop for Store {
    fn drop(&mut self) {
        // An empty lock file tells the next opening that this one ended in order.
        let _ = self.lock.set_len(0);
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a data folder, making it if it is not there.
    ///
    /// One program at a time: a second one gets [`OpenError::InUse`].
    pub fn open(folder: &Path, key: &KeySource, env: Env) -> Result<Self, OpenError> {
        let io = |source| OpenError::Io { path: folder.to_owned(), source };
        crate::blob::create_folder(folder).map_err(io)?;
        refuse_network_share(folder)?;
        let lock = lock(folder)?;
        let master = key::open(folder, key)?;
        let orderly = lock.metadata().map_err(io)?.len() == 0;
        std::io::Write::write_all(&mut &lock, b"offen").map_err(io)?;
        let path = folder.join(DATABASE);
        let damaged = is_damaged(&path, &master, orderly)?;
        let aside = rescue::set_aside(folder, damaged, &env.now().to_string())?;
        let mut writer = connect(&path, &master)?;
        migrate(&mut writer)?;
        writer
            .execute_batch(&format!("PRAGMA cache_size = -{WRITER_CACHE_KIB}"))
            .map_err(DbError::from)?;
        let reader = connect(&path, &master)?;
        reader.execute_batch("PRAGMA query_only = ON").map_err(DbError::from)?;
        let blobs = BlobFolder::open(folder.join("originale")).map_err(DbError::from)?;
        let store = Self {
            folder: folder.to_owned(),
            env,
            blobs,
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            listeners: Mutex::default(),
            mirror: Mirror::new(folder, &master),
            lock,
        };
        match aside {
            Some(aside) => rescue::bring_over(&store, &master, &aside)?,
            None => store.restore_cut_off()?,
        }
        store.sweep_pieces()?;
        store.sweep_destroyed()?;
        let frames = store.read(|db| db.frames())?;
        store.mirror.rewrite(&frames).map_err(io)?;
        Ok(store)
    }

    /// Puts changes back that the database has lost, as after a log that was cut off: its second
    /// copy has them, and neither journal nor audit log knows them.
    fn restore_cut_off(&self) -> Result<(), DbError> {
        let frames = self.mirror.read();
        let lost = self.read(|db| db.unknown_changes(frames))?;
        if lost.is_empty() { Ok(()) } else { self.write(|tx| tx.take_lost(lost)) }
    }

    /// Returns the data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns clock and ids.
    pub fn env(&self) -> &Env {
        &self.env
    }

    /// Names someone to be told after every transaction that changed something.
    pub fn listen(&self, listener: impl Fn(&Touched) + Send + Sync + 'static) {
        guard(&self.listeners).push(Arc::new(listener));
    }

    /// Tells the listener about something that changed outside the database.
    pub fn notify(&self, kind: Kind) {
        self.tell(&Touched::from([kind]));
    }

    /// Runs reads on one consistent state of the database.
    pub fn read<T, E: From<DbError>>(
        &self,
        f: impl FnOnce(&Db<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.read_seeing(Sicht::Alles, f)
    }

    /// Runs reads with no more in sight than somebody may see.
    pub fn read_seeing<T, E: From<DbError>>(
        &self,
        sicht: Sicht,
        f: impl FnOnce(&Db<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = guard(&self.reader);
        let tx = conn.transaction().map_err(DbError::from)?;
        f(&Db::new(&tx, &self.blobs, sicht)?)
    }

    /// Runs one transaction; an error takes all of it back.
    pub fn write<T, E: From<DbError>>(
        &self,
        f: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_seeing(Sicht::Alles, f)
    }

    /// Runs one transaction with no more in sight than somebody may see.
    pub fn write_seeing<T, E: From<DbError>>(
        &self,
        sicht: Sicht,
        f: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let (result, touched) = {
            let mut conn = guard(&self.writer);
            let sql = conn
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(DbError::from)?;
            let tx = Tx::apart(Db::new(&sql, &self.blobs, sicht)?, &self.env);
            let result = f(&tx)?;
            tx.note_act(!tx.touched.borrow().is_empty())?;
            tx.close_protokoll()?;
            let touched = tx.touched.into_inner();
            let twice = tx.twice.into_inner();
            let fate = self.env.fate();
            if fate == CommitFate::LostBefore {
                return Err(DbError::PowerCut.into());
            }
            sql.commit().map_err(DbError::from)?;
            if fate == CommitFate::LostAfter {
                return Err(DbError::PowerCut.into());
            }
            if !twice.is_empty() {
                self.mirror.append(&twice);
            }
            (result, touched)
        };
        if !touched.is_empty() {
            self.tell(&touched);
        }
        Ok(result)
    }

    /// Writes the second copy anew. The caller holds the writer's lock.
    pub(crate) fn rewrite_mirror(&self, frames: &[Frame]) -> Result<(), DbError> {
        self.mirror.rewrite(frames).map_err(|e| BlobError::io(&self.folder, e).into())
    }

    /// Writes the database's log back and empties it; false while somebody reads an older state.
    pub(crate) fn empty_log(&self) -> Result<bool, DbError> {
        let conn = guard(&self.writer);
        let busy: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }

    /// Looks at database and second copy while nobody writes.
    pub(crate) fn undisturbed<T>(
        &self,
        f: impl FnOnce(&Db<'_>, &Mirror) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let _writer = guard(&self.writer);
        self.read(|db| f(db, &self.mirror))
    }

    /// Starts an original in a scope.
    pub fn blob_writer(&self, scope: &str) -> Result<BlobWriter, DbError> {
        let key = self.write(|tx| tx.scope_key_or_new(scope))?;
        Ok(self.blobs.writer(scope, key)?)
    }

    /// Opens an original; any scope that holds it will do.
    pub fn blob_reader(&self, sha256: &str) -> Result<BlobReader, DbError> {
        self.read(|db| db.blob_reader(sha256))
    }

    /// Opens an original that is durable but not yet named by a row.
    pub fn unnamed_blob_reader(&self, blob: &StoredBlob) -> Result<BlobReader, DbError> {
        let key = self.read(|db| db.scope_key(&blob.scope))?;
        let key = key.ok_or(DbError::Blob(BlobError::Missing))?;
        Ok(self.blobs.reader(&blob.scope, &blob.sha256, &key)?)
    }

    pub(crate) const fn blob_folder(&self) -> &BlobFolder {
        &self.blobs
    }

    fn tell(&self, touched: &Touched) {
        let listeners = guard(&self.listeners).clone();
        for listener in listeners {
            listener(touched);
        }
    }
}

/// Reads from one consistent state.
pub struct Db<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) blobs: &'a BlobFolder,
    /// The one scope in sight besides the master data; none means all of them.
    pub(crate) sicht: Option<String>,
}

impl Db<'_> {
    pub(crate) fn scope_key(&self, scope: &str) -> Result<Option<ScopeKey>, DbError> {
        let key: Option<Vec<u8>> = self
            .conn
            .prepare_cached("SELECT key FROM scope_key WHERE scope = ?1")?
            .query_row([scope], |row| row.get(0))
            .optional()?;
        let bytes = key.map(|key| <[u8; 32]>::try_from(key.as_slice()));
        match bytes {
            None => Ok(None),
            Some(Ok(bytes)) => Ok(Some(Zeroizing::new(bytes))),
            Some(Err(_)) => Err(DbError::Unreadable("scope_key".to_owned())),
        }
    }

    /// Opens an original; any scope that holds it will do.
    pub fn blob_reader(&self, sha256: &str) -> Result<BlobReader, DbError> {
        if !self.blob_in_sight(sha256)? {
            return Err(DbError::Blob(BlobError::Missing));
        }
        let scopes = self.blob_scopes(sha256)?;
        for scope in scopes {
            if let Some(key) = self.scope_key(&scope)? {
                return Ok(self.blobs.reader(&scope, sha256, &key)?);
            }
        }
        Err(DbError::Blob(BlobError::Missing))
    }
}

/// One write transaction.
pub struct Tx<'a> {
    db: Db<'a>,
    pub(crate) env: &'a Env,
    touched: RefCell<Touched>,
    /// Newest row of the audit log, once this transaction has appended one.
    pub(crate) protokoll_kopf: Cell<Option<(u64, [u8; 32])>>,
    /// What goes into the second copy once the transaction is durable.
    twice: RefCell<Vec<Frame>>,
}

impl<'a> Deref for Tx<'a> {
    type Target = Db<'a>;

    fn deref(&self) -> &Db<'a> {
        &self.db
    }
}

impl<'a> Tx<'a> {
    /// Writes over a connection of its own: nobody is told, nothing is kept twice.
    pub(crate) fn apart(db: Db<'a>, env: &'a Env) -> Self {
        Self {
            db,
            env,
            touched: RefCell::default(),
            protokoll_kopf: Cell::default(),
            twice: RefCell::default(),
        }
    }
}

impl Tx<'_> {
    /// Returns clock and ids.
    pub fn env(&self) -> &Env {
        self.env
    }

    /// Has something kept in the second copy, too.
    pub(crate) fn keep_twice(&self, frame: Frame) {
        self.twice.borrow_mut().push(frame);
    }

    pub(crate) fn touch(&self, kind: Kind) {
        self.touched.borrow_mut().insert(kind);
    }

    pub(crate) fn scope_key_or_new(&self, scope: &str) -> Result<ScopeKey, DbError> {
        if let Some(key) = self.scope_key(scope)? {
            return Ok(key);
        }
        let key: [u8; 32] =
            key::random().map_err(|error| DbError::Unreadable(error.to_string()))?;
        self.conn.execute(
            "INSERT INTO scope_key (scope, key) VALUES (?1, ?2)",
            params![scope, key.as_slice()],
        )?;
        self.keep_twice(Frame::Schluessel(scope.to_owned(), hex::encode(key)));
        Ok(Zeroizing::new(key))
    }
}

fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic in another thread rolled its transaction back; the connection itself is sound.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let path = folder.join(LOCK);
    let io = |source| OpenError::Io { path: path.clone(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::InUse),
        Err(std::fs::TryLockError::Error(source)) => Err(io(source)),
    }
}

fn connect(path: &Path, master: &MasterKey) -> Result<Connection, DbError> {
    let conn = Connection::open(path)?;
    conn.pragma_update(None, "key", master.database_key().as_str())?;
    crate::summe::register(&conn)?;
    conn.busy_timeout(std::time::Duration::from_secs(10))?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA recursive_triggers = ON; -- so that INSERT OR REPLACE counts what it removes
         PRAGMA temp_store = MEMORY;",
    )?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(conn)
}

/// Databases up to this size are checked at every opening; larger ones after a sudden end only.
const CHECKED_BYTES: u64 = 64 * 1024 * 1024;

/// Looks whether a database can be read.
fn is_damaged(path: &Path, master: &MasterKey, orderly: bool) -> Result<bool, DbError> {
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size == 0 || orderly && size > CHECKED_BYTES {
        return Ok(false);
    }
    match connect(path, master).and_then(|conn| quick_check(&conn)) {
        Ok(sound) => Ok(!sound),
        Err(DbError::Damaged(_)) => Ok(true),
        Err(error) => Err(error),
    }
}

fn quick_check(conn: &Connection) -> Result<bool, DbError> {
    let mut query = conn.prepare("PRAGMA quick_check(20)")?;
    let said: Vec<String> =
        query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(said == ["ok"])
}

fn migrate(conn: &mut Connection) -> Result<(), OpenError> {
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found: u32 =
        conn.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(DbError::from)?;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    for (version, sql) in (1_u32..).zip(MIGRATIONS) {
        if version > found {
            migrate_to(conn, version, sql).map_err(DbError::from)?;
        }
    }
    Ok(())
}

/// Returns an empty database in memory, built as the real one is.
pub(crate) fn scratch() -> rusqlite::Result<Connection> {
    let mut conn = Connection::open_in_memory()?;
    crate::summe::register(&conn)?;
    for (version, sql) in (1_u32..).zip(MIGRATIONS) {
        migrate_to(&mut conn, version, sql)?;
    }
    Ok(conn)
}

fn migrate_to(conn: &mut Connection, version: u32, sql: &str) -> rusqlite::Result<()> {
    let tx = conn.transaction()?;
    tx.execute_batch(sql)?;
    crate::summe::keep(&tx)?;
    tx.pragma_update(None, "user_version", version)?;
    tx.commit()
}

/// SQLite's locks do not hold on network file systems (decision D7).
fn refuse_network_share(folder: &Path) -> Result<(), OpenError> {
    #[cfg(target_os = "linux")]
    {
        // linux/magic.h: NFS, SMB, CIFS, SMB2, 9P, AFS, CODA.
        const NETWORK: [(i64, &str); 7] = [
            (0x6969, "nfs"),
            (0x517B, "smb"),
            (0xFF53_4D42, "cifs"),
            (0xFE53_4D42, "smb2"),
            (0x0102_1997, "9p"),
            (0x5346_414F, "afs"),
            (0x7375_7245, "coda"),
        ];
        let stat = rustix::fs::statfs(folder)
            .map_err(|e| OpenError::Io { path: folder.to_owned(), source: e.into() })?;
        #[expect(clippy::useless_conversion, reason = "the field's type differs by platform")]
        let kind = i64::from(stat.f_type);
        if let Some((_, name)) = NETWORK.iter().find(|(magic, _)| *magic == kind) {
            return Err(OpenError::NetworkShare((*name).to_owned()));
        }
    }
    #[cfg(windows)]
    if folder.to_string_lossy().starts_with(r"\\") {
        return Err(OpenError::NetworkShare("UNC".to_owned()));
    }
    Ok(())
}
