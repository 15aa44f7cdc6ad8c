//! The transfer note: made, bound to the scan by its hash, embedded in a PDF/A-3 beside it.
//!
//! Never written over a doubt: pages that do not add up need a reason, and then the paper stays.

use domain::transfervermerk::{
    Auffaelligkeit, Bildgleichheit, Ersteller, Farbe, Geraet, Papieroriginal, Pruefsummen, Qsart,
    Qsergebnis, Qualitaetssicherung, SCHEMA_VERSION, Scanprofil, Schutzbedarf, Schutzstufe,
    Software, Texterkennung, Transfervermerk, Umstaende, Verfahrensanweisung, Vermerkverstoss,
};
use domain::{Edit, Eingang, Fields, Op, RecType, Zeitpunkt, eingang::Nachweis};
use intake::recognition::{Nachweisschreiber, ReadError};
use intake::worker::{Beilage, CopyFacts};
use ocr::Tesseract;
use scan::abgabe::Scanbericht;
use serde_json::json;
use store::meta::Meta;
use store::{Db, StoredBlob};
use uuid::Uuid;

use super::{
    STICHPROBE, bemerkt, erzeuger, fruehestens, hindernis, leerseiten, refuse, scanbericht, stapel,
    tag,
};
use crate::Desk;
use crate::desk::{arbeitsplatz, benutzer, parse_id};
use crate::ersetzend::worte;
use crate::views::{
    Code, EingangView, Fehler, Gleichheit, Id, ScanPruefenArgs, ScanUmgebung, Schutzart,
};

/// Form of the copy that carries the note.
const FORMAT: &str = "PDF/A-3u";
/// Name of the embedded file.
const DATEINAME: &str = "transfervermerk.xml";
/// Most characters of a remark.
const TEXT_MAX: usize = 500;
/// Most remarks.
const AUFFAELLIGKEITEN_MAX: usize = 50;

/// What the note is made from, as it stood when the clerk asked.
struct Gegenstand {
    id: Uuid,
    eingang: Eingang,
    scope: String,
    ersteller: Ersteller,
    gelesen: bool,
    /// What the scan knew, if it was made at this desk.
    bericht: Option<Scanbericht>,
}

impl Gegenstand {
    fn lesen(db: &Db<'_>, id: Uuid) -> Result<Self, Fehler> {
        let (eingang, seen) = db.load::<Eingang>(id)?;
        if eingang.transfervermerk.is_some() {
            return Err(vergeben());
        }
        if let Some(grund) = hindernis(&eingang, stapel(db, &eingang)?.as_ref()) {
            return Err(refuse(grund, ""));
        }
        let organisation = db.meta(Meta::Mandant)?.unwrap_or_default();
        if organisation.trim().is_empty() {
            return Err(refuse(
                "Auf diesem Arbeitsplatz steht der Name der Behörde noch nicht fest.",
                "Er gehört in den Transfervermerk. Bitte richten Sie zuerst die Zentrale ein.",
            ));
        }
        let ersteller =
            Ersteller { kennung: benutzer(db)?, organisation, arbeitsplatz: arbeitsplatz(db)? };
        let gelesen = !db.page_texts(&eingang.sha256)?.is_empty();
        let bericht = scanbericht(db, id)?;
        Ok(Self { id, scope: seen.scope, ersteller, gelesen, bericht, eingang })
    }
}

impl Desk {
    /// Notes that a scan was compared with its paper and may replace it.
    pub fn scan_pruefen(&self, args: ScanPruefenArgs) -> Result<EingangView, Fehler> {
        let id = parse_id(&args.eingang)?;
        let gegenstand = self.store.read(|db| Gegenstand::lesen(db, id))?;
        let texte = eingaben(&args)?;
        let schreiber = Nachweisschreiber { store: &self.store, worker: &self.worker };
        let eingang = &gegenstand.eingang;
        let bilder = schreiber
            .bilder(&eingang.sha256, &eingang.merkmale.mime)
            .map_err(|error| unlesbar(&error))?;
        let vermerk = bauen(&gegenstand, &args, texte, &bilder, self.store.env().now());
        pruefen(&vermerk)?;
        let beilage = Beilage {
            name: DATEINAME.to_owned(),
            mime: "application/xml".to_owned(),
            beschreibung: "Transfervermerk nach BSI TR-03138".to_owned(),
            inhalt: vermerk.to_xml(),
        };
        let (mime, titel) = (&eingang.merkmale.mime, &eingang.titel);
        let (blob, facts) = schreiber
            .schreiben(&eingang.sha256, mime, titel, &gegenstand.scope, vermerk.seiten, beilage)
            .map_err(|error| unlesbar(&error))?;
        if facts.bilder != bilder.bilder {
            // Decoding is deterministic; whatever made a difference must not be signed for.
            return Err(Fehler::new(
                Code::Internal,
                "Die Seiten ergaben beim Schreiben andere Bilder als beim Prüfen.",
                "Es wurde nichts vermerkt. Bitte versuchen Sie es noch einmal.",
            ));
        }
        self.vermerken(id, &vermerk, &blob)?;
        self.eingang(Id { id: args.eingang })
    }

