//! Pictures in a PDF that are plain samples, packed with Flate.
//!
//! Never unpacks more than a row at a time.

use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro::hayro_syntax::object::{Array, Dict, Number, Object, Stream, String};

use super::sink::{Picture, Row, Sink};
use super::{Limits, PageError};
use crate::raster::idx;

/// Longest row, in bytes.
const ROW_MAX: usize = 16 * 1024 * 1024;

/// How samples become colours.
pub(super) enum Colours {
    /// Brightness; `true` if the least value is white.
    Grey(bool),
    /// Red, green, blue.
    Rgb,
    /// Places in a table of red, green, blue.
    Table(Vec<[u8; 3]>),
}

/// Reads the colour space and the `Decode` array of a picture; `None` for what is drawn instead.
pub(super) fn colours(dict: &Dict<'_>) -> Option<Colours> {
    let plain = space(&dict.get::<Object<'_>>("ColorSpace")?, 0)?;
    let Some(decode) = dict.get::<Array<'_>>("Decode") else { return Some(plain) };
    let decode: Vec<f64> = decode.iter::<Number>().map(|number| number.as_f64()).take(8).collect();
    match (plain, decode.as_slice()) {
        (Colours::Grey(_), [0.0, 1.0]) => Some(Colours::Grey(false)),
        (Colours::Grey(_), [1.0, 0.0]) => Some(Colours::Grey(true)),
        (Colours::Rgb, [0.0, 1.0, 0.0, 1.0, 0.0, 1.0]) => Some(Colours::Rgb),
        _ => None,
    }
}

fn space(object: &Object<'_>, depth: u32) -> Option<Colours> {
    let of_name = |name: &[u8]| match name {
        b"DeviceGray" | b"CalGray" | b"G" => Some(Colours::Grey(false)),
        b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Colours::Rgb),
        _ => None,
    };
    let array = match object {
        Object::Name(name) => return of_name(name),
        Object::Array(array) if depth < 2 => array,
        _ => return None,
    };
    let mut parts = array.iter::<Object<'_>>();
    let kind = parts.next()?.into_name()?;
    match &*kind {
        b"ICCBased" => match parts.next()?.into_stream()?.dict().get::<u8>("N")? {
            1 => Some(Colours::Grey(false)),
            3 => Some(Colours::Rgb),
            _ => None,
        },
        b"Indexed" | b"I" => {
            let base = space(&parts.next()?, depth + 1)?;
            let last = parts.next()?.into_u8()?;
            let table = match parts.next()? {
                Object::String(bytes) => String::as_ref(&bytes).to_vec(),
                Object::Stream(stream) => stream.decoded_data().ok()?.into_owned(),
                _ => return None,
            };
            let table: Vec<[u8; 3]> = match base {
                Colours::Grey(_) => table.iter().map(|grey| [*grey; 3]).collect(),
                Colours::Rgb => table.as_chunks::<3>().0.to_vec(),
                Colours::Table(_) => return None,
            };
            (table.len() > usize::from(last)).then_some(Colours::Table(table))
        }
        other => of_name(other),
    }
}

/// Decodes a picture whose only filter is Flate; `None` for what is drawn instead.
pub(super) fn decode(
    image: &Stream<'_>,
    (width, height): (u32, u32),
    limits: &Limits,
) -> Option<Result<Picture, PageError>> {
    let dict = image.dict();
    let colours = colours(dict)?;
    let bits = dict.get::<u8>("BitsPerComponent")?;
    let parts = if matches!(colours, Colours::Rgb) { 3 } else { 1 };
    if !matches!((bits, parts), (1 | 8, 1) | (8, 3)) {
        return None;
    }
    let row_len = (idx(width) * parts * usize::from(bits)).div_ceil(8);
    let predictor = Predictor::of(dict, parts, usize::from(bits), width)?;
    if row_len > ROW_MAX {
        return Some(Err(PageError::TooLarge));
    }
    let row = match (&colours, bits) {
        (Colours::Grey(_), 1) => Row::Bits,
        (Colours::Table(table), 1) if bilevel(table).is_some() => Row::Bits,
        (Colours::Grey(_), _) => Row::Grey,
        _ => Row::Rgb,
    };
    let data = image.raw_data();
    let fill = || -> Result<Picture, PageError> {
        let mut sink = Sink::new((width, height), row, limits)?;
        let mut rows = Rows {
            packed: ZlibDecoder::new(&*data),
            predictor,
            row: vec![0; row_len],
            above: vec![0; row_len],
            step: (parts * usize::from(bits) / 8).max(1),
        };
        let mut out = Vec::new();
        for _ in 0..height {
            // What breaks off keeps the rows before.
            let Some(samples) = rows.next() else { break };
            shown(samples, &colours, bits, idx(width), &mut out);
            sink.push(&out);
        }
        sink.finish()
    };
    Some(fill())
}

