//! YAML (and so JSON) as a tree with the exact bytes of every key, scalar and item.
//!
//! Built on granit-parser's events; nothing outside this module names that crate. The tree keeps raw text and style, so
//! that each reader can apply its consumer's rules (YAML 1.1 in the Astro CLI and PyYAML) to the scalar itself.
//! Broken text still gives every entry before and after the fault: see `recover`.

mod tree;

pub use tree::{Entry, Kind, Node, NodeId, Style, Tree};
