-- One value per name: identity, settings and counters of this data folder.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Where this workstation stands in each scope's log.
CREATE TABLE scope (
    scope       TEXT    NOT NULL PRIMARY KEY,
    reihenfolge INTEGER NOT NULL,           -- order in which to fetch
    seq         INTEGER NOT NULL DEFAULT 0, -- last row applied
    chain       TEXT    NOT NULL,           -- chain value after it, hex
    geholt      INTEGER NOT NULL DEFAULT 0  -- 1 once a first pull was complete
) STRICT;

-- Key of each scope's originals. Dropping a row destroys them all.
CREATE TABLE scope_key (
    scope TEXT NOT NULL PRIMARY KEY,
    key   BLOB NOT NULL
) STRICT;

-- Additive digest of what the centre said (wire::digest).
CREATE TABLE digest_bucket (
    scope  TEXT    NOT NULL,
    bucket INTEGER NOT NULL,
    sum    BLOB    NOT NULL,
    PRIMARY KEY (scope, bucket)
) STRICT, WITHOUT ROWID;

-- What the centre said, byte for byte.
CREATE TABLE base_record (
    rec_id      TEXT    NOT NULL PRIMARY KEY,
    rec_type    TEXT    NOT NULL,
    scope       TEXT    NOT NULL,
    ver         INTEGER NOT NULL,
    body        TEXT    NOT NULL,
    body_sha256 TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What people here see: the centre's word with the pending changes laid over it.
CREATE TABLE record (
    rec_id     TEXT    NOT NULL PRIMARY KEY,
    rec_type   TEXT    NOT NULL,
    scope      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    ausstehend INTEGER NOT NULL             -- 1 while a change of it is not in the centre's log
) STRICT, WITHOUT ROWID;

-- Every change made here, until it is safe at the centre.
CREATE TABLE journal (
    n        INTEGER NOT NULL PRIMARY KEY,  -- running number at this workstation
    mid      TEXT    NOT NULL UNIQUE,
    scope    TEXT    NOT NULL,
    rec_type TEXT    NOT NULL,
    rec_id   TEXT    NOT NULL,
    mutation TEXT    NOT NULL,              -- wire::Mutation as JSON
    state    TEXT    NOT NULL,              -- offen, geparkt, angenommen, abgelehnt
    verdict  TEXT,                          -- wire::VerdictKind as JSON
    seq      INTEGER,                       -- row of the centre's log
    gesehen  INTEGER NOT NULL DEFAULT 0     -- 1 once a person has acknowledged a refusal
) STRICT;
CREATE INDEX journal_rec ON journal (rec_id, n);
CREATE INDEX journal_state ON journal (state, n);

-- Lists: one narrow table per kind, rebuilt from record whenever that changes.
CREATE TABLE aktenplaneinheit (
    rec_id        TEXT NOT NULL PRIMARY KEY,
    uebergeordnet TEXT,
    kennzeichen   TEXT NOT NULL,
    bezeichnung   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX aktenplaneinheit_ueber ON aktenplaneinheit (uebergeordnet, kennzeichen);

CREATE TABLE akte (
    rec_id           TEXT NOT NULL PRIMARY KEY,
    aktenplaneinheit TEXT NOT NULL,
    aktenzeichen     TEXT NOT NULL,         -- final if there is one, else provisional
    vergleichsform   TEXT NOT NULL,
    betreff          TEXT NOT NULL,
    status           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX akte_plan ON akte (aktenplaneinheit, aktenzeichen);
CREATE INDEX akte_zeichen ON akte (vergleichsform);

CREATE TABLE vorgang (
    rec_id         TEXT NOT NULL PRIMARY KEY,
    akte           TEXT NOT NULL,
    aktenzeichen   TEXT NOT NULL,
    vergleichsform TEXT NOT NULL,
    betreff        TEXT NOT NULL,
    status         TEXT NOT NULL,
    benutzt_um     INTEGER NOT NULL DEFAULT 0 -- last filed into here, epoch milliseconds
) STRICT, WITHOUT ROWID;
CREATE INDEX vorgang_akte ON vorgang (akte, aktenzeichen);
CREATE INDEX vorgang_zeichen ON vorgang (vergleichsform);
CREATE INDEX vorgang_benutzt ON vorgang (benutzt_um DESC);

CREATE TABLE dokument (
    rec_id  TEXT NOT NULL PRIMARY KEY,
    vorgang TEXT NOT NULL,
    sha256  TEXT NOT NULL,                  -- newest version
    status  TEXT NOT NULL,
    um      INTEGER NOT NULL                -- created, epoch milliseconds
) STRICT, WITHOUT ROWID;
CREATE INDEX dokument_vorgang ON dokument (vorgang, um);
CREATE INDEX dokument_sha ON dokument (sha256);

CREATE TABLE eingang (
    rec_id TEXT    NOT NULL PRIMARY KEY,
    status TEXT    NOT NULL,
    sha256 TEXT    NOT NULL,
    um     INTEGER NOT NULL,                -- receipt, epoch milliseconds
    stapel TEXT,                            -- the stack it was cut out of
    papier TEXT                             -- where its paper stands, once it has a transfer note
) STRICT, WITHOUT ROWID;
CREATE INDEX eingang_papier ON eingang (papier, um DESC) WHERE papier IS NOT NULL;
CREATE INDEX eingang_stapel ON eingang (stapel) WHERE stapel IS NOT NULL;
CREATE INDEX eingang_liste ON eingang (status, um DESC, rec_id);
CREATE INDEX eingang_um ON eingang (um DESC, rec_id);
CREATE INDEX eingang_sha ON eingang (sha256);

CREATE TABLE konflikt (
    rec_id TEXT NOT NULL PRIMARY KEY,
    ziel   TEXT NOT NULL,
    status TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX konflikt_ziel ON konflikt (status, ziel);

-- Originals by scope. The file is durable before its row says 'da'.
CREATE TABLE blob (
    scope       TEXT    NOT NULL,
    sha256      TEXT    NOT NULL,
    groesse     INTEGER NOT NULL,
    state       TEXT    NOT NULL,           -- da, fehlt
    gesendet    INTEGER NOT NULL,           -- 1 once the centre has it, verified
    ausgewertet INTEGER NOT NULL DEFAULT 0, -- 1 once text and first-page picture were derived
    PRIMARY KEY (scope, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_senden ON blob (gesendet, state);
CREATE INDEX blob_auswerten ON blob (ausgewertet, state);

-- Pieces of a large original on its way here; each is an encrypted file of its own.
CREATE TABLE teil (
    sha256      TEXT    NOT NULL,           -- of the original
    ab          INTEGER NOT NULL,           -- offset in bytes
    teil_sha256 TEXT    NOT NULL,
    PRIMARY KEY (sha256, ab)
) STRICT, WITHOUT ROWID;

-- Derived from an original, can be derived again.
CREATE TABLE vorschau (
    sha256 TEXT NOT NULL PRIMARY KEY,
    png    BLOB NOT NULL
) STRICT;
CREATE TABLE blobtext (
    sha256 TEXT NOT NULL PRIMARY KEY,
    text   TEXT NOT NULL,
    stand  TEXT NOT NULL                    -- hash of the text, to leave the index when unchanged
) STRICT;

-- Words of a page with their places, where they were read from its picture.
CREATE TABLE seitentext (
    sha256 TEXT    NOT NULL,
    seite  INTEGER NOT NULL,                -- from 0
    daten  TEXT    NOT NULL,                -- domain::textebene::Seitentext as JSON
    PRIMARY KEY (sha256, seite)
) STRICT, WITHOUT ROWID;

-- Originals with pages that have no text of their own, and how far reading their pictures is.
CREATE TABLE erkennung (
    sha256     TEXT    NOT NULL PRIMARY KEY,
    stand      TEXT    NOT NULL,            -- wartet, laeuft, fertig, abgebrochen, gescheitert
    kopie      INTEGER NOT NULL,            -- 1: a searchable copy is wanted
    seiten     INTEGER NOT NULL DEFAULT 0,
    erledigt   INTEGER NOT NULL DEFAULT 0,
    meldung    TEXT,                        -- what a clerk reads about a failure
    versuche   INTEGER NOT NULL DEFAULT 0,
    fruehstens INTEGER NOT NULL DEFAULT 0,  -- not tried again before, epoch milliseconds
    rang       INTEGER NOT NULL DEFAULT 0,  -- higher first: somebody is looking at it
    um         INTEGER NOT NULL             -- asked for, epoch milliseconds
) STRICT;
CREATE INDEX erkennung_naechste ON erkennung (stand, rang DESC, um);

-- Copies made from an original; each is a file beside the originals, and can be made again.
CREATE TABLE fassung (
    sha256    TEXT NOT NULL PRIMARY KEY,    -- of the original
    kopie     TEXT NOT NULL,                -- SHA-256 of the copy
    schritte  TEXT NOT NULL                 -- what was done to its pages, JSON
) STRICT;

-- Passwords a person gave for protected documents. This file is encrypted as a whole.
CREATE TABLE kennwort (
    sha256   TEXT NOT NULL PRIMARY KEY,
    kennwort TEXT NOT NULL
) STRICT;

-- Originals that are parts of a record, and invoices by their comparable key.
CREATE TABLE anlage (
    rec_id   TEXT NOT NULL,
    rec_type TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    PRIMARY KEY (rec_id, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX anlage_sha ON anlage (sha256);
CREATE TABLE rechnung (
    rec_id     TEXT NOT NULL PRIMARY KEY,
    schluessel TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX rechnung_schluessel ON rechnung (schluessel);

-- Full text: search form of title, names and text. Rows in volltext point to records.
CREATE TABLE volltext (
    id       INTEGER NOT NULL PRIMARY KEY,
    rec_id   TEXT    NOT NULL UNIQUE,
    rec_type TEXT    NOT NULL,
    titel    TEXT    NOT NULL,              -- as shown
    sha256   TEXT,                          -- whose text was indexed
    stand    TEXT    NOT NULL               -- hash of what was indexed, to leave it when unchanged
) STRICT;
CREATE VIRTUAL TABLE volltext_index USING fts5 (
    titel, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);

-- Sources that were taken in: what still has to be released.
CREATE TABLE quelle (
    pfad        TEXT    NOT NULL PRIMARY KEY,
    kennung     TEXT    NOT NULL,           -- device, inode, size and time of what was read
    sha256      TEXT    NOT NULL,
    eingang     TEXT    NOT NULL,
    freigeben   INTEGER NOT NULL,           -- 1: the source is ours to remove; 0: a copy was taken
    freigegeben INTEGER NOT NULL DEFAULT 0,
    um          INTEGER NOT NULL
) STRICT;

-- Sources that could not be taken in or released; retried by themselves.
CREATE TABLE problem (
    pfad             TEXT    NOT NULL PRIMARY KEY,
    meldung          TEXT    NOT NULL,
    seit             INTEGER NOT NULL,
    versuche         INTEGER NOT NULL,
    inhalt_gesichert INTEGER NOT NULL
) STRICT;

-- Folders that are watched.
CREATE TABLE ordner (
    pfad     TEXT NOT NULL PRIMARY KEY,
    besitzer TEXT NOT NULL,                 -- who answers for it, as shown
    regel    TEXT NOT NULL,                 -- loeschen, verschieben, behalten
    ziel     TEXT                           -- where sources are moved to
) STRICT;

-- Audit: one row per act and field, chained by hash. Only grows.
CREATE TABLE protokoll (
    no      INTEGER NOT NULL PRIMARY KEY,
    rec_id  TEXT,
    eintrag TEXT    NOT NULL,               -- domain::Protokolleintrag as JSON
    hash    BLOB    NOT NULL                -- SHA-256 of previous hash, no and eintrag
) STRICT;
CREATE INDEX protokoll_rec ON protokoll (rec_id, no);
CREATE TRIGGER protokoll_bleibt BEFORE UPDATE ON protokoll
BEGIN SELECT RAISE(ABORT, 'protokoll only grows'); END;
CREATE TRIGGER protokoll_waechst BEFORE DELETE ON protokoll
BEGIN SELECT RAISE(ABORT, 'protokoll only grows'); END;
