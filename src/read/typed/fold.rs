//! Working out arithmetic, dict unions and spreads once their parts are known.

use super::duration::{is_duration, length};
use crate::model::{Entry, Object, Operation, Place, Value, ValueKind};

/// Nesting past this is not worked out: no user writes it.
const DEPTH: usize = 128;

/// Entries and items past this number, made by spreading and joining, are not worked out.
const SIZE: usize = 100_000;

/// Works a value out as far as its parts are known. What cannot be worked out is opaque, with the reason of the part.
pub fn fold(value: Value) -> Value {
    fold_at(value, DEPTH)
}

fn fold_at(value: Value, depth: usize) -> Value {
    let Value { place, literal, kind } = value;
    let Some(depth) = depth.checked_sub(1) else {
        return Value { place, literal, kind: ValueKind::Opaque("a value that is nested too deeply".into()) };
    };
    let kind = match kind {
        ValueKind::List(items) => ValueKind::List(items.into_iter().map(|item| fold_at(item, depth)).collect()),
        ValueKind::Map(entries) => ValueKind::Map(fold_entries(entries, depth)),
        ValueKind::Object(object) => fold_object(*object, depth),
        ValueKind::Operation(operation) => {
            let (operator, left, right) = *operation;
            operate(operator, fold_at(left, depth), fold_at(right, depth))
        }
        simple => simple,
    };
    Value { place, literal, kind }
}

fn fold_entries(entries: Vec<Entry>, depth: usize) -> Vec<Entry> {
    let mut folded = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry {
            Entry::Pair { key, value } => {
                folded.push(Entry::Pair { key: fold_at(key, depth), value: fold_at(value, depth) });
            }
            Entry::Spread(other) => match fold_at(other, depth) {
                Value { kind: ValueKind::Map(more), .. } if folded.len() + more.len() <= SIZE => folded.extend(more),
                other => folded.push(Entry::Spread(other)),
            },
        }
    }
    folded
}

/// Folds the arguments; `dict(…)` becomes a dict.
fn fold_object(object: Object, depth: usize) -> ValueKind {
    let positional: Vec<Value> = object.positional.into_iter().map(|value| fold_at(value, depth)).collect();
    let keywords: Vec<(Box<str>, Place, Value)> =
        object.keywords.into_iter().map(|(name, place, value)| (name, place, fold_at(value, depth))).collect();
    let is_dict = matches!(&*object.class, "dict" | "builtins.dict");
    if !is_dict || positional.len() > 1 {
        return ValueKind::Object(Box::new(Object { positional, keywords, ..object }));
    }
    let base = positional.into_iter().map(Entry::Spread);
    let hidden =
        object.expanded.then(|| Entry::Spread(Value::opaque(object.callee, "arguments that are not written out")));
    let pairs = keywords
        .into_iter()
        .map(|(name, place, value)| Entry::Pair { key: Value::new(place, ValueKind::Text(name)), value });
    ValueKind::Map(fold_entries(base.chain(pairs).chain(hidden).collect(), depth))
}

/// One operation on folded sides.
fn operate(operator: Operation, left: Value, right: Value) -> ValueKind {
    for side in [&left, &right] {
        if matches!(side.kind, ValueKind::Opaque(_) | ValueKind::Import { .. }) {
            return ValueKind::Opaque(super::reason(side, "a value"));
        }
        if let ValueKind::Object(object) = &side.kind
            && is_duration(object)
            && let Err(why) = length(object)
        {
            return ValueKind::Opaque(why);
        }
    }
    match (left.kind, right.kind) {
        (ValueKind::Int(left), ValueKind::Int(right)) => whole(operator, left, right),
        (ValueKind::Map(mut left), ValueKind::Map(right))
            if operator == Operation::Union && left.len() + right.len() <= SIZE =>
        {
            left.extend(right);
            ValueKind::Map(left)
        }
        (ValueKind::List(mut left), ValueKind::List(right))
            if operator == Operation::Add && left.len() + right.len() <= SIZE =>
        {
            left.extend(right);
            ValueKind::List(left)
        }
        (ValueKind::Text(left), ValueKind::Text(right))
            if operator == Operation::Add && left.len() + right.len() <= SIZE =>
        {
            ValueKind::Text([&*left, &*right].concat().into())
        }
        (left, right) => match (Amount::of(&left), Amount::of(&right)) {
            (Some(left), Some(right)) => measured(operator, left, right),
            _ => ValueKind::Opaque("a computed value".into()),
        },
    }
}

