//! Why bytes are not read as XML.
//!
//! Never quotes the document.

/// Why bytes could not be read as XML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvoiceError {
    /// More bytes than an invoice may have.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The limit in bytes.
        max: usize,
    },
    /// Elements are nested deeper than an invoice's.
    #[error("nested deeper than {max} elements")]
    TooDeep {
        /// The limit in elements.
        max: usize,
    },
    /// More nodes, attributes or namespaces than an invoice may have.
    #[error("too many {what}")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
    },
    /// Has a document type declaration, which could define entities; no invoice has one.
    #[error("has a document type declaration")]
    Dtd,
    /// Bytes do not fit the encoding they claim.
    #[error("not in the encoding it claims")]
    Encoding,
    /// Not XML, or broken XML; with line and column where known.
    #[error("not well-formed xml at line {line}, column {column}")]
    Broken {
        /// Line, from 1; 0 if unknown.
        line: u32,
        /// Column, from 1; 0 if unknown.
        column: u32,
    },
}
