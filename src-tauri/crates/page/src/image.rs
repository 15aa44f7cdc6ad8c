//! A picture of a page in memory.
//!
//! Never larger than its limits: whoever makes one has looked at its size first.

/// Pixels of a page, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pixels {
    /// One bit per pixel, most significant bit first, 1 is black; each row starts a new byte.
    Bitonal(Vec<u8>),
    /// One byte per pixel, 0 is black.
    Grey(Vec<u8>),
    /// Red, green, blue.
    Rgb(Vec<u8>),
}

/// A picture of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageImage {
    width: u32,
    height: u32,
    dpi: u16,
    // Invariant: as many bytes as the size asks for, checked in `new`.
    pixels: Pixels,
}

impl PageImage {
    /// Creates a picture; `None` if it has no pixels or the bytes do not fit the size.
    pub fn new(width: u32, height: u32, dpi: u16, pixels: Pixels) -> Option<Self> {
        let (w, h) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
        let (row, len) = match &pixels {
            Pixels::Bitonal(bytes) => (w.div_ceil(8), bytes.len()),
            Pixels::Grey(bytes) => (w, bytes.len()),
            Pixels::Rgb(bytes) => (w.checked_mul(3)?, bytes.len()),
        };
        (w > 0 && h > 0 && dpi > 0 && row.checked_mul(h)? == len).then_some(Self {
            width,
            height,
            dpi,
            pixels,
        })
    }

    /// Returns the picture as a PNG; `None` if it cannot be packed.
    pub fn png(&self) -> Option<Vec<u8>> {
        let (colour, depth) = match &self.pixels {
            Pixels::Bitonal(_) => (png::ColorType::Grayscale, png::BitDepth::One),
            Pixels::Grey(_) => (png::ColorType::Grayscale, png::BitDepth::Eight),
            Pixels::Rgb(_) => (png::ColorType::Rgb, png::BitDepth::Eight),
        };
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, self.width, self.height);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        encoder.set_compression(png::Compression::Balanced);
        let mut writer = encoder.write_header().ok()?;
        let written = match &self.pixels {
            // A PNG's black is 0.
            Pixels::Bitonal(bits) => {
                let bits: Vec<u8> = bits.iter().map(|byte| !byte).collect();
                writer.write_image_data(&bits)
            }
            Pixels::Grey(bytes) | Pixels::Rgb(bytes) => writer.write_image_data(bytes),
        };
        written.ok()?;
        writer.finish().ok()?;
        Some(out)
    }

    /// Returns the width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Returns the height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Returns the resolution in pixels per inch.
    pub fn dpi(&self) -> u16 {
        self.dpi
    }

    /// Returns the pixels.
    pub fn pixels(&self) -> &Pixels {
        &self.pixels
    }
}
