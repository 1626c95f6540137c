//! Objects of the Kubernetes client for what is written as plain dicts in the words of its API.

use crate::model::{Entry, Place, Value, ValueKind};
use crate::rules::{Action, Written};

/// What a field holds.
#[derive(Clone, Copy)]
enum Field {
    /// A text, a number, or a dict that the client takes as it is.
    Plain,
    /// An object of that class.
    One(&'static str),
    /// A list of objects of that class.
    Many(&'static str),
}

use Field::{Many, One, Plain};

/// A field: its name in the API, its name in Python, what it holds.
type Named = (&'static str, &'static str, Field);

/// The fields that dicts are turned into objects with. Source: reference of the Kubernetes API 1.33.
const CLASSES: [(&str, &[Named]); 9] = [
    ("V1Pod", &[("metadata", "metadata", One("V1ObjectMeta")), ("spec", "spec", One("V1PodSpec"))]),
    (
        "V1ObjectMeta",
        &[
            ("labels", "labels", Plain),
            ("annotations", "annotations", Plain),
            ("name", "name", Plain),
            ("namespace", "namespace", Plain),
        ],
    ),
    (
        "V1PodSpec",
        &[
            ("containers", "containers", Many("V1Container")),
            ("initContainers", "init_containers", Many("V1Container")),
            ("nodeSelector", "node_selector", Plain),
            ("tolerations", "tolerations", Many("V1Toleration")),
            ("imagePullSecrets", "image_pull_secrets", Many("V1LocalObjectReference")),
            ("serviceAccountName", "service_account_name", Plain),
            ("priorityClassName", "priority_class_name", Plain),
            ("restartPolicy", "restart_policy", Plain),
        ],
    ),
    (
        "V1Container",
        &[
            ("name", "name", Plain),
            ("image", "image", Plain),
            ("imagePullPolicy", "image_pull_policy", Plain),
            ("command", "command", Plain),
            ("args", "args", Plain),
            ("env", "env", Many("V1EnvVar")),
            ("resources", "resources", One("V1ResourceRequirements")),
            ("volumeMounts", "volume_mounts", Many("V1VolumeMount")),
        ],
    ),
    ("V1ResourceRequirements", &[("requests", "requests", Plain), ("limits", "limits", Plain)]),
    ("V1EnvVar", &[("name", "name", Plain), ("value", "value", Plain)]),
    (
        "V1VolumeMount",
        &[
            ("name", "name", Plain),
            ("mountPath", "mount_path", Plain),
            ("subPath", "sub_path", Plain),
            ("readOnly", "read_only", Plain),
        ],
    ),
    (
        "V1Toleration",
        &[
            ("key", "key", Plain),
            ("operator", "operator", Plain),
            ("value", "value", Plain),
            ("effect", "effect", Plain),
            ("tolerationSeconds", "toleration_seconds", Plain),
        ],
    ),
    ("V1LocalObjectReference", &[("name", "name", Plain)]),
];

fn field(class: &str, name: &str) -> Option<(&'static str, Field)> {
    let (_, fields) = CLASSES.iter().find(|(known, _)| *known == class)?;
    let (_, python, field) = fields.iter().find(|(api, python, _)| *api == name || *python == name)?;
    Some((*python, *field))
}

/// The entries of a literal dict: key, the key's place, value. `None` where some may not be seen, or stand elsewhere.
pub(super) fn literal_entries<'v>(value: &'v Value) -> Option<Vec<(&'v str, Place, &'v Value)>> {
    let ValueKind::Map(entries) = &value.kind else { return None };
    let inside = |place: Place| place.file == value.literal.file && value.literal.cover(place) == value.literal;
    let pair = |entry: &'v Entry| match entry {
        Entry::Pair { key, value } if inside(key.place) && inside(value.place) => Some((key.text()?, key.place, value)),
        _ => None,
    };
    entries.iter().map(pair).collect()
}

/// The pod that a dict describes: as a whole, by its spec, or by its container. `None` where it says something that is
/// not understood here.
pub(super) fn pod(value: &Value) -> Option<Written> {
    object("V1Pod", value)
        .or_else(|| Some(in_pod(object("V1PodSpec", value)?)))
        .or_else(|| Some(in_pod(in_spec(Written::List(vec![object("V1Container", value)?])))))
}

/// A pod with that spec.
pub(super) fn in_pod(spec: Written) -> Written {
    Written::kubernetes("V1Pod", [("spec", spec)])
}

/// A spec with those containers.
pub(super) fn in_spec(containers: Written) -> Written {
    Written::kubernetes("V1PodSpec", [("containers", containers)])
}

/// The object for a dict; an object is kept as it is.
fn object(class: &'static str, value: &Value) -> Option<Written> {
    if let ValueKind::Object(_) = &value.kind {
        return Some(Written::Kept(value.place));
    }
    let mut arguments = Vec::new();
    for (name, _, value) in literal_entries(value).filter(|_| value.place == value.literal)? {
        let (python, field) = field(class, name)?;
        let written = match field {
            Plain => Written::Kept(value.place),
            One(class) => object(class, value)?,
            Many(class) => Written::List(items(value)?.iter().map(|item| object(class, item)).collect::<Option<_>>()?),
        };
        arguments.push((python, written));
    }
    let given = |name: &str| arguments.iter().any(|(known, _)| *known == name);
    (class != "V1Container" || given("name")).then_some(())?;
    if class == "V1PodSpec" && !given("containers") {
        arguments.push(("containers", Written::List(vec![base()])));
    }
    Some(Written::kubernetes(class, arguments))
}

/// A container with nothing but the name of the task's.
pub(super) fn base() -> Written {
    Written::kubernetes("V1Container", [("name", Written::text("base"))])
}

/// The changes that give each mapping of a YAML pod its class, and its keys the client's names. `None` where it says
/// something that is not understood here.
pub(super) fn give_classes(class: &'static str, value: &Value, actions: &mut Vec<Action>) -> Option<()> {
    if let ValueKind::Object(_) = &value.kind {
        return Some(());
    }
    let entries = literal_entries(value).filter(|_| value.place == value.literal)?;
    if class == "V1Container" {
        entries.iter().find(|(name, ..)| *name == "name")?;
    }
    actions.push(Action::Insert {
        into: value.place,
        key: "__type__".to_string(),
        value: Written::text(format!("kubernetes.client.models.{class}")),
        order: vec!["__type__"],
    });
    for (name, key, value) in entries {
        let (python, field) = field(class, name)?;
        if python != name {
            actions.push(Action::Rename { key, to: python.to_string() });
        }
        match field {
            Plain => {}
            One(class) => give_classes(class, value, actions)?,
            Many(class) => items(value)?.iter().try_for_each(|item| give_classes(class, item, actions))?,
        }
    }
    Some(())
}

fn items(value: &Value) -> Option<&[Value]> {
    match &value.kind {
        ValueKind::List(items) if value.place == value.literal => Some(items),
        _ => None,
    }
}
