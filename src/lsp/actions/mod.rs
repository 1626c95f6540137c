//! What can be done about findings, and to a deployment: fixes, comments that keep airlint silent, another executor, one
//! more worker queue.
//!
//! [`actions`] lists what can be done, which costs little; [`resolve`] works one of them out.

mod found;
mod kind;
mod patch;
mod refactor;
mod resolve;
#[cfg(test)]
mod tests;

pub use kind::{ALL as KINDS, EXECUTOR, FIX_ALL, QUEUE, QUICK_FIX};
pub use patch::{FileEdits, Patch};
pub use refactor::{add_queue, switch_executor};
pub use resolve::{ActionError, fix_all, resolve};

use super::View;
use crate::fix::Reach;
use crate::rules::Fix;
use crate::syntax::Span;
use crate::workspace::{Choice, MendError, Mended, fill_fixes};
use serde::{Deserialize, Serialize};

/// What a client asks for.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Where.
    pub span: Span,
    /// Only kinds that one of these takes in; `None` for every kind.
    pub only: Option<&'a [String]>,
    /// Why it asks.
    pub trigger: Trigger,
    /// When the edits are wanted.
    pub edits: Edits,
}

/// Why a client asks for actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Its user did.
    Invoked,
    /// To show that there are some: changes that mend nothing are not among them.
    Automatic,
}

/// When the edits of actions are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edits {
    /// With the list. What cannot be carried out is not in it.
    AtOnce,
    /// Once an action is chosen.
    Later,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeAction {
    /// What it does, in the imperative.
    pub title: String,
    /// Its kind, one of [`KINDS`].
    pub kind: &'static str,
    /// Whether it is the one that mends a finding safely.
    pub is_preferred: bool,
    /// The findings that it is about, as indices into the view's.
    pub findings: Vec<usize>,
    /// What [`resolve`] needs to know.
    pub what: What,
    /// What it changes, where that was asked for with the list.
    pub patch: Option<Patch>,
}

/// What an action does, to be worked out later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum What {
    /// Carries out one of a finding's proposals.
    Fix {
        /// The finding's rule.
        rule: String,
        /// Where the finding starts.
        start: usize,
        /// Where it ends.
        end: usize,
        /// The proposal's title.
        title: String,
    },
    /// Mends every finding of a rule in the file.
    FixRule {
        /// The rule.
        rule: String,
        /// Whether fixes that need a choice are applied as well, the first of each finding.
        suggested: bool,
    },
    /// Applies every safe fix of the file.
    FixAll,
    /// Writes a comment that silences a rule.
    Ignore {
        /// The rule.
        rule: String,
        /// Where the finding starts.
        at: usize,
        /// What the comment covers.
        reach: Reach,
    },
    /// Changes the executor of the file's deployment.
    Executor {
        /// The new one.
        to: String,
    },
    /// Adds a worker queue to the file's deployment.
    Queue {
        /// Its name.
        name: String,
    },
}

/// Applies fixes in rounds, as `airlint lint --fix` does, to the file of a view: on the texts that the client has.
pub type Mend<'m> = &'m dyn Fn(&Choice) -> Result<Mended, MendError>;

/// What can be done about the findings that `asked.span` touches, and to the file's deployment: fixes first, each
/// finding's best one foremost.
pub fn actions(view: &View<'_>, asked: &Asked<'_>, mend: Mend<'_>) -> Vec<CodeAction> {
    let mut list = Vec::new();
    if asked.wants(QUICK_FIX) {
        found::list(view, asked, &mut list);
    }
    if asked.wants_more() {
        refactor::list(view, asked, &mut list);
        list.extend(found::fix_all(view).filter(|_| asked.wants(FIX_ALL)));
    }
    if asked.edits == Edits::AtOnce {
        list.retain_mut(|action| {
            action.patch = action.patch.take().or_else(|| resolve(view, &action.what, mend).ok());
            action.patch.is_some()
        });
    }
    list
}

/// The fixes of each of the view's findings, best first: those that `airlint lint --format json` tells.
pub fn fixes(view: &View<'_>) -> Vec<Vec<Fix>> {
    let mut findings = view.findings.to_vec();
    fill_fixes(&mut findings, view.files);
    findings.into_iter().map(|finding| finding.fixes).collect()
}

impl Asked<'_> {
    /// Whether actions of a kind are wanted.
    fn wants(&self, kind: &str) -> bool {
        self.only.is_none_or(|only| only.iter().any(|asked| kind::takes_in(asked, kind)))
    }

    /// Whether actions are wanted that are not about what is touched: where they are asked for, or everything there is.
    fn wants_more(&self) -> bool {
        self.only.is_some() || self.trigger == Trigger::Invoked
    }
}
