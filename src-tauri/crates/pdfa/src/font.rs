//! A font without outlines: characters that can be found and copied, but not seen.
//!
//! Never a foreign font: the tables are built here, one empty glyph for each character of the
//! document. Character number and glyph number are the same, and 0 is never used.

use std::collections::BTreeMap;

/// Width of every glyph; an em has 1000 units.
pub(crate) const WIDTH: u16 = 500;
pub(crate) const UNITS_PER_EM: u16 = 1000;
/// Height of the box of a glyph, from the baseline.
pub(crate) const ASCENT: i16 = 1000;
/// Slightly below the baseline: some readers take 0 for missing.
pub(crate) const DESCENT: i16 = -1;
/// Name of the font.
pub(crate) const NAME: &str = "ForsthausTextebene";

/// The characters a document has used, in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct Characters {
    numbers: BTreeMap<char, u16>,
    used: Vec<char>,
}

impl Characters {
    /// Returns the number of a character; nothing if it cannot stand in a text, or if the
    /// document has used more different ones than a font can hold.
    pub(crate) fn number(&mut self, c: char) -> Option<u16> {
        if let Some(number) = self.numbers.get(&c) {
            return Some(*number);
        }
        if !is_text(c) {
            return None;
        }
        // 0 means "no such character"; the last number is left out for the table of places.
        let number = u16::try_from(self.used.len() + 1).ok().filter(|n| *n < u16::MAX)?;
        self.numbers.insert(c, number);
        self.used.push(c);
        Some(number)
    }

    /// Returns numbers and characters.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u16, char)> {
        (1..).zip(self.used.iter().copied())
    }

    /// Returns a TrueType font with an empty glyph for each number.
    pub(crate) fn truetype(&self) -> Vec<u8> {
        let glyphs = u16::try_from(self.used.len() + 1).unwrap_or(u16::MAX);
        let tables = [
            (b"OS/2", os2()),
            (b"cmap", cmap()),
            // Some readers refuse an empty table.
            (b"glyf", vec![0; 4]),
            (b"head", head()),
            (b"hhea", hhea()),
            (b"hmtx", hmtx(glyphs)),
            // Every glyph starts and ends at 0.
            (b"loca", vec![0; (usize::from(glyphs) + 1) * 2]),
            (b"maxp", maxp(glyphs)),
            (b"name", name()),
            (b"post", post()),
        ];
        assembled(&tables)
    }
}

/// Whether a character may stand in a text: PDF/A forbids the byte order marks as meanings.
fn is_text(c: char) -> bool {
    let code = u32::from(c);
    let is_noncharacter = code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code);
    !c.is_control() && c != '\u{feff}' && !is_noncharacter
}

