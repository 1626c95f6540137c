//! What a rule looks at: what has to change before it can find something else.

/// What a rule looks at, besides the facts that hold for the project as a whole: deployments, versions, variables. An
/// editor's server asks a rule again where something that it looks at has changed, and nowhere else, so a rule that looks
/// further than it says finds in an editor what was true some keystrokes ago. `tests/rules/reach.rs` holds every
/// document to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Nothing else: it looks at no DAG file.
    Deployments,
    /// DAG files, each by itself: what it finds in a file follows from that file and from the DAG files that lean on it, in
    /// that they import from it or take its defaults. Of these, one that has no fault there by itself changes nothing.
    DagFiles,
    /// All DAG files together: it counts them, compares them, or asks whether any of them does something. It runs at every
    /// keystroke in any of them, so it takes one short look at most tasks.
    Project,
}
