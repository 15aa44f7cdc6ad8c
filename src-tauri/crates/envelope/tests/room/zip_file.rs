//! Writes ZIP archives byte by byte, also such as no program would.
//!
//! Never checks what it is told to write.

/// One entry to be written.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) content: Vec<u8>,
    /// Size once unpacked.
    pub(crate) size: u32,
    pub(crate) crc: u32,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    pub(crate) attributes: u32,
    /// Points to this entry's bytes instead of its own.
    pub(crate) at: Option<usize>,
}

impl Entry {
    /// An entry that is stored.
    pub(crate) fn new(name: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Entry {
        let content = content.as_ref().to_vec();
        Entry {
            name: name.as_ref().to_vec(),
            size: content.len() as u32,
            crc: crc32(&content),
            content,
            method: 0,
            flags: 0,
            attributes: 0,
            at: None,
        }
    }

    fn fields(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for number in [20, self.flags, self.method, 0, 0x5B22] {
            out.extend(number.to_le_bytes());
        }
        for number in [self.crc, self.content.len() as u32, self.size] {
            out.extend(number.to_le_bytes());
        }
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend([0, 0]);
        out
    }
}

/// Writes an archive.
pub(crate) fn archive(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut offsets = Vec::new();
    for entry in entries {
        offsets.push(out.len() as u32);
        if entry.at.is_none() {
            out.extend(b"PK\x03\x04");
            out.extend(entry.fields());
            out.extend(&entry.name);
            out.extend(&entry.content);
        }
    }
    let start = out.len() as u32;
    for (entry, offset) in entries.iter().zip(&offsets) {
        out.extend(b"PK\x01\x02");
        out.extend([20, 3]);
        out.extend(entry.fields());
        out.extend([0; 6]);
        out.extend(entry.attributes.to_le_bytes());
        out.extend(entry.at.map_or(*offset, |at| offsets[at]).to_le_bytes());
        out.extend(&entry.name);
    }
    let size = out.len() as u32 - start;
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// An entry with so many zero bytes, packed as tightly as it goes.
pub(crate) fn zeros(name: &str, count: usize) -> Entry {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("x", options).unwrap();
    let chunk = vec![0; 1 << 20];
    let mut left = count;
    while left > 0 {
        let size = left.min(chunk.len());
        writer.write_all(&chunk[..size]).unwrap();
        left -= size;
    }
    let bytes = writer.finish().unwrap().into_inner();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let (start, packed, crc) = {
        let file = archive.by_index(0).unwrap();
        (file.data_start().unwrap() as usize, file.compressed_size() as usize, file.crc32())
    };
    Entry {
        content: bytes[start..start + packed].to_vec(),
        size: count as u32,
        crc,
        method: 8,
        ..Entry::new(name, "")
    }
}

/// The checksum of ZIP.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    })
}
