//! Random bytes and randomly damaged envelopes: no panic, no loop, nothing beyond the limits.
//!
//! Never asserts what comes out, only what holds for all of it.

use envelope::{Art, XJustizKopf, xjustiz};

use crate::zip_file::{Entry, archive, zeros};
use crate::{check_bounded, court, mail, outlook};

/// Damages bytes as the input says: overwrites, removes, doubles, inserts; only overwrites where a
/// format of fixed places would be lost at once.
fn damaged(whole: &[u8], input: &[u8], fixed: bool) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let most = if fixed { 3 } else { 16 };
    for change in input.chunks_exact(4).take(most) {
        let place = usize::from(u16::from_le_bytes([change[0], change[1]])) * bytes.len() / 65_536;
        let end = (place + usize::from(change[3])).min(bytes.len());
        match change[2] % 4 {
            _ if bytes.is_empty() => {}
            kind if fixed || kind == 0 => bytes[place] = change[3],
            1 => drop(bytes.drain(place..end)),
            2 => {
                let twice = bytes[place..end].to_vec();
                bytes.splice(place..place, twice);
            }
            _ => bytes.insert(place, change[3]),
        }
    }
    bytes
}

/// Holds what must hold for whole envelopes, for the input itself, and for a damaged envelope.
fn one(art: Art, whole: &[&[u8]], input: &[u8]) {
    let Some((first, changes)) = input.split_first() else {
        whole.iter().for_each(|bytes| check_bounded(bytes, art));
        return;
    };
    check_bounded(input, art);
    let bytes = whole[usize::from(*first) % whole.len()];
    check_bounded(&damaged(bytes, changes, art == Art::OutlookNachricht), art);
}

/// A macro, because a guided run finds a target by the function that asks for input.
macro_rules! fuzz {
    ($art:expr, $whole:expr, $iterations:expr) => {
        one($art, $whole, &[]);
        bolero::check!()
            .with_iterations($iterations)
            .with_max_len(512)
            .for_each(|input: &[u8]| one($art, $whole, input));
    };
}

#[test]
fn fuzz_eml() {
    let signed: [&[u8]; 3] = [
        include_bytes!("smime/abgesetzt.eml"),
        include_bytes!("smime/eingeschlossen.eml"),
        include_bytes!("smime/verschluesselt.eml"),
    ];
    fuzz!(Art::Email, &[mail::BRIEF.as_bytes(), signed[0], signed[1], signed[2]], 2000);
}

#[test]
fn fuzz_msg() {
    fuzz!(Art::OutlookNachricht, &[&outlook::brief().file()], 500);
}

#[test]
fn fuzz_zip() {
    let mixed = archive(&[
        Entry::new("a/", ""),
        Entry::new("a/brief.txt", "Guten Tag"),
        zeros("null.bin", 5000),
        Entry::new("brief.txt", "Guten Tag"),
    ]);
    let court =
        archive(&[Entry::new("klage.pdf", "x"), Entry::new("xjustiz_nachricht.xml", court::XML)]);
    fuzz!(Art::Zip, &[&mixed, &court], 4000);
    check_bounded(&court, Art::XJustiz);
}

#[test]
fn fuzz_xjustiz() {
    let check = |kopf: XJustizKopf| {
        assert!(kopf.dokumente.len() <= 5000 && kopf.aktenzeichen.len() <= 100);
        assert!(kopf.betreff.is_none_or(|betreff| betreff.chars().count() <= 1000));
    };
    check(xjustiz(court::XML.as_bytes()).unwrap());
    bolero::check!().with_iterations(2000).with_max_len(512).for_each(|input: &[u8]| {
        for bytes in [input.to_vec(), damaged(court::XML.as_bytes(), input, false)] {
            if let Ok(kopf) = xjustiz(&bytes) {
                check(kopf);
            }
        }
    });
}
