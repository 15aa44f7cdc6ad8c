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
    digest      BLOB    NOT NULL,           -- sum over what the centre said (wire::StateDigest)
    geholt      INTEGER NOT NULL DEFAULT 0, -- 1 once a first pull was complete
    abzug       TEXT,                       -- a snapshot is needed: neu, alt, gegabelt
    stand       INTEGER NOT NULL DEFAULT 0, -- number of the newest snapshot taken in
    freigabe    INTEGER NOT NULL DEFAULT 0  -- 1: a person lets the next removal pass the brake
) STRICT;

-- Scopes that were withdrawn: what is left of them goes, and the centre is told.
CREATE TABLE entzug (
    scope      TEXT    NOT NULL PRIMARY KEY,
    um         INTEGER NOT NULL,            -- epoch milliseconds
    entfernt   INTEGER NOT NULL DEFAULT 0,  -- 1 once the rows are gone
    bestaetigt INTEGER NOT NULL DEFAULT 0   -- 1 once the centre knows
) STRICT;

-- A snapshot on its way here; its pieces stand in teil under its hash.
CREATE TABLE abzug (
    scope   TEXT    NOT NULL PRIMARY KEY,
    sha256  TEXT    NOT NULL,
    groesse INTEGER NOT NULL
) STRICT;

-- Key of each scope's originals. Dropping a row destroys them all.
CREATE TABLE scope_key (
    scope TEXT NOT NULL PRIMARY KEY,
    key   BLOB NOT NULL
) STRICT;

-- What the centre said, byte for byte.
CREATE TABLE base_record (
    rec_id      TEXT    NOT NULL PRIMARY KEY,
    rec_type    TEXT    NOT NULL,
    scope       TEXT    NOT NULL,
    ver         INTEGER NOT NULL,
    body        TEXT    NOT NULL,
    body_sha256 TEXT    NOT NULL,
    stand       INTEGER NOT NULL DEFAULT 0  -- number of the snapshot that last held it
) STRICT;

-- What people here see: the centre's word with the pending changes laid over it.
CREATE TABLE record (
    rec_id     TEXT    NOT NULL PRIMARY KEY,
    rec_type   TEXT    NOT NULL,
    scope      TEXT    NOT NULL,
    body       TEXT,                        -- absent: as the centre said it
    ausstehend INTEGER NOT NULL             -- 1 while a change of it is not in the centre's log
) STRICT, WITHOUT ROWID;
CREATE INDEX record_art ON record (rec_type, rec_id);

-- Every change made here, until it is safe at the centre.
CREATE TABLE journal (
    reihe      INTEGER NOT NULL PRIMARY KEY, -- order in which they were made
    n          INTEGER UNIQUE,              -- running number at the centre; absent: has none now
    mid        TEXT    NOT NULL UNIQUE,
    scope      TEXT    NOT NULL,
    rec_type   TEXT    NOT NULL,
    rec_id     TEXT    NOT NULL,
    mutation   TEXT    NOT NULL,            -- wire::Mutation as JSON
    state      TEXT    NOT NULL,            -- offen, geparkt, zurueckgestellt, angenommen, abgelehnt
    verdict    TEXT,                        -- wire::VerdictKind as JSON
    seq        INTEGER,                     -- row of the centre's log
    gesehen    INTEGER NOT NULL DEFAULT 0,  -- 1 once a person has acknowledged a refusal
    grund      TEXT,                        -- why it was put back
    versuche   INTEGER NOT NULL DEFAULT 0,  -- times it was put back
    fruehstens INTEGER NOT NULL DEFAULT 0   -- not offered again before, epoch milliseconds
) STRICT;
CREATE INDEX journal_rec ON journal (rec_id, reihe);
CREATE INDEX journal_state ON journal (state, reihe);

-- Records that a centre has lost, or that were replaced here: kept for people to look at.
CREATE TABLE salvage (
    scope       TEXT    NOT NULL,
    rec_id      TEXT    NOT NULL,
    ver         INTEGER NOT NULL,
    body_sha256 TEXT    NOT NULL,
    rec_type    TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    grund       TEXT    NOT NULL,           -- fehlt, zurueckgesetzt, berichtigt
    um          INTEGER NOT NULL,           -- epoch milliseconds
    gesendet    INTEGER NOT NULL DEFAULT 0, -- 1 once the centre has it
    PRIMARY KEY (scope, rec_id, ver, body_sha256)
) STRICT;
CREATE INDEX salvage_senden ON salvage (gesendet, scope);

