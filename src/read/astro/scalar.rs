//! Scalars as the Astro CLI reads them: YAML 1.1 by Go's yaml.v2, then JSON, then Go's types.
//!
//! Source: yaml.v2 2.4.0 `resolve.go`, ghodss/yaml 1.0.0 `yaml.go` (astro-cli at ed93cc5). Base 60 numbers are left out
//! there on purpose, and timestamps are handed on as text.

use std::borrow::Cow;

use crate::syntax::yaml::{Node, Style};

/// What a scalar is to the CLI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scalar<'t> {
    /// Left out, `~`, `null`.
    Null,
    /// `yes`, `off`, `true`, …
    Flag(bool),
    /// A whole number; past 64 bits as a float.
    Whole(i128),
    /// A number with a fraction or exponent.
    Float(f64),
    /// Anything else.
    Text(&'t str),
    /// Marked with a tag that is not YAML's own (`!vault`).
    Tagged,
}

impl<'t> Scalar<'t> {
    /// Reads a scalar node; `None` for collections and aliases to nothing.
    pub(super) fn of(node: Node<'t>) -> Option<Self> {
        let node = node.resolve();
        let text = node.scalar()?;
        let core = node.whole_tag();
        Some(match core.as_deref().map(|tag| tag.strip_prefix("tag:yaml.org,2002:")) {
            None if node.style() == Some(Style::Plain) => plain(text),
            None => Scalar::Text(text),
            Some(Some("str" | "binary" | "timestamp")) => Scalar::Text(text),
            Some(Some(_)) => plain(text),
            Some(None) if core.as_deref() == Some("!") => Scalar::Text(text),
            Some(None) => Scalar::Tagged,
        })
    }

    /// The text that arrives in a text field; `None` for null and for what is tagged.
    pub(super) fn text(self) -> Option<Cow<'t, str>> {
        Some(match self {
            Scalar::Null | Scalar::Tagged => return None,
            Scalar::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
            Scalar::Whole(number) => Cow::Owned(number.to_string()),
            Scalar::Float(number) => Cow::Owned(go_float(number)),
            Scalar::Text(text) => Cow::Borrowed(text),
        })
    }

    /// The whole number that arrives in a whole-number field: a float without fraction does as well.
    pub(super) fn whole(self) -> Option<i64> {
        match self {
            Scalar::Whole(number) => i64::try_from(number).ok(),
            Scalar::Float(number) if number.fract() == 0.0 && number.abs() < 9e18 => Some(number as i64),
            _ => None,
        }
    }
}

/// A plain scalar by its first byte, as yaml.v2 does it.
fn plain(text: &str) -> Scalar<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return Scalar::Flag(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Scalar::Flag(false);
        }
        ".nan" | ".NaN" | ".NAN" => return Scalar::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Scalar::Float(f64::NEG_INFINITY),
        _ => {}
    }
    let number = match text.as_bytes().first() {
        Some(b'.') => float(text),
        Some(b'0'..=b'9' | b'+' | b'-') => {
            let digits: Cow<'_, str> =
                if text.contains('_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) };
            whole(&digits).or_else(|| float(&digits))
        }
        _ => None,
    };
    number.unwrap_or(Scalar::Text(text))
}

/// Go's `ParseInt` with base 0: `0x`, `0o`, `0b`, and a bare leading zero for octal.
fn whole(text: &str) -> Option<Scalar<'static>> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase();
    let (digits, radix) = if let Some(digits) = lower.strip_prefix("0x") {
        (digits, 16)
    } else if let Some(digits) = lower.strip_prefix("0o") {
        (digits, 8)
    } else if let Some(digits) = lower.strip_prefix("0b") {
        (digits, 2)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (&lower[1..], 8)
    } else {
        (lower.as_str(), 10)
    };
    if digits.is_empty() || digits.starts_with(['+', '-']) {
        return None;
    }
    let number = i128::from_str_radix(digits, radix).ok()?;
    let number = if text.starts_with('-') { -number } else { number };
    let fits = i64::try_from(number).is_ok() || u64::try_from(number).is_ok();
    fits.then_some(Scalar::Whole(number))
}

/// `[-+]? (\.d+ | d+(\.d*)?) ([eE][-+]?d+)?`
fn float(text: &str) -> Option<Scalar<'static>> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_fits = all_digits(before) && all_digits(after) && !(before.is_empty() && after.is_empty());
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    if !(mantissa_fits && exponent_fits) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).map(Scalar::Float)
}

/// Go's `FormatFloat(number, 'g', -1, 32)`: the shortest text for 32 bits, with an exponent below 1e-4 and from 1e6 on.
fn go_float(number: f64) -> String {
    let number = number as f32;
    if number.is_nan() {
        return "NaN".to_string();
    }
    if number.is_infinite() {
        return if number > 0.0 { "+Inf" } else { "-Inf" }.to_string();
    }
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = exponent.parse().unwrap_or(0);
    if !(-4..6).contains(&power) {
        let sign = if power < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", power.abs());
    }
    format!("{number}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::yaml::parse;

    fn arrives(text: &str) -> Option<String> {
        let tree = parse(&format!("key: {text}\n"));
        let value = tree.root().and_then(|root| root.entries().next()).unwrap().value;
        Scalar::of(value).and_then(Scalar::text).map(Cow::into_owned)
    }

    #[test]
    fn texts_that_change() {
        for (written, becomes) in [
            ("yes", "true"),
            ("off", "false"),
            ("Y", "true"),
            ("0777", "511"),
            ("0x1F", "31"),
            ("0b11", "3"),
            ("0o17", "15"),
            ("1_000", "1000"),
            ("+5", "5"),
            ("08", "8"),
            ("9.10", "9.1"),
            (".5", "0.5"),
            ("1e3", "1000"),
            ("1234567.89", "1.2345679e+06"),
            ("0.00001", "1e-05"),
            ("100000.0", "100000"),
            ("1000000.0", "1e+06"),
            ("-0.0", "-0"),
        ] {
            assert_eq!(arrives(written).as_deref(), Some(becomes), "{written}");
        }
    }

    #[test]
    fn texts_that_survive() {
        for text in [
            "true",
            "5",
            "-5",
            "0",
            "0.25",
            "3.1",
            "12:30",
            "2024-02-09",
            "3.2-6",
            "12.5.0",
            "1.2.3",
            "m5.xlarge",
            "0x",
            "1_a",
            "--1",
            "+-1",
        ] {
            assert_eq!(arrives(text).as_deref(), Some(text), "{text}");
        }
        assert_eq!(arrives("'0777'").as_deref(), Some("0777"));
        assert_eq!(arrives("!!str 0777").as_deref(), Some("0777"));
    }

    #[test]
    fn nothing_is_null() {
        for text in ["", "~", "null", "NULL"] {
            assert_eq!(arrives(text), None, "{text}");
        }
        assert_eq!(arrives("''").as_deref(), Some(""));
    }

    #[test]
    fn whole_numbers() {
        let whole = |text| plain(text).whole();
        assert_eq!(whole("10"), Some(10));
        assert_eq!(whole("10.0"), Some(10));
        assert_eq!(whole("1e1"), Some(10));
        assert_eq!(whole("10.5"), None);
        assert_eq!(whole("ten"), None);
        assert_eq!(whole("99999999999999999999"), None);
    }
}
