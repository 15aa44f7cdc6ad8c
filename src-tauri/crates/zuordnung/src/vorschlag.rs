//! The letter that is looked at, and what is proposed for it.

use domain::Datum;
use uuid::Uuid;

/// A letter as it was read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Schreiben<'a> {
    /// Text of each page in reading order, lines apart by `\n`; digital text or recognised words.
    pub seiten: &'a [String],
    /// Subject of the message or title of the document, if it has one of its own.
    pub betreff: Option<&'a str>,
    /// E-mail addresses that the message names as its senders.
    pub mail: &'a [String],
    /// The Vorgang that a code of ours on the letter names.
    pub code: Option<Uuid>,
    /// Signs that are known without reading, from an e-invoice's data or a message's header.
    pub zeichen: &'a [domain::lernmerkmale::Zeichen],
    /// Day of receipt.
    pub eingang: Option<Datum>,
}

/// A place in the letter; both count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fundstelle {
    /// Page.
    pub seite: u32,
    /// Line of the page's text.
    pub zeile: u32,
}

/// What speaks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Belegart {
    /// Our own code on the letter.
    Code,
    /// Our reference stands in the text.
    Aktenzeichen,
    /// Our reference stands in the text with letters that recognition confuses.
    AktenzeichenUngenau,
    /// A cash reference, invoice or customer number, or the sender's sign that belongs there.
    Zeichen,
    /// The same sign with letters that recognition confuses.
    ZeichenUngenau,
    /// The sender, or somebody whom the letter is about, is a party there.
    Beteiligter,
    /// This sender's letters were filed there.
    Absender,
    /// Similar letters were filed there.
    Aehnlich,
    /// The letter's words stand in the Vorgang's subject.
    Betreff,
    /// Letters of this kind are usually filed there.
    Gewohnheit,
    /// The letter is about the Akte's field of work.
    Sachgebiet,
    /// It fits what the Vorgang has: a letter that this one mentions, or one that such a letter
    /// usually follows.
    Verlauf,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Beleg {
    /// What it is.
    pub art: Belegart,
    /// The words of the letter that it rests on, as they stand there.
    pub wortlaut: Option<String>,
    /// Where they stand.
    pub stelle: Option<Fundstelle>,
    /// What it was recognised as, if that reads differently: the reference, the party's name.
    pub erkannt: Option<String>,
    /// How many filed letters say so; nought where that means nothing.
    pub anzahl: u32,
    /// Its part in the decision, larger is stronger; may be negative.
    pub gewicht: f64,
}

/// Where a letter can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ziel {
    /// Into a Vorgang.
    Vorgang(Uuid),
    /// Into a new Vorgang of this Akte.
    NeuIn(Uuid),
}

/// A proposed destination.
#[derive(Debug, Clone, PartialEq)]
pub struct Zielvorschlag {
    /// Where.
    pub ziel: Ziel,
    /// Calibrated probability of being right, 0 to 1: of a hundred with 0.9 about ninety are.
    pub sicherheit: f64,
    /// Why, strongest first.
    pub belege: Vec<Beleg>,
}

/// Something read from the letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Angabe<T> {
    /// What.
    pub wert: T,
    /// Calibrated probability of being right, 0 to 1.
    pub sicherheit: f64,
    /// The words it rests on, as they stand in the letter.
    pub wortlaut: Option<String>,
    /// Where they stand.
    pub stelle: Option<Fundstelle>,
}

/// Everything that is proposed for a letter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vorschlag {
    /// Destinations, most probable first, at most five.
    pub ziele: Vec<Zielvorschlag>,
    /// Kind of document, as the office calls it (`Dokument.typ`).
    pub typ: Option<Angabe<String>>,
    /// The sender, if it is somebody whom the office knows.
    pub absender: Option<Angabe<Uuid>>,
    /// The sender as the letter names it, if nobody known fits: a name to begin a Kontakt with.
    pub absender_name: Option<Angabe<String>>,
    /// Date of the letter.
    pub datum: Option<Angabe<Datum>>,
    /// Day until which the letter asks for something.
    pub frist: Option<Angabe<Datum>>,
    /// The sender's own sign.
    pub fremdzeichen: Option<Angabe<String>>,
    /// Subject line, a title for the document.
    pub titel: Option<Angabe<String>>,
}
