-- The tables of migrations/sqlite/0001.sql for a state: many authorities in one database, kept
-- apart by row level security as well. Texts that are keys compare by their bytes.

CREATE TABLE tenant (
    tenant      text COLLATE "C" NOT NULL PRIMARY KEY,
    mandant     text    NOT NULL,
    uebung      boolean NOT NULL,
    ledger      uuid    NOT NULL,
    audit_no    bigint  NOT NULL,
    audit_hash  bytea   NOT NULL,
    blob_bytes  bigint  NOT NULL,
    max_records bigint  NOT NULL,
    max_bytes   bigint  NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE enrol_code (
    code_sha256 text COLLATE "C" NOT NULL PRIMARY KEY,
    tenant      text COLLATE "C" NOT NULL,
    uses_left   bigint NOT NULL
);

CREATE TABLE device (
    token_sha256 text COLLATE "C" NOT NULL PRIMARY KEY,
    tenant       text COLLATE "C" NOT NULL,
    arbeitsplatz text COLLATE "C" NOT NULL,
    enrolled_at  text NOT NULL,
    revoked_at   text
);
CREATE UNIQUE INDEX device_name ON device (tenant, arbeitsplatz) WHERE revoked_at IS NULL;

CREATE TABLE access (
    tenant     text COLLATE "C" NOT NULL,
    device     text COLLATE "C" NOT NULL,
    scope      text COLLATE "C" NOT NULL,
    revoked_at text,
    purged_at  text,
    PRIMARY KEY (tenant, device, scope)
);

CREATE TABLE client (
    tenant text COLLATE "C" NOT NULL,
    client uuid   NOT NULL,
    device text COLLATE "C",
    last_n bigint NOT NULL,
    PRIMARY KEY (tenant, client)
) WITH (fillfactor = 50);

-- One row is rewritten with every push: free space on its page keeps that cheap, and no index on
-- what changes.
CREATE TABLE scope_head (
    tenant      text COLLATE "C" NOT NULL,
    scope       text COLLATE "C" NOT NULL,
    reihenfolge bigint NOT NULL,
    seq         bigint NOT NULL,
    chain       bytea  NOT NULL,
    digest      bytea  NOT NULL,
    records     bigint NOT NULL,
    floor       bigint NOT NULL,
    floor_chain bytea  NOT NULL,
    moved       bigint NOT NULL,            -- transaction that moved it last
    PRIMARY KEY (tenant, scope)
) WITH (fillfactor = 50);

CREATE TABLE change_log (
    tenant       text COLLATE "C" NOT NULL,
    scope        text COLLATE "C" NOT NULL,
    seq          bigint NOT NULL,
    ver          bigint NOT NULL,
    rec_id       uuid   NOT NULL,
    mid          uuid   NOT NULL,
    rec_type     text   NOT NULL,
    body         text,
    body_sha256  bytea  NOT NULL,
    akteur       text   NOT NULL,
    arbeitsplatz text   NOT NULL,
    aktion       text   NOT NULL,
    claimed_at   text   NOT NULL,
    at           text   NOT NULL,
    chain        bytea  NOT NULL,
    PRIMARY KEY (tenant, scope, seq)
);

CREATE TABLE record (
    tenant       text COLLATE "C" NOT NULL,
    rec_id       uuid   NOT NULL,
    ver          bigint NOT NULL,
    rec_type     text   NOT NULL,
    scope        text COLLATE "C" NOT NULL,
    body         text   NOT NULL,
    body_sha256  bytea  NOT NULL,
    bytes_sha256 text COLLATE "C",
    parent       uuid,                      -- the record it lives in or is about
    PRIMARY KEY (tenant, rec_id)
) WITH (fillfactor = 85);
CREATE INDEX record_scope ON record (tenant, scope, rec_id);
CREATE INDEX record_parent ON record (tenant, parent) WHERE parent IS NOT NULL;
CREATE INDEX record_bytes ON record (tenant, scope, bytes_sha256)
    WHERE bytes_sha256 IS NOT NULL;

CREATE TABLE mutation (
    no           bigint GENERATED ALWAYS AS IDENTITY,
    tenant       text COLLATE "C" NOT NULL,
    mid          uuid NOT NULL,
    creates      uuid,
    rec_id       uuid,
    arbeitsplatz text NOT NULL,
    received_at  text NOT NULL,
    request      text,
    verdict      text NOT NULL,
    parked       boolean NOT NULL,
    PRIMARY KEY (tenant, mid)
);
CREATE INDEX mutation_parked ON mutation (tenant, creates) WHERE parked;

CREATE TABLE waits (
    tenant text COLLATE "C" NOT NULL,
    name   text COLLATE "C" NOT NULL,
    mid    uuid NOT NULL,
    PRIMARY KEY (tenant, name, mid)
);
CREATE INDEX waits_mid ON waits (tenant, mid);

CREATE TABLE client_n (
    tenant text COLLATE "C" NOT NULL,
    client uuid   NOT NULL,
    n      bigint NOT NULL,
    mid    uuid   NOT NULL,
    PRIMARY KEY (tenant, client, n)
);

CREATE TABLE blob (
    tenant    text COLLATE "C" NOT NULL,
    scope     text COLLATE "C" NOT NULL,
    sha256    text COLLATE "C" NOT NULL,
    size      bigint NOT NULL,
    stored_at text   NOT NULL,
    PRIMARY KEY (tenant, scope, sha256)
);

CREATE TABLE upload (
    tenant     text COLLATE "C" NOT NULL,
    scope      text COLLATE "C" NOT NULL,
    sha256     text COLLATE "C" NOT NULL,
    size       bigint NOT NULL,
    received   bigint NOT NULL,
    touched_at text   NOT NULL,
    PRIMARY KEY (tenant, scope, sha256)
);

CREATE TABLE nummernkreis (
    tenant text COLLATE "C" NOT NULL,
    kreis  text COLLATE "C" NOT NULL,
    next   bigint NOT NULL,
    PRIMARY KEY (tenant, kreis)
);

CREATE TABLE audit (
    tenant text COLLATE "C" NOT NULL,
    no     bigint NOT NULL,
    rec_id uuid,
    entry  text   NOT NULL,
    zitat  text,
    salz   bytea,
    zitat_sha256 bytea,
    hash   bytea  NOT NULL,
    PRIMARY KEY (tenant, no)
);
CREATE INDEX audit_rec ON audit (tenant, rec_id, no) WHERE rec_id IS NOT NULL;
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit only grows'; END $$;
CREATE FUNCTION audit_keeps_all_but_quotations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.zitat IS NULL AND NEW.salz IS NULL AND NEW.tenant = OLD.tenant AND NEW.no = OLD.no
        AND NEW.rec_id IS NOT DISTINCT FROM OLD.rec_id AND NEW.entry = OLD.entry
        AND NEW.zitat_sha256 IS NOT DISTINCT FROM OLD.zitat_sha256 AND NEW.hash = OLD.hash
        AND EXISTS (SELECT 1 FROM record r WHERE r.tenant = OLD.tenant AND r.rec_id = OLD.rec_id
            AND r.body LIKE '{"vernichtet":"%' AND length(r.body) = 53)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit only grows';
END $$;
CREATE FUNCTION log_keeps_all_but_what_was_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.body IS NULL AND EXISTS (SELECT 1 FROM record r
        WHERE r.tenant = OLD.tenant AND r.rec_id = OLD.rec_id
            AND r.body LIKE '{"vernichtet":"%' AND length(r.body) = 53)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the log only grows';
END $$;
CREATE TRIGGER change_log_stays BEFORE UPDATE ON change_log
    FOR EACH ROW EXECUTE FUNCTION log_keeps_all_but_what_was_destroyed();
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_keeps_all_but_quotations();
CREATE TRIGGER audit_grows BEFORE DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();

CREATE TABLE snapshot (
    tenant text COLLATE "C" NOT NULL,
    scope  text COLLATE "C" NOT NULL,
    seq    bigint NOT NULL,
    head   text   NOT NULL,
    sha256 text   NOT NULL,
    size   bigint NOT NULL,
    PRIMARY KEY (tenant, scope, seq)
);

CREATE TABLE loeschen (
    tenant text COLLATE "C" NOT NULL,
    art    text COLLATE "C" NOT NULL,
    scope  text COLLATE "C" NOT NULL,
    name   text COLLATE "C" NOT NULL,
    raus   boolean NOT NULL,
    weg_um text,
    PRIMARY KEY (tenant, art, scope, name)
);

CREATE TABLE seal (
    tenant text COLLATE "C" NOT NULL,
    no     bigint NOT NULL,
    seal   text   NOT NULL,
    PRIMARY KEY (tenant, no)
);

CREATE TABLE salvage (
    tenant      text COLLATE "C" NOT NULL,
    rec_id      uuid   NOT NULL,
    ver         bigint NOT NULL,
    body_sha256 bytea  NOT NULL,
    scope       text COLLATE "C" NOT NULL,
    rec_type    text   NOT NULL,
    body        text   NOT NULL,
    client      uuid   NOT NULL,
    received_at text   NOT NULL,
    PRIMARY KEY (tenant, rec_id, ver, body_sha256)
);

CREATE TABLE backup (
    backup  text COLLATE "C" NOT NULL PRIMARY KEY,
    made_at text NOT NULL
);
CREATE TABLE backup_client (
    backup text COLLATE "C" NOT NULL,
    tenant text COLLATE "C" NOT NULL,
    client uuid   NOT NULL,
    last_n bigint NOT NULL,
    PRIMARY KEY (backup, tenant, client)
);

-- Every table with a tenant shows only the rows of the tenant that the transaction has named; a
-- transaction that has named none sees nothing. The owner obeys as well.
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT c.table_name FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND c.column_name = 'tenant'
            AND t.table_type = 'BASE TABLE'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own ON %I USING (tenant = current_setting('
            '''forsthaus.tenant'', true))', name);
    END LOOP;
END $$;

-- Who looks for a workstation by its token does not know the tenant yet. These functions run as
-- the owner, who may look across tenants in tables without content while he says so.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['tenant', 'enrol_code', 'device', 'client', 'scope_head',
        'backup_client']
    LOOP
        EXECUTE format('CREATE POLICY across ON %I TO CURRENT_USER USING (current_setting('
            '''forsthaus.across'', true) = ''on'')', name);
    END LOOP;
END $$;

CREATE FUNCTION find_device(token_sha256 text)
RETURNS TABLE (tenant text, mandant text, uebung boolean, arbeitsplatz text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('forsthaus.across', 'on', true);
    RETURN QUERY SELECT d.tenant, t.mandant, t.uebung, d.arbeitsplatz FROM device d
        JOIN tenant t ON t.tenant = d.tenant
        WHERE d.token_sha256 = find_device.token_sha256 AND d.revoked_at IS NULL;
    PERFORM set_config('forsthaus.across', 'off', true);
END $$;

CREATE FUNCTION find_code(code_sha256 text)
RETURNS TABLE (tenant text, mandant text, uebung boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('forsthaus.across', 'on', true);
    RETURN QUERY SELECT t.tenant, t.mandant, t.uebung FROM enrol_code c
        JOIN tenant t ON t.tenant = c.tenant
        WHERE c.code_sha256 = find_code.code_sha256 AND c.uses_left > 0;
    PERFORM set_config('forsthaus.across', 'off', true);
END $$;

CREATE FUNCTION all_tenants()
RETURNS TABLE (tenant text, mandant text, uebung boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('forsthaus.across', 'on', true);
    RETURN QUERY SELECT t.tenant, t.mandant, t.uebung FROM tenant t ORDER BY t.tenant;
    PERFORM set_config('forsthaus.across', 'off', true);
END $$;

-- A row carries the transaction that moved it. What runs at the moment of looking has a number not
-- below the one returned as `next`: whoever asks from there on misses nothing, and may see a row
-- twice. Numbers from before a dump was restored into another server can lie in the future; they
-- say nothing, and only the first look (`since` 0) shows their rows.
CREATE FUNCTION moved_heads(since bigint)
RETURNS TABLE (tenant text, scope text, seq bigint, next bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('forsthaus.across', 'on', true);
    RETURN QUERY SELECT h.tenant, h.scope, h.seq,
            pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        FROM scope_head h WHERE h.moved >= since
            AND (since = 0 OR h.moved < pg_snapshot_xmax(pg_current_snapshot())::text::bigint);
    PERFORM set_config('forsthaus.across', 'off', true);
END $$;

CREATE FUNCTION note_backup(name text, made_at text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- A push that has asked for the backups before may still tell its client that all is safe:
    -- wait until those have committed, and are part of the backup.
    LOCK TABLE backup IN ACCESS EXCLUSIVE MODE;
    PERFORM set_config('forsthaus.across', 'on', true);
    DELETE FROM backup_client b WHERE b.backup = name;
    INSERT INTO backup_client (backup, tenant, client, last_n)
        SELECT name, c.tenant, c.client, c.last_n FROM client c;
    INSERT INTO backup (backup, made_at) VALUES (name, note_backup.made_at)
        ON CONFLICT (backup) DO UPDATE SET made_at = excluded.made_at;
    PERFORM set_config('forsthaus.across', 'off', true);
END $$;

CREATE FUNCTION forget_backup(name text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE known boolean;
BEGIN
    PERFORM set_config('forsthaus.across', 'on', true);
    DELETE FROM backup_client b WHERE b.backup = name;
    DELETE FROM backup b WHERE b.backup = name;
    known := FOUND;
    PERFORM set_config('forsthaus.across', 'off', true);
    RETURN known;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
