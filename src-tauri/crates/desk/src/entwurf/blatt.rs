//! From a draft to the sheet: what is set, and the signatures under it.
//!
//! Never set on the thread of the window, and never two sheets at once: a page takes memory.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use base64::Engine;
use domain::brief::{Schlusszeichnung, fassung};
use domain::dokument::Dokument;
use domain::mandant::Briefkopf;
use domain::verfuegung::{VerfuegungState, Verfuegungsart};
use domain::{Datum, Fields, Verfuegung};
use schreiben::brief::{
    Bezug, Brief, Fassung, Form, Unterschrift, Verfuegungspunkt, Zeichnung, setzen,
};
use schreiben::vorlage::Werte;
use schreiben::{Satz, SetzenError};
use store::record::Seen;
use store::{Db, DbError};
use uuid::Uuid;

use super::{felder, letter, werte};
use crate::Desk;
use crate::desk::{count, parse_id};
use crate::geschaeftsgang::{self, worte, worte::kurz};
use crate::views::{Code, Fehler, VorschauArgs, VorschauView, ZeichnungZeile};
use crate::ziel::aktenzeichen;

impl Desk {
    /// The page of a letter as it would be printed.
    ///
    /// Whoever asks again while it is being set gets the newer page; the older question is
    /// answered without one.
    pub fn entwurf_vorschau(&self, args: VorschauArgs) -> Result<VorschauView, Fehler> {
        let id = parse_id(&args.id)?;
        if let Some(felder) = &args.felder {
            felder::pruefen(felder)?;
        }
        let ticket = self.vorschau.fetch_add(1, Ordering::Relaxed) + 1;
        let heute = self.heute();
        let brief = self.store.read(|db| {
            let (mut dokument, seen) = letter(db, id)?;
            if let Some(felder) = &args.felder {
                felder::geschrieben(felder, &mut dokument.brief);
            }
            let draft = dokument.schlusszeichnung.is_none();
            blatt(db, id, &dokument, &seen, draft, heute)
        })?;
        let _turn = self.satz.lock().unwrap_or_else(PoisonError::into_inner);
        if self.vorschau.load(Ordering::Relaxed) != ticket {
            let meldung = "Diese Seitenansicht ist von einer neueren überholt.";
            return Err(Fehler::new(Code::Conflict, meldung, ""));
        }
        let satz = setzen(&brief).map_err(|error| satz_fehler(&error))?;
        Ok(VorschauView {
            pdf: base64::engine::general_purpose::STANDARD.encode(&satz.pdf),
            seiten: count(satz.seiten),
            hinweise: hinweise(&satz),
        })
    }
}

/// Returns what could not be shown as it was written.
fn hinweise(satz: &Satz) -> Vec<String> {
    let mut said = satz.hinweise.clone();
    if !satz.ersetzt.is_empty() {
        let signs: Vec<String> = satz.ersetzt.iter().map(|sign| format!("„{sign}“")).collect();
        said.push(format!("Keine Schrift hat diese Zeichen: {}.", signs.join(", ")));
    }
    said
}

/// Says what to do about a text that could not be set.
pub(super) fn satz_fehler(error: &SetzenError) -> Fehler {
    let (meldung, rat) = match error {
        SetzenError::TextTooLong { .. } | SetzenError::TooLarge { .. } => {
            ("Der Text ist zu lang für ein Schreiben.", "Bitte kürzen oder teilen Sie ihn.")
        }
        SetzenError::TooMany { .. } => (
            "Das Schreiben hat mehr Zeilen, Punkte oder Spalten, als auf das Blatt passen.",
            "Bitte kürzen Sie Anschrift, Listen oder Tabellen.",
        ),
        SetzenError::Picture(_) => (
            "Das Wappen im Briefkopf ist nicht lesbar.",
            "Bitte verständigen Sie die Administration.",
        ),
        SetzenError::Vorgang(_) | SetzenError::Typesetting(_) => {
            tracing::error!(%error, "typesetting");
            return Fehler::new(
                Code::Internal,
                "Das Schreiben konnte nicht gesetzt werden.",
                "Der Text ist gespeichert. Bitte verständigen Sie die Administration.",
            );
        }
    };
    Fehler::new(Code::Invalid, meldung, rat)
}

