//! The one door through which parts leave, with the count of what may still leave.
//!
//! Never delivers more than the limits allow and never two parts under one name.

use std::ops::ControlFlow;

use crate::name::{self, Names};
use crate::{Limits, Part, Rolle, hinweis};

/// Most Hinweise for one envelope.
const HINWEISE_MAX: usize = 100;

/// What is known of a part before its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    /// Name as found; cleaned on delivery.
    pub(crate) name: String,
    /// Name where there is none.
    pub(crate) otherwise: &'static str,
    /// Place inside the envelope.
    pub(crate) pfad: String,
    /// Declared media type.
    pub(crate) mime: String,
    /// What it is for.
    pub(crate) rolle: Rolle,
}

impl Label {
    /// Returns the name as a person may see it.
    pub(crate) fn shown(&self) -> String {
        name::file(&self.name, self.otherwise)
    }
}

/// Delivers parts and collects what has to be said.
pub(crate) struct Outlet<'s> {
    limits: Limits,
    sink: &'s mut dyn FnMut(Part) -> ControlFlow<()>,
    names: Names,
    parts: usize,
    bytes: u64,
    closed: bool,
    /// What a person has to know.
    pub(crate) hinweise: Vec<String>,
    /// Whether everything came out.
    pub(crate) vollstaendig: bool,
}

impl<'s> Outlet<'s> {
    /// Opens the door.
    pub(crate) fn new(
        limits: &Limits,
        sink: &'s mut dyn FnMut(Part) -> ControlFlow<()>,
    ) -> Outlet<'s> {
        Outlet {
            limits: limits.clone(),
            sink,
            names: Names::default(),
            parts: 0,
            bytes: 0,
            closed: false,
            hinweise: Vec::new(),
            vollstaendig: true,
        }
    }

    /// Adds a Hinweis, once.
    pub(crate) fn note(&mut self, hinweis: impl Into<String>) {
        let hinweis = hinweis.into();
        if self.hinweise.len() > HINWEISE_MAX || self.hinweise.contains(&hinweis) {
            return;
        }
        let full = self.hinweise.len() == HINWEISE_MAX;
        self.hinweise.push(if full { hinweis::ZU_VIELE_HINWEISE.to_owned() } else { hinweis });
    }

    /// Adds a Hinweis about something that did not come out.
    pub(crate) fn lack(&mut self, hinweis: impl Into<String>) {
        self.vollstaendig = false;
        self.note(hinweis);
    }

    /// Whether no more parts are taken.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Takes no more parts, for this reason.
    pub(crate) fn close(&mut self, hinweis: &str) {
        self.closed = true;
        self.lack(hinweis);
    }

    /// How deep one thing may lie in another.
    pub(crate) fn depth(&self) -> usize {
        self.limits.depth
    }

    /// How many parts one envelope may have.
    pub(crate) fn parts_max(&self) -> usize {
        self.limits.parts
    }

    /// Bytes delivered so far.
    pub(crate) fn delivered(&self) -> u64 {
        self.bytes
    }

    /// How many bytes the next part may have.
    pub(crate) fn room(&self) -> u64 {
        self.limits.part_bytes.min(self.limits.total_bytes.saturating_sub(self.bytes))
    }

    /// Whether a part of this size may be made; says so when not.
    pub(crate) fn admits(&mut self, label: &Label, size: u64) -> bool {
        if self.closed {
            return false;
        }
        if self.parts >= self.limits.parts {
            self.close(hinweis::ZU_VIELE_TEILE);
            return false;
        }
        if size > self.limits.part_bytes {
            self.lack(hinweis::zu_gross(&label.shown()));
            return false;
        }
        if size > self.room() {
            self.lack(hinweis::ZU_VIELE_DATEN);
            self.lack(hinweis::nicht_ausgepackt(&label.shown()));
            return false;
        }
        true
    }

    /// Delivers a part; returns the name it got.
    pub(crate) fn put(&mut self, label: &Label, bytes: Vec<u8>) -> Option<String> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if !self.admits(label, size) {
            return None;
        }
        self.parts += 1;
        self.bytes = self.bytes.saturating_add(size);
        let name = self.names.unique(&label.shown());
        let part = Part {
            name: name.clone(),
            pfad: name::path(&label.pfad),
            mime: label.mime.clone(),
            rolle: label.rolle,
            bytes,
        };
        if (self.sink)(part).is_break() {
            self.closed = true;
            self.vollstaendig = false;
        }
        Some(name)
    }
}
