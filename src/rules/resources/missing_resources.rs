use super::asked::on_astro;
use crate::model::{
    DEFAULT_POD, DagSource, Deployment, DescribedBy, Executor, ExecutorPod, FileId, Intent, Place, Project,
    ResourceList, Resources, Setting, Task, TaskSize,
};
use crate::rules::{Action, Finding, Holds, Proposal, Reach, Rule, Severity, Written, lists_of_size, override_reach, overriding_pod, write_in_configuration};
use std::collections::{BTreeMap, BTreeSet};

pub const RULE: Rule = Rule {
    name: "missing-resources",
    category: "resources",
    severity: Severity::Warning,
    document: include_str!("missing_resources.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

/// How many tasks a message names.
const NAMED: usize = 3;

fn check(project: &Project, found: &mut Vec<Finding>) {
    found.extend(project.deployments.iter().filter_map(|deployment| unsized_deployment(project, deployment)));
    found.extend(project.executor_pods().iter().filter_map(unsized_template));
    found.extend(project.deployments.iter().flat_map(unsized_workers));
    let mut files: BTreeMap<FileId, Vec<&Task>> = BTreeMap::new();
    for task in project.tasks() {
        if asks_for_nothing(project, task) {
            files.entry(task.file()).or_default().push(task);
        }
    }
    found.extend(files.into_iter().filter_map(|(file, tasks)| tasks_of_a_file(project, file, &tasks)));
}

/// A deployment whose executor gives each task a pod of a size that its file does not say.
fn unsized_deployment(project: &Project, deployment: &Deployment) -> Option<Finding> {
    let certain = deployment.executor_family() == Some(Executor::Kubernetes)
        && deployment.described_by == DescribedBy::File
        && on_astro(deployment, None) == Holds::Yes
        && has_no_default_pod(deployment);
    let mut tasks = project.tasks_on(deployment).peekable();
    let all_ask = tasks.peek().is_some() && tasks.all(asks_for_resources);
    if !certain || all_ask {
        return None;
    }
    let (severity, size) = match deployment.intent {
        Intent::Update => (Severity::Info, "an update keeps the size that the deployment has, which nobody can read here"),
        Intent::Unknown | Intent::Template => {
            (Severity::Warning, "Astro fills in its own small default, and a task that needs more memory is killed")
        }
    };
    let message = format!(
        "{} runs each task in a pod but does not say how large the default pod is: {size}",
        deployment.label,
    );
    let finding = Finding::new(&RULE, deployment.executor.place()?, message).severity(severity);
    let sizes =
        [("default_task_pod_cpu", DEFAULT_POD.cpu()), ("default_task_pod_memory", DEFAULT_POD.memory())];
    let write = sizes.map(|(key, text)| write_in_configuration(deployment, key, Written::Text(text)));
    let title = format!("Make the default pod {} CPU and {}", DEFAULT_POD.cpu(), DEFAULT_POD.memory());
    let finding = finding.propose(Proposal::suggested(title, write));
    Some(finding.help("set `default_task_pod_cpu` and `default_task_pod_memory` (2Gi for each CPU) for the usual task"))
}

/// A pod template of the executor whose first container certainly asks for nothing.
fn unsized_template(template: &ExecutorPod) -> Option<Finding> {
    let base = template.pod.containers.value()?.first()?;
    if !asks_for_none(&base.resources) {
        return None;
    }
    let message = format!(
        "the container that runs the task asks for no CPU or memory in this pod template: unless a pod override or the \
         namespace says more, {NOTHING}"
    );
    let insert = give(base.literal, &base.resources);
    let finding = Finding::new(&RULE, base.name.place().unwrap_or(base.place), message).severity(Severity::Info);
    Some(finding.help("set `resources` of the container to what the usual task needs").propose(insert))
}

/// Groups of workers that certainly ask for nothing: values of a chart only where they say so, since other values may say
/// more.
fn unsized_workers(deployment: &Deployment) -> impl Iterator<Item = Finding> {
    let is_whole = deployment.described_by == DescribedBy::Manifest;
    let groups = deployment.workers.value().into_iter().flatten();
    let silent = groups.filter(move |group| asks_for_none(&group.resources) && (is_whole || !group.resources.is_absent()));
    silent.map(|group| {
        let message = format!(
            "the workers of `{}` ask for no CPU or memory: unless the namespace or other values say more, {NOTHING}",
            group.label
        );
        let place = group.resources.place().unwrap_or(group.place);
        let finding = Finding::new(&RULE, place, message).severity(Severity::Info);
        let help = "set `resources` to what the tasks of one worker need together";
        finding.help(help).propose(give(group.within, &group.resources))
    })
}

/// What becomes of a pod that asks for nothing.
const NOTHING: &str =
    "Kubernetes reserves nothing for such a pod, and ends it first when a node runs out of memory";

/// Whether resources certainly have no amount.
fn asks_for_none(resources: &Setting<Resources>) -> bool {
    let is_empty = |list: &Setting<ResourceList>| match list {
        Setting::Absent => true,
        Setting::Known(list) => list.value.amounts.is_empty() && !list.value.incomplete,
        Setting::Opaque(_) => false,
    };
    match resources {
        Setting::Absent => true,
        Setting::Known(known) => is_empty(&known.value.requests) && is_empty(&known.value.limits),
        Setting::Opaque(_) => false,
    }
}

/// Gives a container of a manifest resources.
fn give(within: Place, resources: &Setting<Resources>) -> Proposal {
    let value = Written::map(lists_of_size(DEFAULT_POD));
    let action = match resources.as_known() {
        Some(known) => Action::Set { value: known.literal, to: value },
        None => Action::Insert { into: within, key: "resources".to_string(), value, order: Vec::new() },
    };
    Proposal::suggested(format!("Ask for {} CPU and {}", DEFAULT_POD.cpu(), DEFAULT_POD.memory()), [action])
}

/// Whether the executor's pod template sizes the container that runs the task.
fn template_sizes(project: &Project, deployment: &Deployment) -> bool {
    let template = project.executor_pod(deployment);
    let base = template.value().and_then(|pod| pod.containers.value()?.first());
    base.is_some_and(|container| !asks_for_none(&container.resources))
}

fn has_no_default_pod(deployment: &Deployment) -> bool {
    deployment.default_pod.cpu.is_absent() && deployment.default_pod.memory.is_absent()
}

/// Whether the task's own pod override sets, or may set, resources.
fn asks_for_resources(task: &Task) -> bool {
    if task.executor_config.is_opaque() {
        return true;
    }
    task.executor_config.value().is_some_and(|config| {
        let containers = overriding_pod(config).and_then(|pod| pod.containers.value());
        match containers {
            Some(containers) => containers.iter().any(|container| !container.resources.is_absent()),
            None => !config.pod_override.is_absent(),
        }
    })
}

/// Whether the task starts or describes a pod that certainly asks for nothing.
fn asks_for_nothing(project: &Project, task: &Task) -> bool {
    starts_unsized_pod(task) || overrides_without_resources(project, task)
}

fn starts_unsized_pod(task: &Task) -> bool {
    task.kubernetes_pod.as_ref().is_some_and(|pod| {
        pod.container_resources.is_absent() && pod.removed_resources.is_none() && !pod.templated
    })
}

/// An override for other things is fine where the deployment's file sizes the default pod.
fn overrides_without_resources(project: &Project, task: &Task) -> bool {
    let Some(config) = task.executor_config.value() else { return false };
    let Some(containers) = overriding_pod(config).and_then(|pod| pod.containers.value()) else { return false };
    let silent = containers.iter().all(|container| container.resources.is_absent());
    let Some(across) = override_reach(project, task) else { return false };
    let is_sized = |deployment: &&Deployment| !has_no_default_pod(deployment) || template_sizes(project, deployment);
    let sized = !across.on.is_empty() && across.on.iter().all(is_sized);
    silent && config.pod_template_file.is_absent() && !sized
}

/// One finding for all such tasks of a file.
fn tasks_of_a_file(project: &Project, file: FileId, tasks: &[&Task]) -> Option<Finding> {
    let (first, rest) = tasks.split_first()?;
    let labels: Vec<String> = tasks.iter().take(NAMED).map(|task| format!("`{}`", task.label())).collect();
    let labels = labels.join(", ");
    let consequence = consequence(project, file, tasks);
    let message = match tasks.len().saturating_sub(NAMED) {
        _ if rest.is_empty() && first.id.value().is_none() => {
            format!("the pod of this {} asks for no CPU or memory: {consequence}", first.operator.name())
        }
        _ if rest.is_empty() => format!("the pod of task {labels} asks for no CPU or memory: {consequence}"),
        0 => format!("the pods of {} tasks ({labels}) ask for no CPU or memory: {consequence}", tasks.len()),
        more => {
            format!("the pods of {} tasks ({labels} and {more} more) ask for no CPU or memory: {consequence}", tasks.len())
        }
    };
    let help = "set requests and limits: `container_resources` of KubernetesPodOperator, `resources` of the container \
                `base` in a pod override";
    let finding = Finding::new(&RULE, first.place, message).severity(Severity::Info).help(help);
    let finding = finding.propose_all(ask_for_the_default(project, file, tasks));
    Some(rest.iter().take(NAMED - 1).fold(finding, |finding, task| finding.related(task.place, "another one")))
}

/// Lets each pod ask for what the default pod has; that says nothing about pods in other clusters.
fn ask_for_the_default(project: &Project, file: FileId, tasks: &[&Task]) -> Option<Proposal> {
    if tasks.iter().any(|task| task.kubernetes_pod.as_ref().is_some_and(|pod| pod.external_cluster)) {
        return None;
    }
    let deployments = project.deployments_of(file);
    let size = deployments.iter().find_map(|it| TaskSize::of_pod(&it.default_pod)).unwrap_or(DEFAULT_POD);
    let mut sized = BTreeSet::new();
    let mut actions = Vec::new();
    for task in tasks {
        let action = if starts_unsized_pod(task) { size_pod(task, size) } else { size_override(task, size)? };
        if let Action::Insert { into, .. } = &action
            && sized.insert(*into)
        {
            actions.push(action);
        }
    }
    Some(Proposal::suggested(format!("Ask for {} CPU and {}", size.cpu(), size.memory()), actions))
}

fn size_pod(task: &Task, size: TaskSize) -> Action {
    let lists = lists_of_size(size);
    let (into, value) = match task.source {
        DagSource::Python => (task.place, Written::kubernetes("V1ResourceRequirements", lists)),
        _ => (task.place, Written::map(lists)),
    };
    Action::Insert { into, key: "container_resources".to_string(), value, order: Vec::new() }
}

fn size_override(task: &Task, size: TaskSize) -> Option<Action> {
    let base = overriding_pod(task.executor_config.value()?)?.containers.value()?.first()?;
    let value = Written::kubernetes("V1ResourceRequirements", lists_of_size(size));
    Some(Action::Insert { into: base.literal, key: "resources".to_string(), value, order: Vec::new() })
}

/// What a pod without resources gets, where the file's tasks run.
fn consequence(project: &Project, file: FileId, tasks: &[&Task]) -> String {
    let deployments = project.deployments_of(file);
    let external = tasks.iter().any(|task| task.kubernetes_pod.as_ref().is_some_and(|pod| pod.external_cluster));
    let hosted = !external && deployments.iter().all(|it| on_astro(it, None) == Holds::Yes);
    match deployments.as_slice() {
        [one] if hosted => match (one.default_pod.cpu.value(), one.default_pod.memory.value()) {
            (Some(cpu), Some(memory)) => {
                format!("{} gives such a pod its default size, {cpu} CPU and {memory}", one.label)
            }
            _ => format!("{} gives such a pod its default size, which its file does not say", one.label),
        },
        [_, _, ..] if hosted => "each deployment gives such a pod its own default size".to_string(),
        _ => "unless a pod template or the namespace sets a default, Kubernetes reserves nothing for such a pod, and ends \
              it first when a node runs out of memory"
            .to_string(),
    }
}
