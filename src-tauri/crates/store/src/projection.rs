//! Keeps the narrow list tables and the search's order in step with the records.
//!
//! Never holds anything that is not in a record or an original.

use domain::aktenzeichen::vergleichsform;
use domain::record::text;
use domain::suchform::suchform;
use domain::{Aussonderung, Dokument, Eingang, Fields, RecType, Record, Teil};
use rusqlite::params;
use uuid::Uuid;

use crate::db::Tx;
use crate::error::DbError;
use crate::record::int;

impl Tx<'_> {
    /// Refreshes what is derived from a record.
    ///
    /// One that cannot be read as its kind (a newer program's) is kept but listed nowhere, so that
    /// it does not hold up the others; [`Db::verify`](crate::Db::verify) names it.
    pub(crate) fn project(
        &self,
        kind: RecType,
        scope: &str,
        rec_id: Uuid,
        fields: &Fields,
    ) -> Result<(), DbError> {
        if has_words(kind) {
            if self.is_moved(kind, rec_id, fields)? {
                self.find_below_anew(kind, rec_id)?;
            }
            self.find_anew(rec_id)?;
        }
        self.project_lists(kind, scope, rec_id, fields)
    }

    /// Tells whether others are found by what changed: a file or a case has another reference, or
    /// lies in another file, than its list says; a contact is what its letters are found by.
    fn is_moved(&self, kind: RecType, rec_id: Uuid, fields: &Fields) -> Result<bool, DbError> {
        let sql = match kind {
            RecType::Akte => {
                "SELECT 1 FROM akte WHERE rec_id = ?1 AND aktenzeichen <> ?2 AND ?3 = ?3"
            }
            RecType::Vorgang => {
                "SELECT 1 FROM vorgang WHERE rec_id = ?1 AND (aktenzeichen <> ?2 OR akte <> ?3)"
            }
            RecType::Kontakt => return Ok(true),
            _ => return Ok(false),
        };
        let values = params![rec_id.to_string(), aktenzeichen(fields), text(fields, "akte")];
        Ok(self.conn.prepare_cached(sql)?.exists(values)?)
    }

    fn project_lists(
        &self,
        kind: RecType,
        scope: &str,
        rec_id: Uuid,
        fields: &Fields,
    ) -> Result<(), DbError> {
        match kind {
            RecType::Aktenplaneinheit => self.project_aktenplaneinheit(rec_id, fields),
            RecType::Akte => self.project_akte(scope, rec_id, fields),
            RecType::Vorgang => self.project_vorgang(scope, rec_id, fields),
            RecType::Dokument => self.project_dokument(scope, rec_id, fields),
            RecType::Eingang => self.project_eingang(scope, rec_id, fields),
            RecType::Konflikt => self.project_konflikt(scope, rec_id, fields),
            RecType::Teilakte => self.project_teilakte(scope, rec_id, fields),
            RecType::Kontakt => self.project_kontakt(scope, rec_id, fields),
            RecType::Verfuegung => self.project_verfuegung(scope, rec_id, fields),
            RecType::Aussonderung => self.project_aussonderung(scope, fields),
            kind if !has_list(kind) => Ok(()),
            _ => Err(DbError::Mismatch("a kind without its list")),
        }
    }

    /// Removes what was derived from a record that is gone.
    pub(crate) fn unproject(&self, kind: RecType, rec_id: Uuid) -> Result<(), DbError> {
        if has_list(kind) {
            for table in [kind.as_str(), "anlage", "rechnung"] {
                let sql = format!("DELETE FROM {table} WHERE rec_id = ?1");
                self.conn.prepare_cached(&sql)?.execute([rec_id.to_string()])?;
            }
        }
        if has_words(kind) { self.find_anew(rec_id) } else { Ok(()) }
    }

    fn project_aktenplaneinheit(&self, rec_id: Uuid, fields: &Fields) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO aktenplaneinheit
                     (rec_id, uebergeordnet, kennzeichen, bezeichnung, mandant)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                rec_id.to_string(),
                fields.get("uebergeordnet").and_then(|v| v.as_str()),
                text(fields, "kennzeichen"),
                text(fields, "bezeichnung"),
                fields.get("mandant").and_then(|v| v.as_str()),
            ])?;
        Ok(())
    }

    fn project_akte(&self, scope: &str, rec_id: Uuid, fields: &Fields) -> Result<(), DbError> {
        let zeichen = aktenzeichen(fields);
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO akte
                     (rec_id, scope, aktenplaneinheit, aktenzeichen, vergleichsform, betreff,
                      status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                rec_id.to_string(),
                scope,
                text(fields, "aktenplaneinheit"),
                zeichen,
                vergleichsform(zeichen),
                text(fields, "betreff"),
                text(fields, "status"),
            ])?;
        Ok(())
    }

    fn project_vorgang(&self, scope: &str, rec_id: Uuid, fields: &Fields) -> Result<(), DbError> {
        let zeichen = aktenzeichen(fields);
        self.conn
            .prepare_cached(
                "INSERT INTO vorgang
                     (rec_id, scope, akte, aktenzeichen, vergleichsform, betreff, status,
                      bearbeiter, teilakte)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (rec_id) DO UPDATE SET
                     scope = excluded.scope, akte = excluded.akte, teilakte = excluded.teilakte,
                     aktenzeichen = excluded.aktenzeichen,
                     vergleichsform = excluded.vergleichsform, betreff = excluded.betreff,
                     status = excluded.status, bearbeiter = excluded.bearbeiter",
            )?
            .execute(params![
                rec_id.to_string(),
                scope,
                text(fields, "akte"),
                zeichen,
                vergleichsform(zeichen),
                text(fields, "betreff"),
                text(fields, "status"),
                person(fields, "bearbeiter"),
                fields.get("teilakte").and_then(|v| v.as_str()),
            ])?;
        Ok(())
    }

    fn project_dokument(&self, scope: &str, rec_id: Uuid, fields: &Fields) -> Result<(), DbError> {
        let Ok(dokument) = Dokument::from_fields(fields) else {
            return self.unproject(RecType::Dokument, rec_id);
        };
        let newest = dokument.versionen.last();
        let sha256 = newest.map_or("", |version| version.sha256.as_str());
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO dokument
                     (rec_id, scope, vorgang, sha256, status, um, eingang, selbst, absender)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                rec_id.to_string(),
                scope,
                dokument.vorgang.to_string(),
                sha256,
                text(fields, "status"),
                dokument.angelegt_um.as_millisecond(),
                dokument.eingang.map(|eingang| eingang.to_string()),
                dokument.selbsttaetig.as_ref().map(|_| dokument.gesehen_von.is_none()),
                dokument.absender.map(|absender| absender.to_string()),
            ])?;
        self.conn
            .prepare_cached(
                "UPDATE vorgang SET benutzt_um = max(benutzt_um, ?2) WHERE rec_id = ?1",
            )?
            .execute(params![
                dokument.vorgang.to_string(),
                dokument.angelegt_um.as_millisecond()
            ])?;
        for version in &dokument.versionen {
            self.expect_blob(scope, &version.sha256, version.groesse_bytes)?;
        }
        self.project_teile(scope, RecType::Dokument, rec_id, &dokument.anlagen)
    }

    fn project_eingang(&self, scope: &str, rec_id: Uuid, fields: &Fields) -> Result<(), DbError> {
        let Ok(eingang) = Eingang::from_fields(fields) else {
            return self.unproject(RecType::Eingang, rec_id);
        };
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO eingang
                     (rec_id, scope, status, sha256, um, stapel, papier)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                rec_id.to_string(),
                scope,
                text(fields, "status"),
                eingang.sha256,
                eingang.eingegangen_um.as_millisecond(),
                eingang.stapel.as_ref().map(|stapel| stapel.eingang.to_string()),
                fields.get("papieroriginal").and_then(|paper| paper.get("stand")?.as_str()),
            ])?;
        self.expect_blob(scope, &eingang.sha256, eingang.groesse_bytes)?;
        if let Some(nachweis) = &eingang.nachweis {
            self.expect_blob(scope, &nachweis.sha256, nachweis.groesse_bytes)?;
        }
        self.project_teile(scope, RecType::Eingang, rec_id, &eingang.teile)?;
        self.project_rechnung(rec_id, &eingang)
    }

    /// Notes which originals are parts of a record.
    fn project_teile(
        &self,
        scope: &str,
        kind: RecType,
        rec_id: Uuid,
        teile: &[Teil],
    ) -> Result<(), DbError> {
        let mut insert = self.conn.prepare_cached(
            "INSERT OR IGNORE INTO anlage (rec_id, rec_type, sha256) VALUES (?1, ?2, ?3)",
        )?;
        for teil in teile {
            insert.execute(params![rec_id.to_string(), kind.as_str(), teil.sha256])?;
            self.expect_blob(scope, &teil.sha256, teil.groesse_bytes)?;
        }
        Ok(())
    }

    /// Notes the comparable key of the invoice that an item is or holds.
    fn project_rechnung(&self, rec_id: Uuid, eingang: &Eingang) -> Result<(), DbError> {
        let parts = eingang.teile.iter().map(|teil| &teil.merkmale);
        let mut facts = std::iter::once(&eingang.merkmale).chain(parts);
        let key = facts.find_map(|facts| facts.rechnung.as_ref()).map(domain::Rechnung::schluessel);
        if let Some(key) = key.filter(|key| !key.is_empty()) {
            self.conn
                .prepare_cached(
                    "INSERT OR REPLACE INTO rechnung (rec_id, schluessel) VALUES (?1, ?2)",
                )?
                .execute([rec_id.to_string(), key])?;
        }
        Ok(())
    }

    fn project_teilakte(&self, scope: &str, rec_id: Uuid, fields: &Fields) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO teilakte (rec_id, scope, akte, nummer)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                rec_id.to_string(),
                scope,
                text(fields, "akte"),
                fields.get("nummer").and_then(serde_json::Value::as_i64),
            ])?;
        Ok(())
    }

    fn project_verfuegung(
        &self,
        scope: &str,
        rec_id: Uuid,
        fields: &Fields,
    ) -> Result<(), DbError> {
        let number = |name| fields.get(name).and_then(serde_json::Value::as_i64).unwrap_or(0);
        let optional = |name| Some(text(fields, name)).filter(|text| !text.is_empty());
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO verfuegung
                     (rec_id, scope, vorgang, dokument, nummer, schritt, art, adressat, von,
                      termin, status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                rec_id.to_string(),
                scope,
                text(fields, "vorgang"),
                optional("dokument"),
                number("nummer"),
                number("schritt"),
                text(fields, "art"),
                person(fields, "adressat"),
                person(fields, "angelegt_von"),
                optional("termin"),
                text(fields, "status"),
            ])?;
        Ok(())
    }

    /// Notes what a party is found by: its names, its place, its addresses.
    fn project_kontakt(&self, scope: &str, rec_id: Uuid, fields: &Fields) -> Result<(), DbError> {
        let named = |names: &[&str]| {
            let words: Vec<&str> = names.iter().map(|name| text(fields, name)).collect();
            suchform(&words.join(" "))
        };
        let found_by =
            ["vorname", "name", "institution", "strasse", "plz", "ort", "email", "telefon"];
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO kontakt (rec_id, scope, name, suchform)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                rec_id.to_string(),
                scope,
                named(&["name", "vorname", "institution"]),
                named(&found_by),
            ])?;
        Ok(())
    }

    /// The packages of a run are originals. Those that quote its files stay where they were made,
    /// and are fetched on a person's wish: they go with the first of the files.
    fn project_aussonderung(&self, scope: &str, fields: &Fields) -> Result<(), DbError> {
        let Ok(lauf) = Aussonderung::from_fields(fields) else { return Ok(()) };
        for message in lauf.nachrichten.iter().filter(|message| !message.mit_inhalt()) {
            self.expect_blob(scope, &message.sha256, message.groesse_bytes)?;
        }
        Ok(())
    }

    fn project_konflikt(&self, scope: &str, rec_id: Uuid, fields: &Fields) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO konflikt (rec_id, scope, ziel, status)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                rec_id.to_string(),
                scope,
                text(fields, "rec_id"),
                text(fields, "status"),
            ])?;
        Ok(())
    }

    /// Notes that a record names an original, so that it is fetched if it is not here.
    fn expect_blob(&self, scope: &str, sha256: &str, size: u64) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT INTO blob (scope, sha256, groesse, state, gesendet)
                 VALUES (?1, ?2, ?3, 'fehlt', 1)
                 ON CONFLICT (scope, sha256) DO NOTHING",
            )?
            .execute(params![scope, sha256, int(size)])?;
        Ok(())
    }
}

