//! Mappings: looking into them, and putting one over another, as formats merge defaults.

use crate::model::{Entry, Value, ValueKind};
use std::collections::HashMap;

/// `higher` with the keys of `lower` that it does not have.
pub(in crate::read) fn over(higher: Value, lower: &[Entry]) -> Value {
    lay(higher, lower, |_, _| {})
}

/// `higher` with the keys of `lower` that it does not have, and so on inside every mapping that both have. Source:
/// dag-factory `utils.merge_configs`.
pub(in crate::read) fn merged(higher: Value, lower: &[Entry]) -> Value {
    merged_at(higher, lower, 64)
}

fn merged_at(higher: Value, lower: &[Entry], depth: usize) -> Value {
    lay(higher, lower, |own, below| {
        if let (Some(depth), ValueKind::Map(_), ValueKind::Map(lower)) = (depth.checked_sub(1), &own.kind, &below.kind)
        {
            let taken = std::mem::replace(own, Value::new(own.place, ValueKind::Null));
            *own = merged_at(taken, lower, depth);
        }
    })
}

/// Lays `higher` over `lower`; `both` sees the values of a key that both have. What is lower stands first: the last of a
/// key wins, and what may stand unseen in `higher` wins over all of `lower`.
fn lay(higher: Value, lower: &[Entry], both: impl Fn(&mut Value, &Value)) -> Value {
    let ValueKind::Map(mut entries) = higher.kind else { return higher };
    let mut own: HashMap<&str, usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let Entry::Pair { key, .. } = entry
            && let Some(name) = key.text()
        {
            own.insert(name, at);
        }
    }
    let shared: Vec<Option<usize>> = lower
        .iter()
        .map(|entry| match entry {
            Entry::Pair { key, .. } => own.get(key.text()?).copied(),
            Entry::Spread(_) => None,
        })
        .collect();
    let mut laid = Vec::new();
    for (entry, at) in lower.iter().zip(shared) {
        match (entry, at.and_then(|at| entries.get_mut(at))) {
            (Entry::Pair { value, .. }, Some(Entry::Pair { value: own, .. })) => both(own, value),
            _ => laid.push(entry.clone()),
        }
    }
    laid.append(&mut entries);
    Value { kind: ValueKind::Map(laid), ..higher }
}

/// The entries of a mapping; none of anything else.
pub(in crate::read) fn entries(value: &Value) -> &[Entry] {
    match &value.kind {
        ValueKind::Map(entries) => entries,
        _ => &[],
    }
}

/// The pairs of a mapping whose keys are texts, each key once with its last value, in order.
pub(in crate::read) fn pairs(value: &Value) -> Vec<(&str, &Value, &Value)> {
    let mut pairs: Vec<(&str, &Value, &Value)> = Vec::new();
    let mut at = HashMap::new();
    for entry in entries(value) {
        let Entry::Pair { key, value } = entry else { continue };
        let Some(name) = key.text() else { continue };
        match at.get(name).and_then(|&at: &usize| pairs.get_mut(at)) {
            Some(pair) => *pair = (name, key, value),
            None => {
                at.insert(name, pairs.len());
                pairs.push((name, key, value));
            }
        }
    }
    pairs
}

/// The number of values in a value, itself included.
pub(in crate::read) fn weight(value: &Value) -> usize {
    let mut open = vec![value];
    let mut weight = 0;
    while let Some(value) = open.pop() {
        weight += 1;
        match &value.kind {
            ValueKind::List(items) => open.extend(items),
            ValueKind::Map(entries) => open.extend(entries.iter().map(|entry| match entry {
                Entry::Pair { value, .. } | Entry::Spread(value) => value,
            })),
            ValueKind::Object(object) => {
                open.extend(&object.positional);
                open.extend(object.keywords.iter().map(|(_, _, value)| value));
            }
            _ => {}
        }
    }
    weight
}

/// The value of a key, where it is written and readable.
pub(in crate::read) fn setting<'v>(settings: &'v Value, name: &str) -> Option<&'v Value> {
    pairs(settings).into_iter().find(|(key, _, _)| *key == name).map(|(_, _, value)| value)
}
