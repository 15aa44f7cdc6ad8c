//! Records as the room that proposes knows them, and items of post as it reads them.
//!
//! Never keeps a text: what a document teaches is a few words and signs.

use domain::eingang::Eingang;
use domain::lernmerkmale::{
    ABSENDER_MAX, Lernmerkmale, WOERTER_MAX, ZEICHEN_MAX, Zeichen, Zeichenart,
};
use domain::record::text;
use domain::{Datum, Dokument, DokumentState, Dokumentart, Fields, Kontakt, RecType, Record};
use store::record::Seen;
use store::{Db, DbError};
use uuid::Uuid;
use zuordnung::{Abgelegt, AkteKenntnis, KontaktKenntnis, Schreiben, VorgangKenntnis, Wissen};

/// Pages read of one original at most; what a letter is about stands on its first ones.
const PAGES_MAX: usize = 12;

/// What there is to know of a record.
pub(super) enum Kenntnis {
    /// Nothing, or nothing any more.
    Nichts,
    /// An item of post that waits.
    Offen,
    /// Something, in a scope.
    Von(String, Was),
}

/// Knowledge of one record.
pub(super) enum Was {
    Akte(AkteKenntnis),
    Vorgang(VorgangKenntnis),
    Kontakt(Box<KontaktKenntnis>),
    /// A document, with its pages where it brings nothing to learn from along.
    Dokument(Box<Abgelegt>, Vec<String>),
}

impl Was {
    pub(super) fn tell(self, wissen: &mut Wissen, id: Uuid) {
        match self {
            Self::Akte(akte) => wissen.set_akte(id, akte),
            Self::Vorgang(vorgang) => wissen.set_vorgang(id, vorgang),
            Self::Kontakt(kontakt) => wissen.set_kontakt(id, *kontakt),
            Self::Dokument(mut dokument, seiten) => {
                if !seiten.is_empty() {
                    let letter = Schreiben { seiten: &seiten, ..Schreiben::default() };
                    dokument.merkmale = wissen.merkmale(&letter);
                }
                wissen.set_dokument(id, *dokument);
            }
        }
    }
}

/// What stands behind a place in the store's order.
pub(super) fn nach(
    db: &Db<'_>,
    reached: u64,
    limit: u32,
) -> Result<Vec<(u64, Uuid, Kenntnis)>, DbError> {
    let rows = db.suchfolge_nach(reached, limit)?;
    rows.into_iter().map(|(nr, id)| Ok((nr, id, kenntnis(db, id)?))).collect()
}

fn kenntnis(db: &Db<'_>, id: Uuid) -> Result<Kenntnis, DbError> {
    let Some(seen) = db.seen(id)? else { return Ok(Kenntnis::Nichts) };
    let was = match seen.rec_type {
        RecType::Akte => Some(Was::Akte(akte(db, &seen.fields)?)),
        RecType::Vorgang => vorgang(&seen.fields).map(Was::Vorgang),
        RecType::Kontakt => kontakt(&seen.fields).map(|kontakt| Was::Kontakt(Box::new(kontakt))),
        RecType::Dokument => dokument(db, &seen)?,
        RecType::Eingang if text(&seen.fields, "status") == "offen" => {
            return Ok(Kenntnis::Offen);
        }
        _ => None,
    };
    Ok(was.map_or(Kenntnis::Nichts, |was| Kenntnis::Von(seen.scope, was)))
}

fn akte(db: &Db<'_>, fields: &Fields) -> Result<AkteKenntnis, DbError> {
    let plan = match Uuid::parse_str(text(fields, "aktenplaneinheit")) {
        Ok(unit) => db.seen(unit)?.map(|unit| {
            let [number, name] = ["kennzeichen", "bezeichnung"].map(|f| text(&unit.fields, f));
            format!("{number} {name}")
        }),
        Err(_) => None,
    };
    Ok(AkteKenntnis {
        zeichen: zeichen(fields),
        betreff: text(fields, "betreff").to_owned(),
        plan: plan.unwrap_or_default(),
        geschlossen: text(fields, "status") != "offen",
    })
}

fn vorgang(fields: &Fields) -> Option<VorgangKenntnis> {
    let vorgang = domain::Vorgang::from_fields(fields).ok()?;
    Some(VorgangKenntnis {
        akte: vorgang.akte,
        zeichen: zeichen(fields),
        betreff: vorgang.betreff,
        beteiligte: vorgang.beteiligte.iter().map(|party| party.kontakt).collect(),
        geschlossen: text(fields, "status") == "zda",
        begonnen: Some(vorgang.angelegt_um.to_zoned(domain::aktenzeichen::amtszeit()).date()),
    })
}

fn kontakt(fields: &Fields) -> Option<KontaktKenntnis> {
    let kontakt = Kontakt::from_fields(fields).ok()?;
    Some(KontaktKenntnis {
        name: kontakt.name,
        vorname: kontakt.vorname.unwrap_or_default(),
        institution: kontakt.institution.unwrap_or_default(),
        strasse: kontakt.strasse.unwrap_or_default(),
        plz: kontakt.plz.unwrap_or_default(),
        ort: kontakt.ort.unwrap_or_default(),
        mail: kontakt.email.unwrap_or_default(),
        iban: kontakt.iban.unwrap_or_default(),
        telefon: kontakt.telefon.unwrap_or_default(),
    })
}

