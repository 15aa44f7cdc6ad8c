//! Transfer encodings and character sets.
//!
//! Never refuses: damaged input gives what is readable, and says that it is damaged.

use std::borrow::Cow;

use mail_parser::decoders::charsets::map::charset_decoder;

/// Decoded bytes, and whether the encoding was whole.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// What was readable.
    pub(crate) bytes: Vec<u8>,
    /// Whether nothing was missing or foreign.
    pub(crate) whole: bool,
}

/// Decodes base64; white space is skipped, foreign characters are left out.
pub(crate) fn base64(text: &[u8]) -> Decoded {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut count, mut whole, mut padding) = (0u32, 0u32, true, 0u32);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                padding += 1;
                continue;
            }
            byte if byte.is_ascii_whitespace() => continue,
            _ => {
                whole = false;
                continue;
            }
        };
        if padding > 0 {
            // Some senders encode in pieces and join them.
            whole &= (count + padding) % 4 == 0;
            (bits, count, padding) = (0, 0, 0);
        }
        bits = bits << 6 | u32::from(value);
        count += 1;
        if count % 4 != 1 {
            let shift = [0, 0, 4, 2].get(count as usize % 4).copied().unwrap_or(0);
            bytes.push((bits >> shift) as u8);
        }
    }
    whole &= (count + padding) % 4 == 0;
    Decoded { bytes, whole }
}

/// Decodes quoted-printable; what is no code stays as it stands.
pub(crate) fn quoted_printable(text: &[u8]) -> Decoded {
    let mut bytes = Vec::with_capacity(text.len());
    let mut whole = true;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let end: &[u8] = match line {
            [.., b'\r', b'\n'] => b"\r\n",
            [.., b'\n'] => b"\n",
            _ => b"",
        };
        let body = line.strip_suffix(end).unwrap_or(line);
        let body = body.trim_ascii_end();
        let (body, soft) = match body.strip_suffix(b"=") {
            Some(body) => (body, true),
            None => (body, false),
        };
        let mut at = 0;
        while let Some(byte) = body.get(at) {
            let code = (*byte == b'=').then(|| hex(body.get(at + 1..at + 3)?)).flatten();
            bytes.push(code.unwrap_or(*byte));
            whole &= code.is_some() || *byte != b'=';
            at += if code.is_some() { 3 } else { 1 };
        }
        if !soft {
            bytes.extend_from_slice(end);
        }
    }
    Decoded { bytes, whole }
}

/// Reads two hexadecimal digits.
pub(crate) fn hex(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

/// Reads text in a declared character set; in UTF-8 or Windows-1252 where none is known.
pub(crate) fn text(bytes: &[u8], charset: Option<&str>) -> String {
    let declared = charset.map(|label| label.trim().to_ascii_lowercase()).unwrap_or_default();
    // What claims to be ASCII and is not, was meant to be something else.
    let plain = matches!(declared.as_str(), "" | "us-ascii" | "ascii" | "utf-8" | "utf8");
    if plain {
        return utf8_or_western(bytes).into_owned();
    }
    if let Some(encoding) = encoding_rs::Encoding::for_label(declared.as_bytes()) {
        return encoding.decode(bytes).0.into_owned();
    }
    match charset_decoder(declared.as_bytes()) {
        Some(decoder) => crate::guarded(|| decoder(bytes)).unwrap_or_default(),
        None => utf8_or_western(bytes).into_owned(),
    }
}

/// Reads an XML file in the encoding it declares, for a parser that wants UTF-8.
pub(crate) fn xml(bytes: &[u8]) -> Cow<'_, str> {
    const DECLARATION_BYTES: usize = 200;
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let content = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(content).0;
    }
    let start = String::from_utf8_lossy(bytes.get(..DECLARATION_BYTES).unwrap_or(bytes));
    let declaration = start.split("?>").next().unwrap_or_default();
    let label = declaration.split_once("encoding").and_then(|(_, rest)| {
        rest.trim_start_matches([' ', '=']).get(1..)?.split(['"', '\'']).next()
    });
    match label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())) {
        // A UTF-16 label without its mark is a mistake: the declaration could be read.
        Some(encoding) if encoding.is_ascii_compatible() && encoding != encoding_rs::UTF_8 => {
            encoding.decode_without_bom_handling(bytes).0
        }
        _ => utf8_or_western(bytes),
    }
}

/// Reads bytes as UTF-8, or as Windows-1252 where they are not.
pub(crate) fn utf8_or_western(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // The last character may be cut.
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(bytes),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_whole_and_broken() {
        for (text, bytes, whole) in [
            ("SGFsbG8=", "Hallo", true),
            ("SGFs\r\nbG8=\r\n", "Hallo", true),
            ("SGFsbG8", "Hallo", false),
            ("SGFsb", "Hal", false),
            ("SGFs!bG8=", "Hallo", false),
            ("SGE=SGE=", "HaHa", true),
            ("", "", true),
        ] {
            let decoded = base64(text.as_bytes());
            assert_eq!((decoded.bytes, decoded.whole), (bytes.as_bytes().to_vec(), whole));
        }
    }

    #[test]
    fn quoted_printable_whole_and_broken() {
        let decoded = quoted_printable(b"Gr=C3=BC=\r\n=C3=9Fe =\nx \r\n");
        assert_eq!((decoded.bytes, decoded.whole), ("Grüße x\r\n".as_bytes().to_vec(), true));
        assert!(!quoted_printable(b"5 =zz 6").whole);
    }
}
