//! Messages shaped like XZuFi 2.2: services, offices, online forms, and who is competent for what.
//!
//! Never takes a schema for granted that was not at hand: names are read as the descriptions have
//! them, unknown ones are counted, and competences may stand inside an office, beside it, or in a
//! transfer object [G].

use super::{
    Bestand, Einlesebericht, Gebietsschluessel, ImportError, Leistung, Onlinedienst, Stelle,
    TEXT_CHARS_MAX, Zustaendigkeit,
};
use crate::baum::{Knoten, Leser, Stueck};
use crate::kodierung::kurz;

/// Most elements of one message.
const ELEMENTE_MAX: usize = 8_000_000;
/// Module texts that are names of a service (Bezeichnung I and II).
const BEZEICHNUNG: [&str; 2] = ["02", "03"];

/// Objects that may stand alone.
const OBJEKTE: [&str; 3] = ["leistung", "organisationseinheit", "onlinedienst"];

pub(super) fn einlesen(bestand: &mut Bestand, bytes: &[u8]) -> Result<Einlesebericht, ImportError> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if !String::from_utf8_lossy(head).contains("/schemata/xzufi/") {
        return Err(ImportError::NotXzufi);
    }
    let mut bericht = Einlesebericht::default();
    let mut leser = Leser::new(bytes, ELEMENTE_MAX)?;
    let mut depth = 0;
    loop {
        match leser.stueck()? {
            // The FIM portal hands out single objects, without a message around them.
            Stueck::Auf(open) if depth == 2 || depth == 0 && OBJEKTE.contains(&&*open.name) => {
                let object = leser.rest(open)?;
                if objekt(bestand, &object, &mut bericht).is_none() {
                    bericht.uebergangen += 1;
                }
            }
            Stueck::Auf(open) if depth == 1 && open.name != "schreibe" => {
                // What is taken back is not taken away from a snapshot that is made anew.
                bericht.uebergangen += usize::from(open.name != "nachrichtenkopf");
                leser.rest(open)?;
            }
            Stueck::Auf(_) => depth += 1,
            Stueck::Zu => depth -= 1,
            Stueck::Ende => return Ok(bericht),
        }
    }
}

/// Takes one object in; nothing if it lacks what makes it one, or is of an unknown kind.
fn objekt(bestand: &mut Bestand, node: &Knoten, bericht: &mut Einlesebericht) -> Option<()> {
    match node.name.as_str() {
        "leistung" => {
            let id = kennung(node.pfad(&["id"])?)?;
            bestand.leistungen.insert(id, leistung(node)?);
            bericht.leistungen += 1;
        }
        "organisationseinheit" => {
            let id = kennung(node.pfad(&["id"])?)?;
            let name = text(node.wert(&["name", "name"]).or_else(|| node.wert(&["name"]))?);
            for competence in node.alle("zustaendigkeit") {
                zustaendig(bestand, competence, &id, bericht);
            }
            namen(bestand, node, bericht);
            let (anschrift, kontakt) = (anschrift(node), kontakt(node));
            bestand.stellen.insert(id, Stelle { name, anschrift, kontakt });
            bericht.stellen += 1;
        }
        "onlinedienst" => {
            let id = kennung(node.pfad(&["id"])?)?;
            let bezeichnung = text(node.wert(&["bezeichnung"])?);
            let link = text(node.wert(&["link", "link"]).or_else(|| node.wert(&["link"]))?);
            let level = node.wert(&["vertrauensniveau", "code"]);
            let vertrauensniveau = level.or_else(|| node.wert(&["vertrauensniveau"])).map(text);
            for competence in node.alle("zustaendigkeit") {
                zustaendig(bestand, competence, &id, bericht);
            }
            let form = Onlinedienst { bezeichnung, link, vertrauensniveau };
            bestand.onlinedienste.insert(id, form);
            bericht.onlinedienste += 1;
        }
        "zustaendigkeit" | "zustaendigkeitTransferObjekt" => {
            let wer = kennung(node.pfad(&["uebergeordnetesObjektID"])?)?;
            let inner = node.pfad(&["zustaendigkeit"]).unwrap_or(node);
            zustaendig(bestand, inner, &wer, bericht);
        }
        _ => return None,
    }
    Some(())
}

