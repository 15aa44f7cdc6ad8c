//! The QR code that names the Vorgang, so that an answer files itself.
//!
//! Never says more than an id: whoever finds the letter learns nothing from it.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};
use uuid::Uuid;

/// Width of a module in millimetres; copiers keep what is wider than 0.6 mm.
const MODULE_MM: f64 = 0.7;
/// Modules that stay white on every side, as the standard asks.
const QUIET: usize = 4;

/// A code as a picture.
pub(crate) struct Bildcode {
    /// The picture, as SVG.
    pub(crate) svg: String,
    /// Length of a side with its white margin, in millimetres.
    pub(crate) seite_mm: f64,
}

/// Returns the code of a letter in this Vorgang.
pub(crate) fn vorgangscode(vorgang: Uuid) -> Option<Bildcode> {
    // Upper case makes a QR code with fewer, larger modules.
    let text = format!("FH1:V:{}", vorgang.hyphenated().to_string().to_uppercase());
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
    let side = code.width() + 2 * QUIET;
    // One path for all modules: between two of them no viewer can draw a hairline.
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, module)| **module == Color::Dark) {
            write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET).ok()?;
        }
    }
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" \
         height=\"{side}\"><path d=\"{path}\" fill=\"#000\"/></svg>"
    );
    Some(Bildcode { svg, seite_mm: side as f64 * MODULE_MM })
}
