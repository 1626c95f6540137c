//! What a project's tasks ask of Kubernetes.

use crate::model::{
    Container, Deployment, Known, KubernetesObject, Object, Place, Platform, Project, Quantity, ResourceAmount,
    ResourceList, Resources, Setting, Task, Value, ValueKind,
};
use crate::read::typed;
use crate::rules::{Holds, TaskFault, across, override_reach, overriding_pod, runs_in_executor_pod};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

/// Requests and limits, and who asks for them.
pub(super) struct Asked<'p> {
    /// Requests and limits of one container.
    pub(super) resources: Cow<'p, Resources>,
    /// Who asks.
    pub(super) by: By<'p>,
}

/// Who asks for resources.
#[derive(Clone, Copy)]
pub(super) enum By<'p> {
    /// A container of a task's pod override.
    Override(&'p Task),
    /// The pod that a task starts itself.
    KubernetesPod(&'p Task),
    /// A container of a pod template.
    Template,
    /// The workers of a deployment.
    Workers(&'p Deployment),
    /// An object that is not seen to belong to a task.
    Unattached,
}

impl By<'_> {
    /// What comes of resources that Kubernetes does not take, for the end of a sentence.
    pub(super) fn refusal(self) -> &'static str {
        match self {
            By::Workers(_) => "Kubernetes refuses the workers, and none starts",
            By::Override(_) | By::KubernetesPod(_) | By::Template | By::Unattached => {
                "Kubernetes refuses the pod, and the task fails"
            }
        }
    }
}

/// Everything that is asked for, each once however many tasks share it. A pod override that no deployment reads asks for
/// nothing.
pub(super) fn asked(project: &Project) -> Vec<Asked<'_>> {
    let mut seen = HashSet::new();
    let mut list = Vec::new();
    for task in project.tasks() {
        if let Some(pod) = task.executor_config.value().and_then(|config| overriding_pod(config)) {
            let read = override_reach(project, task).is_some();
            let init_containers = resources_of(&pod.init_containers);
            for resources in resources_of(&pod.containers).into_iter().chain(init_containers) {
                if new(resources, &mut seen) && read {
                    list.push(Asked { resources: Cow::Borrowed(resources), by: By::Override(task) });
                }
            }
        }
        if let Some(resources) = task.kubernetes_pod.as_ref().and_then(|pod| pod.container_resources.value())
            && new(resources, &mut seen)
        {
            list.push(Asked { resources: Cow::Borrowed(resources), by: By::KubernetesPod(task) });
        }
    }
    for (resources, by) in templates(project).chain(workers(project)) {
        if new(resources, &mut seen) {
            list.push(Asked { resources: Cow::Borrowed(resources), by });
        }
    }
    for resources in project.kubernetes_objects().filter_map(requirements) {
        if new(&resources, &mut seen) {
            list.push(Asked { resources: Cow::Owned(resources), by: By::Unattached });
        }
    }
    list
}

/// What the containers of pod templates ask for.
fn templates(project: &Project) -> impl Iterator<Item = (&Resources, By<'_>)> {
    let of_deployments = project.deployments.iter().filter_map(|deployment| deployment.pod_template.value());
    let pods = project.pod_templates.iter().map(|template| &template.pod).chain(of_deployments);
    let resources =
        pods.flat_map(|pod| resources_of(&pod.containers).into_iter().chain(resources_of(&pod.init_containers)));
    resources.map(|resources| (resources, By::Template))
}

/// What the workers of deployments ask for.
fn workers(project: &Project) -> impl Iterator<Item = (&Resources, By<'_>)> {
    project.deployments.iter().flat_map(|deployment| {
        let groups = deployment.workers.value().into_iter().flatten();
        groups.filter_map(|group| group.resources.value()).map(move |it| (it, By::Workers(deployment)))
    })
}

/// What the containers of a list ask for, as far as it is known.
fn resources_of(containers: &Setting<Vec<Container>>) -> Vec<&Resources> {
    containers.value().into_iter().flatten().filter_map(|container| container.resources.value()).collect()
}

/// Whether these requests and limits were not met before: they are the same where their amounts are.
fn new(resources: &Resources, seen: &mut HashSet<Place>) -> bool {
    let amounts = amounts(resources);
    let keys: Vec<Place> = amounts.map(|amount| amount.key).collect();
    let new = keys.iter().any(|key| !seen.contains(key));
    seen.extend(keys);
    new
}

/// The amounts of both lists.
pub(super) fn amounts(resources: &Resources) -> impl Iterator<Item = &ResourceAmount> {
    let lists = [&resources.requests, &resources.limits].into_iter();
    lists.filter_map(Setting::value).flat_map(|list| &list.amounts)
}

/// What a `V1ResourceRequirements` object says.
fn requirements(object: &KubernetesObject) -> Option<Resources> {
    if &*object.class != "V1ResourceRequirements" || object.changed {
        return None;
    }
    let names = object.keywords.iter().zip(&object.values);
    let keywords = names.map(|((name, place), value)| (name.clone(), *place, typed::fold(value.clone()))).collect();
    let rebuilt = Object {
        class: object.class.clone(),
        callee: object.callee,
        positional: Vec::new(),
        keywords,
        expanded: object.expanded || object.positional > 0,
    };
    match typed::resources(&Value::new(object.place, ValueKind::Object(Box::new(rebuilt)))) {
        Setting::Known(known) => Some(known.value),
        Setting::Absent | Setting::Opaque(_) => None,
    }
}

/// The amount of a resource in a list that is known in full, with its places.
pub(super) fn amount<'r>(list: &'r Setting<ResourceList>, resource: &str) -> Option<(Quantity, &'r Known<Box<str>>)> {
    let list = list.value().filter(|list| !list.incomplete)?;
    let written = list.get(resource)?.quantity.as_known()?;
    Some((Quantity::parse(written.value.trim())?, written))
}

