//! Pods as tasks ask for them.

use super::{EnvironmentVariable, Place, Setting, Value};

/// A task's `executor_config`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutorConfig {
    /// The whole value.
    pub place: Place,
    /// The `pod_override` entry.
    pub pod_override: Setting<PodOverride>,
    /// The place of the `pod_override` key.
    pub pod_override_key: Option<Place>,
    /// The `pod_template_file` entry.
    pub pod_template_file: Setting<Box<str>>,
    /// Every other key: the Kubernetes executor ignores them all, except the legacy
    /// `KubernetesExecutor`.
    pub other_keys: Vec<OtherKey>,
}

/// A key of an `executor_config` that the Kubernetes executor does not read.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherKey {
    /// The key.
    pub name: Box<str>,
    /// The key's place.
    pub place: Place,
    /// What stands under it.
    pub value: Value,
}

/// What stands under `pod_override`.
#[derive(Debug, Clone, PartialEq)]
pub enum PodOverride {
    /// A `V1Pod` object.
    Pod(Box<Pod>),
    /// A literal that is no `V1Pod`.
    NotAPod {
        /// What it is, in words: "a dict", "a V1PodSpec", "a text".
        what: Box<str>,
        /// The literal.
        value: Box<Value>,
    },
}

/// A pod: a `V1Pod`, or a manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Pod {
    /// The whole object.
    pub place: Place,
    /// The object under `spec`, where it is written out.
    pub spec: Option<Place>,
    /// Its containers; `Absent` where the spec has none, `Opaque` where the list cannot be known in full.
    pub containers: Setting<Vec<Container>>,
    /// Its init containers.
    pub init_containers: Setting<Vec<Container>>,
    /// What Kubernetes does once a container ends; absent means `Always`.
    pub restart_policy: Setting<Box<str>>,
}

/// A container of a pod.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// The item of the list.
    pub place: Place,
    /// Where the object itself stands: for a name its definition, else the same as `place`.
    pub literal: Place,
    /// Its name.
    pub name: Setting<Box<str>>,
    /// Whether a shell runs a command in it that is written out (`bash -c …`), which may well end by itself.
    pub runs_command: bool,
    /// Its image.
    pub image: Setting<Box<str>>,
    /// Its environment variables; a value that is taken from elsewhere (`valueFrom`) is opaque.
    pub environment: Setting<Vec<EnvironmentVariable>>,
    /// Its resources.
    pub resources: Setting<Resources>,
    /// Init containers only: `Always` makes it a sidecar that runs beside the pod's containers and ends with them.
    pub restart_policy: Setting<Box<str>>,
}

/// Requests and limits of a container.
#[derive(Debug, Clone, PartialEq)]
pub struct Resources {
    /// The whole object, or a name for it.
    pub place: Place,
    /// Where the object itself stands: for a name its definition, else the same as `place`.
    pub literal: Place,
    /// What the node must have free.
    pub requests: Setting<ResourceList>,
    /// What the container may use at most.
    pub limits: Setting<ResourceList>,
}

/// Amounts by resource name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResourceList {
    /// The amounts as written, in order.
    pub amounts: Vec<ResourceAmount>,
    /// Whether entries may stand here that are not seen (`**BASE` of unknown content, a computed key).
    pub incomplete: bool,
}

/// One amount.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceAmount {
    /// `cpu`, `memory`, `ephemeral-storage`, …
    pub resource: Box<str>,
    /// The resource name's place.
    pub key: Place,
    /// The quantity as text; a number is written out (`0.5`, `512`).
    pub quantity: Setting<Box<str>>,
    /// Whether it is written as a number.
    pub is_number: bool,
}

impl ResourceList {
    /// The amount of a resource: absent only where it certainly is not there.
    pub fn get(&self, resource: &str) -> Option<&ResourceAmount> {
        self.amounts.iter().rev().find(|amount| &*amount.resource == resource)
    }
}

/// A construction of a Kubernetes client object anywhere in a DAG file (`k8s.V1Container(…)`, or a YAML mapping with
/// `__type__`).
#[derive(Debug, Clone, PartialEq)]
pub struct KubernetesObject {
    /// The whole construction.
    pub place: Place,
    /// The class's name at the call: the place to point at.
    pub callee: Place,
    /// The class's last name: `V1Container`.
    pub class: Box<str>,
    /// Names and places of keyword arguments.
    pub keywords: Vec<(Box<str>, Place)>,
    /// Values of the keyword arguments, in the same order.
    pub values: Vec<Value>,
    /// The number of positional arguments.
    pub positional: usize,
    /// Whether `*x` or `**x` may add arguments that are not seen.
    pub expanded: bool,
    /// Whether the object, or something that it holds, is changed after it is made, so that its arguments are not what
    /// is used.
    pub changed: bool,
}