-- What was stopped because it would have removed or cancelled too much at once.
CREATE TABLE bremse (
    scope    TEXT    NOT NULL,
    richtung TEXT    NOT NULL,              -- empfangen, senden
    anlass   TEXT    NOT NULL,              -- hash of the snapshot, or what else was stopped
    betroffen INTEGER NOT NULL,             -- records in all
    von      INTEGER NOT NULL,              -- of so many here
    um       INTEGER NOT NULL,              -- epoch milliseconds
    vorschau TEXT    NOT NULL,              -- some of them, JSON
    PRIMARY KEY (scope, richtung)
) STRICT;

-- Own changes that met others of the same record without a difference, to be taken back if wrong.
CREATE TABLE gemischt (
    nr       INTEGER NOT NULL PRIMARY KEY,
    mid      TEXT    NOT NULL UNIQUE,
    scope    TEXT    NOT NULL,
    mutation TEXT    NOT NULL               -- wire::Mutation as JSON
) STRICT;

-- What happened out of the ordinary and was dealt with.
CREATE TABLE vorfall (
    id         TEXT    NOT NULL PRIMARY KEY,
    um         INTEGER NOT NULL,            -- epoch milliseconds
    art        TEXT    NOT NULL,
    parameter  TEXT    NOT NULL,            -- for the sentence, JSON
    gesehen    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX vorfall_liste ON vorfall (gesehen, um DESC);

-- Records in the order in which they changed what they are found by; the search index reads on from
-- the place it has reached. What is gone stays, by its id alone.
CREATE TABLE suchfolge (
    nr     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    rec_id TEXT    NOT NULL UNIQUE
) STRICT;

-- Lists: one narrow table per kind, rebuilt from record whenever that changes.
CREATE TABLE aktenplaneinheit (
    rec_id        TEXT NOT NULL PRIMARY KEY,
    uebergeordnet TEXT,
    kennzeichen   TEXT NOT NULL,
    bezeichnung   TEXT NOT NULL,
    mandant       TEXT                      -- whose plan it is; absent: everybody's
) STRICT, WITHOUT ROWID;
CREATE INDEX aktenplaneinheit_ueber ON aktenplaneinheit (uebergeordnet, kennzeichen);

CREATE TABLE akte (
    rec_id           TEXT NOT NULL PRIMARY KEY,
    scope            TEXT NOT NULL,
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
    scope          TEXT NOT NULL,
    akte           TEXT NOT NULL,
    teilakte       TEXT,
    aktenzeichen   TEXT NOT NULL,
    vergleichsform TEXT NOT NULL,
    betreff        TEXT NOT NULL,
    bearbeiter     TEXT NOT NULL DEFAULT '', -- in small letters
    status         TEXT NOT NULL,
    benutzt_um     INTEGER NOT NULL DEFAULT 0 -- last filed into here, epoch milliseconds
) STRICT, WITHOUT ROWID;
CREATE INDEX vorgang_akte ON vorgang (akte, aktenzeichen);
CREATE INDEX vorgang_teilakte ON vorgang (teilakte) WHERE teilakte IS NOT NULL;
CREATE INDEX vorgang_zeichen ON vorgang (vergleichsform);
CREATE INDEX vorgang_benutzt ON vorgang (benutzt_um DESC);

CREATE TABLE dokument (
    rec_id  TEXT NOT NULL PRIMARY KEY,
    scope   TEXT NOT NULL,
    vorgang TEXT NOT NULL,
    sha256  TEXT NOT NULL,                  -- newest version
    status  TEXT NOT NULL,
    um      INTEGER NOT NULL,               -- created, epoch milliseconds
    eingang TEXT,                           -- the item of post it came from
    selbst  INTEGER,                        -- filed without a person: 1 until one has looked, then 0
    absender TEXT                           -- the contact it came from
) STRICT, WITHOUT ROWID;
CREATE INDEX dokument_absender ON dokument (absender) WHERE absender IS NOT NULL;
CREATE INDEX dokument_eingang ON dokument (eingang) WHERE eingang IS NOT NULL;
CREATE INDEX dokument_selbst ON dokument (scope, um DESC) WHERE selbst IS NOT NULL;
CREATE INDEX dokument_vorgang ON dokument (vorgang, um);
CREATE INDEX dokument_sha ON dokument (sha256);

CREATE TABLE eingang (
    rec_id TEXT    NOT NULL PRIMARY KEY,
    scope  TEXT    NOT NULL,
    status TEXT    NOT NULL,
    sha256 TEXT    NOT NULL,
    um     INTEGER NOT NULL,                -- receipt, epoch milliseconds
    stapel TEXT,                            -- the stack it was cut out of
    papier TEXT                             -- where its paper stands, once it has a transfer note
) STRICT, WITHOUT ROWID;
CREATE INDEX eingang_papier ON eingang (papier, um DESC) WHERE papier IS NOT NULL;
CREATE INDEX eingang_stapel ON eingang (stapel) WHERE stapel IS NOT NULL;
CREATE INDEX eingang_liste ON eingang (scope, status, um DESC, rec_id);
CREATE INDEX eingang_um ON eingang (scope, um DESC, rec_id);
CREATE INDEX eingang_offen ON eingang (status, sha256);
CREATE INDEX eingang_sha ON eingang (sha256);

CREATE TABLE teilakte (
    rec_id TEXT    NOT NULL PRIMARY KEY,
    scope  TEXT    NOT NULL,
    akte   TEXT    NOT NULL,
    nummer INTEGER                          -- absent until the centre has given one
) STRICT, WITHOUT ROWID;
CREATE INDEX teilakte_akte ON teilakte (akte, nummer);

CREATE TABLE verfuegung (
    rec_id   TEXT    NOT NULL PRIMARY KEY,
    scope    TEXT    NOT NULL,
    vorgang  TEXT    NOT NULL,
    dokument TEXT,
    nummer   INTEGER NOT NULL,
    schritt  INTEGER NOT NULL,
    art      TEXT    NOT NULL,
    adressat TEXT    NOT NULL,              -- in small letters; empty: whoever works on the case
    von      TEXT    NOT NULL,              -- who set it, in small letters
    termin   TEXT,                          -- day, 2026-11-21
    status   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX verfuegung_vorgang ON verfuegung (vorgang, nummer);
CREATE INDEX verfuegung_offen ON verfuegung (art, adressat, termin) WHERE status = 'offen';
CREATE INDEX verfuegung_von ON verfuegung (von, art) WHERE dokument IS NOT NULL;

CREATE TABLE kontakt (
    rec_id   TEXT NOT NULL PRIMARY KEY,
    scope    TEXT NOT NULL,
    name     TEXT NOT NULL,                 -- search form, to sort by
    suchform TEXT NOT NULL                  -- search form of everything a person is found by
) STRICT, WITHOUT ROWID;
CREATE INDEX kontakt_name ON kontakt (scope, name, rec_id);

CREATE TABLE konflikt (
    rec_id TEXT NOT NULL PRIMARY KEY,
    scope  TEXT NOT NULL,
    ziel   TEXT NOT NULL,
    status TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX konflikt_ziel ON konflikt (status, ziel);

-- Originals by scope. The file is durable before its row says 'da'.
CREATE TABLE blob (
    scope       TEXT    NOT NULL,
    sha256      TEXT    NOT NULL,
    groesse     INTEGER NOT NULL,
    state       TEXT    NOT NULL,           -- da, fehlt; entfernt: made room, the centre
                                            -- has it; raus: the same, its file is still to go
    gesendet    INTEGER NOT NULL,           -- 1 once the centre has it, verified
    ausgewertet INTEGER NOT NULL DEFAULT 0, -- 1 once text and first-page picture were derived
    versuche    INTEGER NOT NULL DEFAULT 0, -- transfers that failed in a row
    gewuenscht  INTEGER NOT NULL DEFAULT 0, -- a person waits for it since, epoch milliseconds
    benutzt_um  INTEGER NOT NULL DEFAULT 0, -- last looked at, epoch milliseconds
    PRIMARY KEY (scope, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_gewuenscht ON blob (gewuenscht) WHERE gewuenscht > 0;
CREATE INDEX blob_fehlt ON blob (versuche, groesse) WHERE state = 'fehlt';
CREATE INDEX blob_senden ON blob (gesendet, state);
CREATE INDEX blob_auswerten ON blob (ausgewertet, state);

-- Akten and Vorgänge whose originals a person wants here in any case.
CREATE TABLE angeheftet (
    rec_id TEXT    NOT NULL PRIMARY KEY,
    um     INTEGER NOT NULL                 -- since, epoch milliseconds
) STRICT, WITHOUT ROWID;

-- Vorgänge that were opened here lately.
CREATE TABLE geoeffnet (
    rec_id TEXT    NOT NULL PRIMARY KEY,
    um     INTEGER NOT NULL                 -- last, epoch milliseconds
) STRICT, WITHOUT ROWID;

-- Vorgänge whose originals are to be here where not all of them are.
CREATE VIEW nahe_vorgaenge AS
    SELECT v.rec_id FROM vorgang v
    WHERE (v.status = 'offen' AND v.rec_id IN (SELECT rec_id FROM geoeffnet))
        OR v.rec_id IN (SELECT rec_id FROM angeheftet)
        OR v.akte IN (SELECT rec_id FROM angeheftet);

-- Their originals, and those of open items.
CREATE VIEW nahe AS
    SELECT sha256 FROM eingang WHERE status = 'offen'
    UNION
    SELECT a.sha256 FROM eingang e JOIN anlage a ON a.rec_id = e.rec_id WHERE e.status = 'offen'
    UNION
    SELECT d.sha256 FROM nahe_vorgaenge n JOIN dokument d ON d.vorgang = n.rec_id
    UNION
    SELECT a.sha256 FROM nahe_vorgaenge n JOIN dokument d ON d.vorgang = n.rec_id
        JOIN anlage a ON a.rec_id = d.rec_id;

-- What a destruction has left outside the rows: it goes after the commit, tried again until it is
-- gone.
CREATE TABLE loeschen (
    art    TEXT NOT NULL,                   -- original; zweitschrift: to be written anew; log: to be
                                            -- emptied
    scope  TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (art, scope, sha256)
) STRICT, WITHOUT ROWID;

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
    text   TEXT NOT NULL
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
    inhalt_gesichert INTEGER NOT NULL,
    scope            TEXT    NOT NULL       -- the municipality whose post it is
) STRICT;

-- Folders that are watched.
CREATE TABLE ordner (
    pfad     TEXT NOT NULL PRIMARY KEY,
    besitzer TEXT NOT NULL,                 -- who answers for it, as shown
    regel    TEXT NOT NULL,                 -- loeschen, verschieben, behalten
    ziel     TEXT,                          -- where sources are moved to
    scope    TEXT NOT NULL                  -- the municipality whose post it is
) STRICT;

-- Audit entries that the centre has handed out: what was done before this workstation came.
CREATE TABLE zentralprotokoll (
    no      INTEGER NOT NULL PRIMARY KEY,   -- the centre's number
    scope   TEXT    NOT NULL,
    rec_id  TEXT    NOT NULL,
    eintrag TEXT    NOT NULL                -- wire::AuditEntry as JSON
) STRICT;
CREATE INDEX zentralprotokoll_rec ON zentralprotokoll (rec_id, no);

-- How far the history of a record and all that lives in it was fetched.
CREATE TABLE zentralverlauf (
    rec_id TEXT    NOT NULL PRIMARY KEY,
    scope  TEXT    NOT NULL,
    bis    INTEGER NOT NULL,                -- number of the last entry
    um     INTEGER NOT NULL                 -- when, epoch milliseconds
) STRICT, WITHOUT ROWID;

-- Audit: one row per act and field, chained by hash. Only grows. What an entry quotes stands apart
-- with a salt, chained by its hash.
CREATE TABLE protokoll (
    no      INTEGER NOT NULL PRIMARY KEY,
    rec_id  TEXT,
    eintrag TEXT    NOT NULL,               -- domain::Protokolleintrag as JSON, quoting nothing
    zitat   TEXT,                           -- domain::protokoll::Zitat as JSON
    salz    BLOB,
    zitat_sha256 BLOB,
    hash    BLOB    NOT NULL                -- SHA-256 of previous hash, no, eintrag, zitat_sha256
) STRICT;
CREATE INDEX protokoll_rec ON protokoll (rec_id, no);
-- A quotation goes when its record was destroyed, and by nothing else.
CREATE TRIGGER protokoll_bleibt BEFORE UPDATE ON protokoll
WHEN NOT (NEW.zitat IS NULL AND NEW.salz IS NULL AND NEW.no = OLD.no
    AND NEW.rec_id IS OLD.rec_id AND NEW.eintrag = OLD.eintrag
    AND NEW.zitat_sha256 IS OLD.zitat_sha256 AND NEW.hash = OLD.hash
    AND EXISTS (SELECT 1 FROM base_record WHERE rec_id = OLD.rec_id
        AND body LIKE '{"vernichtet":"%' AND length(body) = 53))
BEGIN SELECT RAISE(ABORT, 'protokoll only grows'); END;
CREATE TRIGGER protokoll_waechst BEFORE DELETE ON protokoll
BEGIN SELECT RAISE(ABORT, 'protokoll only grows'); END;
