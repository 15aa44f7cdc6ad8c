//! What another office or system hands over (0401) becomes files, cases and documents of ours.
//!
//! Never overwrites: what bears an id that is here already stays as it is. Never names an original
//! before its file is durable and was looked at by the worker.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use domain::aussonderung::{Aussonderung, Aussonderungsart, Aussonderungsnachricht};
use domain::dokument::Dokumentversion;
use domain::{
    Akte, Aktenplaneinheit, Beteiligung, Dokument, Edit, Laufzeit, RecType, Record, Teilakte,
    Teilaktenart, Vertraulichkeitsstufe, Vorgang, regeln,
};
use intake::custody::Original;
use serde_json::json;
use store::{Act, Db, DbError};
use uuid::Uuid;
use xdomea::metadaten::{AllgemeineMetadaten, Aufbewahrungsdauer, Zeitraum};
use xdomea::nachricht::{Schriftgutobjekt, Uebergabe};
use xdomea::{Inhalt, Paket, akte, code, dokument, kontakt};

use super::{kontakte, paket, schritt};
use crate::Desk;
use crate::desk::{count, parse_id};
use crate::views::{AbgabeEinlesenArgs, AbgabeErgebnis, Code, Fehler};
use crate::vorgang::vorlaeufig;

type Offen = Paket<BufReader<File>>;

/// One import on its way.
struct Eingabe<'a> {
    desk: &'a Desk,
    paket: Offen,
    scope: String,
    einheit: Option<Uuid>,
    akten: Vec<Uuid>,
    zu_schliessen: Vec<(RecType, Uuid, serde_json::Value)>,
    /// The whole package was taken in before.
    abgeschlossen: bool,
    ergebnis: AbgabeErgebnis,
}

impl Desk {
    /// Takes in a package of records that were handed over.
    pub fn abgabe_einlesen(&self, args: AbgabeEinlesenArgs) -> Result<AbgabeErgebnis, Fehler> {
        let path = Path::new(&args.pfad);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let unreadable = |error: std::io::Error| {
            Fehler::new(Code::Invalid, "Das Paket kann nicht gelesen werden.", &error.to_string())
        };
        let file = File::open(path).map_err(unreadable)?;
        let paket = Paket::open(&name, BufReader::new(file));
        let paket = paket.map_err(|error| paket::paket_fehler(&error))?;
        let nachricht = paket.gelesen().nachricht.clone();
        let Inhalt::Abgabe(uebergabe) = nachricht.inhalt else {
            return Err(Fehler::new(
                Code::Invalid,
                "Das Paket ist keine Abgabe (0401).",
                "Antworten eines Archivs liest die Aussonderung aus dem Übergabeordner.",
            ));
        };
        let hinweise = paket.gelesen().hinweise.iter().map(xdomea::worte::hinweis).collect();
        let mut eingabe = Eingabe {
            desk: self,
            paket,
            scope: self.store.read(|db| db.bereich())?,
            einheit: args.aktenplaneinheit.as_deref().map(parse_id).transpose()?,
            akten: Vec::new(),
            zu_schliessen: Vec::new(),
            abgeschlossen: self
                .store
                .read(|db| vermerkt(db, nachricht.kopf.prozess.uuid()))?
                .is_some(),
            ergebnis: AbgabeErgebnis {
                akten: 0,
                vorgaenge: 0,
                dokumente: 0,
                kontakte: 0,
                vorhanden: 0,
                hinweise,
                lauf: String::new(),
            },
        };
        eingabe.objekte(&uebergabe, args.akte.as_deref().map(parse_id).transpose()?)?;
        let mut file = File::open(path).map_err(unreadable)?;
        let blob = self.behalten(&eingabe.scope, &mut file)?;
        let prozess = nachricht.kopf.prozess.uuid();
        let akten = std::mem::take(&mut eingabe.akten);
        let lauf = self.store.write(|tx| {
            for (kind, id, set) in &eingabe.zu_schliessen {
                let act = self.act(tx, "abgabe_einlesen")?;
                schritt(tx, &act, *kind, *id, set)?;
            }
            if let Some(known) = vermerkt(tx, prozess)? {
                return Ok(known);
            }
            tx.put_blob(&blob, false)?;
            let note = Aussonderungsnachricht {
                id: tx.env().id(),
                typ: "0401".to_owned(),
                empfangen: true,
                sha256: blob.sha256.clone(),
                groesse_bytes: blob.size,
                um: tx.env().now(),
            };
            self.abgabe_vermerken(tx, prozess, &akten, note)
        })?;
        Ok(AbgabeErgebnis { lauf: lauf.to_string(), ..eingabe.ergebnis })
    }
}

