//! What a comment silences is known only after every other rule ran, so the workspace makes these findings.

use crate::rules::{Reach, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unused-suppression",
    category: "suppression",
    severity: Severity::Warning,
    document: include_str!("unused_suppression.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check: |_, _| {},
};
