//! What keeps authorities apart, and the audit from being rewritten.

use center::{CenterError, Ledger, SCOPE_REGISTRATUR};

use super::place::{Place, TENANT, kinds, now};

super::for_both!(
    authorities_do_not_see_each_other,
    the_same_ids_in_two_authorities_are_two_records,
    the_audit_only_grows,
);

fn authorities_do_not_see_each_other(place: &Place) {
    let ledger = place.ledger();
    place.add_tenant("birkenau");
    let mut anna = place.desk();
    let kontakt = anna.kontakt("Meier");
    anna.push(ledger, std::slice::from_ref(&kontakt));
    let sha256 = wire::sha256_hex(b"abc");
    ledger.write(TENANT, |tx| tx.put_blob(SCOPE_REGISTRATUR, &sha256, 3, now())).unwrap();
    let seen = |tenant: &str| {
        ledger
            .read(tenant, |tx| {
                let record = tx.record(kontakt.rec_id)?.is_some();
                let rows = tx.changes_after(SCOPE_REGISTRATUR, 0, 1000)?.len();
                let records = tx.records_after(SCOPE_REGISTRATUR, None, 10)?.len();
                let verdict = tx.verdict(kontakt.mid)?.is_some();
                let blob = tx.has_blob(SCOPE_REGISTRATUR, &sha256)?;
                Ok((record, rows, records, verdict, blob, tx.audit_head()?.0))
            })
            .unwrap()
    };
    assert_eq!(seen(TENANT), (true, 1, 1, true, true, 1));
    assert_eq!(seen("birkenau"), (false, 0, 0, false, false, 0));
    let nobody = ledger.read("niemand", |tx| tx.heads());
    assert!(matches!(nobody, Err(CenterError::Unauthorized)));
    assert_eq!(ledger.devices("birkenau").unwrap(), []);
    place.sound();
}

fn the_same_ids_in_two_authorities_are_two_records(place: &Place) {
    let ledger = place.ledger();
    place.add_tenant("birkenau");
    let (mut anna, mut bernd) = (place.desk(), place.desk_of("birkenau"));
    let hers = anna.kontakt("Meier");
    let his = wire::Mutation {
        edit: domain::Edit::create(super::place::kontakt("Müller")),
        ..hers.clone()
    };
    bernd.client = anna.client;
    assert_eq!(kinds(&anna.push(ledger, std::slice::from_ref(&hers))).len(), 1);
    assert_eq!(kinds(&bernd.push(ledger, &[his])), [wire::VerdictKind::Applied { seq: 1 }]);
    let name = |tenant: &str| {
        let record = ledger.read(tenant, |tx| tx.record(hers.rec_id)).unwrap().unwrap();
        domain::record::text(&record.fields, "name").to_owned()
    };
    assert_eq!((name(TENANT), name("birkenau")), ("Meier".to_owned(), "Müller".to_owned()));
    place.sound();
}

fn the_audit_only_grows(place: &Place) {
    let mut desk = place.desk();
    let push = [desk.kontakt("Meier")];
    desk.push(place.ledger(), &push);
    let setting = if place.is_postgres() {
        format!("SET forsthaus.tenant = '{TENANT}'; ")
    } else {
        String::new()
    };
    for act in ["UPDATE audit SET entry = '{}'", "DELETE FROM audit"] {
        let refused = place.as_service(&format!("{setting}{act}")).unwrap_err();
        let told = ["audit only grows", "permission denied for table audit"];
        assert!(told.contains(&refused.as_str()), "{act}: {refused}");
        if place.is_postgres() {
            // Even their owner cannot, as long as he leaves the trigger in its place.
            let refused = place.sql_as("forsthaus_owner", &format!("{setting}{act}")).unwrap_err();
            assert_eq!(refused, "audit only grows");
        }
    }
    if place.is_postgres() {
        let refused = place.sql_as("forsthaus_owner", "TRUNCATE audit").unwrap_err();
        assert_eq!(refused, "audit only grows");
    }
    place.sound();
}

