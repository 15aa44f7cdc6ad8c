//! Turns by quarters of a circle.
//!
//! Never a mirror: what is mirrored is redrawn, not turned.

use serde::{Deserialize, Serialize};

/// How far a picture is turned, clockwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Turn {
    /// As it is.
    #[default]
    None,
    /// A quarter to the right: what was on the left is on top.
    Right,
    /// Upside down.
    Half,
    /// A quarter to the left: what was on the right is on top.
    Left,
}

impl Turn {
    /// Returns the turn in degrees, clockwise: 0, 90, 180 or 270.
    pub fn degrees(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Right => 90,
            Self::Half => 180,
            Self::Left => 270,
        }
    }

    /// Returns the turn of a number of degrees, clockwise, where it is a whole quarter.
    pub fn from_degrees(degrees: i64) -> Option<Self> {
        match degrees.rem_euclid(360) {
            0 => Some(Self::None),
            90 => Some(Self::Right),
            180 => Some(Self::Half),
            270 => Some(Self::Left),
            _ => None,
        }
    }

    /// Returns both turns, one after the other.
    pub fn then(self, next: Self) -> Self {
        let sum = i64::from(self.degrees()) + i64::from(next.degrees());
        Self::from_degrees(sum).unwrap_or_default()
    }

    /// Returns the turn that takes this one back.
    pub fn inverse(self) -> Self {
        Self::from_degrees(-i64::from(self.degrees())).unwrap_or_default()
    }

    /// Whether width and height change places.
    pub fn sideways(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_add_up_and_can_be_taken_back() {
        for a in [Turn::None, Turn::Right, Turn::Half, Turn::Left] {
            assert_eq!(a.then(a.inverse()), Turn::None);
            assert_eq!(Turn::from_degrees(a.degrees().into()), Some(a));
        }
        assert_eq!(Turn::Right.then(Turn::Right), Turn::Half);
        assert_eq!(Turn::from_degrees(-90), Some(Turn::Left));
        assert_eq!(Turn::from_degrees(45), None);
    }
}
