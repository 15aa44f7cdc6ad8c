//! Letters that are written here: begun, saved field by field, shown, taken out and in again.
//!
//! Never signs, and never changes what was signed; the rules see to that.

mod blatt;
mod felder;
mod reinschrift;
mod vermerk;
mod werte;

use domain::dokument::{Dokument, DokumentState, Dokumentart};
use domain::record::text;
use domain::{Edit, Fields, Kontakt, Op, RecType, Record, regeln};
use schreiben::{Vorlage, vorlagen};
use serde_json::json;
use store::record::Seen;
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::desk::parse_id;
use crate::views::{
    AnlageWahl, Code, DokumentStand, EntwurfAnlegenArgs, EntwurfFelder, EntwurfSpeichernArgs,
    EntwurfStornierenArgs, EntwurfView, Fehler, Id, Leer, ReinschriftView, VorlageZeile,
};
use crate::ziel::ziel;

/// The template of a letter without any text.
const FORMLOS: &str = "formlos";

impl Desk {
    /// Templates for letters.
    pub fn vorlagen(&self, _: Leer) -> Result<Vec<VorlageZeile>, Fehler> {
        let zeile = |vorlage: &Vorlage| VorlageZeile {
            kennung: vorlage.kennung.clone(),
            name: vorlage.name.clone(),
            zweck: vorlage.zweck.clone(),
        };
        Ok(vorlagen().iter().map(zeile).collect())
    }

    /// Begins a letter in a case.
    pub fn entwurf_anlegen(&self, args: EntwurfAnlegenArgs) -> Result<EntwurfView, Fehler> {
        let vorgang = parse_id(&args.vorgang)?;
        let empfaenger = args.empfaenger.as_deref().map(parse_id).transpose()?;
        let kennung = args.vorlage.as_deref().unwrap_or(FORMLOS);
        let vorlage = vorlagen().iter().find(|vorlage| vorlage.kennung == kennung);
        let vorlage = vorlage.ok_or_else(Fehler::not_found)?;
        let id = self.store.write(|tx| {
            let case = tx.seen(vorgang)?.filter(|seen| seen.rec_type == RecType::Vorgang);
            let case = case.ok_or_else(Fehler::not_found)?;
            regeln::unterbringen(RecType::Dokument, &case.fields)?;
            let kontakt = empfaenger.map(|id| tx.load::<Kontakt>(id)).transpose()?;
            let kontakt = empfaenger.zip(kontakt.as_ref().map(|(kontakt, _)| kontakt));
            let act = self.act(tx, "entwurf_anlegen")?;
            let heute = self.heute();
            let werte = werte::feste(tx, vorgang, &case, &act.akteur, heute)?;
            let brief = felder::beginn(vorlage, &werte, kontakt);
            let titel = felder::titel(brief.brief_betreff.as_deref(), &werte);
            let titel = titel.unwrap_or_else(|| vorlage.name.clone());
            let dokument = Dokument {
                art: Some(Dokumentart::Ausgang),
                typ: Some(vorlage.name.clone()),
                status: DokumentState::Entwurf,
                brief,
                ..Dokument::neu(titel, vorgang, tx.env().now(), act.akteur.clone())
            };
            let id = tx.env().id();
            let edit = Edit::create(dokument.to_fields());
            tx.edit(&act, RecType::Dokument, id, &case.scope, edit, Vec::new())?;
            Ok::<_, Fehler>(id)
        })?;
        self.entwurf(Id { id: id.to_string() })
    }

    /// A letter with what was written, what is missing, and where it stands.
    pub fn entwurf(&self, args: Id) -> Result<EntwurfView, Fehler> {
        let id = parse_id(&args.id)?;
        let heute = self.heute();
        self.store.read(|db| view(db, id, heute))
    }