/// Returns a name as names are compared.
fn person(fields: &Fields, field: &str) -> String {
    text(fields, field).trim().to_lowercase()
}

/// Returns the reference shown to people: the final one if there is one.
pub(crate) fn aktenzeichen(fields: &Fields) -> &str {
    let endgueltig = text(fields, "aktenzeichen");
    if endgueltig.is_empty() { text(fields, "aktenzeichen_vorlaeufig") } else { endgueltig }
}

/// What a search finds a record by.
pub(crate) struct Words {
    pub(crate) title: String,
    pub(crate) more: String,
    pub(crate) originals: Vec<String>,
}

/// Tells whether a kind has a narrow table of its name.
const fn has_list(kind: RecType) -> bool {
    !matches!(kind, RecType::Mandant | RecType::Vertretung | RecType::Aussonderung)
}

const fn has_words(kind: RecType) -> bool {
    matches!(
        kind,
        RecType::Akte | RecType::Vorgang | RecType::Dokument | RecType::Eingang | RecType::Kontakt
    )
}

/// Returns what a search finds a record by; nothing for a kind, or a state, that is not searched.
pub(crate) fn words(kind: RecType, fields: &Fields) -> Option<Words> {
    match kind {
        kind if !has_words(kind) => None,
        RecType::Dokument => dokument_words(&Dokument::from_fields(fields).ok()?),
        RecType::Eingang => eingang_words(&Eingang::from_fields(fields).ok()?),
        RecType::Kontakt => Some(kontakt_words(fields)),
        _ => Some(Words {
            title: text(fields, "betreff").to_owned(),
            more: [text(fields, "bemerkung"), &keywords(fields)].join("\n"),
            originals: Vec::new(),
        }),
    }
}

