//! What caller and worker say to each other.
//!
//! Never trusts a length it reads: the reader gives the limit.
//!
//! Asked: magic, length of the task, the task as JSON, then the document to the end of the stream.
//! Answered: magic, then frames, each a tag, a length and as many bytes; the last one is
//! [`Tag::End`]. A worker that dies over the document leaves the frames it had finished. Lengths
//! are 32 bits, little-endian; the magics' last digit is the version.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

const QUESTION: [u8; 8] = *b"FHFRAGE2";
const ANSWER: [u8; 8] = *b"FHANTWO2";
/// Longest task: the words of two thousand pages and their places.
const TASK_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Longest single frame; whatever is larger comes in pieces.
pub(super) const FRAME_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Size of a piece.
pub(super) const PIECE_BYTES: usize = 1024 * 1024;

/// What the worker is to do with the document.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Task {
    /// Tell the facts and draw the first page.
    Inspect {
        /// What the document was meant to be.
        file_name: String,
        /// Opens it.
        password: Option<String>,
    },
    /// Take the parts out of an envelope.
    Open {
        /// What the document was meant to be.
        file_name: String,
        /// Its media type.
        mime: String,
    },
    /// Make pictures of pages.
    Pages(super::PagesTask),
    /// Show pages as they look.
    Show(super::ShowTask),
    /// Write a searchable copy of pages.
    Copy(Box<super::CopyTask>),
}

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// The next thing's description, JSON.
    Head,
    /// Bytes that belong to the last head.
    Piece,
    /// Nothing follows.
    End,
}

impl Tag {
    fn byte(self) -> u8 {
        match self {
            Tag::Head => b'K',
            Tag::Piece => b'B',
            Tag::End => b'E',
        }
    }

    fn of(byte: u8) -> io::Result<Tag> {
        match byte {
            b'K' => Ok(Tag::Head),
            b'B' => Ok(Tag::Piece),
            b'E' => Ok(Tag::End),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

/// Returns what is sent before the document.
pub(super) fn question(task: &Task) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(task).map_err(io::Error::other)?;
    let mut question = QUESTION.to_vec();
    write_part(&mut question, &json)?;
    Ok(question)
}

/// Reads what is sent before the document.
pub(super) fn read_question(input: &mut impl Read) -> io::Result<Task> {
    expect(input, QUESTION)?;
    let json = read_part(input, TASK_BYTES_MAX)?;
    serde_json::from_slice(&json).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// Begins an answer.
pub(super) fn write_start(output: &mut impl Write) -> io::Result<()> {
    output.write_all(&ANSWER)
}

/// Reads the beginning of an answer.
pub(super) fn read_start(input: &mut impl Read) -> io::Result<()> {
    expect(input, ANSWER)
}

/// Writes one frame.
pub(super) fn write_frame(output: &mut impl Write, tag: Tag, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&[tag.byte()])?;
    write_part(output, bytes)
}

/// Writes bytes of any length as pieces.
pub(super) fn write_pieces(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    bytes.chunks(PIECE_BYTES).try_for_each(|piece| write_frame(output, Tag::Piece, piece))
}

/// Reads one frame; a longer one than `limit` is an [`io::ErrorKind::FileTooLarge`].
pub(super) fn read_frame(input: &mut impl Read, limit: u64) -> io::Result<(Tag, Vec<u8>)> {
    let mut tag = [0];
    input.read_exact(&mut tag)?;
    let [tag] = tag;
    Ok((Tag::of(tag)?, read_part(input, limit.min(FRAME_BYTES_MAX))?))
}

fn write_part(output: &mut impl Write, part: &[u8]) -> io::Result<()> {
    let length = u32::try_from(part.len()).map_err(io::Error::other)?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(part)?;
    output.flush()
}

fn read_part(input: &mut impl Read, limit: u64) -> io::Result<Vec<u8>> {
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
        let task =
            Task::Inspect { file_name: "Bescheid über Gebühren.pdf".into(), password: None };
        let sent = question(&task).unwrap();
        let Task::Inspect { file_name, .. } = read_question(&mut &sent[..]).unwrap() else {
            panic!("another task came out");
        };
        assert_eq!(file_name, "Bescheid über Gebühren.pdf");
        let mut answer = Vec::new();
        write_start(&mut answer).unwrap();
        write_frame(&mut answer, Tag::Head, b"{}").unwrap();
        write_frame(&mut answer, Tag::Piece, b"png").unwrap();
        write_frame(&mut answer, Tag::End, b"").unwrap();
        let mut answer = &answer[..];
        read_start(&mut answer).unwrap();
        assert_eq!(read_frame(&mut answer, 2).unwrap(), (Tag::Head, b"{}".to_vec()));
        assert_eq!(read_frame(&mut answer, 3).unwrap(), (Tag::Piece, b"png".to_vec()));
        assert_eq!(read_frame(&mut answer, 0).unwrap(), (Tag::End, vec![]));
    }

    #[test]
    fn lengths_are_not_believed() {
        let kind = |bytes: &[u8], limit| read_frame(&mut &bytes[..], limit).unwrap_err().kind();
        assert_eq!(kind(b"K\xFF\xFF\xFF\xFFx", 1 << 40), io::ErrorKind::FileTooLarge);
        assert_eq!(kind(b"K\xFF\x00\x00\x00x", 1 << 40), io::ErrorKind::UnexpectedEof);
        assert_eq!(kind(b"K\x01", 10), io::ErrorKind::UnexpectedEof);
        assert_eq!(kind(b"X\x00\x00\x00\x00", 10), io::ErrorKind::InvalidData);
        assert_eq!(
            read_start(&mut &b"FHANTWO1...."[..]).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
    }
}
