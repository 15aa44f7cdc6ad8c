-- Authorities that share this centre; every other table carries the tenant.
CREATE TABLE tenant (
    tenant  TEXT    NOT NULL PRIMARY KEY,
    mandant TEXT    NOT NULL,               -- name shown to people
    uebung  INTEGER NOT NULL                -- 1: practice, no real data
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

-- Identities under which mutations are numbered.
CREATE TABLE client (
    tenant TEXT    NOT NULL,
    client TEXT    NOT NULL,
    last_n INTEGER NOT NULL,
    PRIMARY KEY (tenant, client)
) STRICT, WITHOUT ROWID;

-- Newest row of each scope's log.
CREATE TABLE scope_head (
    tenant      TEXT    NOT NULL,
    scope       TEXT    NOT NULL,
    reihenfolge INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    chain       BLOB    NOT NULL,
    PRIMARY KEY (tenant, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest_bucket (
    tenant TEXT    NOT NULL,
    scope  TEXT    NOT NULL,
    bucket INTEGER NOT NULL,
    sum    BLOB    NOT NULL,
    PRIMARY KEY (tenant, scope, bucket)
) STRICT, WITHOUT ROWID;

-- The log: gap-free numbers in commit order, chained.
CREATE TABLE change_log (
    tenant TEXT    NOT NULL,
    scope  TEXT    NOT NULL,
    seq    INTEGER NOT NULL,
    change TEXT    NOT NULL,                -- wire::Change as JSON
    PRIMARY KEY (tenant, scope, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    tenant      TEXT    NOT NULL,
    rec_id      TEXT    NOT NULL,
    rec_type    TEXT    NOT NULL,
    scope       TEXT    NOT NULL,
    ver         INTEGER NOT NULL,
    body        TEXT    NOT NULL,
    body_sha256 TEXT    NOT NULL,
    PRIMARY KEY (tenant, rec_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_eingang ON record (tenant, scope, json_extract(body, '$.sha256'))
    WHERE rec_type = 'eingang';

-- Every mutation ever received, with its verdict; never deleted.
CREATE TABLE mutation (
    no       INTEGER NOT NULL PRIMARY KEY,  -- order of receipt
    tenant   TEXT    NOT NULL,
    mid      TEXT    NOT NULL,
    arbeitsplatz TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    request  TEXT    NOT NULL,              -- wire::Mutation as JSON
    verdict  TEXT    NOT NULL,              -- wire::VerdictKind as JSON
    parked   INTEGER NOT NULL,
    UNIQUE (tenant, mid)
) STRICT;
CREATE INDEX mutation_parked ON mutation (tenant, no) WHERE parked = 1;

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
    PRIMARY KEY (tenant, scope, sha256)
) STRICT, WITHOUT ROWID;

-- Next number of each series of references.
CREATE TABLE nummernkreis (
    tenant TEXT    NOT NULL,
    kreis  TEXT    NOT NULL,
    next   INTEGER NOT NULL,
    PRIMARY KEY (tenant, kreis)
) STRICT, WITHOUT ROWID;

-- Audit: who changed which field from what to what, chained.
CREATE TABLE audit (
    tenant TEXT    NOT NULL,
    no     INTEGER NOT NULL,
    entry  TEXT    NOT NULL,                -- domain::Protokolleintrag as JSON
    base   TEXT,                            -- what the author had seen
    hash   BLOB    NOT NULL,
    PRIMARY KEY (tenant, no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit only grows'); END;
CREATE TRIGGER audit_grows BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit only grows'); END;

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