fn dokument(db: &Db<'_>, seen: &Seen) -> Result<Option<Was>, DbError> {
    let Ok(dokument) = Dokument::from_fields(&seen.fields) else { return Ok(None) };
    if dokument.status == DokumentState::Storniert {
        return Ok(None);
    }
    let seiten = match (&dokument.lernmerkmale, dokument.versionen.last()) {
        (None, Some(version)) => pages(db, &version.sha256)?,
        _ => Vec::new(),
    };
    let day = dokument.angelegt_um.to_zoned(domain::aktenzeichen::amtszeit()).date();
    let first = db.dokumente_in(dokument.vorgang)?.first() == Some(&seen.rec_id);
    let known = Abgelegt {
        vorgang: dokument.vorgang,
        merkmale: bounded(dokument.lernmerkmale.unwrap_or_default()),
        typ: dokument.typ,
        absender: dokument.absender,
        fremdzeichen: dokument.fremdes_geschaeftszeichen,
        ausgang: dokument.art.is_some_and(|art| art != Dokumentart::Eingang),
        am: dokument.posteingangsdatum.or(Some(day)),
        erstes: first,
    };
    Ok(Some(Was::Dokument(Box::new(known), seiten)))
}

/// Another workstation wrote them.
fn bounded(mut merkmale: Lernmerkmale) -> Lernmerkmale {
    merkmale.zeichen.truncate(ZEICHEN_MAX);
    merkmale.absender.truncate(ABSENDER_MAX);
    merkmale.woerter.truncate(WOERTER_MAX);
    merkmale
}

fn zeichen(fields: &Fields) -> Vec<String> {
    let names = ["aktenzeichen", "aktenzeichen_vorlaeufig", "fremdes_geschaeftszeichen"];
    let all = names.iter().map(|name| text(fields, name)).filter(|text| !text.is_empty());
    all.map(str::to_owned).collect()
}

/// Returns the pages of an original that are read; none if nothing was read of it.
fn pages(db: &Db<'_>, sha256: &str) -> Result<Vec<String>, DbError> {
    let mut pages = db.page_words(sha256)?.unwrap_or_default();
    pages.truncate(PAGES_MAX);
    if pages.iter().all(|page| page.trim().is_empty()) {
        pages.clear();
    }
    Ok(pages)
}

/// An item of post as it was read, with the places of its pages.
#[derive(Debug, Default)]
pub(crate) struct Gelesen {
    pub(crate) seiten: Vec<String>,
    /// Original and page number, from 1, of each.
    pub(crate) orte: Vec<(String, u32)>,
    betreff: Option<String>,
    mail: Vec<String>,
    code: Option<Uuid>,
    zeichen: Vec<Zeichen>,
    eingang: Option<Datum>,
}

impl Gelesen {
    pub(crate) fn schreiben(&self) -> Schreiben<'_> {
        Schreiben {
            seiten: &self.seiten,
            betreff: self.betreff.as_deref(),
            mail: &self.mail,
            code: self.code,
            zeichen: &self.zeichen,
            eingang: self.eingang,
        }
    }

    /// Nothing of it could be read.
    pub(crate) fn leer(&self) -> bool {
        self.seiten.is_empty() && self.betreff.is_none() && self.code.is_none()
    }
}

/// Reads an item of post with its parts.
pub(crate) fn gelesen(db: &Db<'_>, eingang: &Eingang) -> Result<Gelesen, DbError> {
    let received = eingang.eingegangen_um.to_zoned(domain::aktenzeichen::amtszeit());
    let mut read = Gelesen {
        code: eingang.vorgang_aus_code,
        eingang: Some(received.date()),
        ..Gelesen::default()
    };
    if let Some(message) = &eingang.nachricht {
        read.betreff = message.betreff.clone();
        read.mail = message.von.iter().filter_map(|from| address(from)).collect();
        read.zeichen.extend(
            message
                .aktenzeichen
                .iter()
                .map(|sign| Zeichen { art: Zeichenart::Fremdzeichen, wert: compact(sign) }),
        );
    }
    let parts = eingang.teile.iter();
    let facts = parts.clone().map(|teil| &teil.merkmale).chain([&eingang.merkmale]);
    if let Some(invoice) = facts.filter_map(|facts| facts.rechnung.as_ref()).next() {
        of_invoice(invoice, &mut read.zeichen);
    }
    let originals = std::iter::once(&eingang.sha256).chain(parts.map(|teil| &teil.sha256));
    for sha256 in originals {
        for (number, page) in (1..).zip(pages(db, sha256)?) {
            read.seiten.push(page);
            read.orte.push((sha256.clone(), number));
        }
    }
    Ok(read)
}

fn of_invoice(invoice: &domain::Rechnung, zeichen: &mut Vec<Zeichen>) {
    let mut add = |art, text: &str| {
        let wert = compact(text);
        if !wert.is_empty() {
            zeichen.push(Zeichen { art, wert });
        }
    };
    add(Zeichenart::Rechnungsnummer, &invoice.nummer);
    add(Zeichenart::Rechnungsnummer, &invoice.bezug);
    add(Zeichenart::Steuernummer, &invoice.verkaeufer.ust_id);
    add(Zeichenart::Steuernummer, &invoice.verkaeufer.steuernummer);
    add(Zeichenart::Mail, &invoice.verkaeufer.email);
    invoice.iban.iter().for_each(|iban| add(Zeichenart::Iban, iban));
}

/// Returns the comparison form of a sign.
fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).take(80).collect()
}

/// Returns the address of a sender as a message names it: `Name <a@b>` or `a@b`.
fn address(from: &str) -> Option<String> {
    let inner = from.rsplit_once('<').map_or(from, |(_, rest)| rest.trim_end_matches('>'));
    let inner = inner.trim();
    (inner.contains('@') && !inner.contains(char::is_whitespace)).then(|| inner.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_known_by_the_address_alone() {
        assert_eq!(
            address("Ines Holler <I.Holler@example.org>").as_deref(),
            Some("i.holler@example.org")
        );
        assert_eq!(address("post@example.org").as_deref(), Some("post@example.org"));
        assert_eq!(address("Ines Holler"), None);
    }
}
