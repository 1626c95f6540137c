//! Scalars as PyYAML's `FullLoader` reads them: YAML 1.1.

use crate::model::ValueKind;
use crate::syntax::yaml::{Node, Style};

/// What a scalar means to dag-factory, which first puts environment variables into the raw text.
pub(super) fn scalar(node: Node<'_>) -> ValueKind {
    if has_environment_variable(node.raw()) {
        return ValueKind::Opaque("an environment variable stands in it".into());
    }
    let text = node.scalar().unwrap_or_default();
    match node.tag() {
        None if node.style() == Some(Style::Plain) => plain(text),
        None | Some("!" | "!!str") => ValueKind::Text(text.into()),
        Some("!!int" | "!!float" | "!!bool" | "!!null") => plain(text),
        Some(tag) => ValueKind::Opaque(format!("the YAML tag {tag}").into()),
    }
}

/// `$NAME` or `${NAME}`, as Python's `os.path.expandvars` finds them.
fn has_environment_variable(raw: &str) -> bool {
    raw.split('$').skip(1).any(|after| match after.strip_prefix('{') {
        Some(braced) => braced.contains('}'),
        None => after.starts_with(|first: char| first.is_alphabetic() || first == '_'),
    })
}

/// A scalar without quotes.
pub(super) fn plain(text: &str) -> ValueKind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return ValueKind::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return ValueKind::Bool(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => return ValueKind::Bool(false),
        _ => {}
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
        return ValueKind::Text(text.into());
    }
    if is_timestamp(text) {
        return ValueKind::Opaque("a date".into());
    }
    if is_integer(text) {
        let number = integer(text).map(ValueKind::Int);
        return number.unwrap_or_else(|| ValueKind::Opaque("a number past 64 bits".into()));
    }
    match float(text) {
        Some(number) => ValueKind::Float(number),
        None if is_integer(text.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.')) => {
            ValueKind::Opaque("a number in base 60".into())
        }
        None => ValueKind::Text(text.into()),
    }
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

/// Whether every character of a text that is not empty is a digit of that base or `_`.
fn digits(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_digit(radix) || c == '_')
}

/// `0b1`, `0777`, `0x1F`, `1_000`, `1:30` (base 60).
fn is_integer(text: &str) -> bool {
    let text = unsigned(text);
    if let Some(binary) = text.strip_prefix("0b") {
        return digits(binary, 2);
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return digits(hexadecimal, 16);
    }
    if text == "0" || text.starts_with('0') {
        return digits(text, 8);
    }
    let mut parts = text.split(':');
    let head = parts.next().is_some_and(|head| head.starts_with(|c: char| c.is_ascii_digit()) && digits(head, 10));
    head && parts.all(is_sixtieth)
}

/// `0` to `59`.
fn is_sixtieth(part: &str) -> bool {
    match part.as_bytes() {
        [one] => one.is_ascii_digit(),
        [ten, one] => (b'0'..=b'5').contains(ten) && one.is_ascii_digit(),
        _ => false,
    }
}

fn integer(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let plain = unsigned(text).replace('_', "");
    let amount = if let Some(binary) = plain.strip_prefix("0b") {
        i64::from_str_radix(binary, 2).ok()?
    } else if let Some(hexadecimal) = plain.strip_prefix("0x") {
        i64::from_str_radix(hexadecimal, 16).ok()?
    } else if plain.len() > 1 && plain.starts_with('0') {
        i64::from_str_radix(&plain, 8).ok()?
    } else {
        plain.split(':').try_fold(0_i64, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))?
    };
    Some(sign * amount)
}

/// A number with a point (an exponent needs its sign), `.inf`, `.nan`.
fn float(text: &str) -> Option<f64> {
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let plain = unsigned(text);
    if matches!(plain, ".inf" | ".Inf" | ".INF") {
        return Some(sign * f64::INFINITY);
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(f64::NAN);
    }
    let (whole, fraction) = plain.split_once('.')?;
    let (fraction, exponent) =
        fraction.split_once(['e', 'E']).map_or((fraction, None), |(it, power)| (it, Some(power)));
    let power_fits = exponent.is_none_or(|power| {
        power
            .strip_prefix(['+', '-'])
            .is_some_and(|power| !power.is_empty() && power.bytes().all(|it| it.is_ascii_digit()))
    });
    let numbers = digits_or_empty(whole) && digits_or_empty(fraction) && !(whole.is_empty() && fraction.is_empty());
    if !(numbers && power_fits && !whole.starts_with('_')) {
        return None;
    }
    let number: f64 = plain.replace('_', "").parse().ok()?;
    Some(sign * number)
}

fn digits_or_empty(text: &str) -> bool {
    text.is_empty() || digits(text, 10)
}

/// `2024-01-31`, or with a time behind it.
fn is_timestamp(text: &str) -> bool {
    let numbers = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (day, time) = rest.split_at(end);
    if !(numbers(year, 4, 4) && numbers(month, 1, 2) && numbers(day, 1, 2)) {
        return false;
    }
    if time.is_empty() {
        return month.len() == 2 && day.len() == 2;
    }
    let clock = time.strip_prefix(['T', 't']).unwrap_or_else(|| time.trim_start_matches([' ', '\t']));
    let mut clock = clock.splitn(3, ':');
    let (Some(hour), Some(minute), Some(second)) = (clock.next(), clock.next(), clock.next()) else { return false };
    numbers(hour, 1, 2) && numbers(minute, 2, 2) && second.get(..2).is_some_and(|second| numbers(second, 2, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_1_1_numbers() {
        let cases = [
            ("3600", 3600),
            ("-5", -5),
            ("0", 0),
            ("1_000", 1000),
            ("0777", 511),
            ("0x1F", 31),
            ("0b101", 5),
            ("1:30", 90),
            ("12:30:45", 45_045),
        ];
        for (text, wanted) in cases {
            assert_eq!(plain(text), ValueKind::Int(wanted), "{text}");
        }
        for (text, wanted) in [("0.5", 0.5), ("1.", 1.0), (".5", 0.5), ("1.5e+3", 1500.0), ("-0.25", -0.25)] {
            assert_eq!(plain(text), ValueKind::Float(wanted), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_a_text() {
        for text in [
            "1e3",
            "1.5e3",
            "089",
            "0o17",
            "1Gi",
            "500m",
            "-",
            "+",
            ".",
            "1.2.3",
            "12:75",
            "@daily",
            "0 6 * * *",
            "1-2",
        ] {
            assert_eq!(plain(text), ValueKind::Text(text.into()), "{text}");
        }
    }

    #[test]
    fn words_and_dates() {
        for text in ["yes", "On", "TRUE"] {
            assert_eq!(plain(text), ValueKind::Bool(true), "{text}");
        }
        for text in ["y", "n", "none", "None", "tRUE"] {
            assert_eq!(plain(text), ValueKind::Text(text.into()), "{text}");
        }
        for text in ["2024-01-31", "2024-1-1 06:00:00", "2024-01-31T06:00:00Z"] {
            assert!(matches!(plain(text), ValueKind::Opaque(_)), "{text}");
        }
        assert_eq!(plain("~"), ValueKind::Null);
    }

    #[test]
    fn environment_variables() {
        for raw in ["$HOME/dags", "\"${QUEUE}\"", "a$B"] {
            assert!(has_environment_variable(raw), "{raw}");
        }
        for raw in ["$5", "$(date)", "100$", "${QUEUE"] {
            assert!(!has_environment_variable(raw), "{raw}");
        }
    }
}
