//! Pod templates: manifests of pods that Airflow starts its own pods from.

use super::{Deployment, Executor, Place, Pod, Project, Setting, Task};
use camino::Utf8Path;

/// A file that describes one pod as a template.
#[derive(Debug, Clone, PartialEq)]
pub struct PodTemplate {
    /// Where to point at for the template as a whole: its `kind`.
    pub place: Place,
    /// What it says.
    pub pod: Pod,
}

/// Who starts pods from a template, as far as options and tasks name its file.
#[derive(Debug, Default)]
pub struct TemplateUsers<'p> {
    /// Deployments whose executor does, for tasks that name no other.
    pub deployments: Vec<&'p Deployment>,
    /// Tasks whose `executor_config` names it.
    pub executor_tasks: Vec<&'p Task>,
    /// Tasks that start a pod from it themselves.
    pub operator_tasks: Vec<&'p Task>,
}

impl TemplateUsers<'_> {
    /// Whether the Kubernetes executor starts pods from it.
    pub fn is_executors(&self) -> bool {
        !(self.deployments.is_empty() && self.executor_tasks.is_empty())
    }

    /// Whether nobody names it.
    pub fn is_unknown(&self) -> bool {
        !self.is_executors() && self.operator_tasks.is_empty()
    }
}

/// A pod that the Kubernetes executor starts the pods of tasks from.
#[derive(Debug)]
pub struct ExecutorPod<'p> {
    /// Where to point at for it as a whole.
    pub place: Place,
    /// What it says.
    pub pod: &'p Pod,
    /// Deployments whose executor starts from it.
    pub deployments: Vec<&'p Deployment>,
    /// Tasks whose `executor_config` names it.
    pub tasks: Vec<&'p Task>,
}

/// The option that names the executor's template; the section had another name before Airflow 2.5.
const OPTION: [(&str, &str); 2] = [("kubernetes_executor", "pod_template_file"), ("kubernetes", "pod_template_file")];

impl Project {
    /// The pod template that a path means where Airflow runs: the one file of the project with the same name whose folders
    /// agree with the path's for longest. `None` where two agree alike.
    pub fn pod_template(&self, path: &str) -> Option<&PodTemplate> {
        let alike = |template: &PodTemplate| common_tail(path, self.path(template.place.file));
        let most = self.pod_templates.iter().map(alike).max().filter(|most| *most > 0)?;
        let mut best = self.pod_templates.iter().filter(|template| alike(template) == most);
        let template = best.next()?;
        best.next().is_none().then_some(template)
    }

    /// The pod that the executor of a deployment starts the pods of its tasks from.
    pub fn executor_pod(&self, deployment: &Deployment) -> Setting<Pod> {
        if !deployment.pod_template.is_absent() {
            return deployment.pod_template.clone();
        }
        match self.template_option(deployment) {
            Setting::Absent => Setting::Absent,
            Setting::Opaque(opaque) => Setting::Opaque(opaque),
            Setting::Known(path) => match self.pod_template(&path.value) {
                Some(template) => Setting::known(template.pod.clone(), template.place),
                None => Setting::opaque(path.place, "a pod template that is not here"),
            },
        }
    }

    fn template_option(&self, deployment: &Deployment) -> Setting<Box<str>> {
        let options = OPTION.into_iter().map(|(section, key)| self.option(deployment, section, key));
        options.fold(Setting::Absent, Setting::or)
    }

