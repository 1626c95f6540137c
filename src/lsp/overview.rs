//! What airlint takes the workspace for, and why: for a user who wonders what a finding rests on.

use super::session::{Moment, Scope};
use super::text::Encoding;
use crate::model::{Deployment, Place, Platform, Project, Setting};
use std::fmt::Write;

/// The projects with their versions and deployments, as Markdown.
pub fn overview(moment: &Moment) -> String {
    let mut text = format!("# airlint {}\n", env!("CARGO_PKG_VERSION"));
    for scope in moment.scopes() {
        let title = scope.folder().map_or("Files outside all folders", |folder| folder.as_str());
        let _ = write!(text, "\n## {title}\n");
        if scope.projects().next().is_none() {
            text.push_str("\nNo files of Airflow were found here.\n");
        }
        for project in scope.projects() {
            Overview { moment, scope, project }.write(&mut text);
        }
        if scope.problems().next().is_some() {
            text.push_str("\n### What could not be done\n\n");
            for problem in scope.problems() {
                let _ = writeln!(text, "- {problem}");
            }
        }
    }
    text
}

struct Overview<'m> {
    moment: &'m Moment,
    scope: &'m Scope,
    project: &'m Project,
}

impl Overview<'_> {
    fn write(&self, text: &mut String) {
        let Project { root, dag_files, versions, deployments, .. } = self.project;
        let _ = write!(text, "\n### Project `{root}`\n\n");
        let dags = self.project.dags().count();
        let tasks = self.project.tasks().count();
        let _ = writeln!(text, "- {}", self.reason());
        let _ = writeln!(text, "- DAGs: {dags} with {tasks} tasks, in {} files", dag_files.iter().count());
        let runtime = self.setting(&versions.runtime, |runtime| runtime.text.to_string());
        let _ = writeln!(text, "- Astro Runtime: {runtime}");
        let airflow = match (&versions.airflow, versions.airflow_release(), versions.runtime.place()) {
            (Setting::Absent, Some((major, minor)), Some(place)) => {
                format!("{major}.{minor}, from the runtime of {}", self.at(place))
            }
            (airflow, _, _) => self.setting(airflow, ToString::to_string),
        };
        let _ = writeln!(text, "- Airflow: {airflow}");
        for (name, version) in &versions.packages {
            let _ = writeln!(text, "- `{name}`: {}", self.setting(version, ToString::to_string));
        }
        if deployments.is_empty() {
            text.push_str(
                "- Deployments: none is known, so rules that need one say nothing; describe one with a `[[deployment]]` \
                 table in airlint.toml\n",
            );
        }
        for deployment in deployments {
            self.deployment(deployment, text);
        }
    }

    /// Why the folder is a project.
    fn reason(&self) -> String {
        let root = self.scope.absolute_of(&self.project.root);
        let marks = [".astro", "airflow.cfg", "Dockerfile", "airlint.toml", "pyproject.toml", "dags"];
        let there: Vec<String> =
            marks.iter().filter(|mark| root.join(mark).exists()).map(|it| format!("`{it}`")).collect();
        match there.as_slice() {
            [] => "A project because nothing around its files says that they belong to a larger one".to_owned(),
            there => format!("A project because it has {}", there.join(", ")),
        }
    }

    fn deployment(&self, deployment: &Deployment, text: &mut String) {
        let platform = match deployment.platform {
            Platform::Astro => "Astro",
            Platform::OpenSource => "not Astro, or not said",
        };
        let _ = writeln!(text, "- Deployment `{}`, {}:", deployment.label, self.at(deployment.place));
        let _ = writeln!(text, "  - platform: {platform}");
        let kind = self.setting(&deployment.deployment_type, ToString::to_string);
        let _ = writeln!(text, "  - deployment type: {kind}");
        let _ = writeln!(text, "  - executor: {}", self.setting(&deployment.executor, |it| it.text.to_string()));
        let queues = match deployment.queue_names() {
            Some(names) if names.is_empty() => "none".to_owned(),
            Some(names) => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
            None => "not knowable from the text".to_owned(),
        };
        let _ = writeln!(text, "  - worker queues: {queues}");
        let files = self.project.dag_files.iter();
        let ours =
            files.filter(|(file, _)| self.project.deployments_of(*file).iter().any(|it| std::ptr::eq(*it, deployment)));
        let why = if self.project.bindings.is_empty() {
            "every DAG of the project, because the configuration does not say otherwise".to_owned()
        } else {
            format!("the DAGs of {} files, because the configuration says so", ours.count())
        };
        let _ = writeln!(text, "  - runs {why}");
    }

    /// A setting's value and where it comes from.
    fn setting<T>(&self, setting: &Setting<T>, text: impl Fn(&T) -> String) -> String {
        match setting {
            Setting::Absent => "not said".to_owned(),
            Setting::Known(known) => format!("`{}`, {}", text(&known.value), self.at(known.place)),
            Setting::Opaque(opaque) => format!("not knowable: {}, {}", opaque.why, self.at(opaque.place)),
        }
    }

    /// A place as a user looks it up: `deployment.yaml:3`.
    fn at(&self, place: Place) -> String {
        let path = self.project.path(place.file);
        match self.moment.located(self.scope, place) {
            Some((_, lines)) => format!("{path}:{}", lines.point(place.span().start, Encoding::Utf8).line + 1),
            None => path.to_string(),
        }
    }
}