/// Returns the run under which this package was kept before.
fn vermerkt(db: &Db<'_>, prozess: Uuid) -> Result<Option<Uuid>, DbError> {
    for id in db.all(RecType::Aussonderung)? {
        if let Ok((lauf, _)) = db.load::<Aussonderung>(id)
            && lauf.prozess == prozess
        {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

fn betreff(metadaten: Option<&AllgemeineMetadaten>, sonst: &str) -> String {
    let text = metadaten.and_then(|metadaten| metadaten.betreff.as_deref()).unwrap_or_default();
    let short: String = text.trim().chars().take(regeln::BETREFF_MAX).collect();
    if short.is_empty() { sonst.to_owned() } else { short }
}

fn stufe(stufe: code::Vertraulichkeitsstufe) -> Vertraulichkeitsstufe {
    use code::Vertraulichkeitsstufe as X;
    match stufe {
        X::Offen => Vertraulichkeitsstufe::Offen,
        X::Nfd => Vertraulichkeitsstufe::Nfd,
        X::Vertraulich => Vertraulichkeitsstufe::Vertraulich,
        X::Geheim => Vertraulichkeitsstufe::Geheim,
        X::StrengGeheim => Vertraulichkeitsstufe::StrengGeheim,
    }
}

fn laufzeit(span: Option<&Zeitraum>) -> Option<Laufzeit> {
    span.map(|span| Laufzeit { beginn: span.beginn, ende: span.ende })
}

/// Keeps the sender's reference readable: our own is given by our centre.
fn bemerkung(metadaten: Option<&AllgemeineMetadaten>) -> Option<String> {
    let metadaten = metadaten?;
    let sign =
        metadaten.kennzeichen.as_ref().map(|sign| format!("Zeichen der abgebenden Stelle: {sign}"));
    let parts: Vec<String> = metadaten.bemerkung.clone().into_iter().chain(sign).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

impl Eingabe<'_> {
    fn objekte(&mut self, uebergabe: &Uebergabe, akte: Option<Uuid>) -> Result<(), Fehler> {
        for objekt in &uebergabe.objekte {
            match (objekt, akte) {
                (Schriftgutobjekt::Akte(akte), _) => self.akte(akte)?,
                (Schriftgutobjekt::Vorgang(vorgang), Some(akte)) => {
                    self.vorgang(vorgang, akte, None, "")?;
                    self.akten.push(akte);
                }
                (Schriftgutobjekt::Vorgang(_), None) => {
                    return Err(Fehler::new(
                        Code::Invalid,
                        "Das Paket enthält einen Vorgang ohne Akte.",
                        "Bitte wählen Sie die Akte, in die er gehört.",
                    ));
                }
                (Schriftgutobjekt::Dokument(_), _) => {
                    return Err(Fehler::new(
                        Code::Invalid,
                        "Das Paket enthält Dokumente ohne Vorgang.",
                        "Bitte bitten Sie die abgebende Stelle um den ganzen Vorgang.",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Tells whether a record of this kind is here already; another one under its id is refused.
    fn vorhanden(&mut self, kind: RecType, id: Uuid) -> Result<bool, Fehler> {
        let seen = self.desk.store.read(|db| db.seen(id))?;
        let Some(seen) = seen else { return Ok(false) };
        if seen.rec_type != kind {
            return Err(Fehler::new(
                Code::Conflict,
                "Eine Kennung des Pakets gehört hier zu etwas anderem.",
                "Es wurde nichts überschrieben. Bitte verständigen Sie die abgebende Stelle.",
            ));
        }
        self.ergebnis.vorhanden += 1;
        Ok(true)
    }

    /// Tells whether an earlier attempt at this package broke off before it closed a record.
    fn offen_geblieben(&self, id: Uuid) -> Result<bool, Fehler> {
        let seen = self.desk.store.read(|db| db.seen(id))?;
        let open = seen.is_some_and(|seen| domain::record::text(&seen.fields, "status") == "offen");
        Ok(open && !self.abgeschlossen)
    }

    /// Finds where a file belongs in our own plan.
    fn einheit(&self, akte: &akte::Akte) -> Result<Uuid, Fehler> {
        let unit = akte.metadaten.as_ref().and_then(|metadaten| metadaten.aktenplaneinheit.clone());
        let sign = unit.and_then(|unit| unit.kennzeichen).unwrap_or_default();
        let own = self.desk.store.read(|db| {
            for id in db.all(RecType::Aktenplaneinheit)? {
                let (unit, _) = db.load::<Aktenplaneinheit>(id)?;
                if unit.kennzeichen == sign && !unit.stillgelegt {
                    return Ok(Some(id));
                }
            }
            Ok::<_, DbError>(None)
        })?;
        own.or(self.einheit).ok_or_else(|| {
            Fehler::new(
                Code::Invalid,
                format!("Die Aktenplaneinheit „{sign}“ gibt es im eigenen Aktenplan nicht."),
                "Bitte wählen Sie eine Aktenplaneinheit für die Akten des Pakets.",
            )
        })
    }

    fn akte(&mut self, other: &akte::Akte) -> Result<(), Fehler> {
        let id = other.identifikation.id.uuid();
        if !self.vorhanden(RecType::Akte, id)? {
            let einheit = self.einheit(other)?;
            let beteiligte = self.kontakte(&other.kontakte)?;
            self.desk.store.write(|tx| {
                let act = self.desk.act(tx, "abgabe_einlesen")?;
                let metadaten = other.metadaten.as_ref();
                let betreff = betreff(metadaten, "Übernommene Akte");
                let (zeichen, um) = (vorlaeufig(tx)?, tx.env().now());
                let years = other.archiv.as_ref().and_then(|archiv| archiv.aufbewahrungsdauer);
                let record = Akte {
                    bemerkung: bemerkung(metadaten),
                    federfuehrung: metadaten.and_then(|m| m.federfuehrung.clone()),
                    vertraulichkeitsstufe: metadaten
                        .and_then(|m| m.vertraulichkeitsstufe)
                        .map(stufe),
                    laufzeit: laufzeit(other.laufzeit.as_ref()),
                    aufbewahrung_jahre: match years {
                        Some(Aufbewahrungsdauer::Jahre(years)) => Some(years.into()),
                        _ => None,
                    },
                    aussonderungsart: art(other),
                    beteiligte,
                    ..Akte::neu(betreff, einheit, zeichen, um, act.akteur.clone())
                };
                let edit = Edit::create(record.to_fields());
                Ok::<_, Fehler>(tx.edit(&act, RecType::Akte, id, &self.scope, edit, Vec::new())?)
            })?;
            self.ergebnis.akten += 1;
            self.schliessen(RecType::Akte, id, other.zda, other.zda_am);
        } else if self.offen_geblieben(id)? {
            self.schliessen(RecType::Akte, id, other.zda, other.zda_am);
        }
        self.akten.push(id);
        self.inhalt(&other.inhalt, id, None)?;
        // A file is closed after everything in it.
        let own = self.zu_schliessen.iter().position(|(_, closing, _)| *closing == id);
        if let Some(own) = own {
            let last = self.zu_schliessen.remove(own);
            self.zu_schliessen.push(last);
        }
        Ok(())
    }

    fn inhalt(
        &mut self,
        inhalt: &akte::Akteninhalt,
        akte: Uuid,
        teilakte: Option<Uuid>,
    ) -> Result<(), Fehler> {
        for vorgang in &inhalt.vorgaenge {
            self.vorgang(vorgang, akte, teilakte, "")?;
        }
        for part in &inhalt.teilakten {
            let id = part.identifikation.id.uuid();
            if !self.vorhanden(RecType::Teilakte, id)? {
                self.desk.store.write(|tx| {
                    let act = self.desk.act(tx, "abgabe_einlesen")?;
                    let record = Teilakte {
                        betreff: betreff(part.metadaten.as_ref(), "Teilakte"),
                        akte,
                        nummer: None,
                        art: Teilaktenart::Teilakte,
                        angelegt_um: tx.env().now(),
                        angelegt_von: act.akteur.clone(),
                    };
                    let edit = Edit::create(record.to_fields());
                    tx.edit(&act, RecType::Teilakte, id, &self.scope, edit, Vec::new())
                })?;
            }
            self.inhalt(&part.inhalt, akte, Some(id))?;
        }
        if inhalt.dokumente.is_empty() {
            return Ok(());
        }
        // Our documents live in cases: those of the file itself get one.
        let mut own = akte::Vorgang::neu(super::ausgabe::abgeleitet(
            teilakte.unwrap_or(akte),
            "vorgang der akte",
        ));
        own.metadaten = Some(AllgemeineMetadaten {
            betreff: Some("Dokumente der Akte".to_owned()),
            ..AllgemeineMetadaten::default()
        });
        own.dokumente.clone_from(&inhalt.dokumente);
        self.vorgang(&own, akte, teilakte, "")
    }

    fn vorgang(
        &mut self,
        other: &akte::Vorgang,
        akte: Uuid,
        teilakte: Option<Uuid>,
        ueber: &str,
    ) -> Result<(), Fehler> {
        let id = other.identifikation.id.uuid();
        let own = betreff(other.metadaten.as_ref(), "Übernommener Vorgang");
        let betreff = if ueber.is_empty() { own } else { format!("{ueber} / {own}") };
        let betreff: String = betreff.chars().take(regeln::BETREFF_MAX).collect();
        if !self.vorhanden(RecType::Vorgang, id)? {
            let beteiligte = self.kontakte(&other.kontakte)?;
            self.desk.store.write(|tx| {
                let act = self.desk.act(tx, "abgabe_einlesen")?;
                let metadaten = other.metadaten.as_ref();
                let (zeichen, um) = (vorlaeufig(tx)?, tx.env().now());
                let record = Vorgang {
                    teilakte,
                    bemerkung: bemerkung(metadaten),
                    federfuehrung: metadaten.and_then(|m| m.federfuehrung.clone()),
                    vertraulichkeitsstufe: metadaten
                        .and_then(|m| m.vertraulichkeitsstufe)
                        .map(stufe),
                    laufzeit: laufzeit(other.laufzeit.as_ref()),
                    beteiligte,
                    ..Vorgang::neu(betreff.clone(), akte, zeichen, um, act.akteur.clone())
                };
                let edit = Edit::create(record.to_fields());
                Ok::<_, Fehler>(tx.edit(
                    &act,
                    RecType::Vorgang,
                    id,
                    &self.scope,
                    edit,
                    Vec::new(),
                )?)
            })?;
            self.ergebnis.vorgaenge += 1;
            self.schliessen(RecType::Vorgang, id, other.zda, other.zda_am);
        } else if self.offen_geblieben(id)? {
            self.schliessen(RecType::Vorgang, id, other.zda, other.zda_am);
        }
        for dokument in &other.dokumente {
            self.dokument(dokument, id)?;
        }
        for teil in &other.teilvorgaenge {
            self.vorgang(teil, akte, teilakte, &betreff)?;
        }
        Ok(())
    }

    /// Notes that a record is to be closed once everything in it is here.
    fn schliessen(
        &mut self,
        kind: RecType,
        id: Uuid,
        zda: Option<bool>,
        am: Option<domain::Datum>,
    ) {
        if zda == Some(true) {
            let day = am.unwrap_or_else(|| self.desk.heute());
            let set = json!({ "status": "zda", "zda_datum": day });
            self.zu_schliessen.push((kind, id, set));
        }
    }

    fn dokument(&mut self, other: &dokument::Dokument, vorgang: Uuid) -> Result<(), Fehler> {
        let id = other.identifikation.id.uuid();
        if !self.vorhanden(RecType::Dokument, id)? {
            let mut absender = Vec::new();
            if let Some(first) = other.absender.first() {
                absender = self.kontakte(std::slice::from_ref(first))?;
            }
            let originale = self.originale(other)?;
            self.desk.store.write(|tx| {
                let act = self.desk.act(tx, "abgabe_einlesen")?;
                let titel = betreff(other.metadaten.as_ref(), "Übernommenes Dokument");
                let um = tx.env().now();
                let mut record = Dokument {
                    posteingangsdatum: other.posteingangsdatum,
                    postausgangsdatum: other.postausgangsdatum,
                    datum_des_schreibens: other.datum_des_schreibens,
                    typ: other.typ.clone(),
                    fremdes_geschaeftszeichen: other.fremdes_geschaeftszeichen.clone(),
                    absender: absender.first().map(|party| party.kontakt),
                    ..Dokument::neu(titel, vorgang, um, act.akteur.clone())
                };
                record.versionen = versionen(&originale, &act, um);
                let requires = record.versionen.iter().map(|v| v.sha256.clone()).collect();
                for (_, original) in &originale {
                    original.write(tx)?;
                }
                let edit = Edit::create(record.to_fields());
                tx.edit(&act, RecType::Dokument, id, &self.scope, edit, requires)
            })?;
            self.ergebnis.dokumente += 1;
        }
        for anlage in &other.anlagen {
            self.dokument(&anlage.dokument, vorgang)?;
        }
        Ok(())
    }

    /// Takes the files of a document into custody.
    fn originale(&mut self, other: &dokument::Dokument) -> Result<Vec<(String, Original)>, Fehler> {
        let mut taken = Vec::new();
        for format in other.versionen.iter().flat_map(|version| &version.formate) {
            let file = &format.primaerdokument;
            let name = file.dateiname_original.clone();
            let name = name.unwrap_or_else(|| file.dateiname.to_string());
            let custody = self.desk.custody()?;
            let paket = &mut self.paket;
            let copy = |to: &mut dyn std::io::Write| {
                paket.kopieren(&file.dateiname, to).map(drop).map_err(std::io::Error::other)
            };
            let original = custody.original_from(&self.scope, &name, copy);
            let original = original.map_err(|error| {
                Fehler::new(Code::Internal, crate::error::take_meldung(&error), "")
            })?;
            taken.push((name, original));
        }
        Ok(taken)
    }

    fn kontakte(&mut self, others: &[kontakt::Kontakt]) -> Result<Vec<Beteiligung>, Fehler> {
        let mut found = Vec::new();
        for other in others {
            let made = self.desk.store.write(|tx| {
                let act = self.desk.act(tx, "abgabe_einlesen")?;
                let read = kontakte::herein(other, tx.env().now(), &act.akteur);
                let Some((record, rolle)) = read else { return Ok(None) };
                let kontakt = tx.env().id();
                let edit = Edit::create(record.to_fields());
                tx.edit(&act, RecType::Kontakt, kontakt, &self.scope, edit, Vec::new())?;
                Ok::<_, DbError>(Some(Beteiligung { kontakt, rolle }))
            })?;
            self.ergebnis.kontakte += u32::from(made.is_some());
            found.extend(made);
        }
        Ok(found)
    }
}

fn versionen(
    originale: &[(String, Original)],
    act: &Act,
    um: domain::Zeitpunkt,
) -> Vec<Dokumentversion> {
    let numbered = originale.iter().enumerate().map(|(at, (name, original))| Dokumentversion {
        nummer: count(at + 1),
        sha256: original.sha256().to_owned(),
        groesse_bytes: original.size(),
        mime: original.mime().to_owned(),
        dateiname: name.clone(),
        rolle: None,
        angelegt_um: um,
        angelegt_von: act.akteur.clone(),
    });
    numbered.collect()
}

fn art(other: &akte::Akte) -> Option<Aussonderungsart> {
    use xdomea::code::Bewertung;
    use xdomea::metadaten::Aussonderungsart as X;
    match other.archiv.as_ref()?.aussonderungsart.as_ref()? {
        X::Bewertung(Bewertung::Archivwuerdig) => Some(Aussonderungsart::A),
        X::Bewertung(Bewertung::Vernichten) => Some(Aussonderungsart::V),
        X::Bewertung(Bewertung::Bewerten) => Some(Aussonderungsart::B),
        X::Konfigurierbar(_) => None,
    }
}
