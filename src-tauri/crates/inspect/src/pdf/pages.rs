//! The pages of a PDF, in order, also where the tree that lists them is odd.
//!
//! Never follows a node twice and never makes more of a file than is in it.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// Most pages; more are not counted.
const PAGES_MAX: usize = 200_000;
/// Deepest nesting of the tree.
const DEPTH_MAX: usize = 256;

/// Returns the pages; a page written directly into the tree gets a number of its own.
///
/// Changes the document in memory only; it is never saved.
pub(super) fn of(document: &mut Document) -> Vec<ObjectId> {
    let found = walk(document);
    if !found.is_empty() { found } else { without_tree(document) }
}

fn walk(document: &mut Document) -> Vec<ObjectId> {
    let Some(root) = root(document) else { return Vec::new() };
    let mut pages = Vec::new();
    let mut direct = Vec::new();
    let mut seen = BTreeSet::new();
    let mut stack = vec![root.iter()];
    while let Some(kids) = stack.last_mut() {
        let Some(kid) = kids.next() else {
            stack.pop();
            continue;
        };
        if pages.len() >= PAGES_MAX {
            break;
        }
        let (id, node) = match kid {
            Object::Reference(id) => {
                if !seen.insert(*id) {
                    continue;
                }
                (Some(*id), document.get_dictionary(*id).ok())
            }
            Object::Dictionary(node) => (None, Some(node)),
            _ => continue,
        };
        match (id, node) {
            (_, Some(node)) if is_node(node) && stack.len() < DEPTH_MAX => {
                stack.extend(kids_of(document, node).map(|kids| kids.iter()));
            }
            (_, Some(node)) if is_node(node) => {}
            (Some(id), Some(node)) if is_page(node) => pages.push(Ok(id)),
            (None, Some(node)) if is_page(node) => {
                pages.push(Err(direct.len()));
                direct.push(node.clone());
            }
            // A page that cannot be found is a page nevertheless.
            (Some(id), None) => pages.push(Ok(id)),
            _ => {}
        }
    }
    let direct: Vec<ObjectId> = direct.into_iter().map(|page| document.add_object(page)).collect();
    let known =
        |page: Result<ObjectId, usize>| page.or_else(|at| direct.get(at).copied().ok_or(()));
    pages.into_iter().filter_map(|page| known(page).ok()).collect()
}

/// Returns the first kids, wherever the root of the tree is written.
fn root(document: &Document) -> Option<&[Object]> {
    let catalog = document.trailer.get_deref(b"Root", document).and_then(Object::as_dict).ok();
    let pages = catalog.and_then(|catalog| catalog.get_deref(b"Pages", document).ok());
    if let Some(kids) = pages.and_then(|p| p.as_dict().ok()).and_then(|p| kids_of(document, p)) {
        return Some(kids);
    }
    // The catalog is lost or wrong: a root is a node that nobody calls a kid.
    document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .find(|node| is_node(node) && !node.has(b"Parent"))
        .and_then(|node| kids_of(document, node))
}

fn kids_of<'a>(document: &'a Document, node: &'a Dictionary) -> Option<&'a [Object]> {
    let kids = node.get_deref(b"Kids", document).and_then(Object::as_array).ok()?;
    Some(kids.as_slice())
}

fn is_node(node: &Dictionary) -> bool {
    node.has_type(b"Pages") || (node.has(b"Kids") && !node.has_type(b"Page") && !node.has(b"FT"))
}

fn is_page(node: &Dictionary) -> bool {
    node.has_type(b"Page")
        || [&b"Contents"[..], b"MediaBox", b"Resources"].iter().any(|key| node.has(key))
}

/// Where there is no tree: all pages, in the order of their numbers.
fn without_tree(document: &Document) -> Vec<ObjectId> {
    let page = |(id, object): (&ObjectId, &Object)| {
        object.as_dict().is_ok_and(|page| page.has_type(b"Page")).then_some(*id)
    };
    document.objects.iter().filter_map(page).take(PAGES_MAX).collect()
}

/// Looks up what a page has or inherits.
pub(super) fn inherited<'a>(
    document: &'a Document,
    page: ObjectId,
    key: &[u8],
) -> Option<&'a Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..DEPTH_MAX {
        if let Ok(value) = node.get_deref(key, document) {
            return Some(value);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}
