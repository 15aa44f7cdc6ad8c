//! A page whose image is too large to be drawn: the image alone, made small while it is decoded.
//!
//! Never holds the decoded image, except where its coding packs eight pixels in a byte.

use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::facts::{quarter_turns, sides};
use crate::image::{self, Decoded, Raster};
use crate::shrink::{Colours, HEIGHT_MAX, Pixels, Shrinker, WIDTH_MAX};
use crate::sniff::ImageKind;

/// Most pixels of an image that is decoded; only time counts.
const PIXELS_MAX: u64 = 1_000_000_000;
/// Most pixels of a coding that is held in memory, eight pixels in a byte, and slow.
const JBIG2_PIXELS_MAX: u64 = 500_000_000;
/// Pixels that are looked at for each pixel of the small image, in each direction.
const SAMPLES: usize = 4;
/// Most bytes of a dictionary or palette beside the image.
const BESIDE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// An image of a page, still packed.
#[derive(Debug)]
pub(crate) struct Giant {
    packed: Vec<u8>,
    coding: Coding,
    width: usize,
    height: usize,
    pixels: Pixels,
    /// Size of the small image, before it is turned.
    small: (usize, usize),
    turns: u8,
}

#[derive(Debug)]
enum Coding {
    Plain,
    Flate { predicted: bool },
    Fax { settings: DecodeSettings, black_is_one: bool },
    Jbig2 { globals: Vec<u8> },
    Jpeg,
}

impl Giant {
    /// Takes an image out of a document; `None` if it is in a form that cannot be made small
    /// while it is decoded.
    pub(super) fn new(document: &Document, id: ObjectId, page: ObjectId) -> Option<Giant> {
        let stream = document.get_object(id).and_then(Object::as_stream).ok()?;
        let image = Look { document, dictionary: &stream.dict };
        let (width, height) = (image.number(b"Width")?, image.number(b"Height")?);
        let pixels = u64::from(width) * u64::from(height);
        let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
        if pixels == 0 || pixels > PIXELS_MAX {
            return None;
        }
        let coding = image.coding(stream, width, height)?;
        if matches!(coding, Coding::Jbig2 { .. }) && pixels > JBIG2_PIXELS_MAX {
            return None;
        }
        if matches!(coding, Coding::Jpeg) && pixels > image::WHOLE_PIXELS_MAX {
            return None;
        }
        let pixels = match coding {
            Coding::Jpeg => Pixels { bits: 8, samples: 3, colours: Colours::Rgb },
            _ => image.pixels()?,
        };
        let turns = quarter_turns(document, page);
        let small = fit(sides(document, page)?, turns);
        let packed = stream.content.clone();
        Some(Giant { packed, coding, width, height, pixels, small, turns })
    }

    /// Decodes the image and makes it small.
    pub(crate) fn draw(&self) -> Option<Raster> {
        let mut sampler = Sampler::new(self);
        match &self.coding {
            Coding::Plain => sampler.rows(self.packed.as_slice(), false)?,
            Coding::Flate { predicted } => {
                sampler.rows(ZlibDecoder::new(self.packed.as_slice()), *predicted)?;
            }
            Coding::Fax { settings, black_is_one } => {
                sampler.black = *black_is_one;
                // What was decoded before an error is shown.
                let mut context = DecoderContext::new(*settings);
                let _ = hayro_ccitt::decode(&self.packed, &mut sampler, &mut context);
            }
            Coding::Jbig2 { globals } => {
                let settings = hayro_jbig2::DecodeSettings::default();
                let globals = match globals.as_slice() {
                    [] => None,
                    globals => Some(hayro_jbig2::Globals::new(globals, &settings).ok()?),
                };
                let page =
                    hayro_jbig2::Page::new_embedded(&self.packed, globals.as_ref(), &settings)
                        .ok()?;
                if u64::from(page.width()) * u64::from(page.height()) > JBIG2_PIXELS_MAX {
                    return None;
                }
                page.decode(&mut sampler).ok()?;
            }
            Coding::Jpeg => match image::decode(&self.packed, ImageKind::Jpeg) {
                Decoded::Raster(raster) => return turned(&raster, self.turns),
                Decoded::TooBig | Decoded::Damaged => return None,
            },
        }
        if !sampler.shrinker.started() {
            return None;
        }
        turned(&sampler.shrinker.finish()?, self.turns)
    }
}

