//! What a file and a workspace consist of: symbols, folds, and what a selection grows to.

mod folding;
mod found;
mod outline;
mod selection;
mod symbols;
#[cfg(test)]
mod tests;

pub use folding::{Fold, FoldKind, folding};
pub use found::{Found, workspace_symbols};
pub use selection::selection;
pub use symbols::{Symbol, SymbolKind, document_symbols};
