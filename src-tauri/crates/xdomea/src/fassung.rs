//! The versions of the standard and their namespaces.
//!
//! Never 4.0.0: its messages are built differently, and the state archive does not take them yet.

/// Beginning of every namespace of the standard.
pub(crate) const NAMENSRAUM: &str = "urn:xoev-de:xdomea:schema:";

/// A version of xdomea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fassung {
    /// 2.3.0, read only.
    V2_3,
    /// 2.4.0, read only.
    V2_4,
    /// 3.0.0.
    V3_0,
    /// 3.1.0.
    V3_1,
}

impl Fassung {
    /// All versions that are read.
    pub const ALLE: [Self; 4] = [Self::V2_3, Self::V2_4, Self::V3_0, Self::V3_1];

    /// Returns the number, such as `3.1.0`.
    #[must_use]
    pub fn nummer(self) -> &'static str {
        match self {
            Self::V2_3 => "2.3.0",
            Self::V2_4 => "2.4.0",
            Self::V3_0 => "3.0.0",
            Self::V3_1 => "3.1.0",
        }
    }

    /// Returns the namespace of its messages.
    #[must_use]
    pub fn namensraum(self) -> String {
        format!("{NAMENSRAUM}{}", self.nummer())
    }

    /// Whether it is one of the second generation, whose types differ.
    #[must_use]
    pub fn alt(self) -> bool {
        self < Self::V3_0
    }
}