/// Returns the size of the small image that has the shape of the page: an image that large
/// fills it.
fn fit((width, height): (f64, f64), turns: u8) -> (usize, usize) {
    let (most_x, most_y) =
        if turns % 2 == 1 { (HEIGHT_MAX, WIDTH_MAX) } else { (WIDTH_MAX, HEIGHT_MAX) };
    let scale = (most_x as f64 / width).min(most_y as f64 / height);
    let side = |side: f64, most: usize| ((side * scale) as usize).clamp(1, most);
    (side(width, most_x), side(height, most_y))
}

/// What an image's dictionary says.
struct Look<'a> {
    document: &'a Document,
    dictionary: &'a Dictionary,
}

impl<'a> Look<'a> {
    fn get(&self, key: &[u8]) -> Option<&'a Object> {
        self.dictionary.get_deref(key, self.document).ok()
    }

    fn number(&self, key: &[u8]) -> Option<u32> {
        u32::try_from(self.get(key)?.as_i64().ok()?).ok()
    }

    fn flag(&self, key: &[u8]) -> Option<bool> {
        self.get(key)?.as_bool().ok()
    }

    fn coding(&self, stream: &Stream, width: usize, height: usize) -> Option<Coding> {
        let empty = Dictionary::new();
        let parameters = match self.get(b"DecodeParms") {
            Some(Object::Dictionary(parameters)) => parameters,
            Some(Object::Array(all)) => match self.document.dereference(all.first()?).ok()?.1 {
                Object::Dictionary(parameters) => parameters,
                _ => &empty,
            },
            _ => &empty,
        };
        let parameters = Look { document: self.document, dictionary: parameters };
        match stream.filters().unwrap_or_default().as_slice() {
            [] => Some(Coding::Plain),
            [b"FlateDecode"] => match parameters.number(b"Predictor").unwrap_or(1) {
                1 => Some(Coding::Flate { predicted: false }),
                10.. => Some(Coding::Flate { predicted: true }),
                _ => None,
            },
            [b"CCITTFaxDecode"] => {
                let k = parameters.get(b"K").and_then(|k| k.as_i64().ok()).unwrap_or(0);
                let settings = DecodeSettings {
                    columns: parameters.number(b"Columns").unwrap_or(1728),
                    rows: u32::try_from(height).ok()?,
                    end_of_block: parameters.flag(b"EndOfBlock").unwrap_or(true),
                    end_of_line: parameters.flag(b"EndOfLine").unwrap_or(false),
                    rows_are_byte_aligned: parameters.flag(b"EncodedByteAlign").unwrap_or(false),
                    encoding: match k {
                        ..0 => EncodingMode::Group4,
                        0 => EncodingMode::Group3_1D,
                        1.. => EncodingMode::Group3_2D,
                    },
                    strict: false,
                };
                let black_is_one = parameters.flag(b"BlackIs1").unwrap_or(false);
                (settings.columns as usize >= width)
                    .then_some(Coding::Fax { settings, black_is_one })
            }
            [b"JBIG2Decode"] => {
                let globals = parameters.get(b"JBIG2Globals").and_then(|g| g.as_stream().ok());
                let globals = match globals {
                    Some(stream) => stream.get_plain_content_with_limit(BESIDE_BYTES_MAX).ok()?,
                    None => Vec::new(),
                };
                Some(Coding::Jbig2 { globals })
            }
            [b"DCTDecode"] => Some(Coding::Jpeg),
            _ => None,
        }
    }

    fn pixels(&self) -> Option<Pixels> {
        if self.flag(b"ImageMask").unwrap_or(false) {
            let colours = if self.turned_round() { Colours::Inverted } else { Colours::Grey };
            return Some(Pixels { bits: 1, samples: 1, colours });
        }
        let bits = self.number(b"BitsPerComponent").unwrap_or(1);
        if !matches!(bits, 1 | 2 | 4 | 8 | 16) {
            return None;
        }
        let (samples, colours) = self.colours(self.get(b"ColorSpace")?)?;
        Some(Pixels { bits: bits as usize, samples, colours })
    }

    /// Whether the image says that its samples count the other way.
    fn turned_round(&self) -> bool {
        let first = self.get(b"Decode").and_then(|d| d.as_array().ok()).and_then(|d| d.first());
        first.and_then(|first| first.as_float().ok()).is_some_and(|first| first >= 1.0)
    }

    fn colours(&self, space: &'a Object) -> Option<(usize, Colours)> {
        let of_count = |count: i64| match count {
            1 if self.turned_round() => Some((1, Colours::Inverted)),
            1 => Some((1, Colours::Grey)),
            3 => Some((3, Colours::Rgb)),
            4 => Some((4, Colours::Cmyk)),
            _ => None,
        };
        let named = |name: &[u8]| match name {
            b"DeviceGray" | b"CalGray" | b"G" => of_count(1),
            b"DeviceRGB" | b"CalRGB" | b"RGB" => of_count(3),
            b"DeviceCMYK" | b"CMYK" => of_count(4),
            _ => None,
        };
        let parts = match space {
            Object::Name(name) => return named(name),
            Object::Array(parts) => parts,
            _ => return None,
        };
        let part = |index: usize| Some(self.document.dereference(parts.get(index)?).ok()?.1);
        match part(0)?.as_name().ok()? {
            b"ICCBased" => {
                let profile = part(1)?.as_stream().ok()?;
                of_count(profile.dict.get_deref(b"N", self.document).ok()?.as_i64().ok()?)
            }
            b"Indexed" | b"I" => {
                // A palette of palettes there is not, so this goes one level deep.
                let base = match part(1)? {
                    Object::Array(inner)
                        if inner.first().and_then(|n| n.as_name().ok()) == Some(b"Indexed") =>
                    {
                        return None;
                    }
                    base => self.colours(base)?,
                };
                let table = match part(3)? {
                    Object::String(table, _) => table.clone(),
                    Object::Stream(table) => {
                        table.get_plain_content_with_limit(BESIDE_BYTES_MAX).ok()?
                    }
                    _ => return None,
                };
                let colours = if base.1 == Colours::Inverted { Colours::Grey } else { base.1 };
                let entry = Pixels { bits: 8, samples: base.0, colours };
                let colours =
                    table.chunks_exact(base.0).take(65_536).map(|c| entry.get(c, 0)).collect();
                Some((1, Colours::Palette(colours)))
            }
            name => named(name),
        }
    }
}