    fn vermerken(
        &self,
        id: Uuid,
        vermerk: &Transfervermerk,
        blob: &StoredBlob,
    ) -> Result<(), Fehler> {
        self.store.write(|tx| {
            let (eingang, seen) = tx.load::<Eingang>(id)?;
            if eingang.transfervermerk.is_some() {
                return Err(vergeben());
            }
            if let Some(grund) = hindernis(&eingang, stapel(tx, &eingang)?.as_ref()) {
                return Err(refuse(grund, ""));
            }
            tx.put_blob(blob, false)?;
            // From here on the note says it.
            tx.clear_scanbericht(id)?;
            // The words on its pages are the original's; nobody has to derive them again.
            tx.put_derived(&blob.sha256, "", None)?;
            let act = self.act(tx, "scan_pruefen")?;
            let nachweis = Nachweis { sha256: blob.sha256.clone(), groesse_bytes: blob.size };
            let papier = erster_stand(vermerk, tag(tx.env().now()))?;
            let set = Fields::from([
                ("transfervermerk".to_owned(), json!(vermerk)),
                ("nachweis".to_owned(), json!(nachweis)),
                ("papieroriginal".to_owned(), json!(papier)),
            ]);
            let edit = Edit::set(Op::Transition, &seen.fields, set);
            let requires = vec![blob.sha256.clone()];
            Ok(tx.edit(&act, RecType::Eingang, id, &seen.scope, edit, requires)?)
        })
    }
}

/// The paper of a complete note is kept for a while; that of another one stays until somebody
/// decides.
fn erster_stand(vermerk: &Transfervermerk, heute: domain::Datum) -> Result<Papieroriginal, Fehler> {
    if vermerk.vollstaendig().is_err() {
        return Ok(Papieroriginal::Vorhanden);
    }
    let person = &vermerk.erstellt_von.kennung;
    let u = Umstaende { heute, person, vermerk, regel: STICHPROBE, stichprobe: None };
    let ziel = Papieroriginal::AufbewahrungBis { bis: fruehestens(vermerk) };
    Papieroriginal::Vorhanden
        .schritt(ziel, &u)
        .map_err(|verstoss| refuse(worte::papierverstoss(&verstoss), ""))
}

fn vergeben() -> Fehler {
    Fehler::new(
        Code::Conflict,
        "Dieser Scan ist bereits geprüft. Ein Transfervermerk wird nicht geändert.",
        "Wenn er nicht stimmt: Bitte scannen Sie das Papier neu.",
    )
}

fn unlesbar(error: &ReadError) -> Fehler {
    tracing::warn!(error = error as &dyn std::error::Error, "transfer note");
    let (code, meldung) = match error.hinweis() {
        Some(hinweis) => (Code::Invalid, hinweis),
        None => (Code::Internal, "Die Seiten konnten gerade nicht gelesen werden."),
    };
    Fehler::new(code, meldung, "Es wurde nichts vermerkt.")
}

/// Checks what the clerk has said; returns the remarks.
fn eingaben(args: &ScanPruefenArgs) -> Result<Vec<String>, Fehler> {
    if !args.sichtpruefung {
        return Err(refuse(
            "Bitte vergleichen Sie zuerst jede Seite des Scans mit dem Papier.",
            "Ohne Sichtprüfung gibt es keinen Transfervermerk.",
        ));
    }
    if args.seiten_vorbereitung == 0 {
        return Err(refuse("Bitte geben Sie an, wie viele Seiten das Papier hat.", ""));
    }
    let u = &args.umgebung;
    for (text, meldung) in [
        (&u.anweisung, "Bitte nennen Sie die Verfahrensanweisung, nach der gescannt wurde."),
        (&u.anweisung_version, "Bitte nennen Sie die Fassung der Verfahrensanweisung."),
    ] {
        if text.trim().is_empty() {
            return Err(refuse(meldung, ""));
        }
    }
    let texte: Vec<String> = args
        .auffaelligkeiten
        .iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    let said = [&u.hersteller, &u.modell, &u.seriennummer, &u.profil, &u.anweisung];
    let long = |text: &String| text.chars().count() > TEXT_MAX;
    let too_long =
        said.into_iter().any(long) || long(&u.anweisung_version) || texte.iter().any(long);
    if too_long || texte.len() > AUFFAELLIGKEITEN_MAX {
        return Err(refuse(
            format!(
                "Es gehen höchstens {AUFFAELLIGKEITEN_MAX} Auffälligkeiten und je Feld höchstens \
                 {TEXT_MAX} Zeichen."
            ),
            "",
        ));
    }
    Ok(texte)
}

