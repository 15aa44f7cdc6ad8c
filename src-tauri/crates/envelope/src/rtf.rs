//! Unpacks the compressed RTF of an Outlook message (MS-OXRTFCP).
//!
//! Never gives more than a fixed size, and never interprets the RTF.

/// Most bytes of an unpacked letter.
const RTF_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Size of the dictionary.
const DICTIONARY: usize = 4096;
/// What the dictionary holds at the start.
const PREFILL: &[u8] =
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \
\\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\
\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// Unpacks; nothing where the bytes are no compressed RTF.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let raw_size = usize::try_from(number(4)?).ok()?.min(RTF_BYTES_MAX);
    let content = bytes.get(16..)?;
    match &number(8)?.to_le_bytes() {
        b"LZFu" => Some(inflate(content, raw_size)),
        b"MELA" => Some(content.get(..raw_size).unwrap_or(content).to_vec()),
        _ => None,
    }
}

fn inflate(content: &[u8], raw_size: usize) -> Vec<u8> {
    let mut dictionary = [b' '; DICTIONARY];
    for (slot, byte) in dictionary.iter_mut().zip(PREFILL) {
        *slot = *byte;
    }
    let mut at = PREFILL.len();
    let mut out = Vec::new();
    let mut input = content.iter().copied();
    let mut put = |byte: u8, dictionary: &mut [u8; DICTIONARY], out: &mut Vec<u8>| {
        if let Some(slot) = dictionary.get_mut(at % DICTIONARY) {
            *slot = byte;
        }
        at = (at + 1) % DICTIONARY;
        out.push(byte);
        at
    };
    let mut write = PREFILL.len();
    while let Some(control) = input.next() {
        for bit in 0..8 {
            if out.len() >= raw_size {
                return out;
            }
            let Some(byte) = input.next() else { return out };
            if control >> bit & 1 == 0 {
                write = put(byte, &mut dictionary, &mut out);
                continue;
            }
            let Some(low) = input.next() else { return out };
            let reference = usize::from(byte) << 8 | usize::from(low);
            let (offset, length) = (reference >> 4, (reference & 0xF) + 2);
            // A reference to the place of writing ends the text.
            if offset == write {
                return out;
            }
            for step in 0..length {
                let byte = dictionary.get((offset + step) % DICTIONARY).copied().unwrap_or(b' ');
                write = put(byte, &mut dictionary, &mut out);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specification_s_own_examples_unpack() {
        assert_eq!(PREFILL.len(), 207);
        let simple: &[u8] = &[
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0,
            0x0a, 0, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68,
            0x65, 0x6c, 0x09, 0, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f,
            0xa0,
        ];
        let text = b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n";
        assert_eq!(unpack(simple).unwrap(), text);
        let crossing: &[u8] = &[
            0x1a, 0, 0, 0, 0x1c, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0,
            0x04, 0x20, 0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0,
        ];
        assert_eq!(unpack(crossing).unwrap(), b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
    }

    #[test]
    fn broken_rtf_is_cut_not_followed() {
        assert_eq!(unpack(b"kurz"), None);
        assert_eq!(unpack(&[0; 40]), None);
        let endless = [b"\0\0\0\0\xFF\xFF\xFF\xFFLZFu\0\0\0\0".as_slice(), &[0xFF; 3000]].concat();
        assert!(unpack(&endless).unwrap().len() < 3000 * 9);
    }
}
