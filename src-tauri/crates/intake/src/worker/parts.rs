//! Taking the parts out of an envelope: the question, the worker's answer, the caller's ear.
//!
//! Never holds more than one part at the caller's side: its bytes are handed on as they come.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;

use envelope::{Inhalt, Limits, OpenError, Part, Rolle};
use serde::{Deserialize, Serialize};

use super::child::head;
use super::protocol::{self, Task};
use super::{Worker, WorkerError};

/// What a part is called and for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartHead {
    /// Name for people.
    pub name: String,
    /// Where it lay in the envelope.
    pub pfad: String,
    /// Media type as declared.
    pub mime: String,
    /// What it is for.
    pub rolle: Rolle,
}

/// One thing the worker says about an envelope.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Teil(PartHead),
    Inhalt(Box<Inhalt>),
    Unlesbar(String),
}

/// Receives parts as they come.
pub trait PartSink {
    /// Why the caller cannot go on.
    type Error;
    /// A part begins.
    fn begin(&mut self, part: PartHead) -> Result<(), Self::Error>;
    /// Bytes of the part that began last.
    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Self::Error>;
    /// The part is complete.
    fn end(&mut self) -> Result<(), Self::Error>;
}

/// Why an envelope was not opened to its end.
#[derive(Debug)]
pub enum OpenFailure<E> {
    /// The worker.
    Worker(WorkerError),
    /// The caller.
    Sink(E),
}

impl Worker {
    /// Has an envelope opened. `Ok(None)`: it could not be opened at all, or not to its end;
    /// parts that were complete before are.
    pub fn open_envelope<S: PartSink>(
        &self,
        source: &mut dyn Read,
        file_name: &str,
        mime: &str,
        sink: &mut S,
    ) -> Result<Option<Inhalt>, OpenFailure<S::Error>> {
        let task = Task::Open { file_name: file_name.to_owned(), mime: mime.to_owned() };
        let mut asked = self.ask(&task, source).map_err(OpenFailure::Worker)?;
        loop {
            match asked.head::<Said>().map_err(OpenFailure::Worker)? {
                Some(Said::Teil(part)) => {
                    sink.begin(part).map_err(OpenFailure::Sink)?;
                    let mut failed = None;
                    asked
                        .pieces(&mut |piece| match sink.bytes(piece) {
                            Ok(()) => Ok(()),
                            Err(error) => {
                                failed = Some(error);
                                Err(WorkerError::Garbled)
                            }
                        })
                        .map_err(|error| match failed.take() {
                            Some(own) => OpenFailure::Sink(own),
                            None => OpenFailure::Worker(error),
                        })?;
                    sink.end().map_err(OpenFailure::Sink)?;
                }
                Some(Said::Inhalt(inhalt)) => return Ok(Some(*inhalt)),
                Some(Said::Unlesbar(reason)) => {
                    tracing::debug!(%reason, "envelope");
                    return Ok(None);
                }
                None => return Err(OpenFailure::Worker(WorkerError::Garbled)),
            }
        }
    }
}

/// The worker's side.
pub(super) fn answer(
    bytes: &[u8],
    file_name: &str,
    mime: &str,
    output: &mut impl Write,
) -> io::Result<()> {
    if file_name == envelope::XJUSTIZ_DATEI {
        return match envelope::xjustiz(bytes) {
            Ok(court) => {
                let inhalt =
                    Inhalt { xjustiz: Some(court), vollstaendig: true, ..Inhalt::default() };
                head(output, &Said::Inhalt(Box::new(inhalt)))
            }
            Err(error) => head(output, &Said::Unlesbar(said(&error))),
        };
    }
    let Some(art) = envelope::art(bytes, mime, file_name) else {
        return head(output, &Said::Unlesbar("not an envelope".to_owned()));
    };
    let mut failed = None;
    let mut sink = |part: Part| match send(output, part) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    };
    let opened = envelope::open(bytes, file_name, art, &Limits::default(), &mut sink);
    if let Some(error) = failed {
        return Err(error);
    }
    match opened {
        Ok(inhalt) => head(output, &Said::Inhalt(Box::new(inhalt))),
        Err(error) => head(output, &Said::Unlesbar(said(&error))),
    }
}

fn send(output: &mut impl Write, part: Part) -> io::Result<()> {
    let Part { name, pfad, mime, rolle, bytes } = part;
    head(output, &Said::Teil(PartHead { name, pfad, mime, rolle }))?;
    protocol::write_pieces(output, &bytes)
}

/// The reason for the log, without a word of the document.
fn said(error: &OpenError) -> String {
    match error {
        OpenError::Broken(_) => "broken",
        OpenError::TooDeep => "too deep",
        OpenError::TooLarge { .. } => "too large",
        OpenError::Stopped => "stopped",
    }
    .to_owned()
}
