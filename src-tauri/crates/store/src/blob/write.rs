//! Writes originals: encrypted, flushed, named, read back.
//!
//! Never gives out what would let a row name an original before all of that has happened.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aead_stream::EncryptorBE32;
use chacha20poly1305::ChaCha20Poly1305;
use sha2::{Digest, Sha256};

use super::sum::Sum;
use super::{
    BlobFolder, MAGIC, PREFIX, SEGMENT, ScopeKey, StoredBlob, TAG, UnsettledBlob, cipher,
    create_folder, sync_folder,
};
use crate::crash_point::CrashPoint;
use crate::error::BlobError;

impl BlobFolder {
    /// Starts an original that comes from the centre: [`BlobWriter::finish_fetched`] ends it.
    pub(crate) fn fetch_writer(&self, scope: &str, key: ScopeKey) -> Result<BlobWriter, BlobError> {
        let mut writer = self.writer(scope, key)?;
        let secret = crate::key::random();
        let secret = secret.map_err(|e| BlobError::io(&self.root, io::Error::other(e)))?;
        let mut sum = Sum::new(secret);
        sum.add(&writer.header);
        writer.sum = Some(sum);
        Ok(writer)
    }

    pub(crate) fn writer(&self, scope: &str, key: ScopeKey) -> Result<BlobWriter, BlobError> {
        let random: [u8; 16] =
            crate::key::random().map_err(|e| BlobError::io(&self.root, io::Error::other(e)))?;
        let temporary = self.temporary().join(hex::encode(random));
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)
            .map_err(|e| BlobError::io(&temporary, e))?;
        let mut prefix = [0_u8; PREFIX];
        prefix.copy_from_slice(random.get(..PREFIX).unwrap_or(&[0; PREFIX]));
        let header = [MAGIC.as_slice(), &prefix].concat();
        file.write_all(&header).map_err(|e| BlobError::io(&temporary, e))?;
        Ok(BlobWriter {
            folder: self.clone(),
            scope: scope.to_owned(),
            stream: Some(EncryptorBE32::from_aead(cipher(&key), &prefix.into())),
            key,
            temporary,
            file,
            header,
            buffer: Vec::with_capacity(SEGMENT + TAG),
            hasher: Sha256::new(),
            sum: None,
            size: 0,
        })
    }
}

/// Takes the bytes of one original; [`BlobWriter::finish`] makes it durable and checks it.
pub struct BlobWriter {
    folder: BlobFolder,
    scope: String,
    key: ScopeKey,
    temporary: PathBuf,
    file: File,
    header: Vec<u8>,
    stream: Option<EncryptorBE32<ChaCha20Poly1305>>,
    buffer: Vec<u8>,
    hasher: Sha256,
    /// Over the file's own bytes, where they are compared instead of opened again.
    sum: Option<Sum>,
    size: u64,
}

impl BlobWriter {
    fn segment(&mut self) -> io::Result<()> {
        let stream = self.stream.as_mut().ok_or_else(|| io::Error::other("finished"))?;
        stream
            .encrypt_next_in_place(b"", &mut self.buffer)
            .map_err(|_| io::Error::other("too many segments"))?;
        self.put_buffer()?;
        self.buffer.clear();
        CrashPoint::BlobHalf.pass();
        Ok(())
    }

    fn put_buffer(&mut self) -> io::Result<()> {
        if let Some(sum) = &mut self.sum {
            sum.add(&self.buffer);
        }
        self.file.write_all(&self.buffer)
    }

