//! Why a message or a package is not read, not written, or not next in its dialogue.
//!
//! Never a sentence for a clerk: those are made in `worte`.

use std::fmt;

use crate::{Nachrichtentyp, ObjektId, Rolle};

/// A place in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stelle {
    /// Names of the elements from the root down, with slashes between them.
    pub pfad: String,
    /// Line, from 1.
    pub zeile: u32,
}

impl fmt::Display for Stelle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {})", self.pfad, self.zeile)
    }
}

/// Why a value cannot be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Grund {
    /// Not a UUID in its usual form.
    #[error("not a uuid")]
    Uuid,
    /// Not a calendar day.
    #[error("not a date")]
    Datum,
    /// Not a time of day.
    #[error("not a time of day")]
    Uhrzeit,
    /// Not a day with a time.
    #[error("not a date with time")]
    Zeitangabe,
    /// Neither yes nor no.
    #[error("not a boolean")]
    Wahrheitswert,
    /// Not a number, or one outside the range.
    #[error("not a number in range")]
    Zahl,
    /// Not in the list of codes.
    #[error("not in the list of codes")]
    Code,
    /// Not a file name as the standard forms it.
    #[error("not a file name of the form uuid, uuid.ending or uuid_name.ending")]
    Dateiname,
}

/// Why bytes are not read as a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes than a message may have.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The limit in bytes.
        max: usize,
    },
    /// Elements are nested deeper than any message needs.
    #[error("nested deeper than {max} elements at {stelle}")]
    TooDeep {
        /// The limit in elements.
        max: usize,
        /// Where.
        stelle: Stelle,
    },
    /// More of something than a message may have.
    #[error("more than {max} {what}")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// Has a document type declaration, which could define entities.
    #[error("has a document type declaration")]
    Dtd,
    /// Not in UTF-8, which the standard demands.
    #[error("not in utf-8")]
    Encoding,
    /// Not XML, or broken XML.
    #[error("not well-formed xml at line {zeile}")]
    Broken {
        /// Line, from 1.
        zeile: u32,
    },
    /// XML of something else.
    #[error("not a message of xdomea")]
    NotXdomea,
    /// A version of the standard that is not read.
    #[error("version {fassung:?} of xdomea is not read")]
    Version {
        /// The version it names.
        fassung: String,
    },
    /// A message of the standard that is not read.
    #[error("message {name:?} is not read")]
    Message {
        /// The root's name.
        name: String,
    },
    /// A required element is missing.
    #[error("{element} is missing in {stelle}")]
    Missing {
        /// Where.
        stelle: Stelle,
        /// What.
        element: &'static str,
    },
    /// An element that may stand once stands twice.
    #[error("{stelle} stands there twice")]
    Twice {
        /// Where.
        stelle: Stelle,
    },
    /// A required value cannot be understood.
    #[error("{wert:?} at {stelle} is {grund}")]
    Invalid {
        /// Where.
        stelle: Stelle,
        /// What stands there, shortened.
        wert: String,
        /// What is wrong with it.
        grund: Grund,
    },
}

/// Why a message is not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Only 3.0.0 and 3.1.0 are written.
    #[error("version {fassung} of xdomea is only read")]
    Version {
        /// The version wished for.
        fassung: &'static str,
    },
    /// A list that needs an entry has none.
    #[error("{element} needs at least one entry")]
    Empty {
        /// The element that is missing.
        element: &'static str,
    },
    /// One id stands at two objects.
    #[error("the id {id} stands at two objects")]
    Twice {
        /// The id.
        id: ObjektId,
    },
    /// Objects are nested deeper than archives take them.
    #[error("object {id} is nested deeper than {max} objects")]
    TooDeep {
        /// The object that is too deep.
        id: ObjektId,
        /// The limit in objects.
        max: usize,
    },
    /// One file is named at two places.
    #[error("the file {name} is named twice")]
    FileTwice {
        /// Its name.
        name: String,
    },
    /// More bytes than a message may have.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The limit in bytes.
        max: usize,
    },
}

