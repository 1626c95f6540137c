//! Relative times: `2 hours`, `1 day`.

use crate::model::{Shape, ShapeKind, Value};
use crate::read::dag_yaml::pairs;
use crate::read::typed::placeholder;

/// A unit that a person writes, and its seconds. dag-factory knows the first four.
const UNITS: [(&str, i64); 5] = [("hour", 3_600), ("minute", 60), ("second", 1), ("day", 86_400), ("week", 604_800)];

/// Keys that take relative times at a task, in `default_args` and at a DAG.
const KEYS: [&str; 3] = ["execution_delta", "start_date", "end_date"];

/// Looks at the relative times of a mapping.
pub(super) fn relative_times(settings: &Value, shapes: &mut Vec<Shape>) {
    for (name, _, value) in pairs(settings) {
        let Some(text) = value.text().filter(|text| KEYS.contains(&name) && placeholder(text).is_none()) else {
            continue;
        };
        let Some(parts) = parts(text) else { continue };
        let meant = parts.iter().try_fold(0_i64, |sum, (count, unit)| sum.checked_add(count.checked_mul(*unit)?));
        let Some(meant) = meant else { continue };
        let Some((count, unit)) = parts.first() else { continue };
        // Its pattern matches from the start, and ends behind the first unit.
        let read = (*unit != UNITS[4].1).then(|| count.saturating_mul(*unit));
        if read != Some(meant) && !shapes.iter().any(|shape| shape.place == value.place) {
            let kind = ShapeKind::RelativeTime { key: name.into(), text: text.into(), read, meant };
            shapes.push(Shape { place: value.place, kind });
        }
    }
}

/// The numbers and units of a text that is nothing else: `1 day 2 hours`, `2 weeks`.
fn parts(text: &str) -> Option<Vec<(i64, i64)>> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty() && *word != "and").collect();
    let (pairs, rest) = words.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let part = |[count, unit]: &[&str; 2]| {
        let unit = unit.to_ascii_lowercase();
        let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit.trim_end_matches('s'))?;
        Some((count.parse::<u32>().ok()?.into(), *seconds))
    };
    pairs.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn numbers_with_units() {
        assert_eq!(parts("1 hour 30 minutes"), Some(vec![(1, 3_600), (30, 60)]));
        assert_eq!(parts("1 day, 2 Hours and 3 seconds"), Some(vec![(1, 86_400), (2, 3_600), (3, 1)]));
        assert_eq!(parts("2 weeks"), Some(vec![(2, 604_800)]));
        for text in ["2024-01-01", "1h", "1 hour 30", "-1 day", "2 days ago", "2024-01-01 00:00"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
