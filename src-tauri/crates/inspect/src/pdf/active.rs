//! What in a PDF could act by itself or leads outside.
//!
//! Never runs, opens or follows any of it.

use std::collections::BTreeSet;

use domain::merkmale::AktiverInhalt;
use lopdf::{Dictionary, Document, Object};

use super::attachments::Attachments;
use crate::{Befund, hinweis, rechnung};

/// Most values that are looked at.
const VALUES_MAX: usize = 20_000_000;
/// Deepest nesting within one object.
const DEPTH_MAX: usize = 64;

/// Finds active content and names it.
pub(super) fn read(document: &Document, inside: &Attachments, befund: &mut Befund) {
    let mut found = search(document);
    if !inside.is_empty() {
        found.insert(AktiverInhalt::EingebetteteDatei);
    }
    for kind in &found {
        match sentence(*kind) {
            Some(hinweis) => befund.note(hinweis),
            None => name_files(inside, befund),
        }
    }
    befund.merkmale.eingebettet = inside.names().map(str::to_owned).collect();
    befund.merkmale.aktive_inhalte = found.into_iter().collect();
}

/// Returns the sentence for a kind; files inside are named one by one instead.
pub(super) fn sentence(kind: AktiverInhalt) -> Option<&'static str> {
    Some(match kind {
        AktiverInhalt::JavaScript => hinweis::JAVASCRIPT,
        AktiverInhalt::Programmstart => hinweis::PROGRAMMSTART,
        AktiverInhalt::EingebetteteDatei => return None,
        AktiverInhalt::ExternerLink => hinweis::EXTERNER_LINK,
        AktiverInhalt::Formularversand => hinweis::FORMULARVERSAND,
        AktiverInhalt::Xfa => hinweis::XFA,
        AktiverInhalt::Medien => hinweis::MEDIEN,
        AktiverInhalt::Makro => hinweis::MAKRO,
        AktiverInhalt::FremdeDatei => hinweis::FREMDE_DATEI,
    })
}

/// Names the files inside, except invoices, which have a sentence of their own.
fn name_files(inside: &Attachments, befund: &mut Befund) {
    const NAMED_MAX: usize = 5;
    let names: Vec<&str> = inside.names().filter(|name| !rechnung::is_name(name)).collect();
    let rest = names.len().saturating_sub(NAMED_MAX);
    let list = names.iter().take(NAMED_MAX).map(|name| format!("„{name}“")).collect::<Vec<_>>();
    match (names.is_empty(), rest) {
        (true, _) if inside.is_empty() => befund.note("Die Datei enthält eingebettete Dateien."),
        (true, _) => {}
        (false, 0) => befund.note(&format!("Eingebettete Dateien: {}.", list.join(", "))),
        (false, rest) => {
            befund.note(&format!("Eingebettete Dateien: {} und {rest} weitere.", list.join(", ")));
        }
    }
}

fn search(document: &Document) -> BTreeSet<AktiverInhalt> {
    let mut found = BTreeSet::new();
    let mut budget = VALUES_MAX;
    for object in document.objects.values() {
        let mut stack = vec![(object, 0)];
        while let Some((value, depth)) = stack.pop() {
            budget = budget.saturating_sub(1);
            if budget == 0 {
                return found;
            }
            let dictionary = match value {
                Object::Dictionary(dictionary) => dictionary,
                Object::Stream(stream) => &stream.dict,
                Object::Array(values) if depth < DEPTH_MAX => {
                    stack.extend(values.iter().filter(holds).map(|value| (value, depth + 1)));
                    continue;
                }
                _ => continue,
            };
            found.extend(kind(dictionary));
            if depth < DEPTH_MAX {
                let values = dictionary.iter().map(|(_, value)| value).filter(holds);
                stack.extend(values.map(|value| (value, depth + 1)));
            }
        }
    }
    found
}

fn holds(value: &&Object) -> bool {
    matches!(value, Object::Dictionary(_) | Object::Stream(_) | Object::Array(_))
}

/// Tells what a dictionary can do.
fn kind(dictionary: &Dictionary) -> Option<AktiverInhalt> {
    let name = |key| dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
    match name(b"S") {
        b"JavaScript" => return Some(AktiverInhalt::JavaScript),
        b"Launch" => return Some(AktiverInhalt::Programmstart),
        b"URI" => return Some(AktiverInhalt::ExternerLink),
        b"SubmitForm" => return Some(AktiverInhalt::Formularversand),
        b"GoToR" | b"GoToE" | b"ImportData" => return Some(AktiverInhalt::FremdeDatei),
        b"Rendition" | b"Movie" | b"Sound" | b"GoTo3DView" | b"RichMediaExecute" => {
            return Some(AktiverInhalt::Medien);
        }
        _ => {}
    }
    match name(b"Subtype") {
        b"Movie" | b"Sound" | b"Screen" | b"RichMedia" | b"3D" => {
            return Some(AktiverInhalt::Medien);
        }
        b"FileAttachment" => return Some(AktiverInhalt::EingebetteteDatei),
        _ => {}
    }
    if dictionary.has(b"XFA") {
        return Some(AktiverInhalt::Xfa);
    }
    // Scripts of the document as a whole are listed by name in the catalog.
    if dictionary.has(b"JavaScript") && !dictionary.has(b"S") {
        return Some(AktiverInhalt::JavaScript);
    }
    (name(b"Type") == b"EmbeddedFile").then_some(AktiverInhalt::EingebetteteDatei)
}