    /// Saves what has changed since the author looked, field by field.
    pub fn entwurf_speichern(&self, args: EntwurfSpeichernArgs) -> Result<EntwurfView, Fehler> {
        let id = parse_id(&args.id)?;
        felder::pruefen(&args.neu)?;
        self.store.write(|tx| {
            let (dokument, seen) = letter(tx, id)?;
            let mut neu = args.neu.clone();
            if neu.empfaenger != args.vorher.empfaenger {
                neu = adressiert(tx, &args.vorher, neu)?;
            }
            let (mut base, mut set) = felder::unterschied(&args.vorher, &neu);
            if set.is_empty() {
                return Ok::<_, Fehler>(());
            }
            if set.contains_key("brief_betreff") {
                let werte = werte::alle(tx, &dokument, &seen, self.heute())?;
                if let Some(titel) = felder::titel(Some(&neu.betreff), &werte) {
                    base.insert("titel".to_owned(), json!(dokument.titel));
                    set.insert("titel".to_owned(), json!(titel));
                }
            }
            let act = self.act(tx, "entwurf_speichern")?;
            let edit = Edit { base, ..Edit::set(Op::Set, &Fields::new(), set) };
            Ok(tx.edit(&act, RecType::Dokument, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.entwurf(Id { id: args.id })
    }

    /// Takes a letter out that was not sent.
    pub fn entwurf_stornieren(&self, args: EntwurfStornierenArgs) -> Result<EntwurfView, Fehler> {
        let grund = args.grund.trim();
        if grund.is_empty() {
            return Err(Fehler::new(
                Code::Invalid,
                "Bitte nennen Sie den Grund.",
                "Er steht danach im Verlauf des Schreibens.",
            ));
        }
        self.step(&args.id, "entwurf_stornieren", Some(grund), |_| "storniert")
    }

    /// Takes a letter in again that was taken out, as what it was.
    pub fn entwurf_wiederherstellen(&self, args: Id) -> Result<EntwurfView, Fehler> {
        let back = |dokument: &Dokument| match dokument.schlusszeichnung {
            Some(_) => "gezeichnet",
            None => "entwurf",
        };
        self.step(&args.id, "entwurf_wiederherstellen", None, back)
    }

    fn step(
        &self,
        id: &str,
        aktion: &'static str,
        grund: Option<&str>,
        to: impl FnOnce(&Dokument) -> &'static str,
    ) -> Result<EntwurfView, Fehler> {
        let rec_id = parse_id(id)?;
        self.store.write(|tx| {
            let (dokument, seen) = letter(tx, rec_id)?;
            let mut act = self.act(tx, aktion)?;
            act.bemerkung = grund.map(str::to_owned);
            let set = Fields::from([("status".to_owned(), json!(to(&dokument)))]);
            let edit = Edit::set(Op::Transition, &seen.fields, set);
            Ok::<_, Fehler>(tx.edit(
                &act,
                RecType::Dokument,
                rec_id,
                &seen.scope,
                edit,
                Vec::new(),
            )?)
        })?;
        self.entwurf(Id { id: id.to_owned() })
    }

    /// The day on which it is now, in the office.
    pub(crate) fn heute(&self) -> domain::Datum {
        self.store.env().now().to_zoned(domain::aktenzeichen::amtszeit()).date()
    }
}

/// Refuses a letter in which something is missing, in a sentence that names it; whoever signs
/// finally asks first.
pub(crate) fn vollstaendig(db: &Db<'_>, id: Uuid, heute: domain::Datum) -> Result<(), Fehler> {
    let (dokument, seen) = match letter(db, id) {
        Ok(found) => found,
        // A note has no places and no address.
        Err(_) => return Ok(()),
    };
    let werte = werte::alle(db, &dokument, &seen, heute)?;
    let fehlt = werte::fehlt(&dokument, &werte);
    if fehlt.is_empty() {
        return Ok(());
    }
    Err(Fehler::new(
        Code::Invalid,
        format!("Im Entwurf fehlt noch etwas: {}.", fehlt.join(", ")),
        "Bitte ergänzen Sie es; gezeichnet wird nur, was vollständig ist.",
    ))
}

/// Loads a letter of ours.
fn letter(db: &Db<'_>, id: Uuid) -> Result<(Dokument, Seen), Fehler> {
    let (dokument, seen) = db.load::<Dokument>(id)?;
    if dokument.art != Some(Dokumentart::Ausgang) {
        return Err(Fehler::new(
            Code::Invalid,
            "Dieses Dokument wurde nicht hier geschrieben.",
            "Bearbeiten lassen sich nur eigene Schreiben.",
        ));
    }
    Ok((dokument, seen))
}

/// A new recipient brings the address and the salutation, unless somebody has written others.
fn adressiert(
    db: &Db<'_>,
    vorher: &EntwurfFelder,
    mut neu: EntwurfFelder,
) -> Result<EntwurfFelder, Fehler> {
    let load = |id: &Option<String>| -> Result<Option<Kontakt>, Fehler> {
        let id = id.as_deref().map(parse_id).transpose()?;
        Ok(id.map(|id| db.load::<Kontakt>(id)).transpose()?.map(|(kontakt, _)| kontakt))
    };
    let (old, new) = (load(&vorher.empfaenger)?, load(&neu.empfaenger)?);
    let known = old.as_ref().map(felder::anschrift).unwrap_or_default();
    if neu.anschrift == vorher.anschrift && (known == vorher.anschrift || known.is_empty()) {
        neu.anschrift = new.as_ref().map(felder::anschrift).unwrap_or_default();
    }
    if neu.anrede == vorher.anrede && felder::von_selbst(&vorher.anrede, old.as_ref()) {
        neu.anrede = felder::anrede(new.as_ref());
    }
    Ok(neu)
}

fn view(db: &Db<'_>, id: Uuid, heute: domain::Datum) -> Result<EntwurfView, Fehler> {
    let (dokument, seen) = letter(db, id)?;
    let werte = werte::alle(db, &dokument, &seen, heute)?;
    let vorlage = dokument.brief.brief_vorlage.as_deref();
    let vorlage = vorlagen().iter().find(|known| Some(known.kennung.as_str()) == vorlage);
    let empfaenger = match dokument.brief.brief_empfaenger {
        Some(kontakt) => db.seen(kontakt)?.map(|seen| crate::kontakt::name(&seen.fields)),
        None => None,
    };
    let reinschrift = dokument.reinschrift.as_ref().map(|copy| ReinschriftView {
        sha256: copy.sha256.clone(),
        dateiname: blatt::dateiname(&dokument.titel),
        von: copy.von.clone(),
        um: copy.um.to_string(),
    });
    Ok(EntwurfView {
        id: id.to_string(),
        titel: dokument.titel.clone(),
        stand: stand(dokument.status),
        vorgang: ziel(db, dokument.vorgang)?,
        vorlage: vorlage.map(|vorlage| vorlage.name.clone()),
        felder: felder::felder(&dokument.brief),
        fassung: domain::brief::fassung(&seen.fields),
        empfaenger,
        plaetze: werte::plaetze(&dokument, &werte),
        fehlt: werte::fehlt(&dokument, &werte),
        zeichnungen: blatt::zeichnungen(db, id, &dokument, &seen.fields)?,
        gezeichnet: dokument.schlusszeichnung.as_ref().map(blatt::gezeichnet),
        reinschrift,
        versand: dokument.versand.iter().map(reinschrift::versand).collect(),
        anlagen_wahl: anlagen_wahl(db, id, dokument.vorgang)?,
        ausstehend: seen.ausstehend,
        konflikt_offen: db.konflikt_offen(id)?,
    })
}

/// Documents of the case that have bytes to enclose.
fn anlagen_wahl(db: &Db<'_>, id: Uuid, vorgang: Uuid) -> Result<Vec<AnlageWahl>, DbError> {
    let mut rows = Vec::new();
    for other in db.dokumente_in(vorgang)?.into_iter().filter(|other| *other != id) {
        let Some(seen) = db.seen(other)? else { continue };
        let has_bytes = seen.fields.contains_key("versionen");
        if has_bytes && text(&seen.fields, "status") != "storniert" {
            let titel = text(&seen.fields, "titel").to_owned();
            rows.push(AnlageWahl { id: other.to_string(), titel });
        }
    }
    Ok(rows)
}

/// Returns where a document stands.
pub(crate) const fn stand(state: DokumentState) -> DokumentStand {
    match state {
        DokumentState::Abgelegt => DokumentStand::Abgelegt,
        DokumentState::Entwurf => DokumentStand::Entwurf,
        DokumentState::Gezeichnet => DokumentStand::Gezeichnet,
        DokumentState::Versandt => DokumentStand::Versandt,
        DokumentState::Storniert => DokumentStand::Storniert,
    }
}
