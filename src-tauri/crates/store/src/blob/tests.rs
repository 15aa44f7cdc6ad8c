//! Originals come back as they went in, or not at all.
//!
//! Never checks rows; those are the store's.

use std::io::Read;

use super::*;

fn folder() -> (tempfile::TempDir, BlobFolder, ScopeKey) {
    let dir = tempfile::tempdir().unwrap();
    let blobs = BlobFolder::open(dir.path().join("originale")).unwrap();
    (dir, blobs, Zeroizing::new([7; 32]))
}

fn put(blobs: &BlobFolder, key: &ScopeKey, bytes: &[u8]) -> StoredBlob {
    let mut writer = blobs.writer("registratur", key.clone()).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn get(blobs: &BlobFolder, key: &ScopeKey, sha256: &str) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut reader = blobs.reader("registratur", sha256, key).map_err(io::Error::other)?;
    reader.read_to_end(&mut out).map(|_| out)
}

#[test]
fn every_size_around_a_segment_comes_back_the_same() {
    let (_dir, blobs, key) = folder();
    for size in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 3 * SEGMENT + 5] {
        let bytes: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
        let stored = put(&blobs, &key, &bytes);
        assert_eq!(stored.size, size as u64);
        assert_eq!(stored.sha256, wire::sha256_hex(&bytes));
        assert_eq!(get(&blobs, &key, &stored.sha256).unwrap(), bytes);
    }
}

#[test]
fn the_file_on_disk_shows_nothing_of_its_content() {
    let (_dir, blobs, key) = folder();
    let stored = put(&blobs, &key, b"Bescheid an Familie Quendel");
    let raw = std::fs::read(blobs.path("registratur", &stored.sha256)).unwrap();
    assert!(!raw.windows(7).any(|w| w == b"Quendel"));
}

#[test]
fn any_changed_or_missing_byte_is_noticed() {
    let (_dir, blobs, key) = folder();
    let bytes = vec![9; SEGMENT + 100];
    let stored = put(&blobs, &key, &bytes);
    let path = blobs.path("registratur", &stored.sha256);
    let good = std::fs::read(&path).unwrap();
    for at in [0, 5, 20, SEGMENT, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        std::fs::write(&path, &bad).unwrap();
        assert!(get(&blobs, &key, &stored.sha256).is_err(), "byte {at}");
    }
    for cut in [3, 11, 12, SEGMENT + TAG + 11, good.len() - 1] {
        std::fs::write(&path, &good[..cut]).unwrap();
        assert!(get(&blobs, &key, &stored.sha256).is_err(), "cut to {cut}");
    }
}

#[test]
fn a_damaged_copy_is_replaced_when_the_bytes_come_again() {
    let (_dir, blobs, key) = folder();
    let stored = put(&blobs, &key, b"abc");
    std::fs::write(blobs.path("registratur", &stored.sha256), b"FHB1").unwrap();
    let again = put(&blobs, &key, b"abc");
    assert_eq!(again.sha256, stored.sha256);
    assert_eq!(get(&blobs, &key, &stored.sha256).unwrap(), b"abc");
    assert!(put(&blobs, &key, b"abc").known);
}

#[test]
fn unfinished_writes_leave_nothing_behind() {
    let (dir, blobs, key) = folder();
    let mut writer = blobs.writer("registratur", key).unwrap();
    writer.write_all(b"half").unwrap();
    drop(writer);
    std::fs::write(dir.path().join("originale/tmp/old"), b"x").unwrap();
    let blobs = BlobFolder::open(dir.path().join("originale")).unwrap();
    assert_eq!(std::fs::read_dir(blobs.temporary()).unwrap().count(), 0);
}

/// An original that comes from the centre, written and named, not read back yet.
fn fetched(blobs: &BlobFolder, key: &ScopeKey, bytes: &[u8]) -> (BlobWriter, PathBuf) {
    let mut writer = blobs.fetch_writer("registratur", key.clone()).unwrap();
    writer.write_all(bytes).unwrap();
    let path = writer.write_and_name(&wire::sha256_hex(bytes)).unwrap().1;
    (writer, path)
}

#[test]
fn a_fetched_original_is_found_out_if_its_file_is_not_what_was_written() {
    let (_dir, blobs, key) = folder();
    for size in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT + 77] {
        let bytes: Vec<u8> = (0..size).map(|i| (i % 241) as u8).collect();
        let (writer, path) = fetched(&blobs, &key, &bytes);
        let sha256 = wire::sha256_hex(&bytes);
        let good = std::fs::read(&path).unwrap();
        writer.read_back(&path, &sha256).unwrap();
        for at in [0, 5, 11, good.len() / 2, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            std::fs::write(&path, &bad).unwrap();
            let found = writer.read_back(&path, &sha256);
            assert!(matches!(found, Err(BlobError::Differs)), "{size} bytes, byte {at}");
        }
        let (cut, longer) = (&good[..good.len() - 1], [good.as_slice(), &[0]].concat());
        for bad in [cut, &longer, &[]] {
            std::fs::write(&path, bad).unwrap();
            assert!(writer.read_back(&path, &sha256).is_err(), "{} bytes", bad.len());
        }
        std::fs::write(&path, &good).unwrap();
        writer.read_back(&path, &sha256).unwrap();
        assert_eq!(get(&blobs, &key, &sha256).unwrap(), bytes);
    }
}

#[test]
fn a_fetched_original_with_another_hash_gets_no_name() {
    let (_dir, blobs, key) = folder();
    let mut writer = blobs.fetch_writer("registratur", key).unwrap();
    writer.write_all(b"gestern").unwrap();
    let sha256 = wire::sha256_hex(b"heute");
    assert!(matches!(writer.finish_fetched(&sha256), Err(BlobError::Differs)));
    assert!(!blobs.path("registratur", &sha256).exists());
    assert_eq!(std::fs::read_dir(blobs.temporary()).unwrap().count(), 0);
}
