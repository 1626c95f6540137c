//! Pods and their containers.

use super::entries::field;
use super::resources::resources;
use super::text::text;
use super::words::{known, unknown};
use crate::model::{Container, Pod, Setting, Value, ValueKind};

/// A pod: a `V1Pod`, or the same as a dict in the words of the Kubernetes API.
pub fn pod(value: &Value) -> Pod {
    let spec = field(value, "spec", "spec");
    let list = |keyword, api_name| {
        spec.setting(|spec| match &spec.kind {
            ValueKind::Null => Setting::Absent,
            ValueKind::Object(object) if object.class_name() != "V1PodSpec" => unknown(spec, "a V1PodSpec"),
            _ => field(spec, keyword, api_name).setting(containers),
        })
    };
    Pod {
        place: value.place,
        containers: list("containers", "containers"),
        init_containers: list("init_containers", "initContainers"),
    }
}

/// A list of containers; opaque as a whole where one item is, because order and number count.
fn containers(value: &Value) -> Setting<Vec<Container>> {
    let items = match &value.kind {
        ValueKind::Null => return Setting::Absent,
        ValueKind::List(items) => items,
        _ => return unknown(value, "a list of containers"),
    };
    let mut list = Vec::with_capacity(items.len());
    for item in items {
        match &item.kind {
            ValueKind::Object(object) if object.class_name() == "V1Container" => {}
            ValueKind::Map(_) => {}
            _ => return Setting::opaque(item.place, super::reason(item, "a V1Container")),
        }
        list.push(Container {
            place: item.place,
            literal: item.literal,
            name: field(item, "name", "name").setting(text),
            resources: field(item, "resources", "resources").setting(resources),
        });
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
