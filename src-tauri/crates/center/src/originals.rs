//! Originals at the centre: a folder or an S3 bucket behind one interface.
//!
//! Never reports an original before all of its bytes are stored, flushed, read back and compared
//! with the hash they were announced under. One that is there already is compared, and written
//! again only if it proves damaged.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use domain::Zeitpunkt;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey, Checksum};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::prefix::PrefixStore;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, PutPayload, WriteMultipart};
use sha2::{Digest, Sha256};

use crate::error::CenterError;

/// Whose original is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The authority.
    pub tenant: String,
    /// The scope.
    pub scope: String,
    /// SHA-256, hex.
    pub sha256: String,
}

impl Name {
    fn key(&self) -> Key {
        let shelf = self.sha256.get(..2).unwrap_or("xx");
        Key::from_iter(["originale", &self.tenant, &self.scope, shelf, &self.sha256])
    }

    fn pieces(&self) -> Key {
        Key::from_iter(["uploads", &self.tenant, &self.scope, &self.sha256])
    }

    fn piece(&self, offset: u64) -> Key {
        // Twenty digits: names sort as offsets do.
        Key::from_iter(self.pieces().parts().chain([format!("{offset:020}").into()]))
    }
}

/// Where originals lie.
#[derive(Debug, Clone)]
pub struct Originals {
    pub(crate) objects: Arc<dyn ObjectStore>,
}

