//! Why something could not be set.
//!
//! Never says what a clerk should do: that sentence is made in `desk`.

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetzenError {
    /// The text is longer than anybody writes: to be shortened.
    #[error("text of {bytes} bytes, at most {most}")]
    TextTooLong {
        /// Bytes that were handed in.
        bytes: usize,
        /// Bytes that are taken.
        most: usize,
    },
    /// More tables, rows, points or pages than can be set: to be divided.
    #[error("{count} {what}, at most {most}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many were handed in.
        count: usize,
        /// How many are taken.
        most: usize,
    },
    /// A picture is no PNG or JPEG that can be shown: to be left out or replaced.
    #[error("picture {0} cannot be read")]
    Picture(String),
    /// All parts together are larger than memory should hold: to be divided into bands.
    #[error("{bytes} bytes, at most {most}")]
    TooLarge {
        /// Bytes that were handed in.
        bytes: u64,
        /// Bytes that are taken.
        most: u64,
    },
    /// A document names a Vorgang that the band does not have.
    #[error("document {0} belongs to no Vorgang of the band")]
    Vorgang(u32),
    /// The typesetter refused; its own words.
    #[error("not set: {0}")]
    Typesetting(String),
}
