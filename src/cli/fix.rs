//! `airlint fix`: the two big changes of a deployment.

use super::{Exit, Failure, output};
use airlint::fix::switch::switch;
use airlint::fix::{Change, add_queue, write_all};
use airlint::model::{Deployment, Executor, Project};
use airlint::report;
use airlint::rules::Proposal;
use airlint::workspace::{self, ConfigurationSource, Outcome, Request};
use camino::Utf8PathBuf;
use clap::{Subcommand, ValueEnum};

#[derive(Debug, clap::Args)]
pub(super) struct Fix {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Change a deployment's executor, with its queues, its pod sizes and the tasks that run on it
    Executor(SwitchExecutor),
    /// Add a worker queue to a deployment, or to each of a project
    AddQueue(AddQueue),
}

/// The project to change.
#[derive(Debug, clap::Args)]
struct Where {
    /// Files and folders of the project [default: .]
    #[arg(value_name = "PATH")]
    paths: Vec<Utf8PathBuf>,
    /// The deployment file to change, where the project has several
    #[arg(long, value_name = "FILE")]
    deployment: Option<Utf8PathBuf>,
    /// Read this configuration file instead of the nearest airlint.toml or pyproject.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<Utf8PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    isolated: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXECUTOR_EXAMPLES)]
struct SwitchExecutor {
    /// The executor to change to
    #[arg(value_enum)]
    to: To,
    #[command(flatten)]
    project: Where,
    /// Print what would change as a diff, and write nothing
    #[arg(long)]
    diff: bool,
}

const EXECUTOR_EXAMPLES: &str = "\
Examples:
  airlint fix executor kubernetes --deployment deployments/prod.yaml --diff
  airlint fix executor astro --deployment deployments/dev.yaml
";

#[derive(Debug, clap::Args)]
struct AddQueue {
    /// The name of the new queue
    name: String,
    #[command(flatten)]
    project: Where,
    /// The machine of its workers; that of the `default` queue unless said
    #[arg(long, value_name = "TYPE")]
    worker_type: Option<String>,
    /// Print what would change as a diff, and write nothing
    #[arg(long)]
    diff: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum To {
    Kubernetes,
    Celery,
    Astro,
}

impl To {
    fn executor(self) -> Executor {
        match self {
            To::Kubernetes => Executor::Kubernetes,
            To::Celery => Executor::Celery,
            To::Astro => Executor::Astro,
        }
    }
}

impl Fix {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        match self.what {
            What::Executor(it) => it.run(),
            What::AddQueue(it) => it.run(),
        }
    }
}

impl SwitchExecutor {
    fn run(self) -> Result<Exit, Failure> {
        let understood = understood(self.project)?;
        let (outcome, (project, deployment)) = (&understood.outcome, understood.deployment()?);
        let change = switch(project, deployment, self.to.executor()).map_err(|error| Failure(error.to_string()))?;
        let exit = carry_out(outcome, &[change.proposal], self.diff)?;
        for lost in &change.lost {
            output::say(&format!("note: {}: {}", outcome.files.position(lost.place), lost.message));
        }
        Ok(exit)
    }
}

impl AddQueue {
    fn run(self) -> Result<Exit, Failure> {
        let understood = understood(self.project)?;
        let deployments = understood.deployments()?;
        let mut proposals = Vec::new();
        for (_, deployment) in &deployments {
            match add_queue(deployment, &self.name, self.worker_type.as_deref()) {
                Ok(proposal) => proposals.push(proposal),
                Err(error) if deployments.len() == 1 => return Err(Failure(error.to_string())),
                Err(error) => output::say(&format!("note: {error}")),
            }
        }
        if proposals.is_empty() {
            return Err(Failure("no deployment file was found that the queue can be added to".to_string()));
        }
        carry_out(&understood.outcome, &proposals, self.diff)
    }
}

/// What airlint understands of the project, and the deployment file that `--deployment` names.
struct Understood {
    outcome: Outcome,
    chosen: Option<Utf8PathBuf>,
}

/// Reads the project. `--deployment` chooses among its deployments, and does not bind every DAG to one: a DAG that also
/// runs elsewhere must go on doing so.
fn understood(project: Where) -> Result<Understood, Failure> {
    let configuration = match (project.config, project.isolated) {
        (Some(path), _) => ConfigurationSource::File(path),
        (None, true) => ConfigurationSource::Isolated,
        (None, false) => ConfigurationSource::Discovered,
    };
    let request = Request { paths: project.paths, configuration, ..Request::default() };
    let chosen = project.deployment;
    let outcome = workspace::run(&request);
    match outcome.problems.first() {
        Some(problem) => Err(Failure(problem.to_string())),
        None => Ok(Understood { outcome, chosen }),
    }
}

impl Understood {
    /// The deployments to change: the chosen one, or all.
    fn deployments(&self) -> Result<Vec<(&Project, &Deployment)>, Failure> {
        let files = &self.outcome.files;
        let chosen = self.chosen.as_ref().map(|path| files.absolute_of(path));
        let is_chosen = |deployment: &Deployment| {
            chosen.as_ref().is_none_or(|path| files.absolute(deployment.file) == path.as_path())
        };
        let projects = self.outcome.projects.iter();
        let all = projects.flat_map(|project| project.deployments.iter().map(move |it| (project, it)));
        let found: Vec<_> = all.filter(|(_, deployment)| is_chosen(deployment)).collect();
        match (&self.chosen, found.is_empty()) {
            (Some(path), true) => Err(Failure(format!("{path}: no deployment file of the checked projects"))),
            (None, true) => Err(Failure("no deployment file was found: name one with --deployment FILE".to_string())),
            _ => Ok(found),
        }
    }

    /// The one deployment to change.
    fn deployment(&self) -> Result<(&Project, &Deployment), Failure> {
        match self.deployments()?.as_slice() {
            [one] => Ok(*one),
            several => {
                let files = &self.outcome.files;
                let paths: Vec<&str> = several.iter().map(|(_, it)| files.path(it.file).as_str()).collect();
                Err(Failure(format!(
                    "there are several deployments: name one with --deployment ({})",
                    paths.join(", ")
                )))
            }
        }
    }
}

fn carry_out(outcome: &Outcome, proposals: &[Proposal], diff: bool) -> Result<Exit, Failure> {
    let changes = workspace::changes(proposals, &outcome.files).ok_or_else(|| {
        Failure("the change cannot be carried out in the files as they stand; nothing was written".to_string())
    })?;
    if diff {
        let shown = |change: &Change| outcome.files.shown_of(&change.path).to_string();
        output::print(|out| report::write_diff(&changes, shown, out))?;
        return Ok(if changes.is_empty() { Exit::Clean } else { Exit::Findings });
    }
    write_all(&changes).map_err(|error| Failure(error.to_string()))?;
    for change in &changes {
        output::say(&format!("changed {}", outcome.files.shown_of(&change.path)));
    }
    Ok(Exit::Clean)
}
