//! What a letter says beside names and signs: whether it begins a matter or goes on with one, and
//! whether it is about another thing than a subject names.
//!
//! Never decides alone: every office's own letters soon tell more than these words.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use uuid::Uuid;

use super::Umfeld;
use crate::bestand::dinge;
use crate::blatt::Stelle;
use crate::worte;

/// Words of letters that go on with something.
const FORTSETZUNG: &str = "\
    erinnerung erinnern mahnung mahnen sachstand zwischenstand nachtrag nachträglich ergänzung \
    ergänzend nachreichen nachreichung nachgereicht rückfrage antwort antworten beantworten bezug \
    bezugnehmend bezugnahme erneut nochmals wiederholt bisher weiterhin telefonat besprochen \
    vereinbart wunschgemäß angefordert gewünscht fehlende widerspruch einspruch fristverlängerung \
    begründung entscheidung schlussrechnung abschlagsrechnung fertigstellung abnahme nachweis \
    mahngebühr zahlungserinnerung ratenzahlung bescheid zurückgenommen erledigt";
/// Words of letters that begin something.
const ANFANG: &str = "\
    beantrage beantragen antrag anmelden anmeldung melde melden anzeige anzeigen erstmals bewerbe \
    bewerbung beabsichtige beabsichtigen geplant planen möchte bitte anfrage einladung \
    ausschreibung neu künftig";

static FORTSETZUNGEN: LazyLock<BTreeSet<String>> = LazyLock::new(|| stems(FORTSETZUNG));
static ANFAENGE: LazyLock<BTreeSet<String>> = LazyLock::new(|| stems(ANFANG));

fn stems(words: &str) -> BTreeSet<String> {
    worte::staemme(words).into_iter().collect()
}

/// Returns how much a letter sounds like a beginning, and how much like something that goes on.
pub(super) fn ton(umfeld: &Umfeld<'_>) -> (f64, f64) {
    let of = |words: &BTreeSet<String>| {
        let said = umfeld.gelesen.staemme.iter().filter(|stamm| stamm.text);
        let weight = said.filter(|stamm| words.contains(&stamm.form));
        let sum: f64 = weight.map(|stamm| if stamm.betreff { 2.0 } else { 1.0 }).sum();
        sum / (sum + 1.0)
    };
    (of(&ANFAENGE), of(&FORTSETZUNGEN))
}

/// Returns where the letter first sounds like a beginning.
pub(super) fn anfang(umfeld: &Umfeld<'_>) -> Option<Stelle> {
    let mut said = umfeld.gelesen.staemme.iter().filter(|stamm| stamm.text);
    said.find(|stamm| ANFAENGE.contains(&stamm.form)).map(|stamm| stamm.stelle)
}

/// Kinds of things: a day, an address, a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Art {
    Tag,
    Anschrift,
    Zeichen,
}

fn art(ding: &str) -> Art {
    let letters = ding.chars().filter(char::is_ascii_alphabetic).count();
    match ding.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', ..] if letters == 0 => Art::Tag,
        _ if letters >= 4 => Art::Anschrift,
        _ => Art::Zeichen,
    }
}

/// Returns which kinds of things a letter names.
pub(super) fn arten(umfeld: &Umfeld<'_>) -> BTreeSet<Art> {
    umfeld.gelesen.dinge.keys().map(|ding| art(ding)).collect()
}

/// Says whether the letter names none of the things of a Vorgang's subject, but others like them.
pub(super) fn anderes(umfeld: &Umfeld<'_>, arten: &BTreeSet<Art>, vorgang: Uuid) -> bool {
    let Some(vorgang) = umfeld.bestand.vorgaenge.get(&vorgang) else { return false };
    let own = dinge(&vorgang.betreff);
    own.iter().all(|ding| !umfeld.gelesen.dinge.contains_key(ding))
        && own.iter().any(|ding| arten.contains(&art(ding)))
}
