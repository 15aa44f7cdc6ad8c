//! From a question to what the engine looks for.
//!
//! Never reads the index but its vocabulary, and of that no more than a bound.

use std::collections::BTreeMap;
use std::ops::Bound;

use domain::RecType;
use domain::aktenzeichen::vergleichsform;
use domain::suchform::suchform;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};
use tantivy_fst::Automaton;
use uuid::Uuid;

use crate::accepted::Accepted;
use crate::entry::Filter;
use crate::fields::{Fields, with_separators, without_separators};
use crate::frage::{Frage, Klausel, Was};
use crate::misread::{Inside, Misread};
use crate::numbers::{is_separator, number_form};
use crate::words::{Analysis, Forms, bare, words};

/// How much a place counts beside a word anywhere.
const IN_TITLE: f32 = 2.5;
const MISREAD: f32 = 0.1;
const INSIDE: f32 = 0.05;
const BEGINNING: f32 = 0.4;
const BEGINNING_IN_TITLE: f32 = 6.0;
const MENTIONED: f32 = 40.0;
/// References stand above everything, the exact one above those that begin with it.
const OWN_EXACT: f32 = 100_000.0;
const OWN_BARE: f32 = 50_000.0;
const OWN_BEGINNING: f32 = 20_000.0;

/// Misread words that are looked for beside one that was asked for.
const VARIANTS: usize = 16;
/// Words that hold one inside.
const WIDER: usize = 64;
/// Words of the vocabulary that are looked at for one that was asked for.
const LOOKED_AT: usize = 50_000;
/// Letters before which no joint can stand.
const JOINTLESS: usize = 3;
/// Letters of an unfinished word, and of one that is looked for inside others.
const BEGINNING_MIN: usize = 2;
pub(crate) const INSIDE_MIN: usize = 5;
/// Letters that may be left before and behind such a word.
const LEFT_MIN: usize = 3;

type Boxed = Box<dyn Query>;
type Clauses = Vec<(Occur, Boxed)>;

/// What the engine looks for.
pub(crate) struct Plan {
    /// Exactly what is found.
    pub(crate) all: Boxed,
    /// The best of all are among the best of these.
    pub(crate) best: Vec<Boxed>,
    /// Hits that none of those has come after them, the newest first.
    pub(crate) rest: bool,
}

/// What one demand becomes.
enum Demand {
    Word(Wanted),
    Other(Boxed),
}

/// A word that is looked for.
struct Wanted {
    /// Its stem, anywhere and in the title.
    part: Term,
    title: Term,
    /// What may stand for it.
    variants: Vec<(Term, f32)>,
    /// It may go on.
    begun: Option<Begun>,
}

/// What begins with a word.
struct Begun {
    anywhere: Accepted,
    title: Accepted,
}

/// Makes plans for one state of the index.
pub(crate) struct Planner<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) analysis: &'a Analysis,
    pub(crate) searcher: &'a Searcher,
    /// Words inside other words count, too.
    pub(crate) wide: bool,
}