/// What a pod as a whole asks for of one resource, at the least.
struct Total<'p> {
    /// The sum of its containers, or what its largest init container asks for where that is more. Unknown parts count
    /// as nothing.
    amount: Quantity,
    /// The greatest single amount that went into it: the place to point at.
    place: Place,
    /// The request and the limit that it comes from, where that is one container alone.
    alone: Vec<&'p Known<Box<str>>>,
}

/// Tasks whose pods ask for more of a resource than deployments give.
pub(super) struct TooLarge<'p> {
    /// `cpu` or `memory`.
    pub(super) resource: &'static str,
    /// What a pod asks for.
    pub(super) amount: Quantity,
    /// The request and the limit that it comes from, where that is one container alone.
    pub(super) alone: Vec<&'p Known<Box<str>>>,
    /// The tasks, and the deployments.
    pub(super) fault: TaskFault<'p>,
}

/// A pod that a task asks for.
struct AskedPod<'p> {
    /// The task.
    task: &'p Task,
    /// Requests and limits of its containers.
    containers: Vec<&'p Resources>,
    /// Those of its init containers.
    init_containers: Vec<&'p Resources>,
    in_executor: bool,
}

/// The pods that tasks ask for: by pod override, or by starting one.
fn pods(project: &Project) -> Vec<AskedPod<'_>> {
    let mut pods = Vec::new();
    for task in project.tasks() {
        if let Some(pod) = task.executor_config.value().and_then(|config| overriding_pod(config)) {
            pods.push(AskedPod {
                task,
                containers: resources_of(&pod.containers),
                init_containers: resources_of(&pod.init_containers),
                in_executor: true,
            });
        }
        if let Some(pod) = &task.kubernetes_pod
            && let Some(resources) = pod.container_resources.value()
            && !pod.external_cluster
        {
            pods.push(AskedPod { task, containers: vec![resources], init_containers: vec![], in_executor: false });
        }
    }
    pods
}

impl<'p> AskedPod<'p> {
    /// What the pod asks for of `cpu` or `memory`; `None` where nothing is known of it. A limit counts where there is
    /// one: Astro raises the request to it.
    fn total(&self, resource: &str) -> Option<Total<'p>> {
        let most = |resources: &&'p Resources| {
            let both = [amount(&resources.requests, resource), amount(&resources.limits, resource)];
            let most = both.iter().flatten().max_by_key(|(amount, _)| *amount).copied();
            let alone = both.into_iter().flatten().map(|(_, written)| written).collect();
            most.map(|(amount, written)| Total { amount, place: written.place, alone })
        };
        let parts: Vec<Total<'p>> = self.containers.iter().filter_map(most).collect();
        let sum = parts.iter().try_fold(Quantity::whole(0), |sum, part| sum.plus(part.amount));
        let greatest = parts.iter().max_by_key(|part| part.amount);
        let together = greatest.zip(sum).map(|(part, amount)| {
            let alone = if parts.len() == 1 { part.alone.clone() } else { Vec::new() };
            Total { amount, place: part.place, alone }
        });
        let init = self.init_containers.iter().filter_map(most).max_by_key(|total| total.amount);
        [together, init].into_iter().flatten().max_by_key(|total| total.amount)
    }

    /// Whether the deployment starts this pod in its own cluster, on Astro.
    fn on_astro(&self, deployment: &Deployment) -> Holds {
        on_astro(deployment, self.in_executor.then_some(self.task))
    }
}

/// Tasks whose pods ask for more than a deployment gives, with the amount, by resource and by the place of its greatest
/// part.
pub(super) fn too_large<'p>(
    project: &'p Project,
    given: impl Fn(&Deployment, &str) -> Option<Quantity>,
) -> Vec<TooLarge<'p>> {
    let mut faults: BTreeMap<(Place, &'static str), TooLarge<'p>> = BTreeMap::new();
    for pod in pods(project) {
        for resource in ["cpu", "memory"] {
            let Some(Total { amount, place, alone }) = pod.total(resource) else { continue };
            let exceeds = |deployment: &Deployment| match (pod.on_astro(deployment), given(deployment, resource)) {
                (Holds::Yes, Some(given)) if amount > given => Holds::Yes,
                (Holds::Yes, Some(_)) | (Holds::No, _) => Holds::No,
                (Holds::Unknown, _) | (_, None) => Holds::Unknown,
            };
            let Some(across) = across(project, pod.task.file(), exceeds) else { continue };
            let fault = TaskFault { place, tasks: Vec::new(), across };
            let too_large = || TooLarge { resource, amount, alone, fault };
            faults.entry((place, resource)).or_insert_with(too_large).fault.tasks.push(pod.task);
        }
    }
    faults.into_values().collect()
}

/// Whether a hosted deployment of Astro starts the pod: for a pod override (`task` is given) only where its executor
/// reads it.
pub(super) fn on_astro(deployment: &Deployment, task: Option<&Task>) -> Holds {
    let hosted = match (deployment.platform, deployment.is_remote()) {
        (Platform::OpenSource, _) | (_, Some(true)) => Holds::No,
        (_, None) => Holds::Unknown,
        (_, Some(false)) => match deployment.kind() {
            Some(kind) if kind.is_hosted() => Holds::Yes,
            Some(_) => Holds::No,
            None => Holds::Unknown,
        },
    };
    match (hosted, task.map(|task| runs_in_executor_pod(deployment, task))) {
        (Holds::Yes, Some(read)) => read,
        (hosted, None) => hosted,
        (Holds::No, _) | (_, Some(Holds::No)) => Holds::No,
        (Holds::Unknown, Some(_)) => Holds::Unknown,
    }
}
