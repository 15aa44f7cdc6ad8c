//! Who wins, who waits, and that order does not matter.
//!
//! Never tests serialisation; the wire does.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn fields(value: Value) -> Fields {
    serde_json::from_value(value).unwrap()
}

fn set(current: &Fields, new: Value) -> Edit {
    Edit::set(Op::Set, current, fields(new))
}

#[test]
fn untouched_scalar_is_taken() {
    let now = fields(json!({"betreff": "Alt", "bemerkung": "x"}));
    let edit = set(&now, json!({"betreff": "Neu"}));
    let moved = fields(json!({"betreff": "Alt", "bemerkung": "y"}));
    let Outcome::Applied { fields } = apply(RecType::Akte, Some(&moved), &edit) else {
        panic!("other fields must not matter");
    };
    assert_eq!(fields["betreff"], "Neu");
    assert_eq!(fields["bemerkung"], "y");
}

#[test]
fn moved_scalar_is_a_conflict_and_keeps_the_centre_value() {
    let seen = fields(json!({"betreff": "Alt", "bemerkung": "x"}));
    let edit = set(&seen, json!({"betreff": "Meiner", "bemerkung": "neu"}));
    let now = fields(json!({"betreff": "Ihrer", "bemerkung": "x"}));
    let Outcome::Conflict { fields, conflicts } = apply(RecType::Akte, Some(&now), &edit) else {
        panic!("must conflict");
    };
    assert_eq!(fields["betreff"], "Ihrer");
    assert_eq!(fields["bemerkung"], "neu", "the undisputed part takes effect");
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].mine, "Meiner");
}

#[test]
fn same_value_from_two_authors_is_no_conflict() {
    let seen = fields(json!({"betreff": "Alt"}));
    let edit = set(&seen, json!({"betreff": "Neu"}));
    let now = fields(json!({"betreff": "Neu"}));
    assert!(matches!(apply(RecType::Akte, Some(&now), &edit), Outcome::Applied { .. }));
}

#[test]
fn transfer_note_is_written_once() {
    let open = fields(json!({"status": "offen"}));
    let note = |base: &Fields, text: &str| {
        Edit::set(Op::Transition, base, fields(json!({"transfervermerk": {"seiten": text}})))
    };
    let Outcome::Applied { fields: noted } =
        apply(RecType::Eingang, Some(&open), &note(&open, "a"))
    else {
        panic!("an empty field is filled");
    };
    let protected = Outcome::Rejected(Rejection::FieldProtected);
    // Neither by somebody who saw it, nor emptied, nor as a plain change.
    assert_eq!(apply(RecType::Eingang, Some(&noted), &note(&noted, "b")), protected);
    let emptied = Edit::set(Op::Transition, &noted, fields(json!({"transfervermerk": null})));
    assert_eq!(apply(RecType::Eingang, Some(&noted), &emptied), protected);
    let plain = set(&open, json!({"nachweis": {"sha256": "00"}}));
    assert_eq!(apply(RecType::Eingang, Some(&open), &plain), protected);
    // Who did not see it was second.
    let second = Outcome::Rejected(Rejection::Precondition);
    assert_eq!(apply(RecType::Eingang, Some(&noted), &note(&open, "b")), second);
}

#[test]
fn second_transition_from_the_same_state_is_refused() {
    let open = fields(json!({"status": "offen"}));
    let edit = Edit::set(Op::Transition, &open, fields(json!({"status": "zugeordnet"})));
    let filed = fields(json!({"status": "zugeordnet"}));
    assert!(matches!(apply(RecType::Eingang, Some(&open), &edit), Outcome::Applied { .. }));
    assert_eq!(
        apply(RecType::Eingang, Some(&filed), &edit),
        Outcome::Rejected(Rejection::Precondition)
    );
}

#[test]
fn protected_fields_are_refused() {
    let now = fields(json!({"sha256": "00", "status": "offen"}));
    for new in [json!({"sha256": "11"}), json!({"status": "zugeordnet"})] {
        assert_eq!(
            apply(RecType::Eingang, Some(&now), &set(&now, new)),
            Outcome::Rejected(Rejection::FieldProtected)
        );
    }
    let create = Edit::create(fields(json!({"betreff": "x", "aktenzeichen": "1-1/2026"})));
    assert_eq!(
        apply(RecType::Akte, None, &create),
        Outcome::Rejected(Rejection::FieldProtected),
        "a workstation never gives a final reference"
    );
}

proptest! {
    /// Two authors who touch sets and different scalars reach the same record in either order.
    #[test]
    fn independent_edits_commute(
        a in "[a-c]{1}", b in "[a-c]{1}", betreff in "[x-z]{1,3}", bemerkung in "[x-z]{1,3}",
    ) {
        let start = fields(json!({"betreff": "0", "schlagworte": ["q"]}));
        let mut first = set(&start, json!({"betreff": betreff}));
        first.add.insert("schlagworte".into(), vec![json!(a)]);
        let mut second = set(&start, json!({"bemerkung": bemerkung}));
        second.add.insert("schlagworte".into(), vec![json!(b)]);
        second.remove.insert("schlagworte".into(), vec![json!("q")]);
        let run = |x: &Edit, y: &Edit| {
            let Outcome::Applied { fields } = apply(RecType::Akte, Some(&start), x) else { panic!() };
            let Outcome::Applied { mut fields } = apply(RecType::Akte, Some(&fields), y) else { panic!() };
            let words = fields.get_mut("schlagworte").unwrap().as_array_mut().unwrap();
            words.sort_by_key(ToString::to_string);
            fields
        };
        prop_assert_eq!(run(&first, &second), run(&second, &first));
    }

    /// No scalar is ever overwritten whose current value its author had not seen (I6).
    #[test]
    fn unseen_values_survive(seen in "[a-c]", now in "[a-c]", mine in "[a-c]") {
        let base = fields(json!({"betreff": seen}));
        let current = fields(json!({"betreff": now}));
        let edit = set(&base, json!({"betreff": mine}));
        match apply(RecType::Akte, Some(&current), &edit) {
            Outcome::Applied { fields } => {
                prop_assert!(now == seen || now == mine);
                prop_assert_eq!(&fields["betreff"], &json!(mine));
            }
            Outcome::Conflict { fields, .. } => prop_assert_eq!(&fields["betreff"], &json!(now)),
            Outcome::Rejected(_) => prop_assert!(false),
        }
    }
}
