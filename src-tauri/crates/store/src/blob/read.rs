//! Reads originals, and notices every byte that is not the one that was stored.
//!
//! Never hands out a segment whose seal does not fit.

use std::fs::File;
use std::io::{self, BufReader, Read};

use aead_stream::DecryptorBE32;
use chacha20poly1305::ChaCha20Poly1305;
use sha2::{Digest, Sha256};

use super::{BlobFolder, HEADER, MAGIC, PREFIX, SEGMENT, ScopeKey, TAG, cipher};
use crate::error::BlobError;

impl BlobFolder {
    pub(crate) fn reader(
        &self,
        scope: &str,
        sha256: &str,
        key: &ScopeKey,
    ) -> Result<BlobReader, BlobError> {
        let path = self.path(scope, sha256);
        match File::open(&path) {
            Ok(file) => BlobReader::over(file, key, Some(sha256)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Err(BlobError::Missing),
            Err(e) => Err(BlobError::io(&path, e)),
        }
    }

    /// Reads an original to its end; the reader itself compares the hash.
    pub(crate) fn check(
        &self,
        scope: &str,
        sha256: &str,
        key: &ScopeKey,
    ) -> Result<u64, BlobError> {
        let mut reader = self.reader(scope, sha256, key)?;
        io::copy(&mut reader, &mut io::sink()).map_err(|_| BlobError::Differs)
    }
}

/// Reads one original; the last read fails if the bytes are not the ones that were stored.
pub struct BlobReader {
    file: BufReader<File>,
    stream: Option<DecryptorBE32<ChaCha20Poly1305>>,
    segment: Vec<u8>,
    position: usize,
    /// Absent where the seals alone are to be checked.
    hasher: Option<Sha256>,
    expected: String,
}

impl BlobReader {
    /// Reads the header of a file; `expected` is the SHA-256 that its content has to have.
    pub(crate) fn over(
        file: File,
        key: &ScopeKey,
        expected: Option<&str>,
    ) -> Result<Self, BlobError> {
        let mut file = BufReader::with_capacity(SEGMENT + TAG, file);
        let mut header = [0_u8; HEADER];
        file.read_exact(&mut header).map_err(|_| BlobError::Damaged)?;
        let (magic, prefix) = header.split_at(MAGIC.len());
        let prefix = <[u8; PREFIX]>::try_from(prefix).map_err(|_| BlobError::Damaged)?;
        if magic != MAGIC {
            return Err(BlobError::Damaged);
        }
        Ok(Self {
            file,
            stream: Some(DecryptorBE32::from_aead(cipher(key), &prefix.into())),
            segment: Vec::new(),
            position: 0,
            hasher: expected.map(|_| Sha256::new()),
            expected: expected.unwrap_or_default().to_owned(),
        })
    }

    fn next_segment(&mut self) -> io::Result<()> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, BlobError::Damaged);
        self.segment.clear();
        self.position = 0;
        let mut segment = std::mem::take(&mut self.segment);
        let limit = (SEGMENT + TAG) as u64;
        self.file.by_ref().take(limit).read_to_end(&mut segment)?;
        let more = segment.len() == SEGMENT + TAG && !at_end(&mut self.file)?;
        if more {
            let stream = self.stream.as_mut().ok_or_else(damaged)?;
            stream.decrypt_next_in_place(b"", &mut segment).map_err(|_| damaged())?;
        } else {
            let stream = self.stream.take().ok_or_else(damaged)?;
            stream.decrypt_last_in_place(b"", &mut segment).map_err(|_| damaged())?;
        }
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&segment);
            if !more && hex::encode(hasher.clone().finalize()) != self.expected {
                return Err(damaged());
            }
        }
        self.segment = segment;
        Ok(())
    }
}

fn at_end(file: &mut BufReader<File>) -> io::Result<bool> {
    Ok(std::io::BufRead::fill_buf(file)?.is_empty())
}

impl Read for BlobReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.position == self.segment.len() && self.stream.is_some() {
            self.next_segment()?;
        }
        let rest = self.segment.get(self.position..).unwrap_or(&[]);
        let taken = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..taken), rest.get(..taken)) {
            to.copy_from_slice(from);
        }
        self.position += taken;
        Ok(taken)
    }
}
