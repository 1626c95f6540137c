//! YAML (and so JSON) as a tree with the exact bytes of every key, scalar and item.
//!
//! Built on granit-parser's events; nothing outside this module names that crate. The tree keeps raw text and style, so
//! that each reader can apply its consumer's rules (YAML 1.1 in the Astro CLI and PyYAML) to the scalar itself.
//! Broken text still gives every entry before and after the fault: see `recover`.

mod build;
mod cursor;
mod dialect;
mod embedded;
mod held;
mod lookup;
mod node;
mod pass;
mod place;
mod recover;
mod scalar;
mod tree;

pub use cursor::{Cursor, Slot, Step, keys_at_top};
pub use held::HeldText;
pub use lookup::Reader;
pub use node::{Entry, Node};
pub use scalar::{Yaml11, go_scalar, go_text_of, pyyaml_scalar};
pub use tree::{Kind, NodeId, Style, Tree};

use granit_parser::Options;

use self::pass::Pass;
use self::recover::Edit;
use super::SyntaxError;

/// Reads `text`. Never fails: a broken text gives a tree of what could be read, with its syntax errors.
///
/// Accepts and refuses what the readers of YAML 1.1 do that Airflow's files meet, in Go and in Python; see
/// [`Tree::pyyaml_refusals`] for where those two differ.
pub fn parse(text: &str) -> Tree {
    let mut options = common_options();
    // As libyaml and PyYAML do.
    options.block_scalar_eof_without_line_feed = true;
    options.bom_inside_document_as_content = true;
    let mut pass = build::read(text, options.clone());
    let mut edits = Vec::new();
    // One allowance may uncover the need for another.
    for _ in 0..4 {
        let more = dialect::allowances(text, &pass);
        if more.is_empty() {
            break;
        }
        recover::add(&mut edits, &more);
        pass = recover::read(text, &edits, &options);
    }
    let (mut tree, unknown_aliases) = tree(text, &options, pass, edits);
    let refusals = dialect::refusals(&tree);
    let is_told = |error: &SyntaxError| tree.errors.iter().any(|told| told.span.contains(error.span));
    let all: Vec<_> = refusals.all.into_iter().filter(|error| !is_told(error)).collect();
    tree.errors.extend(all);
    tree.pyyaml_refusals = refusals.pyyaml;
    tree.tell_unknown(&unknown_aliases);
    tree
}

/// Reads `text` by the letter of YAML 1.2.2, where `parse` is as lenient and as strict as real readers are: brackets must
/// be closed deeper than their key, a text that ends in the midst of a block scalar gets a last line break, tabs may
/// separate values, and so on.
///
/// No file that airlint checks is read this way; it is what the public test suite holds the parser to.
pub fn parse_strict(text: &str) -> Tree {
    let mut options = common_options();
    options.strict_indentation = true;
    let pass = build::read(text, options.clone());
    let (mut tree, unknown_aliases) = tree(text, &options, pass, Vec::new());
    tree.tell_unknown(&unknown_aliases);
    tree
}

fn common_options() -> Options {
    granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        max_buffered_comment_events: usize::MAX,
    }
}

/// The tree of `pass`, read on behind its fault, if it has one, and the aliases without an anchor. `edits` have been made
/// to the text to get so far.
fn tree(text: &str, options: &Options, pass: Pass, edits: Vec<Edit>) -> (Tree, Vec<NodeId>) {
    let (pass, mut errors) = match pass.fault {
        Some(_) => {
            let recovered = recover::recover(text, options, pass, edits);
            (recovered.pass, recovered.errors)
        }
        None => (pass, Vec::new()),
    };
    errors.extend(pass.bomb.map(|id| SyntaxError {
        span: pass.nodes[id.index()].span,
        message: "aliases repeat more than a million values up to here: this one is not followed".to_owned(),
    }));
    let tree = Tree {
        text: text.into(),
        nodes: pass.nodes,
        properties: pass.properties,
        roots: pass.roots,
        comments: pass.comments,
        errors,
        pyyaml_refusals: Vec::new(),
    };
    (tree, pass.unknown_aliases)
}

impl Tree {
    /// Tells the aliases to names that no anchor above them bears, unless an anchor may stand where an error is; sorts
    /// the errors.
    fn tell_unknown(&mut self, aliases: &[NodeId]) {
        let line_of = |offset: usize| {
            let start = self.text[..offset].rfind('\n').map_or(0, |end| end + 1);
            self.text[start..].lines().next().unwrap_or("")
        };
        let is_lost = self.errors.iter().any(|error| line_of(error.span.start).contains('&'));
        if !is_lost {
            self.errors.extend(aliases.iter().take(MOST_ALIASES).map(|id| {
                let span = self.nodes[id.index()].span;
                SyntaxError { span, message: unknown_alias(span.of(&self.text).trim_start_matches('*')) }
            }));
        }
        self.errors.sort_by_key(|error| error.span);
    }
}

/// The most unknown aliases that are told.
const MOST_ALIASES: usize = 50;

/// On an alias to a name that no anchor before it bears.
fn unknown_alias(name: &str) -> String {
    format!("`*{name}` stands for nothing: no `&{name}` is defined above it in this document")
}
