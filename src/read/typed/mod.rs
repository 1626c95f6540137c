//! From written values to typed settings: what every DAG format has in common once its syntax is read.
//!
//! A reader of a DAG format turns its syntax into [`Value`](crate::model::Value)s, gathers the arguments of each task
//! and DAG by precedence ([`Arguments`]), and hands them over as a draft: [`task`] and [`dag`] give the domain's
//! [`Task`](crate::model::Task) and [`Dag`](crate::model::Dag). `None` means absent, as in Airflow; what cannot be
//! known is opaque, with its reason.

mod arguments;
mod dag;
mod default_args;
mod duration;
mod entries;
mod executor_config;
mod fold;
mod kubernetes_pod;
mod number;
mod placeholder;
mod pod;
mod resources;
#[cfg(test)]
pub(crate) mod sample;
mod sensor;
mod task;
mod text;
mod words;

pub use arguments::{Argument, Arguments, Found, Unknown};
pub use dag::{DAG_ARGUMENTS, DagDraft, dag};
pub use default_args::{EVERY_ARGUMENT, stray_default_args};
pub use duration::{duration, seconds};
pub use entries::entry;
pub use executor_config::executor_config;
pub use fold::fold;
pub use number::{boolean, integer};
pub use placeholder::placeholder;
pub use pod::pod;
pub use resources::{quantity, resources};
pub use sensor::{is_sensor, sensor_settings};
pub use task::{TASK_ARGUMENTS, TaskDraft, task};
pub use text::text;
pub use words::{describe, reason};
