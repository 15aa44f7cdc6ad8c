//! Tantivy as it comes: its German stemmer, its memory-mapped directory, nothing encrypted.
//!
//! Never with our analysis: it is measured as it comes, with the memory that ours has.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use tantivy::collector::TopDocs;
use tantivy::query::{Query, QueryParser, RegexQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, doc};

use crate::letters::Letters;
use crate::questions::{Group, Question, questions};
use crate::timed::Figures;

const AT_ONCE: u64 = 10_000;
const ARRIVALS: u64 = 20;
const HEAP: usize = 15 << 20;

struct Plain {
    index: Index,
    reader: IndexReader,
    titel: Field,
    text: Field,
}

pub(crate) fn run(dir: &Path, letters: &Letters) -> Result<Figures> {
    let mut figures = Figures::default();
    let start = Instant::now();
    let (schema, titel, text) = schema();
    let plain = Plain::new(Index::create_in_dir(dir, schema)?, titel, text)?;
    let mut writer: IndexWriter = plain.index.writer_with_num_threads(1, HEAP)?;
    let mut all = letters.all();
    let mut count = 0;
    while count < letters.count {
        for entry in all.by_ref().take(usize::try_from(AT_ONCE)?) {
            writer.add_document(doc!(titel => entry.titel, text => entry.text))?;
            count += 1;
        }
        writer.commit()?;
    }
    figures.index = start.elapsed();
    for number in 0..ARRIVALS {
        let start = Instant::now();
        writer.add_document(doc!(titel => "Neu", text => format!("neuzugang{number}")))?;
        writer.commit()?;
        plain.reader.reload()?;
        plain.count(plain.parser().parse_query(&format!("neuzugang{number}"))?.as_ref())?;
        figures.seen.push(start.elapsed());
    }
    writer.wait_merging_threads()?;
    drop(plain);
    let start = Instant::now();
    let plain = Plain::new(Index::open_in_dir(dir)?, titel, text)?;
    plain.count(plain.parser().parse_query("Bescheid")?.as_ref())?;
    figures.open = start.elapsed();
    figures.ask(&questions(letters), |question| plain.count(plain.asked(question)?.as_ref()))?;
    Ok(figures)
}

fn schema() -> (Schema, Field, Field) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("deutsch")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let titel = schema.add_text_field("titel", options.clone());
    let text = schema.add_text_field("text", options);
    (schema.build(), titel, text)
}

impl Plain {
    fn new(index: Index, titel: Field, text: Field) -> Result<Self> {
        let german = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(100))
            .filter(LowerCaser)
            .filter(Stemmer::new(Language::German))
            .build();
        index.tokenizers().register("deutsch", german);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader, titel, text })
    }

    fn parser(&self) -> QueryParser {
        let mut parser = QueryParser::for_index(&self.index, vec![self.titel, self.text]);
        parser.set_conjunction_by_default();
        parser
    }

    fn asked(&self, question: &Question) -> Result<Box<dyn Query>> {
        let words = question.words.join(" ");
        Ok(match question.group {
            // Its way to find beginnings; not ranked.
            Group::Prefix => Box::new(RegexQuery::from_pattern(
                &format!("{}.*", words.to_lowercase()),
                self.text,
            )?),
            Group::Phrase | Group::Reference => {
                self.parser().parse_query(&format!("\"{words}\""))?
            }
            _ => self.parser().parse_query(&words)?,
        })
    }

    fn count(&self, query: &dyn Query) -> Result<usize> {
        let searcher = self.reader.searcher();
        Ok(searcher.search(query, &TopDocs::with_limit(10).order_by_score())?.len())
    }
}
