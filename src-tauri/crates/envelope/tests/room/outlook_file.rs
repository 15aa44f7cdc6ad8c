//! Writes Outlook messages, property by property.
//!
//! Never checks what it is told to write.

use std::io::{Cursor, Write};

/// A storage with properties.
#[derive(Debug, Clone, Default)]
pub(crate) struct Storage {
    texts: Vec<(u16, String)>,
    ansi: Vec<(u16, Vec<u8>)>,
    bytes: Vec<(u16, Vec<u8>)>,
    fixed: Vec<(u16, u16, [u8; 8])>,
    storages: Vec<(String, usize, Storage)>,
}

impl Storage {
    pub(crate) fn text(mut self, id: u16, text: &str) -> Storage {
        self.texts.push((id, text.to_owned()));
        self
    }

    pub(crate) fn ansi(mut self, id: u16, text: &[u8]) -> Storage {
        self.ansi.push((id, text.to_vec()));
        self
    }

    pub(crate) fn bytes(mut self, id: u16, bytes: &[u8]) -> Storage {
        self.bytes.push((id, bytes.to_vec()));
        self
    }

    pub(crate) fn number(mut self, id: u16, number: u32) -> Storage {
        let mut value = [0; 8];
        value[..4].copy_from_slice(&number.to_le_bytes());
        self.fixed.push((id, 3, value));
        self
    }

    /// Seconds since 1970.
    pub(crate) fn instant(mut self, id: u16, seconds: u64) -> Storage {
        let ticks = (seconds + 11_644_473_600) * 10_000_000;
        self.fixed.push((id, 0x40, ticks.to_le_bytes()));
        self
    }

    pub(crate) fn recipient(self, name: &str, address: &str, kind: u32) -> Storage {
        let recipient = Storage::default().text(0x3001, name).text(0x39FE, address);
        self.inner("__recip_version1.0_#", 8, recipient.number(0x0C15, kind))
    }

    pub(crate) fn attachment(self, attachment: Storage) -> Storage {
        self.inner("__attach_version1.0_#", 8, attachment)
    }

    /// Makes an attachment out of a message.
    pub(crate) fn embedded(message: Storage) -> Storage {
        let mut attachment = Storage::default().number(0x3705, 5);
        attachment.storages.push(("__substg1.0_3701000D".to_owned(), 24, message));
        attachment
    }

    fn inner(mut self, prefix: &str, head: usize, storage: Storage) -> Storage {
        let number = self.storages.iter().filter(|(name, ..)| name.starts_with(prefix)).count();
        self.storages.push((format!("{prefix}{number:08X}"), head, storage));
        self
    }

    /// Writes the file.
    pub(crate) fn file(&self) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        self.write(&mut file, "", 32);
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    fn write(&self, file: &mut cfb::CompoundFile<Cursor<Vec<u8>>>, path: &str, head: usize) {
        let mut put = |name: &str, bytes: &[u8]| {
            file.create_stream(format!("{path}/{name}")).unwrap().write_all(bytes).unwrap();
        };
        let mut table = vec![0; head];
        for (id, text) in &self.texts {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            put(&format!("__substg1.0_{id:04X}001F"), &bytes);
        }
        for (id, bytes) in &self.ansi {
            put(&format!("__substg1.0_{id:04X}001E"), bytes);
        }
        for (id, bytes) in &self.bytes {
            put(&format!("__substg1.0_{id:04X}0102"), bytes);
        }
        for (id, kind, value) in &self.fixed {
            table.extend(kind.to_le_bytes());
            table.extend(id.to_le_bytes());
            table.extend([6, 0, 0, 0]);
            table.extend(value);
        }
        put("__properties_version1.0", &table);
        for (name, head, storage) in &self.storages {
            let path = format!("{path}/{name}");
            file.create_storage(&path).unwrap();
            storage.write(file, &path, *head);
        }
    }
}
