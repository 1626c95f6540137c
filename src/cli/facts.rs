//! `airlint facts`.

mod json;
mod lines;
mod rows;
mod text;

use super::target::Target;
use super::{Exit, Failure, output};
use airlint::model::{Container, PodOverride, Resources, Setting, Task};
use airlint::workspace;
use clap::ValueEnum;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Facts {
    #[command(flatten)]
    target: Target,
    /// How to print the facts
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Format,
}

const EXAMPLES: &str = "\
Every setting is shown with its value and place and who set it, or with `?` and why it cannot be known from the text:
airlint says nothing about what it cannot know.

Examples:
  airlint facts                        the project in the current folder
  airlint facts --format json | jq '.[] | select(.queue == null)'
";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Projects, deployments, DAGs and tasks
    Text,
    /// A JSON array, one object a task
    Json,
}

impl Facts {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let outcome = workspace::run(&self.target.request()?);
        let mut lines = lines::Lines::new(&outcome.files);
        output::print(|out| match self.format {
            Format::Text => text::write(&outcome, &mut lines, out),
            Format::Json => json::write(&outcome, &mut lines, out),
        })?;
        for problem in &outcome.problems {
            output::say(&format!("airlint: {problem}"));
        }
        Ok(if outcome.problems.is_empty() { Exit::Clean } else { Exit::Failed })
    }
}

/// Resources as a task asks for them, wherever it says so: `container_resources` of a task that starts a pod itself,
/// else those of the base container of the pod override.
fn resources(task: &Task) -> Setting<Resources> {
    if let Some(pod) = &task.kubernetes_pod
        && !pod.container_resources.is_absent()
    {
        return pod.container_resources.clone();
    }
    let pod_override = match &task.executor_config {
        Setting::Absent => return Setting::Absent,
        Setting::Opaque(opaque) => return Setting::Opaque(opaque.clone()),
        Setting::Known(config) => &config.value.pod_override,
    };
    let pod = match pod_override {
        Setting::Absent => return Setting::Absent,
        Setting::Opaque(opaque) => return Setting::Opaque(opaque.clone()),
        Setting::Known(known) => match &known.value {
            PodOverride::Pod(pod) => pod,
            PodOverride::NotAPod { what, .. } => {
                return Setting::opaque(known.place, format!("pod_override is {what}"));
            }
        },
    };
    match &pod.containers {
        Setting::Absent => Setting::Absent,
        Setting::Opaque(opaque) => Setting::Opaque(opaque.clone()),
        Setting::Known(containers) => base(&containers.value).map_or(Setting::Absent, |it| it.resources.clone()),
    }
    .with_origin(task.executor_config.as_known().map_or_else(Default::default, |known| known.origin))
}

/// The container that Airflow runs the task in.
fn base(containers: &[Container]) -> Option<&Container> {
    containers.iter().find(|container| container.name.value().is_some_and(|name| &**name == "base"))
}
