//! Texts as editors speak of them: positions, and changes of parts.

mod buffer;
mod encoding;
mod lines;

pub use buffer::{Buffer, Change};
pub use encoding::{Encoding, Point};
pub use lines::Lines;
