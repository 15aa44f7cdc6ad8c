//! What drawing a page would take: pixels of its images, bytes that its parts unpack to.
//!
//! Never unpacks anything into memory; where a stream could be large, it is measured.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use flate2::read::ZlibDecoder;
use lopdf::{Document, Object, ObjectId, Stream};

use super::pages::inherited;

/// Most pixels of one image that is drawn by the page renderer, which holds several bytes for
/// each: A4 at 600 dpi has 35 million.
const IMAGE_PIXELS_MAX: u64 = 36_000_000;
/// Most pixels of all images of a page together; only time counts.
const PAGE_PIXELS_MAX: u64 = 200_000_000;
/// Most that anything but an image may unpack to.
const PART_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Most that an image may unpack to before it is drawn.
const IMAGE_BYTES_MAX: u64 = 160 * 1024 * 1024;
/// Most values that are looked at for one page.
const VALUES_MAX: usize = 500_000;
/// No filter in use unpacks to more than this many times its size.
const RATIO_MAX: u64 = 3000;

/// What drawing a page takes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Demand {
    /// Pixels of all images.
    pixels: u64,
    /// Pixels of the largest image, and which it is.
    most: u64,
    pub(super) largest: Option<ObjectId>,
    /// The largest image unpacks to more than its size says is needed, or than is drawn.
    bulky: bool,
    /// Something other than an image unpacks beyond reason.
    pub(super) packed: bool,
}

impl Demand {
    /// Whether the page renderer may draw the page.
    pub(super) fn drawable(&self) -> bool {
        !self.packed
            && !self.bulky
            && self.most <= IMAGE_PIXELS_MAX
            && self.pixels <= PAGE_PIXELS_MAX
    }
}

/// Measures pages; what they share is measured once.
pub(super) struct Scale<'a> {
    document: &'a Document,
    packed: BTreeMap<ObjectId, bool>,
}

impl<'a> Scale<'a> {
    pub(super) fn new(document: &'a Document) -> Scale<'a> {
        Scale { document, packed: BTreeMap::new() }
    }

    /// Measures a page with all it uses.
    pub(super) fn page(&mut self, page: ObjectId) -> Demand {
        let mut demand = Demand::default();
        let Ok(dictionary) = self.document.get_dictionary(page) else { return demand };
        let mut seen = BTreeSet::from([page]);
        let mut stack: Vec<&Object> = Vec::new();
        stack.extend(inherited(self.document, page, b"Resources"));
        stack.extend(used(dictionary));
        let mut budget = VALUES_MAX;
        while let Some(value) = stack.pop() {
            budget = budget.saturating_sub(1);
            if budget == 0 {
                demand.packed = true;
                break;
            }
            match value {
                Object::Reference(id) => {
                    if seen.insert(*id)
                        && let Ok(target) = self.document.get_object(*id)
                    {
                        if let Object::Stream(stream) = target {
                            self.stream(*id, stream, &mut demand);
                        }
                        stack.push(target);
                    }
                }
                Object::Array(values) => stack.extend(values),
                Object::Dictionary(dictionary) => stack.extend(used(dictionary)),
                Object::Stream(stream) => stack.extend(used(&stream.dict)),
                _ => {}
            }
        }
        demand
    }

    fn stream(&mut self, id: ObjectId, stream: &Stream, demand: &mut Demand) {
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image")
        {
            let side = |key: &[u8]| {
                let side = stream.dict.get_deref(key, self.document).and_then(Object::as_i64);
                side.ok().and_then(|side| u64::try_from(side).ok()).unwrap_or(0)
            };
            let pixels = side(b"Width").saturating_mul(side(b"Height"));
            // Wavelets may have to be held as numbers of four bytes.
            let wavelets = stream.filters().is_ok_and(|f| f.last() == Some(&&b"JPXDecode"[..]));
            let pixels = if wavelets { pixels.saturating_mul(2) } else { pixels };
            demand.pixels = demand.pixels.saturating_add(pixels);
            if pixels >= demand.most {
                demand.most = pixels;
                demand.largest = Some(id);
            }
            demand.bulky |= self.exceeds(id, stream, IMAGE_BYTES_MAX);
        } else {
            demand.packed |= self.exceeds(id, stream, PART_BYTES_MAX);
        }
    }

    fn exceeds(&mut self, id: ObjectId, stream: &Stream, limit: u64) -> bool {
        *self.packed.entry(id).or_insert_with(|| exceeds(stream, limit))
    }
}

/// Returns what a dictionary uses for drawing; the way up the tree is none of it.
fn used(dictionary: &lopdf::Dictionary) -> impl Iterator<Item = &Object> {
    const UP_AND_AWAY: [&[u8]; 10] =
        [b"Parent", b"P", b"A", b"AA", b"Dest", b"B", b"Popup", b"IRT", b"StructParents", b"Next"];
    let used = |(key, value): (&'_ Vec<u8>, &'_ Object)| {
        let holds = matches!(
            value,
            Object::Reference(_) | Object::Array(_) | Object::Dictionary(_) | Object::Stream(_)
        );
        holds && !UP_AND_AWAY.contains(&key.as_slice())
    };
    dictionary.iter().filter(move |(key, value)| used((*key, *value))).map(|(_, value)| value)
}

/// Whether a stream unpacks to more than a limit.
fn exceeds(stream: &Stream, limit: u64) -> bool {
    let size = stream.content.len() as u64;
    let filters = stream.filters().unwrap_or_default();
    match filters.as_slice() {
        [] => size > limit,
        [_] if size.saturating_mul(RATIO_MAX) <= limit => false,
        [b"FlateDecode"] => unpacks_beyond(&stream.content, limit),
        // What an image coding unpacks to is told by its pixels.
        [b"DCTDecode" | b"JPXDecode" | b"CCITTFaxDecode" | b"JBIG2Decode"] => false,
        _ => {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            let refused = |error: &lopdf::Error| {
                let lopdf::Error::Decompress(error) = error else { return false };
                matches!(error, lopdf::DecompressError::MemoryLimitExceeded { .. })
            };
            stream.decompressed_content_with_limit(limit).is_err_and(|error| refused(&error))
        }
    }
}

/// Whether deflated bytes unpack to more than a limit.
fn unpacks_beyond(packed: &[u8], limit: u64) -> bool {
    unpacked(packed, limit + 1) > limit
}

/// Counts what deflated bytes unpack to, up to a limit; what is broken ends where it breaks.
fn unpacked(packed: &[u8], limit: u64) -> u64 {
    let mut bytes = ZlibDecoder::new(packed).take(limit);
    let mut buffer = vec![0; 64 * 1024];
    let mut count = 0;
    loop {
        match bytes.read(&mut buffer) {
            Ok(0) => return count,
            Ok(read) => count += read as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return count,
        }
    }
}

/// Whether a stream in the bytes of a PDF that cannot be parsed unpacks beyond reason, or all of
/// them together.
pub(super) fn any_beyond(bytes: &[u8]) -> bool {
    const ALL_BYTES_MAX: u64 = 1024 * 1024 * 1024;
    let mut all = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let Some(rest) = bytes.get(at + b"stream".len()..) else { continue };
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        // Deflated streams begin with a byte of this form.
        if rest.first().is_some_and(|byte| byte & 0x0f == 8) {
            let count = unpacked(rest, PART_BYTES_MAX * 2 + 1);
            // Each costs a little, so that a file full of beginnings comes to an end.
            all += count + 4096;
            if count > PART_BYTES_MAX * 2 || all > ALL_BYTES_MAX {
                return true;
            }
        }
    }
    false
}
