//! The picture of a page, and how its bytes get into the file.
//!
//! Never loses a pixel: what is already encoded passes through, everything else is packed
//! without loss.

use page::{PageImage, Pixels, Turn};
use pdf_writer::{Chunk, Filter, Finish, Name, Ref};

use crate::{PdfaError, flate, g4, jpeg};

/// The picture of a page.
#[derive(Debug, Clone, Copy)]
pub enum PagePicture<'a> {
    /// A baseline or progressive JPEG in grey (one component) or RGB/YCbCr (three), passed through.
    Jpeg {
        /// The whole file.
        bytes: &'a [u8],
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// 1 or 3; pictures with other colours have to be given as pixels.
        components: u8,
    },
    /// One strip of CCITT group 4, passed through.
    CcittG4 {
        /// The strip, most significant bit first.
        bytes: &'a [u8],
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// As `/BlackIs1` of PDF: what is coded as black is a 1, and so is shown white.
        black_is_1: bool,
        /// As `/EncodedByteAlign` of PDF: every row starts a new byte.
        byte_aligned: bool,
    },
    /// Pixels: black and white is packed as CCITT group 4, everything else with Flate.
    Pixels(&'a PageImage),
}

impl PagePicture<'_> {
    /// Adds the picture to a chunk as an image object.
    pub(crate) fn write(&self, id: Ref, chunk: &mut Chunk) -> Result<(), PdfaError> {
        match *self {
            PagePicture::Jpeg { bytes, width, height, components } => {
                jpeg::check(bytes, width, height, components)?;
                let mut image = chunk.image_xobject(id, bytes);
                image.filter(Filter::DctDecode);
                image.bits_per_component(8);
                size(&mut image, width, height)?;
                image.color_space_name(if components == 1 { GREY } else { RGB });
            }
            PagePicture::CcittG4 { bytes, width, height, black_is_1, byte_aligned } => {
                if bytes.is_empty() {
                    return Err(PdfaError::Picture("no bytes"));
                }
                let fax = Fax { black_is_1, byte_aligned };
                self::fax(id, chunk, bytes, width, height, fax)?;
            }
            PagePicture::Pixels(picture) => pixels(id, chunk, picture)?,
        }
        Ok(())
    }
}

const GREY: Name<'static> = Name(b"DeviceGray");
const RGB: Name<'static> = Name(b"DeviceRGB");

fn pixels(id: Ref, chunk: &mut Chunk, picture: &PageImage) -> Result<(), PdfaError> {
    let (width, height) = (picture.width(), picture.height());
    let (bytes, colours, colour_space) = match picture.pixels() {
        Pixels::Bitonal(bits) => {
            let packed = g4::encode(bits, width);
            let fax = Fax { black_is_1: false, byte_aligned: false };
            return self::fax(id, chunk, &packed, width, height, fax);
        }
        Pixels::Grey(bytes) => (bytes, 1, GREY),
        Pixels::Rgb(bytes) => (bytes, 3, RGB),
    };
    let packed = flate::pixels(bytes, width, height, colours)?;
    let mut image = chunk.image_xobject(id, &packed);
    image.filter(Filter::FlateDecode);
    image.bits_per_component(8);
    size(&mut image, width, height)?;
    image.color_space_name(colour_space);
    let mut params = image.insert(Name(b"DecodeParms")).dict();
    // 15: each row says itself which PNG filter it took.
    params.pair(Name(b"Predictor"), 15).pair(Name(b"Colors"), i32::from(colours));
    params.pair(Name(b"BitsPerComponent"), 8).pair(Name(b"Columns"), side(width)?);
    params.finish();
    Ok(())
}

/// How a fax stream is to be understood.
#[derive(Clone, Copy)]
struct Fax {
    black_is_1: bool,
    byte_aligned: bool,
}

fn fax(
    id: Ref,
    chunk: &mut Chunk,
    bytes: &[u8],
    width: u32,
    height: u32,
    fax: Fax,
) -> Result<(), PdfaError> {
    let mut image = chunk.image_xobject(id, bytes);
    image.filter(Filter::CcittFaxDecode);
    image.bits_per_component(1);
    size(&mut image, width, height)?;
    image.color_space_name(GREY);
    let mut params = image.insert(Name(b"DecodeParms")).dict();
    params.pair(Name(b"K"), -1).pair(Name(b"Columns"), side(width)?);
    params.pair(Name(b"Rows"), side(height)?);
    if fax.black_is_1 {
        params.pair(Name(b"BlackIs1"), true);
    }
    if fax.byte_aligned {
        params.pair(Name(b"EncodedByteAlign"), true);
    }
    params.finish();
    Ok(())
}

fn size(
    image: &mut pdf_writer::writers::ImageXObject<'_>,
    width: u32,
    height: u32,
) -> Result<(), PdfaError> {
    image.width(side(width)?).height(side(height)?);
    Ok(())
}

fn side(pixels: u32) -> Result<i32, PdfaError> {
    match i32::try_from(pixels) {
        Ok(side) if side > 0 => Ok(side),
        _ => Err(PdfaError::Picture("an impossible size")),
    }
}

/// Returns the matrix that lets the picture fill a page after its turn.
pub(crate) fn placement(turn: Turn, width: f32, height: f32) -> [f32; 6] {
    match turn {
        Turn::None => [width, 0.0, 0.0, height, 0.0, 0.0],
        Turn::Right => [0.0, -height, width, 0.0, 0.0, height],
        Turn::Half => [-width, 0.0, 0.0, -height, width, height],
        Turn::Left => [0.0, height, -width, 0.0, width, 0.0],
    }
}
