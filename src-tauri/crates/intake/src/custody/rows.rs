//! The one transaction of an intake: originals, what was derived from them, the item, its sources.
//!
//! Never writes a row for an original that is not durable: it takes [`store::StoredBlob`]s.

use domain::merkmale::Merkmale;
use domain::{Edit, Eingang, EingangState, Herkunft, RecType, Record, Teil, Teilrolle, Zugang};
use store::quelle::TakenSource;
use store::{Act, DbError, Tx};
use uuid::Uuid;

use super::parts::{Opened, Part};
use super::{Custody, TakeError, Taken, title};

impl Custody<'_> {
    /// Writes everything about one item. The first source is the item's own file.
    pub(super) fn write(
        &self,
        tx: &Tx<'_>,
        opened: Opened,
        herkunft: Herkunft,
        sources: &[TakenSource],
    ) -> Result<Taken, TakeError> {
        put_part(tx, &opened.original, true)?;
        for (teil, part) in &opened.teile {
            // A logo in a message has no words that anybody would look for.
            put_part(tx, part, teil.rolle != Teilrolle::Eingebettet)?;
        }
        let sha256 = opened.original.blob.sha256.clone();
        let known = tx.eingang_with_bytes(&opened.original.blob.scope, &sha256)?;
        let (eingang, pruefung_noetig) = match known {
            Some(eingang) => {
                let again = sources.first().map(|source| same_file_again(tx, source));
                if !again.transpose()?.unwrap_or(false) {
                    self.append_zugang(tx, eingang, herkunft)?;
                }
                (eingang, tx.load::<Eingang>(eingang)?.0.pruefung_noetig)
            }
            None => {
                let pruefung_noetig = opened.pruefung_noetig();
                (self.create(tx, opened, herkunft)?, pruefung_noetig)
            }
        };
        for source in sources {
            tx.source_taken(&TakenSource { eingang, ..source.clone() })?;
            tx.source_fine(&source.pfad)?;
        }
        Ok(Taken { eingang, sha256, bereits_vorhanden: known.is_some(), pruefung_noetig })
    }

    fn create(&self, tx: &Tx<'_>, opened: Opened, herkunft: Herkunft) -> Result<Uuid, TakeError> {
        let now = tx.env().now();
        let pruefung_noetig = opened.pruefung_noetig();
        let requires = opened.all().map(|part| part.blob.sha256.clone()).collect();
        let Opened { original, nachricht, hinweise, teile, .. } = opened;
        let Part { blob, inspected } = original;
        let befund = inspected.befund;
        let subject = nachricht.as_ref().and_then(|head| head.betreff.as_deref());
        let mut eingang = Eingang {
            titel: title::of_message(subject, &herkunft.dateiname)
                .unwrap_or_else(|| title::title(&befund, &herkunft.dateiname)),
            eingegangen_um: now,
            herkunft,
            sha256: blob.sha256.clone(),
            groesse_bytes: blob.size,
            hinweise: befund.hinweise.iter().cloned().chain(hinweise).collect(),
            merkmale: befund.merkmale,
            teile: teile.into_iter().map(|(teil, _)| teil).collect(),
            nachricht,
            stapel: None,
            archivnummer: None,
            vorgang_aus_code: None,
            pruefung_noetig,
            status: EingangState::Offen,
            dokument: None,
            dublette_von: None,
            zugaenge: Vec::new(),
            transfervermerk: None,
            nachweis: None,
            papieroriginal: None,
            stichproben: Vec::new(),
            angelegt_von: self.akteur.clone(),
            angelegt_um: now,
        };
        fit(&mut eingang)?;
        let id = tx.env().id();
        let edit = Edit::create(eingang.to_fields());
        let act = self.act("eingang_uebernehmen");
        tx.edit(&act, RecType::Eingang, id, &blob.scope, edit, requires)?;
        Ok(id)
    }

    fn append_zugang(
        &self,
        tx: &Tx<'_>,
        eingang: Uuid,
        herkunft: Herkunft,
    ) -> Result<(), TakeError> {
        let zugang = Zugang { id: tx.env().id(), herkunft, eingegangen_um: tx.env().now() };
        let scope = tx.load::<Eingang>(eingang)?.1.scope;
        let value = serde_json::to_value(&zugang).map_err(DbError::from)?;
        let edit = Edit::append("zugaenge", value);
        let act = self.act("eingang_erneut_zugegangen");
        Ok(tx.edit(&act, RecType::Eingang, eingang, &scope, edit, Vec::new())?)
    }

    pub(crate) fn act(&self, aktion: &'static str) -> Act {
        Act {
            akteur: self.akteur.clone(),
            arbeitsplatz: self.arbeitsplatz.clone(),
            aktion,
            bemerkung: None,
            group: None,
            konflikt: None,
        }
    }
}

