//! Post that holds post: every part becomes a durable, verified original of its own before any row
//! names one.
//!
//! Never more than one part in memory, and never a part lost because its neighbour is broken.

use std::collections::VecDeque;
use std::io::{Read, Write};

use domain::{Nachricht, Teil, Teilrolle};
use envelope::{Inhalt, Kopf, Rolle};
use inspect::Inspected;
use store::{BlobWriter, Store, StoredBlob};

use super::rows::teil;
use super::{Custody, TakeError, write_error};
use crate::worker::{OpenFailure, PartHead, PartSink, Worker, WorkerError};

/// Envelopes that may lie in one another.
const DEPTH_MAX: u32 = 4;
/// Parts of one item in all.
const PARTS_MAX: usize = 500;

const NICHT_GEOEFFNET: &str = "Die Nachricht oder das Archiv konnte nicht vollständig geöffnet \
     werden. Das Original ist unverändert gespeichert. Bitte ansehen.";
const ZU_VIELE_TEILE: &str = "Die Nachricht oder das Archiv enthält sehr viele Dateien. Nicht alle \
     wurden einzeln übernommen; das Original enthält sie vollständig. Bitte ansehen.";

/// An original and what a look at it found.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) blob: StoredBlob,
    pub(super) inspected: Inspected,
}

/// An original with everything that was found in it.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) original: Part,
    pub(super) nachricht: Option<Nachricht>,
    pub(super) hinweise: Vec<String>,
    pub(super) unvollstaendig: bool,
    pub(super) teile: Vec<(Teil, Part)>,
}

impl Opened {
    /// Returns an original that holds nothing else.
    pub(super) fn plain(original: Part) -> Self {
        Self {
            original,
            nachricht: None,
            hinweise: Vec::new(),
            unvollstaendig: false,
            teile: Vec::new(),
        }
    }

    /// Returns the original and its parts.
    pub(super) fn all(&self) -> impl Iterator<Item = &Part> {
        std::iter::once(&self.original).chain(self.teile.iter().map(|(_, part)| part))
    }

    /// Whether a person has to look.
    pub(super) fn pruefung_noetig(&self) -> bool {
        self.unvollstaendig || self.all().any(|part| part.inspected.befund.pruefung_noetig)
    }
}

/// Whether a document of this media type holds others.
pub(super) fn is_envelope(mime: &str) -> bool {
    matches!(mime, "message/rfc822" | "application/vnd.ms-outlook" | "application/zip")
}

impl Custody<'_> {
    /// Opens an envelope, and the envelopes in it.
    pub(super) fn open_envelope(
        &self,
        original: Part,
        file_name: &str,
    ) -> Result<Opened, TakeError> {
        let mut opened = Opened::plain(original);
        let mime = opened.original.inspected.befund.mime.clone();
        let mut parts = Vec::new();
        let inhalt = self.parts_of(&opened.original.blob, file_name, &mime, &mut parts)?;
        self.note(&mut opened, inhalt);
        let mut waiting: VecDeque<(u32, String, Found)> =
            parts.into_iter().map(|found| (1, String::new(), found)).collect();
        while let Some((depth, prefix, found)) = waiting.pop_front() {
            if opened.teile.len() >= PARTS_MAX {
                opened.unvollstaendig = true;
                opened.hinweise.push(ZU_VIELE_TEILE.to_owned());
                break;
            }
            let name = format!("{prefix}{}", found.head.name);
            let inspected = self.inspect(&found.blob, &found.head.name)?;
            let part = Part { blob: found.blob, inspected };
            let mime = part.inspected.befund.mime.clone();
            if is_envelope(&mime) && depth < DEPTH_MAX {
                let mut inner = Vec::new();
                let inhalt = self.parts_of(&part.blob, &found.head.name, &mime, &mut inner)?;
                if inhalt.as_ref().is_none_or(|inhalt| !inhalt.vollstaendig) {
                    opened.unvollstaendig = true;
                    opened.hinweise.push(format!("{name}: {NICHT_GEOEFFNET}"));
                }
                let prefix = format!("{name} › ");
                waiting.extend(inner.into_iter().map(|found| (depth + 1, prefix.clone(), found)));
            }
            let nummer = u32::try_from(opened.teile.len() + 1).unwrap_or(u32::MAX);
            opened.teile.push((teil(nummer, name, rolle(found.head.rolle), &part), part));
        }
        Ok(opened)
    }

    /// Makes each part of an envelope durable; `None` if it could not be opened to its end.
    pub(super) fn parts_of(
        &self,
        blob: &StoredBlob,
        file_name: &str,
        mime: &str,
        found: &mut Vec<Found>,
    ) -> Result<Option<Inhalt>, TakeError> {
        let mut reader = self.store.unnamed_blob_reader(blob)?;
        let mut sink = Keeping { store: self.store, scope: &blob.scope, begun: None, found };
        match self.worker.open_envelope(&mut reader, file_name, mime, &mut sink) {
            Ok(inhalt) => Ok(inhalt),
            Err(OpenFailure::Sink(error)) => Err(error),
            // What the document is to blame for is an answer; the rest is tried again.
            Err(OpenFailure::Worker(error)) => match error.hinweis() {
                Some(_) => Ok(None),
                None => Err(TakeError::Worker(error)),
            },
        }
    }

    /// Takes over what the envelope says besides its parts.
    fn note(&self, opened: &mut Opened, inhalt: Option<Inhalt>) {
        let Some(inhalt) = inhalt else {
            opened.unvollstaendig = true;
            opened.hinweise.push(NICHT_GEOEFFNET.to_owned());
            return;
        };
        opened.unvollstaendig = !inhalt.vollstaendig;
        opened.hinweise.extend(inhalt.hinweise);
        opened.nachricht = inhalt.kopf.map(nachricht);
        if let Some(court) = &inhalt.xjustiz {
            opened.nachricht = Some(super::export::nachricht(court));
        }
        // What a look at the raw bytes took for text is packing.
        opened.original.inspected.befund.text = inhalt.text;
    }
}

