//! Which comments hold is looked at where they are applied, so the workspace makes these findings.

use crate::rules::{Reach, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    name: "expired-suppression",
    category: "suppression",
    severity: Severity::Warning,
    document: include_str!("expired_suppression.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check: |_, _| {},
};
