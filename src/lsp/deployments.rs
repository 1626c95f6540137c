//! The deployments in force: for what an editor shows beside the text, and for what it asks before a command.

use super::session::{Moment, Scope};
use crate::model::{Deployment, FileId, Project};
use camino::Utf8Path;
use serde::Serialize;

/// What is known of the deployments of a file or of the workspace.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InForce {
    /// What the file that was asked about is; `None` where none was, or where airlint takes nothing from it.
    pub role: Option<Role>,
    /// The deployments that it describes, or that its DAGs run on; all of them where no file was named.
    pub deployments: Vec<Brief>,
}

/// What a file is to airlint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// It describes deployments.
    Deployment,
    /// It makes DAGs or tasks.
    Dags,
    /// Another file of a project.
    Other,
}

/// A deployment, in brief.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Brief {
    /// Its name in messages.
    pub label: Box<str>,
    /// The client's name for the file that describes it.
    pub uri: Box<str>,
    /// Its executor as written; `None` where it is not said or not knowable.
    pub executor: Option<Box<str>>,
    /// The names of its worker queues; `None` where they are not knowable.
    pub queues: Option<Vec<Box<str>>>,
    /// Whether its executor can be switched and a worker queue added.
    pub can_change: bool,
}

/// The deployments that concern the file at a path, or all of them.
pub fn in_force(moment: &Moment, path: Option<&Utf8Path>) -> InForce {
    let Some(path) = path else {
        let each = |scope: &Scope| scope.projects().flat_map(|it| all(moment, scope, it)).collect::<Vec<_>>();
        return InForce { role: None, deployments: moment.scopes().flat_map(each).collect() };
    };
    let home = moment.scope(path).and_then(|scope| {
        let file = scope.files().id(path)?;
        Some((scope, file, &scope.home(file)?.project))
    });
    let Some((scope, file, project)) = home else { return InForce::default() };
    let (role, of_file) = concerned(project, file);
    InForce { role: Some(role), deployments: of_file.into_iter().map(|it| brief(moment, scope, it)).collect() }
}

fn concerned(project: &Project, file: FileId) -> (Role, Vec<&Deployment>) {
    let described: Vec<&Deployment> = project.deployments.iter().filter(|it| it.file == file).collect();
    if !described.is_empty() {
        return (Role::Deployment, described);
    }
    let makes_tasks = project.dag_files.of(file).is_some_and(|it| !it.dags.is_empty() || !it.tasks.is_empty());
    (if makes_tasks { Role::Dags } else { Role::Other }, project.deployments_of(file))
}

fn all<'m>(moment: &'m Moment, scope: &'m Scope, project: &'m Project) -> impl Iterator<Item = Brief> + use<'m> {
    let own = project.deployments.iter().filter(|it| scope.owns(scope.path(it.file)));
    own.map(|deployment| brief(moment, scope, deployment))
}

fn brief(moment: &Moment, scope: &Scope, deployment: &Deployment) -> Brief {
    let queues = deployment.queue_names();
    Brief {
        label: deployment.label.clone(),
        uri: (*moment.uri(scope.path(deployment.file))).into(),
        executor: deployment.executor.value().map(|executor| executor.text.clone()),
        queues: queues.map(|names| names.into_iter().map(Into::into).collect()),
        can_change: deployment.is_astro_file(),
    }
}
