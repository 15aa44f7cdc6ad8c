//! Originals at the centre: a folder or an S3 bucket behind one interface.
//!
//! Never reports an original before all of its bytes are stored, flushed, read back and compared
//! with the hash they were announced under. One that comes again is written again with
//! the same bytes.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart};
use sha2::{Digest, Sha256};

use crate::error::CenterError;

/// Where originals lie.
#[derive(Debug, Clone)]
pub struct Originals {
    objects: Arc<dyn ObjectStore>,
}

impl Originals {
    /// Uses a folder; every write is flushed to disk before it counts.
    pub fn folder(path: &Path) -> Result<Self, CenterError> {
        let objects = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self { objects: Arc::new(objects) })
    }

    /// Stores one piece of an upload; the same piece may come again.
    pub async fn put_piece(
        &self,
        tenant: &str,
        scope: &str,
        sha256: &str,
        offset: u64,
        bytes: Bytes,
    ) -> Result<(), CenterError> {
        let key = piece(tenant, scope, sha256, offset);
        self.objects.put(&key, PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    /// Puts the pieces together; fails without a trace if they are not what was announced.
    pub async fn complete(
        &self,
        tenant: &str,
        scope: &str,
        sha256: &str,
    ) -> Result<(), CenterError> {
        let pieces = self.pieces(tenant, scope, sha256).await?;
        let mut hasher = Sha256::new();
        let mut target =
            WriteMultipart::new(self.objects.put_multipart(&key(tenant, scope, sha256)).await?);
        for piece in &pieces {
            let bytes = self.objects.get(piece).await?.bytes().await?;
            hasher.update(&bytes);
            target.wait_for_capacity(2).await?;
            target.put(bytes);
        }
        if hex::encode(hasher.finalize()) != sha256 {
            target.abort().await?;
            self.delete(&pieces).await?;
            return Err(CenterError::HashMismatch);
        }
        target.finish().await?;
        self.read_back(tenant, scope, sha256).await
    }

    /// Removes the pieces of an upload that is complete and noted.
    pub async fn forget_pieces(
        &self,
        tenant: &str,
        scope: &str,
        sha256: &str,
    ) -> Result<(), CenterError> {
        let pieces = self.pieces(tenant, scope, sha256).await?;
        self.delete(&pieces).await
    }

    async fn read_back(&self, tenant: &str, scope: &str, sha256: &str) -> Result<(), CenterError> {
        let mut stream = self.objects.get(&key(tenant, scope, sha256)).await?.into_stream();
        let mut hasher = Sha256::new();
        while let Some(bytes) = stream.try_next().await? {
            hasher.update(&bytes);
        }
        if hex::encode(hasher.finalize()) == sha256 {
            Ok(())
        } else {
            Err(CenterError::HashMismatch)
        }
    }

    /// Returns a part of an original's bytes.
    pub async fn read(
        &self,
        tenant: &str,
        scope: &str,
        sha256: &str,
        part: Range<u64>,
    ) -> Result<BoxStream<'static, Result<Bytes, object_store::Error>>, CenterError> {
        // An empty original has no bytes to name a range of.
        let range = (!part.is_empty()).then_some(GetRange::Bounded(part));
        let options = GetOptions { range, ..GetOptions::default() };
        let found = self.objects.get_opts(&key(tenant, scope, sha256), options).await?;
        Ok(found.into_stream().boxed())
    }

    async fn pieces(
        &self,
        tenant: &str,
        scope: &str,
        sha256: &str,
    ) -> Result<Vec<Key>, CenterError> {
        let prefix = Key::from_iter(["uploads", tenant, scope, sha256]);
        let listed: Vec<_> = self.objects.list(Some(&prefix)).try_collect().await?;
        let mut keys: Vec<Key> = listed.into_iter().map(|meta| meta.location).collect();
        keys.sort();
        Ok(keys)
    }

    async fn delete(&self, keys: &[Key]) -> Result<(), CenterError> {
        for key in keys {
            self.objects.delete(key).await?;
        }
        Ok(())
    }
}

fn key(tenant: &str, scope: &str, sha256: &str) -> Key {
    Key::from_iter(["originale", tenant, scope, sha256.get(..2).unwrap_or("xx"), sha256])
}

fn piece(tenant: &str, scope: &str, sha256: &str, offset: u64) -> Key {
    // Twenty digits: names sort as offsets do.
    Key::from_iter(["uploads", tenant, scope, sha256, format!("{offset:020}").as_str()])
}
