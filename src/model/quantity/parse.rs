//! The grammar and the arithmetic of quantity texts.

use super::{NANO, Quantity};

/// A text taken apart: `-1.5Gi`.
struct Parts<'t> {
    is_negative: bool,
    whole: &'t str,
    fraction: &'t str,
    unit: Unit,
}

/// What the number is multiplied with.
#[derive(Clone, Copy)]
enum Unit {
    /// Ten to this power: `m`, `k`, `e-7`.
    Ten(i64),
    /// Two to this power: `Ki`, `Gi`.
    Two(u32),
}

/// The most that the server makes of a number with a binary suffix: larger ones are cut down to it.
const MOST_BINARY: i128 = i64::MAX as i128 * NANO;

pub(super) fn parse(text: &str) -> Option<Quantity> {
    let parts = parts(text)?;
    let (nano, is_exact) = match parts.unit {
        Unit::Ten(power) => shifted(parts.whole, parts.fraction, power.saturating_add(9)),
        Unit::Two(power) => doubled(parts.whole, parts.fraction, NANO << power),
    };
    // What is finer than a billionth is rounded away from zero.
    let nano = nano.saturating_add(i128::from(!is_exact));
    let nano = if matches!(parts.unit, Unit::Two(_)) { nano.min(MOST_BINARY) } else { nano };
    Some(Quantity { nano: if parts.is_negative { -nano } else { nano } })
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return None;
    }
    Some(Parts { is_negative: text.starts_with('-'), whole, fraction, unit: unit(suffix)? })
}

fn unit(suffix: &str) -> Option<Unit> {
    Some(match suffix {
        "" => Unit::Ten(0),
        "n" => Unit::Ten(-9),
        "u" => Unit::Ten(-6),
        "m" => Unit::Ten(-3),
        "k" => Unit::Ten(3),
        "M" => Unit::Ten(6),
        "G" => Unit::Ten(9),
        "T" => Unit::Ten(12),
        "P" => Unit::Ten(15),
        "E" => Unit::Ten(18),
        "Ki" => Unit::Two(10),
        "Mi" => Unit::Two(20),
        "Gi" => Unit::Two(30),
        "Ti" => Unit::Two(40),
        "Pi" => Unit::Two(50),
        "Ei" => Unit::Two(60),
        // The digits may have a sign of their own.
        _ => Unit::Ten(suffix.strip_prefix(['e', 'E'])?.parse().ok()?),
    })
}

/// The digits with the point moved by `power` places to the right, cut off there; and whether nothing was cut off.
fn shifted(whole: &str, fraction: &str, power: i64) -> (i128, bool) {
    let length = i64::try_from(whole.len()).unwrap_or(i64::MAX);
    let point = usize::try_from(length.saturating_add(power)).unwrap_or(0);
    let digits = || whole.bytes().chain(fraction.bytes());
    let missing = point.saturating_sub(whole.len() + fraction.len());
    let kept = digits().take(point).fold(0_i128, push);
    let is_exact = digits().skip(point).all(|digit| digit == b'0');
    // 39 digits are past the range.
    let amount = (0..missing.min(39)).fold(kept, |amount, _| amount.saturating_mul(10));
    (amount, is_exact)
}

/// The number times `factor`, cut off at the point; and whether nothing was cut off.
fn doubled(whole: &str, fraction: &str, factor: i128) -> (i128, bool) {
    let amount = whole.bytes().fold(0, push).saturating_mul(factor);
    let (rest, is_exact) = fraction.bytes().rev().fold((0, true), |(rest, is_exact), digit| {
        let sum = i128::from(digit - b'0') * factor + rest;
        (sum / 10, is_exact && sum % 10 == 0)
    });
    (amount.saturating_add(rest), is_exact)
}

fn push(amount: i128, digit: u8) -> i128 {
    amount.saturating_mul(10).saturating_add(i128::from(digit - b'0'))
}
