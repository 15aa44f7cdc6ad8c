//! Files that lie in the data folder before anything is made of them: sealed like originals, in
//! segments of their own.
//!
//! Never names, moves or removes a file, and never hands out a segment whose seal does not fit.

use std::fs::File;
use std::io::{self, Write};

use aead_stream::EncryptorBE32;
use chacha20poly1305::ChaCha20Poly1305;
use zeroize::Zeroizing;

use crate::blob::{BlobReader, MAGIC, PREFIX, SEGMENT, ScopeKey, TAG, cipher};
use crate::db::Store;
use crate::error::{BlobError, DbError, KeyError};
use crate::meta::Meta;

/// The key of such files.
#[derive(Clone)]
pub struct FileKey(ScopeKey);

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey")
    }
}

impl FileKey {
    /// Makes a key that nobody has.
    pub fn random() -> Result<Self, KeyError> {
        Ok(Self(Zeroizing::new(crate::key::random()?)))
    }
}

impl Store {
    /// Returns the key of pages on the scanner's table, making one at the first time.
    pub fn scan_key(&self) -> Result<FileKey, DbError> {
        // In one transaction: of two keys made at once, one would be lost, and pages with it.
        let text = self.write(|tx| match tx.meta(Meta::ScanSchluessel)? {
            Some(text) => Ok::<_, DbError>(Zeroizing::new(text)),
            None => {
                let fresh: [u8; 32] =
                    crate::key::random().map_err(|error| DbError::Unreadable(error.to_string()))?;
                let text = Zeroizing::new(hex::encode(fresh));
                tx.set_meta(Meta::ScanSchluessel, &text)?;
                Ok(text)
            }
        })?;
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.as_str(), key.as_mut_slice())
            .map_err(|_| DbError::Unreadable("scan_schluessel".to_owned()))?;
        Ok(FileKey(key))
    }
}

/// Seals what is written into a file.
pub struct SealedWriter {
    file: File,
    stream: EncryptorBE32<ChaCha20Poly1305>,
    buffer: Vec<u8>,
}

impl SealedWriter {
    /// Begins an empty file.
    pub fn new(mut file: File, key: &FileKey) -> io::Result<Self> {
        let prefix: [u8; PREFIX] = crate::key::random().map_err(io::Error::other)?;
        file.write_all(MAGIC)?;
        file.write_all(&prefix)?;
        let stream = EncryptorBE32::from_aead(cipher(&key.0), &prefix.into());
        Ok(Self { file, stream, buffer: Vec::with_capacity(SEGMENT + TAG) })
    }

    /// Writes the end and flushes the file; without it nothing can be read to its end.
    pub fn finish(mut self) -> io::Result<File> {
        self.stream
            .encrypt_last_in_place(b"", &mut self.buffer)
            .map_err(|_| io::Error::other("too many segments"))?;
        self.file.write_all(&self.buffer)?;
        self.file.sync_all()?;
        Ok(self.file)
    }
}

impl Write for SealedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The last segment is written by `finish`, so a full buffer goes out only when more comes.
        if self.buffer.len() == SEGMENT && !bytes.is_empty() {
            self.stream
                .encrypt_next_in_place(b"", &mut self.buffer)
                .map_err(|_| io::Error::other("too many segments"))?;
            self.file.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        let room = SEGMENT - self.buffer.len();
        let taken = bytes.get(..room.min(bytes.len())).unwrap_or(bytes);
        self.buffer.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens a sealed file for reading; a read fails at the first byte that is not as it was sealed.
pub fn unseal(file: File, key: &FileKey) -> Result<BlobReader, BlobError> {
    BlobReader::over(file, &key.0, None)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn sealed(folder: &std::path::Path, key: &FileKey, bytes: &[u8]) -> std::path::PathBuf {
        let path = folder.join("seite");
        let mut writer = SealedWriter::new(File::create(&path).unwrap(), key).unwrap();
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap();
        path
    }

    fn read(path: &std::path::Path, key: &FileKey) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut reader = unseal(File::open(path)?, key).map_err(io::Error::other)?;
        reader.read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn what_is_sealed_comes_back_and_cannot_be_read_without_the_key() {
        let (folder, key) = (tempfile::tempdir().unwrap(), FileKey::random().unwrap());
        for size in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT + 5] {
            let bytes: Vec<u8> = b"Quendel".iter().copied().cycle().take(size).collect();
            let path = sealed(folder.path(), &key, &bytes);
            assert_eq!(read(&path, &key).unwrap(), bytes, "{size}");
            let raw = std::fs::read(&path).unwrap();
            assert!(!raw.windows(7).any(|word| word == b"Quendel"), "{size}");
            assert!(read(&path, &FileKey::random().unwrap()).is_err(), "{size}");
            std::fs::write(&path, &raw[..raw.len() - 1]).unwrap();
            assert!(read(&path, &key).is_err(), "cut off, {size}");
        }
    }
}
