//! Cleaning up a scanned page for reading: upright, straight, without black borders and specks.
//!
//! Never touches the original picture, and never does anything that it does not name.

use serde::{Deserialize, Serialize};

use crate::raster::{Grey, pack, turned};
use crate::{PageImage, Pixels, Turn};

mod blank;
mod crop;
mod despeckle;
mod ink;
mod orientation;
mod parts;
mod rotate;
mod skew;

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    /// Turn pages that lie on their side or head.
    pub drehen: bool,
    /// How the page has to be turned, where somebody (Tesseract's OSD) knows better than the
    /// estimate made here.
    pub orientation: Option<Turn>,
    /// Take skew back.
    pub geraderuecken: bool,
    /// Cut off black scanner borders.
    pub beschneiden: bool,
    /// Remove single specks.
    pub entflecken: bool,
    /// Say whether the page is blank.
    pub leerseite: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            drehen: true,
            orientation: None,
            geraderuecken: true,
            beschneiden: true,
            entflecken: true,
            leerseite: true,
        }
    }
}

/// One thing that was done to a page, or found about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "schritt", rename_all = "snake_case")]
pub enum Schritt {
    /// The page was turned clockwise: 90, 180 or 270 degrees.
    Gedreht {
        /// Degrees.
        grad: u16,
    },
    /// A skew was taken back.
    Geradegerueckt {
        /// Found skew in hundredths of a degree; positive where the lines fell to the right
        /// (the paper lay turned clockwise).
        hundertstel_grad: i32,
    },
    /// Black borders were cut off; pixels of the picture so far.
    Beschnitten {
        /// From the left.
        links: u32,
        /// From the top.
        oben: u32,
        /// From the right.
        rechts: u32,
        /// From the bottom.
        unten: u32,
    },
    /// Specks were removed.
    Entfleckt {
        /// How many.
        anzahl: u32,
    },
    /// The page is blank.
    Leerseite {
        /// Share of ink inside the margins, in millionths.
        tinte_ppm: u32,
    },
}

/// A cleaned page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The page.
    pub image: PageImage,
    /// What was done, in order.
    pub steps: Vec<Schritt>,
}

impl Cleaned {
    /// Whether the page was found blank.
    pub fn leer(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Schritt::Leerseite { .. }))
    }
}

/// Cleans up a scanned page.
pub fn clean(image: &PageImage, wishes: &Wishes) -> Cleaned {
    let mut cleaned = Cleaned { image: image.clone(), steps: Vec::new() };
    let turn = match wishes.orientation {
        Some(turn) => turn,
        None if wishes.drehen => orientation::estimate(image),
        None => Turn::None,
    };
    if turn != Turn::None {
        cleaned.image = turned(&cleaned.image, turn);
        cleaned.steps.push(Schritt::Gedreht { grad: turn.degrees() });
    }
    if wishes.geraderuecken
        && let Some(skew) = skew::find(&cleaned.image)
    {
        cleaned.image = rotate::straightened(&cleaned.image, skew);
        cleaned.steps.push(Schritt::Geradegerueckt { hundertstel_grad: skew });
    }
    if wishes.beschneiden
        && let Some((image, step)) = crop::without_borders(&cleaned.image)
    {
        cleaned.image = image;
        cleaned.steps.push(step);
    }
    if wishes.entflecken
        && let Some((image, anzahl)) = despeckle::clean(&cleaned.image)
    {
        cleaned.image = image;
        cleaned.steps.push(Schritt::Entfleckt { anzahl });
    }
    if wishes.leerseite
        && let Some(tinte_ppm) = blank::blank(&cleaned.image)
    {
        cleaned.steps.push(Schritt::Leerseite { tinte_ppm });
    }
    cleaned
}

/// Returns the page in black and white, for one-bit copies.
pub fn to_bitonal(image: &PageImage) -> PageImage {
    if matches!(image.pixels(), Pixels::Bitonal(_)) {
        return image.clone();
    }
    let grey = Grey::reduced(image, 1);
    let mut bits = Vec::with_capacity(grey.px.len() / 8 + grey.height);
    ink::rows(&grey, image.dpi(), |row| pack(row, &mut bits, |ink| *ink));
    PageImage::new(image.width(), image.height(), image.dpi(), Pixels::Bitonal(bits))
        .unwrap_or_else(|| image.clone())
}
