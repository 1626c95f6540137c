//! The entries of a mapping as arguments.

use crate::model::{Entry, Origin, Place, Value, ValueKind};
use crate::read::typed::{Argument, Arguments, reason};

/// Adds the `wanted` entries of a mapping to `arguments`. `given` tells the value of each as it reaches Airflow, and who
/// gives it; `own` is who gives what cannot be read.
pub(in crate::read) fn add_settings(
    arguments: &mut Arguments,
    mapping: &Value,
    own: Origin,
    wanted: &[&str],
    given: impl Fn(&str, Place, &Value) -> (Value, Origin),
) {
    let entries = match &mapping.kind {
        ValueKind::Map(entries) => entries,
        ValueKind::Null => return,
        _ => return arguments.add_unknown(mapping.place, reason(mapping, "a mapping"), own),
    };
    for entry in entries.iter().rev() {
        match entry {
            Entry::Pair { key: Value { kind: ValueKind::Text(name), place, .. }, value } => {
                if wanted.contains(&&**name) {
                    let (value, origin) = given(name, *place, value);
                    arguments.add(Argument { name: name.clone(), key: *place, value, origin });
                }
            }
            Entry::Pair { key, .. } => arguments.add_unknown(key.place, reason(key, "a text"), own),
            Entry::Spread(value) => arguments.add_unknown(value.place, reason(value, "a mapping"), own),
        }
    }
}
