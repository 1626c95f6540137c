//! Findings and fixes: what rules produce and reports show.

use super::Proposal;
use crate::model::Place;
use serde::Serialize;
use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Shown in editors only.
    Hint,
    /// Cost, capacity, advice.
    Info,
    /// Silently ignored, lost, or very probably wrong.
    Warning,
    /// The deploy is refused, or tasks certainly hang or fail.
    Error,
}

impl Severity {
    /// All levels, lowest first.
    pub const ALL: [Severity; 4] = [Severity::Hint, Severity::Info, Severity::Warning, Severity::Error];

    /// The level's name: `error`, `warning`, `info`, `hint`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The level of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }

    /// One level lower; a hint stays one.
    pub fn lowered(self) -> Self {
        match self {
            Severity::Error => Severity::Warning,
            Severity::Warning => Severity::Info,
            Severity::Info | Severity::Hint => Severity::Hint,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// How much it matters here; may be lower than the rule's own level.
    pub severity: Severity,
    /// What is wrong and why it hurts, with the reader's own names and numbers. One or two sentences, no final stop
    /// after a single one.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where.
    pub place: Place,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Ways to mend it that the rule proposes, best first.
    pub proposals: Vec<Proposal>,
    /// The proposals as edits, best first; filled in once the rules have run.
    pub fixes: Vec<Fix>,
}

/// A place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there, short: "the executor of prod.yaml".
    pub message: String,
}

/// A set of edits, over any number of files, that makes a finding go away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "Quote the value".
    pub title: String,
    /// Whether it may be applied unasked.
    pub applicability: Applicability,
    /// The edits. Ranges of one file do not overlap.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Same meaning, or only one sensible reading.
    Safe,
    /// Needs a choice.
    Suggested,
}

/// A replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty to insert.
    pub place: Place,
    /// The new text.
    pub content: String,
}

impl Finding {
    /// A finding of `rule` at the rule's own level.
    pub fn new(rule: &super::Rule, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule: rule.name,
            severity: rule.severity,
            message: message.into(),
            help: None,
            place,
            related: Vec::new(),
            proposals: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// Sets another level than the rule's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Adds a way to mend it.
    #[must_use]
    pub fn propose(mut self, proposal: Proposal) -> Self {
        self.proposals.push(proposal);
        self
    }

    /// Adds ways to mend it, best first.
    #[must_use]
    pub fn propose_all(mut self, proposals: impl IntoIterator<Item = Proposal>) -> Self {
        self.proposals.extend(proposals);
        self
    }
}
