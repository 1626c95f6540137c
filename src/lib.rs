//! airlint finds the Airflow tasks that will hang, be killed or silently lose their settings on the executor they are
//! deployed to.
//!
//! The road of a file:
//!
//! ```text
//! bytes ──syntax──▶ tree with spans ──read──▶ facts ──rules──▶ findings ──fix──▶ edits ──▶ report | lsp
//! ```
//!
//! Data travels to the right only, and a module imports only what stands to its left.
//!
//! - [`syntax`] turns text into trees with byte spans, tolerant of errors; it knows no Airflow.
//! - [`model`] is the domain: deployments, worker queues, DAGs, tasks, pods, and [`model::Setting`], a fact with its place.
//! - [`read`] has one reader a format, from trees to facts; it judges nothing.
//! - [`rules`] judge the facts of a project and propose changes by their meaning; they know no format.
//! - [`fix`] turns what rules propose into edits of YAML and Python that keep every other byte.
//! - [`workspace`] finds files, groups them into projects, and runs all of it: [`workspace::run`], [`workspace::mend`].
//! - [`report`] has one file an output format; it knows no rule.
//! - [`lsp`] is the language server; beside `report` at the end of the road, it knows no rule either.

pub mod fix;
pub mod lsp;
pub mod model;
pub mod read;
pub mod report;
pub mod rules;
pub mod syntax;
pub mod workspace;
