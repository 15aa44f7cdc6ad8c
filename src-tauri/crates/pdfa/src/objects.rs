//! The file as a row of numbered objects, and the table that finds them again.
//!
//! Never goes back, and never remembers more of an object than its place.

use std::io::Write;

use pdf_writer::{Chunk, Ref, Settings};
use sha2::{Digest, Sha256};

use crate::PdfaError;

/// Header, and a comment of bytes that no text has.
const HEADER: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
/// Most objects of a file (ISO 19005-2, 6.1.13).
const OBJECTS_MAX: usize = 8_388_607;
/// The table has ten digits for a place.
const PLACE_MAX: u64 = 9_999_999_999;

/// An output that counts and remembers.
#[derive(Debug)]
pub(crate) struct Objects<W> {
    out: W,
    written: u64,
    hash: Sha256,
    // Place of object n + 1; nothing until it is written.
    places: Vec<Option<u64>>,
}

impl<W: Write> Objects<W> {
    pub(crate) fn new(out: W) -> Result<Objects<W>, PdfaError> {
        let mut objects = Objects { out, written: 0, hash: Sha256::new(), places: Vec::new() };
        objects.put(HEADER)?;
        Ok(objects)
    }

    /// Returns the number of an object to come.
    pub(crate) fn reserve(&mut self) -> Result<Ref, PdfaError> {
        if self.places.len() >= OBJECTS_MAX {
            return Err(PdfaError::TooLarge);
        }
        self.places.push(None);
        i32::try_from(self.places.len()).map(Ref::new).map_err(|_| PdfaError::TooLarge)
    }

    /// Writes one object under the next number; if it cannot be made, the number stays free.
    pub(crate) fn add(
        &mut self,
        fill: impl FnOnce(Ref, &mut Chunk) -> Result<(), PdfaError>,
    ) -> Result<Ref, PdfaError> {
        let id = self.reserve()?;
        match self.write(id, fill) {
            Ok(()) => Ok(id),
            Err(error) => {
                if self.places.last() == Some(&None) {
                    self.places.pop();
                }
                Err(error)
            }
        }
    }

    /// Writes an object whose number was reserved.
    pub(crate) fn write(
        &mut self,
        id: Ref,
        fill: impl FnOnce(Ref, &mut Chunk) -> Result<(), PdfaError>,
    ) -> Result<(), PdfaError> {
        let mut chunk = Chunk::with_settings(Settings { pretty: false });
        fill(id, &mut chunk)?;
        let place = self.written;
        let index = usize::try_from(id.get()).ok().and_then(|number| number.checked_sub(1));
        if let Some(slot) = index.and_then(|index| self.places.get_mut(index)) {
            *slot = Some(place);
        }
        self.put(chunk.as_bytes())
    }

    /// Writes table and trailer and returns the output.
    pub(crate) fn finish(mut self, catalog: Ref, info: Ref) -> Result<W, PdfaError> {
        let start = self.written;
        let size = self.places.len() + 1;
        self.put(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes())?;
        for place in std::mem::take(&mut self.places) {
            // Every reserved object is written before the end; a gap would be a broken file.
            let place = place.filter(|place| *place <= PLACE_MAX).ok_or(PdfaError::TooLarge)?;
            self.put(format!("{place:010} 00000 n \n").as_bytes())?;
        }
        let digest = self.hash.clone().finalize();
        let id: String = digest.iter().take(16).map(|byte| format!("{byte:02X}")).collect();
        let (catalog, info) = (catalog.get(), info.get());
        let trailer = format!(
            "trailer\n<</Size {size}/Root {catalog} 0 R/Info {info} 0 R/ID[<{id}><{id}>]>>\n\
             startxref\n{start}\n%%EOF\n"
        );
        self.put(trailer.as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), PdfaError> {
        self.out.write_all(bytes)?;
        self.hash.update(bytes);
        self.written += bytes.len() as u64;
        Ok(())
    }
}
