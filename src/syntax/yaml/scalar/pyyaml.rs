//! PyYAML's reading, from the patterns of its resolver in version 6.

use super::{Yaml11, all_digits, digits, negated, unsigned};

/// Reads a plain text without a tag.
pub(super) fn resolve(text: &str) -> Yaml11 {
    if matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Yaml11::Null;
    }
    if let Some(value) = boolean(text) {
        // Any mix of cases that is none of three forms is text.
        let cased = |word: &str| word == text || word.to_uppercase() == text || capitalised(word) == text;
        let words = ["yes", "no", "true", "false", "on", "off"];
        return if words.into_iter().any(cased) { Yaml11::Bool(value) } else { Yaml11::Text };
    }
    float(text).or_else(|| integer(text)).unwrap_or(if is_timestamp(text) { Yaml11::Timestamp } else { Yaml11::Text })
}

/// Reads a text that bears the core tag `tag`; `None` where PyYAML refuses it, or makes text of it.
pub(super) fn construct(tag: &str, text: &str) -> Option<Yaml11> {
    match tag {
        "null" => Some(Yaml11::Null),
        "bool" => boolean(text).map(Yaml11::Bool),
        "int" => integer(text),
        "float" => match float(text).or_else(|| integer(text))? {
            Yaml11::Int(_) => text.replace('_', "").parse().ok().map(Yaml11::Float),
            value => Some(value),
        },
        "timestamp" => is_timestamp(text).then_some(Yaml11::Timestamp),
        _ => None,
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" => Some(true),
        "no" | "false" | "off" => Some(false),
        _ => None,
    }
}

fn capitalised(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn of_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// `0b1`, `0x1f`, `017`, `1_000`, `1:30`
fn integer(text: &str) -> Option<Yaml11> {
    let (minus, rest) = unsigned(text);
    let plain = rest.replace('_', "");
    let value = match rest.as_bytes() {
        [b'0'] => Some(Yaml11::Int(0)),
        [b'0', b'b', ..] => digits(&plain[2..], 2),
        [b'0', b'x', ..] => digits(&plain[2..], 16),
        // Also `0_`, which is zero.
        [b'0', ..] => digits(&plain, 8),
        [b'1'..=b'9', ..] if rest.contains(':') => sexagesimal(rest),
        [b'1'..=b'9', ..] if of_digits(rest) => digits(&plain, 10),
        _ => None,
    }?;
    Some(if minus { negated(value) } else { value })
}

/// `1:30:00`: base 60.
fn sexagesimal(text: &str) -> Option<Yaml11> {
    let mut fields = text.split(':');
    let first = fields.next().filter(|first| starts_with_digit(first) && of_digits(first))?.replace('_', "");
    let mut value: i128 = first.parse().ok()?;
    for field in fields {
        value = value.checked_mul(60)?.checked_add(i128::from(sixtieth(field)?))?;
    }
    Some(Yaml11::Int(value))
}

/// A field below 60.
fn sixtieth(field: &str) -> Option<u8> {
    let value: u8 = if matches!(field.len(), 1 | 2) && all_digits(field) { field.parse().ok()? } else { return None };
    (value < 60).then_some(value)
}

/// `1.5`, `.5`, `1.5e+3` (an exponent needs a dot and a sign), `1:30.5`, `.inf`, `.nan`
fn float(text: &str) -> Option<Yaml11> {
    let (minus, rest) = unsigned(text);
    let signed = |value: Yaml11| Some(if minus { negated(value) } else { value });
    match rest {
        ".inf" | ".Inf" | ".INF" => return signed(Yaml11::Float(f64::INFINITY)),
        ".nan" | ".NaN" | ".NAN" if rest == text => return Some(Yaml11::Float(f64::NAN)),
        _ => {}
    }
    let (whole, fraction) = rest.split_once('.')?;
    if whole.contains(':') {
        let Yaml11::Int(minutes) = sexagesimal(whole)? else { return None };
        let plain = fraction.replace('_', "");
        let fraction: f64 = if of_digits(fraction) { format!("0.{plain}0").parse().ok()? } else { return None };
        return signed(Yaml11::Float(minutes as f64 + fraction));
    }
    let (fraction, exponent) = match fraction.find(['e', 'E']) {
        Some(at) => (&fraction[..at], Some(&fraction[at + 1..])),
        None => (fraction, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| exponent.starts_with(['+', '-']) && all_digits(&exponent[1..]));
    let mantissa_fits = match whole {
        // Without digits before the dot no sign may stand there either.
        "" => rest == text && starts_with_digit(fraction) && of_digits(fraction),
        _ => starts_with_digit(whole) && of_digits(whole) && of_digits(fraction),
    };
    if !exponent_fits || !mantissa_fits {
        return None;
    }
    signed(Yaml11::Float(rest.replace('_', "").parse().ok()?))
}

/// `2026-01-31`, or with a time of day and a zone.
fn is_timestamp(text: &str) -> bool {
    let digits_of = |text: &str, least: usize, most: usize| (least..=most).contains(&text.len()) && all_digits(text);
    let (date, time) = text.split_at(text.find(['T', 't', ' ', '\t']).unwrap_or(text.len()));
    let mut fields = date.split('-');
    let (Some(year), Some(month), Some(day), None) = (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return false;
    };
    if !digits_of(year, 4, 4) {
        return false;
    }
    if time.is_empty() {
        return digits_of(month, 2, 2) && digits_of(day, 2, 2);
    }
    if !digits_of(month, 1, 2) || !digits_of(day, 1, 2) {
        return false;
    }
    let time = match time.strip_prefix(['T', 't']) {
        Some(time) => time,
        None => time.trim_start_matches([' ', '\t']),
    };
    let mut fields = time.splitn(3, ':');
    let (Some(hours), Some(minutes), Some(rest)) = (fields.next(), fields.next(), fields.next()) else { return false };
    let seconds_end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (seconds, rest) = rest.split_at(seconds_end);
    if !digits_of(hours, 1, 2) || !digits_of(minutes, 2, 2) || !digits_of(seconds, 2, 2) {
        return false;
    }
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let zone = rest.trim_start_matches([' ', '\t']);
    match zone.strip_prefix(['+', '-']) {
        None => rest.is_empty() || zone == "Z",
        Some(offset) => {
            let (hours, minutes) = offset.split_once(':').map_or((offset, None), |(hours, rest)| (hours, Some(rest)));
            digits_of(hours, 1, 2) && minutes.is_none_or(|minutes| digits_of(minutes, 2, 2))
        }
    }
}