/// Takes some pixels of each of some rows.
struct Sampler<'a> {
    shrinker: Shrinker,
    pixels: &'a Pixels,
    width: usize,
    height: usize,
    step_x: usize,
    step_y: usize,
    /// Where the next pixel or row belongs.
    x: usize,
    y: usize,
    /// The bit that means black in a coding of black and white.
    black: bool,
    row: Vec<[u8; 3]>,
}

impl<'a> Sampler<'a> {
    fn new(giant: &'a Giant) -> Sampler<'a> {
        let (width, height) = (giant.width, giant.height);
        let (small_width, small_height) = giant.small;
        let step_x = (width / (small_width * SAMPLES)).max(1);
        let step_y = (height / (small_height * SAMPLES)).max(1);
        let (taken_x, taken_y) = (width.div_ceil(step_x), height.div_ceil(step_y));
        Sampler {
            shrinker: Shrinker::to(taken_x, taken_y, small_width, small_height),
            pixels: &giant.pixels,
            width,
            height,
            step_x,
            step_y,
            x: 0,
            y: 0,
            black: false,
            row: Vec::new(),
        }
    }

    /// Whether the row at hand is one that is looked at.
    fn taken(&self) -> bool {
        self.y < self.height && self.y.is_multiple_of(self.step_y)
    }

    /// Reads rows of samples to their end; rows may each be written as a difference.
    fn rows(&mut self, mut source: impl Read, predicted: bool) -> Option<()> {
        let length = self.pixels.row_bytes(self.width)?;
        let step = (self.pixels.bits * self.pixels.samples).div_ceil(8);
        let mut row = vec![0; length];
        let mut above = vec![0; length];
        for _ in 0..self.height {
            let mut filter = [0];
            // An image that ends early is shown as far as it goes.
            if (predicted && source.read_exact(&mut filter).is_err())
                || source.read_exact(&mut row).is_err()
            {
                return Some(());
            }
            if predicted {
                undo(filter[0], &mut row, &above, step);
                above.copy_from_slice(&row);
            }
            if self.taken() {
                let pixels = self.pixels;
                let places = (0..self.width).step_by(self.step_x);
                self.shrinker.push(places.map(|x| pixels.get(&row, x)));
            }
            self.y += 1;
        }
        Some(())
    }

    fn colour(&self, black: bool) -> [u8; 3] {
        let bit = if black { self.black } else { !self.black };
        self.pixels.get(&[if bit { 0x80 } else { 0 }], 0)
    }
}

/// Makes a row of differences a row of samples, as PNG defines it.
fn undo(filter: u8, row: &mut [u8], above: &[u8], step: usize) {
    match filter {
        1 => undo_with(row, above, step, |left, _, _| left),
        2 => undo_with(row, above, step, |_, up, _| up),
        3 => undo_with(row, above, step, |left, up, _| u8::midpoint(left, up)),
        4 => undo_with(row, above, step, nearest),
        _ => {}
    }
}

fn undo_with(row: &mut [u8], above: &[u8], step: usize, base: impl Fn(u8, u8, u8) -> u8) {
    let at = |row: &[u8], index: usize| row.get(index).copied().unwrap_or_default();
    for index in 0..row.len() {
        let before = index.checked_sub(step);
        let left = before.map_or(0, |before| at(row, before));
        let corner = before.map_or(0, |before| at(above, before));
        let added = base(left, at(above, index), corner);
        if let Some(sample) = row.get_mut(index) {
            *sample = sample.wrapping_add(added);
        }
    }
}

fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |value: u8| (guess - i16::from(value)).abs();
    if far(left) <= far(up) && far(left) <= far(corner) {
        left
    } else if far(up) <= far(corner) {
        up
    } else {
        corner
    }
}

