//! The language server: what an editor asks, answered from the same facts and findings as `airlint lint`.
//!
//! Everything here but `protocol` knows no protocol: a feature is a function of a [`View`] — one file at one moment,
//! with its project — and a byte offset, and answers in byte ranges. Only `protocol` names the protocol's types, and turns
//! bytes into positions.
//!
//! - [`text`], [`uri`]: texts, positions and names as editors speak of them.
//! - [`session`]: what the client has told, and the thread that works out what follows from it.
//! - [`overview`], [`deployments`]: what airlint takes the workspace for, in words and in brief.
//! - [`document`]: the text of an open file, and the trees of it.
//! - [`view`]: what a request is answered from.
//! - [`completion`], [`hover`], [`navigation`], [`structure`], [`figures`], [`actions`]: one folder for each kind of
//!   question.

pub mod actions;
pub mod completion;
pub mod deployments;
pub mod document;
pub mod figures;
#[cfg(test)]
pub(crate) mod fixture;
pub mod hover;
pub mod navigation;
pub mod overview;
mod protocol;
pub mod session;
pub mod structure;
pub mod text;
pub mod uri;
pub mod view;

pub use document::Document;
pub use protocol::{Exit, serve};
pub use view::View;

use std::io;

/// Threads for input, output and requests; the rules and readers have their own.
const THREADS: usize = 16;

/// Serves the client at the other end of standard input and output until it leaves.
///
/// # Errors
/// Where the system gives no means of waiting for input.
pub fn serve_stdio() -> io::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().max_blocking_threads(THREADS).build()?;
    let exit = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout()));
    // A read of standard input that waits cannot be called off.
    runtime.shutdown_background();
    Ok(exit)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// The files below `folder` that name the protocol's types.
    fn naming(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                naming(&entry, found);
            } else if std::fs::read_to_string(&entry).expect("a text").contains(concat!("tower", "_lsp")) {
                found.push(entry.to_string_lossy().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn the_protocol_is_named_in_one_place() {
        let mut found = Vec::new();
        naming(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(!found.is_empty());
        for path in found {
            assert!(path.contains("/src/lsp/protocol/"), "{path} names the protocol's types");
        }
    }
}
