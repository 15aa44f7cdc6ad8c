//! Moving and taking out: a case into a part of its file, a document into another case, a
//! document that should not be there, a newer file of a document.
//!
//! Never loses where something was: the history says it, and what is taken out stays to be seen.

use std::path::Path;

use domain::dokument::{Dokument, DokumentState, Dokumentversion};
use domain::{Edit, Fields, Op, RecType, Teilakte, Verstoss, Vorgang, regeln};
use serde_json::{Value, json};
use store::DbError;

use crate::Desk;
use crate::desk::parse_id;
use crate::error::take_meldung;
use crate::views::{
    Code, DokumentUmhaengenArgs, DokumentView, Fehler, Id, MetadatenView, ObjektArgs, ObjektArt,
    StornierenArgs, VersionArgs, VorgangUmhaengenArgs,
};

impl Desk {
    /// Moves a case into a part of its file, or out of it.
    pub fn vorgang_umhaengen(&self, args: VorgangUmhaengenArgs) -> Result<MetadatenView, Fehler> {
        let id = parse_id(&args.vorgang)?;
        let part =
            args.teilakte.as_deref().filter(|id| !id.is_empty()).map(parse_id).transpose()?;
        self.store.write(|tx| {
            let (vorgang, seen) = tx.load::<Vorgang>(id)?;
            if let Some(part) = part {
                tx.load::<Teilakte>(part)?;
            }
            if vorgang.teilakte == part {
                return Ok(());
            }
            let act = self.act(tx, "vorgang_umhaengen")?;
            let value = part.map_or(Value::Null, |part| json!(part));
            let set = Fields::from([("teilakte".to_owned(), value)]);
            let edit = Edit::set(Op::Set, &seen.fields, set);
            Ok::<_, Fehler>(tx.edit(&act, RecType::Vorgang, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.metadaten(ObjektArgs { art: ObjektArt::Vorgang, id: args.vorgang })
    }

    /// Moves a document into another case, where the centre gives it a new running number.
    pub fn dokument_umhaengen(&self, args: DokumentUmhaengenArgs) -> Result<DokumentView, Fehler> {
        let (id, vorgang) = (parse_id(&args.dokument)?, parse_id(&args.vorgang)?);
        self.store.write(|tx| {
            let (dokument, seen) = tx.load::<Dokument>(id)?;
            let (_, case) = tx.load::<Vorgang>(vorgang)?;
            if dokument.vorgang == vorgang {
                return Ok(());
            }
            regeln::unterbringen(RecType::Dokument, &case.fields)?;
            let mut act = self.act(tx, "dokument_umhaengen")?;
            act.bemerkung = args.grund.clone().filter(|grund| !grund.trim().is_empty());
            let set = Fields::from([("vorgang".to_owned(), json!(vorgang))]);
            let edit = Edit::set(Op::Transition, &seen.fields, set);
            Ok::<_, Fehler>(tx.edit(&act, RecType::Dokument, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.dokument(Id { id: args.dokument })
    }

    /// Takes a filed document out, with a reason.
    pub fn dokument_stornieren(&self, args: StornierenArgs) -> Result<DokumentView, Fehler> {
        let id = parse_id(&args.dokument)?;
        let grund = args.grund.trim();
        if grund.is_empty() {
            return Err(Verstoss::GrundFehlt.into());
        }
        self.store.write(|tx| {
            let (dokument, seen) = tx.load::<Dokument>(id)?;
            match dokument.status {
                DokumentState::Storniert => return Ok(()),
                DokumentState::Versandt => return Err(versandt()),
                _ => {}
            }
            let mut act = self.act(tx, "dokument_stornieren")?;
            act.bemerkung = Some(grund.to_owned());
            let set = Fields::from([("status".to_owned(), json!("storniert"))]);
            let edit = Edit::set(Op::Transition, &seen.fields, set);
            Ok::<_, Fehler>(tx.edit(&act, RecType::Dokument, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.dokument(Id { id: args.dokument })
    }

    /// Adds a newer file to a document. The file stays where it lies; its bytes are durable and
    /// verified here before the document names them.
    pub fn dokument_version_anfuegen(&self, args: VersionArgs) -> Result<DokumentView, Fehler> {
        let id = parse_id(&args.dokument)?;
        let (dokument, seen) = self.store.read(|db| db.load::<Dokument>(id))?;
        if dokument.status != DokumentState::Abgelegt {
            return Err(Fehler::new(
                Code::Conflict,
                "Nur ein abgelegtes Dokument bekommt neue Fassungen.",
                "Einen Entwurf ändern Sie im Schreiben selbst.",
            ));
        }
        let path = Path::new(&args.pfad);
        let original = self.custody()?.original(path, &seen.scope).map_err(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, "version was not taken in");
            Fehler::new(Code::Invalid, take_meldung(&error), "")
        })?;
        self.store.write(|tx| {
            let (dokument, seen) = tx.load::<Dokument>(id)?;
            let known = dokument.versionen.iter().find(|v| v.sha256 == original.sha256());
            if let Some(known) = known {
                return Err(Fehler::new(
                    Code::Invalid,
                    format!("Diese Datei ist schon die Fassung {}.", known.nummer),
                    "Es wurde nichts verändert.",
                ));
            }
            original.write(tx)?;
            let act = self.act(tx, "dokument_version_anfuegen")?;
            let last = dokument.versionen.iter().map(|version| version.nummer).max();
            let version = Dokumentversion {
                nummer: last.unwrap_or(0).saturating_add(1),
                sha256: original.sha256().to_owned(),
                groesse_bytes: original.size(),
                mime: original.mime().to_owned(),
                dateiname: file_name(path),
                rolle: None,
                angelegt_um: tx.env().now(),
                angelegt_von: act.akteur.clone(),
            };
            let requires = vec![version.sha256.clone()];
            let value = serde_json::to_value(version).map_err(DbError::from)?;
            let edit = Edit::append("versionen", value);
            Ok(tx.edit(&act, RecType::Dokument, id, &seen.scope, edit, requires)?)
        })?;
        self.dokument(Id { id: args.dokument })
    }
}

fn versandt() -> Fehler {
    Fehler::new(
        Code::Conflict,
        "Das Schreiben ist versandt und bleibt in der Akte.",
        "Was daran falsch ist, halten Sie bitte in einem Vermerk fest.",
    )
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
