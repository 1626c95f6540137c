//! airlint finds the Airflow tasks that will hang, be killed or silently lose their settings on the executor they are
//! deployed to.
//!
//! The road of a file:
//!
//! ```text
//! bytes ──syntax──▶ tree with spans ──read──▶ facts ──rules──▶ findings ──▶ report
//! ```
//!
//! Data travels to the right only, and a module imports only what stands to its left.

pub mod fix;
pub mod model;
pub mod read;
pub mod report;
pub mod rules;
pub mod syntax;
pub mod workspace;