fn dokument_words(dokument: &Dokument) -> Option<Words> {
    if dokument.status == domain::DokumentState::Storniert {
        return None;
    }
    let newest = dokument.versionen.last();
    let name = newest.map_or("", |version| version.dateiname.as_str());
    let sha256 = newest.map_or("", |version| version.sha256.as_str());
    let mut more = with_names(name, &dokument.anlagen);
    more.push_str(&format!(" {}", dokument.schlagworte.join(" ")));
    if newest.is_none() {
        // A draft has no original yet whose words could be found.
        let brief = &dokument.brief;
        let written = [&brief.brief_text, &brief.brief_anschrift].into_iter().flatten();
        written.for_each(|text| more.push_str(&format!(" {text}")));
    }
    Some(Words {
        title: dokument.titel.clone(),
        more,
        originals: with_originals(sha256, &dokument.anlagen),
    })
}

fn eingang_words(eingang: &Eingang) -> Option<Words> {
    if eingang.status != domain::EingangState::Offen {
        // The document, or the cuttings, stand for it in every search.
        return None;
    }
    let sender = eingang.nachricht.iter().flat_map(|head| head.von.iter());
    let mut more = with_names(&eingang.herkunft.dateiname, &eingang.teile);
    sender.for_each(|name| more.push_str(&format!(" {name}")));
    Some(Words {
        title: eingang.titel.clone(),
        more,
        originals: with_originals(&eingang.sha256, &eingang.teile),
    })
}

fn kontakt_words(fields: &Fields) -> Words {
    let named = |names: &[&str]| {
        let words = names.iter().map(|name| text(fields, name)).filter(|text| !text.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    let place = ["strasse", "plz", "ort", "email", "telefon", "iban", "bemerkung"];
    Words {
        title: named(&["titel", "vorname", "name", "institution"]),
        more: named(&place),
        originals: Vec::new(),
    }
}

fn with_names(name: &str, teile: &[Teil]) -> String {
    let names: Vec<&str> =
        std::iter::once(name).chain(teile.iter().map(|teil| teil.name.as_str())).collect();
    names.join(" ")
}

fn with_originals(sha256: &str, teile: &[Teil]) -> Vec<String> {
    std::iter::once(sha256.to_owned()).chain(teile.iter().map(|teil| teil.sha256.clone())).collect()
}

fn keywords(fields: &Fields) -> String {
    let words = fields.get("schlagworte").and_then(serde_json::Value::as_array);
    let words = words.into_iter().flatten().filter_map(serde_json::Value::as_str);
    words.collect::<Vec<_>>().join(" ")
}