/// Returns a letter as it is set: as draft with its instructions, or as the fair copy.
pub(super) fn blatt(
    db: &Db<'_>,
    id: Uuid,
    dokument: &Dokument,
    seen: &Seen,
    entwurf: bool,
    heute: Datum,
) -> Result<Brief, Fehler> {
    let signed = dokument.schlusszeichnung.as_ref();
    let datum = signed.map_or(heute, |signed| tag(signed.um));
    let werte = werte::alle(db, dokument, seen, datum)?;
    let (voll, _) = felder::als_vorlage(&dokument.brief).fuellen(&werte);
    let kopf = werte::briefkopf(db, &seen.scope)?;
    let case = db.seen(dokument.vorgang)?.ok_or_else(Fehler::not_found)?;
    let (zeichen, _) = aktenzeichen(&case.fields);
    let fassung = if entwurf {
        Fassung::Entwurf(punkte(db, id, dokument, &seen.fields)?)
    } else {
        Fassung::Reinschrift
    };
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    let empfaenger = dokument.brief.brief_anschrift.as_deref().map(lines).unwrap_or_default();
    Ok(Brief {
        form: Form::B,
        fassung,
        vermerke: werte::angabe(&dokument.brief, werte::VERSANDVERMERK).into_iter().collect(),
        empfaenger: empfaenger.into_iter().filter(|line| !line.is_empty()).collect(),
        bezug: bezug(dokument, &kopf, &werte, zeichen),
        unterschrift: unterschrift(db, id, dokument)?,
        kopf: letterhead(kopf),
        datum,
        betreff: voll.betreff,
        anrede: voll.anrede,
        text: voll.text,
        gruss: voll.gruss,
        belehrung: voll.belehrung,
        anlagen: anlagen(db, voll.anlagen)?,
        verteiler: voll.verteiler,
        vorgang: Some(dokument.vorgang),
    })
}

/// The record's letterhead in the lines of the sheet.
fn letterhead(kopf: Briefkopf) -> schreiben::brief::Briefkopf {
    let full = |lines: Vec<String>| -> Vec<String> {
        lines.into_iter().filter(|line| !line.trim().is_empty()).collect()
    };
    let with = |word: &str, value: &str| match value.trim() {
        "" => String::new(),
        value => format!("{word} {value}"),
    };
    let mut kontakt = vec![with("Telefon", &kopf.telefon), kopf.email, kopf.internet];
    kontakt.extend(kopf.sprechzeiten);
    let mut kontakt = full(kontakt);
    // The foot of the sheet has six lines.
    kontakt.truncate(6);
    schreiben::brief::Briefkopf {
        name: kopf.name,
        zeilen: Vec::new(),
        anschrift: full(vec![kopf.strasse, kopf.ort]),
        kontakt,
        bank: full(vec![kopf.bank, with("IBAN", &kopf.iban), with("BIC", &kopf.bic)]),
        logo: None,
    }
}

fn bezug(dokument: &Dokument, kopf: &Briefkopf, werte: &Werte, zeichen: String) -> Bezug {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let value = |name: &str| werte.get(name).and_then(|value| given(value));
    Bezug {
        ihr_zeichen: werte::angabe(&dokument.brief, werte::IHR_ZEICHEN),
        ihre_nachricht_vom: werte::angabe(&dokument.brief, werte::IHRE_NACHRICHT)
            .and_then(|day| datum(&day)),
        unser_zeichen: zeichen,
        auskunft_erteilt: value("bearbeiter.name"),
        telefon: value("bearbeiter.telefon"),
        email: given(&kopf.email),
    }
}

fn unterschrift(db: &Db<'_>, id: Uuid, dokument: &Dokument) -> Result<Unterschrift, DbError> {
    let own =
        werte::angabe(&dokument.brief, werte::UNTERSCHRIFT).is_some_and(|how| how == "selbst");
    let (zeichnung, name) = match &dokument.schlusszeichnung {
        Some(signed) if signed.in_vertretung_fuer.is_some() => {
            (Zeichnung::InVertretung, signed.von.clone())
        }
        signed => {
            let zeichnung = if own { Zeichnung::Selbst } else { Zeichnung::ImAuftrag };
            let name = match signed {
                Some(signed) => signed.von.clone(),
                None => zeichner(db, id, dokument)?,
            };
            (zeichnung, name)
        }
    };
    let amtsbezeichnung = werte::angabe(&dokument.brief, werte::AMTSBEZEICHNUNG);
    Ok(Unterschrift { zeichnung, name, amtsbezeichnung, hinweis: None })
}

/// Who is asked for the final signature; whoever wrote it while nobody is.
fn zeichner(db: &Db<'_>, id: Uuid, dokument: &Dokument) -> Result<String, DbError> {
    let mut asked = unter(db, id, dokument.vorgang)?.into_iter();
    let asked = asked.rfind(|(_, point)| point.art == Verfuegungsart::Schlusszeichnung);
    Ok(asked.and_then(|(_, point)| point.adressat).unwrap_or_else(|| dokument.angelegt_von.clone()))
}

/// Enclosures by their titles: a document of the case by its own.
fn anlagen(db: &Db<'_>, written: Vec<String>) -> Result<Vec<String>, DbError> {
    let mut titles = Vec::new();
    for entry in written {
        let document = match Uuid::parse_str(&entry) {
            Ok(id) => match db.load::<Dokument>(id) {
                Ok((document, _)) => Some(document),
                Err(DbError::NotFound) => None,
                Err(other) => return Err(other),
            },
            Err(_) => None,
        };
        titles.push(document.map_or(entry, |document| document.titel));
    }
    Ok(titles)
}

