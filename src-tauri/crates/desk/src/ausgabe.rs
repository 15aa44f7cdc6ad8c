//! Handing things out as files: originals and what was made from records.
//!
//! Never leaves half a file: what is written stands under another name until it is complete, and
//! never forgets to note who took it out.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use domain::dateiname::{Dateinamen, dateiname};
use domain::record::text;
use store::{Db, DbError, Handlung};
use uuid::Uuid;

use crate::Desk;
use crate::views::{AusgabeView, Code, DateinameView, Fehler, OriginalArgs, OriginalAusgebenArgs};

/// What is handed out, and where to.
pub(crate) struct Ausgabe<'a> {
    /// The act.
    pub(crate) aktion: &'static str,
    /// The record it is about.
    pub(crate) rec_id: Option<Uuid>,
    /// The file; the dialog has asked before it named one that is there.
    pub(crate) pfad: &'a str,
}

impl Desk {
    /// Writes an original into a file, byte for byte as it came in.
    pub fn original_ausgeben(&self, args: OriginalAusgebenArgs) -> Result<AusgabeView, Fehler> {
        let rec_id = self.store.read(|db| owner(db, &args.sha256))?.map(|(_, id)| id);
        let mut reader = self.store.blob_reader(&args.sha256)?;
        let ausgabe = Ausgabe { aktion: "original_ausgeben", rec_id, pfad: &args.pfad };
        let view = self.hand_out(ausgabe, |file| copy(&mut reader, file))?;
        Ok(view)
    }

    /// Proposes a name for an original under which every system can keep it.
    pub fn dateiname_vorschlagen(&self, args: OriginalArgs) -> Result<DateinameView, Fehler> {
        let name = self.store.read(|db| owner(db, &args.sha256))?.map(|(name, _)| name);
        Ok(DateinameView { dateiname: dateiname(&name.unwrap_or(args.sha256)) })
    }

    /// Writes a file under another name, then gives it its own, and notes it.
    pub(crate) fn hand_out(
        &self,
        ausgabe: Ausgabe<'_>,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<AusgabeView, Fehler> {
        let path = Path::new(ausgabe.pfad);
        let Written { sha256, size } = written(path, write).map_err(|error| unwritten(&error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let handlung = Handlung {
            aktion: ausgabe.aktion.to_owned(),
            rec_id: ausgabe.rec_id,
            angaben: Some(format!("{} (SHA-256 {sha256})", name.unwrap_or_default())),
        };
        self.store.handeln(handlung, || Ok::<_, Fehler>(()))?;
        Ok(AusgabeView { pfad: ausgabe.pfad.to_owned(), sha256, groesse_bytes: size })
    }
}

/// Returns where in a folder a file goes: under a name that every system takes, and that is no
/// other spelling of one that is there.
pub fn freier_pfad(ordner: &Path, wanted: &str) -> io::Result<PathBuf> {
    let mut names = Dateinamen::default();
    for entry in std::fs::read_dir(ordner)? {
        names.naechster(&entry?.file_name().to_string_lossy());
    }
    Ok(ordner.join(names.naechster(wanted)))
}

struct Written {
    sha256: String,
    size: u64,
}

fn written(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<Written> {
    let beside = beside(path);
    let done = File::create(&beside).and_then(|mut file| {
        write(&mut file)?;
        file.sync_all()?;
        let sha256 = store::verify::sha256_of(File::open(&beside)?)?;
        std::fs::rename(&beside, path)?;
        Ok(Written { sha256, size: std::fs::metadata(path)?.len() })
    });
    if done.is_err() {
        // What is left is not what was asked for.
        let _ = std::fs::remove_file(&beside);
    }
    done
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    path.with_file_name(name)
}

fn copy(reader: &mut impl Read, file: &mut File) -> io::Result<()> {
    io::copy(reader, file).map(|_| ())
}

/// Writes bytes that are at hand.
pub(crate) fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)
}

fn unwritten(error: &io::Error) -> Fehler {
    let rat = match error.kind() {
        io::ErrorKind::PermissionDenied => "Für diesen Ordner fehlt Ihnen das Recht zu schreiben.",
        io::ErrorKind::NotFound => "Diesen Ordner gibt es nicht.",
        io::ErrorKind::StorageFull => "Der Datenträger ist voll.",
        io::ErrorKind::InvalidData => "Das gespeicherte Original ist beschädigt.",
        _ => "Bitte wählen Sie einen anderen Ort.",
    };
    Fehler::new(Code::Invalid, "Die Datei konnte nicht gespeichert werden.", rat)
}

/// Returns the name under which an original came in, and the record that names it.
fn owner(db: &Db<'_>, sha256: &str) -> Result<Option<(String, Uuid)>, DbError> {
    for (_, rec_id) in db.records_naming(sha256)? {
        let Some(seen) = db.seen(rec_id)? else { continue };
        let fields = serde_json::Value::Object(
            seen.fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        );
        let name = named(&fields, sha256).unwrap_or_else(|| text(&seen.fields, "titel").to_owned());
        return Ok(Some((name, rec_id)));
    }
    Ok(None)
}

/// Looks for the file name that stands beside a hash, in versions, parts and origins.
fn named(value: &serde_json::Value, sha256: &str) -> Option<String> {
    match value {
        serde_json::Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(|value| value.as_str());
            if text("sha256") == Some(sha256) {
                let origin = fields.get("herkunft").and_then(|origin| origin.get("dateiname"));
                let name = text("dateiname").or_else(|| text("name"));
                return name.or_else(|| origin?.as_str()).map(str::to_owned);
            }
            fields.values().find_map(|value| named(value, sha256))
        }
        serde_json::Value::Array(values) => values.iter().find_map(|value| named(value, sha256)),
        _ => None,
    }
}
