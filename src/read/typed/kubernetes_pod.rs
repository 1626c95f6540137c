//! What `KubernetesPodOperator` and its kin say about the pod they start.

use super::{Arguments, boolean, resources, text};
use crate::model::{Callable, Entry, KubernetesPod, Operator, Setting, Value, ValueKind};

/// Where the pod of a class runs, and whether its form comes from elsewhere.
struct Class {
    name: &'static str,
    /// A named cluster of a cloud.
    external: bool,
    /// The pod is described by a template or an application file.
    templated: bool,
}

const fn class(name: &'static str) -> Class {
    Class { name, external: false, templated: false }
}

/// Classes that start a pod. Sources: providers cncf-kubernetes 10.25, google, amazon, microsoft-azure;
/// astronomer-providers for the `Async` ones.
const CLASSES: [Class; 13] = [
    class("KubernetesPodOperator"),
    class("KubernetesPodOperatorAsync"),
    class("KubernetesJobOperator"),
    Class { templated: true, ..class("SparkKubernetesOperator") },
    Class { external: true, ..class("GKEStartPodOperator") },
    Class { external: true, ..class("GKEStartPodOperatorAsync") },
    Class { external: true, ..class("GKEPodOperator") },
    Class { external: true, ..class("GKEStartJobOperator") },
    Class { external: true, ..class("GKEStartKueueJobOperator") },
    Class { external: true, ..class("GKEStartKueueInsideClusterOperator") },
    Class { external: true, ..class("EksPodOperator") },
    Class { external: true, ..class("EKSPodOperator") },
    Class { external: true, ..class("EksPodOperatorAsync") },
];

/// Arguments that point to another cluster.
const OTHER_CLUSTER: [&str; 3] = ["config_file", "cluster_context", "kubernetes_conn_id"];

/// Arguments that bring a pod of their own.
const TEMPLATES: [&str; 4] = ["pod_template_file", "pod_template_dict", "full_pod_spec", "job_template_file"];

/// The pod that a task starts; `None` for an operator that starts none, or whose class may have defaults of its own.
pub(super) fn kubernetes_pod(operator: &Operator, arguments: &Arguments) -> Option<KubernetesPod> {
    let class = class_of(operator)?;
    let in_cluster = arguments.setting("in_cluster", boolean);
    let given = arguments.named("container_resources").map(|argument| &argument.value);
    let misshapen = given.filter(|value| is_misshapen(value));
    let container_resources = match misshapen {
        Some(value) => Setting::opaque(value.place, "a dict without requests and limits"),
        None => arguments.setting("container_resources", resources),
    };
    Some(KubernetesPod {
        container_resources,
        misshapen_resources: misshapen.cloned(),
        removed_resources: arguments.named("resources").and_then(|argument| {
            let literal = matches!(argument.value.kind, ValueKind::Map(_) | ValueKind::Object(_));
            literal.then(|| (argument.key, argument.value.clone()))
        }),
        namespace: arguments.setting("namespace", text),
        external_cluster: class.external
            || in_cluster.value() == Some(&false)
            || OTHER_CLUSTER.iter().any(|name| arguments.may_give(name)),
        in_cluster,
        templated: class.templated || TEMPLATES.iter().any(|name| arguments.may_give(name)),
        pod_template_file: arguments.setting("pod_template_file", text),
        image_pull_policy: arguments.setting("image_pull_policy", text),
        on_finish_action: arguments.setting("on_finish_action", text),
        on_kill_action: arguments.setting("on_kill_action", text),
        is_delete_operator_pod: arguments
            .named("is_delete_operator_pod")
            .map(|argument| (argument.key, arguments.setting("is_delete_operator_pod", boolean))),
    })
}

fn class_of(operator: &Operator) -> Option<&'static Class> {
    match operator.callable {
        Callable::Class => {
            let own = !operator.path.contains('.') || operator.path.starts_with("airflow.");
            let own = own || operator.path.starts_with("astronomer.");
            CLASSES.iter().find(|class| own && class.name == operator.name())
        }
        Callable::Decorator => matches!(operator.name(), "kubernetes" | "kubernetes_cmd").then_some(&CLASSES[0]),
    }
}

/// A dict of resources with none of the keys that Kubernetes reads.
fn is_misshapen(value: &Value) -> bool {
    let ValueKind::Map(entries) = &value.kind else { return false };
    let strange = |entry: &Entry| match entry {
        Entry::Pair { key, .. } => key.text().is_some_and(|name| !matches!(name, "requests" | "limits" | "claims")),
        Entry::Spread(_) => false,
    };
    !entries.is_empty() && entries.iter().all(strange)
}
