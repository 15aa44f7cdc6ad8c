//! Whatever has a word that begins in a certain way, in one of several fields.
//!
//! Never scores: it gathers the hits of many words at once, and their number costs nothing more.

use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, InvertedIndexReader, Score, SegmentReader, TantivyError, Term};

use crate::misread::Beginning;

/// What is accepted.
#[derive(Debug, Clone)]
pub(crate) struct Accepted(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    fields: Vec<Field>,
    beginning: Beginning,
    /// Whole words besides.
    terms: Vec<Term>,
}

impl Accepted {
    pub(crate) fn new(fields: Vec<Field>, beginning: &str, terms: Vec<Term>) -> Self {
        Self(Arc::new(Inner { fields, beginning: Beginning(beginning.to_owned()), terms }))
    }
}

impl Query for Accepted {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

fn gather(index: &InvertedIndexReader, info: &TermInfo, found: &mut BitSet) -> tantivy::Result<()> {
    let mut postings = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    while !postings.docs().is_empty() {
        for doc in postings.docs() {
            found.insert(*doc);
        }
        postings.advance();
    }
    Ok(())
}

impl Weight for Accepted {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = BitSet::with_max_value(reader.max_doc());
        for field in &self.0.fields {
            let index = reader.inverted_index(*field)?;
            let mut words = index.terms().search(&self.0.beginning).into_stream()?;
            while words.advance() {
                gather(&index, words.value(), &mut found)?;
            }
        }
        for term in &self.0.terms {
            let index = reader.inverted_index(term.field())?;
            if let Some(info) = index.get_term_info(term)? {
                gather(&index, &info, &mut found)?;
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("nothing to explain".to_owned()))
    }
}
