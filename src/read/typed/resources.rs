//! Requests and limits of containers.

use super::entries::field;
use super::placeholder::placeholder;
use super::words::{known, unknown};
use crate::model::{Entry, ResourceAmount, ResourceList, Resources, Setting, Value, ValueKind};

/// Requests and limits: a `V1ResourceRequirements`, or a dict with `requests` and `limits`.
pub fn resources(value: &Value) -> Setting<Resources> {
    match &value.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Object(object) if object.class_name() != "V1ResourceRequirements" => {
            unknown(value, "a V1ResourceRequirements")
        }
        ValueKind::Object(_) | ValueKind::Map(_) => {
            let list = |name| field(value, name, name).setting(resource_list);
            let (requests, limits) = (list("requests"), list("limits"));
            known(value, Resources { place: value.place, literal: value.literal, requests, limits })
        }
        _ => unknown(value, "a V1ResourceRequirements"),
    }
}

fn resource_list(value: &Value) -> Setting<ResourceList> {
    match &value.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Map(entries) => known(value, amounts(entries)),
        _ => unknown(value, "a dict of amounts"),
    }
}

fn amounts(entries: &[Entry]) -> ResourceList {
    let mut list = ResourceList::default();
    for entry in entries {
        match entry {
            Entry::Pair { key: Value { kind: ValueKind::Text(resource), place, .. }, value } => {
                list.amounts.push(ResourceAmount {
                    resource: resource.clone(),
                    key: *place,
                    quantity: quantity(value),
                    is_number: matches!(value.kind, ValueKind::Int(_) | ValueKind::Float(_)),
                });
            }
            Entry::Pair { .. } => list.incomplete = true,
            Entry::Spread(other) => {
                // What stands before it may be replaced by it.
                list.incomplete = true;
                for amount in &mut list.amounts {
                    amount.quantity = unknown(other, "a dict of amounts");
                }
            }
        }
    }
    list
}

/// A quantity as text; numbers are written out.
pub fn quantity(value: &Value) -> Setting<Box<str>> {
    match &value.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Int(number) => known(value, number.to_string().into()),
        ValueKind::Float(number) if number.is_finite() => known(value, number.to_string().into()),
        ValueKind::Text(text) => match placeholder(text) {
            Some(why) => Setting::opaque(value.place, why),
            None => known(value, text.clone()),
        },
        _ => unknown(value, "a quantity"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{called, int, list, map, null, object, spread, text, unknowable};
    use super::*;
    use crate::model::Value;

    fn written(value: &Value, resource: &str) -> Option<String> {
        let list = resources(value).value()?.requests.value()?.clone();
        list.get(resource)?.quantity.value().map(|it| it.to_string())
    }

    #[test]
    fn objects_and_dicts() {
        let requests = map(&[("cpu", Value { kind: ValueKind::Float(0.5), ..int(0) }), ("memory", text("512Mi"))]);
        for value in [
            object("kubernetes.client.models.V1ResourceRequirements", &[("requests", requests.clone())]),
            object("k8s.V1ResourceRequirements", &[("requests", requests.clone())]),
            map(&[("requests", requests)]),
        ] {
            assert_eq!(written(&value, "cpu").as_deref(), Some("0.5"));
            assert_eq!(written(&value, "memory").as_deref(), Some("512Mi"));
            assert!(resources(&value).value().is_some_and(|it| it.limits.is_absent()));
        }
    }

    #[test]
    fn unknown_parts_stay_unknown() {
        let positional = called("V1ResourceRequirements", &[list(&[])], &[]);
        assert!(resources(&positional).value().is_some_and(|it| it.requests.is_opaque() && it.limits.is_opaque()));
        let open = spread(unknowable(), &[("cpu", int(1))]);
        let value = map(&[("requests", open)]);
        let known = resources(&value);
        let requests = known.value().and_then(|it| it.requests.value()).expect("requests");
        assert!(requests.incomplete && requests.amounts.len() == 1);
        for value in [text("512Mi"), object("acme.Resources", &[]), unknowable()] {
            assert!(resources(&value).is_opaque(), "{value:?}");
        }
        assert!(resources(&null()).is_absent());
        assert!(quantity(&text("{{ params.memory }}")).is_opaque());
    }
}