impl hayro_ccitt::Decoder for Sampler<'_> {
    fn push_row(&mut self, changes: &[u32]) {
        if self.taken() {
            let (white, black) = (self.colour(false), self.colour(true));
            let mut changes = changes.iter().peekable();
            let mut is_black = false;
            let places = (0..self.width).step_by(self.step_x);
            self.shrinker.push(places.map(|x| {
                while changes.next_if(|change| **change as usize <= x).is_some() {
                    is_black = !is_black;
                }
                if is_black { black } else { white }
            }));
        }
        self.y += 1;
    }
}

impl hayro_jbig2::Decoder for Sampler<'_> {
    fn push_pixel(&mut self, black: bool) {
        if self.x.is_multiple_of(self.step_x) && self.taken() {
            let colour = self.colour(black);
            self.row.push(colour);
        }
        self.x += 1;
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        let end = self.x + 8 * chunk_count as usize;
        if self.taken() {
            let colour = self.colour(black);
            let count = end.div_ceil(self.step_x) - self.x.div_ceil(self.step_x);
            self.row.extend(std::iter::repeat_n(colour, count));
        }
        self.x = end;
    }

    fn next_line(&mut self) {
        if self.taken() {
            let row = std::mem::take(&mut self.row);
            self.shrinker.push(row.into_iter());
        }
        self.x = 0;
        self.y += 1;
    }
}

/// Turns an image clockwise.
fn turned(raster: &Raster, turns: u8) -> Option<Raster> {
    let (width, height) = (raster.width, raster.height);
    let pixels: Vec<&[u8]> = raster.rgb().chunks_exact(3).collect();
    let (new_width, new_height) = if turns % 2 == 1 { (height, width) } else { (width, height) };
    let mut rgb = Vec::with_capacity(raster.rgb().len());
    for y in 0..new_height {
        for x in 0..new_width {
            let (from_x, from_y) = match turns {
                1 => (y, height - 1 - x),
                2 => (width - 1 - x, height - 1 - y),
                3 => (width - 1 - y, x),
                _ => (x, y),
            };
            rgb.extend_from_slice(pixels.get(from_y * width + from_x)?);
        }
    }
    Raster::new(new_width, new_height, rgb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_is_clockwise() {
        let raster = Raster::new(2, 1, vec![1, 1, 1, 2, 2, 2]).unwrap();
        let columns = |turns| {
            let turned = turned(&raster, turns).unwrap();
            let firsts: Vec<u8> = turned.rgb().chunks(3).map(|pixel| pixel[0]).collect();
            (turned.width, firsts)
        };
        assert_eq!(columns(0), (2, vec![1, 2]));
        assert_eq!(columns(1), (1, vec![1, 2]));
        assert_eq!(columns(2), (2, vec![2, 1]));
        assert_eq!(columns(3), (1, vec![2, 1]));
    }

    #[test]
    fn differences_become_samples() {
        for (filter, expected) in
            [(0, [1, 1, 1]), (1, [1, 2, 3]), (2, [11, 21, 31]), (3, [6, 14, 23]), (4, [11, 21, 31])]
        {
            let mut row = [1, 1, 1];
            undo(filter, &mut row, &[10, 20, 30], 1);
            assert_eq!(row, expected, "{filter}");
        }
    }
}