/// Returns the instructions under a document, in their order.
fn unter(db: &Db<'_>, id: Uuid, vorgang: Uuid) -> Result<Vec<(Uuid, Verfuegung)>, DbError> {
    let mut points = Vec::new();
    for point in geschaeftsgang::unter(db, vorgang, Some(id))? {
        points.push((point, db.load::<Verfuegung>(point)?.0));
    }
    points.sort_by_key(|(_, point)| (point.nummer, point.schritt));
    Ok(points)
}

/// Returns the instructions as they stand at the foot of the draft.
pub(super) fn punkte(
    db: &Db<'_>,
    id: Uuid,
    dokument: &Dokument,
    fields: &Fields,
) -> Result<Vec<Verfuegungspunkt>, DbError> {
    let stand = fassung(fields);
    let points = unter(db, id, dokument.vorgang)?.into_iter();
    let points = points.filter(|(_, point)| point.status != VerfuegungState::Entfallen);
    let punkt = |(_, point): (Uuid, Verfuegung)| Verfuegungspunkt {
        text: wortlaut(&point),
        an: point.adressat.clone(),
        am: point.termin,
        erledigt: erledigt(&point, &stand),
    };
    Ok(points.map(punkt).collect())
}

/// Returns the signatures under a draft, and whether each was given for it as it stands.
pub(super) fn zeichnungen(
    db: &Db<'_>,
    id: Uuid,
    dokument: &Dokument,
    fields: &Fields,
) -> Result<Vec<ZeichnungZeile>, DbError> {
    let stand = fassung(fields);
    let points = unter(db, id, dokument.vorgang)?.into_iter();
    let counts =
        |point: &Verfuegung| point.art.zeichnung() && point.status != VerfuegungState::Entfallen;
    let points = points.filter(|(_, point)| counts(point));
    let zeile = |(id, point): (Uuid, Verfuegung)| ZeichnungZeile {
        id: id.to_string(),
        schluss: point.art == Verfuegungsart::Schlusszeichnung,
        nummer: point.nummer,
        art: kurz(point.art).to_owned(),
        erledigt: erledigt(&point, &stand),
        gilt: point.status == VerfuegungState::Erledigt && gilt(&point, &stand),
        adressat: point.adressat,
    };
    Ok(points.map(zeile).collect())
}

fn gilt(point: &Verfuegung, stand: &str) -> bool {
    point.erledigung.as_ref().and_then(|done| done.fassung.as_deref()) == Some(stand)
}

fn wortlaut(point: &Verfuegung) -> String {
    match (point.art, point.text.as_deref().map(str::trim)) {
        (art, None | Some("")) => kurz(art).to_owned(),
        (Verfuegungsart::Sonstige, Some(text)) => text.to_owned(),
        (art, Some(text)) => format!("{} {text}", kurz(art)),
    }
}

/// What became of a point, in words; nothing while it is open.
fn erledigt(point: &Verfuegung, stand: &str) -> Option<String> {
    let done = point.erledigung.as_ref()?;
    let who = person(&done.von, done.in_vertretung_fuer.as_deref(), done.um);
    match point.status {
        VerfuegungState::Offen | VerfuegungState::Entfallen => None,
        VerfuegungState::Zurueckgegeben => Some(format!("zurückgegeben: {who}")),
        VerfuegungState::Erledigt if !point.art.zeichnung() => Some(format!("erl. {who}")),
        VerfuegungState::Erledigt if gilt(point, stand) => Some(format!("gez. {who}")),
        VerfuegungState::Erledigt => Some(format!("gez. {who} (frühere Fassung)")),
    }
}

/// The final signature in words.
pub(super) fn gezeichnet(signed: &Schlusszeichnung) -> String {
    person(&signed.von, signed.in_vertretung_fuer.as_deref(), signed.um)
}

fn person(von: &str, fuer: Option<&str>, um: domain::Zeitpunkt) -> String {
    format!("{}, {}", worte::name(von, fuer), worte::tag(tag(um)))
}

/// The day of an instant, in the office.
pub(super) fn tag(um: domain::Zeitpunkt) -> Datum {
    um.to_zoned(domain::aktenzeichen::amtszeit()).date()
}

/// Reads a day as people or the program write it.
pub(super) fn datum(text: &str) -> Option<Datum> {
    let text = text.trim();
    text.parse().ok().or_else(|| Datum::strptime("%d.%m.%Y", text).ok())
}

/// Returns the name of a sheet's file, on every system.
pub(super) fn dateiname(titel: &str) -> String {
    domain::dateiname::dateiname(&format!("{titel}.pdf"))
}