/// Whether a table is black and white, and which of the two is first: `true` for white.
fn bilevel(table: &[[u8; 3]]) -> Option<bool> {
    match table {
        [[0, 0, 0], [255, 255, 255]] => Some(false),
        [[255, 255, 255], [0, 0, 0]] => Some(true),
        _ => None,
    }
}

/// Turns samples into what the picture wants.
fn shown(samples: &[u8], colours: &Colours, bits: u8, width: usize, out: &mut Vec<u8>) {
    out.clear();
    match (colours, bits) {
        (Colours::Grey(white_first), 1) => {
            out.extend(samples.iter().map(|byte| if *white_first { *byte } else { !byte }));
        }
        (Colours::Grey(true), _) => out.extend(samples.iter().map(|byte| !byte)),
        (Colours::Table(table), 1) => match bilevel(table) {
            Some(white_first) => {
                out.extend(samples.iter().map(|byte| if white_first { *byte } else { !byte }));
            }
            None => {
                let bits = samples.iter().flat_map(|byte| (0..8).map(move |n| byte >> (7 - n) & 1));
                for bit in bits.take(width) {
                    out.extend(table.get(usize::from(bit)).unwrap_or(&[255; 3]));
                }
            }
        },
        (Colours::Table(table), _) => {
            for sample in samples {
                out.extend(table.get(usize::from(*sample)).unwrap_or(&[255; 3]));
            }
        }
        _ => out.extend_from_slice(samples),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Predictor {
    None,
    Tiff,
    Png,
}

impl Predictor {
    /// Reads the predictor, which has to speak of the same rows as the picture.
    fn of(dict: &Dict<'_>, parts: usize, bits: usize, width: u32) -> Option<Self> {
        let parms = match dict.get::<Object<'_>>("DecodeParms") {
            None | Some(Object::Null(_)) => return Some(Self::None),
            Some(Object::Dict(parms)) => parms,
            Some(Object::Array(all)) => match all.iter::<Object<'_>>().next() {
                Some(Object::Dict(parms)) => parms,
                _ => return Some(Self::None),
            },
            Some(_) => return None,
        };
        let number = |key: &str, usual: usize| {
            parms.get::<Number>(key).map_or(Some(usual), |n| usize::try_from(n.as_i64()).ok())
        };
        match number("Predictor", 1)? {
            1 => return Some(Self::None),
            2 if bits != 8 => return None,
            _ => {}
        }
        let same = number("Colors", 1)? == parts
            && number("BitsPerComponent", 8)? == bits
            && number("Columns", 1)? == idx(width);
        match number("Predictor", 1)? {
            2 if same => Some(Self::Tiff),
            10..=15 if same => Some(Self::Png),
            _ => None,
        }
    }
}

/// Rows, unpacked one by one.
struct Rows<R> {
    packed: R,
    predictor: Predictor,
    row: Vec<u8>,
    above: Vec<u8>,
    step: usize,
}

impl<R: Read> Rows<R> {
    fn next(&mut self) -> Option<&[u8]> {
        let mut kind = [0];
        if self.predictor == Predictor::Png {
            self.packed.read_exact(&mut kind).ok()?;
        }
        std::mem::swap(&mut self.row, &mut self.above);
        self.packed.read_exact(&mut self.row).ok()?;
        match self.predictor {
            Predictor::None => {}
            Predictor::Tiff => predict(&mut self.row, &self.above, self.step, 1),
            Predictor::Png => predict(&mut self.row, &self.above, self.step, kind[0]),
        }
        Some(&self.row)
    }
}

/// Takes back what was predicted from the left, from above, or from both.
fn predict(row: &mut [u8], above: &[u8], step: usize, kind: u8) {
    for x in 0..row.len() {
        let at = |part: &[u8], x: Option<usize>| x.and_then(|x| part.get(x).copied()).unwrap_or(0);
        let left = at(row, x.checked_sub(step));
        let up = at(above, Some(x));
        let corner = at(above, x.checked_sub(step));
        let guess = match kind {
            1 => left,
            2 => up,
            3 => left.midpoint(up),
            4 => paeth(left, up, corner),
            _ => return,
        };
        if let Some(value) = row.get_mut(x) {
            *value = value.wrapping_add(guess);
        }
    }
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let off = |value: u8| (guess - i16::from(value)).abs();
    if off(left) <= off(up) && off(left) <= off(corner) {
        left
    } else if off(up) <= off(corner) {
        up
    } else {
        corner
    }
}
