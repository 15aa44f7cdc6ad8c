//! Small pictures and files made by hand.
//!
//! Never larger than the test that needs them asks for.

use page::{PageImage, Pixels};

pub(crate) fn grey(width: u32, height: u32, dpi: u16, f: impl Fn(u32, u32) -> u8) -> PageImage {
    let px = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| f(x, y));
    PageImage::new(width, height, dpi, Pixels::Grey(px.collect())).unwrap()
}

pub(crate) fn grey_at(image: &PageImage, x: u32, y: u32) -> u8 {
    let (w, x, y) = (image.width() as usize, x as usize, y as usize);
    match image.pixels() {
        Pixels::Grey(px) => px[y * w + x],
        Pixels::Rgb(px) => px[(y * w + x) * 3],
        Pixels::Bitonal(px) => {
            if px[y * w.div_ceil(8) + x / 8] << (x % 8) & 0x80 == 0 {
                255
            } else {
                0
            }
        }
    }
}

/// A quarter turn to the right.
pub(crate) fn quarter(image: &PageImage) -> PageImage {
    let height = image.height();
    grey(height, image.width(), image.dpi(), |x, y| grey_at(image, y, height - 1 - x))
}

/// A page with a patch code below its upper edge.
pub(crate) fn patch(dpi: u16, bars: [bool; 4]) -> PageImage {
    let inch = f32::from(dpi);
    let mut from = 0.5 * inch;
    let mut spans = Vec::new();
    for wide in bars {
        let width = if wide { 0.2 } else { 0.08 } * inch;
        spans.push(from..from + width);
        from += width + 0.08 * inch;
    }
    grey((8.27 * inch) as u32, (11.69 * inch) as u32, dpi, |x, y| {
        let along = (1.5 * inch..6.5 * inch).contains(&(x as f32));
        if along && spans.iter().any(|span| span.contains(&(y as f32))) { 30 } else { 240 }
    })
}

/// The page with QR codes in its upper right, on white, modules of about 0.7 mm.
pub(crate) fn with_qr(image: &PageImage, words: &[String]) -> PageImage {
    let mut out = image.clone();
    for (n, word) in words.iter().enumerate() {
        let code = qrcode::QrCode::new(word.to_uppercase().as_bytes()).unwrap();
        let module = u32::from(image.dpi()) * 7 / 254;
        let side = code.width() as u32 * module;
        let (left, top) = (image.width() - side - 100, 60 + n as u32 * (side + 12 * module));
        let quiet = 4 * module;
        let before = out;
        out = grey(image.width(), image.height(), image.dpi(), |x, y| {
            let inside = |from: u32, to: u32, v: u32| (from..to).contains(&v);
            if inside(left, left + side, x) && inside(top, top + side, y) {
                let at = ((x - left) / module, (y - top) / module);
                let dark = code[(at.0 as usize, at.1 as usize)] == qrcode::Color::Dark;
                return if dark { 0 } else { 255 };
            }
            let around = inside(left - quiet, left + side + quiet, x)
                && inside(top - quiet, top + side + quiet, y);
            if around { 255 } else { grey_at(&before, x, y) }
        });
    }
    out
}