fn leistung(node: &Knoten) -> Option<Leistung> {
    let leika = node.alle("referenzLeiKa").filter_map(|key| key.wert(&["code"]));
    let leika = leika.filter(|key| key.len() == 14).map(str::to_owned).collect();
    let modules = |kind: &'static str| {
        let of_kind = move |one: &&Knoten| one.wert(&["leikaTextmodul", "code"]) == Some(kind);
        node.alle("modulText").filter(of_kind).filter_map(|one| one.wert(&["inhalt"]))
    };
    let mut names = BEZEICHNUNG.iter().flat_map(|kind| modules(kind)).map(text);
    let bezeichnung = names.next()?;
    let mut woerter: Vec<String> = names.collect();
    for module in node.alle("modulBegriffImKontext") {
        for begriff in module.alle("begriffImKontext") {
            let word = begriff.wert(&["begriff"]).or_else(|| Some(begriff.text.trim()));
            woerter.extend(word.filter(|word| !word.is_empty()).map(text));
        }
    }
    Some(Leistung { leika, bezeichnung, woerter })
}

/// Notes a competence for each of its areas; one whose service or areas cannot be read is counted.
fn zustaendig(bestand: &mut Bestand, node: &Knoten, wer: &str, bericht: &mut Einlesebericht) {
    let services: Vec<String> = node.alle("leistungID").filter_map(kennung).collect();
    let mut taken = false;
    for area in node.alle("gebietID") {
        let Some(gebiet) = Gebietsschluessel::lesen(&area.text) else { continue };
        for leistung in &services {
            let (leistung, gebiet, wer) = (leistung.clone(), gebiet.clone(), wer.to_owned());
            bestand.zustaendigkeiten.push(Zustaendigkeit { leistung, gebiet, wer });
            bericht.zustaendigkeiten += 1;
            taken = true;
        }
    }
    if !taken {
        bericht.uebergangen += 1;
    }
}

/// Takes the names of areas that stand beside their keys in addresses.
fn namen(bestand: &mut Bestand, node: &Knoten, bericht: &mut Einlesebericht) {
    for address in node.alle("anschrift") {
        let Some(codes) = address.pfad(&["verwaltungspolitischeKodierung"]) else { continue };
        let key = codes.wert(&["regionalschluessel", "code"]);
        let key = key.or_else(|| codes.wert(&["gemeindeschluessel", "code"]));
        let name = codes.wert(&["gemeindeschluessel", "name"]);
        let name = name.or_else(|| codes.wert(&["regionalschluessel", "name"]));
        if let (Some(key), Some(name)) = (key.and_then(Gebietsschluessel::lesen), name) {
            bestand.gebiete.entry(key).or_insert_with(|| text(name));
            bericht.gebiete += 1;
        }
    }
}

fn anschrift(node: &Knoten) -> Vec<String> {
    let Some(address) = node.pfad(&["anschrift"]) else { return Vec::new() };
    let line = |fields: [&'static str; 2]| {
        let parts = fields.iter().filter_map(|field| address.wert(&[field]));
        let line = parts.collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then(|| text(&line))
    };
    let lines = [line(["strasse", "hausnummer"]), line(["postleitzahl", "ort"])];
    lines.into_iter().flatten().collect()
}

fn kontakt(node: &Knoten) -> Vec<String> {
    let ways = node.alle("kommunikation").filter_map(|way| way.wert(&["kennung"]));
    ways.take(20).map(text).collect()
}

/// Returns an id, together with whoever gave it: ids are unique within one editorial office only.
fn kennung(node: &Knoten) -> Option<String> {
    let value = node.text.trim();
    if value.is_empty() {
        return None;
    }
    let value = kurz(value, 200);
    Some(match node.attribut("schemeAgencyID") {
        Some(agency) => format!("{}/{value}", kurz(agency, 100)),
        None => value,
    })
}

fn text(text: &str) -> String {
    kurz(text, TEXT_CHARS_MAX)
}
