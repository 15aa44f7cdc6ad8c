//! Pages of a PDF: the picture of a scan as it is, everything else drawn.
//!
//! Never draws a page whose pictures would not fit into memory.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::object::stream::{ImageColorSpace, ImageDecodeParams};
use hayro::hayro_syntax::object::{Dict, Name, Number, Object, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, Filter, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_ccitt::EncodingMode;

use super::ccitt::{self, Coding};
use super::samples::{self, Colours};
use super::scan::{self, Scan};
use super::sink::{Extent, Picture, Row, Sink};
use super::{Abstrich, Limits, PageError, SourcePage, Transport, jpeg};
use crate::raster::idx;
use crate::{PageImage, Pixels, guarded};

/// Most pixels of a picture on a page that is drawn; each takes four bytes, and more.
const DRAWN_PIXELS_MAX: u64 = 80_000_000;
/// Most pixels of a JBIG2 picture.
const JBIG2_PIXELS_MAX: u64 = 800_000_000;
/// Most samples of a JPEG 2000 picture that are decoded in full.
const JPX_SAMPLES_MAX: u64 = 45_000_000;
/// Most objects that are looked at for their size.
const OBJECTS_MAX: usize = 10_000;

/// Opens a PDF, with a password if it needs one.
pub(super) fn open(bytes: Vec<u8>, password: Option<&str>) -> Result<Pdf, PageError> {
    let opened = guarded(|| Pdf::new_with_password(bytes, password.unwrap_or("")));
    match opened.ok_or(PageError::Damaged)? {
        Ok(pdf) if guarded(|| pdf.pages().is_empty()) == Some(false) => Ok(pdf),
        Ok(_) | Err(LoadPdfError::Invalid) => Err(PageError::Damaged),
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
            Err(PageError::Password)
        }
        Err(LoadPdfError::Decryption(_)) => Err(PageError::Unsupported),
    }
}

/// Shows a page.
pub(super) fn page(pdf: &Pdf, number: usize, limits: &Limits) -> Result<SourcePage, PageError> {
    let page = pdf.pages().get(number).ok_or(PageError::NoSuchPage)?;
    if let Some(scan) = scan::find(page)
        && let Some(shown) = picture(page, &scan, limits)
    {
        return shown;
    }
    drawn(page, limits)
}

/// The picture of a scan, untouched; `None` for what is drawn instead.
fn picture(
    page: &Page<'_>,
    scan: &Scan<'_>,
    limits: &Limits,
) -> Option<Result<SourcePage, PageError>> {
    let dict = scan.image.dict();
    let masked = ["SMask", "Mask", "SMaskInData", "Alternates"]
        .into_iter()
        .any(|key| dict.contains_key(key));
    if masked || dict.get::<bool>("ImageMask") == Some(true) {
        return None;
    }
    let (width, height) = (dict.get::<u32>("Width")?, dict.get::<u32>("Height")?);
    let (page_width, page_height) = page.render_dimensions();
    let side = |points: f32| (points * 100.0).round().max(1.0) as u32;
    let (mut extent_width, mut extent_height) = (side(page_width), side(page_height));
    if scan.turn.sideways() {
        std::mem::swap(&mut extent_width, &mut extent_height);
    }
    let extent = Extent { width: extent_width, height: extent_height, guessed: false };
    let turn = scan.turn;
    match *scan.image.filters().as_slice() {
        [Filter::DctDecode] => dct(&scan.image, (width, height), extent, scan, limits),
        [Filter::CcittFaxDecode] => facsimile(&scan.image, (width, height), extent, scan, limits),
        [Filter::FlateDecode] => {
            let picture = samples::decode(&scan.image, (width, height), limits)?;
            Some(picture.and_then(|picture| picture.page(extent, turn, Transport::None)))
        }
        [Filter::Jbig2Decode] => {
            let picture = jbig2(&scan.image, (width, height), limits)?;
            Some(picture.and_then(|picture| picture.page(extent, turn, Transport::None)))
        }
        [Filter::JpxDecode] => {
            let picture = jpx(&scan.image, (width, height), limits)?;
            Some(picture.and_then(|picture| picture.page(extent, turn, Transport::None)))
        }
        _ => None,
    }
}

