//! What caller and worker say to each other.
//!
//! Never trusts a length it reads: the reader gives the limit.
//!
//! Asked: magic, name length, name, then the document to the end of the stream.
//! Answered: magic, JSON length, JSON, then PNG length, PNG; the second part may be missing when
//! the worker died over the picture. Lengths are 32 bits, little-endian; the magics' last digit
//! is the version.

use std::io::{self, Read, Write};

const QUESTION: [u8; 8] = *b"FHFRAGE1";
const ANSWER: [u8; 8] = *b"FHANTWO1";
/// Longer names do not exist on any file system we read from.
const NAME_BYTES_MAX: u64 = 4096;

/// Returns what is sent before the document.
pub(super) fn question(file_name: &str) -> Vec<u8> {
    let name = file_name.as_bytes();
    // A cut name still ends somewhere; the worker reads it leniently.
    let name = name.get(name.len().saturating_sub(NAME_BYTES_MAX as usize)..).unwrap_or(name);
    let mut question = QUESTION.to_vec();
    question.extend((name.len() as u32).to_le_bytes());
    question.extend(name);
    question
}

/// Reads what is sent before the document.
pub(super) fn read_question(input: &mut impl Read) -> io::Result<String> {
    expect(input, QUESTION)?;
    let name = read_part(input, NAME_BYTES_MAX)?;
    Ok(String::from_utf8_lossy(&name).into_owned())
}

/// Writes the first part of the answer.
pub(super) fn write_facts(output: &mut impl Write, json: &[u8]) -> io::Result<()> {
    output.write_all(&ANSWER)?;
    write_part(output, json)
}

/// Reads the first part of the answer.
pub(super) fn read_facts(input: &mut impl Read, limit: u64) -> io::Result<Vec<u8>> {
    expect(input, ANSWER)?;
    read_part(input, limit)
}

/// Writes one part: its length, then its bytes.
pub(super) fn write_part(output: &mut impl Write, part: &[u8]) -> io::Result<()> {
    let length = u32::try_from(part.len()).map_err(io::Error::other)?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(part)?;
    output.flush()
}

/// Reads one part; a longer one than `limit` is an [`io::ErrorKind::FileTooLarge`].
pub(super) fn read_part(input: &mut impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u64::from(u32::from_le_bytes(length));
    if length > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    // Grows with what really comes, not with what was announced.
    let mut part = Vec::new();
    input.take(length).read_to_end(&mut part)?;
    if part.len() as u64 == length { Ok(part) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn expect(input: &mut impl Read, magic: [u8; 8]) -> io::Result<()> {
    let mut found = [0; 8];
    input.read_exact(&mut found)?;
    if found == magic { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_answers_come_back() {
        let question = question("Bescheid über Gebühren.pdf");
        assert_eq!(read_question(&mut &question[..]).unwrap(), "Bescheid über Gebühren.pdf");
        let mut answer = Vec::new();
        write_facts(&mut answer, b"{}").unwrap();
        write_part(&mut answer, b"png").unwrap();
        let mut answer = &answer[..];
        assert_eq!(read_facts(&mut answer, 2).unwrap(), b"{}");
        assert_eq!(read_part(&mut answer, 3).unwrap(), b"png");
    }

    #[test]
    fn lengths_are_not_believed() {
        let kind = |bytes: &[u8], limit| read_part(&mut &bytes[..], limit).unwrap_err().kind();
        assert_eq!(kind(b"\xFF\xFF\xFF\xFFx", 1 << 20), io::ErrorKind::FileTooLarge);
        assert_eq!(kind(b"\xFF\xFF\xFF\xFFx", 1 << 40), io::ErrorKind::UnexpectedEof);
        assert_eq!(kind(b"\x01", 10), io::ErrorKind::UnexpectedEof);
        assert_eq!(
            read_facts(&mut &b"FHANTWO2...."[..], 10).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
    }

    #[test]
    fn endless_names_keep_their_end() {
        let question = question(&format!("{}.pdf", "ü".repeat(5000)));
        let name = read_question(&mut &question[..]).unwrap();
        assert!(name.ends_with("ü.pdf"));
    }
}
