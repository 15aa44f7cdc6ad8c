//! The fields of the index and how an entry becomes a document.
//!
//! Never stores a text: what is found is named by its id, and the store knows the rest.

use std::collections::BTreeSet;

use domain::aktenzeichen::{kandidaten, vergleichsform};
use domain::suchform::suchform;
use tantivy::TantivyDocument;
use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema,
    TextFieldIndexing, TextOptions,
};

use crate::entry::Eintrag;
use crate::numbers::{number_form, numbers};
use crate::tokens::{PART, WORD};

/// Bytes of text of one entry that are indexed: some five thousand pages.
pub(crate) const TEXT_MAX: usize = 16 << 20;
/// Bytes of a title, a name or a reference that are indexed.
const LINE_MAX: usize = 4096;

/// Where things stand in the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The id's sixteen bytes, for replacing.
    pub(crate) id: Field,
    /// Every word as written, with its place.
    pub(crate) word: Field,
    /// Every word's stem and parts.
    pub(crate) part: Field,
    /// Stems and parts of the title alone.
    pub(crate) title: Field,
    /// Own references, with and without separators.
    pub(crate) own: Field,
    /// Own references and those of what the entry lies in.
    pub(crate) reference: Field,
    /// Numbers with separators, wherever they stand.
    pub(crate) number: Field,
    /// Words of the sender.
    pub(crate) sender: Field,
    pub(crate) art: Field,
    pub(crate) typ: Field,
    pub(crate) status: Field,
    pub(crate) akte: Field,
    pub(crate) vorgang: Field,
    pub(crate) scope: Field,
    pub(crate) datum: Field,
    high: Field,
    low: Field,
}

/// Names of the fields that are read column by column.
pub(crate) const DATUM: &str = "datum";
pub(crate) const HIGH: &str = "high";
pub(crate) const LOW: &str = "low";

/// A reference with separators, and one without.
pub(crate) fn with_separators(form: &str) -> String {
    format!("={form}")
}

pub(crate) fn without_separators(form: &str) -> String {
    format!("~{}", form.replace('-', ""))
}

fn text(tokenizer: &str, option: IndexRecordOption) -> TextOptions {
    let norms = option != IndexRecordOption::Basic;
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_fieldnorms(norms);
    TextOptions::default().set_indexing_options(indexing.set_index_option(option))
}

fn exact() -> TextOptions {
    text("raw", IndexRecordOption::Basic)
}

impl Fields {
    pub(crate) fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fast = || NumericOptions::from(FAST);
        let fields = Self {
            id: schema.add_bytes_field("id", BytesOptions::from(INDEXED)),
            word: schema
                .add_text_field("word", text(WORD, IndexRecordOption::WithFreqsAndPositions)),
            part: schema.add_text_field("part", text(PART, IndexRecordOption::WithFreqs)),
            title: schema.add_text_field("title", text(PART, IndexRecordOption::WithFreqs)),
            own: schema.add_text_field("own", exact()),
            reference: schema.add_text_field("reference", exact()),
            number: schema.add_text_field("number", exact()),
            sender: schema.add_text_field("sender", text(PART, IndexRecordOption::Basic)),
            art: schema.add_text_field("art", exact()),
            typ: schema.add_text_field("typ", text(PART, IndexRecordOption::Basic)),
            status: schema.add_text_field("status", exact()),
            akte: schema.add_text_field("akte", exact()),
            vorgang: schema.add_text_field("vorgang", exact()),
            scope: schema.add_text_field("scope", exact()),
            datum: schema.add_i64_field(DATUM, fast()),
            high: schema.add_u64_field(HIGH, fast()),
            low: schema.add_u64_field(LOW, fast()),
        };
        (schema.build(), fields)
    }

    /// Makes a document of an entry.
    pub(crate) fn document(&self, entry: &Eintrag) -> TantivyDocument {
        let mut doc = TantivyDocument::new();
        let (high, low) = entry.id.as_u64_pair();
        doc.add_bytes(self.id, entry.id.as_bytes());
        doc.add_u64(self.high, high);
        doc.add_u64(self.low, low);
        doc.add_i64(self.datum, entry.datum.map_or(i64::MIN, |um| um.as_millisecond()));
        let title = within(&entry.titel, LINE_MAX);
        let sender = within(entry.absender.as_deref().unwrap_or_default(), LINE_MAX);
        let body = within(&entry.text, TEXT_MAX);
        doc.add_text(self.title, title);
        let own = entry.zeichen.join("\n");
        let kind = within(entry.typ.as_deref().unwrap_or_default(), LINE_MAX);
        let lines = [title, sender, kind, within(&own, LINE_MAX), body];
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            doc.add_text(self.word, line);
            doc.add_text(self.part, line);
        }
        doc.add_text(self.sender, sender);
        doc.add_text(self.art, entry.art.as_str());
        doc.add_text(self.typ, kind);
        if let Some(status) = &entry.status {
            doc.add_text(self.status, suchform(within(status, LINE_MAX)));
        }
        doc.add_text(self.scope, &entry.scope);
        let places = [(self.akte, entry.akte), (self.vorgang, entry.vorgang)];
        for (field, place) in places {
            if let Some(place) = place {
                doc.add_text(field, place.to_string());
            }
        }
        self.references(&mut doc, entry, [title, body]);
        doc
    }

    fn references(&self, doc: &mut TantivyDocument, entry: &Eintrag, texts: [&str; 2]) {
        let forms = |references: &[String]| -> Vec<String> {
            references.iter().map(|text| vergleichsform(within(text, LINE_MAX))).collect()
        };
        let (own, around) = (forms(&entry.zeichen), forms(&entry.bezug));
        let mut mentioned = BTreeSet::new();
        for form in &own {
            doc.add_text(self.own, with_separators(form));
            doc.add_text(self.own, without_separators(form));
        }
        for form in own.iter().chain(&around) {
            doc.add_text(self.reference, form);
            mentioned.insert(number_form(form));
        }
        for text in texts {
            mentioned.extend(numbers(text));
            mentioned.extend(kandidaten(text).iter().map(|form| number_form(form)));
        }
        for number in mentioned {
            doc.add_text(self.number, with_separators(&number));
            doc.add_text(self.number, without_separators(&number));
        }
    }
}

/// Cuts a text to a length, between two characters.
pub(crate) fn within(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}
