//! What a person did to one record, with the values they saw while doing it.
//!
//! Never says whether it succeeds; `merge` decides that against the current fields.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::record::Fields;

/// Kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// The record comes into being.
    Create,
    /// Fields are set, set members added or removed, list entries appended.
    Set,
    /// A step of a state machine: all or nothing, never merged.
    Transition,
    /// A clerk's decision about an open conflict.
    Resolve,
}

/// One change of one record: what is set, and what stood there when the author looked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// Kind of change.
    pub op: Op,
    /// Values the author saw for every field in `set`; absent means the field was empty.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub base: Fields,
    /// New values; null empties the field.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub set: Fields,
    /// Elements to add to set or append-only fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub add: BTreeMap<String, Vec<Value>>,
    /// Elements to remove from set fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub remove: BTreeMap<String, Vec<Value>>,
}

impl Edit {
    /// Returns the creation of a record with these fields.
    pub fn create(fields: Fields) -> Self {
        Self { op: Op::Create, set: fields, ..Self::empty(Op::Create) }
    }

    /// Returns a change that sets fields, with base values taken from `current`.
    pub fn set(op: Op, current: &Fields, set: Fields) -> Self {
        let base = set
            .keys()
            .filter_map(|name| current.get(name).map(|value| (name.clone(), value.clone())))
            .collect();
        Self { base, set, ..Self::empty(op) }
    }

    /// Returns a change that appends one element to a list field.
    pub fn append(field: &str, element: Value) -> Self {
        Self { add: BTreeMap::from([(field.to_owned(), vec![element])]), ..Self::empty(Op::Set) }
    }

    fn empty(op: Op) -> Self {
        Self {
            op,
            base: Fields::new(),
            set: Fields::new(),
            add: BTreeMap::new(),
            remove: BTreeMap::new(),
        }
    }
}
