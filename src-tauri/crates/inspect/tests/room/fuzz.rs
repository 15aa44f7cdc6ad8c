//! Bytes of all kinds: whatever comes, there is an answer.
//!
//! Never checks what the answer is.

use inspect::{inspect, positions, read_with};

use crate::{guarded, pdfs};

#[test]
fn any_bytes_have_an_answer() {
    bolero::check!().with_type::<Vec<u8>>().with_iterations(2000).for_each(|bytes| {
        inspect(bytes.clone(), "a.pdf");
        inspect(bytes.clone(), "a");
        let _ = positions(bytes, None, 0..2);
    });
}

/// Good documents with bytes changed, taken out, doubled or moved.
#[test]
fn any_change_of_a_good_document_has_an_answer() {
    let good: Vec<Vec<u8>> = [
        pdfs::simple(&["Akte 12/2026", "Zwei"]),
        pdfs::locked("geheim"),
        guarded::locked_with(guarded::Cipher::Aes256, ""),
        include_bytes!("material/signed-twice-and-stamped.pdf").to_vec(),
    ]
    .into();
    bolero::check!().with_type::<(u8, Vec<(u8, u32, u16, u8)>)>().with_iterations(60).for_each(
        |(which, changes)| {
            let mut bytes = good[usize::from(*which) % good.len()].clone();
            for (kind, at, count, byte) in changes.iter().take(20) {
                let at = *at as usize % bytes.len().max(1);
                let to = (at + usize::from(*count)).min(bytes.len());
                match kind % 4 {
                    0 if at < bytes.len() => bytes[at] = *byte,
                    1 => drop(bytes.drain(at..to)),
                    2 => {
                        let part = bytes[at..to].to_vec();
                        bytes.splice(at..at, part);
                    }
                    _ => bytes.truncate(to.max(bytes.len() / 2)),
                }
            }
            let _ = read_with(&bytes, "a.pdf", Some("geheim"));
            if kind_of(changes) == 0 {
                inspect(bytes.clone(), "a.pdf");
                let _ = positions(&bytes, Some("geheim"), 0..2);
            }
        },
    );
}

/// Drawing takes longest, so only some are drawn.
fn kind_of(changes: &[(u8, u32, u16, u8)]) -> u8 {
    changes.first().map_or(0, |change| change.3 % 8)
}
