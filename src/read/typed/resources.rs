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
            known(value, Resources { place: value.place, requests: list("requests"), limits: list("limits") })
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