impl Planner<'_> {
    pub(crate) fn plan(&self, frage: &Frage, filter: &Filter) -> tantivy::Result<Plan> {
        let mut demands = Vec::new();
        let filters = self.filters(filter);
        let mut around: Clauses = filters.into_iter().map(|query| (Occur::Must, query)).collect();
        for Klausel { was, nicht } in &frage.klauseln {
            let demand = self.demand(was, *nicht)?;
            if *nicht {
                around.push((Occur::MustNot, demand.required()));
            } else {
                demands.push(demand);
            }
        }
        if demands.is_empty() {
            demands.push(Demand::Other(silent(Box::new(AllQuery))));
        }
        let all = demands.iter().map(|demand| (Occur::Must, demand.required()));
        let all = together(all.chain(copy(&around)).collect());
        Ok(match demands.as_slice() {
            [Demand::Word(Wanted { begun: Some(begun), part, title, variants })] => {
                let lifted = vec![
                    (Occur::Must, lifted(Box::new(begun.title.clone()), BEGINNING_IN_TITLE)),
                    (Occur::Should, term(part, 1.0)),
                    (Occur::Should, term(title, IN_TITLE)),
                ];
                let mut best = vec![vec![(Occur::Must, term(part, 1.0))], lifted];
                if !variants.is_empty() {
                    best.push(vec![(Occur::Must, any(variants))]);
                }
                let best = best
                    .into_iter()
                    .map(|one| together(one.into_iter().chain(copy(&around)).collect()));
                Plan { all, best: best.collect(), rest: true }
            }
            demands if demands.iter().all(Demand::is_whole_word) => {
                Plan { all, best: best_of_words(demands, &around), rest: false }
            }
            demands => {
                let lifting = demands.iter().filter_map(Demand::lifting);
                let mut one: Clauses = lifting.map(|query| (Occur::Should, query)).collect();
                one.extend(demands.iter().map(|demand| (Occur::Must, demand.required())));
                one.extend(around);
                Plan { all, best: vec![together(one)], rest: false }
            }
        })
    }

    fn demand(&self, was: &Was, nicht: bool) -> tantivy::Result<Demand> {
        let only = |query| Ok(Demand::Other(query));
        match was {
            Was::Wort { text, anfang } => self.word(text, *anfang, nicht),
            Was::Phrase(text) => only(self.phrase(text)),
            Was::Zeichen(pieces) => only(self.number(pieces)),
            Was::Von(text) => only(self.in_field(self.fields.sender, text)),
            Was::Typ(text) => only(self.kind(text)),
            Was::Az(text) => only(self.under(text)),
            Was::Status(text) => only(silent(basic(self.fields.status, &suchform(text)))),
            Was::Seit(um) => only(self.between(Some(um.as_millisecond()), None)),
            Was::Vor(um) => only(self.between(None, Some(um.as_millisecond()))),
        }
    }

    fn word(&self, text: &str, anfang: bool, nicht: bool) -> tantivy::Result<Demand> {
        let pieces: Vec<&str> = words(text).map(|word| word.text).collect();
        let [one] = pieces.as_slice() else { return self.hyphenated(text, &pieces, anfang) };
        let forms = self.analysis.forms(one);
        if forms.form.is_empty() {
            return Ok(Demand::Other(Box::new(EmptyQuery)));
        }
        let variants = if nicht { Vec::new() } else { self.variants(&forms)? };
        let (part, title) = (self.part(&forms.stem), self.title(&forms.stem));
        let begun = (anfang && forms.form.len() >= BEGINNING_MIN).then(|| {
            let mut terms = vec![part.clone()];
            terms.extend(variants.iter().map(|(term, _)| term.clone()));
            // A joint stands behind three letters at least; before it stem and word are alike.
            let fields = [self.fields.part, self.fields.word];
            let fields = fields.into_iter().take(if forms.form.len() <= JOINTLESS { 1 } else { 2 });
            Begun {
                anywhere: Accepted::new(fields.collect(), &forms.form, terms),
                title: Accepted::new(vec![self.fields.title], &forms.form, Vec::new()),
            }
        });
        Ok(Demand::Word(Wanted { part, title, variants, begun }))
    }

    /// `E-Mail`, `Müller-Lüdenscheid`: together as written, or as one word.
    fn hyphenated(&self, text: &str, pieces: &[&str], anfang: bool) -> tantivy::Result<Demand> {
        let Some((last, before)) = pieces.split_last() else {
            return Ok(Demand::Other(Box::new(EmptyQuery)));
        };
        let whole = self.analysis.forms(&pieces.concat());
        let mut any: Vec<Boxed> = vec![self.phrase(text), term(&self.part(&whole.stem), 1.0)];
        if anfang {
            let begun = before.iter().map(|word| basic(self.fields.word, &suchform(word)));
            let begun = begun.chain([beginning(self.fields.word, &suchform(last), BEGINNING)]);
            any.push(Box::new(BooleanQuery::intersection(begun.collect())));
        }
        Ok(Demand::Other(Box::new(BooleanQuery::union(any))))
    }

    fn part(&self, stem: &str) -> Term {
        Term::from_field_text(self.fields.part, stem)
    }

    fn title(&self, stem: &str) -> Term {
        Term::from_field_text(self.fields.title, stem)
    }

    /// Words of the index that this one may have been misread as, or that hold it inside.
    fn variants(&self, forms: &Forms) -> tantivy::Result<Vec<(Term, f32)>> {
        let part = self.fields.part;
        let stem = forms.stem.as_str();
        let mut found = Vec::new();
        // A misread word is not known, and has lost the endings that a known one keeps.
        let bare = Some(bare(stem)).filter(|bare| *bare != stem);
        for right in [Some(stem), bare].into_iter().flatten() {
            let Some(misread) = Misread::new(right) else { continue };
            let unknown = |word: &str| word != stem && !self.analysis.known(word);
            let read = self.vocabulary(part, &misread, unknown, VARIANTS)?;
            found.extend(read.into_iter().map(|word| (self.part(&word), MISREAD)));
        }
        if self.wide && stem.len() >= INSIDE_MIN {
            let inside = Inside(stem.to_owned());
            let wide = self.vocabulary(part, &inside, |word| around(word, stem), WIDER)?;
            found.extend(wide.into_iter().map(|word| (self.part(&word), INSIDE)));
        }
        Ok(found)
    }

    /// The commonest words of a field that an automaton accepts.
    fn vocabulary<A>(
        &self,
        field: Field,
        automaton: &A,
        keep: impl Fn(&str) -> bool,
        most: usize,
    ) -> tantivy::Result<Vec<String>>
    where
        A: Automaton,
        A::State: Clone,
    {
        let mut found: BTreeMap<String, u32> = BTreeMap::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut words = index.terms().search(automaton).into_stream()?;
            let mut left = LOOKED_AT;
            while left > 0 && words.advance() {
                left -= 1;
                if let Some(word) = std::str::from_utf8(words.key()).ok().filter(|word| keep(word))
                {
                    *found.entry(word.to_owned()).or_default() += words.value().doc_freq;
                }
            }
        }
        let mut found: Vec<(String, u32)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(found.into_iter().take(most).map(|(word, _)| word).collect())
    }

    fn phrase(&self, text: &str) -> Boxed {
        let terms = words(text).map(|word| suchform(word.text)).filter(|form| !form.is_empty());
        let terms: Vec<Term> =
            terms.map(|form| Term::from_field_text(self.fields.word, &form)).collect();
        match terms.as_slice() {
            [] => Box::new(EmptyQuery),
            [one] => term(one, 1.0),
            _ => Box::new(PhraseQuery::new(terms)),
        }
    }

    /// A reference or another number: our own first, then where it is mentioned.
    fn number(&self, pieces: &[String]) -> Boxed {
        let fields = self.fields;
        let typed = pieces.join("-");
        let form = vergleichsform(&typed);
        let form = form.trim_matches('-');
        let number = number_form(&typed);
        let separated = number.contains('-');
        let mut any: Vec<Boxed> = vec![
            lifted(basic(fields.own, &with_separators(form)), OWN_EXACT),
            beginning(fields.own, &with_separators(form), OWN_BEGINNING),
        ];
        if separated {
            let number = with_separators(&number);
            any.push(lifted(basic(fields.number, &number), MENTIONED));
            any.push(beginning(fields.number, &number, BEGINNING));
        } else {
            let bare = without_separators(form);
            any.push(lifted(basic(fields.own, &bare), OWN_BARE));
            any.push(beginning(fields.own, &bare, OWN_BEGINNING));
            any.push(lifted(basic(fields.number, &without_separators(&number)), MENTIONED));
            any.push(beginning(fields.word, &suchform(&typed), BEGINNING));
        }
        let spoken = typed.replace(is_separator, " ");
        any.push(self.phrase(&spoken));
        // Two numbers beside each other may be just two numbers.
        if pieces.len() == 2 && pieces.iter().all(|piece| !piece.contains(is_separator)) {
            let both = pieces.iter().map(|piece| basic(fields.word, &suchform(piece)));
            any.push(Box::new(BooleanQuery::intersection(both.collect())));
        }
        Box::new(BooleanQuery::union(any))
    }

    fn in_field(&self, field: Field, text: &str) -> Boxed {
        let all = words(text).map(|word| {
            let forms = self.analysis.forms(word.text);
            let any = vec![basic(field, &forms.stem), beginning(field, &forms.form, 1.0)];
            Box::new(BooleanQuery::union(any)) as Boxed
        });
        silent(Box::new(BooleanQuery::intersection(all.collect())))
    }

    fn kind(&self, text: &str) -> Boxed {
        let form = suchform(text);
        let named = RecType::ALL.into_iter().find(|kind| {
            // `typ:Akten`, `typ:Vorgänge`: the plural names the kind as well.
            let name = suchform(kind.as_str());
            form == name || ["e", "n", "en"].iter().any(|end| form == format!("{name}{end}"))
        });
        match named {
            Some(kind) => silent(basic(self.fields.art, kind.as_str())),
            None => self.in_field(self.fields.typ, text),
        }
    }

    fn under(&self, text: &str) -> Boxed {
        let form = vergleichsform(text);
        let form = form.trim_matches('-');
        silent(Box::new(BooleanQuery::union(vec![
            basic(self.fields.reference, form),
            beginning(self.fields.reference, &format!("{form}-"), 1.0),
            basic(self.fields.own, &without_separators(form)),
        ])))
    }

    fn between(&self, from: Option<i64>, before: Option<i64>) -> Boxed {
        let bound = |um| Term::from_field_i64(self.fields.datum, um);
        // What has no date stands at the lowest number, and in no span of time.
        let from = Bound::Included(bound(from.unwrap_or(i64::MIN + 1)));
        let before = before.map_or(Bound::Unbounded, |um| Bound::Excluded(bound(um)));
        silent(Box::new(RangeQuery::new(from, before)))
    }

    fn filters(&self, filter: &Filter) -> Vec<Boxed> {
        let fields = self.fields;
        let mut all = Vec::new();
        if !filter.arten.is_empty() {
            let kinds = filter.arten.iter().map(|kind| basic(fields.art, kind.as_str()));
            all.push(silent(Box::new(BooleanQuery::union(kinds.collect()))));
        }
        let id = |field, id: &Uuid| basic(field, &id.to_string());
        all.extend(filter.akte.iter().map(|akte| silent(id(fields.akte, akte))));
        all.extend(filter.vorgang.iter().map(|vorgang| silent(id(fields.vorgang, vorgang))));
        if let Some(scopes) = &filter.scopes {
            let any = scopes.iter().map(|scope| basic(fields.scope, scope));
            all.push(silent(Box::new(BooleanQuery::union(any.collect()))));
        }
        if filter.von.is_some() || filter.bis.is_some() {
            let um = |um: &Option<domain::Zeitpunkt>| um.map(|um| um.as_millisecond());
            all.push(self.between(um(&filter.von), um(&filter.bis)));
        }
        all.extend(filter.absender.iter().map(|text| self.in_field(fields.sender, text)));
        all.extend(filter.typ.iter().map(|text| self.kind(text)));
        let status = filter.status.iter().map(|text| basic(fields.status, &suchform(text)));
        all.extend(status.map(silent));
        all
    }
}

