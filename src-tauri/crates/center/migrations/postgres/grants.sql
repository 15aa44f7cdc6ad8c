-- What the service may do; {service} is the role it logs in as. Applied at every start of a
-- migrating command, so that a renamed role needs nothing else.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {service};
GRANT USAGE ON SCHEMA public TO {service};
GRANT SELECT ON schema_version, backup, backup_client TO {service};
GRANT SELECT, INSERT, UPDATE ON tenant, enrol_code, device, access, client, scope_head, record,
    mutation, nummernkreis TO {service};
GRANT SELECT, INSERT ON client_n, audit, seal TO {service};
GRANT UPDATE (zitat, salz) ON audit TO {service};
GRANT UPDATE (body) ON change_log TO {service};
GRANT SELECT, INSERT, DELETE ON change_log, waits, snapshot, blob, salvage TO {service};
GRANT SELECT, INSERT, UPDATE, DELETE ON upload, loeschen TO {service};
GRANT EXECUTE ON FUNCTION find_device(text), find_code(text), all_tenants(), moved_heads(bigint),
    note_backup(text, text), forget_backup(text) TO {service};