/// Puts the tables together, with their checksums.
fn assembled(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let power = count.ilog2();
    let range = 16_u16 << power;
    let mut font = words(&[0x0001, 0x0000, count, range]);
    font.extend(words(&[u16::try_from(power).unwrap_or(0), count * 16 - range]));
    let start = font.len() + tables.len() * 16;
    let mut body = Vec::new();
    let mut head_at = None;
    for (tag, data) in tables {
        let place = start + body.len();
        if *tag == b"head" {
            head_at = Some(place);
        }
        font.extend_from_slice(*tag);
        font.extend(long(checksum(data)));
        font.extend(long(u32::try_from(place).unwrap_or(u32::MAX)));
        font.extend(long(u32::try_from(data.len()).unwrap_or(u32::MAX)));
        body.extend_from_slice(data);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    font.extend(body);
    // The whole font sums up to a fixed number.
    let adjustment = long(0xb1b0_afba_u32.wrapping_sub(checksum(&font)));
    let place = head_at.map(|at| at + 8..at + 12).and_then(|place| font.get_mut(place));
    place.into_iter().flatten().zip(adjustment).for_each(|(to, from)| *to = from);
    font
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0_u32, |sum, chunk| {
        let mut word = [0; 4];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn long(value: u32) -> [u8; 4] {
    value.to_be_bytes()
}

fn head() -> Vec<u8> {
    let mut head = words(&[1, 0, 1, 0]);
    // The adjustment comes last; then the magic number.
    head.extend([long(0), long(0x5f0f_3cf5)].concat());
    // The baseline is at 0.
    head.extend(words(&[1, UNITS_PER_EM]));
    // Made and changed: seconds since 1904, left at the start.
    head.extend([0; 16]);
    // Box, style, smallest size, direction, short places, format of the glyphs.
    head.extend(words(&[0, DESCENT.cast_unsigned(), WIDTH, ASCENT.cast_unsigned()]));
    head.extend(words(&[0, 8, 2, 0, 0]));
    head
}

fn hhea() -> Vec<u8> {
    let (ascent, descent) = (ASCENT.cast_unsigned(), DESCENT.cast_unsigned());
    let mut hhea = words(&[1, 0, ascent, descent, 0, WIDTH, 0, 0, WIDTH]);
    // Slope of the caret (upright), reserved, format, one width for all.
    hhea.extend(words(&[1, 0, 0, 0, 0, 0, 0, 0, 1]));
    hhea
}

fn hmtx(glyphs: u16) -> Vec<u8> {
    let mut hmtx = words(&[WIDTH, 0]);
    hmtx.resize(4 + usize::from(glyphs.saturating_sub(1)) * 2, 0);
    hmtx
}

fn maxp(glyphs: u16) -> Vec<u8> {
    let mut maxp = words(&[1, 0, glyphs, 0, 0, 0, 0, 1]);
    maxp.resize(32, 0);
    maxp
}

fn cmap() -> Vec<u8> {
    // One table for Unicode, format 4, with the segment that ends it and means nothing.
    let mut cmap = words(&[0, 1, 3, 1]);
    cmap.extend(long(12));
    cmap.extend(words(&[4, 24, 0, 2, 2, 0, 0, 0xffff, 0, 0xffff, 1, 0]));
    cmap
}

fn post() -> Vec<u8> {
    // Version 3: glyphs have no names.
    let mut post = long(0x0003_0000).to_vec();
    post.resize(32, 0);
    post
}

fn name() -> Vec<u8> {
    let text: Vec<u8> = NAME.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let length = u16::try_from(text.len()).unwrap_or(0);
    // Family, style, whole name, PostScript name: all the same, for Windows and English.
    let kinds = [1, 2, 4, 6];
    let mut name = words(&[0, 4, 6 + 4 * 12]);
    name.extend(kinds.iter().flat_map(|kind| words(&[3, 1, 0x0409, *kind, length, 0])));
    name.extend(text);
    name
}

fn os2() -> Vec<u8> {
    // Version, average width, weight, width class; 0: may be embedded.
    let mut os2 = words(&[4, WIDTH, 400, 5, 0]);
    // Sub- and superscript, strikeout, family class; Panose, Unicode ranges.
    os2.extend(words(&[0; 11]));
    os2.extend([0; 10 + 16]);
    os2.extend_from_slice(b"    ");
    // Regular; first and last character.
    os2.extend(words(&[0x0040, 0xffff, 0xffff]));
    let (ascent, descent) = (ASCENT.cast_unsigned(), DESCENT.cast_unsigned());
    os2.extend(words(&[ascent, descent, 0, ascent, 1]));
    // Code pages; heights, default and break character, context.
    os2.extend([0; 8]);
    os2.extend(words(&[0, 0, 0, 0, 0]));
    os2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_controls_are_no_text() {
        let mut characters = Characters::default();
        for c in ['\0', '\u{7}', '\u{feff}', '\u{fffe}', '\u{ffff}', '\u{1fffe}', '\u{fdd0}'] {
            assert_eq!(characters.number(c), None, "{c:?}");
        }
        assert_eq!(characters.number('ß'), Some(1));
        assert_eq!(characters.number('𝔉'), Some(2));
        assert_eq!(characters.number('ß'), Some(1));
        assert_eq!(characters.iter().collect::<Vec<_>>(), [(1, 'ß'), (2, '𝔉')]);
    }

    #[test]
    fn the_font_sums_up_and_its_tables_have_their_sizes() {
        let mut characters = Characters::default();
        assert!("Grüße aus § 7".chars().all(|c| characters.number(c).is_some()));
        let font = characters.truetype();
        assert_eq!(checksum(&font), 0xb1b0_afba);
        for (tag, size) in [("head", 54), ("hhea", 36), ("OS/2", 96), ("maxp", 32), ("post", 32)] {
            let at = font.windows(4).position(|window| window == tag.as_bytes()).unwrap();
            assert_eq!(font[at + 12..at + 16], u32::to_be_bytes(size), "{tag}");
        }
    }

    #[test]
    fn a_font_can_be_full() {
        let mut characters = Characters::default();
        let given = (' '..=char::MAX).filter_map(|c| characters.number(c)).count();
        assert_eq!(given, usize::from(u16::MAX) - 1);
        assert!(characters.truetype().len() > given * 4);
    }
}
