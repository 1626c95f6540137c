//! `airlint init`: a first configuration, from what is there.

use super::{Exit, Failure, output};
use airlint::model::{ExecutorName, FileId, Project, Setting};
use airlint::workspace::{self, ConfigurationSource, FileTable, Outcome, Request};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write as _};

#[derive(Debug, clap::Args)]
#[command(after_help = NOTE)]
pub(super) struct Init {
    /// The folder to write airlint.toml to [default: .]
    #[arg(value_name = "PATH")]
    path: Option<Utf8PathBuf>,
}

const NOTE: &str = "\
Nothing is overwritten: where there is an airlint.toml, or a [tool.airlint] in pyproject.toml, the command ends with 2.
";

const HEAD: &str = "\
# airlint's configuration. What is left out has its default: `airlint config` shows what is in effect and where it
# comes from, `airlint schema` prints what may stand here.
#
";

const SETTINGS: &str = "
# The level from which on `airlint lint` ends with 1: error, warning or info.
fail-on = \"warning\"

# Rules and categories that do not run; `airlint rules` lists them.
# ignore = [\"kubernetes-many-small-tasks\"]

# Files and folders not to look at, as in a .gitignore.
# exclude = [\"dags/archive/\"]

# Rules that no comment and no baseline may silence.
# always-report = [\"plaintext-secret\"]
";

const NO_VERSION: &str = "
# The version of Airflow is said by no Dockerfile and no requirements.txt here. Some rules depend on it.
# [target]
# airflow = \"3.1.0\"
";

const NO_DEPLOYMENT: &str = "
# No deployment was found here, so rules that hold DAGs against one say nothing. Describe it, or name its file.
# [[deployment]]
# name = \"prod\"
# executor = \"CeleryExecutor\"
# queues = [\"default\"]
# dags = [\"dags/**\"]
";

const DEPLOYMENTS: &str = "
# Which DAGs run on which deployment. One without `dags` runs all DAGs that no other one names.
";

impl Init {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let folder = self.path.unwrap_or_else(|| Utf8PathBuf::from("."));
        let file = folder.join("airlint.toml");
        let pyproject = folder.join("pyproject.toml");
        if is_there(&file) {
            return Err(Failure(format!("{file}: is there already; nothing was written")));
        }
        if std::fs::read_to_string(&pyproject).is_ok_and(|text| text.contains("[tool.airlint")) {
            return Err(Failure(format!("{pyproject}: has a [tool.airlint] already; nothing was written")));
        }
        let configuration = ConfigurationSource::Isolated;
        let outcome = workspace::run(&Request { paths: vec![folder.clone()], configuration, ..Request::default() });
        let text = configuration_of(&outcome, &outcome.files.absolute_of(&folder));
        write_new(&file, &text).map_err(|error| Failure(format!("{file}: cannot be written: {error}")))?;
        for problem in &outcome.problems {
            output::say(&format!("airlint: {problem}"));
        }
        output::say(&format!("Wrote {file}: {}", found(&outcome)));
        Ok(if outcome.problems.is_empty() { Exit::Clean } else { Exit::Failed })
    }
}

/// Whether something is there, a link to nothing included.
fn is_there(path: &Utf8Path) -> bool {
    !path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// Writes a file that must not be there yet.
fn write_new(path: &Utf8Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// What is there, in one sentence.
fn found(outcome: &Outcome) -> String {
    let projects = &outcome.projects;
    let count = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    let deployments = projects.iter().map(|project| project.deployments.len()).sum();
    let dags = projects.iter().map(|project| project.dags().count()).sum();
    let tasks = projects.iter().map(|project| project.tasks().count()).sum();
    format!("found {}, {} and {}.", count(deployments, "deployment"), count(dags, "DAG"), count(tasks, "task"))
}

/// The text of the configuration for what is in a folder.
fn configuration_of(outcome: &Outcome, folder: &Utf8Path) -> String {
    let with_dags: Vec<&Project> = outcome.projects.iter().filter(|project| project.tasks().next().is_some()).collect();
    let mut text = format!("{HEAD}# What is here: {}\n", found(outcome).trim_start_matches("found "));
    text.push_str(SETTINGS);
    let is_told = |project: &&Project| project.versions.airflow_line().is_some();
    if !with_dags.iter().all(is_told) {
        text.push_str(NO_VERSION);
    }
    let tables = tables(outcome, folder);
    text.push_str(if tables.is_empty() { NO_DEPLOYMENT } else { DEPLOYMENTS });
    text.push_str(&tables);
    text
}

/// A table for each file that describes deployments. Several projects keep their DAGs to their own deployments.
fn tables(outcome: &Outcome, folder: &Utf8Path) -> String {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut text = String::new();
    let several = outcome.projects.len() > 1;
    for project in &outcome.projects {
        let mut files: Vec<FileId> = project.deployments.iter().map(|deployment| deployment.file).collect();
        files.dedup();
        for file in files {
            let path = below(folder, file, &outcome.files);
            let stem = Utf8Path::new(&path).file_stem().unwrap_or("deployment").to_owned();
            let number = names.entry(stem.clone()).or_default();
            *number += 1;
            let name = if *number == 1 { stem } else { format!("{stem}-{number}") };
            let executors = executors(project, file);
            let _ = write!(text, "{executors}[[deployment]]\nname = {}\nfile = {}\n", quoted(&name), quoted(&path));
            let root = outcome.files.absolute_of(&project.root);
            let root = root.strip_prefix(folder).map(|root| root.as_str().replace('\\', "/")).unwrap_or_default();
            let _ = match (several, root.is_empty()) {
                (true, false) => writeln!(text, "dags = [{}]\n", quoted(&format!("/{root}/**"))),
                _ => writeln!(text, "# dags = [\"dags/**\"]\n"),
            };
        }
    }
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// A comment on the executors that a file says.
fn executors(project: &Project, file: FileId) -> String {
    let deployments = project.deployments.iter().filter(|deployment| deployment.file == file);
    let executor = |executor: &Setting<ExecutorName>| match executor {
        Setting::Known(known) => known.value.text.to_string(),
        Setting::Absent => "no executor said".to_owned(),
        Setting::Opaque(_) => "an executor that the text does not tell".to_owned(),
    };
    let all: Vec<String> = deployments.map(|deployment| executor(&deployment.executor)).collect();
    format!("# {}\n", all.join(", "))
}

fn below(folder: &Utf8Path, file: FileId, files: &FileTable) -> String {
    let path = files.absolute(file);
    path.strip_prefix(folder).unwrap_or(path).as_str().replace('\\', "/")
}

/// A text as TOML writes it: JSON's escapes are among those of a basic string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
