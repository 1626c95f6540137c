//! Durations: `datetime.timedelta` and `pendulum.duration`.

use super::words::{known, unknown};
use crate::model::{Object, Setting, Value, ValueKind};

/// Arguments in positional order with their seconds. `years` and `months` are pendulum's own: 365 and 30 days.
const UNITS: [(&str, f64); 9] = [
    ("days", 86_400.0),
    ("seconds", 1.0),
    ("microseconds", 1e-6),
    ("milliseconds", 1e-3),
    ("minutes", 60.0),
    ("hours", 3_600.0),
    ("weeks", 604_800.0),
    ("years", 31_536_000.0),
    ("months", 2_592_000.0),
];

/// The number of arguments of `timedelta`; the rest is pendulum's.
const TIMEDELTA_UNITS: usize = 7;

/// The longest duration of Python: 999,999,999 days.
const LONGEST: f64 = 86_400.0 * 1e9;

/// A duration in seconds; `None` is absent, a number is no duration.
pub fn duration(value: &Value) -> Setting<f64> {
    match &value.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Object(object) if is_duration(object) => match length(object) {
            Ok(seconds) => known(value, seconds),
            Err(why) => Setting::opaque(value.place, why),
        },
        _ => unknown(value, "a duration"),
    }
}

/// A duration or a number of seconds, in seconds; `None` is absent.
pub fn seconds(value: &Value) -> Setting<f64> {
    match value.kind {
        ValueKind::Int(number) => known(value, number as f64),
        ValueKind::Float(number) if number.is_finite() => known(value, number),
        _ => duration(value),
    }
}

/// Whether the class is `datetime.timedelta` or one of pendulum's durations.
pub(super) fn is_duration(object: &Object) -> bool {
    match object.class_name() {
        "timedelta" => true,
        "duration" | "Duration" => object.class.starts_with("pendulum.") || !object.class.contains('.'),
        _ => false,
    }
}

/// The length in seconds, or why it cannot be known.
pub(super) fn length(object: &Object) -> Result<f64, Box<str>> {
    if object.expanded {
        return Err("a duration with arguments that are not written out".into());
    }
    let units = if object.class_name() == "timedelta" { &UNITS[..TIMEDELTA_UNITS] } else { &UNITS[..] };
    if object.positional.len() > units.len() {
        return Err(format!("`{}` with too many arguments", object.class_name()).into());
    }
    let mut total = 0.0;
    for (value, (_, factor)) in object.positional.iter().zip(units) {
        total += amount(value)? * factor;
    }
    for (name, _, value) in &object.keywords {
        let Some((_, factor)) = units.iter().find(|(unit, _)| *unit == &**name) else {
            return Err(format!("`{}` has no argument `{name}`", object.class_name()).into());
        };
        total += amount(value)? * factor;
    }
    if !total.is_finite() || total.abs() > LONGEST {
        return Err("a duration that is too long for Python".into());
    }
    // Python rounds to microseconds.
    Ok((total * 1e6).round() / 1e6)
}

fn amount(value: &Value) -> Result<f64, Box<str>> {
    match value.kind {
        ValueKind::Int(number) => Ok(number as f64),
        ValueKind::Float(number) => Ok(number),
        _ => Err(super::reason(value, "a number")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{called, int, null, object, text, unknowable};
    use super::*;

    #[test]
    fn keywords_and_positions() {
        let cases = [
            (object("datetime.timedelta", &[("hours", int(36))]), 129_600.0),
            (object("datetime.timedelta", &[("weeks", int(1)), ("days", int(-1))]), 518_400.0),
            (called("datetime.timedelta", &[int(0), int(7_200)], &[]), 7_200.0),
            (called("timedelta", &[int(1)], &[("milliseconds", int(500))]), 86_400.5),
            (called("timedelta", &[int(0), int(0), int(0), int(0), int(1), int(1), int(1)], &[]), 608_460.0),
            (object("pendulum.duration", &[("months", int(1))]), 2_592_000.0),
            (object("timedelta", &[]), 0.0),
        ];
        for (value, wanted) in cases {
            assert_eq!(duration(&value).value(), Some(&wanted), "{value:?}");
            assert_eq!(seconds(&value).value(), Some(&wanted));
        }
    }

    #[test]
    fn a_number_is_seconds_only_where_airflow_takes_numbers() {
        assert_eq!(seconds(&int(90)).value(), Some(&90.0));
        assert!(duration(&int(90)).is_opaque());
        assert!(duration(&null()).is_absent() && seconds(&null()).is_absent());
    }

    #[test]
    fn what_is_no_certain_duration_is_opaque() {
        for value in [
            object("datetime.timedelta", &[("hour", int(1))]),
            object("datetime.timedelta", &[("months", int(1))]),
            object("datetime.timedelta", &[("hours", unknowable())]),
            object("datetime.timedelta", &[("days", int(i64::MAX))]),
            object("acme.duration", &[("hours", int(1))]),
            called("timedelta", &[int(0), int(0), int(0), int(0), int(0), int(0), int(0), int(0)], &[]),
            text("1 hour"),
        ] {
            assert!(seconds(&value).is_opaque(), "{value:?}");
        }
    }
}
