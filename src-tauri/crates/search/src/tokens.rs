//! Words in the shape in which tantivy takes them.
//!
//! Never holds more than one word's forms: a text of any length streams through.

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::words::{Analysis, Forms, Word, Words, joined, words};

/// Name of the tokenizer of words as written.
pub(crate) const WORD: &str = "word";
/// Name of the tokenizer of stems and parts.
pub(crate) const PART: &str = "part";

/// Cuts a text into words as written.
#[derive(Clone)]
pub(crate) struct WordTokenizer(pub(crate) Analysis);

/// Cuts a text into stems and parts.
#[derive(Clone)]
pub(crate) struct PartTokenizer(pub(crate) Analysis);

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { analysis: &self.0, words: words(text), token: Token::default() }
    }
}

/// Words as written.
pub(crate) struct WordStream<'a> {
    analysis: &'a Analysis,
    words: Words<'a>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        for word in self.words.by_ref() {
            let forms = self.analysis.forms(word.text);
            if !forms.form.is_empty() {
                place(&mut self.token, &word, true);
                self.token.text.clone_from(&forms.form);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

fn place(token: &mut Token, word: &Word<'_>, next: bool) {
    token.offset_from = word.start;
    token.offset_to = word.end();
    if next {
        token.position = token.position.wrapping_add(1);
    }
}

impl Tokenizer for PartTokenizer {
    type TokenStream<'a> = PartStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PartStream<'a> {
        PartStream {
            analysis: &self.0,
            text,
            words: words(text),
            before: None,
            forms: Arc::default(),
            given: usize::MAX,
            waiting: None,
            token: Token::default(),
        }
    }
}

/// Stems and parts.
pub(crate) struct PartStream<'a> {
    analysis: &'a Analysis,
    text: &'a str,
    words: Words<'a>,
    before: Option<Word<'a>>,
    forms: Arc<Forms>,
    /// Forms of the word that were given out. The stem comes first, and twice: a word counts more
    /// than a part of one.
    given: usize,
    /// A word that was put together from this one and the one before it.
    waiting: Option<Arc<Forms>>,
    token: Token,
}

impl PartStream<'_> {
    fn form(&mut self) -> Option<String> {
        let form = match self.given {
            0 | 1 => Some(&self.forms.stem).filter(|stem| !stem.is_empty()),
            given => given.checked_sub(2).and_then(|at| self.forms.parts.get(at)),
        };
        form.cloned()
    }
}

impl TokenStream for PartStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            self.given = self.given.wrapping_add(1);
            if let Some(form) = self.form() {
                self.token.text = form;
                return true;
            }
            if let Some(forms) = self.waiting.take() {
                (self.forms, self.given) = (forms, usize::MAX);
                continue;
            }
            let Some(word) = self.words.next() else { return false };
            place(&mut self.token, &word, true);
            (self.forms, self.given) = (self.analysis.forms(word.text), usize::MAX);
            if let Some(before) = self.before.filter(|before| joined(self.text, before, &word)) {
                let whole = format!("{}{}", before.text, word.text);
                self.waiting = Some(self.analysis.forms(&whole));
            }
            self.before = Some(word);
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