fn whole(operator: Operation, left: i64, right: i64) -> ValueKind {
    let result = match operator {
        Operation::Add => left.checked_add(right),
        Operation::Subtract => left.checked_sub(right),
        Operation::Multiply => left.checked_mul(right),
        Operation::FloorDivide => floor_divide(left, right),
        Operation::Divide if right != 0 => return ValueKind::Float(left as f64 / right as f64),
        Operation::Divide | Operation::Union => None,
    };
    result.map_or_else(|| ValueKind::Opaque("a computed value".into()), ValueKind::Int)
}

fn floor_divide(left: i64, right: i64) -> Option<i64> {
    let quotient = left.checked_div(right)?;
    let inexact = left.checked_rem(right)? != 0;
    if inexact && ((left < 0) != (right < 0)) { quotient.checked_sub(1) } else { Some(quotient) }
}

/// A number or a duration in seconds.
#[derive(Clone, Copy)]
enum Amount {
    Number(f64),
    Duration(f64, Place),
}

impl Amount {
    fn of(kind: &ValueKind) -> Option<Self> {
        match kind {
            ValueKind::Int(number) => Some(Amount::Number(*number as f64)),
            ValueKind::Float(number) => Some(Amount::Number(*number)),
            ValueKind::Object(object) if is_duration(object) => {
                Some(Amount::Duration(length(object).ok()?, object.callee))
            }
            _ => None,
        }
    }
}

