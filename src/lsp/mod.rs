//! The language server: what an editor asks, answered from the same facts and findings as `airlint lint`.
//!
//! Everything here but `protocol` knows no protocol: a feature is a function of a [`View`] — one file at one moment,
//! with its project — and a byte offset, and answers in byte ranges. Only `protocol` names the protocol's types, and turns
//! bytes into positions.
//!
//! - [`document`]: the text of an open file, and the trees of it.
//! - [`view`]: what a request is answered from.
//! - [`completion`], [`hover`], [`navigation`], [`structure`], [`figures`], [`actions`]: one folder for each kind of
//!   question.

pub mod actions;
pub mod completion;
pub mod document;
pub mod figures;
#[cfg(test)]
pub(crate) mod fixture;
pub mod hover;
pub mod navigation;
pub mod structure;
pub mod view;

pub use document::Document;
pub use view::View;