    /// Who starts pods from a template.
    pub fn users_of(&self, template: &PodTemplate) -> TemplateUsers<'_> {
        let names = |path: &Setting<Box<str>>| {
            let named = path.value().and_then(|path| self.pod_template(path));
            named.is_some_and(|named| named.place == template.place)
        };
        let deployments = self.deployments.iter().filter(|it| may_start_pods(it) && names(&self.template_option(it)));
        let mut users = TemplateUsers { deployments: deployments.collect(), ..TemplateUsers::default() };
        for task in self.tasks() {
            if task.executor_config.value().is_some_and(|config| names(&config.pod_template_file)) {
                users.executor_tasks.push(task);
            }
            if task.kubernetes_pod.as_ref().is_some_and(|pod| names(&pod.pod_template_file)) {
                users.operator_tasks.push(task);
            }
        }
        users
    }

    /// The pods that executors start from: those of deployments, and the templates that options and tasks name. Each once.
    pub fn executor_pods(&self) -> Vec<ExecutorPod<'_>> {
        let mut pods: Vec<ExecutorPod> = Vec::new();
        for deployment in self.deployments.iter().filter(|deployment| may_start_pods(deployment)) {
            let Setting::Known(pod) = &deployment.pod_template else { continue };
            match pods.iter_mut().find(|known| known.pod.place == pod.value.place) {
                Some(known) => known.deployments.push(deployment),
                None => pods.push(ExecutorPod {
                    place: pod.place,
                    pod: &pod.value,
                    deployments: vec![deployment],
                    tasks: Vec::new(),
                }),
            }
        }
        for template in &self.pod_templates {
            let users = self.users_of(template);
            if users.is_executors() {
                let TemplateUsers { deployments, executor_tasks: tasks, .. } = users;
                pods.push(ExecutorPod { place: template.place, pod: &template.pod, deployments, tasks });
            }
        }
        pods
    }
}

/// Whether a deployment's executors may start pods for tasks.
fn may_start_pods(deployment: &Deployment) -> bool {
    let starts = [Executor::Kubernetes, Executor::CeleryKubernetes, Executor::LocalKubernetes, Executor::Other];
    let known = deployment.executor.value();
    known.is_none_or(|name| name.executor.is_none() || starts.into_iter().any(|executor| name.offers(executor)))
}

/// How many parts at the end of two paths are the same.
fn common_tail(path: &str, file: &Utf8Path) -> usize {
    let parts = path.rsplit(['/', '\\']).filter(|part| !matches!(*part, "" | "."));
    let own = file.as_str().rsplit(['/', '\\']);
    parts.zip(own).take_while(|(left, right)| left == right).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ExecutorName, FileId, Platform};
    use crate::syntax::Span;
    use std::collections::BTreeMap;
    use std::sync::Arc;

    fn project(files: &[&str]) -> Project {
        let mut project = Project::default();
        let mut paths = BTreeMap::new();
        for (number, path) in (0..).zip(files) {
            let file = FileId(number);
            paths.insert(file, (*path).into());
            let place = Place::new(file, Span::new(0, 4));
            let pod = Pod {
                place,
                spec: None,
                containers: Setting::Absent,
                init_containers: Setting::Absent,
                restart_policy: Setting::Absent,
            };
            project.pod_templates.push(PodTemplate { place, pod });
        }
        project.files = Arc::new(paths);
        project
    }

    #[test]
    fn the_file_that_a_path_means() {
        let project = project(&["dags/pod.yaml", "templates/large/pod.yaml", "templates/small/pod.yaml", "other.yaml"]);
        let named = |path: &str| project.pod_template(path).map(|it| project.path(it.place.file).as_str());
        assert_eq!(named("/opt/airflow/templates/large/pod.yaml"), Some("templates/large/pod.yaml"));
        assert_eq!(named("./other.yaml"), Some("other.yaml"));
        assert_eq!(named("/opt/airflow/pod.yaml"), None);
        assert_eq!(named("/opt/airflow/nothing.yaml"), None);
        assert_eq!(named(""), None);
    }

    #[test]
    fn executors_that_start_pods() {
        let with = |executor: &str| {
            let mut deployment = Deployment::new(FileId(0), "a", Place::default(), Platform::OpenSource);
            deployment.executor = Setting::known(ExecutorName::airflow(executor), Place::default());
            may_start_pods(&deployment)
        };
        for executor in ["KubernetesExecutor", "CeleryExecutor,KubernetesExecutor", "LocalKubernetesExecutor", "alias"]
        {
            assert!(with(executor), "{executor}");
        }
        assert!(!with("CeleryExecutor") && !with("LocalExecutor"));
    }
}
