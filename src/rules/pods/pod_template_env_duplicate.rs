use super::templates::templates;
use crate::model::{Container, EnvironmentVariable, Known, Place, Pod, Project, Setting, Task};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, override_reach, overriding_pod};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub const RULE: Rule = Rule {
    name: "pod-template-env-duplicate",
    category: "pods",
    severity: Severity::Warning,
    document: include_str!("pod_template_env_duplicate.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    let overrides = project.tasks().filter_map(|task| overriding_pod(task.executor_config.value()?));
    for pod in templates(project).into_iter().map(|it| it.pod).chain(overrides) {
        for container in containers(pod) {
            found.extend(twice(container).into_iter().filter(|it| seen.insert(it.place)));
        }
    }
    found.extend(overridden(project).into_values());
}

fn containers(pod: &Pod) -> impl Iterator<Item = &Container> {
    [&pod.containers, &pod.init_containers].into_iter().filter_map(Setting::value).flatten()
}

/// Variables that one container sets twice: all but the last count for nothing.
fn twice(container: &Container) -> Vec<Finding> {
    let mut last: HashMap<&str, &Known<Box<str>>> = HashMap::new();
    let mut found = Vec::new();
    for variable in container.environment.value().into_iter().flatten().rev() {
        let Some(key) = variable.key.as_known() else { continue };
        match last.get(&*key.value) {
            None => _ = last.insert(&key.value, key),
            Some(other) => found.push(dead(variable, key, other)),
        }
    }
    found
}

fn dead(variable: &EnvironmentVariable, key: &Known<Box<str>>, last: &Known<Box<str>>) -> Finding {
    let message = format!(
        "the container sets `{}` once more further down: Kubernetes takes the last one, and this value counts for nothing",
        key.value
    );
    let remove = Proposal::suggested("Remove this one", [Action::Remove { entry: variable.place }]);
    let finding = Finding::new(&RULE, key.place, message).related(last.place, "the one that counts");
    finding.help("keep one of the two").propose(remove)
}

/// Variables of pod overrides that the template sets as well.
fn overridden(project: &Project) -> BTreeMap<Place, Finding> {
    let mut found = BTreeMap::new();
    let templates: Vec<(_, Setting<Pod>)> =
        project.deployments.iter().map(|deployment| (&deployment.label, project.executor_pod(deployment))).collect();
    if templates.iter().all(|(_, pod)| pod.value().is_none()) {
        return found;
    }
    for task in project.tasks() {
        let Some(own) = variables_of_override(task) else { continue };
        let Some(across) = override_reach(project, task) else { continue };
        for (label, pod) in templates.iter().filter(|(label, _)| across.on.iter().any(|it| it.label == **label)) {
            let Some(theirs) = pod.value().and_then(variables) else { continue };
            for key in own.iter().filter_map(|variable| variable.key.as_known()) {
                let twin = theirs.iter().find_map(|it| it.key.as_known().filter(|other| other.value == key.value));
                if let Some(twin) = twin {
                    found.entry(key.place).or_insert_with(|| {
                        let message = format!(
                            "the pod template of {label} sets `{}` as well: the pod gets both, of which this one counts",
                            key.value
                        );
                        Finding::new(&RULE, key.place, message).severity(Severity::Hint).related(twin.place, "the other")
                    });
                }
            }
        }
    }
    found
}

fn variables_of_override(task: &Task) -> Option<&Vec<EnvironmentVariable>> {
    let config = task.executor_config.value().filter(|config| config.pod_template_file.is_absent())?;
    variables(overriding_pod(config)?)
}

/// The variables of the container that runs the task.
fn variables(pod: &Pod) -> Option<&Vec<EnvironmentVariable>> {
    pod.containers.value()?.first()?.environment.value()
}
