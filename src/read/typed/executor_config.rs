//! `executor_config`.

use super::entries::entry;
use super::pod::pod;
use super::text::text;
use super::words::{known, unknown};
use super::{Found, describe};
use crate::model::{Entry, ExecutorConfig, PodOverride, Setting, Value, ValueKind};

/// A task's `executor_config`: a dict with `pod_override` and `pod_template_file`.
pub fn executor_config(value: &Value) -> Setting<Box<ExecutorConfig>> {
    let entries = match &value.kind {
        ValueKind::Null => return Setting::Absent,
        ValueKind::Map(entries) => entries,
        _ => return unknown(value, "a dict"),
    };
    let pod_override = entry(entries, "pod_override");
    let other_keys = entries.iter().filter_map(|entry| match entry {
        Entry::Pair { key: Value { kind: ValueKind::Text(name), place, .. }, .. }
            if !matches!(&**name, "pod_override" | "pod_template_file") =>
        {
            Some((name.clone(), *place))
        }
        _ => None,
    });
    known(
        value,
        Box::new(ExecutorConfig {
            place: value.place,
            pod_override_key: match pod_override {
                Found::Given { key, .. } => Some(key),
                _ => None,
            },
            pod_override: pod_override.setting(read_override),
            pod_template_file: entry(entries, "pod_template_file").setting(text),
            other_keys: other_keys.collect(),
        }),
    )
}

fn read_override(value: &Value) -> Setting<PodOverride> {
    match &value.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Object(object) if object.class_name() == "V1Pod" => {
            known(value, PodOverride::Pod(Box::new(pod(value))))
        }
        // Any other class may be a subclass or a factory of V1Pod; the client's own models are neither.
        ValueKind::Object(object) if is_kubernetes_model(object.class_name()) => {
            known(value, PodOverride::NotAPod(describe(value)))
        }
        ValueKind::Object(_) | ValueKind::Import { .. } | ValueKind::Operation(_) | ValueKind::Opaque(_) => {
            unknown(value, "a V1Pod")
        }
        _ => known(value, PodOverride::NotAPod(describe(value))),
    }
}

/// `V1…` and `V1beta1…`: the naming of the Kubernetes Python client's models.
fn is_kubernetes_model(class: &str) -> bool {
    class
        .strip_prefix("V1")
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase() || first == 'b'))
}
