//! Workloads: Deployments, StatefulSets and their like.

use super::{at, kind, text_at};
use crate::model::{Container, EnvironmentVariable, FileId, Place, Setting};
use crate::read::command::Role;
use crate::read::pod_template;
use crate::read::process::Process;
use crate::read::typed::placeholder;
use crate::syntax::yaml::Node;

/// A workload that runs a part of Airflow.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Workload {
    pub(super) file: FileId,
    pub(super) namespace: Option<Box<str>>,
    /// With the variables that the manifest itself writes.
    pub(super) process: Process,
    /// What it takes variables from, in order; the later win.
    pub(super) sources: Vec<Source>,
    /// Variables that take the value of one key of a ConfigMap: the index in the process's variables, the map, the key.
    pub(super) references: Vec<(usize, Box<str>, Box<str>)>,
    /// The ConfigMaps that are mounted as files.
    pub(super) mounted: Vec<Box<str>>,
    /// Where something is mounted as airflow.cfg.
    pub(super) configuration: Option<Place>,
}

/// What a container takes many variables from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    pub(super) place: Place,
    /// The ConfigMap; `None` for a secret.
    pub(super) map: Option<Box<str>>,
    /// What is put before each name.
    pub(super) prefix: Box<str>,
}

const KINDS: [&str; 4] = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

impl Workload {
    /// Reads an object; `None` for another kind, or where Airflow does not run in it.
    pub(super) fn read(file: FileId, object: Node<'_>) -> Option<Self> {
        kind(object).filter(|kind| KINDS.contains(kind))?;
        let template = at(object, &["spec", "template"])?;
        let spec = at(template, &["spec"])?;
        let nodes = spec.get("containers")?.resolve().items();
        let pod = pod_template::pod(file, template);
        let containers = pod.containers.value()?;
        let name = object.get("metadata").and_then(|metadata| metadata.resolve().get("name"));
        let read = containers.iter().zip(nodes).map(|(container, node)| {
            let name = name.map_or((container.place, ""), |name| {
                (Place::new(file, name.span()), name.resolve().scalar().unwrap_or(""))
            });
            Self::of_container(file, (name, object, spec), container, node.resolve())
        });
        // Sidecars may have variables of Airflow too: what says which part it runs goes first.
        let mut ours: Vec<Self> = read.filter(Self::is_airflow).collect();
        let telling = ours.iter().position(|it| !matches!(it.process.role, Role::Unknown));
        (!ours.is_empty()).then(|| ours.swap_remove(telling.unwrap_or(0)))
    }

    fn of_container(
        file: FileId,
        ((place, name), object, spec): ((Place, &str), Node<'_>, Node<'_>),
        container: &Container,
        node: Node<'_>,
    ) -> Self {
        let unknown = match &container.environment {
            Setting::Opaque(opaque) => Some(opaque.place),
            _ => None,
        };
        let environment: Vec<EnvironmentVariable> = container.environment.value().cloned().unwrap_or_default();
        let process = Process {
            name: name.into(),
            place,
            within: container.place,
            image: container.image.clone(),
            environment,
            elsewhere: unknown,
            role: Role::of_nodes(file, node.get("command"), node.get("args")),
            grace_seconds: number(file, spec.get("terminationGracePeriodSeconds")),
            replicas: number(file, at(object, &["spec", "replicas"])),
            resources: container.resources.clone(),
            is_complete: node.get("image").is_some() && !object.is_broken() && !spec.is_broken(),
            cold_stop: None,
        };
        let mounts = || node.get("volumeMounts").into_iter().flat_map(|list| list.resolve().items()).map(Node::resolve);
        let is_configuration = |mount: &Node<'_>| {
            let ends = |key| text_at(*mount, &[key]).is_some_and(|path| path.ends_with("airflow.cfg"));
            ends("mountPath") || ends("subPath")
        };
        let volumes = spec.get("volumes").into_iter().flat_map(|list| list.resolve().items()).map(Node::resolve);
        let mounted = volumes.filter(|volume| {
            let name = text_at(*volume, &["name"]);
            mounts().any(|mount| name.is_some() && text_at(mount, &["name"]) == name)
        });
        Self {
            file,
            namespace: text_at(object, &["metadata", "namespace"]).map(Into::into),
            references: references(node, process.environment.len()),
            process,
            sources: sources(file, node),
            mounted: mounted.filter_map(|it| text_at(it, &["configMap", "name"]).map(Into::into)).collect(),
            configuration: mounts().find(is_configuration).map(|mount| Place::new(file, mount.span())),
        }
    }

    fn is_airflow(&self) -> bool {
        let of_airflow = |source: &Source| source.map.as_deref().is_some_and(|name| name.contains("airflow"));
        let started = matches!(self.process.role, Role::Worker(_));
        self.process.is_airflow()
            || started
            || self.sources.iter().any(of_airflow) && !matches!(self.process.role, Role::Unknown)
    }
}

fn sources(file: FileId, container: Node<'_>) -> Vec<Source> {
    let Some(list) = container.get("envFrom").map(Node::resolve) else { return Vec::new() };
    let elsewhere = |node: Node<'_>| Source { place: Place::new(file, node.span()), map: None, prefix: "".into() };
    if !list.is_sequence() {
        return vec![elsewhere(list)];
    }
    let source = |item: Node<'_>| {
        let text = |path: &[&str]| text_at(item, path).filter(|text| placeholder(text).is_none());
        Source {
            map: text(&["configMapRef", "name"]).map(Into::into),
            prefix: text(&["prefix"]).unwrap_or("").into(),
            ..elsewhere(item)
        }
    };
    let mut sources: Vec<Source> = list.items().map(Node::resolve).map(source).collect();
    sources.extend(list.is_broken().then(|| elsewhere(list)));
    sources
}

/// The variables whose value is that of a key of a ConfigMap.
fn references(container: Node<'_>, count: usize) -> Vec<(usize, Box<str>, Box<str>)> {
    let items = container.get("env").into_iter().flat_map(|list| list.resolve().items()).map(Node::resolve);
    let referring = items.enumerate().take(count).filter_map(|(index, item)| {
        let reference = at(item, &["valueFrom", "configMapKeyRef"])?;
        Some((index, text_at(reference, &["name"])?.into(), text_at(reference, &["key"])?.into()))
    });
    referring.collect()
}

fn number(file: FileId, node: Option<Node<'_>>) -> Setting<i64> {
    let Some(node) = node.map(Node::resolve).filter(|node| !node.is_plain_null()) else { return Setting::Absent };
    let place = Place::new(file, node.span());
    match node.scalar().and_then(|text| text.parse().ok()) {
        Some(number) => Setting::known(number, place),
        None => Setting::opaque(place, "no whole number stands here"),
    }
}
