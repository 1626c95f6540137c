//! Pods and their containers.

use super::Found;
use super::entries::field;
use super::resources::resources;
use super::text::text;
use super::words::{known, unknown};
use crate::model::{Container, EnvironmentVariable, Pod, Setting, Value, ValueKind};

/// A pod: a `V1Pod`, or the same as a dict in the words of the Kubernetes API.
pub fn pod(value: &Value) -> Pod {
    let spec = field(value, "spec", "spec");
    Pod {
        place: value.place,
        spec: match &spec {
            Found::Given { value, .. } if is_spec(value) => Some(value.literal),
            _ => None,
        },
        containers: spec.setting(|spec| of_spec(spec, "containers", "containers", containers)),
        init_containers: spec.setting(|spec| of_spec(spec, "init_containers", "initContainers", containers)),
        restart_policy: spec.setting(|spec| of_spec(spec, "restart_policy", "restartPolicy", text)),
    }
}

fn is_spec(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Object(object) => object.class_name() == "V1PodSpec",
        ValueKind::Map(_) => true,
        _ => false,
    }
}

fn of_spec<T>(spec: &Value, keyword: &str, api_name: &str, read: fn(&Value) -> Setting<T>) -> Setting<T> {
    match &spec.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Object(_) if !is_spec(spec) => unknown(spec, "a V1PodSpec"),
        _ => field(spec, keyword, api_name).setting(read),
    }
}

/// A list of containers; opaque as a whole where one item is, because order and number count.
fn containers(value: &Value) -> Setting<Vec<Container>> {
    items(value, "a list of containers", "V1Container", |item| Container {
        place: item.place,
        literal: item.literal,
        name: field(item, "name", "name").setting(text),
        runs_command: matches!(field(item, "command", "command"), Found::Given { value, .. } if is_shell(value)),
        image: field(item, "image", "image").setting(text),
        environment: field(item, "env", "env").setting(environment),
        resources: field(item, "resources", "resources").setting(resources),
        restart_policy: field(item, "restart_policy", "restartPolicy").setting(text),
    })
}

/// Whether a container's command is a shell with `-c`.
fn is_shell(command: &Value) -> bool {
    let ValueKind::List(words) = &command.kind else { return false };
    let word = |at: usize| words.get(at).and_then(Value::text).unwrap_or("");
    let shell = word(0).rsplit('/').next().unwrap_or("");
    matches!(shell, "sh" | "bash" | "ash" | "dash" | "zsh") && word(1).starts_with('-') && word(1).contains('c')
}

/// A list of environment variables.
fn environment(value: &Value) -> Setting<Vec<EnvironmentVariable>> {
    items(value, "a list of variables", "V1EnvVar", |item| EnvironmentVariable {
        place: item.place,
        key: field(item, "name", "name").setting(text),
        value: match field(item, "value_from", "valueFrom") {
            Found::Given { key, value } if value.kind != ValueKind::Null => {
                Setting::opaque(key, "a value that is taken from elsewhere")
            }
            Found::Unknown { place, why } => Setting::opaque(place, why),
            Found::Absent | Found::Given { .. } => field(item, "value", "value").setting(text),
        },
        secret: Setting::Absent,
    })
}

/// A list of objects of one class, or of dicts in their place; opaque as a whole where one item is neither.
fn items<T>(value: &Value, wanted: &str, class: &str, read: impl Fn(&Value) -> T) -> Setting<Vec<T>> {
    let items = match &value.kind {
        ValueKind::Null => return Setting::Absent,
        ValueKind::List(items) => items,
        _ => return unknown(value, wanted),
    };
    let mut list = Vec::with_capacity(items.len());
    for item in items {
        match &item.kind {
            ValueKind::Object(object) if object.class_name() == class => {}
            ValueKind::Map(_) => {}
            _ => return Setting::opaque(item.place, super::reason(item, &format!("a {class}"))),
        }
        list.push(read(item));
    }
    known(value, list)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{int, list, map, object, operation, text, unknowable};
    use super::*;
    use crate::model::Operation;
    use crate::read::typed::fold;

    fn container(name: &str) -> Value {
        object("kubernetes.client.models.V1Container", &[("name", text(name))])
    }

    fn pod_of(containers: Value) -> Pod {
        let spec = object("kubernetes.client.models.V1PodSpec", &[("containers", containers)]);
        pod(&fold(object("kubernetes.client.models.V1Pod", &[("spec", spec)])))
    }

    fn names(pod: &Pod) -> Option<Vec<String>> {
        let containers = pod.containers.value()?;
        containers.iter().map(|container| container.name.value().map(|name| name.to_string())).collect()
    }

    #[test]
    fn containers_in_order() {
        let joined = operation(Operation::Add, list(&[container("base")]), list(&[container("proxy")]));
        assert_eq!(names(&pod_of(joined)), Some(vec!["base".into(), "proxy".into()]));
        let dict = map(&[
            ("containers", list(&[map(&[("name", text("base"))])])),
            ("initContainers", list(&[map(&[("name", text("init"))])])),
        ]);
        let pod = pod(&map(&[("spec", dict)]));
        assert_eq!(names(&pod), Some(vec!["base".into()]));
        assert_eq!(pod.init_containers.value().map(Vec::len), Some(1));
        assert!(pod.restart_policy.is_absent() && pod.spec.is_some());
    }

    #[test]
    fn variables_and_policies() {
        let secret = map(&[("name", text("PASSWORD")), ("valueFrom", map(&[("secretKeyRef", map(&[]))]))]);
        let variables = list(&[map(&[("name", text("MODE")), ("value", text("fast"))]), secret]);
        let base = map(&[("name", text("base")), ("env", variables)]);
        let spec = map(&[("restartPolicy", text("Never")), ("containers", list(&[base]))]);
        let pod = pod(&map(&[("spec", spec)]));
        assert_eq!(pod.restart_policy.value().map(|it| &**it), Some("Never"));
        let variables = pod.containers.value().and_then(|list| list.first()?.environment.value()).expect("variables");
        let values: Vec<_> = variables.iter().map(|it| it.value.value().map(|it| &**it)).collect();
        assert_eq!(values, [Some("fast"), None]);
        assert!(variables.iter().all(|it| it.key.value().is_some()));
    }

    #[test]
    fn one_unknown_container_makes_the_list_unknown() {
        for containers in [list(&[container("base"), unknowable()]), unknowable(), int(1), list(&[text("base")])] {
            let shown = format!("{containers:?}");
            assert!(pod_of(containers).containers.is_opaque(), "{shown}");
        }
        assert!(pod(&object("V1Pod", &[])).containers.is_absent());
        assert!(pod(&object("V1Pod", &[("spec", unknowable())])).containers.is_opaque());
    }
}
