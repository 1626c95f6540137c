//! yaml.v2's reading, from its rules in version 2.4.0.

use super::{Yaml11, all_digits, digits, negated, unsigned};

/// Reads a plain text without a tag.
pub(super) fn resolve(text: &str) -> Yaml11 {
    if is_timestamp(text) {
        return Yaml11::Timestamp;
    }
    resolve_tagged(text)
}

/// Reads a text that bears a core tag: no guess at timestamps.
pub(super) fn resolve_tagged(text: &str) -> Yaml11 {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Yaml11::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "true" | "True" | "TRUE" => return Yaml11::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "false" | "False" | "FALSE" => {
            return Yaml11::Bool(false);
        }
        ".nan" | ".NaN" | ".NAN" => return Yaml11::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Yaml11::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Yaml11::Float(f64::NEG_INFINITY),
        _ => {}
    }
    match text.as_bytes().first() {
        // Here Go's own reading of floats decides, which takes an underscore between digits.
        Some(b'.') => match text.split('_').skip(1).all(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            && text.rsplit('_').skip(1).all(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
        {
            true => float(&text.replace('_', "")),
            false => None,
        },
        Some(b'0'..=b'9' | b'+' | b'-') => {
            // Underscores count for nothing, wherever they stand. Base 60 is left out on purpose.
            let plain = text.replace('_', "");
            integer(&plain).map_or_else(|| float(&plain), Some)
        }
        _ => None,
    }
    .unwrap_or(Yaml11::Text)
}

/// An integer that fits 64 bits, in Go's notations: `0x`, `0o` and `0b`, and a leading zero for octal.
fn integer(text: &str) -> Option<Yaml11> {
    let (minus, rest) = unsigned(text);
    let value = match rest.as_bytes() {
        [b'0', b'x' | b'X', ..] => digits(&rest[2..], 16),
        [b'0', b'o' | b'O', ..] => digits(&rest[2..], 8),
        [b'0', b'b' | b'B', ..] => digits(&rest[2..], 2),
        [b'0', _, ..] => digits(&rest[1..], 8),
        _ => digits(rest, 10),
    }?;
    let Yaml11::Int(int) = value else { return None };
    let int = if minus { -int } else { int };
    // An unsigned 64-bit number has no sign, not even a plus.
    let signed = i64::try_from(int).is_ok();
    let unsigned = u64::try_from(int).is_ok() && !text.starts_with(['+', '-']);
    (signed || unsigned).then_some(Yaml11::Int(int))
}

/// A decimal float that does not overflow.
fn float(text: &str) -> Option<Yaml11> {
    let (minus, rest) = unsigned(text);
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    if exponent.is_some_and(|exponent| !all_digits(unsigned(exponent).1)) {
        return None;
    }
    let well_formed = match mantissa.split_once('.') {
        Some(("", fraction)) => all_digits(fraction),
        Some((whole, fraction)) => all_digits(whole) && (fraction.is_empty() || all_digits(fraction)),
        None => all_digits(mantissa),
    };
    let value: f64 = if well_formed { rest.parse().ok()? } else { return None };
    value.is_finite().then(|| if minus { negated(Yaml11::Float(value)) } else { Yaml11::Float(value) })
}

/// A float as the Astro CLI writes it into a string field: rounded to 32 bits, in the fewest digits, with an exponent
/// from a million up and below a ten-thousandth.
pub(super) fn float_text(value: f64) -> String {
    let value = value as f32;
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-Inf" } else { "+Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return format!("{value}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}

/// Whether the text is a date or a date with a time, in one of the forms that yaml.v2 knows.
pub(super) fn is_timestamp(text: &str) -> bool {
    let mut parts = text.splitn(2, ['T', 't', ' ']);
    let (Some(date), time) = (parts.next(), parts.next()) else { return false };
    let mut fields = date.split('-');
    let (Some(year), Some(month), Some(day), None) = (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return false;
    };
    let (Some(month), Some(day)) = (one_or_two(month), one_or_two(day)) else { return false };
    if year.len() != 4 || !all_digits(year) || !(1..=12).contains(&month) || day < 1 {
        return false;
    }
    let year: u32 = year.parse().unwrap_or(0);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if day > days {
        return false;
    }
    match (time, text.as_bytes().get(date.len())) {
        (None, _) => true,
        (Some(time), Some(b' ')) => is_time(time.trim_start_matches(' ')),
        (Some(time), _) => match time.strip_suffix('Z') {
            Some(time) => is_time(time),
            None => {
                let Some(at) = time.rfind(['+', '-']) else { return false };
                is_time(&time[..at]) && is_offset(&time[at + 1..])
            }
        },
    }
}

/// `15:4:5.99`: each with one digit or two.
fn is_time(time: &str) -> bool {
    let mut fields = time.splitn(3, ':');
    let (Some(hours), Some(minutes), Some(seconds)) = (fields.next(), fields.next(), fields.next()) else {
        return false;
    };
    let (whole, fraction) = match seconds.find(['.', ',']) {
        Some(at) => (&seconds[..at], Some(&seconds[at + 1..])),
        None => (seconds, None),
    };
    let below = |field: &str, limit: u32| one_or_two(field).is_some_and(|value| value < limit);
    below(hours, 24) && below(minutes, 60) && below(whole, 60) && fraction.is_none_or(all_digits)
}

/// `07:00`
fn is_offset(offset: &str) -> bool {
    let two = |field: &str, limit: u32| field.len() == 2 && one_or_two(field).is_some_and(|value| value <= limit);
    offset.split_once(':').is_some_and(|(hours, minutes)| two(hours, 24) && two(minutes, 60))
}

fn one_or_two(text: &str) -> Option<u32> {
    (matches!(text.len(), 1 | 2) && all_digits(text)).then(|| text.parse().ok()).flatten()
}
