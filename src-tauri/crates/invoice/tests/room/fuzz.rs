//! Anything at all, and samples with holes: reading answers, whatever it is given.
//!
//! Never runs for long by itself; set `BOLERO_RANDOM_TEST_TIME_MS` for more.

#![expect(clippy::indexing_slicing, reason = "helpers of tests: a wrong place fails")]

use std::ops::ControlFlow;
use std::time::Duration;

use bolero::check;

use crate::gemacht;
use crate::muster::{CII, UBL, xml};

/// Cuts, doubles and overwrites pieces of a sample, as the first bytes of the input say.
fn mutated(samples: &[String], input: &[u8]) -> Vec<u8> {
    let (pick, rest) = input.split_first().unwrap_or((&0, &[]));
    let mut bytes = samples[usize::from(*pick) % samples.len()].clone().into_bytes();
    for step in rest.chunks_exact(5).take(12) {
        let place = usize::from(u16::from_le_bytes([step[1], step[2]]));
        let from = place % bytes.len().max(1);
        let until = (from + usize::from(step[3])).min(bytes.len());
        match step[0] % 5 {
            0 => drop(bytes.drain(from..until)),
            1 => {
                let piece = bytes[from..until].to_vec();
                bytes.splice(from..from, piece);
            }
            2 => bytes[from..until].fill(step[4]),
            3 => {
                let words: [&[u8]; 6] =
                    [b"<a>", b"</cbc:ID>", b"&#x0;", b"9999999999999999999", b"-.", b"]]>"];
                let word = words[usize::from(step[4]) % words.len()];
                bytes.splice(from..from, word.iter().copied());
            }
            _ => bytes.truncate(until),
        }
    }
    bytes
}

fn look(bytes: &[u8]) {
    if let Ok(Some(rechnung)) = invoice::read(bytes) {
        assert!(rechnung.positionen.len() <= invoice::POSITIONEN_MAX);
        let text: String = invoice::darstellung(&rechnung)
            .into_iter()
            .flat_map(|section| section.zeilen)
            .map(|(term, value)| format!("{term} {value} "))
            .collect();
        let _ = invoice::compare(&rechnung, &text);
        let key = rechnung.schluessel();
        assert!(key.is_empty() || key.matches('|').count() >= 2);
    }
    let _ = invoice::attachments(bytes, &mut |_| ControlFlow::Continue(()));
}

#[test]
fn fuzz_invoice_xml() {
    let made = [gemacht::ubl("", "1"), gemacht::gutschrift(), gemacht::ZUGFERD_1.to_owned()];
    let samples: Vec<String> =
        made.into_iter().chain([UBL, CII].into_iter().filter_map(xml)).collect();
    check!().with_test_time(Duration::from_secs(3)).with_max_len(64).for_each(|input: &[u8]| {
        look(input);
        look(&mutated(&samples, input));
    });
}