/// Row level security, tried with plain SQL under the role of the service itself.
#[test]
fn postgres_refuses_other_authorities_rows_to_the_service_itself() {
    let Some(place) = Place::postgres() else {
        println!("skipped: FORSTHAUS_PG names no server");
        return;
    };
    place.add_tenant("birkenau");
    let mut anna = place.desk();
    let push = [anna.kontakt("Meier")];
    anna.push(place.ledger(), &push);
    let sql = |text: &str| place.as_service(text);
    let with_tenant = "SELECT table_name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name = 'tenant' ORDER BY 1";
    let tables = place.sql_as("forsthaus_owner", with_tenant).unwrap();
    assert_eq!(tables.len(), 20, "{tables:?}");
    let forced = "SELECT count(*) FROM pg_class WHERE relname = ANY(string_to_array('{}', ','))
        AND relrowsecurity AND relforcerowsecurity";
    let forced = forced.replace("{}", &tables.join(","));
    assert_eq!(place.sql_as("forsthaus_owner", &forced).unwrap(), ["20"]);
    for table in &tables {
        for who in ["forsthaus_service", "forsthaus_owner"] {
            let count = format!("SELECT count(*) FROM {table}");
            let unnamed = place.sql_as(who, &count).unwrap();
            assert_eq!(unnamed, ["0"], "{who} sees rows of {table} without naming a tenant");
            let other =
                format!("SET forsthaus.tenant = 'birkenau'; {count} WHERE tenant = '{TENANT}'");
            assert_eq!(place.sql_as(who, &other).unwrap(), ["0"], "{who}, {table}");
        }
    }
    let across = "SET forsthaus.across = 'on'; SELECT count(*) FROM device";
    assert_eq!(sql(across).unwrap(), ["0"], "only the owner's own functions look across");
    let own = format!("SET forsthaus.tenant = '{TENANT}'; ");
    assert_eq!(sql(&(own.clone() + "SELECT count(*) FROM record")).unwrap(), ["1"]);
    let foreign = "INSERT INTO blob (tenant, scope, sha256, size, stored_at)
        VALUES ('birkenau', 'registratur', 'ab', 1, 'x')";
    let refused = sql(&(own.clone() + foreign)).unwrap_err();
    assert!(refused.contains("row-level security"), "{refused}");
    let moved = sql(&(own.clone() + "UPDATE record SET tenant = 'birkenau'")).unwrap_err();
    assert!(moved.contains("row-level security"), "{moved}");
    for act in ["DELETE FROM record", "DELETE FROM mutation", "UPDATE change_log SET akteur = ''"] {
        let refused = sql(&(own.clone() + act)).unwrap_err();
        assert!(refused.starts_with("permission denied"), "{act}: {refused}");
    }
    // A row of the log loses its content with the record, and in no other way.
    for act in ["UPDATE change_log SET body = ''", "UPDATE change_log SET body = NULL"] {
        let refused = sql(&(own.clone() + act)).unwrap_err();
        assert!(refused.contains("the log only grows"), "{act}: {refused}");
    }
    place.sound();
}

/// Who could switch the rules off is not let in as the service.
#[test]
fn postgres_serves_only_a_role_that_its_rules_bind() {
    let Some(place) = Place::postgres() else {
        println!("skipped: FORSTHAUS_PG names no server");
        return;
    };
    let (owner, service) = place.urls().unwrap();
    let refused = |url: &str| matches!(Ledger::postgres(url), Err(CenterError::Invalid(_)));
    assert!(refused(&owner));
    assert!(refused(&place.as_superuser()));
    assert!(matches!(Ledger::migrate(&owner, &owner), Err(CenterError::Invalid(_))));
    // Several may bring the tables up to date at once, and again.
    std::thread::scope(|threads| {
        let tries = [1, 2, 3].map(|_| threads.spawn(|| Ledger::migrate(&owner, &service)));
        for one in tries {
            one.join().unwrap().unwrap();
        }
    });
    Ledger::postgres(&service).unwrap().ready().unwrap();
}
