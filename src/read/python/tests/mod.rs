//! Tests written as users write DAGs: whole small files in, facts out as lines that people can read.

mod arguments;
mod constants;
mod dags;
mod decorators;
mod groups;
mod lookalikes;
mod modules;
mod operators;
mod pods;
mod robustness;

use super::{Module, Modules, link, read};
use crate::model::DagFile;
use crate::model::{FileId, Place, Setting, Task};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

/// A project in memory: the first file is the one at work.
struct Project {
    paths: Vec<String>,
    texts: Vec<String>,
    modules: BTreeMap<String, Arc<Module>>,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let paths: Vec<String> = files.iter().map(|(path, _)| path.to_string()).collect();
        let texts: Vec<String> = files.iter().map(|(_, text)| text.to_string()).collect();
        let modules = paths.iter().zip(&texts).enumerate();
        let modules =
            modules.map(|(id, (path, text))| (path.clone(), Arc::new(read(FileId(id as u32), text)))).collect();
        Self { paths, texts, modules }
    }

    fn link(&self) -> DagFile {
        link(&self.modules[&self.paths[0]], self)
    }

    fn text(&self, place: Place) -> &str {
        place.span().of(&self.texts[place.file.0 as usize])
    }

    /// One line for each task: its id, operator and DAG, then what is set, with who set it.
    fn tasks(&self) -> Vec<String> {
        let linked = self.link();
        linked.tasks.iter().map(|task| line(&linked, task)).collect()
    }
}

impl Modules for Project {
    fn module(&self, from: FileId, dotted: &str) -> Option<Arc<Module>> {
        let dots = dotted.bytes().take_while(|byte| *byte == b'.').count();
        let mut folder: Vec<&str> = Vec::new();
        if dots > 0 {
            folder = self.paths[from.0 as usize].split('/').collect();
            for _ in 0..dots {
                folder.pop();
            }
        }
        folder.extend(dotted[dots..].split('.').filter(|name| !name.is_empty()));
        let path = folder.join("/");
        let found = self.modules.get(&format!("{path}.py"));
        let package = if path.is_empty() { "__init__.py".to_string() } else { format!("{path}/__init__.py") };
        found.or_else(|| self.modules.get(&package)).cloned()
    }
}

fn line(linked: &DagFile, task: &Task) -> String {
    let mut line = match &task.id {
        Setting::Known(id) => id.value.to_string(),
        Setting::Absent => "-".to_string(),
        Setting::Opaque(_) => "?".to_string(),
    };
    line += &format!(" {}", task.operator.name());
    if let Some(dag) = task.dag {
        let dag = &linked.dags[dag as usize];
        line += &format!(" in {}", dag.id.value().map_or("?", |id| id));
    }
    if task.mapped {
        line += " mapped";
    }
    add(&mut line, "queue", &task.queue);
    add(&mut line, "pool", &task.pool);
    add(&mut line, "executor", &task.executor.clone().map(|executor| executor.text));
    add(&mut line, "retries", &task.retries);
    add(&mut line, "execution_timeout", &task.execution_timeout);
    add(&mut line, "deferrable", &task.deferrable);
    add(&mut line, "executor_config", &task.executor_config.clone().map(|_| "…"));
    if let Some(sensor) = &task.sensor {
        add(&mut line, "mode", &sensor.mode.clone().map(|mode| format!("{mode:?}")));
        add(&mut line, "timeout", &sensor.timeout);
        add(&mut line, "poke_interval", &sensor.poke_interval);
    }
    line
}

fn add<T: Display>(line: &mut String, name: &str, setting: &Setting<T>) {
    match setting {
        Setting::Absent => {}
        Setting::Known(known) => *line += &format!("; {name}={} ({})", known.value, known.origin.words()),
        Setting::Opaque(opaque) => *line += &format!("; {name}=? {} ({})", opaque.why, opaque.origin.words()),
    }
}

/// The tasks of a file without a project around it.
fn tasks(text: &str) -> Vec<String> {
    Project::new(&[("dags/dag.py", text)]).tasks()
}

/// The DAGs of a file.
fn dags(text: &str) -> Vec<String> {
    let project = Project::new(&[("dags/dag.py", text)]);
    let lines = project.link().dags.into_iter().map(|dag| {
        let mut line = match &dag.id {
            Setting::Known(id) => id.value.to_string(),
            Setting::Absent => "-".to_string(),
            Setting::Opaque(opaque) => format!("? {}", opaque.why),
        };
        add(&mut line, "max_active_tasks", &dag.max_active_tasks);
        add(&mut line, "max_active_runs", &dag.max_active_runs);
        add(&mut line, "catchup", &dag.catchup);
        add(&mut line, "dagrun_timeout", &dag.dagrun_timeout);
        add(&mut line, "schedule", &dag.schedule.clone().map(|value| format!("{:?}", value.kind)));
        line
    });
    lines.collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(tasks(text), expected, "{text}");
}