/// Tells whether these bytes came from this path before, with the same size and time: then it is
/// the same file under another number, as after a share was mounted anew, and no new arrival.
fn same_file_again(tx: &Tx<'_>, source: &TakenSource) -> Result<bool, DbError> {
    let without_number = |kennung: &str| kennung.split_once(':').map(|(_, rest)| rest.to_owned());
    Ok(tx.source(&source.pfad)?.is_some_and(|known| {
        known.sha256 == source.sha256
            && without_number(&known.kennung) == without_number(&source.kennung)
    }))
}

/// Largest record, with room for what comes later: a change has to fit into a message.
const RECORD_BYTES_MAX: usize = wire::MUTATION_BYTES_MAX / 2;
/// Lines of an invoice and notes on a part that stay in a record that is too large.
const FEW: usize = 20;

const GEKUERZT: &str = "Die Angaben zu diesem Eingang sind so umfangreich, dass nicht alle \
     übernommen wurden. Die Originale enthalten sie vollständig. Bitte ansehen.";

/// Leaves facts out of a record that is too large to travel. The originals have them all.
fn fit(eingang: &mut Eingang) -> Result<(), DbError> {
    let size = |eingang: &Eingang| Ok::<_, DbError>(serde_json::to_vec(eingang)?.len());
    if size(eingang)? <= RECORD_BYTES_MAX {
        return Ok(());
    }
    eingang.pruefung_noetig = true;
    eingang.hinweise.truncate(FEW);
    eingang.hinweise.push(GEKUERZT.to_owned());
    let parts = eingang.teile.iter_mut();
    let all = std::iter::once(&mut eingang.merkmale);
    for merkmale in all.chain(parts.map(|teil| {
        teil.hinweise.truncate(1);
        &mut teil.merkmale
    })) {
        merkmale.eingebettet.truncate(FEW);
        merkmale.signaturen.truncate(FEW);
        if let Some(rechnung) = &mut merkmale.rechnung {
            rechnung.positionen.truncate(FEW);
            rechnung.anlagen.truncate(FEW);
            rechnung.hinweise.truncate(FEW);
        }
    }
    if size(eingang)? > RECORD_BYTES_MAX {
        eingang.merkmale.rechnung = None;
        for teil in &mut eingang.teile {
            let Merkmale { mime, seiten, verschluesselt, signiert, .. } = teil.merkmale.clone();
            teil.merkmale =
                Merkmale { mime, seiten, verschluesselt, signiert, ..Merkmale::default() };
        }
    }
    Ok(())
}

/// Writes one original and what was derived from it.
pub(super) fn put_part(tx: &Tx<'_>, part: &Part, read: bool) -> Result<(), DbError> {
    let Part { blob, inspected } = part;
    let befund = &inspected.befund;
    tx.put_blob(blob, false)?;
    tx.put_derived(&blob.sha256, &befund.text, inspected.thumbnail.as_deref())?;
    if read {
        wants_recognition(tx, &blob.sha256, &befund.merkmale)?;
    }
    Ok(())
}

/// Asks for the pictures of an original to be read, if it has any that need it. A scan gets a
/// searchable copy beside it; a signed document only if somebody asks.
pub(crate) fn wants_recognition(
    tx: &Tx<'_>,
    sha256: &str,
    merkmale: &Merkmale,
) -> Result<(), DbError> {
    let picture = matches!(merkmale.mime.as_str(), "image/tiff" | "image/jpeg" | "image/png");
    let pages = if picture { merkmale.seiten.unwrap_or(0) } else { merkmale.seiten_ohne_text };
    if pages == 0 || merkmale.verschluesselt {
        return Ok(());
    }
    let scan = merkmale.seiten == Some(pages) && !merkmale.signiert;
    tx.want_recognition(sha256, scan)
}

/// What a part becomes in the record.
pub(super) fn teil(nummer: u32, name: String, rolle: domain::Teilrolle, part: &Part) -> Teil {
    let befund = &part.inspected.befund;
    Teil {
        nummer,
        name,
        rolle,
        sha256: part.blob.sha256.clone(),
        groesse_bytes: part.blob.size,
        merkmale: befund.merkmale.clone(),
        hinweise: befund.hinweise.clone(),
    }
}
