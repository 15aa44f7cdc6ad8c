//! Drives the real window from outside, as a person would: by role, name and keyboard.
//!
//! Never looks into the program: it starts the built binaries and speaks WebDriver with them.

mod acts;
mod bus;
mod center;
mod child;
mod dialog;
mod find;
mod keys;
mod look;
mod measure;
mod office;
mod paths;
mod room;
mod wait;
mod window;

pub use acts::Place;
pub use center::Center;
pub use find::{Query, by};
pub use measure::{Measured, measure};
pub use office::{ANNA, BERND, Letter, Office, only_file, sha256};
pub use paths::fixture;
pub use room::Room;
pub use wait::{LONG, until};
pub use window::{Window, Workstation};