fn dct(
    image: &Stream<'_>,
    size: (u32, u32),
    extent: Extent,
    scan: &Scan<'_>,
    limits: &Limits,
) -> Option<Result<SourcePage, PageError>> {
    let parts = match samples::colours(image.dict())? {
        Colours::Grey(false) => 1,
        Colours::Rgb => 3,
        _ => return None,
    };
    let bytes = image.raw_data();
    let jpeg = match jpeg::decode(&bytes, limits) {
        Ok(jpeg) => jpeg,
        Err(PageError::TooLarge) => return Some(Err(PageError::TooLarge)),
        // The other decoder mends what it can.
        Err(_) => return None,
    };
    if (jpeg.width, jpeg.height) != size || jpeg.components != Some(parts) {
        return None;
    }
    let transport = if jpeg.ends && !transformed(image.dict()) {
        let (width, height) = size;
        Transport::Jpeg { bytes: bytes.into_owned(), width, height, components: parts }
    } else {
        Transport::None
    };
    let page = jpeg.picture.page(extent, scan.turn, transport);
    Some(page.map(|mut page| {
        jpeg::note(&mut page, jpeg.colour_lost, jpeg.ends);
        page
    }))
}

/// Whether the PDF says how colours are coded, which the JPEG alone does not.
fn transformed(dict: &Dict<'_>) -> bool {
    parms(dict).is_some_and(|parms| parms.contains_key("ColorTransform"))
}

fn parms<'a>(dict: &Dict<'a>) -> Option<Dict<'a>> {
    match dict.get::<Object<'_>>("DecodeParms")? {
        Object::Dict(parms) => Some(parms),
        Object::Array(all) => all.iter::<Object<'_>>().next()?.into_dict(),
        _ => None,
    }
}

fn facsimile(
    image: &Stream<'_>,
    (width, height): (u32, u32),
    extent: Extent,
    scan: &Scan<'_>,
    limits: &Limits,
) -> Option<Result<SourcePage, PageError>> {
    let dict = image.dict();
    let Colours::Grey(white_first) = samples::colours(dict)? else { return None };
    let parms = parms(dict).unwrap_or_default();
    let flag = |key: &str| parms.get::<bool>(key).unwrap_or(false);
    let k = parms.get::<Number>("K").map_or(0, |k| k.as_i64());
    let columns = parms.get::<u32>("Columns").unwrap_or(1728);
    if columns != width {
        return None;
    }
    let mode = match k {
        ..0 => EncodingMode::Group4,
        0 => EncodingMode::Group3_1D,
        _ => EncodingMode::Group3_2D,
    };
    let inverted = flag("BlackIs1") != white_first;
    let byte_aligned = flag("EncodedByteAlign");
    let coding = Coding { mode, width, height, byte_aligned, inverted };
    let bytes = image.raw_data();
    let shown = || -> Result<SourcePage, PageError> {
        let mut sink = Sink::new((width, height), Row::Bits, limits)?;
        ccitt::decode(&bytes, &coding, &mut sink);
        let transport = if mode == EncodingMode::Group4 && !flag("EndOfLine") {
            let (bytes, black_is_1) = (bytes.to_vec(), inverted);
            Transport::CcittG4 { bytes, width, height, black_is_1, byte_aligned }
        } else {
            Transport::None
        };
        sink.finish()?.page(extent, scan.turn, transport)
    };
    Some(shown())
}

fn jbig2(
    image: &Stream<'_>,
    (width, height): (u32, u32),
    limits: &Limits,
) -> Option<Result<Picture, PageError>> {
    let Colours::Grey(white_first) = samples::colours(image.dict())? else { return None };
    if u64::from(width) * u64::from(height) > JBIG2_PIXELS_MAX {
        return Some(Err(PageError::TooLarge));
    }
    // Said to be indexed, it comes as bits.
    let wanted = ImageDecodeParams { is_indexed: true, width, height, ..Default::default() };
    let decoded = image.decoded_image(&wanted).ok()?;
    let data = decoded.image_data?;
    if (data.width, data.height, data.bits_per_component) != (width, height, 1) {
        return None;
    }
    let mut sink = match Sink::new((width, height), Row::Bits, limits) {
        Ok(sink) => sink,
        Err(error) => return Some(Err(error)),
    };
    let mut row = Vec::new();
    for bits in decoded.data.chunks_exact(idx(width).div_ceil(8)) {
        row.clear();
        row.extend(bits.iter().map(|byte| if white_first { *byte } else { !byte }));
        sink.push(&row);
    }
    Some(sink.finish())
}