/// Returns the text of an envelope that is stored already; its parts are passed over.
pub(super) fn text_of(
    worker: &Worker,
    reader: &mut dyn Read,
    mime: &str,
) -> Result<String, WorkerError> {
    struct Nowhere;
    impl PartSink for Nowhere {
        type Error = std::convert::Infallible;

        fn begin(&mut self, _: PartHead) -> Result<(), Self::Error> {
            Ok(())
        }

        fn bytes(&mut self, _: &[u8]) -> Result<(), Self::Error> {
            Ok(())
        }

        fn end(&mut self) -> Result<(), Self::Error> {
            Ok(())
        }
    }
    match worker.open_envelope(reader, "", mime, &mut Nowhere) {
        Ok(inhalt) => Ok(inhalt.map(|inhalt| inhalt.text).unwrap_or_default()),
        Err(OpenFailure::Worker(error)) if error.hinweis().is_some() => Ok(String::new()),
        Err(OpenFailure::Worker(error)) => Err(error),
        Err(OpenFailure::Sink(never)) => match never {},
    }
}

/// A part whose bytes are durable.
pub(super) struct Found {
    head: PartHead,
    blob: StoredBlob,
}

/// Writes parts as they come.
struct Keeping<'a> {
    store: &'a Store,
    scope: &'a str,
    begun: Option<(PartHead, BlobWriter)>,
    found: &'a mut Vec<Found>,
}

impl PartSink for Keeping<'_> {
    type Error = TakeError;

    fn begin(&mut self, head: PartHead) -> Result<(), TakeError> {
        self.begun = Some((head, self.store.blob_writer(self.scope)?));
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), TakeError> {
        match &mut self.begun {
            Some((_, writer)) => writer.write_all(bytes).map_err(write_error),
            None => Ok(()),
        }
    }

    fn end(&mut self) -> Result<(), TakeError> {
        if let Some((head, writer)) = self.begun.take() {
            self.found.push(Found { head, blob: writer.finish()? });
        }
        Ok(())
    }
}

pub(super) fn rolle(rolle: Rolle) -> Teilrolle {
    match rolle {
        Rolle::Nachrichtentext => Teilrolle::Nachrichtentext,
        Rolle::Anlage => Teilrolle::Anlage,
        Rolle::Eingebettet => Teilrolle::Eingebettet,
        Rolle::Signatur => Teilrolle::Signatur,
        Rolle::Strukturdatei => Teilrolle::Strukturdatei,
    }
}

fn nachricht(kopf: Kopf) -> Nachricht {
    let names = |list: &[envelope::Adresse]| list.iter().filter_map(address).collect();
    Nachricht {
        von: kopf.von.iter().filter_map(address).collect(),
        an: names(&kopf.an),
        kopie: names(&kopf.kopie),
        betreff: kopf.betreff.clone(),
        gesendet_um: kopf.gesendet_um.map(|um| um.to_string()),
        kennung: kopf.nachrichten_id.clone(),
        antwort_auf: kopf.antwort_auf.clone(),
        pruefergebnisse: kopf
            .pruefergebnisse
            .iter()
            .map(|p| format!("{}: {} ({})", p.verfahren.to_uppercase(), p.ergebnis, p.server))
            .collect(),
        smime: kopf.smime.as_ref().map(smime),
        aktenzeichen: None,
    }
}

fn address(address: &envelope::Adresse) -> Option<String> {
    match (&address.name, &address.adresse) {
        (Some(name), Some(mail)) => Some(format!("{name} <{mail}>")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

fn smime(smime: &envelope::Smime) -> String {
    let mut words = Vec::new();
    if smime.verschluesselt {
        words.push("verschlüsselt".to_owned());
    }
    if smime.signiert {
        let by = smime.unterzeichner.as_deref().unwrap_or("unbekannt");
        words.push(format!("signiert von {by}"));
        words.push(
            match smime.pruefsumme_stimmt {
                Some(true) => "Prüfsumme stimmt",
                Some(false) => "Prüfsumme stimmt nicht",
                None => "Prüfsumme nicht berechnet",
            }
            .to_owned(),
        );
        words.push("nicht gegen die Vertrauensliste geprüft".to_owned());
    }
    words.join(", ")
}
