//! `executor_config`.

use super::entries::entry;
use super::pod::pod;
use super::text::text;
use super::words::{known, unknown};
use super::{Found, describe};
use crate::model::{Entry, ExecutorConfig, OtherKey, PodOverride, Setting, Value, ValueKind};

/// A task's `executor_config`: a dict with `pod_override` and `pod_template_file`.
pub fn executor_config(value: &Value) -> Setting<Box<ExecutorConfig>> {
    let entries = match &value.kind {
        ValueKind::Null => return Setting::Absent,
        ValueKind::Map(entries) => entries,
        _ => return unknown(value, "a dict"),
    };
    let pod_override = entry(entries, "pod_override");
    let other_keys = entries.iter().filter_map(|entry| match entry {
        Entry::Pair { key: Value { kind: ValueKind::Text(name), place, .. }, value }
            if !matches!(&**name, "pod_override" | "pod_template_file") =>
        {
            Some(OtherKey { name: name.clone(), place: *place, value: value.clone() })
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
        // Airflow passes over whatever is false in Python.
        ValueKind::Bool(false) => Setting::Absent,
        ValueKind::Text(text) if text.is_empty() => Setting::Absent,
        ValueKind::Map(entries) if entries.is_empty() => Setting::Absent,
        ValueKind::List(items) if items.is_empty() => Setting::Absent,
        ValueKind::Object(object) if object.class_name() == "V1Pod" => {
            known(value, PodOverride::Pod(Box::new(pod(value))))
        }
        // Any other class may be a subclass or a factory of V1Pod; the client's own models are neither.
        ValueKind::Object(object) if is_kubernetes_model(object.class_name()) => known(value, no_pod(value)),
        ValueKind::Object(_) | ValueKind::Import { .. } | ValueKind::Operation(_) | ValueKind::Opaque(_) => {
            unknown(value, "a V1Pod")
        }
        _ => known(value, no_pod(value)),
    }
}

fn no_pod(value: &Value) -> PodOverride {
    PodOverride::NotAPod { what: describe(value), value: Box::new(value.clone()) }
}

/// `V1…` and `V1beta1…`: the naming of the Kubernetes Python client's models.
fn is_kubernetes_model(class: &str) -> bool {
    class
        .strip_prefix("V1")
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase() || first == 'b'))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{int, list, map, null, object, spread, text, unknowable};
    use super::*;

    fn over(value: Value) -> Setting<PodOverride> {
        let config = executor_config(&map(&[("pod_override", value)]));
        config.value().map(|config| config.pod_override.clone()).expect("a config")
    }

    #[test]
    fn what_is_no_pod_and_what_may_be_one() {
        for (value, words) in [
            (map(&[("spec", map(&[]))]), "a dict"),
            (text("pod.yaml"), "a text"),
            (list(&[int(1)]), "a list"),
            (object("kubernetes.client.models.V1PodSpec", &[]), "a V1PodSpec"),
        ] {
            let no_pod = over(value);
            assert!(
                matches!(no_pod.value(), Some(PodOverride::NotAPod { what, .. }) if **what == *words),
                "{no_pod:?}"
            );
        }
        for value in [object("acme.pods.BigPod", &[]), unknowable()] {
            assert!(over(value).is_opaque());
        }
        assert!(matches!(over(object("k8s.V1Pod", &[])).value(), Some(PodOverride::Pod(_))));
        for value in [null(), map(&[]), list(&[]), text("")] {
            assert!(over(value).is_absent());
        }
    }

    #[test]
    fn other_keys_and_unknown_ones() {
        let config = executor_config(&map(&[("KubernetesExecutor", map(&[])), ("pod_template_file", text("/p.yaml"))]));
        let config = config.value().expect("a config");
        assert_eq!(config.other_keys.iter().map(|key| &*key.name).collect::<Vec<_>>(), ["KubernetesExecutor"]);
        assert!(config.pod_override.is_absent() && config.pod_override_key.is_none());
        let open = executor_config(&spread(unknowable(), &[("pod_template_file", text("/p.yaml"))]));
        assert!(
            open.value().is_some_and(|config| config.pod_override.is_opaque() && !config.pod_template_file.is_opaque())
        );
        assert!(executor_config(&int(1)).is_opaque());
    }
}
