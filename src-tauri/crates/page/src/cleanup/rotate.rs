//! Turning a page by a small angle.
//!
//! Never makes a page larger or leaves white wedges: at the edges the nearest pixel is repeated.

use crate::raster::{Grey, idx, packed};
use crate::{PageImage, Pixels};

/// Takes a skew back (hundredths of a degree, positive where lines fall to the right).
pub(super) fn straightened(image: &PageImage, skew: i32) -> PageImage {
    let angle = (skew as f32 / 100.0).to_radians();
    let (width, height) = (idx(image.width()), idx(image.height()));
    let pixels = match image.pixels() {
        Pixels::Grey(px) => Pixels::Grey(rotate::<1>(px, width, height, angle)),
        Pixels::Rgb(px) => Pixels::Rgb(rotate::<3>(px, width, height, angle)),
        Pixels::Bitonal(_) => {
            let grey = Grey::reduced(image, 1);
            Pixels::Bitonal(packed(&rotate::<1>(&grey.px, width, height, angle), width))
        }
    };
    PageImage::new(image.width(), image.height(), image.dpi(), pixels)
        .unwrap_or_else(|| image.clone())
}

/// Looks up each pixel where it came from, between four pixels.
fn rotate<const N: usize>(px: &[u8], width: usize, height: usize, angle: f32) -> Vec<u8> {
    let mut out = Vec::with_capacity(px.len());
    let (sin, cos) = angle.sin_cos();
    let (cx, cy) = ((width - 1) as f32 / 2.0, (height - 1) as f32 / 2.0);
    // 16 bits behind the point are exact enough for any page.
    let fixed = |value: f32| (value * 65536.0) as i64;
    let (dx, dy) = (fixed(cos), fixed(sin));
    let (right, bottom) = ((width - 1) as i64, (height - 1) as i64);
    for y in 0..height {
        let ry = y as f32 - cy;
        let mut sx = fixed(cx - cx * cos - ry * sin);
        let mut sy = fixed(cy - cx * sin + ry * cos);
        for _ in 0..width {
            let (x, fx) = (sx >> 16, (sx & 0xffff) >> 8);
            let (y, fy) = (sy >> 16, (sy & 0xffff) >> 8);
            let (x0, x1) = (x.clamp(0, right) as usize, (x + 1).clamp(0, right) as usize);
            let (y0, y1) = (y.clamp(0, bottom) as usize, (y + 1).clamp(0, bottom) as usize);
            let at = |x: usize, y: usize| -> [u8; N] {
                px.get((y * width + x) * N..)
                    .and_then(|rest| rest.first_chunk::<N>())
                    .copied()
                    .unwrap_or([255; N])
            };
            let (a, b, c, d) = (at(x0, y0), at(x1, y0), at(x0, y1), at(x1, y1));
            for (((a, b), c), d) in a.into_iter().zip(b).zip(c).zip(d) {
                let above = i64::from(a) * (256 - fx) + i64::from(b) * fx;
                let below = i64::from(c) * (256 - fx) + i64::from(d) * fx;
                let value = (above * (256 - fy) + below * fy + 32768) >> 16;
                out.push(u8::try_from(value).unwrap_or(u8::MAX));
            }
            sx += dx;
            sy += dy;
        }
    }
    out
}