fn jpx(
    image: &Stream<'_>,
    (width, height): (u32, u32),
    limits: &Limits,
) -> Option<Result<Picture, PageError>> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > u64::from(u32::MAX) {
        return Some(Err(PageError::TooLarge));
    }
    // The file holds smaller versions of itself; the decoder takes the nearest one.
    let mut shrink = 1;
    while pixels * 3 / (u64::from(shrink) * u64::from(shrink)) > JPX_SAMPLES_MAX {
        shrink *= 2;
    }
    let target_dimension = (shrink > 1).then_some((width / shrink, height / shrink));
    let wanted =
        ImageDecodeParams { width, height, target_dimension, ..ImageDecodeParams::default() };
    let decoded = image.decoded_image(&wanted).ok()?;
    let data = decoded.image_data?;
    if data.alpha.is_some() || data.bits_per_component != 8 {
        return None;
    }
    let row = match data.color_space? {
        ImageColorSpace::Gray => Row::Grey,
        ImageColorSpace::Rgb => Row::Rgb,
        _ => return None,
    };
    let mut sink = match Sink::new((data.width, data.height), row, limits) {
        Ok(sink) => sink,
        Err(error) => return Some(Err(error)),
    };
    decoded.data.chunks_exact(sink.row_len()).for_each(|row| sink.push(row));
    Some(sink.finish())
}

/// Draws a page.
fn drawn(page: &Page<'_>, limits: &Limits) -> Result<SourcePage, PageError> {
    if largest_picture(page) > DRAWN_PIXELS_MAX {
        return Err(PageError::TooLarge);
    }
    let (width, height) = page.render_dimensions();
    if !(width >= 1.0 && height >= 1.0) {
        return Err(PageError::Damaged);
    }
    let wanted = f32::from(limits.draw_dpi.max(1));
    let fits = (limits.pixels_max as f32 * 0.999 / (width * height)).sqrt();
    let side = f32::from(u16::MAX - 1) / width.max(height);
    let scale = (wanted / 72.0).min(fits).min(side);
    let dpi = (scale * 72.0).floor().max(1.0);
    let scale = dpi / 72.0;
    // The renderer cuts fractions off; a little more keeps whole pixels whole.
    let exact = |side: f32| (side * scale).round().max(1.0) / side + 0.01 / side;
    let pixmap = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings { hinting: false, ..RenderSettings::default() },
        &PixmapSettings { x_scale: exact(width), y_scale: exact(height), bg_color: WHITE },
    );
    let (w, h) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let coloured = pixmap.data().iter().any(|p| p.r != p.g || p.g != p.b);
    let pixels = if coloured {
        let mut rgb = Vec::with_capacity(idx(w) * idx(h) * 3);
        pixmap.data().iter().for_each(|p| rgb.extend([p.r, p.g, p.b]));
        Pixels::Rgb(rgb)
    } else {
        Pixels::Grey(pixmap.data().iter().map(|p| p.r).collect())
    };
    let dpi = dpi as u16;
    let image = PageImage::new(w, h, dpi, pixels).ok_or(PageError::Damaged)?;
    let mut abstriche = Vec::new();
    if dpi < limits.draw_dpi {
        abstriche.push(Abstrich::Verkleinert { von_dpi: limits.draw_dpi, auf_dpi: dpi });
    }
    Ok(SourcePage {
        image,
        width_centipoint: (width * 100.0).round() as u32,
        height_centipoint: (height * 100.0).round() as u32,
        transport: Transport::None,
        turn: crate::Turn::None,
        scan: false,
        abstriche,
    })
}

/// Pixels of the largest picture the page names.
fn largest_picture(page: &Page<'_>) -> u64 {
    let objects = &page.resources().x_objects;
    let pixels = |name: &Name<'_>| -> Option<u64> {
        let object = objects.get::<Stream<'_>>(&**name)?;
        let side = |key: &str| object.dict().get::<u32>(key).map(u64::from);
        Some(side("Width")? * side("Height")?)
    };
    let names: Vec<Name<'_>> = objects.keys().take(OBJECTS_MAX).collect();
    names.iter().filter_map(pixels).max().unwrap_or(0)
}
