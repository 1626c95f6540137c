//! The rules: each judges the facts of a project, whatever formats they were written in.
//!
//! A rule is two files and one line: `rules/<category>/<name>.rs` holds the check, `<name>.md` beside it the
//! documentation, which is its test as well, and one line in the category's `mod.rs` registers it.

mod across;
mod deployment_file;
mod document;
mod finding;
mod hold;
mod nearest;
mod pod_overrides;
mod proposal;
mod reach;
mod release;
mod tag;
mod task_fault;

/// Declares the rules of a category: their modules and the table of them.
macro_rules! category {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// The rules of this category.
        pub(super) const RULES: &[&super::Rule] = &[$(&$module::RULE),*];
    };
}
use category;

mod celery;
mod compose;
mod configuration;
mod dag_factory;
mod deployment;
mod environment;
mod executors;
mod format;
mod helm;
mod hibernation;
mod pods;
mod pools;
mod queues;
mod resources;
mod suppression;
mod tasks;
mod yaml_dags;

pub use across::{Across, Holds, across};
pub use deployment_file::write_in_configuration;
use deployment_file::write_in_item;
pub use finding::{Applicability, Edit, Finding, Fix, Related, Severity};
use hold::{Hold, give_back, hold, hours, may_defer_by_default, own_hold};
pub use nearest::nearest;
pub use pod_overrides::{
    lists_of_size, override_faults, override_of_size, override_reach, overriding_pod, reads_overrides,
    runs_in_executor_pod,
};
pub use proposal::{Action, Proposal, Written};
pub use queues::{AddQueueError, add_queue, pod_keys, queue_name_fault};
pub use reach::Reach;
use release::Release;
pub use suppression::{EXPIRED_SUPPRESSION, UNUSED_SUPPRESSION};
pub use tag::{Tag, tag};
pub use task_fault::{TaskFault, own_faults, task_faults};

use crate::model::Project;

/// A rule.
pub struct Rule {
    /// Its name: `unknown-queue`.
    pub name: &'static str,
    /// The name of its category, which is its folder but for `-`: `queues`.
    pub category: &'static str,
    /// Its level, where the configuration does not say otherwise.
    pub severity: Severity,
    /// Its documentation: explanation, source and test in one. Starts with `# name` and one paragraph that says what the
    /// rule finds.
    pub document: &'static str,
    /// Whether it can say nothing as long as no deployment is known.
    pub needs_deployment: bool,
    /// What it looks at.
    pub reach: Reach,
    /// The check.
    pub check: fn(&Project, &mut Vec<Finding>),
}

/// Rules about style that healthy projects break, which run only where they are asked for by name.
const OPTIONAL: [&str; 1] = ["no-execution-timeout"];

impl Rule {
    /// Whether it runs only where the configuration or the command line names it.
    pub fn is_optional(&self) -> bool {
        OPTIONAL.contains(&self.name)
    }

    /// Its file in the repository with that extension: `src/rules/queues/unknown_queue.md`.
    pub fn path(&self, extension: &str) -> String {
        let file = |name: &str| name.replace('-', "_");
        format!("src/rules/{}/{}.{extension}", file(self.category), file(self.name))
    }

    /// The address of its documentation.
    pub fn address(&self) -> String {
        format!("{}/blob/main/{}", env!("CARGO_PKG_REPOSITORY"), self.path("md"))
    }

    /// What it finds: the first paragraph of the document, on one line.
    pub fn summary(&self) -> String {
        let body = self.document.lines().skip_while(|line| line.starts_with('#') || line.trim().is_empty());
        body.take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule").field("name", &self.name).field("category", &self.category).finish_non_exhaustive()
    }
}

/// Every rule, by category and then by name.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    const CATEGORIES: &[&[&Rule]] = &[
        celery::RULES,
        compose::RULES,
        configuration::RULES,
        dag_factory::RULES,
        deployment::RULES,
        environment::RULES,
        executors::RULES,
        format::RULES,
        helm::RULES,
        hibernation::RULES,
        pods::RULES,
        pools::RULES,
        queues::RULES,
        resources::RULES,
        suppression::RULES,
        tasks::RULES,
        yaml_dags::RULES,
    ];
    CATEGORIES.iter().flat_map(|rules| rules.iter().copied())
}

/// There is no rule of a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{name}`; {}", .meant.map_or("`airlint rules` lists them all".to_owned(), |meant| format!("did you mean `{meant}`?")))]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// The rule that was probably meant.
    pub meant: Option<&'static str>,
}

/// The rule that a user names, in any case, with `_` or `-`.
///
/// # Errors
///
/// [`UnknownRule`] where there is none.
pub fn look_up(name: &str) -> Result<&'static Rule, UnknownRule> {
    let wanted = name.trim().to_ascii_lowercase().replace('_', "-");
    let names = || all().map(|rule| rule.name);
    named(&wanted).ok_or_else(|| {
        // A slip of the pen, or a part of the name.
        let part = || names().find(|candidate| !wanted.is_empty() && candidate.contains(&wanted));
        UnknownRule { name: name.to_owned(), meant: nearest(&wanted, names()).or_else(part) }
    })
}

/// The rule of that name.
pub fn named(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}
