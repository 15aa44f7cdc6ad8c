//! Files inside a PDF.
//!
//! Never unpacks one that is not an invoice by its agreed name.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::facts::text_of;
use crate::{guarded, rechnung, text};

/// Most files that are listed.
const FILES_MAX: usize = 200;
/// Most invoices that are read of one document.
const INVOICES_MAX: usize = 4;

/// The files inside a PDF.
#[derive(Debug, Default)]
pub(super) struct Attachments {
    files: Vec<(String, Option<ObjectId>)>,
}

/// Finds the files inside, each once.
pub(super) fn find(document: &Document) -> Attachments {
    let mut files: Vec<(String, Option<ObjectId>)> = Vec::new();
    for object in document.objects.values() {
        for specification in specifications(object) {
            if files.len() >= FILES_MAX {
                return Attachments { files };
            }
            let name = [&b"UF"[..], b"F", b"Unix", b"DOS", b"Desc"]
                .iter()
                .find_map(|key| text::one_line(&text_of(document, specification, key)?));
            let stream = specification
                .get_deref(b"EF", document)
                .and_then(Object::as_dict)
                .ok()
                .and_then(|streams| streams.iter().find_map(|(_, id)| id.as_reference().ok()));
            let file = (name.unwrap_or_else(|| "ohne Namen".to_owned()), stream);
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    Attachments { files }
}

/// Returns the file specifications with a file that an object is or directly holds.
fn specifications(object: &Object) -> Vec<&Dictionary> {
    const DEPTH_MAX: usize = 4;
    let mut found = Vec::new();
    let mut stack = vec![(object, 0)];
    while let Some((value, depth)) = stack.pop() {
        let values: Box<dyn Iterator<Item = &Object>> = match value {
            Object::Dictionary(dictionary) => {
                if dictionary.has(b"EF") {
                    found.push(dictionary);
                }
                Box::new(dictionary.iter().map(|(_, value)| value))
            }
            Object::Array(values) => Box::new(values.iter()),
            _ => continue,
        };
        if depth < DEPTH_MAX {
            let deeper = values.filter(|v| matches!(v, Object::Dictionary(_) | Object::Array(_)));
            stack.extend(deeper.map(|value| (value, depth + 1)));
        }
    }
    found
}

impl Attachments {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns the names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the bytes of the invoices.
    pub(super) fn invoices(&self, document: &Document) -> Vec<Vec<u8>> {
        let named = self.files.iter().filter(|(name, _)| rechnung::is_name(name));
        let bytes = |id: ObjectId| {
            let stream = document.get_object(id).and_then(Object::as_stream).ok()?;
            let limit = rechnung::XML_BYTES_MAX;
            guarded(|| stream.get_plain_content_with_limit(limit).ok())?
        };
        named
            .filter_map(|(_, id)| *id)
            .map(|id| bytes(id).unwrap_or_default())
            .take(INVOICES_MAX)
            .collect()
    }
}