/// Why a package is not opened or not written.
#[derive(Debug, thiserror::Error)]
pub enum PaketError {
    /// The file name is not formed as the standard says.
    #[error("the file name {name:?} is not of the form uuid_message.zip")]
    Name {
        /// The file name.
        name: String,
    },
    /// Not a ZIP archive, or a broken one.
    #[error("not an intact zip archive")]
    Broken(#[source] zip::result::ZipError),
    /// More entries than a package may have.
    #[error("more than {max} entries")]
    TooMany {
        /// The limit.
        max: usize,
    },
    /// Entries that share bytes or names, or unpack to absurd sizes.
    #[error("entries overlap, bear one name or are packed too tightly")]
    Bomb,
    /// An entry in a folder.
    #[error("the entry {name:?} lies in a folder")]
    Folder {
        /// Its path.
        name: String,
    },
    /// An entry that is encrypted, a link or packed in an unknown way.
    #[error("the entry {name:?} is encrypted, a link or packed in an unknown way")]
    Entry {
        /// Its name.
        name: String,
    },
    /// An entry whose name is not UTF-8.
    #[error("the name of an entry is not utf-8: {name:?}")]
    EntryName {
        /// Its name, as far as it can be shown.
        name: String,
    },
    /// Not exactly one message.
    #[error("{count} messages of the process instead of one")]
    Messages {
        /// How many there are.
        count: usize,
    },
    /// The message cannot be read.
    #[error("the message cannot be read")]
    Read(#[from] ReadError),
    /// The message cannot be written.
    #[error("the message cannot be written")]
    Write(#[from] WriteError),
    /// The message belongs to another process than the file name says.
    #[error("the process {kopf} of the message is not the one of the file name")]
    Process {
        /// The process in the message's head.
        kopf: ObjektId,
    },
    /// Name, root and head do not say one message type.
    #[error("file name, root and head name different messages")]
    Type,
    /// A file the message names is not there.
    #[error("the file {name} is missing")]
    Missing {
        /// Its name.
        name: String,
    },
    /// A file is there that the message does not name.
    #[error("the file {name} is not named by the message")]
    Unassigned {
        /// Its name.
        name: String,
    },
    /// The message names one file at two places.
    #[error("the file {name} is named twice")]
    Twice {
        /// Its name.
        name: String,
    },
    /// Reading a source or writing the package failed.
    #[error("reading or writing failed")]
    Io(#[from] std::io::Error),
}

/// Why a message is not next in its dialogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DialogError {
    /// A message of another process.
    #[error("belongs to the process {prozess}")]
    ForeignProcess {
        /// The process the message names.
        prozess: ObjektId,
    },
    /// A message that is no part of the Aussonderung.
    #[error("message {} is no part of this dialogue", typ.code())]
    ForeignMessage {
        /// The message.
        typ: Nachrichtentyp,
    },
    /// The other side has to send this message.
    #[error("message {} is not {rolle:?}'s to send", typ.code())]
    WrongSide {
        /// The message.
        typ: Nachrichtentyp,
        /// Who tried.
        rolle: Rolle,
    },
    /// Another message has to come first.
    #[error("message {} comes before {}", typ.code(), vorher.code())]
    TooEarly {
        /// The message.
        typ: Nachrichtentyp,
        /// What has to come first.
        vorher: Nachrichtentyp,
    },
    /// Each message comes once in a process.
    #[error("message {} was there already", typ.code())]
    Already {
        /// The message.
        typ: Nachrichtentyp,
    },
    /// The message speaks about an object that was not offered.
    #[error("object {id} was not offered")]
    UnknownObject {
        /// The object.
        id: ObjektId,
    },
    /// An object is named twice.
    #[error("object {id} is named twice")]
    ObjectTwice {
        /// The object.
        id: ObjektId,
    },
    /// An object that the archive wants is missing.
    #[error("object {id} is wanted and missing")]
    ObjectMissing {
        /// The object.
        id: ObjektId,
    },
    /// An object is handed over that the archive does not want.
    #[error("object {id} was not asked for")]
    ObjectSurplus {
        /// The object.
        id: ObjektId,
    },
    /// Nothing was appraised as worth archiving, so nothing can be handed over.
    #[error("nothing is to be handed over")]
    NothingWanted,
    /// The object must not be deleted yet.
    #[error("object {id} must not be deleted yet")]
    NotDeletable {
        /// The object.
        id: ObjektId,
    },
}