    /// Makes the original durable: flush, name, flush the folder, read back, compare.
    pub fn finish(mut self) -> Result<StoredBlob, BlobError> {
        let written = self.write_last();
        written.map_err(|e| BlobError::io(&self.temporary, e))?;
        let sha256 = hex::encode(self.hasher.clone().finalize());
        let path = self.folder.path(&self.scope, &sha256);
        let known = path.exists();
        if known {
            // The same bytes are here: the new copy is dropped once the old one has proved good.
            if self.folder.check(&self.scope, &sha256, &self.key).is_ok() {
                self.flush_known(&path).map_err(|e| BlobError::io(&path, e))?;
                return Ok(self.stored(sha256, true));
            }
        }
        let parent = path.parent().unwrap_or(&self.folder.root).to_owned();
        create_folder(&parent).map_err(|e| BlobError::io(&parent, e))?;
        std::fs::rename(&self.temporary, &path).map_err(|e| BlobError::io(&path, e))?;
        CrashPoint::BlobRenamed.pass();
        sync_folder(&parent).map_err(|e| BlobError::io(&parent, e))?;
        CrashPoint::BlobDurable.pass();
        self.folder.check(&self.scope, &sha256, &self.key)?;
        CrashPoint::BlobVerified.pass();
        Ok(self.stored(sha256, false))
    }

    /// Finishes an original that came from the centre, which keeps it: compares its hash with the
    /// one it was fetched for, flushes, names and reads it back.
    ///
    /// Reading back compares the file byte for byte with what was written, by a sum under a secret
    /// key; what was written is the sealed form of the bytes that were hashed. The folder is
    /// flushed for many at once.
    pub fn finish_fetched(mut self, sha256: &str) -> Result<UnsettledBlob, BlobError> {
        let (unsettled, path) = self.write_and_name(sha256)?;
        self.read_back(&path, sha256)?;
        CrashPoint::BlobVerified.pass();
        Ok(unsettled)
    }

    pub(super) fn write_and_name(
        &mut self,
        sha256: &str,
    ) -> Result<(UnsettledBlob, PathBuf), BlobError> {
        if hex::encode(self.hasher.clone().finalize()) != sha256 {
            return Err(BlobError::Differs);
        }
        let written = self.write_last();
        written.map_err(|e| BlobError::io(&self.temporary, e))?;
        let path = self.folder.path(&self.scope, sha256);
        let folder = path.parent().unwrap_or(&self.folder.root).to_owned();
        std::fs::create_dir_all(&folder).map_err(|e| BlobError::io(&folder, e))?;
        // A copy that is there already has the same bytes, or is damaged.
        std::fs::rename(&self.temporary, &path).map_err(|e| BlobError::io(&path, e))?;
        CrashPoint::BlobRenamed.pass();
        let stored = self.stored(sha256.to_owned(), false);
        Ok((UnsettledBlob { stored, folder }, path))
    }

    /// Reads a named file to its end; an error unless it is what was written.
    pub(super) fn read_back(&self, path: &Path, sha256: &str) -> Result<(), BlobError> {
        match &self.sum {
            Some(sum) => sum.fits(path),
            None => self.folder.check(&self.scope, sha256, &self.key).map(|_| ()),
        }
    }

    /// An earlier run may have stopped between naming a file and flushing its name.
    fn flush_known(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()?;
        path.parent().map_or(Ok(()), sync_folder)
    }

    fn write_last(&mut self) -> io::Result<()> {
        let stream = self.stream.take().ok_or_else(|| io::Error::other("finished"))?;
        stream
            .encrypt_last_in_place(b"", &mut self.buffer)
            .map_err(|_| io::Error::other("too many segments"))?;
        self.put_buffer()?;
        CrashPoint::BlobWritten.pass();
        self.file.sync_all()?;
        CrashPoint::BlobFlushed.pass();
        Ok(())
    }

    fn stored(&self, sha256: String, known: bool) -> StoredBlob {
        StoredBlob { scope: self.scope.clone(), sha256, size: self.size, known }
    }
}

impl Write for BlobWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The last segment is written by `finish`, so a full buffer goes out only when more comes.
        if self.buffer.len() == SEGMENT && !bytes.is_empty() {
            self.segment()?;
        }
        let room = SEGMENT - self.buffer.len();
        let taken = bytes.get(..room.min(bytes.len())).unwrap_or(bytes);
        self.buffer.extend_from_slice(taken);
        self.hasher.update(taken);
        self.size += taken.len() as u64;
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for BlobWriter {
    fn drop(&mut self) {
        // Left over after an error or when the original was known; harmless if it stays.
        let _ = std::fs::remove_file(&self.temporary);
    }
}
