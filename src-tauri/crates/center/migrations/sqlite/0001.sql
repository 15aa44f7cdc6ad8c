-- Authorities that share this centre; every other table carries the tenant.
CREATE TABLE tenant (
    tenant      TEXT    NOT NULL PRIMARY KEY,
    mandant     TEXT    NOT NULL,           -- name shown to people
    uebung      INTEGER NOT NULL,           -- 1: practice, no real data
    ledger      TEXT    NOT NULL,           -- identity of this ledger; survives backup and restore
    audit_no    INTEGER NOT NULL,           -- newest entry of the audit log
    audit_hash  BLOB    NOT NULL,           -- its chain value
    blob_bytes  INTEGER NOT NULL,           -- bytes of all originals
    max_records INTEGER NOT NULL,           -- quota; 0: none
    max_bytes   INTEGER NOT NULL            -- quota of originals; 0: none
) STRICT;

-- One-time codes with which a workstation enrols; only their hash is kept.
CREATE TABLE enrol_code (
    code_sha256 TEXT    NOT NULL PRIMARY KEY,
    tenant      TEXT    NOT NULL,
    uses_left   INTEGER NOT NULL
) STRICT;

-- Enrolled workstations; only the token's hash is kept.
CREATE TABLE device (
    token_sha256 TEXT NOT NULL PRIMARY KEY,
    tenant       TEXT NOT NULL,
    arbeitsplatz TEXT NOT NULL,
    enrolled_at  TEXT NOT NULL,
    revoked_at   TEXT
) STRICT;
-- Two workstations of one name could not be told apart in the log.
CREATE UNIQUE INDEX device_name ON device (tenant, arbeitsplatz) WHERE revoked_at IS NULL;

-- Scopes that a workstation may see, or may no longer.
CREATE TABLE access (
    tenant     TEXT NOT NULL,
    device     TEXT NOT NULL,
    scope      TEXT NOT NULL,
    revoked_at TEXT,
    purged_at  TEXT,                        -- the workstation says that nothing of it is left
    PRIMARY KEY (tenant, device, scope)
) STRICT, WITHOUT ROWID;

-- Identities under which mutations are numbered, each bound to the workstation that used it first.
CREATE TABLE client (
    tenant TEXT    NOT NULL,
    client TEXT    NOT NULL,
    device TEXT,
    last_n INTEGER NOT NULL,
    PRIMARY KEY (tenant, client)
) STRICT, WITHOUT ROWID;

-- Newest row of each scope's log, and what all of its records add up to.
CREATE TABLE scope_head (
    tenant      TEXT    NOT NULL,
    scope       TEXT    NOT NULL,
    reihenfolge INTEGER NOT NULL,           -- order in which to fetch
    seq         INTEGER NOT NULL,
    chain       BLOB    NOT NULL,
    digest      BLOB    NOT NULL,
    records     INTEGER NOT NULL,
    floor       INTEGER NOT NULL,           -- rows up to this one are no longer in the log
    floor_chain BLOB    NOT NULL,           -- chain value after it
    moved       INTEGER NOT NULL,           -- grows with every change of any scope
    PRIMARY KEY (tenant, scope)
) STRICT, WITHOUT ROWID;

