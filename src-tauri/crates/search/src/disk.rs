//! The few things the index wants from a disk, so that a test can cut the power between any two.
//!
//! Never sees a word: what passes through here is sealed already.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A folder of files without folders in it.
pub trait Disk: fmt::Debug + Send + Sync + 'static {
    /// Makes a file that must not be there yet.
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskWrite>>;

    /// Opens a file for reading at any place.
    fn open(&self, name: &str) -> io::Result<Box<dyn DiskRead>>;

    /// Gives a file another name, in place of one that has it.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file; whoever has it open keeps reading.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Lists what is there.
    fn names(&self) -> io::Result<Vec<String>>;

    /// Makes names durable that were given or taken.
    fn sync_names(&self) -> io::Result<()>;
}

/// A file being written.
pub trait DiskWrite: Write + Send + Sync {
    /// Makes durable what was written.
    fn sync(&mut self) -> io::Result<()>;
}

/// A file being read.
pub trait DiskRead: fmt::Debug + Send + Sync {
    /// Returns its size in bytes.
    fn size(&self) -> u64;

    /// Fills the buffer from a place; a file that ends before is an error.
    fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> io::Result<()>;
}

/// A folder of the file system.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Takes a folder, making it if it is not there.
    pub fn new(root: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(root)?;
        if let Some(parent) = root.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_folder(parent)?;
        }
        Ok(Self { root: root.to_owned() })
    }
}

impl Disk for Folder {
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskWrite>> {
        let path = self.root.join(name);
        Ok(Box::new(OpenOptions::new().write(true).create_new(true).open(path)?))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskRead>> {
        let file = File::open(self.root.join(name))?;
        let size = file.metadata()?.len();
        Ok(Box::new(OpenFile { file, size }))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        std::fs::rename(self.root.join(from), self.root.join(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        std::fs::remove_file(self.root.join(name))
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let entries = std::fs::read_dir(&self.root)?;
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    }

    fn sync_names(&self) -> io::Result<()> {
        sync_folder(&self.root)
    }
}

impl DiskWrite for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

#[derive(Debug)]
struct OpenFile {
    file: File,
    size: u64,
}

impl DiskRead for OpenFile {
    fn size(&self) -> u64 {
        self.size
    }

    #[cfg(unix)]
    fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, buffer, at)
    }

    #[cfg(windows)]
    fn read_exact_at(&self, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
        while !buffer.is_empty() {
            let read = std::os::windows::fs::FileExt::seek_read(&self.file, buffer, at)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            buffer = buffer.get_mut(read..).unwrap_or_default();
            at += read as u64;
        }
        Ok(())
    }
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows flushes folder entries with the file itself and offers no handle for this.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
