//! Ids and dates of what is in the index, ready for the hits of a search.
//!
//! Never more than one state of the index: parts that are gone are dropped with the next one.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::index::SegmentId;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};
use uuid::Uuid;

use crate::fields::{DATUM, HIGH, LOW};

/// Columns of every part of the index.
#[derive(Default)]
pub(crate) struct Columns {
    parts: BTreeMap<SegmentId, Arc<Part>>,
}

/// Columns of one part of the index.
pub(crate) struct Part {
    high: Arc<dyn ColumnValues<u64>>,
    low: Arc<dyn ColumnValues<u64>>,
    datum: Arc<dyn ColumnValues<i64>>,
}

impl Part {
    fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self {
            high: fast.column_first_or_default(HIGH)?,
            low: fast.column_first_or_default(LOW)?,
            datum: fast.column_first_or_default(DATUM)?,
        })
    }

    pub(crate) fn datum(&self, doc: DocId) -> i64 {
        self.datum.get_val(doc)
    }
}

impl Columns {
    /// Reads what is new and keeps what is known.
    pub(crate) fn renewed(&self, searcher: &Searcher) -> tantivy::Result<Self> {
        let mut parts = BTreeMap::new();
        for reader in searcher.segment_readers() {
            let id = reader.segment_id();
            let part = match self.parts.get(&id) {
                Some(part) => Arc::clone(part),
                None => Arc::new(Part::read(reader)?),
            };
            parts.insert(id, part);
        }
        Ok(Self { parts })
    }

    pub(crate) fn part(&self, id: SegmentId) -> Option<Arc<Part>> {
        self.parts.get(&id).cloned()
    }

    /// Returns id and date of a hit.
    pub(crate) fn hit(&self, searcher: &Searcher, at: DocAddress) -> Option<(Uuid, i64)> {
        let part = self.parts.get(&searcher.segment_reader(at.segment_ord).segment_id())?;
        let id = Uuid::from_u64_pair(part.high.get_val(at.doc_id), part.low.get_val(at.doc_id));
        Some((id, part.datum(at.doc_id)))
    }
}