impl Demand {
    fn is_whole_word(&self) -> bool {
        matches!(self, Self::Word(Wanted { begun: None, .. }))
    }

    /// What a hit has to have.
    fn required(&self) -> Boxed {
        match self {
            Self::Other(query) => query.box_clone(),
            Self::Word(Wanted { begun: Some(begun), .. }) => {
                lifted(Box::new(begun.anywhere.clone()), BEGINNING)
            }
            Self::Word(Wanted { part, variants, .. }) if variants.is_empty() => term(part, 1.0),
            Self::Word(Wanted { part, variants, .. }) => {
                let mut terms = vec![(part.clone(), 1.0)];
                terms.extend(variants.iter().cloned());
                any(&terms)
            }
        }
    }

    /// What lifts a hit.
    fn lifting(&self) -> Option<Boxed> {
        let Self::Word(Wanted { part, title, begun, .. }) = self else { return None };
        let mut all = vec![term(title, IN_TITLE)];
        if let Some(begun) = begun {
            all.push(term(part, 1.0));
            all.push(lifted(Box::new(begun.title.clone()), BEGINNING_IN_TITLE));
        }
        Some(Box::new(BooleanQuery::union(all)))
    }
}

/// The best hits for whole words are the best of three kinds: without a word in the title and
/// without a misread one, of which the engine passes over most; with one in the title; with a
/// misread one. The last two are few.
fn best_of_words(demands: &[Demand], around: &Clauses) -> Vec<Boxed> {
    let wanted: Vec<&Wanted> = demands
        .iter()
        .filter_map(|demand| match demand {
            Demand::Word(wanted) => Some(wanted),
            Demand::Other(_) => None,
        })
        .collect();
    let must = |query| (Occur::Must, query);
    let plain: Clauses = wanted.iter().map(|wanted| must(term(&wanted.part, 1.0))).collect();
    let titles: Vec<(Term, f32)> =
        wanted.iter().map(|wanted| (wanted.title.clone(), IN_TITLE)).collect();
    let mut titled = vec![must(any(&titles))];
    titled.extend(demands.iter().map(|demand| must(demand.required())));
    let mut best = vec![plain, titled];
    for (at, misread) in wanted.iter().enumerate().filter(|(_, wanted)| !wanted.variants.is_empty())
    {
        let others = demands.iter().enumerate().filter(|(other, _)| *other != at);
        let mut one = vec![must(any(&misread.variants))];
        one.push((Occur::Should, term(&misread.part, 1.0)));
        one.extend(others.map(|(_, demand)| must(demand.required())));
        best.push(one);
    }
    best.into_iter().map(|one| together(one.into_iter().chain(copy(around)).collect())).collect()
}