/// Arithmetic where a fraction or a duration takes part.
fn measured(operator: Operation, left: Amount, right: Amount) -> ValueKind {
    use Amount::{Duration, Number};
    use Operation::{Add, Divide, FloorDivide, Multiply, Subtract};
    let result = match (operator, left, right) {
        (Divide | FloorDivide, _, Number(0.0) | Duration(0.0, _)) => None,
        (Add, Number(left), Number(right)) => Some(Number(left + right)),
        (Subtract, Number(left), Number(right)) => Some(Number(left - right)),
        (Multiply, Number(left), Number(right)) => Some(Number(left * right)),
        (Divide, Number(left), Number(right)) => Some(Number(left / right)),
        (FloorDivide, Number(left), Number(right)) => Some(Number((left / right).floor())),
        (Add, Duration(left, place), Duration(right, _)) => Some(Duration(left + right, place)),
        (Subtract, Duration(left, place), Duration(right, _)) => Some(Duration(left - right, place)),
        (Multiply, Duration(length, place), Number(factor)) | (Multiply, Number(factor), Duration(length, place)) => {
            Some(Duration(length * factor, place))
        }
        (Divide | FloorDivide, Duration(length, place), Number(factor)) => Some(Duration(length / factor, place)),
        (Divide, Duration(left, _), Duration(right, _)) => Some(Number(left / right)),
        (FloorDivide, Duration(left, _), Duration(right, _)) => {
            return ValueKind::Int((left / right).floor() as i64);
        }
        _ => None,
    };
    match result {
        Some(Number(number)) => ValueKind::Float(number),
        Some(Duration(seconds, callee)) => ValueKind::Object(Box::new(Object {
            class: "datetime.timedelta".into(),
            callee,
            positional: Vec::new(),
            keywords: vec![("seconds".into(), callee, Value::new(callee, ValueKind::Float(seconds)))],
            expanded: false,
        })),
        None => ValueKind::Opaque("a computed value".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{int, list, map, object, operation, spread, text, unknowable};
    use super::super::{entry, seconds};
    use super::*;
    use crate::model::Operation::{Add, Divide, FloorDivide, Multiply, Subtract, Union};

    fn hours(count: i64) -> Value {
        object("datetime.timedelta", &[("hours", int(count))])
    }

    #[test]
    fn arithmetic_on_durations_and_numbers() {
        let cases = [
            (operation(Multiply, hours(2), int(3)), 21_600.0),
            (operation(Multiply, int(3), hours(2)), 21_600.0),
            (operation(Add, hours(1), operation(Divide, hours(1), int(2))), 5_400.0),
            (operation(Subtract, hours(2), hours(1)), 3_600.0),
            (operation(FloorDivide, hours(5), hours(2)), 2.0),
            (operation(Multiply, operation(Multiply, int(60), int(60)), int(24)), 86_400.0),
            (operation(FloorDivide, int(-7), int(2)), -4.0),
            (operation(Divide, int(7), int(2)), 3.5),
            (object("datetime.timedelta", &[("hours", operation(Multiply, int(24), int(7)))]), 604_800.0),
        ];
        for (value, wanted) in cases {
            let shown = format!("{value:?}");
            assert_eq!(seconds(&fold(value)).value(), Some(&wanted), "{shown}");
        }
    }

    #[test]
    fn what_cannot_be_worked_out_is_opaque() {
        for value in [
            operation(Multiply, hours(2), unknowable()),
            operation(Multiply, object("datetime.timedelta", &[("hours", unknowable())]), int(2)),
            operation(Divide, hours(2), int(0)),
            operation(FloorDivide, int(i64::MIN), int(-1)),
            operation(Multiply, int(i64::MAX), int(2)),
            operation(Add, hours(2), int(2)),
            operation(Multiply, hours(2), hours(2)),
        ] {
            let shown = format!("{value:?}");
            assert!(seconds(&fold(value)).is_opaque(), "{shown}");
        }
        let reason = fold(operation(Multiply, hours(2), unknowable()));
        assert_eq!(reason.kind, unknowable().kind);
    }

    #[test]
    fn dicts_unite_and_the_later_entry_wins() {
        let base = || map(&[("queue", text("base")), ("pool", text("base"))]);
        let cases = [
            operation(Union, base(), map(&[("queue", text("own"))])),
            spread(base(), &[("queue", text("own"))]),
            object("dict", &[("pool", text("base")), ("queue", text("own"))]),
        ];
        for value in cases {
            let ValueKind::Map(entries) = fold(value).kind else { panic!("no dict") };
            for (name, wanted) in [("queue", "own"), ("pool", "base")] {
                assert_eq!(entry(&entries, name).setting(super::super::text).value().map(|it| &**it), Some(wanted));
            }
        }
    }

    #[test]
    fn a_spread_that_is_not_known_hides_what_stands_before_it() {
        let ValueKind::Map(entries) = fold(spread(unknowable(), &[("queue", text("own"))])).kind else { panic!() };
        assert_eq!(entry(&entries, "queue").setting(super::super::text).value().map(|it| &**it), Some("own"));
        assert!(entry(&entries, "pool").setting(super::super::text).is_opaque());
    }

    #[test]
    fn lists_and_texts_join() {
        let joined = fold(operation(Add, list(&[int(1)]), list(&[int(2)])));
        assert_eq!(joined.kind, list(&[int(1), int(2)]).kind);
        assert_eq!(fold(operation(Add, text("ml-"), text("heavy"))).text(), Some("ml-heavy"));
    }

    #[test]
    fn deep_nesting_is_given_up() {
        let mut value = int(1);
        for _ in 0..1_000 {
            value = list(&[value]);
        }
        fold(value);
    }
}
