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
            name: field(item, "name", "name").setting(text),
            resources: field(item, "resources", "resources").setting(resources),
        });
    }
    known(value, list)
}
