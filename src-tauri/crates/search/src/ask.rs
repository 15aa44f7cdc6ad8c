//! Answering a search: the best or the newest hits, and how many there are.
//!
//! Never reads a document: hits come out of the index as ids.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader};

use crate::columns::{Columns, Part};
use crate::entry::{Ordnung, Suche, Treffer, Zeile};
use crate::error::SearchError;
use crate::frage::{Frage, Was};
use crate::index::Index;
use crate::plan::{Plan, Planner};

/// Hits among which equal ones are put in order by date.
const WINDOW: usize = 20;
/// Hits that can be reached.
const DEEPEST: usize = 10_000;

/// A state of the index with its columns.
struct View {
    searcher: Searcher,
    columns: Arc<Columns>,
}

impl Index {
    /// Returns hits.
    pub fn search(&self, suche: &Suche) -> Result<Treffer, SearchError> {
        let frage = Frage::new(&suche.text, suche.tippt);
        if frage.leer() && suche.filter.is_open() {
            return Ok(Treffer::default());
        }
        let view = self.view();
        let found = self.answer(&view, &frage, suche, false)?;
        let words = || frage.klauseln.iter().any(|klausel| matches!(klausel.was, Was::Wort { .. }));
        if found.gesamt > 0 || !words() {
            return Ok(found);
        }
        self.answer(&view, &frage, suche, true)
    }

    fn view(&self) -> View {
        // A commit may come between the two; both are taken under the lock that it waits for.
        let columns = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        View { searcher: self.reader.searcher(), columns: Arc::clone(&columns) }
    }

    fn answer(
        &self,
        view: &View,
        frage: &Frage,
        suche: &Suche,
        wide: bool,
    ) -> Result<Treffer, SearchError> {
        let planner = Planner {
            fields: &self.fields,
            analysis: &self.analysis,
            searcher: &view.searcher,
            wide,
        };
        let plan = planner.plan(frage, &suche.filter)?;
        let from = suche.ab.min(DEEPEST);
        let to = suche.ab.saturating_add(suche.anzahl).min(DEEPEST);
        let newest = suche.ordnung == Ordnung::Neueste || frage.leer();
        let (gesamt, found) = match (newest, plan.best.as_slice()) {
            (true, _) => view.newest(plan.all.as_ref(), to)?,
            (false, [one]) => view.ranked(one.as_ref(), to)?,
            (false, _) => view.best(&plan, to)?,
        };
        let hits = found.into_iter().take(to).skip(from);
        let zeilen = hits.filter_map(|(punkte, at)| {
            let (id, _) = view.columns.hit(&view.searcher, at)?;
            Some(Zeile { id, punkte })
        });
        Ok(Treffer { gesamt, zeilen: zeilen.collect() })
    }
}

/// How many there are, and the first of them.
type Found = (usize, Vec<(Score, DocAddress)>);

impl View {
    /// The best hits, equal ones newest first.
    fn best(&self, plan: &Plan, to: usize) -> tantivy::Result<Found> {
        let count = self.searcher.search(plan.all.as_ref(), &Count)?;
        if count == 0 {
            return Ok((0, Vec::new()));
        }
        let to = to.next_multiple_of(WINDOW).max(WINDOW);
        let mut scores: BTreeMap<DocAddress, Score> = BTreeMap::new();
        for query in &plan.best {
            let best = TopDocs::with_limit(to).order_by_score();
            for (score, at) in self.searcher.search(query.as_ref(), &best)? {
                let known = scores.entry(at).or_insert(score);
                *known = known.max(score);
            }
        }
        let mut best: Vec<(Score, DocAddress)> =
            scores.iter().map(|(at, score)| (*score, *at)).collect();
        // The map is in order of places, and equal ones stay so.
        best.sort_by(|a, b| b.0.total_cmp(&a.0));
        best.truncate(to);
        for window in best.chunks_mut(WINDOW) {
            let datum = |at: &DocAddress| self.columns.hit(&self.searcher, *at).map(|hit| hit.1);
            window.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| datum(&b.1).cmp(&datum(&a.1))));
        }
        if plan.rest && best.len() < to {
            let (_, newest) = self.newest(plan.all.as_ref(), to + best.len())?;
            best.extend(newest.into_iter().filter(|(_, at)| !scores.contains_key(at)));
        }
        Ok((count, best))
    }

    /// The best hits of anything, equal ones newest first.
    fn ranked(&self, query: &dyn Query, to: usize) -> tantivy::Result<Found> {
        let columns = Arc::clone(&self.columns);
        let best = TopDocs::with_limit(to.max(1)).tweak_score(move |reader: &SegmentReader| {
            let part = columns.part(reader.segment_id());
            move |doc: DocId, score: Score| (score, datum(part.as_ref(), doc))
        });
        let (count, best) = self.searcher.search(query, &(Count, best))?;
        Ok((count, best.into_iter().map(|((score, _), at)| (score, at)).collect()))
    }

    /// The newest hits; with equal dates the order is that of the index.
    fn newest(&self, query: &dyn Query, to: usize) -> tantivy::Result<Found> {
        let columns = Arc::clone(&self.columns);
        let newest = TopDocs::with_limit(to.max(1)).order_by(move |reader: &SegmentReader| {
            let part = columns.part(reader.segment_id());
            move |doc: DocId| datum(part.as_ref(), doc)
        });
        let (count, mut newest) = self.searcher.search(query, &(Count, newest))?;
        newest.sort_by_key(|(um, at)| (Reverse(*um), *at));
        Ok((count, newest.into_iter().map(|(_, at)| (0.0, at)).collect()))
    }
}

fn datum(part: Option<&Arc<Part>>, doc: DocId) -> i64 {
    part.map_or(i64::MIN, |part| part.datum(doc))
}