impl Originals {
    /// Uses a folder; every write is flushed to disk before it counts.
    pub fn folder(path: &Path) -> Result<Self, CenterError> {
        let objects = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self { objects: Arc::new(objects) })
    }

    /// Uses a bucket, `s3://bucket/beginning?endpoint=http://…&region=…`; what comes after the
    /// question mark are settings of the client (such as `allow_http=true`), and credentials come
    /// from the usual `AWS_…` variables.
    pub fn s3(address: &str) -> Result<Self, CenterError> {
        let (place, settings) = address.split_once('?').unwrap_or((address, ""));
        let place = place.strip_prefix("s3://").ok_or(CenterError::Invalid("not s3://"))?;
        let (bucket, beginning) = place.split_once('/').unwrap_or((place, ""));
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_checksum_algorithm(Checksum::SHA256);
        for (name, value) in settings.split('&').filter_map(|setting| setting.split_once('=')) {
            let name: AmazonS3ConfigKey = name.parse()?;
            builder = builder.with_config(name, value);
        }
        let objects = PrefixStore::new(builder.build()?, Key::parse(beginning)?);
        Ok(Self { objects: Arc::new(objects) })
    }

    /// Fails if the store does not answer.
    pub async fn ready(&self) -> Result<(), CenterError> {
        match self.objects.head(&Key::from("bereit")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Stores an original that came in one piece.
    pub async fn put_whole(&self, name: &Name, bytes: Bytes) -> Result<(), CenterError> {
        let hasher = hashed(Sha256::new(), bytes.clone()).await?;
        if hex::encode(hasher.finalize()) != name.sha256 {
            return Err(CenterError::HashMismatch);
        }
        let payload = PutPayload::from_bytes(bytes);
        let put = self.objects.put_opts(&name.key(), payload.clone(), PutMode::Create.into()).await;
        match put {
            Ok(_) => self.read_back_whole(name).await,
            Err(object_store::Error::AlreadyExists { .. }) => match self.read_back(name).await {
                Err(CenterError::HashMismatch) => {
                    tracing::error!("a stored original was damaged and is replaced");
                    self.objects.put(&name.key(), payload).await?;
                    self.read_back_whole(name).await
                }
                done => done,
            },
            Err(error) => Err(error.into()),
        }
    }

    /// Stores one piece of an upload; the same piece may come again.
    pub async fn put_piece(
        &self,
        name: &Name,
        offset: u64,
        bytes: Bytes,
    ) -> Result<(), CenterError> {
        self.objects.put(&name.piece(offset), PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    /// Begins an upload with the first bytes of another original.
    pub async fn copy_beginning(
        &self,
        from: &Name,
        to: &Name,
        length: u64,
    ) -> Result<(), CenterError> {
        let mut offset = 0;
        while offset < length {
            let end = length.min(offset + wire::PIECE_BYTES);
            let bytes = self.objects.get_range(&from.key(), offset..end).await?;
            self.put_piece(to, offset, bytes).await?;
            offset = end;
        }
        Ok(())
    }

    /// Returns the first bytes of an original, no more than a piece has.
    pub async fn beginning(&self, name: &Name, length: u64) -> Result<Vec<u8>, CenterError> {
        Ok(self.objects.get_range(&name.key(), 0..length).await?.into())
    }

    /// Returns how many bytes two originals have in common at their beginning.
    pub async fn common_beginning(&self, a: &Name, b: &Name) -> Result<u64, CenterError> {
        let (size_a, size_b) =
            (self.objects.head(&a.key()).await?.size, self.objects.head(&b.key()).await?.size);
        let (mut offset, length) = (0, size_a.min(size_b));
        while offset < length {
            let part = offset..length.min(offset + wire::PIECE_BYTES);
            let (of_a, of_b) = (
                self.objects.get_range(&a.key(), part.clone()).await?,
                self.objects.get_range(&b.key(), part.clone()).await?,
            );
            let equal = of_a.iter().zip(&of_b).take_while(|(a, b)| a == b).count() as u64;
            offset += equal;
            if offset < part.end {
                break;
            }
        }
        Ok(offset)
    }

    /// Puts the pieces together; nothing stays of bytes that are not what was announced.
    pub async fn complete(&self, name: &Name, size: u64) -> Result<(), CenterError> {
        if self.is_there(name).await? {
            return Ok(());
        }
        if size == 0 {
            return self.put_whole(name, Bytes::new()).await;
        }
        let pieces = self.pieces(name).await?;
        let mut hasher = Sha256::new();
        let mut target = WriteMultipart::new(self.objects.put_multipart(&name.key()).await?);
        let mut joined = 0;
        for piece in &pieces {
            // A piece of an earlier attempt may lie between two of this one.
            if offset_of(&piece.location) != Some(joined) {
                continue;
            }
            let bytes = self.objects.get(&piece.location).await?.bytes().await?;
            joined += bytes.len() as u64;
            hasher = hashed(hasher, bytes.clone()).await?;
            target.wait_for_capacity(2).await?;
            target.put(bytes);
        }
        if joined != size || hex::encode(hasher.finalize()) != name.sha256 {
            target.abort().await?;
            self.delete(pieces).await?;
            return Err(CenterError::HashMismatch);
        }
        target.finish().await?;
        self.read_back(name).await
    }

    /// Tells whether the original lies here, whole and right: it was stored before, and the
    /// process ended before that could be noted.
    async fn is_there(&self, name: &Name) -> Result<bool, CenterError> {
        match self.read_back(name).await {
            Ok(()) => Ok(true),
            Err(CenterError::HashMismatch) => Ok(false),
            Err(CenterError::Objects(object_store::Error::NotFound { .. })) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes the pieces of an upload that is complete and noted.
    pub async fn forget_pieces(&self, name: &Name) -> Result<(), CenterError> {
        let pieces = self.pieces(name).await?;
        self.delete(pieces).await
    }

    /// One question to the store for an original that fits into memory.
    async fn read_back_whole(&self, name: &Name) -> Result<(), CenterError> {
        let bytes = self.objects.get(&name.key()).await?.bytes().await?;
        let hasher = hashed(Sha256::new(), bytes).await?;
        if hex::encode(hasher.finalize()) == name.sha256 {
            Ok(())
        } else {
            Err(CenterError::HashMismatch)
        }
    }

    async fn read_back(&self, name: &Name) -> Result<(), CenterError> {
        let key = name.key();
        let size = self.objects.head(&key).await?.size;
        let mut stream = self.stream(key, 0..size);
        let mut hasher = Sha256::new();
        while let Some(bytes) = stream.try_next().await? {
            hasher = hashed(hasher, bytes).await?;
        }
        if hex::encode(hasher.finalize()) == name.sha256 {
            Ok(())
        } else {
            Err(CenterError::HashMismatch)
        }
    }

    /// Returns a part of an original's bytes.
    pub fn read(
        &self,
        name: &Name,
        part: Range<u64>,
    ) -> BoxStream<'static, Result<Bytes, object_store::Error>> {
        self.stream(name.key(), part)
    }

    /// Reads in large pieces: the store's own stream of a file makes a hop between threads for
    /// every eight kilobytes.
    pub(crate) fn stream(
        &self,
        key: Key,
        part: Range<u64>,
    ) -> BoxStream<'static, Result<Bytes, object_store::Error>> {
        let objects = Arc::clone(&self.objects);
        let next = move |from: u64| {
            let (objects, key) = (Arc::clone(&objects), key.clone());
            let to = part.end.min(from + wire::PIECE_BYTES);
            async move {
                if from >= to {
                    return Ok(None);
                }
                Ok(Some((objects.get_range(&key, from..to).await?, to)))
            }
        };
        futures_util::stream::try_unfold(part.start, next).boxed()
    }

    /// Returns the uploads of which no piece has come since `before`.
    pub async fn abandoned(&self, before: Zeitpunkt) -> Result<Vec<Name>, CenterError> {
        let mut newest = std::collections::BTreeMap::new();
        let mut listed = self.objects.list(Some(&Key::from("uploads")));
        while let Some(meta) = listed.try_next().await? {
            if let Some(name) = name_of_piece(&meta.location) {
                let at = newest.entry(name).or_insert(i64::MIN);
                *at = (*at).max(meta.last_modified.timestamp());
            }
        }
        let old = newest.into_iter().filter(|(_, at)| *at < before.as_second());
        Ok(old.map(|(name, _)| name).collect())
    }

    /// Removes an original and whatever pieces of it lie here. One that is gone is no error.
    pub(crate) async fn remove(&self, name: &Name) -> Result<(), CenterError> {
        self.forget_pieces(name).await?;
        self.remove_object(&name.key()).await
    }

    /// Removes an object. One that is gone is no error.
    pub(crate) async fn remove_object(&self, key: &Key) -> Result<(), CenterError> {
        match self.objects.delete(key).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn pieces(&self, name: &Name) -> Result<Vec<ObjectMeta>, CenterError> {
        let mut listed: Vec<ObjectMeta> =
            self.objects.list(Some(&name.pieces())).try_collect().await?;
        listed.sort_by(|a, b| a.location.cmp(&b.location));
        Ok(listed)
    }

    async fn delete(&self, objects: Vec<ObjectMeta>) -> Result<(), CenterError> {
        for object in objects {
            match self.objects.delete(&object.location).await {
                // Another request that finished the same upload was faster.
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

fn offset_of(piece: &Key) -> Option<u64> {
    piece.filename()?.parse().ok()
}

fn name_of_piece(piece: &Key) -> Option<Name> {
    let mut parts = piece.parts().skip(1).map(|part| part.as_ref().to_owned());
    Some(Name { tenant: parts.next()?, scope: parts.next()?, sha256: parts.next()? })
}

/// Hashes away from the threads that answer: a piece takes some milliseconds.
async fn hashed(mut hasher: Sha256, bytes: Bytes) -> Result<Sha256, CenterError> {
    let hashing = move || {
        hasher.update(&bytes);
        hasher
    };
    let done = tokio::task::spawn_blocking(hashing).await;
    done.map_err(|_| CenterError::Internal("hashing panicked"))
}