fn copy(clauses: &Clauses) -> impl Iterator<Item = (Occur, Boxed)> {
    clauses.iter().map(|(occur, query)| (*occur, query.box_clone()))
}

fn together(mut clauses: Clauses) -> Boxed {
    match clauses.as_slice() {
        [(Occur::Must, _)] => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

fn any(terms: &[(Term, f32)]) -> Boxed {
    Box::new(BooleanQuery::union(terms.iter().map(|(word, boost)| term(word, *boost)).collect()))
}

/// Says whether enough is left around a word for it to be a part and no accident.
pub(crate) fn around(word: &str, stem: &str) -> bool {
    word.split_once(stem).is_some_and(|(before, after)| {
        let enough = |rest: &str| rest.is_empty() || rest.len() >= LEFT_MIN;
        enough(before) && enough(after)
    })
}

fn term(word: &Term, boost: f32) -> Boxed {
    let query = Box::new(TermQuery::new(word.clone(), IndexRecordOption::WithFreqs));
    if boost == 1.0 { query } else { Box::new(BoostQuery::new(query, boost)) }
}

fn basic(field: Field, text: &str) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

/// Asks without counting.
fn silent(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn lifted(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

fn beginning(field: Field, text: &str, score: f32) -> Boxed {
    lifted(Box::new(Accepted::new(vec![field], text, Vec::new())), score)
}
