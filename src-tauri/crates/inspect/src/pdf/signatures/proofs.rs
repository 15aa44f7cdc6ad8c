//! Proofs that are added after signing, so that a signature can be checked years later:
//! certificates, revocation lists, answers of their issuers.
//!
//! Never reads the proofs: only whether anything else was added with them.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::guarded;
use crate::pdf::STREAM_BYTES_MAX;

/// Most bytes of a signed part that is read a second time.
const SIGNED_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Most objects that proofs consist of.
const PROOFS_MAX: usize = 10_000;

/// Whether a document differs from its signed part by proofs only.
pub(super) fn only(document: &Document, signed: &[u8]) -> bool {
    if signed.len() > SIGNED_BYTES_MAX || document.was_encrypted() {
        return false;
    }
    let options = LoadOptions::with_max_decompressed_size(STREAM_BYTES_MAX);
    let Some(Ok(before)) = guarded(|| Document::load_mem_with_options(signed, options)) else {
        return false;
    };
    let root = |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference);
    let (Ok(root), Ok(root_before)) = (root(document), root(&before)) else { return false };
    if root != root_before || before.trailer.get(b"Info").ok() != document.trailer.get(b"Info").ok()
    {
        return false;
    }
    let proofs = proofs(document);
    let proofs_before = self::proofs(&before);
    let same = |(id, object): (&ObjectId, &Object)| match before.objects.get(id) {
        Some(known) if known == object => true,
        Some(known) if *id == root => without_proofs(known) == without_proofs(object),
        _ if is_table(object) => true,
        None => proofs.contains(id),
        // Proofs of an earlier time may be replaced, since they are proofs again.
        Some(_) => proofs.contains(id) && proofs_before.contains(id),
    };
    let kept = before
        .objects
        .iter()
        .all(|(id, object)| is_table(object) || document.objects.contains_key(id));
    let some = proofs.iter().any(|id| !before.objects.contains_key(id));
    kept && some && proofs.len() < PROOFS_MAX && document.objects.iter().all(same)
}

/// Returns all objects below the catalog's entry for proofs.
fn proofs(document: &Document) -> BTreeSet<ObjectId> {
    let mut found = BTreeSet::new();
    let mut stack: Vec<&Object> = Vec::new();
    stack.extend(document.catalog().and_then(|catalog| catalog.get(b"DSS")).ok());
    while let Some(object) = stack.pop() {
        match object {
            Object::Reference(id) if found.len() < PROOFS_MAX && found.insert(*id) => {
                stack.extend(document.objects.get(id));
            }
            Object::Array(values) => stack.extend(values),
            Object::Dictionary(dictionary) => stack.extend(dictionary.iter().map(|(_, v)| v)),
            Object::Stream(stream) => stack.extend(stream.dict.iter().map(|(_, v)| v)),
            _ => {}
        }
    }
    // What is shown on a page is no proof, wherever it is also named.
    found.retain(|id| {
        let dictionary = document.objects.get(id).and_then(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        });
        dictionary.is_none_or(|dictionary| !shows(dictionary))
    });
    found
}

fn shows(dictionary: &Dictionary) -> bool {
    let kinds: [&[u8]; 6] = [b"Page", b"Pages", b"Annot", b"XObject", b"Catalog", b"Font"];
    kinds.iter().any(|kind| dictionary.has_type(kind)) || dictionary.has(b"Subtype")
}

fn without_proofs(catalog: &Object) -> Option<Dictionary> {
    let mut catalog = catalog.as_dict().ok()?.clone();
    catalog.remove(b"DSS");
    catalog.remove(b"Extensions");
    Some(catalog)
}

fn is_table(object: &Object) -> bool {
    object
        .as_stream()
        .is_ok_and(|stream| stream.dict.has_type(b"XRef") || stream.dict.has_type(b"ObjStm"))
}
