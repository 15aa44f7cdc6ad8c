//! Rewrites loose BER, as mail programs stream it, into the definite form the parsers read.
//!
//! Never interprets what it rewrites, and never nests deeper than a fixed depth.

/// Deepest nesting that is followed.
const DEPTH_MAX: usize = 40;
/// Tag of an octet string that consists of pieces.
const OCTET_STRING_IN_PIECES: u8 = 0x24;
/// Tag of an octet string.
const OCTET_STRING: u8 = 0x04;

/// Returns the first value with definite lengths; nothing where the bytes are no BER.
pub(crate) fn definite(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    value(bytes, DEPTH_MAX, &mut out)?;
    Some(out)
}

/// Rewrites one value; returns what follows it.
fn value<'a>(bytes: &'a [u8], depth: usize, out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let depth = depth.checked_sub(1)?;
    let (tag, rest) = tag(bytes)?;
    let (length, rest) = length(rest)?;
    let first = *tag.first()?;
    let constructed = first & 0x20 != 0;
    let mut inner = Vec::new();
    let rest = match length {
        None if !constructed => return None,
        None => {
            let mut rest = rest;
            loop {
                if let Some(after) = rest.strip_prefix(&[0, 0]) {
                    break after;
                }
                rest = value(rest, depth, &mut inner)?;
            }
        }
        Some(length) => {
            let (mut content, after) = rest.split_at_checked(length)?;
            if !constructed {
                put(tag, content, out);
                return Some(after);
            }
            while !content.is_empty() {
                content = value(content, depth, &mut inner)?;
            }
            after
        }
    };
    if first == OCTET_STRING_IN_PIECES {
        put(&[OCTET_STRING], &joined(&inner)?, out);
    } else {
        put(tag, &inner, out);
    }
    Some(rest)
}

/// Joins octet strings that follow each other, already with definite lengths.
fn joined(mut pieces: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(pieces.len());
    while !pieces.is_empty() {
        let (tag, rest) = tag(pieces)?;
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length?)?;
        (tag == [OCTET_STRING]).then_some(())?;
        whole.extend_from_slice(content);
        pieces = rest;
    }
    Some(whole)
}

fn tag(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut count = 1;
    if bytes.first()? & 0x1F == 0x1F {
        while bytes.get(count)? & 0x80 != 0 {
            count += 1;
            (count < 5).then_some(())?;
        }
        count += 1;
    }
    bytes.split_at_checked(count)
}

fn length(bytes: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    match first {
        0x80 => Some((None, rest)),
        0..=0x7F => Some((Some(usize::from(*first)), rest)),
        _ => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
            (digits.len() <= 4).then_some(())?;
            let length = digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit));
            Some((Some(length), rest))
        }
    }
}

fn put(tag: &[u8], content: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(tag);
    let length = content.len();
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let digits = (length as u64).to_be_bytes();
        let skip = digits.iter().take_while(|digit| **digit == 0).count();
        out.push(0x80 | (digits.len() - skip) as u8);
        out.extend(digits.iter().skip(skip));
    }
    out.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streamed_values_become_definite() {
        let streamed = [0x30, 0x80, 0x24, 0x80, 4, 1, 7, 4, 2, 8, 9, 0, 0, 2, 1, 5, 0, 0];
        assert_eq!(definite(&streamed).unwrap(), [0x30, 8, 4, 3, 7, 8, 9, 2, 1, 5]);
        assert_eq!(definite(&[0x30, 3, 2, 1, 5]).unwrap(), [0x30, 3, 2, 1, 5]);
        assert_eq!(definite(&[0x30, 0x80].repeat(10_000)), None);
        assert_eq!(definite(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]), None);
    }
}
