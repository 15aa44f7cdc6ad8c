//! How a file of the index is sealed: a key of its own, and chunks that are opened one by one.
//!
//! A file is a magic number, 32 random bytes, and chunks of 16 KiB under ChaCha20-Poly1305. Its key
//! is derived from the index's key, the random bytes and the file's name; a chunk's nonce is its
//! number and whether it is the last (STREAM's rule), so that cutting, swapping and renaming are
//! noticed as well as changing. Never reuses a key: the random bytes are drawn for every file.

use std::io::{self, Write};

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::disk::{DiskRead, DiskWrite};

const MAGIC: &[u8; 4] = b"FHI1";
const SALT: usize = 32;
const HEADER: usize = MAGIC.len() + SALT;
/// Bytes of text in a chunk.
pub(crate) const CHUNK: usize = 16 * 1024;
const TAG: usize = 16;
const SEALED: usize = CHUNK + TAG;

/// The key of the whole index.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*key))
    }

    fn cipher(&self, salt: &[u8], name: &str) -> ChaCha20Poly1305 {
        let mut hasher = Sha256::new();
        hasher.update(b"forsthaus/index/1");
        hasher.update(self.0.as_slice());
        hasher.update(salt);
        hasher.update(name.as_bytes());
        let key: Zeroizing<[u8; 32]> = Zeroizing::new(hasher.finalize().into());
        ChaCha20Poly1305::new(&(*key).into())
    }
}

fn nonce(chunk: u64, last: bool) -> Nonce {
    let mut bytes = [0; 12];
    if let Some((first, number)) = bytes.split_first_chunk_mut::<4>() {
        first[0] = u8::from(last);
        number.copy_from_slice(&chunk.to_be_bytes());
    }
    bytes.into()
}

/// What a changed, cut or foreign file is answered with.
fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the seal does not fit")
}

/// Writes a file; [`SealWriter::finish`] closes and flushes it.
pub(crate) struct SealWriter {
    file: Box<dyn DiskWrite>,
    cipher: ChaCha20Poly1305,
    buffer: Vec<u8>,
    chunk: u64,
}

impl SealWriter {
    pub(crate) fn new(mut file: Box<dyn DiskWrite>, key: &Key, name: &str) -> io::Result<Self> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(io::Error::other)?;
        file.write_all(MAGIC)?;
        file.write_all(&salt)?;
        let cipher = key.cipher(&salt, name);
        Ok(Self { file, cipher, buffer: Vec::with_capacity(SEALED), chunk: 0 })
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        let nonce = nonce(self.chunk, last);
        self.cipher.encrypt_in_place(&nonce, b"", &mut self.buffer).map_err(|_| broken())?;
        self.file.write_all(&self.buffer)?;
        self.buffer.clear();
        self.chunk += 1;
        Ok(())
    }

    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.seal(true)?;
        self.file.sync()
    }
}

impl Write for SealWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The last chunk is sealed by `finish`, so a full one goes out only when more comes.
        if self.buffer.len() == CHUNK && !bytes.is_empty() {
            self.seal(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.buffer.len());
        self.buffer.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads a file chunk by chunk.
pub(crate) struct SealReader {
    file: Box<dyn DiskRead>,
    cipher: ChaCha20Poly1305,
    /// Bytes of text.
    size: usize,
    chunks: u64,
}

impl SealReader {
    pub(crate) fn new(file: Box<dyn DiskRead>, key: &Key, name: &str) -> io::Result<Self> {
        let mut header = [0; HEADER];
        let body = usize::try_from(file.size()).map_err(|_| broken())?.checked_sub(HEADER);
        let body = body.filter(|body| *body >= TAG).ok_or_else(broken)?;
        file.read_exact_at(&mut header, 0)?;
        let (magic, salt) = header.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(broken());
        }
        let chunks = body.div_ceil(SEALED);
        let size = body.checked_sub(chunks * TAG).ok_or_else(broken)?;
        Ok(Self { file, cipher: key.cipher(salt, name), size, chunks: chunks as u64 })
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Opens one chunk.
    pub(crate) fn chunk(&self, chunk: u64) -> io::Result<Vec<u8>> {
        let last = chunk + 1 == self.chunks;
        let start = HEADER as u64 + chunk * SEALED as u64;
        let len = if last { self.file.size().saturating_sub(start) } else { SEALED as u64 };
        let mut bytes = vec![0; usize::try_from(len).map_err(|_| broken())?.min(SEALED)];
        self.file.read_exact_at(&mut bytes, start)?;
        let nonce = nonce(chunk, last);
        self.cipher.decrypt_in_place(&nonce, b"", &mut bytes).map_err(|_| broken())?;
        Ok(bytes)
    }

    /// Opens everything; for small files.
    pub(crate) fn all(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.size);
        for chunk in 0..self.chunks {
            bytes.extend_from_slice(&self.chunk(chunk)?);
        }
        Ok(bytes)
    }
}
