//! Hover: what the thing under the cursor means, and which value is in effect.
//!
//! Facts first, then the rules whose findings stand there. What cannot be known is said to be so, and why.

mod configuration;
mod cron;
mod dag_key;
mod deployment;
mod document;
mod executor;
mod image;
mod key;
mod queue;
mod suppression;
mod task;
#[cfg(test)]
mod tests;
mod text;
mod variable;
mod words;

pub use configuration::{configuration, is_configuration};
pub(in crate::lsp) use configuration::{header, key_of, ours};
pub(in crate::lsp) use key::about;
pub use text::Text;

use self::document::Room;
use super::View;
use crate::model::Deployment;
use crate::read::Language;
use crate::syntax::Span;
use jiff::Timestamp;

/// What is shown over a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The token.
    pub span: Span,
    /// What is shown.
    pub text: Text,
}

/// What there is to say about the token at `offset`; times count from `now`.
pub fn hover(view: &View, offset: usize, now: Timestamp) -> Option<Hover> {
    let facts = suppression::hover(view, offset).or_else(|| match view.document.language() {
        Language::Yaml if view.deployment().is_some_and(Deployment::is_astro_file) => {
            deployment::hover(view, offset, now)
        }
        Language::Python | Language::Yaml => task::hover(view, offset, now).or_else(|| dag_key::hover(view, offset)),
        Language::Dockerfile => image::hover(view, offset),
        Language::Requirements | Language::AirflowCfg | Language::EnvFile | Language::Terraform => None,
    });
    let room = if facts.is_some() { Room::Rest } else { Room::All };
    let findings = document::findings(view, offset, room);
    match (facts, findings) {
        (Some(mut facts), Some(findings)) => {
            facts.text.part().add(&findings.text);
            Some(facts)
        }
        (facts, findings) => facts.or(findings),
    }
}