/// A note is complete, or its pages do not add up and somebody has said why.
fn pruefen(vermerk: &Transfervermerk) -> Result<(), Fehler> {
    use Vermerkverstoss as V;
    let Err(verstoss) = vermerk.vollstaendig() else { return Ok(()) };
    let (V::SeitenFehlen { .. } | V::SeitenZuviel { .. } | V::LeerseiteUnmoeglich { .. }) =
        verstoss
    else {
        return Err(refuse(worte::vermerkverstoss(&verstoss), "Es wurde nichts vermerkt."));
    };
    let said = vermerk.qs.as_ref().is_some_and(|qs| !qs.auffaelligkeiten.is_empty());
    if said {
        return Ok(());
    }
    Err(refuse(
        worte::vermerkverstoss(&verstoss),
        "Bitte zählen Sie nach und scannen Sie neu, oder nennen Sie den Grund als Auffälligkeit. \
         Das Papier bleibt dann erhalten.",
    ))
}

fn bauen(
    gegenstand: &Gegenstand,
    args: &ScanPruefenArgs,
    texte: Vec<String>,
    bilder: &CopyFacts,
    um: Zeitpunkt,
) -> Transfervermerk {
    let eingang = &gegenstand.eingang;
    let pages = &bilder.bilder;
    let gesagt = texte.iter().map(|text| Auffaelligkeit { seite: None, text: text.clone() });
    let gescannt = bemerkt(gegenstand.bericht.as_ref());
    let geringer = bilder.geringer.iter().map(|page| Auffaelligkeit {
        seite: Some(page + 1),
        text: "In der PDF/A-Fassung gröber oder mit weniger Farben; maßgeblich ist der Scan."
            .to_owned(),
    });
    Transfervermerk {
        schema_version: SCHEMA_VERSION,
        dokument: gegenstand.id,
        seiten: bilder.seiten,
        seiten_vorbereitung: Some(args.seiten_vorbereitung),
        eingangsdatum: tag(eingang.eingegangen_um),
        erstellt_von: gegenstand.ersteller.clone(),
        erstellt_um: um,
        geraet: geraet(&args.umgebung, eingang),
        software: Software {
            name: "Forsthaus".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        profil: Scanprofil {
            name: args.umgebung.profil.trim().to_owned(),
            dpi: pages.iter().map(|page| page.dpi).min().unwrap_or(0),
            farbe: farbe(bilder),
            format: FORMAT.to_owned(),
        },
        ocr: gegenstand.gelesen.then(texterkennung),
        schutzbedarf: Schutzbedarf {
            vertraulichkeit: stufe(args.schutzbedarf.vertraulichkeit),
            integritaet: stufe(args.schutzbedarf.integritaet),
            verfuegbarkeit: stufe(args.schutzbedarf.verfuegbarkeit),
        },
        verfahrensanweisung: Verfahrensanweisung {
            id: args.umgebung.anweisung.trim().to_owned(),
            version: args.umgebung.anweisung_version.trim().to_owned(),
        },
        // The clerk has looked at every page; the second person's sample comes after.
        qs: Some(Qualitaetssicherung {
            art: Qsart::Voll,
            quote_prozent: 100,
            pruefer: gegenstand.ersteller.kennung.clone(),
            ergebnis: Qsergebnis::InOrdnung,
            auffaelligkeiten: texte.clone(),
        }),
        bildgleichheit: match args.bildgleichheit {
            Gleichheit::Bildlich => Bildgleichheit::Bildlich,
            Gleichheit::Inhaltlich => Bildgleichheit::Inhaltlich,
        },
        hash: Pruefsummen {
            seiten: pages.iter().map(|page| page.sha256.clone()).collect(),
            gesamt: eingang.sha256.clone(),
        },
        leerseiten: leerseiten(eingang, gegenstand.bericht.as_ref()),
        auffaelligkeiten: gesagt.chain(gescannt).chain(geringer).collect(),
    }
}

/// What the clerk says of the scanner; the file's own word where nothing was said.
fn geraet(umgebung: &ScanUmgebung, eingang: &Eingang) -> Geraet {
    let modell = match umgebung.modell.trim() {
        "" => erzeuger(eingang).unwrap_or_default(),
        said => said,
    };
    Geraet {
        hersteller: umgebung.hersteller.trim().to_owned(),
        modell: modell.to_owned(),
        seriennummer: umgebung.seriennummer.trim().to_owned(),
    }
}

/// The richest colours of any page.
fn farbe(bilder: &CopyFacts) -> Farbe {
    let any = |farbe| bilder.bilder.iter().any(|page| page.farbe == farbe);
    if any(Farbe::Farbe) {
        Farbe::Farbe
    } else if any(Farbe::Graustufen) {
        Farbe::Graustufen
    } else {
        Farbe::SchwarzWeiss
    }
}

/// The recognition as it is installed here; the one that read the pages is not kept by version.
fn texterkennung() -> Texterkennung {
    let version = match Tesseract::find() {
        Ok(found) => found.version().trim_start_matches("tesseract ").to_owned(),
        Err(_) => "nicht feststellbar".to_owned(),
    };
    Texterkennung { engine: "Tesseract".to_owned(), version, sprache: "deu+eng".to_owned() }
}

const fn stufe(art: Schutzart) -> Schutzstufe {
    match art {
        Schutzart::Normal => Schutzstufe::Normal,
        Schutzart::Hoch => Schutzstufe::Hoch,
        Schutzart::SehrHoch => Schutzstufe::SehrHoch,
    }
}