-- The log: gap-free numbers in commit order, chained.
CREATE TABLE change_log (
    tenant       TEXT    NOT NULL,
    scope        TEXT    NOT NULL,
    seq          INTEGER NOT NULL,
    rec_type     TEXT    NOT NULL,
    rec_id       TEXT    NOT NULL,
    ver          INTEGER NOT NULL,
    body         TEXT,                      -- absent once destroyed
    body_sha256  BLOB    NOT NULL,
    mid          TEXT    NOT NULL,
    akteur       TEXT    NOT NULL,
    arbeitsplatz TEXT    NOT NULL,
    aktion       TEXT    NOT NULL,
    claimed_at   TEXT    NOT NULL,
    at           TEXT    NOT NULL,
    chain        BLOB    NOT NULL,
    PRIMARY KEY (tenant, scope, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    tenant       TEXT    NOT NULL,
    rec_id       TEXT    NOT NULL,
    rec_type     TEXT    NOT NULL,
    scope        TEXT    NOT NULL,
    ver          INTEGER NOT NULL,
    body         TEXT    NOT NULL,
    body_sha256  BLOB    NOT NULL,
    bytes_sha256 TEXT,                      -- of an Eingang: the hash of its original
    parent       TEXT,                      -- the record it lives in or is about
    PRIMARY KEY (tenant, rec_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_scope ON record (tenant, scope, rec_id);
CREATE INDEX record_parent ON record (tenant, parent) WHERE parent IS NOT NULL;
CREATE INDEX record_bytes ON record (tenant, scope, bytes_sha256)
    WHERE bytes_sha256 IS NOT NULL;

-- Every mutation ever received, with its verdict; never deleted.
CREATE TABLE mutation (
    no       INTEGER NOT NULL PRIMARY KEY,  -- order of receipt
    tenant   TEXT    NOT NULL,
    mid      TEXT    NOT NULL,
    creates  TEXT,                          -- the record it brings into being
    rec_id   TEXT,                          -- the record it is about, while its request is kept
    arbeitsplatz TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    request  TEXT,                          -- wire::Mutation as JSON; absent if it took full effect:
                                            -- then log and audit say the same
    verdict  TEXT    NOT NULL,              -- wire::VerdictKind as JSON
    parked   INTEGER NOT NULL,
    UNIQUE (tenant, mid)
) STRICT;
CREATE INDEX mutation_parked ON mutation (tenant, creates) WHERE parked;

-- What parked mutations wait for.
CREATE TABLE waits (
    tenant TEXT NOT NULL,
    name   TEXT NOT NULL,                   -- SHA-256 of an original, or a schema
    mid    TEXT NOT NULL,
    PRIMARY KEY (tenant, name, mid)
) STRICT, WITHOUT ROWID;

-- Numbers under which clients sent mutations; one mutation may have several.
CREATE TABLE client_n (
    tenant TEXT    NOT NULL,
    client TEXT    NOT NULL,
    n      INTEGER NOT NULL,
    mid    TEXT    NOT NULL,
    PRIMARY KEY (tenant, client, n)
) STRICT, WITHOUT ROWID;

-- Originals that are complete, verified and durable.
CREATE TABLE blob (
    tenant    TEXT    NOT NULL,
    scope     TEXT    NOT NULL,
    sha256    TEXT    NOT NULL,
    size      INTEGER NOT NULL,
    stored_at TEXT    NOT NULL,
    PRIMARY KEY (tenant, scope, sha256)
) STRICT, WITHOUT ROWID;

-- Pieces of originals on their way.
CREATE TABLE upload (
    tenant   TEXT    NOT NULL,
    scope    TEXT    NOT NULL,
    sha256   TEXT    NOT NULL,
    size     INTEGER NOT NULL,
    received INTEGER NOT NULL,              -- bytes so far
    touched_at TEXT  NOT NULL,
    PRIMARY KEY (tenant, scope, sha256)
) STRICT, WITHOUT ROWID;

-- Next number of each series of references.
CREATE TABLE nummernkreis (
    tenant TEXT    NOT NULL,
    kreis  TEXT    NOT NULL,
    next   INTEGER NOT NULL,
    PRIMARY KEY (tenant, kreis)
) STRICT, WITHOUT ROWID;

-- Audit: who changed which field from what to what, chained. What an entry quotes stands apart
-- with a salt, chained by its hash.
CREATE TABLE audit (
    tenant TEXT    NOT NULL,
    no     INTEGER NOT NULL,
    rec_id TEXT,
    entry  TEXT    NOT NULL,                -- domain::Protokolleintrag as JSON, quoting nothing
    zitat  TEXT,                            -- domain::protokoll::Zitat as JSON
    salz   BLOB,
    zitat_sha256 BLOB,
    hash   BLOB    NOT NULL,
    PRIMARY KEY (tenant, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_rec ON audit (tenant, rec_id, no) WHERE rec_id IS NOT NULL;
-- A quotation goes when its record was destroyed, and by nothing else.
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
WHEN NOT (NEW.zitat IS NULL AND NEW.salz IS NULL AND NEW.tenant = OLD.tenant AND NEW.no = OLD.no
    AND NEW.rec_id IS OLD.rec_id AND NEW.entry = OLD.entry
    AND NEW.zitat_sha256 IS OLD.zitat_sha256 AND NEW.hash = OLD.hash
    AND EXISTS (SELECT 1 FROM record WHERE tenant = OLD.tenant AND rec_id = OLD.rec_id
        AND body LIKE '{"vernichtet":"%' AND length(body) = 53))
BEGIN SELECT RAISE(ABORT, 'audit only grows'); END;
CREATE TRIGGER audit_grows BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit only grows'); END;

-- Whole states of a scope that lie in the object store.
CREATE TABLE snapshot (
    tenant  TEXT    NOT NULL,
    scope   TEXT    NOT NULL,
    seq     INTEGER NOT NULL,
    head    TEXT    NOT NULL,               -- wire::Head as JSON
    sha256  TEXT    NOT NULL,
    size    INTEGER NOT NULL,
    PRIMARY KEY (tenant, scope, seq)
) STRICT, WITHOUT ROWID;

-- Objects whose records were destroyed: they go after the commit, tried again until they are gone.
CREATE TABLE loeschen (
    tenant TEXT    NOT NULL,
    art    TEXT    NOT NULL,                -- original, abzug
    scope  TEXT    NOT NULL,
    name   TEXT    NOT NULL,                -- SHA-256 of an original; number and hash of a snapshot
    raus   INTEGER NOT NULL,                -- 1: nothing living names it, and nobody may note it
    weg_um TEXT,                            -- when its object was removed
    PRIMARY KEY (tenant, art, scope, name)
) STRICT, WITHOUT ROWID;

-- What the centre signed.
CREATE TABLE seal (
    tenant TEXT    NOT NULL,
    no     INTEGER NOT NULL,
    seal   TEXT    NOT NULL,                -- wire::Seal as JSON
    PRIMARY KEY (tenant, no)
) STRICT, WITHOUT ROWID;

-- Record versions that a workstation knew and this centre did not, for a person to look at.
CREATE TABLE salvage (
    tenant      TEXT    NOT NULL,
    rec_id      TEXT    NOT NULL,
    ver         INTEGER NOT NULL,
    body_sha256 BLOB    NOT NULL,
    scope       TEXT    NOT NULL,
    rec_type    TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    client      TEXT    NOT NULL,
    received_at TEXT    NOT NULL,
    PRIMARY KEY (tenant, rec_id, ver, body_sha256)
) STRICT, WITHOUT ROWID;

-- Backups from which this centre could still be restored, and how far each client was then.
CREATE TABLE backup (
    backup  TEXT NOT NULL PRIMARY KEY,
    made_at TEXT NOT NULL
) STRICT;
CREATE TABLE backup_client (
    backup TEXT    NOT NULL,
    tenant TEXT    NOT NULL,
    client TEXT    NOT NULL,
    last_n INTEGER NOT NULL,
    PRIMARY KEY (backup, tenant, client)
) STRICT, WITHOUT ROWID;
