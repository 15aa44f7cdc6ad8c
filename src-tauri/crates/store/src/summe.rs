//! A sum over the rows of every table, kept by triggers: what was changed beside the program, by
//! a fault of the disk or by somebody with the key and another program, no longer adds up.
//!
//! Never a proof against who knows how the sum is made; the audit log's chain, the second copy and
//! the centre stand against that.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

/// Where the sums stand.
const SUMS: &str = "tabellensumme";

/// Makes the functions known that the triggers call: another program that writes into a table
/// fails at them.
pub(crate) fn register(conn: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function("zeilensumme", -1, flags, |context| Ok(row_sum(context)))?;
    conn.create_scalar_function("summe_plus", 2, flags, |context| {
        Ok(context.get::<i64>(0)?.wrapping_add(context.get(1)?))
    })?;
    conn.create_scalar_function("summe_minus", 2, flags, |context| {
        Ok(context.get::<i64>(0)?.wrapping_sub(context.get(1)?))
    })
}

/// Hashes the table's name and the values of a row, each with its kind and length.
fn row_sum(context: &Context<'_>) -> i64 {
    let mut hasher = Sha256::new();
    for index in 0..context.len() {
        let (kind, bytes): (u8, &[u8]) = match context.get_raw(index) {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(value) => {
                hasher.update([1]);
                hasher.update(value.to_be_bytes());
                continue;
            }
            ValueRef::Real(value) => {
                hasher.update([2]);
                hasher.update(value.to_be_bytes());
                continue;
            }
            ValueRef::Text(text) => (3, text),
            ValueRef::Blob(bytes) => (4, bytes),
        };
        hasher.update([kind]);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    }
    let hash: [u8; 32] = hasher.finalize().into();
    hash.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}

/// Makes sums and triggers for every table as it is now; called whenever tables have changed.
pub(crate) fn keep(conn: &Connection) -> rusqlite::Result<()> {
    let mut sql = format!(
        "CREATE TABLE IF NOT EXISTS {SUMS} (
             tabelle TEXT NOT NULL PRIMARY KEY, zeilen INTEGER NOT NULL, summe INTEGER NOT NULL
         ) STRICT, WITHOUT ROWID;
         DELETE FROM {SUMS};\n"
    );
    for table in tables(conn)? {
        sql.push_str(&triggers(&table, &columns(conn, &table)?));
    }
    conn.execute_batch(&sql)?;
    for table in tables(conn)? {
        let (rows, sum) = count(conn, &table)?;
        let insert = format!("INSERT INTO {SUMS} (tabelle, zeilen, summe) VALUES (?1, ?2, ?3)");
        conn.execute(&insert, rusqlite::params![table, rows, sum])?;
    }
    Ok(())
}

fn triggers(table: &str, columns: &[String]) -> String {
    let row = |which: &str| {
        let values: Vec<String> =
            columns.iter().map(|column| format!("{which}.\"{column}\"")).collect();
        format!("zeilensumme('{table}', {})", values.join(", "))
    };
    let (new, old) = (row("NEW"), row("OLD"));
    let plus = format!("summe_plus(summe, {new})");
    let minus = format!("summe_minus(summe, {old})");
    let changed = format!("summe_plus({minus}, {new})");
    let of = |event: &str, name: &str, rows: &str, sum: &str| {
        format!(
            "DROP TRIGGER IF EXISTS {SUMS}_{table}_{name};
             CREATE TRIGGER {SUMS}_{table}_{name} AFTER {event} ON {table} BEGIN
                 UPDATE {SUMS} SET zeilen = zeilen{rows}, summe = {sum} WHERE tabelle = '{table}';
             END;\n"
        )
    };
    let parts = [
        of("INSERT", "ein", " + 1", &plus),
        of("UPDATE", "um", "", &changed),
        of("DELETE", "aus", " - 1", &minus),
    ];
    parts.concat()
}

/// Returns the tables that have a sum: all but the sums themselves.
pub(crate) fn tables(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = conn.prepare(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> ?1
         ORDER BY name",
    )?;
    query.query_map([SUMS], |row| row.get(0))?.collect()
}

/// Returns the columns of a table in their order.
pub(crate) fn columns(conn: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut query = conn.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    query.query_map([table], |row| row.get(0))?.collect()
}

/// Counts and adds up the rows that are there.
pub(crate) fn count(conn: &Connection, table: &str) -> rusqlite::Result<(i64, i64)> {
    let columns: Vec<String> =
        columns(conn, table)?.iter().map(|column| format!("\"{column}\"")).collect();
    let mut query = conn
        .prepare(&format!("SELECT zeilensumme('{table}', {}) FROM {table}", columns.join(", ")))?;
    let (mut rows, mut sum) = (0_i64, 0_i64);
    for row in query.query_map([], |row| row.get::<_, i64>(0))? {
        rows += 1;
        sum = sum.wrapping_add(row?);
    }
    Ok((rows, sum))
}

/// Returns number and sum of a table's rows as the program has kept them.
pub(crate) fn kept(conn: &Connection, table: &str) -> rusqlite::Result<Option<(i64, i64)>> {
    let sql = format!("SELECT zeilen, summe FROM {SUMS} WHERE tabelle = ?1");
    conn.query_row(&sql, [table], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(conn: &Connection) -> bool {
        kept(conn, "dinge").unwrap() == Some(count(conn, "dinge").unwrap())
    }

    #[test]
    fn sums_follow_every_way_of_writing_and_no_other_hand() {
        let conn = Connection::open_in_memory().unwrap();
        register(&conn).unwrap();
        conn.execute_batch(
            "PRAGMA recursive_triggers = ON;
             CREATE TABLE dinge (name TEXT PRIMARY KEY, n INTEGER, b BLOB);
             INSERT INTO dinge VALUES ('vorher', 1, NULL);",
        )
        .unwrap();
        keep(&conn).unwrap();
        for sql in [
            "INSERT INTO dinge VALUES ('a', 1, x'00'), ('b', 2, NULL)",
            "INSERT OR REPLACE INTO dinge VALUES ('a', 3, x'01')",
            "INSERT INTO dinge VALUES ('a', 4, NULL) ON CONFLICT (name) DO UPDATE SET n = n + 1",
            "UPDATE dinge SET n = n + 1, name = name || 'x'",
            "DELETE FROM dinge WHERE name = 'ax'",
        ] {
            conn.execute_batch(sql).unwrap();
            assert!(checked(&conn), "{sql}");
        }
        conn.execute_batch("DROP TRIGGER tabellensumme_dinge_um").unwrap();
        conn.execute_batch("UPDATE dinge SET n = n + 1 WHERE name = 'bx'").unwrap();
        assert!(!checked(&conn), "a change without the program goes unnoticed");
    }
}
