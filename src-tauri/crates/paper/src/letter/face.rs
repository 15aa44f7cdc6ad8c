//! The fonts a letter is set in, and the width of a text in them.
//!
//! Never falls back to another font: what is set here is German.

use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, ShapePlan, UnicodeBuffer, script};

/// One weight of one font, ready for measuring and for embedding.
pub struct Face {
    shaper: rustybuzz::Face<'static>,
    plan: ShapePlan,
    font: Font,
}

/// A text as glyphs, with its width for a font size of 1.
pub(super) struct Shaped {
    pub(super) glyphs: Vec<KrillaGlyph>,
    width: f32,
}

/// Regular and bold of one family.
pub struct Family {
    /// As most of the text.
    pub regular: Face,
    /// As a subject.
    pub bold: Face,
}

/// What most letters are set in.
pub static SERIF: LazyLock<Family> = LazyLock::new(|| Family {
    regular: Face::named("LibertinusSerif-Regular"),
    bold: Face::named("LibertinusSerif-Bold"),
});

/// What science and older offices set.
pub static ROMAN: LazyLock<Family> = LazyLock::new(|| Family {
    regular: Face::named("NewCM10-Regular"),
    bold: Face::named("NewCM10-Bold"),
});

/// What comes closest to a hand.
pub static ITALIC: LazyLock<Family> = LazyLock::new(|| Family {
    regular: Face::named("NewCM10-Italic"),
    bold: Face::named("NewCM10-BoldItalic"),
});

/// What a typewriter would write.
pub static MONO: LazyLock<Family> = LazyLock::new(|| Family {
    regular: Face::named("DejaVuSansMono"),
    bold: Face::named("DejaVuSansMono-Bold"),
});

impl Face {
    #[expect(clippy::expect_used, reason = "the fonts are compiled in; a test sets every one")]
    fn named(postscript_name: &str) -> Self {
        typst_assets::fonts()
            .find_map(|data| {
                let shaper = rustybuzz::Face::from_slice(data, 0)?;
                let found = shaper.names().into_iter().any(|name| {
                    name.name_id == rustybuzz::ttf_parser::name_id::POST_SCRIPT_NAME
                        && name.to_string().as_deref() == Some(postscript_name)
                });
                let font = if found { Font::new(data.into(), 0) } else { None }?;
                let plan =
                    ShapePlan::new(&shaper, Direction::LeftToRight, Some(script::LATIN), None, &[]);
                Some(Self { shaper, plan, font })
            })
            .expect("compiled-in font")
    }

    pub(super) fn font(&self) -> Font {
        self.font.clone()
    }

    /// Returns the width of a text in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        self.shape(text).width * size
    }

    pub(super) fn shape(&self, text: &str) -> Shaped {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
        let output = rustybuzz::shape_with_plan(&self.shaper, &self.plan, buffer);
        let em = self.font.units_per_em();
        let infos = output.glyph_infos();
        let mut width = 0.0;
        let glyphs = infos
            .iter()
            .zip(output.glyph_positions())
            .map(|(info, position)| {
                // A ligature stands for all letters up to the next cluster.
                let end = infos
                    .iter()
                    .map(|other| other.cluster)
                    .filter(|&cluster| cluster > info.cluster)
                    .min()
                    .map_or(text.len(), |cluster| cluster as usize);
                let advance = position.x_advance as f32 / em;
                width += advance;
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    advance,
                    position.x_offset as f32 / em,
                    position.y_offset as f32 / em,
                    0.0,
                    info.cluster as usize..end,
                    None,
                )
            })
            .collect();
        Shaped { glyphs, width }
    }
}
